"""Writes a program as a workbook, has others recalculate it, and compares cell by cell.

A workbook holds a formula and the engine's figure in every cell; formualizer and LibreOffice then
work the formulas out again. Unknown inputs hold ``#N/A``, as in the workbooks that people get.
"""

from __future__ import annotations

import math
import os
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, fromstring
from xml.sax.saxutils import unescape

import formualizer
import openpyxl
import xlsxwriter
from openpyxl.utils import column_index_from_string
from xlsxwriter.worksheet import Worksheet

from licmodel.language.evaluate import Values
from licmodel.language.formulas import Formulas, column_name
from licmodel.language.program import Program, Row
from licmodel.language.table import Axis
from licmodel.language.units import FLAG, unit_text

UNKNOWN = frozenset({"#N/A", "#DIV/0!", "#NUM!", "#VALUE!"})
"""Errors that stand for an unknown figure."""

RELATIVE, ABSOLUTE = 1e-9, 1e-6
"""How near is the same [16]."""

INPUTS = "Inputs"
_VALUE_COLUMN = 3
_WHOLE_COLUMN = 3
_FIRST_MONTH = 6

# 0 is "always": LibreOffice otherwise trusts the figures that XlsxWriter stored. What says that
# it was here before keeps it from setting its folder up anew, over the macros that may be there.
_RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop>
</item></oor:items>"""


class Cell(NamedTuple):
    """A place in a workbook; line and column count from 0."""

    sheet: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{column_name(self.column)}{self.line + 1}"


class Figure(NamedTuple):
    """One figure of a program: a row's, in a period; the opening is period -1."""

    key: str
    period: int


class Difference(NamedTuple):
    """A figure on which engine and spreadsheet do not agree."""

    figure: Figure
    cell: Cell
    formula: str
    engine: float
    sheet: object


