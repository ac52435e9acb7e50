"""What a draft leaves behind: what the file asks of figures that are gone, or has otherwise now."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator, Mapping

import streamlit as st

from licmodel.analysis.risk.uncertain import uncertain_of
from licmodel.analysis.what_if import inputs_of
from licmodel.assembly.assemble import Model
from licmodel.dashboard import drafts, figures
from licmodel.dashboard.cells import GONE
from licmodel.dashboard.drafting import Base, Edits, place_text
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import plain_words
from licmodel.errors import InputError
from licmodel.report.phrases import listed
from licmodel.scenario.overlay import SOURCING, Keys, in_words
from licmodel.scenario.scenario import Scenario

_SHOWN = 6


def tell_left_over(of: Opened) -> None:
    """Say what the draft also does away with, and what would not be understood any more."""
    base, edits, shown = drafts.based(of), drafts.current(of), drafts.redrawn(of)
    if told := [
        f"{place_text(path)} ({in_words(base.said(path))})"
        for path in displaced(base, edits, shown.scenario)
    ]:
        st.warning(
            "What is given by dates takes the place of the whole figure, so the draft has these "
            "no more: " + plain_words(_few(told)),
            icon=":material/warning:",
        )
    broken = astray(figures.model(shown))
    if not broken:
        return
    st.warning(
        "The draft has no figure any more that these are of, so the file could not be used for "
        "them: " + plain_words(_few(list(broken.values()))),
        icon=":material/warning:",
    )
    st.button(
        "Take these away too",
        on_click=drafts.change,
        args=(of, {as_numbered(base, edits, path): GONE for path in broken}),
        icon=":material/cleaning_services:",
    )


def _few(told: list[str]) -> str:
    more = len(told) - _SHOWN
    return "; ".join(told if more <= 0 else [*told[:_SHOWN], f"and {more} more"])


def displaced(base: Base, edits: Edits, drafted: Scenario) -> list[Keys]:
    """What the file says beside an edit, and the draft does not, though nobody took it away.

    A figure in another form takes the place of the whole: dates that of a start and a growth.
    """
    found: dict[Keys, None] = {}
    for path in edits:
        for length in range(2, len(path)):
            # lines that an option takes over are not the file's words for it, and stay
            there = base.own(path[:length])
            for key in there if isinstance(there, Mapping) else ():
                each = (*path[:length], str(key))
                is_typed = any(edit[: len(each)] == each for edit in edits)
                if not is_typed and key not in SOURCING and drafted.said(each, first=1) is None:
                    found[each] = None
    return [each for each in found if not any(each[:at] in found for at in range(len(each)))]


def astray(of: Model) -> dict[Keys, str]:
    """What changes, draws or ties figures that are gone: by path, in words."""
    found = {path: words for path, key, words in _asked(of.scenario) if not _is_figure(of, key)}
    return found | _untied(of, {path[-1] for path in found if path[0] == "risk"})


def as_numbered(base: Base, edits: Edits, path: Keys) -> Keys:
    """The path of what ties figures as the draft has it: items that it takes away keep a number."""
    ties = ("risk", "correlations")
    if path[:2] != ties:
        return path
    every = range(1, len(base.said(ties) or ()) + len(edits) + 1)
    kept = [str(number) for number in every if edits.get((*ties, str(number))) is not GONE]
    return (*ties, kept[int(path[2]) - 1])


def _untied(of: Model, gone: set[str]) -> dict[Keys, str]:
    """Figures that are said to move together, of which one is not drawn any more."""
    risk = of.scenario.risk
    if risk is None or not risk.correlations:
        return {}
    kept = {key: how for key, how in risk.inputs.items() if key not in gone}
    scenario = of.scenario.model_copy(update={"risk": risk.model_copy(update={"inputs": kept})})
    try:
        drawn = uncertain_of(dataclasses.replace(of, scenario=scenario))
    except InputError:  # told where risk is
        return {}
    inputs = {each.key for every in drawn.values() for each in every.inputs}
    return {
        ("risk", "correlations", str(at)): f"risk has {listed(said.between)} move together"
        for at, said in enumerate(risk.correlations, 1)
        if not all(_is_figure(of, key, inputs) for key in said.between)
    }


def _asked(scenario: Scenario) -> Iterator[tuple[Keys, str, str]]:
    for name, what_if in scenario.what_ifs.items():
        title = what_if.title or name.replace("_", " ")
        for key in what_if.changes:
            yield ("what_ifs", name, key), key, f'"{title}" changes {key}'
    for key in scenario.risk.inputs if scenario.risk is not None else ():
        yield ("risk", "inputs", key), key, f"risk draws {key}"


def _is_figure(of: Model, key: str, among: Container[str] | None = None) -> bool:
    try:
        first, *_ = inputs_of(of, key, "", None)
    except InputError:
        return False
    return among is None or first in among
