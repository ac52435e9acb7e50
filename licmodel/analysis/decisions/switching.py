"""Switching values: how far each figure may go before another option is the cheapest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import isnan
from typing import Any

import numpy as np

from licmodel.analysis.arguments import require
from licmodel.analysis.decisions.break_evens import chosen_options, how_turned, values_under
from licmodel.analysis.decisions.dials import Column, Dial, dials
from licmodel.analysis.decisions.turning import Label, Turning, labels_of
from licmodel.analysis.doubling import counts
from licmodel.analysis.telling import Tell
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.language.units import unit_text
from licmodel.records import record
from licmodel.scenario.scenario import Scenario

_GRID, _FINER, _ROUNDS = 65, 17, 7


@record
class Side:
    """The nearest setting on one side of where a figure stands at which the answer turns."""

    at: float
    cheapest: tuple[str, ...]


@record
class SwitchingValue:
    """How far a figure may go, down and up, before the preferred option is not the cheapest.

    A side is none where the option stays the cheapest to the end that was tried.
    """

    dial: Dial
    low: float
    high: float
    below: Side | None
    above: Side | None

    @property
    def sides(self) -> tuple[Side, ...]:
        """Those sides on which the answer turns."""
        return tuple(each for each in (self.below, self.above) if each is not None)

    @property
    def is_reasonable(self) -> bool:
        """Whether the answer turns within the range that the file gives of the figure."""
        stated = self.dial.stated[0] if self.dial.alone else None
        return stated is not None and any(stated[0] <= each.at <= stated[1] for each in self.sides)

    @property
    def nearness(self) -> float:
        """How near the answer is to turning, as a part of where the figure stands, or of a year."""
        scale = 12.0 if self.dial.shown == "month" else abs(self.dial.now) or 1.0
        return min((abs(each.at - self.dial.now) / scale for each in self.sides), default=np.inf)


@record
class SwitchingValues:
    """Switching values of the preferred option: every figure that somebody gave for it."""

    model: Model
    measure: str
    what_if: str | None
    preferred: str
    options: dict[str, str]
    values: tuple[SwitchingValue, ...]
    """Those at which the answer turns: within their own range first, then the nearest."""
    steady: tuple[SwitchingValue, ...]
    """Those at which it does not."""

    def to_json(self) -> dict[str, Any]:
        """The table as plain data: the contract of ``breakeven --all --json``."""
        return {
            "scenario": self.model.scenario.title,
            "currency": self.model.scenario.finance.currency,
            "measure": self.measure,
            "what_if": self.what_if,
            "preferred": self.preferred,
            "options": self.options,
            "switching_values": [_plain(each) for each in (*self.values, *self.steady)],
        }

    def records(self) -> list[tuple[str | float, ...]]:
        """Rows of key, turned, now, ends, and each side's value and option."""
        rows: list[tuple[str | float, ...]] = []
        for each in (*self.values, *self.steady):
            sides: list[str | float] = []
            for side in (each.below, each.above):
                sides += ["", ""] if side is None else [side.at, " ".join(side.cheapest)]
            ends = (each.dial.now, each.low, each.high)
            rows.append((each.dial.key, how_turned(each.dial), *ends, *sides))
        return rows


HEADS = ("key", "turned", "now", "from", "to", "below", "below_to", "above", "above_to")


def _plain(each: SwitchingValue) -> dict[str, Any]:
    dial = each.dial
    return {
        "key": dial.key,
        "label": dial.label,
        "turned": how_turned(dial),
        "unit": unit_text(dial.inputs[0].unit) if dial.alone else None,
        "now": None if isnan(dial.now) else dial.now,
        "from": each.low,
        "to": each.high,
        "within_range": each.is_reasonable,
        **{
            name: None if side is None else {"at": side.at, "cheapest": list(side.cheapest)}
            for name, side in (("below", each.below), ("above", each.above))
        },
    }


def switching_values(
    scenario: Scenario,
    *,
    between: Sequence[str] | None = None,
    measure: str = "present_value",
    what_if: str | None = None,
    tell: Tell | None = None,
) -> SwitchingValues:
    """How far each figure of the cheapest option may go before another is the cheapest.

    Parameters
    ----------
    scenario : Scenario
        What is asked about.
    between : sequence of str, optional
        Which options; all, where not given.
    measure, what_if : str, optional
        As for ``breakeven``.
    tell : callable, optional
        Told how many rounds of how many are done.

    Raises
    ------
    InputError
        If there is but one option, no cheapest one is known, or a name is not.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> switching_values(example())
    Traceback (most recent call last):
    licmodel.errors.InputError: there is but one option, so nothing can turn
    """
    require(scenario, Scenario, "switching_values takes a scenario", "licmodel.load(FILE)")
    model = assemble(scenario)
    options = chosen_options(model, between)
    if len(options) == 1:
        raise InputError("there is but one option, so nothing can turn")
    values = values_under(model, what_if)
    turning = Turning(model, measure, options, values)
    cheapest = labels_of(turning, turning.costs({}))[0]
    if not cheapest:
        raise InputError("which option is cheapest is not known, so no value turns it")
    baseline = scenario.baseline_key
    preferred = baseline if baseline in cheapest else cheapest[0]
    row = turning.rows[turning.options.index(str(preferred))]
    made_of = sorted(model.reach.inputs(row), key=list(model.program.inputs).index)
    found = _Search(turning, str(preferred), dials(model, made_of, values)).found(tell)
    turned = [each for each in found if each.sides]
    turned.sort(key=lambda each: (not each.is_reasonable, each.nearness))
    return SwitchingValues(
        model,
        measure,
        what_if,
        str(preferred),
        {key: model.options[key].title for key in options},
        tuple(turned),
        tuple(each for each in found if not each.sides),
    )


