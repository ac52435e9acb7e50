"""A comparison as tables of text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import isnan, nan

from licmodel.analysis.checks import master_text
from licmodel.analysis.comparison import Comparison
from licmodel.analysis.figures import MEASURES, OptionFigures
from licmodel.assembly.measures import COMMITTED
from licmodel.errors import InputError
from licmodel.report.amounts import UNKNOWN, Amounts, Units, number, percent
from licmodel.report.grid import WIDTH, Grid
from licmodel.report.headings import basis, heading, period_heads
from licmodel.report.sentences import answer, warning_text
from licmodel.terms.months import month_words, parse_month

_PER = {"financial-year": "financial year", "contract-year": "contract year", "month": "month"}
_A_PENNY = 0.005
_HAS_TOTAL = frozenset({"billed", "accrued", "capital", "revenue", "saving", *COMMITTED})


def comparison_text(
    comparison: Comparison,
    *,
    units: Units = "pounds",
    measures: Sequence[str] | None = None,
    lines: bool = False,
) -> str:
    """The whole comparison, as ``licmodel compare`` prints it.

    Parameters
    ----------
    comparison : Comparison
        What to print.
    units : {"pounds", "thousands", "millions"}
        Of every amount but cost per head.
    measures : sequence of str, optional
        Which tables by period; all that say something, where not given.
    lines : bool
        Whether each option is opened into its lines.

    Raises
    ------
    InputError
        If a measure is not known, or the scenario has none such.
    """
    amounts = Amounts(comparison.results.scenario.finance.currency, units)
    parts = [heading(comparison, amounts)]
    parts += [
        by_period(comparison, measure, amounts).text()
        for measure in chosen_measures(comparison, measures)
        if measures is not None or says_something(comparison, measure)
    ]
    if lines:
        parts += [grid.text() for grid in by_line(comparison, amounts)]
    if any(f"{key}.granted" in comparison.results.model.program.rows for key in comparison.options):
        from licmodel.report.grants import grants_text  # noqa: PLC0415  few scenarios have any

        parts += grants_text(comparison, amounts)
    parts.append(summary(comparison, amounts).text())
    parts += _what_may_happen(comparison, amounts)
    if comparison.what_ifs:
        parts += under_what_ifs(comparison, amounts)
    parts += list(_not_costed(comparison))
    parts.append(textwrap.fill(answer(comparison), WIDTH))
    if comparison.warnings:
        parts.append(warning_text(comparison.warnings))
    parts.append(textwrap.fill(master_text(comparison.checks), WIDTH))
    return "\n\n".join(parts)


def chosen_measures(comparison: Comparison, measures: Sequence[str] | None) -> list[str]:
    """Measures asked for, or all; one that is not known, or that there is none of, is refused."""
    for measure in measures or ():
        if measure not in MEASURES:
            raise InputError(f"no measure is called {measure}", expected=", ".join(MEASURES))
        if all(getattr(option, measure) is None for option in comparison.options.values()):
            raise InputError(f"there is no {measure} to show", expected=_NEEDS[measure])
    return list(measures or MEASURES)


_NEEDS = {
    "saving": "a scenario with a baseline",
    "cumulative_saving": "a scenario with a baseline, by financial year or month",
    "cost_per_head": "a scenario with per_head under organisation, by financial year",
    "not_needed": "a line with agreement:",
    "unavoidable": "a line with agreement:",
}


def says_something(comparison: Comparison, measure: str) -> bool:
    """Whether a table by period differs from those above it, or from nothing."""
    options = comparison.options.values()
    if measure == "accrued":
        return any(
            abs(accrued - billed) >= _A_PENNY
            for option in options
            for accrued, billed in zip(option.accrued, option.billed, strict=True)
        )
    if measure in {"capital", "revenue"}:
        return any(any(option.capital) for option in options)
    figures = [getattr(option, measure) for option in options]
    return any(each is not None and any(each) for each in figures)


def by_period(comparison: Comparison, measure: str, amounts: Amounts) -> Grid:
    """One measure of every option by period, with a total where one is meant."""
    of_savings = measure in {"saving", "cumulative_saving"}
    options = [
        option
        for option in comparison.options.values()
        # the baseline saves nothing on itself; not every option has an agreement
        if getattr(option, measure) is not None
        and not (of_savings and option.key == comparison.baseline)
    ]
    per_head = measure == "cost_per_head"
    unit = amounts.sign.strip() if per_head else amounts.unit
    title = f"{_title(comparison, measure)} by {_PER[comparison.by]}, {unit}"
    rows = [(option.title, getattr(option, measure)) for option in options]
    return along_periods(
        comparison,
        f"{title} ({basis(comparison, measure)})",
        rows,
        Amounts(amounts.currency) if per_head else amounts,
        digits=2 if per_head else None,
        has_total=measure in _HAS_TOTAL,
    )


def by_line(comparison: Comparison, amounts: Amounts) -> Iterator[Grid]:
    """Each option opened into its lines [invoiced]."""
    for option in comparison.options.values():
        rows = [(line.title, line.billed) for line in option.lines.values()]
        if option.irrecoverable_vat:
            parts = [figures for _, figures in rows]
            lost = [whole - sum(each) for whole, *each in zip(option.billed, *parts, strict=True)]
            rows.append(("VAT not recovered", lost))
        rows.append(("Invoiced", option.billed))
        title = f"{option.title}: invoiced by {_PER[comparison.by]}, {amounts.unit}"
        yield along_periods(
            comparison, f"{title} ({basis(comparison, 'billed')})", rows, amounts, is_sum=True
        )


def along_periods(  # noqa: PLR0913  a table has this many sides
    comparison: Comparison,
    title: str,
    rows: Sequence[tuple[str, Sequence[float]]],
    amounts: Amounts,
    *,
    digits: int | None = None,
    has_total: bool = True,
    is_sum: bool = False,
) -> Grid:
    """Figures by period: periods across, or down where that takes fewer pieces.

    ``is_sum`` says that the last row is the sum of those above it.
    """
    total = "In these periods" if comparison.is_part else "Total"
    periods = [*period_heads(comparison), *([total] if has_total else [])]
    names = [name for name, _ in rows]
    cells = [
        [amounts.text(each, digits) for each in ([*row, sum(row)] if has_total else row)]
        for _, row in rows
    ]
    across = Grid(title, names, periods, cells, (len(rows) - 1,) if is_sum else ())
    turned = [list(column) for column in zip(*cells, strict=True)]
    down = Grid(title, periods, names, turned, (len(periods) - 1,) if has_total else ())
    return across if across.pieces <= down.pieces else down


def _title(comparison: Comparison, measure: str) -> str:
    if measure == "cost_per_head":
        heads = comparison.results.scenario.organisation.heads
        return f"Charged to the year per head ({' and '.join(heads).replace('_', ' ')})"
    if measure == "saving" and comparison.baseline is not None:
        return f"Saving against {comparison.results.model.options[comparison.baseline].title}"
    if measure == "accrued" and comparison.by == "month":
        return "Charged to the month"
    return MEASURES[measure]


def summary(comparison: Comparison, amounts: Amounts) -> Grid:
    """Whole-life figures: measures down, options across."""
    options = list(comparison.options.values())
    rows = list(_summary_rows(comparison, amounts))
    return Grid(
        f"Over the whole horizon, {amounts.unit} unless said ({basis(comparison, 'summary')})",
        [label for label, _ in rows],
        [option.title for option in options],
        [[write(option) for option in options] for _, write in rows],
    )


def _summary_rows(
    comparison: Comparison, amounts: Amounts
) -> Iterator[tuple[str, Callable[[OptionFigures], str]]]:
    """Each measure, and how to write it for an option."""

    def money(name: str) -> Callable[[OptionFigures], str]:
        return lambda option: amounts.text(getattr(option, name))

    nominal = ", nominal" if comparison.real else ""
    yield "Total invoiced", money("total")
    if any(abs(option.prepaid_after) >= _A_PENNY for option in comparison.options.values()):
        yield f"Prepaid at the end{nominal}", money("prepaid_after")
    yield "Present value", money("present_value")
    yield "Equivalent annual cost", money("equivalent_annual_cost")
    if any(option.irrecoverable_vat for option in comparison.options.values()):
        yield "VAT not recovered", money("irrecoverable_vat")
    yield "Peak year", lambda option: UNKNOWN if isnan(option.peak) else str(option.peak_year)
    yield "Invoiced in the peak year", money("peak")
    if set(comparison.options) <= {comparison.baseline} or comparison.baseline is None:
        return
    yield "Saving in all", money("saving_total")
    yield "Saving in present value", money("saving_present_value")
    yield f"Break-even month{nominal}", lambda option: break_even_words(comparison, option)
    for label, name, digits in (
        (f"Payback, whole years{nominal}", "payback_years", 0),
        (f"Payback, interpolated{nominal}", "payback_years_interpolated", 1),
    ):
        yield label, partial(_years, comparison, name=name, digits=digits)
    rates = (f"{key}.internal_rate" for key in comparison.options)
    if any(rate in comparison.results.model.program.rows for rate in rates):
        yield "Internal rate of return", lambda option: _rate(comparison, option)


def _what_may_happen(comparison: Comparison, amounts: Amounts) -> list[str]:
    """The note on events, for the few scenarios that have any."""
    drivers = comparison.results.scenario.drivers.values()
    costs = any(option.events_more is not None for option in comparison.options.values())
    if not costs and not any(driver.events for driver in drivers):
        return []
    from licmodel.report.events import events_text  # noqa: PLC0415  if any

    return [events_text(comparison, amounts)]


def break_even_words(comparison: Comparison, option: OptionFigures) -> str:
    """Month from which an option is ahead for good, or why there is none."""
    if option.break_even is None:
        return _no_difference(comparison, option) or "never"
    return _no_difference(comparison, option) or month_words(parse_month(option.break_even))


def _years(comparison: Comparison, option: OptionFigures, *, name: str, digits: int) -> str:
    years: float | None = getattr(option, name)
    if years is None or isnan(years):
        return _no_difference(comparison, option) or "never"
    said = "at once" if years == 0 else number(years, digits)
    return _no_difference(comparison, option) or said


def _rate(comparison: Comparison, option: OptionFigures) -> str:
    rate = option.internal_rate
    said = "none exists" if rate is None or isnan(rate) else percent(rate, 1)
    return _no_difference(comparison, option) or said


def _no_difference(comparison: Comparison, option: OptionFigures) -> str:
    """What to say of an option that the baseline cannot differ from, or does not."""
    if option.key == comparison.baseline:
        return "baseline"
    if isnan(option.saving_total or 0.0):
        return UNKNOWN
    return "" if any(option.saving or ()) else "no difference"


def under_what_ifs(comparison: Comparison, amounts: Amounts) -> Iterator[str]:
    """Present value and total of each option, as it stands and under each what-if."""
    scenario = comparison.results.scenario
    told = ["What-ifs; * marks the lowest figure of a column"]
    told += [_fill(scenario.what_if_words(name)) for name in comparison.what_ifs]
    yield "\n".join(told)
    cases = [comparison.options, *comparison.what_ifs.values()]
    for measure, title in (("present_value", "Present value"), ("total", "Total invoiced")):
        figures = [[getattr(case[key], measure) for case in cases] for key in comparison.options]
        least = [min(column, default=nan) for column in zip(*figures, strict=True)]
        cells = [
            [
                amounts.text(figure) + ("*" if figure == low else " ")
                for figure, low in zip(row, least, strict=True)
            ]
            for row in figures
        ]
        yield Grid(
            f"{title} under each what-if, {amounts.unit} ({basis(comparison, measure)})",
            [option.title for option in comparison.options.values()],
            ["as it stands ", *(f"{name.replace('_', ' ')} " for name in comparison.what_ifs)],
            cells,
        ).text()


def not_costed(comparison: Comparison) -> list[tuple[str, str]]:
    """Options without figures: what each is called, and what it is and why.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> not_costed(compare(example()))
    []
    """
    return [
        (option.title or key.replace("_", " "), f"{option.status}; {option.reason}")
        for key, option in comparison.results.scenario.options.items()
        if not option.is_costed
    ]


def _not_costed(comparison: Comparison) -> Iterator[str]:
    told = [_fill(f"{title}: {why}") for title, why in not_costed(comparison)]
    if told:
        yield "\n".join(["Options not costed", *told])


def _fill(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
