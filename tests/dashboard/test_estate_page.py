"""Estate and demand: what is typed is a draft, seen, undone, kept through a refresh, and saved."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1.element_tree import Selectbox

import licmodel
from licmodel.analysis.decisions.answers import redrawn
from licmodel.analysis.decisions.asked import ASKED, ask, embodied
from licmodel.analysis.estate.seats import seats
from licmodel.analysis.freezing import freeze
from licmodel.analysis.results import run
from licmodel.dashboard.telling import plain_words
from licmodel.report.amounts import Amounts
from licmodel.report.waterfalls import waterfall_sentences
from tests.dashboard.conftest import (
    ROOT,
    STAFF,
    Open,
    Start,
    drawn,
    faults,
    html,
    press,
    type_into,
)


def test_seats_are_told_and_drawn_as_the_command_has_them(estate: Open, shelf: Path) -> None:
    app = estate("seats")
    assert faults(app) == []
    results = run(licmodel.load(shelf / "council_2027.yaml"))
    (e3,) = seats(results, ["renew"])["renew"]
    told = [each.value for each in app.markdown]
    for sentence in waterfall_sentences(e3, Amounts("GBP")):
        assert plain_words(sentence) in told
    rows = drawn(app)
    assert [row["seats"] for row in rows if row["part"] == "Needed"] == e3.needed
    assert [row["seats"] for row in rows if row["part"] != "Needed"] == e3.not_needed
    assert "104" in html(app)


def test_seats_are_told_under_what_is_asked(estate: Open, shelf: Path) -> None:
    app = estate("seats", set="drivers.office_staff.growth=-5%")
    assert faults(app) == []
    changes = {"drivers.office_staff.growth": {"set": "-5%"}}
    scenario = licmodel.load(shelf / "council_2027.yaml")
    results = run(embodied(scenario, ask(scenario, changes)), [ASKED])
    (e3,) = seats(results, ["renew"], ASKED)["renew"]
    rows = drawn(app)
    assert [row["seats"] for row in rows if row["part"] == "Needed"] == e3.needed
    assert any(each.value.startswith("Under what is asked: ") for each in app.caption)


@pytest.mark.parametrize("part", ["people", "agreements", "options", "decision", "dates"])
def test_every_part_opens(estate: Open, part: str) -> None:
    app = estate(part)
    assert faults(app) == []


def test_what_is_typed_is_a_draft_with_its_effect(estate: Open, shelf: Path) -> None:
    app = type_into(estate("demand"), "Drivers", STAFF)
    assert faults(app) == []
    assert "1 change not yet saved" in [each.value for each in app.header]
    scenario = licmodel.load(shelf / "council_2027.yaml")
    asked = licmodel.whatif(scenario, {"drivers.office_staff.start": {"set": "3120"}})
    more = asked.more_present_value["mixed"]
    assert f"{Amounts('GBP').whole(abs(more))} less than as it stands" in html(app)
    app.session_state["look at council_2027.yaml"] = "differs"
    assert '<td class="words">3,260</td><td class="words">3,120</td>' in html(app.run())
    app.session_state["look at council_2027.yaml"] = "effect"
    app.run()
    assert {row["option"]: (row["before"], row["amount"]) for row in drawn(app)} == {
        asked.options[key]: tuple(row) for key, row in asked.wholes["present_value"].items()
    }


def test_a_figure_typed_as_it_stands_is_no_change(estate: Open) -> None:
    same = {"edited_rows": {0: {"start": "3260"}, 6: {"growth": "25.0 %"}}}
    app = type_into(estate("demand"), "Drivers", same)
    assert faults(app) == []
    assert not any("not yet saved" in each.value for each in app.markdown)


def test_a_draft_survives_a_refresh_and_can_be_undone(estate: Open, shelf: Path) -> None:
    app = type_into(estate("demand"), "Drivers", STAFF)
    name = app.query_params["draft"]
    name = name[0] if isinstance(name, list) else name
    again = estate("demand", draft=name)
    assert "1 change not yet saved" in [each.value for each in again.header]
    press(again, "Undo")
    assert faults(again) == []
    assert "1 change not yet saved" not in [each.value for each in again.header]
    assert (shelf / "council_2027.yaml").read_bytes() == (
        ROOT / "scenarios" / "council_2027.yaml"
    ).read_bytes()


def test_a_cell_that_cannot_be_read_is_refused_by_name(estate: Open) -> None:
    state = {"edited_rows": {0: {"growth": "8", "start": "3,120"}}, "added_rows": []}
    app = type_into(estate("demand"), "Drivers", state)
    (told,) = [each.value for each in app.error]
    assert "office_staff, growth" in told
    assert "is it 8%, or 8 times the whole?" in told
    assert any("1 change not yet saved" in each.value for each in app.header)


def test_a_draft_that_makes_no_scenario_says_so_and_is_not_saved(estate: Open, shelf: Path) -> None:
    state = {"edited_rows": {}, "added_rows": [{"key of the driver": "vans"}, {
        "key of the driver": "buses", "value": "3", "start": "4"}]}  # fmt: skip
    app = type_into(estate("demand"), "Drivers", state)
    assert any("cannot be worked out yet" in each.value for each in app.markdown)
    assert any("buses" in each.value for each in app.error)
    app.session_state["look at council_2027.yaml"] = "save"
    app.run()
    {each.label: each for each in app.text_input}["What to call it"].set_value("Buses")
    press(app, "Save the draft")
    assert [each.name for each in shelf.glob("*.yaml")] == ["council_2027.yaml"]


def test_a_draft_is_saved_beside_its_file_and_never_over_one(estate: Open, shelf: Path) -> None:
    app = type_into(estate("demand"), "Drivers", STAFF)
    app.session_state["look at council_2027.yaml"] = "save"
    app.run()
    {each.label: each for each in app.text_input}["What to call it"].set_value("After the cut")
    press(app, "Save the draft")
    assert faults(app) == []
    saved = shelf / "council_2027_after_the_cut.yaml"
    scenario = licmodel.load(shelf / "council_2027.yaml")
    answer = redrawn(scenario, licmodel.load(saved))
    asked = licmodel.whatif(scenario, {"drivers.office_staff.start": {"set": "3120"}})
    assert answer.wholes == asked.wholes
    assert not any("not yet saved" in each.value for each in app.header)
    assert any("council_2027_after_the_cut" in each.value for each in app.success)
    press(app, "Open it")
    assert escape("After the cut") in html(app) or any(
        "After the cut" in each.value for each in app.caption
    )


def test_rows_pasted_into_the_field_go_into_the_draft(estate: Open) -> None:
    app = estate("demand")
    app.text_area[0].set_value("driver\tstart\tsource\noffice_staff\t3,120\tpayroll\n")
    press(app, "Take these rows")
    assert faults(app) == []
    assert any("2 changes not yet saved" in each.value for each in app.header)


def test_rows_of_a_file_are_counted_and_too_many_refused(estate: Open) -> None:
    app = estate("demand")
    one = "driver,start,source\noffice_staff,3120,payroll\n"
    app.file_uploader[0].upload("one.csv", one.encode(), "text/csv").run()
    assert "one.csv: 1 row of drivers." in [each.value for each in app.markdown]
    many = one + "".join(f"team_{number},1,payroll\n" for number in range(5_000))
    app.file_uploader[0].upload("many.csv", many.encode(), "text/csv").run()
    assert "too many rows were uploaded" in faults(app)[0]
    assert "Put them into the draft" not in [each.label for each in app.button]


def test_dates_pasted_into_the_field_go_where_the_grid_puts_them(estate: Open) -> None:
    app = estate("demand")
    app.text_area[1].set_value("path\tfrom month\tfigure\noffice_staff\t2027-04\t3,120\n")
    [each for each in app.button if each.label == "Take these rows"][1].click().run()
    assert faults(app) == []
    assert any("1 change not yet saved" in each.value for each in app.header)


def test_seat_counts_are_reported_and_put_where_they_belong(
    estate: Open, shelf: Path, cache: Path
) -> None:
    app = estate("demand")
    data = b"SkuPartNumber,ActiveUnits,ConsumedUnits\nSPE_E3,3900,3120\nSPE_F1,n/a,3\n"
    app.file_uploader[0].upload("seats 2026-11-20.csv", data, "text/csv").run()
    assert "<td>2</td><td>1</td><td>0</td><td>1</td>" in html(app).replace(' class="words"', "")
    assert any("not a number that can be reckoned with" in each.value for each in app.markdown)
    start = "drivers.office_staff.start"
    for label, number, status in (("bought: 3,900", "3900", ["contract"]),
                                  ("assigned: 3,120", "3120", [])):  # fmt: skip
        for each in app.selectbox:
            if "SPE" in str(each.key) or "microsoft_365_e3" in str(each.key):
                each.set_value(start if label in str(each.label) else "leave it out")
        press(app, "Put them into the draft")
        assert faults(app) == []
        (file,) = cache.glob("**/*.json")
        edits = json.loads(file.read_text("utf-8"))["steps"][-1]
        said = {".".join(path): each for path, each in edits}
        assert said[start] == number
        assert said[f"{start}.source"] == "seats 2026-11-20.csv (SPE_E3)"
        assert [said[key] for key in said if key.endswith("status")] == status
    assert any("3 changes not yet saved" in each.value for each in app.header)
    assert (shelf / "council_2027.yaml").exists()


def test_a_new_driver_overwrites_none_and_says_what_comes_of_it(estate: Open, shelf: Path) -> None:
    path = shelf / "council_2027.yaml"
    ours = "  microsoft_365_e3_bought: {start: 5_000, growth: 2%, source: my own}\n"
    path.write_text(path.read_text("utf-8").replace("drivers:\n", f"drivers:\n{ours}", 1), "utf-8")
    app = estate("demand")
    data = b"SkuPartNumber,ActiveUnits,ConsumedUnits\nSPE_E3,3900,3120\n"
    app.file_uploader[0].upload("seats.csv", data, "text/csv").run()
    told = "\n".join(each.value for each in app.caption)
    assert "Nothing reads a new driver until a line's quantity names it" in told
    assert "change on dates or are worked out: field staff, kept hosts" in told

    def box(number: str) -> Selectbox[str]:
        return next(each for each in app.selectbox if number in str(each.label))

    box("3,900").set_value("a new driver")
    press(app, "Put them into the draft")
    assert "a driver is called microsoft_365_e3_bought already" in faults(app)[0].replace("\\", "")
    assert not any("not yet saved" in each.value for each in app.header)
    box("3,900").set_value("leave it out")
    box("3,120").set_value("a new driver")
    press(app, "Put them into the draft")
    assert faults(app) == []
    assert "driver: Microsoft 365 E3: assigned" in box("3,120").options


def test_two_seat_counts_are_not_put_into_one_figure(estate: Open) -> None:
    app = estate("demand")
    data = b"SkuPartNumber,ActiveUnits,ConsumedUnits\nSPE_E3,3900,3120\n"
    app.file_uploader[0].upload("seats.csv", data, "text/csv").run()
    for each in app.selectbox:
        if "3,900" in str(each.label) or "3,120" in str(each.label):
            each.set_value("drivers.office_staff.start")
    press(app, "Put them into the draft")
    assert "two counts were put into one figure" in faults(app)[0]
    assert not any("not yet saved" in each.value for each in app.header)


def test_dates_say_what_differs_what_lacks_and_which_options_a_renewal_leaves_out(
    estate: Open,
) -> None:
    app = estate("dates")
    assert faults(app) == []
    heads = [each.value for each in app.header]
    assert "The corporate enrolment: renewed on 1 April 2027" in heads
    assert "A year with a partner: over from 1 April 2028" in heads
    assert len(heads) == len(set(heads))
    told = [each.value for each in [*app.markdown, *app.caption]]
    (left_out,) = {each for each in told if "its renewal charges nothing" in each}
    assert "Do nothing, seats by the month" in left_out
    lacks = next(each for each in told if "own time for procurement" in each)
    assert told.index(lacks) < 3  # before the dates that are later for it


def test_a_line_has_a_form_of_its_own_fields(estate: Open) -> None:
    app = estate("options")
    boxes = {each.label: each for each in app.selectbox}
    boxes["Kind of cost"].set_value("one_off").run()
    words = {each.label: each for each in app.text_input}
    words["Short name *"].set_value("launch")
    words["Amount *"].set_value("£12,500")
    press(app, "Put it into the draft")
    assert faults(app) == []
    app.session_state["look at council_2027.yaml"] = "differs"
    said = html(app.run())
    assert "renew.launch.amount" in said
    assert "12500" in said.replace(",", "")


@pytest.mark.parametrize("name", ["e3", "support"], ids=["its own", "taken over"])
def test_a_new_line_cannot_have_the_name_of_another(estate: Open, name: str) -> None:
    app = estate("options")
    option = "frontline"
    next(each for each in app.selectbox if each.label == "Lines of").set_value(option).run()
    next(each for each in app.selectbox if each.label == "Kind of cost").set_value("one_off").run()
    words = {each.label: each for each in app.text_input}
    words["Short name *"].set_value(name)
    words["Amount *"].set_value("£12,500")
    press(app, "Put it into the draft")
    (told,) = [each.replace("\\", "") for each in faults(app)]
    assert f"short name: {name}: the option has a line called so already" in told
    assert not any("not yet saved" in each.value for each in app.markdown)


def test_names_of_other_rows_are_offered_and_told(estate: Open) -> None:
    app = estate("options")
    line = next(each for each in app.selectbox if each.label == "Line")
    line.set_value("e3").run()
    contract = next(each for each in app.selectbox if each.label == "Agreement")
    assert contract.value == "corporate"
    assert list(contract.options) == ["not said", "corporate", "partner year"]
    contract.set_value("partner_year")
    press(app, "Put it into the draft")
    app.session_state["look at council_2027.yaml"] = "differs"
    assert '<td class="words">corporate</td><td class="words">partner_year</td>' in html(app.run())
    columns = json.loads(app.dataframe[1].proto.columns)
    assert columns["agreement"]["help"].endswith("One of: corporate, partner_year.")
    assert columns["quantity"]["help"].endswith("kept_hosts, backup.")
    assert columns["kind"]["help"].startswith("What kind of cost it is. One of: subscription, ")
    assert columns["kind"]["type_config"]["type"] == "text"  # a list would drop other words, unsaid


@pytest.mark.parametrize(("heading", "word"), [("kind", "subscripton"), ("per", "fortnight")])
def test_a_word_that_is_not_of_the_list_is_refused_with_the_list(
    estate: Open, heading: str, word: str
) -> None:
    app = type_into(estate("options"), "Lines", {"edited_rows": {0: {heading: word}}})
    assert f"{heading}: {word}: write one of" in faults(app)[0].replace("\\", "")
    assert not any("not yet saved" in each.value for each in app.markdown)


def test_a_folder_of_drafts_without_rights_is_told(estate: Open, cache: Path) -> None:
    cache.write_text("a file, where the folder should be", "utf-8")
    app = type_into(estate("demand"), "Drivers", STAFF)
    assert not app.exception
    assert any("cannot be kept on this machine" in each.value for each in app.warning)
    assert any("1 change not yet saved" in each.value for each in app.header)


def test_a_version_of_record_is_shown_and_not_changed(
    shelf: Path, start: Start, cache: Path
) -> None:
    del cache
    freeze(shelf / "council_2027.yaml", shelf / "signed.json")
    app = start(shelf / "signed.json", "estate")
    assert faults(app) == []
    assert any("is not changed" in each.value for each in app.caption)
    assert list(app.pills[0].options) == ["Seats", "Dates"]
    assert "grids" not in app.session_state


@pytest.mark.parametrize("way", ["part", "columns"])
def test_what_was_typed_stays_while_its_grid_is_out_of_sight(estate: Open, way: str) -> None:
    app = type_into(estate("demand"), "Drivers", STAFF)
    if way == "part":
        app.session_state["part"] = "agreements"
        app.run()
        app.session_state["part"] = "demand"
    else:
        next(each for each in app.toggle if each.label == "All columns").set_value(True).run()
        next(each for each in app.toggle if each.label == "All columns").set_value(False)
    app.run()
    assert faults(app) == []
    assert "1 change not yet saved" in [each.value for each in app.header]
    assert app.dataframe[0].value["start"][0] == "3,120"


def test_what_is_typed_while_the_disk_is_full_stays(
    estate: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = type_into(estate("demand"), "Drivers", STAFF)

    def refuse(_: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    more = {**STAFF, "edited_rows": {0: {"start": "3,120"}, 1: {"start": "99"}}}
    app = type_into(app, "Drivers", more)
    assert "2 changes not yet saved" in [each.value for each in app.header]
    assert "No space left" in app.warning[0].value
