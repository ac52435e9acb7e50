"""A perpetual licence: bought once, kept, with maintenance or not, bought again or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.language.operators import MONTHS_A_YEAR, during, previous, where
from licmodel.licensing.demand import Demand
from licmodel.lines.bought import Bought
from licmodel.lines.holding import at_first, hold
from licmodel.lines.pricing import paid_once
from licmodel.terms.figure import Figure, Measure, Share
from licmodel.terms.price import Price

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Perpetual(Bought):
    """Licences bought once and kept; more are bought when more are needed.

    Examples
    --------
    >>> line = Perpetual.model_validate(
    ...     {"kind": "perpetual", "quantity": "900", "price": "310", "maintenance": "25%"}
    ... )
    >>> line.maintenance.value
    0.25
    """

    treatment_rule = "capital: a right kept for years; its maintenance is revenue"
    may_be_capital = True
    unit_by_default = "licence"

    kind: Literal["perpetual"] = "perpetual"

    quantity: Demand
    """Licences needed."""

    product: str | None = None
    """Product in a price list."""

    price: Price | None = None
    """Price of one licence, paid once."""

    discount: Share = Figure.model_validate("0%")
    """Discount from the price."""

    maintenance: Annotated[Figure, Measure("1/year", low=0, high=1, percent=True)] | None = None
    """Yearly maintenance or assurance, as a share of what the licences cost."""

    refresh_years: Annotated[Figure, Measure("year", low=1, high=20)] | None = None
    """Years after which everything is bought again; never, unless said."""

    @model_validator(mode="after")
    def _one_price(self) -> Self:
        if self.product is not None and self.price is not None:
            raise ValueError("a perpetual licence has a product or a price; write just one of them")
        if self.product is None and self.price is None:
            raise ValueError("neither product nor price is there; write one of them")
        return self

    def rows(self, page: Page) -> None:
        """Licences bought × price; maintenance on what was paid for those owned."""
        cycle = None
        if self.refresh_years is not None:
            cycle = page.figure("refresh_years") * MONTHS_A_YEAR
        bought, again, owned_before = hold(page, cycle)
        price = page.row(
            "price_once",
            "price after discount",
            page.indexed(paid_once(page, self.price, page.month) * (1 - page.figure("discount"))),
        )
        page.charge_once("purchase", "licences bought", bought * price, "capital")
        if self.maintenance is None:
            return
        spent = bought * price
        running = previous(page.money) + spent
        paid = page.row(
            "paid",
            "what the licences owned have cost",
            running if again is None else where(again, spent, running),
            owned_before * at_first(price),
        )
        yearly = where(page.active, paid * page.figure("maintenance"), 0)
        page.charge(
            "maintenance_charge",
            "maintenance",
            during(yearly / MONTHS_A_YEAR, "month"),
            beside=True,
        )
