"""A comparison as tables of text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.comparison import MEASURES, Comparison, OptionFigures
from licmodel.errors import InputError
from licmodel.report.amounts import UNKNOWN, Amounts, Units, number, percent
from licmodel.report.grid import WIDTH, Grid
from licmodel.report.headings import heading
from licmodel.report.sentences import answer
from licmodel.terms.months import month_words, parse_month

_PER = {"financial-year": "financial year", "contract-year": "contract year", "month": "month"}
_A_PENNY = 0.005
_HAS_TOTAL = frozenset({"billed", "accrued", "capital", "revenue", "saving"})


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
        If a measure is not known.
    """
    amounts = Amounts(comparison.results.scenario.finance.currency, units)
    parts = [heading(comparison, amounts)]
    parts += [
        by_period(comparison, measure, amounts).text()
        for measure in _chosen(measures)
        if measures is not None or _says_something(comparison, measure)
    ]
    if lines:
        parts += [grid.text() for grid in by_line(comparison, amounts)]
    parts.append(summary(comparison, amounts).text())
    if comparison.what_ifs:
        parts += [grid.text() for grid in under_what_ifs(comparison, amounts)]
    parts += list(_not_costed(comparison))
    parts.append(textwrap.fill(answer(comparison), WIDTH))
    if comparison.warnings:
        told = (textwrap.fill(f"Warning: {each}.", WIDTH) for each in comparison.warnings)
        parts.append("\n".join(told))
    return "\n\n".join(parts)


def _chosen(measures: Sequence[str] | None) -> list[str]:
    for measure in measures or ():
        if measure not in MEASURES:
            raise InputError(f"no measure is called {measure}", expected=", ".join(MEASURES))
    return list(measures or MEASURES)


def _says_something(comparison: Comparison, measure: str) -> bool:
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
    """One measure: periods down, options across, with a total where one is meant."""
    of_savings = measure in {"saving", "cumulative_saving"}
    options = [
        option
        for option in comparison.options.values()
        if not (of_savings and option.key == comparison.baseline)  # it saves nothing on itself
    ]
    columns = [getattr(option, measure) or [] for option in options]
    per_head = measure == "cost_per_head"
    digits = 2 if per_head else None
    unit = amounts.sign.strip() if per_head else amounts.unit
    money = Amounts(amounts.currency) if per_head else amounts
    cells = [
        [money.text(column[n], digits) if column else "-" for column in columns]
        for n in range(len(comparison.periods))
    ]
    labels = list(comparison.periods)
    ruled: tuple[int, ...] = ()
    if measure in _HAS_TOTAL:
        ruled = (len(labels),)
        labels.append("Total")
        cells.append([money.text(sum(column)) if column else "-" for column in columns])
    title = f"{_title(comparison, measure)} by {_PER[comparison.by]}, {unit}"
    return Grid(title, labels, [option.title for option in options], cells, ruled)


def _title(comparison: Comparison, measure: str) -> str:
    if measure == "cost_per_head":
        heads = comparison.results.scenario.organisation.heads
        return f"Charged to the year per head ({' and '.join(heads).replace('_', ' ')})"
    if measure == "saving" and comparison.baseline is not None:
        return f"Saving against {comparison.results.model.options[comparison.baseline].title}"
    return MEASURES[measure]


def by_line(comparison: Comparison, amounts: Amounts) -> Iterator[Grid]:
    """Each option opened into its lines: lines down, periods across [invoiced]."""
    for option in comparison.options.values():
        labels = [line.title for line in option.lines.values()]
        rows = [line.billed for line in option.lines.values()]
        if option.irrecoverable_vat:
            labels.append("VAT not recovered")
            rows.append(
                [whole - sum(parts) for whole, *parts in zip(option.billed, *rows, strict=True)]
            )
        labels.append("Invoiced")
        rows.append(option.billed)
        cells = [[amounts.text(figure) for figure in [*row, sum(row)]] for row in rows]
        title = f"{option.title}: invoiced by {_PER[comparison.by]}, {amounts.unit}"
        yield Grid(title, labels, [*comparison.periods, "Total"], cells, (len(rows) - 1,))


