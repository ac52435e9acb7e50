"""What a draft takes away, or refuses to by name: shown, undone, saved and read back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.results import run
from licmodel.dashboard.cells import GONE, Said
from licmodel.dashboard.drafting import Base, base_of, laid_over, overlay_text, save_draft
from licmodel.dashboard.forms import edits_of
from licmodel.dashboard.grids import table_called
from licmodel.dashboard.removals import with_change
from licmodel.dashboard.rows import Typed, rows_of, typed
from licmodel.scenario.overlay import Keys
from licmodel.workbook.form_tables import decision
from tests.dashboard.conftest import ROOT, Start, faults, html

WHY = "typed by hand"
Edits = dict[Keys, Said]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """Return the council's file, in a folder of its own."""
    file = tmp_path / "council_2027.yaml"
    shutil.copy(ROOT / "scenarios" / file.name, file)
    return base_of(file, licmodel.load(file))


def in_grid(  # noqa: PLR0913  as `typed` is asked
    base: Base,
    sheet: str,
    *,
    within: Sequence[Keys] = (),
    empty: Mapping[tuple[str, ...], str] | None = None,
    delete: Sequence[tuple[str, ...]] = (),
    edits: Edits | None = None,
) -> Typed:
    """What a grid comes to: cells emptied by heading, rows deleted, both by the keys of a row."""
    table, said = table_called(sheet), edits or {}
    rows = rows_of(base, said, table, within)
    at = {row.keys: number for number, row in enumerate(rows)}
    state = {
        "edited_rows": {at[keys]: {heading: None} for keys, heading in (empty or {}).items()},
        "deleted_rows": [at[keys] for keys in delete],
    }
    return typed(base, said, table, rows, state, fixed={}, within=within)


def changed(base: Base, edits: Edits, more: Mapping[Keys, Said | None]) -> Edits:
    for path, said in more.items():
        edits = with_change(base, edits, path, said)
    return edits


def keys_of(base: Base, edits: Edits, sheet: str, within: Sequence[Keys] = ()) -> list[str]:
    return [row.keys[-1] for row in rows_of(base, edits, table_called(sheet), within)]


class TestCells:
    def test_a_cell_that_may_be_left_out_is_taken_away(self, base: Base) -> None:
        found = in_grid(
            base,
            "Lines",
            empty={("renew", "e3"): "discount", ("frontline", "f3"): "index"},
        )
        assert found.edits == {
            ("options", "renew", "lines", "e3", "discount"): GONE,
            ("options", "frontline", "lines", "f3", "index"): GONE,
        }
        laid = laid_over(base, changed(base, {}, found.edits), WHY)
        assert laid.scenario is not None
        inputs = run(laid.scenario).model.program.inputs
        assert inputs["renew.e3.discount"].value == 0
        assert not inputs[
            "renew.e3.discount"
        ].origin.given  # the program's own, and nobody's figure

    @pytest.mark.parametrize(
        ("sheet", "keys", "heading", "why"),
        [
            ("Lines", ("renew", "e3"), "kind", "must be said"),
            ("Lines", ("renew", "support"), "amount", "must be said"),
            ("Lines", ("frontline", "support"), "starts", "taken over from the option"),
            ("By date", ("drivers.field_staff", "2028-10"), "figure", "must be said"),
        ],
    )
    def test_another_is_refused_by_name(
        self, base: Base, sheet: str, keys: tuple[str, ...], heading: str, why: str
    ) -> None:
        found = in_grid(base, sheet, empty={keys: heading})
        (refusal,) = found.refusals
        assert refusal.place == ", ".join([*keys, heading])
        assert why in refusal.reason
        assert found.edits == {}

    def test_the_one_figure_of_a_row_goes_with_the_row(self, base: Base) -> None:
        file = base.path.with_name("vans.yaml")
        file.write_text("extends: council_2027.yaml\ndrivers: {vans: 12}\n", "utf-8")
        vans = base_of(file, licmodel.load(file))
        found = in_grid(vans, "Drivers", empty={("vans",): "value"})
        assert [str(each) for each in found.refusals] == [
            "vans, value: it is all that is said here: write another, or delete the row"
        ]

    def test_what_one_kind_must_say_another_may_leave_out(self, base: Base) -> None:
        path = ("options", "open_source", "lines", "desk_support", "quantity")
        found = in_grid(base, "Lines", empty={("open_source", "desk_support"): "quantity"})
        assert found.edits == {path: GONE}  # it is recurring: an amount of its own has no number
        assert in_grid(base, "Lines", empty={("renew", "e3"): "quantity"}).refusals

    def test_what_the_draft_alone_says_is_taken_back(self, base: Base) -> None:
        edits: Edits = {("drivers", "office_staff", "title"): "Staff"}
        found = in_grid(base, "Drivers", empty={("office_staff",): "title"}, edits=edits)
        assert found.edits == {("drivers", "office_staff", "title"): None}
        assert changed(base, edits, found.edits) == {}

    def test_a_form_takes_away_and_refuses_alike(self, base: Base) -> None:
        columns = [each for each in decision() if each.path in {("notes",), ("title",)}]
        before: dict[Keys, str] = {("notes",): "what stands there", ("title",): "Northmoor"}
        now: dict[Keys, str] = {("notes",): " ", ("title",): ""}
        found, refusals = edits_of(base, (), columns, before, now)
        assert found == {("notes",): GONE}
        assert [str(each) for each in refusals] == [
            "title: it must be said: write another, or delete the row"
        ]


