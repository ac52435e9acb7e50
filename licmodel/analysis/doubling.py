"""Each figure somebody gave, doubled: the columns that tell what a line's money rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from math import inf

import numpy as np
from numpy.typing import NDArray

from licmodel.assembly.assemble import Model
from licmodel.language.program import Input

Column = NDArray[np.float64]

_CONVENTIONS = ("timeline.", "finance.")


def columns_of(model: Model) -> dict[str, int]:
    """Column in which each input is doubled, from 0: its own in every line made of it.

    Inputs that no line has in common share a column, so that there are few.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example
    >>> columns_of(assemble(example()))
    {'stay.support.amount': 0}
    """
    inputs = model.program.inputs
    return _shared([key for key in keys if counts(inputs[key])] for keys in made_of(model).values())


def _shared(together: Iterable[list[str]]) -> dict[str, int]:
    """A column for each key, no two that are ever together in the same one.

    Examples
    --------
    >>> _shared([["staff", "price"], ["staff", "salary"]])
    {'staff': 0, 'price': 1, 'salary': 1}
    """
    beside: dict[str, set[str]] = {}
    for keys in together:
        for key in keys:
            beside.setdefault(key, set()).update(keys)
    columns: dict[str, int] = {}
    for key, others in beside.items():
        taken = {columns.get(other) for other in others}
        columns[key] = next(column for column in count() if column not in taken)
    return columns


def with_doubled(
    model: Model, given: Mapping[str, Column], columns: Mapping[str, int]
) -> dict[str, Column]:
    """Columns of inputs that vary, with those in which inputs are doubled behind them."""
    inputs = model.program.inputs
    batch = 1 + max(columns.values())
    longer = {key: np.full(batch, inputs[key].value) for key in (*given, *columns)}
    for key, column in given.items():
        longer[key][: len(column)] = column
    for key, at in columns.items():
        longer[key][at] = _doubled(inputs[key])
    return longer


def _doubled(declared: Input) -> float:
    """Twice an input's value as far as its bounds allow: a loss of 120% would make it unknown."""
    low, high = declared.bounds
    return min(max(2 * declared.value, -inf if low is None else low), inf if high is None else high)


def made_of(model: Model) -> dict[str, list[str]]:
    """Keys of the inputs that each line of the costed options, or shortfall, is made of.

    They are in one order on every machine: sums of shares are to agree to the last bit.
    """
    parts = sorted({part for rows in model.options.values() for part in rows.parts})
    return {part: sorted(model.reach.inputs(f"{part}.billed")) for part in parts}


def counts(declared: Input) -> bool:
    """Whether money can rest on an input: neither a default, a date nor a convention."""
    return is_given(declared) and declared.shown != "month" and declared.value != 0


def is_given(declared: Input) -> bool:
    """Whether somebody gave an input, for this scenario's money."""
    return declared.origin.given and not declared.key.startswith(_CONVENTIONS)
