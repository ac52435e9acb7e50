"""A scenario as a live workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import Results, run
from licmodel.errors import InputError
from licmodel.language.program import Input
from licmodel.scenario.overlay import write_new
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.audiences import Audience, audience_of, is_owned, owner_of
from licmodel.workbook.budget import NAME as BUDGET
from licmodel.workbook.budget import BudgetSheet
from licmodel.workbook.checks import MASTER, CheckSheet
from licmodel.workbook.checks import NAME as CHECKS
from licmodel.workbook.collecting import holding_back
from licmodel.workbook.deal import IN_FORCE, DealSheet
from licmodel.workbook.deal import NAME as DEAL
from licmodel.workbook.inputs import InputSheets, open_cells
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
    audience: Audience = Audience()


@holding_back()
def make_workbook(scenario: Scenario, audience: str = "internal") -> Book:
    """The workbook of a scenario, as bytes.

    Every cell that is calculated holds its formula and, beside it, the engine's figure, so that
    it shows the right one before anybody recalculates it.

    Parameters
    ----------
    scenario : Scenario
        What it is of.
    audience : str
        ``internal``, ``vendor`` or ``vendor:KEY``, ``public``, or ``directorate:KEY``. All but
        the first are inspected when they are finished, and refused if they tell too much.

    Raises
    ------
    InputError
        If the scenario does not fit together, does not say what the audience may see, or the
        finished book tells more than that.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> make_workbook(example()).data[:2]
    b'PK'
    """
    whom = audience_of(audience, scenario)
    if whom.kind in {"vendor", "public"}:
        return _outside(scenario, whom)
    results, left_out = _run(scenario)
    is_open: Callable[[Input], bool] | None = None
    whose: str | None = None
    if whom.kind == "directorate":
        is_open = partial(is_owned, audience=whom)
        whose = owner_of(results.model.program, whom)
    comparison = compare(results, what_ifs=False)
    layout = BookLayout(results.model)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.formats[0].set_font_name(FONT)
        book.formats[0].set_font_size(SIZE)
        styles = Styles(book)
        deal = _deal(results, layout, styles) if is_open is None else None
        names = ("Read me", SUMMARY, *([DEAL] if deal is not None else []), INPUTS, PRICES)
        names = (*names, *layout.blocks)
        names = (*names, BUDGET, "Assumptions", "Sources", CHECKS, "Log")
        sheets: dict[str, Page] = {
            name: book.add_worksheet(name, worksheet_class=Page) for name in names
        }
        write_read_me(sheets["Read me"], comparison, styles, left_out, whose)
        inputs = InputSheets(results, layout, styles, is_open, deal)
        inputs.write({name: sheets[name] for name in (INPUTS, PRICES)})
        if deal is not None:
            deal.written_sum = inputs.written_sum
            deal.write(sheets[DEAL])
        RowSheets(results, layout, styles).write({name: sheets[name] for name in layout.blocks})
        BudgetSheet(results, layout, styles).write(sheets[BUDGET])
        CheckSheet(results, layout, styles).write(sheets[CHECKS])
        write_assumptions(sheets["Assumptions"], comparison, layout, styles)
        write_sources(sheets["Sources"], comparison, styles)
        write_log(sheets["Log"], comparison, styles)
        Summary(comparison, layout, styles).write(
            sheets[SUMMARY], book, MASTER, IN_FORCE if deal is not None else None
        )
        for sheet in sheets.values():
            sheet.protect("", _PROTECTED)
        sheets[SUMMARY].activate()
        book.set_properties({"title": scenario.title, "author": "", "comments": ""})
    data = stream.getvalue()
    if is_open is not None:
        from licmodel.workbook.disclosure import refuse_unlocked  # noqa: PLC0415  for copies only

        refuse_unlocked(data, open_cells(results, layout, is_open), str(whom))
    return Book(data, results, layout, left_out, whom)


def _deal(results: Results, layout: BookLayout, styles: Styles) -> DealSheet | None:
    """The negotiator's sheet, where anything has a price; no copy for others has it."""
    deal = DealSheet(results, layout, styles)
    return deal if deal.lines else None


def _outside(scenario: Scenario, audience: Audience) -> Book:
    """A copy that somebody outside may see, inspected."""
    from licmodel.assembly.assemble import assemble  # noqa: PLC0415
    from licmodel.workbook.outside import inspected_copy  # noqa: PLC0415  for copies only

    model = assemble(scenario)
    copy = inspected_copy(model, audience)
    return Book(copy.data, copy.results, BookLayout(model), copy.withheld, audience)


def write_workbook(scenario: Scenario, path: str | Path, audience: str = "internal") -> Book:
    """Write a scenario as a new workbook; a file that is there is never written over.

    Parameters
    ----------
    scenario : Scenario
        What it is of.
    path : str or Path
        New file, ``.xlsx``.
    audience : str
        Whom it is for, as in `make_workbook`.

    Raises
    ------
    InputError
        If the scenario does not fit together, the copy tells its audience too much, or the file
        is there or cannot be written.
    """
    if Path(path).suffix.lower() != ".xlsx":
        raise InputError(
            "a workbook is written as .xlsx",
            where=str(path),
            remedies=[f"name it {Path(path).with_suffix('.xlsx').name}"],
        )
    book = make_workbook(scenario, audience)
    write_new(path, book.data)
    return book


def _run(scenario: Scenario) -> tuple[Results, tuple[str, ...]]:
    """The scenario with its what-ifs; those that change more than figures are left out, named."""
    from licmodel.assembly.assemble import assemble  # noqa: PLC0415

    model = assemble(scenario, budget="pounds")
    every = list(scenario.what_ifs)
    try:
        return run(model, every or None, with_rests=True), ()
    except InputError:
        left_out: dict[str, str] = {}
        for key in every:
            try:
                run(model, [key])
            except InputError as error:
                left_out[key] = f"what-if {key}: {error.what}"
        fitting = [key for key in every if key not in left_out]
        return run(model, fitting or None, with_rests=True), tuple(left_out.values())
