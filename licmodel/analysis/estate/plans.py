"""What each persona's needs would cost: the plans they may have, at list prices; the cheapest.

Prices are those of the price book in one month, in the scenario's currency; the scenario's own
list wins. A product without such a price is told, and never taken for dear or cheap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from licmodel.analysis.estate.cover import Choice, Cover, Offer, choose
from licmodel.analysis.estate.quotes import Quotes
from licmodel.catalogue.features import (
    ProductFeatures,
    feature_products,
    features,
    product_features,
)
from licmodel.catalogue.prices import price_points, product_keys
from licmodel.language.program import Origin
from licmodel.lines.subscription import Subscription
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text
from licmodel.terms.persona import Carried, Persona

_NO_PRICE = "no price in"

PER_PERSON = frozenset({"user", "person"})
"""What a product is priced by that one person holds one of."""


@dataclass(frozen=True)
class Candidate:
    """A product that somebody may be given, with what it carries."""

    product: str
    title: str
    terms: ProductFeatures | None
    carries: frozenset[str]
    unknown: frozenset[str]
    same_as: str | None = None


@dataclass(frozen=True)
class Refused:
    """A product that would cover the needs and cannot be had, and why."""

    product: str
    title: str
    reason: str


@dataclass(frozen=True)
class Doubtful:
    """A product at a lower price than the cheapest cover, of which a need is not known."""

    offer: Offer
    features: tuple[str, ...]


@dataclass(frozen=True)
class Plans:
    """What a persona's needs would cost.

    ``people`` they are in the month asked about, and ``most`` from then on. ``offers`` are the
    products that they may have, at their prices; ``a_year`` what each costs for all of them in the
    first twelve months [money], and ``origins`` where its price is from. ``with_wants`` is the
    cheapest cover of needs and wants together; where that takes several plans,
    ``unpriced`` are titles of products that would bring all they want to the cheapest cover of
    their needs alone, if their price were known.
    """

    people: int
    most: int
    offers: tuple[Offer, ...]
    a_year: Mapping[str, float]
    origins: Mapping[str, Origin]
    choice: Choice
    with_wants: Cover | None
    unpriced: tuple[str, ...]
    refused: tuple[Refused, ...]
    doubtful: tuple[Doubtful, ...]

    def cost(self, cover: Cover) -> float:
        """Cost of a cover for all of them in the first twelve months [money]."""
        return sum(self.a_year[product] for product in cover.products)

    def cheapest_with(self, feature: str, beside: frozenset[str]) -> Offer | None:
        """The cheapest product that carries a feature, for who has other products already."""
        found = [
            offer
            for offer in self.offers
            if feature in offer.carries and (not offer.beside or beside & {*offer.beside})
        ]
        return min(found, key=lambda offer: (offer.price, offer.product), default=None)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "single": self._cover(self.choice.single),
            "with_add_ons": self._cover(self.choice.with_add_ons),
            "cheapest": self._cover(self.choice.cheapest),
            "break_even": self.choice.break_even,
            "add_ons_break_even": self.choice.add_ons_break_even,
            "with_wants": self._cover(self.with_wants),
            "refused": {each.product: each.reason for each in self.refused},
            "doubtful": {each.offer.product: list(each.features) for each in self.doubtful},
        }

    def _cover(self, cover: Cover | None) -> dict[str, Any] | None:
        if cover is None:
            return None
        return {
            "products": list(cover.products),
            "price": cover.price,
            "first_year": self.cost(cover),
            "rests_on": {
                each: {"status": self.origins[each].status, "source": self.origins[each].source}
                for each in cover.products
            },
        }


def plans(scenario: Scenario, quotes: Quotes) -> dict[str, Plans]:
    """The cheapest plans of every persona.

    Parameters
    ----------
    scenario : Scenario
        Whose personas they are.
    quotes : Quotes
        Where prices are asked; whatever else is asked there must have been asked before.
    """
    asked = {}
    for key, persona in scenario.personas.items():
        quotes.count(key, persona.title or key, _line(persona, None, quotes.month))
        found = candidates(scenario, persona.segment)
        asked[key] = {
            each.product: (each, _ask(scenario, quotes, key, persona, each)) for each in found
        }
    return {key: _plans(scenario, quotes, key, found) for key, found in asked.items()}


def candidates(scenario: Scenario, segment: str) -> list[Candidate]:
    """Products of which it is known what they carry, as far as they are sold to a segment.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> [each.product for each in candidates(example(), "commercial")][0]
    'office_365_e1'
    """
    found = {each.product: _listed(each) for each in feature_products(segment)}
    for key, carried in scenario.features.items():
        if key in scenario.prices:
            found[key] = _own(key, scenario.prices[key].title, carried, segment)
    return list(found.values())


def _listed(product: ProductFeatures) -> Candidate:
    return Candidate(product.product, product.title, product, *_known(product.carries))


def _own(key: str, title: str | None, carried: Carried, segment: str) -> Candidate:
    terms = product_features(carried.same_as or key, segment)
    known = _known(lambda feature: carried.carries(feature, segment))
    return Candidate(key, title or key.replace("_", " "), terms, *known, carried.same_as)


def _known(says: Any) -> tuple[frozenset[str], frozenset[str]]:  # noqa: ANN401  carries, bound
    said = {feature: says(feature) for feature in features()}
    return (
        frozenset(feature for feature, word in said.items() if word == "yes"),
        frozenset(feature for feature, word in said.items() if word == "unknown"),
    )


def _line(persona: Persona, product: str | None, month: int) -> Subscription:
    """A subscription of a product for all the people of a persona."""
    written: dict[str, Any] = {"kind": "subscription", "quantity": "1"}
    written |= {"price": "0", "per": "month"} if product is None else {"product": product}
    line = Subscription.model_validate(written)
    return line.model_copy(update={"quantity": persona.people, "starts": month})


def _ask(
    scenario: Scenario, quotes: Quotes, key: str, persona: Persona, candidate: Candidate
) -> str | None:
    """Ask what a candidate costs; where it has no price, say why."""
    product, currency = candidate.product, scenario.finance.currency
    if product in scenario.prices:
        unit: str = scenario.prices[product].unit
        paid_once = scenario.prices[product].per == "once"
    else:
        points = price_points(product, currency) if product in product_keys() else ()
        sold = [point for point in points if point.segment == persona.segment]
        if not sold:
            return f"{_NO_PRICE} {currency} is known"
        unit, paid_once = sold[0].unit, sold[0].per == "once"
    if unit not in PER_PERSON:
        return f"it is sold by the {unit}"
    if paid_once:
        return "it is paid once, so it does not stand beside prices by the month"
    line = _line(persona, product, quotes.month)
    units = {scenario.drivers[name].unit for name in persona.people.drivers_read}
    # a seat is priced by the user, whatever the people who sit there are called
    said: dict[str, Any] = {"unit": min(units)} if units else {}
    if product not in scenario.prices:
        said["segment"] = persona.segment
    return quotes.ask(f"{key}__{product}", line.model_copy(update=said))


def _plans(
    scenario: Scenario, quotes: Quotes, key: str, asked: Mapping[str, tuple[Candidate, str | None]]
) -> Plans:
    persona = scenario.personas[key]
    first = quotes.month - scenario.timeline.start
    people = quotes.people(key)
    most = round(max(people[first:]))
    offers, a_year, origins, refused = [], {}, {}, []
    for product, (candidate, no_price) in asked.items():
        reason = barred(candidate.terms, persona, most) or no_price
        if reason is not None:
            refused.append((candidate, reason))
            continue
        name = f"{key}__{product}"
        a_year[product], origins[product] = quotes.of_a_year(name), quotes.origin(name)
        price = quotes.figure(name, "price_a_month")
        beside = () if candidate.terms is None else candidate.terms.beside
        offers.append(
            Offer(product, candidate.title, price, candidate.carries, beside, candidate.same_as)
        )
    choice = choose(persona.needs, offers)
    with_wants = choose(persona.asked, offers).cheapest if persona.wants else None
    needed = {*persona.needs}
    return Plans(
        round(people[first]),
        most,
        tuple(offers),
        a_year,
        origins,
        choice,
        with_wants,
        _unpriced(persona, asked, choice) if with_wants and with_wants.is_several else (),
        tuple(
            Refused(each.product, each.title, reason)
            for each, reason in refused
            if not any(offer.is_one_of([each.product]) for offer in offers)
            if needed <= each.carries and not (each.terms and each.terms.beside)
        ),
        tuple(_doubtful(asked, offers, needed, choice)),
    )


def barred(terms: ProductFeatures | None, persona: Persona, most: int) -> str | None:
    """Why a persona may not have a product, whatever it costs; none where they may.

    Parameters
    ----------
    terms : ProductFeatures or None
        Of the product.
    persona : Persona
        Who would have it.
    most : int
        The most people that they will be.

    Examples
    --------
    >>> office = Persona.model_validate({"people": "400", "needs": ["teams"]})
    >>> barred(product_features("microsoft_365_business_basic"), office, 400)
    'it has 300 seats at the most, and they are up to 400'
    """
    if terms is None:
        return None
    if terms.frontline and not persona.frontline:
        doubt = "which they are not" if persona.frontline is False else "and nobody said they are"
        return f"it is for frontline staff alone, {doubt}"
    if terms.seat_cap is not None and most > terms.seat_cap:
        return f"it has {terms.seat_cap:,} seats at the most, and they are up to {most:,}"
    return None


def _unpriced(
    persona: Persona, asked: Mapping[str, tuple[Candidate, str | None]], choice: Choice
) -> tuple[str, ...]:
    """Those that carry least else are told; one that the scenario prices by another name is not."""
    if choice.cheapest is None:
        return ()
    missing = {*persona.wants} - choice.cheapest.carries
    priced = {each.same_as for each, _ in asked.values()}
    found = [
        each
        for product, (each, reason) in asked.items()
        if reason is not None and reason.startswith(_NO_PRICE) and product not in priced
        if missing <= each.carries and not (each.terms and each.terms.beside)
    ]
    least = min((len(each.carries) for each in found), default=0)
    return tuple(each.title for each in found if len(each.carries) == least)


def _doubtful(
    asked: Mapping[str, tuple[Candidate, str | None]],
    offers: list[Offer],
    needed: set[str],
    choice: Choice,
) -> list[Doubtful]:
    best = choice.cheapest
    found = []
    for offer in offers:
        unknown = needed & asked[offer.product][0].unknown
        covers = not offer.beside and needed <= offer.carries | unknown
        if unknown and covers and (best is None or offer.price < best.price):
            found.append(Doubtful(offer, tuple(sorted(unknown))))
    return found


def spans(months: frozenset[int]) -> list[list[str]]:
    """Months as first and last of each stretch, written 2027-04.

    Examples
    --------
    >>> from licmodel.terms.months import parse_month
    >>> april = parse_month("2027-04")
    >>> spans(frozenset({april, april + 1, april + 4}))
    [['2027-04', '2027-05'], ['2027-08', '2027-08']]
    """
    ordered = sorted(months)
    starts = [month for month in ordered if month - 1 not in months]
    ends = [month for month in ordered if month + 1 not in months]
    return [[month_text(start), month_text(end)] for start, end in zip(starts, ends, strict=True)]
