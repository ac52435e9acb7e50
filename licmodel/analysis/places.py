"""From what a user asks for to a row and a period."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from contextlib import suppress

from licmodel.analysis.results import resolve
from licmodel.assembly.assemble import Model
from licmodel.errors import InputError
from licmodel.terms.months import month_text, parse_month, parse_year, year_label

_AXES = {"month": "month", "year": "financial year", "contract_year": "contract year"}
_BY = ("", ".count", ".by_year", ".by_contract_year", ".total")


def find(model: Model, key: str, when: str | None) -> tuple[str, int]:
    """Row or input, and number of the period along its axis.

    Raises
    ------
    InputError
        If nothing has the key, or it has no figure for that time.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
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
    spans: list[str] = []
    ways: list[str] = []
    for found, axis in candidates.items():
        periods = model.program.periods.labels(axis)  # type: ignore[arg-type]
        for name in names:
            if name in periods:
                return found, periods.index(name)
        if axis != "whole":
            ways.append(f"a {_AXES[axis]} ({periods[0]} to {periods[-1]})")
            spans.append(periods[0])
    raise InputError(
        f"{key} has no figure for {when}",
        expected=" or ".join(dict.fromkeys(ways)) or "no period: it is one figure",
        remedies=[f"write one of those, such as {spans[0]}"] if spans else ["leave the time out"],
    )


def other_periods(model: Model, key: str) -> tuple[str, str] | None:
    """Which period is shown where no time is given, in words, and another to ask for.

    None for a whole figure, or where there is but one period.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example
    >>> other_periods(assemble(example()), "stay.support.charge")
    ('the first of 24 months', '2029-03')
    """
    row = model.program.rows.get(find(model, key, None)[0])
    labels = () if row is None else model.program.periods.labels(row.axis)
    if row is None or len(labels) == 1:
        return None
    return f"the first of {len(labels)} {_SAID[row.axis]}", labels[-1]


_SAID = {"month": "months", "year": "financial years", "contract_year": "contract years"}


def which_key(model: Model, file: str) -> InputError:
    """What to say where no figure was named: some that this very scenario has."""
    option, rows = next(iter(model.options.items()))
    line = next(iter(rows.lines.values()), None)
    some = [f"{each}.total" for each in model.options]
    some += [f"{option}.present_value", f"{option}.billed"]
    some += [] if line is None else [f"{line}.billed"]
    some += [f"drivers.{each}" for each in list(model.scenario.drivers)[:1]]
    return InputError(
        "which figure? KEY is missing",
        expected="one of its figures, such as " + ", ".join(some),
        remedies=[
            f"licmodel explain {file} {some[0]}",
            f"all of them: licmodel check {file} --rows",
        ],
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


_MOST_NAMED = 6


def _below(names: Iterable[str], head: str) -> list[str]:
    """What follows a key in the names that begin with it."""
    return [name.removeprefix(f"{head}.") for name in names if name.startswith(f"{head}.")]


def unknown_key(model: Model, key: str) -> InputError:
    """No figure has the key; those with nearly the same are named."""
    names = [*model.program.rows, *model.program.inputs]
    names = [name for name in names if not name.endswith(".from")]
    head, _, last = key.rpartition(".")
    # a line taken over has the figures of the option that wrote it
    beside = [name for name in _below(names, resolve(model, head)) if "." not in name]
    near = (
        [f"{key}.{name}" for name in _below(names, resolve(model, key))[:_MOST_NAMED]]
        or [f"{head}.{name}" for name in difflib.get_close_matches(last, beside, 5, 0.5)]
        or [f"{head}.{name}" for name in (beside if "." in head else [])[:_MOST_NAMED]]
        or difflib.get_close_matches(key, names, 5, 0.4)
    )
    return InputError(
        f"no figure is called {key}",
        expected="one of: " + ", ".join(near) if near else "option.line.figure",
        remedies=["list the figures: licmodel check FILE --rows"],
    )
