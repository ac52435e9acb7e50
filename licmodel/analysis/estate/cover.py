"""The cheapest way to cover what somebody needs: one plan, or a plan with add-ons.

This chooses for one person at list prices. The best mix over a whole estate, with its minimum
quantities and commitments, is another question: it would read the same offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

MOST_ADD_ONS = 2
"""Most add-ons that are tried beside a plan."""

_TO_THE_PENNY = 6


@dataclass(frozen=True)
class Offer:
    """A product at its price for one person.

    ``price`` is by the month [money/person/month], ``carries`` the features it surely has, and
    ``beside`` the products of which one must be held to buy it; none for one bought alone.
    ``same_as`` is the product that it is under another name, if it is.
    """

    product: str
    title: str
    price: float
    carries: frozenset[str]
    beside: tuple[str, ...] = ()
    same_as: str | None = None

    def is_one_of(self, products: Iterable[str]) -> bool:
        """Whether it is one of these products, under whichever name."""
        return any(product in {self.product, self.same_as} for product in products)


@dataclass(frozen=True)
class Cover:
    """A plan, and the add-ons beside it."""

    offers: tuple[Offer, ...]

    @property
    def price(self) -> float:
        """Price of all of it [money/person/month]."""
        return round(sum(offer.price for offer in self.offers), _TO_THE_PENNY)

    @property
    def products(self) -> tuple[str, ...]:
        """Keys of its products, the plan first."""
        return tuple(offer.product for offer in self.offers)

    @property
    def carries(self) -> frozenset[str]:
        """Features that it surely has."""
        return frozenset().union(*(offer.carries for offer in self.offers))

    @property
    def is_several(self) -> bool:
        """Whether it has more than one product that is bought alone."""
        return sum(not offer.beside for offer in self.offers) > 1

    def only_by(self, offer: Offer) -> frozenset[str]:
        """Features that one of its products alone has."""
        others = (each.carries for each in self.offers if each != offer)
        return offer.carries.difference(*others)


@dataclass(frozen=True)
class Choice:
    """The cheapest single plan, and the cheapest plan with add-ons; none where none covers."""

    single: Cover | None
    with_add_ons: Cover | None

    @property
    def cheapest(self) -> Cover | None:
        """The cheaper of the two; at the same price the single plan."""
        found = [each for each in (self.single, self.with_add_ons) if each is not None]
        return min(found, key=lambda cover: cover.price, default=None)

    @property
    def break_even(self) -> float | None:
        """Price of the single plan at which both cost the same [money/person/month]."""
        return None if self.single is None or not self.with_add_ons else self.with_add_ons.price

    @property
    def add_ons_break_even(self) -> float | None:
        """Price of the add-ons together at which both cost the same [money/person/month]."""
        if self.single is None or self.with_add_ons is None:
            return None
        return round(self.single.price - self.with_add_ons.offers[0].price, _TO_THE_PENNY)


def choose(needs: Iterable[str], offers: Iterable[Offer]) -> Choice:
    """Find the cheapest covers of what is needed.

    Every plan is tried alone, and with one or two add-ons beside it. A product that another
    beats, carrying no more of what is needed and costing no less, is not tried, unless something
    can only be bought beside it.

    Parameters
    ----------
    needs : iterable of str
        Features, each of which must be carried.
    offers : iterable of Offer
        What there is.

    Examples
    --------
    >>> mail = Offer("mail", "Mail", 3.0, frozenset({"mail"}))
    >>> apps = Offer("apps", "Apps", 9.0, frozenset({"apps"}))
    >>> suite = Offer("suite", "Suite", 14.0, frozenset({"mail", "apps"}))
    >>> choice = choose(["mail", "apps"], [mail, apps, suite])
    >>> choice.single.products, choice.cheapest.products
    (('suite',), ('apps', 'mail'))
    >>> choice.break_even, choice.add_ons_break_even
    (12.0, 5.0)
    """
    needed, listed = frozenset(needs), sorted(offers, key=_rank)
    held = {product for offer in listed for product in offer.beside}
    alone = [Cover((each,)) for each in listed if not each.beside and needed <= each.carries]
    # a break-even is asked of what covers in part, even where one plan beats all of that
    parts = [each for each in listed if each.beside or not needed <= each.carries]
    plans = _unbeaten([each for each in parts if not each.beside], needed, held)
    useful = [each for each in parts if each.carries & needed or each.is_one_of(held)]
    add_ons = _unbeaten(useful, needed, held)
    mixed = [cover for plan in plans for cover in _mixed(plan, add_ons, needed)]
    return Choice(min(alone, key=_order, default=None), min(mixed, key=_order, default=None))


def _rank(offer: Offer) -> tuple[float, str]:
    return offer.price, offer.product


def _order(cover: Cover) -> tuple[float, int, float, tuple[str, ...]]:
    # of covers at one price: the one of fewest products, then the one whose plan is the dearer
    return cover.price, len(cover.offers), -cover.offers[0].price, cover.products


def _unbeaten(offers: list[Offer], needed: frozenset[str], held: set[str]) -> list[Offer]:
    """Offers, the cheapest first, without those that one before them beats."""
    kept: list[Offer] = []
    for offer in offers:
        gives = offer.carries & needed
        beaten = any(gives <= other.carries and _as_free(other, offer) for other in kept)
        if offer.is_one_of(held) or not beaten:
            kept.append(offer)
    return kept


def _as_free(other: Offer, offer: Offer) -> bool:
    """Whether another can be bought wherever an offer can."""
    return not other.beside or (bool(offer.beside) and {*offer.beside} <= {*other.beside})


def _mixed(plan: Offer, add_ons: list[Offer], needed: frozenset[str]) -> Iterator[Cover]:
    others = [each for each in add_ons if each.product != plan.product]
    for count in range(1, MOST_ADD_ONS + 1):
        for chosen in combinations(others, count):
            cover = Cover((plan, *chosen))
            if needed <= cover.carries and all(_fits(each, cover) for each in chosen):
                yield cover


def _fits(offer: Offer, cover: Cover) -> bool:
    others = (each for each in cover.offers if each != offer)
    return not offer.beside or any(each.is_one_of(offer.beside) for each in others)
