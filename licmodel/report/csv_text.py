"""A comparison as CSV: one figure a row, unrounded, unknown left empty."""

from __future__ import annotations

import csv
import io
from math import isnan

from licmodel.analysis.comparison import RECORD, Comparison

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def comparison_csv(comparison: Comparison) -> str:
    """The figures as CSV text.

    Text that a spreadsheet would run as a formula is given a leading apostrophe.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> print(comparison_csv(compare(example())).splitlines()[1])
    stay,,billed,2027/28,1200.0
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(RECORD)
    for *texts, value in comparison.records():
        writer.writerow([*map(harmless, texts), "" if isnan(value) else repr(value)])
    return out.getvalue()


def harmless(text: object) -> str:
    """Text that no spreadsheet will run."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(_FORMULA_SIGNS) else plain
