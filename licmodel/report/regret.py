"""The cheapest split of seats over three terms as a page, and what is regretted on each path."""

from __future__ import annotations

from licmodel.analysis.regret import HEADS, WAYS, Regret
from licmodel.report.amounts import Amounts, number, percent
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import listed
from licmodel.terms.months import month_words

_HEADS = ["counts for", "split", "all by the month", "all by the year", "with hindsight"]


def regret_text(found: Regret) -> str:
    """The page that ``licmodel regret`` prints."""
    amounts = Amounts(found.scenario.finance.currency)
    prices = found.prices
    first = (
        f"Buy {number(found.three_years, 0)} seats of {found.line} for three years from "
        f"{month_words(found.first)}, and the others as each year shows: "
        f"{amounts.whole(found.expected['split'])} over all paths, where all by the year is "
        f"{amounts.whole(found.expected['by_the_year'])} and all by the month "
        f"{amounts.whole(found.expected['by_the_month'])}."
    )
    worst = max(found.paths, key=lambda each: each.regret)
    second = (
        f'It is regretted most if "{worst.title}" comes about: {amounts.whole(worst.regret)} more '
        f"than with hindsight, {amounts.whole(worst.not_handed_back)} of it spent on seats that "
        "nobody needs and that cannot be handed back."
        if worst.not_handed_back > 0
        else f'It is regretted most if "{worst.title}" comes about: {amounts.whole(worst.regret)} '
        "more than with hindsight."
    )
    rows = [
        [
            percent(each.weight, 0),
            *(amounts.text(each.costs[way]) for way in WAYS),
            amounts.text(each.not_handed_back),
            amounts.text(each.regret),
        ]
        for each in found.paths
    ]
    rows.append(["100%", *(amounts.text(found.expected[way]) for way in WAYS), "", ""])
    table = Grid(
        f"Cost of 36 months, {amounts.unit} (nominal, at the prices below)",
        [*(each.title for each in found.paths), "over all paths"],
        [*_HEADS, "not handed back", "regret"],
        rows,
        ruled=(len(found.paths),),
    )
    years = found.scenario.timeline.year_labels()
    unavoidable = Grid(
        f"What cannot be avoided any more as the file has it, {amounts.unit} (nominal; by month in "
        "--json)",
        [each.title for each in found.paths],
        years,
        [[amounts.text(each) for each in path.unavoidable_by_year] for path in found.paths],
    )
    weighed = "as was said" if found.weighed else "all paths alike, since nobody said how likely"
    rests = (
        f"A seat a month: {amounts.sign}{number(prices.monthly, 2)} by the month, "
        f"{amounts.sign}{number(prices.yearly, 2)} by the year, "
        f"{amounts.sign}{number(prices.three_years, 2)} for three years. Paths count {weighed}. "
        "When a year begins its seats are taken to be known, and what comes after it not; each is "
        "then bought by the year or by the month, whichever is cheaper. Seats for three years "
        "cannot be handed back."
    )
    parts = [fill(first), fill(second), table.text(), fill(rests)]
    if all(each.unavoidable_by_year for each in found.paths):
        parts.append(unavoidable.text())
    if found.alike:
        titles = [each.replace("_", " ") for each in found.alike]
        parts.append(fill(f"These need the same seats as a path above: {listed(titles)}."))
    return "\n\n".join(parts)


def regret_csv(found: Regret) -> str:
    """Paths as CSV, a row for each."""
    return rows_csv(HEADS, found.records())
