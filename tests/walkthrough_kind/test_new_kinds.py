"""A kind that is not in the list yet goes through every test, and a faulty one does not get by."""

import re
from pathlib import Path

from tests.walkthrough_kind.verdicts import ROOT, SUITE, verdicts

FAULTY = Path(__file__).with_name("faulty.py")

FOUND_BY = {
    "Standing": "test_amounts.py::test_none_costs_nothing",
    "Cheaper": "test_amounts.py::test_more_costs_no_less",
    "Early": "test_months.py::test_nothing_is_charged_or_invoiced_before_it_starts",
    "Late": "test_months.py::test_nothing_is_charged_after_it_ends",
    "Unpaid": "test_amounts.py::test_a_life_within_the_horizon_is_invoiced_whole",
    "Hoarding": "test_amounts.py::test_what_is_prepaid_is_what_was_invoiced_and_not_yet_served",
    "Idle": "test_sources.py::test_every_figure_written_reaches_the_cost",
    "Rootless": "test_sources.py::test_every_row_reaches_an_input",
    "Silent": "test_sources.py::test_the_schema_has_every_field_with_its_help",
    "Secretive": "test_sources.py::test_every_input_says_where_it_is_from",
    "Misplaced": "test_readers.py::test_explanations_reach_figures_and_where_they_stand",
    "Doubled": "test_readers.py::test_a_scenario_written_to_a_file_reads_back_the_same",
}
"""The test that has to find each fault."""


def test_the_kind_of_the_walkthrough_passes_every_test(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "adding-a-cost-line.md").read_text("utf-8")
    code = re.search(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert code is not None
    file = tmp_path / "lease.py"
    file.write_text(code[1], "utf-8")
    found = verdicts(f"{file}:Lease")
    assert len(found) > len(FOUND_BY)
    assert not {test: outcome for test, outcome in found.items() if outcome != "PASSED"}


def test_no_faulty_kind_gets_by() -> None:
    tests = tuple(f"{SUITE}/{test}[{kind.lower()}]" for kind, test in FOUND_BY.items())
    found = verdicts(",".join(f"{FAULTY}:{kind}" for kind in FOUND_BY), tests)
    assert found == dict.fromkeys(tests, "FAILED")
