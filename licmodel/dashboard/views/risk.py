"""Risk: what may come of each option, how likely, what moves the answer, and what is fixed."""

from __future__ import annotations

import streamlit as st

from licmodel.analysis.risk.risk import PERCENTILE, RANGES
from licmodel.dashboard import in_force, risk_figures, view
from licmodel.dashboard.risk_chances import bands, budget, cheapest, must_be_true, rests, set_aside
from licmodel.dashboard.risk_figures import Asked, Reading
from licmodel.dashboard.risk_moves import ranked, two_figures, unavoidable
from licmodel.dashboard.risk_terms import terms
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import answer, guarded, plain_words
from licmodel.report.amounts import counted, percent
from licmodel.report.risk_tables import RiskTables
from licmodel.terms.risk import DRAWS, MOST_SEED, SEED, Risk

_DRAWS = (1_024, 4_096, 16_384, 65_536)
_PERCENTILES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
_MEASURES = {"present_value": "Present value", "total": "Invoiced in all"}
_HOW = {
    None: "as the file says",
    "triangular": "every range that it states, likeliest as it stands",
    "uniform": "every range that it states, all alike likely",
}


def page() -> None:
    """The page, of the scenario that is open."""
    of = in_force.current()
    st.caption(plain_words(of.scenario.title))
    st.title("Risk", anchor=False)
    head = st.container()
    reading, asked = _asked(of)
    measure = reading.measure
    if risk_figures.uncertain(of, asked.ranges):
        found = risk_figures.answered(of, asked, reading)
        told = RiskTables(found)
        with head:
            answer([*told.sentences(), *told.under()])
        cheapest(of, told)
        bands(of, told)
        set_aside(told)
        budget(of, asked, reading)
        must_be_true(of, asked, reading, told)
    else:
        told = None
        with head:
            _nothing(of)
    with guarded():
        ranked(of, measure, None if told is None else told.found.leader, asked.changes)
    with guarded():
        two_figures(of, measure, () if told is None else told.conditions, asked.changes)
    with guarded():
        unavoidable(of)
    with guarded():
        terms(of)
    if told is not None:
        rests(told)


def _asked(of: Opened) -> tuple[Reading, Asked]:
    """By which measure, at which percentile, and how it is drawn."""
    said = of.scenario.risk or Risk()
    by, at, how = st.columns([3, 3, 2], vertical_alignment="bottom")
    measure = by.segmented_control(
        "Compared by",
        list(_MEASURES),
        format_func=lambda each: _MEASURES[each],
        default=view.one_of("by", _MEASURES),
        required=True,
        width="stretch",
        **view.keeping(
            "by", "risk measure", lambda each: None if each == "present_value" else each
        ),
    )
    shares = [str(each) for each in _PERCENTILES]
    share = at.select_slider(
        "What is set aside covers",
        list(_PERCENTILES),
        value=float(view.one_of("covers", shares, str(PERCENTILE))),
        format_func=lambda each: f"{percent(each)} of draws",
        help="The percentile at which a contingency is told: 80% is the figure that four draws in "
        "five are not above.",
        **view.keeping(
            "covers", "risk percentile", lambda each: None if each == PERCENTILE else str(each)
        ),
    )
    with how.popover("How it is drawn", icon=":material/casino:", width="stretch"):
        kinds = [None, *RANGES]
        asked = view.chosen("ranges")
        ranges = st.radio(
            "Figures that state a range",
            kinds,
            index=kinds.index(asked) if asked in kinds else 0,
            format_func=lambda each: _HOW[each],
            **view.keeping("ranges", f"risk ranges {of.path.name}", lambda each: each),
        )
        counts = sorted({*_DRAWS, said.draws})
        told = [str(each) for each in counts]
        draws = st.select_slider(
            "Draws",
            counts,
            value=int(view.one_of("draws", told, str(said.draws))),
            format_func=lambda each: f"{each:,}",
            **view.keeping(
                "draws",
                f"risk draws {of.path.name}",
                lambda each: None if each == said.draws else str(each),
            ),
        )
        seed = st.number_input(
            "Seed",
            0,
            MOST_SEED,
            value=_seed(said),
            help="The same seed gives the same figures, on any machine.",
            **view.keeping(
                "seed",
                f"risk seed {of.path.name}",
                lambda each: None if each == said.seed else str(each),
            ),
        )
    return (
        Reading(str(measure), float(share)),
        Asked(int(draws), int(seed), ranges, in_force.asked()),
    )


def _seed(said: Risk) -> int:
    """The seed of the address, where it is one; else the scenario's."""
    asked = view.chosen("seed") or ""
    seed = int(asked) if asked.isascii() and asked.isdecimal() else said.seed
    return seed if seed <= MOST_SEED else said.seed


def _nothing(of: Opened) -> None:
    """What to do where nothing is said to be uncertain."""
    answer(["Nothing here is said to be uncertain, so no chance can be told yet."])
    stated = risk_figures.uncertain(of, RANGES[0])
    if stated:
        st.markdown(
            plain_words(
                f"The file states how far {len(stated)} of its figures could reasonably go, and "
                "not how likely that is. They can be drawn this once, each likeliest where it "
                "stands:"
            )
        )

        def draw() -> None:
            st.session_state[f"risk ranges {of.path.name}"] = RANGES[0]
            view.choose("ranges", RANGES[0])

        st.button(
            f"Draw the {counted(len(stated), 'stated range')}",
            type="primary",
            icon=":material/casino:",
            on_click=draw,
        )
    with st.expander("How to say how far a figure could go", expanded=not stated):
        st.markdown(
            "On Estate and demand, under How many or Options and lines, Anything else takes two "
            "rows for each figure, its least and its most:\n"
            "- options.renew.lines.support.amount.range.1, 70,000\n"
            "- options.renew.lines.support.amount.range.2, 160,000\n\n"
            f"It is then drawn here, likeliest where it stands: {DRAWS:,} draws from seed {SEED}, "
            "unless the file says otherwise."
        )


if __name__ == "__main__":
    with guarded():
        page()
