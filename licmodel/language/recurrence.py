"""Rows that read their own previous figure, period by period or a stretch of periods at once.

Where conditions do not vary, they decide before anything is computed: through most months an
agreement does nothing, so that a recurrence is mostly "as before", a given figure, or a running
sum, which numpy does at once. Only what is left is done month by month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from licmodel.language.choice import during
from licmodel.language.numeric import Array, stretches

PREVIOUS = -1
"""The figure before, as an operand; the steps follow it downwards, the given run up from 0."""

_RUNNING = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "most": np.maximum,
    "least": np.minimum,
}


class Step(NamedTuple):
    """One operator inside a recurrence.

    Operands from 0 up are given figures; below stand `PREVIOUS`, the first step's result (−2),
    the second's (−3), and so on.
    """

    op: str
    args: tuple[int, ...]
    flag: bool = False


class Form(NamedTuple):
    """What a recurrence comes down to where its conditions are decided."""

    result: int
    steps: tuple[int, ...]
    args: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=4096)
def reduce_steps(
    steps: tuple[Step, ...], result: int, decided: tuple[tuple[int, bool | None], ...], unknown: int
) -> Form:
    """Leave out what decided conditions do not choose.

    Parameters
    ----------
    steps : tuple of Step
        Each reads only what is given and earlier steps.
    result : int
        Operand that is the row's figure.
    decided : tuple of (int, bool or None)
        Numbers of steps that choose, and what they choose; None where it is unknown.
    unknown : int
        Operand that is unknown.

    Examples
    --------
    >>> steps = (Step("*", (-1, 1)), Step("where", (0, -2, -1)))
    >>> reduce_steps(steps, -3, ((1, False),), 2)
    Form(result=-1, steps=(), args=())
    >>> reduce_steps(steps, -3, ((1, True),), 2)
    Form(result=-2, steps=(0,), args=((-1, 1),))
    """
    choices = dict(decided)
    needed: dict[int, tuple[int, ...]] = {}

    def resolve(operand: int) -> int:
        number = -2 - operand
        if number < 0:
            return operand
        args = steps[number].args
        if number in choices:
            chosen = choices[number]
            return unknown if chosen is None else resolve(args[1 if chosen else 2])
        if number not in needed:
            needed[number] = tuple([resolve(arg) for arg in args])
        return operand

    result = resolve(result)
    return Form(result, tuple(needed), tuple(needed.values()))


class Recurrence:
    """A row's figures from the opening onwards.

    Parameters
    ----------
    steps : tuple of Step
        Each reads only what is given and earlier steps.
    result : int
        Operand that is the row's figure.
    functions : sequence of callable
        What each step does.
    choosing : sequence of int
        Numbers of the steps that choose by a given flag which does not vary.
    known : bool
        Whether flags are bools, since nothing can be unknown.
    """

    def __init__(
        self,
        steps: tuple[Step, ...],
        result: int,
        functions: Sequence[Callable[..., Any]],
        choosing: Sequence[int],
        *,
        known: bool,
    ) -> None:
        self.steps = steps
        self.result = result
        self.functions = functions
        self.known = known
        self.choosing = choosing

    def __call__(self, *operands: Array, out: Array) -> None:
        """Fill ``out``; the last operand is the opening."""
        *given, opening = operands
        given.append(np.array(np.nan))
        for start, stop, form in self._forms(given, out.shape[0]):
            before = out[start - 1 : start] if start else opening
            part = out[start:stop]
            if form.result == PREVIOUS:
                part[...] = before
            elif form.result >= 0:
                part[...] = during(given[form.result], start, stop)
            elif len(form.steps) == 1 and self._runs(form):
                x = during(given[max(form.args[0])], start, stop)
                _accumulate(_RUNNING[self.steps[form.steps[0]].op], before, x, part)
            else:
                here = [during(x, start, stop) for x in given]
                self._by_period(form, here, before, part)

    def _forms(self, given: Sequence[Array], count: int) -> Iterable[tuple[int, int, Form]]:
        """Stretches of periods in which the conditions stay as they are."""
        flags = {k: given[self.steps[k].args[0]].reshape(-1) for k in self.choosing}
        state = np.zeros(count, int)
        for flag in flags.values():
            known = flag if flag.dtype == bool else np.where(np.isnan(flag), 2, flag > 0)
            state *= 3
            state += known
        for start, stop in stretches(state) if flags else ((0, count),):
            decided = tuple([(k, _decided(flag, start)) for k, flag in flags.items()])
            yield start, stop, reduce_steps(self.steps, self.result, decided, len(given) - 1)

    def _runs(self, form: Form) -> bool:
        """Whether numpy can accumulate the one step that is left."""
        op, args = self.steps[form.steps[0]].op, form.args[0]
        if op not in _RUNNING or min(args) != PREVIOUS or max(args) == PREVIOUS:
            return False
        return op != "-" or args[0] == PREVIOUS

    def _by_period(self, form: Form, given: list[Array], before: Array, out: Array) -> None:
        width = (1, out.shape[1])
        kinds = [bool if self.known and step.flag else float for step in self.steps]
        buffers = [np.empty(width, kind) for kind in kinds]
        # negative operands count from the end of the list: the figure before is last
        place = [*given, *reversed(buffers), before]
        moving = [
            (number, list(x[:, None]))
            for number, x in enumerate(given)
            if x.ndim and x.shape[0] > 1
        ]
        work = [
            (self.functions[number], args, buffers[number])
            for number, args in zip(form.steps, form.args, strict=True)
        ]
        *work, (last, last_args, _) = work
        for period, row in enumerate(list(out[:, None])):
            for number, rows in moving:
                place[number] = rows[period]
            for function, args, buffer in work:
                function(*[place[arg] for arg in args], out=buffer)
            last(*[place[arg] for arg in last_args], out=row)
            place[PREVIOUS] = row


def _decided(flag: Array, period: int) -> bool | None:
    value = flag[period if len(flag) > 1 else 0]
    return None if np.isnan(value) else bool(value > 0)


def _accumulate(ufunc: np.ufunc, before: Array, x: Array, out: Array) -> None:
    """Running figure: each the one before, and the period's own."""
    if out.shape[1] == 1:
        out[...] = x
        ufunc(before, out[:1], out=out[:1])
        ufunc.accumulate(out, axis=0, out=out)
        return
    rows = list(out[:, None])
    own = list(x[:, None]) if x.ndim and x.shape[0] > 1 else [x] * len(rows)
    for row, each in zip(rows, own, strict=True):
        ufunc(before, each, out=row)
        before = row
