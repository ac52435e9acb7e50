"""What is shown of the scenario that is open: chosen once, and in the address of every page.

A widget that is bound to the address by Streamlit leaves it when another page is opened, so what
is chosen is kept here, and put into the address whichever page is shown.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

_OF_A_FILE = (
    *("show",),  # with the draft, or the file alone
    *("options", "years", "from", "to"),  # Compare
    *("why",),  # What if
    *("ranges", "draws", "seed"),  # Risk
    *("figure", "when"),  # Explain
    *("other", "before", "after"),  # Files
)
_OF_A_PAGE = {
    "prices": (
        *("budget_of", "shares_of"),
        *("negotiate", "against", "points", "cap", "true_down", "later", "hold", "term"),
        *("of_year", "in_force", "within"),
    ),
}
"""Of a file too, by the page in whose address alone they stand.

How far one would go in a negotiation is in no link to another page.
"""
_OF_ALL = ("measure", "prices", "by", "covers", "present")
_CARRIED = frozenset({"scenario", "draft", "set", "add", "times", *_OF_A_FILE, *_OF_ALL})
"""What stands in the address of every page: where it is not, nothing is chosen."""
_HOMED = (*_OF_A_FILE, *chain.from_iterable(_OF_A_PAGE.values()))
YES = "yes"


def _kept() -> dict[str, dict[str, str]]:
    """What is chosen, by file; what holds for every file under no name."""
    found: dict[str, dict[str, str]] = st.session_state.setdefault("view", {})
    return found


def _home(key: str) -> dict[str, str]:
    name = st.session_state["path"].name if key in _HOMED else ""
    return _kept().setdefault(name, {})


def chosen(key: str) -> str | None:
    """What is chosen, as it stands in the address; none where all is as it comes."""
    return _home(key).get(key)


def choose(key: str, value: str | None) -> None:
    """Keep what is chosen; none for what comes of itself."""
    if value:
        _home(key)[key] = value
    else:
        _home(key).pop(key, None)


def among(key: str, known: Iterable[str]) -> list[str]:
    """Those of a list that are chosen, in its order; all of them where none of them is."""
    every = list(known)
    wanted = (chosen(key) or "").split(",")
    return [each for each in every if each in wanted] or every


def one_of(key: str, known: Iterable[str], usual: str | None = None) -> str:
    """The one of a list that is chosen; where it is none of them, the usual one, or the first."""
    every = list(known)
    wanted = chosen(key)
    return next(each for each in (wanted, usual, every[0]) if each in every)


def is_present() -> bool:
    """Whether the page is shown to a room."""
    if "view" not in st.session_state:  # on arrival
        return st.query_params.get("present") == YES
    return chosen("present") == YES


def keep_in_address(name: str, page: str) -> None:
    """Take what is chosen from the address on arrival, and keep it there from then on.

    Parameters
    ----------
    name : str
        Of the file that is open.
    page : str
        Its part of the address.
    """
    every = (*_OF_ALL, *_HOMED)
    if "view" not in st.session_state:
        for key in every:
            value = st.query_params.get(key)
            if value:
                _kept().setdefault(name if key in _HOMED else "", {})[key] = value
        _kept().setdefault("", {})
    here = (*_OF_A_FILE, *_OF_ALL, *_OF_A_PAGE.get(page, ()))
    for key in every:
        value = chosen(key) if key in here else None
        if value != st.query_params.get(key):
            if value:
                st.query_params[key] = value
            else:
                st.query_params.pop(key, None)


def leave_file() -> None:
    """Take out of the address what is of the file that it names, since that is not there."""
    for key in ("set", "add", "times", *_HOMED):
        st.query_params.pop(key, None)


def remember(page: str) -> None:
    """Remember the address of a page, with what its own widgets have put there."""
    st.session_state.setdefault("addresses", {})[page] = {
        key: st.query_params.get_all(key) for key in st.query_params
    }


def link(page: str, *, is_first: bool) -> str:
    """The address that opens a page as it is chosen now, by somebody who has the same files.

    Parameters
    ----------
    page : str
        Its part of the address.
    is_first : bool
        Whether it is the page that opens by itself, which has no part of its own.
    """
    here = urlsplit(st.context.url or "http://localhost/")
    now = {key: st.query_params.get_all(key) for key in st.query_params if key in _CARRIED}
    kept = st.session_state.get("addresses", {}).get(page, {})
    if kept.get("scenario") == now.get("scenario"):
        own = {key: each for key, each in kept.items() if key not in _CARRIED}
        now = {**own, **now}
    said = [(key, each) for key, values in now.items() for each in values]
    root = posixpath.dirname(here.path.rstrip("/")).rstrip("/")
    path = f"{root}/" if is_first else f"{root}/{page}"
    return urlunsplit((here.scheme, here.netloc, path, urlencode(said), ""))


def keeping(key: str, widget: str, said: Callable[[Any], str | None]) -> dict[str, Any]:
    """What a widget is given so that its value is chosen from then on.

    Parameters
    ----------
    key : str
        What it chooses.
    widget : str
        Key of the widget.
    said : callable
        Its value as it stands in the address; none for what comes of itself.
    """

    def changed() -> None:
        choose(key, said(st.session_state[widget]))

    return {"key": widget, "on_change": changed}
