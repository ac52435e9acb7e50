"""Assurance that lapses, licences bought again after it, and seats that rest on it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from licmodel.language.expression import Expr
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    ONE_MONTH,
    every,
    least,
    most,
    previous,
    round_up,
    where,
)
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.months import EndMonth, Month, month_text
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import refusal


class LapsedAssurance(Rule):
    """Licences with assurance, none while it has lapsed, or those bought again after that.

    Two lines, one for each part, pay together for letting it lapse and coming back.

    Examples
    --------
    >>> rule = LapsedAssurance.model_validate(
    ...     {"rule": "lapsed_assurance", "licences": "96", "signed": "2026-04",
    ...      "lapses": "2028-09", "again": "2031-04", "part": "bought_again"}
    ... )
    >>> month_text(rule.paid_to - 1)
    '2029-03'
    """

    basis: ClassVar[tuple[str, ...]] = ("assurance",)
    counts_in: ClassVar[str] = "licence"
    explains: ClassVar[str] = (
        "Assurance is owed to the end of the agreement's year that has begun. The licences are "
        "kept when it lapses, but it cannot be taken up again: whoever wants it back buys the "
        "licences again with it."
    )

    rule: Literal["lapsed_assurance"] = "lapsed_assurance"

    licences: Annotated[Quantity, Over("licence", also=("core2pack", "server", "user", "device"))]
    """Licences that have assurance."""

    signed: Month
    """First month of the agreement; its years begin in that month."""

    lapses: EndMonth
    """Last month in which assurance is wanted; the year that has begun is paid to its end."""

    again: Month | None = None
    """Month from which it is wanted again; never, unless said."""

    part: Literal["with_assurance", "bought_again"] = "with_assurance"
    """Whether this line pays for assurance, or for the licences bought again."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.lapses < self.signed:
            raise refusal(
                f"lapses: {month_text(self.lapses)}",
                f"the agreement begins in {month_text(self.signed)}",
                "write a later month",
            )
        if self.part == "bought_again" and self.again is None:
            raise refusal(
                "part: bought_again",
                "nothing is bought unless assurance is wanted again",
                "write again: beside it",
            )
        if self.again is not None and self.again <= self.paid_to:
            raise refusal(
                f"again: {month_text(self.again)}",
                f"assurance is paid to the end of {month_text(self.paid_to - 1)}, so it has not "
                "lapsed",
                f"write a month after {month_text(self.paid_to)}, or leave the rule out",
            )
        return self

    @property
    def paid_to(self) -> int:
        """Month after the last for which assurance is owed."""
        return self.lapses + 1 + (self.signed - self.lapses - 1) % 12

    def count(self, desk: Desk) -> Expr:
        """Licences while assurance is paid for; or all of them, once it is wanted again."""
        signed = desk.date("signed")
        begun = round_up((desk.date("lapses") + ONE_MONTH - signed) / MONTHS_A_YEAR)
        paid_to = desk.row(
            "first_month_without",
            "first month that is not paid for",
            signed + begun * MONTHS_A_YEAR,
        )
        gone = [desk.month >= paid_to]
        if self.again is not None:
            again = desk.row(
                "first_month_back",
                "first month with assurance again",
                most(desk.date("again"), paid_to),
            )
            gone.append(desk.month < again)
        licences = round_up(desk.quantity("licences"))
        if self.part == "with_assurance":
            lapsed = desk.row("lapsed", "assurance has lapsed", every(*gone))
            return desk.row(
                "licences_assured", "licences with assurance", where(lapsed, 0, licences)
            )
        # While it has lapsed and before, nothing is bought; where it never lapses, never.
        back = every(desk.month >= again, again > paid_to)
        return desk.row("licences_again", "licences bought again", where(back, licences, 0))


class FromAssurance(Rule):
    """Seats that stay at the price From SA, or those that need a full subscription.

    Two lines, one for each part, pay together for all seats.

    Examples
    --------
    >>> rule = FromAssurance.model_validate(
    ...     {"rule": "from_assurance", "seats": "640", "held": "500", "part": "full"}
    ... )
    >>> rule.counts
    'user'
    """

    basis: ClassVar[tuple[str, ...]] = ("from_assurance",)
    counts_in: ClassVar[str] = "user"
    explains: ClassVar[str] = (
        "Seats From SA are for people whose perpetual licence, which has to be kept, had "
        "assurance. Those held can be renewed, but none can be bought any more: a seat that is "
        "handed back or left to lapse is a full subscription when it is wanted again."
    )

    rule: Literal["from_assurance"] = "from_assurance"

    seats: Annotated[Quantity, Over("user", also=("person", "staff"))]
    """Seats needed."""

    held: Annotated[Figure, Measure("user", low=0)]
    """Seats From SA held before the horizon begins."""

    lapses: EndMonth | None = None
    """Last month in which they are held, where they are not renewed after it."""

    part: Literal["from_sa", "full"] = "from_sa"
    """Whether this line pays for the seats From SA or for the full ones."""

    def count(self, desk: Desk) -> Expr:
        """The fewest that were needed so far of those held; or the seats beyond them."""
        needed = desk.row("seats_needed", "seats needed", round_up(desk.quantity("seats")))
        closed = desk.month >= desk.rule("from_assurance.closed_from")
        kept = where(closed, least(previous("user"), needed), needed)
        if self.lapses is not None:
            kept = where(desk.month > desk.date("lapses"), 0, kept)
        kept = desk.row(
            "seats_from_sa", "seats From SA still held", kept, round_up(desk.figure("held"))
        )
        if self.part == "from_sa":
            return kept
        return desk.row("seats_full", "seats that need a full subscription", needed - kept)
