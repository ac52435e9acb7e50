"""The budget of an option: its tables, and the schedule for the ledger."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from licmodel.assembly.assemble import Units
from licmodel.dashboard import money_figures
from licmodel.dashboard.cases import in_hand
from licmodel.dashboard.money_choices import costed, option_chosen
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import blocks, plain_words
from licmodel.report.budgets import NO_BASE, UNFINANCED, budget_blocks, budget_csv

_UNITS = {"pounds": "£", "thousands": "£000", "millions": "£m"}
_WAYS = {"incremental": "on the year before", "cumulative": "so far since the base budget"}


def budget(of: Opened) -> None:
    """The budget, as the command tells it."""
    case = in_hand(of)
    shown = case.of.scenario
    which, unit, way = st.columns([2, 1, 2])
    option = option_chosen(of, costed(case.of), which, "budget_of", usual=shown.baseline_key)
    units = str(
        unit.segmented_control(
            "Amounts in",
            list(get_args(Units)),
            default="pounds",
            required=True,
            format_func=lambda each: _UNITS[each],
            key="units",
            bind="query-params",
        )
    )
    changes = way.segmented_control(
        "Changes",
        list(_WAYS),
        default="incremental",
        required=True,
        format_func=lambda each: _WAYS[each],
        key="changes",
        persist_state="session",
    )
    reversed_ = st.toggle(
        "Also what treating capital as revenue, or the reverse, would change", key="reversed"
    )
    found = money_figures.budget(
        case, option, next(each for each in get_args(Units) if each == units)
    )
    told = budget_blocks(
        case.laid()[0], found, cumulative=changes == "cumulative", with_reversed=reversed_
    )
    st.header(plain_words(str(told[0][0])), anchor=False)
    blocks([told[0][1:], *told[1:]])
    if NO_BASE in told[0] and not of.is_record:
        st.caption("The base budget is said under This year's money.")
    if UNFINANCED in told[0] and not of.is_record:
        st.caption(
            "What it costs to borrow is said on Estate and demand, under The decision, in "
            "Anything else: finance.borrowing.years, such as 10, and finance.borrowing.interest, "
            "such as 5%."
        )
    st.download_button(
        "The schedule with its codes (CSV)",
        budget_csv(found),
        f"{of.path.stem}_{option}_budget.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
