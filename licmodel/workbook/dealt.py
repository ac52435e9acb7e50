"""The Deal sheet of a workbook that came back: what is proposed, as a what-if of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import nan

from licmodel.analysis.results import Results
from licmodel.intake.cells import Unreadable, is_blank, read_text
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.deal_lines import COLUMNS, FOLLOWS
from licmodel.workbook.returned import Change, Reading, Refused, name_in
from licmodel.workbook.stored import StoredBook, StoredCell, StoredSheet
from licmodel.workbook.typed import figure_in, is_same

NAME = "deal"
_WITHIN = 60
"""Rows of the sheet among which the headings of its lines are looked for."""
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
    name = name_of_deal(results.scenario)
    currency = results.scenario.finance.currency
    based = {each.key: each.after for each in reading.changes if each.what_if is None}
    proposed: dict[str, Change] = {}
    live = dict(reading.live)
    refused: list[Refused] = []
    notes: list[str] = []
    for sheet in book.sheets:
        columns, head = _table(sheet)
        follows = bool(columns) and _follows(sheet, head)
        for place, key, cell in _proposals(book, sheet, columns, head):
            declared = results.model.program.inputs.get(key)
            if declared is None:
                reason = "the scenario has no input of this key, so nothing can be proposed for it"
                refused.append(Refused(place, key, reason))
                continue
            try:
                after, said = figure_in(book, cell, declared, currency)
            except Unreadable as error:
                refused.append(Refused(place, key, str(error)))
                live |= {key: nan} if follows else {}
                continue
            notes += [f"{place}: {note}" for note in said]
            if key in proposed and not is_same(proposed[key].after, after):
                reason = f"it is proposed otherwise at {proposed[key].place}: leave one of them"
                refused.append(Refused(place, key, reason))
                continue
            before = based.get(key, results.figure(key))
            proposed[key] = Change(place, key, declared.label, before, after, declared, name)
            live |= {key: after} if follows else {}
    changes = [each for each in proposed.values() if not is_same(each.before, each.after)]
    return replace(
        reading,
        changes=(*reading.changes, *changes),
        refused=(*reading.refused, *refused),
        notes=(*reading.notes, *notes),
        live=live,
    )


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


def _stands_elsewhere(cell: StoredCell) -> bool:
    return isinstance(cell.value, str) and _ELSEWHERE.fullmatch(cell.value.strip()) is not None


def _table(sheet: StoredSheet) -> tuple[Mapping[str, int], int]:
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
