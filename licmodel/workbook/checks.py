"""The Checks: what must always hold, as formulas, and what has moved since the export."""

from __future__ import annotations

from collections.abc import Iterator

from licmodel.analysis.results import Results
from licmodel.assembly.budget_rows import CHANGES
from licmodel.language.formulas import column_name
from licmodel.language.table import Axis
from licmodel.workbook.layout import BookLayout, quoted
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import MONEY, Styles

NAME = "Checks"
MASTER = "Checks!$E$3"
ALL_HOLD = "Every check below holds"
_HEAD = 5
_TO_THE = "1E-6"
_RELATIVE = "1E-9"

Agreement = tuple[str, str, tuple[str, float], tuple[str, float]]
"""An option, what must agree, and both ways to it: formula and figure."""


class CheckSheet:
    """Writes the Checks sheet."""

    def __init__(self, results: Results, layout: BookLayout, styles: Styles) -> None:
        self.results = results
        self.layout = layout
        self.styles = styles

    def write(self, sheet: Page) -> None:
        """Write the master check, every check, and each total beside what it was."""
        styles = self.styles
        sheet.text(0, 0, "Checks: what must always hold", styles("title"))
        sheet.text(2, 0, ALL_HOLD, styles("bold"))
        heads = ("Option", "What must agree", "One way", "The other way", "Holds")
        self._heads(sheet, _HEAD, heads)
        line = _HEAD
        for option, said, one, other in agreements(self.results, self.layout):
            line += 1
            sheet.text(
                line, 0, self.results.model.options[option].title, styles("text", typed=True)
            )
            sheet.text(line, 1, said, styles("text"))
            for column, (formula, value) in enumerate((one, other), 2):
                sheet.figure(line, column, f"={formula}", value, styles("calculated", MONEY))
            left, right = f"C{line + 1}", f"D{line + 1}"
            scale = f"MAX(ABS({left}),ABS({right}))"
            holds = f"ABS({left}-{right})<=MAX({_TO_THE},{_RELATIVE}*{scale})"
            # a figure that is unknown is not one that agrees
            formula = f"=IF(ISNA({left}),ISNA({right}),IF(ISNA({right}),FALSE,{holds}))"
            sheet.write_formula(line, 4, formula, styles("calculated"), value=True)
        sheet.write_formula(2, 4, f"=AND(E{_HEAD + 2}:E{line + 1})", styles("bold"), value=True)
        self._moved(sheet, line + 3)
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 62)
        sheet.set_column(2, 4, 16)
        sheet.set_up("Checks", freeze=(_HEAD + 1, 0))

    def _heads(self, sheet: Page, line: int, heads: tuple[str, ...]) -> None:
        for column, head in enumerate(heads):
            kind = "head" if column < 2 else "head_right"  # noqa: PLR2004  words, then figures
            sheet.text(line, column, head, self.styles(kind))

    def _moved(self, sheet: Page, line: int) -> None:
        """What each total was when the book was written, and what it is now."""
        styles = self.styles
        sheet.text(line, 0, "What has moved since the book was written", styles("bold"))
        self._heads(sheet, line + 1, ("Option", "", "Then", "Now", "Difference"))
        line += 1
        for key, option in self.results.model.options.items():
            line += 1
            row = f"{key}.billed.total"
            value = self.results.figure(row)
            sheet.text(line, 0, option.title, styles("text", typed=True))
            sheet.text(line, 1, "Total invoiced", styles("text"))
            form = styles("calculated", MONEY)
            if value == value:  # noqa: PLR0124  known
                sheet.write_number(line, 2, value, form)
            else:
                sheet.write_formula(line, 2, "=NA()", form, "#N/A")
            sheet.figure(line, 3, f"={self.layout.cell(row)}", value, form)
            gap = 0.0 if value == value else value  # noqa: PLR0124  known
            sheet.figure(line, 4, f"=D{line + 1}-C{line + 1}", gap, form)


# --- what must agree ---


def agreements(results: Results, layout: BookLayout) -> Iterator[Agreement]:
    """All that must agree in a book, each way with its formula and its figure.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example, run
    >>> results = run(assemble(example(), budget="pounds"))
    >>> next(agreements(results, BookLayout(results.model)))[1]
    'invoiced: months add up to the years'
    """
    return _Agreements(results, layout).all()