class _Search:
    """Every dial in one batch: a grid for each, then finer ones where the answer turns."""

    def __init__(self, turning: Turning, preferred: str, among: Sequence[Dial]) -> None:
        self.turning, self.preferred = turning, preferred
        self.dials = [each for each in among if _can_turn(each)]

    def labels(self, settings: Sequence[Column]) -> list[list[Label]]:
        """The cheapest options for each setting of each dial, all in one run."""
        ends = np.cumsum([0, *(each.size for each in settings)])
        given: dict[str, Column] = {}
        for dial in self.dials:
            for each, value in zip(dial.inputs, dial.values, strict=True):
                given[each.key] = np.full(int(ends[-1]), value)
        for dial, to, first in zip(self.dials, settings, ends, strict=False):
            for key, column in dial.turned(to).items():
                given[key][first : first + to.size] = column
        found = labels_of(self.turning, self.turning.costs(given)) if ends[-1] else []
        return [found[a:b] for a, b in pairwise(ends)]

    def found(self, tell: Tell | None) -> list[SwitchingValue]:
        """The nearest turn on each side of where each dial stands."""
        grids = [_grid(dial) for dial in self.dials]
        brackets: list[dict[int, tuple[float, float, Label]]] = [
            self._around(dial, to, labels)
            for dial, to, labels in zip(self.dials, grids, self.labels(grids), strict=True)
        ]
        for done in range(_ROUNDS):
            if tell is not None:
                tell(done + 1, _ROUNDS + 1)
            brackets = self._finer(brackets)
        return [
            SwitchingValue(
                dial,
                float(to[0]),
                float(to[-1]),
                _side(dial, around.get(-1)),
                _side(dial, around.get(1)),
            )
            for dial, to, around in zip(self.dials, grids, brackets, strict=True)
        ]

    def _around(
        self, dial: Dial, to: Column, labels: Sequence[Label]
    ) -> dict[int, tuple[float, float, Label]]:
        """On each side: the last setting at which all is as it stands, and the first turned."""
        found = {}
        for side in (-1, 1):
            order = sorted(
                (abs(at - dial.now), at, label)
                for at, label in zip(to.tolist(), labels, strict=True)
                if (at - dial.now) * side >= 0
            )
            last = dial.now
            for _, at, label in order:
                if not label:  # unknown from here on
                    break
                if self.preferred not in label:
                    found[side] = (last, at, label)
                    break
                last = at
        return found

    def _finer(
        self, brackets: Sequence[Mapping[int, tuple[float, float, Label]]]
    ) -> list[dict[int, tuple[float, float, Label]]]:
        grids = []
        for dial, around in zip(self.dials, brackets, strict=True):
            finer = [_between(dial, last, at) for last, at, _ in around.values()]
            grids.append(np.concatenate([np.empty(0), *finer]))
        finer_brackets = []
        for around, to, labels in zip(brackets, grids, self.labels(grids), strict=True):
            known = list(zip(to.tolist(), labels, strict=True))
            narrowed = {}
            for side, (last, at, label) in around.items():
                low, high = min(last, at), max(last, at)
                inside = [(x, said) for x, said in known if low < x < high]
                inside.sort(key=lambda each: side * each[0])
                new = (last, at, label)
                for x, said in inside:
                    if said and self.preferred not in said:
                        new = (new[0], x, said)
                        break
                    new = (x, at, label)
                narrowed[side] = new
            finer_brackets.append(narrowed)
        return finer_brackets


def _can_turn(dial: Dial) -> bool:
    """Whether there is a setting beside the one it has, and money can rest on it."""
    low, high = dial.span()
    zero = dial.alone and not (dial.has_range or dial.shown == "month" or counts(dial.inputs[0]))
    return low < high and not zero


def _grid(dial: Dial) -> Column:
    low, high = dial.span()
    grid = np.linspace(low, high, _GRID)
    return np.unique(np.round(grid)) if dial.whole and dial.alone else grid


def _between(dial: Dial, last: float, at: float) -> Column:
    inside: Column = np.linspace(last, at, _FINER)[1:-1]
    if dial.whole and dial.alone:
        whole = [each for each in set(inside.round().tolist()) if each not in {last, at}]
        return np.array(sorted(whole))
    return inside


def _side(dial: Dial, bracket: tuple[float, float, Label] | None) -> Side | None:
    if bracket is None:
        return None
    last, at, label = bracket
    return Side(at if dial.whole and dial.alone else float(np.mean([last, at])), label)
