"""What grants leave of the lines they pay for, in tables, and the tail that stays in a sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.grants import Granted
from licmodel.report.amounts import Amounts
from licmodel.report.grid import WIDTH
from licmodel.report.headings import basis
from licmodel.report.tables import along_periods
from licmodel.terms.months import month_words, parse_month

_HALF_A_PENNY = 0.005


def grants_text(comparison: Comparison, amounts: Amounts) -> Iterator[str]:
    """For each option with grants: cost, what they pay and what is left; and what stays."""
    for key, granted in comparison.grants.items():
        title = comparison.options[key].title
        rows = [
            ("Cost of what grants pay for", granted.cost),
            ("Paid by grants", [0.0 - paid for paid in granted.paid]),
            ("Left after grants", granted.left),
        ]
        said = f"{title}: grants and what they leave, {amounts.unit}"
        yield along_periods(
            comparison, f"{said} ({basis(comparison, 'accrued')})", rows, amounts, is_sum=True
        ).text()
        currency = Amounts(comparison.results.scenario.finance.currency)
        yield textwrap.fill(f'"{title}": {tail_words(granted, currency)}', WIDTH)


def tail_words(granted: Granted, amounts: Amounts) -> str:
    """When grants end, and what their lines cost from then on that no grant pays.

    Examples
    --------
    >>> tail = {"2029/30": 30_000.0, "2030/31": 31_000.0}
    >>> granted = Granted([], [], [], "2029-03", tail, 61_000.0)
    >>> tail_words(granted, Amounts("GBP"))
    'the grants end in March 2029; from 2029/30 what they paid for costs £30,000 a year at first \
that no grant pays, £61,000 in all.'
    """
    if granted.ends is None:
        return "no grant pays anything within the horizon."
    ends = f"the grants end in {month_words(parse_month(granted.ends))}"
    if granted.tail_total < _HALF_A_PENNY:
        return f"{ends}, and nothing that they paid for is left to pay after it."
    whole = amounts.whole(granted.tail_total)
    if granted.tail_year is None:
        return f"{ends}; what they paid for costs {whole} after it that no grant pays."
    year, cost = granted.tail_year
    at_first = "" if len({round(each, 2) for each in granted.tail.values()}) == 1 else " at first"
    return (
        f"{ends}; from {year} what they paid for costs {amounts.whole(cost)} a year{at_first} "
        f"that no grant pays, {whole} in all."
    )
