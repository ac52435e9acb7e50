"""Draws: for each key a stream of its own, in strata, and the ranks of those that move together.

Draws come in batches, each a Latin hypercube of its own, so that how far the batches differ tells
how far a figure may be off. Of a stream only the raw bits are used, which no numpy changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import pi, sin

import numpy as np
from numpy.typing import NDArray

from licmodel.errors import InputError

Column = NDArray[np.float64]
Pairs = Mapping[tuple[str, str], float]

BATCHES = 16
_BITS = 53
_NOTHING = 1e-9


def chances(key: str, seed: int, draws: int) -> Column:
    """Chances of one key, between 0 and 1: in each batch one from every stratum, in random order.

    Parameters
    ----------
    key : str
        Whose they are; no other key has any part in them.
    seed : int
        What they are made from.
    draws : int
        How many; a multiple of the batches.

    Returns
    -------
    array, shape (draws,)

    Examples
    --------
    >>> drawn = chances("prices.e3", 1, 64).reshape(BATCHES, 4)
    >>> np.sort(drawn * 4).astype(int)[0].tolist()
    [0, 1, 2, 3]
    """
    words = np.frombuffer(sha256(f"{seed}:{key}".encode()).digest(), "<u4")
    stream = np.random.PCG64(np.random.SeedSequence([int(word) for word in words]))
    raw = stream.random_raw(2 * draws)
    each = draws // BATCHES
    stratum = ranks_of(raw[:draws].reshape(BATCHES, each))
    within = ((raw[draws:] >> np.uint64(64 - _BITS)) + 0.5) * 2.0**-_BITS
    drawn = (stratum + within.reshape(BATCHES, each)) / each
    return np.minimum(drawn, np.nextafter(1.0, 0.0)).reshape(-1)


def shares_drawn(keys: Sequence[str], pairs: Pairs, seed: int, draws: int) -> dict[str, Column]:
    """Chances of several keys, with the ranks of some moving together."""
    return together({key: chances(key, seed, draws) for key in keys}, pairs)


def ranks_of(values: NDArray[np.float64] | NDArray[np.uint64]) -> NDArray[np.int64]:
    """Place of each value among those of its row, from 0; equal ones stay in order."""
    order = np.argsort(values, axis=-1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.broadcast_to(np.arange(values.shape[-1]), order.shape), -1)
    return ranks


def groups_of(keys: Sequence[str], pairs: Pairs) -> list[list[str]]:
    """Keys that move together, directly or through others, in the order of the pairs.

    Examples
    --------
    >>> groups_of(["a", "b", "c"], {("c", "a"): 0.5})
    [['c', 'a']]
    """
    named = [key for pair in pairs for key in pair if key in keys]
    groups: list[list[str]] = []
    for key in dict.fromkeys(named):
        beside = {other for pair in pairs if key in pair for other in pair}
        joined = [group for group in groups if beside & set(group)]
        merged = [each for group in joined for each in group] + [key]
        groups = [group for group in groups if group not in joined] + [merged]
    return groups


def together(drawn: Mapping[str, Column], pairs: Pairs) -> dict[str, Column]:
    """Chances with the order of some changed, so that their ranks move together as is said.

    It is a Gaussian copula by ranks (Iman and Conover, 1982): in each batch every key keeps its own
    strata. The first key of a group keeps its own order, and so does every key in no group.

    Parameters
    ----------
    drawn : mapping of str to array
        Chances by key.
    pairs : mapping of (str, str) to float
        Correlation of the ranks of two keys; 0 where nothing is said.

    Raises
    ------
    InputError
        If no figures could be correlated so.
    """
    found = dict(drawn)
    for group in groups_of(list(drawn), pairs):
        from licmodel.analysis.risk.quantiles import normal_quantile  # noqa: PLC0415  if any

        mixing = _mixing(group, pairs)
        scores = [normal_quantile(drawn[key]) for key in group]
        for row, key in enumerate(group[1:], 1):
            mixed = sum(mixing[row, at] * scores[at] for at in range(row + 1))
            shaped = np.asarray(mixed).reshape(BATCHES, -1)
            strata = np.sort(drawn[key].reshape(BATCHES, -1), axis=1)
            found[key] = np.take_along_axis(strata, ranks_of(shaped), axis=1).reshape(-1)
    return found


def _mixing(group: Sequence[str], pairs: Pairs) -> Column:
    """Lower triangle whose product with itself is the correlation of a group's normal scores."""
    matrix = _scores(group, pairs, 1.0)
    if _least(matrix) < -_NOTHING:
        raise _impossible(group, pairs)
    lower = np.zeros_like(matrix)
    for row in range(len(group)):
        for column in range(row + 1):
            rest = matrix[row, column] - sum(
                lower[row, at] * lower[column, at] for at in range(column)
            )
            if row == column:
                lower[row, row] = max(rest, 0.0) ** 0.5 if rest > _NOTHING else 0.0
            elif lower[column, column] > 0:
                lower[row, column] = rest / lower[column, column]
    return lower


def _scores(group: Sequence[str], pairs: Pairs, share: float) -> Column:
    """Correlation of a group's normal scores where ranks go together by a share of what is said."""
    matrix = np.eye(len(group))
    for (one, other), rank in pairs.items():
        if one in group:
            at, beside = group.index(one), group.index(other)
            matrix[at, beside] = matrix[beside, at] = 2 * sin(pi * share * rank / 6)
    return matrix


def _least(matrix: Column) -> float:
    return float(np.linalg.eigvalsh(matrix)[0])


def _impossible(group: Sequence[str], pairs: Pairs) -> InputError:
    """A refusal that says by how much correlations are too strong to hold at once."""
    share = next(
        each for each in range(99, -1, -1) if _least(_scores(group, pairs, each / 100)) > 0
    )
    return InputError(
        f"no figures can be correlated so: {', '.join(group)}",
        found="if one goes with a second and that with a third, the first and third go together; "
        "a pair that is not named counts as 0",
        expected="correlations that can all hold at once",
        remedies=[
            "name the pairs that are left out",
            f"or multiply each rank by {share:g}",
        ],
    )
