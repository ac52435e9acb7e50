"""Flags: comparisons with their guard, and what is made of them.

A flag is 1.0, 0.0 or NaN, for unknown. Where no operand can be unknown, the functions whose
names end in ``known`` give the same answers as bools, in fewer passes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from licmodel.language.numeric import HALF_STEP, ONE, ZERO, Array

Flags = NDArray[Any]
"""Floats, or bools where none can be unknown."""


def at_least(a: Array, b: Array, *, out: Array) -> None:
    """Flag: a ≥ b to the last decimal looked at.

    Examples
    --------
    >>> flag = np.empty(3)
    >>> at_least(np.array([0.1 + 0.2, 0.2, np.nan]), np.array([0.3, 0.3, 0.3]), out=flag)
    >>> flag.tolist()
    [1.0, 0.0, nan]
    """
    np.subtract(b, HALF_STEP, out=out)
    np.subtract(a, out, out=out)
    np.heaviside(out, ONE, out=out)  # 0 below zero, 1 from zero up; unknown stays


def more_than(a: Array, b: Array, *, out: Array) -> None:
    """Flag: a > b to the last decimal looked at."""
    np.add(b, HALF_STEP, out=out)
    np.subtract(a, out, out=out)
    np.heaviside(out, ONE, out=out)


def equals(a: Array, b: Array, *, out: Array) -> None:
    """Flag: a = b to the last decimal looked at."""
    np.subtract(a, b, out=out)
    np.abs(out, out=out)
    np.subtract(HALF_STEP, out, out=out)
    np.heaviside(out, ZERO, out=out)


def every(*flags: Flags, out: Array) -> None:
    """Flag: all hold; one unknown makes the answer unknown, as AND does."""
    out[...] = flags[0]
    for flag in flags[1:]:
        np.multiply(out, flag, out=out)


def some(*flags: Flags, out: Array) -> None:
    """Flag: at least one holds; one unknown makes the answer unknown, as OR does."""
    out[...] = flags[0]
    for flag in flags[1:]:
        np.maximum(out, flag, out=out)


def opposite(flag: Flags, *, out: Array) -> None:
    """Flag: does not hold."""
    np.subtract(ONE, flag, out=out)


def at_least_known(a: Array, b: Array, *, out: Flags) -> None:
    """As `at_least`."""
    np.greater_equal(a, np.subtract(b, HALF_STEP), out=out)


def more_than_known(a: Array, b: Array, *, out: Flags) -> None:
    """As `more_than`."""
    np.greater_equal(a, np.add(b, HALF_STEP), out=out)


def equals_known(a: Array, b: Array, *, out: Flags) -> None:
    """As `equals`."""
    gap = np.asarray(np.subtract(a, b))
    np.less(np.abs(gap, out=gap), HALF_STEP, out=out)


def every_known(*flags: Flags, out: Flags) -> None:
    """As `every`."""
    np.logical_and(flags[0], flags[-1], out=out)
    for flag in flags[1:-1]:
        np.logical_and(out, flag, out=out)


def some_known(*flags: Flags, out: Flags) -> None:
    """As `some`."""
    np.logical_or(flags[0], flags[-1], out=out)
    for flag in flags[1:-1]:
        np.logical_or(out, flag, out=out)
