"""Figures worked out by hand, unknowns, loops written out plainly, and the batch law."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import accumulate
from math import isnan, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licmodel.errors import ModelError
from licmodel.language import operators as say
from licmodel.language.evaluate import Evaluator, Values, evaluate
from licmodel.language.expression import Expr, apply
from licmodel.language.numeric import Array
from licmodel.language.program import Periods, Program, Span
from licmodel.language.table import OPERATORS

Make = Callable[..., Any]
T, F = True, False
MONTHS = 17
PERIODS = Periods(
    tuple(f"month {number}" for number in range(MONTHS)),
    (Span("short first", 0, 1), Span("whole", 2, 13), Span("short last", 14, 16)),
    (Span("first", 1, 5), Span("second", 6, 10)),
)


def bits(figures: Array) -> bytes:
    """What is compared bit for bit; there is one unknown only."""
    return np.where(np.isnan(figures), nan, figures).tobytes()


def answer(make: Make, *figures: float) -> float:
    """One figure; a bool is a flag. Asked in every way there is, and answered alike."""
    program = Program(PERIODS)
    leaves = [
        program.input(f"x{at}", "", "flag" if isinstance(figure, bool) else "1", figure)
        for at, figure in enumerate(figures)
    ]
    program.input("doubt", "Makes the evaluator careful", "1", 0)
    program.row("answer", "", make(*leaves))
    quick = evaluate(program)["answer"]
    batch: dict[str, list[float]] = {f"x{at}": [0, x, 1] for at, x in enumerate(figures)}
    others = [
        evaluate(program, {"doubt": nan})["answer"],
        evaluate(program, batch)["answer"][:, 1:2],
        evaluate(program, batch | {"doubt": [nan]}, block=1)["answer"][:, 1:2],
    ]
    assert {bits(other) for other in others} == {bits(quick)}
    return float(quick[0, 0])


BY_HAND: list[tuple[str, Make, list[tuple[Sequence[float], float]]]] = [
    ("+", lambda a, b: a + b, [((0.1, 0.2), 0.30000000000000004)]),
    ("-", lambda a, b: a - b, [((1, 3.5), -2.5)]),
    ("*", lambda a, b: a * b, [((100, 1.1), 110.00000000000001)]),
    ("/", lambda a, b: a / b, [((1, 8), 0.125), ((5, 0), nan), ((0, 0), nan), ((1, 5e-324), nan)]),
    ("^", lambda a, b: a**b, [((1.5, 3), 3.375), ((4, 0.5), 2), ((1, 0.5), 1), ((-2, 3), -8)]),
    ("^", lambda a, b: a**b, [((2, -2), 0.25), ((0, 0), 1), ((0, -1), nan), ((-1, 0.5), nan)]),
    ("at least", lambda a, b: a >= b, [((0.1 + 0.2, 0.3), 1), ((0.3, 0.1 + 0.2), 1)]),
    ("at least", lambda a, b: a >= b, [((0.299999, 0.3), 0), ((11e6, 1e7 * 1.1), 1)]),
    ("more than", lambda a, b: a > b, [((0.1 + 0.2, 0.3), 0), ((0.300001, 0.3), 1)]),
    ("more than", lambda a, b: a > b, [((1e7 * 1.1, 11e6), 0), ((2, 3), 0)]),
    ("equals", say.equals, [((0.1 + 0.2, 0.3), 1), ((0.300001, 0.3), 0), ((0.3, 0.300001), 0)]),
    ("every", say.every, [((T, T, T), 1), ((T, F, T), 0), ((T, T, F), 0), ((F, T, T), 0)]),
    ("some", say.some, [((F, F, F), 0), ((F, T, F), 1), ((F, F, T), 1), ((T, F, F), 1)]),
    ("not", say.negate, [((T,), 0), ((F,), 1)]),
    ("where", say.where, [((T, 2, 3), 2), ((F, 2, 3), 3)]),
    ("least", say.least, [((2, -3), -3)]),
    ("most", say.most, [((2, -3), 2)]),
    ("mod", say.remainder, [((14, 12), 2), ((-1, 12), 11), ((5, -3), -1), ((5, 0), nan)]),
    ("mod", say.remainder, [((11.9999999, 12), 0), ((-11.5, 12), 0)]),
    ("floor", say.floor, [((2.7,), 2), ((-2.5,), -3), ((0.29 * 100,), 29), ((28.9999,), 28)]),
    (
        "round",
        partial(say.round_to, digits=2),
        [((1.005,), 1.01), ((-2.675,), -2.68), ((1.0049,), 1)],
    ),
    ("round", partial(say.round_to, digits=0), [((-2.5,), -3), ((2.4999,), 2), ((-0.4,), 0)]),
    ("round", partial(say.round_to, digits=-3), [((1500,), 2000), ((-1499,), -1000)]),
    ("round up", say.round_up, [((100 * 1.1,), 110), ((110.01,), 111), ((-2.5,), -3), ((0,), 0)]),
    ("sum", say.add_up, [((1e16, 1, -1e16), 0), ((1, 2, 3, 4), 10)]),
    ("look up", lambda x, a, b: say.look_up(x, [(a, b)]), [((0.3, 0.1 + 0.2, 7), 7)]),
    ("look up", lambda x, a, b: say.look_up(x, [(a, b)]), [((0.29, 0.3, 7), nan)]),
    ("as", lambda x: say.counted(x, "user"), [((3,), 3)]),
]
EACH = [(op, make, *case) for op, make, cases in BY_HAND for case in cases]


@pytest.mark.parametrize(("make", "figures", "result"), [case[1:] for case in EACH])
def test_every_operator_by_hand(make: Make, figures: Sequence[float], result: float) -> None:
    """[4] whole licences, [11] half away from zero, [16] guards, [17] no answer is unknown."""
    found = answer(make, *figures)
    assert found == result or (isnan(found) and isnan(result))
    assert str(found) != "-0.0"


@pytest.mark.parametrize(
    ("op", "make", "figures"), [case[:3] for case in EACH if case[0] not in {"where", "look up"}]
)
def test_unknown_goes_through_every_operator(op: str, make: Make, figures: Sequence[float]) -> None:
    """[17]; but to the power of nothing, anything is 1."""
    assert {each[0] for each in BY_HAND} == set(OPERATORS), "one is left out above"
    for at, figure in enumerate(figures):
        others = [*figures[:at], nan, *figures[at + 1 :]]
        if isinstance(figure, bool):  # a flag is unknown where what it compares is
            found = answer(lambda *x: make(*[each > 0 for each in x]), *map(float, others))
        else:
            found = answer(make, *others)
        assert isnan(found) or (op == "^" and others[1] == 0 and found == 1)


def test_an_unselected_branch_is_silent_and_an_unknown_condition_is_not() -> None:
    """[17]."""
    assert answer(say.where, T, 2, nan) == 2
    assert answer(say.where, F, nan, 3) == 3
    assert all(isnan(answer(say.where, *each)) for each in ((T, nan, 3), (F, 2, nan)))
    assert isnan(answer(lambda x: say.where(x > 0, 1, 1), nan))
    assert answer(lambda a, b: say.where(b > 0, a / b, 0), 5, 0) == 0


def test_a_look_up_takes_the_last_point_reached() -> None:
    """[5] before the first point no price is in force; [17] an unknown key hides earlier ones."""

    def price(on: float, *points: float) -> float:
        return answer(lambda x, *p: apply("look up", x, *p), on, *points)

    assert [price(on, 1, 10, 5, 50) for on in (1, 4.9, 5, 99)] == [10, 10, 50, 50]
    assert isnan(price(0.9, 1, 10, 5, 50))
    assert isnan(price(nan, 1, 10, 5, 50))
    assert price(3, 1, 10, 5, nan) == 10
    assert all(isnan(price(*each)) for each in ((5, 1, 10, 5, nan), (3, 1, 10, nan, 50)))
    assert price(6, nan, 10, 5, 50) == 50
    assert price(9, 5, 50, 1, 10) == 10  # not in order: the last one in the list


class Line:
    """A program with one figure a month, times an input that may vary."""

    def __init__(self, figures: Sequence[float]) -> None:
        self.program = Program(PERIODS)
        start = self.program.input("start", "", "1", -1)
        self.times = self.program.input("times", "", "1", 1)
        self.month = self.program.row("month", "", say.previous("1") + 1, start)
        self.x = self.program.row("x", "", self.series("x", figures) * self.times)

    def series(self, name: str, figures: Sequence[float]) -> Expr:
        enter = self.program.input
        points = [
            (enter(f"{name}.{at}.from", "", "1", at), enter(f"{name}.{at}", "", "1", figure))
            for at, figure in enumerate(figures)
        ]
        return say.look_up(self.month, points)

    def check(self, row: Expr, expected: Callable[[float], Sequence[float]]) -> None:
        """Compare with plain arithmetic, for one column, a few, and many."""
        for times in ([1.0], [0.5, -1.0, 3.0], [at / 4 for at in range(-20, 21)]):
            found = evaluate(self.program, {"times": times})[row.ref]
            for column, each in enumerate(times):
                figures = found[:, column if found.shape[1] > 1 else 0]
                np.testing.assert_array_equal(figures, expected(each))


FIGURES = [3, -1, 4, 1, -5, 9, 2, -6, 5, 3, 5, -8, 9, 7, 9, 3, 2.0]
TENTHS = [0.1 * each for each in FIGURES]
WITH_A_GAP = [*FIGURES[:6], nan, *FIGURES[7:]]
OPENING = 2.5
RENEWALS = [1.0 if at in {0, 4, 11} else 0.0 for at in range(MONTHS)]


def larger(a: float, b: float) -> float:
    return float(np.maximum(a, b))


def agreement(before: float, x: float, renewal: float) -> float:
    return (x if renewal else larger(before, x)) + 1


ALIKE: list[Make] = [
    lambda before, x, _: before + x,
    lambda before, x, _: x + before,
    lambda before, x, _: before - x,
    lambda before, x, _: x - before,
    lambda before, x, _: before * x,
]
RECURRENCES: list[tuple[Make, Make]] = [
    *[(each, each) for each in ALIKE],
    (lambda b, x, r: b - x + r, lambda b, x, r: b - (x - r)),
    (lambda b, x, _: say.most(b, x), lambda b, x, _: larger(b, x)),
    (lambda b, x, _: say.least(x, b), lambda b, x, _: -larger(-b, -x)),
    (lambda b, x, r: say.where(r > 0, x, b), lambda b, x, r: x if r else b),
    (lambda b, x, _: say.where(x > 0, b + x, x), lambda b, x, _: b + x if x > 0 else x),
    (lambda b, x, r: say.where(r > 0, x, say.most(b, x)) + 1, agreement),
]


@pytest.mark.parametrize("figures", [FIGURES, TENTHS, WITH_A_GAP])
@pytest.mark.parametrize(("written", "step"), RECURRENCES)
def test_a_recurrence_is_a_plain_loop(written: Make, step: Make, figures: list[float]) -> None:
    """[13], [15], [17]."""
    line = Line(figures)
    renewal = line.program.row("renewal", "", line.series("renewal", RENEWALS))
    opening = line.program.input("opening", "", "1", OPENING)
    body = written(say.previous("1"), line.x, renewal)
    row = line.program.row("row", "", body, opening)
    line.program.row("before", "", say.lag(row))

    def expected(times: float) -> list[float]:
        pairs = zip(figures, RENEWALS, strict=True)
        return list(accumulate(pairs, lambda b, p: step(b, p[0] * times, p[1]), initial=OPENING))

    line.check(row, lambda times: expected(times)[1:])
    line.check(line.program.reference("before"), lambda times: expected(times)[:-1])


def test_own_first_stands_before_itself() -> None:
    """[13]: the opening is the first month's own figure."""
    line = Line(FIGURES)
    own = line.program.row("own", "", line.x + 1, "own first")
    earlier = line.program.row("earlier", "", say.lag(own))
    line.check(earlier, lambda t: [each * t + 1 for each in (FIGURES[0], *FIGURES[:-1])])
    assert evaluate(line.program).openings["own"].tolist() == [[FIGURES[0] + 1]]


