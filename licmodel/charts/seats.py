"""Seats along the months: needed, and the band of what is paid for nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, chart, layered

_HEIGHT = 240
_LOW = 120
_STEPS = 5
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
    along = _along(months)
    base = chart(rows).encode(x=along)
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
        .encode(x=along, y=_seats("committed:Q"))
    )
    name = (
        chart(held[-1:])
        .mark_text(align="right", dy=-10, fontSize=12, color=INK[mode])
        .encode(x=along, y=_seats("committed:Q"), text="said:N")
    )
    return layered([bands, line, name], height=_HEIGHT, right=20)


def idle(
    months: Sequence[str], not_needed: Sequence[float], *, mode: str = "light"
) -> alt.LayerChart:
    """The band alone, on a scale of its own: seats that are paid for but not needed.

    Parameters
    ----------
    months, not_needed, mode
        As for `waterfall`.
    """
    rows = [
        {"month": f"{month}-01", "seats": seats}
        for month, seats in zip(months, not_needed, strict=True)
    ]
    band = (
        chart(rows)
        .mark_area(interpolate="step-after", opacity=1, color=_COLOURS[mode][1])
        .encode(
            x=_along(months),
            y=_seats("seats:Q"),
            tooltip=[
                alt.Tooltip("month:T", title="Month", format="%B %Y"),
                alt.Tooltip("seats:Q", title=_IDLE, format=",.0f"),
            ],
        )
    )
    most = max(rows, key=lambda each: float(str(each["seats"])))
    peak = (
        chart([{**most, "said": f"{most['seats']:,.0f}"}])
        .mark_text(align="left", dx=4, dy=-8, fontSize=12, color=INK[mode])
        .encode(x=_along(months), y=_seats("seats:Q"), text="said:N")
    )
    return layered([band, peak], height=_LOW, right=20)


def _along(months: Sequence[str]) -> alt.X:
    years = [f"{month}-01" for month in months[::12]]
    return alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(
            format="%b %Y",
            values=[
                alt.DateTime(year=int(each[:4]), month=int(each[5:7]), date=1) for each in years
            ],
            labelOverlap="greedy",
            grid=False,
        ),
    )


def _seats(field: str, *, stack: bool = False) -> alt.Y:
    options: dict[str, Any] = {"stack": "zero"} if stack else {}
    return alt.Y(
        field,
        title=None,
        scale=alt.Scale(zero=True, nice=_STEPS),
        axis=alt.Axis(format=",.0f", tickCount=_STEPS, domain=False, ticks=False, minExtent=44),
        **options,
    )
