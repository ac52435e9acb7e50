"""A recurring charge: so much a month or a year, with an index and a step at renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.language.operators import MONTHS_A_YEAR, during, floor, most, where
from licmodel.lines.line import Line
from licmodel.terms.figure import Figure, Measure, Rate

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Recurring(Line):
    """Support, hosting, a contract at so much a year.

    Examples
    --------
    >>> line = Recurring.model_validate(
    ...     {"kind": "recurring", "amount": "450_000", "per": "year", "index": "rpi_obr_2026_03"}
    ... )
    >>> line.per
    'year'
    """

    kind: Literal["recurring"] = "recurring"

    amount: Annotated[Figure, Measure("GBP/unit")]
    """Amount of one month or year when the horizon begins, or at its start if that is later; with
    an index, in prices of the horizon's first year."""

    per: Literal["month", "year"]
    """What the amount is for."""

    renewal_uplift: Rate | None = None
    """Rise at each renewal, on top of the index."""

    term: Annotated[Figure, Measure("month", low=1, high=240)] | None = None
    """Months from one renewal to the next."""

    @model_validator(mode="after")
    def _step_needs_term(self) -> Self:
        if (self.renewal_uplift is None) != (self.term is None):
            raise ValueError("a renewal needs both term and renewal_uplift; write both or neither")
        return self

    def rows(self, page: Page) -> None:
        """The amount while served, indexed, stepped up at each renewal."""
        amount = page.indexed(page.figure("amount"))
        if self.renewal_uplift is not None:
            term = page.figure("term")
            # the amount is the one in force when the horizon begins, whatever rose before it
            begins = page.setting.read("timeline.start")
            before = most(floor((begins - page.starts) / term), 0)
            renewals = page.row(
                "renewals",
                "renewals so far",
                floor((page.month - page.starts) / term) - before,
            )
            amount = amount * (1 + page.figure("renewal_uplift")) ** renewals
        if self.per == "year":
            amount = during(during(amount, "1/year") / MONTHS_A_YEAR, "month")
        charge = where(page.active, page.quantity() * amount, 0)
        page.charge("charge", "charge", charge, is_cost=page.costs(page.figure("amount")))
