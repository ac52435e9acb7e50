"""A folder without a scenario: a template, five figures, the answer, and a file if it is wanted."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.report.sentences import answer_sentences
from tests.dashboard.conftest import Start, faults, html


def choose(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def test_an_empty_folder_offers_three_templates(tmp_path: Path, start: Start) -> None:
    app = start(tmp_path)
    assert faults(app) == []
    assert [each.label for each in app.button] == [
        "Start with a council",
        "Start with a school or trust",
        "Start with nearly nothing",
    ]


@pytest.mark.parametrize(
    ("label", "file"),
    [
        ("Start with a council", "our_council.yaml"),
        ("Start with a school or trust", "our_school.yaml"),
        ("Start with nearly nothing", "our_organisation.yaml"),
    ],
)
def test_two_presses_come_to_a_first_comparison(
    tmp_path: Path, start: Start, label: str, file: str
) -> None:
    app = choose(start(tmp_path), label)
    assert faults(app) == []
    assert "present value" in html(app)
    assert list(tmp_path.iterdir()) == []  # nothing is written before it is asked for
    choose(app, "Keep it and open it")
    assert faults(app) == []
    assert [each.name for each in tmp_path.iterdir()] == [file]
    found = licmodel.compare(licmodel.load(tmp_path / file))
    assert escape(answer_sentences(found)[0]) in html(app)


def test_figures_of_ones_own_move_the_answer_and_stand_in_the_file(
    tmp_path: Path, start: Start
) -> None:
    app = choose(start(tmp_path), "Start with a council")
    before = html(app)
    words = {each.label: each for each in app.text_input}
    words["Who decides"].set_value("Westbeck")
    words["Office staff"].set_value("3,260")
    words["Discount from the list price"].set_value("12%")
    words["First month"].set_value("April 2028")
    words["Years"].set_value("4")
    app.run()
    assert faults(app) == []
    assert html(app) != before
    choose(app, "Keep it and open it")
    scenario = licmodel.load(tmp_path / "westbeck.yaml")
    assert scenario.title == "Westbeck, office software 2028 to 2032"
    results = licmodel.run(scenario)
    inputs = results.model.program.inputs
    assert inputs["drivers.office_staff.start"].value == 3260
    assert inputs["renew.seats.discount"].value == 0.12
    assert inputs["renew.seats.discount"].origin.source.startswith("filled in at the start")
    assert scenario.timeline.years == 4


def test_a_figure_that_cannot_be_read_is_told_by_its_field(tmp_path: Path, start: Start) -> None:
    app = choose(start(tmp_path), "Start with a council")
    words = {each.label: each for each in app.text_input}
    words["Discount from the list price"].set_value("12")
    words["Years"].set_value("")
    app.run()
    (told,) = [each.value for each in app.error]
    assert "is it 12%, or 12 times the whole?" in told
    assert "years\\: nothing stands there" in told


def test_a_file_that_stands_is_not_overwritten(tmp_path: Path, start: Start) -> None:
    (tmp_path / "our_council.yaml").write_text("notes of another kind\n", "utf-8")
    app = choose(choose(start(tmp_path), "Start with a council"), "Keep it and open it")
    assert faults(app) == []
    assert (tmp_path / "our_council.yaml").read_text("utf-8") == "notes of another kind\n"
    assert (tmp_path / "our_council_2.yaml").exists()
