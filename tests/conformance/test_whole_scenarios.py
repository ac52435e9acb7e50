"""Lines together: whole small scenarios, with options, money conventions and what-ifs."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from licmodel.analysis.checks import checks
from licmodel.analysis.results import run
from licmodel.assembly.assemble import assemble
from licmodel.lines import KINDS
from licmodel.scenario.files import dump_document
from licmodel.scenario.loading import from_data, load
from tests.bearing import borne
from tests.conformance.cases import is_near, law
from tests.recalculation import differences, recalculate_with_formualizer, write_book
from tests.strategies import scenarios


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for files."""
    return tmp_path_factory.mktemp("scenarios")


@law
def test_a_recalculated_workbook_of_a_scenario_agrees(data: st.DataObject, folder: Path) -> None:
    """[16] With every measure of every option, by financial and contract year."""
    model = assemble(from_data(data.draw(borne(scenarios(KINDS)))), contract_years=True)
    book = write_book(model.program, run(model).values, folder / "scenario.xlsx")
    found = differences(book, recalculate_with_formualizer(book.path))
    assert not found, "\n".join(map(str, found[:3]))


@law
def test_a_scenario_conserves_its_money(data: st.DataObject) -> None:
    """[2] Months to years, lines to options, invoices to service; and every figure is used."""
    results = run(from_data(data.draw(borne(scenarios(KINDS)))))
    assert not [f"{each} {each.detail}" for each in checks(results) if not each.holds]


@law
def test_a_file_holds_all_of_a_scenario(data: st.DataObject, folder: Path) -> None:
    raw = data.draw(borne(scenarios(KINDS)))
    path = folder / "whole.yaml"
    path.write_text(dump_document(raw), "utf-8")
    ours, theirs = run(from_data(raw)), run(load(path))
    assert list(ours.model.program.rows) == list(theirs.model.program.rows)
    for key in ours.model.program.rows:
        assert str(ours.by_period(key)) == str(theirs.by_period(key)), key


@law
def test_a_what_if_is_the_scenario_with_another_figure(data: st.DataObject) -> None:
    """[18] Changed in the model or in the file: the same answer."""
    raw = data.draw(borne(scenarios(KINDS)))
    model = assemble(from_data(raw))
    lines = [
        (option, name, field)
        for option, said in raw["options"].items()
        for name, line in said["lines"].items()
        for field in ("price", "amount", "salary", "rent")
        if isinstance(line.get(field), str) and f"{option}.{name}.{field}" in model.program.inputs
    ]
    if not lines:
        return
    option, name, field = data.draw(st.sampled_from(lines))
    new = str(data.draw(st.integers(0, 999)))
    asked = {"asked": {f"{option}.{name}.{field}": {"set": new}}}
    results = run(from_data(raw | {"what_ifs": asked}), ["asked"])
    again = run(from_data(_with(raw, (option, name, field), new)))
    for key in results.model.options:
        for measure in ("billed.total", "accrued.total", "present_value"):
            changed = results.figure(f"{key}.{measure}", "asked")
            assert is_near(changed, again.figure(f"{key}.{measure}")), key


def _with(raw: dict[str, Any], place: tuple[str, str, str], new: str) -> dict[str, Any]:
    option, name, field = place
    said = raw["options"][option]
    line = said["lines"][name] | {field: new}
    changed = said | {"lines": said["lines"] | {name: line}}
    return raw | {"options": raw["options"] | {option: changed}}
