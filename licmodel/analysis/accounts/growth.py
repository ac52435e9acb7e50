"""Why money grows: the same program with causes switched off, then on again one after another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.results import Results
from licmodel.language.evaluate import Evaluator, Values
from licmodel.lines.setting import CAUSES


class Growth:
    """Every figure of a model with no cause, with the first, with the first two, and so on.

    A cause counts for what figures differ by when it is added to those before it (decision 6),
    so that causes add up to the whole difference.

    Parameters
    ----------
    results : Results
        Of a model assembled ``by_cause``; of the what-if that they stand for, if of any.
    rows : sequence of str, optional
        Keys of the rows that will be asked for; any, where not given.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example, run
    >>> growth = Growth(run(assemble(example(), budget="pounds", by_cause=True)))
    >>> growth.steady("stay.budget.by_year"), growth.causes("stay.budget.by_year")["volume"]
    ([1200.0, 1200.0], [0.0, 0.0])
    """

    def __init__(self, results: Results, rows: Sequence[str] | None = None) -> None:
        program = results.model.program
        given = switched(results)
        self.values: Values = Evaluator(program, given, rows).run(given)
        self._count = program.periods.count
        self._axes = {key: row.axis for key, row in program.rows.items()}

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


def switched(results: Results) -> dict[str, NDArray[np.float64]]:
    """Values of each input that a cause moves: with no cause, then with each one added.

    Figures are those of the what-if that the results stand for; what it changes, and no cause
    moves, is the same with every cause.
    """
    given = {}
    for key, declared in results.model.program.inputs.items():
        cause, moved = declared.cause, results.figure(key)
        if cause is None:
            steady = moved
        elif isinstance(cause.steady, float):
            steady = cause.steady
        else:
            steady = results.figure(cause.steady)
        if steady != moved or moved != declared.value:
            number = 0 if cause is None else CAUSES.index(cause.name)
            given[key] = _on_from(number, steady, moved)
    return given


def _on_from(number: int, steady: float, moved: float) -> NDArray[np.float64]:
    """Steady until its cause is added, and moved from then on."""
    return np.array([steady if n <= number else moved for n in range(len(CAUSES) + 1)])
