"""What each lever of a negotiation is worth, alone and with the others; the walk-away figure.

None of this is for the other side: nothing that writes a file to be shared reads this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from licmodel.analysis.arguments import require, require_one_of
from licmodel.analysis.decisions.answers import TOTALS
from licmodel.analysis.decisions.asked import ask, case_of, figures_of, run_under
from licmodel.analysis.decisions.lever_list import Lever, Steps, asked_changes, levers_for, together
from licmodel.analysis.decisions.walk_away import WalkAway, walk_away
from licmodel.analysis.results import run
from licmodel.analysis.side_sheet import SideSheet
from licmodel.analysis.telling import Tell
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.scenario.change import WhatIf
from licmodel.scenario.scenario import Scenario

NOT_SHARED = (
    "Not for the other side: it says what you would settle for. No export, workbook or version of "
    "record holds it; keep it out of every file that you share."
)
MEASURES = ("total", "present_value")


@record
class Worth:
    """What a lever takes off an option's cost, in all and by present value [money].

    ``refused`` says why it could not be worked out, where it could not.
    """

    lever: Lever
    total: float | None
    present_value: float | None
    refused: str | None = None


@record
class Levers:
    """Every lever of an option, alone and together.

    ``alone`` is the sum of each alone, ``joint`` what all take off together, ``interaction`` the
    second less the first; each by measure [money], and empty where they cannot hold together.
    """

    model: Model
    option: str
    title: str
    what_if: str | None
    steps: Steps
    cost: Mapping[str, float]
    worth: tuple[Worth, ...]
    alone: Mapping[str, float]
    joint: Mapping[str, float]
    interaction: Mapping[str, float]
    left_out: tuple[str, ...]
    """Levers that are not in all of them together, since others change the same."""
    refused: str | None
    """Why they cannot hold together, where they cannot."""
    walk_away: WalkAway | None

    @property
    def known(self) -> tuple[Worth, ...]:
        """Levers that could be worked out."""
        return tuple(each for each in self.worth if each.refused is None)

    def to_json(self) -> dict[str, Any]:
        """The sheet as plain data: the contract of ``levers --json``."""
        return {
            "not_to_be_shared": NOT_SHARED,
            "scenario": self.model.scenario.title,
            "currency": self.model.scenario.finance.currency,
            "option": self.option,
            "what_if": self.what_if,
            "cost": _plain(self.cost),
            "levers": [
                {
                    "key": each.lever.key,
                    "title": each.lever.title,
                    "assumed": each.lever.assumed,
                    "changes": {key: dict(said) for key, said in each.lever.changes.items()},
                    **_plain({"total": each.total, "present_value": each.present_value}),
                    "refused": each.refused,
                }
                for each in self.worth
            ],
            "alone": _plain(self.alone),
            "interaction": _plain(self.interaction),
            "together": _plain(self.joint),
            "left_out": list(self.left_out),
            "refused": self.refused,
            "walk_away": None if self.walk_away is None else self.walk_away.to_json(),
        }

    def records(self) -> list[tuple[str | float, ...]]:
        """Rows of lever, measure and what it takes off: the contract of ``levers --csv``."""
        rows: list[tuple[str | float, ...]] = []
        for each in self.known:
            rows += [
                (each.lever.key, measure, float(getattr(each, measure))) for measure in MEASURES
            ]
        for name, figures in (
            ("alone", self.alone),
            ("interaction", self.interaction),
            ("together", self.joint),
        ):
            rows += [(name, measure, figure) for measure, figure in figures.items()]
        return rows


HEADS = ("lever", "measure", "takes_off")


def _plain(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    return {
        key: None if figure is None or isnan(figure) else figure for key, figure in figures.items()
    }


def levers(  # noqa: PLR0913  one keyword for each choice a reader has
    scenario: Scenario,
    option: str,
    *,
    steps: Steps | None = None,
    what_if: str | None = None,
    against: str | None = None,
    tell: Tell | None = None,
) -> Levers:
    """What each lever of a negotiation is worth for an option, and the walk-away figure.

    Parameters
    ----------
    scenario : Scenario
        What is negotiated about.
    option : str
        Which way is being negotiated.
    steps : Steps, optional
        How far each lever is pulled.
    what_if : str, optional
        Under which what-if of the scenario, such as prices that rise.
    against : str, optional
        The best alternative; the cheapest of the others by present value, where not given.
    tell : callable, optional
        Told how many levers of how many have been pulled.

    Raises
    ------
    InputError
        If an option, what-if or step is not one.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> found = levers(example(), "stay")
    >>> found.cost["total"], round(found.alone["total"], 6), found.walk_away
    (2400.0, 24.0, None)
    """
    require(scenario, Scenario, "levers takes a scenario", "licmodel.load(FILE)")
    steps = steps or Steps()
    steps.refuse_odd()
    model = assemble(scenario)
    require_one_of(option, list(model.options), "option")
    base = run(model, [] if what_if is None else [what_if])
    cost = {each: base.figure(TOTALS[each].format(option), what_if) for each in MEASURES}
    found = levers_for(model, option, steps)
    pulled = _Pulled(model, option, what_if)
    pulled.each(found, tell)
    costs, refused = pulled.costs, pulled.refused
    able = [each for each in found if each.key in costs]
    changes, left = together(able)
    if able:
        pulled.one(_ALL, changes)
    sheet = _sheet(scenario.finance.currency, cost, able, costs, left)
    is_whole = _ALL in costs
    return Levers(
        model,
        option,
        model.options[option].title,
        what_if,
        steps,
        cost,
        tuple(_worth(each, sheet, refused) for each in found),
        _by_measure(sheet, "alone") if is_whole else {},
        _by_measure(sheet, "joint") if is_whole else {},
        _by_measure(sheet, "interaction") if is_whole else {},
        tuple(left),
        refused.get(_ALL),
        walk_away(model, option, against=against, what_if=what_if),
    )


_ALL = "all"


class _Pulled:
    """An option's costs with levers pulled, and why those that cannot be pulled cannot."""

    def __init__(self, model: Model, option: str, what_if: str | None) -> None:
        self.model, self.what_if = model, what_if
        self.rows = [TOTALS[each].format(option) for each in MEASURES]
        self.costs: dict[str, list[float]] = {}
        self.refused: dict[str, str] = {}

    def each(self, found: Sequence[Lever], tell: Tell | None) -> None:
        """Each lever alone: those of figures are columns of one batch."""
        within = {} if self.what_if is None else self.model.scenario.what_ifs[self.what_if].changes
        figures: dict[str, tuple[Lever, WhatIf]] = {}
        for done, lever in enumerate(found):
            if tell is not None:
                tell(done, len(found) + 1)  # then all of them together
            values = figures_of(self.model, asked_changes(lever))
            if values is None or set(values) & set(within):
                self.one(lever.key, asked_changes(lever))
            else:
                figures[f"lever_{len(figures)}"] = lever, WhatIf(changes={**within, **values})
        try:
            results = run_under(self.model, {name: asked for name, (_, asked) in figures.items()})
        except InputError:  # one of them cannot be: each by itself tells which
            for lever, _ in figures.values():
                self.one(lever.key, asked_changes(lever))
            return
        for name, (lever, _) in figures.items():
            self.costs[lever.key] = [results.figure(row, name) for row in self.rows]

    def one(self, key: str, changes: Mapping[str, Any]) -> None:
        """Some changes, or why they cannot be."""
        within = [] if self.what_if is None else [self.what_if]
        try:
            asked = ask(self.model.scenario, changes, within=within, name="pulled")
            case = case_of(self.model, asked)
        except InputError as error:
            self.refused[key] = ": ".join(filter(None, (error.what, error.found)))
        else:
            self.costs[key] = [case.results.figure(row, case.what_if) for row in self.rows]


