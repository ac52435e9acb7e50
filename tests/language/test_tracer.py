"""How one figure came about: what mattered to it is told, and nothing else."""

from collections.abc import Sequence
from math import isnan, nan

import pytest

from licmodel.language import operators as say
from licmodel.language.evaluate import evaluate
from licmodel.language.program import Input, Periods, Program, Row, Span
from licmodel.language.words import Trace, Tracer

PERIODS = Periods(
    ("2027-02", "2027-03", "2027-04", "2027-05"),
    (Span("2026/27", 0, 1), Span("2027/28", 2, 3)),
)


@pytest.fixture
def program() -> Program:
    """Seats that grow month by month, at a price that rises in the third month."""
    program = Program(PERIODS)
    signed = program.input("signed", "seats signed", "user", 10)
    joiners = program.input("joiners", "joiners a month", "user", 5)
    enough = program.input("enough", "seats for a discount", "user", 22)
    before = program.input("before", "the month before", "1", 0)
    prices = [
        (
            program.input(f"price.{at}.from", f"from {at}", "1", at),
            program.input(f"price.{at}", f"price {at}", "GBP/user", price),
        )
        for at, price in ((1, 3), (3, 4))
    ]
    off = program.input("off", "discounted price", "GBP/user", 2)
    month = program.row("month", "month", say.previous("1") + 1, before)
    seats = program.row("seats", "seats", say.previous("user") + joiners, signed)
    price = program.row("price", "price", say.look_up(month, prices))
    cost = program.row("cost", "cost", seats * say.where(seats >= enough, off, price))
    program.row("late", "paid late", say.lag(seats) * price)
    yearly = program.row("yearly", "cost a year", say.by_year(cost))
    program.row("whole", "cost in all", say.total(yearly))
    return program


def traced(
    program: Program, key: str, period: int = 0, depth: int | None = None, **given: float
) -> Trace:
    return Tracer(program, evaluate(program, given)).trace(key, period, depth)


def told(trace: Trace) -> list[str]:
    """What stands directly below, with its periods."""
    return [f"{each.key} {each.when}".strip() for each in trace.below]


def levels(trace: Trace) -> int:
    return 1 + max(map(levels, trace.below), default=-1)


def test_a_figure_is_told_with_its_rule_unit_and_period(program: Program) -> None:
    trace = traced(program, "late", 1)
    assert (trace.key, trace.label, trace.when) == ("late", "paid late", "2027-03")
    assert (trace.value, trace.unit) == (15 * 3, "GBP")
    assert trace.rule == "seats a month earlier × price"
    assert isinstance(trace.of, Row)
    assert (trace.times, trace.until) == (1, "")


def test_an_input_is_where_telling_ends(program: Program) -> None:
    trace = traced(program, "off", off=2.5)
    assert (trace.label, trace.value, trace.unit) == ("discounted price", 2.5, "GBP/user")
    assert (trace.when, trace.rule, trace.below) == ("", "", ())
    assert isinstance(trace.of, Input)


@pytest.mark.parametrize(
    ("period", "branch"), [(0, "price 2027-02"), (1, "price 2027-03"), (2, "off"), (3, "off")]
)
def test_only_the_selected_branch_is_told(program: Program, period: int, branch: str) -> None:
    """[17]."""
    month = PERIODS.months[period]
    assert told(traced(program, "cost", period)) == [f"seats {month}", "enough", branch]


def test_a_condition_on_the_month_before_selects_by_that_month(program: Program) -> None:
    """[17]: there are enough seats from the third month on, and a month later there were."""
    seats, enough, off, price = map(program.reference, ("seats", "enough", "off", "price"))
    program.row("behind", "behind", say.where(say.lag(seats) >= enough, off, price))
    assert told(traced(program, "behind", 2)) == ["seats 2027-03", "enough", "price 2027-04"]
    assert told(traced(program, "behind", 3)) == ["seats 2027-04", "enough", "off"]


def test_of_an_unknown_condition_neither_branch_is_told(program: Program) -> None:
    """[17]."""
    trace = traced(program, "cost", 0, enough=nan)
    assert isnan(trace.value)
    assert told(trace) == ["seats 2027-02", "enough"]


