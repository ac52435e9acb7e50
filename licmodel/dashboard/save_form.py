"""The form that saves a new file: empty again once it did, with its text where it was refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from licmodel.dashboard import shelf
from licmodel.dashboard.telling import guarded
from licmodel.errors import InputError, InputErrors

_TURNS = "turns of forms that save"


def save_form(  # noqa: PLR0913  one word for each thing in which forms differ
    key: str,
    label: str,
    write: Callable[[str, str], shelf.Kept],
    *,
    example: str | None = None,
    note: tuple[str, str] | None = None,
    primary: bool = True,
    border: bool = True,
) -> None:
    """A name, a note where one is asked for, and a button; the page then says that it is kept.

    Enter in a field saves too. Whoever presses the button as well is told the same again.

    Parameters
    ----------
    key : str
        Of the form.
    label : str
        On its button.
    write : callable
        Writes the file, given its title and note; gives what was kept.
    example : str, optional
        A title such as somebody would write.
    note : (str, str), optional
        What else is asked, and an example of it.
    primary, border : bool
        How it looks.
    """
    turns: dict[str, int] = st.session_state.setdefault(_TURNS, {})
    turn = f"{turns.setdefault(key, 0)} {st.session_state['path'].name}"
    with st.form(key, border=border):
        title = st.text_input("What to call it", placeholder=example, key=f"title {key} {turn}")
        more = ""
        if note is not None:
            more = st.text_input(note[0], placeholder=note[1], key=f"note {key} {turn}")
        asked = st.form_submit_button(label, type="primary" if primary else "secondary")
    if not asked:
        return
    again = shelf.told_kept()
    if again is not None and not title.strip():
        shelf.tell_kept(again)
    with guarded():
        kept = _written(write, title, more)
        turns[key] += 1
        shelf.tell_kept(kept)


def _written(write: Callable[[str, str], shelf.Kept], title: str, note: str) -> shelf.Kept:
    """The new file; a fault names files of this folder without where it stands."""
    try:
        return write(title, note)
    except InputErrors as errors:
        raise InputErrors([here(each) for each in errors.faults]) from None
    except InputError as error:
        raise here(error) from None


def here(error: InputError) -> InputError:
    """A fault that names files of the folder of scenarios without where the folder stands."""
    folder = f"{Path(st.session_state['path']).parent}/"

    def plain(text: str | None) -> str | None:
        return None if text is None else text.replace(folder, "")

    return type(error)(
        error.what.replace(folder, ""),
        where=plain(error.where),
        found=plain(error.found),
        expected=plain(error.expected),
        remedies=[each.replace(folder, "") for each in error.remedies],
    )
