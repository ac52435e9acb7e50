"""A draft is the overlay that it becomes: read as a file, sourced, and proven when saved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.estate.seats import seats
from licmodel.analysis.results import run
from licmodel.dashboard.cells import GONE, Said
from licmodel.dashboard.drafting import Base, base_of, laid_over, overlay_text, save_draft
from licmodel.dashboard.grids import table_called
from licmodel.dashboard.rows import Row, pasted, rows_of, says_already, typed
from licmodel.errors import InputError
from licmodel.scenario.overlay import Keys
from tests.dashboard.conftest import ROOT

WHY = "typed by hand"


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """Return the council's file, in a folder of its own."""
    file = tmp_path / "council_2027.yaml"
    shutil.copy(ROOT / "scenarios" / file.name, file)
    return base_of(file, licmodel.load(file))


def test_an_overlay_says_what_was_typed_and_why_and_nothing_else(base: Base) -> None:
    edits: dict[Keys, Said] = {
        ("drivers", "office_staff", "start"): "3120",
        ("timeline", "years"): "6",
        ("options", "renew", "lines", "e3", "quantity"): ("field_staff", "office_staff"),
        ("options", "renew", "lines", "backup", "tiers", "2", "price"): "0.09",
    }
    laid = laid_over(base, edits, WHY)
    assert laid.faults == ()
    assert overlay_text(base, laid, "Smaller") == (
        "extends: council_2027.yaml\n"
        'title: "Northmoor Council, Microsoft estate 2027 to 2032: Smaller"\n'
        "drivers:\n"
        "  office_staff:\n"
        "    start:\n"
        "      value: 3120\n"
        "      assumed: typed by hand\n"
        "timeline:\n"
        "  years: 6\n"
        "options:\n"
        "  renew:\n"
        "    lines:\n"
        "      e3:\n"
        "        quantity:\n"
        "          - field_staff\n"
        "          - office_staff\n"
        "      backup:\n"
        "        tiers:\n"
        "          - from: 0\n"
        "            price: 0.132\n"
        "          - from: 50_000\n"
        "            price: 0.09\n"
    ).replace(
        "price: 0.09", "price:\n              value: 0.09\n              assumed: typed by hand"
    )


def test_the_rest_of_a_row_keeps_its_source(base: Base) -> None:
    laid = laid_over(base, {("drivers", "office_staff", "start"): "3120"}, WHY)
    assert laid.scenario is not None
    inputs = run(laid.scenario).model.program.inputs
    assert inputs["drivers.office_staff.start"].origin.source == WHY
    assert "establishment list" in inputs["drivers.office_staff.growth"].origin.source


def test_a_line_taken_over_changes_in_its_own_option_alone(base: Base) -> None:
    edits: dict[Keys, Said] = {("options", "frontline", "lines", "servers", "price"): "30000"}
    laid = laid_over(base, edits, WHY)
    assert laid.scenario is not None
    before, after = run(base.scenario), run(laid.scenario)
    assert after.figure("renew.billed.total") == before.figure("renew.billed.total")
    assert after.figure("frontline.billed.total") > before.figure("frontline.billed.total")


def test_a_fault_stands_at_its_cell(base: Base) -> None:
    edits: dict[Keys, Said] = {
        ("drivers", "office_staff", "start"): "many",
        ("options", "renew", "lines", "e3", "discount"): "140%",
    }
    laid = laid_over(base, edits, WHY)
    assert laid.scenario is None
    assert [fault.where for fault in laid.faults] == [
        "drivers.office_staff.start",
        "renew.e3.discount",
    ]


def test_a_new_line_needs_its_fields_and_then_costs_what_they_come_to(base: Base) -> None:
    line = ("options", "renew", "lines", "audit")
    edits: dict[Keys, Said] = {(*line, "kind"): "recurring", (*line, "amount"): "5000"}
    laid = laid_over(base, edits, WHY)
    assert laid.scenario is None
    assert "per" in str(laid.faults[0])
    laid = laid_over(base, {**edits, (*line, "per"): "year"}, WHY)
    assert laid.scenario is not None
    more = run(laid.scenario).figure("renew.billed.total")
    assert more - run(base.scenario).figure("renew.billed.total") == pytest.approx(25_000)


def test_a_draft_is_saved_as_an_overlay_that_reads_back_the_same(base: Base) -> None:
    before = base.path.read_bytes()
    laid = laid_over(base, {("drivers", "backup", "growth"): "30%"}, WHY)
    assert laid.scenario is not None
    out = base.path.with_name("more.yaml")
    save_draft(base, laid, out, "More data", "asked by ICT")
    again = licmodel.load(out)
    assert licmodel.compare(again).options["renew"].total == pytest.approx(
        licmodel.compare(laid.scenario).options["renew"].total, abs=0
    )
    assert again.notes == "asked by ICT"
    with pytest.raises(InputError, match="already there"):
        save_draft(base, laid, out, "More data")
    assert base.path.read_bytes() == before
    assert again.changes


