"""Purchasing programmes as data: what may be bought, changed and handed back, when, at what cost.

What is not known is absent and says so; what public sources leave open is a switch with its
default and the reason for it. A new programme is an entry in ``programmes.yaml``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import get_args

from licmodel.catalogue.clauses import (
    About,
    Addition,
    Availability,
    BillingPlan,
    Cancellation,
    Coverage,
    End,
    Extension,
    LevelDiscounts,
    Levels,
    OrderWindow,
    Plan,
    PriceProtection,
    ProductKind,
    Reduction,
    SeatLimit,
    Sector,
    Term,
    When,
    concerns,
)
from licmodel.catalogue.facts import DatedFact, Switch, check_notes, find_switch, in_force
from licmodel.catalogue.files import PROGRAMMES
from licmodel.catalogue.kept import KeptFacts
from licmodel.errors import InputError
from licmodel.records import named_record
from licmodel.terms.months import month_text

CLAUSES = (
    *("minimum", "coverage", "term", "renewal", "additions", "reductions"),
    *("price", "billing", "cancellation", "levels", "end"),
)
"""What every programme states, or says why it does not."""

_NONE: Mapping[str, str] = MappingProxyType({})


@named_record
class Programme:
    """A way to buy licences, clause by clause.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words.
    about : About
        What it is.
    minimum, maximum : tuple of SeatLimit
        The fewest and the most that may be bought, by sector and date.
    coverage, term, renewal, price, levels
        See `Coverage`, `Term`, `PriceProtection` and `Levels`; None where absent.
    additions, reductions, end : tuple
        How seats rise and fall, and what is left, by kind of product.
    billing : tuple of BillingPlan
        How it may be invoiced.
    cancellation : tuple of Cancellation
        How soon an order may be undone, by date.
    availability, order_window, extensions
        When it is sold, when yearly orders must be in, and what an expired term costs.
    switches : tuple of Switch
        What public sources leave open.
    not_found, from_contract, not_applicable : mapping of str to str
        Why a clause, or part of one (``billing.monthly``), is absent: nobody published it, the
        contract itself says it, or the programme has no such thing.
    """

    key: str
    title: str
    about: About
    availability: Availability | None = None
    minimum: tuple[SeatLimit, ...] = ()
    maximum: tuple[SeatLimit, ...] = ()
    coverage: Coverage | None = None
    term: Term | None = None
    renewal: Term | None = None
    additions: tuple[Addition, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    order_window: OrderWindow | None = None
    price: PriceProtection | None = None
    billing: tuple[BillingPlan, ...] = ()
    cancellation: tuple[Cancellation, ...] = ()
    levels: Levels | None = None
    end: tuple[End, ...] = ()
    extensions: tuple[Extension, ...] = ()
    switches: tuple[Switch, ...] = ()
    not_found: Mapping[str, str] = field(default_factory=lambda: _NONE)
    from_contract: Mapping[str, str] = field(default_factory=lambda: _NONE)
    not_applicable: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        """Refuse gaps without a reason, dates that overlap and switches that decide nothing."""
        absent = {**self.not_found, **self.from_contract, **self.not_applicable}
        for clause in CLAUSES:
            if getattr(self, clause) and clause in absent:
                raise ValueError(f"{clause} is given, and said to be absent")
            if not getattr(self, clause) and clause not in absent:
                raise ValueError(
                    f"{clause} is missing; give it, or say why under not_found, from_contract "
                    "or not_applicable"
                )
        check_notes(type(self), absent)
        self._check_dates()
        self._check_switches()

    def minimum_on(self, month: int, sector: Sector) -> SeatLimit | None:
        """Find the fewest seats that may be bought in a month; None where none is stated.

        Examples
        --------
        >>> programme("enterprise_agreement").minimum_on(2027 * 12 + 3, "government").seats
        250
        """
        return in_force((one for one in self.minimum if concerns(one.sectors, sector)), month)

    def addition(self, kind: ProductKind) -> Addition | None:
        """Find how seats of a kind of product are added; None where that is not stated.

        Examples
        --------
        >>> programme("ees").addition("on_premises").months_charged(4)
        6
        """
        return next((one for one in self.additions if concerns(one.applies_to, kind)), None)

    def reduction(self, kind: ProductKind, chosen: str | None = None) -> Reduction | None:
        """Find when seats of a kind of product may be handed back, and how many.

        Parameters
        ----------
        kind : str
            ``online_service`` or ``on_premises``.
        chosen : str, optional
            Answer to the switch that decides when, where there is one; its default otherwise.

        Returns
        -------
        Reduction or None
            With `when` filled in; None where nothing is stated.

        Examples
        --------
        >>> agreement = programme("enterprise_agreement")
        >>> agreement.reduction("online_service").when
        'renewal'
        >>> agreement.reduction("online_service", "anniversary").when
        'anniversary'
        """
        clause = next((one for one in self.reductions if concerns(one.applies_to, kind)), None)
        if clause is None or clause.switch is None:
            return clause
        option = self.switch(clause.switch).option(chosen)
        when: When = next(word for word in get_args(When) if word == option.key)
        return replace(clause, when=when, switch=None)

    def switch(self, key: str) -> Switch:
        """Find a question that public sources leave open.

        Raises
        ------
        InputError
            If the programme has no such switch.
        """
        return find_switch(self.switches, key, self.title)

    def premium_on(self, plan: Plan, month: int) -> float:
        """Find what a billing plan costs more in a month, as a fraction of the price.

        Raises
        ------
        InputError
            If the programme has no such plan, or no premium is known for the month.

        Examples
        --------
        >>> annual_term = programme("csp_annual")
        >>> annual_term.premium_on("monthly", 2025 * 12 + 2)
        0.0
        >>> annual_term.premium_on("monthly", 2025 * 12 + 3)
        0.05
        """
        plans = {str(one.plan): one for one in self.billing}
        if plan not in plans:
            note = self.not_found.get(f"billing.{plan}", "")
            raise InputError(
                f"no {plan} billing is known for {self.title}{note and f' ({note})'}",
                found=plan,
                expected=" or ".join(plans) or None,
                remedies=["give its premium yourself, from your contract"],
            )
        premium = in_force(plans[plan].premiums, month)
        if premium is None:
            first = plans[plan].premiums[0]
            raise InputError(
                f"no premium is known for {plan} billing of {self.title}",
                found=month_text(month),
                expected=f"{month_text(first.starts)} or later" if first.starts else None,
            )
        return premium.share

    def cancellation_on(self, month: int) -> Cancellation | None:
        """Find how soon an order of a month may be undone; None where that is not known.

        Examples
        --------
        >>> programme("csp_annual").cancellation_on(2025 * 12).hours
        168
        """
        return in_force(self.cancellation, month)

    def extensions_on(self, month: int) -> tuple[Extension, ...]:
        """Find what a term that ends in a month and is not renewed is charged at.

        Examples
        --------
        >>> [(one.over, one.share) for one in programme("csp_annual").extensions_on(2027 * 12)]
        [('monthly_term', 0.03), ('annual_term', 0.23)]
        """
        return tuple(one for one in self.extensions if one.holds_on(month))

    def level_for(self, seats: int) -> str | None:
        """Find the price level of a number of seats; None where no level is known for it.

        Examples
        --------
        >>> agreement = programme("enterprise_agreement")
        >>> agreement.level_for(2_399), agreement.level_for(2_400), agreement.level_for(100)
        ('A', 'B', None)
        """
        thresholds = {} if self.levels is None else self.levels.thresholds
        reached = [level for level, least in thresholds.items() if seats >= least]
        return reached[-1] if reached else None

    def discounts_on(
        self, kind: ProductKind, month: int, sector: Sector = "government"
    ) -> LevelDiscounts | None:
        """Find what the levels take off for a price of a month, with its source; None if unknown.

        Parameters
        ----------
        kind : str
            ``online_service`` or ``on_premises``.
        month : int
            The month of the price: the start or renewal of the enrolment, or the first order of
            a new product. Announced changes bite there, not before.
        sector : str
            Who buys.
        """
        discounts = () if self.levels is None else self.levels.discounts
        concerned = (
            one
            for one in discounts
            if concerns(one.applies_to, kind) and concerns(one.sectors, sector)
        )
        return in_force(concerned, month)

    def level_discount(
        self, level: str, kind: ProductKind, month: int, sector: Sector = "government"
    ) -> float | None:
        """Find what a level takes off the list price, as a fraction; None where unknown.

        Examples
        --------
        >>> agreement = programme("enterprise_agreement")
        >>> october, november = 2025 * 12 + 9, 2025 * 12 + 10
        >>> agreement.level_discount("D", "online_service", october)
        0.12
        >>> agreement.level_discount("D", "online_service", november)
        0.0
        """
        found = self.discounts_on(kind, month, sector)
        return None if found is None else found.shares.get(level)

    def end_of(self, kind: ProductKind) -> End | None:
        """Find what is left of a kind of product when the term ends; None where unknown.

        Examples
        --------
        >>> programme("enterprise_agreement").end_of("on_premises").left
        'perpetual_rights'
        """
        return next((one for one in self.end if concerns(one.applies_to, kind)), None)

    def _check_dates(self) -> None:
        for limits in (self.minimum, self.maximum):
            for sector in get_args(Sector):
                _refuse_overlap(one for one in limits if concerns(one.sectors, sector))
        for plan in self.billing:
            _refuse_overlap(plan.premiums)
        _refuse_overlap(self.cancellation)
        if self.levels is None:
            return
        if any(later <= earlier for earlier, later in pairwise(self.levels.thresholds.values())):
            raise ValueError("the thresholds of the levels do not rise")
        for kind in get_args(ProductKind):
            for sector in get_args(Sector):
                _refuse_overlap(
                    one
                    for one in self.levels.discounts
                    if concerns(one.applies_to, kind) and concerns(one.sectors, sector)
                )

    def _check_switches(self) -> None:
        switches = {one.key: one for one in self.switches}
        for clause in self.reductions:
            if clause.switch is None:
                continue
            if clause.switch not in switches:
                raise ValueError(f"reductions name the switch {clause.switch}, and there is none")
            if any(option.key not in get_args(When) for option in switches[clause.switch].options):
                raise ValueError(f"the options of {clause.switch} are not times to hand back")


def programme(key: str) -> Programme:
    """Find a programme by its key, as `KeptFacts.find` does.

    Examples
    --------
    >>> programme("ees").title
    'Enrolment for Education Solutions'
    """
    return _PROGRAMMES.find(key)


def programme_keys() -> tuple[str, ...]:
    """Give the key of every programme.

    Examples
    --------
    >>> programme_keys()[:2]
    ('enterprise_agreement', 'enterprise_agreement_subscription')
    """
    return _PROGRAMMES.keys()


def _refuse_overlap(facts: Iterable[DatedFact]) -> None:
    for one, other in combinations(facts, 2):
        if one.meets(other):
            raise ValueError("two facts of one clause hold in the same month")


_PROGRAMMES = KeptFacts(PROGRAMMES, "programme", Programme)
