"""The first page says what ``licmodel compare`` says, of every scenario that is shipped."""

from __future__ import annotations

from html import escape, unescape
from pathlib import Path

import pytest

import licmodel
from licmodel.dashboard import shelf as shelf_module
from licmodel.dashboard.telling import plain_words
from licmodel.report.amounts import Amounts
from licmodel.report.bridges import bridge_sentence
from licmodel.report.sentences import answer_sentences
from tests.dashboard.conftest import ROOT, Start, drawn, faults, html

BARE = """
title: Mail
baseline: keep
organisation: {name: Somebody}
timeline: {start: 2027-04, years: 2}
options:
  keep: {lines: {support: {kind: recurring, amount: 100, per: year, assumed: a round sum}}}
"""
SHIPPED = sorted(ROOT.glob("scenarios/*.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_figures_on_screen_are_those_of_compare(file: Path, start: Start) -> None:
    app = start(file)
    assert faults(app) == []
    told = licmodel.compare(licmodel.load(file))
    data = told.to_json()
    amounts = Amounts(data["currency"])
    for sentence in answer_sentences(told):
        assert escape(sentence) in html(app)
    cards = {card.label: card.value for card in app.metric}
    best = data["options"][data["cheapest"]["present_value"]]
    assert cards["Whole-life cost"] == amounts.whole(best["total"])
    assert cards["Present value"] == amounts.whole(best["present_value"])
    assert cards["Peak year"] == best["peak_year"]
    for option in data["options"].values():
        cells = f"<td>{amounts.text(option['present_value'])}</td>"
        assert cells in html(app).replace('<td class="chief">', "<td>")
    assert [(row["option"], row["period"], row["amount"]) for row in drawn(app)] == [
        (option["title"], period, figure)
        for option in data["options"].values()
        for period, figure in zip(data["periods"], option["billed"], strict=True)
    ]


def test_real_prices_and_fewer_options_are_those_of_compare(shelf: Path, start: Start) -> None:
    file = shelf / "council_2027.yaml"
    app = start(file)
    app.button_group(key="prices").set_value("real")
    app.multiselect[0].set_value(["frontline", "renew"]).run()
    assert faults(app) == []
    assert any(each.value.startswith("In money of the day, though") for each in app.caption)
    told = licmodel.compare(licmodel.load(file), real=True, options=["renew", "frontline"])
    assert all(escape(each) in html(app) for each in answer_sentences(told))
    best = told.options["frontline"]
    assert [card.value for card in app.metric][:2] == [
        Amounts("GBP").whole(best.total),
        Amounts("GBP").whole(best.present_value),
    ]


def test_every_chart_has_words_and_a_table_beside_it(shelf: Path, start: Start) -> None:
    app = start(shelf)
    charts = app.get("vega_lite_chart")
    assert len(charts) == 4
    tables = [each for each in app.expander if each.label.startswith("The same as a table")]
    assert len(tables) == len(charts)
    assert all("<table>" in each.get("html")[0].proto.body for each in tables)


def test_a_scenario_that_cannot_be_read_is_told_with_its_remedy(
    tmp_path: Path, start: Start
) -> None:
    (tmp_path / "broken.yaml").write_text("options: {keep: {lines: {a: 3}}}\n", "utf-8")
    app = start(tmp_path)
    assert app.exception == []
    assert any("broken.yaml" in each.value.replace("\\", "") for each in app.error)
    assert not any("Traceback" in each.value for each in app.error)


def test_no_option_chosen_is_no_fault(shelf: Path, start: Start) -> None:
    app = start(shelf)
    app.multiselect[0].set_value([]).run()
    assert faults(app) == []
    assert "at least one option" in app.info[0].value


def test_a_file_that_is_replaced_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mail.yaml"
    file.write_text(BARE, "utf-8")
    kept: dict[Path, shelf_module.Opened] = {}
    monkeypatch.setattr(shelf_module, "_kept", lambda: kept)
    monkeypatch.setattr(shelf_module, "_shown", dict)

    def load_slowly(path: Path) -> licmodel.Scenario:
        found = licmodel.load(path)
        file.write_text(BARE.replace("amount: 100", "amount: 900"), "utf-8")
        return found

    monkeypatch.setattr(shelf_module, "load", load_slowly)
    for _ in range(2):
        scenario = shelf_module.opened(file).scenario
        assert scenario.said(("options", "keep", "lines", "support", "amount")) == "900"


def test_a_change_of_the_file_shows_at_the_next_look(shelf: Path, start: Start) -> None:
    app = start(shelf)
    before = [card.value for card in app.metric]
    file = shelf / "council_2027.yaml"
    text = file.read_text("utf-8")
    assert "years: 5" in text
    file.write_text(text.replace("years: 5", "years: 4", 1), "utf-8")
    app.run()
    assert faults(app) == []
    assert [card.value for card in app.metric] != before
    assert app.metric[0].value == Amounts("GBP").whole(
        licmodel.compare(licmodel.load(file)).options["mixed"].total
    )


def test_real_prices_do_not_follow_into_a_scenario_without_inflation(
    shelf: Path, start: Start
) -> None:
    file = shelf / "bare.yaml"
    file.write_text(BARE, "utf-8")
    app = start(shelf / "council_2027.yaml")
    app.button_group(key="prices").set_value("real").run()
    app.selectbox(key="scenario").set_value("bare.yaml").run()
    assert faults(app) == []
    assert answer_sentences(licmodel.compare(licmodel.load(file)))[0] in unescape(html(app))


def test_what_it_is_for_and_other_horizons_stand_beside_the_answer(
    shelf: Path, start: Start
) -> None:
    app = start(shelf)
    assert faults(app) == []
    said = [each.value.replace("\\", "") for each in [*app.markdown, *app.caption]]
    assert any("Not for signing: the council is invented" in each for each in said)
    assert any("37 of them are said to be uncertain" in each for each in said)
    assert any(each.startswith("**The answer turns with the horizon") for each in said)
    told = [each for each in said if "stands here without figures" in each]
    assert ["not modelled; no price" in told[0], "rejected; seats end" in told[1]] == [True, True]
    assert "<td>12,566,445*</td>" in html(app)


def test_why_one_option_costs_more_than_another_is_the_bridge(shelf: Path, start: Start) -> None:
    scenario = licmodel.load(shelf / "council_2027.yaml")
    app = start(shelf)
    said = [each.value for each in app.markdown]
    assert plain_words(bridge_sentence(licmodel.bridge(scenario, "renew", "mixed"))) in said
    next(each for each in app.selectbox if each.label == "From").set_value("open_source").run()
    assert faults(app) == []
    assert app.query_params["from"] in ("open_source", ["open_source"])
    said = [each.value for each in app.markdown]
    assert plain_words(bridge_sentence(licmodel.bridge(scenario, "open_source", "mixed"))) in said
