"""A subscription: seats rented at a price held from one renewal to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.language.operators import during, floor
from licmodel.lines.line import Line
from licmodel.lines.pricing import changes, paid_monthly
from licmodel.terms.figure import Figure, Measure, Share
from licmodel.terms.price import Per, Price
from licmodel.terms.quantity import Quantity

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Subscription(Line):
    """Seats rented by the month; nothing is left when it ends.

    Examples
    --------
    >>> line = Subscription.model_validate(
    ...     {"kind": "subscription", "quantity": "100", "price": "12.50", "per": "month"}
    ... )
    >>> line.term.value
    12.0
    """

    treatment_rule = "revenue: access to hosted software is a service (IFRIC, March 2019)"
    unit_by_default = "user"

    kind: Literal["subscription"] = "subscription"

    quantity: Quantity
    """Seats needed; whole seats are paid for."""

    product: str | None = None
    """Product in a price list."""

    price: Price | None = None
    """Price of one seat, where no product is named."""

    per: Per | None = None
    """What the price pays for: a month or a year."""

    discount: Share = Figure.model_validate("0%")
    """Discount from the price."""

    term: Annotated[Figure, Measure("month", low=1, high=120)] = Figure.model_validate("12")
    """Months from one renewal to the next; between them the price is held."""

    @model_validator(mode="after")
    def _one_price(self) -> Self:
        if (self.product is None) == (self.price is None):
            raise ValueError("a subscription has a product or a price; write just one of them")
        return self

    def rows(self, page: Page) -> None:
        """Seats × price held since the last renewal × (1 - discount)."""
        held_for, renewed = None, page.month
        rises_at_renewals = self.index is not None and self.uplift != "anniversary"
        # where a renewal changes no price, the term is not read
        if rises_at_renewals or changes(page, self.price):
            held_for = page.figure("term")
        if held_for is not None and changes(page, self.price):
            renewed = page.row(
                "renewed",
                "last renewal",
                page.starts + floor((page.month - page.starts) / held_for) * held_for,
            )
        listed = paid_monthly(
            page, self.price, renewed, self.per, from_month=self._first_renewal(page)
        )
        price = page.indexed(listed * (1 - page.figure("discount")), held_for=held_for)
        monthly = page.row("price_a_month", "price a month after discount", price)
        page.charge("charge", "seats at their price", during(page.needed() * monthly, "month"))

    def _first_renewal(self, page: Page) -> int:
        """Month of the renewal that sets the price in the first month served."""
        begins = page.setting.timeline.start
        if self.starts is None or self.starts >= begins:
            return self.starts or begins
        term = int(self.term.value)
        return self.starts + (begins - self.starts) // term * term
