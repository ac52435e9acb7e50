"""Explain: any figure down to its sources, every assumption, every check."""

from __future__ import annotations

from shlex import quote

import pandas as pd
import streamlit as st

from licmodel.analysis.checks import checks, master_text
from licmodel.analysis.provenance import register
from licmodel.assembly.assemble import Model
from licmodel.dashboard import figures, in_force, view
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words, table, tree_html
from licmodel.language.program import Row
from licmodel.report.grid import Grid
from licmodel.report.registers import check_rows, value_of
from licmodel.report.traces import trace_lines
from licmodel.terms.months import month_words, parse_month

_FIRST = ("billed.total", "present_value", "equivalent_annual_cost", "peak", "billed.by_year")


def page() -> None:
    """The page, of the scenario that is open."""
    of = in_force.current()
    st.caption(plain_words(of.scenario.title))
    st.title("How does a figure come about?", anchor=False)
    figure, assumptions, checked = st.tabs(
        ["A figure", "Assumptions", "Checks"], key="look", bind="query-params"
    )
    with figure, guarded():
        _figure(of)
    with assumptions, guarded():
        _register(of)
    with checked, guarded():
        _checks(of)


def _figure(of: Opened) -> None:
    """One figure as a tree."""
    model = figures.every_figure(of, in_force.asked()).model
    keys = _in_order(model)
    which, when = st.columns([3, 1])
    key = which.selectbox(
        "Figure",
        keys,
        format_func=lambda each: f"{_label(model, each)} ({each})",
        index=keys.index(view.one_of("figure", keys)),
        **view.keeping("figure", f"figure {of.path.name}", str),
        help="Type a part of its name: every figure of the model is here.",
    )
    row = model.program.rows.get(str(key))
    labels = [] if row is None or row.axis == "whole" else _labels(model, row)
    period = None
    if labels:
        period = when.selectbox(
            "When",
            labels,
            index=labels.index(view.one_of("when", labels)),
            format_func=_said,
            **view.keeping("when", f"when {key}", str),
        )
    trace = figures.explained(of, str(key), period, in_force.asked())
    st.html(tree_html(trace_lines(trace)))
    under = in_force.words_for_a_command(of)
    if under is None:
        st.caption("The command line explains the same once what is typed or asked is kept.")
        return
    when_said = f" {period}" if period else ""
    command = f"licmodel explain {quote(of.path.name)} {key}{when_said}{under}"
    st.caption("The same on the command line")
    st.code(command, language="shell", wrap_lines=True)


def _in_order(model: Model) -> list[str]:
    """Figures that people ask for, then every other row and input."""
    first = [
        f"{option}.{figure}"
        for option in model.options
        for figure in _FIRST
        if f"{option}.{figure}" in model.program.rows
    ]
    every = dict.fromkeys([*first, *model.program.rows, *model.program.inputs])
    return list(every)


def _label(model: Model, key: str) -> str:
    found = model.program.rows.get(key) or model.program.inputs[key]
    return found.label


def _labels(model: Model, row: Row) -> list[str]:
    return list(model.program.periods.labels(row.axis))


def _said(label: str) -> str:
    is_month = len(label) == len("2027-04") and label[4] == "-"
    return month_words(parse_month(label)) if is_month else label


def _register(of: Opened) -> None:
    """Every figure that somebody gave, the weakest first."""
    listed = register(figures.every_figure(of, in_force.asked()))
    st.markdown(
        "Every figure that somebody gave, the weakest first. *Weight* is the largest share of an "
        "option's total that rests on it."
    )
    rows = pd.DataFrame(
        [
            {
                "Figure": each.label,
                "Value": value_of(each),
                "Status": each.input.origin.status,
                "Weight": each.weight,
                "Source": each.input.origin.source,
                "Dated": _dated(each.input.origin.dated),
                "Doubt": ", ".join(
                    word
                    for word, holds in (("stale", each.is_stale), ("not used", not each.is_used))
                    if holds
                ),
                "Owner": each.input.origin.owner or "",
                "Where": each.input.origin.place or "",
                "Key": each.key,
            }
            for each in listed
        ]
    )
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=620,
        column_config={
            "Weight": st.column_config.NumberColumn(format="percent"),
            "Figure": st.column_config.TextColumn(width="medium", pinned=True),
            "Source": st.column_config.TextColumn(width="large"),
        },
        alt="Assumption register: figure, value, status, weight, source, date, doubt, owner, place",
    )


def _dated(text: str | None) -> str:
    return "" if text is None else month_words(parse_month(text))


def _checks(of: Opened) -> None:
    """Every check, and the master check over them."""
    found = checks(figures.every_figure(of, in_force.asked()))
    st.markdown(f"**{plain_words(master_text(found))}**")
    rows = check_rows(found)
    table(
        Grid(
            "What is checked each time that the figures are worked out",
            [name for name, *_ in rows],
            ["Verdict", "Of"],
            [[verdict, of_what] for _, verdict, of_what in rows],
        ),
        words=True,
    )


if __name__ == "__main__":
    with guarded():
        page()
