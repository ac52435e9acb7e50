"""The Summary: options side by side by financial year, live, with charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan
from typing import Any

from licmodel.analysis.comparison import Comparison
from licmodel.report.headings import basis
from licmodel.workbook.inputs import SHOW_LINE, day_number, selector_cell
from licmodel.workbook.layout import BookLayout
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import MONEY, MONTH, Styles

NAME = "Summary"
_FIRST, _LABELS = 1, 0
_CHART_LINES = 17
_TITLES = {
    "billed": "Invoiced",
    "accrued": "Charged to the year",
    "capital": "Capital, charged to the year",
    "revenue": "Revenue, charged to the year",
    "saving": "Saving against the baseline",
}


class Summary:
    """Writes the Summary sheet, every figure of it a link to the sheet it is worked out on."""

    def __init__(self, comparison: Comparison, layout: BookLayout, styles: Styles) -> None:
        self.comparison = comparison
        self.results = comparison.results
        self.layout = layout
        self.styles = styles
        self.line = 5

    def write(self, sheet: Page, book: Any, master: str, deal: str | None = None) -> None:  # noqa: ANN401  it carries no types
        """Write the tables, then the charts beneath them."""
        scenario = self.results.scenario
        styles = self.styles
        sheet.text(0, 0, scenario.title, styles("title", typed=True))
        sheet.text(1, 0, scenario.organisation.name, styles("subtitle", typed=True))
        sheet.text(2, 0, "The whole book shows", styles("text"))
        sheet.write_formula(2, 1, f"={selector_cell(SHOW_LINE)}", styles("bold"), "Base")
        if deal is not None:
            formula = f'=IF({deal}>0,"with the deal","")'
            sheet.write_formula(2, 2, formula, styles("bold"), "")
        sheet.text(3, 0, "All checks hold", styles("text"))
        sheet.write_formula(3, 1, f'=IF({master},"yes","NO: see Checks")', styles("bold"), "yes")
        self._whole(sheet)
        first = ["billed", *(["saving"] if self.comparison.baseline is not None else [])]
        heads = {measure: self._by_year(sheet, measure) for measure in first}
        breaks = [self.line - 1]  # with the blank line, which may have no room left above
        for number, (measure, head) in enumerate(heads.items()):
            self._chart(sheet, book, head, _TITLES[measure], 3 * number)
        self.line += _CHART_LINES
        for measure in ("accrued", "capital", "revenue"):
            if measure == "capital":
                breaks.append(self.line)
            self._by_year(sheet, measure)
        sheet.set_h_pagebreaks(breaks)
        count = self.results.model.program.periods.count("year")
        sheet.set_column(_LABELS, _LABELS, 40)
        sheet.set_column(_FIRST, _FIRST + max(count, len(self.comparison.options)), 15)
        sheet.set_up(scenario.title, freeze=(0, 1))

    def _heading(self, sheet: Page, measure: str) -> None:
        money = self.results.scenario.finance.currency
        title = _TITLES.get(measure, "Over the whole horizon")
        said = basis(self.comparison, measure if measure in _TITLES else "summary")
        sheet.text(self.line, 0, f"{title}, {money} ({said})", self.styles("bold"))
        self.line += 1

    def _by_year(self, sheet: Page, measure: str) -> int:
        """A table by year; gives the line of its headings."""
        self._heading(sheet, measure)
        head = self.line
        labels = self.results.model.program.periods.labels("year")
        sheet.text(head, _LABELS, "Option", self.styles("head"))
        for column, label in enumerate((*labels, "Total"), _FIRST):
            sheet.text(head, column, label, self.styles("head_right"))
        for key, option in self.comparison.options.items():
            self.line += 1
            sheet.text(self.line, _LABELS, option.title, self.styles("text", typed=True))
            for year in range(len(labels)):
                self._link(sheet, _FIRST + year, f"{key}.{measure}.by_year", year)
            self._link(sheet, _FIRST + len(labels), f"{key}.{measure}.total", form="bold")
        self.line += 2
        return head

    def _link(
        self, sheet: Page, column: int, key: str, period: int = 0, *, form: str = "calculated"
    ) -> None:
        value = self.results.by_period(key)[period]
        cell = self.layout.cell(key, period)
        sheet.figure(self.line, column, f"={cell}", value, self.styles(form, MONEY))

    def _whole(self, sheet: Page) -> None:
        self._heading(sheet, "summary")
        sheet.text(self.line, _LABELS, "", self.styles("head"))
        options = list(self.comparison.options)
        for column, key in enumerate(options, _FIRST):
            title = self.comparison.options[key].title
            sheet.text(self.line, column, title, self.styles("head_right", typed=True))
        sheet.set_row(self.line, 40)
        lines: dict[str, Callable[[str], str]] = {
            "Total invoiced": "{}.billed.total".format,
            "Present value": "{}.present_value".format,
            "Equivalent annual cost": "{}.equivalent_annual_cost".format,
            "Invoiced in the peak year": "{}.peak".format,
        }
        if self.comparison.baseline is not None:
            lines |= {
                "Saving in all": "{}.saving.total".format,
                "Saving in present value": "{}.saving.present_value".format,
            }
        for said, key_of in lines.items():
            self.line += 1
            sheet.text(self.line, _LABELS, said, self.styles("text"))
            for column, key in enumerate(options, _FIRST):
                self._link(sheet, column, key_of(key))
        if self.comparison.baseline is not None:
            self._break_even(sheet, options)
        self.line += 2

    def _break_even(self, sheet: Page, options: Sequence[str]) -> None:
        self.line += 1
        sheet.text(self.line, _LABELS, "Ahead of the baseline for good from", self.styles("text"))
        for column, key in enumerate(options, _FIRST):
            row = f"{key}.break_even"
            if row not in self.results.model.program.rows:
                sheet.text(self.line, column, "baseline", self.styles("word_right"))
                continue
            cell = self.layout.cell(row)
            month = self.results.figure(row)
            formula = f'=IF(ISNA({cell}),"never",DATE(INT({cell}/12),MOD({cell},12)+1,1))'
            form = self.styles("word_right", MONTH)
            stored: object = "never" if isnan(month) else day_number(month)
            sheet.write_formula(self.line, column, formula, form, stored)

    def _chart(self, sheet: Page, book: Any, head: int, title: str, column: int) -> None:  # noqa: ANN401  it carries no types
        chart = book.add_chart({"type": "column"})
        years = self.results.model.program.periods.count("year")
        for number in range(1, len(self.comparison.options) + 1):
            line = head + number
            chart.add_series(
                {
                    "name": [NAME, line, _LABELS],
                    "categories": [NAME, head, _FIRST, head, _FIRST + years - 1],
                    "values": [NAME, line, _FIRST, line, _FIRST + years - 1],
                    "fill": {"color": PALETTE[(number - 1) % len(PALETTE)]},
                    "gap": 60,
                }
            )
        money = self.results.scenario.finance.currency
        chart.set_title({"name": f"{title}, {money} thousand", "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom", "font": {"size": 8}})
        gridlines = {"visible": True, "line": {"color": "#D5D9DE"}}
        chart.set_y_axis({"num_format": "#,##0,", "major_gridlines": gridlines})
        chart.set_x_axis({"label_position": "low"})
        chart.set_size({"width": 500, "height": 320})
        sheet.insert_chart(
            self.line,
            column,
            chart,
            {"description": f"{title}: the table of that name above, as columns.", "x_offset": 4},
        )


PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#7F7F7F", "#B8A200")
"""Colours that people who see few colours can tell apart (Okabe and Ito)."""
