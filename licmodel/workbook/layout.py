"""Where everything stands in a workbook: which sheet, which line, which column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from licmodel.assembly.assemble import Model
from licmodel.language.expression import Expr
from licmodel.language.formulas import NEST_AT_MOST, column_name
from licmodel.language.program import Periods, Program, Row
from licmodel.language.table import Axis

INPUTS, PRICES, SHARED, COMPARISON = "Inputs", "Prices", "Timeline", "Comparison"
TAKEN = frozenset(
    {
        *("read me", "summary", "inputs", "prices", "timeline", "comparison"),
        *("assumptions", "sources", "checks", "log", "deal", "budget"),
    }
)
"""Names of the book's own sheets, in small letters: no option's sheet is called so."""

LIVE, MONTH_NUMBER = 4, 5
"""Columns of an input's live figure and, where that is a month, of the number it is worked with;
its base and the what-ifs follow."""

FIRST_INPUT_LINE = 5
FIRST_LINE = 5
"""Lines, from 0, below the headings of sheets of inputs and of rows."""

WHOLE, FIRST_PERIOD = 3, 5
"""Columns of whole figures, and of the first year; its opening stands to its left."""

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_FOLDED = re.compile(r"\.(by_year|by_contract_year|total)$")
_COMPARED = frozenset(
    {
        *("saving", "behind", "break_even", "payback", "payback_interpolated"),
        *("owed", "gained", "next_length", "internal_rate"),
    }
)
_AXES: tuple[Axis, ...] = ("year", "contract_year", "month")


class Place(NamedTuple):
    """A line of a sheet; lines count from 0."""

    sheet: str
    line: int


@dataclass
class Block:
    """Lines of a sheet under one heading: each holds the rows that differ only in their periods."""

    heading: str
    line: int
    lines: dict[str, list[str]] = field(default_factory=dict)
    """Keys of the rows on each line, by what they have in common."""


class BookLayout:
    """Places of a model's inputs and rows.

    A row and its sums by year and in all stand on one line, so that a line reads as modellers
    write it: the whole, the years, then the months. Every sheet has the same columns.

    Parameters
    ----------
    model : Model
        What is laid out.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.assembly.assemble import assemble
    >>> layout = BookLayout(assemble(example()))
    >>> layout.row_place("stay.billed.total") == layout.row_place("stay.billed.by_year")
    True
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.program = model.program
        self.periods: Periods = model.program.periods
        self.input_lines = _input_lines(self.program)
        self.option_sheets = _option_sheets(model)
        self.blocks: dict[str, list[Block]] = {SHARED: []}
        for sheet in self.option_sheets.values():
            self.blocks[sheet] = []
        self.blocks[COMPARISON] = []
        self._rows: dict[str, Place] = {}
        for row in self.program.rows.values():
            self._put(row)
        self._number_lines()

    # --- what formulas ask ---

    def input_cell(self, key: str) -> str:
        """Absolute address of the figure of an input that is worked with."""
        place = self.input_lines[key]
        return f"{place.sheet}!${column_name(self._worked_with(key))}${place.line + 1}"

    def live_cell(self, key: str) -> str:
        """Absolute address of what an input's line shows: a month as its date."""
        place = self.input_lines[key]
        return f"{place.sheet}!${column_name(LIVE)}${place.line + 1}"

    def input_range(self, keys: Sequence[str]) -> str | None:
        """One range that holds the live figures of these inputs in this order, if they stand so."""
        places = [self.input_lines[key] for key in keys]
        sheet, first = places[0]
        if places != [Place(sheet, first + number) for number in range(len(keys))]:
            return None
        columns = {self._worked_with(key) for key in keys}
        if len(columns) > 1:
            return None
        column = column_name(columns.pop())
        return f"{sheet}!${column}${first + 1}:${column}${first + len(keys)}"

    def _worked_with(self, key: str) -> int:
        """Column of the figure of an input that formulas read."""
        return MONTH_NUMBER if self.program.inputs[key].shown == "month" else LIVE

    def row_place(self, key: str) -> tuple[str, int]:
        """Sheet, as it stands in a formula, and line counted from 1."""
        place = self._rows[key]
        return f"{quoted(place.sheet)}!", place.line + 1

    def first_column(self, axis: Axis) -> int:
        """Column of the first period of an axis."""
        if axis == "whole":
            return WHOLE
        column = FIRST_PERIOD
        for before in _AXES[: _AXES.index(axis)]:
            count = self.periods.count(before)
            column += count + 1 if count else 0
        return column

    # --- what writers ask ---

    def place(self, key: str) -> Place:
        """Sheet and line of a row, counted from 0."""
        return self._rows[key]

    def cell(self, key: str, period: int = 0) -> str:
        """Address of one figure of a row, for another sheet."""
        sheet, line = self.row_place(key)
        column = self.first_column(self.program.rows[key].axis) + period
        return f"{sheet}${column_name(column)}${line}"

    def columns(self, axis: Axis) -> Iterator[tuple[int, str]]:
        """Column and label of each period of an axis."""
        first = self.first_column(axis)
        for number, label in enumerate(self.periods.labels(axis)):
            yield first + number, label

    def last_line(self, sheet: str) -> int:
        """Last line of a sheet of rows that holds anything."""
        return max(
            (block.line + len(block.lines) for block in self.blocks[sheet]), default=FIRST_LINE
        )

    @property
    def last_column(self) -> int:
        """Last column that holds a figure."""
        return self.first_column("month") + self.periods.count("month") - 1

    # --- putting rows on lines ---

    def _put(self, row: Row) -> None:
        sheet, heading = self._heading(row.key)
        blocks = self.blocks.setdefault(sheet, [])
        block = next((each for each in blocks if each.heading == heading), None)
        if block is None:
            block = Block(heading, 0)
            blocks.append(block)
        together = _FOLDED.sub("", row.key)
        others = block.lines.get(together)
        if others and self.program.rows[others[0]].unit != row.unit:
            together = row.key  # a line has one unit
        block.lines.setdefault(together, []).append(row.key)

    def _heading(self, key: str) -> tuple[str, str]:
        """Sheet of a row, and the heading it stands under."""
        head, *rest = key.split(".")
        sheet = self.option_sheets.get(head)
        if sheet is None:
            return SHARED, head
        if rest and rest[0] in _COMPARED:
            return COMPARISON, head
        lines = self.model.scenario.options[head].lines
        return sheet, ".".join((head, rest[0])) if rest and rest[0] in lines else head

    def _number_lines(self) -> None:
        for sheet, blocks in self.blocks.items():
            line = FIRST_LINE
            for block in blocks:
                block.line = line
                for keys in block.lines.values():
                    line += 1
                    for key in keys:
                        self._rows[key] = Place(sheet, line)
                line += 2


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it.

    Examples
    --------
    >>> quoted("Inputs"), quoted("do nothing")
    ('Inputs', "'do nothing'")
    """
    return sheet if sheet.isalpha() and sheet.isascii() else f"'{sheet}'"


def _option_sheets(model: Model) -> dict[str, str]:
    """Name of the sheet of each option that has rows."""
    heads = {key.split(".")[0] for key in model.program.rows}
    names: dict[str, str] = {}
    for key in model.scenario.options:
        if key in heads:
            wanted = _NOT_IN_NAMES.sub(" ", key.replace("_", " "))
            names[key] = _free_name(wanted, {name.lower() for name in names.values()} | TAKEN)
    return names


def _free_name(wanted: str, taken: set[str] | frozenset[str]) -> str:
    name, number = wanted[:_LONGEST_NAME], 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        tail = f" {number}"
        name = wanted[: _LONGEST_NAME - len(tail)] + tail
    return name


def _input_lines(program: Program) -> dict[str, Place]:
    """A line for each input; points of a long look-up stand together, so they can be searched."""
    tables = {table[0]: table for table in _long_tables(program)}
    inside = {key for table in tables.values() for key in table}
    lines: dict[str, Place] = {}
    counts = dict.fromkeys((INPUTS, PRICES), FIRST_INPUT_LINE)
    for key in program.inputs:
        for each in tables.get(key, () if key in inside else (key,)):
            if each not in lines:
                sheet = PRICES if each.startswith("prices.") else INPUTS
                lines[each] = Place(sheet, counts[sheet])
                counts[sheet] += 1
    return lines


def _long_tables(program: Program) -> Iterator[list[str]]:
    for row in program.rows.values():
        for node in row.body.walk():
            if node.op == "look up" and len(node.args) > 1 + 2 * NEST_AT_MOST:
                points = [*node.args[1::2], *node.args[2::2]]
                if all(_is_input(point) for point in points):
                    yield [point.ref for point in points]


def _is_input(expr: Expr) -> bool:
    return expr.op == "input"
