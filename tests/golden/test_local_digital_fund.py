"""The bid against sums done by hand from the figures that its file gives."""

from pathlib import Path

import pytest

from licmodel.analysis.accounts.shares import shares
from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.results import run
from licmodel.scenario.loading import load

SCENARIO = Path(__file__).parents[2] / "scenarios" / "local_digital_fund.yaml"
BID, DISCOVERY, BETA, RUNNING = 5_000, 110_000, 400_000, 60_000
LIMIT, SECOND = 80_000, 350_000


@pytest.fixture(scope="module")
def told() -> Comparison:
    """Return the comparison with its what-ifs."""
    return compare(load(SCENARIO), what_ifs=True)


def test_what_the_grants_leave(told: Comparison) -> None:
    first = BID + DISCOVERY - LIMIT
    assert list(told.options["apart"].billed) == pytest.approx([2 * 80_000, 0, 0, 0, 0])
    assert list(told.options["discovery"].billed) == pytest.approx([first, 0, 0, 0, 0])
    assert list(told.options["beta"].billed) == pytest.approx(
        [first, BETA - SECOND, RUNNING, RUNNING, RUNNING]
    )


@pytest.mark.parametrize(
    ("what_if", "discovery", "beta"),
    [
        ("bid_fails", LIMIT, LIMIT + SECOND),
        ("average_grant", LIMIT - 78_218, LIMIT - 78_218),
        ("no_second_grant", 0, SECOND),
        ("running_twice_as_dear", 0, 3 * RUNNING),
    ],
)
def test_what_if(told: Comparison, what_if: str, discovery: float, beta: float) -> None:
    asked = told.what_ifs[what_if]
    more = {key: each.total - told.options[key].total for key, each in asked.items()}
    assert more == pytest.approx({"apart": 0, "discovery": discovery, "beta": beta})


def test_the_two_share_what_is_left() -> None:
    """Half each: the grants are in what is shared."""
    found = shares(run(load(SCENARIO)), "beta")["beta"].shares["project"]
    half = [17_500, 25_000, 30_000, 30_000, 30_000]
    assert {name: each.pays for name, each in found.members.items()} == {
        "first": pytest.approx(half),
        "second": pytest.approx(half),
    }


def test_figures_in_the_notes() -> None:
    notes = load(SCENARIO).notes or ""
    assert round(1_251_492 / 16) == 78_218
    assert round(77 / 16) == 5
    assert f"leaves the two councils £{BID + DISCOVERY - LIMIT:,}" in notes
    assert f"£{3 * RUNNING:,} by March 2024" in notes
    for said in ("£78,218 each", "£1,251,492", "one in five", "£7.5m", "389", "171"):
        assert said in notes
