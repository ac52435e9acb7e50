"""What still stands as a template has it: which figures to replace next, the weightiest first."""

from __future__ import annotations

from collections.abc import Sequence

from licmodel.analysis.provenance import Assumption, register
from licmodel.analysis.results import Results
from licmodel.report.amounts import percent
from licmodel.report.grid import Grid
from licmodel.report.phrases import listed
from licmodel.report.registers import value_of

_MARK = "REPLACE"
_WITH = f"{_MARK} with "
_MOST = 4


def to_replace(results: Results) -> list[Assumption]:
    """Figures that a template has put there, those first on which most of a total rests.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> to_replace(run(example()))
    []
    """
    found = [each for each in register(results) if _MARK in each.input.origin.source]
    return sorted(found, key=lambda each: -each.weight)


def replace_sentence(found: Sequence[Assumption]) -> str:
    """On which figures of the example an answer rests most; nothing where it has none of them.

    Parameters
    ----------
    found : sequence of Assumption
        From `to_replace`.

    Examples
    --------
    >>> replace_sentence([])
    ''
    """
    weighty = [each for each in found if percent(each.weight) != "0%"] or found
    if not weighty:
        return ""
    told = listed([f"{each.label} ({value_of(each)})" for each in weighty[:_MOST]])
    one = len(weighty) == 1
    most = "" if one else "most "
    what = "this figure, which is" if one else "these figures, which are"
    return f"The answer rests {most}on {what} still the example's: {told}."


def replace_table(found: Sequence[Assumption]) -> Grid:
    """What to replace next, and with what.

    Parameters
    ----------
    found : sequence of Assumption
        From `to_replace`.

    Examples
    --------
    >>> replace_table([]).heads
    ['the example has', 'put in its place', "rests on it, of an option's total"]
    """
    return Grid(
        "Figures that are still the example's, first those on which most of a total rests",
        [each.label for each in found],
        ["the example has", "put in its place", "rests on it, of an option's total"],
        [
            [value_of(each), _instead(each.input.origin.source), percent(each.weight, 1)]
            for each in found
        ],
    )


def _instead(source: str) -> str:
    """What a template asks for in place of its own figure."""
    return source.partition(_WITH)[2] or "your own"
