"""A draft in two windows, of two files, or of a file that changes: nothing typed is lost unsaid."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from licmodel.dashboard import draft_files
from licmodel.dashboard.cells import GONE, Said
from licmodel.scenario.overlay import Keys
from tests.dashboard.conftest import STAFF, Open, Start, faults, html, press, type_into

DAY = 24 * 60 * 60


def test_a_draft_of_another_window_is_offered_and_not_taken(estate: Open) -> None:
    type_into(estate("demand"), "Drivers", STAFF)
    other = estate("demand")
    (offered,) = (each.value.replace("\\", "") for each in other.info)
    assert "holds 1 change not saved: drivers.office_staff.start. It may be open" in offered
    assert not any("not yet saved" in each.value for each in other.header)
    press(other, "Go on with it")
    assert any("not yet saved" in each.value for each in other.header)


def test_the_last_that_is_typed_in_either_of_two_windows_holds(estate: Open) -> None:
    mine = type_into(estate("demand"), "Drivers", STAFF)
    other = press(estate("demand"), "Go on with it")
    type_into(other, "Drivers", {"edited_rows": {0: {"start": "3,000"}}})
    app = type_into(mine, "Drivers", {"edited_rows": {0: {"start": "3,120"}, 1: {"start": "99"}}})
    app.session_state["look at council_2027.yaml"] = "differs"
    assert '<td class="words">3,260</td><td class="words">3,000</td>' in html(app.run())
    assert "2 changes not yet saved" in [each.value for each in app.header]


def test_a_draft_thrown_away_in_another_window_can_be_had_back(estate: Open) -> None:
    mine = type_into(estate("demand"), "Drivers", STAFF)
    name = mine.query_params["draft"]
    press(estate("demand"), "Throw it away")
    again = estate("demand", draft=name[0] if isinstance(name, list) else name)
    (told,) = [each.value for each in again.info]
    assert told == (
        "A draft of this file was thrown away. It can be had back for 30 days, unless 20 more of "
        "this file are thrown away."
    )
    assert not again.header or "not yet saved" not in again.header[0].value
    press(again, "Bring it back")
    assert any("1 change not yet saved" in each.value for each in again.header)
    assert told not in [each.value for each in again.info]


def test_a_draft_thrown_away_in_two_windows_is_thrown_away_once(estate: Open) -> None:
    mine = type_into(estate("demand"), "Drivers", STAFF)
    first, second = estate("demand"), estate("demand")
    press(first, "Throw it away")
    assert faults(press(second, "Throw it away")) == []
    press(first, "Bring it back")
    assert "1 change not yet saved" in [each.value for each in first.header]
    assert "1 change not yet saved" in [each.value for each in mine.run().header]


def test_a_draft_brought_back_leaves_what_it_has_become(estate: Open, shelf: Path) -> None:
    mine = type_into(estate("demand"), "Drivers", STAFF)
    other = press(estate("demand"), "Throw it away")
    type_into(mine, "Drivers", {**STAFF, "edited_rows": {1: {"start": "99"}}})
    press(other, "Bring it back")
    assert "1 change not yet saved" in [each.value for each in other.header]
    folder = draft_files.folder_of(shelf / "council_2027.yaml")
    said = {
        json.dumps(json.loads(each.read_text("utf-8"))["steps"][-1])
        for each in folder.glob("*.json")
    }
    assert len(said) == 2
    assert any('"99"' in each for each in said)
    assert any('"3120"' in each and '"99"' not in each for each in said)


def test_drafts_thrown_away_long_ago_go_for_good(estate: Open, shelf: Path) -> None:
    type_into(estate("demand"), "Drivers", STAFF)
    folder = draft_files.folder_of(shelf / "council_2027.yaml")
    (mine,) = folder.glob("*.json")
    put_aside(folder, [29 * DAY, 31 * DAY])
    was_changed(mine, 60 * DAY)  # long ago, but thrown away just now
    press(estate("demand"), "Throw it away")
    assert {each.stem for each in folder.glob("*.thrown")} == {mine.stem, "0"}


def test_so_do_those_before_the_latest_twenty(tmp_path: Path) -> None:
    put_aside(tmp_path, [60 * each for each in range(25)])
    draft_files._let_go(tmp_path)
    assert {int(each.stem) for each in tmp_path.glob("*.thrown")} == set(range(20))


def put_aside(folder: Path, ages: Sequence[int]) -> None:
    """Lay drafts in a folder that were thrown away so many seconds ago."""
    for at, age in enumerate(ages):
        thrown = folder / f"{at}.thrown"
        thrown.write_text("{}")
        was_changed(thrown, age)


def was_changed(file: Path, age: int) -> None:
    """Let a file be changed so many seconds ago."""
    os.utime(file, (time.time() - age,) * 2)


@pytest.mark.parametrize("way", ["another", "changed"])
def test_a_form_shows_what_its_own_file_says(estate: Open, shelf: Path, way: str) -> None:
    file = shelf / "council_2027.yaml"
    said = file.read_text("utf-8").replace("Northmoor", "Southmoor")
    if way == "another":
        (shelf / "south.yaml").write_text(said, "utf-8")
    app = estate("decision")
    field = next(each for each in app.text_input if each.label == "Title *")
    field.set_value("Northmoor, typed")
    if way == "another":
        next(each for each in app.selectbox if each.label == "Scenario").set_value("south.yaml")
    else:
        file.write_text(said, "utf-8")
    app.run()
    field = next(each for each in app.text_input if each.label == "Title *")
    assert str(field.value).startswith("Southmoor")
    told = [each.value for each in app.info if "was changed elsewhere" in each.value]
    assert len(told) == (way == "changed")
    press(app, "Put it into the draft")
    assert faults(app) == []
    assert not any("not yet saved" in each.value for each in app.header)


def test_a_change_of_an_item_that_is_another_by_now_is_not_applied(
    estate: Open, shelf: Path
) -> None:
    file = shelf / "council_2027.yaml"
    typed = {"edited_rows": {1: {"price": "0.09"}}}
    app = estate("options")
    next(each for each in app.selectbox if each.label == "Line").set_value("backup").run()
    app = type_into(app, "Tiers", typed)
    file.write_text(file.read_text("utf-8").replace("Northmoor", "Southmoor"), "utf-8")
    app.run()
    assert not app.warning
    assert "1 change not yet saved" in [each.value for each in app.header]
    assert any("changed since this draft was begun on" in each.value for each in app.info)
    first, second = "{from: 0,      price: 0.132}", "{from: 100, price: 0.12}"
    text = file.read_text("utf-8")
    assert first in text
    file.write_text(text.replace(first, f"{first}\n          - {second}"), "utf-8")
    app.run()
    assert faults(app) == []
    (told,) = [each.value.replace("\\", "") for each in app.warning]
    assert "that item of its list: renew.backup.tiers.2.price (0.09)." in told
    assert not any("not yet saved" in each.value for each in app.header)
    app = type_into(app, "Tiers", typed)  # as meant by now
    assert "1 change not yet saved" in [each.value for each in app.header]
    assert not app.warning


def test_what_is_not_applied_can_be_left_out_and_is_lost_by_no_saving(
    estate: Open, shelf: Path
) -> None:
    edits: dict[Keys, Said] = {("options", "renew", "lines", "backup", "tiers", "2"): GONE}
    items = {path: (len(path), "another") for path in edits}
    edits["drivers", "office_staff", "start"] = "3120"
    kept = draft_files.Kept(({}, edits), at="2026-11-27T10:00:00+00:00", items=items)
    draft_files.write(shelf / "council_2027.yaml", "0123abcd", kept)
    app = estate("demand", draft="0123abcd")
    (told,) = [each.value.replace("\\", "") for each in app.warning]
    assert "renew.backup.tiers.2 (taken away)" in told
    app.session_state["look at council_2027.yaml"] = "save"
    app.run()
    next(each for each in app.text_input if each.label == "What to call it").set_value("Fewer")
    app = press(app, "Save the draft")
    (told,) = [each.replace("\\", "") for each in faults(app)]
    assert "part of the draft is not applied, and would be lost with it" in told
    assert "renew.backup.tiers.2" in told
    app = press(app, "Leave it out")
    assert faults(app) == []
    assert not app.warning
    next(each for each in app.text_input if each.label == "What to call it").set_value("Fewer")
    app = press(app, "Save the draft")
    assert faults(app) == []
    assert (shelf / "council_2027_fewer.yaml").is_file()


def test_a_name_for_one_file_is_not_that_of_another(start: Start, shelf: Path) -> None:
    shutil.copy(shelf / "council_2027.yaml", shelf / "south.yaml")

    def titles(app: AppTest) -> set[str | None]:
        return {each.value for each in app.text_input if str(each.key).startswith("title save")}

    app = start(shelf, "files")
    next(each for each in app.text_input if str(each.key).startswith("title save")).set_value(
        "South"
    )
    app = press(app, "Save as a new file")
    assert len(faults(app)) == 1
    assert titles(app) == {"South"}
    next(each for each in app.selectbox if each.label == "Scenario").set_value("south.yaml").run()
    assert titles(app) == {""}
