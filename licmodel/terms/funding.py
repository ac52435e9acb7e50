"""How an option is paid for, beside revenue and borrowing: capital receipts and reserves."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from licmodel.terms.coding import Coded
from licmodel.terms.figure import Figure, Measure, Money
from licmodel.terms.index import Year, read_year
from licmodel.terms.months import EndMonth, Month, month_words, parse_month
from licmodel.terms.names import Names
from licmodel.terms.term import Term, each_once, refusal

DIRECTION = (
    "direction of 26 March 2025 on the flexible use of capital receipts, "
    "https://gov.uk/government/publications/final-guidance-on-flexible-use-of-capital-receipts/"
    "flexible-use-of-capital-receipts-direction-accessible-version"
)
"""What the rules below are from: England, years beginning 1 April 2025 to 1 April 2029."""

FIRST, LAST = parse_month("2025-04"), parse_month("2030-03")

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


Sums = Annotated[dict[Year, Money], BeforeValidator(each_once(read_year))]
"""Sums of money by financial year; a year that is not named has none."""


class Receipts(Coded):
    """Capital receipts that pay for revenue costs of a project (England, to March 2030).

    Examples
    --------
    >>> Receipts.model_validate({"of": "project", "most": "200_000"}).of
    ('project',)
    """

    title: str | None = None
    """Name on tables."""

    of: Names | None = None
    """Lines that they pay for; all where not said."""

    starts: Month | None = None
    """First month whose cost they pay for; the horizon's first unless said."""

    ends: EndMonth | None = None
    """Last month whose cost they pay for; the horizon's last unless said."""

    most: Annotated[Figure, Measure("GBP", low=0)]
    """How much there is of them in all; they pay for what grants of the same lines leave."""

    raised_by: str = "sale of assets"
    """What brought them in; borrowing and Right to Buy receipts may not be used so."""

    @model_validator(mode="after")
    def _allowed(self) -> Self:
        said = self.raised_by.casefold().replace("_", " ")
        if "borrow" in said or "loan" in said:
            raise refusal(self.raised_by, f"borrowing cannot be used: {DIRECTION}", "leave it out")
        if "right to buy" in said:
            raise refusal(
                self.raised_by, f"Right to Buy receipts are excluded: {DIRECTION}", "leave it out"
            )
        for name in ("starts", "ends"):
            month = getattr(self, name)
            if month is not None and not FIRST <= month <= LAST:
                raise refusal(
                    f"{name}: {month_words(month)}",
                    f"receipts pay for costs of April 2025 to March 2030: {DIRECTION}",
                    "write a month within them",
                )
        return self


class Reserve(Coded):
    """Money set aside in some years and drawn in others.

    Examples
    --------
    >>> reserve = Reserve.model_validate({"put_in": {"2027/28": "208_000"}})
    >>> reserve.opening.value, list(reserve.put_in)
    (0.0, [2027])
    """

    title: str | None = None
    """Name on tables."""

    opening: Money = Figure.model_validate("0")
    """What it holds when the horizon begins."""

    put_in: Sums = Field(default_factory=dict)
    """Paid into it, by financial year."""

    take_out: Sums = Field(default_factory=dict)
    """Drawn from it, by financial year."""

    smooth: Names | None = None
    """Lines whose yearly cost it levels out: it takes what a year costs less than the average
    of the horizon, and gives what a year costs more."""

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.smooth is None and not self.put_in and not self.take_out:
            raise ValueError("nothing moves it; write put_in:, take_out: or smooth: beside it")
        return self


class Funding(Term):
    """What pays for an option beside its year's revenue: never a cost, and never a saving.

    Examples
    --------
    >>> Funding.model_validate({"reserves": {"r": {"put_in": {"2027/28": "1"}}}}).receipts
    {}
    """

    receipts: dict[Key, Receipts] = Field(default_factory=dict)
    """Capital receipts used flexibly, by name."""

    reserves: dict[Key, Reserve] = Field(default_factory=dict)
    """Reserves that it pays into and draws on, by name."""

    @model_validator(mode="before")
    @classmethod
    def _one_name_once(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if isinstance(value, Mapping):
            both = [value.get(name) for name in ("receipts", "reserves")]
            first, second = (set(each) if isinstance(each, Mapping) else set() for each in both)
            if first & second:
                raise refusal(min(first & second), "it names two things", "write another name")
        return value
