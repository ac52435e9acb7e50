"""What is asked on the page is what ``licmodel whatif`` answers, and can be undone and kept."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.decisions.asked import ask, embodied
from licmodel.dashboard.telling import plain_words
from licmodel.report.break_evens import (
    break_even_grounds,
    break_even_sentence,
    break_even_table,
)
from licmodel.report.bridges import bridge_sentence
from licmodel.report.what_ifs import what_if_sentences
from licmodel.terms.months import parse_month
from tests.dashboard.conftest import Start, drawn, faults, html

LATE = """\
title: Late
organisation: {name: Somebody}
timeline: {start: 2027-04, years: 3}
baseline: other
options:
  other:
    lines:
      big: {kind: recurring, amount: 1_000_000, per: year, starts: 2028-04, assumed: a guess}
"""
DEARER = {"prices.microsoft_365_e3": {"times": "1.08"}}


def slid(app: AppTest, key: str, value: float) -> AppTest:
    """Move the slider of a figure."""
    (slider,) = [each for each in app.slider if str(each.key).startswith(f"lever {key} ")]
    return slider.set_value(value).run()


def test_the_figures_that_matter_most_come_first(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if")
    assert faults(app) == []
    found = licmodel.sensitivity(licmodel.load(shelf / "council_2027.yaml"))
    assert [str(each.key).split()[1] for each in app.slider] == [
        each.dial.key for each in found.swings[:6]
    ]


def test_a_slider_asks_what_the_command_would(shelf: Path, start: Start) -> None:
    app = slid(start(shelf, "what_if"), "prices.microsoft_365_e3", 8.0)
    assert faults(app) == []
    scenario = licmodel.load(shelf / "council_2027.yaml")
    answer = licmodel.whatif(scenario, DEARER)
    for sentence in what_if_sentences(answer):
        assert escape(sentence) in html(app)
    assert [(row["before"], row["amount"]) for row in drawn(app)] == [
        tuple(row) for row in answer.wholes["present_value"].values()
    ]
    bridge = licmodel.bridge(scenario, "mixed", "mixed@asked", asked=ask(scenario, DEARER))
    assert plain_words(bridge_sentence(bridge)) in [each.value for each in app.markdown]


def test_a_percentage_and_a_number_are_asked_in_their_own_unit(shelf: Path, start: Start) -> None:
    app = slid(start(shelf, "what_if"), "renew.e3.discount", 5.0)
    app = slid(app, "drivers.office_staff.start", 3000.0)
    assert app.query_params["set"] == [
        "renew.e3.discount=5%",
        "drivers.office_staff.start=3000",
    ]


def test_undo_goes_back_a_step_and_reset_to_the_file(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if")
    standing = html(app)
    app = slid(slid(app, "renew.e3.discount", 5.0), "renew.e3.discount", 6.0)
    buttons = {each.label: each for each in app.button}
    buttons["Undo"].click().run()
    assert app.query_params["set"] in ("renew.e3.discount=5%", ["renew.e3.discount=5%"])
    assert next(each for each in app.slider if "discount" in str(each.key)).value == 5.0
    {each.label: each for each in app.button}["As it stands"].click().run()
    assert html(app) == standing
    assert "set" not in app.query_params


def test_a_link_opens_with_what_was_asked(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if", times=["prices.microsoft_365_e3=1.08"])
    assert faults(app) == []
    assert "£" in html(app)
    assert "As asked:" in html(app)
    assert any("1 figure is asked" in each.value for each in app.sidebar.caption)


def test_a_slider_stands_where_its_figure_is_asked_however_that_is_written(
    shelf: Path, start: Start
) -> None:
    said = ["renew.e3.discount=0.05", "drivers.office_staff.start=3_000"]
    app = start(shelf, "what_if", set=said, times="prices.microsoft_365_e3=108%")
    assert faults(app) == []
    stands = {str(each.key).split()[1]: each.value for each in app.slider}
    assert stands["renew.e3.discount"] == 5
    assert stands["drivers.office_staff.start"] == 3000
    assert stands["prices.microsoft_365_e3"] == 8


@pytest.mark.parametrize("asked", ["add=3 months", "set=2028-07", "set=2028-06-15"])
def test_a_month_may_be_asked_as_later_or_wrongly(asked: str, tmp_path: Path, start: Start) -> None:
    (tmp_path / "late.yaml").write_text(LATE, "utf-8")
    way, _, value = asked.partition("=")
    app = start(tmp_path, "what_if", **{way: f"other.big.starts={value}"})
    assert not any("fault of the program" in each for each in faults(app))
    months = [each for each in app.select_slider if str(each.key).startswith("lever other.big")]
    stands = {"3 months": "2028-07", "2028-07": "2028-07"}.get(value, "2028-04")
    assert [each.value for each in months] == [parse_month(stands)]


def test_any_other_figure_can_be_asked(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if")
    boxes = {each.label: each for each in app.selectbox}
    boxes["Figure"].set_value("renew.support.amount")
    boxes["How"].set_value("times")
    app.text_input[0].set_value("1.5")
    {each.label: each for each in app.button}["Ask this"].click().run()
    assert faults(app) == []
    answer = licmodel.whatif(
        licmodel.load(shelf / "council_2027.yaml"), {"renew.support.amount": {"times": "1.5"}}
    )
    assert all(escape(each) in html(app) for each in what_if_sentences(answer))


def test_a_value_that_cannot_be_read_is_told_and_can_be_left_out(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if", set=["renew.e3.discount=many"])
    assert not app.exception
    assert any("renew.e3.discount" in each.value.replace("\\", "") for each in app.error)
    {each.label: each for each in app.button}["Leave out"].click().run()
    assert faults(app) == []
    assert "is the cheapest by present value" in html(app)


def test_a_refused_figure_leaves_in_sight_what_is_asked_already(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if", set=["renew.e3.discount=5%"])
    {each.label: each for each in app.selectbox}["Figure"].set_value("renew.e3.index")
    app.text_input[0].set_value("8")  # eight times the whole, or 8%?
    {each.label: each for each in app.button}["Ask this"].click().run()
    (told,) = faults(app)
    assert "is it 8%, or 8 times the whole? write it with its sign" in told
    assert "Leave out" in {each.label for each in app.button}


def test_what_is_asked_is_kept_beside_the_file_and_never_twice(shelf: Path, start: Start) -> None:
    before = (shelf / "council_2027.yaml").read_bytes()
    app = slid(start(shelf, "what_if"), "prices.microsoft_365_e3", 8.0)
    for _ in range(2):
        words = {each.label: each for each in app.text_input}
        assert [words[each].value for each in ("What to call it", "Why it is asked")] == ["", ""]
        words["What to call it"].set_value("Prices rise by 8%")
        words["Why it is asked"].set_value("asked by a member")
        {each.label: each for each in app.button}["Save as a what-if"].click().run()
    kept = shelf / "council_2027_prices_rise_by_8.yaml"
    text = kept.read_text("utf-8")
    assert "extends: council_2027.yaml" in text
    assert "asked by a member" in text
    assert (shelf / "council_2027.yaml").read_bytes() == before
    assert len(app.error) == 1  # the second time: it stands already
    answer = licmodel.whatif(licmodel.load(kept), beside=["prices_rise_by_8"])
    asked = licmodel.whatif(licmodel.load(shelf / "council_2027.yaml"), DEARER)
    assert answer.wholes == asked.wholes


def chosen(app: AppTest, label: str, value: str) -> AppTest:
    """Choose in the box that is called so."""
    return next(each for each in app.selectbox if each.label == label).set_value(value).run()


def test_break_even_is_the_commands(shelf: Path, start: Start) -> None:
    app = chosen(start(shelf, "what_if"), "As this figure moves", "open_source.suite.price")
    app = chosen(app, "By", "total")
    assert faults(app) == []
    scenario = licmodel.load(shelf / "council_2027.yaml")
    found = licmodel.breakeven(scenario, "open_source.suite.price", measure="total")
    assert found.crossings
    said = [each.value for each in app.markdown]
    assert f"**{plain_words(break_even_sentence(found))}**" in said
    grid = break_even_table(found)
    for label, (cheapest,) in zip(grid.labels, grid.cells, strict=True):
        row = f'<th scope="row">{escape(label)}</th><td class="words">{escape(cheapest)}</td>'
        assert row in html(app)
    assert plain_words(" ".join(break_even_grounds(found))) in [each.value for each in app.caption]


def test_break_even_holds_with_what_is_asked(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if", times=["prices.microsoft_365_e3=1.3"])
    app = chosen(app, "As this figure moves", "open_source.suite.price")
    next(each for each in app.checkbox if each.label == "With all that is asked").check().run()
    assert faults(app) == []
    scenario = licmodel.load(shelf / "council_2027.yaml")
    dearer = embodied(scenario, ask(scenario, {"prices.microsoft_365_e3": {"times": "1.3"}}))
    found = licmodel.breakeven(dearer, "open_source.suite.price", what_if="asked")
    assert f"**{plain_words(break_even_sentence(found))}**" in [each.value for each in app.markdown]


def test_what_cannot_be_turned_so_is_told(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if")
    next(each for each in app.text_input if each.label == "From").set_value("many").run()
    assert not app.exception
    assert any("renew.e3.discount" in each.replace("\\", "") for each in faults(app))


def test_what_is_chosen_is_still_chosen_after_another_page(shelf: Path, start: Start) -> None:
    app = slid(start(shelf, "what_if"), "renew.e3.discount", 5.0)
    app = chosen(chosen(app, "Option", "perpetual"), "As this figure moves", "renew.support.amount")
    app.switch_page("views/compare.py").run()
    app.switch_page("views/what_if.py").run()
    boxes = {each.label: each.value for each in app.selectbox}
    assert (boxes["Option"], boxes["As this figure moves"]) == ("perpetual", "renew.support.amount")


def test_a_list_goes_as_far_as_its_stated_ranges(shelf: Path, start: Start) -> None:
    """£390 from 250 to 500 and £429 from 275 to 550: 35.9% lower, and 28.2% higher."""
    app = start(shelf, "what_if")
    (slider,) = [each for each in app.slider if "office_ltsc_standard" in str(each.key)]
    assert (slider.min, slider.max) == (-36.0, 30.0)
    (slider,) = [each for each in app.slider if "microsoft_365_e3" in str(each.key)]
    assert (slider.min, slider.max) == (-20.0, 20.0)  # no range is stated


def test_a_single_option_is_not_asked_with_what_it_ties(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "alone.yaml"
    path.write_text(
        "title: Alone\norganisation: {name: A council}\ntimeline: {start: 2027-04, years: 2}\n"
        "baseline: none\noptions:\n  stay: {lines: {support: {kind: recurring, amount: 1_200, "
        "per: year, assumed: x}}}\n",
        "utf-8",
    )
    app = start(path, "what_if")
    assert faults(app) == []
    assert "As this figure moves" not in [each.label for each in app.selectbox]
    app.switch_page("views/risk.py").run()
    assert faults(app) == []
