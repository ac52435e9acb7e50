"""What a change does to every option: bars, with a mark where each stood."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import streamlit as st

from licmodel.analysis.decisions.answers import WhatIfAnswer
from licmodel.charts.bars import before_and_now
from licmodel.charts.palette import Look
from licmodel.dashboard.telling import picture
from licmodel.report.amounts import Amounts


def show_moved(
    found: WhatIfAnswer, looks: Mapping[str, Look], amounts: Amounts, changed: str
) -> None:
    """Present values of options as they stand and after a change.

    Parameters
    ----------
    found : WhatIfAnswer
        Its first case is the file as it stands, its last the change.
    looks : mapping of str to Look
        Options that are drawn.
    amounts : Amounts
        How money is written.
    changed : str
        What the change is called, in the words for those who cannot see: "as asked".
    """
    values = {
        option: [nan if each is None else each for each in (row[0], row[-1])]
        for option, row in found.wholes["present_value"].items()
        if option in looks
    }
    picture(
        before_and_now(
            [
                (found.options[option], before, now, amounts.whole(now))
                for option, (before, now) in values.items()
            ],
            {found.options[option]: looks[option] for option in values},
            mode=str(st.context.theme.type or "light"),
        ),
        f"Bar chart. Present value of each option {changed}, with a mark where it stands "
        "otherwise. The same figures stand in the table below.",
    )
    st.caption("The upright mark is where the option stands without that.")
