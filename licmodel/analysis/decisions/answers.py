"""What a what-if asked on the spot does: what differs, and what every option then costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan, nan
from typing import Any

from licmodel.analysis.arguments import require, require_names
from licmodel.analysis.decisions.asked import (
    AS_IT_STANDS,
    ASKED,
    Asked,
    Case,
    answered,
    ask,
    standing,
)
from licmodel.analysis.results import Results
from licmodel.analysis.side_sheet import less
from licmodel.analysis.warnings import warnings_more, warnings_of
from licmodel.assembly.assemble import Model
from licmodel.errors import InputError
from licmodel.language.program import Input
from licmodel.language.units import unit_text
from licmodel.records import record
from licmodel.scenario.overlay import SOURCING, differences, dotted, in_words
from licmodel.scenario.scenario import Scenario

TOTALS = {
    "present_value": "{}.present_value",
    "total": "{}.billed.total",
    "equivalent_annual_cost": "{}.equivalent_annual_cost",
    "peak": "{}.peak",
}
"""Whole figures of an option by which ways are compared, with the key of each."""


@record
class Changed:
    """A figure, or other words of the file, that a case has otherwise.

    ``before`` and ``after`` are figures in the unit of ``input``, or words where there is none.
    """

    key: str
    before: float | str | None
    after: float | str | None
    input: Input | None = None


@record
class WhatIfAnswer:
    """Options under several cases: the scenario as it stands is always the first.

    ``asked`` is the key of the case that was asked about, where one was. Figures that a case does
    not have are none: an option that it lacks, or a year.
    """

    cases: dict[str, Case]
    asked: Asked | None
    options: dict[str, str]
    years: tuple[str, ...]
    wholes: dict[str, dict[str, list[float | None]]]
    """Each whole figure: option to a figure for each case [money]."""
    billed: dict[str, dict[str, list[float | None]]]
    """For each case, option to what is invoiced by year [money]."""
    more: dict[str, list[float | None]]
    """What is invoiced more under the case asked, by year and in all as the last [money]."""
    more_present_value: dict[str, float]
    changed: dict[str, tuple[Changed, ...]]
    warnings: tuple[str, ...] = ()
    """What is doubtful under the case asked and not as it stands."""

    @property
    def base(self) -> Results:
        """Figures of the scenario as it stands."""
        return self.cases[AS_IT_STANDS].results

    def cheapest(self, case: str = AS_IT_STANDS, measure: str = "present_value") -> str | None:
        """Key of the option with the lowest figure in a case; the baseline wins a tie."""
        at = list(self.cases).index(case)
        known = {
            key: round(figure, 2)
            for key, row in self.wholes[measure].items()
            if (figure := row[at]) is not None and not isnan(figure)
        }
        baseline = self.base.scenario.baseline_key
        return min(known, key=lambda key: (known[key], key != baseline)) if known else None

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data: the contract of ``whatif --json``."""
        return {
            "scenario": self.base.scenario.title,
            "currency": self.base.scenario.finance.currency,
            "asked": None if self.asked is None else self.asked.name,
            "note": None if self.asked is None else self.asked.note,
            "years": list(self.years),
            "cases": {
                key: {
                    "title": case.title,
                    "cheapest": self.cheapest(key),
                    "changed": [_plain_change(each) for each in self.changed[key]],
                    "options": {
                        option: {
                            "title": title,
                            **{
                                name: _plain(rows[option][at]) for name, rows in self.wholes.items()
                            },
                            "billed": [_plain(each) for each in self.billed[key][option]],
                        }
                        for option, title in self.options.items()
                    },
                }
                for at, (key, case) in enumerate(self.cases.items())
            },
            "more": {key: [_plain(each) for each in row] for key, row in self.more.items()},
            "more_present_value": {
                key: _plain(each) for key, each in self.more_present_value.items()
            },
            "warnings": list(self.warnings),
        }

    def records(self) -> list[tuple[str, str, str, str, float]]:
        """Rows of case, option, measure, period and value: the contract of ``whatif --csv``."""
        rows = []
        for at, case in enumerate(self.cases):
            for option in self.options:
                for name, wholes in self.wholes.items():
                    rows.append((case, option, name, "", _or_nan(wholes[option][at])))
                rows += [
                    (case, option, "billed", year, _or_nan(figure))
                    for year, figure in zip(self.years, self.billed[case][option], strict=True)
                ]
        return rows


