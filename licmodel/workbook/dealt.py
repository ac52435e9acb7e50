"""The Deal sheet of a workbook that came back: what is proposed, as a what-if of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf, nan

from licmodel.analysis.results import Results
from licmodel.intake.cells import Unreadable, is_blank, read_text
from licmodel.language.program import Input
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.copy_tables import name_in
from licmodel.workbook.deal_lines import COLUMNS, FOLLOWS, NET
from licmodel.workbook.readings import Change, Reading, Refused
from licmodel.workbook.stored import StoredBook, StoredCell, StoredSheet
from licmodel.workbook.typed import figure_in, is_same, shown_text

NAME = "deal"
_WITHIN, _SHOWN = 60, 60
"""Rows of the sheet among which the headings of its lines are looked for."""
_NET_PRICE = f"proposed {NET}"
_KEY_OF_NET, _KEY_OF_DISCOUNT = f"key of {NET}", "key of discount"
_NO_INPUT = "the scenario has no input of this key, so nothing can be proposed for it"
_BOTH = "a discount and a net price are both proposed, so neither counts: leave one of them"
_ELSEWHERE = re.compile(r"row \d+")


def name_of_deal(scenario: Scenario) -> str:
    """What a deal is called as a what-if: `deal`, or by a number where there is one already.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> name_of_deal(example())
    'deal'
    """
    name, number = NAME, 1
    while name in scenario.what_ifs:
        number += 1
        name = f"{NAME}_{number}"
    return name


def read_deal(book: StoredBook, results: Results, reading: Reading) -> Reading:
    """What a workbook's inputs say, and what its Deal sheet proposes besides.

    The deal is a what-if; its figures are told against those of the base, as the workbook has
    them, and are live where the sheet says that figures follow it.
    """
    reader = _Reader(book, results, reading)
    tables = [(sheet, *found) for sheet in book.sheets if (found := table_of_deals(sheet))[0]]
    for sheet, columns, head in tables:
        for place, key, cell in _proposals(book, sheet, columns, head):
            reader.proposal(place, key, cell, follows=_follows(sheet, head))
    # what they are net of may be proposed too
    for sheet, columns, head in tables:
        for place, key, price, cell in _net_prices(book, sheet, columns, head):
            reader.net_price(place, key, price, cell, follows=_follows(sheet, head))
    return reader.reading()


class _Reader:
    """Gathers what is proposed, with what is refused and noted."""

    def __init__(self, book: StoredBook, results: Results, before: Reading) -> None:
        self.book, self.results, self.before = book, results, before
        self.inputs = results.model.program.inputs
        self.currency = results.scenario.finance.currency
        self.name = name_of_deal(results.scenario)
        self.based = {each.key: each.after for each in before.changes if each.what_if is None}
        self.proposed: dict[str, Change] = {}
        self.written: set[str] = set()
        self.live = dict(before.live)
        self.refused: list[Refused] = []
        self.notes: list[str] = []

    def reading(self) -> Reading:
        changes = [each for each in self.proposed.values() if not is_same(each.before, each.after)]
        return replace(
            self.before,
            changes=(*self.before.changes, *changes),
            refused=(*self.before.refused, *self.refused),
            notes=(*self.before.notes, *self.notes),
            live=self.live,
        )

    def proposal(self, place: str, key: str, cell: StoredCell, *, follows: bool) -> None:
        """A figure that is proposed in place of an input's."""
        declared = self.inputs.get(key)
        if declared is None:
            self.refused.append(Refused(place, key, _NO_INPUT))
            return
        self.written.add(key)
        after = self._figure(place, key, cell, declared, follows=follows)
        if after is not None:
            self._propose(place, key, after, after, follows=follows)

    def net_price(
        self, place: str, key: str, price: str, cell: StoredCell, *, follows: bool
    ) -> None:
        """A price that a discount is to make of a list price."""
        declared, of = self.inputs.get(key), self.inputs.get(price)
        if declared is None or of is None:
            self.refused.append(Refused(place, key, _NO_INPUT))
            return
        if key in self.written:
            self.proposed.pop(key, None)
            self._refuse(place, key, _BOTH, follows=follows)
            return
        net = self._figure(place, key, cell, of, follows=follows)
        if net is None:
            return
        base = self._base(price) if price not in self.proposed else self.proposed[price].after
        after = 1 - net / base if base else nan
        low, high = declared.bounds
        if not (-inf if low is None else low) <= after <= (inf if high is None else high):
            reason = f"{net:.10g} is no list price of {base:.10g} less a discount"
            self._refuse(place, key, f"{reason}: write another list price too", follows=follows)
            return
        self.notes.append(
            f"{place}: a net price of {net:.10g} is a discount of {after:.6%} of {base:.10g}"
        )
        shown = self.live.get(price, nan)
        live = 1 - net / shown if shown else nan
        self._propose(place, key, after, live, follows=follows)

    def _figure(
        self, place: str, key: str, cell: StoredCell, declared: Input, *, follows: bool
    ) -> float | None:
        try:
            figure, said = figure_in(self.book, cell, declared, self.currency)
        except Unreadable as error:
            wrote = read_text(cell.value)[:_SHOWN]
            self._refuse(place, key, str(error), wrote, follows=follows)
            return None
        self.notes += [f"{place}: {note}" for note in said]
        return figure

    def _propose(self, place: str, key: str, after: float, live: float, *, follows: bool) -> None:
        other = self.proposed.get(key)
        if other is not None and not is_same(other.after, after):
            reason = f"it is proposed otherwise at {other.place}: leave one of them"
            self.refused.append(Refused(place, key, reason))
            return
        declared = self.inputs[key]
        self.proposed[key] = Change(
            place, key, declared.label, self._base(key), after, declared, self.name
        )
        self.live |= {key: live} if follows else {}

    def _refuse(self, place: str, key: str, reason: str, wrote: str = "", *, follows: bool) -> None:
        stays = shown_text(self.inputs[key], self._base(key)) if key in self.inputs else ""
        self.refused.append(Refused(place, key, reason, wrote, stays))
        self.live |= {key: nan} if follows else {}

    def _base(self, key: str) -> float:
        return self.based.get(key, self.results.figure(key))


