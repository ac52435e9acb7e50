"""What need not be doubted in a run: a look at what does not vary, before the many columns that do.

A quotient may be unknown, for all that a program says; where the divisor is there and is not
nothing, it is not, and flags made of it may be bools, which take an eighth of the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from licmodel.language.numeric import HALF_STEP, MULTIPLIED_OUT, Array
from licmodel.language.plan import SMALLEST, Plan

Look = Callable[[int], Array]


def certain_of(plan: Plan, read: Iterable[int], look: Look) -> frozenset[int]:
    """Nodes that by themselves could make something unknown, but do not in this run.

    Parameters
    ----------
    plan : Plan
        Nodes in order.
    read : iterable of int
        Those that anything wanted is made of.
    look : callable
        Figures of a node that does not vary.
    """
    return frozenset(
        number for number in read if plan.doubting[number] and _is_certain(plan, number, look)
    )


def doubtful_after(plan: Plan, certain: frozenset[int]) -> list[bool]:
    """Whether each node may be unknown: by itself, or because of what it is made of."""
    doubtful: list[bool] = []
    for number, node in enumerate(plan.nodes):  # a node stands after its operands
        by_itself = plan.doubting[number] and number not in certain
        doubtful.append(by_itself or any(doubtful[arg] for arg in node.args))
    return doubtful


def _is_certain(plan: Plan, number: int, look: Look) -> bool:
    op, args, *_ = node = plan.nodes[number]
    if node.steps:  # what a recurrence comes by on its way is not seen
        return False
    if not plan.varies[number]:
        return not _is_unknown(look(number))
    if op == "look up":
        looked_at = [args[0], *args[1::2]]
    else:
        looked_at = [args[1]] if op == "^" or op in SMALLEST else []
    if not looked_at or any(plan.varies[each] for each in looked_at):
        return False
    return _suffices(op, [look(each) for each in looked_at])


def _suffices(op: str, figures: list[Array]) -> bool:
    """Whether a divisor, an exponent, or what is looked up among which keys, leaves no doubt."""
    first, *keys = figures
    if op == "look up":
        reached = bool((first >= keys[0] - HALF_STEP).all())
        return reached and not any(map(_is_unknown, keys))
    if op == "^":  # such powers are multiplied out; one beyond all bounds is met by itself
        return bool(((first >= 0) & (first <= MULTIPLIED_OUT) & (first == np.floor(first))).all())
    return bool((np.abs(first) >= SMALLEST[op]).all())


def _is_unknown(figures: Array) -> bool:
    return bool(np.isnan(figures).any())
