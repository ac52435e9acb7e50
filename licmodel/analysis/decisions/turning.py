"""A model whose figures are turned: what each option then costs, and which is the cheapest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from licmodel.analysis.decisions.answers import TOTALS
from licmodel.analysis.decisions.dials import Column, Dial
from licmodel.assembly.assemble import Model
from licmodel.errors import InputError, nearest
from licmodel.language.evaluate import Evaluator

_SAME = 1e-7
"""What counts as no difference [money]."""

Label = tuple[str, ...]
"""Options that are the cheapest together; none where it is not known."""


class Turning:
    """A model made ready to be run with dials turned.

    Parameters
    ----------
    model : Model
        Whose inputs are turned.
    measure : str
        By which options are compared: present_value, total and others, or a financial year.
    options : sequence of str
        Which options.
    values : mapping of str to float
        Inputs that are otherwise than the scenario says.
    """

    def __init__(
        self, model: Model, measure: str, options: Sequence[str], values: Mapping[str, float]
    ) -> None:
        self.model, self.options, self.values = model, list(options), dict(values)
        years = model.program.periods.labels("year")
        if measure in TOTALS:
            self.period, template = 0, TOTALS[measure]
        elif measure in years:
            self.period, template = years.index(measure), "{}.billed.by_year"
        else:
            raise InputError(
                f"no measure is called {measure}",
                expected=", ".join([*TOTALS, *years]),
                remedies=nearest(measure, [*TOTALS, *years]),
            )
        self.rows = [template.format(key) for key in self.options]
        self._evaluators: dict[frozenset[str], Evaluator] = {}

    def costs(self, given: Mapping[str, Column]) -> Column:
        """What each option costs, ``(options, cases)`` [money]."""
        batched = frozenset(given)
        if batched not in self._evaluators:
            self._evaluators[batched] = Evaluator(self.model.program, batched, self.rows)
        fixed = {key: value for key, value in self.values.items() if key not in given}
        values = self._evaluators[batched].run({**fixed, **given})
        cases = max((each.size for each in given.values()), default=1)
        return np.stack([np.broadcast_to(values[row][self.period], (cases,)) for row in self.rows])

    def turned(self, dial: Dial, to: Column) -> Column:
        """What each option costs with a dial turned to several settings."""
        return self.costs(dial.turned(to))


def labels_of(turning: Turning, costs: Column) -> list[Label]:
    """The cheapest options in each case; none where one is not known."""
    least = costs.min(axis=0)  # unknown where any is
    same = costs <= least + _SAME
    return [
        tuple(key for key, is_least in zip(turning.options, column, strict=True) if is_least)
        for column in same.T
    ]
