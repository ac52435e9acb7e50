"""From nodes to instructions: which function makes each, and in which buffer.

What does not vary is computed once. What varies is computed block by block, in buffers used
again as soon as their last reader is done, so that they stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from licmodel.language import along
from licmodel.language.plan import LEAVES, Node, Plan
from licmodel.language.program import Periods
from licmodel.language.recurrence import Recurrence
from licmodel.language.table import FOLDS, OPERATORS


class Place(NamedTuple):
    """Kind of array that a node fills: its number of periods (0: a whole figure), and type."""

    periods: int
    flag: bool


class Instruction(NamedTuple):
    """Call of a function: which arrays of the store it reads, and which it fills."""

    function: Callable[..., Any]
    operands: Callable[[Sequence[Any]], Any]
    result: int


class Instructions:
    """What to do, and in which arrays, in one run of a plan.

    Parameters
    ----------
    plan : Plan
        Nodes in order.
    periods : Periods
        The program's.
    kept : collection of int
        Nodes whose figures are wanted.
    careful : bool
        Whether some input is unknown.

    Attributes
    ----------
    fixed, varying : list of Instruction
        Done once; done for each block.
    places : list of Place
        What each node fills.
    buffers : list of Place
        Arrays needed for a block.
    buffer_of : dict of int to int
        The buffer of each varying node that is neither kept nor an input.
    """

    def __init__(
        self, plan: Plan, periods: Periods, kept: Collection[int], *, careful: bool
    ) -> None:
        self.plan = plan
        self.periods = periods
        self.doubtful = _doubtful(plan, careful=careful)
        self.places = [
            Place(
                0 if node.axis == "whole" else periods.count(node.axis),
                node.flag and not doubtful,
            )
            for node, doubtful in zip(plan.nodes, self.doubtful, strict=True)
        ]
        made = [number for number in plan.order if plan.nodes[number].op not in LEAVES]
        instructions = {number: self._instruction(number) for number in made}
        self.fixed = [instructions[number] for number in made if not plan.varies[number]]
        self.varying = [instructions[number] for number in made if plan.varies[number]]
        self.buffers: list[Place] = []
        self.buffer_of: dict[int, int] = {}
        self._share_buffers(kept)

    def _instruction(self, number: int) -> Instruction:
        args = self.plan.nodes[number].args
        # of one operand a list of one, so that both can be handed on with *
        operands = itemgetter(*args) if len(args) > 1 else itemgetter(slice(args[0], args[0] + 1))
        return Instruction(self._function(number), operands, number)

    def _function(self, number: int) -> Callable[..., Any]:
        node = self.plan.nodes[number]
        if node.op in OPERATORS:
            # a known flag chooses between unknown figures too
            decisive = node.args[0] if node.op == "where" else number
            return _variant(node.op, known=not self.doubtful[decisive])
        if node.op == "recur":
            return self._recurrence(node, known=not self.doubtful[number])
        if node.op == "lag":
            return along.lag
        if node.axis in {"year", "contract_year"}:
            spans = self.periods.spans(node.axis)
            return along.by_spans([(span.first, span.last) for span in spans])
        return FOLDS[node.op].numpy

    def _recurrence(self, node: Node, *, known: bool) -> Recurrence:
        functions = [_variant(step.op, known=known) for step in node.steps]
        choosing = [
            number
            for number, step in enumerate(node.steps)
            if step.op == "where"
            and step.args[0] >= 0
            and not self.plan.varies[node.args[step.args[0]]]
        ]
        return Recurrence(node.steps, node.ref, functions, choosing, known=known)

    def _share_buffers(self, kept: Collection[int]) -> None:
        last = {
            arg: at
            for at, instruction in enumerate(self.varying)
            for arg in self.plan.nodes[instruction.result].args
        }
        free: dict[Place, list[int]] = {}
        for at, instruction in enumerate(self.varying):
            number = instruction.result
            place = self.places[number]
            done = {
                self.buffer_of[arg]: arg
                for arg in self.plan.nodes[number].args
                if last[arg] == at and arg in self.buffer_of
            }
            if number not in kept:
                self.buffer_of[number] = self._buffer(number, place, done, free)
            for buffer in done:
                free.setdefault(self.buffers[buffer], []).append(buffer)
            if number not in last and number in self.buffer_of:  # wanted by nobody
                free.setdefault(place, []).append(self.buffer_of[number])

    def _buffer(
        self, number: int, place: Place, done: dict[int, int], free: dict[Place, list[int]]
    ) -> int:
        """Take the buffer of an operand that is read for the last time, or a free or new one."""
        node = self.plan.nodes[number]
        for position in OPERATORS[node.op].in_place if node.op in OPERATORS else ():
            operand = node.args[position]
            buffer = self.buffer_of.get(operand, -1)
            if buffer in done and place == self.places[operand] and node.args.count(operand) == 1:
                del done[buffer]
                return buffer
        spare = free.get(place)
        if spare:
            return spare.pop()
        self.buffers.append(place)
        return len(self.buffers) - 1


def _variant(op: str, *, known: bool) -> Callable[..., Any]:
    operator = OPERATORS[op]
    return operator.known if known and operator.known is not None else operator.numpy


def _doubtful(plan: Plan, *, careful: bool) -> list[bool]:
    """Which nodes may be unknown."""
    doubtful: list[bool] = []
    for node in plan.nodes:
        doubts = [doubtful[arg] for arg in node.args]
        if node.op == "input":
            doubts.append(careful)
        elif node.op in OPERATORS:
            doubts.append(OPERATORS[node.op].doubt and not _divides_by_constant(plan, node))
        elif node.op in FOLDS:
            doubts.append(FOLDS[node.op].doubt)
        elif node.op == "recur":
            doubts += [OPERATORS[step.op].doubt for step in node.steps]
        doubtful.append(any(doubts))
    return doubtful


def _divides_by_constant(plan: Plan, node: Node) -> bool:
    divisor = plan.nodes[node.args[-1]]
    return node.op == "/" and divisor.op == "const" and divisor.ref != 0
