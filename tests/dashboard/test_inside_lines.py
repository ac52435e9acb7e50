"""Tables inside of a line: small grids and more fields of its form, from the kind's own fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.results import run
from licmodel.dashboard.cells import GONE, Said
from licmodel.dashboard.drafting import Base, base_of, laid_over, overlay_text
from licmodel.dashboard.grids import table_called
from licmodel.dashboard.inner_rows import nested_cells, rows_inside
from licmodel.dashboard.inner_tables import STEP, inner_tables, nested_columns
from licmodel.dashboard.removals import structure, with_change
from licmodel.dashboard.rows import Typed, pasted, typed
from licmodel.lines.consumption import Consumption
from licmodel.lines.grant import Grant
from licmodel.scenario.overlay import Keys
from licmodel.workbook.form_tables import Table
from tests.dashboard.conftest import Start, faults, html

TEXT = """\
title: Data kept
organisation: {name: A small council}
timeline: {start: 2027-04, years: 2}
baseline: keep
funds: {general: {}, housing: {}}
options:
  keep:
    lines:
      backup:
        kind: consumption
        quantity: 60_000
        unit: GB
        tiers:
          - {from: 0, price: 0.13}
          - {from: 50_000, price: 0.11}
        fund: {general: 80%, housing: 20%}
        assumed: a quote by telephone
      plain: {kind: consumption, quantity: 100, unit: GB, price: 1, fund: general, assumed: a guess}
      aid: {kind: grant, of: backup, share: 50%, cap_a_year: 10_000, assumed: as offered}
