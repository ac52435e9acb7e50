"""A form that was filled in, read as a scenario: every fault with its sheet and cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import Any

from licmodel.errors import InputError, InputErrors
from licmodel.intake.cells import Cell, Formula, is_blank
from licmodel.intake.tables import Book, Row, Sheet, open_book
from licmodel.records import record
from licmodel.scenario.loading import from_document
from licmodel.scenario.overlay import Document, Keys, Place, dump_document, write_new
from licmodel.scenario.scenario import Scenario
from licmodel.terms.term import number_text
from licmodel.workbook.form_placing import all_tables
from licmodel.workbook.form_tables import BY_DATE, Column, Table, decision, path_steps

FIELD, FILL_IN = "field", "fill in"
"""Headings of the sheet that is asked once."""

NOT_READ = frozenset({"help", "unit", "example"})
"""What stands in the first column of a row that is not the user's."""

_WITHIN = 30
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MOST = 30
_DIGITS = 15


class CellPlace(Place):
    """A cell of a workbook, in place of a line of a file."""

    def __str__(self) -> str:
        return self.file


@record
class Filled:
    """A scenario that was filled in, as a file says it."""

    scenario: Scenario
    text: str
    rows: int
    notes: tuple[str, ...] = ()


def read_form(path: str | Path) -> Filled:
    """Read a filled form.

    Parameters
    ----------
    path : path
        The workbook; it is never written to.

    Raises
    ------
    InputError
        If it is no form, or what stands in it makes no scenario: every fault with its cell.
    """
    return filled(open_book(path))


def filled(book: Book) -> Filled:
    """What a form that is open says."""
    reader = _Reader(book)
    reader.read()
    if reader.faults:
        raise InputErrors(reader.faults[:_MOST])
    data = _ordered(reader.data)
    text = dump_document(data)
    scenario = from_document(Document(data, reader.places, ((book.name, text),)))
    return Filled(scenario, text, reader.rows, tuple(reader.notes))


def save_form(filled: Filled, path: str | Path) -> None:
    """Write what a form says as a new scenario file.

    Raises
    ------
    InputError
        If the file is there or cannot be written.
    """
    write_new(path, filled.text)


def _heading(cell: Cell) -> str:
    return " ".join(cell.split()).lower() if isinstance(cell, str) else ""


def _top(sheet: Sheet) -> list[Row]:
    """The rows among which headings are looked for; reading them again costs a whole reading."""
    return list(takewhile(lambda row: row.number <= _WITHIN, sheet.rows()))


def _headed(top: list[Row], wanted: set[str]) -> tuple[dict[str, int], int] | None:
    for row in top:
        heads: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            if name := _heading(cell):
                heads.setdefault(name, column)
        if wanted <= heads.keys():
            return heads, row.number
    return None


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None


