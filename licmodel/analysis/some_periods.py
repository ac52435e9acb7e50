"""Some of a comparison's periods: what runs along them is cut, what is of the whole stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from licmodel.analysis.arguments import require_one_of
from licmodel.analysis.comparison import Comparison
from licmodel.analysis.figures import MEASURES, LineFigures, OptionFigures
from licmodel.errors import InputError


def between(comparison: Comparison, first: str, last: str) -> Comparison:
    """A comparison with the figures by period of some of them.

    Whole-life figures, such as present values, stay those of the whole horizon.

    Parameters
    ----------
    comparison : Comparison
        Of all periods.
    first, last : str
        Labels of the first and the last period that are wanted.

    Raises
    ------
    InputError
        If there is no such period, or the last comes before the first.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> part = between(compare(example()), "2028/29", "2028/29")
    >>> part.periods, part.options["stay"].billed, part.options["stay"].total
    (('2028/29',), [1200.0], 2400.0)
    """
    span = span_of(comparison, first, last)
    return replace(
        comparison,
        periods=comparison.periods[span],
        options=_cut(comparison.options, span),
        what_ifs={name: _cut(options, span) for name, options in comparison.what_ifs.items()},
    )


def span_of(comparison: Comparison, first: str, last: str) -> slice:
    """Where some periods stand among all of a comparison's.

    Raises
    ------
    InputError
        If there is no such period, or the last comes before the first.
    """
    for period in (first, last):
        require_one_of(period, comparison.periods, "period")
    start, end = (comparison.periods.index(each) for each in (first, last))
    if end < start:
        raise InputError("the last period comes before the first", found=f"{first} to {last}")
    return slice(start, end + 1)


def _cut(options: Mapping[str, OptionFigures], span: slice) -> dict[str, OptionFigures]:
    return {
        key: replace(
            option,
            **{
                name: figures[span]
                for name in MEASURES
                if (figures := getattr(option, name)) is not None
            },
            lines={
                line: LineFigures(each.title, each.billed[span], each.accrued[span])
                for line, each in option.lines.items()
            },
        )
        for key, option in options.items()
    }
