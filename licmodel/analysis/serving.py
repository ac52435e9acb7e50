"""Which lines of an option serve a persona, in which months, and what each of them carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from licmodel.analysis.assemble import Model
from licmodel.analysis.results import Results
from licmodel.catalogue.features import Carries, ProductFeatures, product_features
from licmodel.language.units import unit_text
from licmodel.lines import Line
from licmodel.lines.perpetual import Perpetual
from licmodel.lines.subscription import Subscription
from licmodel.scenario.scenario import Scenario

Months = frozenset[int]

_ONE_EACH = frozenset({"user", "person", "staff", "pupil", "student", "mailbox"})
_HELD_BY_PEOPLE = _ONE_EACH | {"device", "licence"}
"""What a line may count whose licences somebody holds; servers and cores are not held so."""


@dataclass(frozen=True)
class Serving:
    """A line that serves a persona in some months, or that may: then it is not sure.

    ``terms`` are those of the product in the catalogue, where it is there. ``too_few`` says that
    it has fewer seats than they are people, so that nobody knows who of them has one.
    """

    line: str
    title: str
    product: str | None
    months: Months
    is_sure: bool
    terms: ProductFeatures | None
    carries: Callable[[str], Carries]
    too_few: bool = False


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

    Parameters
    ----------
    results : Results
        Of the scenario.
    option, persona : str
        Their keys.
    people : sequence of float
        How many the persona are, by month.
    """
    model = results.model
    scenario = model.scenario
    found = []
    for name, key in model.options[option].lines.items():
        line = scenario.options[key.split(".")[0]].lines[name]
        sure = _serves(scenario, line, persona)
        if not sure and not (sure is None and _may_serve(model, key, line, persona)):
            continue
        terms, carries = _carrying(scenario, name, line, scenario.personas[persona].segment)
        months = _months(scenario, line)
        too_few = bool(sure) and _too_few(results, key, line, months, people)
        found.append(
            Serving(
                name,
                line.title or name.replace("_", " "),
                line.product_key(),
                months,
                bool(sure) and not too_few,
                terms,
                carries,
                too_few,
            )
        )
    return found


def unsaid(found: Iterable[Serving]) -> list[str]:
    """Lines of which it is not said whether they serve somebody.

    Examples
    --------
    >>> unsaid([Serving("mail", "Mail", None, frozenset(), False, None, {}.get)])
    ['mail']
    """
    return [each.line for each in found if not each.is_sure and not each.too_few]


def hold(found: Iterable[Serving], features: Iterable[str], horizon: Months) -> Held:
    """What lines give together, month by month.

    Examples
    --------
    >>> mail = Serving("mail", "Mail", None, frozenset({1, 2}), True, None, {"teams": "yes"}.get)
    >>> hold([mail], ["teams"], frozenset({1, 2, 3})).lacked("teams")
    frozenset({3})
    """
    each = list(found)
    yes: dict[str, Months] = {}
    unknown: dict[str, Months] = {}
    for feature in features:
        said = [(serving, serving.carries(feature)) for serving in each]
        yes[feature] = _joined(one for one, word in said if one.is_sure and word == "yes")
        doubtful = _joined(one for one, word in said if word != "no")
        unknown[feature] = doubtful - yes[feature]
    return Held(horizon, yes, unknown)


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


def _too_few(
    results: Results, key: str, line: Line, months: Months, people: Sequence[float]
) -> bool:
    """Whether a line that names whom it serves has too few seats for them in some month."""
    row = results.model.program.rows.get(f"{key}.needed")
    if line.serves is None or row is None or unit_text(row.body.unit) not in _ONE_EACH:
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
