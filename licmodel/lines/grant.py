"""A grant: what others pay of some lines, as long as it lasts and as far as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.errors import InputError
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    counted,
    during,
    lag,
    least,
    look_up,
    most,
    previous,
    where,
)
from licmodel.lines.reading import Reading, charged, charges_read
from licmodel.terms.figure import Figure, Measure, Share
from licmodel.terms.months import month_text
from licmodel.terms.stepped import Stepped, SteppedShare, SteppedSum

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Grant(Reading):
    """Money granted towards lines of the option: an income, and never more than they cost.

    Examples
    --------
    >>> line = Grant.model_validate(
    ...     {"kind": "grant", "of": "migration", "share": "50%", "cap": "80_000"}
    ... )
    >>> line.of
    ('migration',)
    """

    treatment_rule = "as what it pays for: granted towards capital it is capital income"
    vat_by_default = False
    unit_by_default = "grant"

    kind: Literal["grant"] = "grant"

    share: SteppedShare = SteppedShare.model_validate("100%")
    """Share that it pays of what its lines are charged, before VAT; by_date: for a taper."""

    match: Share | None = None
    """Share that has to be paid from own money; the grant pays the rest at the most."""

    cap: Annotated[Figure, Measure("GBP", low=0)] | None = None
    """The most that it pays in all."""

    cap_a_year: SteppedSum | None = None
    """The most that it pays in a financial year; what is left of it is not carried over."""

    paid_before: Annotated[Figure, Measure("GBP", low=0)] | None = None
    """What it paid before the horizon, which counts towards its cap."""

    capital_only: bool = False
    """Whether it pays for capital alone."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.paid_before is not None and self.cap is None:
            raise ValueError("paid_before counts towards a cap; write cap: beside it")
        if self.index is not None and self.cap_a_year is None:
            raise ValueError("an index is for a yearly cap; write cap_a_year: or leave index: out")
        if self.has_vat:
            raise ValueError("a grant is no supply and brings no VAT; leave vat: out")
        return self

    def rows(self, page: Page) -> None:
        """A share of what its lines cost, within its caps; as capital and revenue as they are."""
        if all(isinstance(each.line, Grant) for each in page.read.values()):
            raise InputError(
                f"{page.key}: it pays for no line that costs",
                where=page.setting.place(f"{page.key}.of"),
                found=f"of: {', '.join(self.of)}, which are grants",
                expected="a line that costs; a grant beside it comes off its cost first",
            )
        read = charges_read(page, "capital" if self.capital_only else None)
        if not read:
            raise InputError(
                f"{page.key}: it pays for capital alone, and its lines have none",
                where=page.setting.place(f"{page.key}.capital_only"),
                found=f"of: {', '.join(self.of)}",
                remedies=[
                    "name lines that are capital",
                    "say treatment: capital with its reason on them, or leave capital_only: out",
                ],
            )
        what = "capital of its lines" if self.capital_only else "what its lines cost"
        costs = page.row("costs", what, most(charged(read), 0))
        share = _stepped(page, "share", self.share)
        if self.match is not None:
            share = least(share, 1 - page.figure("match"))
        granted = least(costs * share * counted(page.quantity(), "1"), costs)
        amount = page.row("offered", "its share of that", where(page.active, granted, 0))
        if self.cap_a_year is not None:
            amount = self._within_year(page, amount, self.cap_a_year)
        if self.cap is not None:
            amount = self._within_cap(page, amount)
        paid = page.row("paid", "what it pays", amount)
        capital = [charge for charge in read if charge.treatment == "capital"]
        if self.treatment is not None or len(capital) in {0, len(read)}:
            page.charge("income", "income", 0 - paid, "capital" if capital else "revenue")
            return
        self._charge_both(page, paid)

    @staticmethod
    def _charge_both(page: Page, paid: Expr) -> None:
        """Income in the proportion of the capital and the revenue that it pays for."""
        parts = {
            treatment: page.row(
                f"{treatment}_costs",
                f"{treatment} of its lines",
                most(charged(charges_read(page, treatment)), 0),
            )
            for treatment in ("capital", "revenue")
        }
        whole = parts["capital"] + parts["revenue"]
        towards = where(whole > 0, paid * (parts["capital"] / whole), 0)
        capital = page.row("towards_capital", "what it pays towards capital", towards)
        page.charge("capital_income", "income towards capital", 0 - capital, "capital")
        revenue = page.row("towards_revenue", "what it pays towards revenue", paid - capital)
        page.charge("income", "income towards revenue", 0 - revenue, "revenue")

    @staticmethod
    def _within_year(page: Page, amount: Expr, cap: SteppedSum) -> Expr:
        """As much as the yearly cap leaves of an amount; no year takes back what it paid.

        What a month is offered beyond the cap lapses: a cap that rises within the year, by its
        index or on a date, is for the months from then on, and for none once the grant is over.
        """
        begins = page.setting.read("timeline.year_begins")
        nothing = counted(constant(0), page.money)
        most_a_year = page.row(
            "yearly_cap",
            "the most that it pays in a year",
            during(page.indexed(_stepped(page, "cap_a_year", cap)), "year"),
        )
        earlier = where(begins, 0, previous(page.money))
        paid = page.row(
            "paid_in_year",
            "what it pays so far in the year, within its yearly cap",
            most(earlier, least(earlier + amount, most_a_year)),
            nothing,
        )
        return page.row(
            "within_year", "its share within its yearly cap", paid - where(begins, 0, lag(paid))
        )

    @staticmethod
    def _within_cap(page: Page, amount: Expr) -> Expr:
        """As much as the cap leaves of an amount."""
        before, cap = counted(constant(0), page.money), page.figure("cap")
        if page.line.model_fields_set & {"paid_before"}:
            before = page.figure("paid_before")
        so_far = page.row(
            "offered_so_far", "its share so far", previous(page.money) + amount, before
        )
        paid = page.row(
            "paid_so_far", "of that, within its cap", least(so_far, cap), least(before, cap)
        )
        return paid - lag(paid)


def _stepped(page: Page, field: str, stepped: Stepped) -> Expr:
    """A figure of a grant over time; one dated too late for the grant is refused."""
    setting, key = page.setting, page.field_key(field)
    label, source = f"{page.name}: {field.replace('_', ' ')}", page.provenance(field)
    source = stepped.provenance or source
    measure = type(stepped).measure
    unit = measure.unit.replace("GBP", page.money)
    if stepped.throughout is not None:
        given = field in page.line.model_fields_set
        bounds = (measure.low, measure.high)
        return setting.figure(
            key, label, unit, stepped.throughout, source, given=given, bounds=bounds
        )
    steps = stepped.steps or {}
    begins = max(setting.timeline.start, page.line.starts or 0)
    if min(steps) > begins:
        raise InputError(
            f"{page.key}: {field} is unknown before {month_text(min(steps))}",
            where=setting.place(key),
            found=f"a grant from {month_text(begins)}",
            remedies=[
                f"write starts: {month_text(min(steps))} on the grant",
                f"or add {month_text(begins)}: FIGURE under by_date",
            ],
        )
    return look_up(page.month, setting.dated(key, label, unit, steps, source))
