"""Which lines of an option serve a persona, in which months, and what each of them carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from licmodel.analysis.estate.movers import moves_of, stays
from licmodel.analysis.results import Results
from licmodel.assembly.assemble import Model
from licmodel.catalogue.features import Carries, ProductFeatures, product_features
from licmodel.language.units import unit_text
from licmodel.lines import Line
from licmodel.lines.perpetual import Perpetual
from licmodel.lines.subscription import Subscription
from licmodel.scenario.scenario import Scenario

Months = frozenset[int]
Doubt = Literal["", "unsaid", "few", "moving", "movers"]

_ONE_EACH = frozenset({"user", "person", "staff", "pupil", "student", "mailbox"})
_HELD_BY_PEOPLE = _ONE_EACH | {"device", "licence"}
"""What a line may count whose licences somebody holds; servers and cores are not held so."""


@dataclass(frozen=True)
class Serving:
    """A line that serves a persona in some months, or that may.

    ``terms`` are those of the product in the catalogue, where it is there. ``doubt`` says why it is
    not sure: nobody said whom it serves (unsaid), it has fewer seats than they are people (few),
    they are moving (moving), or people move and nobody said who (movers).
    """

    line: str
    title: str
    product: str | None
    months: Months
    terms: ProductFeatures | None
    carries: Callable[[str], Carries]
    doubt: Doubt = ""

    @property
    def is_sure(self) -> bool:
        """Whether they are surely served by it."""
        return not self.doubt


@dataclass(frozen=True)
class Held:
    """Months in which a persona has each feature, and those in which that is not known."""

    horizon: Months
    yes: dict[str, Months]
    unknown: dict[str, Months]

    def lacked(self, feature: str) -> Months:
        """Months in which they surely have it not."""
        return self.horizon - self.yes[feature] - self.unknown[feature]


def servings(results: Results, option: str, persona: str, people: Sequence[float]) -> list[Serving]:
    """Lines of an option that serve a persona, and those of which it is not said.

    A line that says ``for:`` serves whom it names. Otherwise a subscription or a perpetual licence
    serves a persona if its quantity follows all the drivers that the persona's people follow, and
    the whole of them. A line for a part of them, or one that serves nobody so and counts what
    people hold, may serve them; so may one that says so and has fewer seats than they are people.
    Where people move, who has gone yet is not sure until all have.

    Parameters
    ----------
    results : Results
        Of the scenario.
    option, persona : str
        Their keys.
    people : sequence of float
        How many the persona are, by month.
    """
    scenario = results.scenario
    found = []
    for name, key in results.model.options[option].lines.items():
        line = scenario.options[key.split(".")[0]].lines[name]
        terms, carries = _carrying(scenario, name, line, scenario.personas[persona].segment)
        title = line.title or name.replace("_", " ")
        for doubt, months in _when(results, option, name, persona, people).items():
            if months:
                found.append(
                    Serving(name, title, line.product_key(), months, terms, carries, doubt)
                )
    return found


def _when(
    results: Results, option: str, name: str, persona: str, people: Sequence[float]
) -> dict[Doubt, Months]:
    """Months in which a line serves a persona surely, or perhaps, by the kind of doubt."""
    scenario = results.scenario
    key = results.model.options[option].lines[name]
    line = scenario.options[key.split(".")[0]].lines[name]
    months, serves = _months(scenario, line), _serves(scenario, line, persona)
    if line.serves is not None:
        few = bool(serves) and _too_few(results, key, months, people)
        return {("few" if few else ""): months} if serves else {}
    said = list(stays(scenario, option, name, scenario.personas[persona]))
    targets = {move.target_line for move in moves_of(scenario, option)}
    if not said and not serves:
        unsaid_of = serves is None and _may_serve(results.model, key, line, persona)
        return {"unsaid": months} if unsaid_of else {}
    sure, perhaps, unnamed = (months if serves else frozenset[int]()), frozenset[int](), False
    for stay in said:
        if name in targets:
            sure, perhaps = sure | (stay.sure & months), perhaps | (stay.perhaps & months)
        else:
            perhaps |= sure & stay.perhaps
            sure &= stay.sure
        unnamed = unnamed or (bool(stay.perhaps) and not stay.said)
    return {"": sure, ("movers" if unnamed else "moving"): perhaps - sure}


def doubtful(found: Iterable[Serving], doubt: Doubt) -> list[str]:
    """Lines of which it is not sure whether they serve somebody, for one reason.

    Examples
    --------
    >>> mail = Serving("mail", "Mail", None, frozenset(), None, {}.get, "unsaid")
    >>> doubtful([mail], "unsaid"), doubtful([mail], "few")
    (['mail'], [])
    """
    return [each.line for each in found if each.doubt == doubt]


def hold(found: Iterable[Serving], features: Iterable[str], horizon: Months) -> Held:
    """What lines give together, month by month.

    Examples
    --------
    >>> mail = Serving("mail", "Mail", None, frozenset({1, 2}), None, {"teams": "yes"}.get)
    >>> hold([mail], ["teams"], frozenset({1, 2, 3})).lacked("teams")
    frozenset({3})
    """
    each = list(found)
    yes: dict[str, Months] = {}
    unknown: dict[str, Months] = {}
    for feature in features:
        said = [(serving, serving.carries(feature)) for serving in each]
        yes[feature] = _joined(one for one, word in said if one.is_sure and word == "yes")
        yes[feature] |= _either_way(said)
        doubtful = _joined(one for one, word in said if word != "no")
        unknown[feature] = doubtful - yes[feature]
    return Held(horizon, yes, unknown)


def _either_way(said: Sequence[tuple[Serving, Carries]]) -> Months:
    """Months in which moving people have a feature on the line they leave and where they go."""
    moving = [(one.months, word) for one, word in said if one.doubt == "moving"]
    either = frozenset[int]()
    for (months, word), (others, other) in combinations(moving, 2):
        if word == other == "yes":
            either |= months & others
    return either


def _joined(found: Iterable[Serving]) -> Months:
    return frozenset().union(*(each.months for each in found))


def _serves(scenario: Scenario, line: Line, persona: str) -> bool | None:
    """Whether a line serves a persona; None where nothing says so."""
    if line.serves is not None:
        return persona in line.serves
    if not isinstance(line, Subscription | Perpetual):
        return False
    followed = set(scenario.personas[persona].people.drivers_read)
    # a counting rule has no share to be none: whom it counts is not said
    is_whole = getattr(line.quantity, "share", line.quantity) is None
    if followed and is_whole and followed <= set(line.quantity.drivers_read):
        return True
    return None


def _may_serve(model: Model, key: str, line: Line, persona: str) -> bool:
    """Whether a line that does not say whom it serves may serve a persona."""
    scenario = model.scenario
    read = set(line.quantity.drivers_read)
    if read & set(scenario.personas[persona].people.drivers_read):
        return True
    if any(read & set(each.people.drivers_read) for each in scenario.personas.values()):
        return False
    rows = model.program.rows
    counted = rows[f"{key}.needed"].body.unit if f"{key}.needed" in rows else None
    return counted is not None and unit_text(counted) in _HELD_BY_PEOPLE


def _too_few(results: Results, key: str, months: Months, people: Sequence[float]) -> bool:
    """Whether a line that names whom it serves has too few seats for them in some month."""
    row = results.model.program.rows.get(f"{key}.needed")
    if row is None or unit_text(row.body.unit) not in _ONE_EACH:
        return False
    seats = results.by_period(row.key)
    start = results.scenario.timeline.start
    return any(seats[month - start] < people[month - start] for month in months)


def _months(scenario: Scenario, line: Line) -> Months:
    timeline = scenario.timeline
    first = timeline.start if line.starts is None else max(line.starts, timeline.start)
    last = timeline.last if line.ends is None else min(line.ends, timeline.last)
    return frozenset(range(first, last + 1))


def _carrying(
    scenario: Scenario, name: str, line: Line, segment: str
) -> tuple[ProductFeatures | None, Callable[[str], Carries]]:
    """What a line carries: in the scenario's own words, or else in the catalogue's."""
    product = line.product_key() or name
    own = scenario.features.get(product) or scenario.features.get(name)
    if own is not None:
        terms = product_features(own.same_as or product, segment)
        return terms, lambda feature: own.carries(feature, segment)
    terms = product_features(product, segment) if line.product_key() else None
    return terms, (lambda _: "unknown") if terms is None else terms.carries
