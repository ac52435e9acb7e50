"""What an option's total rests on: its money divided among the figures it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

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
    """One input as the register lists it."""

    key: str
    label: str
    value: float
    input: Input
    is_stale: bool
    is_used: bool


def shares(results: Results) -> dict[str, dict[str, float]]:
    """For each option, the share of its total that rests on each status; they add up to 1.

    A line's money is divided among the figures somebody gave for it, in proportion to how far
    it moves when each of them is doubled: half on the price and half on the number of seats, a
    little on their growth. Defaults nobody wrote, dates, the horizon and the money conventions
    do not count.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> shares(run(example()))["stay"]["contract"]
    1.0
    """
    lines = {line for option in results.model.options.values() for line in option.lines.values()}
    rests = _line_shares(results, sorted(lines))
    answer = {}
    for key, option in results.model.options.items():
        weight: dict[str, float] = dict.fromkeys(STRENGTH, 0.0)
        for line in option.lines.values():
            amount = abs(results.figure(f"{line}.billed.total"))
            for status, share in rests[line].items():
                weight[status] += amount * share
        whole = sum(weight.values())
        answer[key] = {
            status: amount / whole if whole else 0.0 for status, amount in weight.items()
        }
    return answer


def _line_shares(results: Results, lines: list[str]) -> dict[str, dict[str, float]]:
    """For each line, the share of its money that rests on each status."""
    program = results.model.program
    reach = Reach(program)
    made_of = {line: reach.inputs(f"{line}.billed") for line in lines}
    doubled = sorted({each.key for inputs in made_of.values() for each in inputs if _counts(each)})
    totals = [f"{line}.billed.total" for line in lines]
    given = {}
    for column, key in enumerate(doubled, 1):
        value = program.inputs[key].value
        given[key] = np.full(1 + len(doubled), value)
        given[key][column] = 2 * value
    moved = Evaluator(program, given, totals).run(given)
    answer = {}
    for line, total in zip(lines, totals, strict=True):
        figures = moved.column(total, 0), moved[total]
        column_of = {key: column for column, key in enumerate(doubled, 1)}
        weight: dict[str, float] = {}
        for each in made_of[line]:
            if each.key in column_of and figures[1].shape[1] > 1:
                gap = abs(float(figures[1][0, column_of[each.key]]) - figures[0][0])
                weight[each.origin.status] = weight.get(each.origin.status, 0.0) + gap
        whole = sum(weight.values())
        # a line that costs nothing, or whose cost is unknown, still rests on something
        answer[line] = (
            {status: gap / whole for status, gap in weight.items()}
            if whole > 0
            else {weakest(made_of[line]): 1.0}
        )
    return answer


def _counts(each: Input) -> bool:
    return (
        each.origin.given
        and each.shown != "month"
        and each.value != 0
        and not each.key.startswith(_CONVENTIONS)
    )


def weakest(inputs: frozenset[Input]) -> str:
    """Weakest status among inputs that somebody gave."""
    statuses = {
        each.origin.status
        for each in inputs
        if each.origin.given and not each.key.startswith(_CONVENTIONS)
    }
    return next((status for status in reversed(STRENGTH) if status in statuses), STRENGTH[-1])


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
    """Every input somebody gave, weakest first, with stale sources and unused figures marked."""
    program, scenario = results.model.program, results.scenario
    reach = Reach(program)
    used: set[Input] = set()
    for option in results.model.options:
        used |= reach.inputs(f"{option}.billed") | reach.inputs(f"{option}.present_value")
        if results.model.has_heads:
            used |= reach.inputs(f"{option}.cost_per_head.by_year")
    drawn_up = scenario.as_of if scenario.as_of is not None else scenario.timeline.start
    listed = [
        Assumption(each.key, each.label, each.value, each, _is_stale(each, drawn_up), each in used)
        for each in program.inputs.values()
        if each.origin.given and not each.key.startswith("timeline.")
    ]
    return sorted(listed, key=lambda each: -STRENGTH.index(each.input.origin.status))


def _is_stale(declared: Input, drawn_up: int) -> bool:
    dated = declared.origin.dated
    return dated is not None and drawn_up - parse_month(dated) > STALE_AFTER
