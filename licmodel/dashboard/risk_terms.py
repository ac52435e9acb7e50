"""Seats for which term: split before it is known how many will be needed."""

from __future__ import annotations

import streamlit as st

from licmodel.analysis.risk.regret import Prices, Regret, regret
from licmodel.dashboard import figures
from licmodel.dashboard.parts import part
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import distinct, guarded, plain_words, table
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.report.regret import regret_sentences, regret_table
from licmodel.terms.term import parse_number

_NEEDED = ".needed"
_TERMS = {"monthly": "By the month", "yearly": "By the year", "three_years": "For three years"}


@record
class Split:
    """What is asked: whose seats, at which prices a month, over which paths, how likely."""

    line: str
    prices: tuple[str, ...]
    what_ifs: tuple[str, ...]
    weights: tuple[tuple[str, float], ...]


@part
def terms(of: Opened) -> None:
    """Which seats to buy for three years, for one and by the month, and what may be regretted."""
    lines = [
        key.removesuffix(_NEEDED) for key in figures.model(of).program.rows if key.endswith(_NEEDED)
    ]
    if not lines:
        return
    st.header("Seats for which term?", anchor=False)
    st.caption(
        "Seats for three years cost least and cannot be handed back. How many to buy before it is "
        "known how many will be needed, what-if by what-if:"
    )
    name = of.path.name
    with st.form(f"terms {name}"):
        line = st.selectbox("Seats of", lines, key=f"terms line {name}", persist_state="session")
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
        likely = st.text_input(
            "How likely they are, the rest being as it stands; all alike, unless said",
            placeholder=f"{next(iter(known), 'posts_cut')}=30%",
            key=f"terms likely {name}",
            persist_state="session",
        )
        if st.form_submit_button("Split the seats"):
            st.session_state[f"split {name}"] = True
    if not st.session_state.get(f"split {name}"):
        return
    with guarded():
        found = _found(of.mark, Split(str(line), prices, tuple(paths), _weights(likely)), of)
        split, *rest = regret_sentences(found)
        st.markdown(f"**{plain_words(split)}**")
        st.markdown(plain_words(rest[0]))
        table(regret_table(found))
        st.caption(plain_words(" ".join(rest[1:])))


def _weights(text: str) -> tuple[tuple[str, float], ...]:
    """How likely each what-if is, as ``--weigh`` takes it, several apart by a comma or a blank."""
    found = []
    for each in text.replace(",", " ").split():
        name, equals, share = each.partition("=")
        if not equals:
            raise InputError(
                "how likely is a what-if?", found=each, expected="its name and a share: NAME=30%"
            )
        found.append((name, _number(f"how likely {name} is", share)))
    return tuple(found)


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
        weights=dict(split.weights) or None,
    )
