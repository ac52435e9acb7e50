"""Figures that others published or worked out by hand, which the program has to find again."""

from collections.abc import Mapping
from typing import Any

import pytest

from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import from_data

# HM Treasury, discounting supplement of February 2026, table A.1, years 0 to 19.
FACTORS = (
    *(1.0000, 0.9662, 0.9335, 0.9019, 0.8714, 0.8420, 0.8135, 0.7860, 0.7594, 0.7337),
    *(0.7089, 0.6849, 0.6618, 0.6394, 0.6178, 0.5969, 0.5767, 0.5572, 0.5384, 0.5202),
)
# The same in the middle of each year, worked out as 1.035 to the power of -(year + 1/2).
MIDDLE = (
    *(0.9829463744, 0.9497066419, 0.9175909584, 0.8865613124, 0.8565809782),
    *(0.8276144717, 0.7996275089, 0.7725869651, 0.7464608358, 0.7212181989),
)
# Years: sum of factors 0 to n - 1, and 1 to n.
SUMS = ((3, 2.8997, 2.8016), (5, 4.6731, 4.5151), (7, 6.3286, 6.1145), (10, 8.6077, 8.3166))
HALF_A_PLACE = 0.5e-4


def flat(years: int, *, start: str = "2027-04", **finance: Any) -> Results:  # noqa: ANN401  as in a file
    """Work out £1,000 a year over whole years from one April."""
    line = {"kind": "recurring", "amount": "1_000", "per": "year"}
    return run(from_data(scenario({"flat": line}, years, start=start, finance=finance)))


def scenario(
    lines: Mapping[str, Any],
    years: int,
    *,
    start: str = "2027-04",
    **more: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """Write a scenario of one option."""
    return {
        "title": "Worked by hand",
        "organisation": {"name": "Nobody"},
        "timeline": {"start": start, "years": str(years)},
        "baseline": "none",
        "options": {"only": {"lines": dict(lines)}},
        **more,
    }


@pytest.mark.parametrize("year", range(20))
def test_each_published_discount_factor(year: int) -> None:
    """[8] With money at the start of the year, the first year is undiscounted."""
    factors = flat(20).by_period("finance.discount_factor")
    assert factors[year] == pytest.approx(FACTORS[year], abs=HALF_A_PLACE)


@pytest.mark.parametrize(("years", "from_0", "from_1"), SUMS)
def test_present_value_of_a_thousand_pounds_a_year(
    years: int, from_0: float, from_1: float
) -> None:
    """[8] The two conventions that differ by 3.5%, each by its name."""
    at_start = flat(years, timing="start").figure("only.present_value")
    at_end = flat(years, timing="end").figure("only.present_value")
    assert at_start == pytest.approx(1000 * from_0, abs=1000 * HALF_A_PLACE)
    assert at_end == pytest.approx(1000 * from_1, abs=1000 * HALF_A_PLACE)


def test_present_value_with_money_in_the_middle_of_the_year() -> None:
    """[8]"""
    value = flat(10, timing="middle").figure("only.present_value")
    assert value == pytest.approx(1000 * sum(MIDDLE), abs=1e-5)


@pytest.mark.parametrize("timing", ["start", "middle", "end"])
def test_equivalent_annual_cost_of_the_same_every_year_is_that(timing: str) -> None:
    assert flat(7, timing=timing).figure("only.equivalent_annual_cost") == pytest.approx(1000)


def test_equivalent_annual_cost_spreads_a_one_off_by_the_published_annuity_factor() -> None:
    line = {"kind": "one_off", "amount": "46_731"}
    cost = run(from_data(scenario({"bought": line}, 5))).figure("only.equivalent_annual_cost")
    assert cost == pytest.approx(46_731 / 4.6731, abs=1)


def test_the_treasurys_own_row_deflated_at_two_per_cent() -> None:
    """[8] Green Book, table 1: £1,000 a year in years 0 to 5, in prices of year 0."""
    line = {"kind": "recurring", "amount": "1_000", "per": "year"}
    told: Comparison = compare(
        from_data(scenario({"flat": line}, 6, finance={"inflation": "2%"})), real=True
    )
    assert [round(each) for each in told.options["only"].billed] == [1000, 980, 961, 942, 924, 906]


def test_a_real_rate_is_not_put_on_nominal_flows() -> None:
    """[8] Deflated at 2% and discounted at 3.5% is 5.57% in all (Fisher)."""
    value = flat(6, inflation="2%").figure("only.present_value")
    both = 1.035 * 1.02
    assert both == pytest.approx(1.0557)
    assert value == pytest.approx(sum(1000 / both**year for year in range(6)))


def test_a_yearly_bill_in_july_is_divided_by_months_served() -> None:
    """[2] £120,000 on 1 July for 12 months: £90,000 this year, £30,000 prepaid."""
    line = {
        "kind": "recurring",
        "amount": "120_000",
        "per": "year",
        "starts": "2027-07",
        "ends": "2028-06",
        "billing": "yearly in advance",
    }
    results = run(from_data(scenario({"contract": line}, 2)))
    assert results.by_period("only.billed.by_year") == [120_000, 0]
    assert results.by_period("only.accrued.by_year") == [90_000, 30_000]
    prepaid = results.by_period("only.prepayment")
    july, march, june = 3, 11, 14
    assert results.by_period("only.billed")[july] == 120_000
    assert prepaid[march] == 30_000
    assert prepaid[june] == 0
