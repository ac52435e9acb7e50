"""Parts of a page that are drawn again by themselves, as when something in them is chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from licmodel.dashboard import shelf
from licmodel.dashboard.telling import guarded

Given = ParamSpec("Given")


def part(draw: Callable[Given, None]) -> Callable[Given, None]:
    """A part of a page that is drawn again alone.

    The frame of the page does not run then, so a part reads with the catalogue of its file, and
    tells its faults, by itself: Streamlit would show a traceback.
    """

    @wraps(draw)
    def alone(*args: Given.args, **kwargs: Given.kwargs) -> None:
        with guarded(), shelf.reading(st.session_state["path"]):
            draw(*args, **kwargs)

    return st.fragment(alone)
