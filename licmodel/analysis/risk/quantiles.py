"""Quantiles of distributions: the value below which a given share of all cases lies.

They are written out in numpy alone. The normal one is Wichura's algorithm AS 241 (Applied
Statistics 37, 1988), good to sixteen digits; the beta one inverts the continued fraction of the
incomplete beta function (Abramowitz and Stegun 26.5.8) by Newton's steps, to about fourteen.
"""

from __future__ import annotations

from math import exp, lgamma

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

_CENTRE = (
    (
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ),
    (
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)
_SIDES = (
    (
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
_FAR = (
    (
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)


def _ratio(of: tuple[tuple[float, ...], tuple[float, ...]], at: Column) -> Column:
    above, below = (np.polynomial.polynomial.polyval(at, each) for each in of)
    return np.asarray(above / below)


def normal_quantile(chance: Column) -> Column:
    """Value below which a share of a standard normal distribution lies.

    Parameters
    ----------
    chance : array
        Shares, above 0 and below 1.

    Examples
    --------
    >>> normal_quantile(np.array([0.5, 0.975])).round(6).tolist()
    [0.0, 1.959964]
    """
    off = chance - 0.5
    central = np.abs(off) <= 0.425  # noqa: PLR2004  AS 241: the centre, and below it the sides
    near = 0.180625 - off * off
    tail = np.sqrt(-np.log(np.where(central, 0.5, np.minimum(chance, 1 - chance))))
    outer = np.where(tail <= 5, _ratio(_SIDES, tail - 1.6), _ratio(_FAR, tail - 5))  # noqa: PLR2004
    return np.where(central, off * _ratio(_CENTRE, near), np.copysign(outer, off))


_TERMS = 60
_TINY = 1e-300
_GRID = 1025
_STEPS = 6
_EXACT, _CLOSE = 1e-15, 1e-14


def _beta_share(at: Column, a: float, b: float) -> Column:
    """Share of a beta distribution below each value."""
    turned = at > (a + 1) / (a + b + 2)
    x = np.where(turned, 1 - at, at)
    p, q = np.where(turned, b, a), np.where(turned, a, b)
    c = np.ones_like(x)
    d = 1 - (p + q) * x / (p + 1)
    d = 1 / np.where(np.abs(d) < _TINY, _TINY, d)
    fraction = d
    for m in range(1, _TERMS):
        for term in (
            m * (q - m) * x / ((p + 2 * m - 1) * (p + 2 * m)),
            -(p + m) * (p + q + m) * x / ((p + 2 * m) * (p + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / np.where(np.abs(d) < _TINY, _TINY, d)
            c = 1 + term / c
            c = np.where(np.abs(c) < _TINY, _TINY, c)
            fraction *= d * c
        if (np.abs(d * c - 1) < _EXACT).all():
            break
    scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b))
    share = scale * x**p * (1 - x) ** q / p * fraction
    return np.asarray(np.where(turned, 1 - share, share))


def beta_quantile(chance: Column, a: float, b: float) -> Column:
    """Value below which a share of a beta distribution lies.

    Parameters
    ----------
    chance : array
        Shares, above 0 and below 1.
    a, b : float
        Its two parameters, each 1 or more.

    Examples
    --------
    >>> beta_quantile(np.array([0.25, 0.5]), 1.0, 1.0).round(12).tolist()
    [0.25, 0.5]
    >>> beta_quantile(np.array([0.5]), 3.0, 3.0).round(12).tolist()
    [0.5]
    """
    grid = np.linspace(0.0, 1.0, _GRID)
    shares = _beta_share(grid, a, b)
    # the first of the grid's points that is not below: between it and the one before lies the value
    after = np.clip(np.searchsorted(shares, chance), 1, _GRID - 1)
    low, high = grid[after - 1], grid[after]
    x = np.interp(chance, shares, grid)
    scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b))
    for _ in range(_STEPS):
        gap = _beta_share(x, a, b) - chance
        if (np.abs(gap) < _CLOSE).all():
            break
        low, high = np.where(gap < 0, x, low), np.where(gap < 0, high, x)
        density = scale * x ** (a - 1) * (1 - x) ** (b - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = x - gap / density
        # a step out of where the value must lie is no better than the middle
        x = np.where((step >= low) & (step <= high), step, (low + high) / 2)
    return x