class TestRows:
    def test_a_line_is_gone_from_the_options_that_took_it_over(self, base: Base) -> None:
        edits = changed(base, {}, in_grid(base, "Lines", delete=[("renew", "support")]).edits)
        assert edits == {("options", "renew", "lines", "support"): GONE}
        for option in ("renew", "frontline", "open_source"):
            assert "support" not in keys_of(base, edits, "Lines", [("options", option)])
        laid = laid_over(base, edits, WHY)
        assert laid.scenario is not None
        before, after = run(base.scenario), run(laid.scenario)
        for option in ("renew", "open_source"):
            cost = before.figure(f"{option}.billed.total") - after.figure(f"{option}.billed.total")
            assert cost == pytest.approx(before.figure("renew.support.billed.total"))

    def test_a_line_that_is_taken_over_is_left_out_of_its_option_alone(self, base: Base) -> None:
        lines = [("frontline", "support"), ("frontline", "assurance")]
        found = in_grid(base, "Lines", within=[("options", "frontline")], delete=lines)
        edits = changed(base, {}, found.edits)
        assert edits == {("options", "frontline", "without"): ("support", "assurance")}
        assert "support" not in keys_of(base, edits, "Lines", [("options", "frontline")])
        assert "support" in keys_of(base, edits, "Lines", [("options", "renew")])
        assert laid_over(base, edits, WHY).faults == ()

    def test_so_is_one_that_the_option_changed(self, base: Base) -> None:
        found = in_grid(base, "Lines", delete=[("perpetual", "office"), ("do_nothing", "e3")])
        assert changed(base, {}, found.edits) == {
            ("options", "perpetual", "lines", "office"): GONE,
            ("options", "do_nothing", "without"): ("e3",),
            ("options", "do_nothing", "lines", "e3"): GONE,
        }
        found = in_grid(base, "Lines", delete=[("perpetual", "support")])
        assert found.edits[("options", "perpetual", "without")] == ("e3", "backup", "support")

    def test_a_new_option_of_the_draft_leaves_a_line_out_too(self, base: Base) -> None:
        edits: Edits = {("options", "smaller", "based_on"): "renew"}
        line = ("options", "smaller", "lines", "backup", "index")
        edits[line] = "2%"
        found = in_grid(base, "Lines", delete=[("smaller", "backup")], edits=edits)
        assert changed(base, edits, found.edits) == {
            ("options", "smaller", "based_on"): "renew",
            ("options", "smaller", "without"): ("backup",),
        }

    def test_a_row_of_the_draft_leaves_nothing_behind(self, base: Base) -> None:
        edits: Edits = {
            ("drivers", "vans", "start"): "12",
            ("drivers", "vans", "by_date", "2028-04"): "14",
        }
        found = in_grid(base, "Drivers", delete=[("vans",)], edits=edits)
        assert changed(base, edits, found.edits) == {}

    def test_what_was_typed_into_a_row_goes_with_it(self, base: Base) -> None:
        edits: Edits = {("drivers", "office_staff", "start"): "3120"}
        found = in_grid(base, "Drivers", delete=[("office_staff",)], edits=edits)
        assert changed(base, edits, found.edits) == {("drivers", "office_staff"): GONE}

    def test_a_date_and_an_item_of_a_list_are_taken_away(self, base: Base) -> None:
        dated = in_grid(base, "By date", delete=[("drivers.field_staff", "2028-10")])
        tiers = "options.renew.lines.backup.tiers.2"
        listed = in_grid(base, "Anything else", delete=[(f"{tiers}.from",), (f"{tiers}.price",)])
        edits = changed(base, {}, {**dated.edits, **listed.edits})
        laid = laid_over(base, edits, WHY)
        assert laid.faults == ()
        assert overlay_text(base, laid) == (
            "extends: council_2027.yaml\n"
            "drivers:\n"
            "  field_staff:\n"
            "    by_date:\n"
            "      2028-10: ~\n"
            "options:\n"
            "  renew:\n"
            "    lines:\n"
            "      backup:\n"
            "        tiers:\n"
            "          - from: 0\n"
            "            price: 0.132\n"
        )

    def test_what_is_inside_of_a_line_taken_over_stays(self, base: Base) -> None:
        row = "options.do_nothing.lines.servers.life_years.range.1"
        assert not in_grid(base, "Anything else", delete=[(row,)]).stays  # a list is given anew
        row = "options.do_nothing.lines.servers.power.assumed"
        found = in_grid(base, "Anything else", delete=[(row,)])
        assert found.stays
        assert [each.place for each in found.refusals] == [row]
        assert found.edits == {}

    def test_a_row_said_anew_has_nothing_of_what_was_taken_away(self, base: Base) -> None:
        row = ("drivers", "office_staff")
        edits = changed(base, {row: GONE}, {(*row, "value"): "3000", (*row, "unit"): "user"})
        assert edits[(*row, "growth")] is GONE
        laid = laid_over(base, edits, WHY)
        assert laid.scenario is not None
        driver = laid.data["drivers"]["office_staff"]
        assert driver["value"] == {"value": "3000", "assumed": WHY}
        assert {key for key, said in driver.items() if said is None} == {
            *("start", "growth", "source", "dated")
        }
        assert "drivers.office_staff.growth" not in run(laid.scenario).model.program.inputs

    def test_what_still_needs_it_is_told_at_its_place(self, base: Base) -> None:
        edits = changed(base, {}, in_grid(base, "Drivers", delete=[("hosts",)]).edits)
        laid = laid_over(base, edits, WHY)
        (fault,) = laid.faults
        assert "no driver is called hosts" in str(fault)
        assert "keep drivers.hosts, or change what needs it" in str(fault)

    def test_it_is_saved_and_reads_back_the_same(self, base: Base) -> None:
        edits = changed(
            base,
            {("timeline", "years"): "6"},
            {
                ("options", "google"): GONE,
                ("what_ifs", "slow_migration"): GONE,
                ("options", "renew", "lines", "assurance"): GONE,
                ("options", "renew", "lines", "e3", "discount", "range"): GONE,
            },
        )
        laid = laid_over(base, edits, WHY)
        assert laid.scenario is not None
        out = base.path.with_name("leaner.yaml")
        save_draft(base, laid, out, "Leaner")
        again = licmodel.load(out)
        found, meant = licmodel.compare(again).to_json(), licmodel.compare(laid.scenario).to_json()
        assert found["options"] == meant["options"]
        assert [each.partition(":")[0] for each in again.changes if "removed" in each] == [
            "options.renew.lines.e3.discount.range",
            "options.renew.lines.assurance",
            "options.google",
            "what_ifs.slow_migration",
        ]


