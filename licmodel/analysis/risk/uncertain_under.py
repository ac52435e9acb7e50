"""What is uncertain under a what-if: what is set is certain; what is moved is drawn, then moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.decisions.break_evens import values_under
from licmodel.analysis.risk.draws import shares_drawn
from licmodel.analysis.risk.uncertain import (
    IN_ORDER,
    Uncertain,
    nothing_uncertain,
    pairs_of,
    uncertain_of,
)
from licmodel.analysis.what_if import inputs_of
from licmodel.assembly.assemble import Model
from licmodel.errors import InputError
from licmodel.language.program import Input
from licmodel.records import record
from licmodel.scenario.change import Change

Column = NDArray[np.float64]


@record
class UncertainUnder:
    """What is drawn under a what-if or without one, what moves together, and what is certain."""

    uncertain: dict[str, Uncertain]
    pairs: dict[tuple[str, str], float]
    certain: dict[str, float]
    """Inputs that are otherwise than in the file, and not drawn."""
    drawn_with: dict[str, Uncertain]
    """All that would be drawn without the what-if: with those set, the others keep their draws."""
    drawn_pairs: dict[tuple[str, str], float]
    what_if: str | None = None

    def draw(self, seed: int, draws: int) -> dict[str, Column]:
        """Values of each uncertain figure, one for each draw, as the what-if moves it."""
        shares = shares_drawn(list(self.drawn_with), self.drawn_pairs, seed, draws)
        return {key: each.drawn(shares[key]) for key, each in self.uncertain.items()}

    def given(self, model: Model, drawn: Mapping[str, Column]) -> dict[str, Column | float]:
        """Values of inputs for what was drawn of each figure.

        Raises
        ------
        InputError
            If a figure comes out beyond what it may be, now that it is moved.
        """
        given: dict[str, Column | float] = dict(self.certain)
        for name, each in self.uncertain.items():
            for key, figures in each.given(drawn[name]).items():
                if each.change is not None or each.is_factor:
                    self._refuse_beyond(each, model.program.inputs[key], figures)
                given[key] = figures
        if self.what_if is not None:  # as the file stands that was looked at before any draw
            _refuse_disorder(model, given, self.what_if)
        return given

    def nothing_left(self, model: Model) -> InputError:
        """The refusal to draw where nothing is uncertain, or the what-if has settled all of it."""
        if self.what_if is None or not self.drawn_with:
            return nothing_uncertain(model)
        return InputError(
            f"the what-if {self.what_if} settles all that is uncertain: there is no risk to tell",
            where=model.scenario.place(f"what_ifs.{self.what_if}"),
            found=f"set, or certain: {', '.join(self.drawn_with)}",
            remedies=["ask what it costs: licmodel whatif", "or leave something uncertain"],
        )

    def _refuse_beyond(self, each: Uncertain, declared: Input, figures: Column) -> None:
        least, most = declared.bounds
        if (least is None or figures.min() >= least) and (most is None or figures.max() <= most):
            return
        under = "" if self.what_if is None else f"under the what-if {self.what_if} "
        raise InputError(
            f"risk, {each.key}: {under}it could be drawn outside of what it may be",
            where=each.place,
            found=each.words,
            remedies=[
                *(["set it in the what-if, and it is certain"] if under else []),
                "narrow what is drawn",
            ],
        )


def uncertain_under(model: Model, what_if: str | None = None) -> UncertainUnder:
    """What is uncertain as a scenario stands, or under one of its what-ifs.

    A figure that the what-if sets has that value, and is not drawn. One that it adds to or
    multiplies is drawn as ever, and then moved. So is the probability of an event.

    Raises
    ------
    InputError
        If no what-if is called so, or what is uncertain does not fit the model.
    """
    values = values_under(model, what_if)
    found = uncertain_of(model, values)
    pairs = pairs_of(model, found)
    if not values:
        return UncertainUnder(found, pairs, {}, found, pairs)
    changes = dict(_changes(model, what_if))
    moved = {key: _moved(each, values, changes) for key, each in found.items()}
    uncertain = {key: each for key, each in moved.items() if each is not None}
    drawn = {one.key for each in uncertain.values() for one in each.inputs}
    return UncertainUnder(
        uncertain,
        {pair: rank for pair, rank in pairs.items() if set(pair) <= uncertain.keys()},
        {key: value for key, value in values.items() if key not in drawn},
        found,
        pairs,
        what_if,
    )


def _changes(model: Model, what_if: str | None) -> Iterator[tuple[str, Change]]:
    for key, change in model.scenario.what_ifs[what_if or ""].changes.items():
        for found in inputs_of(model, key, f"what-if {what_if}", None):
            yield found, change


def _moved(
    each: Uncertain, values: Mapping[str, float], changes: Mapping[str, Change]
) -> Uncertain | None:
    """As it is drawn under the changes; none where all of it is set."""
    left = tuple(
        replace(one, value=values.get(one.key, one.value))
        for one in each.inputs
        if each.is_event or one.key not in changes or changes[one.key].set is None
    )
    if not left or (each.is_event and not 0 < left[0].value < 1):
        return None
    is_figure = not each.is_event and not each.is_factor
    return replace(each, inputs=left, change=changes.get(left[0].key) if is_figure else None)


def _refuse_disorder(model: Model, given: Mapping[str, Column | float], what_if: str) -> None:
    """No line may come out to end before it starts."""
    for line, field in (key.rsplit(".", maxsplit=1) for key in given if "." in key):
        for first, last in IN_ORDER:
            keys = [f"{line}.{each}" for each in (first, last)]
            if field not in {first, last} or not all(key in model.program.inputs for key in keys):
                continue
            low, high = (given.get(key, model.program.inputs[key].value) for key in keys)
            if np.any(np.greater(low, high)):
                raise InputError(
                    f"risk: under the what-if {what_if} {keys[1]} could come out below {keys[0]}",
                    where=model.scenario.place(f"what_ifs.{what_if}"),
                    expected=f"{last} not before {first}, in every draw",
                    remedies=["move both in the what-if, or set both"],
                )
