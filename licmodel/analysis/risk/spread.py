"""What many draws say together: means, percentiles and chances, each with how far it may be off.

How far is read off the batches: each is a sample of its own, so what they differ by tells the error
of their mean (95 times in a hundred, Student's t). Percentiles are draws: the least of them that so
many are not above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.risk.draws import BATCHES
from licmodel.records import record

Array = NDArray[np.float64]

STUDENT = 2.131
"""Two-sided 95% point of Student's t with 15 degrees of freedom, one less than the batches."""

_EXACT = 1e-9
_NEVER = 3.0
"""A case met in none of n draws is one with a chance below 3/n, 95 times in a hundred."""


@record
class Estimate:
    """A figure read off draws, and how far it may be off to either side."""

    value: float
    plus_minus: float


def percentile(values: Array, share: float) -> Array:
    """Figure that a share of the draws are not above; unknown where any draw is.

    Examples
    --------
    >>> float(percentile(np.array([40.0, 10.0, 30.0, 20.0, 50.0]), 0.8))
    40.0
    """
    return _at(np.sort(values, axis=-1), share)


def _at(ordered: Array, share: float) -> Array:
    at = max(ceil(share * ordered.shape[-1] - _EXACT), 1) - 1
    # what is unknown is sorted last
    return np.asarray(np.where(np.isnan(ordered[..., -1]), np.nan, ordered[..., at]))


def percentiles(values: Array, shares: Sequence[float]) -> list[Estimate]:
    """Several percentiles, each with how far it may be off; draws are sorted but once.

    Examples
    --------
    >>> percentiles(np.tile([1.0, 2.0, 3.0, 4.0], BATCHES), [0.5])
    [Estimate(value=2.0, plus_minus=0.0)]
    """
    whole, batches = np.sort(values), np.sort(values.reshape(BATCHES, -1), axis=-1)
    return [Estimate(float(_at(whole, share)), _error(_at(batches, share))) for share in shares]


def mean(values: Array) -> Array:
    """Mean of the draws."""
    return np.asarray(values.mean(axis=-1))


def deviation(values: Array) -> float:
    """Standard deviation of the draws."""
    return float(values.std(ddof=1))


def estimated(of: Callable[[Array], Array], values: Array) -> Estimate:
    """A figure of all draws, and how far it may be off.

    Examples
    --------
    >>> estimated(mean, np.tile([1.0, 3.0], BATCHES))
    Estimate(value=2.0, plus_minus=0.0)
    """
    return Estimate(float(of(values)), _error(of(values.reshape(BATCHES, -1))))


def _error(batches: Array) -> float:
    return STUDENT * float(batches.std(ddof=1)) / sqrt(BATCHES)


def chance(happens: NDArray[np.bool_]) -> Estimate:
    """Share of the draws in which something is so.

    Examples
    --------
    >>> chance(np.zeros(3200, bool))
    Estimate(value=0.0, plus_minus=0.0009375)
    """
    found = estimated(mean, happens.astype(float))
    least = _NEVER / happens.size if found.value in {0.0, 1.0} else 0.0
    return Estimate(found.value, max(found.plus_minus, least))


def ranks(values: Array) -> Array:
    """Rank of each value, from 0; equal ones share the middle of theirs.

    Examples
    --------
    >>> ranks(np.array([5.0, 1.0, 5.0])).tolist()
    [1.5, 0.0, 1.5]
    """
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts + 1) / 2)[places])


def contributions(inputs: dict[str, Array], figure: Array) -> dict[str, float]:
    """Share of each input in the spread of a figure: its squared rank correlation, of their sum.

    Parameters
    ----------
    inputs : dict of str to array
        Ranks of what was drawn.
    figure : array
        What came of it.

    Examples
    --------
    >>> one, two = np.array([0.0, 1, 2, 3]), np.array([1.0, 0, 0, 1])
    >>> contributions({"one": one, "two": two}, 7 * one)
    {'one': 1.0, 'two': 0.0}
    """
    of_figure = ranks(figure) if not np.isnan(figure).any() else figure * np.nan
    squared = {key: _correlation(each, of_figure) ** 2 for key, each in inputs.items()}
    whole = sum(squared.values())
    return {key: each / whole if whole else 0.0 for key, each in squared.items()}


def _correlation(one: Array, other: Array) -> float:
    one, other = one - one.mean(), other - other.mean()
    size = sqrt(float((one * one).sum()) * float((other * other).sum()))
    return float((one * other).sum()) / size if size else 0.0
