"""Options side by side: periods, price bases, what-ifs and the cheapest agree with each other."""

from collections.abc import Callable
from math import isnan
from pathlib import Path
from typing import Any

import pytest

import licmodel
from licmodel.analysis.comparison import RECORD, Comparison, compare
from licmodel.analysis.figures import MEASURES
from licmodel.assembly.measures import COMMITTED
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from tests.estates import BEYOND, MAIL, comparison_of, results_of, write

LATER = """\
title: Now or later
organisation: {name: A council}
timeline: {start: 2027-04, years: 10}
finance: {discounting: 8%, inflation: 0%}
baseline: now
options:
  now: {lines: {bill: {kind: one_off, amount: 10_000, assumed: made up}}}
  later: {lines: {bill: {kind: one_off, amount: 11_000, starts: 2036-04, assumed: made up}}}
"""


def test_the_three_ways_of_cutting_time_have_one_total(tmp_path: Path) -> None:
    """[1]"""
    years = comparison_of(tmp_path)
    for by in ("contract-year", "month"):
        other = comparison_of(tmp_path, by=by)
        for key, option in years.options.items():
            for flow in ("billed", "accrued", "capital", "revenue", "saving"):
                whole = sum(getattr(option, flow))
                assert sum(getattr(other.options[key], flow)) == pytest.approx(whole)
            assert other.options[key].total == option.total


def test_months_fall_into_the_years_they_belong_to(tmp_path: Path) -> None:
    """[1] A year that ends in August, begun in April, is cut there."""
    text = MAIL.replace("years: 3}", "years: 3, year_end: August}")
    by_year = comparison_of(tmp_path, text)
    by_month = comparison_of(tmp_path, text, by="month")
    assert by_year.periods == ("2026/27", "2027/28", "2028/29", "2029/30")
    assert by_month.periods[:2] == ("2027-04", "2027-05")
    monthly = by_month.options["keep"].billed
    assert by_year.options["keep"].billed == pytest.approx(
        [sum(monthly[:5]), sum(monthly[5:17]), sum(monthly[17:29]), sum(monthly[29:])]
    )


def test_contract_years_begin_where_the_scenario_says(tmp_path: Path) -> None:
    text = MAIL.replace("years: 3}", "years: 3, contract_year_from: 2026-10}")
    by_contract = comparison_of(tmp_path, text, by="contract-year")
    by_month = comparison_of(tmp_path, text, by="month")
    assert by_contract.periods == (
        "year from 2026-10",
        "year from 2027-10",
        "year from 2028-10",
        "year from 2029-10",
    )
    monthly = by_month.options["keep"].billed
    assert by_contract.options["keep"].billed[0] == pytest.approx(sum(monthly[:6]))
    assert by_contract.options["keep"].cumulative_saving is None


def test_real_figures_are_deflated_from_the_second_year(tmp_path: Path) -> None:
    """[8] Inflation of 2% steps each April after the first."""
    nominal = comparison_of(tmp_path, by="month").options["move"]
    real = comparison_of(tmp_path, by="month", real=True).options["move"]
    assert real.billed[0] == nominal.billed[0]
    assert real.billed[12] == pytest.approx(nominal.billed[12] / 1.02)
    assert real.billed[24] == pytest.approx(nominal.billed[24] / 1.02**2)
    assert real.total == pytest.approx(sum(real.billed))
    assert real.present_value == nominal.present_value


def test_where_real_figures_need_inflation_the_place_is_told(tmp_path: Path) -> None:
    text = MAIL.replace("inflation: 2%, ", "")
    with pytest.raises(InputError, match="real figures need inflation") as caught:
        comparison_of(tmp_path, text, real=True)
    assert "mail.yaml:5" in str(caught.value)


