"""What agreements hold against an option: seats it leaves out, or too few; what was left open."""

from __future__ import annotations

from collections.abc import Iterator

from licmodel.analysis.results import Results
from licmodel.assembly.contracts import Terms, taken_over
from licmodel.assembly.programme_prices import LEVEL_LOSS, loss_switch, sector_of
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_words


def warnings_of_agreements(results: Results) -> Iterator[str]:
    """What to know of agreements before trusting the figures.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> list(warnings_of_agreements(run(example())))
    []
    """
    used = [
        Terms(results.scenario, key)
        for key in results.scenario.agreements
        if f"agreements.{key}.live" in results.model.program.rows
    ]
    yield from _unread(results, used)
    for terms in used:
        yield from _left_open(results, terms)
        yield from _too_few(results, terms)
    yield from _left_out(results)


def _unread(results: Results, used: list[Terms]) -> Iterator[str]:
    """Agreements that no line stands under, and seats that no line takes over."""
    scenario = results.scenario
    behind = {key for terms in used for key in terms.chain}
    unread = [f"agreements.{key}" for key in scenario.agreements if key not in behind]
    if unread:
        yield f"the file holds what no line reads: {', '.join(unread)}"
    taken = {each for option in results.model.options for each in taken_over(scenario, option)}
    written = {(owner, held) for terms in used for held, owner in terms.holding_owners.items()}
    for owner, held in sorted(written - taken):
        seats = scenario.agreements[owner].holdings[held].seats.value
        yield _at(
            scenario.place(f"agreements.{owner}.holdings.{held}"),
            f"no option has a line for the {seats:,.0f} seats of {held} held under {owner}, so "
            "nothing is paid for them",
        )


def _left_open(results: Results, terms: Terms) -> Iterator[str]:
    """Defaults taken where public sources disagree or say nothing."""
    place = results.scenario.place(f"agreements.{terms.key}")
    question = terms.open_question()
    if question is not None:
        yield _at(place, question)
    read = f"agreements.{terms.key}.{LEVEL_LOSS}" in results.model.program.inputs
    switch = loss_switch() if read else None
    if switch is not None and LEVEL_LOSS not in terms.agreement.choices:
        answers = " or ".join(option.key for option in switch.options)
        yield _at(
            place,
            f"agreement {terms.key}: {switch.question} Taken: {switch.option().title}; "
            f"agreements.{terms.key}.choices.{LEVEL_LOSS} says otherwise: {answers}",
        )


def _too_few(results: Results, terms: Terms) -> Iterator[str]:
    """Fewer seats than the programme sells: its lines' together, which is kind to it."""
    scenario = results.scenario
    sector = sector_of(scenario.organisation.kind)
    months = list(scenario.timeline.months)
    for option in results.model.options.values():
        lines = [
            results.by_period(f"{home}.committed")
            for home in option.lines.values()
            if _agreement(scenario, home) == terms.key
        ]
        for month, *seats in zip(months, *lines, strict=True):
            least = terms.programme.minimum_on(max(month, terms.signed), sector)
            if least is not None and 0 < sum(seats) < least.seats:
                yield _at(
                    scenario.place(f"agreements.{terms.key}"),
                    f"{option.title}: {sum(seats):,.0f} seats under {terms.key} in "
                    f"{month_words(month)}, and {terms.programme.title} asks for "
                    f"{least.seats:,} {least.counted} at the least",
                )
                break


def _left_out(results: Results) -> Iterator[str]:
    """Options without a line for seats that are committed whatever they choose."""
    scenario = results.scenario
    by_option = {option: taken_over(scenario, option) for option in results.model.options}
    read = {each: lines[0] for taken in by_option.values() for each, lines in taken.items()}
    for (agreement, held), line in read.items():
        kept = results.by_period(f"{line}.kept")
        fixed = [
            month for month, seats in zip(scenario.timeline.months, kept, strict=True) if seats > 0
        ]
        if not fixed:
            continue
        until = f"until {month_words(fixed[-1])}"
        if fixed[-1] == scenario.timeline.last:
            until = "up to the end of the horizon, or longer"
        for option, taken in by_option.items():
            if (agreement, held) not in taken:
                yield _at(
                    scenario.place(f"options.{option}"),
                    f"{results.model.options[option].title} leaves out {held} of {agreement}: "
                    f"{max(kept):,.0f} seats are committed {until}, and are paid for in no line of "
                    f"it; give it a line {held}: with agreement: {agreement} and an end",
                )


def _agreement(scenario: Scenario, home: str) -> str | None:
    option, name = home.split(".")
    return scenario.options[option].lines[name].agreement_key()


def _at(place: str | None, told: str) -> str:
    return told if place is None else f"{place}: {told}"