def added(figures: Sequence[float], times: float) -> float:
    return list(accumulate(each * times for each in figures))[-1]


@pytest.mark.parametrize("figures", [FIGURES, TENTHS, WITH_A_GAP])
def test_years_may_be_short_and_months_in_no_year_are_not_counted(figures: list[float]) -> None:
    """[1], [15]: added up from the first month to the last; [17]: one unknown month, no total."""
    line = Line(figures)
    years, contract, total = (
        line.program.row(name, "", say.fold(name, line.x))
        for name in ("by year", "by contract year", "total")
    )
    twice = line.program.row("twice", "", say.total(years))

    def over(spans: Sequence[Span], times: float) -> list[float]:
        return [added(figures[span.first : span.last + 1], times) for span in spans]

    line.check(years, lambda times: over(PERIODS.years, times))
    line.check(contract, lambda times: over(PERIODS.contract_years, times))
    line.check(total, lambda times: [added(figures, times)])
    line.check(twice, lambda times: [added(over(PERIODS.years, times), 1)])


def test_largest_its_first_place_and_the_first_month() -> None:
    line = Line(FIGURES)
    largest = line.program.row("largest", "", say.largest(line.x))
    place = line.program.row("place", "", say.position_of_largest(line.x))
    first = line.program.row("first", "", say.at_start(line.x))
    peak = {True: max(FIGURES), False: min(FIGURES)}
    line.check(first, lambda times: [FIGURES[0] * times])
    line.check(largest, lambda times: [peak[times > 0] * times])
    line.check(place, lambda times: [FIGURES.index(peak[times > 0]) + 1 if times else 1])


