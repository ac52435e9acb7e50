"""What may be typed into the cell of an input."""

from __future__ import annotations

import datetime as dt

from licmodel.language.program import Input
from licmodel.language.units import FLAG

_ANYTHING = (-1e15, 1e15)


def rule_for(declared: Input) -> dict[str, object]:
    """Rule of the spreadsheet for the cells of an input, with what it says to a wrong figure.

    Examples
    --------
    >>> rule_for(Input("a", "Seats", (("user", 1),), 3.0, bounds=(0, None)))["error_message"]
    'Seats: between 0 and 1e+15.'
    """
    low, high = declared.bounds
    rule: dict[str, object] = {"error_title": "Not a figure that can stand here"}
    if declared.shown == "month":
        return rule | {
            "validate": "date",
            "criteria": ">=",
            "value": dt.date(1990, 1, 1),
            "error_message": "Write the first day of a month, such as 1 April 2027.",
        }
    if declared.unit == FLAG:
        low, high = 0.0, 1.0
    low, high = _ANYTHING[0] if low is None else low, _ANYTHING[1] if high is None else high
    said = "a number" if (low, high) == _ANYTHING else f"between {low:g} and {high:g}"
    return rule | {
        "validate": "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_message": f"{declared.label[:150]}: {said}.",
    }