def summary(comparison: Comparison, amounts: Amounts) -> Grid:
    """Whole-life figures: measures down, options across."""
    options = list(comparison.options.values())
    rows = list(_summary_rows(comparison, amounts))
    return Grid(
        f"Over the whole horizon, {amounts.unit} unless said",
        [label for label, _ in rows],
        [option.title for option in options],
        [[write(option) for option in options] for _, write in rows],
    )


def _summary_rows(comparison: Comparison, amounts: Amounts):  # type: ignore[no-untyped-def]  # noqa: ANN202  pairs of a label and how to write it
    def money(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return lambda option: amounts.text(getattr(option, name))

    yield "Total invoiced", money("total")
    yield "Present value", money("present_value")
    yield "Equivalent annual cost", money("equivalent_annual_cost")
    if any(option.irrecoverable_vat for option in comparison.options.values()):
        yield "VAT not recovered", money("irrecoverable_vat")
    nominal = ", nominal" if comparison.real else ""
    yield f"Peak year{nominal}", lambda option: option.peak_year or UNKNOWN
    yield f"Invoiced in the peak year{nominal}", money("peak")
    if comparison.baseline is None:
        return
    yield "Saving in all", money("saving_total")
    yield "Saving in present value", money("saving_present_value")
    yield f"Break-even month{nominal}", lambda option: _break_even(comparison, option)
    yield (
        f"Payback, whole years{nominal}",
        lambda option: _years(comparison, option, "payback_years", 0),
    )
    yield (
        "Payback, interpolated",
        lambda option: _years(comparison, option, "payback_years_interpolated", 1),
    )
    if any(
        f"{key}.internal_rate" in comparison.results.model.program.rows
        for key in comparison.options
    ):
        yield "Internal rate of return", lambda option: _rate(comparison, option)


def _break_even(comparison: Comparison, option: OptionFigures) -> str:
    if option.key == comparison.baseline:
        return "baseline"
    if option.break_even is None:
        return "never"
    return month_words(parse_month(option.break_even))


def _years(comparison: Comparison, option: OptionFigures, name: str, digits: int) -> str:
    if option.key == comparison.baseline:
        return "baseline"
    years: float | None = getattr(option, name)
    if years is None or isnan(years):
        return "never"
    return "at once" if years == 0 else number(years, digits)


def _rate(comparison: Comparison, option: OptionFigures) -> str:
    if option.key == comparison.baseline:
        return "baseline"
    rate = option.internal_rate
    return "none exists" if rate is None or isnan(rate) else percent(rate, 1)


def under_what_ifs(comparison: Comparison, amounts: Amounts) -> Iterator[Grid]:
    """Present value and total of each option, as it stands and under each what-if."""
    what_ifs = comparison.results.scenario.what_ifs
    heads = ["As it stands"]
    heads += [what_ifs[name].title or name.replace("_", " ") for name in comparison.what_ifs]
    cases = [comparison.options, *comparison.what_ifs.values()]
    for measure, title in (("present_value", "Present value"), ("total", "Total invoiced")):
        cells = [
            [amounts.text(getattr(case[key], measure)) for case in cases]
            for key in comparison.options
        ]
        labels = [option.title for option in comparison.options.values()]
        cells.append([_cheapest(case, measure) for case in cases])
        yield Grid(
            f"{title} under each what-if, {amounts.unit}",
            [*labels, "Cheapest"],
            heads,
            cells,
            (len(labels),),
        )


def _cheapest(case: dict[str, OptionFigures], measure: str) -> str:
    figures = {key: getattr(option, measure) for key, option in case.items()}
    known = {key: figure for key, figure in figures.items() if not isnan(figure)}
    return case[min(known, key=lambda key: known[key])].title if known else UNKNOWN


def _not_costed(comparison: Comparison) -> Iterator[str]:
    options = comparison.results.scenario.options.items()
    told = [
        textwrap.fill(
            f"{option.title or key.replace('_', ' ')}: {option.status}; {option.reason}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
        )
        for key, option in options
        if not option.is_costed
    ]
    if told:
        yield "\n".join(["Options not costed", *told])
