"""The cheapest split of seats over three terms as a page, and what is regretted on each path."""

from __future__ import annotations

from licmodel.analysis.risk.regret import HEADS, WAYS, Regret
from licmodel.report.amounts import Amounts, number, percent
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import listed
from licmodel.terms.months import month_words

_HEADS = ["counts for", "split", "all by the month", "all by the year", "with hindsight"]


def regret_text(found: Regret) -> str:
    """The page that ``licmodel regret`` prints."""
    first, second, *rests = regret_sentences(found)
    parts = [fill(first), fill(second), regret_table(found).text(), fill(rests[0])]
    if all(each.unavoidable_by_year for each in found.paths):
        parts.append(_unavoidable(found).text())
    return "\n\n".join([*parts, *map(fill, rests[1:])])


def regret_sentences(found: Regret) -> list[str]:
    """How to split the seats, what may be regretted, what it rests on, and which paths are alike.

    Parameters
    ----------
    found : Regret
        What is told.
    """
    amounts, prices = Amounts(found.scenario.finance.currency), found.prices
    split = (
        f"Buy {number(found.three_years, 0)} seats of {found.title} for three years from "
        f"{month_words(found.first)}, and the others as each year shows: "
        f"{amounts.whole(found.expected['split'])} over all paths, where all by the year is "
        f"{amounts.whole(found.expected['by_the_year'])} and all by the month "
        f"{amounts.whole(found.expected['by_the_month'])}."
    )
    worst = max(found.paths, key=lambda each: each.regret)
    regretted = (
        f'It is regretted most if "{worst.title}" comes about: {amounts.whole(worst.regret)} more '
        "than with hindsight"
    )
    if worst.not_handed_back > 0:
        regretted += (
            f", {amounts.whole(worst.not_handed_back)} of it spent on seats that nobody needs and "
            "that cannot be handed back"
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
    said = [split, f"{regretted}.", rests]
    if found.alike:
        what_ifs = found.scenario.what_ifs
        titles = [what_ifs[each].title or each.replace("_", " ") for each in found.alike]
        said.append(f"These need the same seats as a path above: {listed(titles)}.")
    return said


def regret_table(found: Regret) -> Grid:
    """What each way costs on each path, and what is regretted.

    Parameters
    ----------
    found : Regret
        What is told.
    """
    amounts = Amounts(found.scenario.finance.currency)
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
    return Grid(
        f"Cost of 36 months, {amounts.unit} (nominal, at the prices below)",
        [*(each.title for each in found.paths), "over all paths"],
        [*_HEADS, "not handed back", "regret"],
        rows,
        ruled=(len(found.paths),),
    )


def _unavoidable(found: Regret) -> Grid:
    amounts = Amounts(found.scenario.finance.currency)
    return Grid(
        f"What cannot be avoided any more as the file has it, {amounts.unit} (nominal; by month in "
        "--json)",
        [each.title for each in found.paths],
        found.scenario.timeline.year_labels(),
        [[amounts.text(each) for each in path.unavoidable_by_year] for path in found.paths],
    )


def regret_csv(found: Regret) -> str:
    """Paths as CSV, a row for each."""
    return rows_csv(HEADS, found.records())
