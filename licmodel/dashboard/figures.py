"""Figures as the command line works them out, kept while the file that they are of stands."""

from __future__ import annotations

from threading import Lock

import streamlit as st

from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.decisions.answers import WhatIfAnswer, whatif
from licmodel.analysis.decisions.asked import ask, case_of, embodied_model
from licmodel.analysis.decisions.bridges import Bridge, bridge
from licmodel.analysis.decisions.horizons import Horizon
from licmodel.analysis.decisions.horizons import horizons as horizons_of
from licmodel.analysis.decisions.sensitivity import Sensitivity, sensitivity
from licmodel.analysis.results import Results, run, whole
from licmodel.assembly.assemble import Model, assemble
from licmodel.charts.palette import Look, looks
from licmodel.dashboard.shelf import Opened, opened
from licmodel.language.words import Trace
from licmodel.report.amounts import Amounts

in_turn = Lock()
"""Held by what takes longer than an answer: where many people ask at once, answers go ahead."""

Changes = tuple[tuple[str, str, str], ...]
"""What is asked: key, way (set, add or times) and value, in the order asked."""


def current() -> Opened:
    """The scenario that is open.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    return opened(st.session_state["path"])


def option_looks(of: Opened) -> dict[str, Look]:
    """How each option of a scenario looks, on every chart of it."""
    options = of.scenario.options
    return looks(key for key, option in options.items() if option.is_costed)


def as_mapping(changes: Changes) -> dict[str, dict[str, str]]:
    """Changes as ``whatif`` takes them.

    Examples
    --------
    >>> as_mapping((("prices.e3", "times", "1.08"),))
    {'prices.e3': {'times': '1.08'}}
    """
    return {key: {way: value} for key, way, value in changes}


def model(of: Opened) -> Model:
    """A scenario assembled once, for whoever asks again and again."""
    return _model(of.mark, of)


@st.cache_resource(max_entries=10, show_spinner=False)
def _model(mark: str, _of: Opened) -> Model:  # noqa: ARG001  what it is kept by
    return assemble(_of.scenario)


def compared(of: Opened, *, real: bool = False, changes: Changes = ()) -> Comparison:
    """Every option of a scenario, by financial year, as it stands or as asked."""
    return _compared(of.mark, real, changes, of)


@st.cache_resource(max_entries=20, show_spinner=False)
def _compared(mark: str, real: bool, changes: Changes, _of: Opened) -> Comparison:  # noqa: ARG001, FBT001  what it is kept by
    if not changes:
        return compare(_of.scenario, real=real)
    whole = assemble(_of.scenario, real=True) if real else model(_of)
    return compare(_asked(whole, changes), real=real)


def _asked(of: Model, changes: Changes) -> Results:
    """Figures as asked, in place of those that stand."""
    case = case_of(of, ask(of.scenario, as_mapping(changes)))
    return case.results.under(case.what_if)


def embodied(of: Opened, changes: Changes, title: str | None = None) -> tuple[Model, str | None]:
    """The model, with changes among its what-ifs, and what they are called there."""
    whole = model(of)
    if not changes:
        return whole, None
    asked = ask(of.scenario, as_mapping(changes), title=title)
    return embodied_model(whole, asked), asked.name


def levers(of: Opened) -> Sensitivity:
    """Which figures matter most."""
    return _levers(of.mark, of)


@st.cache_resource(max_entries=20, show_spinner=False)
def _levers(mark: str, _of: Opened) -> Sensitivity:  # noqa: ARG001  what it is kept by
    return sensitivity(model(_of))


def answered(of: Opened, changes: Changes) -> WhatIfAnswer:
    """Every option as it stands and as asked."""
    return _answered(of.mark, changes, of)


@st.cache_resource(max_entries=50, show_spinner=False)
def _answered(mark: str, changes: Changes, _of: Opened) -> WhatIfAnswer:  # noqa: ARG001  what it is kept by
    return whatif(model(_of), as_mapping(changes), beside=[])


def bridged(of: Opened, changes: Changes, option: str) -> Bridge:
    """Why an option costs more, or less, as asked than as it stands."""
    return _bridged(of.mark, changes, option, of)


@st.cache_resource(max_entries=50, show_spinner=False)
def _bridged(mark: str, changes: Changes, option: str, _of: Opened) -> Bridge:  # noqa: ARG001  what it is kept by
    asked = ask(_of.scenario, as_mapping(changes))
    return bridge(model(_of), option, f"{option}@{asked.name}", asked=asked)


def between(of: Opened, changes: Changes, first: str, second: str) -> Bridge:
    """Why one option costs more, or less, than another."""
    return _between(of.mark, changes, first, second, of)


@st.cache_resource(max_entries=50, show_spinner=False)
def _between(mark: str, changes: Changes, first: str, second: str, _of: Opened) -> Bridge:  # noqa: ARG001  what it is kept by
    if not changes:
        return bridge(model(_of), first, second)
    asked = ask(_of.scenario, as_mapping(changes))
    whole = embodied_model(model(_of), asked)
    return bridge(whole, f"{first}@{asked.name}", f"{second}@{asked.name}")


def horizons(of: Opened, changes: Changes) -> tuple[Horizon, ...]:
    """Every option over other numbers of years."""
    return _horizons(of.mark, changes, of)


@st.cache_resource(max_entries=20, show_spinner=False)
def _horizons(mark: str, changes: Changes, _of: Opened) -> tuple[Horizon, ...]:  # noqa: ARG001  what it is kept by
    return horizons_of(model(_of), as_mapping(changes))


def every_figure(of: Opened, changes: Changes = ()) -> Results:
    """The results with every row that can be explained, as they stand or as asked."""
    return _every_figure(of.mark, changes, of)


@st.cache_resource(max_entries=10, show_spinner=False)
def _every_figure(mark: str, changes: Changes, _of: Opened) -> Results:  # noqa: ARG001  what it is kept by
    every = whole(_of.scenario)
    return _asked(every, changes) if changes else run(every, with_rests=True)


def explained(of: Opened, key: str, when: str | None, changes: Changes = ()) -> Trace:
    """How a figure came about."""
    return every_figure(of, changes).explain(key, when)


def money(of: Opened) -> Amounts:
    """How money of a scenario is written."""
    return Amounts(of.scenario.finance.currency)
