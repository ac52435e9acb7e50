"""What is uncertain of a model: each figure that is drawn, held against what it may be at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import isnan

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.decisions.dials import label_of, stated_range
from licmodel.analysis.risk.distributions import quantile, shares_below
from licmodel.analysis.what_if import inputs_of
from licmodel.assembly.assemble import Model
from licmodel.errors import InputError, nearest
from licmodel.language.program import Input
from licmodel.language.units import unit_text
from licmodel.records import record
from licmodel.scenario.change import Change
from licmodel.terms.figure import Provenance
from licmodel.terms.risk import Distribution, Risk, is_month, value_of
from licmodel.terms.term import number_text, parse_number

Column = NDArray[np.float64]

_PROBABILITY = ".probability"
_LEAST_CHANCE = 1e-6
_NO_SIGN = 1.0
IN_ORDER = (("starts", "ends"), ("on", "until"), ("minimum", "maximum"))


@record
class Uncertain:
    """A figure that is drawn, or dated figures of a list that are drawn together.

    ``how`` is none for an event, which happens or does not. ``by`` says what it is drawn for: its
    own entry, the range that its figure states, or the probability of the event.
    """

    key: str
    label: str
    inputs: tuple[Input, ...]
    how: Distribution | None
    by: str
    origin: Provenance | None
    place: str | None
    change: Change | None = None
    """What a what-if does to the figure once it is drawn."""

    @property
    def is_event(self) -> bool:
        """Whether it happens or does not."""
        return self.how is None

    @property
    def is_factor(self) -> bool:
        """Whether what is drawn is a factor."""
        return self.how is not None and self.how.change == "times"

    @property
    def is_whole(self) -> bool:
        """Whether it is a month, or a number of them."""
        return not self.is_factor and unit_text(self.inputs[0].unit) == "month"

    @property
    def words(self) -> str:
        """How it is drawn, in words."""
        if self.how is None:
            chance = number_text(self.inputs[0].value, percent=True)
            return f"happens or does not: {chance}"
        return self.how.words if self.change is None else f"{self.how.words}, then {self.change}"

    def drawn(self, chances: Column) -> Column:
        """What is drawn at chances between 0 and 1: a value, a factor, or 1 where it happens."""
        if self.how is None:
            return (chances >= 1 - self.inputs[0].value).astype(float)
        values = quantile(self.how, chances, self._bounds, whole=self.is_whole)
        values = np.floor(values + 0.5) if self.is_whole else values
        return values if self.change is None else self.change.move(values)

    def given(self, drawn: Column) -> dict[str, Column]:
        """Values of its inputs for what was drawn."""
        if not self.is_factor:
            return {self.inputs[0].key: drawn}
        return {each.key: each.value * drawn for each in self.inputs}

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest that can come out; a bell without an end has none."""
        low, high = self._drawn_ends
        if self.change is not None:
            low, high = sorted(self.change.move(np.array([low, high])).tolist())
        return low, high

    @property
    def _drawn_ends(self) -> tuple[float, float]:
        if self.how is None:
            return 0.0, 1.0
        bell = self.how.bell
        if bell is None:
            values = sorted(map(value_of, self.how.points))
            return values[0], values[-1]
        least = 0.0 if self.how.lognormal is not None else -np.inf
        low, high = (None if each is None else value_of(each) for each in (bell.low, bell.high))
        return (least if low is None else max(low, least), np.inf if high is None else high)

    @property
    def _bounds(self) -> tuple[float, float]:
        """How far a bell goes: to its own ends, and to those of the figure."""
        (low, high), (least, most) = self._drawn_ends, self.limits
        return max(low, least), min(high, most)

    @property
    def limits(self) -> tuple[float, float]:
        """Bounds of what is drawn, so that every figure made of it is within its own."""
        limits = [_limits(each, factor=self.is_factor) for each in self.inputs]
        return max(low for low, _ in limits), min(high for _, high in limits)


def _limits(declared: Input, *, factor: bool) -> tuple[float, float]:
    low, high = declared.bounds
    least, most = -np.inf if low is None else low, np.inf if high is None else high
    if not factor:
        return least, most
    if declared.value > 0:
        return least / declared.value, most / declared.value
    return -np.inf, np.inf


