"""Money by month in steps, and stretches of a figure over which each option wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, chart, layered, money_axis
from licmodel.charts.palette import Look

_HEIGHT = 240
_STRIP, _KEY = 155, 30
"""Heights of a strip with its words, and of each line of the key above it [pixels]."""


def commitments(
    by_month: Sequence[tuple[str, float]],
    look: Look,
    *,
    until: tuple[str, str] | None = None,
    sign: str = "£",
    mode: str = "light",
) -> alt.LayerChart:
    """What is charged in each month whatever is decided: an area in steps.

    Parameters
    ----------
    by_month : sequence of (str, float)
        First day of each month (2027-04-01) and its amount; from the first on, each year is marked.
    look : Look
        Of the option.
    until : (str, str), optional
        First day after the last month in which anything is, and what to write there.
    sign : str
        Of the currency.
    mode : {"light", "dark"}
        Page that it stands on.
    """
    rows = [{"month": month, "amount": amount} for month, amount in by_month]
    years = [month for month, _ in by_month[::12]]
    base = chart(rows).encode(
        x=_months("month:T", years),
        tooltip=[
            alt.Tooltip("utcmonth(month):T", title="Month", format="%B %Y"),
            alt.Tooltip("amount:Q", title=f"Amount, {sign}", format=",.0f"),
        ],
    )
    area = base.mark_area(
        interpolate="step-after", color=look.colour, opacity=0.3, line={"color": look.colour}
    ).encode(y=money_axis("amount:Q", sign))
    layers = [area]
    if until is not None:
        # where there is room for its words to the right
        is_early = until[0] < by_month[len(by_month) * 2 // 3][0]
        at = chart([{"month": until[0], "said": until[1]}])
        layers += [
            at.mark_rule(color=INK[mode], strokeDash=[4, 3]).encode(x=_months("month:T", years)),
            at.mark_text(
                align="left" if is_early else "right",
                baseline="middle",
                dx=6 if is_early else -6,
                fontSize=12,
                color=INK[mode],
                clip=False,
            ).encode(x=_months("month:T", years), y=alt.value(-8), text="said:N"),
        ]
    return layered(layers, height=_HEIGHT, right=25)


def _months(field: str, years: Sequence[str]) -> alt.X:
    return alt.X(
        field,
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(
            values=list(years), format="%b %Y", labelAngle=0, labelOverlap="greedy", grid=False
        ),
    )


def stretches(
    parts: Sequence[tuple[float, float, str, str]],
    looks: Mapping[str, Look],
    now: tuple[float, str] | None,
    crossings: Sequence[tuple[float, str]],
    *,
    mode: str = "light",
) -> alt.LayerChart:
    """Which option is the cheapest along the settings of a figure: one strip.

    Parameters
    ----------
    parts : sequence of (float, float, str, str)
        From, to, the name of the cheapest there, and the key that it looks like.
    looks : mapping of str to Look
        By key.
    now : (float, str), optional
        Where the figure stands, and that in words.
    crossings : sequence of (float, str)
        Where the answer turns, in words.
    mode : {"light", "dark"}
        Page that it stands on.
    """
    names = list(dict.fromkeys(name for *_, name, _ in parts))
    colours = {name: looks[key].colour for *_, name, key in parts}
    ends = [parts[0][0], parts[-1][1]]
    x = alt.X("first:Q", scale=alt.Scale(domain=ends, nice=False, zero=False), axis=None)
    rows = [{"first": first, "last": last, "option": name} for first, last, name, _ in parts]
    bars = (
        chart(rows)
        .mark_rect(stroke="#ffffff", strokeWidth=1)
        .encode(
            x=x,
            x2="last:Q",
            y=alt.value(34),
            y2=alt.value(74),
            color=alt.Color(
                "option:N",
                scale=alt.Scale(domain=names, range=[colours[each] for each in names]),
                legend=alt.Legend(
                    title=None,
                    orient="top",
                    direction="vertical",
                    symbolType="square",
                    symbolSize=180,
                    labelLimit=330,
                ),
            ),
            tooltip=[alt.Tooltip("option:N", title="Cheapest")],
        )
    )
    marked = [(at, said, (34, 84), 94) for at, said in crossings]
    if now is not None:
        marked.append((*now, (22, 74), 12))
    base = chart(
        [
            {"first": at, "said": said, "top": top, "foot": foot, "words": words}
            for at, said, (top, foot), words in marked
        ]
    ).encode(x=x)
    fixed: dict[str, Any] = {"scale": None, "axis": None}  # heights in pixels
    rules = base.mark_rule(strokeWidth=2, color=INK[mode]).encode(
        y=alt.Y("top:Q", **fixed), y2="foot:Q"
    )
    middle = (ends[0] + ends[1]) / 2
    # words that stay within the strip: to the right of what stands at the left, and the like
    texts = [
        base.transform_filter(where)
        .mark_text(align=align, baseline="middle", fontSize=12, color=INK[mode], clip=False)
        .encode(y=alt.Y("words:Q", **fixed), text="said:N")
        for where, align in (
            (f"datum.first < {middle}", "left"),
            (f"datum.first >= {middle}", "right"),
        )
    ]
    layers = [bars, rules, *texts]
    return layered(layers, height=_STRIP + _KEY * len(names), right=15)
