"""What pages show: what is open with all that is typed and asked, or its file as it stands."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from licmodel.analysis.decisions.asked import ASKED
from licmodel.dashboard import asking, drafts, figures, view
from licmodel.dashboard.figures import Changes
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import plain_words
from licmodel.errors import LicmodelError
from licmodel.report.phrases import distinct, listed
from licmodel.report.what_ifs import changes

_CHOICE = "show"
_FILE = "file"
_TYPED_ON = frozenset({"estate", "prices"})
_ASKED_ON = "what-if"
_OF_THE_FILE = "files"
_MOST_NAMED = 3
_STANDS, _ASKED = "", "?"
_OURS = ("As it stands", "As asked on this visit")
"""Called so by the page: a what-if that is titled alike is told with its name."""


def current() -> Opened:
    """The scenario that is open, with its draft where there is one and it can be read.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    of = figures.current()
    return of if of.is_record or _is_file_alone() else drafts.redrawn(of)


def asked() -> Changes:
    """What is asked under What if; nothing, where the file as it stands is wanted."""
    return () if _is_file_alone() else asking.current()


def _is_file_alone() -> bool:
    return view.chosen(_CHOICE) == _FILE


def choose_what_if() -> None:
    """Which of the file's what-ifs is asked, for every page; as it stands, where none is."""
    with suppress(LicmodelError):
        of = figures.current()
        called = titles(of)
        name = asking.name_in(of.scenario.what_ifs)
        own = [_ASKED] if asking.current() and name is None else []
        if own:
            _whether_kept()
        if not called:
            return
        said = {_STANDS: _OURS[0], **called, **dict.fromkeys(own, _OURS[1])}
        key = f"what-if of {of.path.name}"
        now = name or (_ASKED if own else _STANDS)
        if st.session_state.get(key) != now:
            st.session_state[key] = now

        def chosen() -> None:
            to = st.session_state[key]
            if to != _ASKED:
                what_if = of.scenario.what_ifs.get(to)
                asking.put(() if what_if is None else asking.changes_of(what_if))

        st.selectbox(
            "What-if",
            list(said),
            format_func=said.__getitem__,
            key=key,
            on_change=chosen,
            help="What-ifs of this file. Each page then shows its figures, and says so.",
        )


def _whether_kept() -> None:
    """Whether what is asked stands in a file."""
    changes = len(asking.current())
    figures = "1 figure is" if changes == 1 else f"{changes} figures are"
    name = asking.kept()
    if name is None:
        st.caption(f"{figures} asked under *What if*, and not kept yet.")
    else:
        st.caption(f"{figures} asked under *What if*, and kept in {plain_words(name)}.")


def words_for_a_command(of: Opened) -> str | None:
    """What a command needs to give the figures shown: a what-if's name, or nothing.

    None, where no command gives them before they are kept.
    """
    if of.drafted:
        return None
    name = asking.name_in(of.scenario.what_ifs) if asked() else ""
    return f" --what-if {name}" if name else name


def titles(of: Opened) -> dict[str, str]:
    """What each what-if of a file is called."""
    what_ifs = of.scenario.what_ifs.items()
    said = distinct({key: each.title or key.replace("_", " ") for key, each in what_ifs})
    return {key: f"{each} ({key})" if each in _OURS else each for key, each in said.items()}


def keep_in_address() -> None:
    """Take the draft from the address on arrival, and keep it there on every page."""
    with suppress(LicmodelError):  # the page tells what cannot be read
        of = figures.current()
        if not of.is_record:
            drafts.keep_in_address(of)
        if not drafts.current(of) and not asking.current():
            view.choose(_CHOICE, None)  # what comes next is shown
            st.query_params.pop(_CHOICE, None)


def tell(page: str) -> None:
    """Say above a page whether its figures hold what was typed, and what is asked.

    Parameters
    ----------
    page : str
        Its part of the address.
    """
    with suppress(LicmodelError):
        of = figures.current()
        if of.is_record:
            st.caption("A version of record: the figures as they were signed, with its catalogue.")
        draft = "" if of.is_record else _draft(of)
        if page == _OF_THE_FILE:
            if draft:
                _say(
                    f"This page is of the file as it stands. Your draft ({draft}) is not in it "
                    "until it is saved, under *Estate and demand* or *Prices and money*."
                )
        elif page not in _TYPED_ON:
            _tell(of, draft, "" if page == _ASKED_ON else asked_words(current()))


def tell_of_the_file(what: str) -> None:
    """Say of what is of the file whatever is in force that it is without that.

    Parameters
    ----------
    what : str
        The sentence up to the file: "A workbook is of".
    """
    of = figures.current()
    draft = f"your draft ({_draft(of)})" if current().drafted else ""
    beside = [each for each in (draft, asked_words(of) if asked() else "") if each]
    if beside:
        st.caption(f"{what} the file as it stands, without {listed(beside)}.")


def _tell(of: Opened, draft: str, question: str) -> None:
    """What is in the figures, and the way to those of the file and back."""
    if draft and drafts.laid(of).scenario is None:
        st.warning(
            f"Your draft ({draft}) cannot be worked out yet, so this page shows the file without "
            "it. What to mend is told under *Estate and demand*.",
            icon=":material/edit_note:",
        )
        draft = ""
    if not draft and not question:
        return
    words, turn = st.columns([4, 1], vertical_alignment="center")
    with words:
        if _is_file_alone():
            parts = [f"your draft ({draft})" if draft else "", question]
            _say(f"The file as it stands, without {listed([each for each in parts if each])}.")
        else:
            held = f"With your draft: {draft}. It is saved under *Estate and demand*."
            _say(*([held] if draft else []), *([f"Under {question}."] if question else []))
    label, to = ("Show it with that", None) if _is_file_alone() else ("Show the file", _FILE)
    turn.button(label, on_click=view.choose, args=(_CHOICE, to), width="stretch")


def _say(*sentences: str) -> None:
    st.info(" ".join(sentences), icon=":material/edit_note:")


def _draft(of: Opened) -> str:
    changes = len(drafts.current(of))
    return f"{drafts.many(changes)} not yet saved" if changes else ""


def asked_changes(of: Opened) -> list[str]:
    """What is asked changes, in the words of the page What if; by its keys where it cannot be."""
    now = asking.current()
    with suppress(LicmodelError):
        return changes(figures.answered(of, now), ASKED)
    return [f"{key} {asking.WAYS[way]} {value}" for key, way, value in now]


def asked_words(of: Opened) -> str:
    """What is asked, in words: by name where the file has it as a what-if."""
    if not asking.current():
        return ""
    name = asking.name_in(of.scenario.what_ifs)
    if name is not None:
        return f"the what-if *{plain_words(titles(of)[name])}*"
    said = [plain_words(each) for each in asked_changes(of)]
    more = len(said) - _MOST_NAMED
    if more > 0:
        said = [*said[:_MOST_NAMED], f"{more} more"]
    return f"what is asked: {listed(said)}"
