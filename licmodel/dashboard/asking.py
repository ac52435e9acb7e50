"""What is asked of the scenario that is open: every step of it, for undo, and in the address."""

from __future__ import annotations

import streamlit as st

from licmodel.analysis.decisions.asked import typed
from licmodel.dashboard.figures import Changes
from licmodel.errors import LicmodelError

_WAYS = ("set", "add", "times")


def _histories() -> dict[str, list[Changes]]:
    found: dict[str, list[Changes]] = st.session_state.setdefault("histories", {})
    return found


def _history() -> list[Changes]:
    return _histories().setdefault(st.session_state["path"].name, [()])


def current() -> Changes:
    """What is asked now, in the order asked; nothing, where all is as it stands."""
    return _history()[-1]


def can_undo() -> bool:
    """Whether there is a step to go back to."""
    return len(_history()) > 1


def change(key: str, way: str, value: str) -> None:
    """Ask for another value of one figure, beside what is asked of others."""
    others = tuple(each for each in current() if each[0] != key)
    _step((*others, (key, way, value)))


def leave(key: str) -> None:
    """Ask no more about one figure."""
    _step(tuple(each for each in current() if each[0] != key))


def reset() -> None:
    """Ask nothing; what was asked can be had back by undo."""
    _step(())


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
    for way in _WAYS:
        said = [f"{key}={value}" for key, each, value in asked if each == way]
        if said != st.query_params.get_all(way):
            if said:
                st.query_params[way] = said
            else:
                st.query_params.pop(way, None)


def _from_address() -> list[Changes]:
    try:
        found = typed({way: st.query_params.get_all(way) for way in _WAYS})
    except LicmodelError:
        return []  # a link that was cut off asks nothing
    changes = tuple((key, way, value) for key, said in found.items() for way, value in said.items())
    return [changes] if changes else []
