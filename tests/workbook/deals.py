"""Deals as people write them: figures proposed in a workbook, and what it says of them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from licmodel.language.formulas import column_name
from licmodel.workbook.deal import NAME
from tests.workbook.books import Opened
from tests.workbook.editing import edited


@cache
def cells_of(path: Path) -> dict[str, str]:
    """Address of the cell in which each input may be proposed otherwise."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows: list[Any] = list(book[NAME].iter_rows())
    head = next(row for row in rows if row[0].value == "Line")
    names = [str(each.value).split(",")[0] for each in head]
    found: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        for of in ("quantity", "list price", "discount", "term", "net price"):
            net = of == "net price"
            key = row[names.index(f"Key of {'discount' if net else of}")].value
            column = names.index(f"Proposed {of}")
            if key and "." in str(key) and not row[column].protection.locked:
                found[f"{key}, net" if net else key] = f"{column_name(column)}{number}"
    book.close()
    return found


def proposed(path: Path, target: Path, figures: Mapping[str, object]) -> Path:
    """A copy of a workbook in which figures are proposed."""
    cells = cells_of(path)
    edits: Any = {(NAME, cells[key]): value for key, value in figures.items()}
    target.write_bytes(edited(path.read_bytes(), edits))
    return target


def beside(opened: Opened) -> dict[str, list[Any]]:
    """Without the deal, with it, and the saving, of each option."""
    found: dict[str, list[Any]] = {}
    for line in range(9, 30):
        title = opened.book.get_value(NAME, line, 1)
        if title == "Line":
            return found
        if title:
            found[title] = [opened.book.get_value(NAME, line, column) for column in (15, 16, 17)]
    raise AssertionError("the sheet has no lines")
