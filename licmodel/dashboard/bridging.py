"""A bridge on a page: its sentence, its causes as bars, and its table."""

from __future__ import annotations

from math import isnan

import streamlit as st

from licmodel.analysis.decisions.bridges import Bridge
from licmodel.charts.bars import causes
from licmodel.dashboard.telling import picture, plain_words, table
from licmodel.report.amounts import Amounts
from licmodel.report.bridges import bridge_sentence, bridge_steps, bridge_table

_WHOLE = "Difference in all"


def show_bridge(found: Bridge, amounts: Amounts) -> None:
    """Why one way costs more than another."""
    st.markdown(plain_words(bridge_sentence(found)))
    steps = [*bridge_steps(found), (_WHOLE, found.difference[found.in_all])]
    picture(
        causes(
            [(name, amount, amounts.whole(amount)) for name, amount in steps if not isnan(amount)],
            _WHOLE,
            mode=str(st.context.theme.type or "light"),
        ),
        "Bar chart. What each cause adds to what is invoiced in all, and the difference in "
        "all. The same figures stand in the table below.",
    )
    with st.expander("The same as a table, by year"):
        table(bridge_table(found))
