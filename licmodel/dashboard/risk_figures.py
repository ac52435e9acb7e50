"""Figures of risk as the command line works them out, kept while their file stands."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from licmodel.analysis.decisions.break_evens import BreakEven, breakeven
from licmodel.analysis.decisions.sensitivity import Sensitivity, TwoWay, sensitivity, two_way
from licmodel.analysis.estate.unavoidable import Unavoidable, unavoidable
from licmodel.analysis.risk.drawn import Drawn
from licmodel.analysis.risk.risk import read_risk, risk_draws, what_is_uncertain
from licmodel.analysis.risk.risk_answer import RiskAnswer
from licmodel.analysis.risk.risk_reading import Limit
from licmodel.analysis.risk.uncertain import Uncertain
from licmodel.analysis.telling import Tell
from licmodel.analysis.what_if import can_be_changed
from licmodel.dashboard.figures import Changes, embodied, levers, model
from licmodel.dashboard.shelf import Opened
from licmodel.errors import InputError
from licmodel.records import record

_PATIENCE = 1.0
"""Seconds for which nobody needs a bar."""

_MOST_KEPT = 8


@record
class Asked:
    """How it is drawn: by how many draws, from which seed, and how stated ranges are.

    Each is none where the file's own word holds; ``changes`` are true in every draw.
    """

    draws: int | None = None
    seed: int | None = None
    ranges: str | None = None
    changes: Changes = ()


@record
class Reading:
    """How draws are read: by which measure, at which percentile, and of whose winning."""

    measure: str
    at: float
    to_win: str | None = None


def uncertain(of: Opened, ranges: str | None) -> dict[str, Uncertain]:
    """Every figure that would be drawn."""
    return _uncertain(of.mark, ranges, of)


@st.cache_resource(max_entries=20, show_spinner=False)
def _uncertain(mark: str, ranges: str | None, _of: Opened) -> dict[str, Uncertain]:  # noqa: ARG001  what it is kept by
    return what_is_uncertain(_of.scenario, ranges)


def drawn(of: Opened, asked: Asked) -> Drawn:
    """The draws, made once; a bar stands on the page where that takes over a second.

    Not kept by Streamlit's own decorator, under which no bar could be drawn.
    """
    kept = _kept()
    key = (of.mark, asked)
    found = kept.get(key)
    if found is None:
        place = st.empty()
        try:
            whole, what_if = embodied(of, asked.changes)
            found = risk_draws(
                whole,
                what_if=what_if,
                draws=asked.draws,
                seed=asked.seed,
                ranges=asked.ranges,
                tell=_later(lambda share: place.progress(share, "Drawing …")),
            )
        finally:
            place.empty()
        for old in list(kept)[: 1 - _MOST_KEPT]:  # of a copy: another window may do the same
            kept.pop(old, None)
        kept[key] = found
    return found


def _later(show: Callable[[float], object]) -> Tell:
    """What shows a share only once the work has gone on for a second."""
    begun = time.monotonic()

    def tell(done: int, of: int) -> None:
        if done < of and time.monotonic() - begun > _PATIENCE:
            show(done / of)

    return tell


@st.cache_resource(max_entries=1, show_spinner=False)
def _kept() -> dict[tuple[str, Asked], Drawn]:
    return {}


def answered(
    of: Opened, asked: Asked, reading: Reading, limits: tuple[Limit, ...] = ()
) -> RiskAnswer:
    """What ``licmodel risk`` answers, read off the draws."""
    return _answered(of.mark, asked, reading, limits, drawn(of, asked))


@st.cache_resource(
    max_entries=50, show_spinner=False, hash_funcs={Asked: repr, Reading: repr, Limit: repr}
)
def _answered(
    mark: str,  # noqa: ARG001  what it is kept by
    asked: Asked,  # noqa: ARG001
    reading: Reading,
    limits: tuple[Limit, ...],
    _drawn: Drawn,
) -> RiskAnswer:
    return read_risk(
        _drawn, measure=reading.measure, at=reading.at, limits=limits, to_win=reading.to_win
    )


def ranked(of: Opened, option: str | None, measure: str, changes: Changes) -> Sensitivity:
    """Which figures move an option most."""
    return _ranked(of.mark, option, measure, changes, of)


@st.cache_resource(max_entries=50, show_spinner=False)
def _ranked(
    mark: str,  # noqa: ARG001  what it is kept by
    option: str | None,
    measure: str,
    changes: Changes,
    _of: Opened,
) -> Sensitivity:
    whole, what_if = embodied(_of, changes)
    return sensitivity(whole, option=option, measure=measure, what_if=what_if)


def movable(of: Opened) -> dict[str, str]:
    """Figures that can be moved, by key: those that matter most, then every other."""
    weighty = {each.dial.key: each.dial.label for each in levers(of).swings}
    inputs = model(of).program.inputs.items()
    others = {key: each.label for key, each in inputs if can_be_changed(key)}
    return weighty | {key: label for key, label in others.items() if key not in weighty}


def mapped(of: Opened, pair: tuple[str, str], measure: str, changes: Changes) -> TwoWay:
    """Two figures against each other."""
    return _mapped(of.mark, pair, measure, changes, of)


@st.cache_resource(max_entries=50, show_spinner=False)
def _mapped(
    mark: str,  # noqa: ARG001  what it is kept by
    pair: tuple[str, str],
    measure: str,
    changes: Changes,
    _of: Opened,
) -> TwoWay:
    whole, what_if = embodied(_of, changes)
    return two_way(whole, *pair, measure=measure, what_if=what_if)


def fixed(of: Opened, seen_from: int | None, changes: Changes) -> Unavoidable:
    """What cannot be avoided any more, seen from a month."""
    return _fixed(of.mark, seen_from, changes, of)


@st.cache_resource(max_entries=50, show_spinner=False)
def _fixed(mark: str, seen_from: int | None, changes: Changes, _of: Opened) -> Unavoidable:  # noqa: ARG001  what it is kept by
    whole, what_if = embodied(_of, changes)
    return unavoidable(whole.scenario, seen_from, what_if=what_if)


@record
class Tie:
    """What is asked of one figure: between which options, by what, from where to where.

    An end that is not said is found; ``asked`` are changes that hold meanwhile.
    """

    key: str
    between: tuple[str, ...]
    measure: str
    ends: tuple[str, str]
    asked: Changes


def tied(of: Opened, tie: Tie) -> BreakEven:
    """Where options tie as one figure moves."""
    return _tied(of.mark, tie, of)


@st.cache_resource(max_entries=50, show_spinner=False, hash_funcs={Tie: repr})
def _tied(mark: str, tie: Tie, _of: Opened) -> BreakEven:  # noqa: ARG001  what it is kept by
    if len(tie.between) == 1:
        raise InputError("one option ties with none", remedies=["choose another beside it"])
    low, high = (each.strip() or None for each in tie.ends)
    whole, what_if = embodied(_of, tie.asked)
    return breakeven(
        whole,
        tie.key,
        between=tie.between,
        measure=tie.measure,
        low=low,
        high=high,
        what_if=what_if,
    )
