"""Checks of budgets: that they cast, that changes add up, and that no money is made or lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.checks import Check, worst_gap
from licmodel.analysis.results import Results
from licmodel.assembly.borrowed import FIRST_REPAYMENT, lives_of
from licmodel.assembly.budget_rows import CHANGES
from licmodel.assembly.funded import with_grants

CASTS = "the budget is the sum of what is shown of it"
REVENUE = "lines in the budget, and what is beside it, add up to the option's revenue"
CHANGED = "what a budget changes by adds up to the change"
REPAID = "capital is repaid to the penny when its life is over, and no more than that before"
OWED = "what lines spend and owe adds up to what the option spends and owes"
CONSERVED = "reserves hold what they opened with and were paid, less what was drawn"
NOT_BELOW = "no reserve is drawn below nothing"
PAID_FOR = "receipts together pay no more than what they pay for costs"
RECEIPTS = "receipts pay no more than there is"


def budget_checks(results: Results) -> list[Check]:
    """Every check of budgets: each for all options in turn, then the next.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example, run
    >>> found = budget_checks(run(assemble(example(), budget="pounds")))
    >>> len(found), all(check.holds for check in found)
    (3, True)
    """
    found: dict[str, list[Check]] = {}
    for key, rows in results.model.options.items():
        for name, first, second in _pairs(results, key):
            check = Check(name, worst_gap(first, second), rows.title)
            found.setdefault(name, []).append(check)
    return [check for same in found.values() for check in same]


def _pairs(results: Results, key: str) -> Iterator[tuple[str, list[float], list[float]]]:
    """Each check of an option's budget: its name, and two lists of figures that must agree."""
    rows = results.model.program.rows
    at, parts = f"{key}.budget", results.model.options[key].budgeted
    figures = results.by_period
    yield CASTS, figures(f"{at}.by_year"), _added(results, parts)
    lines = [part.removesuffix(".by_year") for part in parts if not part.startswith(f"{at}.")]
    revenue = [f"{line}.revenue.by_year" for line in lines]
    beside = [f"{line}.beside.by_year" for line in lines]
    revenue += [each for each in beside if each in rows]
    yield REVENUE, figures(f"{key}.revenue.by_year"), _added(results, revenue)
    steps = [f"{at}.{name}.by_year" for name in CHANGES]
    so_far = [f"{at}.{name}.so_far.by_year" for name in CHANGES]
    yield (
        CHANGED,
        [*figures(f"{at}.change.by_year"), *figures(f"{at}.change.so_far.by_year")],
        [*_added(results, steps), *_added(results, so_far)],
    )
    if f"{at}.outstanding.by_year" in rows:
        owing = [line for line in lines if f"{line}.outstanding.by_year" in rows]
        yield (
            OWED,
            [*figures(f"{at}.spend.by_year"), *figures(f"{at}.outstanding.by_year")],
            [
                *_added(results, [f"{line}.capital.by_year" for line in owing]),
                *_added(results, [f"{line}.outstanding.by_year" for line in owing]),
            ],
        )
        pages = results.model.options[key].pages
        for line in owing:
            lives = lives_of(pages[line.removesuffix(".budget")])
            for number, life in enumerate(lives):
                at_life = line if len(lives) == 1 else f"{line}.life.{number}"
                yield REPAID, *_repaid(results, at_life, life.whole_years)
    names = [part.split(".")[3] for part in parts if part.startswith(f"{at}.reserves.")]
    for name in names:
        reserve = f"{at}.reserves.{name}"
        put_in, drawn = (figures(f"{reserve}.{flow}.by_year") for flow in ("put_in", "drawn"))
        holds = [results.figure(f"{reserve}.opening")]
        for more, less in zip(put_in, drawn, strict=True):
            holds.append(holds[-1] + more - less)
        balance = figures(f"{reserve}.balance.by_year")
        yield CONSERVED, balance, holds[1:]
        yield NOT_BELOW, [0.0], [_below(balance)]
    receipts = [part for part in parts if part.startswith(f"{at}.receipts.")]
    if receipts:
        yield PAID_FOR, *_paid_by_receipts(results, key, receipts)
    for part in receipts:
        used = part.removesuffix(".by_year") + ".used"
        owner, _ = results.scenario.funding(key)
        most = results.figure(f"{owner}.funding.receipts.{part.split('.')[3]}.most")
        yield RECEIPTS, [0.0], [_below([most - each for each in figures(used)])]


def _paid_by_receipts(
    results: Results, key: str, receipts: Sequence[str]
) -> tuple[list[float], list[float]]:
    """What all receipts together pay by month, and what of it their lines cost after grants."""
    option, (_, funding) = results.model.options[key], results.scenario.funding(key)
    said = [each.of for each in funding.receipts.values()]
    named = None if None in said else [*dict.fromkeys(name for of in said for name in of or ())]
    names = with_grants(option, named)
    homes = [home for name, home in option.lines.items() if names is None or name in names]
    rows = [f"{home}.budget.revenue" for home in homes]
    if names is None:
        rows += [f"{key}.{name}.budget.revenue" for name in option.shortfalls]
    cost = _by_month(results, rows)
    paid = _by_month(results, [f"{part.removesuffix('.by_year')}.paid" for part in receipts])
    return paid, [
        used if isnan(used) or isnan(each) else min(used, max(each, 0.0))
        for used, each in zip(paid, cost, strict=True)
    ]


def _by_month(results: Results, keys: Sequence[str]) -> list[float]:
    return [sum(month) for month in zip(*map(results.by_period, keys), strict=True)]


def _repaid(results: Results, at: str, life: str) -> tuple[list[float], list[float]]:
    """What a line has repaid and owes so far, and the nearest that its spend allows.

    Spend older than its life is repaid in full. Of the rest, which may be what machines fetch and
    so below nothing, something between none and all of it is.
    """
    spend = results.by_period(f"{at}.capital.by_year")
    whole = round(results.figure(life)) + round(results.figure(FIRST_REPAYMENT)) - 1
    so_far, found, allowed = 0.0, [], []
    owed = results.by_period(f"{at}.outstanding.by_year")
    for year, repaid in enumerate(results.by_period(f"{at}.repayment.by_year")):
        so_far += repaid
        recent = max(0, year + 1 - whole)
        old, young = spend[:recent], spend[recent : year + 1]
        low, high = (sum(each for each in young if each * sign > 0) for sign in (-1, 1))
        found += [so_far, owed[year]]
        allowed += [
            _within(so_far, sum(old) + low, sum(old) + high),
            _within(owed[year], low, high),
        ]
    return found, allowed


def _within(figure: float, low: float, high: float) -> float:
    """The figure nearest to one that is neither below nor above what is allowed."""
    return figure if isnan(figure) else min(max(figure, low), high)


def _added(results: Results, keys: Sequence[str]) -> list[float]:
    if not keys:
        return [0.0] * len(results.model.program.periods.years)
    return [sum(year) for year in zip(*map(results.by_period, keys), strict=True)]


def _below(figures: Sequence[float]) -> float:
    """How far a list goes below nothing; unknown where a figure is."""
    return float("nan") if any(map(isnan, figures)) else -min(0.0, *figures)
