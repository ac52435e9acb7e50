"""A file as sheets of rows, whatever its format, each row with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from licmodel.errors import InputError
from licmodel.intake.cells import Cell, is_blank
from licmodel.intake.guard import refused

MAX_ROWS = 500_000
MAX_COLUMNS = 256
MAX_BLANK = 5_000
"""Blank rows in succession: more are no gap but a sheet formatted to its end."""

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number, as the file or its reader counts, and its cells."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    """Rows of one sheet, or of a file that has no sheets.

    Parameters
    ----------
    name : str or None
        Of the sheet, in a workbook.
    rows : callable
        Gives the rows from the first one; may be called again.
    typed : bool
        Whether numbers are known from text, as in a workbook.
    items : bool
        Whether rows are items of a list, as in JSON, and have no columns with letters.
    hidden : bool
        Whether the workbook hides it.
    length : int, optional
        About how many rows it has, for a bar that shows progress.
    """

    name: str | None
    rows: Callable[[], Iterator[Row]]
    typed: bool = False
    items: bool = False
    hidden: bool = False
    length: int | None = None

    def place(self, file: str, row: int, column: int | None = None) -> str:
        """Where a row, or a cell of it, stands.

        Examples
        --------
        >>> Sheet("Offer", lambda: iter(())).place("a.xlsx", 12, 2)
        'a.xlsx, Offer!C12'
        >>> Sheet(None, lambda: iter(())).place("a.csv", 12, 2)
        'a.csv:12'
        """
        if self.items:
            return f"{file}, item {row}"
        if self.name is None:
            return f"{file}:{row}"
        return f"{file}, {self.name}!{'row ' if column is None else letters(column)}{row}"


@dataclass(frozen=True)
class Book:
    """A file that was opened: its name, fingerprint, sheets, what was noticed, and its path."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = field(default=())
    path: str = ""


def letters(column: int) -> str:
    """Letters of a column, counted from zero.

    Examples
    --------
    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def open_book(path: str | Path) -> Book:
    """Open a file, whatever it holds: CSV, JSON or a workbook.

    Raises
    ------
    InputError
        If it is none of them, is not what its name says, or is not safe to open.
    """
    import hashlib  # noqa: PLC0415

    path = Path(path)
    data = read_file(path)
    digest = hashlib.sha256(data).hexdigest()
    if _is_workbook(data):
        from licmodel.intake.workbooks import workbook_sheets  # noqa: PLC0415

        return Book(path.name, digest, workbook_sheets(data, path.name), path=str(path))
    from licmodel.intake.texts import text_sheet  # noqa: PLC0415

    sheet, notes = text_sheet(data, path)
    return Book(path.name, digest, (sheet,), notes, str(path))


def read_file(path: str | Path) -> bytes:
    """The bytes of a file that is what its name says; it is only read.

    Raises
    ------
    InputError
        If it cannot be opened, is too large, or is no table.
    """
    path = Path(path)
    data = _bytes(path)
    _check_nature(data, path)
    return data


def _is_workbook(data: bytes) -> bool:
    return data[:4] in {b"PK\x03\x04", b"PK\x05\x06"} or data.startswith(b"\xd0\xcf\x11\xe0")


_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb"}
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|head|style)", re.IGNORECASE)
_OTHER = {b"%PDF": "a PDF file", b"\x1f\x8b": "a compressed file", b"Rar!": "an archive"}


def _check_nature(data: bytes, path: Path) -> None:
    named = path.suffix.lower() in _WORKBOOKS
    found = next((what for start, what in _OTHER.items() if data.startswith(start)), None)
    if _WEB_PAGE.match(data.removeprefix(b"\xef\xbb\xbf")[:200]):
        found = "a web page or XML"
    if found:
        raise refused(path.name, "this is no table that can be read", found)
    if named and not _is_workbook(data):
        raise refused(
            path.name,
            "this is no workbook, though its name says so",
            "text" if b"\0" not in data[:1000] else "another kind of file",
            remedy="if it is a list with commas or tabs, give it the name it should have, .csv",
        )
    if not named and _is_workbook(data):
        raise refused(
            path.name,
            "this is a workbook, though its name does not say so",
            f"a name that ends in {path.suffix or 'nothing'}",
            remedy="give it the name it should have, .xlsx",
        )


def _bytes(path: Path) -> bytes:
    from licmodel.intake.texts import MAX_TEXT  # noqa: PLC0415

    where = str(path)
    try:
        if not path.exists():
            raise InputError(
                "there is no such file", where=where, remedies=["check the name and the folder"]
            )
        if not path.is_file():
            raise InputError(
                "this is not an ordinary file", where=where, remedies=["name a file in it"]
            )
        if path.stat().st_size > MAX_TEXT:
            raise refused(
                path.name,
                "the file is too large",
                f"{path.stat().st_size / 1e6:,.0f} MB",
                f"at most {MAX_TEXT >> 20} MB",
                "split it, or take out the sheets and columns that are not needed",
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"this file cannot be opened: {reason}", where=where) from None


def checked_rows(rows: Iterator[Row], where: str) -> Iterator[Row]:
    """The rows that hold something; too many, too wide or too many blank ones are refused.

    Raises
    ------
    InputError
        Naming the limit.
    """
    blank = 0
    for row in rows:
        if row.number > MAX_ROWS:
            raise refused(
                where, "too many rows", f"more than {MAX_ROWS:,}", remedy="split the file"
            )
        if all(map(is_blank, row.cells)):
            blank += 1
            if blank > MAX_BLANK:
                raise refused(
                    where,
                    "the sheet goes on in blank rows",
                    f"more than {MAX_BLANK:,} in succession",
                    remedy="delete the rows below the table and save the file again",
                )
            continue
        blank = 0
        if not all(map(is_blank, row.cells[MAX_COLUMNS:])):
            raise refused(
                where,
                "too many columns",
                f"{len(row.cells):,} in row {row.number:,}",
                f"at most {MAX_COLUMNS}",
                "take out the columns that are not needed",
            )
        yield row
