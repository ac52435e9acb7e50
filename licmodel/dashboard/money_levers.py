"""What one would settle for: what each lever of a negotiation is worth, and where to walk away.

Not for the other side. Nothing that makes a file to be shared reads this module, and what is
chosen here stands in the address of this page alone.
"""

from __future__ import annotations

from functools import partial
from shlex import quote

import streamlit as st

from licmodel.analysis.decisions.lever_list import Steps, read_steps
from licmodel.analysis.decisions.levers import NOT_SHARED, Levers
from licmodel.analysis.decisions.levers import levers as levers_of
from licmodel.charts.bars import worths as bars
from licmodel.dashboard import figures, in_force, view
from licmodel.dashboard.cases import Case, in_hand
from licmodel.dashboard.money_choices import costed, option_chosen
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import answer, blocks, picture, plain_words
from licmodel.records import record
from licmodel.report.amounts import Amounts
from licmodel.report.levers import (
    INTERACTION,
    TOGETHER,
    has_no_prices,
    levers_csv,
    levers_sentences,
    refused_blocks,
    under_blocks,
    walk_away_blocks,
    worth_blocks,
    worths,
)
from licmodel.terms.term import number_text

_USUAL = Steps()
_STEPS = {
    "points": ("Points off", number_text(_USUAL.points), "Points of discount, off the list price"),
    "cap": (
        "Rises capped at",
        number_text(_USUAL.cap, percent=True),
        "Of the price paid, each time that it is set anew",
    ),
    "true_down": (
        "Seats that may go",
        number_text(_USUAL.true_down, percent=True),
        "Part of the seats, at each anniversary",
    ),
    "later": ("Months later", number_text(_USUAL.later), "What is new in the option begins later"),
    "hold": ("Months held", number_text(_USUAL.hold), "Prices are held for so long"),
    "term": ("Months of term", "", "A longer term; unless said, the next of 12, 36 and 60"),
}
_CHEAPEST = "the cheapest of the others"
_WIDE = 148
"""Of a field: two stand beside each other on a phone [dots]."""


@record
class _Asked:
    """What is negotiated, against what, and how far each lever is pulled."""

    option: str
    against: str | None
    said: tuple[tuple[str, str], ...]
    """Steps that are not as usual, as they were typed."""

    @property
    def steps(self) -> Steps:
        """How far each lever is pulled."""
        return read_steps(dict(self.said))

    def command(self, file: str, under: str) -> str:
        """The command that answers the same."""
        more = {"against": self.against, **dict(self.said)}
        flags = "".join(
            f" --{key.replace('_', '-')} {quote(each)}" for key, each in more.items() if each
        )
        return f"licmodel levers {quote(file)} --option {quote(self.option)}{flags}{under}"


def negotiate(of: Opened) -> None:
    """What each lever is worth, alone and with the others, and where to walk away."""
    st.warning(plain_words(NOT_SHARED), icon=":material/lock:")
    case = in_hand(of)
    asked = _asked(of, case.of)
    if asked is None:
        st.info("No option has a cost yet, so there is nothing to negotiate about.")
        return
    found = pulled(case, asked)
    answer(levers_sentences(found))
    blocks(under_blocks(found))
    _worth(found)
    st.header("Where to walk away", anchor=False)
    blocks(walk_away_blocks(found))
    if has_no_prices(found):
        st.markdown("What if turns any figure of it.")
    under = in_force.words_for_a_command(case.of)
    what = "the draft is saved" if case.of.drafted else "what is asked is kept"
    later = "" if under is not None else f", once {what} and opened"
    st.caption(f"The same on the command line{later}")
    st.code(asked.command(of.path.name, under or ""), language=None, wrap_lines=True)
    st.download_button(
        "For ourselves: what each takes off (CSV)",
        levers_csv(found),
        f"{of.path.stem}_{asked.option}_levers.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _asked(of: Opened, shown: Opened) -> _Asked | None:
    titles = costed(shown)
    if not titles:
        return None
    which, beside = st.columns(2)
    option = option_chosen(
        of,
        titles,
        which,
        "negotiate",
        usual=shown.scenario.baseline_key,
        label="What is negotiated",
    )
    others = {key: title for key, title in titles.items() if key != option}
    every, chosen = [None, *others], view.chosen("against")
    against = beside.selectbox(
        "The way out, if it fails",
        every,
        index=every.index(chosen) if chosen in others else 0,
        format_func=lambda each: _CHEAPEST if each is None else others[each],
        **view.keeping("against", f"levers against {of.path.name} {option}", lambda each: each),
    )
    return _Asked(option, against, _steps(of))


def _steps(of: Opened) -> tuple[tuple[str, str], ...]:
    """How far each lever is pulled, as far as that is not as usual."""
    found = []
    st.caption("How far each lever is pulled:")
    with st.container(horizontal=True):
        for key, (label, usual, words) in _STEPS.items():
            typed = st.text_input(
                label,
                value=view.chosen(key) or usual,
                placeholder=usual or "the next longer",
                help=words,
                width=_WIDE,
                **view.keeping(key, f"levers {key} {of.path.name}", partial(_unusual, usual)),
            )
            said = _unusual(usual, typed or "")
            if said is not None:
                found.append((key, said))
    return tuple(found)


def _unusual(usual: str, typed: str) -> str | None:
    """A step as it was typed; none where it is as usual."""
    said = typed.strip()
    return None if said in {"", usual} else said


def _worth(found: Levers) -> None:
    """What each takes off: bars, with the table of the command."""
    told = worth_blocks(found)
    if told:
        _bars(found)
        blocks(told[:1])
        with st.expander("What is taken for granted, all else as it stands"):
            st.markdown("\n".join(f"- {plain_words(str(each).strip())}" for each in told[1][1:]))
    blocks(refused_blocks(found))


def _bars(found: Levers) -> None:
    """The weightiest, what they do together, and all of them."""
    steps, amounts = worths(found), Amounts(found.model.scenario.finance.currency)
    if not steps:
        return
    st.header("What each takes off, by present value", anchor=False)
    picture(
        bars(
            [(name, amount, amounts.whole(amount)) for name, amount in steps],
            (INTERACTION, TOGETHER),
            mode=str(st.context.theme.type or "light"),
        ),
        f'Bar chart. What the weightiest levers take off "{found.title}" by present value, what '
        "all of them do together, and what all take off. All stand in the table below.",
    )


def pulled(case: Case, asked: _Asked) -> Levers:
    """What ``licmodel levers`` answers."""
    return _pulled(case.mark, asked, case)


@st.cache_resource(max_entries=20, show_spinner="Pulling every lever …", hash_funcs={_Asked: repr})
def _pulled(mark: str, asked: _Asked, _case: Case) -> Levers:  # noqa: ARG001  what it is kept by
    scenario, what_if = _case.laid()
    with figures.in_turn:
        return levers_of(
            scenario,
            asked.option,
            steps=asked.steps,
            what_if=what_if,
            against=asked.against,
        )
