"""Consumption: a volume at a price, in tiers or not, in packages, with an allowance and limits."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    add_up,
    counted,
    every,
    least,
    look_up,
    most,
    round_up,
    where,
)
from licmodel.licensing.demand import Demand
from licmodel.lines.line import Line
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.term import Term

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Tier(Term):
    """One step of a price: from a volume on, so much a unit, and perhaps a flat amount."""

    volume_from: Annotated[Figure, Measure("unit", low=0)] = Field(alias="from")
    """Volume from which it applies."""

    price: Annotated[Figure, Measure("GBP/unit", low=0)]
    """Price of one unit."""

    flat: Annotated[Figure, Measure("GBP", low=0)] | None = None
    """Amount for the tier as such, once it is reached."""


class Consumption(Line):
    """Storage, backups, messages, cloud hours: what is used is paid for.

    Examples
    --------
    >>> line = Consumption.model_validate(
    ...     {"kind": "consumption", "quantity": "4_000", "unit": "GB",
    ...      "tiers": [{"from": "0", "price": "0.12"}, {"from": "1_000", "price": "0.10"}]}
    ... )
    >>> len(line.tiers)
    2
    """

    kind: Literal["consumption"] = "consumption"

    quantity: Demand
    """Volume used in a month, or in a year if `per` says so."""

    per: Literal["month", "year"] = "month"
    """What the volume is for."""

    price: Annotated[Figure, Measure("GBP/unit", low=0)] | None = None
    """Price of one unit, where there are no tiers."""

    tiers: tuple[Tier, ...] = ()
    """Steps of the price, from 0 upwards."""

    tiered: Literal["graduated", "volume"] = "graduated"
    """Graduated: each tier's price for its own part; volume: the tier reached prices all."""

    package: Annotated[Figure, Measure("unit", low=0.000001)] | None = None
    """Units in a package, where a package begun is paid whole."""

    free: Annotated[Figure, Measure("unit", low=0)] | None = None
    """Units a month that cost nothing."""

    minimum: Annotated[Figure, Measure("GBP", low=0)] | None = None
    """Least that is charged a month."""

    maximum: Annotated[Figure, Measure("GBP", low=0)] | None = None
    """Most that is charged a month."""

    @model_validator(mode="after")
    def _one_price(self) -> Self:
        if (self.price is None) == (not self.tiers):
            raise ValueError("consumption has a price or tiers; write just one of them")
        starts = [tier.volume_from.value for tier in self.tiers]
        if starts and (
            starts[0] != 0 or any(after <= before for before, after in pairwise(starts))
        ):
            raise ValueError("tiers begin at 0 and rise; write from: 0 first, then the next volume")
        by_month = [
            name
            for name in ("tiers", "package", "free", "minimum", "maximum")
            if getattr(self, name)
        ]
        if self.per == "year" and by_month:
            raise ValueError(
                f"{by_month[0]} is counted by the month; write the volume of a month, per: month"
            )
        if self.minimum and self.maximum and self.maximum.value < self.minimum.value:
            raise ValueError("the maximum is below the minimum; exchange them")
        return self

    @property
    def more_may_cost_less(self) -> bool:
        """Where the tier that is reached prices all, a unit more may reach a cheaper one."""
        return self.tiered == "volume"

    def rows(self, page: Page) -> None:
        """Volume beyond the allowance, in whole packages, at its tier's price, within limits."""
        used = page.quantity()
        if self.per == "year":
            used = used / counted(MONTHS_A_YEAR, "1")
        if self.free is not None:
            used = most(used - page.figure("free"), 0)
        if self.package is not None:
            used = round_up(used / page.figure("package")) * page.figure("package")
        volume = page.row("volume", "volume charged for", where(page.active, used, 0))
        cost = page.row("at_price", "volume at its price", page.indexed(self._cost(page, volume)))
        if self.minimum is not None:
            cost = most(cost, page.figure("minimum"))
        if self.maximum is not None:
            cost = least(cost, page.figure("maximum"))
        page.charge("charge", "charge", where(page.active, cost, 0))

    def _cost(self, page: Page, volume: Expr) -> Expr:
        if self.price is not None:
            return volume * page.figure("price")
        steps = [self._tier(page, number, tier) for number, tier in enumerate(self.tiers, 1)]
        if self.tiered == "volume":
            reached = volume * look_up(volume, [(begins, price) for begins, price, _ in steps])
            if all(flat is None for _, _, flat in steps):
                return reached
            none = counted(constant(0), page.money)
            levels = [(begins, none if flat is None else flat) for begins, _, flat in steps]
            return reached + where(volume > 0, look_up(volume, levels), 0)
        flats = [
            where(every(volume >= begins, volume > 0), flat, 0)
            for begins, _, flat in steps
            if flat is not None
        ]
        ends: list[Expr | None] = [begins for begins, _, _ in steps[1:]]
        parts = [
            most((volume if end is None else least(volume, end)) - begins, 0) * price
            for (begins, price, _), end in zip(steps, [*ends, None], strict=True)
        ]
        return add_up(*parts, *flats)

    @staticmethod
    def _tier(page: Page, number: int, tier: Tier) -> tuple[Expr, Expr, Expr | None]:
        def figure(name: str, given: Figure, unit: str) -> Expr:
            return page.declare("tiers", f"tiers.{number}.{name}", given, Measure(unit, low=0))

        return (
            figure("from", tier.volume_from, "unit"),
            figure("price", tier.price, "GBP/unit"),
            None if tier.flat is None else figure("flat", tier.flat, "GBP"),
        )
