"""Which figures matter: each moved through its own range, one at a time, and ranked."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import numpy as np

from licmodel.analysis.arguments import require, require_one_of
from licmodel.analysis.decisions.break_evens import values_under
from licmodel.analysis.decisions.dials import POINTS, SHARE, Column, Dial, dial_of, dials
from licmodel.analysis.decisions.turning import Label, Turning, labels_of
from licmodel.analysis.side_sheet import SideSheet
from licmodel.assembly.assemble import Model, assembled
from licmodel.errors import InputError
from licmodel.language.operators import least, most
from licmodel.records import record
from licmodel.scenario.scenario import Scenario

_SETTINGS = 5
_NOTHING = 0.005


@record
class Swing:
    """What moving one figure through its range does to an option's cost [money].

    ``low`` and ``high`` are the option's cost with the figure at either end, ``less`` and ``more``
    what they are beyond the cost as it stands, and ``swing`` is from the lower to the higher.
    ``tips_low`` and ``tips_high`` are the cheapest options there.
    """

    dial: Dial
    ends: tuple[tuple[float, ...], tuple[float, ...]]
    """Values of its inputs at either end."""
    low: float
    high: float
    less: float
    more: float
    swing: float
    tips_low: Label
    tips_high: Label


@record
class Sensitivity:
    """Figures of an option ranked by how far they move its cost."""

    model: Model
    option: str
    options: dict[str, str]
    measure: str
    what_if: str | None
    cost: float
    cheapest: Label
    swings: tuple[Swing, ...]
    """Figures that move the cost or change which option is cheapest, the weightiest first."""
    still: tuple[Dial, ...]
    """Figures that move nothing within their range."""

    @property
    def tipping(self) -> tuple[Swing, ...]:
        """Figures within whose range another option becomes the cheapest."""
        return tuple(
            each
            for each in self.swings
            if any(
                tips and not set(self.cheapest) & set(tips)
                for tips in (each.tips_low, each.tips_high)
            )
        )

    def to_json(self) -> dict[str, Any]:
        """The ranking as plain data: the contract of ``sensitivity --json``."""
        return {
            "scenario": self.model.scenario.title,
            "currency": self.model.scenario.finance.currency,
            "option": self.option,
            "measure": self.measure,
            "what_if": self.what_if,
            "cost": _plain(self.cost),
            "cheapest": list(self.cheapest),
            "swings": [
                {
                    "key": each.dial.key,
                    "label": each.dial.label,
                    "stated": each.dial.has_range,
                    "values": [
                        {"key": one.key, "now": now, "low": low, "high": high}
                        for one, now, low, high in zip(
                            each.dial.inputs, each.dial.values, *each.ends, strict=True
                        )
                    ],
                    "low": _plain(each.low),
                    "high": _plain(each.high),
                    "swing": _plain(each.swing),
                    "cheapest_low": list(each.tips_low),
                    "cheapest_high": list(each.tips_high),
                }
                for each in self.swings
            ],
            "still": [each.key for each in self.still],
        }

    def records(self) -> list[tuple[str | float, ...]]:
        """Rows of the ranking: the contract of ``sensitivity --csv``."""
        return [
            (
                each.dial.key,
                "stated" if each.dial.has_range else "usual",
                each.low,
                each.high,
                each.swing,
                " ".join(each.tips_low),
                " ".join(each.tips_high),
            )
            for each in self.swings
        ]


HEADS = ("key", "range", "low", "high", "swing", "cheapest_low", "cheapest_high")


def _plain(figure: float) -> float | None:
    return None if isnan(figure) else figure


def sensitivity(
    scenario: Scenario | Model,
    *,
    option: str | None = None,
    measure: str = "present_value",
    what_if: str | None = None,
) -> Sensitivity:
    """Move every figure through its own range, or a usual one, and rank what that does.

    Parameters
    ----------
    scenario : Scenario or Model
        What is asked about; a model is a scenario already assembled.
    option : str, optional
        Whose cost; the cheapest's, where not given.
    measure, what_if : str, optional
        As for ``breakeven``.

    Raises
    ------
    InputError
        If an option, measure or what-if is not known.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> found = sensitivity(example(), measure="total")
    >>> [(each.dial.key, round(each.low), round(each.high)) for each in found.swings]
    [('stay.support.amount', 2160, 2640)]
    """
    require(scenario, (Scenario, Model), "sensitivity takes a scenario", "licmodel.load(FILE)")
    model = assembled(scenario)
    values = values_under(model, what_if)
    turning = Turning(model, measure, list(model.options), values)
    now = turning.costs({})
    cheapest = labels_of(turning, now)[0]
    chosen = _chosen(turning, option, cheapest)
    row = turning.rows[turning.options.index(chosen)]
    # a rival's figures can make it the cheapest, though they move nothing of the option's own
    made_of = frozenset[str]().union(*(model.reach.inputs(each) for each in turning.rows))
    own = model.reach.inputs(row)
    moving = [
        each
        for each in dials(model, [key for key in model.program.inputs if key in made_of], values)
        if _has_ends(each)
    ]
    costs = turning.costs(_given(moving)) if moving else np.empty((len(turning.options), 0))
    labels = labels_of(turning, costs)
    mine = costs[turning.options.index(chosen)].tolist()
    base = float(now[turning.options.index(chosen), 0])
    swings = _swings(model, moving, base, mine, labels)
    kept = [
        each
        for each in swings
        if not abs(each.swing) < _NOTHING or {each.tips_low, each.tips_high} - {cheapest}
    ]
    kept.sort(key=lambda each: -each.swing if not isnan(each.swing) else -np.inf)
    still = [
        each.dial
        for each in swings
        if each not in kept and any(one.key in own for one in each.dial.inputs)
    ]
    titles = {key: each.title for key, each in model.options.items()}
    return Sensitivity(
        model, chosen, titles, measure, what_if, base, cheapest, tuple(kept), tuple(still)
    )


def _chosen(turning: Turning, option: str | None, cheapest: Label) -> str:
    if option is not None:
        require_one_of(option, turning.options, "option")
        return option
    if not cheapest:
        raise InputError(
            "which option is cheapest is not known", remedies=["name one: --option KEY"]
        )
    baseline = turning.model.scenario.baseline_key
    return baseline if baseline in cheapest else cheapest[0]


def _has_ends(dial: Dial) -> bool:
    low, high = dial.sides()
    return low != high


def _given(moving: Sequence[Dial]) -> dict[str, Column]:
    """Two cases for each dial, its low end and its high end, all else as it stands."""
    given: dict[str, Column] = {}
    for dial in moving:
        for each, value in zip(dial.inputs, dial.values, strict=True):
            given[each.key] = np.full(2 * len(moving), value)
    for at, dial in enumerate(moving):
        for end, side in enumerate(dial.sides()):
            for key, value in side.items():
                given[key][2 * at + end] = value
    return given


def _swings(
    model: Model,
    moving: Sequence[Dial],
    base: float,
    costs: Sequence[float],
    labels: Sequence[Label],
) -> list[Swing]:
    """Each dial's ends, and from the lower to the higher."""
    low, high = costs[::2], costs[1::2]
    figures = {"low": low, "high": high, "base": [base] * len(moving)}
    sheet = SideSheet(model.scenario.finance.currency, figures)
    sheet.row("less", "at the low end, beyond as it stands", sheet["low"] - sheet["base"])
    sheet.row("more", "at the high end, beyond as it stands", sheet["high"] - sheet["base"])
    sheet.row(
        "swing",
        "from the lower to the higher",
        most(sheet["low"], sheet["high"]) - least(sheet["low"], sheet["high"]),
    )
    less, more, swing = (sheet.figures(each) for each in ("less", "more", "swing"))
    return [
        Swing(
            dial,
            _ends(dial),
            low[at],
            high[at],
            less[at],
            more[at],
            swing[at],
            labels[2 * at],
            labels[2 * at + 1],
        )
        for at, dial in enumerate(moving)
    ]


