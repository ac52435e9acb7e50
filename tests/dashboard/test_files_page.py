"""Files are opened, extended, copied and compared; none is written over, nor by two windows."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

import licmodel
from licmodel.analysis import freezing
from licmodel.analysis.freezing import freeze
from licmodel.cli import main
from licmodel.dashboard.telling import plain_words
from licmodel.report.amounts import Amounts
from licmodel.report.bridges import bridge_sentence
from licmodel.report.sentences import answer_sentences
from tests.dashboard.conftest import Start, faults, html, refuse_writing

TOWN = """\
title: A small town  # a comment of its own
organisation: {name: An invented town}
timeline: {start: 2027-04, years: 2}
baseline: stay
options:
  stay: {lines: {support: {kind: recurring, amount: 1_200, per: year, assumed: a guess}}}
  leave: {title: Leave, lines: {move: {kind: one_off, amount: 5_000, assumed: a guess}}}
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Return a folder with a small town's scenario."""
    (tmp_path / "town.yaml").write_text(TOWN, "utf-8")
    return tmp_path


def field(app: AppTest, form: str) -> TextInput:
    """Return the field for the name of a new file."""
    (found,) = [each for each in app.text_input if str(each.key).startswith(f"title {form} ")]
    return found


def fill(app: AppTest, form: str, title: str) -> AppTest:
    """Give a new file its name, and ask for it."""
    field(app, form).set_value(title)
    labels = {"copy": ["Make a copy"], "save": ["Save as a new file", "Save as a what-if"]}[form]
    (button,) = [each for each in app.button if each.label in labels]
    return button.click().run()


def said(app: AppTest) -> str:
    """Return all that stands in words on a page."""
    return "\n".join(each.value for each in [*app.markdown, *app.success]).replace("\\", "")


def test_a_copy_has_its_comments_and_a_name_that_is_taken_is_refused(
    town: Path, start: Start
) -> None:
    app = fill(start(town, "files"), "copy", "Second round")
    assert faults(app) == []
    assert (town / "second_round.yaml").read_text("utf-8") == TOWN
    assert "Kept: **second_round.yaml**" in said(app)
    assert "second_round" in app.selectbox(key="scenario").options
    (town / "second_round.yaml").write_text(f"{TOWN}# mine\n", "utf-8")
    app = fill(app, "copy", "Second round")
    assert "already there" in app.error[0].value
    assert (town / "second_round.yaml").read_text("utf-8").endswith("# mine\n")


def test_a_form_is_empty_once_it_saved_and_a_second_press_says_the_same(
    town: Path, start: Start
) -> None:
    """Enter in the field saves too: a press of the button after it is no failure."""
    app = fill(start(town, "files"), "copy", "Second round")
    assert field(app, "copy").value == ""
    app = {each.label: each for each in app.button}["Make a copy"].click().run()
    assert faults(app) == []
    assert "Kept: **second_round.yaml**" in said(app)
    app.run()
    app = {each.label: each for each in app.button}["Make a copy"].click().run()
    assert "a file that is kept needs a name" in app.error[0].value


def test_a_name_that_is_taken_stays_in_its_field_and_is_told_without_a_path(
    town: Path, start: Start
) -> None:
    app = fill(start(town, "files"), "copy", "Town")
    (told,) = faults(app)
    assert str(town) not in told.replace("\\", "")
    assert "Where: town.yaml" in told.replace("\\", "")
    assert "such as town-2.yaml" in told.replace("\\", "")
    assert field(app, "copy").value == "Town"


def test_a_file_that_extends_says_only_its_title_and_is_opened_by_a_button(
    town: Path, start: Start
) -> None:
    app = fill(start(town, "files"), "save", "If we leave")
    assert (town / "if_we_leave.yaml").read_text("utf-8") == (
        "extends: town.yaml\ntitle: If we leave\n"
    )
    next(each for each in app.button if each.label == "Open it").click().run()
    assert faults(app) == []
    assert app.selectbox(key="scenario").value == "if_we_leave.yaml"
    assert "It extends or reads town.yaml" in said(app)
    assert (town / "town.yaml").read_text("utf-8") == TOWN


def test_what_is_asked_is_told_and_kept_in_the_file_that_extends(town: Path, start: Start) -> None:
    app = start(town, "files", set="leave.move.amount=6000")
    assert "not kept yet: 1 figure" in said(app)
    app = fill(app, "save", "Dearer move")
    assert faults(app) == []
    kept = licmodel.load(town / "town_dearer_move.yaml")
    assert "dearer_move" in kept.what_ifs


def test_a_name_that_is_none_is_refused(town: Path, start: Start) -> None:
    app = fill(start(town, "files"), "copy", "  ")
    assert "needs a name" in app.error[0].value
    assert [each.name for each in town.iterdir()] == ["town.yaml"]


@pytest.mark.parametrize("form", ["copy", "save"])
def test_nothing_is_saved_upon_a_file_that_another_window_changed(
    town: Path, start: Start, form: str
) -> None:
    app = start(town, "files")
    (town / "town.yaml").write_text(TOWN.replace("5_000", "6_000"), "utf-8")
    app = fill(app, form, "Second round")
    assert "changed since this page showed it" in app.error[0].value
    assert [each.name for each in town.iterdir()] == ["town.yaml"]
    app = fill(app, form, "Second round")  # seen now
    assert faults(app) == []
    assert (town / "second_round.yaml").exists()


