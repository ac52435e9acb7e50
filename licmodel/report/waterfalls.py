"""Seats under agreements as tables: where seats change, and what is paid for nobody."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from licmodel.analysis.estate.seats import Waterfall
from licmodel.analysis.results import Results
from licmodel.report.amounts import Amounts, plain, plural
from licmodel.report.grid import WIDTH, Grid
from licmodel.terms.months import month_words, parse_month

_NONE = (
    "No line stands under an agreement. Write one under agreements:, and agreement: KEY on the "
    "subscriptions bought under it."
)


def waterfalls_text(results: Results, options: Mapping[str, Sequence[Waterfall]]) -> str:
    """Every option's seats, as ``licmodel seats`` prints them; what is shared is told once.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> from licmodel.analysis.estate.seats import seats
    >>> results = run(example())
    >>> waterfalls_text(results, seats(results))[:38]
    'No line stands under an agreement. Wri'
    """
    amounts = Amounts(results.scenario.finance.currency)
    told: set[str] = set()
    parts: list[str] = []
    for key, waterfalls in options.items():
        title = results.model.options[key].title
        again = [each.title for each in waterfalls if each.key in told]
        if again:
            parts.append(_fill(f"{title}: as above for {', '.join(again)}."))
        for each in waterfalls:
            if each.key not in told:
                told.add(each.key)
                parts.append(waterfall_table(title, each, amounts).text())
                parts.append("\n".join(map(_fill, waterfall_sentences(each, amounts))))
    return "\n\n".join(parts) if parts else textwrap.fill(_NONE, WIDTH)


def waterfall_table(option: str, seats: Waterfall, amounts: Amounts) -> Grid:
    """Seats of a line of an option in each month in which they change."""
    shown = seats.changes
    until = [*shown[1:], len(seats.months)]
    return Grid(
        f"{option}, {seats.title}: {plural(seats.unit)} under {seats.agreement}, each month in "
        "which they change (nominal; VAT excluded; amounts until the next change)",
        [_month(seats, month) for month in shown],
        [
            "Needed",
            "Committed",
            "Paid but not needed",
            f"Cost of those, {amounts.unit}",
            f"Invoiced, {amounts.unit}",
        ],
        [
            [
                plain(seats.needed[month]),
                plain(seats.committed[month]),
                plain(seats.not_needed[month]),
                amounts.text(sum(seats.not_needed_cost[month:end])),
                amounts.text(sum(seats.invoiced[month:end])),
            ]
            for month, end in zip(shown, until, strict=True)
        ],
    )


def waterfall_sentences(seats: Waterfall, amounts: Amounts) -> Iterator[str]:
    """What is paid for in vain and until when, a sentence for each run of months."""
    for first, last in seats.too_many():
        most = max(seats.not_needed[first : last + 1])
        cost = amounts.whole(sum(seats.not_needed_cost[first : last + 1]))
        yield (
            f"Up to {plain(most)} {plural(seats.unit)} are paid for but not needed from "
            f"{_month(seats, first)} to {_month(seats, last)}, at {cost}: {seats.waits(first)}."
        )
    if not seats.too_many():
        yield f"Nothing is paid for that is not needed. Seats may be handed back {seats.falls}."


def _month(seats: Waterfall, number: int) -> str:
    return _words(seats.months[number])


def _words(month: str) -> str:
    return month_words(parse_month(month))


def _fill(text: str) -> str:
    return textwrap.fill(text, WIDTH)
