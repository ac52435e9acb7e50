"""A vendor's copy: its own lines, live, under keys that say nothing; blank where it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isnan, nan

import numpy as np

from licmodel.analysis.results import Results
from licmodel.assembly.assemble import Model
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.formulas import column_name
from licmodel.language.program import Input, Program, Row
from licmodel.records import record
from licmodel.terms.months import month_words
from licmodel.workbook.audiences import FIGURE, Audience, disclosed_to, opaque_keys
from licmodel.workbook.inputs import day_number
from licmodel.workbook.layout import (
    FIRST_INPUT_LINE,
    INPUTS,
    LIVE,
    PRICES,
    BookLayout,
)
from licmodel.workbook.notes import write_said
from licmodel.workbook.pages import Page
from licmodel.workbook.rows import RowSheets
from licmodel.workbook.styles import Styles, number_format
from licmodel.workbook.validation import rule_for
from licmodel.workbook.vendor_words import unit_for_vendor, words_for_vendor

SCHEDULE, READ_ME = "Schedule", "Read me"
_ROOTS = ("billed", "billed.by_year", "billed.total")
_LINE_PARTS = 2
_ABOVE = "Coloured cells are for you; the others are what we plan with."
_NOTHING = "Nothing is to be filled in here: these are what we plan with."
_WORKED_WITH = LIVE + 1
"""Column of the figure, where a blank is unknown; the number of a month stands to its right."""

_HEADS = ("Key", "What it is", "Unit", "", FIGURE, "Worked with", "Month number")
FIXED = (
    *(READ_ME, SCHEDULE, INPUTS, PRICES, _ABOVE, _NOTHING, *_HEADS),
    *("yours", "Before", "Whole", "Financial years", "Contract years", "Months", "month by month"),
)
"""Words of the copy's own, beside those of its sentences."""


@record
class VendorCopy:
    """What a vendor may see of a model: a part of it, and the figures it has without ours."""

    audience: Audience
    results: Results
    keys: Mapping[str, str]
    asked: frozenset[str]
    title: str
    withheld: tuple[str, ...]

    @property
    def program(self) -> Program:
        """The part of the model's rows and inputs that the copy holds."""
        return self.results.model.program

    @property
    def open_sheets(self) -> list[str]:
        """Sheets on which anything is to be filled in."""
        places = VendorLayout(self.results.model).input_lines
        return list(dict.fromkeys(each.sheet for key, each in places.items() if key in self.asked))

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """What its Read me says, each with its heading."""
        scenario = self.results.scenario
        timeline = scenario.timeline
        fill_in = (
            f"Fill in what is coloured on {' and '.join(self.open_sheets)}, and send the book "
            "back; everything follows from it."
        )
        nothing = "Nothing is to be filled in: the book shows what is wanted, and when."
        return [
            ("From", scenario.organisation.name),
            ("Horizon", f"{month_words(timeline.start)} to {month_words(timeline.last)}"),
            ("Money", f"{scenario.finance.currency}, without VAT; costs are positive."),
            ("What to do", fill_in if self.asked else nothing),
            ("Unknown", "#N/A is a figure that waits for yours. It is never taken for nothing."),
            ("Months", "They stand to the right on Schedule; on paper stand the years."),
            (
                "Worked with",
                "What formulas read: the figure, and of a month its number, counted from year 0.",
            ),
            ("Keys", "The keys in the first column are for us. Please leave them as they are."),
        ]


def vendor_copy(model: Model, audience: Audience) -> VendorCopy:
    """Pick what a vendor may see: rows of its lines whose every leaf is disclosed to it.

    Figures that it is asked for are unknown, and so is what is made of them, so that no stored
    value tells what we expect.

    Raises
    ------
    InputError
        If nothing would be left to show, or it is shown what is not there.
    """
    vendor = model.scenario.vendors[audience.key or ""]
    disclosed = frozenset(disclosed_to(vendor, model.program, audience.key or ""))
    lines = [
        each
        for each in dict.fromkeys(
            (*vendor.shown, *(asked.rpartition(".")[0] for asked in vendor.asked))
        )
        if each.count(".") == _LINE_PARTS - 1 and each.split(".")[0] in model.options
    ]
    wanted: set[str] = set()
    withheld: list[str] = []
    for line in lines:
        for root in _ROOTS:
            key = f"{line}.{root}"
            if key not in model.program.rows:
                continue
            above = _made_of(model.program, key)
            missing = sorted(model.reach.inputs(key) - disclosed)
            missing += [each for each in above if not _fits(each, model, lines)]
            if missing:
                more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
                withheld.append(f"{key}, made of {missing[0]}{more}, which it is not shown")
            else:
                wanted |= above
    inputs = {key: each for key, each in model.program.inputs.items() if key in disclosed}
    if not any(not key.startswith("timeline.") for key in inputs):
        raise InputError("nothing is left to show this vendor", where=f"vendors.{audience.key}")
    rows = {key: row for key, row in model.program.rows.items() if key in wanted}
    part = replace(model, program=Program(model.program.periods, inputs, rows), evaluators={})
    asked = frozenset(vendor.asked)
    unknown = {key: np.array([nan]) for key in asked}
    values = part.evaluator(frozenset(unknown)).run(unknown)
    return VendorCopy(
        audience,
        Results(part, values),
        opaque_keys(model.program, audience),
        asked,
        vendor.title or "What we ask you to fill in",
        tuple(withheld),
    )


