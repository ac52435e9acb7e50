"""The council's workbook: export against raw XlsxWriter, import, recalculation elsewhere."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import formualizer
import numpy as np
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from licmodel import load
from licmodel.assembly.assemble import assemble
from licmodel.workbook import export
from licmodel.workbook.export import make_workbook
from licmodel.workbook.importing import read_workbook
from licmodel.workbook.inputs import BASE
from licmodel.workbook.pages import Page

SCENARIO = Path(__file__).parents[1] / "scenarios" / "council_2027.yaml"
ROUNDS = 5
MOST_TIMES_RAW = 1.3
MOST_SECONDS = 1.5
MOST_SECONDS_BACK = 1.0
MANY, MORE = 1_000, 3
CALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>"""

Cell = tuple[str, str, tuple[Any, ...]]


def best(run: Callable[[], object]) -> float:
    """Shortest of several runs [s]."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


def cells_of() -> list[Cell]:
    """Every cell of the exported book: sheet, what writes it, and with what; without formats."""
    written: list[Cell] = []

    class Noted(Page):
        def _write_string(self, row: int, col: int, text: str, form: Any = None) -> Any:  # noqa: ANN401
            written.append((self.name, "write_string", (row, col, text)))
            return super()._write_string(row, col, text, form)

        def _write_number(self, row: int, col: int, number: float, form: Any = None) -> Any:  # noqa: ANN401
            written.append((self.name, "write_number", (row, col, number)))
            return super()._write_number(row, col, number, form)

        def _write_formula(
            self,
            row: int,
            col: int,
            formula: str,
            form: Any = None,  # noqa: ANN401
            value: Any = 0,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            written.append((self.name, "write_formula", (row, col, formula, None, value)))
            return super()._write_formula(row, col, formula, form, value)

    kept, export.Page = export.Page, Noted  # type: ignore[misc]  # put back at once
    try:
        make_workbook(load(SCENARIO))
    finally:
        export.Page = kept  # type: ignore[misc]
    return written


def raw(cells: list[Cell]) -> bytes:
    """The same cells by XlsxWriter as it comes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheets: dict[str, Worksheet] = {}
        for sheet, write, values in cells:
            if sheet not in sheets:
                sheets[sheet] = book.add_worksheet(sheet)
            getattr(sheets[sheet], write)(*values)
    return stream.getvalue()


def main() -> None:
    """Print the figures; they are for people to judge, since a busy machine proves nothing."""
    scenario = load(SCENARIO)
    cells = cells_of()
    ours, theirs = best(lambda: make_workbook(scenario)), best(lambda: raw(cells))
    print(
        f"council_2027 as a workbook, {len(cells):,} cells: {ours:.2f} s (budget "
        f"{MOST_SECONDS:g}), {ours / theirs:.2f} times raw XlsxWriter writing the same "
        f"(budget {MOST_TIMES_RAW:g})"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "council.xlsx"
        path.write_bytes(make_workbook(scenario).data)
        back = best(lambda: read_workbook(path, SCENARIO))
        print(
            f"read again, {read_workbook(path, SCENARIO).copies[0].figures.checked:,} calculated "
            f"cells checked: {back:.2f} s (budget {MOST_SECONDS_BACK:g})"
        )
        recalculation(path)


def recalculation(path: Path) -> None:
    """One change, and a thousand, in the engine and in spreadsheets, as ratios."""
    scenario = load(SCENARIO)
    model = assemble(scenario)
    key = "renew.e3.discount"
    one = {key: np.array([0.1])}
    thousand = {key: np.linspace(0.0, 0.2, MANY)}
    evaluator = model.evaluator(frozenset(one))
    engine, batch = best(lambda: evaluator.run(one)), best(lambda: evaluator.run(thousand))
    print(f"engine: one change {1000 * engine:.1f} ms, {MANY:,} in a batch {1000 * batch:.0f} ms")

    book = formualizer.Workbook.from_path(str(path))
    book.evaluate_all()
    place = make_workbook(scenario).layout.input_lines[key]

    def again() -> None:
        for value in (0.1, 0.2):
            book.set_value(place.sheet, place.line + 1, BASE + 1, value)
            book.evaluate_all()

    told("formualizer", best(again) / 2, engine, batch)
    if shutil.which("soffice") is None:
        print("LibreOffice: not installed here")
        return
    # its start is taken off: files differ only in how many there are
    alone, several = (in_libreoffice(path, count) for count in (1, 1 + MORE))
    told("LibreOffice, to open, calculate and save it", (several - alone) / MORE, engine, batch)


def told(who: str, each: float, engine: float, batch: float) -> None:
    """Print how many times as long as the engine a spreadsheet takes."""
    print(
        f"{who}: {1000 * each:,.0f} ms a change, {each / engine:,.0f} times the engine's; for "
        f"{MANY:,} one after another, {MANY * each / batch:,.0f} times"
    )


def in_libreoffice(path: Path, count: int) -> float:
    """Time in which LibreOffice opens, calculates and saves copies of a workbook [s]."""
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / f"{number}.xlsx" for number in range(count)]
        for copy in copies:
            shutil.copy(path, copy)
        return calculated(copies, Path(folder) / "saved")


def calculated(books: Sequence[Path], saved: Path) -> float:
    """Time in which LibreOffice opens workbooks, calculates them, and saves them elsewhere [s]."""
    with tempfile.TemporaryDirectory() as folder:
        user = Path(folder) / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(CALCULATE_ALWAYS, "utf-8")
        begun = time.perf_counter()
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation={user.parent.as_uri()}", "--headless"),
                *("--norestore", "--convert-to", "xlsx", "--outdir", str(saved)),
                *map(str, books),
            ],
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
