"""Where options tie: the stretches of a figure over which each option is the cheapest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import isnan
from typing import Any

import numpy as np

from licmodel.analysis.arguments import require, require_names, require_one_of
from licmodel.analysis.decisions.dials import Column, Dial, dial_of
from licmodel.analysis.decisions.turning import Label, Turning, labels_of
from licmodel.analysis.side_sheet import less
from licmodel.analysis.what_if import changed_inputs
from licmodel.assembly.assemble import Model, assembled
from licmodel.errors import InputError, nearest
from licmodel.language.units import unit_text
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import parse_month
from licmodel.terms.term import parse_number

GRID = 401
"""Settings that are tried between the ends; ties closer together than a step may be missed."""
_FINER, _ROUNDS = 33, 8
_NARROW = 1e-7
"""Part of the whole range below which a tie is a point."""


@record
class Stretch:
    """Settings from ``first`` to ``last`` over which the same options are the cheapest.

    Several options tie all along. None are known where ``cheapest`` is empty.
    """

    first: float
    last: float
    cheapest: tuple[str, ...]


@record
class Crossing:
    """A setting at which another option becomes the cheapest.

    Whole settings, such as months, and steps, such as packs of licences, can turn the answer
    without a tie: ``jump`` is then what lies between the two there [money], else nothing.
    """

    at: float
    below: tuple[str, ...]
    above: tuple[str, ...]
    jump: float


@record
class BreakEven:
    """Which of some options is the cheapest, as one figure is turned from end to end.

    ``gaps`` is what the second option costs more than the first at the low end, where it stands,
    and at the high end [money], where there are two.
    """

    model: Model
    dial: Dial
    measure: str
    what_if: str | None
    options: dict[str, str]
    low: float
    high: float
    stretches: tuple[Stretch, ...]
    crossings: tuple[Crossing, ...]
    gaps: tuple[float, float, float] | None
    costs: dict[str, float]
    """What each option costs where the figure stands [money]."""

    @property
    def scenario(self) -> Scenario:
        """The scenario that it is of."""
        return self.model.scenario

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data: the contract of ``breakeven --json``."""
        return {
            "scenario": self.scenario.title,
            "currency": self.scenario.finance.currency,
            "measure": self.measure,
            "what_if": self.what_if,
            "key": self.dial.key,
            "label": self.dial.label,
            "turned": how_turned(self.dial),
            "unit": unit_text(self.dial.inputs[0].unit) if self.dial.alone else None,
            "now": _plain(self.dial.now),
            "from": self.low,
            "to": self.high,
            "options": self.options,
            "costs": {key: _plain(each) for key, each in self.costs.items()},
            "stretches": [
                {"from": each.first, "to": each.last, "cheapest": list(each.cheapest)}
                for each in self.stretches
            ],
            "crossings": [
                {
                    "at": each.at,
                    "below": list(each.below),
                    "above": list(each.above),
                    "jump": _plain(each.jump),
                }
                for each in self.crossings
            ],
            "gaps": None if self.gaps is None else [_plain(each) for each in self.gaps],
        }


def _plain(figure: float) -> float | None:
    return None if isnan(figure) else figure


def how_turned(dial: Dial) -> str:
    """In which way a dial is turned: to a value, or all of a list by a factor or points."""
    if dial.alone:
        return "value"
    return "points" if dial.by_points else "factor"


def breakeven(  # noqa: PLR0913  one keyword for each choice a reader has
    scenario: Scenario | Model,
    key: str,
    *,
    between: Sequence[str] | None = None,
    measure: str = "present_value",
    low: float | str | None = None,
    high: float | str | None = None,
    what_if: str | None = None,
) -> BreakEven:
    """Where options tie as one figure is turned.

    Parameters
    ----------
    scenario : Scenario or Model
        What is asked about; a model is a scenario already assembled.
    key : str
        Of the figure; of a price list or an index, whose dated figures are turned together.
    between : sequence of str, optional
        Which options; all, where not given.
    measure : str
        ``present_value``, ``total``, ``equivalent_annual_cost``, ``peak``, or a financial year:
        what is invoiced in it.
    low, high : float or str, optional
        Ends of the settings tried, such as ``0%`` or ``2027-07``; well beyond what is reasonable,
        where not given.
    what_if : str, optional
        Under which what-if of the scenario.

    Raises
    ------
    InputError
        If the key is no input, or an option, measure or what-if is not known.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> breakeven(example(), "stay.support.amount").crossings
    ()
    """
    require(scenario, (Scenario, Model), "breakeven takes a scenario", "licmodel.load(FILE)")
    model = assembled(scenario)
    options = chosen_options(model, between)
    values = values_under(model, what_if)
    dial = dial_of(model, key, values)
    ends = list(dial.span())
    for at, end in ((0, low), (1, high)):
        if end is not None:
            ends[at] = setting(dial, end)
    _refuse_ends(dial, *ends)
    turning = Turning(model, measure, options, values)
    settings = _settings(dial, *ends)
    stretches, crossings = ties(turning, dial, settings)
    now = turning.turned(dial, np.array([dial.now]))[:, 0]
    gaps = None
    if len(options) == 2:  # noqa: PLR2004  a pair
        three = np.array([settings[0], dial.now, settings[-1]])
        first, second = turning.turned(dial, three).tolist()
        lowest, here, highest = less(model.scenario.finance.currency, second, first)
        gaps = (lowest, here, highest)
    return BreakEven(
        model,
        dial,
        measure,
        what_if,
        {option: model.options[option].title for option in options},
        float(settings[0]),
        float(settings[-1]),
        stretches,
        crossings,
        gaps,
        dict(zip(options, now.tolist(), strict=True)),
    )


