"""A folder without a scenario: a template, five figures, the answer, and a file if it is wanted."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.dashboard.first_asked import edits_of, usual
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


def fill(app: AppTest, **said: str) -> AppTest:
    """Fill in the fields whose labels begin with these words."""
    for name, text in said.items():
        start = name.replace("_", " ")
        (field,) = [each for each in app.text_input if each.label.startswith(start)]
        field.set_value(text)
    return app.run()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"Discount": "12"}, "Discount from the list price: 12: is it 12%, or 12 times the whole?"),
        ({"Discount": "110%"}, "Discount from the list price: 110%: write a share from 0% to 100%"),
        ({"Discount": "-5%"}, "Discount from the list price: -5%: write a share from 0% to 100%"),
        ({"Years": ""}, "Years: nothing stands there"),
        ({"Years": "five"}, "Years: five: not a number; write it in figures, a whole number from"),
        ({"Years": "0"}, "Years: 0: write a whole number from 1 to 20, such as 5"),
        ({"Years": "25"}, "Years: 25: write a whole number from 1 to 20, such as 5"),
        ({"Office_staff": "-50"}, "Office staff: -50: write a whole number, 1 or more, such as"),
        ({"Office_staff": "0"}, "Office staff: 0: write a whole number, 1 or more, such as 1,000"),
        ({"Office_staff": "1,000.5"}, "Office staff: 1,000.5: write a whole number, 1 or more"),
        ({"Office_staff": "3,900 staff"}, "3,900 staff: not a number; write it alone, a whole"),
        ({"Devices": "0"}, "Devices: 0: write a whole number, 1 or more, such as 1,000"),
        ({"Supplier_support": "-1"}, "£ a year: -1: write 0 or more, such as £12,000"),
        ({"First_month": "soon"}, "First month: soon: not a month; write it as 2027-04"),
    ],
)
def test_what_cannot_be_meant_is_told_by_its_field_with_what_to_write(
    said: dict[str, str], told: str
) -> None:
    answers = usual("council")
    for name, text in said.items():
        start = name.lower().replace("_", " ")
        (path,) = [each for each in answers if each[0].startswith(start)]
        answers[path] = text
    found, refusals = edits_of("council", answers)
    assert not found
    assert [told in str(each) for each in refusals] == [True]


def test_a_field_that_was_not_taken_is_told_on_the_page(tmp_path: Path, start: Start) -> None:
    app = fill(choose(start(tmp_path), "Start with a council"), Discount="12", Years="")
    (told,) = [each.value for each in app.error]
    assert told.startswith("**2 figures were not taken**")
    assert "present value" not in html(app)


def test_months_that_no_index_reaches_are_told_without_a_path(tmp_path: Path, start: Start) -> None:
    app = fill(choose(start(tmp_path), "Start with a council"), First_month="2020-04")
    (told,) = [each.value for each in app.error]
    assert "choose another first month" in told
    assert "yaml" not in told


def test_a_discount_beyond_the_range_of_the_example_is_taken(tmp_path: Path, start: Start) -> None:
    app = fill(choose(start(tmp_path), "Start with a council"), Discount="25%")
    assert faults(app) == []
    choose(app, "Keep it and open it")
    scenario = licmodel.load(tmp_path / "our_council.yaml")
    declared = licmodel.run(scenario).model.program.inputs["renew.seats.discount"]
    assert declared.value == 0.25


def test_people_of_ones_own_beside_devices_of_the_example_are_warned_of(
    tmp_path: Path, start: Start
) -> None:
    """An organisation three times as large has no longer 1,100 devices."""
    app = choose(start(tmp_path), "Start with a council")
    assert [each.value for each in app.warning] == []
    fill(app, Office_staff="3,700")
    (told,) = [each.value for each in app.warning]
    before = html(app)
    assert "1,000 office and 200 field staff" in told
    assert "Devices: 1,100; " in told
    fill(app, Devices="4,100", Mail="290,000", Moving="400,000")
    (told,) = [each.value for each in app.warning]
    assert "Devices" not in told
    fill(app, Server="12", Administrators="5", Supplier="80,000")
    assert [each.value for each in app.warning] == []
    assert html(app) != before


def test_the_answer_says_which_figures_of_the_example_it_rests_on(
    tmp_path: Path, start: Start
) -> None:
    app = choose(start(tmp_path), "Start with a council")
    rests = "figures, which are still the example's"
    (told,) = [each.value for each in app.markdown if rests in each.value]
    assert "amount (£90,000)" in told.replace("\\", "")
    assert "office staff at the start (1,000 users)" in told.replace("\\", "")
    assert "REPLACE" not in html(app) + told
    fill(app, Office_staff="3,700", Mail="290,000")
    (told,) = [each.value for each in app.markdown if rests in each.value]
    assert "office staff at the start" not in told
    assert "£90,000" not in told
    choose(app, "Keep it and open it")
    assert faults(app) == []
    assert [each.value for each in app.markdown if rests in each.value] == [told]
    assert "the asset list" in html(app)
    without = [each.value for each in app.markdown if "stands here without figures" in each.value]
    assert not [each for each in without if "REPLACE" in each]


def test_figures_of_the_example_are_still_called_so_in_the_file(
    tmp_path: Path, start: Start
) -> None:
    """The growth of staff, beside a number of one's own."""
    app = fill(choose(start(tmp_path), "Start with a council"), Office_staff="3,700")
    (before,) = [each.label for each in app.expander]
    choose(app, "Keep it and open it")
    assert before == "What to replace next (25)"
    assert before in [each.label for each in app.expander]
    inputs = licmodel.run(licmodel.load(tmp_path / "our_council.yaml")).model.program.inputs
    growth = inputs["drivers.office_staff.growth"].origin
    assert growth.source == "REPLACE with the establishment list"
    assert inputs["drivers.office_staff.start"].origin.source.startswith("filled in")


def test_a_page_that_is_loaded_again_has_what_was_typed(tmp_path: Path, start: Start) -> None:
    app = fill(choose(start(tmp_path), "Start with a council"), Office_staff="3,700", Who="A = B")
    address = {key: app.query_params[key] for key in ("first", "said")}
    again = start(tmp_path, **address)
    assert faults(again) == []
    assert {each.label: each.value for each in again.text_input} == {
        each.label: each.value for each in app.text_input
    }
    assert html(again) == html(app)
    choose(again, "Keep it and open it")
    assert "said" not in again.query_params
    assert "first" not in again.query_params


def test_another_template_leaves_what_was_typed_into_the_first(
    tmp_path: Path, start: Start
) -> None:
    app = fill(choose(start(tmp_path), "Start with a council"), Office_staff="3,700")
    choose(app, "Start with nearly nothing")
    choose(app, "Start with a council")
    assert {each.label: each.value for each in app.text_input}["Office staff"] == "3,700"


def test_a_file_that_stands_is_not_overwritten(tmp_path: Path, start: Start) -> None:
    (tmp_path / "our_council.yaml").write_text("notes of another kind\n", "utf-8")
    app = choose(choose(start(tmp_path), "Start with a council"), "Keep it and open it")
    assert faults(app) == []
    assert (tmp_path / "our_council.yaml").read_text("utf-8") == "notes of another kind\n"
    assert (tmp_path / "our_council_2.yaml").exists()