def _ends(dial: Dial) -> tuple[tuple[float, ...], tuple[float, ...]]:
    low, high = dial.sides()
    return tuple(low.values()), tuple(high.values())


@record
class TwoWay:
    """An option's cost, and the cheapest, with two figures at several settings each [money]."""

    model: Model
    option: str
    options: dict[str, str]
    measure: str
    down: Dial
    across: Dial
    rows: tuple[float, ...]
    columns: tuple[float, ...]
    costs: tuple[tuple[float, ...], ...]
    cheapest: tuple[tuple[Label, ...], ...]

    def records(self) -> list[tuple[str | float, ...]]:
        """Rows of both settings, cost and the cheapest: the contract of its ``--csv``."""
        return [
            (down, across, self.costs[i][j], " ".join(self.cheapest[i][j]))
            for i, down in enumerate(self.rows)
            for j, across in enumerate(self.columns)
        ]

    def to_json(self) -> dict[str, Any]:
        """The table as plain data."""
        return {
            "option": self.option,
            "measure": self.measure,
            "down": {"key": self.down.key, "settings": list(self.rows)},
            "across": {"key": self.across.key, "settings": list(self.columns)},
            "costs": [[_plain(each) for each in row] for row in self.costs],
            "cheapest": [[list(each) for each in row] for row in self.cheapest],
        }


