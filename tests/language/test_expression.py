"""What an expression may be built of, and what it says of itself."""

from collections.abc import Callable

import pytest

from licmodel.errors import ModelError
from licmodel.language.expression import Expr, join_axes
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    MOST_TERMS,
    ONE_MONTH,
    ONE_YEAR,
    add_up,
    at_start,
    by_contract_year,
    by_year,
    every,
    fold,
    internal_rate,
    lag,
    largest,
    look_up,
    most,
    position_of_largest,
    previous,
    round_to,
    total,
    where,
)
from licmodel.language.table import FOLDS, Axis
from licmodel.language.units import PURE, parse_unit


def row(key: str, axis: Axis) -> Expr:
    return Expr("row", (), parse_unit("GBP"), axis, key)


RATE = Expr("input", (), PURE, "whole", "rate")
WHOLE, MONTH, YEAR = row("whole", "whole"), row("month", "month"), row("year", "year")
CONTRACT_YEAR = row("contract_year", "contract_year")
ALONG: list[Axis] = ["month", "year", "contract_year"]


@pytest.mark.parametrize("expr", [MONTH, YEAR, CONTRACT_YEAR, WHOLE])
def test_a_whole_figure_goes_with_any_axis(expr: Expr) -> None:
    assert (WHOLE + expr).axis == expr.axis
    assert (expr * RATE).axis == expr.axis
    assert where(expr > WHOLE, 0, WHOLE).axis == expr.axis
    assert join_axes(WHOLE, expr, WHOLE, expr) == expr.axis


MIXTURES: list[Callable[[Expr, Expr], Expr]] = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a >= b,
    most,
    lambda a, b: add_up(a, WHOLE, b),
    lambda a, b: where(WHOLE > 0, a, b),
    lambda a, b: where(a > 0, b, 0),
    lambda a, b: every(a > 0, b > 0),
    lambda a, b: look_up(a, [(WHOLE, b)]),
]


@pytest.mark.parametrize("mixture", MIXTURES)
@pytest.mark.parametrize("pair", [(MONTH, YEAR), (YEAR, CONTRACT_YEAR), (CONTRACT_YEAR, MONTH)])
def test_two_axes_are_never_mixed(
    mixture: Callable[[Expr, Expr], Expr], pair: tuple[Expr, Expr]
) -> None:
    for first, second in (pair, pair[::-1]):
        with pytest.raises(ModelError) as refused:
            mixture(first, second)
        assert f"by {first.axis}" in refused.value.what
        assert f"by {second.axis}" in refused.value.what


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (WHOLE + MONTH, "+(row(whole), row(month))"),
        (0 - MONTH, "-(const(0.0), row(month))"),
        (12 * RATE, "*(const(12.0), input(rate))"),
        (1 / RATE, "/(const(1.0), input(rate))"),
        (1 + RATE, "+(const(1.0), input(rate))"),
        (RATE**1, "^(input(rate), const(1.0))"),
        (WHOLE >= MONTH, "at least(row(whole), row(month))"),
        (WHOLE <= MONTH, "at least(row(month), row(whole))"),
        (WHOLE > MONTH, "more than(row(whole), row(month))"),
        (WHOLE < MONTH, "more than(row(month), row(whole))"),
    ],
)
def test_pythons_arithmetic_keeps_its_sides(expr: Expr, text: str) -> None:
    assert repr(expr) == text


def test_python_groups_as_it_always_does() -> None:
    a, b, c = WHOLE, MONTH, row("third", "month")
    assert repr(a - b - c) == "-(-(row(whole), row(month)), row(third))"
    assert repr(a - (b - c)) == "-(row(whole), -(row(month), row(third)))"
    assert repr(a + b * RATE) == "+(row(whole), *(row(month), input(rate)))"


def test_an_expression_has_no_truth() -> None:
    """Python's ``and``, ``or`` and ``if`` would choose while the row is being written."""
    doubtful: list[Callable[[], object]] = [
        lambda: WHOLE > 0 and MONTH > 0,
        lambda: MONTH if WHOLE > 0 else YEAR,
        lambda: WHOLE < MONTH < WHOLE,
        lambda: not WHOLE,
    ]
    for asked in doubtful:
        with pytest.raises(ModelError, match="no truth of its own") as refused:
            asked()
        assert refused.value.remedies == ("use where(...)",)