def _sheet(
    currency: str,
    cost: Mapping[str, float],
    able: Sequence[Lever],
    costs: Mapping[str, Sequence[float]],
    left: Sequence[str],
) -> SideSheet:
    """What each takes off, their sum, and what they do together; a column for each measure."""
    base = list(cost.values())
    names = {each.key: f"with_{each.key}" for each in able}
    figures = {"base": base, "with_all": costs.get(_ALL, base)}
    sheet = SideSheet(currency, {**figures, **{names[key]: costs[key] for key in names}})
    alone = sheet["base"] - sheet["base"]
    for each in able:
        body = sheet["base"] - sheet[names[each.key]]
        worth = sheet.row(f"off.{each.key}", f"{each.title} takes off", body)
        alone = alone if each.key in left else alone + worth
    sheet.row("alone", "what each alone takes off, added up", alone)
    sheet.row("joint", "what all of them take off together", sheet["base"] - sheet["with_all"])
    sheet.row("interaction", "what they do together", sheet["joint"] - sheet["alone"])
    return sheet


def _by_measure(sheet: SideSheet, key: str) -> dict[str, float]:
    return dict(zip(MEASURES, sheet.figures(key), strict=True))


def _worth(lever: Lever, sheet: SideSheet, refused: Mapping[str, str]) -> Worth:
    if lever.key in refused:
        return Worth(lever, None, None, refused[lever.key])
    total, value = sheet.figures(f"off.{lever.key}")
    return Worth(lever, total, value)
