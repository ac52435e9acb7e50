"""What stands where there is no scenario yet: three to start from, with figures of one's own."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from licmodel.dashboard import shelf
from licmodel.dashboard.telling import guarded, plain_words

_CHOSEN = "first template"


def welcome(place: Path) -> None:
    """Three templates, each a button; then a few figures, the answer, and a file to keep."""
    st.title("What do your licences really cost?")
    st.markdown(
        "Choose what is nearest to you, put in a handful of figures, and see which way is the "
        "cheapest. Nothing is written before you say so, and nothing that stands in the folder is "
        f"changed: **{plain_words(str(place))}**"
    )
    chosen = st.session_state.get(_CHOSEN)
    columns = st.columns(len(shelf.TEMPLATES))
    for column, (template, (title, words)) in zip(columns, shelf.TEMPLATES.items(), strict=True):
        with column, st.container(border=True, height="stretch"):
            st.subheader(title, anchor=False)
            st.write(words)
            st.button(
                f"Start with {title[0].lower()}{title[1:]}",
                key=f"start-{template}",
                type="primary" if template == (chosen or "council") else "secondary",
                width="stretch",
                on_click=_choose,
                args=(template,),
            )
    if chosen is not None:
        from licmodel.dashboard.first_steps import (  # noqa: PLC0415  of a first visit alone
            first_steps,
        )

        with guarded():
            first_steps(str(chosen), place)


def _choose(template: str) -> None:
    st.session_state[_CHOSEN] = template
