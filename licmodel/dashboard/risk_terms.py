"""Seats for which term: split before it is known how many will be needed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

import streamlit as st

from licmodel.analysis.estate.seats import seat_lines
from licmodel.analysis.risk.regret import Prices, Regret, regret
from licmodel.dashboard import figures
from licmodel.dashboard.marks import label_words
from licmodel.dashboard.parts import part
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words, table
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.report.phrases import distinct
from licmodel.report.regret import regret_sentences, regret_table
from licmodel.terms.term import parse_number

_TERMS = {"monthly": "By the month", "yearly": "By the year", "three_years": "For three years"}


@record
class Split:
    """What is asked: whose seats, at which prices a month, over which paths, how likely."""

    line: str
    prices: tuple[str, ...]
    what_ifs: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]


@part
def terms(of: Opened) -> None:
    """Which seats to buy for three years, for one and by the month, and what may be regretted."""
    lines = seat_lines(figures.model(of))
    if not lines:
        return
    st.header("Seats for which term?", anchor=False)
    st.caption(
        "Seats for three years cost least and cannot be handed back. How many to buy before it is "
        "known how many will be needed, what-if by what-if:"
    )
    name = of.path.name
    with st.form(f"terms {name}"):
        line = st.selectbox(
            "Seats of",
            list(lines),
            format_func=lambda each: lines[each],
            key=f"terms line {name}",
            persist_state="session",
        )
        prices = tuple(
            column.text_input(
                f"{words}, a seat a month, {figures.money(of).sign}",
                key=f"terms {term} {name}",
                persist_state="session",
            )
            for column, (term, words) in zip(st.columns(3), _TERMS.items(), strict=True)
        )
        what_ifs = of.scenario.what_ifs.items()
        known = distinct({key: each.title or key.replace("_", " ") for key, each in what_ifs})
        paths = st.multiselect(
            "Beside it as it stands",
            list(known),
            default=list(known),
            format_func=lambda each: known[each],
            key=f"terms paths {name}",
            persist_state="session",
        )
        shares = _shares(known, name) if known else {}
        if st.form_submit_button("Split the seats"):
            st.session_state[f"split {name}"] = True
    if not st.session_state.get(f"split {name}"):
        return
    with guarded():
        for each in set(shares) - set(paths):
            raise InputError(
                f'"{known[each]}" is said to be likely, and is not among what stands beside it',
                remedies=["choose it too", "or empty the field that says how likely it is"],
            )
        found = _found(of.mark, Split(str(line), prices, tuple(paths), tuple(shares.items())), of)
        split, *rest = regret_sentences(found)
        st.markdown(f"**{plain_words(split)}**")
        st.markdown(plain_words(rest[0]))
        table(regret_table(found))
        st.caption(plain_words(" ".join(rest[1:])))


def _shares(known: Mapping[str, str], name: str) -> dict[str, float]:
    """How likely each what-if is; of those alone of which it is said."""
    with st.expander("How likely each is"):
        st.caption("In per cent, the rest being as it stands. All count alike, unless it is said.")
        said = {
            key: column.number_input(
                f"{label_words(title)}, %",
                0.0,
                100.0,
                value=None,
                step=5.0,
                format="%g",
                key=f"terms likely {key} {name}",
                persist_state="session",
            )
            for column, (key, title) in zip(cycle(st.columns(2)), known.items(), strict=False)
        }
    return {key: percent / 100 for key, percent in said.items() if percent is not None}


def _number(what: str, text: str) -> float:
    try:
        return float(parse_number(text.strip()))
    except ValueError as error:
        raise InputError(f"{what}: {error}") from None


@st.cache_resource(max_entries=20, show_spinner=False, hash_funcs={Split: repr})
def _found(mark: str, split: Split, _of: Opened) -> Regret:  # noqa: ARG001  what it is kept by
    prices = [
        _number(words, text) for words, text in zip(_TERMS.values(), split.prices, strict=True)
    ]
    return regret(
        _of.scenario,
        split.line,
        Prices(*prices),
        what_ifs=split.what_ifs,
        weights=dict(split.shares) or None,
    )
