"""What is chosen stands in the address of every page, and a link opens it again."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.some_periods import between
from licmodel.dashboard.main import PAGES
from licmodel.errors import InputError
from licmodel.report.amounts import Amounts
from licmodel.report.sentences import answer_sentences
from licmodel.report.tables import by_period
from tests.dashboard.conftest import ROOT, Start, drawn, faults, html

VIEW = {
    "options": "renew,frontline",
    "years": "2028/29,2030/31",
    "measure": "saving",
    "prices": "real",
}


def asked(app: AppTest) -> dict[str, str]:
    """Return what the address says, each key once."""
    return {
        key: each if isinstance(each, str) else each[0]
        for key, each in dict(app.query_params).items()
    }


def test_a_link_opens_exactly_what_was_chosen(shelf: Path, start: Start) -> None:
    app = start(shelf, **VIEW)
    assert faults(app) == []
    told = licmodel.compare(
        licmodel.load(shelf / "council_2027.yaml"), real=True, options=["renew", "frontline"]
    )
    assert all(escape(each) in html(app) for each in answer_sentences(told))
    assert [(row["period"], row["amount"]) for row in drawn(app)] == list(
        zip(told.periods[1:4], (told.options["frontline"].saving or [])[1:4], strict=True)
    )
    assert app.multiselect[0].value == ["renew", "frontline"]
    assert app.select_slider[0].value == ("2028/29", "2030/31")
    assert {key: asked(app)[key] for key in VIEW} == VIEW


def test_what_is_chosen_is_in_the_address_of_every_page(shelf: Path, start: Start) -> None:
    app = start(shelf)
    assert not set(VIEW) & set(asked(app))
    app.multiselect[0].set_value(["renew", "frontline"])
    app.select_slider[0].set_value(("2028/29", "2030/31"))
    app.button_group(key="prices").set_value("real").run()
    (pills,) = [each for each in app.button_group if str(each.key).startswith("measure")]
    pills.set_value("saving").run()
    assert {key: asked(app)[key] for key in VIEW} == VIEW
    for page in PAGES:
        app.switch_page(f"views/{page}.py").run()
        assert faults(app) == []
        assert {key: asked(app)[key] for key in VIEW} == VIEW, page
    app.switch_page("views/compare.py").run()
    assert app.multiselect[0].value == ["renew", "frontline"]
    assert app.button_group(key="prices").value == "real"
    app.select_slider[0].set_value(("2027/28", "2031/32")).run()
    assert "years" not in asked(app)


def test_a_link_that_was_cut_off_opens_what_it_can(shelf: Path, start: Start) -> None:
    app = start(shelf, options="gone", years="2031/32,2027/28", measure="rent", prices="ideal")
    assert faults(app) == []
    told = licmodel.compare(licmodel.load(shelf / "council_2027.yaml"))
    assert app.multiselect[0].value == list(told.options)
    assert app.select_slider[0].value == (told.periods[0], told.periods[-1])


def test_options_and_years_are_those_of_one_file(shelf: Path, start: Start) -> None:
    text = (ROOT / "scenarios" / "academy_trust.yaml").read_text("utf-8")
    (shelf / "trust.yaml").write_text(text, "utf-8")
    app = start(shelf / "council_2027.yaml", **VIEW)
    app.selectbox(key="scenario").set_value("trust.yaml").run()
    assert faults(app) == []
    assert not {"options", "years"} & set(asked(app))
    app.selectbox(key="scenario").set_value("council_2027.yaml").run()
    assert {key: asked(app)[key] for key in VIEW} == VIEW


def test_a_table_of_some_years_says_that_its_total_is_of_them() -> None:
    whole = licmodel.compare(licmodel.load(ROOT / "scenarios" / "council_2027.yaml"))
    part = between(whole, "2028/29", "2029/30")
    grid = by_period(part, "billed", Amounts("GBP"))
    assert list(grid.heads) == ["2028/29", "2029/30", "In these periods"]
    first = part.options["renew"].billed
    assert list(grid.cells[0]) == [Amounts("GBP").text(each) for each in [*first, sum(first)]]
    assert part.options["renew"].total == whole.options["renew"].total
    assert by_period(whole, "billed", Amounts("GBP")).heads[-1] == "Total"
    with pytest.raises(InputError, match="before the first"):
        between(whole, "2029/30", "2028/29")


def test_a_room_sees_the_answer_the_cards_and_one_chart_with_its_table(
    shelf: Path, start: Start
) -> None:
    app = start(shelf, present="yes")
    assert faults(app) == []
    told = licmodel.compare(licmodel.load(shelf / "council_2027.yaml"))
    best = told.options["mixed"]
    for said in (*answer_sentences(told), Amounts("GBP").whole(best.present_value)):
        assert escape(said) in html(app)
    assert len(app.get("vega_lite_chart")) == 1
    assert not app.multiselect
    assert not app.expander
    assert f"<td>{Amounts('GBP').text(best.billed[0])}</td>" in html(app)
    styles = "".join(each.proto.body for each in app.get("html"))
    assert "html {font-size: 22px}" in styles
    next(each for each in app.button if each.label.startswith("Leave")).click().run()
    assert faults(app) == []
    assert app.toggle(key="present").value is False
    assert "present" not in asked(app)
    assert len(app.get("vega_lite_chart")) == 4
    styles = "".join(each.proto.body for each in app.get("html"))
    assert "html {font-size: 22px}" not in styles


def test_a_link_opens_its_scenario_and_not_the_first(shelf: Path, start: Start) -> None:
    text = (ROOT / "scenarios" / "academy_trust.yaml").read_text("utf-8")
    (shelf / "trust.yaml").write_text(text, "utf-8")
    app = start(shelf / "council_2027.yaml", scenario="trust.yaml", options="ees")
    assert app.selectbox(key="scenario").value == "trust.yaml"
    assert asked(app)["scenario"] == "trust.yaml"
    app.switch_page("views/files.py").run()
    assert asked(app)["scenario"] == "trust.yaml"
    app.selectbox(key="scenario").set_value("council_2027.yaml").run()
    assert asked(app)["scenario"] == "council_2027.yaml"
    app = start(shelf / "council_2027.yaml", scenario="gone.yaml")
    assert faults(app) == []
    assert app.selectbox(key="scenario").value == "council_2027.yaml"


OTHERS = {
    "what_if": {"why": "frontline"},
    "risk": {"by": "total", "covers": "0.9", "draws": "1024", "seed": "7"},
    "explain": {"figure": "mixed.billed.by_year", "when": "2029/30"},
}


def test_what_is_chosen_on_the_other_pages_opens_again(shelf: Path, start: Start) -> None:
    """Each page is opened by a link, says what was asked, and leaves it in the address."""
    address = {key: each for chosen in OTHERS.values() for key, each in chosen.items()}
    app = start(shelf, "explain", times="prices.microsoft_365_e3=1.08", **address)
    assert faults(app) == []
    boxes = {each.label: each.value for each in app.selectbox}
    assert (boxes["Figure"], boxes["When"]) == ("mixed.billed.by_year", "2029/30")
    app.switch_page("views/risk.py").run()
    assert faults(app) == []
    assert app.number_input[0].value == 7
    assert app.select_slider(key="risk percentile").value == 0.9
    assert app.button_group(key="risk measure").value == "total"
    app.number_input[0].set_value(8).run()
    assert asked(app)["seed"] == "8"
    app.switch_page("views/what_if.py").run()
    assert faults(app) == []
    assert app.selectbox(key="bridge council_2027.yaml").value == "frontline"
    assert {key: asked(app)[key] for key in address} == {**address, "seed": "8"}


def test_a_link_has_what_a_page_of_its_own_put_into_the_address(shelf: Path, start: Start) -> None:
    app = start(shelf, "estate")
    pills = next(each for each in app.button_group if each.key == "part")
    pills.set_value("dates").run()
    app.switch_page("views/share.py").run()
    (page,) = [each for each in app.selectbox if each.label == "Page"]
    page.set_value("estate").run()
    assert faults(app) == []
    assert app.code[0].value.startswith("http")
    assert "/estate?" in app.code[0].value


def test_a_link_may_name_a_scenario_without_its_ending(shelf: Path, start: Start) -> None:
    shutil.copy(ROOT / "scenarios" / "academy_trust.yaml", shelf)
    app = start(shelf, scenario="council_2027")
    assert app.selectbox(key="scenario").value == "council_2027.yaml"
    assert asked(app)["scenario"] == "council_2027.yaml"
