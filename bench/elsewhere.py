"""The named what-ifs of the example council here, in spreadsheets, and in pandas written plainly.

Every way works out the same what-ifs of the same model, and comes to the same present values, which
is checked. Spreadsheets recalculate the exported workbook, in which one cell says which what-if it
shows. Plainly, pandas has a Series for every row, what-if after what-if, and goes through the
months where a figure rests on the month before, as whoever writes it down for the first time would.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from math import ceil, copysign, floor, isclose
from pathlib import Path
from typing import Any

import formualizer
import numpy as np
import openpyxl
import pandas as pd
from workbook import calculated

from licmodel import load
from licmodel.analysis.results import Results, run
from licmodel.analysis.what_if import changed_inputs
from licmodel.assembly.assemble import Model, assemble
from licmodel.language.expression import Expr
from licmodel.language.formulas import column_name
from licmodel.language.program import Row
from licmodel.workbook.export import Book, make_workbook
from licmodel.workbook.inputs import BASE_NAME, SHOW_LINE, what_if_names
from licmodel.workbook.layout import INPUTS, LIVE

SCENARIO = Path(__file__).parents[1] / "scenarios" / "council_2027.yaml"
ROUNDS = 7
FEW = 3
MOST_SECONDS = 0.05

Found = dict[str, list[float]]
"""Present value of each option: as it stands, and under each what-if."""


def main() -> None:
    """Print how many times as long each of the others takes."""
    scenario = load(SCENARIO)
    model, names = assemble(scenario), list(scenario.what_ifs)
    results = run(model, names)
    ours = min(seconds(lambda: run(model, names))[0] for _ in range(ROUNDS))
    print(
        f"council_2027, {len(names)} what-ifs beside the base in one batch: {1000 * ours:.1f} ms "
        f"(budget {1000 * MOST_SECONDS:g})"
    )
    values = results.values  # noqa: PD011  no table of pandas
    engine = {key: values[f"{key}.present_value"][0].tolist() for key in model.options}
    book = make_workbook(load(SCENARIO))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "council.xlsx"
        path.write_bytes(book.data)
        took, found = in_formualizer(path, book, results)
        told("formualizer, a choice and a calculation each", took, ours, found, engine)
        if shutil.which("soffice") is None:
            print("    LibreOffice: not installed here")
        else:
            took, found = in_libreoffice(Path(folder), book, results)
            told("LibreOffice, all opened, calculated and saved", took, ours, found, engine)
    took, found = seconds(lambda: plainly(model, names))
    told("pandas, row by row and what-if by what-if", took, ours, found, engine)


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Time of one run [s], and what came of it."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def told(who: str, took: float, ours: float, found: Found, engine: Found) -> None:
    """Print a factor, once the figures are the engine's."""
    for key, figures in engine.items():
        for one, other in zip(figures, found[key], strict=False):
            if not isclose(one, other, rel_tol=1e-9):
                raise SystemExit(f"{who}: {key} is {other}, and {one} here")
    print(f"    {who}: {took:,.2f} s, {took / ours:,.0f} times as long")


# --- spreadsheets ---


def in_formualizer(path: Path, book: Book, results: Results) -> tuple[float, Found]:
    """Time in which formualizer goes through all what-ifs, once it has read the book [s]."""
    other = formualizer.Workbook.from_path(str(path))
    other.evaluate_all()
    found: Found = {key: [] for key in results.model.options}
    begun = time.perf_counter()
    for name in shown(results):
        other.set_value(INPUTS, SHOW_LINE + 1, LIVE + 1, name)
        other.evaluate_all()
        for key, (sheet, line, column) in places(book, results).items():
            found[key].append(other.evaluate_cell(sheet, line, column))
    return time.perf_counter() - begun, found