class SheetLayout:
    """Inputs on a sheet of their own, rows in order over any number of sheets.

    Points of long look-ups stand together, so that they can be searched.
    """

    def __init__(self, program: Program, sheets: int = 1) -> None:
        self.program = program
        tables = [
            [arg.ref for arg in (*node.args[1::2], *node.args[2::2]) if arg.op == "input"]
            for row in program.rows.values()
            for node in row.body.walk()
            if node.op == "look up"
        ]
        inputs = dict.fromkeys([key for table in tables for key in table] + list(program.inputs))
        self.input_lines = {key: line for line, key in enumerate(inputs, 1)}
        share = -(-len(program.rows) // sheets)
        self.places = {
            key: (f"Model {1 + number // share}", 1 + number % share)
            for number, key in enumerate(program.rows)
        }
        self.sheets = list(dict.fromkeys(sheet for sheet, _ in self.places.values()))

    def input_cell(self, key: str) -> str:
        return f"{INPUTS}!${column_name(_VALUE_COLUMN)}${self.input_lines[key] + 1}"

    def input_range(self, keys: Sequence[str]) -> str | None:
        lines = [self.input_lines[key] for key in keys]
        if lines != list(range(lines[0], lines[0] + len(lines))):
            return None
        column = column_name(_VALUE_COLUMN)
        return f"{INPUTS}!${column}${lines[0] + 1}:${column}${lines[-1] + 1}"

    def row_place(self, key: str) -> tuple[str, int]:
        sheet, line = self.places[key]
        return f"'{sheet}'!", line + 1

    def first_column(self, axis: Axis) -> int:
        if axis == "whole":
            return _WHOLE_COLUMN
        column = _FIRST_MONTH
        periods = self.program.periods
        axes: tuple[Axis, ...] = ("month", "year", "contract_year")
        # between each and the next stand a gap and the next opening
        return column + sum(periods.count(before) + 2 for before in axes[: axes.index(axis)])

    def cells(self, row: Row) -> Iterator[tuple[Figure, Cell]]:
        """Where each figure of a row stands, its opening first."""
        sheet, line = self.places[row.key]
        first = self.first_column(row.axis)
        for period in range(-1 if row.opening is not None else 0, self._count(row.axis)):
            yield Figure(row.key, period), Cell(sheet, line, first + period)

    def _count(self, axis: Axis) -> int:
        return self.program.periods.count(axis)


class Book(NamedTuple):
    """A workbook that has been written, with what is needed to check it."""

    path: Path
    layout: SheetLayout
    formulas: Mapping[Cell, str]
    figures: Mapping[Figure, tuple[Cell, float]]


class _QuickSheet(Worksheet):  # type: ignore[misc]  # it carries no types
    """XlsxWriter looks in each formula for functions newer than 2010; there are none."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002  its own signature
        del expand_future_functions
        return formula.removeprefix("=")


def write_book(
    program: Program,
    values: Values,
    path: Path,
    *,
    sheets: int = 1,
    stored: Mapping[Figure, float] | None = None,
) -> Book:
    """Write a program with formulas and the engine's figures.

    Parameters
    ----------
    program : Program
        What to write.
    values : Values
        Its figures, openings included; of a batch, those of the first column are written.
    path : Path
        The workbook to write.
    sheets : int
        Sheets that the rows are spread over.
    stored : mapping, optional
        Wrong figures to store on purpose.
    """
    layout = SheetLayout(program, sheets)
    formulas = Formulas(program, layout)
    texts: dict[Cell, str] = {}
    figures: dict[Figure, tuple[Cell, float]] = {}
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        _write_inputs(book.add_worksheet(INPUTS), program, layout, values)
        pages = {
            name: book.add_worksheet(name, worksheet_class=_QuickSheet) for name in layout.sheets
        }
        for row in program.rows.values():
            opening = formulas.opening(row)
            row_texts = [*([] if opening is None else [opening]), *formulas.cells(row)]
            for (figure, cell), text in zip(layout.cells(row), row_texts, strict=True):
                texts[cell] = text
                value = _engine(values, figure)
                figures[figure] = cell, value
                kept = value if stored is None else stored.get(figure, value)
                pages[cell.sheet].write_formula(
                    cell.line, cell.column, text, None, _stored(kept, flag=row.unit == FLAG)
                )
    return Book(path, layout, texts, figures)


def _write_inputs(sheet: Worksheet, program: Program, layout: SheetLayout, values: Values) -> None:
    for key, line in layout.input_lines.items():
        declared = program.inputs[key]
        value = _engine(values, Figure(key, 0))
        sheet.write_row(line, 0, [key, declared.label, unit_text(declared.unit)])
        if math.isnan(value):
            sheet.write_formula(line, _VALUE_COLUMN, "=NA()", None, "#N/A")
        else:
            sheet.write_number(line, _VALUE_COLUMN, value)


def _engine(values: Values, figure: Figure) -> float:
    array = values.openings[figure.key] if figure.period < 0 else values[figure.key]
    return float(array[max(figure.period, 0), 0])


def _stored(value: float, *, flag: bool) -> float | bool | str:
    if math.isnan(value):
        return "#N/A"
    return bool(value) if flag else value


def recalculate_with_formualizer(path: Path) -> dict[Cell, object]:
    """Load a workbook, calculate it, and read every cell."""
    book = formualizer.Workbook.from_path(str(path))
    book.evaluate_all()
    cells: dict[Cell, object] = {}
    bounds = openpyxl.load_workbook(path, read_only=True)
    for sheet in bounds.worksheets:
        area = formualizer.RangeAddress(sheet.title, 1, 1, sheet.max_row, sheet.max_column)
        grid = _grid(sheet.title, book.sheet(sheet.title).get_values(area))
        cells |= {cell: named_error(value) for cell, value in grid.items()}
    bounds.close()
    return cells


def named_error(value: object) -> object:
    """An error by the name that a cell shows."""
    names = {"Na": "#N/A", "Div": "#DIV/0!", "Num": "#NUM!", "Value": "#VALUE!"}
    return names.get(value["kind"], value) if isinstance(value, dict) else value


def recalculate_with_libreoffice(
    paths: Iterable[Path], folder: Path, *, always: bool = True
) -> list[dict[Cell, object]]:
    """Have LibreOffice open, calculate and save workbooks, and read every cell.

    One start serves many files; ``folder`` takes its settings and what it saves. Unless told to
    calculate ``always``, it trusts the figures that are stored.
    """
    names = [*paths]
    profile, saved = folder / "profile", folder / "saved"
    settings_of(profile, always=always)
    start_libreoffice(profile, "--convert-to", "xlsx", "--outdir", str(saved), *map(str, names))
    return [read_stored(saved / path.name) for path in names]


def settings_of(profile: Path, *, always: bool) -> None:
    """Write the settings with which LibreOffice starts, for a folder of its own."""
    (profile / "user").mkdir(parents=True, exist_ok=True)
    if always:
        (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE_ALWAYS)


def start_libreoffice(profile: Path, *arguments: str) -> None:
    """Start LibreOffice without a window, and wait for its end."""
    subprocess.run(
        [  # noqa: S607  found on PATH, as the marker `libreoffice` makes sure
            "soffice",
            f"-env:UserInstallation={profile.resolve().as_uri()}",
            "--headless",
            "--norestore",
            *arguments,
        ],
        check=True,
        capture_output=True,
        timeout=600,
        env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
    )


def read_stored(path: Path) -> dict[Cell, object]:
    """Read every number, truth, error and text as it was saved, calculating nothing.

    It looks for cells in the text of the parts: a general reader takes ten times as long.
    """
    cells: dict[Cell, object] = {}
    with zipfile.ZipFile(path) as parts:
        names = {each.get("Id"): each.get("Target") for each in _tree(parts, _RELATIONS)}
        texts = []
        if "xl/sharedStrings.xml" in parts.namelist():
            texts = ["".join(each.itertext()) for each in _tree(parts, "xl/sharedStrings.xml")]
        for sheet in _tree(parts, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
            target = str(names[sheet.get(f"{_OFFICE}id")]).removeprefix("/xl/")
            name = str(sheet.get("name"))
            for column, line, marks, said in _CELL.findall(parts.read(f"xl/{target}").decode()):
                found = _KIND.search(marks)
                kind = found[1] if found else "n"
                at = int(line) - 1, column_index_from_string(column) - 1
                value = texts[int(said)] if kind == "s" else _READ[kind](said)
                cells[Cell(name, *at)] = value
    return cells


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_CELL = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"([^>]*)(?<!/)>(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>([^<]+)</v></c>'
)
_KIND = re.compile(r' t="([a-z]+)"')
_READ: dict[str, Callable[[str], object]] = {
    "n": float,
    "b": lambda said: said == "1",
    "e": str,
    "str": unescape,
}


def _tree(parts: zipfile.ZipFile, name: str) -> Element:
    return fromstring(parts.read(name))  # noqa: S314  written a moment ago, by this program


def _grid(sheet: str, rows: Iterable[Iterable[object]]) -> dict[Cell, object]:
    return {
        Cell(sheet, line, column): value
        for line, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None
    }


def differences(book: Book, recalculated: Mapping[Cell, object]) -> list[Difference]:
    """Figures on which the engine and a recalculation do not agree [16]."""
    return [
        Difference(figure, cell, book.formulas[cell], engine, recalculated.get(cell))
        for figure, (cell, engine) in book.figures.items()
        if not agrees(engine, recalculated.get(cell))
    ]


def agrees(engine: float, sheet: Any) -> bool:  # noqa: ANN401  whatever a cell can hold
    """Whether a cell holds the engine's figure.

    Examples
    --------
    >>> agrees(110.0, 110.00000001), agrees(1.0, True), agrees(math.nan, "#DIV/0!")
    (True, True, True)
    >>> agrees(0.0, None), agrees(math.nan, 0.0), agrees(1.0, "#REF!")
    (False, False, False)
    """
    if math.isnan(engine):
        return sheet in UNKNOWN
    if not isinstance(sheet, bool | int | float):
        return False
    return math.isclose(engine, sheet, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
