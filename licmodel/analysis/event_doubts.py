"""What to know of events and displaced contracts before trusting figures that they are part of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from licmodel.analysis.results import Results
from licmodel.language.expression import Expr
from licmodel.lines.displaced import Displaced, same_contract
from licmodel.scenario.scenario import Scenario
from licmodel.terms.event import DriverEvent

_ADDS_UP = frozenset({"+", "-", "sum", "as", "total", "by year", "by contract year", "at start"})
"""Operators that make of an average case the average of the cases, whatever they are given."""


def warnings_of_events(results: Results) -> Iterator[str]:
    """What a reader should be told of them.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> list(warnings_of_events(run(example())))
    []
    """
    yield from _no_case_of_its_own(results)
    yield from _more_go_than_there_are(results)
    yield from _outside_the_horizon(results)
    yield from _no_savings(results)
    yield from _not_taken(results)
    yield from _promised(results)


def driver_events(scenario: Scenario) -> Iterator[tuple[str, DriverEvent]]:
    """Events of drivers by the key of each, such as drivers.staff.events.transfer."""
    for key, driver in scenario.drivers.items():
        for name, event in driver.events.items():
            yield f"drivers.{key}.events.{name}", event


def _no_case_of_its_own(results: Results) -> Iterator[str]:
    """People at a probability, read where the cost of their average is not the average cost."""
    for key, _ in driver_events(results.scenario):
        weight = f"{key}.probability"
        if not 0 < results.figure(weight) < 1 or not any(results.by_period(f"{key}.if_happens")):
            continue
        parts = [part for part in _parts(results) if _bends(results, part, weight)]
        if parts:
            yield (
                f"{key} counts people at a probability, which is no case that can occur, and these "
                f"round them up, have a minimum or a rule, so that their cost is not the average "
                f"of the cases; look at each with a what-if that sets {weight} to 0% and to 100%: "
                f"{', '.join(parts)}"
            )


def _parts(results: Results) -> list[str]:
    """Lines, shortfalls and agreements that options are made of."""
    parts = {part: None for option in results.model.options.values() for part in option.parts}
    agreements = dict.fromkeys(f"agreements.{key}" for key in results.scenario.agreements)
    return [*parts, *agreements]


def _bends(results: Results, part: str, weight: str) -> bool:
    """Whether any row of a part reads an input where it is no straight line."""
    reach, rows = results.model.reach, results.model.program.rows

    def reads(node: Expr) -> bool:
        return any(
            each.ref == weight if each.op == "input" else weight in reach.inputs(each.ref)
            for each in node.references()
        )

    bodies = [
        row.body
        for key, row in rows.items()
        if key.startswith(f"{part}.") and weight in reach.inputs(key)
    ]
    return any(_is_bent(node, reads) for body in bodies for node in body.walk())


def _is_bent(node: Expr, reads: Callable[[Expr], bool]) -> bool:
    if not node.args or node.op in _ADDS_UP:
        return False
    found = [reads(each) for each in node.args]
    if node.op == "*":
        return sum(found) > 1
    if node.op == "/":
        return found[1]
    if node.op == "where":
        return found[0]
    if node.op == "look up":
        return found[0] or any(found[1::2])
    return any(found)


def _more_go_than_there_are(results: Results) -> Iterator[str]:
    for key, _ in driver_events(results.scenario):
        before = results.by_period(f"{key.split('.events.')[0]}.before_events")
        change = results.by_period(f"{key}.if_happens")
        if any(there + more < 0 for there, more in zip(before, change, strict=True)):
            yield f"{key}: more go than there are, and nobody is left if it happens"


def _outside_the_horizon(results: Results) -> Iterator[str]:
    """Events that move nothing, were they certain, most often because of their dates."""
    homes = {line for option in results.model.options.values() for line in option.lines.values()}
    costs = [home for home in sorted(homes) if f"{home}.if_happens" in results.model.program.rows]
    people = [key for key, _ in driver_events(results.scenario)]
    told = [key for key in (*costs, *people) if not any(results.by_period(f"{key}.if_happens"))]
    if told:
        yield f"events that move nothing within the horizon, were they certain: {', '.join(told)}"
    start = results.scenario.timeline.start
    gone_by = [key for key in people if results.figure(f"{key}.on") < start]
    if gone_by:
        yield (
            "events of people from before the horizon, which have happened by then or have not: "
            f"{', '.join(gone_by)}"
        )


def _not_taken(results: Results) -> Iterator[str]:
    """Contracts that the plan is said to have taken, and no line saves: most often a slip."""
    today = results.scenario.today
    saved = {same_contract(line.contract) for _, line in _displaced(results)}
    told = [
        each
        for each in (() if today is None else today.contracts_taken)
        if same_contract(each) not in saved
    ]
    if told:
        yield f"today.contracts_taken names contracts that no line saves: {', '.join(told)}"


def _displaced(results: Results) -> Iterator[tuple[str, Displaced]]:
    """Each displaced contract of a costed option once, by the key of its line."""
    homes = {line for option in results.model.options.values() for line in option.lines.values()}
    for home in sorted(homes):
        option, name = home.split(".")
        line = results.scenario.options[option].lines[name]
        if isinstance(line, Displaced):
            yield home, line


def _no_savings(results: Results) -> Iterator[str]:
    told = [
        f"{home} ({line.contract}: {line.why_not})"
        for home, line in _displaced(results)
        if not line.is_counted
    ]
    if told:
        yield f"contracts that end and save nothing here: {', '.join(told)}"


def _promised(results: Results) -> Iterator[str]:
    told = [
        f"{home} ({line.contract}) to {line.promised_to}"
        for home, line in _displaced(results)
        if line.is_counted and line.promised_to
    ]
    if told:
        yield f"savings that are promised already: {', '.join(told)}"
