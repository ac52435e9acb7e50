"""Why money grows: the same program with causes switched off, then on again one after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.assemble import Model
from licmodel.language.evaluate import Values
from licmodel.language.program import Program
from licmodel.lines.setting import CAUSES


class Growth:
    """Every figure of a model with no cause, with the first, with the first two, and so on.

    A cause counts for what figures differ by when it is added to those before it (decision 6),
    so that causes add up to the whole difference.

    Parameters
    ----------
    model : Model
        Assembled ``by_cause``.

    Examples
    --------
    >>> from licmodel.analysis.assemble import assemble
    >>> from licmodel.analysis.results import example
    >>> growth = Growth(assemble(example(), budget="pounds", by_cause=True))
    >>> growth.steady("stay.budget.by_year"), growth.causes("stay.budget.by_year")["volume"]
    ([1200.0, 1200.0], [0.0, 0.0])
    """

    def __init__(self, model: Model) -> None:
        given = switched(model.program)
        self.values: Values = model.evaluator(frozenset(given)).run(given)
        self._count = model.program.periods.count
        self._axes = {key: row.axis for key, row in model.program.rows.items()}

    def steady(self, key: str) -> list[float]:
        """A row where nothing moves: what was put in holds its first value."""
        return self._column(key, 0)

    def causes(self, key: str) -> dict[str, list[float]]:
        """What each cause adds to a row, in the order in which they are added."""
        columns = [self._column(key, number) for number in range(len(CAUSES) + 1)]
        return {
            cause: [after - before for before, after in zip(*columns[n : n + 2], strict=True)]
            for n, cause in enumerate(CAUSES)
        }

    def _column(self, key: str, column: int) -> list[float]:
        figures = self.values.column(key, column)
        count = self._count(self._axes[key])
        return figures * count if len(figures) < count else figures


def switched(program: Program) -> dict[str, NDArray[np.float64]]:
    """Values of each input that a cause moves: with no cause, then with each one added."""
    inputs = program.inputs
    given = {}
    for key, declared in inputs.items():
        cause = declared.cause
        if cause is None:
            continue
        steady = cause.steady if isinstance(cause.steady, float) else inputs[cause.steady].value
        if steady != declared.value:
            given[key] = _on_from(CAUSES.index(cause.name), steady, declared.value)
    return given


def _on_from(number: int, steady: float, moved: float) -> NDArray[np.float64]:
    """Steady until its cause is added, and moved from then on."""
    return np.array([steady if n <= number else moved for n in range(len(CAUSES) + 1)])
