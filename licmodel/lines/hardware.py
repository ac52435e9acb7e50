"""Hardware: bought, replaced at the end of its life, sold on, supported and powered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.language.expression import Expr
from licmodel.language.operators import MONTHS_A_YEAR, during, lag, previous, where
from licmodel.licensing.demand import Demand
from licmodel.lines.bought import Bought
from licmodel.lines.holding import at_first, hold
from licmodel.lines.pricing import paid_once
from licmodel.terms.figure import Figure, Measure, Share
from licmodel.terms.price import Price

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Hardware(Bought):
    """Machines with a life: what they cost to buy, to replace, to support and to run.

    Examples
    --------
    >>> line = Hardware.model_validate(
    ...     {"kind": "hardware", "quantity": "8", "price": "9_500", "life_years": "5"}
    ... )
    >>> line.refresh
    True
    """

    treatment_rule = "capital: equipment used for more than a year; support and energy are revenue"
    may_be_capital = True
    unit_by_default = "device"

    kind: Literal["hardware"] = "hardware"

    quantity: Demand
    """Machines needed."""

    product: str | None = None
    """Product in a price list."""

    price: Price | None = None
    """Price of one, paid once."""

    life_years: Annotated[Figure, Measure("year", low=1, high=20)]
    """Years one serves."""

    refresh: bool = True
    """Whether they are replaced at the end of their life."""

    residual: Share | None = None
    """What one fetches when it is replaced, as a share of its price."""

    support: Annotated[Figure, Measure("1/year", low=0, high=1, percent=True)] | None = None
    """Yearly support, as a share of what the machines cost."""

    power: Annotated[Figure, Measure("kW/unit", low=0, high=100)] | None = None
    """Average electrical power of one [kW]."""

    pue: Annotated[Figure, Measure("1", low=1, high=5)] = Figure.model_validate("1")
    """Power usage effectiveness: energy of the room over energy of the machine."""

    tariff: Annotated[Figure, Measure("GBP/kWh", low=0, high=5)] | None = None
    """Price of electricity [money per kWh]."""

    hours_a_year: Annotated[Figure, Measure("kWh/kW/year", low=0, high=8784)] = (
        Figure.model_validate("8_760")
    )
    """Hours a year that they run."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.product is not None and self.price is not None:
            raise ValueError("hardware has a product or a price; write just one of them")
        if self.product is None and self.price is None:
            raise ValueError("neither product nor price is there; write one of them")
        if (self.power is None) != (self.tariff is None):
            raise ValueError("energy needs both power and tariff; write both or neither")
        unread = {"pue", "hours_a_year"} & self.model_fields_set
        if self.power is None and unread:
            names = " and ".join(sorted(unread))
            raise ValueError(f"{names} go with power; write power: and tariff: beside it")
        if self.residual is not None and not self.refresh:
            raise ValueError("a residual value falls at replacement; leave refresh: out")
        return self

    def rows(self, page: Page) -> None:
        """Machines bought × price, less what the old fetch; support and energy while served."""
        cycle = page.figure("life_years") * MONTHS_A_YEAR if self.refresh else None
        bought, again, owned_before = hold(page, cycle)
        price = page.row(
            "price_once", "price", page.indexed(paid_once(page, self.price, page.month))
        )
        spent = page.charge_once("purchase", "machines bought", bought * price, "capital")
        running = previous(page.money) + spent
        paid = page.row(
            "paid",
            "what the machines owned have cost",
            running if again is None else where(again, spent, running),
            owned_before * at_first(price),
        )
        if self.residual is not None and again is not None:
            fetched = where(again, 0 - lag(paid) * page.figure("residual"), 0)
            page.charge_once(
                "resale", "what the replaced ones fetch", fetched, "capital", is_income=True
            )
        if self.support is not None:
            self._charge(page, "support_charge", "support", paid * page.figure("support"))
        if self.power is not None:
            energy = (
                page.setting.read(f"{page.key}.needed")
                * page.figure("power")
                * page.figure("pue")
                * page.figure("hours_a_year")
                * page.indexed(page.figure("tariff"))
            )
            self._charge(page, "energy", "energy", energy)

    @staticmethod
    def _charge(page: Page, name: str, label: str, yearly: Expr) -> None:
        amount = where(page.active, during(yearly / MONTHS_A_YEAR, "month"), 0)
        page.charge(name, label, amount, beside=True)
