"""CSV and JSON: their encoding, delimiter and rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from licmodel.errors import InputError
from licmodel.intake.cells import Cell
from licmodel.intake.guard import refused
from licmodel.intake.tables import Row, Sheet, checked_rows

MAX_TEXT = 100 << 20
_FIRST_LINES = 20
_DELIMITERS = (",", ";", "\t", "|")
_WRAPPINGS = ("value", "data", "items")


def text_sheet(data: bytes, path: Path) -> tuple[Sheet, tuple[str, ...]]:
    """The one sheet of a text file, and what was noticed.

    Raises
    ------
    InputError
        If it is no text, or no table.
    """
    text, notes = _decoded(data, path.name)
    if not text.strip():
        raise refused(path.name, "the file is empty", "no text", remedy="export it again")
    if text.lstrip()[:1] in {"{", "["}:
        items = _items(text, path.name)
        return Sheet(None, lambda: iter(items), items=True, length=len(items)), notes
    delimiter = _delimiter(text)
    rows = text.count("\n")
    return Sheet(None, lambda: _rows(text, delimiter, path.name), length=rows), notes


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if encoding == "cp1252":
            return text, ("the file is not UTF-8; it was read in Windows' own encoding",)
        return text, ()
    raise refused(
        name,
        "this is not a text file",
        "bytes that are no letters",
        "CSV or JSON in UTF-8",
        "save it again as CSV UTF-8",
    )


def _delimiter(text: str) -> str:
    first = io.StringIO(text[:20_000])
    lines = [line for _, line in zip(range(_FIRST_LINES), first, strict=False) if line.strip()]
    return max(_DELIMITERS, key=lambda each: max(line.count(each) for line in lines))


def _rows(text: str, delimiter: str, name: str) -> Iterator[Row]:
    # strict, because a quotation mark left open would otherwise swallow every row below it
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def numbered() -> Iterator[Row]:
        line = 1
        for cells in reader:
            # PowerShell's first line names a type, and is no heading
            if not (line == 1 and cells and cells[0].startswith("#TYPE")):
                yield Row(line, cells)
            line = reader.line_num + 1

    try:
        yield from checked_rows(numbered(), name)
    except csv.Error as error:
        limit = "field larger" in str(error)
        raise InputError(
            "a cell is too long" if limit else "the quotation marks do not match",
            where=f"{name}:{reader.line_num}",
            found=str(error),
            remedies=["open the file in a spreadsheet, mend the row, and save it as CSV"],
        ) from None


def _items(text: str, name: str) -> list[Row]:
    def constant(word: str) -> None:
        raise ValueError(f"{word} is not JSON")

    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            "this is not JSON that can be read",
            where=f"{name}:{line}" if line else name,
            remedies=["export it again; it should be a list of objects"],
        ) from None
    if isinstance(data, Mapping):
        data = next((data[key] for key in _WRAPPINGS if isinstance(data.get(key), list)), [data])
    if not isinstance(data, list) or not all(isinstance(item, Mapping) for item in data):
        raise InputError(
            "this JSON is no list of objects",
            where=name,
            expected='a list, or an object with a list under "value"',
            remedies=["export it again, as Graph gives it"],
        )
    flat = [_flat(item) for item in data]
    names = list(dict.fromkeys(key for item in flat for key in item))
    rows = [Row(number, [item.get(key) for key in names]) for number, item in enumerate(flat, 1)]
    # the headings stand where a table has them: above the first item
    return list(checked_rows(iter([Row(0, names), *rows]), name))


def _flat(item: Mapping[str, Any]) -> dict[str, Cell]:
    """One level of nesting as names with a point; lists of words joined as exports do."""
    flat: dict[str, Cell] = {}
    for key, value in item.items():
        if isinstance(value, Mapping):
            for inner, each in value.items():
                if not isinstance(each, Mapping | list):
                    flat[f"{key}.{inner}"] = each
        elif isinstance(value, list):
            if value and all(isinstance(each, str) for each in value):
                flat[key] = "+".join(value)
        else:
            flat[key] = value
    return flat
