"""Social care against sums done by hand from the figures that its file gives.

RPI rises by 2.8% in 2028/29, 2.9% in 2029/30 and 2.3% in each year after. Everything that recurs
follows it; one-offs do not. Signed in August 2027: 15 months to November 2028, 20 to April 2029.
"""

from itertools import accumulate
from pathlib import Path

import pytest

from licmodel.analysis.comparison import Comparison, compare
from licmodel.scenario.loading import load

SCENARIO = Path(__file__).parents[2] / "scenarios" / "social_care_2027.yaml"
RPI = [*accumulate([1, 1.028, 1.029, *[1.023] * 4], lambda level, rise: level * rise)]
FEE, CHANGE, FRONT = 300_000, 30_000, 104_000
MIGRATION, PROJECT = 559_800, 670_000
BOTH = FEE * RPI[1] * 5 / 12  # November 2028 to March 2029


@pytest.fixture(scope="module")
def told() -> Comparison:
    """Return the comparison with its what-ifs."""
    return compare(load(SCENARIO), what_ifs=True)


def test_staying(told: Comparison) -> None:
    stay = told.options["stay"]
    assert list(stay.billed) == pytest.approx([(FEE + CHANGE) * level for level in RPI])
    assert sum(stay.capital) == 0


def test_a_new_front(told: Comparison) -> None:
    """Half the changes; the front for half of the first year, with three interfaces; less forms."""
    by_hand = [(FEE + CHANGE / 2 + FRONT) * level for level in RPI]
    by_hand[0] += 3 * CHANGE - FRONT / 2
    # the old forms are owed until March 2028, and saved from then on
    by_hand = [by_hand[0], *(year - 20_000 for year in by_hand[1:])]
    assert list(told.options["front_end"].billed) == pytest.approx(by_hand)


def test_replacing(told: Comparison) -> None:
    """Eight and twelve of twenty months of the one-offs, and both systems for five months."""
    by_hand = [(FEE + CHANGE) * level for level in RPI]
    by_hand[0] += (MIGRATION + PROJECT) * 8 / 20
    by_hand[1] += (MIGRATION + PROJECT) * 12 / 20 + BOTH
    replace = told.options["replace"]
    assert list(replace.billed) == pytest.approx(by_hand)
    assert replace.break_even is None


@pytest.mark.parametrize(
    ("what_if", "option", "more"),
    [
        ("live_on_time", "replace", -BOTH),
        ("live_a_year_late", "replace", FEE * RPI[2]),
        ("new_law", "stay", 5 * CHANGE * RPI[2]),
        ("new_law", "front_end", 5 * CHANGE * RPI[2] / 2),
        ("new_law", "replace", 5 * CHANGE * RPI[2]),
        ("step_at_renewal", "stay", 0.47 * FEE * sum(RPI[1:])),
        # the old supplier's step is paid for the year until the new system is live
        ("step_at_renewal", "replace", 0.47 * FEE * RPI[1]),
        ("cheaper_system", "stay", 0),
        ("cheaper_system", "replace", -(BOTH + FEE * sum(RPI[2:])) / 3),
        ("bias_at_its_most", "replace", 2 * (MIGRATION + PROJECT)),
        ("bias_at_its_most", "stay", 0),
        ("bias_at_its_least", "replace", 0.1 * (MIGRATION + PROJECT)),
        ("front_saves_nothing", "front_end", CHANGE / 2 * sum(RPI)),
    ],
)
def test_what_if(told: Comparison, what_if: str, option: str, more: float) -> None:
    found = told.what_ifs[what_if][option].total - told.options[option].total
    assert found == pytest.approx(more, abs=0.01)


def test_figures_in_the_notes(told: Comparison) -> None:
    notes = load(SCENARIO).notes or ""
    dearer = MIGRATION + PROJECT + BOTH
    assert told.options["replace"].total - told.options["stay"].total == pytest.approx(dearer)
    assert f"£{dearer / 1e6:.2f}m more" in notes
    fee = FEE - FEE * dearer / (BOTH + FEE * sum(RPI[2:]))
    assert f"about £{round(fee, -3):,.0f} a year" in notes
    # staying pays the step for six years, replacing for the one with the old system still there
    assert f"ask {dearer / (FEE * sum(RPI[2:])):.0%} more" in notes


@pytest.mark.parametrize(
    ("what_if", "was", "ties"),
    [
        ("cheaper_system", "{set: 200_000}", "{set: 72_339.8944151043}"),
        ("step_at_renewal", "{set: 47%}", "{set: 81.75609565251555%}"),
    ],
)
def test_where_the_two_tie(tmp_path: Path, what_if: str, was: str, ties: str) -> None:
    """What the notes say they tie at is put into the file, and they do."""
    text = SCENARIO.read_text("utf-8")
    assert text.count(was) == 1
    path = tmp_path / SCENARIO.name
    path.write_text(text.replace(was, ties), "utf-8")
    tied = compare(load(path), what_ifs=True).what_ifs[what_if]
    assert tied["replace"].total == pytest.approx(tied["stay"].total, abs=0.01)
