"""The sheets of inputs in a copy that came back: by their headings, or by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from math import isnan

from licmodel.intake.cells import is_blank, read_text
from licmodel.records import record
from licmodel.workbook.audiences import FIGURE
from licmodel.workbook.inputs import BASE_NAME
from licmodel.workbook.layout import INPUTS, PRICES
from licmodel.workbook.stored import StoredBook, StoredCell, StoredSheet
from licmodel.workbook.typed import is_same

KEY, LIVE, LABEL = "key", "live", "what it is"
_RESTS, _WHOLE = "rests on", "whole"
_FIGURE, _BASE = FIGURE.lower(), BASE_NAME.lower()
_HEADS = frozenset({KEY, LABEL, "unit", _FIGURE, _BASE, LIVE, _RESTS, "worked with"})
_DOTS = re.compile(r"\s*\.\s*")
_WITHIN = 60
"""Rows of a sheet among which the headings of inputs are looked for."""


@record
class Table:
    """A sheet of inputs: its columns by heading, the row of those, and the row of each key."""

    sheet: StoredSheet
    columns: Mapping[str, int]
    head: int
    lines: dict[str, int]
    is_of_a_vendor: bool = False
    """Whether it has one column of figures, and keys that say nothing."""

    keys: Mapping[int, str] = field(default_factory=dict)
    """Keys of the scenario by row, where the sheet has lost its keys or headings."""

    @property
    def headings(self) -> list[str]:
        """What its headings say; that of a column which was found without one, too."""
        said = [name_in(cell) for cell in self.sheet.rows.get(self.head, {}).values()]
        return said if _BASE in said or not self.keys else [*said, _BASE]


@record
class Known:
    """What the sheets of inputs of a copy held when it was sent."""

    keys: Mapping[str, str]
    """Keys of the scenario by what stood in the column of keys, in small letters."""

    labels: Mapping[str, tuple[str, ...]]
    """Keys of the scenario by their words in small letters, in order."""

    stored: Mapping[str, float]
    """The figure that stood in the cell of each, where one did."""

    is_of_a_vendor: bool


@record
class Found:
    """The sheets of inputs that can be read, those that cannot, and how any was found."""

    tables: tuple[Table, ...]
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def table_by_headings(sheet: StoredSheet) -> Table | None:
    """The columns of a sheet of inputs by their headings, and the row of those."""
    for number in sorted(sheet.rows)[:_WITHIN]:
        heads = _heads(sheet, number)
        if {KEY, _FIGURE} <= heads.keys() and _BASE not in heads:
            # a vendor's copy has one column of figures, which stand for the base
            heads[_BASE] = heads[_FIGURE]
            return Table(sheet, heads, number, {}, is_of_a_vendor=True)
        if {KEY, _BASE} <= heads.keys() and {LIVE, _RESTS} & heads.keys():
            return Table(sheet, heads, number, {})
    return None


def name_in(cell: StoredCell) -> str:
    """What a heading or key says, whatever its letters and spaces."""
    return read_text(cell.value).lower() if isinstance(cell.value, str) else ""


def key_in(cell: StoredCell) -> str:
    """A key as it stands in a cell, without spaces about its dots; of what else is there, the text.

    Examples
    --------
    >>> key_in(StoredCell(" stay . suite.price", None, 0)), key_in(StoredCell("A note", None, 0))
    ('stay.suite.price', 'A note')
    """
    return _DOTS.sub(".", read_text(cell.value))


def find_tables(book: StoredBook, known: Known) -> Found:
    """Every sheet of inputs of a copy.

    Headings and keys count first. A sheet that lost one of them is found by the other, or by the
    words beside its figures; its figures by those that were shown and still stand there. What
    cannot be told so is told, with the reason.
    """
    tables: list[Table] = []
    unread: list[str] = []
    notes: list[str] = []
    for sheet in book.sheets:
        table = table_by_headings(sheet)
        if table is not None:
            tables.append(table)
        elif not _is_of_rows(sheet):
            found = _Seeker(book, sheet, known).found()
            if isinstance(found, str):
                unread.append(found)
            elif found is not None:
                tables.append(found[0])
                notes.append(found[1])
    return Found(tuple(tables), tuple(unread), tuple(notes))


def by_words(table: Table, known: Known, wanted: Sequence[str]) -> dict[int, str]:
    """Rows whose key was taken out of its cell, by the words that stand beside it."""
    column = table.columns.get(LABEL)
    if column is None or not wanted:
        return {}
    rows = [
        number
        for number in sorted(table.sheet.rows)
        if number > table.head and is_blank(table.sheet.cell(number, table.columns[KEY]).value)
    ]
    return _paired(table.sheet, rows, column, known, frozenset(wanted))


def _heads(sheet: StoredSheet, number: int) -> dict[str, int]:
    heads: dict[str, int] = {}
    for column, cell in sorted(sheet.rows[number].items()):
        heads.setdefault(name_in(cell), column)
    return heads


def _is_of_rows(sheet: StoredSheet) -> bool:
    """Whether it shows what is calculated, which is never read."""
    return any(_WHOLE in _heads(sheet, number) for number in sorted(sheet.rows)[:_WITHIN])


def _paired(
    sheet: StoredSheet, rows: Sequence[int], column: int, known: Known, wanted: frozenset[str]
) -> dict[int, str]:
    """Rows by their words: those that mean one figure, or stand as often as there are such."""
    places: dict[str, list[int]] = {}
    for number in rows:
        words = name_in(sheet.cell(number, column))
        if words in known.labels:
            places.setdefault(words, []).append(number)
    found: dict[int, str] = {}
    for words, numbers in places.items():
        keys = [key for key in known.labels[words] if key in wanted]
        if len(keys) == len(numbers):
            found.update(zip(numbers, keys, strict=True))
    return found


class _Seeker:
    """Looks for inputs on a sheet that has not both headings of them."""

    def __init__(self, book: StoredBook, sheet: StoredSheet, known: Known) -> None:
        self.book = book
        self.sheet = sheet
        self.known = known
        self.where = f"{book.name}, {sheet.name}"

    def found(self) -> tuple[Table, str] | str | None:
        """The table and how it was found; why it cannot be read; none if it holds no inputs."""
        column, keys = self._by_keys()
        how = "keys"
        if not keys:
            column, keys = self._by_labels()
            how = "words, as the column of keys is gone"
        if not keys or not self._may_hold_inputs(by_keys=how == "keys"):
            return None
        head = self._head(min(keys))
        columns = dict(_heads(self.sheet, head)) if head else {}
        figures = columns.get(_FIGURE if self.known.is_of_a_vendor else _BASE)
        said = ""
        if figures is None:
            figures = self._figures(keys, column)
            said = f", whose heading {FIGURE if self.known.is_of_a_vendor else BASE_NAME} is gone"
        if figures is None:
            return (
                f"{self.where} cannot be read: {len(keys)} of its rows were known by their {how}, "
                f"but which column holds the figures cannot be told{said}. Put the heading back"
            )
        columns |= {KEY: column, _BASE: figures}
        note = f"{self.where}: its rows were found by their {how}"
        if said:
            note += "; its figures by those that were shown and still stand there"
        table = Table(
            self.sheet,
            columns,
            head or min(keys) - 1,
            {},
            is_of_a_vendor=self.known.is_of_a_vendor,
            keys=keys,
        )
        return table, note

    def _may_hold_inputs(self, *, by_keys: bool) -> bool:
        """Whether it is one of those that were sent so: others tell keys and words again."""
        if by_keys and self.known.is_of_a_vendor:
            return True  # those of inputs stand nowhere else
        first = min(self.sheet.rows, default=0)
        titles = {read_text(cell.value) for cell in self.sheet.rows.get(first, {}).values()}
        return self.sheet.name in {INPUTS, PRICES} or any(
            title.startswith((f"{INPUTS}:", f"{PRICES}:")) for title in titles
        )

    def _columns_of(self, known: Mapping[str, object]) -> Iterator[tuple[int, int]]:
        """Columns in which something known stands, and how often."""
        return iter(
            Counter(
                column
                for cells in self.sheet.rows.values()
                for column, cell in cells.items()
                if isinstance(cell.value, str) and key_in(cell).lower() in known
            ).most_common(1)
        )

    def _by_keys(self) -> tuple[int, dict[int, str]]:
        for column, _ in self._columns_of(self.known.keys):
            said = {
                number: key_in(self.sheet.cell(number, column)).lower()
                for number in sorted(self.sheet.rows)
            }
            return column, {
                number: self.known.keys[each]
                for number, each in said.items()
                if each in self.known.keys
            }
        return 0, {}

    def _by_labels(self) -> tuple[int, dict[int, str]]:
        rows = sorted(self.sheet.rows)
        every = frozenset(key for keys in self.known.labels.values() for key in keys)
        best: tuple[int, dict[int, str]] = 0, {}
        for column in sorted({column for cells in self.sheet.rows.values() for column in cells}):
            found = _paired(self.sheet, rows, column, self.known, every)
            if len(found) > len(best[1]):
                best = column, found
        return best

    def _head(self, first: int) -> int:
        """The row of headings above the first figure; nought if it is gone."""
        above = [number for number in sorted(self.sheet.rows) if number < first]
        for number in reversed(above):
            if len(_HEADS & _heads(self.sheet, number).keys()) > 1:
                return number
        return 0

    def _figures(self, keys: Mapping[int, str], beside: int) -> int | None:
        """The column in which the figures that were shown still stand, or the one that is open."""
        shown = {
            number: self.known.stored[key]
            for number, key in keys.items()
            if not isnan(self.known.stored.get(key, float("nan")))
        }
        columns = sorted({column for number in keys for column in self.sheet.rows[number]})
        if not shown:
            is_open = [
                column
                for column in columns
                if all(
                    self.sheet.cell(number, column).style in self.book.unlocked for number in keys
                )
            ]
            return is_open[0] if len(is_open) == 1 else None
        alike = {
            column: sum(
                _holds(self.sheet.cell(number, column), value) for number, value in shown.items()
            )
            for column in columns
            if column != beside
        }
        most = max(alike.values(), default=0)
        if not most or 2 * most < len(shown):
            return None
        return next(column for column, count in alike.items() if count == most)


def _holds(cell: StoredCell, value: float) -> bool:
    """Whether a figure stands in a cell that was not calculated."""
    if cell.formula is not None or not isinstance(cell.value, int | float):
        return False
    return is_same(float(cell.value), value)