def _proposals(
    book: StoredBook, sheet: StoredSheet, columns: Mapping[str, int], head: int
) -> Iterator[tuple[str, str, StoredCell]]:
    """Each filled cell of a deal, with its place and the key of its input."""
    for row in sorted(sheet.rows) if columns else ():
        if row <= head:
            continue
        for of in COLUMNS:
            key = sheet.cell(row, columns[f"key of {of}"]).value
            column = columns[f"proposed {of}"]
            cell = sheet.cell(row, column)
            blank = is_blank(cell.value) and cell.formula is None
            if is_blank(key) or blank or _stands_elsewhere(cell):
                continue
            yield sheet.place(book.name, row, column), read_text(key), cell


def _net_prices(
    book: StoredBook, sheet: StoredSheet, columns: Mapping[str, int], head: int
) -> Iterator[tuple[str, str, str, StoredCell]]:
    """Each net price, with its place, and the keys of its discount and of the list price."""
    if not {_NET_PRICE, _KEY_OF_NET} <= columns.keys():
        return  # a book of before there were any
    for row in (each for each in sorted(sheet.rows) if each > head):
        key, price = (
            sheet.cell(row, columns[each]).value for each in (_KEY_OF_DISCOUNT, _KEY_OF_NET)
        )
        cell = sheet.cell(row, columns[_NET_PRICE])
        blank = is_blank(cell.value) and cell.formula is None
        if is_blank(key) or is_blank(price) or blank or _stands_elsewhere(cell):
            continue
        place = sheet.place(book.name, row, columns[_NET_PRICE])
        yield place, read_text(key), read_text(price), cell


def _stands_elsewhere(cell: StoredCell) -> bool:
    return isinstance(cell.value, str) and _ELSEWHERE.fullmatch(cell.value.strip()) is not None


def table_of_deals(sheet: StoredSheet) -> tuple[Mapping[str, int], int]:
    """Columns of a sheet of deals by their headings, and the row of those; none if it is none."""
    wanted = {f"{said} {of}" for said in ("key of", "proposed") for of in COLUMNS}
    for number in sorted(sheet.rows)[:_WITHIN]:
        heads: dict[str, int] = {}
        for column, cell in sorted(sheet.rows[number].items()):
            heads.setdefault(name_in(cell).partition(",")[0].strip(), column)
        if wanted <= heads.keys():
            return heads, number
    return {}, 0


def _follows(sheet: StoredSheet, head: int) -> bool:
    """Whether the switch above the lines says that figures follow the deal."""
    for number in (each for each in sheet.rows if each < head):
        said = {name_in(cell) for cell in sheet.rows[number].values()}
        if FOLLOWS.lower() in said:
            return "yes" in said
    return False
