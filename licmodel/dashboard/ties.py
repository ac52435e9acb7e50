"""Where options tie as one figure moves: chosen on the page, answered as the command does."""

from __future__ import annotations

import altair as alt
import streamlit as st

from licmodel.analysis.decisions.break_evens import BreakEven
from licmodel.charts.palette import Look
from licmodel.charts.steps import stretches
from licmodel.dashboard import asking, figures, risk_figures
from licmodel.dashboard.parts import part
from licmodel.dashboard.risk_figures import Tie
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, picture, plain_words, table
from licmodel.report.break_evens import (
    MEASURES,
    break_even_grounds,
    break_even_sentence,
    break_even_table,
    break_even_under,
    measure_words,
    now_words,
    setting_words,
)

_UNKNOWN = Look("#59636e", "circle", [1, 0])
_MOST_NAMED = 3
"""Turns that have room for their words on a strip; the table has all."""


@part
def ties(of: Opened) -> None:
    """At which value of a figure options tie, and which wins on either side."""
    titles = {each: option.title for each, option in figures.compared(of).options.items()}
    if len(titles) == 1:
        return  # it ties with none
    st.header("Where does the answer turn?", anchor=False)
    name = of.path.name
    labels = risk_figures.movable(of)
    key = st.selectbox(
        "As this figure moves",
        list(labels),
        format_func=lambda each: f"{labels[each]} ({each})",
        key=f"ties figure {name}",
        persist_state="session",
    )
    years = of.scenario.timeline.year_labels()
    between, by = st.columns([3, 2])
    options = between.multiselect(
        "Between",
        list(titles),
        default=list(titles),
        format_func=lambda each: titles[each],
        key=f"ties options {name}",
        persist_state="session",
    )
    measure = by.selectbox(
        "By",
        [*MEASURES, *years],
        format_func=measure_words,
        key=f"ties measure {name}",
        persist_state="session",
    )
    low, high, under = st.columns([1, 1, 2], vertical_alignment="bottom")
    ends = tuple(
        column.text_input(
            label,
            placeholder="found by itself",
            key=f"ties {label} {name} {key}",
            persist_state="session",
        )
        for column, label in ((low, "From"), (high, "To"))
    )
    asked = asking.current()
    with_asked = bool(asked) and under.checkbox(
        "With all that is asked",
        value=True,
        key=f"ties asked {name}",
        persist_state="session",
        help="Else as the file stands.",
    )
    if not options:
        st.info("Choose at least two options.", icon=":material/tune:")
        return
    with guarded():
        question = Tie(
            str(key),
            tuple(each for each in titles if each in options),
            str(measure),
            (ends[0], ends[1]),
            asked if with_asked else (),
        )
        _told(of, question)


def _told(of: Opened, question: Tie) -> None:
    """The sentence, the strip and the table of one figure."""
    found = risk_figures.tied(of, question)
    st.markdown(f"**{plain_words(break_even_sentence(found))}**")
    for each in break_even_under(found):
        st.markdown(plain_words(each))
    if len(found.stretches) > 1:
        mode = str(st.context.theme.type or "light")
        picture(
            _strip(of.mark, question, mode, found, figures.option_looks(of)),
            f"Strip. Which option is the cheapest by {measure_words(found.measure)} from "
            f"{setting_words(found.dial, found.low)} to {setting_words(found.dial, found.high)} of "
            f"{found.dial.label}. The same stands in the table below.",
        )
    table(break_even_table(found), words=True)
    st.caption(plain_words(" ".join(break_even_grounds(found))))


# Kept, since it does not change while sliders move.
@st.cache_resource(max_entries=50, show_spinner=False, hash_funcs={Tie: repr})
def _strip(
    mark: str,  # noqa: ARG001  what it is kept by
    question: Tie,  # noqa: ARG001
    mode: str,
    _found: BreakEven,
    _looks: dict[str, Look],
) -> alt.LayerChart:
    parts = [
        (
            each.first,
            each.last,
            " = ".join(_found.options[key] for key in each.cheapest) or "not known",
            each.cheapest[0] if each.cheapest else "",
        )
        for each in _found.stretches
    ]
    dial = _found.dial
    turns = [(each.at, setting_words(dial, each.at)) for each in _found.crossings]
    if len(turns) > _MOST_NAMED:
        turns = [(at, "") for at, _ in turns]
    is_within = _found.low <= dial.now <= _found.high
    now = (dial.now, now_words(dial)) if is_within else None
    return stretches(parts, {**_looks, "": _UNKNOWN}, now, turns, mode=mode)
