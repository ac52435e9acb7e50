"""The Deal sheet of a workbook that came back: what is proposed, as a what-if of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from licmodel.analysis.results import Results
from licmodel.intake.cells import Cell, Unreadable, is_blank
from licmodel.intake.tables import Book, Row, Sheet
from licmodel.workbook.deal_lines import COLUMNS
from licmodel.workbook.returned import Change, Reading, Refused, is_same, read_figure

NAME = "deal"
_WITHIN = 60
"""Rows of the sheet among which the headings of its lines are looked for."""
_ELSEWHERE = re.compile(r"row \d+")


def read_deal(book: Book, results: Results, reading: Reading) -> tuple[Reading, str]:
    """What a workbook's inputs say, and what its Deal sheet proposes besides; with its name.

    The deal is a what-if, called `deal`, or by a number where the scenario has one already. Its
    figures are told against those of the base, as the workbook has them.
    """
    name, number = NAME, 1
    while name in results.scenario.what_ifs:
        number += 1
        name = f"{NAME}_{number}"
    based = {each.key: each.after for each in reading.changes if each.what_if is None}
    changes: dict[str, Change] = {}
    refused: list[Refused] = []
    notes: list[str] = []
    for place, key, cell in _proposals(book):
        declared = results.model.program.inputs.get(key)
        if declared is None:
            reason = "the scenario has no input of this key, so that nothing can be proposed for it"
            refused.append(Refused(place, key, reason))
            continue
        try:
            after = read_figure(place, declared, cell, notes)
        except (ValueError, Unreadable) as error:
            refused.append(Refused(place, key, str(error)))
            continue
        before = based.get(key, results.figure(key))
        if key in changes and not is_same(changes[key].after, after):
            reason = f"it is proposed otherwise at {changes[key].place}: leave one of them"
            refused.append(Refused(place, key, reason))
        elif not is_same(before, after):
            changes[key] = Change(place, key, declared.label, before, after, declared, name)
    together = Reading(
        (*reading.changes, *changes.values()),
        (*reading.refused, *refused),
        (*reading.notes, *notes),
        reading.rows,
    )
    return together, name


def _proposals(book: Book) -> Iterator[tuple[str, str, Cell]]:
    """Each filled cell of a deal, with its place and the key of its input."""
    for sheet in book.sheets:
        columns, head = _table(sheet)
        if not columns:
            continue
        for row in sheet.rows():
            if row.number <= head:
                continue
            for of in COLUMNS:
                key, cell = (_cell(row, columns[f"{said} {of}"]) for said in ("key of", "proposed"))
                if is_blank(key) or is_blank(cell) or _stands_elsewhere(cell):
                    continue
                place = sheet.place(book.name, row.number, columns[f"proposed {of}"])
                yield place, str(key).strip(), cell


def _stands_elsewhere(cell: Cell) -> bool:
    return isinstance(cell, str) and _ELSEWHERE.fullmatch(cell.strip()) is not None


def _table(sheet: Sheet) -> tuple[Mapping[str, int], int]:
    """Columns of a sheet of deals by their headings, and the row of those; none if it is none."""
    wanted = {f"{said} {of}" for said in ("key of", "proposed") for of in COLUMNS}
    for row in sheet.rows():
        if row.number > _WITHIN:
            break
        heads: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            if isinstance(cell, str):
                heads.setdefault(" ".join(cell.lower().split(",")[0].split()), column)
        if wanted <= heads.keys():
            return heads, row.number
    return {}, 0


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None
