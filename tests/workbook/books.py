"""Exported workbooks as the recalculation room compares them: each figure, and its cell."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import formualizer

from licmodel.language.formulas import Formulas
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.export import Book, make_workbook
from licmodel.workbook.inputs import what_if_names
from licmodel.workbook.layout import INPUTS, LIVE, BookLayout
from tests import recalculation
from tests.recalculation import Cell, Figure

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))


def export(scenario: Scenario, path: Path) -> Book:
    """Write a workbook where tests may open it."""
    book = make_workbook(scenario)
    path.write_bytes(book.data)
    return book


@cache
def shipped(path: Path) -> Book:
    """The workbook of a shipped scenario, made once for all tests that only read it."""
    return make_workbook(load(path))


def send(path: Path, target: Path) -> Book:
    """The workbook of a shipped scenario, where tests may open it."""
    book = shipped(path)
    target.write_bytes(book.data)
    return book


def checked(book: Book, path: Path, what_if: str | None = None) -> recalculation.Book:
    """Every figure of a book with its cell and the engine's value, base or what-if."""
    texts, places = _formulas(book.layout)
    column = book.results.column(what_if)
    figures: dict[Figure, tuple[Cell, float]] = {}
    for key, cells in places.items():
        for period, value in enumerate(book.results.by_period(key, what_if)):
            figure, cell = cells[period]
            figures[figure] = cell, value
        if -1 in cells:
            figure, cell = cells[-1]
            before = book.results.values.openings[key][0]
            figures[figure] = cell, float(before[column if len(before) > 1 else 0])
    return recalculation.Book(path, book.layout, texts, figures)  # type: ignore[arg-type]  # another layout


@lru_cache(maxsize=2)
def _formulas(
    layout: BookLayout,
) -> tuple[dict[Cell, str], dict[str, dict[int, tuple[Figure, Cell]]]]:
    """The formula of each cell, and each period of a row with its cell; the opening is -1."""
    program = layout.program
    formulas = Formulas(program, layout)
    texts: dict[Cell, str] = {}
    places: dict[str, dict[int, tuple[Figure, Cell]]] = {}
    for row in program.rows.values():
        place, first = layout.place(row.key), layout.first_column(row.axis)
        told = dict(enumerate(formulas.cells(row)))
        opening = formulas.opening(row)
        told |= {-1: opening} if opening is not None else {}
        places[row.key] = {
            period: (Figure(row.key, period), Cell(place.sheet, place.line, first + period))
            for period in told
        }
        for period, text in told.items():
            texts[places[row.key][period][1]] = text
    return texts, places


class Opened:
    """A workbook in formualizer, in which the selector can be turned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = formualizer.Workbook.from_path(str(path))

    def show(self, name: str) -> None:
        """Choose the base or a what-if, and calculate."""
        self.book.set_value(INPUTS, 2, LIVE + 1, name)
        self.book.evaluate_all()

    def cells(self, asked: recalculation.Book) -> Mapping[Cell, object]:
        """What stands in the cells of all figures."""
        ends: dict[str, tuple[int, int]] = {}
        for (sheet, line, column), _ in asked.figures.values():
            last, wide = ends.get(sheet, (0, 0))
            if line > last or column > wide:
                ends[sheet] = max(line, last), max(column, wide)
        grids = {
            sheet: self.book.sheet(sheet).get_values(
                formualizer.RangeAddress(sheet, 1, 1, last + 1, wide + 1)
            )
            for sheet, (last, wide) in ends.items()
        }
        named = recalculation.named_error
        return {
            cell: named(grids[cell.sheet][cell.line][cell.column])
            for cell, _ in asked.figures.values()
        }


def names_of(book: Book) -> dict[str, str]:
    """Each what-if's key and the name that the selector shows."""
    return dict(zip(book.results.what_ifs, what_if_names(book.results), strict=True))
