"""The public's copy: values only, in whole pounds, and none that tells a unit price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.results import Results
from licmodel.language.units import Unit, unit_text
from licmodel.records import record
from licmodel.report.amounts import Amounts
from licmodel.report.headings import discounting, price_base, vat_basis
from licmodel.report.phrases import listed
from licmodel.terms.months import month_words
from licmodel.workbook.derivable import Withholding
from licmodel.workbook.notes import write_said
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import COUNT, MONEY, Styles
from licmodel.workbook.summary import PALETTE

READ_ME, SUMMARY, LINES, QUANTITIES = "Read me", "Summary", "Lines", "Quantities"
WITHHELD, UNKNOWN = "withheld", "not known"
_SMALL = 100
_CHART_LINES = 18
_TOTAL, _PRESENT_VALUE = "Invoiced in all", "Present value"
_WHOLE = {
    _TOTAL: "billed.total",
    "Saving in all": "saving.total",
    _PRESENT_VALUE: "present_value",
    "Saving in present value": "saving.present_value",
    "Equivalent annual cost": "equivalent_annual_cost",
}
_AFTER = {"Invoiced in the peak year": "peak"}
_BY_YEAR = {
    "Invoiced": "billed.by_year",
    "Saving against the baseline": "saving.by_year",
}
_YEARS_AFTER = {
    "Capital, charged to the year": "capital.by_year",
    "Revenue, charged to the year": "revenue.by_year",
}
_WHY = (
    "Unit prices and discounts are confidential. A figure is withheld where it would tell one: by "
    "itself, together with the others in this book, or one number divided by another. Whoever "
    "reads it is taken to know every quantity. Money is in whole units of the currency, as it was "
    "when the book was written; there are no formulas."
)


@record
class Line:
    """A line of a table: words, then figures, each printed or withheld."""

    words: tuple[str, ...]
    figures: tuple[float | str, ...]


@dataclass
class Table:
    """A table of the public's copy."""

    title: str
    heads: tuple[str, ...]
    number: str = MONEY
    lines: list[Line] = field(default_factory=list)
    left_out: int = 0
    """Lines of which nothing may be told."""


@record
class PublicCopy:
    """All that the public's copy says, by sheet; nothing else may stand in it."""

    comparison: Comparison
    sheets: Mapping[str, tuple[Table, ...]]
    rows: tuple[tuple[str, int], ...]
    """Key and period of every figure that is printed, quantities left out."""

    @property
    def figures(self) -> list[float]:
        """Every number that it prints."""
        return [
            figure
            for tables in self.sheets.values()
            for table in tables
            for line in table.lines
            for figure in line.figures
            if not isinstance(figure, str)
        ]

    @property
    def withheld(self) -> int:
        """How many figures are withheld; a line of which nothing is told counts as one."""
        figures = sum(
            figure == WITHHELD
            for tables in self.sheets.values()
            for table in tables
            for line in table.lines
            for figure in line.figures
        )
        return figures + sum(table.left_out for each in self.sheets.values() for table in each)

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """What its Read me says, each with its heading."""
        scenario = self.comparison.results.scenario
        timeline = scenario.timeline
        held = self.withheld
        span = f"{month_words(timeline.start)} to {month_words(timeline.last)}"
        return [
            ("What it is", f"{scenario.organisation.name}, options from {span}."),
            ("What it says", self._lowest()),
            ("Prices", price_base(self.comparison)),
            ("VAT", vat_basis(self.comparison)),
            ("Present values", discounting(self.comparison)),
            ("Sign", "Costs are positive, income and grants negative; a saving is positive."),
            ("Withheld", f"{held} figures or lines. {_WHY}" if held else f"None. {_WHY}"),
        ]

    def _lowest(self) -> str:
        """The least of the present values that are told, or of the totals; in words."""
        whole = self.sheets[SUMMARY][0]
        money = Amounts(self.comparison.results.scenario.finance.currency)
        for head in (_PRESENT_VALUE, _TOTAL):
            column = whole.heads.index(head) - 1
            told = [
                (figure, line.words[0])
                for line in whole.lines
                if not isinstance(figure := line.figures[column], str)
            ]
            if told:
                least, title = min(told)
                left = [
                    f'"{line.words[0]}"'
                    for line in whole.lines
                    if isinstance(line.figures[column], str)
                ]
                of = "those that are told" if left else "all options"
                rest = f" What is not told, of {listed(left)}, may be lower." if left else ""
                return f"{head}: lowest of {of} with {title}, {money.whole(least)}.{rest}"
        return "Totals are withheld."