def in_libreoffice(folder: Path, book: Book, results: Results) -> tuple[float, Found]:
    """Time in which LibreOffice calculates a copy for each what-if, its own start taken off [s].

    A few are timed, for all take as long.
    """
    copies = []
    for number, name in enumerate(shown(results)[:FEW]):
        copies.append(folder / f"shows {number}.xlsx")
        choose(folder / "council.xlsx", copies[-1], name)
    alone = calculated(copies[:1], folder / "alone")
    took = calculated(copies, folder / "saved")
    found: Found = {key: [] for key in results.model.options}
    for copy in copies:
        read = openpyxl.load_workbook(folder / "saved" / copy.name, read_only=True, data_only=True)
        for key, (sheet, line, column) in places(book, results).items():
            found[key].append(read[sheet].cell(line, column).value)
        read.close()
    return (took - alone) * len(shown(results)) / (len(copies) - 1), found


def shown(results: Results) -> list[str]:
    """What the book can show, in the order of the batch."""
    return [BASE_NAME, *what_if_names(results)]


def places(book: Book, results: Results) -> dict[str, tuple[str, int, int]]:
    """Sheet, line and column of each option's present value, counted from 1."""
    column = book.layout.first_column("whole") + 1
    found = {}
    for key in results.model.options:
        place = book.layout.place(f"{key}.present_value")
        found[key] = place.sheet, place.line + 1, column
    return found


def choose(book: Path, copy: Path, name: str) -> None:
    """Write a copy of a workbook that shows a what-if: nothing but that cell is another."""
    cell = f"{column_name(LIVE)}{SHOW_LINE + 1}"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            if part.startswith("xl/worksheets/sheet"):
                is_shown = rf'<c r="{cell}"( s="\d+")? t="s"><v>{_number(old, BASE_NAME)}</v></c>'
                chosen = rf'<c r="{cell}"\1 t="inlineStr"><is><t>{name}</t></is></c>'
                text = re.sub(is_shown, chosen, text.decode()).encode()
            new.writestr(part, text)


def _number(book: zipfile.ZipFile, text: str) -> int:
    texts = re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    return texts.index(f"<t>{text}</t>")


# --- pandas ---

GUARD = 6
Of = Callable[..., Any]


def plainly(model: Model, names: list[str]) -> Found:
    """Present values of every option, one case after another, in Series."""
    what_ifs = {name: model.scenario.what_ifs[name] for name in names}
    given = changed_inputs(model, what_ifs)
    found: Found = {key: [] for key in model.options}
    for case in range(1 + len(names)):
        figures = {key: each.value for key, each in model.program.inputs.items()}
        figures |= {key: float(values[case]) for key, values in given.items()}
        rows = Plain(model, figures).work_out()
        for key in model.options:
            found[key].append(float(rows[f"{key}.present_value"]))
    return found


class Plain:
    """The rows of a model, each a Series by month or year, or one figure."""

    def __init__(self, model: Model, figures: Mapping[str, float]) -> None:
        self.program, self.figures = model.program, figures
        periods = model.program.periods
        self.labels = {axis: periods.labels(axis) for axis in ("month", "year", "contract_year")}
        self.spans = {axis: periods.spans(axis) for axis in ("year", "contract_year")}
        self.rows: dict[str, Any] = {}
        self.openings: dict[str, Any] = {}

    def work_out(self) -> dict[str, Any]:
        """Every row that a present value is made of, in order."""
        for key in needed(self.program.rows):
            row = self.program.rows[key]
            if isinstance(row.opening, Expr):
                self.openings[key] = self.value(row.opening)
            if not row.body.recurs:
                made = self.rows[key] = self.value(row.body)
                if row.opening == "own first":
                    self.openings[key] = made.iloc[0] if isinstance(made, pd.Series) else made
                continue
            before, made = self.openings[key], []
            for month in range(len(self.labels[row.axis])):
                before = self.value(row.body, month, before)
                made.append(before)
            self.rows[key] = pd.Series(made, self.labels[row.axis])
        return self.rows

    def value(self, expr: Expr, month: int | None = None, before: Any = None) -> Any:  # noqa: ANN401
        """What an expression comes to: over all months, or in one of them."""
        op = expr.op
        if op in {"row", "lag"}:
            found = self.rows[expr.ref]
            if op == "lag":
                found = found.shift(1, fill_value=self.openings[expr.ref])
            alone = month is None or not isinstance(found, pd.Series)
            return found if alone else found.iloc[month]
        if op in {"const", "input"}:
            return expr.ref if op == "const" else self.figures[expr.ref]
        if op == "previous":
            return before
        args = [self.value(each, month, before) for each in expr.args]
        if op in {"by year", "by contract year"}:
            return self.by_spans(args[0], "year" if op == "by year" else "contract_year")
        return DONE[op](*args)

    def by_spans(self, of: Any, axis: str) -> Any:  # noqa: ANN401
        """Months added up over years."""
        sums = [of.iloc[span.first : span.last + 1].sum() for span in self.spans[axis]]
        return pd.Series(sums, self.labels[axis])


