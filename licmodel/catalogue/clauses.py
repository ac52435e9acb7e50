"""The clauses of a purchasing programme: what each says, on which dates, from which source."""

from collections.abc import Mapping
from math import ceil, floor
from typing import Annotated, Literal, TypeVar

from licmodel.catalogue.entries import percent
from licmodel.catalogue.facts import DatedFact, Fact, Share, Whole
from licmodel.records import named_record

T = TypeVar("T")

Sector = Literal["commercial", "government", "education", "charity"]
ProductKind = Literal["online_service", "on_premises"]
When = Literal["any_month", "anniversary", "renewal", "never"]
Hold = Literal["held_for_term", "list_when_ordered", "paid_once"]
Plan = Literal["upfront", "annual", "monthly", "once"]

_YEAR = 12
_DIGITS = 9

Multiple = Annotated[float, percent]
"""A percentage that may be over 100%, as a fraction."""


def concerns(named: tuple[T, ...], one: T) -> bool:
    """Whether a clause that names some sectors or kinds of product, or none, concerns one.

    Examples
    --------
    >>> concerns((), "education"), concerns(("commercial",), "education")
    (True, False)
    """
    return not named or one in named


@named_record
class About(Fact):
    """What a programme is.

    Parameters
    ----------
    text : str
        In a sentence or two.
    """

    text: str


@named_record
class Availability(DatedFact):
    """When and to whom a programme is sold.

    Parameters
    ----------
    sectors : tuple of str
        Who may buy by it; empty for everybody.
    """

    sectors: tuple[Sector, ...] = ()


@named_record
class SeatLimit(DatedFact):
    """The fewest or the most that may be bought.

    Parameters
    ----------
    seats : int
        How many [counted].
    counted : str
        What is counted.
    sectors : tuple of str
        Whom it binds; empty for everybody.
    """

    seats: Whole
    counted: str
    sectors: tuple[Sector, ...] = ()


@named_record
class Coverage(Fact):
    """Whether the whole organisation must be covered.

    Parameters
    ----------
    organisation_wide : bool
        Whether everybody, or every device, that qualifies must have a seat.
    counted : str
        Who or what qualifies, and for which products.
    """

    organisation_wide: bool
    counted: str


@named_record
class Term(Fact):
    """How long an enrolment, or its renewal, lasts.

    Parameters
    ----------
    months : tuple of int
        The lengths there are [month]; empty where there is no end date.
    default : int or None
        The usual one [month].
    """

    months: tuple[Whole, ...]
    default: Whole | None = None

    def __post_init__(self) -> None:
        """Refuse a usual length that is not offered."""
        super().__post_init__()
        if self.default is not None and self.default not in self.months:
            raise ValueError(f"the default, {self.default} months, is none of the lengths")


@named_record
class Addition(Fact):
    """How seats are added within a term, and what is charged for them.

    Parameters
    ----------
    when : str
        When they may be used: ``any_month``, ``anniversary``, ``renewal`` or ``never``.
    invoiced : str
        ``when_added``, or at the next ``anniversary``.
    charged : str
        ``months_remaining``; ``whole_years`` for every year begun; ``from_anniversary`` for the
        whole years that follow the next anniversary; ``once`` for a price that is paid once.
    until : str
        What the months run to: the next ``anniversary`` or the ``term_end``.
    minimum_months : int
        The fewest months charged [month].
    applies_to : tuple of str
        Kinds of product; empty for all.
    """

    when: When
    invoiced: Literal["when_added", "anniversary"]
    charged: Literal["months_remaining", "whole_years", "from_anniversary", "once"]
    until: Literal["anniversary", "term_end"] = "term_end"
    minimum_months: Whole = 0
    applies_to: tuple[ProductKind, ...] = ()

    def months_charged(self, left: int) -> int:
        """Count the months charged for a seat added when some are left.

        Parameters
        ----------
        left : int
            Months left to `until`, the month of the addition among them [month].

        Returns
        -------
        int
            Months charged; 0 where the price is paid once [month].
        """
        if self.charged == "once":
            return 0
        if self.charged == "whole_years":
            return max(ceil(left / _YEAR) * _YEAR, self.minimum_months)
        if self.charged == "from_anniversary":
            return left - left % _YEAR
        return max(left, self.minimum_months)


