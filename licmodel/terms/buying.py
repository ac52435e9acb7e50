"""Under which terms something is bought, as price books tell prices apart; and conversions."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from licmodel.catalogue.price_point import Plan, Segment
from licmodel.terms.figure import Figure, Measure, Sourced
from licmodel.terms.term import Term, refusal

_KEY = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")


def _key(value: str) -> str:
    if not _KEY.fullmatch(value):
        raise refusal(value, "not the key of a programme", "write one such as csp_annual")
    return value


def _currency(value: str) -> str:
    if not re.fullmatch("[A-Z]{3}", value):
        raise refusal(value, "a currency has three capital letters", "write USD for US dollars")
    return value


class BuyingTerms(Term):
    """What tells a price from others of the same product; what is not said fits any.

    Examples
    --------
    >>> BuyingTerms.model_validate({"segment": "government", "commitment": "36"}).commitment
    36
    """

    segment: Segment | None = None
    """Whose prices: commercial, government, education_staff, education_student or charity."""

    programme: Annotated[str, AfterValidator(_key)] | None = None
    """Programme it is bought under, as the price book names it."""

    billing_plan: Plan | None = None
    """Billing plan its price is for: upfront, annual, monthly or once."""

    commitment: Annotated[int, Field(ge=1, le=120)] | None = None
    """Months committed to that its price is for: 1, 12 or 36."""


class Conversion(Sourced):
    """A price in another currency, at a rate of one date: a figure of its own.

    Examples
    --------
    >>> Conversion.model_validate({
    ...     "from": "USD", "rate": "0.78", "source": "Bank of England", "dated": "2026-10-30"
    ... }).currency
    'USD'
    """

    currency: Annotated[str, AfterValidator(_currency), Field(alias="from")]
    """Currency that the price is listed in: three letters."""

    rate: Annotated[Figure, Measure("1", low=0)]
    """What one unit of that currency is worth in the scenario's currency."""

    @model_validator(mode="after")
    def _is_dated(self) -> Self:
        if self.dated is None and self.rate.dated is None:
            raise ValueError("a rate of exchange is of one day; write dated: and source: beside it")
        return self
