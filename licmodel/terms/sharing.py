"""A cost shared by members: by what, from when to when, and what each pays now."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from licmodel.terms.bearer import exact
from licmodel.terms.figure import Share, Sourced
from licmodel.terms.months import EndMonth, Month, month_text
from licmodel.terms.names import Names
from licmodel.terms.quantity import Quantity

Basis = Literal["users", "pupils", "budget", "usage", "fixed", "equal"]

WEIGHED_IN: dict[Basis, str] = {
    "users": "user",
    "pupils": "pupil",
    "usage": "unit",
    "fixed": "1",
    "equal": "1",
}
"""What a weight counts, unless its driver says otherwise; a budget is in the currency."""

TAKEN = frozenset({"cost", "recharged"})
"""What a shared cost's own figures are called, and no member."""


class Member(Sourced):
    """One who shares a cost.

    Examples
    --------
    >>> Member.model_validate({"weight": "12_000", "pays_now": "104_000"}).pays_now.value.value
    104000.0
    """

    title: str | None = None
    """Name on tables; the key in words unless said."""

    weight: Quantity | None = None
    """Its users, pupils, budget or use, or its fixed share: a number, a driver, or by date."""

    joins: Month | None = None
    """First month in which it shares; the horizon's first unless said."""

    leaves: EndMonth | None = None
    """Last month in which it shares; the horizon's last unless said."""

    pays_now: Quantity | None = None
    """What it pays a year without sharing; its share of the baseline unless said."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.joins is not None and self.leaves is not None and self.leaves < self.joins:
            raise ValueError(
                f"it leaves in {month_text(self.leaves)}, before it joins in "
                f"{month_text(self.joins)}; write the earlier month first"
            )
        figure = None if self.weight is None else self.weight.value
        if figure is not None and figure.value == 0:
            raise ValueError(
                "a weight of nothing; leave the member out, or write from when it weighs what"
            )
        return self

    @property
    def is_fixed(self) -> bool:
        """Whether its weight is a number, or numbers by date, and follows nothing else."""
        weight = self.weight
        return weight is not None and bool(weight.value or weight.by_date)

    def fixed_share(self, month: int) -> Decimal:
        """Its share of a cost in a month, where shares are fixed; none where it is not there."""
        if self.weight is None or not self.is_there(month):
            return Decimal(0)
        dated = self.weight.by_date or {}
        begun = [figure for start, figure in sorted(dated.items()) if start <= month]
        figure = begun[-1] if begun else self.weight.value
        return Decimal(0) if figure is None else exact(figure)

    def is_there(self, month: int) -> bool:
        """Whether it shares in a month."""
        joined = self.joins is None or self.joins <= month
        return joined and (self.leaves is None or month <= self.leaves)


class SharedCost(Sourced):
    """A cost that members share, to the penny.

    Examples
    --------
    >>> shared = SharedCost.model_validate({"by": "equal", "members": {"one": {}, "two": {}}})
    >>> shared.lead is None
    True
    """

    title: str | None = None
    """Name on tables; the key in words unless said."""

    of: Names | None = None
    """Names of the lines shared; all of an option's lines unless said."""

    by: Basis
    """What it is shared by: users, pupils, budget, usage, fixed shares, or equal parts."""

    lead: str | None = None
    """Member who runs the service for the others."""

    overhead: Share | None = None
    """What the lead adds to what each of the others pays; its income."""

    members: Annotated[dict[str, Member], Field(min_length=1)]
    """Who shares it."""

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        for name, member in self.members.items():
            if (member.weight is None) != (self.by == "equal"):
                remedy = "leave weight: out" if member.weight else f"write weight: of {name}"
                raise ValueError(f"{name}: shared by: {self.by}; {remedy}")
            if name in TAKEN:
                raise ValueError(f"no member can be called {name}; write another name")
            if self.by == "fixed" and not member.is_fixed:
                raise ValueError(f"{name}: a fixed share is fixed; write weight: 40%, or by_date:")
        if self.overhead is not None and self.lead is None:
            raise ValueError("overhead is the lead's income; write lead: MEMBER")
        if self.lead is not None:
            self._check_lead(self.lead)
        return self

    def _check_lead(self, lead: str) -> None:
        if lead not in self.members:
            members = ", ".join(self.members)
            raise ValueError(f"the lead is no member: {lead}; write one of {members}")
        if self.members[lead].joins is not None or self.members[lead].leaves is not None:
            raise ValueError(f"the lead, {lead}, is there throughout; leave joins and leaves out")
