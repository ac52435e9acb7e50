"""What of a model can be turned, and how far: each figure somebody gave, or a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import isnan

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.doubling import is_given
from licmodel.analysis.what_if import inputs_of
from licmodel.assembly.assemble import Model
from licmodel.language.program import Bounds, Input
from licmodel.language.units import unit_text
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.term import parse_number

Column = NDArray[np.float64]

POINTS, MONTHS, SHARE = 0.02, 3, 0.1
"""How far a figure is turned that states no range: a rate, a date, and anything else."""

_LIST = re.compile(r"(.+)\.\d{4}(?:-\d{2})?")
_CONVENTIONS = ("timeline.", "finance.")


@record
class Dial:
    """A figure, or the dated figures of a list together, that can be turned.

    A figure alone is turned to a value. Figures of a list are turned together, by a factor or,
    where they are rates, by points added.
    """

    key: str
    label: str
    inputs: tuple[Input, ...]
    values: tuple[float, ...]
    """What the inputs are where the dial is not turned."""
    stated: tuple[tuple[float, float] | None, ...]
    """Range that the file gives of each, where it does."""
    bounds: tuple[Bounds, ...]
    """How far each may go at all: its own bounds, and no line ends before it starts."""
    horizon: tuple[int, int]
    """First and last month of the model: beyond them no date moves anything."""

    @property
    def alone(self) -> bool:
        """Whether it is one figure, turned to a value."""
        return len(self.inputs) == 1

    @property
    def shown(self) -> str:
        """How its figures are written: number, percent or month."""
        return self.inputs[0].shown

    @property
    def whole(self) -> bool:
        """Whether it is turned in whole steps: a date, or a number of months."""
        return unit_text(self.inputs[0].unit) == "month"

    @property
    def by_points(self) -> bool:
        """Whether several figures are turned together by points added."""
        return not self.alone and self.shown == "percent"

    @property
    def now(self) -> float:
        """Where it stands: a value, or the factor or points that leave a list as it is."""
        if self.alone:
            return self.values[0]
        return 0.0 if self.by_points else 1.0

    @property
    def has_range(self) -> bool:
        """Whether the file states how far it could reasonably go."""
        return any(each is not None for each in self.stated)

    def turned(self, to: Column) -> dict[str, Column]:
        """Values of its inputs for each of several settings.

        Examples
        --------
        >>> from licmodel.assembly.assemble import assemble
        >>> from licmodel.analysis.results import example
        >>> dial = dial_of(assemble(example()), "stay.support.amount")
        >>> {key: each.tolist() for key, each in dial.turned(np.array([0.0, 9.0])).items()}
        {'stay.support.amount': [0.0, 9.0]}
        """
        if self.alone:
            return {self.inputs[0].key: to}
        return {
            each.key: within(bounds, value + to if self.by_points else value * to)
            for each, value, bounds in zip(self.inputs, self.values, self.bounds, strict=True)
        }

    def sides(self) -> tuple[dict[str, float], dict[str, float]]:
        """Values of its inputs at the low and at the high end of its range, stated or usual."""
        low: dict[str, float] = {}
        high: dict[str, float] = {}
        for each, value, stated, bounds in zip(
            self.inputs, self.values, self.stated, self.bounds, strict=True
        ):
            # where some of a list have a range, the others stay
            usual = (value, value) if self.has_range else self._usual(value, bounds)
            low[each.key], high[each.key] = stated or usual
        return low, high

    def _usual(self, value: float, bounds: Bounds) -> tuple[float, float]:
        if self.whole:
            step: float = MONTHS
        else:
            step = POINTS if self.shown == "percent" else abs(value) * SHARE
        ends = within(bounds, np.array([value - step, value + step]))
        return float(ends[0]), float(ends[1])

    def reach(self) -> tuple[float, float]:
        """Its settings at the low and at the high end: of a list, the furthest that any goes.

        Of a list of which some state a range that is a factor or points beyond where they stand,
        the others going with them.

        Examples
        --------
        >>> from licmodel.assembly.assemble import assemble
        >>> from licmodel.analysis.results import example
        >>> dial_of(assemble(example()), "stay.support.amount").reach()
        (1080.0, 1320.0)
        """
        low, high = self.sides()
        if self.alone:
            return next(iter(low.values())), next(iter(high.values()))
        if not self.has_range:
            step = POINTS if self.by_points else SHARE
            return self.now - step, self.now + step
        ends = [
            end - value if self.by_points else end / value
            for each, value in zip(self.inputs, self.values, strict=True)
            if value or self.by_points
            for end in (low[each.key], high[each.key])
        ]
        return min(self.now, *ends), max(self.now, *ends)

    def span(self) -> tuple[float, float]:
        """How far a tie is looked for, where nobody says: well beyond what is reasonable."""
        if not self.alone:
            return (-0.5, 0.5) if self.by_points else (0.0, 3.0)
        declared, value = self.inputs[0], self.values[0]
        stated = self.stated[0] or (value, value)
        if self.shown == "month":
            begins, last = self.horizon
            low = min(value, max(value - 24, begins - 1))
            high = max(value, min(value + 36, last + 1))
        elif self.shown == "percent" and declared.bounds[1] == 1:
            low, high = 0.0, 1.0
        elif self.shown == "percent" and (declared.bounds[0] or 0.0) < 0:
            low, high = value - 0.5, value + 0.5
        else:
            most = max(abs(value), abs(stated[0]), abs(stated[1]))
            low, high = min(0.0, 3 * value), max(5 * value, 2 * most)
        ends = within(self.bounds[0], np.array([min(low, stated[0]), max(high, stated[1])]))
        return float(ends[0]), float(ends[1])


def within(bounds: Bounds, values: Column) -> Column:
    """Values as far as an input's bounds allow.

    Examples
    --------
    >>> within((0, 1), np.array([-0.1, 0.5, 1.2])).tolist()
    [0.0, 0.5, 1.0]
    """
    low, high = bounds
    return np.clip(values, -np.inf if low is None else low, np.inf if high is None else high)


def dial_of(model: Model, key: str, values: Mapping[str, float] | None = None) -> Dial:
    """The dial of a key.

    Parameters
    ----------
    model : Model
        Whose figure it is.
    key : str
        Of an input, or of a list of dated ones, such as ``prices.e3``.
    values : mapping of str to float, optional
        What inputs are in place of their own, as under a what-if.

    Raises
    ------
    InputError
        If it is the key of no input.
    """
    found = inputs_of(model, key, "this", None)
    return _dial(model, key if len(found) > 1 else found[0], found, values or {})


def dials(
    model: Model, keys: Sequence[str], values: Mapping[str, float] | None = None
) -> list[Dial]:
    """Every dial that somebody set, among inputs by key: what is a default is none.

    Nor is what is settled, unless the file gives it a range: a date before the horizon, and the
    months of an agreement's terms.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example
    >>> model = assemble(example())
    >>> [dial.key for dial in dials(model, list(model.program.inputs))]
    ['stay.support.amount']
    """
    groups: dict[str, list[str]] = {}
    for key in keys:
        if _is_set(model, model.program.inputs[key]):
            match = _LIST.fullmatch(key)
            groups.setdefault(match[1] if match else key, []).append(key)
    return [_dial(model, key, group, values or {}) for key, group in groups.items()]


def _is_set(model: Model, declared: Input) -> bool:
    """Whether somebody gave a figure, or said a date, that is no convention."""
    if declared.key.startswith(_CONVENTIONS) or declared.key.endswith((".from", ".billing")):
        return False
    if isnan(declared.value):
        return False
    if _is_settled(model, declared) and stated_range(model.scenario, declared.key) is None:
        return False
    if declared.shown == "month":
        written = model.scenario.written(declared.key)
        return written is not None and written[1] is not None
    return is_given(declared)


def _is_settled(model: Model, declared: Input) -> bool:
    """Whether a figure is past, or a term of a contract."""
    if unit_text(declared.unit) != "month":
        return False
    past = declared.shown == "month" and declared.value < model.scenario.timeline.start
    return past or declared.key.startswith("agreements.")


def _dial(model: Model, key: str, keys: Sequence[str], values: Mapping[str, float]) -> Dial:
    inputs = tuple(model.program.inputs[each] for each in keys)
    begins = model.scenario.timeline.start
    label = label_of(key, inputs)
    return Dial(
        key if len(inputs) > 1 else inputs[0].key,
        label,
        inputs,
        tuple(values.get(each.key, each.value) for each in inputs),
        tuple(stated_range(model.scenario, each.key) for each in inputs),
        tuple(_bounds(model, each, values) for each in inputs),
        (begins, begins + 12 * model.scenario.timeline.years - 1),
    )


_IN_ORDER = (("starts", "ends"), ("minimum", "maximum"))


def _bounds(model: Model, declared: Input, values: Mapping[str, float]) -> Bounds:
    """An input's own bounds; a line does not end before it starts, whichever of them is turned."""
    low, high = declared.bounds
    line, _, field = declared.key.rpartition(".")
    for first, last in _IN_ORDER:
        other = {first: last, last: first}.get(field)
        beside = model.program.inputs.get(f"{line}.{other}")
        if beside is None:
            continue
        limit = values.get(beside.key, beside.value)
        if field == first:
            high = limit if high is None else min(high, limit)
        else:
            low = limit if low is None else max(low, limit)
    return low, high


def label_of(key: str, inputs: Sequence[Input]) -> str:
    """What a figure is called; of dated figures that move together, what they are called in all."""
    last = inputs[-1]
    if len(inputs) == 1:
        return last.label
    return last.label.removesuffix(last.key.removeprefix(f"{key}.")).removesuffix(" from ").strip()


def stated_range(scenario: Scenario, key: str) -> tuple[float, float] | None:
    """The range that a file gives of a figure, lowest first; none where it gives none."""
    written = scenario.written(key)
    for said in _said(None if written is None else written[1]):
        given = said.get("range")
        if isinstance(given, list) and len(given) == 2:  # noqa: PLR2004  low and high
            low, high = sorted(float(parse_number(each)) for each in given)
            return low, high
    return None


def _said(said: object) -> Iterator[Mapping[str, object]]:
    """Tables that may say a range: the figure's own, or that of its value or start."""
    if isinstance(said, Mapping):
        yield said
        for form in ("value", "start", "price", "amount"):
            if isinstance(said.get(form), Mapping):
                yield said[form]
