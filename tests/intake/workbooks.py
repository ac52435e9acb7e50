"""Workbooks made for tests: plain ones, and ones that no reader should open."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

SEATS = (
    ("SkuPartNumber", "ActiveUnits", "ConsumedUnits"),
    ("SPE_E3", 40, 38),
    ("SPE_F1", 12, 9),
)


def plain(path: Path, rows: Sequence[Sequence[Any]] = SEATS, sheet: str = "Seats") -> Path:
    """Write a workbook of values; text that begins with = is a formula without a value."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def calculated(path: Path, value: float) -> Path:
    """Write a workbook whose formula has its value beside it."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Seats")
    for number, row in enumerate(SEATS):
        page.write_row(number, 0, row)
    page.write_formula(1, 1, "=20+20", None, value)
    book.close()
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> Path:
    """Change the parts of a plain workbook, and add others."""
    plain(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
        for name, data in more.items():
            archive.writestr(name, data)
    return path


def with_part(path: Path, name: str, data: bytes = b"<x/>") -> Path:
    """Add a part."""
    return changed(path, lambda _, old: old, **{name: data})


def with_rows(path: Path, rows: bytes) -> Path:
    """Put rows of XML below those of the sheet."""

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        return data.replace(b"</sheetData>", rows + b"</sheetData>")

    return changed(path, change)


def with_doctype(path: Path, encoding: str = "utf-8", after: int = 0) -> Path:
    """Define an entity in the sheet, in some encoding, after a comment of some length."""
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        text = re.sub(r"^<\?xml[^>]*>", "", data.decode())
        # digits that hardly pack, so that it is not the size that is refused
        comment = f"<!--{7**after!s}-->" if after else ""
        whole = f'<?xml version="1.0" encoding="{encoding}"?>{comment}{laughs}{text}'
        return whole.encode(encoding)

    return changed(path, change)


def locked(path: Path, *, password: bool) -> Path:
    """Write the old binary form: of itself an .xls, or the shell of an encrypted workbook."""
    stream = "EncryptedPackage" if password else "Workbook"
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")
    path.write_bytes(data + bytes(512))
    return path


def archive_of(path: Path, *names: str) -> Path:
    """Write a zip file of parts with nothing in them."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    path.write_bytes(whole.getvalue())
    return path
