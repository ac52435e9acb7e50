"""Extended security updates: a licence for each year begun, and for each year before it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from licmodel.catalogue.rules import rule_constant
from licmodel.language.expression import Expr
from licmodel.language.operators import MONTHS_A_YEAR, ONE_YEAR, every, round_up, where
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.months import EndMonth, Month, month_text
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import number_text, refusal


class ExtendedUpdates(Rule):
    """Licences for one year of extended updates; a line for each year stands beside it.

    They are bought once and kept, so a perpetual line holds them.

    Examples
    --------
    >>> rule = ExtendedUpdates.model_validate(
    ...     {"rule": "extended_updates", "product": "windows_10", "year": "1", "devices": "900",
    ...      "joined": "2026-12"}
    ... )
    >>> rule.counts
    'device'
    """

    basis: ClassVar[tuple[str, ...]] = ("extended_updates",)
    counts_in: ClassVar[str] = "device"
    explains: ClassVar[str] = (
        "Updates after the end of support are sold by the year, for "
        "{extended_updates[years]} years. They are cumulative: whoever joins in a later year buys "
        "the earlier ones too, in the month of joining. A device that leaves owes nothing for "
        "years that begin later, and gets nothing back."
    )

    rule: Literal["extended_updates"] = "extended_updates"

    year: Annotated[Figure, Measure("year", low=1)]
    """Which year of extended updates this line pays for: 1, 2, 3."""

    devices: Annotated[Quantity, Over("device", also=("server", "user"))]
    """Devices kept up to date."""

    product: Literal["windows_10"] | None = None
    """Product whose support has ended, for the month in which its first year begins."""

    first_month: Month | None = None
    """Month in which the first year begins, for any other product."""

    joined: Month | None = None
    """Month from which devices are kept up to date; the first unless said."""

    leaves: EndMonth | None = None
    """Last month in which they are; the last of the last year unless said."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.product is None) == (self.first_month is None):
            found = "neither" if self.product is None else "both"
            raise refusal(
                found,
                "the first year begins in one month",
                "write product: windows_10, or first_month:",
            )
        years = rule_constant("extended_updates.years").value
        if self.year.value > years or not self.year.value.is_integer():
            raise refusal(
                f"year: {self.year.text}",
                f"they are sold for {number_text(years)} years",
                f"write a year from 1 to {number_text(years)}",
            )
        if self.joined is not None and self.leaves is not None and self.leaves < self.joined:
            raise refusal(
                f"leaves: {month_text(self.leaves)}",
                f"that is before {month_text(self.joined)}, when they join",
                "write a later month",
            )
        return self

    def count(self, desk: Desk) -> Expr:
        """Devices, once they have joined and the year has begun."""
        first = (
            desk.date("first_month")
            if self.product is None
            else desk.rule(f"extended_updates.{self.product}_first_month")
        )
        begins = desk.row(
            "year_begins",
            "month in which the year of updates begins",
            first + (desk.figure("year") - ONE_YEAR) * MONTHS_A_YEAR,
        )
        ended = first + desk.rule("extended_updates.years") * MONTHS_A_YEAR
        tests = [desk.month >= begins, desk.month < ended]
        if self.joined is not None:
            tests.append(desk.month >= desk.date("joined"))
        if self.leaves is not None:
            tests.append(desk.month <= desk.date("leaves"))
        owed = desk.row("owed", "the year is owed", every(*tests))
        return desk.row(
            "licences", "licences for the year", where(owed, round_up(desk.quantity("devices")), 0)
        )