def _fits(key: str, model: Model, lines: list[str]) -> bool:
    """Whether a vendor's copy may hold a row: no other line's, and no option's as a whole."""
    head = key.split(".", maxsplit=1)[0]
    return head not in model.options or any(key.startswith(f"{line}.") for line in lines)


def _made_of(program: Program, key: str) -> set[str]:
    """A row with all rows that it reads, straight or through others."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.add(here)
        waiting += [each.ref for each in _references(program.rows[here]) if each.op != "input"]
    return found


def _references(row: Row) -> Iterator[Expr]:
    yield from row.body.references()
    if isinstance(row.opening, Expr):
        yield from row.opening.references()


class VendorLayout(BookLayout):
    """Places in a vendor's copy: all rows on one sheet, whichever option wrote them."""

    def _worked_with(self, key: str) -> int:
        return _WORKED_WITH + (self.program.inputs[key].shown == "month")

    def _heading(self, key: str) -> tuple[str, str]:
        head, *rest = key.split(".")
        if head in self.model.scenario.options:
            return SCHEDULE, f"{head}.{rest[0]}"
        return SCHEDULE, head


class _Rows(RowSheets):
    def __init__(self, copy: VendorCopy, layout: BookLayout, styles: Styles) -> None:
        super().__init__(copy.results, layout, styles)
        self.copy = copy

    def _title(self, name: str) -> str:  # noqa: ARG002  it has one sheet of rows
        return f"{self.copy.title}: month by month"

    def _key(self, key: str) -> str:
        return self.copy.keys.get(key, "")  # a heading says what it is in words


def write_vendor(book_sheets: Mapping[str, Page], copy: VendorCopy, styles: Styles) -> None:
    """Write a vendor's copy; ``book_sheets`` has a page for each of `sheet_names`."""
    layout = VendorLayout(copy.results.model)
    write_said(book_sheets[READ_ME], copy.title, copy.sentences, styles)
    for name in _input_sheets(layout):
        _inputs(book_sheets[name], name, copy, layout, styles)
    if copy.program.rows:
        _Rows(copy, layout, styles).write({SCHEDULE: book_sheets[SCHEDULE]})
        book_sheets[SCHEDULE].set_column(0, 0, 14)
        book_sheets[SCHEDULE].set_column(1, 1, 76)


def sheet_names(copy: VendorCopy) -> tuple[str, ...]:
    """Sheets of a vendor's copy, in order."""
    layout = VendorLayout(copy.results.model)
    return (READ_ME, *_input_sheets(layout), *([SCHEDULE] if copy.program.rows else []))


def _input_sheets(layout: BookLayout) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.sheet for place in layout.input_lines.values()))


def _inputs(sheet: Page, name: str, copy: VendorCopy, layout: BookLayout, styles: Styles) -> None:
    sheet.text(0, 0, f"{name}: {copy.title}", styles("title", typed=True))
    sheet.text(1, 0, _ABOVE if name in copy.open_sheets else _NOTHING, styles("subtitle"))
    head = FIRST_INPUT_LINE - 1
    for column, text in enumerate(_HEADS):
        kind = "head_right" if column >= LIVE else "head"
        sheet.text(head, column, text, styles(kind))
    for column, width in enumerate((14, 60, 18, 12, 14, 15, 8)):
        sheet.set_column(column, column, width)
    sheet.set_row(head, 26)
    for key, place in layout.input_lines.items():
        if place.sheet == name:
            _line(sheet, place.line, copy, copy.program.inputs[key], styles)
    sheet.set_up(name, freeze=(FIRST_INPUT_LINE, 0), repeat=head)


def _line(sheet: Page, line: int, copy: VendorCopy, declared: Input, styles: Styles) -> None:
    asked = declared.key in copy.asked
    month = declared.shown == "month"
    form = number_format(declared.unit, copy.results.scenario.finance.currency, declared.shown)
    sheet.text(line, 0, copy.keys[declared.key], styles("key"))
    sheet.text(line, 1, words_for_vendor(declared), styles("text", typed=True))
    sheet.text(line, 2, unit_for_vendor(declared), styles("text"))
    sheet.text(line, 3, "yours" if asked else "", styles("bold"))
    style = styles("input" if asked else "live", form)
    if asked or isnan(declared.value):
        sheet.write_blank(line, LIVE, None, style)
    else:
        sheet.write_number(
            line, LIVE, day_number(declared.value) if month else declared.value, style
        )
    if asked:
        sheet.data_validation(line, LIVE, line, LIVE, rule_for(declared))
    value = nan if asked else declared.value
    shown = day_number(value) if month and not asked else value
    cell, worked = f"{column_name(LIVE)}{line + 1}", f"{column_name(_WORKED_WITH)}{line + 1}"
    # a blank is unknown and never nothing
    sheet.figure(line, _WORKED_WITH, f'=IF({cell}<>"",{cell},NA())', shown, styles("key", form))
    if month:
        number = f"=YEAR({worked})*12+MONTH({worked})-1"
        sheet.figure(line, _WORKED_WITH + 1, number, value, styles("key"))
