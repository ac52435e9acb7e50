"""A workbook that came back: which figures of its inputs are not those of the scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from math import nan

from licmodel.analysis.results import Results
from licmodel.errors import InputError
from licmodel.intake.cells import Cell, Unreadable, is_blank, read_text
from licmodel.language.program import Input
from licmodel.records import record
from licmodel.workbook.audiences import FIGURE, keys_of_copies
from licmodel.workbook.inputs import BASE_NAME, SHOWS, is_fixed, what_if_names
from licmodel.workbook.stored import StoredBook, StoredCell, StoredSheet
from licmodel.workbook.typed import figure_in, figure_text, is_same

_KEY, _LIVE, _RESTS = "key", "live", "rests on"
_WITHIN = 60
"""Rows of a sheet among which the headings of inputs are looked for."""
_SOME = 3


@record
class Change:
    """One figure that is otherwise in the workbook: of the base, or of a what-if."""

    place: str
    key: str
    label: str
    before: float
    after: float
    declared: Input
    what_if: str | None = None

    @property
    def before_text(self) -> str:
        """The figure in the scenario, as people write it."""
        return figure_text(self.declared, self.before)

    @property
    def after_text(self) -> str:
        """The figure in the workbook."""
        return figure_text(self.declared, self.after)


@record
class Refused:
    """A cell that cannot be taken: where, what was found, and what to do."""

    place: str
    key: str
    reason: str


@record
class Added:
    """A row whose key is not the scenario's: what stands in its Base."""

    place: str
    key: str
    cell: Cell
    percent: bool = False


@record
class Table:
    """A sheet of inputs: its columns by heading, the row of those, and the row of each key."""

    sheet: StoredSheet
    columns: Mapping[str, int]
    head: int
    lines: dict[str, int]
    is_of_a_vendor: bool = False
    """Whether it has one column of figures, and keys that say nothing."""


@record
class Reading:
    """What the input sheets of a workbook say.

    ``live`` holds the figure that each readable input gives under what the book ``shows``: the
    base, or a what-if; not a number where the cell could not be read. ``base`` holds its base.
    """

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
    rows: int
    added: tuple[Added, ...] = ()
    tables: tuple[Table, ...] = ()
    live: Mapping[str, float] = field(default_factory=dict)
    base: Mapping[str, float] = field(default_factory=dict)
    shows: str | None = None
    knows_what_it_shows: bool = True


def read_inputs(book: StoredBook, results: Results) -> Reading:
    """Compare every input of a workbook with the scenario's.

    Sheets may be renamed and moved, rows and columns too: what counts is the headings and keys.

    Raises
    ------
    InputError
        If no sheet has the headings of inputs.
    """
    tables = [table for sheet in book.sheets if (table := _table(sheet)) is not None]
    if not tables:
        raise InputError(
            "no sheet holds inputs",
            where=book.name,
            expected=f"a row with the headings Key, Live and {BASE_NAME}",
            remedies=["bring back a workbook that licmodel export wrote"],
        )
    return _Reader(book, results, tables).reading()


def _table(sheet: StoredSheet) -> Table | None:
    """The columns of a sheet of inputs by their headings, and the row of those."""
    for number in sorted(sheet.rows)[:_WITHIN]:
        heads: dict[str, int] = {}
        for column, cell in sorted(sheet.rows[number].items()):
            heads.setdefault(name_in(cell), column)
        if {_KEY, FIGURE.lower()} <= heads.keys() and BASE_NAME.lower() not in heads:
            # a vendor's copy has one column of figures, which stand for the base
            heads[BASE_NAME.lower()] = heads[FIGURE.lower()]
            return Table(sheet, heads, number, {}, is_of_a_vendor=True)
        if {_KEY, BASE_NAME.lower()} <= heads.keys() and {_LIVE, _RESTS} & heads.keys():
            return Table(sheet, heads, number, {})
    return None


def name_in(cell: StoredCell) -> str:
    """What a heading or key says, whatever its letters and spaces."""
    return read_text(cell.value).lower() if isinstance(cell.value, str) else ""


