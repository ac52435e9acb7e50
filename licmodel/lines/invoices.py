"""Invoices for months served: in advance, with the part periods that come of a change; in arrears.

Over a whole term what is invoiced and what is served sum alike. At the horizon's edges the
difference is a prepayment, or when negative a debt, that stands in a row of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licmodel.language.expression import Expr
from licmodel.language.operators import (
    ONE_MONTH,
    at_start,
    counted,
    equals,
    every,
    lag,
    least,
    most,
    previous,
    some,
    where,
)

if TYPE_CHECKING:
    from licmodel.lines.page import Page


def _period(page: Page) -> Expr:
    return page.setting.declare(
        page.field_key("billing"),
        f"{page.name}: months on an invoice",
        "month",
        page.line.billing_months,
        page.line.provenance,
        given=False,
    )


def _served(page: Page, name: str, period: Expr) -> Expr:
    return page.row(
        f"{name}.since_invoice",
        "months since an invoice period began",
        page.since(page.invoiced_from, period),
    )


def _begun_before(page: Page) -> Expr:
    return page.setting.read("timeline.start") > page.invoiced_from


def _earlier(served: Expr, before: Expr | None) -> Expr:
    return at_start(served) if before is None else before


def invoice_in_advance(  # noqa: PLR0913, PLR0917  an invoice has this many sides
    page: Page,
    name: str,
    label: str,
    served: Expr,
    before: Expr | None,
    period: Expr | None = None,
) -> tuple[Expr, Expr]:
    """Invoices at the start of each period, and what was prepaid when the horizon begins.

    A change within a period is invoiced, or credited, for the months that are left of it.
    What was invoiced before the horizon is at ``before`` a month; at the first month's charge,
    where that is not known. A period is as long as the line's billing says, unless given.
    """
    period = _period(page) if period is None else period
    since = _served(page, name, period)
    left = period - since
    last = page.invoiced_to
    if last is not None:
        left = most(least(left, last - page.month + ONE_MONTH), 0)
    covers = page.row(f"{name}.covers", "months that an invoice of this month covers", left)
    months = counted(covers, "1")
    billed = page.row(
        f"{name}.billed",
        f"{label}: invoiced",
        where(equals(since, 0), served, served - lag(served)) * months,
    )
    begun = every(_begun_before(page), at_start(since) > 0)
    prepaid = where(begun, _earlier(served, before) * counted(at_start(covers), "1"), 0)
    return billed, prepaid


def invoice_in_arrears(
    page: Page, name: str, label: str, served: Expr, before: Expr | None
) -> tuple[Expr, Expr]:
    """Invoices in the last month of each period, and what was owed when the horizon begins."""
    period = _period(page)
    since = _served(page, name, period)
    earlier = _earlier(served, before)
    owed = where(_begun_before(page), earlier * counted(at_start(since), "1"), 0)
    so_far = page.row(
        f"{name}.so_far", f"{label}: served so far", previous(page.money) + served, owed
    )
    due = equals(since, period - ONE_MONTH)
    last = page.invoiced_to
    if last is not None:
        due = some(due, equals(page.month, last))
    invoiced = page.row(
        f"{name}.invoiced",
        f"{label}: invoiced so far",
        where(due, so_far, previous(page.money)),
        owed - owed,
    )
    billed = page.row(f"{name}.billed", f"{label}: invoiced", invoiced - lag(invoiced))
    return billed, 0 - owed