def public_copy(comparison: Comparison) -> PublicCopy:
    """Choose what is published, the most telling for a reader first.

    Totals come before years, and options before lines: what is published first may take away from
    what comes after.
    """
    return _Chooser(comparison).choose()


class _Chooser:
    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.results: Results = comparison.results
        self.program = self.results.model.program
        self.held = Withholding(self.results.model)
        self.years = self.program.periods.labels("year")
        self.options = {key: each.title for key, each in comparison.options.items()}

    def choose(self) -> PublicCopy:
        whole = {said: self._of_options(row) for said, row in _WHOLE.items()}
        by_year = {said: self._of_options(row) for said, row in _BY_YEAR.items()}
        whole |= {said: self._of_options(row) for said, row in _AFTER.items()}
        by_year |= {said: self._of_options(row) for said, row in _YEARS_AFTER.items()}
        heads = [said for said, rows in whole.items() if rows]
        table = Table("Over the whole horizon", ("Option", *heads))
        for key, title in self.options.items():
            figures = [figure for said in heads for figure in whole[said][key]]
            table.lines.append(Line((title,), tuple(figures)))
        summary = [table]
        for said, rows in by_year.items():
            told = Table(said, ("Option", *self.years))
            for key, by_period in rows.items():
                if set(by_period) == {WITHHELD}:
                    told.left_out += 1
                else:
                    told.lines.append(Line((self.options[key],), by_period))
            if rows:
                summary.append(told)
        return PublicCopy(
            self.comparison,
            {SUMMARY: tuple(summary), LINES: (self._lines(),), QUANTITIES: (self._quantities(),)},
            tuple(self.held.taken),
        )

    def _of_options(self, row: str) -> dict[str, tuple[float | str, ...]]:
        """A row of every option as it is printed; none where no option has it."""
        if not any(f"{key}.{row}" in self.program.rows for key in self.options):
            return {}
        return {key: self._row(f"{key}.{row}") for key in self.options}

    def _row(self, key: str) -> tuple[float | str, ...]:
        """A row as it is printed: whole if it may be, else those of its periods that may be."""
        if key not in self.program.rows:
            return ("",)
        figures: list[float | str] = [
            UNKNOWN if isnan(each) else float(round(each)) for each in self.results.by_period(key)
        ]
        known = [number for number, each in enumerate(figures) if each != UNKNOWN]
        if self._take(key, known, figures):
            return tuple(figures)
        for number in known:
            if not self._take(key, [number], figures):
                figures[number] = WITHHELD
        return tuple(figures)

    def _take(
        self, key: str | None, periods: Sequence[int], figures: Sequence[float | str]
    ) -> bool:
        printed = [float(figures[number]) for number in periods]
        return self.held.take(key, periods, printed) is None

    def _lines(self) -> Table:
        """Lines of which anything may be told, each once, with the option that has it first."""
        heads = ("Option that has it first", "Line", *self.years, "In all")
        table = Table("What options are made of, invoiced", heads)
        scenario = self.results.scenario
        seen: set[str] = set()
        for key, title in self.options.items():
            for line, home in self.results.model.options[key].lines.items():
                if home in seen:
                    continue
                seen.add(home)
                whole = self._row(f"{home}.billed.total")
                figures = (*self._row(f"{home}.billed.by_year"), *whole)
                # a line that was left out may still be owed: it is told by who wrote it
                option, _, name = home.partition(".")
                own = scenario.options[key].lines.get(line) or scenario.options[option].lines[name]
                if WITHHELD not in figures or set(figures) - {WITHHELD, 0.0}:
                    said = own.title or line.replace("_", " ")
                    table.lines.append(Line((title, said), figures))
                else:
                    table.left_out += 1
        return table

    def _quantities(self) -> Table:
        table = Table("How many, at the start of each year", ("What", "Unit", *self.years), COUNT)
        first = [span.first for span in self.program.periods.years]
        for key, row in self.program.rows.items():
            if (
                key.startswith("drivers.")
                and key.endswith(".count")
                and not self._is_money(row.unit)
            ):
                figures = self.results.by_period(key)
                printed: list[float | str] = [
                    UNKNOWN if isnan(figures[at]) else _counted(figures[at]) for at in first
                ]
                known = [number for number, each in enumerate(printed) if each != UNKNOWN]
                if not self._take(None, known, printed):
                    printed = [WITHHELD] * len(printed)
                table.lines.append(Line((row.label, unit_text(row.unit)), tuple(printed)))
        return table

    def _is_money(self, unit: Unit) -> bool:
        return self.results.scenario.finance.currency in dict(unit)


