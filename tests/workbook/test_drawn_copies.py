"""Copies of drawn scenarios: whatever the lines, nothing but what was chosen stands in them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data
from licmodel.workbook.derivable import undisclosed
from licmodel.workbook.export import make_workbook
from tests.strategies import scenarios
from tests.workbook.copies import numbers_in

DRAWN = 25


@settings(
    max_examples=DRAWN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_copies_of_drawn_scenarios_are_written_and_pass_the_last_look(data: st.DataObject) -> None:
    """The public's, and one vendor's that is shown a line and asked for one of its figures."""
    said = data.draw(scenarios())
    model = assemble(from_data(said))
    book = make_workbook(model.scenario, "public")
    assert numbers_in(book.data) or book.left_out or not undisclosed(model)
    lines = sorted({".".join(key.split(".")[:2]) for key in model.program.inputs if _of(key, said)})
    if not lines:
        return
    line = data.draw(st.sampled_from(lines))
    asked = data.draw(
        st.sampled_from([key for key in model.program.inputs if key.startswith(f"{line}.")])
    )
    vendors = {"drawn": {"shown": [line], "asked": [asked]}}
    sent = make_workbook(from_data({**said, "vendors": vendors}), "vendor")
    assert sent.results.model.program.inputs[asked].key == asked
    assert sent.data[:2] == b"PK"


def _of(key: str, said: dict[str, object]) -> bool:
    return key.split(".", maxsplit=1)[0] in said["options"]  # type: ignore[operator]  # a table


def test_a_vendor_is_no_part_of_anothers_key() -> None:
    with pytest.raises(InputError, match="no such audience"):
        make_workbook(from_data(EMPTY), "vendors")


EMPTY = {
    "title": "Example",
    "baseline": "none",
    "organisation": {"name": "An example"},
    "timeline": {"start": "2027-04", "years": "1"},
    "options": {"stay": {"lines": {"a": {"kind": "recurring", "amount": "9", "per": "year"}}}},
}
