"""Arithmetic with guards: where a spreadsheet and a processor round differently, one rule for both.

Each function takes float64 arrays that broadcast together and writes into ``out``. Figures by
period are ``(periods, batch)``, or ``(periods, 1)`` where they do not vary; whole figures are
``(1, batch)``, or have no dimensions where they do not vary. Unknown is NaN and stays NaN.
"""

import math
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
GUARD_DIGITS = 6
"""Decimals that comparisons, floors and whole licences look at, in every reader.

The last bits of ten million pounds already differ in the ninth decimal.
"""

ROUND_GUARD_DIGITS = 9
"""Decimals that rounding looks at; with fewer, a price could be rounded twice."""

# Constants without dimensions: numpy takes them faster than Python's own numbers.
ZERO = np.array(0.0)
HALF = np.array(0.5)
ONE = np.array(1.0)
HALF_STEP = np.array(0.5 * 10.0**-GUARD_DIGITS)
"""Half of the last decimal looked at: ROUND(a - b, 6) is 0 within it."""

_NOISE = np.array(4e-16)
_AT_MOST = np.array(0.25)

MULTIPLIED_OUT = 64
"""Whole powers up to this are multiplied out."""

_EXACTLY_DIVIDED = 2.0**26
"""Whole numbers below this divide so that a floor cannot be wrong; numpy's own is far slower."""

_LARGE = 4096
"""Figures from which a look at all of them costs less than a pass that it saves."""


def round_half_away(x: Array, digits: int, out: Array | None = None) -> Array:
    """Round half away from zero, to nine decimals first.

    So 1.005, which is stored as 1.00499999999999989, is rounded as it was typed.

    Parameters
    ----------
    x : array
        Any shape, any unit.
    digits : int
        Decimal places kept; below zero, tens, hundreds and so on.
    out : array, optional
        Where the result goes.

    Examples
    --------
    >>> round_half_away(np.array([1.005, -2.675, 100.0]), 2).tolist()
    [1.01, -2.68, 100.0]
    >>> round_half_away(np.array([-2.5, 2.5, -0.4]), 0).tolist()
    [-3.0, 3.0, 0.0]
    """
    scale = np.array(10.0 ** abs(digits))
    grow, shrink = (np.multiply, np.divide) if digits >= 0 else (np.divide, np.multiply)
    scaled = np.abs(x)
    if digits:
        scaled = grow(scaled, scale)
    whole = np.floor(scaled)
    # how far below a half counts as a half: half a step of the guard, or the noise of large figures
    guard = 0.5 * 10.0 ** (digits - ROUND_GUARD_DIGITS) if digits < ROUND_GUARD_DIGITS else 0.0
    near = np.minimum(np.maximum(scaled * _NOISE, np.array(guard)), _AT_MOST)
    rest = np.subtract(scaled, whole)
    rest += near
    whole += rest >= HALF
    if digits:
        whole = shrink(whole, scale)
    rounded: Array = np.add(np.copysign(whole, x), ZERO, out=out)  # -0.4 becomes 0, not -0
    return rounded


def round_to(x: Array, digits: Array, *, out: Array) -> None:
    """Rounded; the digits are a constant of the row."""
    round_half_away(x, int(digits.flat[0]), out=out)


def round_up(x: Array, *, out: Array) -> None:
    """Whole licences: away from zero, but 100 × 1.1 is 110 and not 111."""
    smallest = x.min() if x.size >= _LARGE else -1.0
    if smallest >= 0:
        np.subtract(x, HALF_STEP, out=out)
        np.ceil(out, out=out)
        if smallest < HALF_STEP:
            np.abs(out, out=out)  # of a negative part the ceiling is -0
        return
    size = np.abs(x)
    size = np.ceil(size - HALF_STEP)
    np.add(np.copysign(size, x), ZERO, out=out)


def floor(x: Array, *, out: Array) -> None:
    """INT with the guard."""
    np.add(x, HALF_STEP, out=out)
    np.floor(out, out=out)


def divide(a: Array, b: Array, *, out: Array) -> None:
    """Quotient; by zero is unknown, as a spreadsheet's #DIV/0! is."""
    np.divide(a, b, out=out)
    np.copyto(out, np.nan, where=np.isinf(out))


