"""Choosing between figures: by a flag, and by the point that has been reached.

What does not vary chooses for whole stretches of periods, which are then only copied.
"""

from collections.abc import Sequence
from operator import le

import numpy as np

from licmodel.language.flags import Flags
from licmodel.language.numeric import HALF_STEP, Array, stretches


def where(flag: Flags, then: Flags, otherwise: Flags, *, out: Flags) -> None:
    """The chosen branch; the other may be unknown, but not the flag.

    Examples
    --------
    >>> out = np.empty((3, 1))
    >>> flag = np.array([[1.0], [0.0], [np.nan]])
    >>> where(flag, np.array(5.0), np.array(np.nan), out=out)
    >>> out[:, 0].tolist()
    [5.0, nan, nan]
    """
    where_known(flag > 0, then, otherwise, out=out)
    np.copyto(out, np.nan, where=np.isnan(flag))


def where_known(flag: Flags, then: Flags, otherwise: Flags, *, out: Flags) -> None:
    """As `where`, for flags that are bools; ``out`` may be either branch."""
    if flag.ndim == 0:
        np.copyto(out, then if flag else otherwise)
    elif flag.shape[1] < out.shape[1] and flag.shape[0] == out.shape[0]:
        for start, stop in stretches(flag[:, 0]):
            chosen = then if flag[start, 0] else otherwise
            if chosen is not out:
                out[start:stop] = during(chosen, start, stop)
    elif out is then:
        np.copyto(out, otherwise, where=~flag)
    else:
        if out is not otherwise:
            np.copyto(out, otherwise)
        np.copyto(out, then, where=flag)


def during(x: Flags, start: int, stop: int) -> Flags:
    """Figures of some periods; a whole figure serves them all."""
    return x[start:stop] if x.ndim and x.shape[0] > 1 else x


def look_up(x: Array, *points: Array, out: Array) -> None:
    """The value of the last point whose key is not above x; before the first, unknown.

    Points are read from the last to the first, as a spreadsheet's IFs are nested: an unknown
    key makes the answer unknown, unless the key of a later point is reached.
    """
    keys, values = points[::2], points[1::2]
    if all(key.ndim == 0 for key in keys) and (x.ndim == 0 or x.shape == (out.shape[0], 1)):
        _look_up_by_period(x, np.array(keys), values, out)
        return
    out[...] = np.nan
    for key, value in zip(keys, values, strict=True):
        gap = np.subtract(x, np.subtract(key, HALF_STEP))
        np.copyto(out, value, where=gap >= 0)
        np.copyto(out, np.nan, where=np.isnan(gap))


def _look_up_by_period(x: Array, keys: Array, values: Sequence[Array], out: Array) -> None:
    """Find each period's point once, for all columns."""
    column = x.reshape(-1)
    reached_from = keys - HALF_STEP
    in_order = reached_from.tolist()
    if all(map(le, in_order, in_order[1:])):  # so that none is unknown, but if it is the only one
        point = reached_from.searchsorted(column, "right")
    else:  # the last point, counted from 1, that is reached or unknown
        below = column[:, None] < reached_from
        point = len(keys) - np.argmin(below[:, ::-1], axis=1)
        point[below.all(axis=1)] = 0
        point[np.isnan(keys)[point - 1]] = 0
    point[np.isnan(column)] = 0
    if x.ndim == 0:
        np.copyto(out, values[point[0] - 1] if point[0] else np.nan)
    elif all(value.ndim == 0 for value in values):
        out[:, 0] = np.array([np.nan, *values])[point]
    else:
        for start, stop in stretches(point):
            number = point[start]
            out[start:stop] = during(values[number - 1], start, stop) if number else np.nan
