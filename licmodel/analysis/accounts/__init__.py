"""Held against the accounts: budgets, ledgers and invoices, grants, and who bears a cost."""