def test_a_folder_without_rights_is_told(
    town: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start(town, "files")
    refuse_writing(town, monkeypatch)
    app = fill(app, "copy", "Second round")
    assert "cannot be written" in app.error[0].value


def test_two_files_are_bridged_as_the_command_does(
    town: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    other = town / "later.yaml"
    other.write_text(
        "extends: town.yaml\noptions: {leave: {lines: {move: {amount: 6_500}}}}\n", "utf-8"
    )
    app = start(town / "later.yaml", "files", before="leave", after="leave")
    assert faults(app) == []
    found = licmodel.bridge(
        licmodel.load(other), "leave", "leave", other=licmodel.load(town / "town.yaml")
    )
    assert plain_words(bridge_sentence(found)) in [each.value for each in app.markdown]
    command = next(each.value for each in app.code if each.value.startswith("licmodel bridge"))
    assert command == "licmodel bridge later.yaml leave leave --other town.yaml"
    assert main(["bridge", str(other), "leave", "leave", "--other", str(town / "town.yaml")]) == 0
    printed = capsys.readouterr().out
    assert printed.strip() in [each.value for each in app.code]
    app.selectbox(key="after later.yaml town.yaml").set_value("stay").run()
    assert app.query_params["after"] in ("stay", ["stay"])


def test_one_file_alone_has_none_to_compare_with(town: Path, start: Start) -> None:
    app = start(town, "files")
    assert faults(app) == []
    assert any("no other scenario" in each.value for each in app.info)


@pytest.fixture
def frozen(town: Path) -> Callable[[str, str], Path]:
    """Return what freezes the town and then changes a file of it."""

    def record(before: str, after: str) -> Path:
        freeze(town / "town.yaml", town / "signed.json")
        (town / "town.yaml").write_text(TOWN.replace(before, after), "utf-8")
        return town / "signed.json"

    return record


def test_a_version_of_record_is_opened_as_it_was_signed(
    town: Path, start: Start, frozen: Callable[[str, str], Path]
) -> None:
    before = answer_sentences(licmodel.compare(licmodel.load(town / "town.yaml")))
    signed = frozen("5_000", "1_000")
    (town / "notes.json").write_text('{"format": "of another kind"}', "utf-8")
    app = start(signed)
    assert faults(app) == []
    assert app.selectbox(key="scenario").options == ["signed (version of record)", "town"]
    assert all(escape(each) in html(app) for each in before)
    for page in ("explain", "what_if", "share", "files"):
        app.switch_page(f"views/{page}.py").run()
        assert faults(app) == [], page
    assert "A version of record" in said(app)
    assert not [each for each in app.button if each.label.startswith("Save as")]


def test_a_version_of_record_that_was_changed_is_refused(
    start: Start, frozen: Callable[[str, str], Path]
) -> None:
    signed = frozen("5_000", "1_000")
    signed.write_text(signed.read_text("utf-8").replace("5_000", "4_000"), "utf-8")
    app = start(signed)
    assert not app.exception
    assert "changed since it was frozen" in app.error[0].value


def with_dearer_catalogue(signed: Path) -> None:
    """Write a version of record again as if its catalogue had had twice the price."""
    data = json.loads(signed.read_text("utf-8"))
    prices = data["catalogue"]["prices.csv"]
    assert "microsoft_365_e3,Microsoft 365 E3,commercial,user,34.55,GBP," in prices
    dearer = prices.replace(
        "microsoft_365_e3,Microsoft 365 E3,commercial,user,34.55,GBP,",
        "microsoft_365_e3,Microsoft 365 E3,commercial,user,69.10,GBP,",
    )
    data["catalogue"]["prices.csv"] = dearer
    del data["hash"]
    data["hash"] = freezing._hash(data)
    signed.write_text(freezing._canonical(data) + "\n", "utf-8")


def test_a_version_of_record_has_its_own_catalogue(town: Path, start: Start) -> None:
    """Its prices are those of the day on which it was signed, and no other file's are."""
    text = TOWN + (
        "  seats: {lines: {e3: {kind: subscription, product: microsoft_365_e3, "
        "quantity: 10, assumed: a guess}}}\n"
    )
    (town / "town.yaml").write_text(text, "utf-8")
    freeze(town / "town.yaml", town / "signed.json")
    with_dearer_catalogue(town / "signed.json")
    app = start(town / "town.yaml")
    total = licmodel.compare(licmodel.load(town / "town.yaml")).options["seats"].total
    assert total > 4_000
    assert Amounts("GBP").text(total) in html(app)
    app.selectbox(key="scenario").set_value("signed.json").run()
    assert faults(app) == []
    assert Amounts("GBP").text(2 * total) in html(app)
    app.selectbox(key="scenario").set_value("town.yaml").run()
    assert Amounts("GBP").text(total) in html(app)


def test_a_version_of_record_is_written_and_run_again(town: Path, start: Start) -> None:
    app = start(town, "files")
    field(app, "freeze").set_value("Signed")
    app = {each.label: each for each in app.button}["Write the version of record"].click().run()
    assert faults(app) == []
    record = town / "town_signed.json"
    digest = json.loads(record.read_text("utf-8"))["hash"]
    assert digest in said(app)
    app = {each.label: each for each in app.button}["Open it"].click().run()
    words = [each.value for each in app.switch_page("views/compare.py").run().caption]
    assert any(each.startswith("A version of record: the figures as they") for each in words)
    app.switch_page("views/files.py").run()
    app = {each.label: each for each in app.button}["Run it again"].click().run()
    assert faults(app) == []
    assert "Every figure came out the same" in said(app)
