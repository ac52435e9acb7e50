"""Who bears an option: bodies, funds, what each member pays, and who loses."""

from __future__ import annotations

import streamlit as st

from licmodel.dashboard import money_figures
from licmodel.dashboard.cases import in_hand
from licmodel.dashboard.grids import grid
from licmodel.dashboard.money_choices import option_chosen
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import blocks
from licmodel.report.phrases import distinct
from licmodel.report.shares import shares_blocks, shares_csv
from licmodel.workbook.form_tables import ELSE


def shares(of: Opened) -> None:
    """Who bears it, and what is said of it."""
    _payers(of)
    if not of.is_record:
        with st.expander("Bodies, funds and what is shared"):
            grid(of, "Bodies", name="Bodies")
            grid(of, "Funds", name="Funds")
            grid(of, ELSE, within=[("shares",), ("bodies",), ("funds",)], name="What is shared")


def _payers(of: Opened) -> None:
    """Who bears an option, as the command tells it."""
    payers = money_figures.borne(in_hand(of))
    titles = distinct({key: each.title for key, each in payers.found.items()})
    if not titles:
        blocks(shares_blocks(payers.results, {}, payers.checked))
        return
    shared = [key for key, each in payers.found.items() if each.shares or each.funds or each.bodies]
    option = option_chosen(of, titles, st.container(), "shares_of", usual=next(iter(shared), None))
    if shared and option not in shared:
        st.info("All of this option is borne by the organisation itself.")
        return
    found = {option: payers.found[option]}
    blocks(shares_blocks(payers.results, found, payers.checked))
    st.download_button(
        "Every share (CSV)",
        shares_csv(payers.found),
        f"{of.path.stem}_shares.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
