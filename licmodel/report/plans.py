"""The cheapest plans of personas as text: prices, break-evens, what cannot be had, and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licmodel.analysis.estate.cover import Cover
from licmodel.analysis.estate.personas import Personas
from licmodel.analysis.estate.plans import Plans, Refused
from licmodel.report.amounts import UNKNOWN, Amounts, measured, number
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import feature_words, listed
from licmodel.terms.months import month_words

_INSIDE = "  ", "    "


def prices(found: Personas) -> Grid:
    """The cheapest single plan, and the cheapest with add-ons, of every persona."""
    sign = Amounts(found.scenario.finance.currency)
    return Grid(
        f"The cheapest plans that cover what they need, {sign.unit} a person and month, and "
        f"{sign.unit} for all of them in the year from {month_words(found.month)}",
        [
            f"{found.title(key)}{' (assumed)' if persona.is_assumed else ''}"
            for key, persona in found.scenario.personas.items()
        ],
        ["people", "single plan", "plan with add-ons", "cheapest", "in a year"],
        [_row(each, sign) for each in found.plans.values()],
    )


def _row(plans: Plans, sign: Amounts) -> list[str]:
    choice = plans.choice
    covers = (choice.single, choice.with_add_ons, choice.cheapest)
    monthly = [sign.text(None if cover is None else cover.price, 2) for cover in covers]
    best = choice.cheapest
    return [
        number(plans.people, 0),
        *monthly,
        UNKNOWN if best is None else sign.text(plans.cost(best)),
    ]


def plan_sentences(found: Personas, key: str) -> Iterator[str]:
    """The cheapest plans of a persona in words, their break-even, and what cannot be had."""
    plans, title = found.plans[key], found.title(key)
    single, mixed = plans.choice.single, plans.choice.with_add_ons
    if single is None:
        yield f"{title}: no single plan with a known price covers what they need."
    else:
        yield (
            f"{title}: the cheapest single plan is {single.offers[0].title}, "
            f"{price_words(found, single.price)}."
        )
    if mixed is None:
        yield "No plan with one or two add-ons does it." if single else "Nor do two add-ons help."
    else:
        yield (
            f"The cheapest with add-ons is {listed([each.title for each in mixed.offers])}, "
            f"{price_words(found, mixed.price)}."
        )
    if plans.choice.break_even is not None and plans.choice.add_ons_break_even is not None:
        yield (
            f"Both cost the same with the single plan at {_amount(found, plans.choice.break_even)}"
            f"{_or_add_ons(found, plans.choice.add_ons_break_even)}."
        )
    if plans.with_wants is not None:
        yield from _with_wants(found, key, plans.with_wants)
    elif found.scenario.personas[key].wants:
        yield "Nothing with a known price covers what they want too."
    for doubt in plans.doubtful:
        yield (
            f"{doubt.offer.title} would be cheaper, {price_words(found, doubt.offer.price)}, if it "
            f"carried {feature_words(doubt.features)}, which is unknown."
        )
    if plans.refused:
        yield f"These carry it all and are not to be had: {_reasons(plans.refused)}."


def _with_wants(found: Personas, key: str, cover: Cover) -> Iterator[str]:
    """The cheapest plans of needs and wants; of several, why one of them does not do."""
    price = price_words(found, cover.price)
    if not cover.is_several:
        yield f"With what they want too: {listed([each.title for each in cover.offers])}, {price}."
        return
    asked = found.scenario.personas[key].asked
    told = []
    for offer in cover.offers:
        own = [each for each in asked if each in cover.only_by(offer)]
        told.append(f"{offer.title}{f' (for {feature_words(own)})' if own else ''}")
    yield (
        f"With what they want too: {listed(told)}, {price}: none with a known price does it alone "
        "for less."
    )
    plans = found.plans[key]
    if plans.unpriced and plans.choice.cheapest is not None:
        beside = listed([each.title for each in plans.choice.cheapest.offers])
        yield (
            f"No price in {found.scenario.finance.currency} is known of {listed(plans.unpriced)}, "
            f"which would bring it to {beside}."
        )


def sources(found: Personas) -> Iterator[str]:
    """Where the prices of the cheapest plans are from, and how firm they are."""
    told = {
        offer.title: plans.origins[offer.product]
        for plans in found.plans.values()
        for cover in (plans.choice.single, plans.choice.with_add_ons, plans.with_wants)
        for offer in (cover.offers if cover else ())
    }
    for title, origin in told.items():
        yield fill(f"{title}: {origin.status}; {origin.source}", *_INSIDE)


def _or_add_ons(found: Personas, price: float) -> str:
    if price < 0:
        return "; no price of the add-ons would do it"
    return f", or with the add-ons together at {_amount(found, price)}"


def _reasons(refused: Iterable[Refused]) -> str:
    by_reason: dict[str, list[str]] = {}
    for each in refused:
        by_reason.setdefault(each.reason, []).append(each.title)
    return "; ".join(f"{listed(titles)} ({reason})" for reason, titles in by_reason.items())


def _amount(found: Personas, price: float) -> str:
    return measured(price, found.scenario.finance.currency)


def price_words(found: Personas, price: float) -> str:
    """A price for one person."""
    return f"{_amount(found, price)} a person and month"
