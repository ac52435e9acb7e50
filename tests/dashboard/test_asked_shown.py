"""What is asked, on the spot or by a what-if of the file, holds on every page that is read."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.decisions.asked import ask, embodied
from licmodel.dashboard.telling import plain_words
from licmodel.report.amounts import Amounts
from licmodel.report.bridges import bridge_sentence
from tests.dashboard.conftest import Start, faults, html

FILE = "council_2027.yaml"
DISCOUNT = {"renew.e3.discount": {"set": "8%"}}
ALIKE = """\
title: Mail
organisation: {name: Somebody}
timeline: {start: 2027-04, years: 2}
baseline: keep
options:
  keep: {lines: {support: {kind: recurring, amount: 100, per: year, assumed: a round sum}}}
what_ifs:
  dearer: {title: As it stands, keep.support.amount: {times: 2}}
"""
ALIKE_ASKED = {"keep.support.amount": {"times": "2"}}


def told(app: AppTest) -> str:
    return "\n".join(each.value for each in [*app.info, *app.warning])


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def shows(app: AppTest, of: licmodel.WhatIfAnswer) -> bool:
    """Whether the present values of the last case stand in the table."""
    rows = html(app).replace('<td class="chief">', "<td>")
    return all(
        f"<td>{Amounts('GBP').text(row[-1])}</td>" in rows
        for row in of.wholes["present_value"].values()
    )


def ask_other(app: AppTest, figure: str, how: str, value: str) -> AppTest:
    boxes = {each.label: each for each in app.selectbox}
    boxes["Figure"].set_value(figure)
    boxes["How"].set_value(how)
    next(each for each in app.text_input if each.label == "Value").set_value(value)
    return press(app, "Ask this")


def test_the_first_page_shows_what_is_asked_and_on_request_the_file(
    shelf: Path, start: Start
) -> None:
    scenario = licmodel.load(shelf / FILE)
    asked, stands = licmodel.whatif(scenario, DISCOUNT), licmodel.whatif(scenario, {}, beside=[])
    app = start(shelf, set=["renew.e3.discount=8%"])
    assert faults(app) == []
    assert "Under what is asked: Microsoft 365 E3: discount: 12% to 8%." in told(app)
    assert shows(app, asked)
    assert not shows(app, stands)
    meant = embodied(scenario, ask(scenario, DISCOUNT))
    why = licmodel.bridge(meant, "renew@asked", "mixed@asked")
    assert plain_words(bridge_sentence(why)) in [each.value for each in app.markdown]
    app = press(app, "Show the file")
    assert shows(app, stands)
    assert "The file as it stands, without what is asked" in told(app)
    assert shows(press(app, "Show it with that"), asked)


def test_real_prices_and_changed_structure_are_shown_too(shelf: Path, start: Start) -> None:
    scenario = licmodel.load(shelf / FILE)
    app = start(shelf, set=["finance.discount_rate=5%"], prices="real")
    assert faults(app) == []
    asked = licmodel.whatif(scenario, {"finance.discount_rate": {"set": "5%"}})
    best = min(row[-1] or 0.0 for row in asked.wholes["present_value"].values())
    assert {card.label: card.value for card in app.metric}["Present value"] == (
        Amounts("GBP").whole(best)
    )


@pytest.mark.parametrize("name", ["price_shock", "headcount_falls"])
def test_a_what_if_of_the_file_is_chosen_for_every_page(
    shelf: Path, start: Start, name: str
) -> None:
    scenario = licmodel.load(shelf / FILE)
    app = start(shelf)
    next(each for each in app.selectbox if each.label == "What-if").set_value(name).run()
    assert faults(app) == []
    assert shows(app, licmodel.whatif(scenario, {}, beside=[name]))
    assert f"the what-if *{plain_words(scenario.what_ifs[name].title or '')}*" in told(app)

    app.switch_page("views/explain.py").run()
    assert faults(app) == []
    figure = licmodel.run(scenario, [name]).figure("renew.billed.total", name)
    assert escape(Amounts("GBP").text(figure, 2)) in html(app)
    assert f"licmodel explain {FILE} renew.billed.total --what-if {name}" in app.code[0].value

    next(each for each in app.selectbox if each.label == "What-if").set_value("").run()
    assert "set" not in app.query_params
    assert "times" not in app.query_params


def test_a_what_if_that_is_kept_opens_as_it_was_asked(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if", set=["renew.e3.discount=8%"])
    said = html(app)
    next(each for each in app.text_input if each.label == "What to call it").set_value("Less off")
    app = press(app, "Save as a what-if")
    assert (shelf / "council_2027_less_off.yaml").exists()
    assert any("kept in council" in each.value for each in app.caption)
    app = press(app, "Open it")
    assert faults(app) == []
    box = next(each for each in app.selectbox if each.label == "What-if")
    assert box.value == "less_off"
    assert html(app) == said
    app.switch_page("views/compare.py").run()
    assert shows(app, licmodel.whatif(licmodel.load(shelf / FILE), DISCOUNT))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("renew.e3.discount", "set", "8"), "is it 8%, or 8 times the whole?"),
        (("frontline.f3.starts", "set", "soon"), "month"),
        (("renew.support.amount", "times", "+8%"), "1.08"),
    ],
)
def test_what_cannot_be_asked_is_told_and_all_else_stays(
    shelf: Path, start: Start, asked: tuple[str, str, str], said: str
) -> None:
    app = start(shelf, "what_if", set=["renew.e3.discount=9%"])
    before = html(app)
    app = ask_other(app, *asked)
    assert any(said in each.replace("\\", "") for each in faults(app))
    assert before in html(app)
    assert app.query_params["set"] in ("renew.e3.discount=9%", ["renew.e3.discount=9%"])


def test_an_amount_goes_up_by_a_percentage(shelf: Path, start: Start) -> None:
    app = ask_other(start(shelf, "what_if"), "renew.support.amount", "add", "8%")
    assert faults(app) == []
    assert app.query_params["times"] in ("renew.support.amount=1.08", ["renew.support.amount=1.08"])


def test_a_what_if_called_as_the_page_calls_its_own_is_told_apart(
    tmp_path: Path, start: Start
) -> None:
    (tmp_path / "mail.yaml").write_text(ALIKE, "utf-8")
    app = start(tmp_path)
    assert faults(app) == []
    box = next(each for each in app.selectbox if each.label == "What-if")
    assert box.options == ["As it stands", "As it stands (dearer)"]
    box.set_value("dearer").run()
    assert shows(app, licmodel.whatif(licmodel.load(tmp_path / "mail.yaml"), ALIKE_ASKED))
