"""What still stands as a template has it, on a page."""

from __future__ import annotations

import streamlit as st

from licmodel.analysis.results import Results
from licmodel.dashboard.telling import plain_words, table
from licmodel.report.replacing import replace_sentence, replace_table, to_replace


def replace_next(results: Results) -> None:
    """Which figures are still those of a template, and what to replace next; nothing if none is."""
    found = to_replace(results)
    if not found:
        return
    st.markdown(f":material/edit_note: {plain_words(replace_sentence(found))}")
    with st.expander(f"What to replace next ({len(found)})"):
        table(replace_table(found), words=True)
