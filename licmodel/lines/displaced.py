"""A displaced cost: a contract that ends, whose money is saved from the month after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import MONTHS_A_YEAR, counted, during, every, where
from licmodel.lines.line import Line
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.months import EndMonth

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Displaced(Line):
    """A contract that need not be renewed: its money is saved once it is over, and not before.

    Examples
    --------
    >>> line = Displaced.model_validate(
    ...     {
    ...         "kind": "displaced",
    ...         "contract": "mail filter",
    ...         "amount": "40_000",
    ...         "per": "year",
    ...         "contract_ends": "2028-03",
    ...         "in_base_budget": "true",
    ...     }
    ... )
    >>> line.is_counted
    True
    """

    treatment_rule = "revenue: what is saved would have been paid from the revenue budget"

    kind: Literal["displaced"] = "displaced"

    contract: Annotated[str, StringConstraints(min_length=1)]
    """The contract that ends, by the name or number that every saving of it gives."""

    amount: Annotated[Figure, Measure("GBP/unit", low=0)]
    """What it costs a month or year, without VAT, as it is in the budget; with an index, in prices
    of the horizon's first year."""

    per: Literal["month", "year"]
    """What the amount is for."""

    contract_ends: EndMonth
    """Last month for which it must be paid, whatever takes its place before."""

    in_base_budget: bool
    """Whether the base budget holds its money; what no budget holds cannot be saved."""

    already_taken: bool = False
    """Whether the plan already counts this saving, so that it is not counted here again."""

    promised_to: str | None = None
    """To whom or what the saving is promised already, in words."""

    @model_validator(mode="after")
    def _month_by_month(self) -> Self:
        if self.billing_months != 1:
            raise ValueError("a saving is counted month by month; leave billing: out")
        return self

    @property
    def is_counted(self) -> bool:
        """Whether anything is saved by it: its money is in the budget, and not taken yet."""
        return self.in_base_budget and not self.already_taken

    @property
    def why_not(self) -> str:
        """Why it is counted at nothing, in words; nothing where it is counted."""
        if not self.in_base_budget:
            return "not in the base budget"
        return "already taken in the plan" if self.already_taken else ""

    def rows(self, page: Page) -> None:
        """The amount, as an income, from the month after the contract's own end."""
        amount = page.indexed(page.figure("amount"))
        if self.per == "year":
            amount = during(during(amount, "1/year") / MONTHS_A_YEAR, "month")
        over = page.row(
            "over",
            "its contract is over",
            every(page.active, page.month > page.date("contract_ends", self.contract_ends)),
        )
        would_be = page.row(
            "would_be", "cost without its end", where(over, page.quantity() * amount, 0)
        )
        tests = [
            self._said(page, "in_base_budget") > 0,
            self._said(page, "already_taken") <= 0,
        ]
        label = f"saving, {self.why_not}" if self.why_not else "saving"
        page.charge(
            "saved",
            label,
            where(every(*tests), 0 - would_be, 0),
            before=counted(constant(0), page.money),
        )

    def _said(self, page: Page, field: str) -> Expr:
        """What the line says of itself, 1 or 0, so that a what-if can say the other."""
        return page.setting.declare(
            page.field_key(field),
            f"{page.name}: {field.replace('_', ' ')} (1 yes, 0 no)",
            "1",
            float(getattr(self, field)),
            page.provenance(field),
            given=field in self.model_fields_set,
            bounds=(0.0, 1.0),
        )


def same_contract(name: str) -> str:
    """A contract's name as it is told from others: whatever its capitals and spaces.

    Examples
    --------
    >>> same_contract("Mail  Filter")
    'mail filter'
    """
    return " ".join(name.casefold().split())
