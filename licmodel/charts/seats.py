"""Seats along the months: needed, and the band of what is paid for nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, chart, layered

_HEIGHT = 260
_NEEDED, _IDLE = "Needed", "Paid but not needed"
_COLOURS = {"light": ("#0072b2", "#e3a857"), "dark": ("#4a9fd8", "#e3a857")}


def waterfall(
    months: Sequence[str],
    needed: Sequence[float],
    not_needed: Sequence[float],
    committed: Sequence[float],
    *,
    mode: str = "light",
) -> alt.LayerChart:
    """Seats month by month: what is needed, what is paid for besides, and what is committed.

    Parameters
    ----------
    months : sequence of str
        ``2027-04`` …
    needed, not_needed, committed : sequence of float
        Seats in each month.
    mode : {"light", "dark"}
        Page that it stands on.
    """
    rows = [
        {"month": f"{month}-01", "part": part, "seats": seats, "order": order}
        for order, (part, figures) in enumerate(((_NEEDED, needed), (_IDLE, not_needed)))
        for month, seats in zip(months, figures, strict=True)
    ]
    base = chart(rows).encode(x=_along())
    bands = base.mark_area(interpolate="step-after", opacity=1).encode(
        y=_seats("seats:Q", stack=True),
        order=alt.Order("order:Q"),
        color=alt.Color(
            "part:N",
            sort=[_NEEDED, _IDLE],
            scale=alt.Scale(domain=[_NEEDED, _IDLE], range=list(_COLOURS[mode])),
            legend=alt.Legend(title=None, orient="top", symbolType="square", symbolSize=180),
        ),
        tooltip=[
            alt.Tooltip("month:T", title="Month", format="%B %Y"),
            alt.Tooltip("part:N", title="Seats"),
            alt.Tooltip("seats:Q", title="How many", format=",.0f"),
        ],
    )
    held = [
        {"month": f"{month}-01", "committed": seats, "said": "Committed"}
        for month, seats in zip(months, committed, strict=True)
    ]
    line = (
        chart(held)
        .mark_line(interpolate="step-after", strokeWidth=2, color=INK[mode])
        .encode(x=_along(), y=_seats("committed:Q"))
    )
    name = (
        chart(held[-1:])
        .mark_text(align="right", dy=-10, fontSize=12, color=INK[mode])
        .encode(x=_along(), y=_seats("committed:Q"), text="said:N")
    )
    return layered([bands, line, name], height=_HEIGHT, right=20)


def _along() -> alt.X:
    return alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(format="%b %Y", tickCount=6, labelOverlap="greedy", grid=False),
    )


def _seats(field: str, *, stack: bool = False) -> alt.Y:
    options: dict[str, Any] = {"stack": "zero"} if stack else {}
    return alt.Y(
        field,
        title=None,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(format=",.0f", tickCount=5, domain=False, ticks=False),
        **options,
    )
