"""What grants leave of the lines they pay for, in tables, and the tail that stays in a sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from licmodel.analysis.accounts.grants import Granted
from licmodel.analysis.comparison import Comparison
from licmodel.report.amounts import Amounts
from licmodel.report.grid import WIDTH
from licmodel.report.headings import basis
from licmodel.report.tables import along_periods
from licmodel.terms.months import month_text, month_words, parse_month

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
        if granted.ends is not None:  # a grant that pays nothing leaves all of it
            yield along_periods(
                comparison, f"{said} ({basis(comparison, 'accrued')})", rows, amounts, is_sum=True
            ).text()
        scenario = comparison.results.scenario
        currency, last = Amounts(scenario.finance.currency), month_text(scenario.timeline.last)
        yield textwrap.fill(f'"{title}": {tail_words(granted, currency, last)}', WIDTH)


def tail_words(granted: Granted, amounts: Amounts, last: str) -> str:
    """When grants end, and what their lines cost from then on that no grant pays.

    ``last`` is the last month of the horizon.

    Examples
    --------
    >>> tail = {"2029/30": 30_000.0, "2030/31": 31_000.0}
    >>> granted = Granted([], [], [], "2029-03", tail, 61_000.0)
    >>> tail_words(granted, Amounts("GBP"), "2031-03")
    'the grants pay last in March 2029; from 2029/30 what they paid for costs £30,000 a year \
at first that no grant pays, £61,000 in all.'
    """
    if granted.ends is None:
        return "no grant pays anything within the horizon."
    if granted.ends == last:
        return "grants pay up to the end of the horizon; what stays when they end is not in it."
    ends = f"the grants pay last in {month_words(parse_month(granted.ends))}"
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
