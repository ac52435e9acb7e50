"""Which lines a line reads: those of its own option, and never in a circle."""

from __future__ import annotations

from licmodel.errors import InputError, nearest
from licmodel.scenario.scenario import Scenario


def lines_read(scenario: Scenario, key: str) -> dict[str, str]:
    """Lines that ``option.line`` reads, each with the ``option.line`` whose rows it has.

    Raises
    ------
    InputError
        If the option has no such line, or lines read each other in a circle.

    Examples
    --------
    >>> from licmodel.scenario.loading import from_data
    >>> work = {"kind": "one_off", "amount": "1_200"}
    >>> scenario = from_data({
    ...     "title": "Example", "organisation": {"name": "An example"}, "baseline": "none",
    ...     "timeline": {"start": "2027-04", "years": "2"},
    ...     "options": {"move": {"lines": {
    ...         "work": work, "fund": {"kind": "grant", "of": "work"}}}}})
    >>> lines_read(scenario, "move.fund")
    {'work': 'move.work'}
    """
    option, name = key.split(".")
    homes, lines = scenario.homes(option), scenario.options[option].lines
    where = scenario.place(f"{key}.of")
    for other in lines[name].lines_read:
        if other not in homes:
            known = [each for each in homes if each != name]
            raise InputError(
                f"{key}: {option} has no line called {other}",
                where=where,
                expected=", ".join(known) or "another line of the option",
                remedies=nearest(other, known)
                or [f"write of: without {other}, or leave {name} out too"],
            )
    circle = _circle(scenario, option, (name,))
    if circle:
        raise InputError(
            f"{key}: lines read each other in a circle",
            where=where,
            found=" -> ".join(circle),
            remedies=["let one of them read only lines that read none of the others"],
        )
    return {other: f"{homes[other]}.{other}" for other in lines[name].lines_read}


def _circle(scenario: Scenario, option: str, chain: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a circle that the last line of a chain closes; none where it closes none."""
    home = scenario.homes(option).get(chain[-1])
    for other in () if home is None else scenario.options[home].lines[chain[-1]].lines_read:
        further = (*chain, other)
        if other in chain:
            return further[chain.index(other) :]
        if found := _circle(scenario, option, further):
            return found
    return ()