def _or_nan(figure: float | None) -> float:
    return nan if figure is None else figure


def _plain(figure: float | None) -> float | None:
    return None if figure is None or isnan(figure) else figure


def _plain_change(each: Changed) -> dict[str, Any]:
    origin = None if each.input is None else each.input.origin
    sides = {
        name: _plain(side) if isinstance(side, float) else side
        for name, side in (("before", each.before), ("after", each.after))
    }
    return {
        "key": each.key,
        **sides,
        "unit": None if each.input is None else unit_text(each.input.unit),
        "status": None if origin is None else origin.status,
        "source": None if origin is None else origin.source,
    }


def whatif(  # noqa: PLR0913  one keyword for each choice a reader has
    scenario: Scenario | Model,
    changes: Mapping[str, Any] | None = None,
    *,
    within: Sequence[str] = (),
    beside: Sequence[str] | None = None,
    scenarios: Mapping[str, Scenario] | None = None,
    name: str = ASKED,
    title: str | None = None,
    note: str | None = None,
) -> WhatIfAnswer:
    """Answer "what if": every option as it stands, under what is asked, and beside others.

    Parameters
    ----------
    scenario : Scenario or Model
        What is asked about; a model is a scenario already assembled.
    changes : mapping of str to mapping, optional
        By key of a figure: ``{"set": ...}``, ``{"add": ...}`` or ``{"times": ...}``. ``set`` may
        also change what is no figure, such as ``timeline.years`` or a line's ``product``.
    within : sequence of str, optional
        What-ifs of the scenario that are true at the same time.
    beside : sequence of str, optional
        What-ifs of the scenario to show as cases of their own; all, where nothing is asked.
    scenarios : mapping of str to Scenario, optional
        Other scenarios with the same options, to show as cases of their own.
    name, title, note : str, optional
        What the what-if is called, and why it is asked.

    Raises
    ------
    InputError
        If a change cannot be read or does not fit, or a name is not known.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> answer = whatif(example(), {"stay.support.amount": {"times": "1.08"}})
    >>> answer.wholes["total"]["stay"], answer.more["stay"]
    ([2400.0, 2592.0], [96.0, 96.0, 192.0])
    """
    require(scenario, (Scenario, Model), "whatif takes a scenario", "licmodel.load(FILE)")
    whole, scenario = scenario, scenario if isinstance(scenario, Scenario) else scenario.scenario
    asked = None
    if changes or within:
        asked = ask(scenario, changes or {}, within=within, name=name, title=title, note=note)
    if beside is None:
        beside = list(scenario.what_ifs) if asked is None and not scenarios else []
    elif beside:
        require_names(beside, "beside")
    for each in beside:
        if each not in scenario.what_ifs:
            raise InputError(
                f"no what-if is called {each}",
                expected=", ".join(scenario.what_ifs) or "none: the scenario has none",
            )
    cases = standing(whole, beside) if asked is None else answered(whole, asked, beside)
    for key, other in (scenarios or {}).items():
        _refuse_unlike(scenario, key, other)
        cases.append(Case(key, other.title, standing(other)[0].results))
    if len({case.key for case in cases}) < len(cases):
        raise InputError(
            "two columns have the same name", found=", ".join(case.key for case in cases)
        )
    return _answer({case.key: case for case in cases}, asked)


def redrawn(scenario: Scenario, other: Scenario) -> WhatIfAnswer:
    """Answer what another draft of a scenario does: every option as it stands, and as redrawn.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    other : Scenario
        The same with something said otherwise, of figures or of structure.

    Raises
    ------
    InputError
        If the two have no option in common, or not one currency.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> answer = redrawn(example(), example())
    >>> answer.asked.name, answer.more["stay"]
    ('draft', [0.0, 0.0, 0.0])
    """
    _refuse_unlike(scenario, "the draft", other)
    asked = Asked("draft", "all of the draft holds")
    draft = Case(asked.name, "with the draft", standing(other)[0].results)
    return _answer({AS_IT_STANDS: standing(scenario)[0], asked.name: draft}, asked)


