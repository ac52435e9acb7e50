"""The sheets of words: Read me, Assumptions, Sources and Log."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from licmodel import __version__
from licmodel.analysis.comparison import Comparison
from licmodel.analysis.provenance import register
from licmodel.report.amounts import percent
from licmodel.report.headings import discounting, price_base, vat_basis
from licmodel.report.phrases import by_name
from licmodel.report.sentences import answer
from licmodel.terms.months import month_words
from licmodel.workbook.inputs import day_number
from licmodel.workbook.layout import BookLayout
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import Styles, number_format

_WIDE = 110
_HOW_TO_USE = (
    "Change the filled cells of Inputs and Prices; everything follows. Inputs!E2 chooses between "
    "the base and the what-ifs, for the whole book. Nothing else is to be typed into: the sheets "
    "are protected, without a password."
)
_WHOSE = (
    "The copy of {}: only the figures that it answers for are filled and may be changed. Change "
    "those, and send it back."
)
WHOSE_COPY = re.compile(re.escape(_WHOSE.partition("{}")[0]) + r"(.+?): only the figures")
"""Whose copy a Read me says that it is."""

_HOW_TO_READ = (
    "The sheet of an option holds a line for each row of the model: its whole, its financial "
    "years, then its months. Every month has the same formula. Left of the first period stands "
    "what was before it. On paper stand the wholes and the years."
)


def write_read_me(
    sheet: Page,
    comparison: Comparison,
    styles: Styles,
    left_out: Sequence[str],
    whose: str | None = None,
) -> None:
    """What the book is, for whom, in which money, and how it is used."""
    scenario = comparison.results.scenario
    timeline = scenario.timeline
    span = f"{month_words(timeline.start)} to {month_words(timeline.last)}"
    said: list[tuple[str, str]] = [
        ("What it is", f"{scenario.title}. {scenario.organisation.name}, {span}."),
        *([("Whose copy", _WHOSE.format(whose))] if whose is not None else []),
        ("What it says", answer(comparison)),
        *([("What to know", scenario.notes)] if scenario.notes else []),
        ("Prices", price_base(comparison)),
        ("VAT", vat_basis(comparison)),
        ("Present values", discounting(comparison)),
        ("Sign", "Costs are positive, income and grants negative; a saving is positive."),
        (
            "How to use it",
            _HOW_TO_USE,
        ),
        (
            "Reading a line",
            _HOW_TO_READ,
        ),
        ("Unknown", "#N/A is a figure nobody knows. It is never taken for nothing."),
        ("Checks", "Summary!B4 says whether every check of the sheet Checks holds."),
        ("Made by", f"licmodel {__version__}"),
        *[("Left out", each) for each in left_out],
        *[("Warning", by_name(scenario, each)) for each in comparison.warnings],
    ]
    write_said(sheet, scenario.title, said, styles)
    line = len(said) + 3
    sheet.text(line, 0, "Colours", styles("side"))
    for number, (kind, text) in enumerate(
        (
            ("sample", "may be changed"),
            ("calculated", "calculated"),
            ("fixed", "fixed in this book"),
        ),
        line,
    ):
        sheet.text(number, 1, text, styles(kind))


def write_said(sheet: Page, title: str, said: Sequence[tuple[str, str]], styles: Styles) -> None:
    """Sentences, each with its heading to its left, on one page: every Read me is made so."""
    sheet.text(0, 0, title, styles("title", typed=True))
    for line, (head, text) in enumerate(said, 2):
        sheet.text(line, 0, head, styles("side"))
        sheet.text(line, 1, text, styles("wrapped", typed=True))
        sheet.set_row(line, 12.5 * (1 + len(text) // _WIDE))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, _WIDE)
    sheet.set_up(title, freeze=(0, 0))
    sheet.fit_to_pages(1, 1)


def write_assumptions(
    sheet: Page, comparison: Comparison, layout: BookLayout, styles: Styles
) -> None:
    """Every figure that somebody gave, the weakest first, with its weight."""
    money = comparison.results.scenario.finance.currency
    sheet.text(0, 0, "Assumptions: what the figures rest on", styles("title"))
    sheet.text(
        1,
        0,
        "Weight: the largest share of an option's total that rests on the figure, when the book "
        "was written.",
        styles("subtitle"),
    )
    heads = (
        "Key",
        "What it is",
        "Now",
        "Rests on",
        "Weight",
        "Source, or why it is assumed",
        "Dated",
    )
    for column, head in enumerate(heads):
        beside = head in {"Rests on", "Source, or why it is assumed"}
        kind = "head_right" if head in {"Now", "Weight"} else "head_in" if beside else "head"
        sheet.text(3, column, head, styles(kind))
    for line, each in enumerate(register(comparison.results), 4):
        declared, origin = each.input, each.input.origin
        form = number_format(declared.unit, money, declared.shown)
        sheet.text(line, 0, each.key, styles("key"))
        sheet.text(line, 1, each.label, styles("text", typed=True))
        value = day_number(each.value) if declared.shown == "month" else each.value
        sheet.figure(line, 2, f"={layout.live_cell(each.key)}", value, styles("calculated", form))
        sheet.text(line, 3, origin.status, styles("side_text"))
        sheet.write_number(line, 4, each.weight, styles("calculated", "0.0%"))
        marks = [*(["STALE"] if each.is_stale else []), *([] if each.is_used else ["UNUSED"])]
        sheet.text(line, 5, "; ".join([*marks, origin.source]), styles("side_text", typed=True))
        sheet.text(line, 6, origin.dated, styles("text"))
    for column, width in enumerate((36, 44, 13, 12, 9, 90, 12)):
        sheet.set_column(column, column, width)
    sheet.set_up("Assumptions", freeze=(4, 2), repeat=3)


def write_sources(sheet: Page, comparison: Comparison, styles: Styles) -> None:
    """Each source once, with how many figures lean on it."""
    sheet.text(0, 0, "Sources", styles("title"))
    for column, head in enumerate(("Rests on", "Dated", "Figures", "Source, or why it is assumed")):
        sheet.text(2, column, head, styles("head"))
    counts: dict[tuple[str, str, str], int] = {}
    for declared in comparison.results.model.program.inputs.values():
        origin = declared.origin
        if origin.given:
            known = origin.status, origin.dated or "", origin.source
            counts[known] = counts.get(known, 0) + 1
    for line, ((status, dated, source), count) in enumerate(sorted(counts.items()), 3):
        sheet.text(line, 0, status, styles("text"))
        sheet.text(line, 1, dated, styles("text"))
        sheet.write_number(line, 2, count, styles("calculated"))
        sheet.text(line, 3, source, styles("text", typed=True))
    for column, width in enumerate((12, 12, 9, 120)):
        sheet.set_column(column, column, width)
    sheet.set_up("Sources", freeze=(3, 0), repeat=2)


def write_log(sheet: Page, comparison: Comparison, styles: Styles) -> None:
    """Which files the book was made from, and what they say otherwise than those they extend."""
    scenario = comparison.results.scenario
    lines: list[tuple[str, str]] = [("Program", f"licmodel {__version__}")]
    for name, text in scenario.sources:
        digest = hashlib.sha256(text.encode()).hexdigest()
        lines.append(("File", f"{name.rsplit('/', maxsplit=1)[-1]}, sha256 {digest}"))
    lines += [("Otherwise than its parent", change) for change in scenario.changes]
    for option, each in scenario.options.items():
        if not each.is_costed:
            lines.append(
                ("Option not costed", f"{each.title or option}: {each.status}; {each.reason}")
            )
    rests = comparison.provenance
    for key, share in rests.items():
        said = ", ".join(f"{percent(part, 1)} {status}" for status, part in share.items() if part)
        lines.append((comparison.options[key].title, f"total rests on: {said or 'nothing'}"))
    sheet.text(0, 0, "Log", styles("title"))
    for line, (head, text) in enumerate(lines, 2):
        sheet.text(line, 0, head, styles("side", typed=True))
        sheet.text(line, 1, text, styles("wrapped", typed=True))
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, _WIDE)
    sheet.set_up("Log", freeze=(0, 0))