class _Reader:
    def __init__(self, book: StoredBook, results: Results, tables: Sequence[Table]) -> None:
        self.book = book
        self.results = results
        self.tables = tables
        self.inputs = results.model.program.inputs
        self.currency = results.scenario.finance.currency
        self.names: Mapping[str, str | None] = {
            BASE_NAME.lower(): None,
            **{
                name.lower(): key
                for key, name in zip(results.what_ifs, what_if_names(results), strict=True)
            },
        }
        self.spelt = {key.lower(): key for key in self.inputs}
        self.is_of_a_vendor = any(table.is_of_a_vendor for table in tables)
        self.named = keys_of_copies(results.scenario)
        self.asked: dict[str, bool] = {}
        """Inputs that a vendor's copy has, and whether this vendor was asked for them."""

        self.changes: list[Change] = []
        self.refused: list[Refused] = []
        self.notes: list[str] = []
        self.added: list[Added] = []
        self.read: dict[tuple[str, str | None], float] = {}

    def reading(self) -> Reading:
        found: dict[str, list[tuple[Table, int]]] = {}
        for table in self.tables:
            self._columns(table)
            for number in sorted(table.sheet.rows):
                cell = table.sheet.cell(number, table.columns[_KEY])
                if number > table.head and not is_blank(cell.value):
                    key = read_text(cell.value).replace(" ", "")
                    key = self._key(table, key)
                    found.setdefault(key, []).append((table, number))
        for key, places in found.items():
            if self._stands_once(key, places):
                self._row(key, *places[0])
        if not self.is_of_a_vendor:
            self._missing([key for key in self.inputs if key not in found])
        shows, known = self._shows()
        live = {
            key: self.read[key, shows] if (key, shows) in self.read else self.read[key, None]
            for key in self.inputs
            if (key, None) in self.read
        }
        return Reading(
            tuple(self.changes),
            tuple(self.refused),
            tuple(self.notes),
            sum(key in found for key in self.inputs),
            tuple(self.added),
            tuple(self.tables),
            live,
            {key: value for (key, what_if), value in self.read.items() if what_if is None},
            shows,
            known or self.is_of_a_vendor,
        )

    def _key(self, table: Table, said: str) -> str:
        """An input as the scenario spells it, or that a vendor's opaque key stands for."""
        if not table.is_of_a_vendor:
            return self.spelt.get(said.lower(), said)
        named = self.named.get(said.lower())
        if named is None:
            return said
        self.asked[named.key] = named.is_asked
        return named.key

    # --- what stands around the figures ---

    def _columns(self, table: Table) -> None:
        """A heading that stands twice is not read; one that is gone is told."""
        heads = [name_in(cell) for cell in table.sheet.rows[table.head].values()]
        for name, what_if in self.names.items():
            if heads.count(name) > 1:
                place = table.sheet.place(self.book.name, table.head, table.columns[name])
                reason = "the heading stands twice: take one of the columns out"
                self.refused.append(Refused(place, name, reason))
            elif name not in heads and what_if is not None and not table.is_of_a_vendor:
                where = f"{self.book.name}, {table.sheet.name}"
                self.notes.append(f"{where}: no column is headed {name}, so that was not read")

    def _stands_once(self, key: str, places: list[tuple[Table, int]]) -> bool:
        """Whether a key has one row, or several that say the same."""
        if len(places) == 1:
            return True
        said = {
            tuple(
                table.sheet.cell(number, table.columns[name]).value
                for name in self.names
                if name in table.columns
            )
            for table, number in places
        }
        where = [t.sheet.place(self.book.name, number, t.columns[_KEY]) for t, number in places]
        if len(said) == 1:
            self.notes.append(f"{key} stands in several rows that say the same: {where[0]} counts")
            return True
        reason = f"the key stands twice, and otherwise, first at {where[0]}: leave one of the rows"
        self.refused.append(Refused(where[1], key, reason))
        self.read[key, None] = nan
        return False

    def _missing(self, keys: list[str]) -> None:
        if keys:
            some = ", ".join(keys[:_SOME]) + (" ..." if len(keys) > _SOME else "")
            said = "input has" if len(keys) == 1 else "inputs have"
            self.notes.append(f"{len(keys)} {said} no row any more, and stay as they are: {some}")

    def _shows(self) -> tuple[str | None, bool]:
        """The what-if that the whole book shows, and whether the book says so."""
        for table in self.tables:
            for number in (each for each in sorted(table.sheet.rows) if each < table.head):
                row = table.sheet.rows[number]
                if SHOWS.lower() in {name_in(cell) for cell in row.values()}:
                    said = [name_in(cell) for cell in row.values()]
                    chosen = [name for name in said if name in self.names]
                    return (self.names[chosen[0]], True) if chosen else (None, False)
        return None, False

    # --- figures ---

    def _row(self, key: str, table: Table, number: int) -> None:
        declared = self.inputs.get(key)
        table.lines[key] = number
        column = table.columns[BASE_NAME.lower()]
        cell = table.sheet.cell(number, column)
        place = table.sheet.place(self.book.name, number, column)
        if table.is_of_a_vendor:
            self._of_a_vendor(place, key, declared, cell)
            return
        if declared is None:
            self.added.append(Added(place, key, cell.value, cell.style in self.book.percents))
            return
        heads = [name_in(cell) for cell in table.sheet.rows[table.head].values()]
        for name, what_if in self.names.items():
            if heads.count(name) == 1:
                column = table.columns[name]
                place = table.sheet.place(self.book.name, number, column)
                self._figure(place, declared, what_if, table.sheet.cell(number, column))

    def _of_a_vendor(self, place: str, key: str, declared: Input | None, cell: StoredCell) -> None:
        """A figure of a vendor's copy: taken where it was asked for, and only there."""
        if declared is None or key not in self.asked:
            reason = "the scenario has no input of this key: the copy was made from another state"
            self.refused.append(Refused(place, key, f"{reason} of it, send a new one"))
        elif self.asked[key] and is_blank(cell.value) and cell.formula is None:
            self.notes.append(f"{place}: {key} was not filled in")
            self.read[key, None] = nan
        else:
            self._figure(place, declared, None, cell)

    def _figure(self, place: str, declared: Input, what_if: str | None, cell: StoredCell) -> None:
        figures = self.results.values[declared.key][0].tolist()
        base = figures[0]
        before = figures[self.results.column(what_if)] if len(figures) > 1 else base
        if is_blank(cell.value) and cell.formula is None:
            self._blank(place, declared, what_if, before, base)
            return
        try:
            after, notes = figure_in(self.book, cell, declared, self.currency)
        except Unreadable as error:
            self._refuse(place, declared, what_if, str(error))
            return
        self.read[declared.key, what_if] = after
        self.notes += [f"{place}: {note}" for note in notes]
        if is_same(after, before):
            return
        if not self.asked.get(declared.key, True):
            reason = "the vendor was shown it, not asked for it: write it into the file if it is so"
            self._refuse(place, declared, what_if, reason)
            return
        if is_fixed(declared.key):
            reason = "it is fixed in the workbook: change it in the scenario file"
            self.refused.append(Refused(place, declared.key, reason))
            return
        if cell.style not in self.book.unlocked:
            self.notes.append(
                f"{place}: {declared.key} was changed in a cell that this copy locks, or that "
                "was pasted over from elsewhere"
            )
        self.changes.append(
            Change(place, declared.key, declared.label, before, after, declared, what_if)
        )

    def _refuse(self, place: str, declared: Input, what_if: str | None, reason: str) -> None:
        self.read[declared.key, what_if] = nan
        self.refused.append(Refused(place, declared.key, reason))

    def _blank(
        self, place: str, declared: Input, what_if: str | None, before: float, base: float
    ) -> None:
        if what_if is None:
            self.read[declared.key, None] = nan
        if what_if is None and base == base:  # noqa: PLR0124  known
            reason = (
                f"it is blank, and unknown is never nothing: it was "
                f"{figure_text(declared, base)}; write a figure, 0 if there is none"
            )
            self.refused.append(Refused(place, declared.key, reason))
        elif what_if is not None and before != base:
            reason = f"what-if {what_if} no longer changes it: take it out of the scenario file"
            self.refused.append(Refused(place, declared.key, reason))