"""
BACKUP = ("options", "keep", "lines", "backup")
Edits = dict[Keys, Said]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """Return a scenario with tables inside of its lines."""
    file = tmp_path / "data.yaml"
    file.write_text(TEXT, "utf-8")
    return base_of(file, licmodel.load(file))


def tiers_of(line: str) -> Table:
    return inner_tables(Consumption, ("options", "keep", "lines", line))[0]


def put(base: Base, table: Table, state: dict[str, Any], edits: Edits | None = None) -> Typed:
    rows = rows_inside(base, edits or {}, table)
    fixed = {STEP: ""} if table.keys[0].heading == STEP else {}
    return typed(base, edits or {}, table, rows, state, fixed=fixed)


def changed(base: Base, edits: Edits, found: Typed) -> Edits:
    for path, said in found.edits.items():
        edits = with_change(base, edits, path, said)
    return edits


def test_the_grid_shows_the_items_in_their_order(base: Base) -> None:
    rows = rows_inside(base, {}, tiers_of("backup"))
    assert [(row.keys, list(row.cells.values())) for row in rows] == [
        (("1",), ["0", "0.13"]),
        (("2",), ["50,000", "0.11"]),
    ]


@pytest.mark.parametrize("number", ["0", "-1", "first"])
def test_an_item_without_a_number_from_1_is_refused_and_is_not_the_last(
    base: Base, number: str
) -> None:
    path = (*BACKUP, "tiers", number, "price")
    said = "keep.backup.tiers is a list, whose items are numbered from 1"
    laid = laid_over(base, {path: "0.09"}, "by hand")
    assert [(each.what, each.found) for each in laid.faults] == [(said, number)]
    head = [["path", "value"], [".".join(path), "0.09"]]
    found = pasted(base, {}, table_called("Anything else"), head, {})
    assert found.edits == {}
    assert [str(each) for each in found.refusals] == [f"row 2: {'.'.join(path)}: {said}"]
    assert structure(base, {path[:-1]: GONE}) == structure(base, {})


def test_items_are_changed_added_and_deleted(base: Base) -> None:
    table = tiers_of("backup")
    state = {
        "edited_rows": {0: {"price": "£0.12"}},
        "deleted_rows": [1],
        "added_rows": [{}, {"from": "40,000", "price": "0.10"}, {"from": "90,000", "price": "$1"}],
    }
    found = put(base, table, state)
    assert [each.place for each in found.refusals] == ["4, price"]
    edits = changed(base, {}, found)
    assert edits == {
        (*BACKUP, "tiers", "2"): GONE,
        (*BACKUP, "tiers", "1", "price"): "0.12",
        (*BACKUP, "tiers", "3", "from"): "40000",
        (*BACKUP, "tiers", "3", "price"): "0.1",
        (*BACKUP, "tiers", "4", "from"): "90000",
    }
    del edits[*BACKUP, "tiers", "4", "from"]
    laid = laid_over(base, edits, "by hand")
    assert laid.faults == ()
    assert laid.data["options"]["keep"]["lines"]["backup"]["tiers"] == [
        {"from": "0", "price": {"value": "0.12", "assumed": "by hand"}},
        {
            "from": {"value": "40000", "assumed": "by hand"},
            "price": {"value": "0.1", "assumed": "by hand"},
        },
    ]
    assert laid.scenario is not None
    # by hand: every GB at the price of its tier, of which 40,000 at 12p and 20,000 at 10p
    assert run(laid.scenario).figure("keep.backup.billed.total") == pytest.approx(24 * 6_800)
    assert [row.keys for row in rows_inside(base, edits, table)] == [("1",), ("3",)]


def test_a_line_without_any_gets_its_first(base: Base) -> None:
    found = put(base, tiers_of("plain"), {"added_rows": [{"from": "0", "price": "2"}]})
    edits: Edits = {("options", "keep", "lines", "plain", "price"): GONE}
    laid = laid_over(base, changed(base, edits, found), "by hand")
    assert laid.faults == ()
    assert "tiers:\n          - from:" in overlay_text(base, laid)


def test_shares_by_name_are_a_grid_too(base: Base) -> None:
    table = inner_tables(Consumption, BACKUP)[1]
    rows = rows_inside(base, {}, table)
    assert [(row.keys, row.cells) for row in rows] == [
        (("general",), {("figure",): "80%"}),
        (("housing",), {("figure",): "20%"}),
    ]
    state = {"edited_rows": {0: {"figure": "100%"}}, "deleted_rows": [1]}
    edits = changed(base, {}, put(base, table, state))
    assert edits == {(*BACKUP, "fund", "housing"): GONE, (*BACKUP, "fund", "general"): "100%"}
    assert laid_over(base, edits, "by hand").faults == ()


def test_a_table_that_a_line_has_one_of_is_more_fields_of_its_form(base: Base) -> None:
    columns = nested_columns(Grant)
    line = ("options", "keep", "lines", "aid")
    assert nested_cells(base, {}, line, columns) == {
        ("share", "value"): "50%",
        ("cap_a_year", "value"): "10,000",
    }
    laid = laid_over(base, {(*line, "share", "value"): "60%"}, "by hand")
    assert laid.faults == ()
    assert laid.scenario is not None
    assert run(laid.scenario).model.program.inputs["keep.aid.share"].value == 0.6


@pytest.fixture
def estate(base: Base, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page, at the options."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    app = start(base.path, "estate")
    app.session_state["part"] = "options"
    return app.run()


def choose(app: AppTest, line: str) -> AppTest:
    return next(each for each in app.selectbox if each.label == "Line").set_value(line).run()


def test_on_the_page_tiers_stand_below_the_form(estate: AppTest) -> None:
    app = choose(estate, "backup")
    assert faults(app) == []
    key = next(each for each in app.session_state["grids"] if each.startswith("grid Tiers "))
    app.session_state[key] = {"edited_rows": {1: {"price": "0.05"}}}
    app.run()
    assert faults(app) == []
    app.session_state["look at data.yaml"] = "differs"
    assert "keep.backup.tiers.2.price" in html(app.run())


def test_on_the_page_a_new_line_is_chosen_for_its_tiers(estate: AppTest) -> None:
    app = estate
    next(each for each in app.selectbox if each.label == "Kind of cost").set_value("consumption")
    app.run()
    words = {each.label: each for each in app.text_input}
    words["Short name *"].set_value("archive")
    words["Quantity *"].set_value("1,000")
    words["Unit"].set_value("GB")
    next(each for each in app.button if each.label == "Put it into the draft").click().run()
    assert "tiers" in faults(app)[0]  # it costs nothing yet that anybody knows
    assert next(each for each in app.selectbox if each.label == "Line").value == "archive"
    key = [each for each in app.session_state["grids"] if each.startswith("grid Tiers ")][-1]
    app.session_state[key] = {"added_rows": [{"from": "0", "price": "£0.20"}]}
    app.run()
    assert faults(app) == []
    # by hand: 1,000 GB at 20p, 24 months
    assert "£4,800 more" in html(app)


def test_on_the_page_a_cap_is_typed_and_taken_away(estate: AppTest) -> None:
    app = choose(estate, "aid")
    words = {each.label: each for each in app.text_input}
    words["Share: value"].set_value("40%")
    words["Cap a year: value"].set_value("")
    next(each for each in app.button if each.label == "Put it into the draft").click().run()
    assert faults(app) == []
    app.session_state["look at data.yaml"] = "differs"
    said = html(app.run())
    assert "keep.aid.share.value" in said
    assert '10,000</td><td class="words">taken away' in said
