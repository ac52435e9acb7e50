"""Files that a page makes when it is asked to, kept for this visit until what they show changes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from licmodel.dashboard.telling import tell
from licmodel.errors import LicmodelError
from licmodel.records import record


@record
class Made:
    """A file that is ready: content, name, kind, and what to say of it.

    ``shows`` says whether it can be looked at on the page; ``words`` are for who cannot see it.
    """

    data: bytes
    name: str
    kind: str
    said: tuple[str, ...] = ()
    shows: bool = False
    words: str = ""


def _kept() -> dict[str, tuple[str, Made | LicmodelError]]:
    found: dict[str, tuple[str, Made | LicmodelError]] = st.session_state.setdefault("made", {})
    return found


def make(slot: str, mark: str, how: Callable[[], Made]) -> None:
    """Make a file, or keep why it was refused.

    Parameters
    ----------
    slot : str
        Which of a page's files it is; one of each is kept.
    mark : str
        What it is of; when that changes, it is offered no more.
    how : callable
        Makes it.
    """
    try:
        _kept()[slot] = mark, how()
    except LicmodelError as error:
        _kept()[slot] = mark, error


def made(slot: str, mark: str) -> Made | None:
    """The file, where it is ready and still of the same; a refusal is told."""
    of, found = _kept().get(slot, ("", None))
    if found is None or of != mark:
        return None
    if isinstance(found, LicmodelError):
        tell(found)
        return None
    return found
