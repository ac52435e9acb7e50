"""A subscription: seats rented at a price held from one renewal to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import model_validator

from licmodel.errors import InputError
from licmodel.language.operators import at_start, during, floor, where
from licmodel.licensing.demand import Demand
from licmodel.lines.bought import Bought
from licmodel.lines.commitment import commit, held_before
from licmodel.lines.instalments import charge_term, with_spread
from licmodel.lines.pricing import changes, paid_monthly
from licmodel.terms.figure import Figure, Measure, Share
from licmodel.terms.payment import Payment
from licmodel.terms.price import Per, Price

if TYPE_CHECKING:
    from licmodel.lines.enrolment import Enrolment
    from licmodel.lines.page import Page


class Subscription(Bought):
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

    quantity: Demand
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

    agreement: str | None = None
    """Agreement that the seats are bought under; it says when seats and price may change."""

    payment: Payment | None = None
    """Part of each term paid when it begins, and what it costs to spread the rest: {upfront: 40%,
    spread: 3%}. The rest is invoiced as billing says; what the programme adds for a way of paying
    is left out, since the spread says it."""

    @model_validator(mode="after")
    def _one_price(self) -> Self:
        if self.product is not None and self.price is not None:
            raise ValueError("a subscription has a product or a price; write just one of them")
        if self.agreement is None and self.product is None and self.price is None:
            raise ValueError("neither product nor price is there; write one of them")
        if self.agreement is not None and "term" in self.model_fields_set:
            raise ValueError("the term is the agreement's; take term: out of the line")
        if self.price is not None and self.price.by_date is None and self._rises_by_no_term:
            raise ValueError("its price rises on anniversaries, not by term; write one of them")
        return self

    @property
    def _rises_by_no_term(self) -> bool:
        """Whether its term would be read by dated prices alone."""
        rises = self.index is not None and self.uplift == "anniversary"
        return rises and "term" in self.model_fields_set and self.payment is None

    def rows(self, page: Page) -> None:
        """Seats × price held since the last renewal × (1 - discount)."""
        if page.enrolment is not None:
            self._under(page, page.enrolment)
            return
        held_for, renewed = None, page.month
        rises_at_renewals = self.index is not None and self.uplift != "anniversary"
        # where a renewal changes no price, the term is not read
        if rises_at_renewals or self.payment or changes(page, self.price):
            held_for = page.figure("term")
        elif self._rises_by_no_term:  # a product with one price, which only its list tells
            raise InputError(
                f"{page.key}: its price rises on anniversaries, not by term",
                where=page.setting.place(f"{page.key}.term"),
                found="term: beside uplift: anniversary",
                expected="one of them",
                remedies=["take term: out, or uplift: so that it rises at its renewals"],
            )
        if held_for is not None and changes(page, self.price):
            renewed = page.row(
                "renewed",
                "last renewal",
                page.starts + floor((page.month - page.starts) / held_for) * held_for,
            )
            if page.setting.renewing is not None:
                renewed = where(page.setting.renewing > 0, renewed, at_start(renewed))
        listed = paid_monthly(
            page, self.price, renewed, self.per, from_month=self._first_renewal(page)
        )
        at_list = page.row(
            "list_price", "list price a month", page.indexed(listed, held_for=held_for)
        )
        monthly = page.row(
            "price_a_month", "price a month after discount", at_list * (1 - page.figure("discount"))
        )
        charge_term(
            page, "seats at their price", during(page.needed() * monthly, "month"), held_for
        )
        self._effective(page)

    def _under(self, page: Page, enrolment: Enrolment) -> None:
        """Seats and price as the agreement holds them."""
        held, offer = held_before(page, enrolment), None
        begins = page.setting.timeline.start
        if self.product is not None or self.price is not None:
            signed = enrolment.agreement.signed or begins
            ordered = max(begins, self.starts or begins, signed)
            first = ordered if held is None else enrolment.first_price
            listed = paid_monthly(page, self.price, page.month, self.per, from_month=first)
            offer = page.row("list_price", "list price a month", page.indexed(listed))
            if enrolment.level is not None:
                offer *= 1 - enrolment.level
            offer *= 1 - page.figure("discount")
            premium = None if self.payment else enrolment.premium(self.billing_months)
            if premium is not None:
                offer *= 1 + premium
            offer = page.row("offer", "price a month of a new order", offer)
        elif held is None:
            raise _no_price(page, "seats held before the horizon: there are none of its name")
        elif self._adds_at_list(enrolment):
            raise _no_price(page, "the price of seats that are added, which is that of the list")
        elif enrolment.agreement.renewal in {None, "list"}:
            raise _no_price(page, "a price at the renewal, which is that of the list")
        commit(page, enrolment, offer, held)
        self._effective(page)

    @staticmethod
    def _adds_at_list(enrolment: Enrolment) -> bool:
        said = enrolment.agreement.added
        return said is not None and said.price == "list_when_ordered"

    def _effective(self, page: Page) -> None:
        """What a seat that is needed costs, with those paid for in vain; of none, unknown."""
        charged, needed = (page.setting.read(f"{page.key}.{row}") for row in ("charge", "needed"))
        page.row(
            "effective_price",
            "charged a month for each seat needed",
            with_spread(page, charged) / during(needed, "month"),
        )

    def _first_renewal(self, page: Page) -> int:
        """Month of the renewal that sets the price in the first month served."""
        begins = page.setting.timeline.start
        if self.starts is None or self.starts >= begins:
            return self.starts or begins
        term = int(self.term.value)
        return self.starts + (begins - self.starts) // term * term


def _no_price(page: Page, wanted: str) -> InputError:
    return InputError(
        f"{page.key}: neither product nor price",
        where=page.setting.place(page.key),
        found=f"nothing to give {wanted}",
        expected="product: from a price list, or price: with per:",
        remedies=[
            "or write its seats and price under the agreement's holdings:, by the line's name",
            "and renewal: uplift or lapse, if the list does not set its price",
        ],
    )
