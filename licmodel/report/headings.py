"""What every table must say of itself: price base, VAT, timing and discounting."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.results import Results
from licmodel.report.amounts import Amounts, percent
from licmodel.report.grid import WIDTH
from licmodel.terms.index import Index
from licmodel.terms.months import month_words


def heading(comparison: Comparison, amounts: Amounts) -> str:
    """Title and conventions of a comparison, as lines of text."""
    scenario = comparison.results.scenario
    timeline = scenario.timeline
    years = "year" if timeline.years == 1 else "years"
    base = comparison.results.base
    span = f"{month_words(timeline.start)} to {month_words(timeline.last)}"
    lines = [
        scenario.title,
        f"{scenario.organisation.name}. {span}, {timeline.years} {years}.",
        *([] if base is None else [f"Under the what-if {scenario.what_if_words(base)}."]),
        f"{price_base(comparison)} {vat_basis(comparison)} {discounting(comparison)}",
        f"Figures in {_unit_words(amounts)}, rounded for show only; comparisons are unrounded.",
        *_part_years(comparison),
    ]
    return "\n".join(textwrap.fill(line, WIDTH) for line in lines)


def _part_years(comparison: Comparison) -> Iterator[str]:
    """Years of which only some months are inside the horizon, in words."""
    start = comparison.results.scenario.timeline.start
    told = [
        f"{span.label} is {month_words(start + span.first)} to {month_words(start + span.last)}"
        for span in comparison.part_years
    ]
    if told:
        yield f"Part years, not to be set beside whole ones: {'; '.join(told)}."


def period_heads(comparison: Comparison) -> list[str]:
    """Periods as they stand over a table, part years marked."""
    parts = {span.label for span in comparison.part_years}
    return [f"part of {each}" if each in parts else each for each in comparison.periods]


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
    return f"Real: {_first_year(comparison)} prices, deflated by {name}."


def vat_basis(comparison: Comparison) -> str:
    """Whether VAT is in or out."""
    lost = _vat_lost(comparison.results)
    if _bodies_lose(comparison.results):
        return "VAT excluded, except what each body does not recover of its own, which is a cost."
    if not lost:
        return "VAT excluded; all of it is recovered."
    return f"VAT excluded, except the {percent(lost)} of it that is not recovered, which is a cost."


def vat_words(results: Results) -> str:
    """The same in a few words, for the heading of a table."""
    lost = _vat_lost(results) or _bodies_lose(results)
    return "VAT excluded" + (" but for what is lost" if lost else "")


def discounting(comparison: Comparison) -> str:
    """How present values are made."""
    results = comparison.results
    finance = results.scenario.finance
    key = "finance.discount_rate"
    if finance.discounting.rate is not None:
        how = f"at {finance.discounting.rate.text} a year"
    else:
        is_row = key in results.model.program.rows
        rate = results.by_period(key)[0] if is_row else results.figure(key)
        how = f"by {finance.discounting.schedule} ({percent(rate, 1)} a year)"
    base = f"in {_first_year(comparison)} prices" if results.model.is_real else "of the day"
    first = ", so the first year is undiscounted" if finance.timing == "start" else ""
    return (
        f"Present values: invoiced money {base}, discounted {how} as if paid at the "
        f"{finance.timing} of each financial year{first}."
    )


def basis(comparison: Comparison, measure: str) -> str:
    """What one table must say of itself, so that it can be copied out alone.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> basis(compare(example()), "billed")
    'nominal; VAT excluded; when invoiced'
    """
    vat = vat_words(comparison.results)
    nominal = f"{_first_year(comparison)} prices" if comparison.real else "nominal"
    real = f"{_first_year(comparison)} prices" if comparison.results.model.is_real else "nominal"
    timing = f"as if paid at the {comparison.results.scenario.finance.timing} of each year"
    if measure == "present_value":
        return f"{real}, discounted; {vat}; {timing}"
    if measure == "summary":
        return f"{nominal}; {vat}; when invoiced; present values {real}, {timing}"
    return f"{nominal}; {vat}; {_TIMING[measure]}"


_TIMING = {
    "billed": "when invoiced",
    "accrued": "when served",
    "capital": "when bought",
    "revenue": "when served",
    "saving": "when invoiced",
    "cumulative_saving": "when invoiced",
    "cost_per_head": "when served",
    "not_needed": "when served",
    "unavoidable": "when served",
    "total": "when invoiced",
}


def _first_year(comparison: Comparison) -> str:
    return comparison.results.scenario.timeline.year_labels()[0]


def _vat_lost(results: Results) -> float:
    return 1 - results.scenario.finance.vat_recoverable.value


def _bodies_lose(results: Results) -> bool:
    """Whether a body beside the organisation has a VAT position of its own."""
    rows = results.model.program.rows
    return any(f"bodies.{key}.vat_lost" in rows for key in results.scenario.bodies)
