"""What if: move what matters, see the answer move, see why, and keep it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from licmodel.analysis.decisions.answers import WhatIfAnswer
from licmodel.analysis.decisions.asked import AS_IT_STANDS
from licmodel.dashboard import asking, figures, filing, in_force, risk_figures, view
from licmodel.dashboard.bridging import show_bridge
from licmodel.dashboard.levers import lever
from licmodel.dashboard.moved import show_moved
from licmodel.dashboard.save_form import save_form
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import answer, guarded, plain_words, table
from licmodel.dashboard.ties import ties
from licmodel.errors import InputError
from licmodel.report.sentences import answer_sentences
from licmodel.report.what_ifs import (
    differences,
    value_words,
    what_if_sentences,
    what_if_tables,
)

_LEVERS = 6
_EXAMPLES = "8%, 1,200 or 2027-07"
_WRITTEN = (
    "As it is to be: 8%, 1,200, £30.40, 2027-07. By how much it goes up: 8% or 100 for an amount, "
    "-2 points for a percentage, 3 months for a month. What it is multiplied by: 1.08."
)


def page() -> None:
    """The page, of the scenario that is open."""
    of = in_force.current()
    st.caption(plain_words(of.scenario.title))
    st.title("What if …?", anchor=False)
    head = st.container()  # on a phone the columns stand below one another, and it above both
    left, right = st.columns([2, 3], gap="large")
    found = None
    with right, guarded():
        found = _answer(of, head)  # first, since it is what everybody waits for
    with figures.in_turn:
        with left, guarded():
            _levers(of)
        if found is not None:
            with right, guarded():
                _why(of, found)


def _levers(of: Opened) -> None:
    """The figures that matter most, any other, and the way back."""
    found = figures.levers(of)
    back, reset = st.columns(2)
    back.button(
        "Undo",
        on_click=asking.undo,
        disabled=not asking.can_undo(),
        icon=":material/undo:",
        width="stretch",
    )
    reset.button(
        "As it stands",
        on_click=asking.reset,
        disabled=not asking.current(),
        icon=":material/restart_alt:",
        width="stretch",
    )
    st.header("What matters most", anchor=False)
    st.caption(f'To "{plain_words(found.options[found.option])}", the weightiest first')
    for each in found.swings[:_LEVERS]:
        lever(each.dial)
    with guarded():  # what is asked already stays in sight
        _other(of)
    _list(of)


def _other(of: Opened) -> None:
    """Any other figure, found by its name or key."""
    st.header("Any other figure", anchor=False)
    labels = risk_figures.movable(of)
    with st.form("other", border=False, clear_on_submit=True):
        key = st.selectbox(
            "Figure",
            list(labels),
            index=None,
            format_func=lambda each: f"{labels[each]} ({each})",
            placeholder="type a part of its name",
        )
        way, value = st.columns([2, 3])
        how = way.selectbox("How", list(asking.WAYS), format_func=lambda each: asking.WAYS[each])
        words = value.text_input("Value", placeholder=_EXAMPLES, help=_WRITTEN)
        if st.form_submit_button("Ask this", width="stretch"):
            if key is None or not words.strip():
                raise InputError(
                    "which figure, and what should it be?",
                    remedies=["choose a figure and type a value"],
                )
            asked = asking.meant(figures.model(of), key, str(how), words.strip())
            figures.answered(of, asking.with_change(key, *asked))  # what cannot be is not asked
            asking.change(key, *asked)
            st.rerun()


def _list(of: Opened) -> None:
    """What is asked, each with its way back."""
    if not asking.current():
        return
    inputs = figures.every_figure(of).model.program.inputs
    lists = {each.dial.key: each.dial.label for each in figures.levers(of).swings}
    st.header("What is asked", anchor=False)
    for key, way, value in asking.current():
        said, leave = st.columns([2, 1], vertical_alignment="center")
        declared = inputs.get(key)
        label = f"{lists.get(key, key) if declared is None else declared.label} ({key})"
        was = "" if declared is None else f", was {value_words(declared, declared.value)}"
        said.markdown(plain_words(f"{label} {asking.WAYS[way]} {value}{was}"))
        leave.button(
            "Leave out",
            key=f"out {key} {asking.turn()}",
            on_click=asking.leave,
            args=(key,),
            icon=":material/close:",
            type="tertiary",
        )


def _answer(of: Opened, head: DeltaGenerator) -> WhatIfAnswer:
    """The answer in words, above all else."""
    changes = asking.current()
    found = figures.answered(of, changes)
    said = what_if_sentences(found) if changes else answer_sentences(figures.compared(of))
    with head:
        answer(said)
    return found


def _why(of: Opened, found: WhatIfAnswer) -> None:
    """Base against now, why, and keeping it."""
    changes = asking.current()
    if not changes:
        st.info(
            "Move a figure: the answer above changes at once. The file stays as it is.",
            icon=":material/tune:",
        )
    for each in found.warnings:
        st.warning(plain_words(each), icon=":material/warning:")
    _now(of, found)
    if changes:
        _bridge(of)
        with st.expander("What differs from the file"):
            asked = found.asked.name if found.asked is not None else AS_IT_STANDS
            st.markdown("\n".join(f"- {plain_words(each)}" for each in differences(found, asked)))
        _save(of)
    ties(of)


def _now(of: Opened, found: WhatIfAnswer) -> None:
    """Present value of each option, with a mark where it stood."""
    st.header("Present value of each option", anchor=False)
    show_moved(found, figures.option_looks(of), figures.money(of), "as asked")
    with st.expander("The same as a table, and by year"):
        for grid in what_if_tables(found):
            table(grid)


def _bridge(of: Opened) -> None:
    """Why an option costs more, or less, than as it stands."""
    st.header("Why", anchor=False)
    titles = {key: each.title for key, each in figures.compared(of).options.items()}
    best = figures.compared(of).cheapest()
    option = st.selectbox(
        "Option",
        list(titles),
        index=list(titles).index(view.one_of("why", titles, best)),
        format_func=lambda key: titles[key],
        **view.keeping("why", f"bridge {of.path.name}", str),
    )
    found = figures.bridged(of, asking.current(), str(option))
    show_bridge(found, figures.money(of))


def _save(of: Opened) -> None:
    """Keep what is asked as a file of its own."""
    st.header("Keep it", anchor=False)
    if of.is_record:
        st.info(
            "A version of record is not changed: open the scenario that it was made from.",
            icon=":material/lock:",
        )
        return
    if of.drafted:
        st.info(
            "It is asked of a draft. Save the draft first, under *Estate and demand*, and open "
            "it: what is asked can be asked of it there, and kept.",
            icon=":material/edit_note:",
        )
        return
    st.caption("As a new file beside this one, which stays as it is. No file is overwritten.")
    save_form(
        "save",
        "Save as a what-if",
        lambda title, note: filing.keep_asked(of, title, note),
        example="Recruitment is frozen",
        note=("Why it is asked", "asked by the director of resources"),
    )


if __name__ == "__main__":
    with guarded():
        page()
