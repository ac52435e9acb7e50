"""The prices in use: where each is from, what is doubtful in them, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from licmodel.dashboard import figures, money_figures
from licmodel.dashboard.cases import as_drafted
from licmodel.dashboard.grids import grid
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import bullets, plain_words, table
from licmodel.report.phrases import by_name
from licmodel.report.price_sources import price_sources_text, prices_read
from licmodel.workbook.form_tables import BY_DATE


def book(of: Opened) -> None:
    """Every price that an option reads."""
    shown = as_drafted(of)
    results = figures.compared(shown).results
    read = prices_read(results, keys=False)
    if read.labels:
        _doubts(shown)
        cells = [[by_name(shown.scenario, each) for each in row] for row in read.cells]
        table(replace(read, cells=cells), words=True)
    else:
        st.info("No option reads a price for each: their amounts stand in their lines.")
    if lines := price_sources_text(results).splitlines():
        with st.expander("Which list each price came from"):
            told = [by_name(shown.scenario, each) for each in _joined(lines[1:])]
            st.markdown("\n".join(f"- {plain_words(each)}" for each in told))
    st.header("Your own price list", anchor=False)
    grid(of, "Price list", name="Your own price list")
    st.header("Prices that change on dates", anchor=False)
    grid(of, BY_DATE, within=[("prices",)], name="Prices by date")


def _joined(lines: Sequence[str]) -> list[str]:
    """Sentences that were broken to the width of a page, whole again."""
    found: list[str] = []
    for line in lines:
        if line.startswith("      ") and found:
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.strip())
    return found


def _doubts(of: Opened) -> None:
    """What is doubtful in the prices that are read."""
    found = money_figures.doubtful(of, figures.compared(of).results)
    file = plain_words(by_name(of.scenario, money_figures.in_use(of).file))
    if not found:
        st.markdown(f"Nothing doubtful was found in {file}.")
        return
    with st.expander(f"What is doubtful in {file} ({len(found):,})"):
        bullets([f"line {each.line}, {each.kind}: {each.said}" for each in found], most=100)
