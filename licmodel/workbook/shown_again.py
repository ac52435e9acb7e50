"""What a workbook that came back shows once more: its Deal, its Checks, a vendor's Schedule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import isclose, isnan, nan
from typing import NamedTuple

from licmodel.analysis.results import Results
from licmodel.assembly.assemble import assemble
from licmodel.intake.cells import Cell, is_blank, read_text
from licmodel.workbook.audiences import Audience, opaque_keys
from licmodel.workbook.checks import ALL_HOLD, Agreement, agreements
from licmodel.workbook.copy_tables import name_in
from licmodel.workbook.deal_lines import COLUMNS
from licmodel.workbook.dealt import table_of_deals
from licmodel.workbook.inputs import BASE_NAME, what_if_names
from licmodel.workbook.layout import BookLayout
from licmodel.workbook.readings import Reading
from licmodel.workbook.stored import StoredCell, StoredSheet

LINK = re.compile(r"(?:'((?:[^']|'')+)'|([^\W\d]\w*))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")
"""A formula that shows what another cell shows."""

Linked = Callable[[StoredCell], float | None]
"""The figure behind a cell that is such a link, where it is known."""

_SAID, _ONE, _OTHER, _HOLDS = "what must agree", "one way", "the other way", "holds"
_THEN, _NOW, _DIFFERENCE = "then", "now", "difference"
_WITHOUT, _WITH, _SAVING = "without the deal", "with the deal", "saving"
_RELATIVE, _ABSOLUTE = 1e-9, 1e-6


class Shown(NamedTuple):
    """A calculated cell, what it shows in words, and the figure that it ought to show."""

    row: int
    column: int
    what: str
    value: float


# --- the Deal ---


def shown_in_deal(
    sheet: StoredSheet, reading: Reading, results: Results, linked: Linked
) -> Iterator[Shown]:
    """Bases beside what is proposed; what a line and an option cost without the deal, and save.

    Without the deal stands what was written beside it for the case that the book shows.
    """
    columns, head = table_of_deals(sheet)
    if not columns:
        return
    for row in (each for each in sorted(sheet.rows) if each > head):
        for of in COLUMNS:
            key = sheet.cell(row, columns[f"key of {of}"]).value
            column = columns.get(f"base {of}")
            if column is not None and not is_blank(key) and read_text(key) in reading.base:
                yield Shown(row, column, f"base of {key}", reading.base[read_text(key)])
    names = dict(zip(results.what_ifs, what_if_names(results), strict=True))
    shows = BASE_NAME if reading.shows is None else names[reading.shows]
    wanted = f"as written: {shows}".lower()
    heads = {name_in(cell): column for column, cell in sheet.rows[head].items()}
    written = heads.get(wanted)
    if written is None or not {_WITHOUT, _WITH, _SAVING} <= columns.keys():
        return
    for row in sorted(sheet.rows):
        now = linked(sheet.cell(row, columns[_WITH]))
        if now is not None:
            before = _number(sheet.cell(row, written).value)
            yield Shown(row, columns[_WITHOUT], _WITHOUT, before)
            yield Shown(row, columns[_SAVING], _SAVING, before - now)


def _number(cell: Cell) -> float:
    """A figure that was written; unknown where it was not known then."""
    return float(cell) if isinstance(cell, float | int) else nan


# --- the Checks ---


def shown_in_checks(
    sheet: StoredSheet, now: Results, layout: BookLayout, linked: Linked
) -> Iterator[Shown]:
    """Both ways to what must agree, whether it does, and what has moved since the export."""
    moved: Mapping[str, int] = {}
    columns, all_hold = {}, None
    left: dict[tuple[str, str], list[Agreement]] = {}
    agree: list[bool] = []
    for row in sorted(sheet.rows):
        heads = {name_in(cell): column for column, cell in reversed([*sheet.rows[row].items()])}
        if ALL_HOLD.lower() in heads:
            all_hold = row
        elif {_SAID, _ONE, _OTHER, _HOLDS} <= heads.keys():
            columns = heads
            left = _agreements_by_words(now, layout)
        elif {_THEN, _NOW, _DIFFERENCE} <= heads.keys():
            moved = heads
        elif moved:
            after = linked(sheet.cell(row, moved[_NOW]))
            if after is not None:
                before = _number(sheet.cell(row, moved[_THEN]).value)
                yield Shown(row, moved[_DIFFERENCE], "what has moved", after - before)
        elif columns and "option" in columns:
            title, said = (sheet.cell(row, columns[each]).value for each in ("option", _SAID))
            alike = left.get((str(title), str(said)))
            if alike:
                found = alike.pop(0)
                one, other = found[2][1], found[3][1]
                agree.append(_agree(one, other))
                yield Shown(row, columns[_ONE], found[1], one)
                yield Shown(row, columns[_OTHER], found[1], other)
                yield Shown(row, columns[_HOLDS], f"holds: {found[1]}", float(agree[-1]))
    if all_hold is not None and columns and not any(left.values()):
        yield Shown(all_hold, columns[_HOLDS], ALL_HOLD, float(all(agree)))


def _agreements_by_words(
    now: Results, layout: BookLayout
) -> dict[tuple[str, str], list[Agreement]]:
    """All that must agree, by an option's title and what is said; several where titles are alike.

    Those stand in the order in which options are written, as they do on the sheet.
    """
    found: dict[tuple[str, str], list[Agreement]] = {}
    for each in agreements(now, layout):
        found.setdefault((now.model.options[each[0]].title, each[1]), []).append(each)
    return found


def _agree(one: float, other: float) -> bool:
    if isnan(one) or isnan(other):
        return isnan(one) and isnan(other)
    return isclose(one, other, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)


# --- a vendor's Schedule ---


def lines_of_vendor(reading: Reading, results: Results) -> dict[str, list[str]]:
    """Rows on each line of a vendor's Schedule, by the key that says nothing; none if not known."""
    from licmodel.workbook.vendor import VendorLayout, vendor_copy  # noqa: PLC0415  for those alone

    if reading.vendor is None:
        return {}
    audience = Audience("vendor", reading.vendor)
    model = assemble(results.scenario)  # as their copies are made from: without budgets
    keys = opaque_keys(model.program, audience)
    blocks = VendorLayout(vendor_copy(model, audience).results.model).blocks.values()
    return {
        keys[rows[0]]: rows for each in blocks for block in each for rows in block.lines.values()
    }