def two_way(  # noqa: PLR0913  as sensitivity, for two figures
    scenario: Scenario | Model,
    key: str,
    against: str,
    *,
    option: str | None = None,
    measure: str = "present_value",
    what_if: str | None = None,
) -> TwoWay:
    """An option's cost with two figures moved together.

    Parameters
    ----------
    scenario : Scenario or Model
        What is asked about.
    key, against : str
        The figures.
    option, measure, what_if : str, optional
        As for ``sensitivity``.

    Raises
    ------
    InputError
        If a key is no input, or both are the same.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> two_way(example(), "stay.support.amount", "stay.support.amount")
    Traceback (most recent call last):
    licmodel.errors.InputError: two figures are moved against each other
      found: stay.support.amount twice
    """
    require(scenario, (Scenario, Model), "two_way takes a scenario", "licmodel.load(FILE)")
    model = assembled(scenario)
    values = values_under(model, what_if)
    down, across = (dial_of(model, each, values) for each in (key, against))
    if {each.key for each in down.inputs} & {each.key for each in across.inputs}:
        raise InputError("two figures are moved against each other", found=f"{key} twice")
    turning = Turning(model, measure, list(model.options), values)
    chosen = _chosen(turning, option, labels_of(turning, turning.costs({}))[0])
    rows, columns = (_few(each) for each in (down, across))
    given = {
        **down.turned(np.repeat(rows, columns.size)),
        **across.turned(np.tile(columns, rows.size)),
    }
    costs = turning.costs(given)
    labels = labels_of(turning, costs)
    mine = costs[turning.options.index(chosen)].reshape(rows.size, columns.size)
    width = columns.size
    return TwoWay(
        model,
        chosen,
        {each: rows_.title for each, rows_ in model.options.items()},
        measure,
        down,
        across,
        tuple(rows.tolist()),
        tuple(columns.tolist()),
        tuple(tuple(row) for row in mine.tolist()),
        tuple(tuple(labels[at * width : (at + 1) * width]) for at in range(rows.size)),
    )


def _few(dial: Dial) -> Column:
    """A few settings from end to end, with where it stands."""
    if dial.alone:
        low, high = (next(iter(side.values())) for side in dial.sides())
    else:
        step = POINTS if dial.by_points else SHARE
        low, high = dial.now - step, dial.now + step
    settings = np.linspace(low, high, _SETTINGS)
    if dial.whole and dial.alone:
        settings = np.round(settings)
    return np.unique([*settings[~np.isclose(settings, dial.now)], dial.now])
