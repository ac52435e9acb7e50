"""Price books that come in, as CSV or in a workbook: their text, and what it does not say."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from licmodel.catalogue.price_files import book_text
from licmodel.errors import InputError
from licmodel.intake.cells import Cell, Formula, is_blank
from licmodel.intake.standing import Standing
from licmodel.intake.tables import Row, open_book

_MARKS = frozenset({"product", "price", "currency", "per"})
_WORKBOOK = b"PK\x03\x04"


def book_of(path: Path) -> str | None:
    """The text of a price book, as CSV; none where the file has not the headings of one.

    A workbook's sheet is read as the same rows saved as CSV would be.

    Raises
    ------
    InputError
        If it cannot be opened, or is not safe to open.
    """
    if path.read_bytes()[: len(_WORKBOOK)] == _WORKBOOK:
        for sheet in open_book(path).sheets:
            rows = [] if sheet.hidden else list(sheet.rows())
            if rows and _are_marks([_text(cell) for cell in rows[0].cells]):
                return _as_csv(rows)
        return None
    try:
        text = book_text(path)
        head = next(csv.reader(io.StringIO(text.split("\n", 1)[0])), [])
    except (InputError, csv.Error):
        return None
    return text if _are_marks(head) else None


def _are_marks(head: Sequence[str]) -> bool:
    return {each.strip().lower() for each in head} >= _MARKS


def _as_csv(rows: Sequence[Row]) -> str:
    """Rows as CSV, each on the line that has its number, so that messages name the right one."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    width = max(n for n, cell in enumerate(rows[0].cells, 1) if not is_blank(cell))
    line = rows[0].number
    for row in rows:
        out.write("\n" * (row.number - line))
        line = row.number + 1
        cells = [_text(cell) for cell in row.cells]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        writer.writerow(cells + [""] * (width - len(cells)))
    return out.getvalue()


def _text(cell: Cell) -> str:
    """A cell as it would stand in a CSV file; a formula without its value stays one."""
    if isinstance(cell, Formula):
        return "=?"
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return " ".join(str(cell).split())


def unsaid_rows(text: str) -> int:
    r"""How many rows of a price book do not say how firmly their price is known.

    Examples
    --------
    >>> unsaid_rows("product,price,currency,per,status\nsuite,12,GBP,month,quote\n")
    0
    >>> unsaid_rows("product,price,currency,per\nsuite,12,GBP,month\n")
    1
    """
    found: list[int] = []

    def count(row: dict[str, str]) -> None:
        if not row.get("status"):
            found.append(1)

    _each(text, count)
    return len(found)


def with_standing(text: str, standing: Standing, file: str) -> str:
    r"""A price book whose rows all say what they are: those that did not, as the sheet is.

    Examples
    --------
    >>> book = "product,price,currency,per\nsuite,12,GBP,month\n"
    >>> print(with_standing(book, Standing(supplier="A reseller"), "v2.csv"), end="")
    product,price,currency,per,status,source,source_date
    suite,12,GBP,month,quote,"A reseller, v2.csv",undated
    """
    if not unsaid_rows(text):
        return text

    def fill(row: dict[str, str]) -> None:
        if not row.get("status"):
            row["status"] = standing.known_as
            row["source"] = row.get("source") or standing.source(file)
            day = standing.dated.isoformat() if standing.dated else "undated"
            row["source_date"] = row.get("source_date") or day

    return _each(text, fill, ("status", "source", "source_date"))


def without_lines(text: str, lines: Collection[int]) -> str:
    r"""A price book without some of its lines, counted from one; as it was where there are none.

    Examples
    --------
    >>> without_lines("product,price\nsuite,12\nmail,-9\n", [3])
    'product,price\nsuite,12\n'
    """
    if not lines:
        return text
    split = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(each for number, each in enumerate(split, 1) if number not in lines)


def _each(text: str, change: Callable[[dict[str, str]], None], more: Sequence[str] = ()) -> str:
    """A book with each of its rows changed; rows that cannot be read stay as they are."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head = [each.strip().lower() for each in next(csv.reader([lines[0].removeprefix("\ufeff")]))]
    names = [*head, *(each for each in more if each not in head)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for line in lines[1:]:
        cells = next(csv.reader([line]), [])
        if not any(map(str.strip, cells)) or len(cells) != len(head):
            out.write(f"{line}\n" if line else "")
            continue
        row = dict(zip(head, (each.strip() for each in cells), strict=True))
        change(row)
        writer.writerow([row.get(name, "") for name in names])
    return out.getvalue()