@pytest.mark.parametrize("name", ["largest", "position of largest", "total", "internal rate"])
def test_an_unknown_month_makes_the_whole_unknown(name: str) -> None:
    """[17]."""
    line = Line([-9, *WITH_A_GAP[1:]])
    row = line.program.row("row", "", say.fold(name, line.x))
    line.check(row, lambda _: [nan])
    assert not np.isnan(evaluate(line.program, {"x.6": 1})["row"]).any()


def test_an_internal_rate_is_the_one_that_makes_flows_worth_nothing() -> None:
    line = Line([-100.0, 60.0, 60.5, *[0.0] * 14])
    row = line.program.row("row", "", say.internal_rate(line.x))
    rates = evaluate(line.program, {"times": [1, -3, 0]})[row.ref]
    worth = [-100 + 60 / (1 + rate) + 60.5 / (1 + rate) ** 2 for rate in rates[0, :2]]
    assert worth == pytest.approx([0, 0], abs=1e-9)
    assert isnan(rates[0, 2])


def everything() -> Program:
    """Every operator, fold and kind of recurrence, over three inputs that may vary."""
    line = Line(TENTHS)
    program, x, month = line.program, line.x, line.month
    a, b = program.input("a", "", "1", 1.1), program.input("b", "", "1", 3)
    row = program.row
    power = row("power", "", a**month + month**a + a**b)
    flag = row("flag", "", say.some(x >= a, say.every(x > b, say.negate(say.equals(a, b)))))
    steps = say.add_up(say.floor(x), say.round_up(x / a), say.round_to(x * b, 2), a, month)
    mixed = row("mixed", "", say.where(flag, steps, power) + say.remainder(x, b))
    running = row("running", "", say.previous("1") + say.least(x, a), a)
    row("product", "", say.previous("1") * a, b)
    row("peak", "", say.most(say.previous("1"), x - b), a)
    held = row("held", "", say.where(flag, x * a, say.previous("1")), a)
    looked = row("looked", "", say.look_up(month, [(a, b), (b, x), (b + a, running)]), "own first")
    row("lagged", "", say.lag(running) - say.lag(looked))
    years = row("years", "", say.by_year(mixed))
    row("contract", "", say.by_contract_year(held))
    row("whole", "", say.total(years) / say.largest(x) + say.at_start(held))
    row("place", "", say.position_of_largest(mixed) + say.internal_rate(x))
    return program


