"""The sheets of inputs: a live figure for each, chosen from its base and its what-ifs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Protocol

from licmodel.analysis.results import Results
from licmodel.language.formulas import column_name
from licmodel.language.program import Input
from licmodel.language.units import unit_text
from licmodel.workbook.layout import (
    FIRST_INPUT_LINE,
    INPUTS,
    LIVE,
    MONTH_NUMBER,
    PRICES,
    BookLayout,
)
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import Styles, number_format
from licmodel.workbook.validation import rule_for

IsOpen = Callable[[Input], bool]
BASE = MONTH_NUMBER + 1
BASE_NAME = "Base"
SHOWS = "The whole book shows"
SOURCE_HEADS = ("Source, or why it is assumed", "Dated", "Answered for by", "Where it stands")
SHOW_LINE, NUMBER_LINE = 1, 2
_HEAD = FIRST_INPUT_LINE - 1
_FIXED = (".from", ".billing")
_STRUCTURE = ("timeline.", "finance.budget.")
_WHOLE_MONTHS = 12
_FIRST_DAY = dt.date(1899, 12, 30)


def selector_cell(line: int = NUMBER_LINE) -> str:
    """Address of the number of the what-if that the book shows."""
    return f"{INPUTS}!${column_name(LIVE)}${line + 1}"


class Deal(Protocol):
    """What may stand in the place of a figure, where a deal is on the table."""

    def choice(self, key: str) -> str | None:
        """When a proposed figure is taken and which, as the head of an IF; none: never."""


class InputSheets:
    """Writes every input once, on the sheet that the layout gives it."""

    written_sum: float = 0.0
    """Of all figures written, by which the book tells whether any of them was changed."""

    def __init__(
        self,
        results: Results,
        layout: BookLayout,
        styles: Styles,
        is_open: IsOpen | None = None,
        deal: Deal | None = None,
    ) -> None:
        self.results = results
        self.layout = layout
        self.styles = styles
        self.is_open = is_open
        self.deal = deal
        self.names = [BASE_NAME, *what_if_names(results)]
        self.last = BASE + len(self.names) - 1
        self.currency = results.scenario.finance.currency

    def write(self, sheets: Mapping[str, Page]) -> None:
        """Write the headings, the selector and all inputs."""
        for name, sheet in sheets.items():
            self._head(name, sheet)
        self._selector(sheets[INPUTS])
        for key, declared in self.results.model.program.inputs.items():
            place = self.layout.input_lines[key]
            self._line(sheets[place.sheet], place.line, declared)

    def _head(self, name: str, sheet: Page) -> None:
        styles = self.styles
        what = "Dated prices" if name == PRICES else "What the model is given"
        sheet.text(0, 0, f"{name}: {what}", styles("title"))
        said = (
            "Filled cells may be changed: Base, and the what-ifs beside it. A what-if left blank "
            "is as the base; a base left blank is unknown, never nothing."
        )
        if name == INPUTS:
            sheet.text(3, 0, said, styles("subtitle"))
        else:
            sheet.text(1, 0, said, styles("subtitle"))
        heads = ["Key", "What it is", "Unit", "Rests on", "Live", "Month number", *self.names]
        heads += SOURCE_HEADS
        for column, head in enumerate(heads):
            right = LIVE <= column <= self.last
            sheet.text(_HEAD, column, head, styles("head_right" if right else "head"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 3, 12)
        sheet.set_column(LIVE, self.last, 13)
        sheet.set_column(MONTH_NUMBER, MONTH_NUMBER, 7)
        sheet.set_column(self.last + 1, self.last + 1, 60)
        sheet.set_column(self.last + 2, self.last + 3, 12)
        sheet.set_column(self.last + 4, self.last + 4, 30)
        sheet.set_row(_HEAD, 12 * max(3, *(1 + len(each) // 10 for each in self.names)))
        sheet.set_up(name, freeze=(FIRST_INPUT_LINE, MONTH_NUMBER + 1), repeat=_HEAD)
        # on paper sources stand on Assumptions, and here the figures can be read
        ends = [each.line for each in self.layout.input_lines.values() if each.sheet == name]
        sheet.print_area(0, 0, max(ends, default=_HEAD), self.last)

    def _selector(self, sheet: Page) -> None:
        styles = self.styles
        sheet.text(SHOW_LINE, 1, SHOWS, styles("bold"))
        sheet.text(SHOW_LINE, LIVE, BASE_NAME, styles("choice"))
        names = f"${column_name(BASE)}${_HEAD + 1}:${column_name(self.last)}${_HEAD + 1}"
        sheet.data_validation(
            SHOW_LINE,
            LIVE,
            SHOW_LINE,
            LIVE,
            {
                "validate": "list",
                "source": f"={names}",
                "input_title": "Base or what-if",
                "input_message": "Choose one: every figure in the book follows.",
                "error_title": "No such what-if",
                "error_message": "Choose a name from the list.",
            },
        )
        sheet.text(NUMBER_LINE, 1, "its number among the columns", styles("key"))
        cell = f"{column_name(LIVE)}{SHOW_LINE + 1}"
        sheet.figure(NUMBER_LINE, LIVE, f"=MATCH({cell},{names},0)", 1.0, styles("key"))

    def _line(self, sheet: Page, line: int, declared: Input) -> None:
        styles = self.styles
        fixed = is_fixed(declared.key) or not (self.is_open is None or self.is_open(declared))
        form = number_format(declared.unit, self.currency, declared.shown)
        sheet.text(line, 0, declared.key, styles("key"))
        sheet.text(line, 1, declared.label, styles("text", typed=True))
        sheet.text(line, 2, "" if declared.shown == "month" else unit_text(declared.unit))
        sheet.text(line, 3, declared.origin.status if declared.origin.given else "usual value")
        values = self._values(declared)
        kind = "fixed" if fixed else "input"
        for number, value in enumerate(values):
            cell_form = styles(kind, form)
            if value is None or isnan(value):
                sheet.write_blank(line, BASE + number, None, cell_form)
                continue
            if declared.shown == "month":
                sheet.write_datetime(line, BASE + number, _day(value), cell_form)
            else:
                sheet.write_number(line, BASE + number, value, cell_form)
            self.written_sum += day_number(value) if declared.shown == "month" else value
        if not fixed:
            sheet.data_validation(line, BASE, line, self.last, rule_for(declared))
        self._live(sheet, line, declared, form)
        origin = declared.origin
        for column, text in enumerate(
            (origin.source, origin.dated, origin.owner, _name_and_line(origin.place)), self.last + 1
        ):
            sheet.text(line, column, text, styles("text", typed=True))

    def _live(self, sheet: Page, line: int, declared: Input, form: str) -> None:
        """The figure that the book shows; a month also as the number that is worked with."""
        formula, style = live_formula(line, self.last, declared), self.styles("live", form)
        proposed = None if self.deal is None else self.deal.choice(declared.key)
        if proposed is not None:
            formula = f"=IF({proposed},{formula.removeprefix('=')})"
        if declared.shown != "month":
            sheet.figure(line, LIVE, formula, declared.value, style)
            return
        sheet.figure(line, LIVE, formula, day_number(declared.value), style)
        cell = f"{column_name(LIVE)}{line + 1}"
        number = f"=YEAR({cell})*12+MONTH({cell})-1"
        sheet.figure(line, MONTH_NUMBER, number, declared.value, self.styles("key"))

    def _values(self, declared: Input) -> list[float | None]:
        """Base, then each what-if; none where a what-if leaves it as it is."""
        figures = self.results.values[declared.key][0].tolist()
        values: list[float | None] = [figures[0]]
        for number in range(1, len(self.names)):
            changed = len(figures) > 1 and figures[number] != figures[0]
            values.append(figures[number] if changed else None)
        return values


def open_cells(results: Results, layout: BookLayout, is_open: IsOpen) -> frozenset[tuple[str, str]]:
    """Sheet and address of every cell that a copy leaves unlocked: its own inputs, the choice."""
    last = BASE + len(results.what_ifs)
    found = {(INPUTS, f"{column_name(LIVE)}{SHOW_LINE + 1}")}
    for key, place in layout.input_lines.items():
        if not is_fixed(key) and is_open(results.model.program.inputs[key]):
            for column in range(BASE, last + 1):
                found.add((place.sheet, f"{column_name(column)}{place.line + 1}"))
    return frozenset(found)


def is_fixed(key: str) -> bool:
    """Whether an input is part of the model's structure, which a workbook cannot change.

    Examples
    --------
    >>> is_fixed("timeline.start"), is_fixed("stay.support.amount")
    (True, False)
    """
    return key.startswith(_STRUCTURE) or key.endswith(_FIXED)


def live_formula(line: int, last: int, declared: Input) -> str:
    """The figure that the book works with: the chosen what-if's, else the base, else unknown."""
    base = f"${column_name(BASE)}{line + 1}"
    span = f"{base}:${column_name(last)}{line + 1}"
    chosen = f"INDEX({span},1,{selector_cell()})"
    only_base = f'IF({base}<>"",{base},NA())'
    if is_fixed(declared.key) or last == BASE:
        return f"={only_base}"
    return f'=IF({chosen}<>"",{chosen},{only_base})'


