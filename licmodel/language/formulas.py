"""The spreadsheet reader: one formula template a row, the same in every column.

A layout says where inputs and rows stand. Every sheet has the same columns, so that a column
is the same month everywhere; left of each run of periods stands its opening column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from licmodel.errors import ModelError
from licmodel.language.expression import Expr
from licmodel.language.numeric import GUARD_DIGITS
from licmodel.language.program import Periods, Program, Row
from licmodel.language.table import FOLDS, OPERATORS, Axis

NEST_AT_MOST = 12
"""Points a look-up spells out as nested IFs; more are searched on the sheet."""

_LONGEST = 8192
_DEEPEST = 64
"""What a spreadsheet takes: characters in a formula, calls within calls."""

_HALF_STEP = f"5E-{GUARD_DIGITS + 1}"
_BINDS_SUM = 4


class Layout(Protocol):
    """Where things stand in a workbook. Columns count from 0."""

    def input_cell(self, key: str) -> str:
        """Absolute address of an input's live value, such as ``Inputs!$D$5``."""

    def input_range(self, keys: Sequence[str]) -> str | None:
        """One range that holds these inputs in this order, if they stand so."""

    def row_place(self, key: str) -> tuple[str, int]:
        """Prefix of the row's sheet (``Model!``; empty on the sheet itself) and line number."""

    def first_column(self, axis: Axis) -> int:
        """Column of the first period; the opening stands one to its left."""


def column_name(column: int) -> str:
    """Letters of a column counted from 0.

    Examples
    --------
    >>> column_name(0), column_name(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


class Formulas:
    """Formula text of every cell of a program in a layout."""

    def __init__(self, program: Program, layout: Layout) -> None:
        self.program = program
        self.layout = layout

    def template(self, row: Row) -> str:
        """Formula of a row with ``{here}``, ``{left}`` and, for years, ``{first}``, ``{last}``.

        Raises
        ------
        ModelError
            If it is longer or deeper than a spreadsheet takes.
        """
        text = "=" + self._render(row.body, row)
        if len(text) > _LONGEST or _depth(text) > _DEEPEST:
            raise ModelError(
                f"{row.key} is too long or too deep a formula for a spreadsheet",
                found=f"{len(text)} characters, {_depth(text)} levels",
                expected=f"{_LONGEST} and {_DEEPEST} at the most",
                remedies=["split it into several rows"],
            )
        return text

    def opening(self, row: Row) -> str | None:
        """Formula of the cell left of the first period; none where the row needs none."""
        if row.opening is None:
            return None
        first = self.layout.first_column(row.axis)
        if row.opening == "own first":
            return "=" + self._cell(row.key, column_name(first))
        return ("=" + self._render(row.opening, row)).format(
            here=column_name(first - 1), left="", first="", last=""
        )

    def cells(self, row: Row) -> list[str]:
        """Formula of each period of a row."""
        return list(fill(self.template(row), row.axis, self.program.periods, self.layout))

    def _cell(self, key: str, column: str) -> str:
        sheet, line = self.layout.row_place(key)
        return f"{_plain(sheet)}{column}{line}"

    def _leaf(self, expr: Expr, row: Row) -> str:
        if expr.op == "const":
            return repr(expr.ref).removesuffix(".0")
        if expr.op == "input":
            return _plain(self.layout.input_cell(expr.ref))
        if expr.op == "previous":
            return self._cell(row.key, "{left}")
        if expr.op == "lag":
            return self._cell(expr.ref, "{left}")
        if expr.axis == "whole":
            sheet, line = self.layout.row_place(expr.ref)
            return f"{_plain(sheet)}${column_name(self.layout.first_column('whole'))}${line}"
        return self._cell(expr.ref, "{here}")

    def _fold(self, expr: Expr) -> str:
        folded = expr.args[0]
        place, line = self.layout.row_place(folded.ref)
        sheet = _plain(place)
        if expr.axis == "whole":
            first = self.layout.first_column(folded.axis)
            last = first + self.program.periods.count(folded.axis) - 1
            span = f"{sheet}${column_name(first)}{line}:${column_name(last)}{line}"
        else:
            span = f"{sheet}{{first}}{line}:{{last}}{line}"
        return FOLDS[expr.op].excel.format(range=span)

    def _render(self, expr: Expr, row: Row) -> str:
        if expr.op in FOLDS:
            return self._fold(expr)
        if expr.op == "look up":
            return self._look_up(expr, row)
        if expr.op == "as":
            return self._render(expr.args[0], row)
        if expr.op not in OPERATORS:
            return self._leaf(expr, row)
        operator = OPERATORS[expr.op]
        parts = []
        for number, arg in enumerate(expr.args):
            text = self._render(arg, row)
            need = operator.needs[number] if operator.needs else 0
            parts.append(f"({text})" if _binds(arg) < need else text)
        if "{all}" in operator.excel:
            return operator.excel.replace("{all}", ",".join(parts))
        return operator.excel.format(*parts)

    def _look_up(self, expr: Expr, row: Row) -> str:
        x = self._render(expr.args[0], row)
        keys, values = expr.args[1::2], expr.args[2::2]
        if len(keys) > NEST_AT_MOST and all(arg.op == "input" for arg in expr.args[1:]):
            key_range = self.layout.input_range([key.ref for key in keys])
            value_range = self.layout.input_range([value.ref for value in values])
            if key_range and value_range:
                subject = f"({x})" if _binds(expr.args[0]) < _BINDS_SUM else x
                found = f"MATCH({subject}+{_HALF_STEP},{_plain(key_range)},1)"
                return f"INDEX({_plain(value_range)},{found})"
        reached = OPERATORS["at least"].excel
        subject = f"({x})" if _binds(expr.args[0]) < _BINDS_SUM else x
        text = "NA()"
        for key, value in zip(keys, values, strict=True):
            test = reached.format(subject, self._operand(key, row))
            text = f"IF({test},{self._render(value, row)},{text})"
        return text

    def _operand(self, expr: Expr, row: Row) -> str:
        """Right of a minus."""
        text = self._render(expr, row)
        return f"({text})" if _binds(expr) <= _BINDS_SUM else text


def _plain(place: str) -> str:
    """An address as it stands in a template, whatever the name of its sheet."""
    return place.replace("{", "{{").replace("}", "}}")


def _depth(text: str) -> int:
    depth = deepest = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    return deepest


def _binds(expr: Expr) -> int:
    if expr.op == "as":
        return _binds(expr.args[0])
    return OPERATORS[expr.op].binds if expr.op in OPERATORS else 9


def fill(template: str, axis: Axis, periods: Periods, layout: Layout) -> list[str]:
    """A row's template written out for each of its periods.

    Parameters
    ----------
    template : str
        As `Formulas.template` gives it.
    axis : {"month", "year", "contract_year", "whole"}
        Periods of the row.
    periods : Periods
        The model's.
    layout : Layout
        Where the columns stand.
    """
    first = layout.first_column(axis)
    month = layout.first_column("month")
    spans = periods.spans(axis) if axis in {"year", "contract_year"} else ()
    return [
        template.format(
            here=column_name(first + number),
            left=column_name(first + number - 1) if first + number else "",
            first=column_name(month + spans[number].first) if spans else "",
            last=column_name(month + spans[number].last) if spans else "",
        )
        for number in range(periods.count(axis))
    ]
