"""Checks of budgets: that they cast, that changes add up, and that no money is made or lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.budget_rows import CHANGES
from licmodel.analysis.checks import Check, worst_gap
from licmodel.analysis.results import Results

CASTS = "the budget is the sum of what is shown of it"
REVENUE = "lines in the budget add up to the option's revenue, before rounding"
CHANGED = "what a budget changes by adds up to the change"
REPAID = "capital spent, less what is repaid, is what is outstanding, never below nothing"
CONSERVED = "reserves hold what they opened with and were paid, less what was drawn"
NOT_BELOW = "no reserve is drawn below nothing"
RECEIPTS = "receipts pay no more than there is"


def budget_checks(results: Results) -> list[Check]:
    """Every check of budgets: each for all options in turn, then the next.

    Examples
    --------
    >>> from licmodel.analysis.assemble import assemble
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
    yield REVENUE, figures(f"{key}.revenue.by_year"), _added(results, revenue)
    steps = [f"{at}.{name}.by_year" for name in CHANGES]
    so_far = [f"{at}.{name}.so_far.by_year" for name in CHANGES]
    yield (
        CHANGED,
        [*figures(f"{at}.change.by_year"), *figures(f"{at}.change.so_far.by_year")],
        [*_added(results, steps), *_added(results, so_far)],
    )
    if f"{at}.outstanding.by_year" in rows:
        yield REPAID, *_repaid(results, at, lines)
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
    for part in parts:
        if part.startswith(f"{at}.receipts."):
            used = part.removesuffix(".by_year") + ".used"
            owner, _ = results.scenario.funding(key)
            most = results.figure(f"{owner}.funding.receipts.{part.split('.')[3]}.most")
            yield RECEIPTS, [0.0], [_below([most - each for each in figures(used)])]


def _repaid(results: Results, at: str, lines: Sequence[str]) -> tuple[list[float], list[float]]:
    """What is outstanding each year, and capital spent less what lines repay of it, so far."""
    rows, figures = results.model.program.rows, results.by_period
    keys = [f"{line}.repayment.by_year" for line in lines if f"{line}.repayment.by_year" in rows]
    owed, holds = 0.0, []
    for spent, repaid in zip(figures(f"{at}.spend.by_year"), _added(results, keys), strict=True):
        owed += spent - repaid
        holds.append(owed)
    outstanding = figures(f"{at}.outstanding.by_year")
    return [*outstanding, 0.0], [*holds, _below(outstanding)]


def _added(results: Results, keys: Sequence[str]) -> list[float]:
    if not keys:
        return [0.0] * len(results.model.program.periods.years)
    return [sum(year) for year in zip(*map(results.by_period, keys), strict=True)]


def _below(figures: Sequence[float]) -> float:
    """How far a list goes below nothing; unknown where a figure is."""
    return float("nan") if any(map(isnan, figures)) else -min(0.0, *figures)
