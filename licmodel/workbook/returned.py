"""A workbook that came back: which figures of its inputs are not those of the scenario."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cached_property
from math import nan

from licmodel.analysis.estate.window import day_words
from licmodel.analysis.results import Results
from licmodel.errors import InputError
from licmodel.intake.cells import Unreadable, is_blank, read_text
from licmodel.language.program import Input
from licmodel.workbook.beside import added_beside
from licmodel.workbook.copy_tables import KEY, Found, Table, by_words, find_tables, key_in, name_in
from licmodel.workbook.inputs import BASE_NAME, SHOWS, is_fixed, what_if_names
from licmodel.workbook.layout import BookLayout
from licmodel.workbook.readings import (
    NOTHING,
    Added,
    Answer,
    Change,
    Kind,
    Reading,
    Refused,
    Unfound,
)
from licmodel.workbook.senders import OPAQUE, Sender, sender_of
from licmodel.workbook.stored import StoredBook, StoredCell
from licmodel.workbook.typed import figure_in, figure_text, is_same, shown_text

_LIKE_A_KEY = re.compile(r"[\w-]+(\.[\w-]+)+|[a-z0-9_]+")
_SHOWN = 60


def read_inputs(book: StoredBook, results: Results) -> Reading:
    """Compare every input of a workbook with the scenario's.

    Sheets may be renamed and moved, rows and columns too: what counts is the headings and keys.

    Raises
    ------
    InputError
        If no sheet has the headings of inputs.
    """
    sender = sender_of(book, results)
    if sender.is_foreign:
        return Reading((), (), (), 0, knows_what_it_shows=False, is_foreign=True)
    found = find_tables(book, sender.known)
    if not found.tables:
        raise InputError(
            "no sheet holds inputs",
            where=book.name,
            found="; ".join(found.unread) or None,
            expected=f"a row with the headings Key, Live and {BASE_NAME}",
            remedies=["bring back the workbook that was made here and sent out"],
        )
    return _Reader(book, results, sender, found).reading()


class _Reader:
    def __init__(self, book: StoredBook, results: Results, sender: Sender, found: Found) -> None:
        self.book = book
        self.results = results
        self.sender = sender
        self.tables = found.tables
        self.lost = found
        self.inputs = results.model.program.inputs
        self.currency = results.scenario.finance.currency
        self.names: Mapping[str, str | None] = {
            BASE_NAME.lower(): None,
            **{
                name.lower(): key
                for key, name in zip(results.what_ifs, what_if_names(results), strict=True)
            },
        }
        self.opened = frozenset(sender.opened)
        self.is_of_a_vendor = sender.known.is_of_a_vendor
        self.kind: Kind = (
            "vendor" if self.is_of_a_vendor else "directorate" if sender.directorate else "internal"
        )
        self.changes: list[Change] = []
        self.refused: list[Refused] = []
        self.notes: list[str] = []
        self.added: list[Added] = []
        self.blank: list[str] = []
        self.rows: dict[str, set[int]] = {}
        """Rows of each sheet that hold figures of ours, or make new ones."""

        self.read: dict[tuple[str, str | None], float] = {}

    @cached_property
    def answer(self) -> Answer | None:
        """Where a figure is from that a vendor wrote; none where it is no vendor's copy."""
        name = self.sender.vendor
        if name is None:
            return None
        title = self.results.scenario.vendors[name].title
        on = f' to "{title}"' if title else ""
        day = self.book.saved_on or dt.date.today()  # noqa: DTZ011  the day where the user is
        saw = "saved" if self.book.saved_on else "read"
        who = name.replace("_", " ")
        source = f"the answer of the vendor {who}{on}: {self.book.name}, {saw} on {day_words(day)}"
        return Answer(source, day)

    def reading(self) -> Reading:
        found = self._places()
        for key, places in found.items():
            if not self._is_key(key):
                continue  # a row of their own, which is told among what they added
            for table, number in places:
                self.rows.setdefault(table.sheet.name, set()).add(number)
            if self._stands_once(key, places):
                self._row(key, *places[0])
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
            self._unfound(found),
            self.sender.vendor,
            added_beside(
                self.book,
                self.tables,
                {name: frozenset(rows) for name, rows in self.rows.items()},
                BookLayout(self.results.model).blocks,
                self.names,
            ),
        )

    def _places(self) -> dict[str, list[tuple[Table, int]]]:
        """Rows of each key, by what stands in their cells of keys or else by their words."""
        found: dict[str, list[tuple[Table, int]]] = {}
        for table in self.tables:
            self._columns(table)
            for number in sorted(table.sheet.rows):
                cell = table.sheet.cell(number, table.columns[KEY])
                if number in table.keys:
                    found.setdefault(table.keys[number], []).append((table, number))
                elif number > table.head and not is_blank(cell.value):
                    found.setdefault(self._key(key_in(cell)), []).append((table, number))
        for table in self.tables:
            wanted = [key for key in (*self.sender.opened, *self.sender.shown) if key not in found]
            for number, key in by_words(table, self.sender.known, wanted).items():
                found[key] = [(table, number)]
                place = table.sheet.place(self.book.name, number, table.columns[KEY])
                self.notes.append(f"{place}: the key of {key} is gone; it was known by its words")
        return found

    def _unfound(self, found: Mapping[str, object]) -> Unfound:
        """What the copy held when it was sent, and is not here."""
        opened, shown = self.sender.opened, self.sender.shown
        return Unfound(
            self.kind,
            len(opened),
            len(shown),
            tuple(self._named(key) for key in opened if key not in found),
            tuple(self._named(key) for key in opened if key in self.blank),
            tuple(self._named(key) for key in shown if key not in found),
            self.lost.unread,
            self.lost.notes,
        )

    def _named(self, key: str) -> str:
        return f"{self.inputs[key].label} ({key})"

    def _is_key(self, said: str) -> bool:
        """Whether it is a key, of ours or as ours are."""
        like = OPAQUE if self.is_of_a_vendor else _LIKE_A_KEY
        return said in self.inputs or like.fullmatch(said) is not None

    def _key(self, said: str) -> str:
        """An input as the scenario spells it, or that a vendor's opaque key stands for."""
        return self.sender.known.keys.get(said.lower(), said)

    # --- what stands around the figures ---

    def _columns(self, table: Table) -> None:
        """A heading that stands twice is not read; one that is gone is told."""
        heads = table.headings
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
        where = [t.sheet.place(self.book.name, number, t.columns[KEY]) for t, number in places]
        if len(said) == 1:
            self.notes.append(f"{key} stands in several rows that say the same: {where[0]} counts")
            return True
        reason = f"the key stands twice, and otherwise, first at {where[0]}: leave one of the rows"
        wrote = " and ".join(
            read_text(table.sheet.cell(number, table.columns[BASE_NAME.lower()]).value)[:_SHOWN]
            for table, number in places
        )
        known = self.inputs.get(key)
        stays = "" if known is None else shown_text(known, known.value)
        self.refused.append(Refused(where[1], key, reason, wrote, stays))
        self.read[key, None] = nan
        return False

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
        if declared is None and not self._may_add(key):
            reason = f"a new figure, which the copy of {self.sender.directorate} has no room for"
            wrote = read_text(cell.value)[:_SHOWN]
            self.refused.append(Refused(place, key, f"{reason}: write it into the file", wrote))
            return
        if declared is None:
            self.added.append(Added(place, key, cell.value, cell.style in self.book.percents))
            return
        heads = table.headings
        for name, what_if in self.names.items():
            if heads.count(name) == 1:
                column = table.columns[name]
                place = table.sheet.place(self.book.name, number, column)
                self._figure(place, declared, what_if, table.sheet.cell(number, column))

    def _may_add(self, key: str) -> bool:
        """Whether a new figure is one beside those that are theirs."""
        home = key.rpartition(".")[0]
        return self.kind != "directorate" or any(
            each.rpartition(".")[0] == home for each in self.opened
        )

    def _of_a_vendor(self, place: str, key: str, declared: Input | None, cell: StoredCell) -> None:
        """A figure of a vendor's copy: taken where it was asked for, and only there."""
        if declared is None or key not in self.sender.known.stored.keys() | self.opened:
            reason = "the scenario has no input of this key: the copy was made from another state"
            wrote = read_text(cell.value)[:_SHOWN]
            self.refused.append(Refused(place, key, f"{reason} of it, send a new one", wrote))
        elif key in self.opened and is_blank(cell.value) and cell.formula is None:
            self.blank.append(key)
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
        stays = shown_text(declared, before)
        try:
            after, notes = figure_in(self.book, cell, declared, self.currency)
        except Unreadable as error:
            wrote = read_text(cell.value)[:_SHOWN]
            self.read[declared.key, what_if] = nan
            self.refused.append(Refused(place, declared.key, str(error), wrote, stays))
            return
        self.read[declared.key, what_if] = after
        self.notes += [f"{place}: {note}" for note in notes]
        answer = self.answer if declared.key in self.opened else None
        if is_same(after, before) and answer is None:
            return
        change = Change(
            place, declared.key, declared.label, before, after, declared, what_if, answer
        )
        stays, wrote = change.shown
        reason = self._not_theirs(declared)
        if reason is not None:
            if self.is_of_a_vendor:
                self.read[declared.key, what_if] = nan
            self.refused.append(Refused(place, declared.key, reason, wrote, stays))
            return
        if cell.style not in self.book.unlocked and answer is None:
            self.notes.append(
                f"{place}: {declared.key} was changed in a cell that this copy locks, or that "
                "was pasted over from elsewhere"
            )
        self.changes.append(change)

    def _not_theirs(self, declared: Input) -> str | None:
        """Why a figure may not be changed in this copy; none where it may."""
        if declared.key in self.opened:
            return None
        if self.is_of_a_vendor:
            return "it was shown to the vendor, not asked for: write it into the file if it is so"
        if is_fixed(declared.key):
            return "it is fixed in the workbook: change it in the scenario file"
        owner = declared.origin.owner
        whose = f"{owner} answers for it" if owner else "nobody is named as its owner"
        return (
            f"not theirs to change: {whose}, and the copy of {self.sender.directorate} locks it; "
            "write it into the file if it is so"
        )

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
            stays = shown_text(declared, base)
            self.refused.append(Refused(place, declared.key, reason, NOTHING, stays))
        elif what_if is not None and before != base:
            reason = f"what-if {what_if} no longer changes it: take it out of the scenario file"
            stays = shown_text(declared, before)
            self.refused.append(Refused(place, declared.key, reason, NOTHING, stays))
