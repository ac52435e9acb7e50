"""Whether the answer holds over other horizons: a sentence and a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licmodel.analysis.decisions.horizons import Horizon
from licmodel.report.amounts import UNKNOWN, Amounts, counted
from licmodel.report.grid import Grid
from licmodel.report.phrases import listed


def horizons_sentence(found: Sequence[Horizon], titles: Mapping[str, str]) -> str:
    """Which option is the cheapest over which numbers of years.

    Parameters
    ----------
    found : sequence of Horizon
        The shortest first.
    titles : mapping of str to str
        Of options.

    Examples
    --------
    >>> known = [Horizon(3, False, "rent", {}), Horizon(5, True, "rent", {})]
    >>> horizons_sentence(known, {"rent": "Rent"})
    '"Rent" is the cheapest by present value over 3 and 5 years alike.'
    >>> known += [Horizon(10, False, "buy", {})]
    >>> print(horizons_sentence(known, {"rent": "Rent", "buy": "Buy"}))
    The answer turns with the horizon: by present value "Rent" is the cheapest over 3 and 5 years, \
"Buy" over 10 years.
    """
    by_best: dict[str, list[str]] = {}
    for each in found:
        if each.cheapest is not None:
            by_best.setdefault(each.cheapest, []).append(str(each.years))
    if not by_best:
        return "Which option is the cheapest is known over no horizon."
    over = [
        (titles[best], "1 year" if years == ["1"] else f"{listed(years)} years")
        for best, years in by_best.items()
    ]
    if len(over) == 1:
        ((title, years),) = over
        alike = " alike" if len(found) > 1 else ""
        return f'"{title}" is the cheapest by present value over {years}{alike}.'
    (first, years), *rest = over
    parts = [f'"{first}" is the cheapest over {years}']
    parts += [f'"{title}" over {others}' for title, others in rest]
    return f"The answer turns with the horizon: by present value {', '.join(parts)}."


def horizons_table(found: Sequence[Horizon], titles: Mapping[str, str], amounts: Amounts) -> Grid:
    """Present value of each option over each number of years; ``*`` is the lowest.

    Examples
    --------
    >>> known = [Horizon(3, False, "rent", {"rent": 300.0}), Horizon(5, True, None, {}, "x")]
    >>> grid = horizons_table(known, {"rent": "Rent"}, Amounts("GBP"))
    >>> grid.heads, grid.cells
    (['3 years', '5 years, as here'], [['300*', 'unknown']])
    """
    heads = [f"{counted(each.years, 'year')}{', as here' if each.is_own else ''}" for each in found]
    cells = [
        [
            f"{amounts.text(each.present_values[option])}{'*' if option == each.cheapest else ''}"
            if option in each.present_values
            else UNKNOWN
            for each in found
        ]
        for option in titles
    ]
    title = f"Present value over other horizons, {amounts.unit}; * is the lowest"
    return Grid(title, list(titles.values()), heads, cells)


def not_known_words(found: Sequence[Horizon]) -> list[str]:
    """Why some horizons could not be worked out."""
    over = ((counted(each.years, "year"), each.why) for each in found if each.why)
    return [f"Over {years} it cannot be worked out: {why}." for years, why in over]