def _day(month: float) -> dt.date:
    year, number = divmod(round(month), _WHOLE_MONTHS)
    return dt.date(year, number + 1, 1)


def day_number(month: float) -> float:
    """A month as the number of its first day that a sheet holds; unknown where it is.

    Examples
    --------
    >>> day_number(2027 * 12 + 3)
    46478.0
    """
    return float((_day(month) - _FIRST_DAY).days) if not isnan(month) else month


def what_if_names(results: Results) -> list[str]:
    """A name for each what-if's column: its title, or its key in words; no two alike.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> what_if_names(run(example()))
    []
    """
    names: list[str] = []
    for key, what_if in results.what_ifs.items():
        name = " ".join((what_if.title or key.replace("_", " ")).split())[:60]
        if name.lower() in {BASE_NAME.lower(), *map(str.lower, names)}:
            name = f"{name[:40]} ({key[:16]})"
        names.append(name)
    return names


def months_of(labels: Sequence[str]) -> list[dt.date]:
    """First days of months that are written 2027-04."""
    return [dt.date(int(label[:4]), int(label[5:]), 1) for label in labels]


def _name_and_line(place: str | None) -> str | None:
    """Where a figure stands, without the folder: a book goes to others."""
    return None if place is None else re.split(r"[\\/]", place)[-1]
