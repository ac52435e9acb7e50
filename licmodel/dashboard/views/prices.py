"""Prices and money: the budget, who pays, the prices in use, and a new sheet."""

from __future__ import annotations

import streamlit as st

from licmodel.dashboard import figures
from licmodel.dashboard.draft_head import drafted_parts
from licmodel.dashboard.money_book import book
from licmodel.dashboard.money_budget import budget
from licmodel.dashboard.money_payers import shares
from licmodel.dashboard.money_sheet import sheet
from licmodel.dashboard.telling import guarded, plain_words

_PARTS = {
    "budget": "The budget",
    "shares": "Who pays",
    "book": "Prices in use",
    "sheet": "A new price sheet",
}
_OF_A_RECORD = ("budget", "shares")
_DRAWN = {"budget": budget, "shares": shares, "book": book, "sheet": sheet}


def page() -> None:
    """The page, of the scenario that is open."""
    of = figures.current()
    st.caption(plain_words(of.scenario.title))
    st.title("Prices and money", anchor=False)
    parts = {key: _PARTS[key] for key in _OF_A_RECORD} if of.is_record else _PARTS
    drafted_parts(of, "money", parts, _DRAWN)


if __name__ == "__main__":
    with guarded():
        page()
