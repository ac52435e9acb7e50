"""Functions along the periods: folds from ``(periods, batch)`` to one figure, years, and lags.

They add up from the first period to the last, so that no block size changes a bit. A whole
figure that does not vary has no dimensions.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from licmodel.language.numeric import Array

_RATES = 2.0 ** (np.arange(-13, 41) / 2)
"""What 1 becomes in a period: between each and the next a rate of return is looked for."""

_NEAREST = 13
"""Number of the interval among them that begins at 0%: answers near it are taken first."""

_HALVINGS = 52


def total(x: Array, *, out: Array) -> None:
    """Sum along the periods, first to last.

    Examples
    --------
    >>> out = np.empty((1, 2))
    >>> total(np.array([[1.0, 10.0], [2.0, 20.0]]), out=out)
    >>> out.tolist()
    [[3.0, 30.0]]
    """
    if x.shape[1] == 1:  # numpy would sum a single column pairwise
        out[...] = np.add.accumulate(x, axis=0)[-1]
    else:
        np.add.reduce(x, axis=0, out=out[0])


def largest(x: Array, *, out: Array) -> None:
    """Largest along the periods."""
    np.maximum.reduce(x, axis=0, out=out.reshape(-1))


def position_of_largest(x: Array, *, out: Array) -> None:
    """Number, from 1, of the first period that holds the largest figure."""
    out[...] = np.argmax(x, axis=0) + 1.0
    np.copyto(out, np.nan, where=np.isnan(x).any(axis=0, keepdims=True).reshape(out.shape))


def at_start(x: Array, *, out: Array) -> None:
    """The first period's figure."""
    out[...] = x[0]


def internal_rate(x: Array, *, out: Array) -> None:
    """Internal rate of return per period; unknown where the flows have none.

    Of several, one near 0% is taken, as a spreadsheet's search from 10% mostly finds.
    """
    signs = np.signbit(_worth(x[:, :, None], 1 / _RATES))  # (batch, rates)
    crossing = signs[:, 1:] != signs[:, :-1]
    distance = np.where(crossing, np.abs(np.arange(len(_RATES) - 1) - _NEAREST), len(_RATES))
    place = np.argmin(distance, axis=1)
    low, high = 1 / _RATES[place + 1], 1 / _RATES[place]
    sign_at_low = np.signbit(_worth(x, low))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        short = np.signbit(_worth(x, middle)) == sign_at_low
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    unknown = np.isnan(x).any(axis=0) | ~crossing.any(axis=1)
    out[...] = np.where(unknown, np.nan, 2 / (low + high) - 1)


def _worth(flows: Array, factor: Array) -> Array:
    """Flows at their present value, where each period is worth ``factor`` of the one before."""
    worth: Array = np.zeros_like(flows[0])
    for flow in flows[::-1]:
        worth = worth * factor + flow
    return worth


def by_spans(spans: Sequence[tuple[int, int]]) -> Callable[..., Any]:
    """Make a function that adds months up over years, given as first and last month.

    Examples
    --------
    >>> out = np.empty((2, 1))
    >>> by_spans([(0, 1), (2, 2)])(np.array([[1.0], [2.0], [4.0]]), out=out)
    >>> out[:, 0].tolist()
    [3.0, 4.0]
    """

    longest = max((last - first + 1 for first, last in spans), default=0)
    # a year that is cut short at the first month lacks its beginning, not its end
    missing = longest - (spans[0][1] - spans[0][0] + 1) if spans else 0

    def fold(x: Array, *, out: Array) -> None:
        if x.shape[1] == 1:  # all years at once: nothing before or after adds nothing
            months = np.zeros(len(spans) * longest)
            months[missing : missing + len(x)] = x[:, 0]
            sums = np.add.accumulate(months.reshape(len(spans), longest), axis=1)
            out[:, 0] = sums[:, -1]
            return
        for number, (first, last) in enumerate(spans):
            total(x[first : last + 1], out=out[number : number + 1])

    return fold


def lag(x: Array, opening: Array, *, out: Array) -> None:
    """Each figure a period later; the opening comes first."""
    out[:1] = opening
    out[1:] = x[:-1]
