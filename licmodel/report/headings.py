"""What every table must say of itself: price base, VAT, timing and discounting."""

from __future__ import annotations

import textwrap

from licmodel.analysis.comparison import Comparison
from licmodel.report.amounts import Amounts, percent
from licmodel.report.grid import WIDTH
from licmodel.terms.index import Index
from licmodel.terms.months import month_words


def heading(comparison: Comparison, amounts: Amounts) -> str:
    """Title and conventions of a comparison, as lines of text."""
    scenario = comparison.results.scenario
    timeline = scenario.timeline
    years = "year" if timeline.years == 1 else "years"
    span = f"{month_words(timeline.start)} to {month_words(timeline.last)}"
    lines = [
        scenario.title,
        f"{scenario.organisation.name}. {span}, {timeline.years} {years}.",
        f"{price_base(comparison)} {vat_basis(comparison)} {discounting(comparison)}",
        f"Figures in {_unit_words(amounts)}, rounded for show only; comparisons are unrounded.",
    ]
    return "\n".join(textwrap.fill(line, WIDTH) for line in lines)


def _unit_words(amounts: Amounts) -> str:
    name = {"GBP": "pounds", "EUR": "euros", "USD": "dollars"}.get(
        amounts.currency, amounts.currency
    )
    return name if amounts.units == "pounds" else f"{amounts.units} of {name}"


def price_base(comparison: Comparison) -> str:
    """Nominal or real, and by which index."""
    scenario = comparison.results.scenario
    if not comparison.real:
        return "Nominal: money of the day."
    inflation = scenario.finance.inflation
    name = "the scenario's own rate" if isinstance(inflation, Index) else inflation
    return f"Real: {scenario.timeline.year_labels()[0]} prices, deflated by {name}."


def vat_basis(comparison: Comparison) -> str:
    """Whether VAT is in or out."""
    recovered = comparison.results.scenario.finance.vat_recoverable.value
    if recovered == 1:
        return "VAT excluded; all of it is recovered."
    return f"VAT excluded but for what is not recovered ({percent(1 - recovered)}), its own row."


def discounting(comparison: Comparison) -> str:
    """How present values are made."""
    results = comparison.results
    finance = results.scenario.finance
    if finance.discounting.rate is not None:
        how = f"{finance.discounting.rate.text} a year"
    else:
        rate = (
            results.by_period("finance.discount_rate")[0]
            if ("finance.discount_rate" in results.model.program.rows)
            else results.figure("finance.discount_rate")
        )
        how = f"{finance.discounting.schedule} ({percent(rate, 1)} a year)"
    flows = "real" if results.model.is_real else "nominal"
    first = "; the first year is undiscounted" if finance.timing == "start" else ""
    return (
        f"Present values: {flows} invoiced money, {how}, falling at the {finance.timing} of "
        f"each financial year{first}."
    )
