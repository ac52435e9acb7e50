"""The frame of every page: which file is open, and the menu."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import streamlit as st

from licmodel.dashboard import asking, in_force, shelf, view
from licmodel.dashboard.telling import guarded, plain_words, style, style_for_a_room
from licmodel.dashboard.welcome import welcome
from licmodel.errors import LicmodelError
from licmodel.report.phrases import distinct

# Not called pages: Streamlit runs the files of such a folder by themselves, without the frame.
_VIEWS = Path(__file__).parent / "views"

# The menu, in order: pages that are finished.
PAGES = {
    "compare": ("Compare", ":material/bar_chart:"),
    "what_if": ("What if", ":material/tune:"),
    "risk": ("Risk", ":material/casino:"),
    "estate": ("Estate and demand", ":material/groups:"),
    "prices": ("Prices and money", ":material/payments:"),
    "explain": ("Explain", ":material/account_tree:"),
    "share": ("Share", ":material/ios_share:"),
    "files": ("Files", ":material/folder_open:"),
}


def show() -> None:
    """Draw the page that is asked for."""
    st.set_page_config(
        page_title="Licence costs",
        page_icon=str(_VIEWS.parent / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed" if view.is_present() else "auto",
    )
    style()
    pages = [
        st.Page(
            _VIEWS / f"{name}.py",
            title=title,
            icon=icon,
            url_path=name.replace("_", "-"),
            default=name == "compare",
        )
        for name, (title, icon) in PAGES.items()
    ]
    page = st.navigation(pages)
    with guarded():
        place = shelf.folder()
        names = shelf.names(place)
        if not names:
            welcome(place)
            return
        gone = _gone(names)
        if gone is not None:
            view.leave_file()
            st.warning(
                f"**{plain_words(gone)}** is not in {plain_words(str(place))}: what stands below "
                "is of another scenario, as it stands in its file.",
                icon=":material/warning:",
            )
        called = distinct({each: shelf.title(each) for each in names})
        with st.sidebar:
            name = st.selectbox(
                "Scenario",
                names,
                index=names.index(_first(names)),
                key="scenario",
                format_func=lambda each: called.get(each, each),
                help=plain_words(f"The scenario files of {place}"),
            )
        if st.query_params.get("scenario") != name:
            st.query_params["scenario"] = str(name)
        st.session_state["path"] = place / str(name)
        asking.keep_in_address(str(name))
        view.keep_in_address(str(name), page.url_path)
        in_force.keep_in_address()
        with st.sidebar:
            in_force.choose_what_if()
            _present()
        if view.is_present():
            style_for_a_room()
        with st.container():  # always there, so that what stands below stays in its place
            _kept()
        shelf.drawing()
        with shelf.reading(place / str(name)):
            with st.container():
                in_force.tell(page.url_path)
            page.run()
        if view.is_present():
            st.button(
                "Leave present mode",
                on_click=_leave,
                shortcut="Esc",
                type="tertiary",
                help="Escape",
            )
        view.remember(page.url_path)
        shelf.drawn()


def _kept() -> None:
    """Say once that a new file was written, and offer to open it."""
    st.session_state["told kept before"] = st.session_state.pop("told kept", None)
    if "kept" not in st.session_state:
        return
    kept = st.session_state["told kept"] = st.session_state.pop("kept")
    said, offer = st.columns([4, 1], vertical_alignment="center")
    said.success(
        f"Kept: **{plain_words(kept.name)}**. {plain_words(kept.words)}", icon=":material/task_alt:"
    )
    st.toast(f"Kept: {plain_words(kept.name)}", icon=":material/task_alt:")  # seen from below too
    offer.button("Open it", on_click=_open, args=(kept,), width="stretch")


def _open(kept: shelf.Kept) -> None:
    """Open a file that was kept; one that keeps a what-if opens with it."""
    if kept.what_if is not None:
        with suppress(LicmodelError):  # the page tells what cannot be read
            found = shelf.opened(shelf.folder() / kept.name).scenario.what_ifs[kept.what_if]
            asking.begin(kept.name, asking.changes_of(found))
    shelf.choose(kept.name)


def _present() -> None:
    """The switch between a desk and a room."""
    st.toggle(
        "Present",
        value=view.is_present(),
        help="Large type and few controls, to be read from the back of a room",
        **view.keeping("present", "present", lambda each: view.YES if each else None),
    )


def _leave() -> None:
    view.choose("present", None)
    st.session_state["present"] = False


def _gone(names: list[str]) -> str | None:
    """The file that the address names, where it is not there: a link may be older than a folder."""
    asked = st.query_params.get("scenario")
    known = {*names, *map(shelf.title, names)}
    return None if asked is None or asked in known else asked


def _first(names: list[str]) -> str:
    """The file of the address, or that was asked for at the start, or the first of many.

    Streamlit would bind the address to the words of the list, which are not the file's name.
    """
    by_title = {shelf.title(each): each for each in names}  # as links were written before
    asked = st.query_params.get("scenario"), shelf.chosen_first()
    known = (each if each in names else by_title.get(each or "") for each in asked)
    return next(filter(None, known), names[0])


if __name__ == "__main__":
    show()
