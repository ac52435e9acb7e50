"""Distributions: what is drawn at a chance between 0 and 1."""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.risk.quantiles import beta_quantile, normal_quantile
from licmodel.terms.risk import Distribution, value_of
from licmodel.terms.term import parse_number

Column = NDArray[np.float64]


def quantile(
    how: Distribution,
    chances: Column,
    bounds: tuple[float, float] = (-np.inf, np.inf),
    *,
    whole: bool = False,
) -> Column:
    """Values of a distribution at chances between 0 and 1.

    Parameters
    ----------
    how : Distribution
        Any.
    chances : array
        Shares of all cases.
    bounds : (float, float), optional
        Where a bell is cut off.
    whole : bool
        Whether only whole numbers occur, so that each of a uniform range is alike likely.

    Examples
    --------
    >>> how = Distribution.model_validate({"triangular": ["0", "1", "2"]})
    >>> quantile(how, np.array([0.125, 0.5, 0.875])).tolist()
    [0.5, 1.0, 1.5]
    """
    if how.discrete is not None:
        edges = np.cumsum([float(parse_number(each)) for each in how.discrete.values()])
        at = np.minimum(np.searchsorted(edges, chances, "right"), len(edges) - 1)
        return np.array([value_of(each) for each in how.discrete])[at]
    if how.bell is not None:
        return _bell(how, chances, bounds)
    low, *likeliest, high = (value_of(each) for each in how.points)
    if not likeliest:
        values = np.floor(low + chances * (high - low + 1)) if whole else None
        values = low + chances * (high - low) if values is None else values
    elif how.pert is not None:
        share = (likeliest[0] - low) / (high - low)
        values = low + (high - low) * beta_quantile(chances, 1 + 4 * share, 5 - 4 * share)
    else:
        mode = likeliest[0]
        below = low + np.sqrt(chances * (high - low) * (mode - low))
        above = high - np.sqrt((1 - chances) * (high - low) * (high - mode))
        values = np.where(chances * (high - low) < mode - low, below, above)
    return np.clip(values, low, high)


def _bell(how: Distribution, chances: Column, bounds: tuple[float, float]) -> Column:
    normal, back = _normal_of(how)
    low, high = shares_below(how, bounds)
    scores = normal_quantile(np.clip(low + chances * (high - low), 1e-300, 1 - 2.0**-53))
    return np.clip(back(normal.mean + normal.stdev * scores), *bounds)


def _normal_of(how: Distribution) -> tuple[NormalDist, Callable[[Column], Column]]:
    """The normal distribution behind a bell, and what makes a figure of a case of it."""
    bell = how.bell
    assert bell is not None  # noqa: S101  asked of bells only
    mean, sd = value_of(bell.mean), value_of(bell.sd)
    if how.lognormal is None:
        return NormalDist(mean, sd), np.asarray
    spread = log(1 + (sd / mean) ** 2)
    return NormalDist(log(mean) - spread / 2, sqrt(spread)), np.exp


def shares_below(how: Distribution, bounds: tuple[float, float]) -> tuple[float, float]:
    """Shares of a bell that lie below each of two ends.

    Examples
    --------
    >>> bell = Distribution.model_validate({"normal": {"mean": "3%", "sd": "1%"}})
    >>> shares_below(bell, (0.03, float("inf")))
    (0.5, 1.0)
    """
    normal, _ = _normal_of(how)
    ends = []
    for end in bounds:
        if how.lognormal is not None:
            end = log(end) if end > 0 else -np.inf  # noqa: PLW2901  on the scale of the normal one
        ends.append(float(end > 0) if np.isinf(end) else normal.cdf(end))
    return ends[0], ends[1]