@named_record
class Reduction(Fact):
    """When seats may be handed back, and how many.

    Parameters
    ----------
    when : str or None
        ``any_month``, ``anniversary``, ``renewal`` (the end of the term) or ``never``; None
        where a switch decides.
    switch : str or None
        Key of the switch that decides when; its options are the words of `when`.
    share : float or None
        The largest part that may go each time; None where no limit is stated.
    floor : str
        What may not be fallen below: the programme's ``minimum``, the ``coverage`` of the whole
        organisation, or ``none``.
    applies_to : tuple of str
        Kinds of product; empty for all.
    """

    floor: Literal["minimum", "coverage", "none"]
    when: When | None = None
    switch: str | None = None
    share: Share | None = None
    applies_to: tuple[ProductKind, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a clause that says when both outright and by a switch, or not at all."""
        super().__post_init__()
        if (self.when is None) == (self.switch is None):
            raise ValueError("one of when and switch is needed, and not both")

    def lowest(self, seats: int, least: int = 0) -> int:
        """Count the fewest seats left after handing back all that may go at once.

        Parameters
        ----------
        seats : int
            Seats held.
        least : int
            What the floor comes to: the minimum, or the count of the whole organisation.
        """
        if self.when == "never":
            return seats
        allowed = seats if self.share is None else floor(round(seats * self.share, _DIGITS))
        bound = 0 if self.floor == "none" else least
        return min(seats, max(seats - allowed, bound))


@named_record
class PriceProtection(Fact):
    """Which price is paid within a term.

    Parameters
    ----------
    existing, added, new_products : str
        For seats there from the start, for more seats of a product already ordered, and for a
        product ordered for the first time: ``held_for_term``, ``list_when_ordered`` or
        ``paid_once``. A price that is held for the term, for a product first ordered later, is
        the one of that order.
    """

    existing: Hold
    added: Hold
    new_products: Hold


@named_record
class Premium(DatedFact):
    """What a billing plan costs more.

    Parameters
    ----------
    share : float
        Part of the price of the same seats paid a year at a time, as a fraction.
    """

    share: Share


@named_record
class BillingPlan:
    """A way to be invoiced.

    Parameters
    ----------
    plan : str
        ``upfront`` for a whole term, ``annual``, ``monthly``, or ``once``.
    premiums : tuple of Premium
        What it costs more, by date.
    """

    plan: Plan
    premiums: tuple[Premium, ...]


@named_record
class Cancellation(DatedFact):
    """How soon after an order it may be undone.

    Parameters
    ----------
    hours : int
        Hours from the order, the renewal, or the addition of seats [hour].
    refund : str
        What is paid back.
    """

    hours: Whole
    refund: str


@named_record
class LevelDiscounts(DatedFact):
    """What each price level takes off the list price.

    Parameters
    ----------
    shares : mapping of str to float
        Part of the list price, by level, as a fraction.
    applies_to : tuple of str
        Kinds of product; empty for all.
    sectors : tuple of str
        For whom; empty for everybody.
    """

    shares: Mapping[str, Share]
    applies_to: tuple[ProductKind, ...] = ()
    sectors: tuple[Sector, ...] = ()


@named_record
class Levels(Fact):
    """Price levels by size.

    Parameters
    ----------
    thresholds : mapping of str to int
        The fewest seats of each level, smallest first; empty where they are not known.
    discounts : tuple of LevelDiscounts
        By date, kind of product and sector. The date is that of the price: the start or
        renewal of the enrolment, or the first order of a new product.
    """

    discounts: tuple[LevelDiscounts, ...]
    thresholds: Mapping[str, Whole]


@named_record
class End(Fact):
    """What is left when a term ends and is not renewed.

    Parameters
    ----------
    left : str
        ``perpetual_rights`` or ``nothing``.
    buy_out : bool or None
        Whether what was rented can be bought; None where that is not known.
    buy_out_price : float or None
        Its price, as a multiple of the last year's fee.
    applies_to : tuple of str
        Kinds of product; empty for all.
    """

    left: Literal["perpetual_rights", "nothing"]
    buy_out: bool | None = None
    buy_out_price: Multiple | None = None
    applies_to: tuple[ProductKind, ...] = ()


@named_record
class OrderWindow(Fact):
    """When the yearly order must be in.

    Parameters
    ----------
    earliest_days, latest_days : int
        Days before the anniversary [day].
    """

    earliest_days: Whole
    latest_days: Whole


@named_record
class Extension(DatedFact):
    """What is charged where a term ends and seats are neither renewed nor cancelled.

    Parameters
    ----------
    over : str
        Which price it is reckoned from: that of the ``monthly_term``, or of the ``annual_term``
        where there is no monthly one.
    share : float
        How much more, as a fraction.
    """

    over: Literal["monthly_term", "annual_term"]
    share: Share
