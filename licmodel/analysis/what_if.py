"""What-ifs as columns of a batch: which inputs vary, and to which values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from math import nan

import numpy as np
from numpy.typing import NDArray

from licmodel.assembly.assemble import Model
from licmodel.errors import InputError
from licmodel.language.program import Input
from licmodel.language.units import Unit, unit_text
from licmodel.scenario.change import Change, WhatIf
from licmodel.scenario.removals import telling_of

_POINT = re.compile(r"\d{4}(-\d{2})?|start")
"""What stands after a key for the dated figures, or the first figure, that it is made of."""


def changed_inputs(model: Model, what_ifs: Mapping[str, WhatIf]) -> dict[str, NDArray[np.float64]]:
    """Values of each changed input: the base first, then each what-if in order.

    Parameters
    ----------
    model : Model
        Whose inputs are changed.
    what_ifs : mapping of str to WhatIf
        Named sets of changes.

    Returns
    -------
    dict of str to array, shape (1 + what-ifs,)

    Raises
    ------
    InputError
        If a key is no input of the model; its nearest neighbours are named.
    """
    given: dict[str, NDArray[np.float64]] = {}
    changed_by: dict[tuple[int, str], str] = {}
    for column, (name, what_if) in enumerate(what_ifs.items(), 1):
        for key, change in what_if.changes.items():
            place = model.scenario.place(f"what_ifs.{name}")
            for found in inputs_of(model, key, f"what-if {name}", place):
                declared = model.program.inputs[found]
                if found not in given:
                    given[found] = np.full(1 + len(what_ifs), declared.value)
                try:
                    _refuse_other_units(change, declared)
                    _refuse_other_signs(change, declared)
                    changed = change.apply(declared.value, declared.shown)
                except ValueError as error:
                    raise InputError(f"what-if {name}, {key}: {error}", where=place) from None
                _refuse_out_of_bounds(f"what-if {name}, {key}", declared, changed, place)
                if (column, found) in changed_by:
                    raise InputError(
                        f"what-if {name} changes {found} twice",
                        where=place,
                        found=f"{changed_by[column, found]} and {key}",
                        expected="one of them",
                    )
                changed_by[column, found] = key
                given[found][column] = changed
        _refuse_disorder(name, model, {key: float(each[column]) for key, each in given.items()})
    return given


_IN_ORDER = (("starts", "ends"), ("on", "until"), ("minimum", "maximum"))


def _refuse_disorder(name: str, model: Model, given: Mapping[str, float]) -> None:
    """No line ends before it starts, and no minimum is above a maximum."""
    figures = {key: each.value for key, each in model.program.inputs.items()} | dict(given)
    for line, field in (key.rsplit(".", maxsplit=1) for key in given):
        for first, last in _IN_ORDER:
            low, high = (figures.get(f"{line}.{each}", nan) for each in (first, last))
            if field in {first, last} and low > high:
                raise InputError(
                    f"what-if {name}: {line}.{last} would be below {line}.{first}",
                    where=model.scenario.place(f"what_ifs.{name}"),
                    expected=f"the {last} not below the {first}",
                )


def _refuse_out_of_bounds(asker: str, declared: Input, changed: float, place: str | None) -> None:
    """A changed figure must be one that the file itself could hold."""
    low, high = declared.bounds
    if (low is not None and changed < low) or (high is not None and changed > high):
        bounds = [f"{low:g} or more"] if low is not None else []
        bounds += [f"{high:g} or less"] if high is not None else []
        raise InputError(
            f"{asker}: the figure would be {changed:g}",
            where=place,
            expected=" and ".join(bounds),
            remedies=["write a share as a percentage, such as 20%"] if changed > 1 == high else [],
        )
    if unit_text(declared.unit) == "month" and changed != round(changed):
        raise InputError(
            f"{asker}: the figure would be {changed:g} months",
            where=place,
            expected="whole months",
        )


def _refuse_other_signs(change: Change, declared: Input) -> None:
    """No percentage is set for a price or number of seats, nor a sum in pounds for another unit."""
    written = change.set or ""
    is_share = declared.shown == "percent" or not _counts(declared.unit)
    if written.strip().endswith("%") and not is_share:
        meant = "a month, such as 2027-07" if declared.shown == "month" else "the number itself"
        raise ValueError(f"{written}: no percentage belongs here; write {meant}")
    if "£" in (change.times or ""):
        raise ValueError(f"{change.times}: a figure is multiplied by a number; write it without £")
    pounds = next((each for each in (change.set, change.add) if each and "£" in each), None)
    if pounds is not None and all(base != "GBP" for base, _ in declared.unit):
        raise ValueError(f"{pounds}: no sum of money belongs here; write a number without £")


def _refuse_other_units(change: Change, declared: Input) -> None:
    """A step in months fits no price, nor one in points a number of seats."""
    step = (change.add or "").strip().casefold().rstrip("s")
    if change.times is not None and declared.shown == "month":
        raise ValueError("a month cannot be multiplied; write {add: 3 months} or {set: 2027-07}")
    if step.endswith(("month", "year")) and unit_text(declared.unit) != "month":
        raise ValueError(f"{change.add} is added to what is no month; write the number alone")
    if step.endswith("point") and declared.shown != "percent" and _counts(declared.unit):
        raise ValueError(f"{change.add} are added to what is no rate; write the number alone")


def _counts(unit: Unit) -> bool:
    """Whether a unit is of more than a share or a rate."""
    return any(base != "year" for base, _ in unit)


def can_be_changed(key: str) -> bool:
    """Whether an input is a figure that a what-if may change, not a part of the structure.

    Examples
    --------
    >>> can_be_changed("renew.e3.discount"), can_be_changed("drivers.staff.2028-10.from")
    (True, False)
    """
    return not (key.startswith("timeline.") or key.endswith((".from", ".billing")))


def inputs_of(model: Model, key: str, asker: str, place: str | None) -> list[str]:
    """The input of a key, or the dated figures under it, as a price list has."""
    from licmodel.analysis.results import resolve  # noqa: PLC0415  each reads the other

    inputs = model.program.inputs
    found = resolve(model, key)
    if not can_be_changed(found):
        raise InputError(
            f"{asker} changes {key}, which is part of the model's structure",
            where=place,
            expected="a figure, a rate, or the starts: or ends: of a line",
            remedies=["set starts: on the lines, or write another scenario that extends this one"],
        )
    if found in inputs:
        return [found]
    below = [
        each
        for each in inputs
        if each.startswith(f"{found}.") and _POINT.fullmatch(each.removeprefix(f"{found}."))
    ]
    if below:
        return below
    near = difflib.get_close_matches(key, list(inputs), 3, 0.5)
    with telling_of(model.scenario.removed):
        raise InputError(
            f"{asker} changes {key}, which is no input",
            where=place,
            expected="one of: " + ", ".join(near) if near else "the key of an input",
            remedies=["list the inputs: licmodel check FILE --inputs"],
        )
