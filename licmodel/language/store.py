"""The arrays of one run, by node, and the filling of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from licmodel.language.instructions import Instruction, Instructions, Place
from licmodel.language.numeric import Array
from licmodel.language.plan import Plan

_LINE = 64
"""Bytes that the processor reads at once: no two arrays share any."""


class Store:
    """The arrays of one run, which no other run sees.

    Parameters
    ----------
    plan : Plan
        What the nodes are.
    instructions : Instructions
        How they are made.
    leaves : array, shape (nodes,)
        Constants, and inputs that are one figure, each at the number of its node.
    columns : mapping of int to array, shape (1, batch)
        Inputs that vary.
    batch : int
        Columns.
    """

    def __init__(
        self,
        plan: Plan,
        instructions: Instructions,
        leaves: Array,
        columns: Mapping[int, Array],
        batch: int,
    ) -> None:
        self.plan = plan
        self.instructions = instructions
        self.columns = columns
        self.batch = batch
        self.leaves = leaves
        self.arrays: list[Any] = [None] * instructions.count

    def fill(
        self,
        wanted: Collection[int],
        block: int,
        tell: Callable[[int], None] | None = None,
    ) -> None:
        """Make every node; of those that vary, only the wanted ones are left."""
        self.fill_fixed()
        wide = {
            number: _array(self.instructions.places[number], self.batch)
            for number in wanted
            if self.plan.varies[number] and self.plan.nodes[number].op != "input"
        }
        if self.instructions.varying:
            self._fill_blocks(wide, block, tell)
        for number, array in (*wide.items(), *self.columns.items()):
            self.arrays[number] = array

    def fill_fixed(self) -> None:
        """Make every node that does not vary."""
        self._make_room()
        _carry_out(self.instructions.fixed, self.arrays)

    def figure(self, number: int) -> Array:
        """Figures of a node as they are handed out: in two dimensions, flags as floats."""
        array: NDArray[Any] | None = self.arrays[number]
        if array is None and number not in self.instructions.columns:
            return self.leaves[number : number + 1].reshape(1, 1)
        if array is None:
            room, column = self.instructions.columns[number]
            array = self.arrays[room][:, column : column + 1]
        periods, flag = self.instructions.places[number]
        if not periods:
            array = array.reshape(1, -1)
        return array.astype(float) if flag else array

    def _make_room(self) -> None:
        """Give all that does not vary its arrays, and fill those of the leaves."""
        arrays, places, apart = self.arrays, self.instructions.places, self.instructions.apart
        for number in self.instructions.leaves_apart:
            arrays[number] = _leaf(self.leaves[number, ...], places[number])
        for room in self.instructions.leaf_rooms:
            arrays[room.number] = _leaf(self.leaves.take(room.nodes)[None], room.place)
        for number, place, nodes, made in self.instructions.rooms:
            together = arrays[number] = _array(place, len(nodes))
            if made:
                for node, figures in zip(nodes, _columns(together.T, place), strict=True):
                    if node in apart:
                        arrays[node] = figures
        for place, numbers in self.instructions.singles.items():
            alone: NDArray[Any] = np.empty((len(numbers), max(place.periods, 1)), _type(place))
            for node, figures in zip(numbers, _columns(alone, place), strict=True):
                arrays[node] = figures

    def _fill_blocks(
        self, wide: Mapping[int, Array], block: int, tell: Callable[[int], None] | None
    ) -> None:
        arrays = self.arrays.copy()
        places = self.instructions.places
        width = 0
        for start in range(0, self.batch, block):
            stop = min(start + block, self.batch)
            if stop - start != width:
                width = stop - start
                buffers = _arrays(self.instructions.buffers, width)
                for number, buffer in self.instructions.buffer_of.items():
                    arrays[number] = buffers[buffer]
            for number, column in self.columns.items():
                part = column[:, start:stop]
                arrays[number] = part > 0 if places[number].flag else part
            for number, figures in wide.items():
                arrays[number] = figures[:, start:stop]
            _carry_out(self.instructions.varying, arrays)
            if tell is not None and stop < self.batch:
                tell(stop)


class Figures(Mapping[str, Array]):
    """Figures of a run by key; of the many rows few are ever asked for, and only those are shaped.

    Parameters
    ----------
    given : mapping of str to array
        Figures that stand already.
    store : Store
        Filled.
    numbers : mapping of str to int
        Nodes of the others.
    """

    def __init__(
        self, given: Mapping[str, Array], store: Store, numbers: Mapping[str, int]
    ) -> None:
        self._given = given
        self._store = store
        self._numbers = numbers

    def __getitem__(self, key: str) -> Array:
        number = self._numbers.get(key)
        return self._given[key] if number is None else self._store.figure(number)

    def __iter__(self) -> Iterator[str]:
        yield from self._given
        yield from self._numbers

    def __len__(self) -> int:
        return len(self._given) + len(self._numbers)


def _leaf(figures: Array, place: Place) -> NDArray[Any]:
    return np.asarray(figures > 0) if place.flag else figures


def _array(place: Place, width: int) -> NDArray[Any]:
    return np.empty((max(place.periods, 1), width), _type(place))


def _arrays(places: Sequence[Place], width: int) -> list[NDArray[Any]]:
    """Arrays cut from one piece of memory, which is got sooner than many pieces are."""
    sizes = [max(place.periods, 1) * width * np.dtype(_type(place)).itemsize for place in places]
    starts = list(accumulate((-(-size // _LINE) * _LINE for size in sizes), initial=0))
    memory = np.empty(starts[-1], np.uint8)
    return [
        memory[start : start + size].view(_type(place)).reshape(-1, width)
        for place, start, size in zip(places, starts, sizes, strict=False)
    ]


def _columns(figures: Array, place: Place) -> Iterable[NDArray[Any]]:
    """Each row as a column; a whole figure has no dimensions: numpy is quickest with those."""
    if place.periods:
        return figures[:, :, None]
    return [figures[at, 0, ...] for at in range(len(figures))]


def _type(place: Place) -> type:
    return bool if place.flag else float


def _carry_out(instructions: Sequence[Instruction], arrays: list[Any]) -> None:
    for function, operands, result in instructions:
        function(*operands(arrays), out=arrays[result])