def opened(shelf: Path, start: Start, part: str, **address: str) -> AppTest:
    app = start(shelf, "estate", **address)
    app.session_state["part"] = part
    return app.run()


def put(app: AppTest, sheet: str, state: dict[str, Any]) -> AppTest:
    """Put edits into a grid, as a browser sends them."""
    key = [each for each in app.session_state["grids"] if each.startswith(f"grid {sheet} ")][-1]
    app.session_state[key] = state
    return app.run()


def test_on_the_page_it_is_shown_kept_and_undone(
    shelf: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    app = opened(shelf, start, "options")
    keys = list(app.dataframe[0].value.iloc[:, 0])
    typed_in = {"edited_rows": {0: {"title": None}}, "deleted_rows": [keys.index("google")]}
    app = put(app, "Options", typed_in)
    assert faults(app) == []
    assert "2 changes not yet saved" in [each.value for each in app.header]
    name = app.query_params["draft"]
    again = opened(shelf, start, "options", draft=name if isinstance(name, str) else name[0])
    again.session_state["look at council_2027.yaml"] = "differs"
    again.run()
    assert html(again).count("taken away") == 2
    assert "google" not in list(again.dataframe[0].value.iloc[:, 0])
    assert again.dataframe[0].value["title"][0] == ""
    next(each for each in again.button if each.label == "Undo").click().run()
    assert "taken away" not in html(again)
    assert "google" in list(again.dataframe[0].value.iloc[:, 0])


def test_a_row_that_stays_is_shown_again_with_why(
    shelf: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    app = opened(shelf, start, "options")
    next(each for each in app.selectbox if each.label == "Lines of").set_value("do_nothing").run()
    rows = list(app.dataframe[-1].value.iloc[:, 0])
    at = next(n for n, each in enumerate(rows) if str(each).endswith("servers.power.assumed"))
    app = put(app, "Anything else", {"deleted_rows": [at]})
    assert "taken over from the option" in faults(app)[0]
    assert list(app.dataframe[-1].value.iloc[:, 0]) == rows
    assert not any("not yet saved" in each.value for each in app.markdown)