def needed(rows: Mapping[str, Row]) -> list[str]:
    """Rows that any present value is made of, in order."""
    found: set[str] = set()
    for key, row in reversed(rows.items()):
        if key in found or key.endswith(".present_value"):
            found.add(key)
            for part in (row.body, row.opening):
                if isinstance(part, Expr):
                    found |= {each.ref for each in part.references()}
    return [key for key in rows if key in found]


def each_of(of: Of) -> Of:
    """A function of figures, for Series too."""

    def done(x: Any, *more: Any) -> Any:  # noqa: ANN401
        return x.map(lambda one: of(one, *more)) if isinstance(x, pd.Series) else of(x, *more)

    return done


def chosen(flag: Any, then: Any, otherwise: Any) -> Any:  # noqa: ANN401
    """The one or the other."""
    if not isinstance(flag, pd.Series):
        return then if flag else otherwise
    return pd.Series(np.where(flag, then, otherwise), flag.index)


def extreme(of: Of) -> Of:
    """Larger or smaller of two."""

    def done(a: Any, b: Any) -> Any:  # noqa: ANN401
        index = next((x.index for x in (a, b) if isinstance(x, pd.Series)), None)
        return of(a, b) if index is None else pd.Series(of(a, b), index)

    return done


def looked_up(x: Any, *points: Any) -> Any:  # noqa: ANN401
    """Value of the last point that is reached."""
    found: Any = float("nan")
    for key, value in zip(points[::2], points[1::2], strict=True):
        found = chosen(rounded(x - key) >= 0, value, found)
    return found


def rounded(x: Any) -> Any:  # noqa: ANN401
    """To the last decimal looked at."""
    return x.round(GUARD) if isinstance(x, pd.Series) else round(x, GUARD)


def up(x: float) -> float:
    """Whole licences."""
    return copysign(ceil(abs(x) - 0.5 * 10**-GUARD), x)


def all_of(*flags: Any) -> Any:  # noqa: ANN401
    """Whether all hold."""
    found = flags[0]
    for flag in flags[1:]:
        found = found & flag
    return found


def some_of(*flags: Any) -> Any:  # noqa: ANN401
    """Whether any holds."""
    found = flags[0]
    for flag in flags[1:]:
        found = found | flag
    return found


DONE: dict[str, Of] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "as": lambda a: a,
    "sum": lambda *terms: sum(terms[1:], terms[0]),
    "at least": lambda a, b: rounded(a - b) >= 0,
    "more than": lambda a, b: rounded(a - b) > 0,
    "equals": lambda a, b: rounded(a - b) == 0,
    "every": all_of,
    "some": some_of,
    "not": lambda a: ~a if isinstance(a, pd.Series) else not a,
    "where": chosen,
    "least": extreme(np.minimum),
    "most": extreme(np.maximum),
    "mod": lambda a, b: rounded(a) % rounded(b),
    "floor": each_of(lambda x: floor(x + 0.5 * 10**-GUARD)),
    "round": each_of(lambda x, digits: copysign(floor(abs(x) * 10**digits + 0.5), x) / 10**digits),
    "round up": each_of(up),
    "look up": looked_up,
    "total": lambda a: a.sum(),
    "largest": lambda a: a.max(),
    "position of largest": lambda a: float(np.argmax(a) + 1),
    "at start": lambda a: a.iloc[0] if isinstance(a, pd.Series) else a,
}


if __name__ == "__main__":
    main()
