"""A tornado: what moves an answer, each bar with its figure and its range in words above it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, PALE, chart, layered
from licmodel.records import record

_ROW = 50
_DARK, _BRIGHT = "#0b3c5d", "#6ea3c8"


@record
class Blade:
    """One figure: what it is and how far it goes, and what either end of its range does.

    ``less`` and ``more`` are beyond the answer as it stands, at the low and at the high end.
    """

    said: str
    less: float
    more: float
    less_said: str
    more_said: str


def tornado(blades: Sequence[Blade], *, mode: str = "light") -> alt.LayerChart:
    """A bar to either side for each figure, the weightiest first.

    Parameters
    ----------
    blades : sequence of Blade
        In the order in which they stand.
    mode : {"light", "dark"}
        Page that it stands on.
    """
    rows: list[dict[str, Any]] = [
        {
            "at": at,
            "figure": each.said,
            "end": end,
            "amount": amount,
            "words": words,
            # of two ends on one side, only the further one has room for its words
            "shown": words if _has_room(amount, other, end) else "",
        }
        for at, each in enumerate(blades)
        for end, amount, other, words in (
            (_LOW, each.less, each.more, each.less_said),
            (_HIGH, each.more, each.less, each.more_said),
        )
        if not isnan(amount)
    ]
    # of two ends on one side the nearer one stands in front
    rows.sort(key=lambda row: (row["at"], -abs(row["amount"])))
    base = chart(rows).encode(
        y=alt.Y("at:O", axis=None, scale=alt.Scale(padding=0)),
        tooltip=[
            alt.Tooltip("figure:N", title="Figure"),
            alt.Tooltip("end:N", title="With it"),
            alt.Tooltip("words:N", title="Beyond as it stands"),
        ],
    )
    colours = [_BRIGHT, _DARK] if mode == "light" else [_BRIGHT, "#dbe7f0"]
    bars = base.mark_bar(height=16, yOffset=9).encode(
        x=_across(),
        color=alt.Color(
            "end:N",
            scale=alt.Scale(domain=[_LOW, _HIGH], range=colours),
            legend=alt.Legend(title=None, orient="top", symbolType="square", symbolSize=160),
        ),
    )
    texts = [
        base.transform_filter(where)
        .mark_text(align=align, dx=dx, yOffset=9, baseline="middle", fontSize=12, color=INK[mode])
        .encode(x=_across(), text="shown:N")
        for where, align, dx in (
            ("datum.amount >= 0 && datum.shown != ''", "left", 6),
            ("datum.amount < 0 && datum.shown != ''", "right", -6),
        )
    ]
    names = (
        chart([{"at": at, "figure": each.said} for at, each in enumerate(blades)])
        .mark_text(
            align="left",
            baseline="middle",
            yOffset=-11,
            fontSize=13,
            limit=alt.ExprRef("width"),
            color=INK[mode],
        )
        .encode(y=alt.Y("at:O", axis=None), x=alt.value(0), text="figure:N")
    )
    # a mark for each, not one rule through all names
    middle = (
        chart([{"at": at, "nothing": 0} for at, _ in enumerate(blades)])
        .mark_tick(thickness=1.5, height=24, yOffset=9, color=PALE[mode])
        .encode(y=alt.Y("at:O", axis=None), x=_across("nothing:Q"))
    )
    return layered([middle, bars, *texts, names], height=_ROW * len(blades) + 10, right=5)


_LOW, _HIGH = "at the low end of its range", "at the high end"


def _has_room(amount: float, other: float, end: str) -> bool:
    if isnan(other) or (amount < 0) != (other < 0):
        return True
    return abs(amount) > abs(other) or (abs(amount) == abs(other) and end == _HIGH)


def _across(field: str = "amount:Q") -> alt.X:
    # room beyond the longest bar for its words
    return alt.X(
        field,
        title=None,
        stack=None,
        scale=alt.Scale(zero=True, nice=False, padding=95),
        axis=alt.Axis(labels=False, ticks=False, domain=False, grid=False),
    )
