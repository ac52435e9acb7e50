"""Rows under their headings: each cell read once, with its place and what was mended in it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from licmodel.intake.cells import (
    Cell,
    Unreadable,
    is_blank,
    may_be_month_first,
    read_count,
    read_date,
    read_number,
    read_text,
    shown,
)
from licmodel.intake.findings import Remark
from licmodel.intake.layouts import Layout, plain
from licmodel.intake.ledger import Ledger, Refusal, SetAside
from licmodel.intake.tables import Row

if TYPE_CHECKING:
    from licmodel.intake.findings import Offer

Held = TypeVar("Held")
Progress = Callable[[int, int | None], None]

_STEP = 2_000
_TOTALS = re.compile(r"(?:grand |sub-?)?totals?\b.*|sum", re.IGNORECASE)
_MONTH_FIRST = "the month stands first"


@dataclass(frozen=True)
class Settings:
    """What the reader was told besides the file.

    ``dated`` is the day its figures are of; ``constants`` are what a mapping says of every row, and
    ``status`` how firmly they are known.
    """

    dated: dt.date | None = None
    currency: str | None = None
    offers: Mapping[tuple[str, str], Offer] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    progress: Progress | None = None
    status: str | None = None


class Records:
    """The rows of a file below its headings, judged one by one.

    Only the columns of the layout are ever looked at: what else stands in the file, names and
    addresses above all, is dropped as the row is read.
    """

    def __init__(
        self,
        file: str,
        layout: Layout,
        measures: Mapping[str, str],
        settings: Settings,
        *,
        private: bool = False,
    ) -> None:
        self.file, self.layout, self.settings, self.private = file, layout, settings, private
        self.measures = measures
        self.signed = {field.name for field in layout.form.fields if field.signed}
        self.ledger = Ledger(tuple(measures))
        self.notes: list[str] = []
        self.arithmetic: list[Remark] = []
        self.day_first: dict[int, tuple[str, str]] = {}
        """By row, the field of a date that would be another with the month first, and itself."""
        self._ambiguous: dict[str, list[int]] = defaultdict(list)
        self._month_first: dict[str, str] = {}

    def judge(self, verdict: Callable[[Record], Held]) -> dict[int, Held]:
        """What a verdict makes of each row, by row; the rest is in the ledger."""
        held: dict[int, Held] = {}
        fields = list(self.measures.values())
        for count, row in enumerate(self._rows()):
            record = Record(self, row)
            self.ledger.enter(row.number, tuple(record.amount(name) for name in fields))
            try:
                record.check_width()
                held[row.number] = verdict(record)
            except Refusal as refusal:
                self.refuse(row.number, refusal.reason, refusal.column)
                if refusal.column in fields and is_blank(record.cell(refusal.column)):
                    self.ledger.blank(row.number, fields.index(refusal.column))
            except SetAside as aside:
                self.ledger.set_aside(row.number, Remark(self.place(row.number), str(aside)))
            if self.settings.progress and count % _STEP == 0:
                self.settings.progress(count, self.layout.sheet.length)
        self._refuse_ambiguous_dates(held)
        return held

    def _rows(self) -> Iterator[Row]:
        headings = [(column, plain(name)) for column, name in self._named()]
        for row in self.layout.sheet.rows():
            if row.number <= self.layout.header:
                continue
            if all(
                column < len(row.cells) and plain(row.cells[column]) == name
                for column, name in headings
            ):
                continue  # the headings again, as on each page of a print
            yield row

    def _named(self) -> list[tuple[int, str]]:
        return [
            (columns[0], self.layout.headings[name])
            for name, columns in self.layout.columns.items()
        ]

    def place(self, row: int, name: str | None = None) -> str:
        """Where a row, or a field of it, stands."""
        columns = self.layout.columns.get(name or "")
        return self.layout.sheet.place(self.file, row, columns[0] if columns else None)

    def refuse(self, row: int, reason: str, name: str | None = None) -> None:
        """Refuse a row, also one that a verdict has held."""
        heading = self.layout.headings.get(name) if name else None
        self.ledger.refuse(row, Remark(self.place(row, name), reason, heading))

    def correct(self, row: int, reason: str, name: str) -> None:
        """Note what was mended in a cell."""
        heading = self.layout.headings.get(name)
        self.ledger.correct(row, Remark(self.place(row, name), reason, heading))

    def set_aside(self, row: int, reason: str) -> None:
        """Leave out a row that a verdict has held."""
        self.ledger.set_aside(row, Remark(self.place(row), reason))

    def settle_repeats(
        self, held: dict[int, Held], identity: Callable[[Held], Hashable], column: str
    ) -> None:
        """Set aside what another row repeats; refuse rows that say different things of one.

        Which of several figures is right is not guessed.
        """
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for row, each in held.items():
            groups[identity(each)].append(row)
        for first, *others in groups.values():
            if all(held[row] == held[first] for row in others):
                for row in others:
                    self.set_aside(row, f"repeats {self.place(first)}")
                    del held[row]
                continue
            for row in (first, *others):
                other = others[0] if row == first else first
                reason = f"the same as {self.place(other)}, with other figures: which are right?"
                self.refuse(row, reason, column)
                del held[row]

    def note_date(self, row: int, name: str, cell: Cell) -> None:
        """Remember a date that might be read in two ways."""
        if may_be_month_first(cell):
            self._ambiguous[name].append(row)
            self.day_first.setdefault(row, (name, str(cell).strip()))

    def note_month_first(self, row: int, name: str) -> None:
        """Remember that a column has a date that can only be read with the month first."""
        self._month_first.setdefault(name, self.place(row, name))

    def _refuse_ambiguous_dates(self, held: dict[int, Held]) -> None:
        for name, place in self._month_first.items():
            for row in self._ambiguous.get(name, ()):
                if held.pop(row, None) is not None:
                    reason = f"day first or month first? {place} has the month first"
                    self.refuse(row, reason, name)


class Record:
    """One row: its fields, read when asked for."""

    __slots__ = ("_cells", "_numbers", "_records", "_surplus", "number")

    def __init__(self, records: Records, row: Row) -> None:
        self._records = records
        self.number = row.number
        layout, cells = records.layout, row.cells
        width = len(cells)
        # the row itself is not kept: it may hold names
        self._cells: dict[str, tuple[Cell, ...]] = {
            name: tuple(cells[column] if column < width else None for column in columns)
            for name, columns in layout.columns.items()
        }
        self._surplus = any(not is_blank(cell) for cell in cells[layout.width :])
        self._numbers: dict[str, tuple[Decimal, str | None] | Unreadable] = {}

    def check_width(self) -> None:
        """Refuse a row that has slipped: it has more cells than there are headings."""
        if self._surplus:
            raise Refusal("more cells than there are headings: the row has slipped")

    def cell(self, name: str) -> Cell:
        """What the file holds, or what the mapping says of every row."""
        if name in self._cells:
            return self._cells[name][0]
        return self._records.settings.constants.get(name)

    def amount(self, name: str) -> Decimal | None:
        """What a measured cell holds, before the row is judged; None where it is no number."""
        cell = self.cell(name)
        if is_blank(cell):
            # nothing is written there, so nothing can be lost
            return Decimal(0)
        number = self._number(name, cell)
        if not isinstance(number, Unreadable):
            return number[0]
        try:  # what is below zero is refused, and counted as what it is
            typed, currency = self._records.layout.sheet.typed, self.currency_said()
            return read_number(cell, currency=currency, typed=typed, signed=True)[0]
        except Unreadable:
            return None

    def _number(self, name: str, cell: Cell) -> tuple[Decimal, str | None] | Unreadable:
        if name not in self._numbers:
            typed = self._records.layout.sheet.typed
            currency = self.currency_said()
            try:
                self._numbers[name] = read_number(
                    cell, currency=currency, typed=typed, signed=name in self._records.signed
                )
            except Unreadable as reason:
                self._numbers[name] = reason
        return self._numbers[name]

    def currency_said(self) -> str | None:
        """Three letters of the row's currency, where it has one."""
        cell = self.cell("currency")
        text = cell.strip().upper() if isinstance(cell, str) else ""
        return text or self._records.settings.currency

    def number_of(self, name: str, *, needed: bool = True) -> Decimal | None:
        """An amount; None where it may be left blank."""
        cell = self.cell(name)
        if is_blank(cell):
            self._check_blank(name, needed=needed)
            return None
        found = self._number(name, cell)
        if isinstance(found, Unreadable):
            raise self._refusal(name, cell, found)
        self._note(name, found[1])
        return found[0]

    def count_of(self, name: str, *, needed: bool = True) -> int | None:
        """A whole number; None where it may be left blank."""
        cell = self.cell(name)
        if is_blank(cell):
            self._check_blank(name, needed=needed)
            return None
        try:
            count, mended = read_count(cell, typed=self._records.layout.sheet.typed)
        except Unreadable as reason:
            raise self._refusal(name, cell, reason) from None
        self._note(name, mended)
        return count

    def date_of(self, name: str, *, needed: bool = False) -> dt.date | None:
        """A day; None where it may be left blank."""
        return self._date(name, self.cell(name), needed=needed)

    def dates_of(self, name: str) -> list[dt.date]:
        """Every day in the columns of a field."""
        days = (self._date(name, cell, needed=False) for cell in self._cells.get(name, ()))
        return [day for day in days if day is not None]

    def _date(self, name: str, cell: Cell, *, needed: bool) -> dt.date | None:
        if is_blank(cell):
            self._check_blank(name, needed=needed)
            return None
        try:
            day, mended = read_date(cell)
        except Unreadable as reason:
            if str(reason).startswith(_MONTH_FIRST):
                self._records.note_month_first(self.number, name)
            raise self._refusal(name, cell, reason) from None
        self._records.note_date(self.number, name, cell)
        self._note(name, mended)
        return day

    def text_of(self, name: str, *, needed: bool = False) -> str:
        """Text; empty where it may be left blank."""
        cell = self.cell(name)
        if is_blank(cell):
            self._check_blank(name, needed=needed)
            return ""
        try:
            return read_text(cell)
        except Unreadable as reason:
            raise self._refusal(name, cell, reason) from None

    def refuse_totals(self, *names: str) -> None:
        """Set a row of totals aside: its figures are those of other rows."""
        for name in names:
            text = self.cell(name)
            if isinstance(text, str) and _TOTALS.fullmatch(text.strip()):
                raise SetAside("a row of totals")

    def correct(self, name: str, reason: str) -> None:
        """Note what was mended in a cell."""
        self._records.correct(self.number, reason, name)

    def _check_blank(self, name: str, *, needed: bool) -> None:
        if needed:
            raise Refusal("nothing stands there: unknown, which is not zero", name)

    def _note(self, name: str, mended: str | None) -> None:
        if mended:
            self.correct(name, mended)

    def _refusal(self, name: str, cell: Cell, reason: Unreadable) -> Refusal:
        if isinstance(cell, str | int | float | Decimal):
            said = shown(str(cell), private=self._records.private)
            return Refusal(f"{said}: {reason}", name)
        return Refusal(str(reason), name)
