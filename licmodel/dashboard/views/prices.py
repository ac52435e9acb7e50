"""Prices and money: budget, accounts, payers, prices in use, a new sheet, and negotiating."""

from __future__ import annotations

import streamlit as st

from licmodel.dashboard import figures
from licmodel.dashboard.draft_head import drafted_parts
from licmodel.dashboard.money_book import book
from licmodel.dashboard.money_budget import budget
from licmodel.dashboard.money_levers import negotiate
from licmodel.dashboard.money_payers import shares
from licmodel.dashboard.money_sheet import sheet
from licmodel.dashboard.money_year import year
from licmodel.dashboard.telling import guarded, plain_words

_PARTS = {
    "budget": "The budget",
    "year": "This year's money",
    "shares": "Who pays",
    "book": "Prices in use",
    "sheet": "A new price sheet",
    "negotiate": "To negotiate",
}
_OF_A_RECORD = ("budget", "year", "shares", "negotiate")
_DRAWN = {
    "budget": budget,
    "year": year,
    "shares": shares,
    "book": book,
    "sheet": sheet,
    "negotiate": negotiate,
}


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
