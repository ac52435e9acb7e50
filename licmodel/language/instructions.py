"""From nodes to instructions: which function makes which arrays from which.

What does not vary is computed once; of that, lines that do the same to different figures are
columns of one array and are computed together. What varies is computed block by block, in
buffers used again as soon as their last reader is done, so that they stay in the processor's
cache.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from licmodel.language import along
from licmodel.language.numeric import Array
from licmodel.language.plan import LEAVES, Plan
from licmodel.language.program import Periods
from licmodel.language.recurrence import Recurrence
from licmodel.language.table import FOLDS, OPERATORS, Axis

_FEW = 8
"""Recurrences of which fewer are quicker one by one, each by what its own conditions decide."""

_MICROSECONDS = {
    "recur": 30.0,
    "look up": 12.0,
    "^": 10.0,
    "round": 9.0,
    "mod": 6.0,
    "by year": 8.0,
    "by contract year": 8.0,
    "internal rate": 500.0,
    "round up": 2.5,
    "where": 2.0,
    "total": 2.0,
}
"""About what a call takes, where it is more than numpy's least."""

_MICROSECONDS_TO_PUT_TOGETHER = 4.0


class Place(NamedTuple):
    """Kind of array that a node fills: its number of periods (0: a whole figure), and type."""

    periods: int
    flag: bool


class Instruction(NamedTuple):
    """Call of a function: which arrays it reads, and which it fills."""

    function: Callable[..., Any]
    operands: Callable[[Sequence[Any]], Any]
    result: int


class Room(NamedTuple):
    """An array for the figures of several nodes, side by side.

    ``made`` says whether they are made there, or only brought together.
    """

    number: int
    place: Place
    nodes: Sequence[int]
    made: bool


class LeafRoom(NamedTuple):
    """An array for constants and inputs that do not vary, side by side."""

    number: int
    place: Place
    nodes: NDArray[np.int_]


