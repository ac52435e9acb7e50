"""What stands where there is no scenario yet: three to start from, with figures of one's own."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import streamlit as st

from licmodel.dashboard import shelf
from licmodel.dashboard.telling import guarded, plain_words

FIRST = "first"
"""Where the template that is chosen stands, in a window and in the address."""


def chosen_template(known: Collection[str]) -> str | None:
    """The template that was chosen, here or by who wrote the address; none before that."""
    chosen = st.session_state.get(FIRST) or st.query_params.get(FIRST)
    return chosen if chosen in known else None


def choose_template(template: str) -> None:
    """Choose a template; what was typed into another stays with it."""
    st.session_state[FIRST] = template


def welcome(place: Path) -> None:
    """Three templates, each a button; then a few figures, the answer, and a file to keep."""
    st.title("What do your licences really cost?")
    st.markdown(
        "Choose what is nearest to you, put in a handful of figures, and see which way is the "
        "cheapest. Nothing is written before you say so, and nothing that stands in the folder is "
        f"changed: **{plain_words(str(place))}**"
    )
    chosen = chosen_template(shelf.TEMPLATES)
    columns = st.columns(len(shelf.TEMPLATES))
    for column, (template, (title, words)) in zip(columns, shelf.TEMPLATES.items(), strict=True):
        with column, st.container(border=True, height="stretch"):
            st.header(title, anchor=False)
            st.write(words)
            st.button(
                f"Start with {title[0].lower()}{title[1:]}",
                key=f"start-{template}",
                type="primary" if template == (chosen or "council") else "secondary",
                width="stretch",
                on_click=choose_template,
                args=(template,),
            )
    if chosen is not None:
        from licmodel.dashboard.first_steps import (  # noqa: PLC0415  of a first visit alone
            first_steps,
        )

        with guarded():
            first_steps(chosen, place)
