"""Explain: any figure down to its sources, every assumption, every check."""

from __future__ import annotations

from shlex import quote

import pandas as pd
import streamlit as st

from licmodel.analysis.checks import checks, master_text
from licmodel.analysis.figures import MEASURES
from licmodel.analysis.provenance import register
from licmodel.assembly.assemble import Model
from licmodel.dashboard import figures, in_force, view
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words, table, tree_html
from licmodel.report.grid import Grid
from licmodel.report.phrases import by_name
from licmodel.report.registers import check_rows, value_of
from licmodel.report.traces import trace_lines
from licmodel.terms.figure import STRENGTH
from licmodel.terms.months import month_words, parse_month

_OF = " in "
"""Between a figure and a year, where both are chosen at once."""
_BY = {
    "month": ", by month",
    "year": ", by year",
    "contract_year": ", by contract year",
    "whole": "",
}
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
    labels = _figures(model)
    which, when = st.columns([3, 1])
    key, field = "", f"figure {of.path.name}"

    def chosen() -> None:
        """A figure of one year is that figure with its year; any other opens at its first."""
        key, _, year = str(st.session_state[field]).partition(_OF)
        st.session_state[field] = key
        st.session_state.pop(f"when {key}", None)
        view.choose("figure", key)
        view.choose("when", year)

    key = which.selectbox(
        "Figure",
        list(labels),
        format_func=labels.__getitem__,
        index=list(labels).index(view.one_of("figure", labels)),
        key=field,
        on_change=chosen,
        help="Type a part of its name: every figure of the model is here.",
    )
    periods = _periods(model, str(key))
    period = None
    if periods:
        period = when.selectbox(
            "When",
            periods,
            index=periods.index(view.one_of("when", periods)),
            format_func=_said,
            **view.keeping("when", f"when {key}", str),
        )
    trace = figures.explained(of, str(key), period or None, in_force.asked())
    lines = [(level, by_name(of.scenario, text)) for level, text in trace_lines(trace)]
    st.html(tree_html(lines))
    under = in_force.words_for_a_command(of)
    if under is None:
        st.caption("The command line explains the same once what is typed or asked is kept.")
        return
    when_said = f" {period}" if period else ""
    command = f"licmodel explain {quote(of.path.name)} {key}{when_said}{under}"
    st.caption("The same on the command line")
    st.code(command, language=None, wrap_lines=True)


def _figures(model: Model) -> dict[str, str]:
    """Figures that people ask for, those of the tables by year, then every other; in words."""
    rows = model.program.rows
    first = [
        f"{option}.{figure}"
        for option in model.options
        for figure in _FIRST
        if f"{option}.{figure}" in rows
    ]
    by_year = [
        (key, year)
        for option in model.options
        for measure in MEASURES
        if (key := f"{option}.{measure}.by_year") in rows
        for year in model.program.periods.labels("year")
    ]
    inputs = model.program.inputs
    said = {key: f"{rows[key].label}{_BY[rows[key].axis]} ({key})" for key in rows}
    return {
        **{key: said[key] for key in first},
        **{f"{key}{_OF}{year}": f"{rows[key].label}, {year} ({key})" for key, year in by_year},
        **said,
        **{key: f"{inputs[key].label} ({key})" for key in inputs},
    }


def _periods(model: Model, key: str) -> list[str]:
    """When a figure can be asked for; of a monthly one first in all and by year, where it has them.

    A whole figure has none to choose; nothing stands for all of the horizon.
    """
    rows = model.program.rows
    row = rows.get(key)
    if row is None or row.axis == "whole":
        return []
    labels = model.program.periods.labels
    if row.axis != "month":
        return list(labels(row.axis))
    whole = [""] if f"{key}.total" in rows else []
    years = labels("year") if f"{key}.by_year" in rows else ()
    return [*whole, *years, *labels("month")]


def _said(label: str) -> str:
    if not label:
        return "in all"
    is_month = len(label) == len("2027-04") and label[4] == "-"
    return month_words(parse_month(label)) if is_month else label


def _register(of: Opened) -> None:
    """Every figure that somebody gave, the weakest first."""
    found = register(figures.every_figure(of, in_force.asked()))
    weakest: dict[str, int] = {status: -at for at, status in enumerate(STRENGTH)}
    listed = sorted(found, key=lambda each: (weakest[each.input.origin.status], -each.weight))
    st.markdown(
        "Every figure that somebody gave, the weakest first, and of these the weightiest. "
        "*Weight* is the largest share of an option's total that rests on it."
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
                "Where": by_name(of.scenario, each.input.origin.place or ""),
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