EVERYTHING = everything()
VARYING = Evaluator(EVERYTHING, ["a", "b", "times"])
ALONE = Evaluator(EVERYTHING)
SOME = st.sampled_from([0, 1, -1, 0.5, 1.1, 0.1 + 0.2, 3, 12, 1e7, 2.5, 1.005, nan])
CASES = st.lists(st.tuples(*[SOME | st.floats(-20, 20)] * 3), min_size=2, max_size=15)


def cells(run: Values, column: int) -> dict[str, bytes]:
    """One column, and what stands before its rows."""
    before = {f"{key} before": figures for key, figures in run.openings.items()}
    both = {**run.figures, **before}
    return {key: bits(x[:, column if x.shape[1] > 1 else 0]) for key, x in both.items()}


@settings(derandomize=True, max_examples=60, deadline=None, database=None)
@given(CASES, st.sets(st.sampled_from(["a", "b", "times"]), min_size=1))
def test_a_slice_of_a_batch_is_the_run_of_that_slice(
    cases: list[tuple[float, ...]], varying: set[str]
) -> None:
    """[15]: bit for bit, for any block size, whatever else is in the batch."""
    columns = {
        key: [case[at] if key in varying else cases[0][at] for case in cases]
        for at, key in enumerate(("a", "b", "times"))
    }
    given_now = {key: x if key in varying else x[0] for key, x in columns.items()}
    runs = [VARYING.run(given_now, block=block) for block in (1, 2, 7, 1024)]
    for at in range(len(cases)):
        alone = ALONE.run({key: x[at] for key, x in columns.items()})
        for run in runs:
            assert cells(run, at) == cells(alone, 0)


