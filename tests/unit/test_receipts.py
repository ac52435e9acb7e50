"""What receipts pay for, beside grants and what lines bring in."""

from licmodel.analysis.accounts.budgets import budget_of
from tests.budgeted import budgeted
from tests.unit.test_budgets import MOVE, RECEIPTS


def test_receipts_pay_for_what_grants_leave() -> None:
    """A grant of £36,000 towards £90,000 leaves £54,000, whatever receipts there are."""
    aid = {"kind": "grant", "of": "project", "share": "40%", "assumed": "an award"}
    budget = budget_of(budgeted((f"{RECEIPTS}/most", "500_000"), (f"{MOVE}/aid", aid)), "move")
    used = next(each.by_year for each in budget.entries if each.kind == "receipts")
    assert used == [-54_000, 0, 0, 0]


def test_what_a_line_brings_in_later_gives_no_receipts_back() -> None:
    """£10,000 for backup in 2027/28, and £36,000 a year saved from then on."""
    saved = {"kind": "displaced", "contract": "old", "amount": "36_000", "per": "year"}
    saved |= {"contract_ends": "2028-03", "in_base_budget": "true", "assumed": "ends"}
    changes = [(f"{MOVE}/saved", saved), (f"{RECEIPTS}/of", ["backup", "saved"])]
    budget = budget_of(budgeted(*changes, (f"{RECEIPTS}/most", "500_000")), "move")
    used = next(each.by_year for each in budget.entries if each.kind == "receipts")
    assert used == [-10_000, 0, 0, 0]