class _Reader:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.data: dict[str, Any] = {}
        self.places: dict[Keys, Place] = {(): CellPlace(book.name, 1)}
        self.faults: list[InputError] = []
        self.notes: list[str] = []
        self.seen: dict[str, dict[tuple[str, ...], str]] = {}
        self.rows = 0

    def read(self) -> None:
        found = False
        left = [(sheet, _top(sheet)) for sheet in self.book.sheets]
        for sheet, top in list(left):
            if (heads := _headed(top, {FIELD, FILL_IN})) is not None:
                found = True
                left.remove((sheet, top))
                self._decision(sheet, *heads)
        if not found:
            raise InputError(
                "this is no form to fill in",
                where=self.book.name,
                expected=f"a sheet with the headings {FIELD.capitalize()} and "
                f"{FILL_IN.capitalize()}, as licmodel template writes it",
                remedies=["for a workbook that licmodel export wrote, add --onto FILE"],
            )
        for table in all_tables():
            wanted = {each.heading for each in table.keys}
            if not table.prefix:
                wanted |= {each.heading for each in table.columns}
            fitting = [(each, heads) for each in left if (heads := _headed(each[1], wanted))]
            if fitting:
                each, heads = fitting[0]
                left.remove(each)
                self._table(each[0], table, *heads)
            elif any(sheet.name == table.sheet for sheet, _ in left):
                what = f"the sheet {table.sheet} has lost its headings"
                said = ", ".join(sorted(each.capitalize() for each in wanted))
                self._fault(CellPlace(f"{self.book.name}, {table.sheet}", 1), what, said)

    # --- sheets ---

    def _decision(self, sheet: Sheet, heads: Mapping[str, int], head: int) -> None:
        asked = {column.heading: column for column in decision()}
        for row in sheet.rows():
            name = _heading(_cell(row, heads[FIELD]))
            if row.number <= head or name not in asked:
                continue
            column, cell = asked[name], _cell(row, heads[FILL_IN])
            place = self._place(sheet, row, heads[FILL_IN])
            self.places[column.path] = place
            if len(column.path) > 1 and column.required:
                self.places.setdefault(column.path[:1], place)
            if not is_blank(cell):
                self._put(column.path, column, cell, place)
            elif column.required:
                self._fault(place, f"{column.heading}: nothing is filled in", column.help)

    def _table(self, sheet: Sheet, table: Table, heads: Mapping[str, int], head: int) -> None:
        columns = [(each, heads[each.heading]) for each in table.columns if each.heading in heads]
        own = {heads[each.heading] for each in table.keys} | {at for _, at in columns}
        names = {name: at for name, at in heads.items() if at and at not in own}
        seen = self.seen.setdefault(table.sheet, {})
        at, free, tried = heads[table.keys[-1].heading], head + 1, False
        for row in sheet.rows():
            if row.number <= head:
                continue
            if _heading(_cell(row, 0)) in NOT_READ:
                free = row.number + 1
                continue
            place = self._place(sheet, row, at)
            for name in [each for each, at in names.items() if not is_blank(_cell(row, at))]:
                where = self._place(sheet, row, names.pop(name))
                self.notes.append(f"{where}: the form has no column {name}, so it was not read")
            said = [at for at in range(len(row.cells)) if at in own and not is_blank(row.cells[at])]
            if not said:
                continue
            tried = True
            keys = self._keys(sheet, row, table, heads)
            if keys is None:
                continue
            if keys in seen:
                what = f"{', '.join(keys)} stands twice, first at {seen[keys]}"
                self._fault(place, what, "leave one of them")
                continue
            seen[keys] = str(place)
            self.rows += 1
            path = table.path(keys) if table.prefix else _dotted(table, keys)
            self._row(sheet, row, table, path, columns)
        if table.needed and not tried:
            place = CellPlace(sheet.place(self.book.name, free, at), free)
            what = f"{table.sheet}: no row is filled in"
            self._fault(place, what, f"one row at least. {table.said}")

    def _keys(
        self, sheet: Sheet, row: Row, table: Table, heads: Mapping[str, int]
    ) -> tuple[str, ...] | None:
        keys: list[str] = []
        for each in table.keys:
            cell = _cell(row, heads[each.heading])
            if is_blank(cell):
                place = self._place(sheet, row, heads[each.heading])
                self._fault(place, f"{each.heading}: nothing is filled in", each.help)
                return None
            keys.append(_text(each, cell).strip())
            if each.of_sheet is not None and (keys[-1],) not in self.seen.get(each.of_sheet, {}):
                place = self._place(sheet, row, heads[each.heading])
                what = f"{each.heading}: {keys[-1]} has no row on the sheet {each.of_sheet}"
                known = ", ".join(key for (key,) in self.seen.get(each.of_sheet, {}))
                self._fault(place, what, known or f"a row of that name on {each.of_sheet}")
                return None
        return tuple(keys)

    def _row(
        self, sheet: Sheet, row: Row, table: Table, path: Keys, columns: list[tuple[Column, int]]
    ) -> None:
        place = self._place(sheet, row, columns[0][1] if columns else 0)
        self.places.setdefault(path, place)
        if table.prefix:
            self._within(path, place)
        for column, at in columns:
            where = self._place(sheet, row, at)
            cell = _cell(row, at)
            whole = path if not table.prefix else (*path, *column.path)
            if not is_blank(cell):
                self._put(whole, column, cell, where)
                self.places[whole] = where
            elif column.required and not table.prefix:
                self._fault(where, f"{column.heading}: nothing is filled in", column.help)
            elif table.prefix:
                self.places.setdefault(whole, where)

    # --- figures ---

    def _place(self, sheet: Sheet, row: Row, column: int) -> Place:
        return CellPlace(sheet.place(self.book.name, row.number, column), row.number)

    def _fault(self, place: Place, what: str, expected: str) -> None:
        self.faults.append(InputError(what, where=str(place), expected=expected))

    def _put(self, path: Keys, column: Column, cell: Cell, place: Place) -> None:
        if isinstance(cell, Formula):
            self._fault(place, "a formula without a value", "open it in a spreadsheet and save it")
            return
        text = _text(column, cell).strip()
        names = [each.strip() for each in text.split(",")]
        several = column.is_list and (len(names) > 1 or column.many) and text not in column.word
        several = several and all(map(_NAME.fullmatch, names))
        here = self._within(path[:-1], place)
        if here is None:
            return
        there = here.get(path[-1])
        said: object = names if several else text
        if isinstance(there, dict):
            there["value"] = said
        elif there is None:
            here[path[-1]] = said
        else:
            what = f"{'.'.join(path)} is filled in twice"
            self._fault(place, what, f"one of {there} and {text}")

    def _within(self, path: Keys, place: Place) -> dict[str, Any] | None:
        """The table at a path, made where it is not there; a figure there becomes its value."""
        here = self.data
        for number, step in enumerate(path):
            there = here.setdefault(step, {})
            if isinstance(there, str | list):
                there = here[step] = {"value": there}
            if not isinstance(there, dict):
                self._fault(place, f"{'.'.join(path[: number + 1])} is no table", "another path")
                return None
            here = there
        return here


def _dotted(table: Table, keys: tuple[str, ...]) -> Keys:
    path = path_steps(keys[0])
    return (*path, "by_date", keys[1]) if table.sheet == BY_DATE else path


def _text(column: Column, cell: Cell) -> str:
    """A cell as a file would say it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime | dt.date):
        day = "" if cell.day == 1 and column.path[-1] != "dated" else f"-{cell.day:02d}"
        return f"{cell:%Y-%m}{day}"
    if isinstance(cell, int | float | Decimal):
        return number_text(float(f"{cell:.{_DIGITS}g}"), percent=column.is_percent)
    text = str(cell)
    if column.choices == ("yes", "no"):
        return {"yes": "true", "no": "false"}.get(text.strip().lower(), text)
    return text


def _ordered(data: Mapping[str, Any]) -> dict[str, Any]:
    """Tables whose keys are 1, 2, 3 ... are lists."""

    def read(said: Any) -> Any:  # noqa: ANN401  tables, lists and text
        if not isinstance(said, dict):
            return said
        told = {key: read(each) for key, each in said.items()}
        numbered = list(told) and set(told) == {str(each) for each in range(1, len(told) + 1)}
        return [told[str(each)] for each in range(1, len(told) + 1)] if numbered else told

    return {key: read(each) for key, each in data.items()}