def test_what_does_not_vary_is_computed_once() -> None:
    run = Evaluator(EVERYTHING, ["a"]).run({"a": [1, 2, 3]})
    shapes = [run[key].shape for key in ("month", "x", "power", "years", "whole")]
    assert shapes == [(MONTHS, 1), (MONTHS, 1), (MONTHS, 3), (3, 3), (1, 3)]
    assert run.column("month", 2) == list(range(MONTHS))


def test_two_threads_share_an_evaluator() -> None:
    evaluator = Evaluator(EVERYTHING, ["a", "b"])
    inputs = [{"a": np.linspace(at, at + 2, 300), "b": np.full(300, at + 1.5)} for at in range(8)]
    inputs[3]["a"][7] = nan

    def run(at: int) -> bytes:
        found = evaluator.run(inputs[at], block=32)
        return b"".join(bits(found[key]) for key in EVERYTHING.rows)

    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(run, list(range(8)) * 3))
    assert together == [run(at) for at in range(8)] * 3


def test_only_the_rows_wanted_are_kept() -> None:
    given_now = {"a": [1.0, 2.5], "b": [3.0, 1.1], "times": [2.0, -1.0]}
    every = VARYING.run(given_now)
    for key in EVERYTHING.rows:
        one = Evaluator(EVERYTHING, given_now, keep=[key]).run(given_now, block=1)
        assert [each for each in EVERYTHING.rows if each in one] == [key]
        assert bits(one[key]) == bits(every[key])
        assert not one.openings


@pytest.mark.parametrize(
    ("given_now", "told"),
    [
        ({"absent": 1}, "no such input: absent"),
        ({"power": 1}, "no such input: power"),
        ({"b": [1, 2]}, "b varies, but was not announced as varying"),
        ({"a": [[1, 2], [3, 4]]}, "a varies, but was not announced"),
        ({"a": [1, 2], "times": [1, 2, 3]}, "different numbers of cases"),
    ],
)
def test_what_is_given_must_be_known(given_now: dict[str, object], told: str) -> None:
    evaluator = Evaluator(EVERYTHING, ["a", "times"])
    with pytest.raises(ModelError, match=told):
        evaluator.run(given_now)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="no such input: absent"):
        Evaluator(EVERYTHING, ["a", "absent"])


@pytest.mark.parametrize("neither", [2, -1, [0, 0.5]])
def test_a_flag_is_one_nothing_or_unknown(neither: float | list[float]) -> None:
    program = Program(PERIODS)
    flag = program.input("flag", "", "flag", 1)
    program.row("row", "", say.where(flag, 1, 0))
    with pytest.raises(ModelError, match="flag is a yes-or-no"):
        evaluate(program, {"flag": neither})
    np.testing.assert_array_equal(evaluate(program, {"flag": [1, 0, nan]})["row"], [[1, 0, nan]])


def test_a_figure_beyond_all_bounds_is_unknown() -> None:
    """[17]: a spreadsheet's #NUM!."""
    assert isnan(answer(lambda a: a * a, 1e200))
    assert isnan(answer(lambda a, b: apply("^", a, b), 10, 400))
