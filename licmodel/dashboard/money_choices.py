"""What is chosen above the parts of Prices and money: which option, and under which what-if."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from licmodel.dashboard import asking, drafts, view
from licmodel.dashboard.shelf import Opened
from licmodel.report.phrases import distinct


def as_drafted(of: Opened) -> Opened:
    """The scenario with its draft, which is then told."""
    shown = drafts.redrawn(of)
    if shown is not of:
        st.caption("With the draft.")
    return shown


def costed(shown: Opened) -> dict[str, str]:
    """Options that have a cost, each with what it is called."""
    return distinct(
        {
            key: shown.scenario.option_title(key)
            for key, option in shown.scenario.options.items()
            if option.is_costed
        }
    )


def option_chosen(  # noqa: PLR0913  what a field is made of, by name
    of: Opened,
    titles: Mapping[str, str],
    place: DeltaGenerator,
    key: str,
    *,
    usual: str | None,
    label: str = "Option",
) -> str:
    """Which of some options, kept in the address under a key.

    Parameters
    ----------
    of : Opened
        What is open.
    titles : mapping of str to str
        What each is called; one at least.
    place : DeltaGenerator
        Where the field stands.
    key : str
        What the address calls it.
    usual : str or None
        The one that comes of itself; the first, where it is none of them.
    label : str
        Of the field.
    """
    start = view.one_of(key, titles, usual)
    return str(
        place.selectbox(
            label,
            list(titles),
            index=list(titles).index(start),
            format_func=lambda each: titles[each],
            **view.keeping(key, f"{key} {of.path.name}", str),
        )
    )


def what_if_chosen(of: Opened, shown: Opened, place: DeltaGenerator, key: str) -> str | None:
    """Under which of its what-ifs; none where all is as it stands, or there is no what-if.

    It begins with the one that is asked at the left.
    """
    known = distinct(
        {key: each.title or key.replace("_", " ") for key, each in shown.scenario.what_ifs.items()}
    )
    if not known:
        return None
    usual = asking.name_in(shown.scenario.what_ifs) if asking.current() else None
    chosen = view.chosen(key) or usual
    every = [None, *known]
    return place.selectbox(
        "Under the what-if",
        every,
        index=every.index(chosen) if chosen in known else 0,
        format_func=lambda each: "As it stands" if each is None else known[each],
        **view.keeping(key, f"{key} {of.path.name} {usual}", lambda each: each),
    )
