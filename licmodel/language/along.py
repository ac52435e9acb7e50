"""Functions along the periods: folds from ``(periods, batch)`` to one figure, years, and lags.

They add up from the first period to the last, so that no block size changes a bit. A whole
figure that does not vary has no dimensions.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from licmodel.language.numeric import ZERO, Array

_NARROW = 8
"""Columns up to which numpy's own running sums are quicker than a sum for each year."""


def total(x: Array, *, out: Array) -> None:
    """Sum along the periods, first to last.

    Examples
    --------
    >>> out = np.empty((1, 2))
    >>> total(np.array([[1.0, 10.0], [2.0, 20.0]]), out=out)
    >>> out.tolist()
    [[3.0, 30.0]]
    """
    # of a single column numpy's own sum would go pairwise
    column = x.shape[1] == 1
    sums = np.add.accumulate(x, axis=0)[-1] if column else np.add.reduce(x, axis=0)
    np.add(sums, ZERO, out=out.reshape(-1))  # of −0 alone the sum is 0, either way


def largest(x: Array, *, out: Array) -> None:
    """Largest along the periods."""
    np.maximum.reduce(x, axis=0, out=out.reshape(-1))
    np.add(out, ZERO, out=out)


def position_of_largest(x: Array, *, out: Array) -> None:
    """Number, from 1, of the first period that holds the largest figure."""
    out[...] = np.argmax(x, axis=0) + 1.0
    np.copyto(out, np.nan, where=np.isnan(x).any(axis=0, keepdims=True).reshape(out.shape))


def at_start(x: Array, *, out: Array) -> None:
    """The first period's figure."""
    out[...] = x[0]


def internal_rate(x: Array, *, out: Array) -> None:
    """Internal rate of return per period; unknown where the flows have none.

    Of several, the one nearest to 0% is taken.
    """
    from numpy_financial import irr  # noqa: PLC0415  a second's fraction to load, seldom asked for

    known = ~np.isnan(x).any(axis=0)
    out[...] = np.nan
    for column in np.flatnonzero(known):
        out.reshape(-1)[column] = irr(x[:, column])


def by_spans(spans: Sequence[tuple[int, int]]) -> Callable[..., Any]:
    """Make a function that adds months up over years, given as first and last month.

    Examples
    --------
    >>> out = np.empty((2, 1))
    >>> by_spans([(0, 1), (2, 2)])(np.array([[1.0], [2.0], [4.0]]), out=out)
    >>> out[:, 0].tolist()
    [3.0, 4.0]
    """
    lengths = {last - first + 1 for first, last in spans}
    one_after_another = all(a[1] + 1 == b[0] for a, b in pairwise(spans))

    def fold(x: Array, *, out: Array) -> None:
        if x.shape[1] <= _NARROW and len(lengths) == 1 and one_after_another:
            months = x[spans[0][0] : spans[-1][1] + 1]
            years = months.reshape(len(spans), *lengths, x.shape[1])
            np.add(np.add.accumulate(years, axis=1)[:, -1], ZERO, out=out)
            return
        for number, (first, last) in enumerate(spans):
            total(x[first : last + 1], out=out[number : number + 1])

    return fold


def lag(x: Array, opening: Array, *, out: Array) -> None:
    """Each figure a period later; the opening comes first."""
    out[:1] = opening
    out[1:] = x[:-1]
