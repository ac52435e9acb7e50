"""The reader in words: what a row does, and how one figure came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from licmodel.language.evaluate import Values
from licmodel.language.expression import Expr
from licmodel.language.program import Input, Program, Row
from licmodel.language.table import FOLDS, OPERATORS, Axis
from licmodel.language.units import unit_text

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
    if op == "const":
        return f"{expr.ref:g}"
    if op == "input":
        return program.inputs[expr.ref].label
    if op == "row":
        return program.rows[expr.ref].label
    if op == "lag":
        return f"{program.rows[expr.ref].label} {_BEFORE.get(expr.axis, 'before')}"
    if op == "previous":
        return f"the figure {_BEFORE.get(expr.axis, 'before')}"
    if op in FOLDS:
        return FOLDS[op].words.format(describe(program, expr.args[0]))
    if op == "look up":
        subject, *points = (describe(program, arg) for arg in expr.args)
        return f"the figure in force at {subject} ({len(points) // 2} dated or stepped points)"
    operator = OPERATORS[op]
    parts = []
    for number, arg in enumerate(expr.args):
        text = describe(program, arg)
        need = operator.needs[number] if operator.needs else 0
        inner = arg.args[0] if arg.op == "as" else arg
        binds = OPERATORS[inner.op].binds if inner.op in OPERATORS else 9
        parts.append(f"({text})" if binds < need else text)
    if "{all:" in operator.words:
        head, _, rest = operator.words.partition("{all:")
        joint, _, tail = rest.partition("}")
        return head + joint.join(parts) + tail
    return operator.words.format(*parts)


@dataclass(frozen=True)
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
    """Traces figures of one evaluated program, for one column of its batch."""

    def __init__(self, program: Program, values: Values, column: int = 0) -> None:
        self.program = program
        self.values = values
        self.column = column

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
        if key in self.program.inputs:
            declared = self.program.inputs[key]
            return Trace(
                key,
                declared.label,
                "",
                self._figure(key, 0, "whole"),
                unit_text(declared.unit),
                "",
                declared,
            )
        row = self.program.rows[key]
        when = self._when(row.axis, period)
        body = self._body(row, period)
        below: tuple[Trace, ...] = ()
        if depth is None or depth > 0:
            deeper = None if depth is None else depth - 1
            below = tuple(self._below(row, body, period, deeper))
        return Trace(
            key,
            row.label,
            when,
            self._figure(key, period, row.axis),
            unit_text(row.unit),
            describe(self.program, body),
            row,
            below,
        )

    def _body(self, row: Row, period: int) -> Expr:
        if period >= 0:
            return row.body
        return row.body if row.opening == "own first" or row.opening is None else row.opening

    def _when(self, axis: Axis, period: int) -> str:
        if axis == "whole":
            return ""
        labels = self.program.periods.labels(axis)
        return labels[period] if period >= 0 else f"before {labels[0]}"

    def _figure(self, key: str, period: int, axis: Axis) -> float:
        if period < 0:
            figure = self.values.openings[key]
            period = 0
        else:
            figure = self.values[key]
        if axis == "whole" or figure.shape[0] == 1:
            period = 0
        return float(figure[period, self.column if figure.shape[1] > 1 else 0])

    def _below(self, row: Row, body: Expr, period: int, depth: int | None) -> Iterator[Trace]:
        seen: set[tuple[str, int]] = set()
        for node in self._used(body, row, max(period, 0)):
            if node.op in FOLDS:
                yield from self._folded(node, period, depth)
                continue
            key = row.key if node.op == "previous" else node.ref
            at = period - 1 if node.op in {"lag", "previous"} else max(period, 0)
            if (key, at) in seen:
                continue
            seen.add((key, at))
            # the figure a period earlier has the same tale: it is told as a figure only
            yield self.trace(key, at, 0 if node.op == "previous" and at >= 0 else depth)

    def _folded(self, node: Expr, period: int, depth: int | None) -> Iterator[Trace]:
        key, axis = node.args[0].ref, node.args[0].axis
        count = self.program.periods.count(axis)
        first, last = 0, count - 1
        if node.axis in {"year", "contract_year"}:
            span = self.program.periods.spans(node.axis)[max(period, 0)]
            first, last = span.first, span.last
        if node.op == "at start":
            last = first
        labels = self.program.periods.labels(axis)
        start = first
        for number in range(first, last + 1):
            value = self._figure(key, number, axis)
            if number < last and self._figure(key, number + 1, axis) == value:
                continue
            times = number - start + 1
            deeper = depth if value != 0 else 0
            told = self.trace(key, start, deeper)
            start = number + 1
            yield Trace(
                told.key,
                told.label,
                told.when,
                told.value,
                told.unit,
                told.rule,
                told.of,
                told.below,
                times,
                labels[number] if times > 1 else "",
            )

    def _used(self, expr: Expr, row: Row, period: int) -> Iterator[Expr]:
        """Leaves and folds that matter at a period: an unselected branch does not."""
        if expr.op in {"input", "row", "lag", "previous"} or expr.op in FOLDS:
            yield expr
        elif expr.op == "where":
            flag = self._cell(expr.args[0], row, period)
            yield from self._used(expr.args[0], row, period)
            if not np.isnan(flag):
                yield from self._used(expr.args[1 if flag else 2], row, period)
        elif expr.op == "look up":
            yield from self._used(expr.args[0], row, period)
            yield from self._chosen_point(expr, row, period)
        else:
            for arg in expr.args:
                yield from self._used(arg, row, period)

    def _chosen_point(self, expr: Expr, row: Row, period: int) -> Iterator[Expr]:
        x = self._cell(expr.args[0], row, period)
        chosen: Expr | None = None
        for key, value in zip(expr.args[1::2], expr.args[2::2], strict=True):
            if x - self._cell(key, row, period) >= 0:
                chosen = value
        if chosen is not None:
            yield from self._used(chosen, row, period)

    def _cell(self, expr: Expr, row: Row, period: int) -> float:
        """Value of part of a row at one period."""
        if expr.op == "const":
            return float(expr.ref)
        if expr.op in {"input", "row"}:
            return self._figure(expr.ref, period, expr.axis)
        if expr.op in {"lag", "previous"}:
            key = row.key if expr.op == "previous" else expr.ref
            return self._figure(key, period - 1, expr.axis)
        if expr.op in FOLDS:
            return float("nan")
        args = [np.full((1, 1), self._cell(arg, row, period)) for arg in expr.args]
        out = np.empty((1, 1))
        OPERATORS[expr.op].numpy(*args, out=out)
        return float(out[0, 0])
