"""The arrays of one run, by node, and the filling of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from licmodel.language.instructions import Instruction, Instructions, Place
from licmodel.language.numeric import Array
from licmodel.language.plan import Plan


class Store:
    """The arrays of one run, which no other run sees.

    Parameters
    ----------
    plan : Plan
        What the nodes are.
    instructions : Instructions
        How they are made.
    leaves : mapping of int to array without dimensions
        Constants, and inputs that are one figure.
    columns : mapping of int to array, shape (1, batch)
        Inputs that vary.
    batch : int
        Columns.
    """

    def __init__(
        self,
        plan: Plan,
        instructions: Instructions,
        leaves: Mapping[int, Array],
        columns: Mapping[int, Array],
        batch: int,
    ) -> None:
        self.plan = plan
        self.instructions = instructions
        self.columns = columns
        self.batch = batch
        self.arrays: list[Any] = [None] * len(plan.nodes)
        for number, figure in leaves.items():
            flag = instructions.places[number].flag
            self.arrays[number] = figure > 0 if flag else figure

    def fill(self, kept: Collection[int], block: int) -> None:
        """Make every node, of those that vary only the ``kept`` lastingly."""
        self._make_room()
        _carry_out(self.instructions.fixed, self.arrays)
        wide = {
            number: _array(self.instructions.places[number], self.batch)
            for number in kept
            if number not in self.columns and self.arrays[number] is None
        }
        if self.instructions.varying:
            self._fill_blocks(wide, block)
        for number, array in (*wide.items(), *self.columns.items()):
            self.arrays[number] = array

    def figures(self, number: int) -> Array:
        """Figures of a node as they are handed out: in two dimensions, flags as floats."""
        array = self.arrays[number]
        shaped = array if array.ndim else array.reshape(1, 1)
        figures: Array = shaped.astype(float) if shaped.dtype == bool else shaped
        return figures

    def _make_room(self) -> None:
        """Give every node that does not vary its array, all of a kind in one piece."""
        together: dict[Place, list[int]] = {}
        places = self.instructions.places
        for instruction in self.instructions.fixed:
            number = instruction.result
            together.setdefault(places[number], []).append(number)
        for place, numbers in together.items():
            room = _array(place, 1, len(numbers))
            # a whole figure has no dimensions: numpy is quickest with those
            arrays = room if place.periods else [room[at, 0, 0, ...] for at in range(len(numbers))]
            for number, array in zip(numbers, arrays, strict=True):
                self.arrays[number] = array

    def _fill_blocks(self, wide: Mapping[int, Array], block: int) -> None:
        arrays = self.arrays.copy()
        places = self.instructions.places
        width = 0
        for start in range(0, self.batch, block):
            stop = min(start + block, self.batch)
            if stop - start != width:
                width = stop - start
                buffers = [_array(place, width) for place in self.instructions.buffers]
                for number, buffer in self.instructions.buffer_of.items():
                    arrays[number] = buffers[buffer]
            for number, column in self.columns.items():
                part = column[:, start:stop]
                arrays[number] = part > 0 if places[number].flag else part
            for number, figures in wide.items():
                arrays[number] = figures[:, start:stop]
            _carry_out(self.instructions.varying, arrays)


def _array(place: Place, width: int, count: int | None = None) -> NDArray[Any]:
    shape = (max(place.periods, 1), width)
    return np.empty(shape if count is None else (count, *shape), bool if place.flag else float)


def _carry_out(instructions: Sequence[Instruction], arrays: list[Any]) -> None:
    for function, operands, result in instructions:
        function(*operands(arrays), out=arrays[result])