def _counted(figure: float) -> float:
    """A quantity as it is printed: whole, unless it is small."""
    return float(round(figure)) if abs(figure) >= _SMALL else round(figure, 2)


# --- the sheets ---


def write_public(sheets: Mapping[str, Page], copy: PublicCopy, styles: Styles, book: Any) -> None:  # noqa: ANN401  it carries no types
    """Write the public's copy; ``sheets`` has a page for each of its sheets and the Read me."""
    write_said(sheets[READ_ME], copy.comparison.results.scenario.title, copy.sentences, styles)
    for name, tables in copy.sheets.items():
        sheet = sheets[name]
        scenario = copy.comparison.results.scenario
        sheet.text(0, 0, f"{name}: {scenario.title}", styles("title", typed=True))
        said = f"{scenario.finance.currency}; costs are positive, income negative."
        sheet.text(1, 0, said if name != QUANTITIES else "", styles("subtitle"))
        line = 3
        for number, table in enumerate(tables):
            line = _table(sheet, line, table, styles)
            if name == SUMMARY and not number and _chart(sheet, book, line, table, copy):
                line += _CHART_LINES
                sheet.set_h_pagebreaks([line])
        words = max(len(table.lines[0].words) if table.lines else 1 for table in tables)
        sheet.set_column(0, words - 1, 36)
        sheet.set_column(words, words + 12, 15)
        sheet.set_up(name, freeze=(0, words))


def _table(sheet: Page, line: int, table: Table, styles: Styles) -> int:
    sheet.text(line, 0, table.title, styles("bold"))
    words = len(table.lines[0].words) if table.lines else 1
    for column, head in enumerate(table.heads):
        sheet.text(line + 1, column, head, styles("head" if column < words else "head_right"))
    sheet.set_row(line + 1, 26)
    line += 2
    for each in table.lines:
        for column, text in enumerate(each.words):
            sheet.text(line, column, text, styles("text", typed=True))
        for column, figure in enumerate(each.figures, len(each.words)):
            if isinstance(figure, str):
                sheet.text(line, column, figure, styles("word_right"))
            else:
                sheet.write_number(line, column, figure, styles("calculated", table.number))
        line += 1
    if table.left_out:
        said = f"Nothing may be told of {table.left_out} more: it would tell a unit price."
        sheet.text(line, 0, said, styles("subtitle"))
        line += 1
    return line + 1


def _chart(sheet: Page, book: Any, line: int, table: Table, copy: PublicCopy) -> bool:  # noqa: ANN401  it carries no types
    """What each option is invoiced in all, where none of it is withheld."""
    if any(isinstance(line.figures[0], str) for line in table.lines):
        return False
    first, last = 5, 4 + len(table.lines)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": table.heads[1],
            "categories": [SUMMARY, first, 0, last, 0],
            "values": [SUMMARY, first, 1, last, 1],
            "fill": {"color": PALETTE[0]},
            "gap": 50,
        }
    )
    money = copy.comparison.results.scenario.finance.currency
    chart.set_title({"name": f"{table.heads[1]}, {money} thousand", "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0,", "label_position": "high"})
    chart.set_size({"width": 760, "height": 300})
    said = f"{table.heads[1]}: the first column of the table above, as bars."
    sheet.insert_chart(line, 0, chart, {"description": said})
    return True
