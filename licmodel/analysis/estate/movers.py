"""When a persona is on a line that its people leave or go to, as far as moves say who goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from licmodel.scenario.scenario import Scenario
from licmodel.terms.move import Move
from licmodel.terms.persona import Persona

Months = frozenset[int]


@dataclass(frozen=True)
class Stay:
    """Months in which all of a persona are on a line, and those in which some may be.

    ``said`` tells whether the move says that it is they who go.
    """

    sure: Months
    perhaps: Months
    said: bool


def moves_of(scenario: Scenario, option: str) -> Iterator[Move]:
    """Moves that change an option's lines."""
    for name, owner in scenario.moves(option).items():
        yield scenario.options[owner].moves[name]


def stays(scenario: Scenario, option: str, line: str, persona: Persona) -> Iterator[Stay]:
    """What each move that touches a line says of a persona there.

    A move whose people follow the persona's own drivers, and as large a part of them, is theirs.
    One whose people are only a number may be anybody's who was on the line they leave. Nothing is
    said by a move of other people.
    """
    horizon = frozenset(scenario.timeline.months)
    for move in moves_of(scenario, option):
        if line not in {move.source_line, move.target_line}:
            continue
        theirs = is_theirs(move, persona)
        if theirs is False:
            if line == move.target_line:
                yield Stay(frozenset(), frozenset(), said=True)
            continue
        first_left = move.starts + overlap(move)
        last_left = move.ends + overlap(move)
        if line == move.source_line:
            sure = frozenset(month for month in horizon if month < first_left)
            gone = frozenset(month for month in horizon if month >= last_left and theirs)
            yield Stay(sure, horizon - sure - gone, said=bool(theirs))
        else:
            come = frozenset(month for month in horizon if month >= move.ends and theirs)
            begun = frozenset(month for month in horizon if month >= move.starts)
            yield Stay(come, begun - come, said=bool(theirs))


def is_theirs(move: Move, persona: Persona) -> bool | None:
    """Whether a move is of a persona's people; None where it does not say."""
    going, people = move.people, persona.people
    if not going.drivers_read or not people.drivers_read:
        return None
    if not {*going.drivers_read} & {*people.drivers_read}:
        return False
    shares = [None if each.share is None else each.share.value for each in (going, people)]
    alike = {*going.drivers_read} == {*people.drivers_read} and shares[0] == shares[1]
    return True if alike else None


def overlap(move: Move) -> int:
    """Months for which each of them has both lines."""
    return round(move.overlap_months.value)