@pytest.mark.parametrize(("period", "point"), [(0, "price.1"), (1, "price.1"), (2, "price.3")])
def test_of_a_look_up_the_point_in_force_is_told(program: Program, period: int, point: str) -> None:
    """[5]."""
    trace = traced(program, "price", period)
    assert told(trace) == [f"month {PERIODS.months[period]}", point]
    assert trace.value == trace.below[1].value


def test_before_the_first_point_none_is_told(program: Program) -> None:
    """[6]."""
    trace = traced(program, "price", 0, before=-1)
    assert isnan(trace.value)
    assert told(trace) == ["month 2027-02"]


def test_a_figure_before_is_told_as_a_figure_and_an_opening_to_the_end(program: Program) -> None:
    """[13]."""
    third = traced(program, "seats", 2)
    assert told(third) == ["seats 2027-03", "joiners"]
    assert (third.below[0].value, third.below[0].below) == (20, ())
    first = traced(program, "seats", 0)
    opening = first.below[0]
    assert (opening.when, opening.value, opening.rule) == ("before 2027-02", 10, "seats signed")
    assert told(opening) == ["signed"]


def test_a_figure_a_month_earlier_is_that_months(program: Program) -> None:
    assert told(traced(program, "late", 2)) == ["seats 2027-03", "price 2027-04"]
    assert told(traced(program, "late", 0)) == ["seats before 2027-02", "price 2027-02"]
    assert traced(program, "late", 0).below[0].value == 10


def test_own_first_is_told_as_its_first_month(program: Program) -> None:
    """[13]."""
    own = program.row("own", "own", program.reference("cost") + 0, "own first")
    program.row("earlier", "earlier", say.lag(own))
    opening = traced(program, "earlier", 0).below[0]
    assert (opening.when, opening.value) == ("before 2027-02", 45)
    assert told(opening) == ["cost 2027-02"]


def test_a_year_tells_its_own_months_and_a_total_its_years(program: Program) -> None:
    """[1]."""
    assert told(traced(program, "yearly", 0)) == ["cost 2027-02", "cost 2027-03"]
    year = traced(program, "yearly", 1)
    assert (year.when, told(year)) == ("2027/28", ["cost 2027-04", "cost 2027-05"])
    whole = traced(program, "whole")
    assert (whole.when, told(whole)) == ("", ["yearly 2026/27", "yearly 2027/28"])
    assert whole.value == sum(each.value for each in whole.below) == 45 + 60 + 50 + 60


def test_neighbouring_months_with_one_figure_are_told_once(program: Program) -> None:
    trace = traced(program, "yearly", 0, joiners=0)
    (cost,) = trace.below
    assert (cost.when, cost.until, cost.times, cost.value) == ("2027-02", "2027-03", 2, 30)
    assert trace.value == cost.times * cost.value


def test_months_of_nothing_are_told_as_figures_only(program: Program) -> None:
    (cost,) = traced(program, "yearly", 0, joiners=0, signed=0).below
    assert (cost.value, cost.times, cost.below) == (0, 2, ())


def test_the_first_period_of_a_row_is_one_figure(program: Program) -> None:
    program.row("start", "start", say.at_start(program.reference("cost")))
    assert told(traced(program, "start")) == ["cost 2027-02"]


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_no_more_levels_are_told_than_asked_for(program: Program, depth: int) -> None:
    assert levels(traced(program, "whole", 0, depth)) == depth


def test_all_levels_are_told_where_no_depth_is_given(program: Program) -> None:
    assert levels(traced(program, "whole")) > 3

    def leaves(trace: Trace) -> set[str]:
        return set().union(*map(leaves, trace.below)) if trace.below else {trace.key}

    inputs = {"signed", "joiners", "enough", "off", "before", "price.1"}
    assert leaves(traced(program, "whole")) - {"month", "seats"} == inputs


def test_what_is_read_twice_is_told_once(program: Program) -> None:
    seats = program.reference("seats")
    program.row("square", "square", (seats - seats) * seats / seats)
    assert told(traced(program, "square", 1)) == ["seats 2027-03"]


@pytest.mark.parametrize(("column", "costs"), [(0, [45, 60]), (1, [36, 42])])
def test_one_column_of_a_batch_is_told(program: Program, column: int, costs: Sequence[int]) -> None:
    values = evaluate(program, {"joiners": [5, 2], "signed": [10, 10]})
    year = Tracer(program, values, column).trace("yearly", 0)
    assert year.value == sum(costs)
    assert [each.value for each in year.below] == costs
