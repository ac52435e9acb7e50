"""The reader in words: what a row does, and how one figure came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isnan

import numpy as np

from licmodel.language.evaluate import Values
from licmodel.language.expression import Expr
from licmodel.language.program import Input, Program, Row
from licmodel.language.table import FOLDS, OPERATORS, Axis
from licmodel.language.units import unit_text
from licmodel.records import record

_BEFORE = {"month": "a month earlier", "year": "a year earlier"}


def describe(program: Program, expr: Expr) -> str:
    """An expression as a person would say it, by the labels of what it reads.

    Examples
    --------
    >>> from licmodel.language.program import Periods, Span
    >>> program = Program(Periods(("2027-04",), (Span("2027/28", 0, 0),)))
    >>> seats = program.input("seats", "seats", "user", 100)
    >>> price = program.input("price", "price a month", "GBP/user", 3)
    >>> describe(program, seats * price)
    'seats × price a month'
    """
    op = expr.op
    if op == "as":
        return describe(program, expr.args[0])
    if op in FOLDS:
        return FOLDS[op].words.format(describe(program, expr.args[0]))
    if op == "look up":
        points = (len(expr.args) - 1) // 2
        subject = describe(program, expr.args[0])
        return f"the figure in force at {subject} ({points} dated or stepped points)"
    return _operation(program, expr) if op in OPERATORS else _leaf(program, expr)


def _leaf(program: Program, expr: Expr) -> str:
    before = _BEFORE.get(expr.axis, "before")
    if expr.op == "const":
        return f"{expr.ref:g}"
    if expr.op == "input":
        return program.inputs[expr.ref].label
    if expr.op == "previous":
        return f"the figure {before}"
    label = program.rows[expr.ref].label
    return f"{label} {before}" if expr.op == "lag" else label


def _operation(program: Program, expr: Expr) -> str:
    operator = OPERATORS[expr.op]
    parts = [describe(program, arg) for arg in expr.args]
    for number, need in enumerate(operator.needs):
        if _binds(expr.args[number]) < need:
            parts[number] = f"({parts[number]})"
    if "{all:" in operator.words:
        head, _, rest = operator.words.partition("{all:")
        joint, _, tail = rest.partition("}")
        return head + joint.join(parts) + tail
    return operator.words.format(*parts)


def _binds(expr: Expr) -> int:
    if expr.op == "as":
        return _binds(expr.args[0])
    return OPERATORS[expr.op].binds if expr.op in OPERATORS else 9


@record
class Trace:
    """How one figure came about: itself, the rule in words, and the figures below it.

    ``times`` counts the neighbouring periods that hold the same figure and are told once.
    """

    key: str
    label: str
    when: str
    value: float
    unit: str
    rule: str
    of: Input | Row
    below: tuple[Trace, ...] = ()
    times: int = 1
    until: str = ""


class Tracer:
    """Traces figures of one evaluated program, for one column of its batch.

    Examples
    --------
    >>> from licmodel.language.evaluate import evaluate
    >>> from licmodel.language.operators import where
    >>> from licmodel.language.program import Periods, Span
    >>> program = Program(Periods(("2027-04",), (Span("2027/28", 0, 0),)))
    >>> seats, least = (program.input(k, k, "user", v) for k, v in (("seats", 5), ("least", 9)))
    >>> _ = program.row("paid", "seats paid for", where(seats > least, seats, least))
    >>> told = Tracer(program, evaluate(program)).trace("paid")
    >>> told.value, told.rule, [each.key for each in told.below]
    (9.0, '(seats if seats > least, otherwise least)', ['seats', 'least'])
    """

    def __init__(self, program: Program, values: Values, column: int = 0) -> None:
        self.program = program
        self.values = values
        self.column = column
        self._told: dict[tuple[str, int, int | None], Trace] = {}

    def trace(self, key: str, period: int = 0, depth: int | None = None) -> Trace:
        """The trace of one cell.

        Parameters
        ----------
        key : str
            An input or row.
        period : int
            Number of the period along the row's axis, from 0; -1 is the opening.
        depth : int, optional
            Levels told below the figure; all, where not given.
        """
        row = self.program.rows.get(key)
        place = key, 0 if row is None or row.axis == "whole" else period, depth
        if place not in self._told:  # the same figure may be reached in many ways
            self._told[place] = self._input(key) if row is None else self._row(row, *place[1:])
        return self._told[place]

    def _input(self, key: str) -> Trace:
        declared = self.program.inputs[key]
        figure = self._figure(key, 0)
        return Trace(key, declared.label, "", figure, unit_text(declared.unit), "", declared)

    def _row(self, row: Row, period: int, depth: int | None) -> Trace:
        body = row.opening if period < 0 and isinstance(row.opening, Expr) else row.body
        below: tuple[Trace, ...] = ()
        if depth is None or depth > 0:
            below = tuple(self._below(row, body, period, None if depth is None else depth - 1))
        return Trace(
            row.key,
            row.label,
            self._when(row.axis, period),
            self._figure(row.key, period),
            unit_text(row.unit),
            describe(self.program, body),
            row,
            below,
        )

    def _when(self, axis: Axis, period: int) -> str:
        labels = self.program.periods.labels(axis)
        return labels[period] if period >= 0 else f"before {labels[0]}"

    def _figure(self, key: str, period: int) -> float:
        figures = self.values.openings[key] if period < 0 else self.values[key]
        at = max(period, 0) if figures.shape[0] > 1 else 0
        return float(figures[at, self.column if figures.shape[1] > 1 else 0])

    def _below(self, row: Row, body: Expr, period: int, depth: int | None) -> Iterator[Trace]:
        # what stood before the first period "as in the first" is told as the first
        at = max(period, 0)
        seen: set[tuple[str, int]] = set()
        for node in self._used(body, row, at):
            if node.op in FOLDS:
                yield from self._folded(node, at, depth)
                continue
            key = row.key if node.op == "previous" else node.ref
            when = at - 1 if node.op in {"lag", "previous"} else at
            if (key, when) not in seen:
                seen.add((key, when))
                # the figure a period earlier has the same tale: it is told as a figure only
                yield self.trace(key, when, 0 if node.op == "previous" and when >= 0 else depth)

    def _folded(self, fold: Expr, period: int, depth: int | None) -> Iterator[Trace]:
        """Figures that a fold takes together; neighbours that are alike are told once."""
        key, axis = fold.args[0].ref, fold.args[0].axis
        first, last = self._reach(fold, period)
        labels = self.program.periods.labels(axis)
        start = first
        for number in range(first, last + 1):
            value = self._figure(key, number)
            if number < last and _alike(value, self._figure(key, number + 1)):
                continue
            told = self.trace(key, start, depth if value != 0 else 0)
            times = number - start + 1
            yield replace(told, times=times, until=labels[number] if times > 1 else "")
            start = number + 1

    def _reach(self, fold: Expr, period: int) -> tuple[int, int]:
        """First and last period that matter to a fold."""
        if fold.op == "at start":
            return 0, 0
        first, figures = self._figures(fold, period)
        if fold.op in {"largest", "position of largest"} and not any(map(isnan, figures)):
            place = figures.index(max(figures))
            return place, place
        return first, first + len(figures) - 1

    def _figures(self, fold: Expr, period: int) -> tuple[int, list[float]]:
        """What a fold takes together, and the first period of it."""
        key, axis = fold.args[0].ref, fold.args[0].axis
        first, last = 0, self.program.periods.count(axis) - 1
        if fold.axis != "whole":
            span = self.program.periods.spans(fold.axis)[period]
            first, last = span.first, span.last
        return first, [self._figure(key, number) for number in range(first, last + 1)]

    def _used(self, expr: Expr, row: Row, period: int) -> Iterator[Expr]:
        """Leaves and folds that matter at a period: an unselected branch does not."""
        if expr.op in {"input", "row", "lag", "previous"} or expr.op in FOLDS:
            yield expr
        elif expr.op == "where":
            flag = self._cell(expr.args[0], row, period)
            yield from self._used(expr.args[0], row, period)
            if not isnan(flag):
                yield from self._used(expr.args[1 if flag else 2], row, period)
        elif expr.op == "look up":
            yield from self._used(expr.args[0], row, period)
            point = self._chosen_point(expr, row, period)
            if point is not None:
                yield from self._used(point, row, period)
        else:
            for arg in expr.args:
                yield from self._used(arg, row, period)

    def _chosen_point(self, expr: Expr, row: Row, period: int) -> Expr | None:
        points = list(zip(expr.args[1::2], expr.args[2::2], strict=True))
        for key, value in reversed(points):
            reached = self._cell(expr.args[0] >= key, row, period)
            if isnan(reached):
                return None
            if reached:
                return value
        return None

    def _cell(self, expr: Expr, row: Row, period: int) -> float:
        """Value of part of a row at one period."""
        if expr.op == "const":
            return float(expr.ref)
        if expr.op in {"input", "row"}:
            return self._figure(expr.ref, period)
        if expr.op in {"lag", "previous"}:
            return self._figure(row.key if expr.op == "previous" else expr.ref, period - 1)
        if expr.op in FOLDS:
            args = [np.array(self._figures(expr, period)[1])[:, None]]
            function = FOLDS[expr.op].numpy
        else:
            args = [np.full((1, 1), self._cell(arg, row, period)) for arg in expr.args]
            function = OPERATORS[expr.op].numpy
        out = np.empty((1, 1))
        with np.errstate(all="ignore"):
            function(*args, out=out)
        return float(out[0, 0])


def _alike(a: float, b: float) -> bool:
    return a == b or (isnan(a) and isnan(b))
