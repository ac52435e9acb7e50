"""A one-off: an amount on a date, or spread evenly over months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.language.operators import counted, every, round_up, where
from licmodel.lines.line import Line
from licmodel.terms.figure import Figure, Measure

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class OneOff(Line):
    """Migration, training, a buy-out: paid once.

    Examples
    --------
    >>> line = OneOff.model_validate(
    ...     {"kind": "one_off", "amount": "1_661_000", "starts": "2020-07"}
    ... )
    >>> line.months.value
    1.0
    """

    treatment_rule = "revenue: work on hosted software is expensed as it is received (IFRIC, 2021)"
    may_be_capital = True

    kind: Literal["one_off"] = "one_off"

    amount: Annotated[Figure, Measure("GBP/unit")]
    """The amount; an income is negative."""

    months: Annotated[Figure, Measure("month", low=1, high=240)] = Figure.model_validate("1")
    """Whole months it is spread over evenly, from its start."""

    @model_validator(mode="after")
    def _no_end(self) -> Self:
        if self.ends is not None:
            raise ValueError("a one-off ends by itself; write months: to spread it")
        if self.billing_months != 1:
            raise ValueError("a one-off is invoiced as it falls; leave billing: out")
        return self

    def rows(self, page: Page) -> None:
        """The amount, over its months; part of a month counts as one, so that no more is paid."""
        months = page.row(
            "spread", "whole months it is spread over", round_up(page.figure("months"))
        )
        falls = page.row(
            "falls",
            "it falls in the month",
            every(page.month >= page.starts, page.month < page.starts + months),
        )
        amount = page.indexed(page.quantity() * page.figure("amount")) / counted(months, "1")
        page.charge_once(
            "payment",
            "payment",
            where(falls, amount, 0),
            "revenue",
            is_cost=page.costs(page.figure("amount")),
        )
