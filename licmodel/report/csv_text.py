"""A comparison as CSV: one figure a row, unrounded, unknown left empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from math import isnan

from licmodel.analysis.comparison import RECORD, Comparison
from licmodel.report.tables import chosen_measures

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def comparison_csv(
    comparison: Comparison, measures: Sequence[str] | None = None, *, under: str | None = None
) -> str:
    """The figures as CSV text, those under what-ifs too where they were worked out.

    Text that a spreadsheet would run as a formula is given a leading apostrophe.

    Parameters
    ----------
    comparison : Comparison
        What to write. A column ``what_if`` tells its what-ifs apart; it is empty for the
        scenario as it stands.
    measures : sequence of str, optional
        Which measures; all, where not given.
    under : str, optional
        What stands in that column for figures that are not of the scenario as it stands, where
        the name of their what-if does not say it.

    Raises
    ------
    InputError
        If a measure is not known, or the scenario has none such.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> print(comparison_csv(compare(example())).splitlines()[1])
    stay,,billed,2027/28,1200.0
    """
    wanted = {*chosen_measures(comparison, measures), "internal_rate"}
    under = under or comparison.results.base
    named = under is not None or bool(comparison.what_ifs)
    return rows_csv(
        [*RECORD, "what_if"] if named else RECORD,
        (
            (*record, name or under or "") if named else record
            for name in (None, *comparison.what_ifs)
            for record in comparison.records(name)
            if record[2] in wanted
        ),
    )


def rows_csv(heads: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Rows of texts and figures as CSV text; an unknown figure is left empty.

    Examples
    --------
    >>> print(rows_csv(("who", "value"), [("=all", float("nan"))]), end="")
    who,value
    '=all,
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(each) for each in row])
    return out.getvalue()


def _cell(each: str | float) -> str:
    if isinstance(each, str):
        return harmless(each)
    return "" if isnan(each) else repr(each)


def harmless(text: object) -> str:
    """Text that no spreadsheet will run."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(_FORMULA_SIGNS) else plain