class _Agreements:
    def __init__(self, results: Results, layout: BookLayout) -> None:
        self.results = results
        self.layout = layout

    def all(self) -> Iterator[Agreement]:
        for key, option in self.results.model.options.items():
            for flow, said in (
                ("billed", "invoiced"),
                ("accrued", "charged"),
                ("capital", "capital"),
                ("revenue", "revenue"),
            ):
                row = f"{key}.{flow}"
                months = self._sum(row, "month")
                yield (
                    key,
                    f"{said}: months add up to the years",
                    months,
                    self._sum(f"{row}.by_year", "year"),
                )
                yield key, f"{said}: months add up to the total", months, self._one(f"{row}.total")
            lines = [f"{line}.billed.total" for line in option.lines.values()]
            parts = [self._one(each) for each in (*lines, f"{key}.vat_billed.total")]
            yield (
                key,
                "lines, and VAT that is not recovered, add up to the option",
                ("+".join(cell for cell, _ in parts), sum(value for _, value in parts)),
                self._one(f"{key}.billed.total"),
            )
            yield self._prepaid(key)
            capital, revenue = (self._one(f"{key}.{flow}.total") for flow in ("capital", "revenue"))
            yield (
                key,
                "capital and revenue add up to what is charged",
                (f"{capital[0]}+{revenue[0]}", capital[1] + revenue[1]),
                self._one(f"{key}.accrued.total"),
            )
            yield self._discounted(key)
            yield from self._budgeted(key)
            baseline = self.results.scenario.baseline_key
            if baseline is not None:
                before = self._one(f"{baseline}.billed.total")
                after = self._one(f"{key}.billed.total")
                yield (
                    key,
                    "what the baseline costs more is the saving",
                    (f"{before[0]}-{after[0]}", before[1] - after[1]),
                    self._one(f"{key}.saving.total"),
                )

    def _prepaid(self, key: str) -> Agreement:
        before, paid = self._one(f"{key}.prepaid_before"), self._one(f"{key}.billed.total")
        served = self._one(f"{key}.accrued.total")
        last = self.results.model.program.periods.count("month") - 1
        after = self._one(f"{key}.prepayment", last)
        return (
            key,
            "prepaid before and invoiced are charged, or prepaid after",
            (f"{before[0]}+{paid[0]}", before[1] + paid[1]),
            (f"{served[0]}+{after[0]}", served[1] + after[1]),
        )

    def _discounted(self, key: str) -> Agreement:
        flow = (
            f"{key}.billed.real.by_year" if self.results.model.is_real else f"{key}.billed.by_year"
        )
        factor = "finance.discount_factor"
        figures = zip(self.results.by_period(flow), self.results.by_period(factor), strict=True)
        value = sum(money * weight for money, weight in figures)
        formula = f"SUMPRODUCT({self._span(flow, 'year')},{self._span(factor, 'year')})"
        said = "years times discount factors add up to the present value"
        return key, said, (formula, value), self._one(f"{key}.present_value")

    def _budgeted(self, key: str) -> Iterator[Agreement]:
        """What a budget is made of, over all years."""
        at = f"{key}.budget"
        changes = [f"{at}.{name}.by_year" for name in CHANGES]
        for said, parts, whole in (
            (
                "budget: its lines add up to the call on revenue",
                self.results.model.options[key].budgeted,
                f"{at}.by_year",
            ),
            ("budget: what changes it adds up to the change", changes, f"{at}.change.by_year"),
        ):
            sums = [self._sum(each, "year") for each in parts] or [("0", 0.0)]
            one = "+".join(formula for formula, _ in sums), sum(value for _, value in sums)
            yield key, said, one, self._sum(whole, "year")

    def _one(self, key: str, period: int = 0) -> tuple[str, float]:
        return self.layout.cell(key, period), self.results.by_period(key)[period]

    def _sum(self, key: str, axis: Axis) -> tuple[str, float]:
        return f"SUM({self._span(key, axis)})", sum(self.results.by_period(key))

    def _span(self, key: str, axis: Axis) -> str:
        place = self.layout.place(key)
        first = self.layout.first_column(axis)
        last = first + self.results.model.program.periods.count(axis) - 1
        line = place.line + 1
        columns = f"${column_name(first)}${line}:${column_name(last)}${line}"
        return f"{quoted(place.sheet)}!{columns}"
