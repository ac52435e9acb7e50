"""Pounds never add to people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.errors import ModelError
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    add_up,
    counted,
    during,
    equals,
    every,
    least,
    look_up,
    most,
    negate,
    previous,
    remainder,
    round_to,
    some,
    where,
)
from licmodel.language.program import Periods, Program, Span
from licmodel.language.units import (
    FLAG,
    PURE,
    divide_units,
    multiply_units,
    parse_unit,
    same_unit,
    unit_text,
)

BASES = ("GBP", "user", "month", "year", "GB", "core")
units = st.dictionaries(st.sampled_from(BASES), st.integers(-3, 3).filter(bool), max_size=4).map(
    lambda powers: tuple(sorted(powers.items()))
)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1", ()),
        ("GBP", (("GBP", 1),)),
        ("GBP/user/month", (("GBP", 1), ("month", -1), ("user", -1))),
        ("user*month", (("month", 1), ("user", 1))),
        ("1/year", (("year", -1),)),
        ("GBP/GBP", ()),
        ("GB*GB/month", (("GB", 2), ("month", -1))),
    ],
)
def test_a_unit_is_read_as_powers_of_its_bases(text: str, unit: object) -> None:
    assert parse_unit(text) == unit


@given(units)
def test_a_unit_is_read_as_it_is_written(unit: tuple[tuple[str, int], ...]) -> None:
    assert parse_unit(unit_text(unit)) == unit


@given(units, units)
def test_dividing_undoes_multiplying(
    a: tuple[tuple[str, int], ...], b: tuple[tuple[str, int], ...]
) -> None:
    assert divide_units(multiply_units(a, b), b) == a
    assert multiply_units(a, b) == multiply_units(b, a)


def test_a_price_for_each_user_times_users_is_money() -> None:
    assert multiply_units(parse_unit("GBP/user"), parse_unit("user")) == parse_unit("GBP")


def test_units_that_differ_are_refused_and_both_are_named() -> None:
    with pytest.raises(ModelError, match="GBP with user") as refusal:
        same_unit(parse_unit("GBP"), parse_unit("user"), parse_unit("GBP"))
    assert refusal.value.expected == "the same unit on both sides"


def test_a_yes_or_no_is_not_a_number() -> None:
    assert same_unit(PURE, PURE) == PURE
    with pytest.raises(ModelError, match="yes-or-no") as refusal:
        same_unit(FLAG, FLAG)
    assert refusal.value.remedies == ("use where(flag, 1, 0)",)


@pytest.mark.parametrize("text", ["", "GBP/", "/user", "GBP//user", "GBP*"])
def test_a_unit_with_a_hole_is_refused(text: str) -> None:
    with pytest.raises(ModelError, match="unit"):
        parse_unit(text)


# --- and in expressions ---


@pytest.fixture
def program() -> Program:
    return Program(Periods(("M1", "M2"), (Span("Y1", 0, 1),)))


@pytest.fixture
def seats(program: Program) -> Expr:
    return program.input("seats", "Seats", "user", 10)


@pytest.fixture
def price(program: Program) -> Expr:
    return program.input("price", "Price", "GBP/user/month", 3)


def test_units_follow_the_arithmetic(seats: Expr, price: Expr) -> None:
    cost = seats * price
    assert unit_text(cost.unit) == "GBP/month"
    assert unit_text((cost / price).unit) == "user"
    assert unit_text(during(cost, "month").unit) == "GBP"
    assert counted(seats, "1").unit == PURE
    assert (cost >= 0).unit == FLAG
    assert where(seats > 0, cost, 0).unit == cost.unit
    assert (seats / seats) ** (seats / seats) is not None


@pytest.mark.parametrize(
    "build",
    [
        lambda seats, price: seats + price,
        lambda seats, price: seats - price,
        lambda seats, price: seats >= price,
        equals,
        least,
        most,
        remainder,
        lambda seats, price: add_up(seats, seats, price),
        lambda seats, price: where(seats > 0, seats, price),
        lambda seats, price: look_up(seats, [(price, seats)]),
        lambda seats, price: look_up(seats, [(seats, seats), (seats, price)]),
        lambda seats, price: seats**price,
        lambda seats, _: seats + 1,  # one of what?
        lambda seats, _: seats + (seats > 0),
        lambda seats, _: (seats > 0) * seats,
        lambda seats, _: (seats > 0) / seats,
        lambda seats, _: where(seats, seats, seats),
        lambda seats, _: every(seats > 0, seats),
        lambda seats, _: some(seats),
        lambda seats, _: negate(seats),
        lambda seats, _: where(seats > 0, seats > 0, seats),
        lambda seats, _: round_to(seats > 0, 2),
    ],
)
def test_units_that_clash_are_refused(build: object, seats: Expr, price: Expr) -> None:
    with pytest.raises(ModelError):
        build(seats, price)  # type: ignore[operator]


def test_a_clash_shows_both_sides(seats: Expr, price: Expr) -> None:
    with pytest.raises(ModelError) as refusal:
        _ = seats + price
    assert "user with GBP/month/user" in str(refusal.value)
    assert "+(input(seats), input(price))" in str(refusal.value)


def test_nothing_is_nothing_of_anything(seats: Expr) -> None:
    for made in (seats + 0, 0 - seats, most(seats, 0), where(seats > 0, 0, seats), seats <= 0):
        assert {arg.unit for arg in made.args} <= {seats.unit, FLAG}
    months = look_up(seats, [(0, seats), (seats, 0)])
    assert [unit_text(arg.unit) for arg in months.args] == ["user"] * 5


@pytest.mark.parametrize("hidden", [2, 0.05, 365, -1, 100])
def test_a_number_hidden_in_a_row_is_refused(hidden: float, seats: Expr) -> None:
    """[12] It is an input, with a source."""
    with pytest.raises(ModelError, match="hidden in a row"):
        _ = seats * hidden
    with pytest.raises(ModelError, match="hidden in a row"):
        constant(hidden)


def test_nothing_one_and_twelve_may_stand_in_a_row(seats: Expr) -> None:
    assert [constant(value).ref for value in (0, 1, 12)] == [0.0, 1.0, 12.0]
    assert (12 * seats).args[0].ref == 12


def test_only_a_row_along_periods_has_an_earlier_figure() -> None:
    assert previous("user", "year").axis == "year"
    with pytest.raises(ModelError, match="along periods"):
        previous("user", "whole")


def test_a_look_up_has_points(seats: Expr) -> None:
    for points in ([], [(seats, 1)]):
        with pytest.raises(ModelError, match="nothing to look up"):
            look_up(seats, points)
