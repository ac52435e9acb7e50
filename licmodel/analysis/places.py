"""From what a user asks for to a row and a period."""

from __future__ import annotations

import difflib
from contextlib import suppress

from licmodel.analysis.assemble import Model
from licmodel.analysis.results import resolve
from licmodel.errors import InputError
from licmodel.terms.months import month_text, parse_month, parse_year, year_label

_AXES = {"month": "month", "year": "financial year", "contract_year": "contract year"}
_BY = ("", ".by_year", ".by_contract_year", ".total")


def find(model: Model, key: str, when: str | None) -> tuple[str, int]:
    """Row or input, and number of the period along its axis.

    Raises
    ------
    InputError
        If nothing has the key, or it has no figure for that time.

    Examples
    --------
    >>> from licmodel.analysis.assemble import assemble
    >>> from licmodel.analysis.results import example
    >>> find(assemble(example()), "stay.billed", "2028/29")
    ('stay.billed.by_year', 1)
    """
    stems = [key]
    if when is not None:  # renew.total 2027/28, or renew 2027/28: of what the total is made
        stems += [resolve(model, each).removesuffix(".total") for each in (key, f"{key}.total")]
    candidates = {
        found: axis
        for stem in stems
        for suffix in _BY
        if (found := resolve(model, stem + suffix)) and (axis := _axis(model, found)) is not None
    }
    if not candidates:
        raise unknown_key(model, key)
    if when is None:
        whole = [found for found, axis in candidates.items() if axis == "whole"]
        return (whole or list(candidates))[0], 0
    names = _names(model, when)
    ways = []
    for found, axis in candidates.items():
        periods = model.program.periods.labels(axis)  # type: ignore[arg-type]
        for name in names:
            if name in periods:
                return found, periods.index(name)
        if axis != "whole":
            ways.append(f"a {_AXES[axis]} ({periods[0]} to {periods[-1]})")
    raise InputError(
        f"{key} has no figure for {when}",
        expected=" or ".join(dict.fromkeys(ways)) or "no period: it is one figure",
    )


def _names(model: Model, when: str) -> list[str]:
    """A period as it was written, and as a month or financial year is labelled."""
    closing = model.scenario.timeline.closing
    names = [when]
    with suppress(ValueError):
        names.append(month_text(parse_month(when)))
    with suppress(ValueError):
        names.append(year_label(parse_year(when, closing), closing))
    return names


def _axis(model: Model, key: str) -> str | None:
    if key in model.program.inputs:
        return "whole"
    row = model.program.rows.get(key)
    return None if row is None else row.axis


def unknown_key(model: Model, key: str) -> InputError:
    """No figure has the key; those with nearly the same are named."""
    names = [*model.program.rows, *model.program.inputs]
    below = [name for name in names if name.startswith(f"{key}.")]
    near = below[:6] or difflib.get_close_matches(key, names, 5, 0.4)
    return InputError(
        f"no figure is called {key}",
        expected="one of: " + ", ".join(near) if near else "option.line.figure",
        remedies=["list the figures: licmodel check FILE --rows"],
    )
