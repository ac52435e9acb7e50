"""Workbooks as people edit them: cells put into the file itself, all else left as it was stored."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from licmodel.scenario.loading import load
from licmodel.workbook.export import Book, make_workbook
from licmodel.workbook.inputs import BASE
from licmodel.workbook.stored import StoredBook, read_stored
from licmodel.workbook.typed import figure_text

SMALL = """
title: A small town
organisation: {name: An invented town}
timeline: {start: 2027-04, years: 2}
baseline: stay
drivers:
  staff: {unit: user, by_date: {2027-04: 640, 2028-04: 600}, assumed: a guess}
options:
  stay:
    title: Stay
    lines:
      suite: {kind: subscription, price: {value: 100, per: year}, unit: user, quantity: staff, discount: 12%, assumed: a guess}
      support: {kind: recurring, amount: 1_200, per: year, starts: 2027-07, assumed: a guess}
  leave:
    title: Leave
    lines:
      move: {kind: one_off, amount: 5_000, assumed: a guess}
what_ifs:
  dearer: {title: Dearer, changes: {stay.suite.price: {times: 1.5}}}
"""  # noqa: E501  a line is a line

Value = float | str | bool | None
Edit = tuple[str, str, str]


def small(folder: Path) -> tuple[Path, Book]:
    """The small town's file and its workbook, as it was sent."""
    path = folder / "town.yaml"
    path.write_text(SMALL, "utf-8")
    return path, make_workbook(load(path))


def cell_of(book: Book, key: str, column: int = BASE) -> tuple[str, str]:
    """Sheet and address of an input's cell."""
    place = book.layout.input_lines[key]
    return place.sheet, f"{chr(ord('A') + column)}{place.line + 1}"


def cell(address: str, value: Value, style: str = "0", formula: str | None = None) -> str:
    """A cell as a file holds it."""
    head = f'<c r="{address}" s="{style}"'
    written = "" if formula is None else f"<f>{escape(formula)}</f>"
    if value is None:
        return f"{head}>{written}</c>" if written else f"{head}/>"
    if isinstance(value, bool):
        return f'{head} t="b">{written}<v>{int(value)}</v></c>'
    if isinstance(value, str):
        if written:
            kind = "e" if value.startswith("#") else "str"
            return f'{head} t="{kind}">{written}<v>{escape(value)}</v></c>'
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"{head}>{written}<v>{value!r}</v></c>"


def edited(data: bytes, edits: Mapping[tuple[str, str], str | Value]) -> bytes:
    """A workbook with other cells: values by sheet and address; those in < > as they are."""
    by_sheet: dict[str, dict[str, str | Value]] = {}
    for (sheet, address), value in edits.items():
        by_sheet.setdefault(sheet, {})[address] = value
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        said = re.findall(r'<sheet name="([^"]*)"', parts.read("xl/workbook.xml").decode())
    names = [unescape(name) for name in said]

    def change(path: str, text: str) -> str:
        number = re.fullmatch(r"xl/worksheets/sheet([0-9]+)\.xml", path)
        for address, value in by_sheet.get(names[int(number[1]) - 1], {}).items() if number else ():
            text = _put(text, address, value)
        return text

    return rewritten(data, change)


def _put(text: str, address: str, value: str | Value) -> str:
    found = re.search(rf'<c r="{address}"(?: s="([0-9]+)")?[^>]*?(?:/>|>.*?</c>)', text)
    style = (found[1] if found else None) or "0"
    raw = isinstance(value, str) and value.startswith("<c ")
    whole = str(value).replace("STYLE", style) if raw else cell(address, value, style)
    if found:
        return text[: found.start()] + whole + text[found.end() :]
    number = re.sub("[A-Z]", "", address)
    row = re.search(rf'<row r="{number}"[^>]*>', text)
    if row and not row[0].endswith("/>"):
        end = text.index("</row>", row.end())
        return text[:end] + whole + text[end:]
    return text.replace("</sheetData>", f'<row r="{number}">{whole}</row></sheetData>')


def rewritten(data: bytes, change: Callable[[str, str], str | None]) -> bytes:
    """A workbook with each of its parts changed; none for a part that is dropped."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(stream, "w") as left:
        for name in parts.namelist():
            text = change(name, parts.read(name).decode())
            if text is not None:
                left.writestr(name, text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def stored(data: bytes) -> StoredBook:
    """Every cell of a workbook."""
    return read_stored(data, "book.xlsx")


def said(book: Book, key: str) -> str:
    """An input as it is written."""
    return figure_text(book.results.model.program.inputs[key], book.results.figure(key))
