"""Every check of a budget can fail: a seeded fault in one row makes it fire."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from licmodel.analysis.accounts import budgets
from licmodel.analysis.accounts.budget_checks import (
    CASTS,
    CHANGED,
    CONSERVED,
    NOT_BELOW,
    OWED,
    PAID_FOR,
    RECEIPTS,
    REPAID,
    REVENUE,
)
from licmodel.analysis.accounts.budgets import CAUSED, budget_of
from licmodel.analysis.accounts.growth import Growth
from licmodel.analysis.checks import checks
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import assemble
from licmodel.assembly.borrowed import Borrowed
from tests.budgeted import budgeted

Fault = Callable[[np.ndarray], None]
RESERVE = "move.budget.reserves.licences"


def add_a_pound(figures: np.ndarray) -> None:
    """A pound too much in the second period."""
    figures[1] += 1


def take_all(figures: np.ndarray) -> None:
    """More than there is taken out of every period."""
    figures -= 1_000_000


def add_a_million(figures: np.ndarray) -> None:
    """More than there is."""
    figures += 1_000_000


def forget(figures: np.ndarray) -> None:
    """An unknown figure."""
    figures[-1] = np.nan


def corrupted(results: Results, key: str, fault: Fault) -> Results:
    """The same results with a fault in the figures of one row."""
    wrong = results.values.figures[key].copy()
    fault(wrong)
    figures = {**results.values.figures, key: wrong}
    return replace(results, values=replace(results.values, figures=figures))


def failing(results: Results) -> set[tuple[str, str]]:
    """Checks that do not hold, with their option."""
    return {(each.name, each.option) for each in checks(results) if not each.holds}


@pytest.fixture(scope="module")
def sound() -> Results:
    """The figures of a small council, with its budgets; its project is repaid within them."""
    said = {"treatment": "capital", "reason": "asked", "life_years": "2"}
    changes = [(f"options/move/lines/project/{name}", value) for name, value in said.items()]
    changes.append(("options/move/funding/receipts/flexible/of", "suite"))
    return run(assemble(budgeted(*changes), budget="pounds"))


def test_all_hold_for_sound_figures(sound: Results) -> None:
    names = [each.name for each in checks(sound) if each.option == "Move to the suite"]
    assert {CASTS, REVENUE, CHANGED, REPAID, CONSERVED, NOT_BELOW, PAID_FOR, RECEIPTS} <= set(names)
    assert failing(sound) == set()


@pytest.mark.parametrize(
    ("row", "fault", "names"),
    [
        ("move.budget.by_year", add_a_pound, {CASTS}),
        ("move.suite.budget.by_year", add_a_pound, {CASTS}),
        ("move.budget.interest.by_year", add_a_pound, {CASTS}),
        ("move.budget.receipts.flexible.by_year", add_a_pound, {CASTS}),
        ("move.suite.budget.revenue.by_year", add_a_pound, {REVENUE}),
        ("move.budget.part_year.by_year", add_a_pound, {CHANGED}),
        ("move.budget.pressures.so_far.by_year", add_a_pound, {CHANGED}),
        ("move.budget.change.by_year", forget, {CHANGED}),
        ("move.budget.outstanding.by_year", add_a_pound, {OWED}),
        ("move.budget.spend.by_year", add_a_pound, {OWED}),
        ("move.project.budget.repayment.by_year", add_a_pound, {REPAID}),
        ("move.project.budget.capital.by_year", add_a_pound, {OWED, REPAID}),
        ("move.project.budget.outstanding.by_year", forget, {OWED, REPAID}),
        ("move.servers.budget.outstanding.by_year", take_all, {OWED, REPAID}),
        (f"{RESERVE}.balance.by_year", add_a_pound, {CONSERVED}),
        (f"{RESERVE}.put_in.by_year", add_a_pound, {CONSERVED}),
        (f"{RESERVE}.drawn.by_year", forget, {CONSERVED}),
        (f"{RESERVE}.balance.by_year", take_all, {CONSERVED, NOT_BELOW}),
        ("move.budget.receipts.flexible.paid", add_a_million, {PAID_FOR}),
        ("move.budget.receipts.flexible.paid", forget, {PAID_FOR}),
        ("move.budget.receipts.flexible.used", add_a_million, {RECEIPTS}),
        ("move.budget.receipts.flexible.used", forget, {RECEIPTS}),
    ],
)
def test_a_fault_in_one_row_is_found_where_it_is(
    sound: Results, row: str, fault: Fault, names: set[str]
) -> None:
    found = failing(corrupted(sound, row, fault))
    assert found == {(name, "Move to the suite") for name in names}


def test_shares_that_do_not_repay_all_of_it_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Borrowed, "_part", staticmethod(lambda _said, _number, times, _: 1 / (times + 1))
    )
    said = {"treatment": "capital", "reason": "asked", "life_years": "2"}
    changes = [(f"options/move/lines/project/{name}", value) for name, value in said.items()]
    found = failing(run(assemble(budgeted(*changes), budget="pounds")))
    assert found == {(REPAID, "Move to the suite")}


def test_machines_that_fetch_something_after_they_are_repaid_are_no_fault() -> None:
    said = {
        "quantity": {"by_date": {"2027-04": "10", "2028-04": "0"}},
        "life_years": "2",
        "residual": "50%",
        "starts": "2027-04",
    }
    changes = [(f"options/move/lines/servers/{name}", value) for name, value in said.items()]
    results = run(assemble(budgeted(*changes), budget="pounds"))
    assert results.by_period("move.servers.budget.capital.by_year")[2] < 0
    assert results.by_period("move.budget.outstanding.by_year")[2] < 0
    assert failing(results) == set()


def test_causes_that_do_not_add_up_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(Growth):
        def causes(self, key: str) -> dict[str, list[float]]:
            told = super().causes(key)
            told["volume"][1] += 1
            return told

    monkeypatch.setattr(budgets, "Growth", Wrong)
    assert [each.name for each in budget_of(budgeted(), "move").checks if not each.holds] == [
        CAUSED
    ]


def test_receipts_that_pay_twice_for_one_cost_are_found() -> None:
    """Two of £50,000 each, for a project of £90,000."""
    more = {"of": "project", "most": "50_000", "ends": "2030-03", "assumed": "strategy"}
    results = run(assemble(budgeted(("options/move/funding/receipts/more", more)), budget="pounds"))
    assert failing(results) == {(PAID_FOR, "Move to the suite")}
