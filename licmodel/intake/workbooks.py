"""Workbooks: read as a stream, values only, behind the guard."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from licmodel.errors import InputError
from licmodel.intake.cells import Formula, read_text
from licmodel.intake.guard import check_workbook, refused
from licmodel.intake.tables import Row, Sheet, checked_rows

MAX_CELLS = 6_000_000

_FORMULA = re.compile(rb"<(?:[A-Za-z]+:)?f[\s/>]")
_CHUNK = 1 << 20


def workbook_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Sheets of a workbook that the guard let pass.

    Raises
    ------
    InputError
        If it is not safe to open, or damaged.
    """
    check_workbook(data, name)
    book = _opened(data, name, values=True)
    formulas = _holds_formulas(data)
    return tuple(
        Sheet(
            read_text(sheet.title),
            _rows(sheet, data, name, formulas=formulas),
            typed=True,
            hidden=sheet.sheet_state != "visible",
        )
        for sheet in book.worksheets
    )


def _holds_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if not part.filename.startswith("xl/worksheets/"):
                continue
            with archive.open(part) as stream:
                before = b""
                while chunk := stream.read(_CHUNK):
                    if _FORMULA.search(before + chunk):
                        return True
                    before = chunk[-_OVERLAP:]
    return False


_OVERLAP = 40


def _opened(data: bytes, name: str, *, values: bool) -> Any:  # noqa: ANN401  it has no types
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(
                io.BytesIO(data),
                read_only=True,
                data_only=values,
                keep_links=False,
                keep_vba=False,
            )
    except Exception:  # noqa: BLE001  a broken workbook can break its reader in any way
        raise refused(name, "the workbook is damaged", "parts that do not fit together") from None


def _rows(
    sheet: Any,  # noqa: ANN401  it has no types
    data: bytes,
    name: str,
    *,
    formulas: bool,
) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        where = f"{name}, {sheet.title}"
        return checked_rows(_streamed(sheet, data, name, formulas=formulas), where)

    return rows


def _streamed(
    sheet: Any,  # noqa: ANN401  it has no types
    data: bytes,
    name: str,
    *,
    formulas: bool,
) -> Iterator[Row]:
    """Rows with their stored values; a formula without one is told from a blank cell."""
    title, stored = sheet.title, _cells(sheet)
    written = _cells(_opened(data, name, values=False)[title]) if formulas else None
    number = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, cells in enumerate(_counted(stored, f"{name}, {title}"), 1):
                if written is None:
                    yield Row(number, cells)
                else:
                    yield Row(number, _with_formulas(cells, next(written, ())))
    except InputError:
        raise
    except Exception:  # noqa: BLE001  a broken sheet can break its reader in any way
        place = f"{name}, {title}, after row {number}"
        raise refused(place, "the workbook is damaged", "cells that cannot be read") from None


def _counted(rows: Iterator[tuple[Any, ...]], where: str) -> Iterator[tuple[Any, ...]]:
    count = 0
    for cells in rows:
        count += len(cells)
        if count > MAX_CELLS:
            raise refused(where, "too many cells", f"over {MAX_CELLS:,}", remedy="split the file")
        yield cells


def _with_formulas(stored: tuple[Any, ...], written: tuple[Any, ...]) -> list[Any]:
    return [
        Formula()
        if value is None and number < len(written) and written[number] is not None
        else value
        for number, value in enumerate(stored)
    ]


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401  it has no types
    # what the sheet says of its size may be false, and is not needed
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows
