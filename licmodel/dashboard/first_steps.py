"""The first comparison: a template, figures of one's own, and the answer at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st

from licmodel.analysis.comparison import Comparison, compare
from licmodel.dashboard.cells import Said, is_number
from licmodel.dashboard.drafting import Base, Edits, Laid, base_of, laid_over, place_text
from licmodel.dashboard.first_asked import (
    ASKED,
    EXAMPLE,
    START,
    WHO,
    YEARS,
    columns,
    edits_of,
    every_column,
    label_of,
    unfitting,
    usual,
)
from licmodel.dashboard.forms import fields
from licmodel.dashboard.grids import tell_refusals
from licmodel.dashboard.replacing import replace_next
from licmodel.dashboard.rows import Refusal
from licmodel.dashboard.shelf import as_name
from licmodel.dashboard.telling import answer, plain_words, table, tell
from licmodel.dashboard.welcome import FIRST
from licmodel.errors import InputError, LicmodelError
from licmodel.report.amounts import Amounts
from licmodel.report.sentences import answer_sentences
from licmodel.report.tables import summary
from licmodel.scenario.loading import load
from licmodel.scenario.merging import merge
from licmodel.scenario.overlay import Document, Keys, dump_document, write_new
from licmodel.terms.term import parse_number

_HELD, _SAID = "first held", "said"


def first_steps(template: str, place: Path) -> None:
    """What is asked of a template, and what it comes to.

    Parameters
    ----------
    template : str
        Its name.
    place : Path
        Folder in which the file is kept, once it is wanted.
    """
    said = _asked(template)
    _keep_in_address(template, said)
    found, refusals = edits_of(template, said)
    tell_refusals(refusals, "figure")
    if refusals:
        return
    laid = _laid(template, tuple(found.items()))
    if laid.scenario is None:
        _tell_faults(template, laid.faults)
        return
    comparison: Comparison = compare(laid.scenario)
    _warn(template, said)
    answer(answer_sentences(comparison))
    table(summary(comparison, Amounts(laid.scenario.finance.currency)))
    replace_next(comparison.results)
    if st.button("Keep it and open it", type="primary", icon=":material/arrow_forward:"):
        try:
            keep(template, said[WHO.path], laid, found, place)
        except LicmodelError as error:
            tell(error)
            return
        for key in (FIRST, _SAID):
            st.query_params.pop(key, None)
        st.rerun()


def _asked(template: str) -> dict[Keys, str]:
    """The fields, and what stands in each."""
    st.header("Put in your own figures", anchor=False)
    st.caption(
        "The answer below moves with them. All else is the template's, marked as assumed; you can "
        "change every figure of it afterwards."
    )
    now, name = _held(template), f"first {template}"
    said = fields(name, columns(template, of_example=False), now)
    fitting = columns(template, of_example=True)
    if fitting:
        st.markdown("**Figures of the example that must fit you**")
        st.caption(
            f"They are of {EXAMPLE[template]}, until you put in your own. The answer turns on them "
            "as much as on how many people there are."
        )
        said |= fields(name, fitting, now)
    st.session_state.setdefault(_HELD, {}).setdefault(template, {})["said"] = said
    return said


def _held(template: str) -> dict[Keys, str]:
    """What the fields begin with: as the template has it, as the address says, or as left here.

    While they are drawn it stays the same: a field that begins otherwise is another field.
    """
    held = st.session_state.setdefault(_HELD, {})
    if template not in held:
        held[template] = {"said": usual(template) | _from_address(template)}
    mine: dict[str, dict[Keys, str]] = held[template]
    if f"first {template} {WHO.heading}" not in st.session_state:
        mine["now"] = mine["said"]
    return mine["now"]


def _from_address(template: str) -> dict[Keys, str]:
    if st.query_params.get(FIRST) != template:
        return {}
    known = {each.heading: each.path for each in every_column(template)}
    parts = (each.partition("=") for each in st.query_params.get_all(_SAID))
    return {known[name]: text for name, _, text in parts if name in known}


def _keep_in_address(template: str, said: Mapping[Keys, str]) -> None:
    """Let what was typed stand in the address, so that loading the page again loses nothing."""
    at_first = usual(template)
    typed = [
        f"{each.heading}={said[each.path]}"
        for each in every_column(template)
        if said[each.path] != at_first[each.path]
    ]
    if st.query_params.get(FIRST) != template:
        st.query_params[FIRST] = template
    if typed != st.query_params.get_all(_SAID):
        if typed:
            st.query_params[_SAID] = typed
        else:
            st.query_params.pop(_SAID, None)


def _warn(template: str, said: Mapping[Keys, str]) -> None:
    """Say above the answer that it sets people of one's own beside figures of the example."""
    left = unfitting(template, said)
    if not left:
        return
    figures = "; ".join(f"{plain_words(label)}: {plain_words(value)}" for label, value in left)
    st.warning(
        f"**The people are yours, but these figures are still those of {EXAMPLE[template]}**, so "
        f"the answer may favour the wrong option: {figures}",
        icon=":material/warning:",
    )


def _tell_faults(template: str, faults: Sequence[LicmodelError]) -> None:
    """Faults by the field that they are of; what is of none lies in the months that were chosen."""
    places = {place_text(each.path): label_of(each.column) for each in ASKED[template]}
    refusals = []
    for fault in faults:
        label = places.get(str(fault.where))
        if label is not None:
            refusals.append(Refusal(label, fault.what.rpartition(f"{fault.where}: ")[2]))
            continue
        tell(
            InputError(
                fault.what,
                found=fault.found,
                expected=fault.expected,
                remedies=[f"choose another {START.heading}, or fewer {YEARS.heading}"],
            )
        )
    tell_refusals(refusals, "figure")


@st.cache_resource(max_entries=3, show_spinner=False)
def base_of_template(template: str) -> Base:
    """What a template says."""
    path = Path(str(files("licmodel.scenario") / "templates" / f"{template}.yaml"))
    return base_of(path, load(path))


def _base(template: str, edits: Edits) -> Base:
    """A template without the ranges that figures of one's own lie outside of: those are its own."""
    base = base_of_template(template)
    data = deepcopy(base.document.data)
    for path, said in edits.items():
        there = base.said(path)
        if isinstance(there, Mapping) and "range" in there and is_number(said):
            low, high = (parse_number(str(end)) for end in there["range"])
            if not low <= parse_number(str(said)) <= high:
                here: Any = data
                for step in path:
                    here = here[step]
                del here["range"]
    return replace(base, document=replace(base.document, data=data))


@st.cache_resource(max_entries=20, show_spinner=False)
def _laid(template: str, edits: tuple[tuple[Keys, Said], ...]) -> Laid:
    now = datetime.now().astimezone()
    why = f"filled in at the start, on {now.day} {now:%B %Y}"
    return laid_over(_base(template, dict(edits)), dict(edits), why)


def keep(template: str, who: str, laid: Laid, edits: Edits, place: Path) -> str:
    """Write a first comparison as a file of its own, under a name that is free; give the name.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    base = _base(template, edits)
    data = _whole(merge(base.document, Document(laid.data, {}, ())))
    stem = as_name(who)
    taken = {each.name for each in place.iterdir()}
    tried = [f"{stem}.yaml", *(f"{stem}_{number}.yaml" for number in range(2, 1000))]
    name = next(each for each in tried if each not in taken)
    write_new(place / name, dump_document(data))
    return name


def _whole(merged: Document) -> dict[str, Any]:
    """What a merged document says, with the sources that figures keep beside one of one's own."""
    data = deepcopy(dict(merged.data))
    for path, source in merged.kept.items():
        here: Any = data
        for step in path[:-1]:
            here = here[step]
        said = here[path[-1]]
        if isinstance(said, str) and is_number(said):
            here[path[-1]] = {"value": said, **source}
    return data
