"""A spend that an agreement commits to: so much a contract year or term, across its lines."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from licmodel.terms.figure import Figure, Measure, Sourced
from licmodel.terms.months import Month, parse_month
from licmodel.terms.term import each_once

Amount = Annotated[Figure, Measure("GBP", low=0)]


class SpendCommitment(Sourced):
    """The least that is spent under an agreement; what falls short is paid all the same.

    Examples
    --------
    >>> SpendCommitment.model_validate({"spend": "500_000", "per": "year"}).spend.value
    500000.0
    """

    spend: Amount | None = None
    """The least that is charged under the agreement in each contract year, or in each term."""

    by_date: Annotated[dict[Month, Amount], BeforeValidator(each_once(parse_month))] | None = None
    """The same from each month on, where it rises or falls with the years."""

    per: Literal["year", "term"]
    """What the spend is for: a contract year, from one anniversary to the next, or a term."""

    spent_before: Amount | None = None
    """What was charged before the horizon in the contract year, or term, that it begins in."""

    lines: tuple[str, ...] = ()
    """Lines whose spend counts although they do not stand under the agreement, such as
    consumption; by their names in whichever option has them."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.spend is None) == (self.by_date is None):
            raise ValueError("a commitment is one spend or dated ones; write spend: or by_date:")
        if self.by_date is not None and not self.by_date:
            raise ValueError("by_date is empty; write a month and a sum, 2027-04: 500_000")
        return self
