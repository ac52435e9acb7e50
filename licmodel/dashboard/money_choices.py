"""What is chosen above the parts of Prices and money: which option, and under which what-if."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from licmodel.dashboard import drafts
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import distinct

_AS_IT_STANDS = "As it stands"


def as_drafted(of: Opened) -> Opened:
    """The scenario with its draft, which is then told."""
    shown = drafts.redrawn(of)
    if shown is not of:
        st.caption("With the draft.")
    return shown


def what_if(of: Opened, shown: Opened, place: DeltaGenerator, key: str) -> str | None:
    """Under which of its what-ifs; none where all is as it stands, or there is no what-if."""
    known = distinct(
        {key: each.title or key.replace("_", " ") for key, each in shown.scenario.what_ifs.items()}
    )
    if not known:
        return None
    chosen = place.selectbox(
        "Under the what-if",
        [_AS_IT_STANDS, *known],
        format_func=lambda each: known.get(each, each),
        key=f"{key} under {of.path.name}",
    )
    return None if chosen in {None, _AS_IT_STANDS} else str(chosen)