def test_the_cheapest_is_the_lowest_present_value_and_not_the_lowest_total(tmp_path: Path) -> None:
    """[8] Money later is worth less, so the two can disagree; both can be asked for."""
    comparison = comparison_of(tmp_path, LATER)
    assert comparison.cheapest() == "later"
    assert comparison.cheapest("total") == "now"
    assert comparison.options["later"].present_value == pytest.approx(11_000 / 1.08**9)


def test_options_come_in_the_order_asked_for(tmp_path: Path) -> None:
    assert list(comparison_of(tmp_path, options=["move", "keep"]).options) == ["move", "keep"]
    with pytest.raises(InputError, match="no option is called mvoe"):
        comparison_of(tmp_path, options=["mvoe"])
    with pytest.raises(InputError, match="no option is called lapse"):
        comparison_of(tmp_path, options=["lapse"])


def test_what_ifs_stand_beside_the_base_and_leave_it_alone(tmp_path: Path) -> None:
    base = comparison_of(tmp_path)
    with_them = comparison_of(tmp_path, what_ifs=True)
    assert with_them.options == base.options
    assert list(with_them.what_ifs) == ["dearer", "shrink"]
    dearer = with_them.what_ifs["dearer"]
    assert dearer["keep"].total == base.options["keep"].total
    seats = base.options["move"].lines["seats"].billed
    assert dearer["move"].lines["seats"].billed == pytest.approx([1.22 * each for each in seats])
    assert dearer["hurry"].lines["seats"].billed == dearer["move"].lines["seats"].billed


def test_an_option_equal_to_its_parent_has_its_figures_to_the_bit(tmp_path: Path) -> None:
    text = MAIL.replace("    lines:\n      migration: {months: 1}\n", "")
    options = comparison_of(tmp_path, text).options
    assert options["hurry"].billed == options["move"].billed
    assert options["hurry"].present_value == options["move"].present_value


def test_lost_vat_is_in_the_option_and_in_no_line(tmp_path: Path) -> None:
    """[9] A tenth of 20% is lost on all lines but people's pay."""
    option = comparison_of(tmp_path).options["move"]
    in_lines = sum(sum(line.billed) for line in option.lines.values())
    assert option.irrecoverable_vat == pytest.approx(0.1 * 0.2 * in_lines)
    assert option.total == pytest.approx(1.02 * in_lines)


def test_the_internal_rate_is_there_where_more_is_spent_at_first(tmp_path: Path) -> None:
    text = MAIL.replace("amount: 18_000", "amount: 40_000")
    asked = comparison_of(tmp_path, text, with_irr=True).options
    assert asked["keep"].internal_rate is None
    rate = asked["move"].internal_rate
    assert rate is not None
    flows = asked["move"].saving or []
    assert flows[0] < 0 < flows[1]
    assert sum(flow / (1 + rate) ** n for n, flow in enumerate(flows)) == pytest.approx(0, abs=1e-3)
    assert comparison_of(tmp_path, text).options["move"].internal_rate is None  # not asked for


def test_the_records_hold_every_figure_once(tmp_path: Path) -> None:
    comparison = comparison_of(tmp_path)
    records = comparison.records()
    assert len({record[:4] for record in records}) == len(records)
    assert {record[2] for record in records} == set(MEASURES) - set(COMMITTED)
    figures = {record[:4]: record[4] for record in records}
    assert figures["move", "", "billed", "2028/29"] == comparison.options["move"].billed[1]
    seats = comparison.options["move"].lines["seats"]
    assert figures["move", "seats", "accrued", "2029/30"] == seats.accrued[2]


def test_the_frame_holds_the_records(tmp_path: Path) -> None:
    comparison = comparison_of(tmp_path)
    frame = comparison.to_frame()
    assert list(frame.columns) == list(RECORD)
    assert len(frame) == len(comparison.records())
    own = frame[(frame["line"] == "") & (frame["measure"] == "billed")]
    totals = own.groupby("option")["value"].sum()
    for key, option in comparison.options.items():
        assert totals[key] == pytest.approx(option.total)


