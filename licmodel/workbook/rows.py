"""The sheets of rows: one formula a row, the same in every column, with the engine's figures."""

from __future__ import annotations

from collections.abc import Mapping

from licmodel.analysis.results import Results
from licmodel.language.formulas import Formulas
from licmodel.language.program import Row
from licmodel.language.units import FLAG, unit_text
from licmodel.workbook.inputs import months_of
from licmodel.workbook.layout import COMPARISON, FIRST_LINE, SHARED, WHOLE, Block, BookLayout
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import MONTH, Styles, number_format

_HEAD = FIRST_LINE - 1
_ABOVE = FIRST_LINE - 2
_A_LETTER, _WIDEST = 0.85, 100
"""Widths of columns, in digits: of a letter of text, and the most that is given to one."""


class RowSheets:
    """Writes the rows of a model, sheet by sheet."""

    def __init__(self, results: Results, layout: BookLayout, styles: Styles) -> None:
        self.results = results
        self.layout = layout
        self.styles = styles
        self.formulas = Formulas(results.model.program, layout)
        self.currency = results.scenario.finance.currency

    def write(self, sheets: Mapping[str, Page]) -> None:
        """Write all rows; ``sheets`` holds a page for each sheet of the layout."""
        for name, sheet in sheets.items():
            self._head(name, sheet)
            for block in self.layout.blocks[name]:
                self._block(sheet, block)

    def _head(self, name: str, sheet: Page) -> None:
        styles, layout = self.styles, self.layout
        sheet.text(0, 0, self._title(name), styles("title"))
        sheet.text(
            1,
            0,
            f"Costs are positive, income negative; {self.currency}, VAT as the Read me says. Every "
            "figure is calculated: change it on Inputs or Prices.",
            styles("subtitle"),
        )
        for column, head in enumerate(("Key", "What it is", "Unit")):
            sheet.text(_HEAD, column, head, styles("head"))
        sheet.text(_HEAD, WHOLE, "Whole", styles("head_right"))
        axes = {"year": "Financial years", "contract_year": "Contract years", "month": "Months"}
        for axis, title in axes.items():
            columns = list(layout.columns(axis))  # type: ignore[arg-type]  # the keys are axes
            if not columns:
                continue
            first = columns[0][0]
            sheet.text(_ABOVE, first, title, styles("bold"))
            sheet.text(_HEAD, first - 1, "Before", styles("head_right"))
            for column, label in columns:
                if axis == "month":
                    (day,) = months_of([label])
                    sheet.write_datetime(_HEAD, column, day, styles("head_right", MONTH))
                else:
                    sheet.text(_HEAD, column, label, styles("head_right"))
        keys = [keys[0] for block in layout.blocks[name] for keys in block.lines.values()]
        labels = [self.results.model.program.rows[key].label for key in keys]
        for column, texts, least in ((0, keys, 30), (1, labels, 52)):
            longest = max((len(text) for text in texts), default=0)
            sheet.set_column(column, column, min(max(least, _A_LETTER * longest), _WIDEST))
        sheet.set_column(2, 2, 12)
        sheet.set_column(WHOLE, layout.last_column, 11)
        sheet.set_column(WHOLE, WHOLE, 13)
        sheet.set_up(name, freeze=(FIRST_LINE, WHOLE), repeat=_HEAD)
        # paper takes the years; the months are for the screen
        sheet.print_area(0, 0, self.layout.last_line(name), layout.first_column("month") - 2)
        sheet.outline_settings(visible=True, symbols_below=False)

    def _title(self, name: str) -> str:
        if name == SHARED:
            return "Timeline, drivers, agreements and money: what every option reads"
        if name == COMPARISON:
            return "Comparison: each option against the baseline"
        key = next(key for key, sheet in self.layout.option_sheets.items() if sheet == name)
        title = self.results.scenario.options[key].title or key.replace("_", " ")
        return f"{title}, month by month"

    def _block(self, sheet: Page, block: Block) -> None:
        sheet.text(block.line, 0, self._key(block.heading), self.styles("heading"))
        sheet.text(block.line, 1, self._heading(block.heading), self.styles("heading"))
        for keys in block.lines.values():
            line = self.layout.place(keys[0]).line
            # what a line's money comes from folds away under its heading
            sheet.set_row(line, None, None, {"level": 1})
            first = self.results.model.program.rows[keys[0]]
            sheet.text(line, 0, self._key(keys[0]), self.styles("key"))
            sheet.text(line, 1, first.label, self.styles("text", typed=True))
            sheet.text(line, 2, unit_text(first.unit), self.styles("text"))
            for key in keys:
                self._row(sheet, line, self.results.model.program.rows[key])

    def _key(self, key: str) -> str:
        return key

    def _heading(self, heading: str) -> str:
        head, _, line = heading.partition(".")
        option = self.results.scenario.options.get(head)
        if option is None:
            return head.replace("_", " ").capitalize()
        title = option.title or head.replace("_", " ")
        if not line:
            return f"{title}: in all"
        return option.lines[line].title or line.replace("_", " ")

    def _row(self, sheet: Page, line: int, row: Row) -> None:
        form = number_format(row.unit, self.currency)
        style = self.styles("calculated", form)
        column = self.layout.first_column(row.axis)
        opening = self.formulas.opening(row)
        if opening is not None:
            before = float(self.results.values.openings[row.key][0, 0])
            sheet.figure(line, column - 1, opening, before, self.styles("opening", form))
        cells = zip(self.formulas.cells(row), self.results.by_period(row.key), strict=True)
        for at, (formula, value) in enumerate(cells, column):
            sheet.figure(line, at, formula, value, style, flag=row.unit == FLAG)
