"""The Budget sheet: each option as a budget, in whole pounds, what lowers it in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import NamedTuple

from licmodel.analysis.accounts.budgets import NOT_GROWTH, Change, beside, growth_of, schedule
from licmodel.analysis.results import Results
from licmodel.assembly.bodies import title_of
from licmodel.assembly.budget_rows import CHANGES
from licmodel.language.formulas import column_name
from licmodel.report.budgets import BESIDE, ONE_RATE, UNFINANCED, WHY_BESIDE, base_note
from licmodel.terms.bearer import ITSELF
from licmodel.terms.months import year_label
from licmodel.workbook.inputs import SHOW_LINE as SHOWN_AT
from licmodel.workbook.inputs import SHOWS, selector_cell
from licmodel.workbook.layout import BookLayout
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import BRACKETS, Styles

NAME = "Budget"
_TODAY, _FIRST = 1, 2
"""Columns of what there is today, and of the first year."""

_SAID = (
    "Whole {currency}, nominal, rounded line by line, so that what is shown adds up. What lowers a "
    "budget stands in brackets."
)
_GROWTH = "Why it grows, on the year before: each cause added to those above it"
_AS_WRITTEN = (
    "Causes stand as they were when the book was written, under Base: no one formula tells them. "
    "They explain the budget above as long as both changes below them are the same."
)


class _Line(NamedTuple):
    """A line of a table: its words, its row by year, and the row of what there is today."""

    title: str
    row: str
    today: str | None = None
    ruled: bool = False


class BudgetSheet:
    """Writes the Budget sheet, every figure a link to the sheet of its option."""

    def __init__(self, results: Results, layout: BookLayout, styles: Styles) -> None:
        self.results = results
        self.scenario = results.scenario
        self.rows = results.model.program.rows
        self.layout = layout
        self.styles = styles
        self.labels = results.model.program.periods.labels("year")
        self.growth = growth_of(results.scenario)
        self.line = 0
        self.starts: list[int] = []

    def write(self, sheet: Page) -> None:
        """Write a table of each kind for each option, one below the other."""
        styles, today = self.styles, self.scenario.today
        sheet.text(0, 0, "Budget: each option as a call on revenue", styles("title"))
        said = _SAID.format(currency=self.scenario.finance.currency)
        sheet.text(1, 0, said, styles("subtitle"))
        sheet.text(2, 0, SHOWS, styles("text"))
        sheet.write_formula(2, 1, f"={selector_cell(SHOWN_AT)}", styles("bold"), "Base")
        closing = self.scenario.timeline.closing
        of = None if today is None else year_label(today.year, closing)
        unfinanced = UNFINANCED if self._is_unfinanced() else ""
        notes = [each for each in (base_note(of, self.labels), unfinanced) if each]
        for line, note in enumerate(notes, 3):
            sheet.text(line, 0, note, styles("subtitle"))
        self.line = 4 + len(notes)
        options: list[int] = []
        for key, option in self.results.model.options.items():
            options.append(self.line)
            sheet.text(self.line, 0, option.title, styles("side", typed=True))
            self.line += 1
            self._table(sheet, "Revenue budget", self._revenue(key))
            changes = self._changes(key)
            self._table(sheet, "What changes it, on the year before", changes)
            self._causes(sheet, key)
            self._table(sheet, "Capital, no part of the budget above", self._capital(key))
            self._beside(sheet, key)
            for title, lines in self._reserves(key):
                self._table(sheet, title, lines)
            self.line += 1
        # an option's title stands above its first table
        starts = [each - 1 if each - 1 in options else each for each in self.starts]
        wide = 62 + 13 + 12 * len(self.labels)
        sheet.keep_together(starts, self.line, wide, options[1:])
        sheet.set_column(0, 0, 62)
        sheet.set_column(_TODAY, _TODAY, 13)
        sheet.set_column(_FIRST, _FIRST + len(self.labels), 12)
        sheet.set_up(NAME, freeze=(0, 1))

    def _is_unfinanced(self) -> bool:
        return self.scenario.finance.borrowing is None and any(
            kind == "capital" and any(self.results.by_period(row))
            for key in self.results.model.options
            for _, _, kind, row, _ in schedule(self.results.model, key)
        )

    # --- tables ---

    def _table(self, sheet: Page, title: str, lines: Sequence[_Line]) -> None:
        if not lines:
            return
        styles = self.styles
        has_today = any(each.today for each in lines)
        self._heads(sheet, title, self._today_head(lines) if has_today else "")
        for each in lines:
            self.line += 1
            kind = "total" if each.ruled else "text"
            title = each.title[:1].upper() + each.title[1:]
            sheet.text(self.line, 0, title, styles(kind, typed=True))
            form = styles("total" if each.ruled else "calculated", BRACKETS)
            if each.today is not None:
                self._link(sheet, _TODAY, each.today, 0, form)
            elif each.ruled:
                sheet.text(self.line, _TODAY, "", form)
            for period in range(len(self.labels)):
                self._link(sheet, _FIRST + period, each.row, period, form)
        self.line += 2

    def _heads(self, sheet: Page, title: str, today: str = "") -> None:
        self.starts.append(self.line)
        sheet.text(self.line, 0, title, self.styles("head"))
        sheet.text(self.line, _TODAY, today, self.styles("head_right"))
        for column, label in enumerate(self.labels, _FIRST):
            sheet.text(self.line, column, label, self.styles("head_right"))

    def _note(self, sheet: Page, text: str) -> None:
        sheet.text(self.line, 0, text, self.styles("subtitle"))
        self.line += 1

    def _causes(self, sheet: Page, key: str) -> None:
        """Why it grows, in figures that stay; with their sum, and the change as it is now."""
        changes = self.growth[key].values()
        told = [each for each in changes if any(each.by_year) or each.title == NOT_GROWTH]
        self._heads(sheet, _GROWTH)
        first = self.line + 1
        for each in told:
            self.line += 1
            self._given(sheet, each)
        self.line += 1
        total = self.styles("total", BRACKETS)
        sheet.text(self.line, 0, "Change on the year before, as written", total)
        sheet.text(self.line, _TODAY, "", total)
        row = f"{key}.budget.change.by_year"
        for column, value in enumerate(self.results.by_period(row), _FIRST):
            name = column_name(column)
            formula = f"=SUM({name}{first + 1}:{name}{self.line})"
            sheet.figure(self.line, column, formula, value, total)
        self.line += 1
        now = "Change on the year before, as the book shows it"
        sheet.text(self.line, 0, now, self.styles("text"))
        for period in range(len(self.labels)):
            self._link(sheet, _FIRST + period, row, period, self.styles("calculated", BRACKETS))
        self.line += 1
        self._note(sheet, _AS_WRITTEN)
        pages = self.results.model.options[key].pages.values()
        if any(getattr(each.line, "converted", None) for each in pages):
            self._note(sheet, ONE_RATE)
        self.line += 1

    def _given(self, sheet: Page, change: Change) -> None:
        title = change.title[:1].upper() + change.title[1:]
        sheet.text(self.line, 0, title, self.styles("text", typed=True))
        form = self.styles("calculated", BRACKETS)
        for column, value in enumerate(change.by_year, _FIRST):
            if isnan(value):
                sheet.write_formula(self.line, column, "=NA()", form, "#N/A")
            else:
                sheet.write_number(self.line, column, value, form)

    def _beside(self, sheet: Page, key: str) -> None:
        """What the option costs in a comparison, and nobody is billed."""
        lines = [
            _Line(f"{each.title} ({each.kind})", each.row)
            for each in beside(self.results.model, key)
        ]
        if lines:
            self._table(sheet, BESIDE, lines)
            self.line -= 1
            self._note(sheet, WHY_BESIDE)
            self.line += 1

    def _today_head(self, lines: Sequence[_Line]) -> str:
        today = self.scenario.today
        if today is None or any(each.today != "today.base" for each in lines if each.today):
            return "At the start"
        return f"{year_label(today.year, self.scenario.timeline.closing)} budget"

    def _link(self, sheet: Page, column: int, row: str, period: int, form: object) -> None:
        value = self.results.by_period(row)[period]
        sheet.figure(self.line, column, f"={self.layout.cell(row, period)}", value, form)

    def _revenue(self, key: str) -> list[_Line]:
        at = f"{key}.budget"
        base = "today.base" if self.scenario.today is not None else None
        lines = [
            _Line(title, row)
            for _, title, kind, row, _ in schedule(self.results.model, key)
            if kind != "capital"
        ]
        lines.append(_Line("call on the revenue budget", f"{at}.by_year", base, ruled=True))
        lines += [
            _Line(f"of it, borne by {title_of(body, self.scenario)}", row)
            for body in (*self.scenario.bodies, ITSELF)
            if (row := f"{at}.body.{body}.by_year") in self.rows
        ]
        if base is not None:
            planned = "base budget with what is in the plan"
            lines.append(_Line(planned, "today.planned.by_year", base))
            to_find = "to find beyond the plan (in brackets: to spare)"
            lines.append(_Line(to_find, f"{at}.to_find.by_year", ruled=True))
        return lines

    def _changes(self, key: str) -> list[_Line]:
        at = f"{key}.budget"
        lines = [_Line(said, f"{at}.{name}.by_year") for name, said in CHANGES.items()]
        return [*lines, _Line("change on the year before", f"{at}.change.by_year", ruled=True)]

    def _capital(self, key: str) -> list[_Line]:
        at = f"{key}.budget"
        lines = [
            _Line(title, row)
            for _, title, kind, row, _ in schedule(self.results.model, key)
            if kind == "capital"
        ]
        if not lines:
            return []
        lines.append(_Line("capital spent", f"{at}.capital.by_year", ruled=True))
        if (row := f"{at}.outstanding.by_year") in self.rows:
            lines.append(_Line("not yet repaid at the end of the year", row))
        return lines

    def _reserves(self, key: str) -> Iterator[tuple[str, list[_Line]]]:
        _, funding = self.scenario.funding(key)
        for name, reserve in funding.reserves.items():
            at = f"{key}.budget.reserves.{name}"
            title = reserve.title or name.replace("_", " ")
            yield (
                title[:1].upper() + title[1:],
                [
                    _Line("paid in", f"{at}.put_in.by_year"),
                    _Line("drawn", f"{at}.drawn.by_year"),
                    _Line(
                        "holds at the end of the year",
                        f"{at}.balance.by_year",
                        f"{at}.opening",
                        ruled=True,
                    ),
                ],
            )
