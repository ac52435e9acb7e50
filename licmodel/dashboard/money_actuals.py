"""What rows of invoices or of a ledger are: which column is which, and which line each is of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from licmodel.analysis.accounts.actuals import BUDGET, CODES
from licmodel.dashboard.columns import asked_columns
from licmodel.dashboard.marks import label_words
from licmodel.dashboard.shelf import Opened
from licmodel.intake.actuals import FORMS
from licmodel.intake.findings import Report
from licmodel.intake.mappings import Mapping as ColumnMapping
from licmodel.intake.mappings import propose
from licmodel.intake.reading import read_by
from licmodel.intake.reconciling import unplaced
from licmodel.intake.tables import open_book
from licmodel.report.phrases import distinct
from licmodel.scenario.scenario import Scenario

_KINDS = {"invoices": "A list of invoices", "ledger": "A ledger"}
_MOST_ASKED = 20
_OF_NONE = "no line of this option"


def columns(path: Path) -> ColumnMapping | None:
    """Which column is which, from the headings; what they leave in doubt is asked."""
    book = open_book(path)
    proposal = propose(book, FORMS)
    key = f"actuals {path.parent.name}"
    kind = str(
        st.segmented_control(
            "What it is",
            list(_KINDS),
            default=proposal.mapping.holds,
            required=True,
            format_func=lambda each: _KINDS[each],
            key=f"{key} kind",
        )
    )
    if kind != proposal.mapping.holds:
        proposal = propose(book, (kind,))
    return asked_columns(proposal, f"{key} {kind}")


def placed(shown: Opened, option: str, path: Path, by: ColumnMapping) -> ColumnMapping:
    """The mapping, with what a reader says of lines and of the budget's codes."""
    report = _read(str(path), by, shown.scenario.finance.currency)
    things = unplaced(shown.scenario, report, by, option)
    codes = {
        code: sorted({each.codes[code] for each in report.actuals if code in each.codes})
        for code in CODES
    }
    codes = {code: found for code, found in codes.items() if len(found) > 1}
    if not things and not codes:
        return by
    lines = {name: dict(said) for name, said in by.lines.items()}
    mark = hashlib.sha256(repr((by, option)).encode()).hexdigest()[:8]
    key = f"placed {path.parent.name} {mark}"
    with st.expander("Which line is each row of?", expanded=bool(things)):
        if things:
            st.caption(
                "By their names these are of none of its lines. Say which line each is of; what "
                "is left is told as under no one line."
            )
        titles = _line_titles(shown.scenario, option)
        asked = sorted(things, key=lambda each: -each.rows)[:_MOST_ASKED]
        for pair in (asked[at : at + 2] for at in range(0, len(asked), 2)):
            for place, thing in zip(st.columns(2), pair, strict=False):
                rows = "1 row" if thing.rows == 1 else f"{thing.rows:,} rows"
                chosen = place.selectbox(
                    label_words(f"{thing.name} ({rows})"),
                    [None, *titles],
                    format_func=lambda each: _OF_NONE if each is None else titles[each],
                    key=f"{key} {thing.kind} {thing.name}",
                )
                if chosen is not None:
                    said = lines.setdefault(chosen, {})
                    said[thing.kind] = (*said.get(thing.kind, ()), thing.name)
        if len(things) > _MOST_ASKED:
            st.caption(
                f"and {len(things) - _MOST_ASKED:,} more: name them under lines: of the mapping"
            )
        _codes(codes, lines, key)
    return replace(by, lines=lines)


def _line_titles(scenario: Scenario, option: str) -> dict[str, str]:
    homes = scenario.homes(option).items()
    lines = {name: scenario.options[home].lines[name] for name, home in homes}
    return distinct({name: line.title or name.replace("_", " ") for name, line in lines.items()})


def _codes(
    codes: Mapping[str, Sequence[str]], lines: dict[str, dict[str, tuple[str, ...]]], key: str
) -> None:
    """Which codes are this budget's: rows under others are counted nowhere."""
    for code, found in codes.items():
        own = lines.get(BUDGET, {}).get(code, ())
        chosen = st.multiselect(
            f"{code.replace('_', ' ').capitalize()} of this budget",
            found,
            default=[each for each in own if each in found],
            placeholder="all of them",
            help="Rows under another code are this budget's only where they name one of its lines.",
            key=f"{key} {code}",
        )
        elsewhere = [each for each in own if each not in found] if chosen else []
        said = {**lines.pop(BUDGET, {}), code: (*elsewhere, *chosen)}
        said = {each: texts for each, texts in said.items() if texts}
        if said:
            lines[BUDGET] = said


@st.cache_resource(max_entries=10, show_spinner=False, hash_funcs={ColumnMapping: repr})
def _read(path: str, by: ColumnMapping, currency: str) -> Report:
    return read_by(path, by, currency=currency)