class Instructions:
    """What to do, and in which arrays, in one run of a plan.

    Arrays are numbered as the nodes are; those of several nodes follow.

    Parameters
    ----------
    plan : Plan
        Nodes in order.
    periods : Periods
        The program's.
    wanted : collection of int
        Nodes whose figures are wanted.
    doubtful : sequence of bool
        Whether each node may be unknown.
    bounded : bool
        Whether a figure beyond all bounds is made unknown before another is made of it.

    Attributes
    ----------
    fixed, varying : list of Instruction
        Done once; done for each block.
    count : int
        Arrays in all.
    places : list of Place
        What each node fills.
    read : set of int
        Nodes that are wanted, or that these are made of.
    rooms : list of Room
        Arrays of several nodes that do not vary.
    leaf_rooms : list of LeafRoom
        The like for constants and inputs.
    singles : dict of Place to list of int
        Nodes that do not vary and are made by themselves.
    apart : set of int
        Nodes that are read by themselves.
    columns : dict of int to tuple of int
        Of each node made side by side with others, the array and its column there.
    leaves_apart : list of int
        Constants and inputs among them.
    buffers : list of Place
        Arrays needed for a block.
    buffer_of : dict of int to int
        The buffer of each varying node that is neither wanted nor an input.
    """

    def __init__(
        self,
        plan: Plan,
        periods: Periods,
        wanted: Collection[int],
        *,
        doubtful: Sequence[bool],
        bounded: bool = False,
    ) -> None:
        self.plan = plan
        self.bounded = bounded
        self.periods = periods
        self.doubtful = doubtful
        places = {
            (axis, flag): Place(0 if axis == "whole" else periods.count(axis), flag)
            for axis in get_args(Axis)
            for flag in (True, False)
        }
        self.places = [
            places[node.axis, node.flag and not doubtful]
            for node, doubtful in zip(plan.nodes, self.doubtful, strict=True)
        ]
        self._constants = {
            number: node.ref for number, node in enumerate(plan.nodes) if node.op == "const"
        }
        self.read = read = self._read_for(wanted)
        made = [each for each in plan.order if each in read and plan.nodes[each].op not in LEAVES]
        self.rooms: list[Room] = []
        self.leaf_rooms: list[LeafRoom] = []
        self.singles: dict[Place, list[int]] = {}
        self.apart = {number for number in wanted if plan.nodes[number].op in LEAVES}
        self.columns: dict[int, tuple[int, int]] = {}
        self.fixed: list[Instruction] = []
        self._together: dict[tuple[int, ...], int] = {}
        for alike in self._alike([number for number in made if not plan.varies[number]]):
            self._make_alike(alike)
        self.varying = [self._single(number) for number in made if plan.varies[number]]
        self.buffers: list[Place] = []
        self.buffer_of: dict[int, int] = {}
        self._share_buffers(wanted)
        self.leaves_apart = [node for node in self.apart if plan.nodes[node].op in LEAVES]
        self.count = len(plan.nodes) + len(self._together)

    def _read_for(self, wanted: Collection[int]) -> set[int]:
        """Nodes that are wanted, or that these are made of: what nobody asks for is not made."""
        read = set(wanted)
        for number in range(len(self.plan.nodes) - 1, -1, -1):  # a node stands after its operands
            if number in read:
                read.update(self.plan.nodes[number].args)
        return read

    # --- what each node is made by ---

    def _function(self, number: int) -> Callable[..., Any]:
        made_by = self._made_by(number)
        return _within_bounds(made_by) if self.bounded else made_by

    def _made_by(self, number: int) -> Callable[..., Any]:
        node = self.plan.nodes[number]
        if node.op in OPERATORS:
            return self._variant(number)
        if node.op == "recur":
            return self._recurrence(number)
        if node.op == "lag":
            return along.lag
        if node.axis in {"year", "contract_year"}:
            spans = self.periods.spans(node.axis)
            return along.by_spans([(span.first, span.last) for span in spans])
        return FOLDS[node.op].numpy

    def _variant(self, number: int) -> Callable[..., Any]:
        node = self.plan.nodes[number]
        # a known flag chooses between unknown figures too
        decisive = node.args[0] if node.op == "where" else number
        return OPERATORS[node.op].function(known=not self.doubtful[decisive])

    def _recurrence(self, number: int) -> Recurrence:
        node = self.plan.nodes[number]
        known = not self.doubtful[number]
        functions = [OPERATORS[step.op].function(known=known) for step in node.steps]
        if self.bounded:
            functions = [_within_bounds(function) for function in functions]
        choosing = [
            at for at, (op, args, _) in enumerate(node.steps) if op == "where" and args[0] >= 0
        ]
        return Recurrence(node.steps, node.ref, functions, choosing, known=known)

    # --- what does not vary ---

    def _alike(self, numbers: Sequence[int]) -> list[list[int]]:
        """Nodes in groups that can be made together, in an order in which they can be made."""
        level = [0] * len(self.plan.nodes)
        read = {arg for node in self.plan.nodes for arg in node.args}
        last = len(self.plan.nodes)
        groups: dict[Hashable, list[int]] = {}
        for number in numbers:
            args = self.plan.nodes[number].args
            # what nobody reads can wait for all others of its kind
            level[number] = 1 + max(map(level.__getitem__, args)) if number in read else last
            groups.setdefault((level[number], self._signature(number)), []).append(number)
        return sorted(groups.values(), key=lambda group: level[group[0]])

    def _signature(self, number: int) -> Hashable:
        node, places = self.plan.nodes[number], self.places
        doubtful = self.doubtful[node.args[0] if node.op == "where" else number]
        operands = [self._constants.get(arg, places[arg]) for arg in node.args]
        return node.op, node.axis, node.ref, node.steps, doubtful, places[number], *operands

    def _make_alike(self, numbers: list[int]) -> None:
        columns = list(zip(*[self.plan.nodes[number].args for number in numbers], strict=True))
        if not self._is_worth_while(numbers, columns):
            for number in numbers:
                self.fixed.append(self._single(number))
                self.singles.setdefault(self.places[number], []).append(number)
            return
        operands = [self._side_by_side(column) for column in columns]
        room = self._room(tuple(numbers), made=True)
        self.columns |= {node: (room, column) for column, node in enumerate(numbers)}
        self.fixed.append(Instruction(self._function(numbers[0]), _operands(operands), room))

    def _is_worth_while(self, numbers: Sequence[int], columns: Sequence[tuple[int, ...]]) -> bool:
        """Whether a call for all is quicker than one each, once operands stand side by side."""
        node = self.plan.nodes[numbers[0]]
        if any(step.op == "where" for step in node.steps):
            return len(numbers) >= _FEW
        apart = sum(len(set(column)) > 1 and column not in self._together for column in columns)
        saved = (len(numbers) - 1) * _MICROSECONDS.get(node.op, 0.6)
        return saved > apart * _MICROSECONDS_TO_PUT_TOGETHER

    def _side_by_side(self, nodes: tuple[int, ...]) -> int:
        """Array of an operand of several nodes: one that serves all, or one beside the other."""
        if len(set(nodes)) == 1:
            self.apart.add(nodes[0])
            return nodes[0]
        if nodes in self._together:
            return self._together[nodes]
        if all(self.plan.nodes[node].op in LEAVES for node in nodes):
            return self._room(nodes, made=False, leaves=True)
        self.apart.update(nodes)
        room = self._room(nodes, made=False)
        self.fixed.append(Instruction(_put_side_by_side, _operands(nodes), room))
        return room

    def _room(self, nodes: tuple[int, ...], *, made: bool, leaves: bool = False) -> int:
        number = len(self.plan.nodes) + len(self._together)
        self._together[nodes] = number
        if leaves:
            figures = np.array(nodes)  # numpy takes figures by an array faster than by a tuple
            self.leaf_rooms.append(LeafRoom(number, self.places[nodes[0]], figures))
        else:
            self.rooms.append(Room(number, self.places[nodes[0]], nodes, made))
        return number

    def _single(self, number: int) -> Instruction:
        args = self.plan.nodes[number].args
        self.apart.update(args)
        return Instruction(self._function(number), _operands(args), number)

    # --- what varies ---

    def _share_buffers(self, wanted: Collection[int]) -> None:
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
            if number not in wanted:
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


def _within_bounds(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with unknown in place of figures beyond all bounds."""

    def within(*args: Array, out: Array) -> None:
        function(*args, out=out)
        np.copyto(out, np.nan, where=np.isinf(out))

    return within


def _operands(arrays: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """What picks the arrays; a single one in a list, so that it is handed on like several."""
    first = arrays[0]
    return itemgetter(*arrays) if len(arrays) > 1 else itemgetter(slice(first, first + 1))


def _put_side_by_side(*figures: Array, out: Array) -> None:
    if figures[0].ndim:
        np.concatenate(figures, axis=1, out=out)
    else:
        out[0] = figures
