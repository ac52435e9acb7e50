"""Rows are said in words, and a figure tells how it came about."""

import math
from collections.abc import Callable, Iterator

import pytest

from licmodel.language.evaluate import evaluate
from licmodel.language.expression import Expr
from licmodel.language.operators import (
    ONE_MONTH,
    add_up,
    at_start,
    by_year,
    counted,
    equals,
    every,
    floor,
    internal_rate,
    lag,
    largest,
    least,
    look_up,
    most,
    negate,
    position_of_largest,
    previous,
    remainder,
    round_to,
    round_up,
    some,
    total,
    where,
)
from licmodel.language.program import Periods, Program, Span
from licmodel.language.words import Trace, Tracer, describe


@pytest.fixture
def program() -> Program:
    """Two years of six months, with seats that are dearer from the second."""
    months = tuple(f"2027-{month:02}" for month in range(1, 13))
    return Program(Periods(months, (Span("early", 0, 5), Span("late", 6, 11))))


@pytest.fixture
def seats(program: Program) -> Expr:
    return program.input("seats", "seats", "user", 10)


@pytest.fixture
def spare(program: Program) -> Expr:
    return program.input("spare", "spare seats", "user", 3)


@pytest.fixture
def price(program: Program) -> Expr:
    return program.input("price", "price", "GBP/user", 5)


@pytest.fixture
def month(program: Program) -> Expr:
    start = program.input("start", "first month", "month", 1)
    return program.row("month", "the month", previous("month") + ONE_MONTH, start - ONE_MONTH)


def told(trace: Trace) -> Iterator[str]:
    """A trace as indented lines, to be read here."""
    when = f" {trace.when}" if trace.when else ""
    until = f" to {trace.until} ({trace.times} times)" if trace.times > 1 else ""
    rule = f" = {trace.rule}" if trace.rule else ""
    yield f"{trace.label}{when}{until}: {trace.value:g} {trace.unit}{rule}"
    for below in trace.below:
        yield from (f"  {line}" for line in told(below))


def keys(trace: Trace) -> list[str]:
    return [below.key for below in trace.below]


# --- words ---

Said = Callable[[Expr, Expr, Expr], Expr]


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (lambda a, b, p: (a + b) * p, "(seats + spare seats) × price"),
        (lambda a, b, p: a * p + b * p, "seats × price + spare seats × price"),
        (lambda a, b, _: a - (b - a), "seats - (spare seats - seats)"),
        (lambda a, b, _: a - b - a, "seats - spare seats - seats"),
        (lambda a, b, p: p / (a / b), "price ÷ (seats ÷ spare seats)"),
        (lambda a, b, _: (a / b) ** (b / a), "(seats ÷ spare seats) ^ (spare seats ÷ seats)"),
        (lambda a, b, _: counted(a + b, "1") * a, "(seats + spare seats) × seats"),
        (lambda a, b, _: a >= b, "seats ≥ spare seats"),
        (lambda a, b, _: a < b, "spare seats > seats"),
        (lambda a, b, _: equals(a, b), "seats is spare seats"),
        (
            lambda a, b, _: every(a > b, a > 0, b > 0),
            "(seats > spare seats and seats > 0 and spare seats > 0)",
        ),
        (
            lambda a, b, _: some(a > b, negate(b > a)),
            "(seats > spare seats or not (spare seats > seats))",
        ),
        (lambda a, b, _: where(a > b, a, 0), "(seats if seats > spare seats, otherwise 0)"),
        (lambda a, b, _: least(a, b), "the smaller of (seats) and (spare seats)"),
        (lambda a, b, _: most(a, b), "the larger of (seats) and (spare seats)"),
        (lambda a, b, _: remainder(a, b), "remainder of (seats) ÷ (spare seats)"),
        (lambda a, _, __: floor(a), "(seats) rounded down"),
        (lambda a, _, __: round_up(a), "(seats) rounded up to whole"),
        (lambda a, _, __: round_to(a, 2), "(seats) rounded to 2 decimals"),
        (lambda a, b, _: add_up(a, b, a), "the sum of seats, spare seats, seats"),
        (
            lambda a, b, p: look_up(a, [(0, p), (b, p)]),
            "the figure in force at seats (2 dated or stepped points)",
        ),
        (lambda a, _, __: previous("user") + a, "the figure a month earlier + seats"),
        (lambda a, _, __: previous("user", "year") + a, "the figure a year earlier + seats"),
    ],
)
@pytest.mark.usefixtures("seats", "spare", "price")
def test_a_row_is_said_as_a_person_would(say: Said, words: str, program: Program) -> None:
    a, b, p = map(program.reference, ("seats", "spare", "price"))
    assert describe(program, say(a, b, p)) == words


