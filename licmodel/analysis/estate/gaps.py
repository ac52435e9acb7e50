"""An option held against a persona: what they lack, gain and lose, and have twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from licmodel.analysis.estate.plans import Plans, barred, spans
from licmodel.analysis.estate.serving import Held, Months, Serving, doubtful, hold, servings
from licmodel.analysis.results import Results
from licmodel.catalogue.features import features, holders
from licmodel.terms.persona import Persona


@dataclass(frozen=True)
class Loss:
    """A feature held in the baseline and not in an option, and its price to buy it again.

    ``price`` is by the month [money/person/month], ``first_year`` for all of them [money]; both
    and ``product`` are none where no price is known.
    """

    feature: str
    months: Months
    product: str | None = None
    title: str | None = None
    price: float | None = None
    first_year: float | None = None


@dataclass(frozen=True)
class Twice:
    """Features that two lines give the same people in the same months.

    ``idle`` is the line that adds nothing beside the other, if one does.
    """

    lines: tuple[str, str]
    features: tuple[str, ...]
    months: Months
    idle: str | None


@dataclass(frozen=True)
class Gaps:
    """What an option gives a persona.

    ``gained`` and ``lost`` are against the baseline; ``in_doubt`` holds what the baseline gives
    and of which it is not known whether the option does. ``barred`` are lines whose product they
    may not have, and why; ``too_few`` lines with fewer seats than they are people,
    and ``movers`` those that people leave or go to, nobody said who.
    """

    served_by: tuple[str, ...]
    unsaid: tuple[str, ...]
    too_few: tuple[str, ...]
    movers: tuple[str, ...]
    held: Held
    gained: Mapping[str, Months]
    lost: tuple[Loss, ...]
    in_doubt: Mapping[str, Months]
    twice: tuple[Twice, ...]
    barred: Mapping[str, str]

    @property
    def is_doubtful(self) -> bool:
        """Whether it is not sure which lines serve them."""
        return bool(self.unsaid or self.too_few or self.movers)

    def lacking(self, asked: tuple[str, ...]) -> dict[str, Months]:
        """Of these features, those surely lacking in some month."""
        found = {feature: self.held.lacked(feature) for feature in asked}
        return {feature: months for feature, months in found.items() if months}

    def not_known(self, asked: tuple[str, ...]) -> dict[str, Months]:
        """Of these features, those of which it is not known in some month."""
        return {each: self.held.unknown[each] for each in asked if self.held.unknown[each]}

    def to_json(self, persona: Persona) -> dict[str, Any]:
        """As plain data."""
        return {
            "lines": list(self.served_by),
            "not_said": list(self.unsaid),
            "too_few": list(self.too_few),
            "movers": list(self.movers),
            "lacks_needs": _spans(self.lacking(persona.needs)),
            "lacks_wants": _spans(self.lacking(persona.wants)),
            "unknown": _spans(self.not_known(persona.asked)),
            "gained": _spans(self.gained),
            "lost": {
                each.feature: {
                    "months": spans(each.months),
                    "product": each.product,
                    "price": each.price,
                    "first_year": each.first_year,
                }
                for each in self.lost
            },
            "lost_perhaps": _spans(self.in_doubt),
            "twice": [
                {
                    "lines": list(each.lines),
                    "features": list(each.features),
                    "months": spans(each.months),
                    "adds_nothing": each.idle,
                }
                for each in self.twice
            ],
            "barred": dict(self.barred),
        }


def gaps(
    results: Results, option: str, persona: str, plans: Plans, people: Sequence[float]
) -> Gaps:
    """Hold an option against a persona, and against the baseline.

    Parameters
    ----------
    results : Results
        Of the scenario.
    option, persona : str
        Their keys.
    plans : Plans
        Of the persona: what buying a feature again would cost.
    people : sequence of float
        How many the persona are, by month.
    """
    scenario = results.scenario
    horizon = frozenset(scenario.timeline.months)
    found = servings(results, option, persona, people)
    held = hold(found, features(), horizon)
    before = held
    if scenario.baseline_key is not None:
        base = servings(results, scenario.baseline_key, persona, people)
        before = hold(base, features(), horizon)
    gained = _more(held, before)
    lost = _more(before, held)
    in_doubt = {
        feature: months
        for feature in features()
        if (months := held.unknown[feature] & before.yes[feature])
    }
    return Gaps(
        tuple(each.line for each in found if each.is_sure),
        tuple(doubtful(found, "unsaid")),
        tuple(doubtful(found, "few")),
        tuple(doubtful(found, "movers")),
        held,
        _outermost(gained),
        tuple(_loss(key, months, plans, found) for key, months in _outermost(lost).items()),
        _outermost(in_doubt),
        tuple(_twice(found)),
        {
            each.line: reason
            for each in found
            if each.is_sure
            and (reason := barred(each.terms, scenario.personas[persona], plans.most))
        },
    )


def _more(held: Held, before: Held) -> dict[str, Months]:
    """What is surely held and was surely lacking before."""
    found = {feature: held.yes[feature] & before.lacked(feature) for feature in features()}
    return {feature: months for feature, months in found.items() if months}


def _outermost(found: Mapping[str, Months]) -> dict[str, Months]:
    """Features without those that another of the same months holds whole."""
    return {
        feature: months
        for feature, months in found.items()
        if not any(found.get(holder) == months for holder in holders(feature)[1:])
    }


def _loss(feature: str, months: Months, plans: Plans, found: list[Serving]) -> Loss:
    # an add-on needs its plan in the months for which it is bought
    kept = [each for each in found if each.is_sure and months <= each.months]
    owned = {each.product for each in kept} | {each.terms.product for each in kept if each.terms}
    offer = plans.cheapest_with(feature, frozenset(key for key in owned if key))
    if offer is None:
        return Loss(feature, months)
    return Loss(
        feature, months, offer.product, offer.title, offer.price, plans.a_year[offer.product]
    )


def _twice(found: list[Serving]) -> list[Twice]:
    told = []
    for one, other in combinations([each for each in found if each.is_sure], 2):
        months = one.months & other.months
        both = _said(one, "yes") & _said(other, "yes")
        if months and both:
            named = tuple(_outermost({each: months for each in features() if each in both}))
            told.append(Twice((one.line, other.line), named, months, _idle(one, other)))
    return told


def _said(serving: Serving, word: str) -> frozenset[str]:
    return frozenset(each for each in features() if serving.carries(each) == word)


def _idle(one: Serving, other: Serving) -> str | None:
    """The line that gives nothing beyond another, while that lasts."""
    for idle, beside in ((other, one), (one, other)):
        if _said(idle, "yes") | _said(idle, "unknown") <= _said(beside, "yes"):
            return idle.line
    return None


def _spans(found: Mapping[str, Months]) -> dict[str, list[list[str]]]:
    return {feature: spans(months) for feature, months in found.items()}