def raise_to(a: Array, b: Array, *, out: Array) -> None:
    """Power; to the power of nothing, anything is 1. What has no real value is unknown.

    Whole powers are multiplied out: that is quicker, and gives the same last bit however many
    figures are computed together. For the others numpy picks an algorithm by how they lie in
    memory, and is always given them in the same way.
    """
    if out.ndim and a.shape in {(), (1, out.shape[1])} and b.shape == (out.shape[0], 1):
        # a rate to a number of years: as many powers as there are years, not months
        runs = stretches(b[:, 0])
        if 2 * len(runs) <= out.shape[0]:
            exponents = b[:, 0].tolist()
            for start, stop in runs:
                times = exponents[start]
                power = _multiplied_out(a, int(times)) if _is_whole(times) else _power(a, b[start])
                out[start:stop] = power
            return
    out[...] = _power(a, b)


def _power(base: Array, exponent: Array) -> Array:
    if exponent.ndim == 0 and _is_whole(exponent.item()):
        return _multiplied_out(base, int(exponent))
    shape = np.broadcast_shapes(base.shape, exponent.shape)
    times_each = 2 if math.prod(shape) == 1 else 1
    pair = [np.broadcast_to(x, shape).ravel().repeat(times_each) for x in (base, exponent)]
    result: Array = np.power(*pair)
    result[np.isinf(result) | np.isnan(pair[1])] = np.nan  # 1 to the unknown is 1 to numpy
    result = result[::times_each].reshape(shape)
    for times in filter(_is_whole, np.unique(exponent).tolist()):
        np.copyto(result, _multiplied_out(base, int(times)), where=exponent == times)
    return result


def _is_whole(exponent: float) -> bool:
    return exponent.is_integer() and abs(exponent) <= MULTIPLIED_OUT


def _multiplied_out(base: Array, times: int) -> Array:
    power: Any = None
    square, rest = base, abs(times)
    while rest:
        if rest & 1:
            power = square if power is None else power * square
        rest >>= 1
        if rest:
            square = square * square
    if power is None:
        return ONE
    if times < 0:
        power = 1 / power
        power = np.where(np.isinf(power), np.nan, power)
    result: Array = power
    return result


def remainder(a: Array, b: Array, *, out: Array) -> None:
    """MOD of whole numbers, with the sign of the divisor; by zero it is unknown."""
    a, b = _to_whole(a), _to_whole(b)
    if max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0)) < _EXACTLY_DIVIDED:
        # a quotient of such numbers is whole only where the division leaves nothing
        np.divide(a, b, out=out)
        np.floor(out, out=out)
        np.multiply(out, b, out=out)
        np.subtract(a, out, out=out)
    else:
        np.mod(a, b, out=out)
    np.add(out, ZERO, out=out)


def _to_whole(x: Array) -> Array:
    whole: Array = np.trunc(x + np.copysign(HALF, x))
    return whole


def smaller(a: Array, b: Array, *, out: Array) -> None:
    """The smaller; of 0 and −0 numpy takes now one, now the other, so it is made 0."""
    np.minimum(a, b, out=out)
    np.add(out, ZERO, out=out)


def larger(a: Array, b: Array, *, out: Array) -> None:
    """The larger."""
    np.maximum(a, b, out=out)
    np.add(out, ZERO, out=out)


def add_up(*terms: Array, out: Array) -> None:
    """SUM of its arguments, from the left."""
    out[...] = terms[0]
    for term in terms[1:]:
        np.add(out, term, out=out)


def same(x: Array, *, out: Array) -> None:
    """The figure itself: only its unit changes."""
    out[...] = x


def stretches(column: NDArray[Any]) -> tuple[tuple[int, int], ...]:
    """Runs of equal figures, as numbers of their first period and of the one after their last.

    Examples
    --------
    >>> stretches(np.array([1.0, 1.0, 2.0, 1.0]))
    ((0, 2), (2, 3), (3, 4))
    """
    return _stretches(column.tobytes(), column.dtype.char)


@lru_cache(maxsize=1024)
def _stretches(column: bytes, kind: str) -> tuple[tuple[int, int], ...]:
    """For the same dates are looked at again for every block of every line."""
    figures = np.frombuffer(column, kind)
    edges = np.flatnonzero(figures[1:] != figures[:-1]) + 1
    return tuple(pairwise([0, *edges.tolist(), len(figures)]))
