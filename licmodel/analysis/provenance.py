"""What an option's total rests on: its money divided among the figures it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from math import inf

import numpy as np

from licmodel.analysis.results import Results
from licmodel.language.evaluate import Evaluator
from licmodel.language.expression import Expr
from licmodel.language.program import Input, Program
from licmodel.terms.figure import STRENGTH
from licmodel.terms.months import parse_month

STALE_AFTER = 18
"""Months before the scenario's own date after which a source is called stale."""

_CONVENTIONS = ("timeline.", "finance.")


@dataclass(frozen=True)
class Assumption:
    """One input as the register lists it.

    ``weight`` is the largest share of an option's total that rests on it.
    """

    key: str
    label: str
    value: float
    input: Input
    is_stale: bool
    is_used: bool
    weight: float


def shares(results: Results) -> dict[str, dict[str, float]]:
    """For each option, the share of its total that rests on each status; they add up to 1.

    A line's money is divided among the figures somebody gave for it, in proportion to how far
    it moves when each of them is doubled: half on the price and half on the number of seats, a
    little on their growth. Defaults nobody wrote, dates, the horizon and the money conventions
    do not count. Shares of a total that is unknown are unknown.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> shares(run(example()))["stay"]["contract"]
    1.0
    """
    inputs = results.model.program.inputs
    answer: dict[str, dict[str, float]] = {}
    for option, weights in _weights(results).items():
        answer[option] = dict.fromkeys(map(str, STRENGTH), 0.0)
        for key, weight in weights.items():
            answer[option][inputs[key].origin.status] += weight
    return answer


def _weights(results: Results) -> dict[str, dict[str, float]]:
    """For each option, the share of its total that rests on each input."""
    options = results.model.options
    rests = _line_weights(
        results, sorted({line for rows in options.values() for line in rows.lines.values()})
    )
    answer = {}
    for option, rows in options.items():
        amounts = {
            line: abs(results.figure(f"{line}.billed.total")) for line in rows.lines.values()
        }
        whole = sum(amounts.values())
        weights: dict[str, float] = {}
        for line, amount in amounts.items():
            for key, share in rests[line].items():
                part = amount * share / whole if whole else 0.0
                weights[key] = weights.get(key, 0.0) + part
        answer[option] = weights
    return answer


def _line_weights(results: Results, lines: list[str]) -> dict[str, dict[str, float]]:
    """For each line, the share of its money that rests on each input."""
    program = results.model.program
    reach = Reach(program)
    # in one order on every machine: sums of shares are to agree to the last bit
    made_of = {
        line: sorted(reach.inputs(f"{line}.billed"), key=lambda each: each.key) for line in lines
    }
    totals = [f"{line}.billed.total" for line in lines]
    column_of = _columns(
        [each.key for each in inputs if _counts(each)] for inputs in made_of.values()
    )
    batch = 1 + max(column_of.values(), default=0)
    given = {}
    for key, column in column_of.items():
        each = program.inputs[key]
        low, high = each.bounds
        given[key] = np.full(batch, each.value)
        # as far as its bounds allow: a loss of 120% would make the line unknown
        given[key][column] = np.clip(
            2 * each.value, -inf if low is None else low, inf if high is None else high
        )
    moved = Evaluator(program, given, totals).run(given)
    answer = {}
    for line, total in zip(lines, totals, strict=True):
        figures = np.broadcast_to(moved[total], (1, batch))[0]
        gaps = {
            each.key: abs(float(figures[column_of[each.key]] - figures[0]))
            for each in made_of[line]
            if each.key in column_of
        }
        whole = sum(gaps.values())
        # a line that costs nothing, or whose cost is unknown, still rests on something
        answer[line] = (
            {key: gap / whole for key, gap in gaps.items()}
            if whole > 0
            else _weakest(made_of[line])
        )
    return answer


def _columns(together: Iterable[Iterable[str]]) -> dict[str, int]:
    """Column in which each input is doubled: one of its own in every line that is made of it.

    Inputs that no line has in common share a column, so there are few.

    Examples
    --------
    >>> _columns([["staff", "price"], ["staff", "salary"]])
    {'staff': 1, 'price': 2, 'salary': 2}
    """
    beside: dict[str, set[str]] = {}
    for keys in map(list, together):
        for key in keys:
            beside.setdefault(key, set()).update(keys)
    column_of: dict[str, int] = {}
    for key, others in beside.items():
        taken = {column_of.get(other) for other in others}
        column_of[key] = next(column for column in count(1) if column not in taken)
    return column_of


def _counts(each: Input) -> bool:
    return (
        each.origin.given
        and each.shown != "month"
        and each.value != 0
        and not each.key.startswith(_CONVENTIONS)
    )


def _weakest(inputs: list[Input]) -> dict[str, float]:
    """All of the weight on the first of the weakest inputs that somebody gave."""
    given = [each for each in inputs if each.origin.given and not each.key.startswith(_CONVENTIONS)]
    among = given or inputs
    return {max(among, key=lambda each: STRENGTH.index(each.origin.status)).key: 1.0}


class Reach:
    """Which inputs each row of a program is made of."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.inputs = cache(self._inputs)

    def _inputs(self, key: str) -> frozenset[Input]:
        row = self.program.rows[key]
        found: set[Input] = set()
        for node in self._references(row.body, row.opening):
            if node.op == "input":
                found.add(self.program.inputs[node.ref])
            else:
                found |= self.inputs(node.ref)
        return frozenset(found)

    @staticmethod
    def _references(body: Expr, opening: Expr | str | None) -> Iterator[Expr]:
        yield from body.references()
        if isinstance(opening, Expr):
            yield from opening.references()


def register(results: Results) -> list[Assumption]:
    """Every input somebody gave, the weakest first, with stale sources and unused ones marked."""
    program, scenario = results.model.program, results.scenario
    reach = Reach(program)
    used: set[Input] = set()
    for option in results.model.options:
        used |= reach.inputs(f"{option}.billed") | reach.inputs(f"{option}.present_value")
        if results.model.has_heads:
            used |= reach.inputs(f"{option}.cost_per_head.by_year")
    drawn_up = scenario.as_of if scenario.as_of is not None else scenario.timeline.start
    weights = _weights(results).values()
    listed = [
        Assumption(
            each.key,
            each.label,
            each.value,
            each,
            is_stale=_is_stale(each, drawn_up),
            is_used=each in used,
            weight=max((rests.get(each.key, 0.0) for rests in weights), default=0.0),
        )
        for each in program.inputs.values()
        if each.origin.given and not each.key.startswith("timeline.")
    ]
    return sorted(listed, key=lambda each: -STRENGTH.index(each.input.origin.status))


def _is_stale(declared: Input, drawn_up: int) -> bool:
    dated = declared.origin.dated
    return dated is not None and drawn_up - parse_month(dated) > STALE_AFTER