def test_results_already_worked_out_can_be_compared(tmp_path: Path) -> None:
    comparison = compare(results_of(tmp_path, MAIL, "dearer"))
    assert isinstance(comparison, Comparison)
    assert comparison.options == comparison_of(tmp_path).options
    assert list(comparison.what_ifs) == ["dearer"]


def test_an_unknown_total_is_never_the_cheapest(tmp_path: Path) -> None:
    """[17]"""
    assert comparison_of(tmp_path, BEYOND).cheapest() == "keep"
    assert comparison_of(tmp_path, BEYOND, options=["move"]).cheapest() is None


def test_break_even_and_payback_agree_on_who_is_ahead_for_good(tmp_path: Path) -> None:
    """[20] Behind in the last year: neither a month nor a number of years."""
    late = MAIL.replace("starts: 2027-06, months: 3", "starts: 2029-06, months: 3")
    behind = comparison_of(tmp_path, late.replace("amount: 18_000", "amount: 90_000"))
    option = behind.options["move"]
    assert option.break_even is None
    assert option.payback_years is not None
    assert isnan(option.payback_years)
    early = comparison_of(tmp_path).options["move"]
    assert early.break_even == "2028-10"
    so_far = comparison_of(tmp_path, by="month").options["move"].cumulative_saving or []
    first = 12 + 6  # October 2028
    assert so_far[first - 1] < 0 <= min(so_far[first:])
    assert early.payback_years == 0  # at the end of no year is it behind


def test_the_scenario_may_be_given_as_loaded(tmp_path: Path) -> None:
    assert compare(load(write(tmp_path))).baseline == "keep"


ANY: Any = licmodel
"""As the package is to those who check no types."""


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda _: ANY.compare("mail.yaml"), "compare takes a scenario"),
        (lambda s: ANY.compare(s, by="year"), "no period is called year"),
        (lambda s: ANY.compare(s, options="keep"), r"options=\['keep'\]"),
        (lambda s: ANY.compare(s, options=[]), "options is a list of names"),
        (lambda s: ANY.compare(s, what_ifs="dearer"), "what_ifs is True or False"),
        (lambda s: ANY.compare(s).cheapest("payback_years"), "no cost is called payback"),
        (lambda s: ANY.compare(s).cheapest("zz"), "present_value, total"),
        (lambda s: ANY.explain(s, 3), "explain takes the key of a figure"),
        (lambda _: ANY.explain("mail.yaml", "keep.total"), "explain takes a scenario"),
        (lambda s: ANY.explain(s, "keep.total", depth=-1), "0 or more"),
        (lambda s: ANY.explain(s, "keep.total", what_if="nope"), "no what-if is called nope"),
        (lambda _: ANY.run("mail.yaml"), "run takes a scenario"),
        (lambda s: ANY.run(s, "dearer"), r"what_ifs=\['dearer'\]"),
        (lambda s: ANY.run(s).figure("keep.totl"), "no figure is called keep.totl"),
        (lambda s: ANY.run(s).by_period("keep.biled"), "keep.billed"),
        (lambda s: ANY.run(s).figure("keep.total", "nope"), "no what-if called nope"),
        (lambda s: ANY.run(s).explain("keep.total", what_if="nope"), "called nope"),
        (lambda _: ANY.load({}), "load takes the name of a file"),
        (lambda _: ANY.from_data("mail.yaml"), "from_data takes a table of keys"),
        (lambda _: ANY.verify(3), "verify takes the name of a file"),
    ],
)
def test_what_no_function_takes_is_refused_by_name(
    tmp_path: Path, ask: Callable[[Any], object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        ask(load(write(tmp_path)))


def test_a_figure_is_explained_under_a_what_if(tmp_path: Path) -> None:
    scenario = load(write(tmp_path))
    dearer = licmodel.explain(scenario, "move.seats.billed", "2027/28", what_if="dearer").value
    assert dearer == pytest.approx(
        1.22 * licmodel.explain(scenario, "move.seats.billed", "2027/28").value
    )
