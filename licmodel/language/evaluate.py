"""The numpy reader: every row of a program over ``(periods, batch)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from licmodel.errors import ModelError
from licmodel.language.certainty import certain_of, doubtful_after
from licmodel.language.instructions import Instructions
from licmodel.language.numeric import Array
from licmodel.language.plan import plan_program
from licmodel.language.program import Periods, Program
from licmodel.language.store import Figures, Store
from licmodel.language.units import FLAG

BLOCK_OF_FIGURES = 1 << 17
"""Figures of a row evaluated at a time, where no block is asked for: one megabyte."""

WIDE = 512
"""Columns from which a look at what does not vary saves more than it costs."""


@dataclass(frozen=True)
class Values:
    """Figures of inputs and rows, each ``(periods of its axis, batch or 1)``.

    ``openings`` holds what stands before the first period, ``(1, batch or 1)``.
    """

    periods: Periods
    figures: Mapping[str, Array]
    openings: Mapping[str, Array]
    batch: int

    def __getitem__(self, key: str) -> Array:
        return self.figures[key]

    def __contains__(self, key: str) -> bool:
        return key in self.figures

    def column(self, key: str, column: int = 0) -> list[float]:
        """Figures of one column of the batch, along the periods."""
        figure = self.figures[key]
        return cast("list[float]", figure[:, column if figure.shape[1] > 1 else 0].tolist())


class Evaluator:
    """A program made ready to run, again and again, with the same inputs varying.

    Runs share nothing that changes: several threads may use one evaluator.

    Parameters
    ----------
    program : Program
        Complete: inputs and rows added later are not seen.
    batched : iterable of str, optional
        Keys of the inputs that will be given one value a column.
    keep : iterable of str, optional
        Keys of the rows wanted; all, where not given. Others are freed after their last use.

    Examples
    --------
    >>> from licmodel.language.program import Program, Periods, Span
    >>> program = Program(Periods(("2027-04", "2027-05"), (Span("2027/28", 0, 1),)))
    >>> seats = program.input("seats", "Seats", "user", 100)
    >>> price = program.input("price", "Price", "GBP/user", 3)
    >>> _ = program.row("cost", "Cost", seats * price)
    >>> Evaluator(program, ["price"]).run({"price": [3, 4, 5]})["cost"].tolist()
    [[300.0, 400.0, 500.0]]
    """

    def __init__(
        self, program: Program, batched: Iterable[str] = (), keep: Iterable[str] | None = None
    ) -> None:
        self.program = program
        self.batched = frozenset(batched)
        self.kept = list(program.rows if keep is None else keep)
        for key in self.kept:
            if key not in program.rows:
                near = get_close_matches(key, program.rows, 3)
                raise ModelError(f"no such row: {key}", expected=", ".join(near) or None)
        self.plan = plan_program(program, self.batched)
        self._rows = {key: self.plan.rows[key] for key in self.kept}
        self._openings = self.plan.openings if keep is None else {}
        self._positions = {key: position for position, key in enumerate(program.inputs)}
        self._flags = [key for key, declared in program.inputs.items() if declared.unit == FLAG]
        self._constants = np.array(
            [node.ref if node.op == "const" else np.nan for node in self.plan.nodes]
        )
        self._leaf_numbers = list(self.plan.inputs.values())
        self._leaf_positions = [self._positions[key] for key in self.plan.inputs]
        self._sure: dict[frozenset[int], Instructions] = {}
        self._wanted = {*self._rows.values(), *self._openings.values()}

    @cached_property
    def _quick(self) -> Instructions:
        return self._instructions(self.plan.doubts)

    @cached_property
    def _careful(self) -> Instructions:
        return self._instructions([True] * len(self.plan.nodes))

    @cached_property
    def _bounded(self) -> Instructions:
        return self._instructions([True] * len(self.plan.nodes), bounded=True)

    def _instructions(self, doubtful: Sequence[bool], *, bounded: bool = False) -> Instructions:
        periods = self.program.periods
        return Instructions(self.plan, periods, self._wanted, doubtful=doubtful, bounded=bounded)

    def run(
        self,
        given: Mapping[str, ArrayLike] | None = None,
        block: int | None = None,
        tell: Callable[[int], None] | None = None,
    ) -> Values:
        """Evaluate.

        Parameters
        ----------
        given : mapping of str to float or array, shape (batch,), optional
            Values that take the place of the inputs' own.
        block : int, optional
            Columns evaluated at a time; no answer depends on it.
        tell : callable, optional
            Told after each block how many columns are done, and when all are.

        Raises
        ------
        ModelError
            If a block has no columns; if an input is not in the program, varies without having
            been announced, or is a flag that is neither 1 nor 0; or if inputs vary over
            different numbers of cases.
        """
        if block is not None and block < 1:
            raise ModelError("a block has at least one column", found=f"block={block}")
        values, columns = self._inputs(given or {})
        sizes = {column.size for column in columns.values()}
        if len(sizes) > 1:
            raise ModelError("inputs vary over different numbers of cases", found=str(sizes))
        batch = sizes.pop() if sizes else 1
        known = all(np.isfinite(figures).all() for figures in (values, *columns.values()))
        instructions = self._quick if known and self._divisible(values, columns) else self._careful
        leaves, wide = self._leaves(values), self._wide(columns)
        if instructions is self._quick and batch >= WIDE:
            instructions = self._surer(leaves)
        if block is None:
            block = max(BLOCK_OF_FIGURES // max(len(self.program.periods.months), 1), 1)
        overflow = _Overflow()
        with np.errstate(divide="ignore", invalid="ignore", over="call", call=overflow):
            store = Store(self.plan, instructions, leaves, wide, batch)
            store.fill(self._wanted, block, tell)
            if overflow.met:
                store = Store(self.plan, self._bounded, leaves, wide, batch)
                store.fill(self._wanted, block, tell)
        if tell is not None:
            tell(batch)
        inputs = dict(zip(self._positions, values.reshape(-1, 1, 1), strict=True))
        inputs |= {key: column.reshape(1, -1) for key, column in columns.items()}
        return Values(
            self.program.periods,
            Figures(inputs, store, self._rows),
            Figures({}, store, self._openings),
            batch,
        )

    def _inputs(self, given: Mapping[str, ArrayLike]) -> tuple[Array, dict[str, Array]]:
        """Values of all inputs, and the columns of those that vary."""
        inputs = self.program.inputs
        values = np.array([inputs[key].value for key in self._positions])
        columns: dict[str, Array] = {}
        for key, value in given.items():
            if key not in self._positions:
                raise ModelError(f"no such input: {key}")
            column = np.array(value, float)
            if column.size == 1:
                values[self._positions[key]] = column.item()
            elif key in self.batched and column.ndim == 1:
                columns[key] = column
            else:
                raise ModelError(f"{key} varies, but was not announced as varying")
        for key in self._flags:
            flags = columns.get(key, values[self._positions[key]])
            if not (np.isnan(flags) | (flags == 0) | (flags == 1)).all():
                raise ModelError(f"{key} is a yes-or-no", expected="1, 0 or unknown")
        return values, columns

    def _divisible(self, values: Array, columns: Mapping[str, Array]) -> bool:
        """Whether no input that something is divided by is nothing."""
        return all(
            (np.abs(columns.get(key, values[self._positions[key]])) >= smallest).all()
            for key, smallest in self.plan.divisors.items()
        )

    def _surer(self, leaves: Array) -> Instructions:
        """What to do where what does not vary shows that nothing can be unknown."""
        looking = Store(self.plan, self._quick, leaves, {}, 1)
        with np.errstate(all="ignore"):
            looking.fill_fixed()
            certain = certain_of(self.plan, self._quick.read, looking.figure)
        if certain not in self._sure:
            self._sure[certain] = self._instructions(doubtful_after(self.plan, certain))
        return self._sure[certain]

    def _leaves(self, values: Array) -> Array:
        leaves = self._constants.copy()
        leaves[self._leaf_numbers] = values[self._leaf_positions]
        return leaves

    def _wide(self, columns: Mapping[str, Array]) -> dict[int, Array]:
        inputs = self.plan.inputs
        return {inputs[key]: x.reshape(1, -1) for key, x in columns.items() if key in inputs}


class _Overflow:
    """Notes that some figure grew beyond all bounds; it is then unknown."""

    def __init__(self) -> None:
        self.met = False

    def __call__(self, kind: str, flag: int) -> None:
        del kind, flag
        self.met = True


def evaluate(
    program: Program,
    given: Mapping[str, ArrayLike] | None = None,
    *,
    keep: Iterable[str] | None = None,
    block: int | None = None,
) -> Values:
    """Evaluate a program once.

    Examples
    --------
    >>> from licmodel.language.program import Program, Periods, Span
    >>> program = Program(Periods(("2027-04", "2027-05"), (Span("2027/28", 0, 1),)))
    >>> seats = program.input("seats", "Seats", "user", 100)
    >>> price = program.input("price", "Price", "GBP/user", 3)
    >>> _ = program.row("cost", "Cost", seats * price)
    >>> evaluate(program, {"seats": [100, 50]})["cost"].tolist()
    [[300.0, 150.0]]
    """
    batched = [key for key, value in (given or {}).items() if np.size(value) > 1]
    return Evaluator(program, batched, keep).run(given, block)
