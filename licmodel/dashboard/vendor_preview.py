"""What a vendor is shown and asked, on the page, before a copy is made for it."""

from __future__ import annotations

import streamlit as st

from licmodel.assembly.assemble import assemble
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import plain_words, table
from licmodel.workbook.audiences import audience_of
from licmodel.workbook.vendor import SCHEDULE
from licmodel.workbook.vendor_shown import ToBeSent, to_be_sent


def vendor_preview(of: Opened, audience: str) -> None:
    """All that would be sent, and what was left out."""
    found = _to_be_sent(of.mark, audience, of)
    first, *rest = found.sentences
    st.markdown(plain_words(first))
    for each in rest:
        st.caption(plain_words(each))
    with st.expander(f"Every figure that would be sent ({len(found.figures.labels)})"):
        table(found.figures, words=True)
        if found.rows:
            st.caption(plain_words(f"On {SCHEDULE}: {'; '.join(found.rows)}."))


@st.cache_data(max_entries=10, show_spinner=False)
def _to_be_sent(mark: str, audience: str, _of: Opened) -> ToBeSent:  # noqa: ARG001  what it is kept by
    return to_be_sent(assemble(_of.scenario), audience_of(audience, _of.scenario))
