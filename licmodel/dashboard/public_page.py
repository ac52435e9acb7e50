"""The page for print that the public may read: what the inspected workbook for it says, no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from licmodel import __version__
from licmodel.analysis.estate.window import day_words
from licmodel.charts.bars import causes
from licmodel.charts.pictures import on_paper, svg
from licmodel.dashboard.one_page import as_file
from licmodel.dashboard.telling import grid_html
from licmodel.report.amounts import Amounts, plain
from licmodel.report.grid import Grid
from licmodel.workbook.public import PublicCopy, Table
from licmodel.workbook.styles import MONEY

_WIDTH = 560
_PRESENT_VALUE, _IN_ALL = "Present value", "Invoiced in all"


def public_page(copy: PublicCopy, day: date) -> str:
    """What the public may read as an HTML file of its own.

    Parameters
    ----------
    copy : PublicCopy
        What was chosen to be told, and inspected.
    day : date
        On which it is printed.

    Raises
    ------
    InputError
        If charts cannot be drawn here.
    """
    return as_file(copy.comparison.results.scenario.title, _parts(copy, day))


def _parts(copy: PublicCopy, day: date) -> Iterator[str]:
    scenario = copy.comparison.results.scenario
    amounts = Amounts(scenario.finance.currency)
    tables = [table for sheet in copy.sheets.values() for table in sheet]
    yield f'<p class="over">{escape(scenario.organisation.name)}</p>'
    yield f"<h1>{escape(scenario.title)}</h1>"
    yield from _answer(copy, tables[0])
    yield from _chart(copy, tables[0], amounts)
    for table in tables:
        if table.lines:
            yield grid_html(_grid(table, amounts))
        if table.left_out:
            yield (
                f"<p>Nothing may be told of {table.left_out} more: it would tell a unit price.</p>"
            )
    yield "<h2>How to read it</h2>"
    told = (said if said.startswith(head) else f"{head}: {said}" for head, said in copy.sentences)
    items = "".join(f"<li>{escape(each)}</li>" for each in told)
    yield f"<ul>{items}</ul>"
    yield f'<p class="foot">Printed on {day_words(day)} with licmodel {__version__}.</p>'


def _answer(copy: PublicCopy, whole: Table) -> Iterator[str]:
    """Which is the cheapest, where the figures that say so are all published."""
    best = copy.comparison.cheapest()
    if best is None or _published(whole, _PRESENT_VALUE) is None:
        return
    title = copy.comparison.options[best].title
    yield f'<p class="answer">"{escape(title)}" is the cheapest by present value.</p>'


def _published(whole: Table, head: str) -> list[float] | None:
    """A column of the first table; none where any of it is withheld or not known."""
    at = whole.heads.index(head) - 1
    column = [line.figures[at] for line in whole.lines]
    known = [each for each in column if not isinstance(each, str)]
    return known if len(known) == len(column) else None


def _chart(copy: PublicCopy, whole: Table, amounts: Amounts) -> Iterator[str]:
    """What each option is invoiced in all, under the same condition."""
    figures = _published(whole, _IN_ALL)
    best = copy.comparison.cheapest()
    if figures is None:
        return
    titles = [line.words[0] for line in whole.lines]
    steps = [
        (title, figure, amounts.whole(figure))
        for title, figure in zip(titles, figures, strict=True)
    ]
    drawn = causes(steps, copy.comparison.options[best].title if best is not None else "")
    spec = {**on_paper(drawn, width=_WIDTH), "background": None}
    said = f"Bar chart. {_IN_ALL}, each option. The same figures stand in the table below it."
    yield f"<h2>{_IN_ALL}</h2>"
    yield f'<figure role="img" aria-label="{said}">{svg(spec)}</figure>'


def _grid(table: Table, amounts: Amounts) -> Grid:
    """A table as it is printed: the last of its words names the row."""
    is_money = table.number == MONEY
    words = len(table.lines[0].words)
    return Grid(
        f"{table.title}{f', {amounts.unit}' if is_money else ''}",
        [line.words[-1 if is_money else 0] for line in table.lines],
        table.heads[: words - 1] + table.heads[words:] if is_money else table.heads[1:],
        [
            [
                *(line.words[:-1] if is_money else line.words[1:]),
                *(_text(figure, amounts, is_money=is_money) for figure in line.figures),
            ]
            for line in table.lines
        ],
    )


def _text(figure: float | str, amounts: Amounts, *, is_money: bool) -> str:
    if isinstance(figure, str):
        return figure
    return amounts.text(figure) if is_money else plain(figure)
