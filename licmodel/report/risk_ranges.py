"""What was drawn, and why so: no chance is told without it."""

from __future__ import annotations

from math import isnan

from licmodel.analysis.risk.drawn import Drawn
from licmodel.analysis.risk.risk_answer import RiskAnswer
from licmodel.analysis.risk.uncertain import Uncertain
from licmodel.language.program import Input
from licmodel.language.units import unit_text
from licmodel.report.amounts import UNKNOWN, counted, measured, percent, plain
from licmodel.report.grid import Grid
from licmodel.report.phrases import distinct, listed
from licmodel.terms.months import month_words


def ranges_title(drawn: Drawn) -> str:
    """How many figures were drawn.

    Examples
    --------
    >>> from licmodel.analysis.risk.risk import example, risk
    >>> ranges_title(risk(example()).drawn)
    'What was drawn (1 figure; all else as it stands)'
    """
    return f"What was drawn ({counted(len(drawn.uncertain), 'figure')}; all else as it stands)"


def ranges_table(drawn: Drawn) -> Grid:
    """Every figure that was drawn: how, as it stands, and why so.

    Examples
    --------
    >>> from licmodel.analysis.risk.risk import example, risk
    >>> ranges_table(risk(example()).drawn).cells
    [['uniform, 1,000 to 2,000', '£1,200', 'assumed: two offers', 'stay.support.amount']]
    """
    cells = [
        [each.words, standing(each) or "-", reason(each), each.key]
        for each in drawn.uncertain.values()
    ]
    labels = [each.label for each in drawn.uncertain.values()]
    return Grid(
        ranges_title(drawn), labels, ["how it is drawn", "as it stands", "why", "key"], cells
    )


def together_words(drawn: Drawn) -> str:
    """Which figures move together.

    Examples
    --------
    >>> from licmodel.analysis.risk.risk import example, risk
    >>> together_words(risk(example()).drawn)
    'Nothing was said to move together, so each is drawn by itself.'
    """
    if not drawn.pairs:
        return "Nothing was said to move together, so each is drawn by itself."
    labels = distinct({key: each.label for key, each in drawn.uncertain.items()})
    told = (
        f"{labels[one]} with {labels[two]} {rank:g}" for (one, two), rank in drawn.pairs.items()
    )
    return f"Ranks that move together: {'; '.join(told)}."


def outside_words(found: RiskAnswer) -> str | None:
    """Figures that as they stand could not have been drawn; nothing where there are none."""
    if not found.outside:
        return None
    return f"Outside of what is drawn as they stand: {listed(found.outside)}."


def drawn_words(each: Uncertain, figure: float) -> str:
    """What was drawn of a figure, as it is written; of an event, how often it happens."""
    if each.is_event:
        return percent(figure)
    return f"times {figure:.3g}" if each.is_factor else shown(each.inputs[0], figure)


def shown(declared: Input, figure: float) -> str:
    """A figure of an input as it is written, in three or four digits."""
    if isnan(figure):
        return UNKNOWN
    if declared.shown == "month":
        return month_words(round(figure))
    if declared.shown == "percent":
        return f"{plain(round(figure * 100, 1))}%"
    return measured(float(f"{figure:.4g}"), unit_text(declared.unit))


def standing(each: Uncertain) -> str | None:
    """A figure as it stands; nothing of an event, and of a factor."""
    if each.is_event or each.is_factor:
        return None
    return shown(each.inputs[0], each.inputs[0].value)


def reason(each: Uncertain) -> str:
    """Why a figure is drawn so."""
    if each.by != "its entry":
        return each.by
    return (
        "no reason given" if each.origin is None else f"{each.origin.status}: {each.origin.source}"
    )
