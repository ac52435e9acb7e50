"""A scenario as a live workbook."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import Results, run
from licmodel.errors import InputError
from licmodel.scenario.overlay import write_new
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.checks import MASTER, CheckSheet
from licmodel.workbook.checks import NAME as CHECKS
from licmodel.workbook.deal import IN_FORCE, DealSheet
from licmodel.workbook.deal import NAME as DEAL
from licmodel.workbook.inputs import InputSheets
from licmodel.workbook.layout import INPUTS, PRICES, BookLayout
from licmodel.workbook.notes import write_assumptions, write_log, write_read_me, write_sources
from licmodel.workbook.pages import Page
from licmodel.workbook.rows import RowSheets
from licmodel.workbook.styles import FONT, SIZE, Styles
from licmodel.workbook.summary import NAME as SUMMARY
from licmodel.workbook.summary import Summary

_PROTECTED = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_columns": True,
    "insert_rows": True,
}


class Book(NamedTuple):
    """A workbook as bytes, with what it was made of."""

    data: bytes
    results: Results
    layout: BookLayout
    left_out: tuple[str, ...]


def make_workbook(scenario: Scenario) -> Book:
    """The workbook of a scenario, as bytes.

    Every cell that is calculated holds its formula and, beside it, the engine's figure, so that
    it shows the right one before anybody recalculates it.

    Raises
    ------
    InputError
        If the scenario does not fit together.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> make_workbook(example()).data[:2]
    b'PK'
    """
    results, left_out = _run(scenario)
    comparison = compare(results, what_ifs=False)
    layout = BookLayout(results.model)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.formats[0].set_font_name(FONT)
        book.formats[0].set_font_size(SIZE)
        styles = Styles(book)
        deal = DealSheet(results, layout, styles)
        names = ("Read me", SUMMARY, *([DEAL] if deal.lines else []), INPUTS, PRICES)
        names = (*names, *layout.blocks)
        names = (*names, "Assumptions", "Sources", CHECKS, "Log")
        sheets: dict[str, Page] = {
            name: book.add_worksheet(name, worksheet_class=Page) for name in names
        }
        write_read_me(sheets["Read me"], comparison, styles, left_out)
        inputs = InputSheets(results, layout, styles, deal if deal.lines else None)
        inputs.write({name: sheets[name] for name in (INPUTS, PRICES)})
        if deal.lines:
            deal.written_sum = inputs.written_sum
            deal.write(sheets[DEAL])
        RowSheets(results, layout, styles).write({name: sheets[name] for name in layout.blocks})
        CheckSheet(results, layout, styles).write(sheets[CHECKS])
        write_assumptions(sheets["Assumptions"], comparison, layout, styles)
        write_sources(sheets["Sources"], comparison, styles)
        write_log(sheets["Log"], comparison, styles)
        Summary(comparison, layout, styles).write(
            sheets[SUMMARY], book, MASTER, IN_FORCE if deal.lines else None
        )
        for sheet in sheets.values():
            sheet.protect("", _PROTECTED)
        sheets[SUMMARY].activate()
        book.set_properties({"title": scenario.title, "author": "", "comments": ""})
    return Book(stream.getvalue(), results, layout, left_out)


def write_workbook(scenario: Scenario, path: str | Path) -> Book:
    """Write a scenario as a new workbook; a file that is there is never written over.

    Raises
    ------
    InputError
        If the scenario does not fit together, or the file is there or cannot be written.
    """
    if Path(path).suffix.lower() != ".xlsx":
        raise InputError(
            "a workbook is written as .xlsx",
            where=str(path),
            remedies=[f"name it {Path(path).with_suffix('.xlsx').name}"],
        )
    book = make_workbook(scenario)
    write_new(path, book.data)
    return book


def _run(scenario: Scenario) -> tuple[Results, tuple[str, ...]]:
    """The scenario with its what-ifs; those that change more than figures are left out, named."""
    from licmodel.analysis.assemble import assemble  # noqa: PLC0415

    model = assemble(scenario)
    fitting: list[str] = []
    left_out: list[str] = []
    for key in scenario.what_ifs:
        try:
            run(model, [key])
        except InputError as error:
            left_out.append(f"what-if {key}: {error.what}")
        else:
            fitting.append(key)
    return run(model, fitting or None), tuple(left_out)