def _refuse_unlike(scenario: Scenario, key: str, other: Scenario) -> None:
    """A scenario that cannot stand in the same table."""
    ours, theirs = (
        [each for each, option in of.options.items() if option.is_costed]
        for of in (scenario, other)
    )
    if not {*ours} & {*theirs}:
        raise InputError(
            f"{key} has no option in common with the scenario",
            found=", ".join(theirs),
            expected=f"options that are called alike: {', '.join(ours)}",
        )
    currency = scenario.finance.currency
    if other.finance.currency != currency:
        raise InputError(
            f"{key} is in another currency", found=other.finance.currency, expected=currency
        )


def _answer(cases: dict[str, Case], asked: Asked | None) -> WhatIfAnswer:
    options = {
        key: rows.title
        for case in cases.values()
        for key, rows in case.results.model.options.items()
    }
    labels = {
        label: None
        for case in cases.values()
        for label in case.results.model.program.periods.labels("year")
    }
    years = tuple(sorted(labels))
    billed = {
        key: {option: _by_year(case, option, years) for option in options}
        for key, case in cases.items()
    }
    wholes = {
        name: {
            option: [_whole(case, option, template) for case in cases.values()]
            for option in options
        }
        for name, template in TOTALS.items()
    }
    base = next(iter(cases.values()))
    more: dict[str, list[float | None]] = {}
    more_value: dict[str, float] = {}
    if asked is not None:
        at = list(cases).index(asked.name)
        currency = base.results.scenario.finance.currency
        for option in options:
            after = [*billed[asked.name][option], wholes["total"][option][at]]
            before = [*billed[AS_IT_STANDS][option], wholes["total"][option][0]]
            more[option] = _less(currency, after, before)
            values = wholes["present_value"][option]
            more_value[option] = _or_nan(_less(currency, [values[at]], [values[0]])[0])
    changed = {
        key: () if key == AS_IT_STANDS else tuple(_changes(base.results, case))
        for key, case in cases.items()
    }
    warnings = _warnings(cases, asked)
    return WhatIfAnswer(
        cases, asked, options, years, wholes, billed, more, more_value, changed, warnings
    )


def _warnings(cases: Mapping[str, Case], asked: Asked | None) -> tuple[str, ...]:
    """What is to be warned of under the case asked, and is not as it stands."""
    if asked is None:
        return ()
    before = warnings_of(cases[AS_IT_STANDS].results)
    case = cases[asked.name]
    after = warnings_of(case.results.under(case.what_if))
    return tuple(warnings_more(before, after))


def _less(
    currency: str, after: Sequence[float | None], before: Sequence[float | None]
) -> list[float | None]:
    """Differences; none where either side is none."""
    pairs = [None if a is None or b is None else (a, b) for a, b in zip(after, before, strict=True)]
    found = iter(
        less(currency, [each[0] for each in pairs if each], [each[1] for each in pairs if each])
    )
    return [None if each is None else next(found) for each in pairs]


def _whole(case: Case, option: str, template: str) -> float | None:
    if option not in case.results.model.options:
        return None
    return case.results.figure(template.format(option), case.what_if)


def _by_year(case: Case, option: str, years: Sequence[str]) -> list[float | None]:
    if option not in case.results.model.options:
        return [None] * len(years)
    figures = case.results.by_period(f"{option}.billed.by_year", case.what_if)
    known = dict(zip(case.results.model.program.periods.labels("year"), figures, strict=True))
    return [known.get(year) for year in years]


_SAYS_NO_FIGURE = {"what_ifs", "notes", "title"}


def _changes(base: Results, case: Case) -> list[Changed]:
    """What a case has otherwise than the scenario as it stands, and nothing else."""
    found = []
    if case.results.model is not base.model and case.results.scenario is not base.scenario:
        before, after = base.scenario.said(()), case.results.scenario.said(())
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            found += [
                Changed(
                    dotted(each.path),
                    None if each.before is None else in_words(each.before),
                    None if each.after is None else in_words(each.after),
                )
                for each in differences(before, after)
                # a source that goes with what is set is no difference of its own
                if each.path[0] not in _SAYS_NO_FIGURE
                and (each.after is not None or each.path[-1] not in SOURCING)
            ]
    if case.what_if is None:
        return found
    values, column = case.results.values, case.results.column(case.what_if)
    for key, declared in case.results.model.program.inputs.items():
        after_value = values.column(key, column)[0]
        if after_value != declared.value and not (isnan(after_value) and isnan(declared.value)):
            found.append(Changed(key, declared.value, after_value, declared))
    return found
