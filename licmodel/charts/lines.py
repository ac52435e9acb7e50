"""Money along periods: a line for each option, named at its end."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from math import inf, isnan
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, axis_ends, chart, layered, money_axis
from licmodel.charts.palette import Look
from licmodel.records import record

_WIDE = 18
_MOST_LINES = 3
_LINE_HEIGHT = 13
_HEIGHT = 380
_MARGINS = 30


@record
class Series:
    """Figures of one option along periods; ``is_chief`` ones are drawn heavier."""

    key: str
    title: str
    figures: Sequence[float]
    look: Look
    is_chief: bool = False


def along(
    series: Sequence[Series],
    periods: Sequence[str],
    *,
    sign: str = "£",
    mode: str = "light",
    height: int = _HEIGHT,
) -> alt.LayerChart:
    """A line for each option along periods, named at its end.

    Parameters
    ----------
    series : sequence of Series
        What is drawn, in the order of the options.
    periods : sequence of str
        Labels along the foot.
    sign : str
        Of the currency.
    mode : {"light", "dark"}
        Page that it stands on.
    height : int
        Of the part that holds the lines [dots].
    """
    rows = [
        {"period": period, "amount": figure, "option": each.title}
        for each in series
        for period, figure in zip(periods, each.figures, strict=True)
        if not isnan(figure)
    ]
    titles = [each.title for each in series]
    scales: dict[str, Any] = {
        "color": [each.look.colour for each in series],
        "shape": [each.look.shape for each in series],
        "strokeDash": [each.look.dash for each in series],
    }
    base = chart(rows).encode(
        x=alt.X(
            "period:O",
            sort=list(periods),
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False, labelPadding=8),
            scale=alt.Scale(domain=list(periods), padding=0.15),
        ),
        y=money_axis("amount:Q", sign),
        tooltip=[
            alt.Tooltip("option:N", title="Option"),
            alt.Tooltip("period:N", title="Period"),
            alt.Tooltip("amount:Q", title=f"Amount, {sign}", format=",.0f"),
        ],
    )
    coded = {
        name: channel("option:N", legend=None, scale=alt.Scale(domain=titles, range=values))
        for (name, values), channel in zip(
            scales.items(), (alt.Color, alt.Shape, alt.StrokeDash), strict=True
        )
    }
    chief = next((each.title for each in series if each.is_chief), None)
    lines = base.mark_line(strokeWidth=2).encode(
        color=coded["color"], strokeDash=coded["strokeDash"]
    )
    heavy = (
        base.transform_filter(alt.FieldEqualPredicate(field="option", equal=chief or ""))
        .mark_line(strokeWidth=5)
        .encode(color=coded["color"])
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        color=coded["color"], shape=coded["shape"]
    )
    names = _names(series, periods, sign, mode, height)
    return layered(
        [lines, heavy, points, *names],
        height=height,
        right=5,
    )


def _names(
    series: Sequence[Series], periods: Sequence[str], sign: str, mode: str, height: int
) -> list[Any]:
    """The name of each line at its end, moved apart where they would lie over one another."""
    known = [each for each in series if not isnan(each.figures[-1])]
    if not known:
        return []
    every = [0.0, *(figure for each in known for figure in each.figures if not isnan(figure))]
    low, high = axis_ends(min(every), max(every))
    span = (high - low) or 1.0
    said = {
        each.key: textwrap.wrap(each.title, _WIDE, max_lines=_MOST_LINES, placeholder=" …")
        for each in known
    }
    places = apart(
        [(each.key, each.figures[-1], len(said[each.key])) for each in known],
        span * _LINE_HEIGHT / (height - _MARGINS),
        low,
    )
    charts = []
    for each in known:
        row = {"period": periods[-1], "at": places[each.key], "said": "\n".join(said[each.key])}
        charts.append(
            chart([row])
            .mark_text(
                align="left",
                baseline="middle",
                dx=14,
                lineBreak="\n",
                lineHeight=_LINE_HEIGHT,
                fontSize=12,
                fontWeight="bold" if each.is_chief else "normal",
                color=INK[mode],
                clip=False,
            )
            .encode(
                x=alt.X("period:O", sort=list(periods)),
                y=money_axis("at:Q", sign),
                text="said:N",
            )
        )
        charts.append(
            chart([row])
            .mark_point(filled=True, size=45, opacity=1, xOffset=8, clip=False)
            .encode(
                x=alt.X("period:O", sort=list(periods)),
                y=money_axis("at:Q", sign),
                color=alt.value(each.look.colour),
                shape=alt.value(each.look.shape),
            )
        )
    return charts


def apart(
    wanted: Sequence[tuple[str, float, int]], line: float, floor: float = -inf
) -> dict[str, float]:
    """Heights of labels that do not lie over one another, each as near to its figure as can be.

    ``line`` is the height of one line of text; each label is so many lines high. Labels that
    would touch are stacked, and the stack lies about the middle of their figures, but not below
    the floor, or else the axis of the figures would reach down to it.

    Examples
    --------
    >>> apart([("a", 10.0, 1), ("b", 10.0, 1), ("c", 90.0, 1)], 4.0)
    {'a': 7.2, 'b': 12.8, 'c': 90.0}
    """
    stacks: list[tuple[float, list[tuple[str, float, float]]]] = []
    for key, figure, lines in sorted(wanted, key=lambda each: each[1]):
        stack = [(key, figure, (lines + 0.4) * line)]
        foot = max(_foot(stack), floor)
        while stacks and foot < stacks[-1][0] + sum(high for *_, high in stacks[-1][1]):
            stack = [*stacks.pop()[1], *stack]
            foot = max(_foot(stack), floor)
        stacks.append((foot, stack))
    found = {}
    for foot, stack in stacks:
        reached = foot
        for key, _, high in stack:
            found[key] = reached + high / 2
            reached += high
    return found


def _foot(stack: Sequence[tuple[str, float, float]]) -> float:
    """Where a stack begins, so that its labels lie as near to their figures as can be."""
    below, gaps = 0.0, []
    for _, figure, high in stack:
        gaps.append(figure - (below + high / 2))
        below += high
    return sum(gaps) / len(gaps)
