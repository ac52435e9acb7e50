"""What stands where there is no scenario yet: three to start from."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from licmodel.dashboard import shelf
from licmodel.dashboard.telling import guarded, plain_words


def welcome(place: Path) -> None:
    """Three templates, each a button; the one chosen is written into the folder and opened."""
    st.title("What do your licences really cost?")
    st.markdown(
        "Start from one of these, look at the answer, and make it yours. Nothing that stands in "
        f"the folder is changed: **{plain_words(str(place))}**"
    )
    columns = st.columns(len(shelf.TEMPLATES))
    for column, (template, (title, words)) in zip(columns, shelf.TEMPLATES.items(), strict=True):
        with column, st.container(border=True, height="stretch"):
            st.subheader(title, anchor=False)
            st.write(words)
            if st.button(
                f"Start with {title[0].lower()}{title[1:]}",
                key=f"start-{template}",
                type="primary" if template == "council" else "secondary",
                width="stretch",
            ):
                with guarded():
                    shelf.start(template)
                    st.rerun()