def test_a_file_that_reads_back_otherwise_is_not_kept(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid = laid_over(base, {("drivers", "backup", "growth"): "30%"}, WHY)
    wrong = "extends: council_2027.yaml\ndrivers: {backup: {growth: {value: 31%}}}\n"
    monkeypatch.setattr("licmodel.dashboard.drafting.overlay_text", lambda *_: wrong)
    out = base.path.with_name("more.yaml")
    with pytest.raises(InputError, match="comes out otherwise"):
        save_draft(base, laid, out, "More data")
    assert not out.exists()


def drivers(base: Base) -> list[Row]:
    return rows_of(base, {}, table_called("Drivers"))


def test_a_grid_shows_what_the_file_says(base: Base) -> None:
    rows = {row.keys[0]: row.cells for row in drivers(base)}
    assert rows["office_staff"][("start",)] == "3,260"
    assert rows["backup"][("growth",)] == "25%"
    lines = rows_of(base, {}, table_called("Lines"), [("options", "mixed")])
    cells = {row.keys[1]: row.cells for row in lines}
    assert cells["e3"][("quantity",)] == "{driver: office_staff, share: 72.4%}"
    assert cells["support"][("amount",)] == "96,000"  # taken over, through two options
    dated = rows_of(base, {}, table_called("By date"), [("drivers",)])
    assert [(row.keys, row.cells[("figure",)]) for row in dated][:2] == [
        (("drivers.field_staff", "2027-04"), "640"),
        (("drivers.field_staff", "2028-10"), "600"),
    ]


def test_cells_typed_into_a_grid_are_edits_or_refused_by_name(base: Base) -> None:
    rows = drivers(base)
    at = [row.keys[0] for row in rows].index("devices")
    state = {
        "edited_rows": {
            0: {"start": "3,120", "growth": "8"},
            at: {"unit": "", "title": "Devices"},
        },
        "added_rows": [
            {"key of the driver": "vans", "value": "12"},
            {"value": "3"},
            {"key of the driver": "hosts", "value": "3"},
            {},
        ],
    }
    found = typed(base, {}, table_called("Drivers"), rows, state, fixed={})
    assert found.edits == {
        ("drivers", "office_staff", "start"): "3120",
        ("drivers", "devices", "unit"): GONE,
        ("drivers", "devices", "title"): "Devices",
        ("drivers", "vans", "value"): "12",
    }
    assert [each.place for each in found.refusals] == [
        "office_staff, growth",
        f"row {len(rows) + 2}",
        f"row {len(rows) + 3}",
    ]


@pytest.mark.parametrize("name", ["backup", "renew"])
def test_dates_are_pasted_as_they_are_typed(base: Base, name: str) -> None:
    """Also of a line that is called as its option is."""
    edits: dict[Keys, Said] = {("options", "renew", "lines", "renew", "amount"): "12"}
    head, row = ["path", "from month", "figure"], [f"{name}.price", "2028-04", "31"]
    table, within = table_called("By date"), [("options", "renew")]
    paste = pasted(base, edits, table, [head, row], {}, within=within)
    added = {"added_rows": [dict(zip(head, row, strict=True))]}
    found = typed(base, edits, table, [], added, fixed={}, within=within)
    assert paste == found
    assert found.refusals == ()
    path = ("options", "renew", "lines", name, "price", "by_date", "2028-04")
    assert found.edits == {path: "31"}


@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_of_two_new_rows_with_one_name_the_second_is_refused(base: Base, way: str) -> None:
    table, head = table_called("Drivers"), ["driver", "value"]
    rows = [["vans", "12"], ["buses", "3"], ["vans", "14"]]
    if way == "pasted":
        found = pasted(base, {}, table, [head, *rows], {})
    else:
        added = [{"key of the driver": name, "value": value} for name, value in rows]
        found = typed(base, {}, table, [], {"added_rows": added}, fixed={})
    assert found.edits == {("drivers", "vans", "value"): "12", ("drivers", "buses", "value"): "3"}
    (refused,) = found.refusals
    first, second = ("row 2", "row 4") if way == "pasted" else ("row 1", "row 3")
    assert str(refused) == f"{second}: vans has {first} already: write all of it there"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("drivers.office_staff.start", "3260"),
        ("drivers.backup.growth", "25%"),  # a table, with its range
        ("drivers.vans.value", "12"),  # all that the row says
        ("options.renew.lines.e3.discount", "0.12"),
        ("options.renew.lines.e3.quantity", ("office_staff", "field_staff")),
        ("options.perpetual.lines.exchange.for", ("office", "office_2019", "field")),
        ("options.perpetual.lines.access.price", "160"),  # a figure in a price
        ("options.frontline.lines.support.amount", "96000"),  # taken over
        ("options.mixed.lines.e1.for", ("office_2019",)),  # one name, as a list of one
        ("agreements.corporate.signed", "2024-04"),
        ("timeline.years", "5"),
    ],
)
def test_what_the_file_says_already_is_no_change(
    base: Base, path: str, said: str | tuple[str, ...]
) -> None:
    file = base.path.with_name("vans.yaml")
    file.write_text("extends: council_2027.yaml\ndrivers: {vans: 12}\n", "utf-8")
    vans = base_of(file, licmodel.load(file))
    keys = tuple(path.split("."))
    assert says_already(vans, keys, said)
    other = said[1:] if isinstance(said, tuple) else "99"
    assert not says_already(vans, keys, other)
    assert not says_already(vans, keys, GONE)