def setting(dial: Dial, written: float | str) -> float:
    """A setting of a dial as people write it: a number, a percentage or a month.

    Raises
    ------
    InputError
        If it is none of them.
    """
    if not isinstance(written, str):
        return float(written)
    try:
        if dial.alone and dial.shown == "month":
            return float(parse_month(written))
        return float(parse_number(written))
    except ValueError as error:
        raise InputError(f"{dial.key}: {error}") from None


def chosen_options(model: Model, between: Sequence[str] | None) -> list[str]:
    """Options that are set against each other: those named, or all."""
    if between is None:
        return list(model.options)
    require_names(between, "between")
    for key in between:
        require_one_of(key, list(model.options), "option")
    if len(set(between)) < max(2, len(between)):
        raise InputError("between takes two options or more", found=", ".join(between))
    return list(between)


def values_under(model: Model, what_if: str | None) -> dict[str, float]:
    """Inputs that a what-if of the scenario has otherwise than the scenario itself."""
    if what_if is None:
        return {}
    known = model.scenario.what_ifs
    if what_if not in known:
        raise InputError(
            f"no what-if is called {what_if}",
            expected=", ".join(known) or "none: the scenario has none",
            remedies=nearest(what_if, known),
        )
    given = changed_inputs(model, {what_if: known[what_if]})
    return {key: float(column[1]) for key, column in given.items()}


def _refuse_ends(dial: Dial, low: float, high: float) -> None:
    if not low < high:
        raise InputError(
            f"{dial.key} cannot be turned from {low:g} to {high:g}",
            expected="a lower and a higher end",
            remedies=["give --from and --to"],
        )
    if not dial.alone:
        return
    least, most = dial.bounds[0]
    if (least is not None and low < least) or (most is not None and high > most):
        bounds = [f"{least:g} or more"] if least is not None else []
        bounds += [f"{most:g} or less"] if most is not None else []
        raise InputError(
            f"{dial.key} cannot be turned from {low:g} to {high:g}",
            expected=" and ".join(bounds),
        )


def _settings(dial: Dial, low: float, high: float) -> Column:
    """Settings that are tried: a fine grid, with where it stands and the ends of its range."""
    if dial.whole and dial.alone:
        return np.arange(np.ceil(low), np.floor(high) + 1)
    marks = [dial.now] if low <= dial.now <= high else []
    if dial.alone and dial.stated[0] is not None:
        marks += [each for each in dial.stated[0] if low <= each <= high]
    return np.unique(np.concatenate([np.linspace(low, high, GRID), marks]))


def ties(
    turning: Turning, dial: Dial, settings: Column
) -> tuple[tuple[Stretch, ...], tuple[Crossing, ...]]:
    """Stretches and crossings: a grid, refined again and again wherever the answer turns."""
    labels = labels_of(turning, turning.turned(dial, settings))
    points = dict(zip(settings.tolist(), labels, strict=True))
    refined = not (dial.whole and dial.alone)
    for _ in range(_ROUNDS if refined else 0):
        brackets = list(_brackets(points, float(settings[-1] - settings[0])))
        if not brackets:
            break
        finer = np.concatenate([np.linspace(*each, _FINER)[1:-1] for each in brackets])
        points |= zip(finer.tolist(), labels_of(turning, turning.turned(dial, finer)), strict=True)
    span = float(settings[-1] - settings[0])
    stretches = _stretches(sorted(points.items()), span if refined else 0.0)
    return tuple(stretches), tuple(_crossings(turning, dial, stretches, refined=refined))


def _brackets(points: Mapping[float, Label], span: float) -> Iterator[tuple[float, float]]:
    """Neighbouring settings between which the answer turns, and that are not yet close."""
    order = sorted(points)
    for low, high in pairwise(order):
        if points[low] != points[high] and high - low > span * 1e-13:
            yield low, high


def _stretches(points: Sequence[tuple[float, Label]], span: float) -> list[Stretch]:
    runs: list[list[Any]] = []
    for at, label in points:
        if runs and runs[-1][2] == label:
            runs[-1][1] = at
        else:
            runs.append([at, at, label])
    found = [Stretch(*each) for each in runs]
    # a tie at one point is the border between its neighbours, not a stretch
    is_point = [
        0 < at < len(found) - 1
        and len(each.cheapest) > 1
        and each.last - each.first <= span * _NARROW
        for at, each in enumerate(found)
    ]
    return [each for each, point in zip(found, is_point, strict=True) if not point]


def _crossings(
    turning: Turning, dial: Dial, stretches: Sequence[Stretch], *, refined: bool
) -> Iterator[Crossing]:
    for below, above in pairwise(stretches):
        if below.cheapest == above.cheapest:  # they touch there and part again
            continue
        ends = np.array([below.last, above.first])
        costs = turning.turned(dial, ends)
        jump = 0.0
        if below.cheapest and above.cheapest:
            one, other = (
                costs[turning.options.index(_only(mine, theirs))]
                for mine, theirs in (
                    (below.cheapest, above.cheapest),
                    (above.cheapest, below.cheapest),
                )
            )
            currency = turning.model.scenario.finance.currency
            before, after = less(currency, other.tolist(), one.tolist())
            # where nothing jumps, both are nothing
            jump = max(abs(before), abs(after))
            jump = 0.0 if jump < _SMALL else jump
        at = float(ends[1]) if not refined else float(ends.mean())
        yield Crossing(at, below.cheapest, above.cheapest, jump)


_SMALL = 0.005


def _only(mine: Label, theirs: Label) -> str:
    return next((each for each in mine if each not in theirs), mine[0])
