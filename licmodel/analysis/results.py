"""A model's figures, for the scenario as it stands and under each of its what-ifs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from math import isnan
from typing import TYPE_CHECKING

from licmodel.analysis.arguments import require, require_names
from licmodel.analysis.doubling import columns_of, with_doubled
from licmodel.analysis.what_if import changed_inputs
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.language.evaluate import Values
from licmodel.records import record
from licmodel.scenario.change import WhatIf
from licmodel.scenario.scenario import Scenario

if TYPE_CHECKING:
    from licmodel.language.words import Trace


@record
class Results:
    """Every figure of a model: a column for the base, one for each what-if, and inputs doubled.

    Examples
    --------
    >>> results = run(example())
    >>> results.by_period("stay.billed.by_year")
    [1200.0, 1200.0]
    >>> results.figure("stay.total")
    2400.0
    """

    model: Model
    values: Values
    what_ifs: Mapping[str, WhatIf] = field(default_factory=dict)
    base: str | None = None
    """What-if whose figures stand where none is named; none for the scenario as it is."""

    doubled: Mapping[str, int] = field(default_factory=dict)
    """Column in which each input is doubled, where what totals rest on was wanted."""

    def under(self, what_if: str | None) -> Results:
        """The same figures, with those of a what-if where none is named.

        Examples
        --------
        >>> run(example()).under(None).figure("stay.total")
        2400.0
        """
        self.column(what_if)
        return replace(self, base=what_if)

    @property
    def scenario(self) -> Scenario:
        """The scenario the figures are of."""
        return self.model.scenario

    def column(self, what_if: str | None = None) -> int:
        """Column of a what-if; of the base where none is named."""
        what_if = what_if or self.base
        if what_if is None:
            return 0
        if what_if not in self.what_ifs:
            raise InputError(
                f"these results hold no what-if called {what_if}",
                expected=", ".join(self.what_ifs) or "none: they were made without what-ifs",
                remedies=[f"licmodel.run(scenario, [{what_if!r}])"],
            )
        return 1 + list(self.what_ifs).index(what_if)

    def by_period(self, key: str, what_if: str | None = None) -> list[float]:
        """Figures of a row along its periods; unknown figures are NaN."""
        if key not in self.model.program.rows:
            raise self._unknown(key)
        row = self.model.program.rows[key]
        figures = self.values.column(key, self.column(what_if))
        count = self.model.program.periods.count(row.axis)
        return figures * count if len(figures) < count else figures

    def figure(self, key: str, what_if: str | None = None) -> float:
        """A whole figure: of a row, or an input."""
        found = resolve(self.model, key)
        if found not in self.values:
            raise self._unknown(key)
        return self.values.column(found, self.column(what_if))[0]

    def _unknown(self, key: str) -> InputError:
        from licmodel.analysis.places import unknown_key  # noqa: PLC0415  only to refuse

        return unknown_key(self.model, key)

    def explain(
        self,
        key: str,
        when: str | None = None,
        *,
        depth: int | None = None,
        what_if: str | None = None,
    ) -> Trace:
        """How a figure came about, down to inputs and their sources.

        Parameters
        ----------
        key : str
            A row or input, such as ``renew.e3.billed``.
        when : str, optional
            ``2027-04`` or ``2027/28``; the whole figure, or the first period, where not given.
        depth : int, optional
            Levels told below the figure.
        what_if : str, optional
            Under which what-if.

        Raises
        ------
        InputError
            If nothing has that key, or the period is not in the horizon.
        """
        from licmodel.analysis.places import find  # noqa: PLC0415  only to explain
        from licmodel.analysis.tracing import Tale  # noqa: PLC0415

        require(key, str, "explain takes the key of a figure", "such as renew.total")
        if depth is not None and depth < 0:
            raise InputError("depth is a number of levels", found=str(depth), expected="0 or more")
        self.column(what_if)
        found, period = find(self.model, key, when)
        return Tale(self, what_if).tell(found, period, depth)


def run(
    scenario: Scenario | Model,
    what_ifs: Sequence[str] | None = None,
    *,
    with_rests: bool = False,
) -> Results:
    """Evaluate a scenario: its base, and its what-ifs in the same batch.

    Parameters
    ----------
    scenario : Scenario or Model
        A model is a scenario already assembled.
    what_ifs : sequence of str, optional
        Which of its what-ifs; none, where not given.
    with_rests : bool
        Whether what totals rest on is wanted too; it is worked out later where it was not.

    Raises
    ------
    InputError
        If the scenario does not fit together, or a what-if changes what is no input.
    """
    require(scenario, (Scenario, Model), "run takes a scenario", "licmodel.load(FILE)")
    if what_ifs:
        require_names(what_ifs, "what_ifs")
    model = scenario if isinstance(scenario, Model) else assemble(scenario)
    chosen = {key: _what_if(model.scenario, key) for key in what_ifs or ()}
    given = changed_inputs(model, chosen)
    columns = columns_of(model) if with_rests else {}
    doubled = {key: 1 + len(chosen) + column for key, column in columns.items()}
    if doubled:
        given = with_doubled(model, given, doubled)
    return Results(model, model.evaluator(frozenset(given)).run(given), chosen, doubled=doubled)


def _what_if(scenario: Scenario, key: str) -> WhatIf:
    if key not in scenario.what_ifs:
        raise InputError(
            f"no what-if is called {key}",
            expected=", ".join(scenario.what_ifs) or "none: the scenario has none",
        )
    return scenario.what_ifs[key]


def resolve(model: Model, key: str) -> str:
    """A key as users say it to the key of its row: ``renew.total`` is ``renew.billed.total``."""
    if key in model.program.rows or key in model.program.inputs:
        return key
    head, _, last = key.rpartition(".")
    if last == "total" and f"{head}.billed.total" in model.program.rows:
        return f"{head}.billed.total"
    parts = key.split(".")
    if parts[0] in model.options and len(parts) > 1:
        home = model.options[parts[0]].lines.get(parts[1])
        if home is not None and home != ".".join(parts[:2]):
            return resolve(model, ".".join((home, *parts[2:])))
        owner = model.scenario.owners(".".join(parts[:2])).get(parts[2]) if len(parts) > 2 else None  # noqa: PLR2004  option.line.field
        if owner is not None:
            return resolve(model, ".".join((owner, *parts[2:])))
    return key


def known(figures: Sequence[float]) -> bool:
    """Whether every figure of a list is known."""
    return not any(isnan(figure) for figure in figures)


def example() -> Scenario:
    """A scenario of one line, for examples in the documentation."""
    from licmodel.scenario.loading import from_data  # noqa: PLC0415  documentation only

    return from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "stay",
            "timeline": {"start": "2027-04", "years": "2"},
            "options": {
                "stay": {
                    "lines": {
                        "support": {
                            "kind": "recurring",
                            "amount": "1_200",
                            "per": "year",
                            "source": "contract of 2024",
                            "status": "contract",
                        }
                    }
                }
            },
        }
    )


def explain(
    scenario: Scenario | Results,
    key: str,
    when: str | None = None,
    *,
    depth: int | None = None,
    what_if: str | None = None,
) -> Trace:
    """How a figure of a scenario came about; see `Results.explain`.

    Examples
    --------
    >>> explain(example(), "stay.support.amount").value
    1200.0
    """
    require(scenario, (Scenario, Results), "explain takes a scenario", "licmodel.load(FILE)")
    if not isinstance(scenario, Results):
        scenario = run(whole(scenario), None if what_if is None else [what_if])
    return scenario.explain(key, when, depth=depth, what_if=what_if)


def whole(scenario: Scenario) -> Model:
    """The model with every figure that a comparison can show, whichever way it is asked for."""
    return assemble(scenario, contract_years=True, real=True, with_irr=True, budget="pounds")
