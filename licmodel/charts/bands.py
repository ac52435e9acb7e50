"""What may come by year: a band from the low to the high end, with the middle and what stands."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, PALE, axis_ends, chart, layered, money_axis
from licmodel.charts.lines import apart
from licmodel.charts.palette import Look
from licmodel.records import record

_HEIGHT = 340
_LINE = 15
"""Height that a name at the end of a line takes [pixels]."""


@record
class Band:
    """One line of a fan along periods: a percentile, or the figures as they stand."""

    name: str
    figures: Sequence[float]


@record
class Page:
    """Where a chart stands: its periods along the foot, the currency, and light or dark."""

    periods: Sequence[str]
    sign: str = "£"
    mode: str = "light"

    @property
    def x(self) -> alt.X:
        """The periods along the foot."""
        return alt.X(
            "period:O",
            sort=list(self.periods),
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False, labelPadding=8),
            scale=alt.Scale(domain=list(self.periods), padding=0.2),
        )

    def tip(self, field: str, title: str) -> alt.Tooltip:
        """An amount that is told when it is pointed at."""
        return alt.Tooltip(f"{field}:Q", title=f"{title}, {self.sign}", format=",.0f")


def fan(percentiles: Sequence[Band], stands: Band, look: Look, page: Page) -> alt.LayerChart:
    """Percentiles of one option along periods: a band between the outer ones, lines for the others.

    Parameters
    ----------
    percentiles : sequence of Band
        From the lowest to the highest; three at the least.
    stands : Band
        The figures as they stand, drawn as marks.
    look : Look
        Of the option.
    page : Page
        Where it stands.
    """
    low, high = percentiles[0], percentiles[-1]
    rows = [
        {"period": period, "low": least, "high": most, "stands": now}
        for period, least, most, now in zip(
            page.periods, low.figures, high.figures, stands.figures, strict=True
        )
        if not isnan(least + most)
    ]
    base = chart(rows).encode(
        x=page.x,
        tooltip=[
            alt.Tooltip("period:N", title="Period"),
            page.tip("low", low.name),
            page.tip("high", high.name),
            page.tip("stands", stands.name),
        ],
    )
    upright = {"y": money_axis("low:Q", page.sign), "y2": "high:Q"}
    area = base.mark_area(opacity=0.18, color=look.colour).encode(**upright)
    # upright too, since a band over a single year has no width
    rules = base.mark_rule(strokeWidth=9, opacity=0.28, color=look.colour).encode(**upright)
    lines = [
        _line(each, look, page, is_outer=each in (low, high), is_dashed=at > 1)
        for at, each in enumerate(percentiles)
    ]
    marks = base.mark_point(
        shape="diamond",
        filled=True,
        size=110,
        opacity=1,
        color=INK[page.mode],
        stroke=PALE[page.mode],
    ).encode(y=money_axis("stands:Q", page.sign))
    return layered(
        [area, rules, *lines, marks, *_names([*percentiles, stands], page)], height=_HEIGHT
    )


def _line(each: Band, look: Look, page: Page, *, is_outer: bool, is_dashed: bool) -> Any:  # noqa: ANN401  a chart, as `chart` says
    """The outer ones thin, those between them heavy, and dashed beyond the middle."""
    rows = [
        {"period": period, "amount": figure, "name": each.name}
        for period, figure in zip(page.periods, each.figures, strict=True)
        if not isnan(figure)
    ]
    return (
        chart(rows)
        .mark_line(
            strokeWidth=1 if is_outer else 3,
            strokeDash=[7, 3] if is_dashed and not is_outer else [1, 0],
            color=look.colour,
            point={"filled": True, "size": 12 if is_outer else 40, "color": look.colour},
        )
        .encode(
            x=page.x,
            y=money_axis("amount:Q", page.sign),
            tooltip=[
                alt.Tooltip("name:N", title="Percentile"),
                alt.Tooltip("period:N", title="Period"),
                page.tip("amount", "Amount"),
            ],
        )
    )


def _names(lines: Sequence[Band], page: Page) -> list[Any]:
    """The name of each line at its end, from the highest down, none over another."""
    known = [each for each in lines if not isnan(each.figures[-1])]
    if not known:
        return []
    every = [0.0, *(each for one in known for each in one.figures if not isnan(each))]
    low, high = axis_ends(min(every), max(every))
    places = apart(
        [(each.name, each.figures[-1], 1) for each in known],
        (high - low or 1.0) * _LINE / (_HEIGHT - 60),
    )
    return [
        chart([{"period": page.periods[-1], "at": places[each.name], "said": each.name}])
        .mark_text(
            align="left", baseline="middle", dx=16, fontSize=12, color=INK[page.mode], clip=False
        )
        .encode(x=page.x, y=money_axis("at:Q", page.sign), text="said:N")
        for each in known
    ]
