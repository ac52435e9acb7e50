"""Steps and powers: one rule for both readers, and the same last bit in every company [15] [16]."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from licmodel.language import choice, flags, numeric
from licmodel.language.numeric import Array, stretches


def made(function: object, *operands: float, flag: bool = False) -> float:
    """Result of a function of whole figures."""
    out = np.empty((), bool if flag else float)
    with np.errstate(all="ignore"):
        function(*map(whole, operands), out=out)  # type: ignore[operator]
    return float(out)


def whole(figure: float) -> NDArray[Any]:
    """A figure without dimensions, as the engine holds what does not vary."""
    return np.array(figure, bool if isinstance(figure, bool) else float)


def same(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    return np.array_equal(a, b, equal_nan=True) and bool(
        (np.signbit(a) == np.signbit(b))[~np.isnan(a)].all()
    )


# --- rounding ---


@pytest.mark.parametrize(
    ("figure", "digits", "rounded"),
    [
        (1.005, 2, 1.01),  # stored as 1.00499999999999989
        (2.675, 2, 2.68),
        (-2.675, 2, -2.68),
        (0.285, 2, 0.29),
        (1.0049, 2, 1.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (2.5 - 4e-16, 0, 3.0),
        (2.4999, 0, 2.0),
        (0.1 + 0.2, 1, 0.3),
        (1250.0, -2, 1300.0),
        (1249.99, -2, 1200.0),
        (-1250.0, -2, -1300.0),
        (123456.789, 9, 123456.789),
        (12345678.985, 2, 12345678.99),
        (4503599627370497.0, 0, 4503599627370497.0),
        (33333333.5 * 3, 0, 100000001.0),
        (296.40 * 1.05, 2, 311.22),
    ],
)
def test_rounding_goes_away_from_nothing_on_the_figure_as_typed(
    figure: float, digits: int, rounded: float
) -> None:
    """[11]"""
    assert numeric.round_half_away(np.array([figure]), digits).tolist() == [rounded]


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_half_a_penny_is_always_rounded_away(pence: int, digits: int) -> None:
    half = (pence + math.copysign(0.5, pence)) / 10**digits
    away = (abs(pence) + 1) * math.copysign(1, pence) / 10**digits
    assert numeric.round_half_away(np.array(half), digits) == away


@pytest.mark.parametrize(
    ("figure", "licences"),
    [
        (100 * 1.1, 110),
        (3260 * 1.05, 3423),
        (1e7 * 1.1, 11e6),
        (110.001, 111),
        (0.2, 1),
        (1e-12, 0),
        (0.0, 0),
        (-2.1, -3),
        (-100 * 1.1, -110),
        (-1e-12, 0),
        (math.nan, math.nan),
    ],
)
@pytest.mark.parametrize("company", [1, 5000])
@pytest.mark.parametrize("below", [False, True])
def test_whole_licences_are_rounded_up_with_a_guard(
    figure: float, licences: float, company: int, *, below: bool
) -> None:
    """[4] And alike in small company and large, with figures below nothing and without."""
    figures = np.full((1, company), 7.0)
    figures[0, 0] = figure
    if below and company > 1:
        figures[0, 1] = -1
    out = np.empty_like(figures)
    numeric.round_up(figures, out=out)
    assert same(out[:, 0], np.array([licences], float))


@pytest.mark.parametrize(
    ("figure", "below"),
    [(2.999, 2), (3 - 1e-9, 3), (1e7 * 1.1 - 2e-9, 11e6), (-2.1, -3), (-3 - 1e-12, -3), (0, 0)],
)
def test_rounding_down_has_the_same_guard(figure: float, below: float) -> None:
    assert made(numeric.floor, figure) == below


@pytest.mark.parametrize(
    ("a", "b", "rest"),
    [
        (25, 12, 1),
        (24, 12, 0),
        (24 - 1e-12, 12, 0),
        (-1, 12, 11),
        (-1e-12, 12, 0),
        (7, -5, -3),
        (2.5, 2, 1),
        (-2.5, 2, 1),
        (5, 0, math.nan),
        (5, 0.3, math.nan),
        (math.nan, 12, math.nan),
    ],
)
def test_a_remainder_is_of_whole_figures(a: float, b: float, rest: float) -> None:
    assert same(np.array(made(numeric.remainder, a, b)), np.array(float(rest)))


# --- division and powers ---


@pytest.mark.parametrize(
    ("a", "b", "quotient"),
    [
        (1, 4, 0.25),
        (1, 0, math.nan),
        (-1, 0, math.nan),
        (0, 0, math.nan),
        (0, 5, 0.0),
        (math.nan, 1, math.nan),
        (1e308, 1e-10, math.nan),
    ],
)
def test_by_nothing_it_is_unknown(a: float, b: float, quotient: float) -> None:
    """[17]"""
    assert same(np.array(made(numeric.divide, a, b)), np.array(quotient))


@pytest.mark.parametrize(
    ("base", "exponent", "power"),
    [
        (1.02, 3, 1.02**3),
        (2, 10, 1024),
        (2, -2, 0.25),
        (4, 0.5, 2),
        (0, 3, 0),
        (0, 0, 1),
        (math.nan, 0, 1),  # to the power of nothing: the base is not looked at
        (0, -1, math.nan),
        (-8, 3, -512),
        (-8, 1 / 3, math.nan),
        (1, math.nan, math.nan),
        (math.nan, 2, math.nan),
        (1.0001, 64, 1.0001**64),
        (1.0001, 65, 1.0001**65),
        (1.05, -64, 1.05**-64),
    ],
)
def test_powers(base: float, exponent: float, power: float) -> None:
    found = made(numeric.raise_to, base, exponent)
    assert found == pytest.approx(power, rel=1e-14, nan_ok=True)


figures = st.sampled_from([0.0, -0.0, 1.0, 1.02, 0.5, -1.0, 2.5, 1e-300, 1e300, math.nan, -0.3])
exponents = st.sampled_from([0.0, 1.0, 2.0, 3.0, 7.0, 64.0, 65.0, -1.0, -3.0, 0.5, 2.25, math.nan])


@given(st.lists(figures, min_size=1, max_size=9), st.lists(exponents, min_size=1, max_size=30))
def test_a_power_is_the_same_in_every_company(bases: list[float], times: list[float]) -> None:
    """[15] Whichever of base and exponent runs along the periods, and which varies."""
    rows, columns = np.array(times)[:, None], np.array(bases)[None, :]

    def power(a: Array, b: Array, shape: tuple[int, ...]) -> Array:
        out = np.empty(shape)
        with np.errstate(all="ignore"):
            numeric.raise_to(a, b, out=out)
        return out

    shape = (len(times), len(bases))
    alone = np.array([[power(np.array(a), np.array(b), ())[()] for a in bases] for b in times])
    assert same(power(columns, rows, shape), alone)
    full = [np.ascontiguousarray(np.broadcast_to(x, shape)) for x in (columns, rows)]
    assert same(power(full[0], full[1], shape), alone)
    long = np.repeat(rows, 3, axis=0)  # each exponent for three months
    assert same(power(columns, long, (len(long), len(bases))), np.repeat(alone, 3, axis=0))
    assert same(power(rows * 1, columns, shape), power(full[1], full[0], shape))


# --- flags and choices: what is known is quicker, and the same ---

near = st.sampled_from(
    [0.0, 1.0, 1 + 4e-7, 1 + 6e-7, 1 - 4e-7, 1 - 6e-7, 110.0, 100 * 1.1, 1e8, 1e8 + 1.5e-8, -5.0]
)
KNOWN = [
    (flags.at_least, flags.at_least_known),
    (flags.more_than, flags.more_than_known),
    (flags.equals, flags.equals_known),
]


half_a_step = st.sampled_from([0.5e-6, -0.5e-6])


@pytest.mark.parametrize(("careful", "known"), KNOWN)
@given(near | half_a_step, near | half_a_step)
def test_comparisons_of_known_figures_are_the_same_but_quicker(
    careful: object, known: object, a: float, b: float
) -> None:
    assert made(careful, a, b) == made(known, a, b, flag=True)


@given(near, near)
def test_of_two_figures_just_one_is_more_or_they_are_equal(a: float, b: float) -> None:
    more, less = made(flags.more_than, a, b), made(flags.more_than, b, a)
    assert more + less + made(flags.equals, a, b) == 1
    assert made(flags.at_least, a, b) == 1 - less


@pytest.mark.parametrize("careful", [flags.at_least, flags.more_than, flags.equals])
def test_a_comparison_with_the_unknown_is_unknown(careful: object) -> None:
    """[17]"""
    for pair in ((math.nan, 1.0), (1.0, math.nan), (math.nan, math.nan)):
        assert math.isnan(made(careful, *pair))


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_conditions_joined(held: list[bool]) -> None:
    found = [1.0 * each for each in held]
    for careful, known, joined in (
        (flags.every, flags.every_known, all(held)),
        (flags.some, flags.some_known, any(held)),
    ):
        assert made(careful, *found) == made(known, *held, flag=True) == joined
        assert math.isnan(made(careful, *found, math.nan))


@given(
    chosen=st.lists(st.sampled_from([0.0, 1.0, math.nan]), min_size=1, max_size=6),
    width=st.integers(1, 4),
    then_varies=st.booleans(),
    otherwise_varies=st.booleans(),
)
def test_choosing_is_the_same_however_figures_vary(
    *, chosen: list[float], width: int, then_varies: bool, otherwise_varies: bool
) -> None:
    """[17] The branch that is not chosen may be unknown, and may be where the result goes."""
    count = len(chosen)
    flag = np.array(chosen)[:, None]
    one, other = np.full((count, width), 2.0), np.full((count, width), np.nan)
    branches = (
        one if then_varies else np.array(2.0),
        other if otherwise_varies else np.array(np.nan),
    )
    expected = np.where(np.isnan(flag), np.nan, np.where(flag > 0, 2.0, np.nan)) * np.ones(width)
    for flags_given in (flag, np.repeat(flag, width, axis=1)):
        out = np.empty((count, width))
        choice.where(flags_given, *branches, out=out)
        assert same(out, expected)
        if then_varies:
            into = one.copy()
            choice.where(flags_given, into, branches[1], out=into)
            assert same(into, expected)
        if otherwise_varies:
            into = other.copy()
            choice.where(flags_given, branches[0], into, out=into)
            assert same(into, expected)


keys = st.lists(st.sampled_from([0.0, 1.0, 2.0, 2.0 + 1e-9, 5.0, math.nan]), min_size=1, max_size=5)


@given(
    st.lists(st.sampled_from([-1.0, 0.0, 1.5, 2.0, 9.0, math.nan]), min_size=1, max_size=5), keys
)
def test_looking_up_is_the_same_however_figures_vary(at: list[float], points: list[float]) -> None:
    """[16] [17] As a chain of IFs from the last point to the first, in any order of keys."""

    def chain(x: float) -> float:
        for number in reversed(range(len(points))):
            if math.isnan(x) or math.isnan(points[number]):
                return math.nan
            if x - points[number] > -0.5e-6:
                return 10.0 * number
        return math.nan

    expected = np.array([chain(x) for x in at])[:, None]
    values = [np.array(10.0 * number) for number in range(len(points))]
    whole_keys = [np.array(key) for key in points]
    x = np.array(at)[:, None]
    for keys_given, values_given, width in (
        (whole_keys, values, 1),
        (whole_keys, [np.full((1, 3), value) for value in values], 3),
        (whole_keys, [np.full((len(at), 3), value) for value in values], 3),
        ([np.full((1, 3), key) for key in points], values, 3),
        ([np.full((len(at), 1), key) for key in points], values, 1),
    ):
        out = np.empty((len(at), width))
        pairs = [part for pair in zip(keys_given, values_given, strict=True) for part in pair]
        choice.look_up(x, *pairs, out=out)
        assert same(out, np.repeat(expected, width, axis=1))
    first = np.empty(())
    choice.look_up(
        np.array(at[0]),
        *[part for pair in zip(whole_keys, values, strict=True) for part in pair],
        out=first,
    )
    assert same(first, expected[0, 0])


# --- stretches and sums ---


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=1))
def test_stretches_are_what_itertools_groups(column: list[float]) -> None:
    figures_of = np.array(column)
    runs = stretches(figures_of)
    assert runs[0][0] == 0
    assert runs[-1][1] == len(column)
    for (start, stop), following in zip(runs, [*runs[1:], None], strict=True):
        assert len(set(column[start:stop])) == 1
        assert following is None or (following[0] == stop and column[stop] != column[start])


def test_smaller_and_larger_of_nothing_are_plain_nothing() -> None:
    for function in (numeric.smaller, numeric.larger):
        for pair in ((0.0, -0.0), (-0.0, 0.0), (-0.0, -0.0)):
            assert math.copysign(1, made(function, *pair)) == 1
        assert math.isnan(made(function, math.nan, 1.0))
        assert math.isnan(made(function, 1.0, math.nan))