def test_it_says_what_it_reads_in_order_and_whether_it_recurs() -> None:
    expr = where(MONTH > WHOLE, previous("GBP"), WHOLE * RATE) + lag(MONTH)
    assert [node.ref for node in expr.references()] == ["month", "whole", "whole", "rate", "month"]
    assert expr.recurs
    assert not (MONTH + lag(MONTH)).recurs
    assert next(expr.walk()) is expr
    assert sum(node.op == "previous" for node in expr.walk()) == 1


def test_named_constants_carry_their_units() -> None:
    named = (ONE_MONTH, ONE_YEAR, MONTHS_A_YEAR)
    assert [each.ref for each in named] == [1, 1, 12]
    assert (MONTHS_A_YEAR * ONE_YEAR).unit == ONE_MONTH.unit == parse_unit("month")


@pytest.mark.parametrize("axis", ALONG)
def test_previous_and_lag_run_along_their_axis(axis: Axis) -> None:
    assert previous("GBP", axis).axis == axis
    earlier = lag(row("billed", axis))
    assert (earlier.axis, earlier.ref, earlier.unit) == (axis, "billed", parse_unit("GBP"))


@pytest.mark.parametrize("expr", [WHOLE, RATE, MONTH + 0, previous("GBP")])
def test_only_a_named_row_along_periods_has_an_earlier_figure(expr: Expr) -> None:
    with pytest.raises(ModelError, match="only a row along periods") as refused:
        lag(expr)
    assert refused.value.found == repr(expr)


@pytest.mark.parametrize("name", FOLDS)
@pytest.mark.parametrize("expr", [WHOLE, RATE, MONTH + 0, lag(MONTH)])
def test_only_a_named_row_along_periods_is_folded(name: str, expr: Expr) -> None:
    with pytest.raises(ModelError, match=f"'{name}' folds a named row along its periods"):
        fold(name, expr)


@pytest.mark.parametrize("expr", [YEAR, CONTRACT_YEAR])
def test_only_months_add_up_to_years(expr: Expr) -> None:
    for by in (by_year, by_contract_year):
        with pytest.raises(ModelError, match="folds a named row"):
            by(expr)
    assert total(expr).axis == "whole"


def test_folds_have_the_axis_and_unit_of_what_they_answer() -> None:
    folds = [total, largest, position_of_largest, internal_rate, at_start]
    assert {each(MONTH).axis for each in folds} == {"whole"}
    assert by_year(MONTH).axis == "year"
    assert by_contract_year(MONTH).axis == "contract_year"
    assert total(MONTH).unit == largest(MONTH).unit == by_year(MONTH).unit == MONTH.unit
    assert position_of_largest(MONTH).unit == internal_rate(MONTH).unit == PURE


def test_a_flag_is_not_folded() -> None:
    flag = Expr("row", (), parse_unit("flag"), "month", "in_term")
    for each in (total, by_year, largest):
        with pytest.raises(ModelError, match="yes-or-no"):
            each(flag)


def test_a_whole_figure_is_its_own_start() -> None:
    assert at_start(WHOLE) is WHOLE


def test_one_term_is_added_up_to_itself_and_none_to_nothing() -> None:
    assert add_up(MONTH) is MONTH
    with pytest.raises(ModelError, match="nothing to add up"):
        add_up()


@pytest.mark.parametrize("count", [2, MOST_TERMS, MOST_TERMS + 1, 2 * MOST_TERMS, 1000])
def test_a_long_sum_keeps_within_what_a_spreadsheet_takes_and_its_order(count: int) -> None:
    rows = [row(f"row{number}", "month") for number in range(count)]
    expr = add_up(*rows)
    assert max(len(node.args) for node in expr.walk()) <= MOST_TERMS
    assert [node.ref for node in expr.references()] == [each.ref for each in rows]


def test_digits_of_a_rounding_may_be_any() -> None:
    """[12]: constants other than 0, 1, 12 and rounding digits are inputs."""
    for digits in (2, 0, -3):
        assert round_to(MONTH, digits).args[1].ref == digits
