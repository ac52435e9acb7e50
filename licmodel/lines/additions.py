"""Seats added within a term: at the list of the day, and with the contract year they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licmodel.language.expression import Expr
from licmodel.language.operators import (
    counted,
    during,
    equals,
    every,
    lag,
    most,
    negate,
    previous,
    remainder,
    where,
)
from licmodel.lines.enrolment import Enrolment
from licmodel.lines.setting import TWELVE_MONTHS

if TYPE_CHECKING:
    from licmodel.lines.page import Page


def averaged(enrolment: Enrolment, price: Expr, offer: Expr, committed: Expr, before: Expr) -> Expr:
    """What one of all units costs, where those added within a term have the list of their day.

    ``price`` is what it is without any added, and ``before`` that of a month earlier.
    """
    had = lag(committed)
    added = every(committed > had, negate(enrolment.priced))
    together = (had * before + (committed - had) * offer) / committed
    return where(added, together, price)


def charge_whole_years(
    page: Page, enrolment: Enrolment, committed: Expr, price: Expr, opening: Expr
) -> Expr:
    """Charge units added within a contract year for the months of it that were gone by then.

    Units that went within the year and come back have been charged for it already.
    """
    # a renewal begins a contract year, also where terms are no whole years
    gone_by = remainder(remainder(enrolment.since, enrolment.term), TWELVE_MONTHS)
    begins = equals(gone_by, 0)
    most_so_far = page.row(
        "most_this_year",
        "most units committed so far in the contract year",
        where(begins, committed, most(previous(page.unit), committed)),
        opening,
    )
    added = most_so_far - lag(most_so_far)
    return page.charge_once(
        "late_charge",
        "months of the contract year before units were added",
        where(begins, 0, during(added * price, "month") * counted(gone_by, "1")),
        "revenue",
    )
