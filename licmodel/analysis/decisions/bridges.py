"""Why one way costs more than another: the difference by cause, by year and in all."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

from licmodel.analysis.arguments import require, require_one_of
from licmodel.analysis.decisions.asked import Asked, embodied_model
from licmodel.analysis.decisions.cost_causes import CAUSES
from licmodel.analysis.decisions.hybrids import Hybrids, Way
from licmodel.analysis.side_sheet import SideSheet
from licmodel.analysis.telling import Tell
from licmodel.assembly.assemble import Model, assembled
from licmodel.errors import InputError, nearest
from licmodel.language.evaluate import Values
from licmodel.language.operators import add_up
from licmodel.language.program import Input
from licmodel.records import record
from licmodel.scenario.overlay import Difference
from licmodel.scenario.scenario import Scenario

INTERACTION = "interaction"
_FLOWS = ("billed", "accrued")


@record
class Bridge:
    """From what one way costs to what another does, one cause after the other.

    Each figure is by financial year, then in all, then in present value where both ways have the
    same horizon [money]. ``causes`` hold what each alone would change in the first way; what they
    do together beyond that is ``interaction``. They add up to ``difference``.
    """

    first: Way
    second: Way
    titles: tuple[str, str]
    flow: str
    years: tuple[str, ...]
    has_present_value: bool
    before: list[float]
    after: list[float]
    difference: list[float]
    causes: dict[str, list[float]]
    interaction: list[float]
    parts: tuple[tuple[str, Difference], ...]
    """What differs in the files, by cause."""
    moved: dict[str, tuple[str, Input, float, float]]
    """What what-ifs have otherwise, by key: cause, the input, and both values."""
    not_alone: tuple[str, ...]
    """Causes that could not be taken alone, and are told under another."""

    @property
    def heads(self) -> tuple[str, ...]:
        """What each figure is of."""
        more = ("present value",) if self.has_present_value else ()
        return (*self.years, "in all", *more)

    @property
    def in_all(self) -> int:
        """Where among the figures those in all stand."""
        return len(self.years)

    def bars(self) -> list[tuple[str, float, float]]:
        """A chart of the bridge in all: label, and where each bar begins and ends [money]."""
        at = self.in_all
        steps = [*self.causes.items(), (INTERACTION, self.interaction)]
        sheet = SideSheet(
            self.first.model.scenario.finance.currency,
            {"before": [self.before[at]], **{name: [each[at]] for name, each in steps}},
        )
        reached, begins = sheet["before"], self.before[at]
        bars = [(self.titles[0], 0.0, begins)]
        for number, (name, _) in enumerate(steps):
            reached = sheet.row(f"reached {number}", f"with {name}", reached + sheet[name])
            (ends,) = sheet.figures(f"reached {number}")
            bars.append((name, begins, ends))
            begins = ends
        return [*bars, (self.titles[1], 0.0, self.after[at])]

    def to_json(self) -> dict[str, Any]:
        """The bridge as plain data: the contract of ``bridge --json``."""
        return {
            "scenario": self.first.model.scenario.title,
            "currency": self.first.model.scenario.finance.currency,
            "from": self.titles[0],
            "to": self.titles[1],
            "measure": self.flow,
            "periods": list(self.heads),
            "before": _plain(self.before),
            "after": _plain(self.after),
            "difference": _plain(self.difference),
            "causes": {name: _plain(each) for name, each in self.causes.items()},
            "interaction": _plain(self.interaction),
            "bars": [
                {"label": label, "from": _known(begins), "to": _known(ends)}
                for label, begins, ends in self.bars()
            ],
            "differs": [{"cause": cause, "what": str(each)} for cause, each in self.parts]
            + [
                {"cause": cause, "what": f"{key}: {before!r} -> {after!r}"}
                for key, (cause, _, before, after) in self.moved.items()
            ],
        }

    def records(self) -> list[tuple[str, str, float]]:
        """Rows of what, period and value: the contract of ``bridge --csv``."""
        told = {
            "before": self.before,
            **self.causes,
            INTERACTION: self.interaction,
            "difference": self.difference,
            "after": self.after,
        }
        return [
            (name, head, figure)
            for name, figures in told.items()
            for head, figure in zip(self.heads, figures, strict=True)
        ]


def _known(figure: float) -> float | None:
    return None if isnan(figure) else figure


def _plain(figures: Sequence[float]) -> list[float | None]:
    return [_known(each) for each in figures]


def bridge(  # noqa: PLR0913  two ways have this many sides
    scenario: Scenario | Model,
    first: str,
    second: str,
    *,
    other: Scenario | None = None,
    asked: Asked | None = None,
    flow: str = "billed",
    tell: Tell | None = None,
) -> Bridge:
    """Why one way costs more than another.

    Parameters
    ----------
    scenario : Scenario or Model
        Of the first way, and of the second where there is no other.
    first, second : str
        An option, or ``option@what_if``.
    other : Scenario, optional
        Of the second way: another version of the file, or another scenario.
    asked : Asked, optional
        A what-if that no file holds, to be named as ``option@asked`` in the second.
    flow : {"billed", "accrued"}
        What is invoiced, or what is charged to the year. Present values are of what is invoiced.
    tell : callable, optional
        Told how many causes of how many are done.

    Raises
    ------
    InputError
        If an option or what-if is not known, or the two have no year or currency in common.

    Examples
    --------
    >>> from licmodel.analysis.decisions.asked import ask
    >>> from licmodel.analysis.results import example
    >>> asked = ask(example(), {"stay.support.amount": {"times": "1.08"}})
    >>> found = bridge(example(), "stay", "stay@asked", asked=asked)
    >>> found.difference[:3], list(found.causes)
    ([96.0, 96.0, 192.0], ['price'])
    """
    require(scenario, (Scenario, Model), "bridge takes a scenario", "licmodel.load(FILE)")
    require_one_of(flow, _FLOWS, "measure")
    model = assembled(scenario)
    target = model if other is None else assembled(other)
    if asked is not None:
        target = embodied_model(target, asked)
    return bridge_between(_way(model, first), _way(target, second), flow, tell)


def _way(model: Model, text: str) -> Way:
    option, at, what_if = text.partition("@")
    if option not in model.options:
        raise InputError(
            f"no option is called {option}",
            expected=", ".join(model.options),
            remedies=nearest(option, model.options),
        )
    known = model.scenario.what_ifs
    if at and what_if not in known:
        raise InputError(
            f"no what-if is called {what_if}",
            expected=", ".join(known) or "none: the scenario has none",
            remedies=nearest(what_if, known),
        )
    return Way(model, option, what_if or None)


class _Columns:
    """The figures of a way that a bridge is of, in order."""

    def __init__(self, first: Way, second: Way, flow: str) -> None:
        sides = [way.model.program.periods.labels("year") for way in (first, second)]
        self.years = tuple(year for year in sides[0] if year in sides[1])
        self.flow = flow
        lines = [way.model.scenario.timeline for way in (first, second)]
        self.has_value = lines[0] == lines[1]
        money = [way.model.scenario.finance.currency for way in (first, second)]
        if not self.years:
            raise InputError(
                "the two have no financial year in common",
                found=f"{sides[0][0]} to {sides[0][-1]}, and {sides[1][0]} to {sides[1][-1]}",
            )
        if money[0] != money[1]:
            raise InputError("the two are in different currencies", found=" and ".join(money))

    def read(self, values: Values, option: str) -> list[float]:
        """By year, and in present value."""
        labels = values.periods.labels("year")
        by_year = values.column(f"{option}.{self.flow}.by_year")
        by_year *= len(labels) // len(by_year)
        known = dict(zip(labels, by_year, strict=True))
        value = values.column(f"{option}.present_value") if self.has_value else []
        # a year that a change of horizon leaves out costs nothing in it
        return [*(known.get(year, 0.0) for year in self.years), *value]


def bridge_between(
    first: Way, second: Way, flow: str = "billed", tell: Tell | None = None
) -> Bridge:
    """Why one way costs more than another, of models that are assembled."""
    columns, hybrids = _Columns(first, second, flow), Hybrids(first, second)
    before, after = (columns.read(*way.figures()) for way in (first, second))
    alone, not_alone = _alone(hybrids, columns, after, tell)
    causes = [cause for cause in CAUSES if cause in alone]
    figures = {"before": before, "after": after, **{cause: alone[cause] for cause in causes}}
    years = len(columns.years)
    with_totals = {
        name: [*each[:years], *_total(first, each[:years]), *each[years:]]
        for name, each in figures.items()
    }
    sheet = SideSheet(first.model.scenario.finance.currency, with_totals)
    difference = sheet.row("difference", "second less first", sheet["after"] - sheet["before"])
    parts = [
        sheet.row(f"by {cause}", f"{cause} alone", sheet[cause] - sheet["before"])
        for cause in causes
    ]
    rest = difference - add_up(*parts) if parts else difference
    sheet.row(INTERACTION, "what they do together", rest)
    inputs = {**first.model.program.inputs, **second.model.program.inputs}
    return Bridge(
        first,
        second,
        _titles(first, second),
        flow,
        columns.years,
        columns.has_value,
        with_totals["before"],
        with_totals["after"],
        sheet.figures("difference"),
        {cause: sheet.figures(f"by {cause}") for cause in causes},
        sheet.figures(INTERACTION),
        tuple(hybrids.parts),
        {
            key: (
                cause,
                inputs[key],
                first.model.program.inputs[key].value if one is None else one,
                inputs[key].value if other is None else other,
            )
            for key, (cause, one, other) in hybrids.moved().items()
            if key in first.model.program.inputs
        },
        tuple(not_alone),
    )


def _total(way: Way, years: Sequence[float]) -> list[float]:
    """The years in all."""
    names = [f"year {number}" for number in range(len(years))]
    sheet = SideSheet(
        way.model.scenario.finance.currency,
        {name: [figure] for name, figure in zip(names, years, strict=True)},
    )
    sheet.row("in all", "the years in all", add_up(*(sheet[name] for name in names)))
    return sheet.figures("in all")


def _alone(
    hybrids: Hybrids, columns: _Columns, after: list[float], tell: Tell | None
) -> tuple[dict[str, list[float]], list[str]]:
    """Figures of the first way with each cause alone as in the second.

    Half of one thing and half of another can be no scenario at all, such as a product without the
    agreement that sells it. What cannot be taken alone is then told as mix.
    """
    not_alone: list[str] = []
    while True:
        alone = {}
        differing = [each for each in CAUSES if each in hybrids.causes]
        for done, cause in enumerate(differing):
            if tell is not None:
                tell(done, len(differing))
            try:
                alone[cause] = columns.read(*hybrids.figures({cause}))
            except InputError:
                if cause in not_alone:  # not even all that differs makes the second way of it
                    return {"mix": after}, not_alone
                not_alone.append(cause)
                if cause == "mix":  # nothing can be told apart
                    for each in CAUSES:
                        hybrids.recast(each, "mix")
                else:
                    hybrids.recast(cause, "mix")
                break
        else:
            return alone, not_alone


def _titles(first: Way, second: Way) -> tuple[str, str]:
    """What the two are called, told apart by what-if or scenario where options are alike."""
    titles = []
    for way in (first, second):
        title = way.title
        if way.what_if is not None:
            what_if = way.model.scenario.what_ifs[way.what_if]
            title += f" ({what_if.title or way.what_if.replace('_', ' ')})"
        titles.append(title)
    if titles[0] == titles[1]:
        names = [way.model.scenario.title for way in (first, second)]
        if names[0] == names[1]:
            names = ["before", "after"]
        titles = [f"{title}, {name}" for title, name in zip(titles, names, strict=True)]
    return titles[0], titles[1]
