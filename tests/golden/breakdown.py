"""A comparison printed for a person to read: every option, line by line and year by year."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from textwrap import wrap

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.figures import OptionFigures

LABEL, FIGURE, WIDTH = 48, 11, 100
PENCE = Decimal("0.01")
POUND = Decimal(1)


def breakdown(comparison: Comparison) -> str:
    """Print a comparison by financial year in whole pounds.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> print(breakdown(compare(example())))
    Example
    <BLANKLINE>
    What is invoiced by financial year, in GBP of the day, without VAT, to the nearest pound. ...
    """
    blocks = [
        _head(comparison),
        *(_option(comparison, option) for option in comparison.options.values()),
        _not_costed(comparison),
        _what_ifs(comparison),
    ]
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def pounds(amount: float | None) -> str:
    """Write an amount in whole pounds, rounded half away from zero.

    Examples
    --------
    >>> pounds(1234.5), pounds(-0.4), pounds(float("nan")), pounds(None)
    ('1,235', '0', 'unknown', '')
    """
    if amount is None:
        return ""
    if isnan(amount):
        return "unknown"
    # to the penny first, or 0.4999999 of a float would be another pound than 0.5
    penny = Decimal(repr(amount)).quantize(PENCE, ROUND_HALF_UP)
    whole = penny.quantize(POUND, ROUND_HALF_UP)
    return f"{whole or 0:,}"


def _head(comparison: Comparison) -> Iterator[str]:
    scenario = comparison.results.scenario
    yield scenario.title
    yield ""
    base = comparison.periods[0]
    yield from wrap(
        f"What is invoiced by financial year, in {scenario.finance.currency} of the day, without "
        "VAT, to the nearest pound. Each figure is rounded by itself, so a column may seem to miss "
        f"its sum by a pound. Present values are in prices of {base}, discounted at the "
        f"{scenario.finance.timing} of each year. Savings are against the baseline: negative "
        "where the option costs more.",
        WIDTH,
    )
    if scenario.notes:
        yield ""
        yield from wrap(scenario.notes, WIDTH)


def _option(comparison: Comparison, option: OptionFigures) -> Iterator[str]:
    is_baseline = option.key == comparison.baseline
    width = _widest(option)
    yield f"{option.key}: {option.title}{' (the baseline)' if is_baseline else ''}"
    yield _row("", [*comparison.periods, "total"], width)
    for line in option.lines.values():
        yield _money(f"  {line.title}", line.billed, sum(line.billed), width)
    yield _row("", ["-" * (width - 2)] * (len(comparison.periods) + 1), width)
    yield _money("  invoiced", option.billed, option.total, width)
    yield _money("  charged to the year", option.accrued, sum(option.accrued), width)
    yield _money("    of it capital", option.capital, sum(option.capital), width)
    if option.saving is not None and not is_baseline:
        yield _money("  saving", option.saving, option.saving_total, width)
    if option.cost_per_head is not None:
        yield _money("  cost per head", option.cost_per_head, None, width)
    yield _row("  present value", [pounds(option.present_value)], width)
    if option.saving_present_value is not None and not is_baseline:
        yield _row("  saving in present value", [pounds(option.saving_present_value)], width)
        yield _row("  break-even", [option.break_even or "never"], width)


def _widest(option: OptionFigures) -> int:
    """Width of a column that leaves a gap before the longest amount."""
    rows = [option.billed, *(line.billed for line in option.lines.values())]
    return max(FIGURE, *(len(pounds(each)) + 1 for row in rows for each in (*row, sum(row))))


def _not_costed(comparison: Comparison) -> Iterator[str]:
    for key, option in comparison.results.scenario.options.items():
        if not option.is_costed:
            yield from wrap(
                f"{key}: {option.title or key} ({option.status}): {option.reason}", WIDTH
            )


def _what_ifs(comparison: Comparison) -> Iterator[str]:
    if not comparison.what_ifs:
        return
    yield "What if: invoiced in all, and below it the present value"
    yield _row("", list(comparison.options), FIGURE + 2)
    for name, options in {"": comparison.options, **comparison.what_ifs}.items():
        asked = comparison.results.scenario.what_ifs.get(name)
        title = "as it stands" if asked is None else asked.title or name
        totals = [pounds(option.total) for option in options.values()]
        values = [pounds(option.present_value) for option in options.values()]
        *above, last = wrap(title, LABEL - 4)
        yield from (f"  {text}" for text in above)
        yield _row(f"  {last}", totals, FIGURE + 2)
        yield _row("", values, FIGURE + 2)


def _money(label: str, amounts: Sequence[float], total: float | None, width: int) -> str:
    return _row(label, [*map(pounds, amounts), pounds(total)], width)


def _row(label: str, cells: Sequence[str], width: int) -> str:
    return (label[:LABEL].ljust(LABEL) + "".join(cell.rjust(width) for cell in cells)).rstrip()
