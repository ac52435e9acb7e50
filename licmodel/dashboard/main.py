"""The frame of every page: which file is open, and the menu."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from licmodel.dashboard import asking, shelf
from licmodel.dashboard.telling import guarded, style
from licmodel.dashboard.welcome import welcome

# Not called pages: Streamlit runs the files of such a folder by themselves, without the frame.
_VIEWS = Path(__file__).parent / "views"

# The menu, in order: pages that are finished.
PAGES = {
    "compare": ("Compare", ":material/bar_chart:"),
    "what_if": ("What if", ":material/tune:"),
    "estate": ("Estate and demand", ":material/groups:"),
    "prices": ("Prices and money", ":material/payments:"),
    "explain": ("Explain", ":material/account_tree:"),
}


def show() -> None:
    """Draw the page that is asked for."""
    st.set_page_config(
        page_title="Licence costs", page_icon=str(_VIEWS.parent / "icon.svg"), layout="wide"
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
        with st.sidebar:
            name = st.selectbox(
                "Scenario",
                names,
                index=names.index(first) if (first := _first(names)) in names else 0,
                key="scenario",
                bind="query-params",
                format_func=lambda each: each.rpartition(".")[0],
                help=f"The scenario files of {place}",
            )
        st.session_state["path"] = place / str(name)
        asking.keep_in_address(str(name))
        page.run()


def _first(names: list[str]) -> str:
    """The file that was asked for, or the council's among many."""
    asked = shelf.chosen_first()
    return asked if asked in names else names[0]


if __name__ == "__main__":
    show()
