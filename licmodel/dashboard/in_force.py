"""What pages show: the scenario that is open with what is typed into it, or its file alone."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from licmodel.dashboard import drafts, figures, view
from licmodel.dashboard.shelf import Opened
from licmodel.errors import LicmodelError

_CHOICE = "show"
_FILE = "file"
_TYPED_ON = frozenset({"estate", "prices"})
_OF_THE_FILE = frozenset({"share", "files"})


def current() -> Opened:
    """The scenario that is open, with its draft where there is one and it can be read.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    return with_draft(figures.current())


def with_draft(of: Opened) -> Opened:
    """A scenario with its draft, unless its file alone is asked for."""
    if of.is_record or view.chosen(_CHOICE) == _FILE:
        return of
    return drafts.redrawn(of)


def keep_in_address() -> None:
    """Take the draft from the address on arrival, and keep it there on every page."""
    with suppress(LicmodelError):  # the page tells what cannot be read
        of = figures.current()
        if not of.is_record:
            drafts.keep_in_address(of)
            if not drafts.current(of):
                view.choose(_CHOICE, None)  # the next one is shown
                st.query_params.pop(_CHOICE, None)


def tell(page: str) -> None:
    """Say above a page whether its figures hold what was typed and not saved.

    Parameters
    ----------
    page : str
        Its part of the address.
    """
    with suppress(LicmodelError):
        of = figures.current()
        changes = 0 if of.is_record else len(drafts.current(of))
        if changes and page not in _TYPED_ON:
            _tell(of, changes, page)


def _tell(of: Opened, changes: int, page: str) -> None:
    draft = f"{drafts.many(changes)} not yet saved"
    if page in _OF_THE_FILE:
        st.info(
            f"This page is of the file as it stands. Your draft ({draft}) is not in it until it "
            "is saved, under *Estate and demand* or *Prices and money*.",
            icon=":material/edit_note:",
        )
        return
    if drafts.laid(of).scenario is None:
        st.warning(
            f"Your draft ({draft}) cannot be worked out yet, so this page shows the file as it "
            "stands. What to mend is told under *Estate and demand*.",
            icon=":material/edit_note:",
        )
        return
    words, turn = st.columns([4, 1], vertical_alignment="center")
    if view.chosen(_CHOICE) == _FILE:
        words.info(
            f"The file as it stands, without your draft ({draft}).", icon=":material/edit_note:"
        )
        turn.button("Show the draft", on_click=view.choose, args=(_CHOICE, None), width="stretch")
    else:
        words.info(
            f"With your draft: {draft}. It is saved under *Estate and demand* or "
            "*Prices and money*.",
            icon=":material/edit_note:",
        )
        turn.button("Show the file", on_click=view.choose, args=(_CHOICE, _FILE), width="stretch")
