"""How a figure came about, told so that it can be read: each rule once, equal periods together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from math import inf, isnan
from typing import TYPE_CHECKING

from licmodel.language.expression import Expr
from licmodel.language.program import Origin, Program, Row
from licmodel.language.table import FOLDS
from licmodel.language.words import Trace, Tracer, describe
from licmodel.terms.months import month_words, parse_month
from licmodel.terms.term import number_text

if TYPE_CHECKING:
    from licmodel.analysis.results import Results

ABOVE = "as above"
"""Rule of a figure whose row has been told already, for this period or another."""

FIGURE_ONLY = ""
"""Rule of a figure that needs no telling: it is nothing, or explains itself."""

WHAT_IF = "what-if "
"""What the source of a figure that a what-if changes begins with."""

_SUMS = frozenset({"total", "by year", "by contract year"})
_ONE_POINT = 3
_MOST_STEPS = 20
"""A row that builds on itself is told step by step up to so many; a running sum is not."""


class Tale:
    """Chooses which figures below one are told: its parts, then the first period of each part.

    A sum over periods of a sum over parts is told part by part. Of the periods that are left,
    neighbours with the same figure stand together, and only the first that is not nothing is
    told to the end: in the others the same rule holds.
    """

    def __init__(self, results: Results, what_if: str | None = None) -> None:
        self.results = results
        self.what_if = what_if
        self.program = _as_asked(results, what_if)
        self.tracer = Tracer(self.program, results.values, results.column(what_if))
        self.told: set[str] = set()

    def tell(self, key: str, period: int = 0, depth: int | None = None) -> Trace:
        """The trace of one figure.

        Parameters
        ----------
        key : str
            An input or row.
        period : int
            Number of the period along the row's axis, from 0; -1 is what stands before it.
        depth : int, optional
            Levels told below the figure; all, where not given.

        Examples
        --------
        >>> from licmodel.analysis.results import example, run
        >>> whole = Tale(run(example())).tell("stay.billed.total")
        >>> [(part.label, part.value) for part in whole.below]
        [('support, invoiced, in all', 2400.0), ('stay, VAT not recovered, invoiced, in all', 0.0)]
        """
        if depth != 0:
            self.told.add(key)
        node = self.tracer.trace(key, period, 0)
        if not isinstance(node.of, Row):
            return node
        row, alias = node.of, self._behind(node.of)
        if row.body.op == "position of largest" and not isnan(node.value):
            labels = self.program.periods.labels(row.body.args[0].axis)
            node = replace(node, when=labels[round(node.value) - 1])
        if alias is not row:
            told = self.tell(alias.key, period, depth)
            return replace(node, rule=told.rule, below=told.below)
        if row.body.op in _SUMS:
            return self._added_up(node, row.body, period, depth)
        if depth == 0:
            return replace(node, rule=describe(self.program, row.body))
        if row.body.recurs and period >= 0:
            return self._stepped(node, row, period, depth)
        return replace(
            node,
            rule=self._rule(self._body(row, period)) + self._waits(row, period),
            below=tuple(self._read(row, period, depth)),
        )

    # --- sums over periods ---

    def _added_up(self, node: Trace, fold: Expr, period: int, depth: int | None) -> Trace:
        """A sum over periods: of each part, where the row is a sum of others, or of periods."""
        row = self._behind(self.program.rows[fold.args[0].ref])
        parts = _parts(row.body)
        if parts:
            said = self._rule(row.body) if depth != 0 else describe(self.program, row.body)
            rule = f"{said}, added up over the {_OVER[fold.op]}"
            told: Iterator[Trace] = (
                self._part(part, fold, node, period, _less(depth)) for part in parts
            )
        else:
            rule = describe(self.program, fold)
            told = self._periods(row, fold, period, depth)
        return replace(node, rule=rule, below=() if depth == 0 else tuple(told))

    def _part(self, part: str, fold: Expr, node: Trace, period: int, depth: int | None) -> Trace:
        """One part of a sum: its own row of sums where it has one."""
        suffix = node.key.removeprefix(fold.args[0].ref)
        if f"{part}{suffix}" in self.program.rows:
            return self._again(self.tracer.trace(f"{part}{suffix}", period, 0), period, depth)
        row = self.program.rows[part]
        figures = self.results.by_period(part, self.what_if)
        first, last = self._span(fold, row, period)
        whole = replace(
            node,
            key=part,
            label=row.label,
            value=sum(figures[first : last + 1]),
            rule=FIGURE_ONLY,
            of=row,
        )
        if whole.value == 0 or depth == 0:
            return whole
        leaf = Expr("row", (), row.unit, row.axis, part)
        return self._added_up(whole, Expr(fold.op, (leaf,), fold.unit, fold.axis), period, depth)

    def _span(self, fold: Expr, row: Row, period: int) -> tuple[int, int]:
        if fold.op == "at start":
            return 0, 0
        if fold.axis in {"year", "contract_year"}:
            span = self.program.periods.spans(fold.axis)[max(period, 0)]
            return span.first, span.last
        return 0, self.program.periods.count(row.axis) - 1

    def _periods(self, row: Row, fold: Expr, period: int, depth: int | None) -> Iterator[Trace]:
        """Runs of periods with one figure; the first that matters is told to the end."""
        first, last = self._span(fold, row, period)
        figures = self.results.by_period(row.key, self.what_if)
        labels = self.program.periods.labels(row.axis)
        # what differs by the noise of a sum alone is one figure to a reader
        same = groupby(range(first, last + 1), lambda n: f"{figures[n]:.12g}")
        runs = [list(run) for _, run in same]
        chosen = min(runs, key=lambda run: _how_little(figures[run[0]], fold.op))
        for run in runs:
            told = (
                self._again(self.tracer.trace(row.key, run[0], 0), run[0], _less(depth))
                if run is chosen
                else replace(self.tracer.trace(row.key, run[0], 0), rule=FIGURE_ONLY)
            )
            yield replace(told, times=len(run), until=labels[run[-1]] if len(run) > 1 else "")

    # --- what one period's figure reads ---

    def _read(self, row: Row, period: int, depth: int | None) -> Iterator[Trace]:
        folds = {
            node.args[0].ref: node for node in self._body(row, period).walk() if node.op in FOLDS
        }
        for node in self.tracer.trace(row.key, period, 1).below:
            if node.key in {"timeline.month", row.key}:
                continue  # each figure says its month; a row's own past is told in steps
            if not isinstance(node.of, Row):
                yield node
            elif node.key in folds:
                yield from self._periods(node.of, folds.pop(node.key), period, depth)
            elif node.of.axis not in {row.axis, "whole"}:
                continue  # another period of a folded row
            elif node.key.startswith("timeline."):
                yield replace(node, rule=FIGURE_ONLY)
            else:
                yield self._again(node, self._period(node), _less(depth))

    def _again(self, node: Trace, period: int, depth: int | None) -> Trace:
        """A figure below another, unless its row has been told."""
        row = self.program.rows[node.key]
        if row.body.op == "input":
            return self.tracer.trace(row.body.ref)  # the row is that input, and adds nothing
        if node.key in self.told or self._behind(row).key in self.told:
            return replace(node, rule=ABOVE)
        if node.value == 0 and node.unit == self.results.scenario.finance.currency:
            return replace(node, rule=FIGURE_ONLY)
        return self.tell(node.key, period, depth)

    def _period(self, node: Trace) -> int:
        labels = self.program.periods.labels(self.program.rows[node.key].axis)
        return labels.index(node.when) if node.when in labels else -1

    # --- rows that build on themselves ---

    def _stepped(self, node: Trace, row: Row, period: int, depth: int | None) -> Trace:
        """Back through the periods in which the figure changed, down to what stood before."""
        figures = self.results.by_period(row.key, self.what_if)
        labels = self.program.periods.labels(row.axis)
        opening = self.tracer.trace(row.key, -1, 0)
        before = [opening.value, *figures]
        steps = [n for n in range(period + 1) if figures[n] != before[n]]
        rule = self._rule(row.body)
        if len(steps) > _MOST_STEPS:
            last = replace(self.tracer.trace(row.key, period - 1, 0), rule=FIGURE_ONLY)
            return replace(node, rule=rule, below=(last, *self._read(row, period, depth)))
        if not steps or steps[-1] != period:
            since = _said(labels[steps[-1]], row) if steps else "the beginning"
            rule += f"; unchanged since {since}"
        rule += self._waits(row, period)
        below: tuple[Trace, ...] = ()
        for step in reversed(steps):
            read = tuple(self._read(row, step, depth))
            at = replace(self.tracer.trace(row.key, step, 0), rule=FIGURE_ONLY, below=read)
            below += read if step == steps[-1] else (at,)
        if isinstance(row.opening, Expr) and next(row.opening.references(), None) is not None:
            told = () if depth == 1 else tuple(self._read(row, -1, depth))
            below += (replace(opening, rule=self._rule(row.opening), below=told),)
        return replace(node, rule=rule, below=below)

    # --- rules ---

    def _waits(self, row: Row, period: int) -> str:
        """Until when a seat that nobody needs is paid for, where the row counts such seats."""
        from licmodel.analysis.estate.seats import waits  # noqa: PLC0415  only to explain

        said = waits(self.results, row.key, period, self.what_if) if period >= 0 else None
        return "" if said is None else f"; {said}"

    def _behind(self, row: Row) -> Row:
        """The row that another merely repeats, or itself."""
        while row.body.op == "row" and row.body.axis == row.axis:
            row = self.program.rows[row.body.ref]
        return row

    @staticmethod
    def _body(row: Row, period: int) -> Expr:
        return row.opening if period < 0 and isinstance(row.opening, Expr) else row.body

    def _rule(self, body: Expr) -> str:
        if body.op == "sum" and len(_parts(body)) > 1:
            return "the sum of the figures below"
        return rule_words(self.program, body)


def _as_asked(results: Results, what_if: str | None) -> Program:
    """The program with the origin of what a what-if changes, which is the what-if itself."""
    from licmodel.analysis.what_if import inputs_of  # noqa: PLC0415  only under a what-if

    program = results.model.program
    if what_if is None:
        return program
    place = results.scenario.place(f"what_ifs.{what_if}")
    inputs = dict(program.inputs)
    for key, change in results.what_ifs[what_if].changes.items():
        for found in inputs_of(results.model, key, f"what-if {what_if}", place):
            declared = inputs[found]
            was = number_text(declared.value, percent=declared.shown == "percent")
            if declared.shown == "month":
                was = month_words(round(declared.value))
            said = f"{WHAT_IF}{what_if}: {change}; was {was}"
            inputs[found] = replace(declared, origin=Origin("assumed", said, place=place))
    return replace(program, inputs=inputs)


def rule_words(program: Program, body: Expr) -> str:
    """The rule of a row in words.

    A look-up of one point is a figure that is unknown before it, and is told so.
    """
    if body.op == "look up" and len(body.args) == _ONE_POINT:
        subject, least, figure = (describe(program, arg) for arg in body.args)
        return f"{figure}, where {subject} is at least {least}"
    return describe(program, body)


_OVER = {"total": "horizon", "by year": "year", "by contract year": "contract year"}


def _parts(body: Expr) -> list[str]:
    """Rows that a row is the sum or difference of; none where it is anything else."""
    alike = all(arg.op == "row" and arg.axis == body.axis for arg in body.args)
    return [arg.ref for arg in body.args] if alike and body.op in {"sum", "+", "-"} else []


def _how_little(figure: float, fold: str) -> float:
    """Order in which the periods of a fold are worth telling: unknown ones first of all."""
    if isnan(figure):
        return -inf
    return -figure if fold in {"largest", "position of largest"} else float(figure == 0)


def _said(label: str, row: Row) -> str:
    return month_words(parse_month(label)) if row.axis == "month" else label


def _less(depth: int | None) -> int | None:
    return None if depth is None else max(depth - 1, 0)