def test_a_date_is_added_by_the_name_of_its_driver(base: Base) -> None:
    table, within = table_called("By date"), [("drivers",)]
    state = {
        "added_rows": [
            {"path": "office_staff", "from month": "October 2027", "figure": "3,120"},
            {"path": "drivers.hosts", "from month": "2028-04", "figure": "20"},
            {"path": "hosts"},
        ]
    }
    found = typed(base, {}, table, rows_of(base, {}, table, within), state, fixed={}, within=within)
    assert found.edits == {
        ("drivers", "office_staff", "by_date", "2027-10"): "3120",
        ("drivers", "hosts", "by_date", "2028-04"): "20",
    }
    (waiting,) = found.refusals
    assert waiting.is_waiting


def test_rows_of_a_spreadsheet_change_rows_that_are_there_and_add_others(base: Base) -> None:
    rows = [
        ["Driver", "Start", "Growth", "Source"],
        ["office_staff", "3,120", "", "payroll of November"],
        ["vans", "£12", "2%", "fleet list"],
        ["tablets", "1,400", "0%", "asset list"],
    ]
    found = pasted(base, {}, table_called("Drivers"), rows, {})
    assert [str(each) for each in found.refusals] == [
        "vans, start: £12: an amount of money, where another number belongs"
    ]
    assert found.edits == {
        ("drivers", "office_staff", "start"): "3120",
        ("drivers", "office_staff", "source"): "payroll of November",
        ("drivers", "vans", "growth"): "2%",
        ("drivers", "vans", "source"): "fleet list",
        ("drivers", "tablets", "start"): "1400",
        ("drivers", "tablets", "growth"): "0%",
        ("drivers", "tablets", "source"): "asset list",
    }


def test_rows_without_headings_are_refused_whole(base: Base) -> None:
    with pytest.raises(InputError, match="first row must name"):
        pasted(base, {}, table_called("Drivers"), [["office_staff", "3,120"]], {})


def test_posts_that_go_in_october_save_nothing_before_seats_may_be_handed_back(base: Base) -> None:
    # 140 of 3,260 posts go in October 2027; the enrolment renews in April 2030
    driver = ("drivers", "office_staff", "by_date")
    laid = laid_over(base, {(*driver, "2027-04"): "3260", (*driver, "2027-10"): "3120"}, WHY)
    assert laid.scenario is not None
    (e3,) = seats(run(laid.scenario), ["renew"])["renew"]
    at = {month: number for number, month in enumerate(e3.months)}
    assert e3.needed[at["2027-09"]] - e3.needed[at["2027-10"]] == 140
    assert e3.committed[at["2027-10"]] == e3.committed[at["2027-09"]] == 3900
    assert e3.not_needed[at["2027-10"]] == 140
    assert e3.waits(at["2027-10"]).endswith("next in April 2030")


def test_an_option_that_is_added_has_the_lines_of_its_parent_in_its_grid(base: Base) -> None:
    edits: dict[Keys, Said] = {
        ("options", "smaller", "title"): "Smaller",
        ("options", "smaller", "based_on"): "renew",
        ("options", "smaller", "without"): ("backup",),
        ("options", "smaller", "lines", "e3", "discount"): "20%",
    }
    rows = rows_of(base, edits, table_called("Lines"), [("options", "smaller")])
    cells = {row.keys[1]: row.cells for row in rows}
    assert list(cells) == [
        each for each in base.scenario.options["renew"].lines if each != "backup"
    ]
    assert cells["e3"][("discount",)] == "20%"
    assert cells["e3"][("product",)] == "microsoft_365_e3"
    laid = laid_over(base, edits, WHY)
    assert laid.faults == ()
    # nothing said otherwise: to the penny what its parent costs
    alone = laid_over(base, {key: said for key, said in edits.items() if key[2] == "based_on"}, WHY)
    assert alone.scenario is not None
    totals = run(alone.scenario)
    assert totals.figure("smaller.billed.total") == totals.figure("renew.billed.total")
