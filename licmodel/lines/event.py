"""An event: what it costs if it happens, counted at how likely it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import counted, every, floor, least, most, round_up, where
from licmodel.lines.line import Line
from licmodel.lines.setting import TWELVE_MONTHS
from licmodel.terms.event import OFF, Probability
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.months import EndMonth, Month

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Event(Line):
    """An incident, a free licence withdrawn, a change charged by a supplier: it may happen.

    Examples
    --------
    >>> line = Event.model_validate({"kind": "event", "on": "2028-04", "cost": "800_000"})
    >>> line.probability.value
    0.0
    """

    treatment_rule = "revenue: what an event costs is expensed as it falls"

    kind: Literal["event"] = "event"

    on: Month
    """Month in which it happens, if it does."""

    cost: Annotated[Figure, Measure("GBP/unit", low=0)]
    """What it costs in all, once, if it happens; with an index, in prices of the horizon's first
    year."""

    months: Annotated[Figure, Measure("month", low=1, high=240)] = Figure.model_validate("1")
    """Whole months its cost falls over evenly, from the month in which it happens."""

    probability: Probability = OFF
    """How likely it is; nothing unless said, and then with a source of its own. With yearly, how
    likely in each year."""

    yearly: bool = False
    """Whether it may happen again each year, twelve months on, and each time as likely."""

    until: EndMonth | None = None
    """With yearly: last month in which it may happen; the horizon's last unless said."""

    @model_validator(mode="after")
    def _by_its_own_dates(self) -> Self:
        if self.starts is not None or self.ends is not None:
            raise ValueError(
                "an event has no starts and ends; write on: the month in which it happens, "
                "months: over how many its cost falls, and until: with yearly"
            )
        if self.billing_months != 1:
            raise ValueError("an event is paid as it falls; leave billing: out")
        if self.uplift != "financial year":
            raise ValueError("an event has no anniversary; leave uplift: out")
        if self.until is not None and not self.yearly:
            raise ValueError("until goes with yearly; write yearly: true beside it, or months:")
        if self.until is not None and self.until < self.on:
            raise ValueError("it could happen last before it could first; write an until after on")
        return self

    def rows(self, page: Page) -> None:
        """What it costs in the months in which it falls, and that at its probability."""
        months = page.row("spread", "whole months it falls over", round_up(page.figure("months")))
        times = page.row(
            "falls", "times it falls in the month, if it happens", self._times(page, months)
        )
        once = page.indexed(page.quantity() * page.figure("cost")) / counted(months, "1")
        cost = where(times > 0, times * once, 0)
        if_happens = page.row("if_happens", "cost if it happens", cost)
        page.charge_once(
            "weighted",
            "cost, at its probability",
            if_happens * page.figure("probability"),
            "revenue",
        )

    def _times(self, page: Page, months: Expr) -> Expr:
        """How many times over its cost falls in a month: more than once where years overlap."""
        on = page.date("on", self.on)
        if not self.yearly:
            falls = every(page.month >= on, page.month < on + months)
            return where(falls, 1, 0)
        last = None if self.until is None else page.date("until", self.until)

        def begun(by: Expr) -> Expr:
            until = by if last is None else least(by, last)
            return most(floor((until - on) / TWELVE_MONTHS) + constant(1), 0)

        return begun(page.month) - begun(page.month - months)