def test_folds_and_earlier_figures_are_said_by_the_row_s_name(
    program: Program, month: Expr
) -> None:
    years = program.row("years", "months of the year", by_year(month))
    said = {
        total(month): "total of the month",
        years: "months of the year",
        by_year(month): "the month added up over the year",
        largest(month): "largest of the month",
        position_of_largest(month): "number of the first period with the largest the month",
        at_start(month): "the month in the first period",
        internal_rate(years): "internal rate of return of months of the year",
        lag(month): "the month a month earlier",
    }
    assert [describe(program, expr) for expr in said] == list(said.values())


def test_a_label_may_hold_braces(program: Program, seats: Expr) -> None:
    odd = program.input("odd", "seats {0} of {all}", "user", 1)
    assert describe(program, most(odd, seats)) == "the larger of (seats {0} of {all}) and (seats)"
    assert describe(program, add_up(odd, seats)) == "the sum of seats {0} of {all}, seats"


# --- traces ---


def test_a_year_s_figure_is_told_down_to_what_was_put_in(
    program: Program, seats: Expr, price: Expr, month: Expr
) -> None:
    dearer = program.input("dearer", "price from July", "GBP/user", 6)
    july = program.input("july", "July", "month", 7)
    in_force = program.row(
        "in force", "price in force", look_up(month, [(0, price), (july, dearer)])
    )
    cost = program.row("cost", "cost", seats * in_force)
    program.row("years", "cost by year", by_year(cost))
    tracer = Tracer(program, evaluate(program))
    in_force_at_the_month = "the figure in force at the month (2 dated or stepped points)"
    assert list(told(tracer.trace("years", 1))) == [
        "cost by year late: 360 GBP = cost added up over the year",
        "  cost 2027-07 to 2027-12 (6 times): 60 GBP = seats × price in force",
        "    seats: 10 user",
        "    price in force 2027-07: 6 GBP/user = " + in_force_at_the_month,
        "      the month 2027-07: 7 month = the figure a month earlier + 1",
        "        the month 2027-06: 6 month = the figure a month earlier + 1",
        "      price from July: 6 GBP/user",
    ]
    assert keys(tracer.trace("in force", 3)) == ["month", "price"]


def test_a_branch_that_was_not_chosen_is_not_told(
    program: Program, seats: Expr, spare: Expr, price: Expr
) -> None:
    del price
    program.row(
        "paid",
        "paid",
        where(
            seats > spare, seats, program.reference("price") * (seats / program.reference("price"))
        ),
    )
    assert keys(Tracer(program, evaluate(program)).trace("paid")) == ["seats", "spare"]
    fewer = evaluate(program, {"seats": 2})
    assert keys(Tracer(program, fewer).trace("paid")) == ["seats", "spare", "price"]


def test_of_an_unknown_condition_only_the_condition_is_told(
    program: Program, seats: Expr, spare: Expr, price: Expr
) -> None:
    program.row("paid", "paid", where(seats > spare, price, 0))
    trace = Tracer(program, evaluate(program, {"seats": math.nan})).trace("paid")
    assert math.isnan(trace.value)
    assert keys(trace) == ["seats", "spare"]


def test_a_condition_may_rest_on_a_fold(
    program: Program, seats: Expr, spare: Expr, month: Expr
) -> None:
    """Seventy-eight is what twelve months add up to."""
    often = program.input("often", "often", "month", 78)
    program.row("paid", "paid", where(total(month) >= often, seats, spare))
    assert keys(Tracer(program, evaluate(program)).trace("paid"))[-2:] == ["often", "seats"]
    seldom = Tracer(program, evaluate(program, {"often": 79})).trace("paid")
    assert keys(seldom)[-2:] == ["often", "spare"]


@pytest.mark.parametrize(
    ("at", "chosen"),
    [
        (0, None),
        (1, "first"),
        (2 - 1e-9, "second"),
        (2, "second"),
        (30, "second"),
        (math.nan, None),
    ],
)
def test_a_look_up_tells_the_point_that_was_chosen(
    at: float, chosen: str | None, program: Program
) -> None:
    """[16] By the same guard as in the engine; before the first point there is none."""
    date = program.input("date", "date", "month", at)
    points = [
        (
            program.input(f"from {key}", key, "month", begins),
            program.input(key, key, "GBP", 10 * begins),
        )
        for key, begins in (("first", 1), ("second", 2))
    ]
    program.row("price in force", "price in force", look_up(date, points))
    trace = Tracer(program, evaluate(program)).trace("price in force")
    assert keys(trace) == ["date", *([chosen] if chosen else [])]
    assert math.isnan(trace.value) == (chosen is None)


