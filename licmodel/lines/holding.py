"""Things bought and kept: paid for once, topped up when more are needed, bought again if at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    at_start,
    counted,
    equals,
    every,
    lag,
    most,
    previous,
    where,
)

if TYPE_CHECKING:
    from licmodel.lines.page import Page


def hold(page: Page, cycle: Expr | None) -> tuple[Expr, Expr | None, Expr]:
    """Units bought, the flag on which everything is bought again, and units owned before.

    The units owned stand in the row ``owned``.

    Parameters
    ----------
    page : Page
        Of the line; what is needed is its quantity while it is served.
    cycle : Expr, optional
        Months from one purchase of everything to the next; none for bought once and for all.

    Notes
    -----
    What was bought before the horizon is owned when it begins, and is not bought again then.
    """
    needed = page.needed()
    starts = page.starts
    already = page.setting.read("timeline.start") > starts
    opening = where(already, at_start(needed), counted(constant(0), page.unit))
    if cycle is None:
        owned = page.row("owned", "units owned", most(previous(page.unit), needed), opening)
        return page.row("bought", "units bought", owned - lag(owned)), None, opening
    again = page.row(
        "bought_again",
        "everything is bought, again or for the first time",
        every(equals(page.since(starts, cycle), 0), page.active),
    )
    owned = page.row(
        "owned", "units owned", where(again, needed, most(previous(page.unit), needed)), opening
    )
    bought = page.row("bought", "units bought", where(again, owned, owned - lag(owned)))
    return bought, again, opening


def at_first(row: Expr) -> Expr:
    """First month's figure of a row, or the one figure of a row that has no months."""
    return row if row.axis == "whole" else at_start(row)
