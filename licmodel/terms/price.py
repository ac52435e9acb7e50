"""Prices over time, and what one price buys: a month, a year or once for all."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from licmodel.terms.figure import Figure, Measure, Rate, Sourced, with_range
from licmodel.terms.months import Month, parse_month
from licmodel.terms.term import each_once
from licmodel.terms.unit import UnitName

Per = Literal["month", "year", "once"]
UnitPrice = Annotated[Figure, Measure("GBP/unit", low=0)]


class Price(Sourced):
    """A price: one figure, or dated figures, and what happens after the last of them.

    Examples
    --------
    >>> Price.model_validate({"by_date": {"2027-04": "31.70"}, "per": "month"}).per
    'month'
    """

    value: UnitPrice | None = None
    """The same price throughout."""

    by_date: Annotated[dict[Month, UnitPrice], BeforeValidator(each_once(parse_month))] | None = (
        None
    )
    """Price from each month on; before the first no price is in force."""

    per: Per | None = None
    """What one price pays for: a month, a year, or once."""

    escalator: Rate | None = None
    """Yearly rise after the last dated price: a projection, and marked as one."""

    @model_validator(mode="before")
    @classmethod
    def _read_bare(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        return with_range(value) if isinstance(value, (dict, Sourced)) else {"value": value}

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        self._check_form()
        return self

    def _check_form(self) -> None:
        if (self.value is None) == (self.by_date is None):
            raise ValueError("a price is a value or dated values; write value: or by_date:")
        if self.by_date is not None and not self.by_date:
            raise ValueError("by_date is empty; write a month and a price, 2027-04: 31.70")
        if self.escalator is not None and self.by_date is None:
            raise ValueError("escalator goes with by_date; write by_date: {MONTH: PRICE} beside it")


class ListedPrice(Price):
    """A product in the scenario's own price list; it wins over the catalogue.

    An escalator alone is for the price list that has the product: it says what follows its last
    dated price.

    Examples
    --------
    >>> ListedPrice.model_validate({"escalator": "4%", "assumed": "as it rose before"}).continues
    True
    """

    title: str | None = None
    """The product's name in words."""

    unit: UnitName = "user"
    """What one of it serves: user, device, server, core."""

    @property
    def continues(self) -> bool:
        """Whether the prices are a price list's, and only what follows them is said here."""
        return self.value is None and self.by_date is None

    def _check_form(self) -> None:
        if not self.continues or self.escalator is None:
            super()._check_form()
            return
        said = [name for name in ("unit", "per", "title") if name in self.model_fields_set]
        if said:
            raise ValueError(
                f"{said[0]} goes with a price; write value: or by_date:, or leave {said[0]} out: "
                "an escalator alone goes on from the price list's own"
            )
