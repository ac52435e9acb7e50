"""Software with a fixed life, such as Office LTSC: bought once, in support for some years."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from licmodel.language.expression import Expr
from licmodel.language.operators import MONTHS_A_YEAR, every, round_up, where
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.months import Month
from licmodel.terms.quantity import Quantity


class FixedSupport(Rule):
    """Licences of one version of Office LTSC, in the months in which it is in support.

    A line for each version stands beside it, and begins where the one before it ends.

    Examples
    --------
    >>> rule = FixedSupport.model_validate(
    ...     {"rule": "fixed_support", "devices": "900", "released": "2024-10"}
    ... )
    >>> rule.counts
    'device'
    """

    basis: ClassVar[tuple[str, ...]] = ("fixed_support",)
    counts_in: ClassVar[str] = "device"
    explains: ClassVar[str] = (
        "A version of Office LTSC is bought once for a device and gets security fixes for "
        "{fixed_support[years]} years from its release. It runs on after that, unsafe; to stay in "
        "support, the next version is bought for every device."
    )

    rule: Literal["fixed_support"] = "fixed_support"

    devices: Annotated[Quantity, Over("device", also=("user",))]
    """Devices that have the version."""

    released: Month
    """First month in which the version is in support."""

    years: Annotated[Figure, Measure("year", low=1)] | None = None
    """Years of support, where they are not those of Office LTSC."""

    def count(self, desk: Desk) -> Expr:
        """Devices, while the version is in support."""
        released = desk.date("released")
        years = desk.rule("fixed_support.years") if self.years is None else desk.figure("years")
        ends = desk.row(
            "support_ends",
            "first month without support",
            released + round_up(years * MONTHS_A_YEAR),
        )
        served = every(desk.month >= released, desk.month < ends)
        return desk.row(
            "licences", "licences in support", where(served, round_up(desk.quantity("devices")), 0)
        )
