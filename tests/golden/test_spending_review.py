"""The settlement against sums done by hand: what it does not pay is the gap of each year.

A year of licences is £214,000, then £450,000; of one change £30,000; of support £100,000. At once:
half the changes, three interfaces at £30,000 in the first year, five systems at £100,000 over 18
months from October 2027. In steps: one system a year, and £20,000 less support each April.
"""

from pathlib import Path

import pytest

from licmodel.analysis.accounts.budgets import budget_of
from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.results import run
from licmodel.report.registers import check
from licmodel.scenario.loading import load

SCENARIO = Path(__file__).parents[2] / "scenarios" / "spending_review.yaml"
PENNY = 0.005
SETTLED: list[float] = [420_000, 430_000, 440_000, 0, 0]
COSTS: dict[str, list[float]] = {
    "as_now": [344_000, 344_000, 580_000, 580_000, 580_000],
    "at_once": [
        214_000 + 15_000 + 100_000 + 90_000 + 500_000 / 3,
        450_000 + 15_000 + 100_000 + 500_000 * 2 / 3,
        *[450_000 + 15_000] * 3,
    ],
    "in_steps": [
        214_000 + 15_000 + 100_000 + 90_000 + 100_000,
        214_000 + 15_000 + 80_000 + 100_000,
        *[450_000 + 15_000 + support + 100_000 for support in (60_000, 40_000, 20_000)],
    ],
}


@pytest.fixture(scope="module")
def told() -> Comparison:
    """Return the comparison with its what-ifs."""
    return compare(load(SCENARIO), what_ifs=True)


def gaps(option: str, settled: list[float]) -> list[float]:
    """What each year costs beyond what is settled for it; nothing is carried over."""
    return [max(cost - sum_, 0) for cost, sum_ in zip(COSTS[option], settled, strict=True)]


@pytest.mark.parametrize("option", COSTS)
def test_the_gap_by_year(told: Comparison, option: str) -> None:
    found = told.options[option]
    assert list(found.billed) == pytest.approx(gaps(option, SETTLED), abs=PENNY)
    paid = [-each for each in found.lines["settlement"].billed]
    assert paid == pytest.approx(
        [min(cost, settled) for cost, settled in zip(COSTS[option], SETTLED, strict=True)]
    )


@pytest.mark.parametrize("option", COSTS)
@pytest.mark.parametrize(
    ("what_if", "settled"),
    [
        ("settlement_goes_on", [420_000, 430_000, 440_000, 440_000, 440_000]),
        ("settlement_flat", [420_000, 420_000, 420_000, 0, 0]),
    ],
)
def test_another_settlement(
    told: Comparison, option: str, what_if: str, settled: list[float]
) -> None:
    by_hand = gaps(option, settled)
    assert list(told.what_ifs[what_if][option].billed) == pytest.approx(by_hand, abs=PENNY)


def test_dearer_systems_are_dearer_where_they_are_replaced(told: Comparison) -> None:
    """At once all of the £500,000 more is a gap; in steps £21,000 of it fits the second year."""
    asked = told.what_ifs["systems_twice_as_dear"]
    more = {key: asked[key].total - told.options[key].total for key in COSTS}
    assert more == pytest.approx({"as_now": 0, "at_once": 500_000, "in_steps": 500_000 - 21_000})


@pytest.mark.parametrize(
    ("option", "owed"), {"as_now": 0, "at_once": 289_000, "in_steps": 174_000}.items()
)
def test_a_reserve_makes_each_option_ask_what_staying_asks(option: str, owed: float) -> None:
    """It lends what the gap is above that of staying, and gets back what it is below."""
    found = budget_of(load(SCENARIO), option)
    staying = gaps("as_now", SETTLED)
    assert found.by_year == staying
    assert (found.base, found.planned) == (0, [0, 0, 140_000, 140_000, 140_000])
    assert found.to_find == [0, 0, 0, 440_000, 440_000]
    lent = [now - then for now, then in zip(gaps(option, SETTLED), staying, strict=True)]
    assert sum(lent) == pytest.approx(owed)
    for reserve in found.reserves.values():
        flows = zip(reserve.drawn, reserve.put_in, strict=True)
        assert [drawn - paid for drawn, paid in flows] == [round(each) for each in lent]
        assert reserve.balance[-1] == 700_000 - owed
    assert bool(found.reserves) == (option != "as_now")


def test_the_register_names_the_years_as_the_file_does() -> None:
    text, holds = check(run(load(SCENARIO)))
    assert holds
    assert "today.in_plan: 2029/30 £140,000" in text
    assert "take_out: 2027/28 £165,667; 2028/29 £468,333" in text


def test_figures_in_the_notes() -> None:
    notes = load(SCENARIO).notes or ""
    assert [round(each) for each in gaps("as_now", SETTLED)[:3]] == [0, 0, 140_000]
    assert "misses it by £140,000" in notes
    for option in ("at_once", "in_steps"):
        assert f"by £{sum(gaps(option, SETTLED)[:3]):,.0f}" in notes
    less = {now - then for now, then in zip(COSTS["as_now"], COSTS["at_once"], strict=True)}
    assert min(COSTS["as_now"][2:]) - max(COSTS["at_once"][2:]) in less
    assert f"£{580_000 - 465_000:,} a year less" in notes
    first = gaps("at_once", SETTLED)
    assert f"£{sum(first[:2]):,.0f} for the first" in notes.replace("\n", " ")
    assert f"£{sum(first) - sum(gaps('as_now', SETTLED)):,.0f} is still owed" in notes
