"""What people put into a copy beside the figures: sheets, rows, columns, comments, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from licmodel.intake.cells import is_blank, read_text
from licmodel.workbook.budget import NAME as BUDGET
from licmodel.workbook.checks import NAME as CHECKS
from licmodel.workbook.copy_tables import KEY, LABEL, Table
from licmodel.workbook.deal import NAME as DEAL
from licmodel.workbook.dealt import table_of_deals
from licmodel.workbook.inputs import BASE_NAME, SOURCE_HEADS
from licmodel.workbook.layout import INPUTS, PRICES
from licmodel.workbook.readings import Beside
from licmodel.workbook.stored import StoredBook, StoredCell, StoredSheet
from licmodel.workbook.summary import NAME as SUMMARY

_OURS = frozenset({INPUTS, PRICES, SUMMARY, DEAL, BUDGET, CHECKS})
_OURS_TOO = frozenset({"Read me", "Schedule", "Assumptions", "Sources", "Log"})
_HEADS = frozenset(
    {KEY, LABEL, "unit", "", "figure", "worked with", "rests on", "live", "month number"}
    | {BASE_NAME.lower(), *map(str.lower, SOURCE_HEADS)}
)
_YOURS = "yours"
_CELLS, _LETTERS = 4, 160


def added_beside(
    book: StoredBook,
    tables: Iterable[Table],
    rows: Mapping[str, frozenset[int]],
    sheets: Iterable[str],
    columns: Iterable[str],
) -> tuple[Beside, ...]:
    """All that was put into a copy, none of which is read or run.

    Parameters
    ----------
    book : StoredBook
        What came back.
    tables : iterable of Table
        Its sheets of inputs.
    rows : mapping of str to frozenset of int
        Rows of each that hold figures of ours, or make new ones.
    sheets : iterable of str
        What the sheets of options are called.
    columns : iterable of str
        Headings of what-ifs, in small letters.
    """
    of = {table.sheet.name: table for table in tables}
    ours = _OURS | _OURS_TOO | {*sheets}
    heads = _HEADS | {*columns}
    found: list[Beside] = []
    for sheet in book.sheets:
        if sheet.name in of:
            found += _in_table(of[sheet.name], rows.get(sheet.name, frozenset()), heads)
        elif not _is_ours(sheet, ours):
            what = "a hidden sheet" if sheet.is_hidden else "a sheet"
            texts = [text for cells in sheet.rows.values() for text in _texts(cells.values())]
            found.append(Beside(what, sheet.name, _said(texts)))
        if sheet.is_hidden and (sheet.name in of or _is_ours(sheet, ours)):
            found.append(Beside("a sheet of ours that they hid", sheet.name))
        found += _around(sheet)
    return tuple(found)


def _is_ours(sheet: StoredSheet, ours: frozenset[str]) -> bool:
    """Whether it was sent so, whatever it is called now."""
    first = read_text(sheet.cell(1, 0).value)
    heading = first.partition(":")[0]
    return sheet.name in ours or heading in ours or bool(table_of_deals(sheet)[0])


def _in_table(table: Table, read: frozenset[int], heads: frozenset[str]) -> Iterator[Beside]:
    """Rows of their own, and columns that were put in."""
    sheet = table.sheet
    for number in sorted(sheet.rows):
        if number > table.head and number not in read:
            texts = list(_texts(sheet.rows[number].values()))
            if texts:
                yield Beside("a row of their own", f"{sheet.name}, row {number}", _said(texts))
    said = {column: _heading(table, column, read) for column in _columns(table, read)}
    for column, heading in said.items():
        if heading in heads:
            continue
        texts = [
            f"{text} (row {number})"
            for number in sorted(read)
            for text in _texts([sheet.cell(number, column)])
        ]
        if texts:
            name = read_text(sheet.cell(table.head, column).value)
            yield Beside("a column", f"{sheet.name}, {name or 'without a heading'}", _said(texts))


def _columns(table: Table, read: frozenset[int]) -> list[int]:
    """Columns of a table whose headings still stand."""
    if table.head not in table.sheet.rows:
        return []
    rows = {table.head, *read}
    known = {*table.columns.values()} if table.keys else set()
    return sorted(
        {column for number in rows for column in table.sheet.rows.get(number, {})} - known
    )


def _heading(table: Table, column: int, read: frozenset[int]) -> str:
    said = read_text(table.sheet.cell(table.head, column).value).lower()
    if said:
        return said
    texts = {text for number in read for text in _texts([table.sheet.cell(number, column)])}
    # the column that says which cells are theirs has no heading
    return "" if texts <= {_YOURS} else "without a heading"


def _texts(cells: Iterable[StoredCell]) -> Iterator[str]:
    for cell in cells:
        if cell.formula is None and not is_blank(cell.value):
            yield read_text(cell.value)


def _said(texts: list[str]) -> str:
    more = len(texts) - _CELLS
    text = "; ".join(texts[:_CELLS])
    short = text if len(text) <= _LETTERS else f"{text[:_LETTERS]} ..."
    return short + (f"; and {more:,} more cells" if more > 0 else "")


def _around(sheet: StoredSheet) -> Iterator[Beside]:
    for address, text in sheet.comments:
        yield Beside("a comment", f"{sheet.name}!{address}", _said([text]))
    for address, target in sheet.links:
        yield Beside("a link", f"{sheet.name}!{address}", _said([target]))
    if sheet.hidden_rows:
        rows = ", ".join(map(str, sheet.hidden_rows[:_CELLS]))
        more = "" if len(sheet.hidden_rows) <= _CELLS else " and more"
        yield Beside("hidden rows", f"{sheet.name}, rows {rows}{more}")
    if sheet.hidden_columns:
        yield Beside("hidden columns", f"{sheet.name}, columns {', '.join(sheet.hidden_columns)}")
