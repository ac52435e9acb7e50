"""The page of risk says what the commands say, and every chance stands with its ranges."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.decisions.asked import ask, embodied
from licmodel.analysis.risk.drawn import Drawn
from licmodel.analysis.risk.regret import Prices
from licmodel.analysis.risk.risk import risk_draws
from licmodel.analysis.risk.risk_reading import Limit
from licmodel.cli import main
from licmodel.dashboard import risk_figures
from licmodel.dashboard.telling import plain_words
from licmodel.report.grid import Grid
from licmodel.report.regret import regret_sentences, regret_table
from licmodel.report.risk_tables import RiskTables
from licmodel.report.sensitivity import sensitivity_sentences, sensitivity_under
from licmodel.report.unavoidable import unavoidable_sentences
from licmodel.terms.months import parse_month
from tests.dashboard.conftest import MAIN, ROOT, Start, drawn, faults, html

COUNCIL = "council_2027.yaml"
DRAWS = 512
"""Few, and as many on either side: what is compared does not depend on how many."""

QUICK = f"""\
extends: {COUNCIL}
risk: {{draws: {DRAWS}}}
"""


@pytest.fixture
def quick(shelf: Path) -> Path:
    """Return a file beside the council's that draws few times."""
    path = shelf / "a_quick.yaml"
    path.write_text(QUICK, "utf-8")
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AppTest, Path]]:
    """Return the page as it opens, for tests that only read it, and the file that it is of."""
    shelf = tmp_path_factory.mktemp("shelf")
    shutil.copy(ROOT / "scenarios" / COUNCIL, shelf)
    path = shelf / "a_quick.yaml"
    path.write_text(QUICK, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICMODEL_PLACE", str(path))
        app = AppTest.from_file(str(MAIN), default_timeout=60).run()
        yield app.switch_page("views/risk.py").run(), path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """What a command prints as JSON."""
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def rows(app: AppTest, of: str, field: str) -> list[dict[str, Any]]:
    """Figures of the chart whose words begin so: of the first layer that has such a field."""
    charts = app.get("vega_lite_chart")
    at = next(n for n, each in enumerate(charts) if each.proto.alt.startswith(of))
    spec = json.loads(charts[at].proto.spec)
    layers = [each["data"]["values"] for each in spec["layer"] if "values" in each.get("data", {})]
    return next(each for each in (*layers, drawn(app, at)) if field in each[0])


def pressed(app: AppTest, label: str) -> AppTest:
    """Press the button that is called so."""
    return next(each for each in app.button if each.label.startswith(label)).click().run()


def test_every_figure_is_the_commands(
    page: tuple[AppTest, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    app, quick = page
    assert faults(app) == []
    told = printed(capsys, "risk", str(quick))
    assert told["draws"] == DRAWS
    shares = {each["title"]: each["cheapest"]["value"] for each in told["options"].values()}
    assert {
        row["option"]: row["share"] for row in rows(app, "Bar chart. In which", "share")
    } == shares
    leader = told["options"][told["most_often_cheapest"]]
    band = {row["period"]: row for row in rows(app, "Fan chart", "low")}
    assert [band[year]["low"] for year in told["years"]] == [
        each["percentiles"]["P10"]["value"] for each in leader["by_year"]
    ]
    assert [band[year]["high"] for year in told["years"]] == [
        each["percentiles"]["P90"]["value"] for each in leader["by_year"]
    ]
    assert [band[year]["stands"] for year in told["years"]] == [
        each["base"] for each in leader["by_year"]
    ]
    cards = {each.label: each.value for each in app.metric}
    assert cards["As it stands"] == f"£{leader['total']['base']:,.0f}"
    assert cards["P80"] == f"£{leader['total']['percentiles']['P80']['value']:,.0f}"
    assert cards["To set aside"] == f"£{leader['contingency']['over_base']:,.0f}"


def test_every_sentence_and_table_is_the_commands(page: tuple[AppTest, Path]) -> None:
    app, quick = page
    told = RiskTables(licmodel.risk(licmodel.load(quick)))
    shown = html(app)
    for sentence in told.sentences():
        assert escape(sentence) in shown
    must = told.must_be_true()
    assert isinstance(must, Grid)
    for grid in (told.contingency(), told.by_year(), *told.chances(), told.weights(), must):
        for cells in grid.cells:
            assert "".join(f"<td>{escape(each.strip())}</td>" for each in cells) in shown


def test_no_chance_stands_without_its_ranges(page: tuple[AppTest, Path]) -> None:
    app, quick = page
    drawn_figures = licmodel.risk(licmodel.load(quick)).drawn.uncertain
    assert len(drawn_figures) > 20
    shown = html(app)
    for key, each in drawn_figures.items():
        assert escape(each.words) in shown
        assert f">{key}<" in shown
    tie = next(each.value for each in app.caption if "within 2%" in each.value)
    assert f"{DRAWS} draws" in tie


def test_measure_percentile_and_a_budget_are_asked_as_the_command_asks(
    quick: Path, start: Start
) -> None:
    app = start(quick, "risk")
    app.session_state["risk measure"] = "total"
    app.select_slider[0].set_value(0.9)
    words = next(each for each in app.text_input if each.label.startswith("Budget"))
    words.set_value("2,000,000")
    next(each for each in app.selectbox if each.label == "For").set_value("2028/29")
    app.run()
    assert faults(app) == []
    limits = (Limit(2_000_000.0, None, "2028/29"),)
    found = licmodel.risk(licmodel.load(quick), measure="total", at=0.9, limits=limits)
    told = RiskTables(found)
    assert escape(told.sentences()[0]) in html(app)
    assert plain_words(" ".join(told.exceeding_sentences())) in [x.value for x in app.markdown]
    assert {
        row["option"]: row["share"]
        for row in rows(app, "Bar chart. In which share of draws", "share")
    } == {found.options[each.option].title: each.chance.value for each in found.exceeding}
    assert "P90" in [each.label for each in app.metric]


def test_a_budget_that_is_no_amount_is_told(quick: Path, start: Start) -> None:
    app = start(quick, "risk")
    words = next(each for each in app.text_input if each.label.startswith("Budget"))
    for said in ("a lot", "-5", "(5)", "0", "5%", "€400,000", "nan"):
        words.set_value(said).run()
        assert not app.exception
        (told,) = faults(app)
        assert "no budget: " in told.replace("\\", "")
        assert "1,420,000" in told
    words.set_value("£7,500,000").run()
    assert faults(app) == []


@pytest.mark.parametrize(
    "name", ["academy_trust", "argyll_bute_2017", "cyber_2027", "spending_review"]
)
def test_a_file_that_says_nothing_of_risk_says_what_to_do_and_can_be_drawn(
    name: str, tmp_path: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """The empty state has the tornado all the same, and a button that draws the stated ranges."""
    path = tmp_path / f"{name}.yaml"
    shutil.copy(ROOT / "scenarios" / f"{name}.yaml", path)
    app = start(path, "risk")
    assert faults(app) == []
    assert "no chance can be told yet" in html(app)
    assert any("renew.lines.support.amount.range.1, 70,000" in each.value for each in app.markdown)
    ranked = licmodel.sensitivity(licmodel.load(path))
    assert plain_words(sensitivity_sentences(ranked)[0]) in [each.value for each in app.markdown]
    app = pressed(app, "Draw the ")
    assert faults(app) == []
    told = printed(capsys, "risk", str(path), "--ranges", "triangular")
    leader = told["options"][told["most_often_cheapest"]]
    cards = {each.label: each.value for each in app.metric}
    assert cards["P80"] == f"£{leader['total']['percentiles']['P80']['value']:,.0f}"
    shares = {each["title"]: each["cheapest"]["value"] for each in told["options"].values()}
    if len(shares) > 1:
        assert {
            row["option"]: row["share"] for row in rows(app, "Bar chart. In which", "share")
        } == shares


def test_the_tornado_is_the_ranking_with_its_ranges_in_words(page: tuple[AppTest, Path]) -> None:
    app, quick = page
    found = licmodel.sensitivity(licmodel.load(quick), option="mixed")
    bars = rows(app, "Tornado", "amount")
    shown = found.swings[:10]
    assert {(row["at"], row["end"], row["amount"]) for row in bars} == {
        (at, end, amount)
        for at, each in enumerate(shown)
        for end, amount in (
            ("at the low end of its range", each.less),
            ("at the high end", each.more),
        )
    }
    assert "Microsoft 365 E3: discount, 0% to 20%" in {row["figure"] for row in bars}


def test_the_map_is_that_of_sensitivity(
    quick: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    app = start(quick, "risk")
    boxes = {each.label: each for each in app.selectbox}
    boxes["Down"].set_value("renew.e3.discount")
    boxes["Across"].set_value("open_source.suite.price").run()
    assert faults(app) == []
    told = printed(
        capsys,
        *("sensitivity", str(quick), "--against", "renew.e3.discount", "open_source.suite.price"),
    )
    options = list(licmodel.load(quick).options)
    cells = rows(app, "Map", "letter")
    assert [row["letter"] for row in cells] == [
        "=".join(chr(ord("A") + options.index(key)) for key in cell)
        for row in told["cheapest"]
        for cell in row
    ]
    assert {"D", "F"} <= {row["letter"] for row in cells}


def test_what_cannot_be_avoided_is_seen_from_any_month(
    page: tuple[AppTest, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    app, quick = page
    scenario = licmodel.load(quick)
    said = [each.value for each in app.markdown]
    for seen_from in (None, parse_month("2027-05")):  # as it stands nothing is; then signing
        sentence = unavoidable_sentences(licmodel.unavoidable(scenario, seen_from))[0]
        assert plain_words(sentence) in said
    told = printed(capsys, "unavoidable", str(quick), "--seen-from", "2027-05")
    months = rows(app, "Step chart", "amount")
    assert [row["amount"] for row in months] == told["options"]["renew"]["by_month"]


def test_what_is_chosen_is_still_chosen_after_another_page(quick: Path, start: Start) -> None:
    app = start(quick, "risk")
    app.select_slider[0].set_value(0.95).run()
    app.switch_page("views/compare.py").run()
    app.switch_page("views/risk.py").run()
    assert app.select_slider[0].value == 0.95
    assert "P95" in [each.label for each in app.metric]


def test_what_is_asked_is_true_in_every_draw(quick: Path, start: Start) -> None:
    app = start(quick, "risk", times=["prices.office_ltsc_standard=1.5"])
    assert faults(app) == []
    scenario = licmodel.load(quick)
    asked = ask(scenario, {"prices.office_ltsc_standard": {"times": "1.5"}})
    told = RiskTables(licmodel.risk(embodied(scenario, asked), what_if=asked.name))
    for sentence in (*told.sentences(), *told.under()):
        assert escape(sentence) in html(app)
    ranked = licmodel.sensitivity(embodied(scenario, asked), what_if=asked.name)
    said = [each.value for each in app.markdown]
    for sentence in (*sensitivity_sentences(ranked), *sensitivity_under(ranked)):
        assert plain_words(sentence) in said
    next(each for each in app.button if each.label == "Show the file").click().run()
    assert escape(RiskTables(licmodel.risk(scenario)).sentences()[0]) in html(app)


def test_what_must_be_true_is_told_of_any_option(quick: Path, start: Start) -> None:
    app = start(quick, "risk")
    (pills,) = [each for each in app.pills if str(each.key).startswith("risk to win")]
    pills.set_value("renew").run()
    assert faults(app) == []
    told = RiskTables(licmodel.risk(licmodel.load(quick), to_win="renew")).must_be_true()
    assert isinstance(told, str)
    assert plain_words(told) in [each.value for each in app.markdown]


def test_seats_are_split_as_the_command_splits_them(quick: Path, start: Start) -> None:
    app = start(quick, "risk")
    fields = {each.label.partition(",")[0]: each for each in app.text_input}
    prices = {"By the month": "41.46", "By the year": "34.55", "For three years": "33"}
    for label, price in prices.items():
        fields[label].set_value(price)
    likely = next(each for each in app.number_input if each.label.startswith("Staff and devices"))
    likely.set_value(30.0)
    beside = next(each for each in app.multiselect if each.label.startswith("Beside"))
    beside.set_value(["price_shock"])
    app = pressed(app, "Split the seats")
    (told,) = faults(app)
    assert '"Staff and devices fall by 5% a year" is said to be likely, and is not' in told
    next(each for each in app.multiselect if each.label.startswith("Beside")).set_value(
        ["headcount_falls"]
    )
    app = pressed(app, "Split the seats")
    assert faults(app) == []
    found = licmodel.regret(
        licmodel.load(quick),
        "renew.e3",
        Prices(41.46, 34.55, 33),
        what_ifs=["headcount_falls"],
        weights={"headcount_falls": 0.3},
    )
    split, regretted, *_ = regret_sentences(found)
    said = [each.value for each in app.markdown]
    assert f"**{plain_words(split)}**" in said
    assert plain_words(regretted) in said
    for cells in regret_table(found).cells:
        assert "".join(f"<td>{each}</td>" for each in cells) in html(app)


def test_a_price_of_a_seat_that_is_none_is_told(quick: Path, start: Start) -> None:
    app = pressed(start(quick, "risk"), "Split the seats")
    assert not app.exception
    assert any("By the month" in each for each in faults(app))


def test_a_bar_waits_a_second_and_tells_how_far_drawing_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, told = [0.0], list[float]()
    monkeypatch.setattr("licmodel.dashboard.risk_figures.time.monotonic", lambda: now[0])
    tell = risk_figures._later(told.append)
    tell(1, 4)
    now[0] = 1.5
    tell(2, 4)
    tell(4, 4)
    assert told == [0.5]


def test_draws_are_made_once_for_every_percentile_and_budget(
    quick: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(*each: Any, **more: Any) -> Drawn:  # noqa: ANN401  as risk_draws
        asked.append("drawn")
        return risk_draws(*each, **more)

    monkeypatch.setattr("licmodel.dashboard.risk_figures.risk_draws", counted)
    app = start(quick, "risk")
    app.select_slider[0].set_value(0.9).run()
    words = next(each for each in app.text_input if each.label.startswith("Budget"))
    words.set_value("9,000,000").run()
    assert faults(app) == []
    assert asked == ["drawn"]