def uncertain_of(model: Model, values: Mapping[str, float] | None = None) -> dict[str, Uncertain]:
    """Every figure of a model that is drawn, by key, in the order in which it is said.

    Parameters
    ----------
    model : Model
        Whose figures they are.
    values : mapping of str to float, optional
        What inputs are in place of their own: an event is drawn that may happen by either.

    Raises
    ------
    InputError
        If a key is no figure, or could be drawn outside of what it may be.
    """
    risk = model.scenario.risk or Risk()
    found: dict[str, Uncertain] = {}
    taken: dict[str, str] = {}
    for key, how in risk.inputs.items():
        each = _entered(model, key, how)
        for one in each.inputs:
            if one.key in taken:
                raise InputError(
                    f"risk draws {one.key} twice",
                    where=each.place,
                    found=f"{taken[one.key]} and {key}",
                    expected="one of them",
                )
            taken[one.key] = key
        found[each.key] = each
    found |= _of_ranges(model, risk, taken)
    found |= {each.key: each for each in _events(model, values or {})}
    _refuse_disorder(model, found)
    return found


def nothing_uncertain(model: Model) -> InputError:
    """The refusal to draw where nothing is, with what to write."""
    return InputError(
        "nothing is uncertain, so there is no risk to tell",
        where=model.scenario.place_at(("risk",)),
        found="no risk: inputs, no ranges drawn, and no event that may or may not happen",
        expected="risk: with inputs: of figures by key",
        remedies=[
            "write risk: {inputs: {KEY: {triangular: [lowest, likeliest, highest]}}}",
            "or risk: {ranges: triangular}, to draw every figure that states a range:",
            "or draw those this once: licmodel risk FILE --ranges triangular",
        ],
    )


def pairs_of(model: Model, found: Mapping[str, Uncertain]) -> dict[tuple[str, str], float]:
    """Correlations of ranks by the keys of the two figures.

    Raises
    ------
    InputError
        If a key is not drawn, or two say something of the same pair.
    """
    risk, pairs = model.scenario.risk or Risk(), dict[tuple[str, str], float]()
    owner = {one.key: each.key for each in found.values() for one in each.inputs}
    for at, said in enumerate(risk.correlations):
        place = model.scenario.place_at(("risk", "correlations", str(at)))
        keys = []
        for key in said.between:
            names = inputs_of(model, key, "risk: a correlation", place)
            if names[0] not in owner:
                raise InputError(
                    f"risk correlates {key}, which is not drawn",
                    where=place,
                    expected=f"one of: {', '.join(found)}",
                    remedies=nearest(key, found) or ["say under inputs: how it may turn out"],
                )
            keys.append(owner[names[0]])
        one, other = keys
        if one == other or (one, other) in pairs or (other, one) in pairs:
            raise InputError(
                f"risk says twice how {one} and {other} go together, or they are one",
                where=place,
                expected="each pair of two figures once",
            )
        pairs[one, other] = said.rank
    return pairs


def _entered(model: Model, key: str, how: Distribution) -> Uncertain:
    place = model.scenario.place_at(("risk", "inputs", key))
    names = inputs_of(model, key, "risk", place)
    if names[0].endswith(_PROBABILITY):
        raise InputError(
            f"risk draws {key}, the probability of an event",
            where=place,
            expected="an event is drawn by itself: it happens, at its probability, or does not",
            remedies=["take the entry out, and write the event's probability: in its own place"],
        )
    if len(names) > 1 and how.change != "times":
        raise InputError(
            f"risk draws {key}, which is a list of dated figures",
            where=place,
            found=", ".join(names),
            expected="one of them, or a factor for all",
            remedies=["write change: times, and values such as 1.05 or 110%"],
        )
    inputs = tuple(model.program.inputs[name] for name in names)
    each = Uncertain(
        names[0] if len(names) == 1 else key,
        label_of(key, inputs),
        inputs,
        how,
        "its entry",
        how.provenance,
        place,
    )
    for text in how.points:
        _refuse_other_signs(each, text, key)
    _refuse_out_of_bounds(each, key)
    return each


def _refuse_other_signs(each: Uncertain, text: str, key: str) -> None:
    """A month for a figure, a percentage for a price, a number that was meant as a percentage."""
    declared, bell = each.inputs[0], each.how.bell if each.how else None
    reason = remedy = None
    if each.is_factor:
        if is_month(text):
            reason, remedy = "a factor is no month", "write a number such as 1.05"
        elif declared.shown == "month":
            reason, remedy = "a month cannot be multiplied", "leave change: out, and write months"
    elif is_month(text) != (declared.shown == "month") and not (bell and text == bell.sd):
        is_date = declared.shown == "month"
        reason = "a month was expected" if is_date else "a number was expected"
        remedy = "write a month such as 2028-04" if is_date else "write a number"
    elif text.endswith("%") and declared.shown != "percent" and _counts(declared):
        reason, remedy = "no percentage belongs here", "write the number itself"
    elif _lacks_sign(declared, text):
        meant = number_text(parse_number(text).scaleb(-2), percent=True)
        reason, remedy = "it is a share or rate, and that is hundreds of per cent", f"write {meant}"
    if reason is not None:
        remedies = [] if remedy is None else [remedy]
        raise InputError(f"risk, {key}: {reason}", where=each.place, found=text, remedies=remedies)


