"""Rows that read their own previous figure, period by period or a stretch of periods at once.

Where conditions do not vary, they decide before anything is computed: through most months an
agreement does nothing, so that a recurrence is mostly "as before", a given figure, or a running
sum, which numpy does at once. Only what is left is done month by month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from licmodel.language.choice import during
from licmodel.language.numeric import ZERO, Array, stretches

PREVIOUS = -1
"""The figure before, as an operand; the steps follow it downwards, the given run up from 0."""

_RUNNING = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "most": np.maximum,
    "least": np.minimum,
}

_OF_NOTHING_EITHER = {np.maximum, np.minimum}
"""Of 0 and −0 these take now one, now the other."""

_CHOICES = {0.0: False, 1.0: True, 2.0: None}

_NOT_KNOWN = np.array(np.nan)

_NARROW = 32
"""Columns up to which numpy's own running figures are quicker than row by row."""


class Step(NamedTuple):
    """One operator inside a recurrence.

    Operands from 0 up are given figures; below stand `PREVIOUS`, the first step's result (−2),
    the second's (−3), and so on.
    """

    op: str
    args: tuple[int, ...]
    flag: bool = False


class Form(NamedTuple):
    """What a recurrence comes down to where its conditions are decided.

    Attributes
    ----------
    result : int
        Operand that is the row's figure.
    steps : tuple of int
        Numbers of the steps that are left, in order; the last is the result, if any are.
    args : tuple of tuple of int
        Operands of each of them.
    """

    result: int
    steps: tuple[int, ...]
    args: tuple[tuple[int, ...], ...]


def reduce_steps(
    steps: Sequence[Step], result: int, choices: Mapping[int, bool | None], unknown: int
) -> Form:
    """Leave out what decided conditions do not choose.

    Parameters
    ----------
    steps : sequence of Step
        Each reads only what is given and earlier steps.
    result : int
        Operand that is the row's figure.
    choices : mapping of int to bool or None
        What steps choose, by their numbers; None where it is unknown.
    unknown : int
        Operand that is unknown.

    Examples
    --------
    >>> steps = [Step("*", (-1, 1)), Step("where", (0, -2, -1))]
    >>> reduce_steps(steps, -3, {1: False}, 2)
    Form(result=-1, steps=(), args=())
    >>> reduce_steps(steps, -3, {1: True}, 2)
    Form(result=-2, steps=(0,), args=((-1, 1),))
    """
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
    steps : sequence of Step
        Each reads only what is given and earlier steps.
    result : int
        Operand that is the row's figure.
    functions : sequence of callable
        What each step does.
    choosing : sequence of int
        Numbers of the steps that choose by a given flag which does not vary with the batch.
    known : bool
        Whether flags are bools, since nothing can be unknown.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        result: int,
        functions: Sequence[Callable[..., Any]],
        choosing: Sequence[int],
        *,
        known: bool,
    ) -> None:
        self.steps = steps
        self.result = result
        self.functions = functions
        self.choosing = choosing
        self.types = [bool if known and step.flag else float for step in steps]
        self._forms: dict[tuple[float, ...], Form] = {}  # worked out once each
        self._running = None if choosing else self._runs(reduce_steps(steps, result, {}, 0))

    def __call__(self, *operands: Array, out: Array) -> None:
        """Fill ``out``; the last operand is the opening."""
        if self._running is not None:
            ufunc, own = self._running
            _accumulate(ufunc, operands[-1], operands[own], out)
            return
        *given, opening = operands
        given.append(_NOT_KNOWN)
        states = [_state(given[self.steps[number].args[0]]) for number in self.choosing]
        for start, stop in _undisturbed(states, out.shape[0]):
            state = tuple([each.item(start if each.size > 1 else 0) for each in states])
            form = self._form(state, len(given) - 1)
            before = out[start - 1 : start] if start else opening
            part = out[start:stop]
            if form.result == PREVIOUS:
                part[...] = before
            elif form.result >= 0:
                part[...] = during(given[form.result], start, stop)
            elif (running := self._runs(form)) is not None:
                ufunc, own = running
                _accumulate(ufunc, before, during(given[own], start, stop), part)
            else:
                self._by_period(form, given, before, part, start)

    def _form(self, state: tuple[float, ...], unknown: int) -> Form:
        form = self._forms.get(state)
        if form is None:
            choices = {
                number: _CHOICES[decided]
                for number, decided in zip(self.choosing, state, strict=True)
                if decided in _CHOICES
            }
            form = reduce_steps(self.steps, self.result, choices, unknown)
            self._forms[state] = form
        return form

    def _runs(self, form: Form) -> tuple[np.ufunc, int] | None:
        """What numpy can accumulate, and which given figures, where only that is left to do."""
        if len(form.steps) != 1:
            return None
        op, args = self.steps[form.steps[0]].op, form.args[0]
        if op not in _RUNNING or min(args) != PREVIOUS or max(args) == PREVIOUS:
            return None
        return (_RUNNING[op], max(args)) if op != "-" or args[0] == PREVIOUS else None

    def _by_period(
        self, form: Form, given: Sequence[Array], before: Array, out: Array, start: int
    ) -> None:
        # negative operands count from the end of the list: the figure before is last
        place: list[Array] = [*given, *([before] * (len(self.steps) + 1))]
        moving = [
            (number, given[number][start : start + len(out), None])
            for number in {arg for args in form.args for arg in args if arg >= 0}
            if given[number].ndim and given[number].shape[0] > 1
        ]
        work = []
        for number, args in zip(form.steps[:-1], form.args, strict=False):
            place[-2 - number] = np.empty((1, out.shape[1]), self.types[number])
            work.append((self.functions[number], args, place[-2 - number]))
        last, last_args = self.functions[form.steps[-1]], form.args[-1]
        for period, row in enumerate(out[:, None]):
            for number, figures in moving:
                place[number] = figures[period]
            for function, args, buffer in work:
                function(*[place[arg] for arg in args], out=buffer)
            last(*[place[arg] for arg in last_args], out=row)
            place[PREVIOUS] = row


def _state(flag: Array) -> Array:
    """Whether a condition holds in each period: 1, 0, 2 for unknown, 3 where columns differ."""
    if flag.ndim == 0 or flag.shape[1] == 1:
        state: Array = flag.reshape(-1).astype(float)
        state[np.isnan(state)] = 2.0
        return state
    low, high = flag.min(axis=1).astype(float), flag.max(axis=1)
    return np.where(low == high, low, 3.0)


def _undisturbed(states: Sequence[Array], count: int) -> Iterable[tuple[int, int]]:
    """Stretches of periods in which conditions stay as they are."""
    if not states:
        return ((0, count),)
    together = np.zeros(count)
    for state in states:
        together *= 4.0
        together += state
    return stretches(together)


def _accumulate(ufunc: np.ufunc, before: Array, x: Array, out: Array) -> None:
    """Running figure: each the one before, and the period's own."""
    if out.shape[1] <= _NARROW:
        out[...] = x
        ufunc(before, out[:1], out=out[:1])
        if out.shape[0] > 1:
            ufunc.accumulate(out, axis=0, out=out)
    else:
        moves = x.ndim and x.shape[0] > 1
        for period, row in enumerate(out[:, None]):
            ufunc(before, x[period : period + 1] if moves else x, out=row)
            before = row
    if ufunc in _OF_NOTHING_EITHER:
        np.add(out, ZERO, out=out)
