"""Charges for a term: invoiced as the billing says, or part of it upfront and the rest spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licmodel.language.expression import Expr
from licmodel.terms.figure import Measure, measure_of
from licmodel.terms.payment import Payment

if TYPE_CHECKING:
    from licmodel.lines.page import Page

SPREAD = "spread_cost"


def charge_term(
    page: Page, label: str, amount: Expr, term: Expr | None, before: Expr | None = None
) -> None:
    """Charge what a month of a term costs, by the line's ``payment`` where it says one.

    Parameters
    ----------
    page : Page
        Of the line; ``term`` is only read where its payment is said.
    label : str
        What is charged, in words.
    amount : Expr
        For a month, without the cost of spreading it.
    term : Expr, optional
        Months that are paid at once where they are paid upfront.
    before : Expr, optional
        What a month of before the horizon was charged, as for `Page.charge`.
    """
    payment: Payment | None = getattr(page.line, "payment", None)
    if payment is None or term is None:
        page.charge("charge", label, amount, before=before)
        return
    whole = page.row("charge", label, amount)
    upfront = _figure(page, payment, "upfront")
    paid_before = None if before is None else before * upfront
    page.charge(
        "upfront",
        "paid at the start of the term",
        whole * upfront,
        before=paid_before,
        period=term,
    )
    if payment.is_whole:
        return
    spread = _figure(page, payment, "spread")
    cost = page.row(SPREAD, "cost of spreading the rest", whole * (1 - upfront) * spread)
    page.charge(
        "instalments",
        "instalments, with the cost of spreading them",
        whole * (1 - upfront) + cost,
        before=None if before is None else before * (1 - upfront) * (1 + spread),
    )


def with_spread(page: Page, amount: Expr) -> Expr:
    """An amount with what it costs to spread its payment."""
    payment: Payment | None = getattr(page.line, "payment", None)
    if payment is None or payment.is_whole:
        return amount
    upfront, spread = (_figure(page, payment, name) for name in ("upfront", "spread"))
    return amount * (1 + (1 - upfront) * spread)


def _figure(page: Page, payment: Payment, name: str) -> Expr:
    measure = measure_of(Payment.model_fields[name])
    if payment.is_whole:
        # what it would cost to spread it is not known, so nothing may ask for less upfront
        measure = Measure("1", low=1, high=1, percent=True)
    return page.declare("payment", f"payment.{name}", getattr(payment, name), measure)