def _lacks_sign(declared: Input, text: str) -> bool:
    unsigned = declared.shown == "percent" and not text.endswith("%") and not is_month(text)
    return unsigned and abs(value_of(text)) >= _NO_SIGN


def _counts(declared: Input) -> bool:
    """Whether it is measured in more than a share or a rate."""
    return any(base != "year" for base, _ in declared.unit)


def _goes_beyond(each: Uncertain, how: Distribution) -> bool:
    """Whether what may be drawn is outside of what the figure may be; of a bell, hardly ever."""
    (low, high), (least, most) = each.ends, each.limits
    if how.bell is None:
        return low < least or high > most
    below, above = shares_below(how, (max(low, least), min(high, most)))
    own_below, own_above = shares_below(how, (low, high))
    return max(below - own_below, own_above - above) > _LEAST_CHANCE


def _refuse_out_of_bounds(each: Uncertain, key: str) -> None:
    how, (least, most) = each.how, each.limits
    if how is None or not _goes_beyond(each, how):
        return
    ends = [f"{word} {end:g}" for word, end in (("from", least), ("to", most)) if np.isfinite(end)]
    remedies = ["narrow it"]
    if how.bell is not None:
        remedies = ["cut it off there: write low: or high:", "or write pert: with both ends"]
    elif most == 1:
        remedies.append("write a share as a percentage, such as 20%")
    raise InputError(
        f"risk, {key}: it could be drawn outside of what the figure may be",
        where=each.place,
        found=how.words,
        expected=("a factor " if each.is_factor else "") + " ".join(ends),
        remedies=remedies,
    )


def _of_ranges(model: Model, risk: Risk, taken: Mapping[str, str]) -> dict[str, Uncertain]:
    """Figures that state a range and have no entry, where the scenario says how to draw those."""
    found: dict[str, Uncertain] = {}
    for key, declared in model.program.inputs.items():
        if risk.ranges is None or key in taken or key.endswith(_PROBABILITY):
            continue
        stated = stated_range(model.scenario, key)
        if stated is None or isnan(declared.value) or stated[0] == stated[1]:
            continue
        low, value, high = (
            _text(declared, each) for each in (stated[0], declared.value, stated[1])
        )
        points = [low, high] if risk.ranges == "uniform" else [low, value, high]
        origin = declared.origin
        found[key] = Uncertain(
            key,
            declared.label,
            (declared,),
            Distribution.model_validate({risk.ranges: points}),
            "its range",
            Provenance(status="assumed", source=f"its range, beside: {origin.source}"),
            origin.place,
        )
    return found


def _text(declared: Input, figure: float) -> str:
    if declared.shown == "percent":
        return number_text(figure, percent=True)
    return f"{Decimal(number_text(figure)):,f}"


def _events(model: Model, values: Mapping[str, float]) -> Iterator[Uncertain]:
    for key, declared in model.program.inputs.items():
        chances = (declared.value, values.get(key, declared.value))
        if key.endswith(_PROBABILITY) and any(0 < each < 1 for each in chances):
            label = declared.label.removesuffix(" probability").removesuffix(":")
            said = declared.origin
            origin = Provenance.model_validate({"status": said.status, "source": said.source})
            yield Uncertain(key, label, (declared,), None, "its probability", origin, said.place)


def _refuse_disorder(model: Model, found: Mapping[str, Uncertain]) -> None:
    """No line may be drawn to end before it starts."""
    for key, each in found.items():
        line, _, field = key.rpartition(".")
        for first, last in IN_ORDER:
            if field not in {first, last} or each.is_factor:
                continue
            high = _end(model, found, f"{line}.{first}", 1)
            low = _end(model, found, f"{line}.{last}", 0)
            if high > low:
                raise InputError(
                    f"risk: {line}.{last} could be drawn below {line}.{first}",
                    where=each.place,
                    found=each.words,
                    expected=f"the earliest {last} not before the latest {first}",
                )


def _end(model: Model, found: Mapping[str, Uncertain], key: str, side: int) -> float:
    if key in found:
        return found[key].ends[side]
    return model.program.inputs[key].value if key in model.program.inputs else float("nan")
