"""What is asked of the scenario that is open: every step of it, for undo, and in the address."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from licmodel.analysis.decisions.asked import typed
from licmodel.analysis.what_if import inputs_of
from licmodel.assembly.assemble import Model
from licmodel.dashboard.figures import Changes
from licmodel.errors import InputError, LicmodelError
from licmodel.intake.cells import Unreadable
from licmodel.scenario.change import WhatIf
from licmodel.terms.months import month_text, parse_month
from licmodel.terms.term import number_text, parse_number
from licmodel.workbook.typed import read_figure

WAYS = {"set": "is", "add": "goes up by", "times": "is multiplied by"}
"""Ways to ask for another value, in words."""


def _histories() -> dict[str, list[Changes]]:
    found: dict[str, list[Changes]] = st.session_state.setdefault("histories", {})
    return found


def _history() -> list[Changes]:
    return _histories().setdefault(st.session_state["path"].name, [()])


def current() -> Changes:
    """What is asked now, in the order asked; nothing, where all is as it stands."""
    return _history()[-1]


def changes_of(what_if: WhatIf) -> Changes:
    """What a what-if of a file asks.

    Examples
    --------
    >>> changes_of(WhatIf.model_validate({"stay.support.amount": {"times": "1.1"}}))
    (('stay.support.amount', 'times', '1.1'),)
    """
    return tuple(
        (key, way, value)
        for key, change in what_if.changes.items()
        for way in WAYS
        if (value := getattr(change, way)) is not None
    )


def name_in(what_ifs: Mapping[str, WhatIf], changes: Changes | None = None) -> str | None:
    """The one of a file's what-ifs that asks the same as is asked now, where one does."""
    now = set(current() if changes is None else changes)
    return next((name for name, each in what_ifs.items() if set(changes_of(each)) == now), None)


def can_undo() -> bool:
    """Whether there is a step to go back to."""
    return len(_history()) > 1


def change(key: str, way: str, value: str) -> None:
    """Ask for another value of one figure, beside what is asked of others."""
    _step(with_change(key, way, value))


def with_change(key: str, way: str, value: str) -> Changes:
    """What is asked, with another value of one figure."""
    return (*(each for each in current() if each[0] != key), (key, way, value))


def meant(of: Model, key: str, way: str, value: str) -> tuple[str, str]:
    """What is meant by words typed: an amount that goes up by 8% is multiplied by 1.08.

    A month is what it is read as, however it was written.

    What is a percentage itself goes up by points, so there 8% stays what it is, and is refused.

    Raises
    ------
    InputError
        If no figure is called so, or a percentage may have been typed without its sign.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.assembly.assemble import assemble
    >>> key = "stay.support.amount"
    >>> meant(assemble(example()), key, "add", "8%"), meant(assemble(example()), key, "set", "8")
    (('times', '1.08'), ('set', '8'))
    """
    moved = [of.program.inputs[each] for each in inputs_of(of, key, "what is asked", None)]
    if way == "add" and value.endswith("%") and moved[0].shown != "percent":
        with suppress(ValueError):
            return "times", number_text(1 + parse_number(value))
    if way == "set" and moved[0].shown == "percent":
        try:
            read_figure(moved[0], value, of.scenario.finance.currency)
        except Unreadable as error:
            raise InputError(f"{moved[0].label}: {error}", where="Any other figure") from None
    if way == "set" and moved[0].shown == "month":
        with suppress(ValueError):
            return way, month_text(parse_month(value))
    return way, value


def begin(name: str, changes: Changes) -> None:
    """Ask something of a file that is about to be opened."""
    _histories()[name] = [(), changes]


def kept_in(name: str) -> None:
    """Remember that what is asked now is kept in a file."""
    _kept()[st.session_state["path"].name] = current(), name


def kept() -> str | None:
    """The file in which what is asked now was kept on this visit, where it was."""
    changes, name = _kept().get(st.session_state["path"].name, ((), ""))
    return name if name and changes == current() else None


def _kept() -> dict[str, tuple[Changes, str]]:
    found: dict[str, tuple[Changes, str]] = st.session_state.setdefault("asked and kept", {})
    return found


def put(changes: Changes) -> None:
    """Ask just this, as a what-if of the file does; nothing for the file as it stands."""
    _step(changes)


def leave(key: str) -> None:
    """Ask no more about one figure."""
    _step(tuple(each for each in current() if each[0] != key))


def reset() -> None:
    """Ask nothing; what was asked can be had back by undo."""
    put(())


def undo() -> None:
    """Go back a step."""
    if can_undo():
        _history().pop()
        _turn()


def _step(changes: Changes) -> None:
    if changes != current():
        _history().append(changes)
        _turn()


def _turn() -> None:
    st.session_state["turn"] = turn() + 1


def turn() -> int:
    """A number that changes with every step: fields of the page are drawn anew by it."""
    return int(st.session_state.get("turn", 0))


def keep_in_address(name: str) -> None:
    """Take what is asked from the address on arrival, and keep it there from then on.

    A page that is loaded again, or a link sent to somebody who has the same file, opens as it was.
    """
    if name not in _histories():
        first = not _histories()
        _histories()[name] = [(), *_from_address()] if first else [()]
    asked = current()
    for way in WAYS:
        said = [f"{key}={value}" for key, each, value in asked if each == way]
        if said != st.query_params.get_all(way):
            if said:
                st.query_params[way] = said
            else:
                st.query_params.pop(way, None)


def _from_address() -> list[Changes]:
    try:
        found = typed({way: st.query_params.get_all(way) for way in WAYS})
    except LicmodelError:
        return []  # a link that was cut off asks nothing
    changes = tuple((key, way, value) for key, said in found.items() for way, value in said.items())
    return [changes] if changes else []
