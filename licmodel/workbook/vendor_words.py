"""What figures are called in a vendor's copy: months in words, and a unit for every share."""

from __future__ import annotations

import re

from licmodel.assembly.price_lists import LONG_AGO
from licmodel.language.program import Input
from licmodel.language.units import unit_text
from licmodel.terms.months import month_words, parse_month

_FROM = re.compile(r"\s+from ([0-9]{4}-[0-9]{2})\b")
_FIRST_MONTH = re.compile(r"\.([0-9]{4}-[0-9]{2})\.from")
_SHARES = {"discount": "% off the price", "growth": "% a year", "index": "% a year"}


def words_for_vendor(declared: Input) -> str:
    """What a figure is called, without the numbers by which we know months.

    Examples
    --------
    >>> words_for_vendor(Input("prices.e3.2023-04", "E3 from 2023-04", (), 34.55))
    'E3 from April 2023'
    >>> words_for_vendor(Input("prices.e3.1980-01", "E3 from 1980-01", (), 28.1))
    'E3, at first'
    >>> words_for_vendor(Input("prices.e3.2023-04.from", "E3: from", (), 24279.0, shown="month"))
    'E3 from April 2023: first month'
    """
    of = _FIRST_MONTH.search(declared.key)
    if of is None or not declared.label.endswith(": from"):
        return _FROM.sub(lambda found: _since(found[1]), declared.label)
    when = ", a month long ago" if of[1] == LONG_AGO else ""
    return f"{declared.label.removesuffix(': from')}{_since(of[1])}: first month{when}"


def _since(month: str) -> str:
    return ", at first" if month == LONG_AGO else f" from {month_words(parse_month(month))}"


def unit_for_vendor(declared: Input) -> str:
    """The unit of a figure; of a share, what it is of.

    Examples
    --------
    >>> unit_for_vendor(Input("stay.e3.discount", "E3: discount", (), 0.1, shown="percent"))
    '% off the price'
    >>> unit_for_vendor(Input("drivers.staff.start", "staff", (("user", 1),), 640.0))
    'user'
    """
    if declared.shown == "month":
        return ""
    if declared.shown == "percent":
        return _SHARES.get(declared.key.rpartition(".")[2], "%")
    return unit_text(declared.unit) if declared.unit else ""
