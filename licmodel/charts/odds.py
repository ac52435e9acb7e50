"""How often each option is the cheapest: bars from never to always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from licmodel.charts.frame import INK, PALE, chart, layered, option_colour
from licmodel.charts.palette import Look

_ROW = 46


def odds(
    rows: Sequence[tuple[str, float, str]], looks: Mapping[str, Look], *, mode: str = "light"
) -> alt.LayerChart:
    """A bar for each option on a track from never to always, its name above it.

    Parameters
    ----------
    rows : sequence of (str, float, str)
        Option, its share from 0 to 1, and that in words.
    looks : mapping of str to Look
        By option.
    mode : {"light", "dark"}
        Page that it stands on.
    """
    titles = [title for title, *_ in rows]
    data = [
        {"option": title, "share": share, "said": said, "full": 1} for title, share, said in rows
    ]
    base = chart(data).encode(
        y=alt.Y("option:N", sort=titles, axis=None, scale=alt.Scale(padding=0)),
        tooltip=[
            alt.Tooltip("option:N", title="Option"),
            alt.Tooltip("said:N", title="Cheapest in"),
        ],
    )
    track = base.mark_bar(height=14, yOffset=9, color=PALE[mode], opacity=0.22).encode(
        x=_whole("full:Q")
    )
    bars = base.mark_bar(height=14, yOffset=9).encode(
        x=_whole("share:Q"),
        color=option_colour(titles, looks),
    )
    names = base.mark_text(
        align="left",
        baseline="middle",
        yOffset=-10,
        fontSize=13,
        limit=alt.ExprRef("width - 130"),
        color=INK[mode],
    ).encode(x=alt.value(0), text="option:N")
    said = base.mark_text(
        align="right",
        baseline="middle",
        yOffset=-10,
        fontSize=13,
        fontWeight="bold",
        color=INK[mode],
    ).encode(x=alt.value(alt.ExprRef("width")), text="said:N")
    return layered([track, bars, names, said], height=_ROW * len(rows) + 8)


def _whole(field: str) -> alt.X:
    return alt.X(field, title=None, scale=alt.Scale(domain=[0, 1]), axis=None)
