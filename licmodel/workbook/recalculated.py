"""Whether the calculated cells of a workbook that came back show what its inputs give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import field
from math import isclose, isnan
from typing import NamedTuple

import numpy as np

from licmodel.analysis.results import Results
from licmodel.intake.cells import Cell
from licmodel.intake.tables import letters
from licmodel.language.program import Row
from licmodel.language.table import Axis
from licmodel.records import record
from licmodel.terms.months import month_text
from licmodel.workbook.copy_tables import Table, name_in
from licmodel.workbook.inputs import day_number, is_fixed
from licmodel.workbook.layout import BookLayout
from licmodel.workbook.readings import Reading
from licmodel.workbook.shown_again import LINK, lines_of_vendor, shown_in_checks, shown_in_deal
from licmodel.workbook.stored import StoredBook, StoredCell, StoredSheet

RELATIVE, ABSOLUTE = 1e-9, 1e-6
"""How near is the same [16]."""

_WITHIN = 60
_FIRST_DAY = dt.date(1899, 12, 30)
_LAST_DAY = 109_575
_MONTH_NUMBER, _WORKED_WITH = "month number", "worked with"
_LIVE, _KEY, _WHOLE, _BEFORE = "live", "key", "whole", "before"


class Differing(NamedTuple):
    """A calculated cell that does not show what the inputs of its own workbook give."""

    sheet: str
    row: int
    column: int
    key: str
    stored: Cell
    recomputed: float

    @property
    def cell(self) -> str:
        """Its address, as formulas write it."""
        return f"{self.sheet}!{letters(self.column)}{self.row}"


@record
class Recalculated:
    """What stands in the calculated cells of a workbook.

    ``typed_over`` holds cells in which something stands, or nothing, in place of a formula;
    ``as_before`` says that all that differs shows the scenario's own figures, as in a workbook
    that was changed and never calculated again.
    """

    checked: int = 0
    without_value: int = 0
    differing: tuple[Differing, ...] = ()
    typed_over: tuple[Differing, ...] = ()
    as_before: bool = False


def check_figures(book: StoredBook, reading: Reading, results: Results) -> Recalculated:
    """Compare every figure that a workbook shows with what the engine makes of its inputs.

    Parameters
    ----------
    book : StoredBook
        What came back.
    reading : Reading
        Its inputs.
    results : Results
        The scenario's figures, with its what-ifs.
    """
    if not reading.knows_what_it_shows:
        return Recalculated()
    check = _Check(book, reading, results)
    for sheet in book.sheets:
        head = _head(sheet)
        if head is not None:
            check.rows(sheet, head)
    for table in reading.tables:
        check.live(table)
    for sheet in book.sheets:
        if sheet.name not in check.known:
            check.again(sheet)
    return check.found()


def _head(sheet: StoredSheet) -> int | None:
    """Row of the headings of a sheet of rows."""
    for number in sorted(sheet.rows)[:_WITHIN]:
        if {_KEY, _WHOLE} <= {name_in(cell) for cell in sheet.rows[number].values()}:
            return number
    return None


@record
class _Columns:
    """Column of the keys, and of the periods of each axis; the opening is period -1."""

    key: int
    periods: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


class _Check:
    def __init__(self, book: StoredBook, reading: Reading, results: Results) -> None:
        self.book = book
        self.reading = reading
        self.results = results
        self.now = _calculated(reading, results)
        self.layout = BookLayout(results.model)
        self.is_of_a_vendor = any(table.is_of_a_vendor for table in reading.tables)
        self.lines = (
            lines_of_vendor(reading, results)
            if self.is_of_a_vendor
            else {
                keys[0]: keys
                for blocks in self.layout.blocks.values()
                for block in blocks
                for keys in block.lines.values()
            }
        )
        # what we could not read a spreadsheet may have understood, and gone on with
        self.guesses = any(isnan(live) for live in reading.live.values()) and any(
            not each.reason.startswith("it is blank") for each in reading.refused
        )
        self.known: dict[str, dict[tuple[int, int], float]] = {}
        self.checked = self.without_value = 0
        self.differing: list[Differing] = []
        self.typed_over: list[Differing] = []

    def found(self) -> Recalculated:
        return Recalculated(
            self.checked,
            self.without_value,
            tuple(self.differing),
            tuple(self.typed_over),
            self._as_before(),
        )

    # --- the sheets of rows ---

    def rows(self, sheet: StoredSheet, head: int) -> None:
        columns = self._columns(sheet, head)
        known = self.known.setdefault(sheet.name, {})
        rows = self.results.model.program.rows
        for number, cells in sheet.rows.items():
            said = cells.get(columns.key)
            keys = self.lines.get(str(said.value).strip(), ()) if said and number > head else ()
            for key in keys:
                row = rows[key]
                at = columns.periods.get(row.axis, {})
                for period, value in self._figures(row):
                    column = at.get(period)
                    if column is not None:
                        known[number, column] = value
                        self._cell(sheet, number, column, cells.get(column), key, value)

    def _figures(self, row: Row) -> Iterator[tuple[int, float]]:
        if row.opening is not None:
            yield -1, float(self.now.values.openings[row.key][0, 0])
        yield from enumerate(self.now.by_period(row.key))

    def _columns(self, sheet: StoredSheet, head: int) -> _Columns:
        periods = self.results.model.program.periods
        places: dict[str, int] = {}
        before: list[int] = []
        for column, cell in sorted(sheet.rows[head].items()):
            name = self._label(cell)
            if name == _BEFORE:
                before.append(column)
            else:
                places.setdefault(name, column)
        found: dict[str, dict[int, int]] = {"whole": {0: places[_WHOLE]}}
        axes: tuple[Axis, ...] = ("year", "month")
        for axis in axes:
            labels = periods.labels(axis)
            at = {
                number: places[label.lower()]
                for number, label in enumerate(labels)
                if label.lower() in places
            }
            left = [column for column in before if 0 in at and column < at[0]]
            found[axis] = {**at, **({-1: left[-1]} if left else {})}
        return _Columns(places[_KEY], found)

    def _label(self, cell: StoredCell) -> str:
        """A heading; a date that a cell shows as the month it is."""
        if cell.style in self.book.dates and isinstance(cell.value, float):
            days = cell.value + (1462 if self.book.from_1904 else 0)
            if 0 < days < _LAST_DAY:
                day = _FIRST_DAY + dt.timedelta(days=int(days))
                return month_text(day.year * 12 + day.month - 1)
        return name_in(cell)

    def _cell(  # noqa: PLR0913, PLR0917  a figure and its place
        self,
        sheet: StoredSheet,
        row: int,
        column: int,
        cell: StoredCell | None,
        key: str,
        value: float,
    ) -> None:
        self.checked += 1
        stored = cell.value if cell is not None else None
        if cell is None or cell.formula is None:
            self.typed_over.append(Differing(sheet.name, row, column, key, stored, value))
        elif stored is None:
            self.without_value += 1
        elif not (_agrees(value, stored) or (value != value and self.guesses)):  # noqa: PLR0124  unknown
            self.differing.append(Differing(sheet.name, row, column, key, stored, value))

    # --- what shows those figures again ---

    def live(self, table: Table) -> None:
        """The live figures of inputs, and the numbers of months that are worked with."""
        known = self.known.setdefault(table.sheet.name, {})
        for key, number in table.lines.items():
            value = self.reading.live.get(key)
            if value is None:
                continue
            month = self.results.model.program.inputs[key].shown == "month"
            days = day_number(value) - (1462 if self.book.from_1904 else 0) if month else value
            # a copy from before had the number of a month where now the month stands
            worked = days if _MONTH_NUMBER in table.columns else value
            for name, shown in ((_LIVE, days), (_MONTH_NUMBER, value), (_WORKED_WITH, worked)):
                column = table.columns.get(name)
                if column is not None and (month or name != _MONTH_NUMBER):
                    known[number, column] = shown
                    cell = table.sheet.cell(number, column)
                    self._cell(table.sheet, number, column, cell, key, shown)

    def again(self, sheet: StoredSheet) -> None:
        """What shows figures of other sheets: links to them, deals and checks."""
        seen: set[tuple[int, int]] = set()
        for each in (
            *shown_in_deal(sheet, self.reading, self.results, self._linked),
            *shown_in_checks(sheet, self.now, self.layout, self._linked),
        ):
            seen.add((each.row, each.column))
            cell = sheet.cell(each.row, each.column)
            self._cell(sheet, each.row, each.column, cell, each.what, each.value)
        for number, cells in sheet.rows.items():
            for column, cell in cells.items():
                value = self._linked(cell)
                if value is not None and (number, column) not in seen:
                    said = str(cell.formula).replace("$", "")
                    self._cell(sheet, number, column, cell, f"as {said}", value)

    def _linked(self, cell: StoredCell) -> float | None:
        """The figure that a cell shows of another sheet."""
        link = LINK.fullmatch(cell.formula) if cell.formula else None
        if link is None:
            return None
        place = int(link[4]), _column(link[3])
        return self.known.get((link[1] or link[2]).replace("''", "'"), {}).get(place)

    # --- whether it was ever calculated ---

    def _as_before(self) -> bool:
        rows = self.results.model.program.rows
        shows = self.reading.shows
        told = [each for each in self.differing if each.key in rows]
        if self.is_of_a_vendor:  # what it waits for was unknown when it was sent
            return bool(told) and all(str(each.stored).startswith("#") for each in told)
        before: dict[str, list[float]] = {}
        for each in told:
            if each.key not in before:
                before[each.key] = self.results.by_period(each.key, shows)
                if rows[each.key].opening is not None:
                    openings = self.results.values.openings[each.key][0]
                    wide = len(openings) > 1
                    at = self.results.column(shows) if wide else 0
                    before[each.key].append(float(openings[at]))
            if not any(_agrees(value, each.stored) for value in before[each.key]):
                return False
        return bool(told)


def _calculated(reading: Reading, results: Results) -> Results:
    """Every figure, as the inputs of the workbook give it."""
    inputs = results.model.program.inputs
    given = {
        key: np.array([value])
        for key, value in reading.live.items()
        if not is_fixed(key) and not _agrees(inputs[key].value, value, 1e-12)
    }
    if not given:
        return Results(results.model, results.values)
    values = results.model.evaluator(frozenset(given)).run(given)
    return Results(results.model, values)


def _agrees(engine: float, stored: Cell, absolute: float = ABSOLUTE) -> bool:
    if isinstance(stored, float | int):
        if engine == stored:
            return True
        return isclose(engine, stored, rel_tol=min(RELATIVE, absolute), abs_tol=absolute)
    return engine != engine and isinstance(stored, str) and stored.startswith("#")  # noqa: PLR0124  unknown


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
