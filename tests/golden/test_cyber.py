"""Old systems and the certificate against sums done by hand from the figures that the file gives.

£600 and £4,700 a year rise by CPI, 2% each year. Five systems are retired for £100,000 each from
October 2027 over 18 months: 6 of them in the first year. An attack is off unless asked for.
"""

from pathlib import Path

import pytest

from licmodel.analysis.comparison import Comparison, compare
from licmodel.scenario.loading import load

SCENARIO = Path(__file__).parents[2] / "scenarios" / "cyber_2027.yaml"
CPI = [1.02**year for year in range(5)]
RETIRING, AVERTED = 500_000, 0.5


@pytest.fixture(scope="module")
def told() -> Comparison:
    """Return the comparison with its what-ifs."""
    return compare(load(SCENARIO), what_ifs=True)


def test_the_certificate_is_in_every_option(told: Comparison) -> None:
    for option in told.options.values():
        basic, plus = (option.lines[key].billed for key in ("certificate", "plus"))
        paid = [one + other for one, other in zip(basic, plus, strict=True)]
        assert paid == pytest.approx([5_300 * level for level in CPI])


def test_no_attack_is_counted_until_somebody_says_how_likely_it_is(told: Comparison) -> None:
    for option in told.options.values():
        assert set(option.lines["attack"].billed) == {0}
    assert list(told.options["keep"].billed) == pytest.approx([5_300 * level for level in CPI])
    retiring = [RETIRING * 6 / 18, RETIRING * 12 / 18, 0, 0, 0]
    assert list(told.options["retire"].lines["retiring"].billed) == pytest.approx(retiring)


@pytest.mark.parametrize(
    ("what_if", "cost", "left"),
    [
        ("as_gloucester", 845_000, 0.5),
        ("as_copeland", 2_000_000, 0.5),
        ("as_redcar", 10_400_000, 0.5),
        ("as_hackney", 12_200_000, 0.5),
        ("retiring_averts_nothing", 12_200_000, 1),
    ],
)
def test_if_it_happens(told: Comparison, what_if: str, cost: float, left: float) -> None:
    """Over 24 months from April 2029, which is the third and fourth year."""
    asked = told.what_ifs[what_if]
    falls = [0, 0, cost / 2, cost / 2, 0]
    assert list(asked["keep"].lines["attack"].billed) == pytest.approx(falls)
    remains = [left * each for each in falls]
    assert list(asked["retire"].lines["attack"].billed) == pytest.approx(remains)


def test_a_grant_pays_its_share_of_what_each_option_is_left_with(told: Comparison) -> None:
    """£3.68m of £10.4m, and of the half of it."""
    asked, without = told.what_ifs["as_redcar_granted"], told.what_ifs["as_redcar"]
    less = {key: without[key].total - asked[key].total for key in asked}
    assert less == pytest.approx({"keep": 3_680_000, "retire": 1_840_000})


@pytest.mark.parametrize(("cost", "chance"), [(12_200_000, "8%"), (2_000_000, "50%")])
def test_the_chance_at_which_retiring_pays(tmp_path: Path, cost: float, chance: str) -> None:
    """£500,000 over the half that is averted; put into the file, the two tie."""
    ties = RETIRING / (AVERTED * cost)
    assert f"{ties:.0%}" == chance
    assert chance in (load(SCENARIO).notes or "")
    text = SCENARIO.read_text("utf-8")
    was = "set: 100%}\n    keep.attack.cost:        {set: 12_200_000}\n  retiring"
    assert text.count(was) == 1
    path = tmp_path / SCENARIO.name
    tied = was.replace("100%", f"{ties * 100:.12f}%").replace("12_200_000", f"{cost:.0f}")
    path.write_text(text.replace(was, tied), "utf-8")
    found = compare(load(path), what_ifs=True).what_ifs["as_hackney"]
    assert found["retire"].total == pytest.approx(found["keep"].total, abs=0.01)


def test_against_the_smallest_it_cannot(told: Comparison) -> None:
    asked = told.what_ifs["as_gloucester"]
    dearer = asked["retire"].total - asked["keep"].total
    assert dearer == pytest.approx(RETIRING - AVERTED * 845_000)
