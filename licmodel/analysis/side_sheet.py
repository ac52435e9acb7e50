"""A few rows of the calculation language over figures that results already hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan

from licmodel.language.evaluate import Evaluator
from licmodel.language.expression import Expr
from licmodel.language.program import Origin, Periods, Program, Span

_PICKED = Origin("contract", "a figure of the model")


class SideSheet:
    """Rows over figures picked from one or more models, a column for each case.

    What a decision turns on, such as by how much one case is dearer than another, is a row like
    any other: it has a definition in one place, and its unit is checked.

    Parameters
    ----------
    currency : str
        Unit of every figure.
    figures : mapping of str to sequence of float
        Figures by key [money]; each sequence has one figure for each case.

    Examples
    --------
    >>> sheet = SideSheet("GBP", {"before": [10.0, 7.0], "after": [12.0, 7.5]})
    >>> _ = sheet.row("more", "more than before", sheet["after"] - sheet["before"])
    >>> sheet.figures("more")
    [2.0, 0.5]
    """

    def __init__(self, currency: str, figures: Mapping[str, Sequence[float]]) -> None:
        self.program = Program(Periods(("case",), (Span("case", 0, 0),)))
        self.given = {key: list(each) for key, each in figures.items()}
        self._leaves = {
            key: self.program.input(key, key.replace("_", " "), currency, nan, _PICKED)
            for key in figures
        }
        self.cases = max(map(len, self.given.values()), default=0)

    def __getitem__(self, key: str) -> Expr:
        return self._leaves[key]

    def row(self, key: str, label: str, body: Expr) -> Expr:
        """Write a row; give the leaf that reads it."""
        self._leaves[key] = self.program.row(key, label, body)
        return self._leaves[key]

    def figures(self, key: str) -> list[float]:
        """Figures of a row, one for each case; unknown ones are NaN."""
        if not self.cases:
            return []
        values = Evaluator(self.program, self.given, [key]).run(self.given)
        return [values.column(key, case)[0] for case in range(self.cases)]


def less(currency: str, after: Sequence[float], before: Sequence[float]) -> list[float]:
    """What each figure is more than another [money].

    Examples
    --------
    >>> less("GBP", [12.0, 5.0], [10.0, 5.5])
    [2.0, -0.5]
    """
    sheet = SideSheet(currency, {"after": after, "before": before})
    sheet.row("more", "more than before", sheet["after"] - sheet["before"])
    return sheet.figures("more")
