"""Money conventions: currency, discounting, inflation and VAT."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from licmodel.terms.borrowing import Borrowing
from licmodel.terms.figure import Figure, Measure, Share, Sourced
from licmodel.terms.index import Index
from licmodel.terms.term import refusal

Timing = Literal["start", "middle", "end"]
DiscountRate = Annotated[Figure, Measure("1", low=0, high=10, usual_high=0.25, percent=True)]


def _currency(value: str) -> str:
    if not re.fullmatch("[A-Z]{3}", value):
        raise refusal(value, "a currency has three capital letters", "write GBP for pounds")
    return value


class Discounting(Sourced):
    """How later money is weighed: a named, dated schedule, or a rate of one's own.

    Examples
    --------
    >>> Discounting.model_validate("6%").rate.value
    0.06
    >>> Discounting.model_validate("green_book_2026").schedule
    'green_book_2026'
    """

    schedule: str | None = None
    """Name of a schedule in the catalogue."""

    rate: DiscountRate | None = None
    """A yearly rate."""

    real: bool = True
    """Whether the rate is real: flows are then deflated first."""

    @model_validator(mode="before")
    @classmethod
    def _read_bare(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if isinstance(value, str):
            is_rate = value.strip()[:1].isdigit()
            return {"rate": value} if is_rate else {"schedule": value.strip()}
        return {"rate": value} if isinstance(value, (int, float)) else value

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.schedule is None) == (self.rate is None):
            raise ValueError("discounting is a schedule or a rate; write green_book_2026 or 3.5%")
        return self


class Finance(Sourced):
    """Conventions that every figure of a scenario is stated in.

    Examples
    --------
    >>> Finance().timing
    'start'
    """

    currency: Annotated[str, AfterValidator(_currency)] = "GBP"
    """Three letters; every price is in it."""

    discounting: Discounting = Discounting.model_validate("green_book_2026")
    """Schedule or rate for present values."""

    timing: Timing = "start"
    """When in the year money is taken to move: the first year is undiscounted at start."""

    inflation: str | Index = "none"
    """Index that takes nominal to real: a name, a rate, or none."""

    vat_rate: Share = Figure.model_validate({"value": "20%", "source": "UK standard rate of VAT"})
    """Standard rate of VAT."""

    vat_recoverable: Share = Figure.model_validate("100%")
    """Part of the VAT paid that comes back; the rest is a cost, in a row of its own."""

    borrowing: Borrowing | None = None
    """How capital is financed, which the budget of an option bears; never part of its cost."""

    @model_validator(mode="before")
    @classmethod
    def _read_rate(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if isinstance(value, dict):
            inflation = value.get("inflation")
            if isinstance(inflation, str) and inflation.strip()[:1].isdigit():
                return {**value, "inflation": {"growth": inflation}}
        return value
