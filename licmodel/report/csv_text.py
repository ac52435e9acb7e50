"""A comparison as CSV: one figure a row, unrounded, unknown left empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from math import isnan

from licmodel.analysis.comparison import RECORD, Comparison
from licmodel.report.tables import chosen_measures

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def comparison_csv(comparison: Comparison, measures: Sequence[str] | None = None) -> str:
    """The figures as CSV text, those under what-ifs too where they were worked out.

    Text that a spreadsheet would run as a formula is given a leading apostrophe.

    Parameters
    ----------
    comparison : Comparison
        What to write. A column ``what_if`` tells its what-ifs apart; it is empty for the
        scenario as it stands.
    measures : sequence of str, optional
        Which measures; all, where not given.

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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    named = bool(comparison.what_ifs)
    writer.writerow([*RECORD, "what_if"] if named else RECORD)
    for name in (None, *comparison.what_ifs):
        for *texts, value in comparison.records(name):
            if texts[2] in wanted:
                row = [*map(harmless, texts), "" if isnan(value) else repr(value)]
                writer.writerow([*row, name or ""] if named else row)
    return out.getvalue()


def harmless(text: object) -> str:
    """Text that no spreadsheet will run."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(_FORMULA_SIGNS) else plain