def test_before_an_unknown_point_none_is_told(program: Program, seats: Expr, price: Expr) -> None:
    later = program.input("later", "later", "user", math.nan)
    program.row("in force", "in force", look_up(seats, [(0, price), (later, price)]))
    assert keys(Tracer(program, evaluate(program)).trace("in force")) == ["seats"]


def test_the_figure_before_is_told_without_its_own_tale_down_to_the_opening(
    program: Program, month: Expr
) -> None:
    del month
    tracer = Tracer(program, evaluate(program))
    later, first, opening = (tracer.trace("month", period) for period in (5, 0, -1))
    assert [(below.when, below.value, below.below) for below in later.below] == [("2027-05", 5, ())]
    assert list(told(first)) == [
        "the month 2027-01: 1 month = the figure a month earlier + 1",
        "  the month before 2027-01: 0 month = first month - 1",
        "    first month: 1 month",
    ]
    assert opening.rule == "first month - 1"


def test_what_stood_before_as_in_the_first_month_is_told_as_that(
    program: Program, seats: Expr, month: Expr
) -> None:
    paid = program.row("paid", "paid", seats * counted(month, "1"), "own first")
    program.row("change", "change", paid - lag(paid))
    change = Tracer(program, evaluate(program)).trace("change")
    assert change.value == 0
    assert list(told(change.below[1]))[:3] == [
        "paid before 2027-01: 10 user = seats × the month",
        "  seats: 10 user",
        "  the month 2027-01: 1 month = the figure a month earlier + 1",
    ]


def test_months_alike_are_told_once_and_nothing_has_no_tale(
    program: Program, seats: Expr, month: Expr
) -> None:
    """Of months that are unknown too, neighbours are told once."""
    ends = program.input("ends", "last month", "month", 4)
    active = program.row("active", "active", where(ends >= month, seats, 0))
    program.row("all", "all", total(active))
    told_months = Tracer(program, evaluate(program)).trace("all").below
    assert [(each.when, each.until, each.times, each.value) for each in told_months] == [
        ("2027-01", "2027-04", 4, 10),
        ("2027-05", "2027-12", 8, 0),
    ]
    assert told_months[0].below
    assert not told_months[1].below
    unknown = Tracer(program, evaluate(program, {"seats": math.nan})).trace("all")
    assert [each.times for each in unknown.below] == [4, 8]


def test_of_the_largest_only_its_month_is_told(program: Program, month: Expr) -> None:
    six = program.input("six", "six", "month", 6)
    hill = program.row("hill", "hill", least(month, six + six - month))
    program.row("peak", "peak", largest(hill))
    program.row("place", "place", position_of_largest(hill))
    tracer = Tracer(program, evaluate(program))
    for key in ("peak", "place"):
        assert [below.when for below in tracer.trace(key).below] == ["2027-06"]
    unknown = Tracer(program, evaluate(program, {"six": math.nan}))
    assert [below.times for below in unknown.trace("peak").below] == [12]


def test_a_trace_goes_as_deep_as_it_is_asked_to(program: Program, seats: Expr, price: Expr) -> None:
    cost = program.row("cost", "cost", seats * price)
    program.row("twice", "twice", cost + cost)
    tracer = Tracer(program, evaluate(program))
    assert tracer.trace("twice", depth=0).below == ()
    assert [below.below for below in tracer.trace("twice", depth=1).below] == [()]
    assert len(list(told(tracer.trace("twice")))) == 4
    assert tracer.trace("seats").below == ()
    assert tracer.trace("seats").of is program.inputs["seats"]


def test_a_case_of_a_batch_is_told_with_its_own_figures(
    program: Program, seats: Expr, spare: Expr, month: Expr
) -> None:
    grown = program.row("grown", "grown", previous("user") + seats, spare)
    program.row("later", "later", lag(grown))
    values = evaluate(program, {"seats": [1, 2], "spare": [5, 6]})
    for case, (own, before) in enumerate([(1, 5), (2, 6)]):
        trace = Tracer(program, values, case).trace("later")
        assert trace.value == before
        assert Tracer(program, values, case).trace("grown", 1).value == before + 2 * own
    del month


def test_a_figure_reached_in_many_ways_is_traced_once(program: Program, seats: Expr) -> None:
    """Else thirty rows that each read the one above twice had a thousand million tales."""
    row = program.row("row", "row", seats * 1)
    ups, downs = program.row("up", "up", row * 1), program.row("down", "down", row - 0)
    program.row("sum", "sum", ups + downs)
    up, down = Tracer(program, evaluate(program)).trace("sum").below
    assert up.below[0] is down.below[0]
