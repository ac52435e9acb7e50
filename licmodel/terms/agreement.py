"""An agreement: when it began, what renews it at which price, and what may be handed back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from licmodel.terms.figure import Figure, Measure, Sourced
from licmodel.terms.lead_times import LeadTimes
from licmodel.terms.months import EndMonth, Month, month_text
from licmodel.terms.price import UnitPrice
from licmodel.terms.quantity import Quantity
from licmodel.terms.spend import SpendCommitment
from licmodel.terms.term import Term

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Renewal = Literal["list", "uplift", "lapse"]
Fall = Literal["any_month", "anniversary", "renewal", "never"]

FALL_WORDS: dict[Fall, str] = {
    "any_month": "in any month",
    "anniversary": "at anniversaries",
    "renewal": "at renewals only",
    "never": "never",
}
"""When seats may be handed back, in words."""

Charged = Literal["months_remaining", "whole_years"]
AddedPrice = Literal["held_for_term", "list_when_ordered"]

Months = Annotated[Figure, Measure("month", low=1, high=120)]
Rise = Annotated[Figure, Measure("1", low=-1, usual_high=1.0, percent=True)]


class Holding(Sourced):
    """Seats of one product that were there before the horizon.

    Examples
    --------
    >>> Holding.model_validate({"seats": "3_240", "price": "296.40", "per": "year"}).seats.value
    3240.0
    """

    seats: Annotated[Figure, Measure("unit", low=0)]
    """Seats contracted when the horizon begins."""

    price: UnitPrice
    """What is paid for one of them, after discounts, until the price is set anew."""

    per: Literal["month", "year"]
    """What the price pays for."""

    minimum: Quantity | None = None
    """Seats below which the contract does not let it fall, also at a renewal: one number, or a
    ramp by date."""


class Added(Term):
    """What a seat costs that is added within a term; the programme's, where it is not said.

    Examples
    --------
    >>> Added.model_validate({"price": "list_when_ordered"}).charged is None
    True
    """

    charged: Charged | None = None
    """The months that are left of the term, or every contract year begun: then the months of it
    before the seat was added are charged with the order."""

    price: AddedPrice | None = None
    """The price held for the others, or that of the list in the month of the order."""


class Agreement(Sourced):
    """An enrolment, or any contract that several subscriptions stand under.

    Its lines say ``agreement:`` with its key. What it does not say itself is the programme's.

    Examples
    --------
    >>> agreement = Agreement.model_validate({
    ...     "programme": "enterprise_agreement_subscription", "signed": "2024-04",
    ...     "renewal": "uplift", "renewal_uplift": "5%",
    ...     "holdings": {"e3": {"seats": "3_240", "price": "296.40", "per": "year"}},
    ... })
    >>> agreement.renewal_uplift.value
    0.05
    """

    title: str | None = None
    """Its name in words."""

    based_on: Name | None = None
    """Another agreement that it is like, but for what it says itself."""

    programme: str | None = None
    """How it is bought: a programme of the catalogue; supplier_contract for any other."""

    signed: Month | None = None
    """First month of its first term, often before the horizon."""

    term: Months | None = None
    """Months from one renewal to the next; the programme's unless said."""

    renewal: Renewal | None = None
    """At a renewal the price is that of the list less the line's discount, or the price paid
    with an uplift; or the agreement lapses. The list, unless said."""

    renewal_uplift: Rise | None = None
    """How much dearer each time the price is set anew."""

    uplift_on: Literal["paid", "list"] | None = None
    """What the uplift is on: the price paid, or the list price less the line's discount."""

    cap: Rise | None = None
    """The most that a price paid may rise each time it is set anew."""

    hold_months: Months | None = None
    """Months for which a price is held, where they are fewer than the term."""

    may_fall: Fall | None = None
    """When seats may be handed back; the programme's unless said."""

    true_down: Annotated[Figure, Measure("1", low=0, high=1, percent=True)] | None = None
    """The largest part of them that may go each time within a term; all, unless said."""

    ends: EndMonth | None = None
    """Last month, where it ends before its term does."""

    notice_months: Annotated[Figure, Measure("month", low=0, high=36)] | None = None
    """Whole months before a renewal by which one must have said that seats go: of three before 1
    April, the last day is 31 December. Once that is past when the scenario is drawn up (as_of),
    the seats stay for another term."""

    lead_times: LeadTimes | None = None
    """Its own steps to a decision, where they take another time than the organisation's: {papers:
    12 weeks}; a step that it does not say is the organisation's."""

    level: str | None = None
    """Price level, A to D: what the programme takes off the list for it, by date."""

    choices: dict[str, str] = Field(default_factory=dict)
    """Answers to what public sources leave open about the programme."""

    holdings: dict[Name, Holding] = Field(default_factory=dict)
    """Seats there before the horizon, by the name of the line or product they are read by."""

    added: Added | None = None
    """What a seat costs that is added within a term: {charged: whole_years, price:
    list_when_ordered}."""

    commitment: SpendCommitment | None = None
    """The least that is spent under it; what falls short is a row of its own."""

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        fault = next(self.faults(), None)
        if fault is not None:
            raise ValueError(fault)
        return self

    def faults(self) -> Iterator[str]:
        """What does not go together in it; of one based on another, once it is filled in.

        Examples
        --------
        >>> list(Agreement.model_validate({"signed": "2024-04"}).faults())
        []
        """
        if self.based_on is None:
            if self.renewal == "uplift" and self.renewal_uplift is None:
                yield "an uplift needs its rate; write renewal_uplift: 5%"
            if self.renewal != "uplift" and self.renewal_uplift is not None:
                yield "renewal_uplift goes with renewal: uplift; write it beside it"
            if self.renewal_uplift is None and self.uplift_on is not None:
                yield "uplift_on goes with renewal_uplift; write the rate beside it"
            if self.signed is None:
                yield "signed is missing; write the first month of its term, signed: 2024-04"
        if self.signed is not None and self.ends is not None and self.ends < self.signed:
            yield (
                f"it ends in {month_text(self.ends)}, before it was signed in "
                f"{month_text(self.signed)}; write an end after it"
            )
        if self.true_down is not None and self.may_fall in {"renewal", "never"}:
            yield (
                f"true_down is of seats handed back within a term, and may_fall: {self.may_fall} "
                "allows none; leave one out"
            )
