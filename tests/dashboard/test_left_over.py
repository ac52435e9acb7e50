"""What a draft leaves behind is told before it is saved, and can be taken away with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.results import run
from licmodel.analysis.risk.uncertain import pairs_of, uncertain_of
from licmodel.assembly.assemble import assemble
from licmodel.dashboard.cells import GONE
from licmodel.dashboard.drafting import Edits, base_of, laid_over
from licmodel.dashboard.left_over import as_numbered, astray, displaced
from tests.dashboard.conftest import Start, faults

DATES: Edits = {
    ("drivers", "office_staff", "by_date", "2027-04"): "3260",
    ("drivers", "office_staff", "by_date", "2027-10"): "3120",
}
BROKEN = [
    ("what_ifs", "headcount_falls", "drivers.office_staff.growth"),
    ("risk", "inputs", "drivers.office_staff.growth"),
    ("risk", "correlations", "7"),
]


def test_dates_in_place_of_a_figure_leave_what_was_asked_of_it_astray(shelf: Path) -> None:
    path = shelf / "council_2027.yaml"
    scenario = licmodel.load(path)
    assert astray(assemble(scenario)) == {}
    base = base_of(path, scenario)
    drafted = laid_over(base, DATES, "x").scenario
    assert drafted is not None
    assert [each[-1] for each in displaced(base, DATES, drafted)] == ["start", "growth"]
    found = astray(assemble(drafted))
    assert [path for path, words in found.items() if "office_staff" in words] == BROKEN


def test_lines_that_an_option_takes_over_are_not_left_over(shelf: Path) -> None:
    path = shelf / "council_2027.yaml"
    base = base_of(path, licmodel.load(path))
    edits: Edits = {("options", "mixed", "lines", "e1", "discount"): "3%"}
    drafted = laid_over(base, edits, "x").scenario
    assert drafted is not None
    assert displaced(base, edits, drafted) == []


def test_the_rest_of_the_last_item_of_a_list_is_not_left_over(shelf: Path) -> None:
    path = shelf / "council_2027.yaml"
    base = base_of(path, licmodel.load(path))
    edits: Edits = {("options", "renew", "lines", "backup", "tiers", "2", "price"): "0.09"}
    drafted = laid_over(base, edits, "x").scenario
    assert drafted is not None
    assert displaced(base, edits, drafted) == []


def test_a_tie_is_taken_away_by_its_number_in_the_file(shelf: Path) -> None:
    path, first = shelf / "council_2027.yaml", ("risk", "correlations", "1")
    base, edits = base_of(path, licmodel.load(path)), {**DATES, first: GONE}
    drafted = laid_over(base, edits, "x").scenario
    assert drafted is not None
    found = astray(assemble(drafted))
    assert {as_numbered(base, edits, each) for each in found} >= set(BROKEN)
    assert ("risk", "correlations", "6") in found  # of the six that are left


def test_what_is_left_over_is_told_and_taken_away_in_one_step(
    shelf: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    app = start(shelf, "estate")
    app.session_state["part"] = "demand"
    app.run()
    key = [each for each in app.session_state["grids"] if each.startswith("grid By date ")][-1]
    rows = [
        {"path": "drivers.office_staff", "from month": when, "figure": value}
        for when, value in (("2027-04", "3260"), ("2027-10", "3120"))
    ]
    app.session_state[key] = {"edited_rows": {}, "added_rows": rows, "deleted_rows": []}
    app.run()
    assert faults(app) == []
    told = "\n".join(each.value.replace("\\", "") for each in app.warning)
    assert "drivers.office_staff.growth (-1%)" in told
    assert '"Staff and devices fall by 5% a year" changes drivers.office_staff.growth' in told
    app = press(app, "Take these away too")
    assert faults(app) == []
    assert "no figure any more" not in "\n".join(each.value for each in app.warning)
    saved = save(app, shelf)
    model = run(saved, list(saved.what_ifs)).model
    drawn = uncertain_of(model)
    assert "drivers.office_staff.growth" not in drawn
    assert len(pairs_of(model, drawn)) == 6  # what was tied to it is not, and risk can be told


def test_a_discount_that_is_taken_away_leaves_what_was_tied_to_it_astray(shelf: Path) -> None:
    path = shelf / "council_2027.yaml"
    edits: Edits = {("options", "renew", "lines", "e3", "discount"): GONE}
    base = base_of(path, licmodel.load(path))
    drafted = laid_over(base, edits, "x").scenario
    assert drafted is not None
    found = astray(assemble(drafted))
    tied = {each[-1] for each, words in found.items() if "renew.e3.discount" in words}
    assert tied == {"1", "2"}
    without = laid_over(base, {**edits, **dict.fromkeys(found, GONE)}, "x").scenario
    assert without is not None
    model = assemble(without)
    assert len(pairs_of(model, uncertain_of(model))) == 5


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def save(app: AppTest, shelf: Path) -> licmodel.Scenario:
    app.session_state["look at council_2027.yaml"] = "save"
    app.run()
    field = next(each for each in app.text_input if each.label == "What to call it")
    field.set_value("Restructured")
    app = press(app, "Save the draft")
    assert faults(app) == []
    return licmodel.load(shelf / "council_2027_restructured.yaml")
