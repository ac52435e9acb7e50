"""Charts of money along periods and side by side: zero baselines, labels at the figures."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import altair as alt

from licmodel.charts.palette import Look
from licmodel.records import record

_WIDE = 18
_MOST_LINES = 3
_LINE_HEIGHT = 13
_HEIGHT = 380
_INK = {"light": "#1f2933", "dark": "#f2f4f7"}
_PALE = {"light": "#8b95a1", "dark": "#9aa5b1"}


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
    base = _chart(rows).encode(
        x=alt.X(
            "period:O",
            sort=list(periods),
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False, labelPadding=8),
            scale=alt.Scale(domain=list(periods), padding=0.15),
        ),
        y=_money("amount:Q", sign),
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
    names = _names(series, periods, sign, mode)
    return _layered(
        [lines, heavy, points, *names],
        height=_HEIGHT,
        right=5,
    )


def _money(field: str, sign: str) -> alt.Y:
    size = (
        "abs(datum.value) >= 1e6 ? format(abs(datum.value) / 1e6, ',.3~f') + 'm' : "
        "abs(datum.value) >= 1e4 ? format(abs(datum.value) / 1e3, ',~f') + 'k' : "
        "format(abs(datum.value), ',~f')"
    )
    return alt.Y(
        field,
        title=None,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(
            labelExpr=f"(datum.value < 0 ? '−' : '') + '{sign}' + ({size})",
            tickCount=6,
            domain=False,
            ticks=False,
        ),
    )


def _names(series: Sequence[Series], periods: Sequence[str], sign: str, mode: str) -> list[Any]:
    """The name of each line at its end, moved apart where they would lie over one another."""
    known = [each for each in series if not isnan(each.figures[-1])]
    if not known:
        return []
    every = [0.0, *(figure for each in known for figure in each.figures if not isnan(figure))]
    span = (max(every) - min(every)) or 1.0
    said = {
        each.key: textwrap.wrap(each.title, _WIDE, max_lines=_MOST_LINES, placeholder=" …")
        for each in known
    }
    places = _apart(
        [(each.key, each.figures[-1], len(said[each.key])) for each in known],
        span * _LINE_HEIGHT / (_HEIGHT - 60),
    )
    charts = []
    for each in known:
        row = {"period": periods[-1], "at": places[each.key], "said": "\n".join(said[each.key])}
        charts.append(
            _chart([row])
            .mark_text(
                align="left",
                baseline="middle",
                dx=14,
                lineBreak="\n",
                lineHeight=_LINE_HEIGHT,
                fontSize=12,
                fontWeight="bold" if each.is_chief else "normal",
                color=_INK[mode],
                clip=False,
            )
            .encode(
                x=alt.X("period:O", sort=list(periods)),
                y=_money("at:Q", sign),
                text="said:N",
            )
        )
        charts.append(
            _chart([row])
            .mark_point(filled=True, size=45, opacity=1, xOffset=8, clip=False)
            .encode(
                x=alt.X("period:O", sort=list(periods)),
                y=_money("at:Q", sign),
                color=alt.value(each.look.colour),
                shape=alt.value(each.look.shape),
            )
        )
    return charts


def _apart(wanted: Sequence[tuple[str, float, int]], line: float) -> dict[str, float]:
    """Heights of labels that do not lie over one another, each as near to its figure as can be.

    ``line`` is the height of one line of text; each label is so many lines high. Labels that
    would touch are stacked, and the stack lies about the middle of their figures.

    Examples
    --------
    >>> _apart([("a", 10.0, 1), ("b", 10.0, 1), ("c", 90.0, 1)], 4.0)
    {'a': 7.2, 'b': 12.8, 'c': 90.0}
    """
    stacks: list[tuple[float, list[tuple[str, float, float]]]] = []
    for key, figure, lines in sorted(wanted, key=lambda each: each[1]):
        stack = [(key, figure, (lines + 0.4) * line)]
        foot = _foot(stack)
        while stacks and foot < stacks[-1][0] + sum(high for *_, high in stacks[-1][1]):
            stack = [*stacks.pop()[1], *stack]
            foot = _foot(stack)
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


def causes(
    steps: Sequence[tuple[str, float, str]], whole: str, *, mode: str = "light"
) -> alt.LayerChart:
    """A bar from zero for each cause of a difference, and one for the difference itself.

    Parameters
    ----------
    steps : sequence of (str, float, str)
        Cause, amount and the amount in words, in the order in which they stand.
    whole : str
        The one that is the difference in all, drawn apart by its colour and its name.
    mode : str
        As for `along`.
    """
    rows = [{"cause": name, "amount": amount, "said": said} for name, amount, said in steps]
    base = _chart(rows).encode(
        y=alt.Y(
            "cause:N",
            sort=[name for name, *_ in steps],
            title=None,
            axis=alt.Axis(labelLimit=220, ticks=False, domain=False, labelPadding=8),
        ),
        tooltip=[alt.Tooltip("cause:N", title="Cause"), alt.Tooltip("said:N", title="Amount")],
    )
    bars = base.mark_bar(height={"band": 0.62}).encode(
        x=_across("amount:Q"),
        color=alt.condition(
            alt.FieldEqualPredicate(field="cause", equal=whole),
            alt.value("#0072b2"),
            alt.value(_PALE[mode]),
        ),
    )
    return _layered(
        [bars, *_amounts(base, mode)],
        height=34 * len(rows) + 20,
        right=30,
    )


def before_and_now(
    rows: Sequence[tuple[str, float, float, str]],
    looks: Mapping[str, Look],
    *,
    mode: str = "light",
) -> alt.LayerChart:
    """A bar for each option now, with a mark where it stood before.

    Parameters
    ----------
    rows : sequence of (str, float, float, str)
        Option, its figure before and now, and now in words.
    looks : mapping of str to Look
        By option.
    mode : str
        As for `along`.
    """
    data = [
        {"option": option, "before": before, "amount": now, "said": said}
        for option, before, now, said in rows
        if not isnan(now)
    ]
    titles = [each[0] for each in rows]
    base = _chart(data).encode(
        y=alt.Y(
            "option:N",
            sort=titles,
            title=None,
            axis=alt.Axis(labelLimit=220, ticks=False, domain=False, labelPadding=8),
        ),
        tooltip=[
            alt.Tooltip("option:N", title="Option"),
            alt.Tooltip("before:Q", title="As it stands", format=",.0f"),
            alt.Tooltip("amount:Q", title="Now", format=",.0f"),
        ],
    )
    bars = base.mark_bar(height={"band": 0.62}).encode(
        x=_across("amount:Q"),
        color=alt.Color(
            "option:N",
            legend=None,
            scale=alt.Scale(domain=titles, range=[looks[each].colour for each in titles]),
        ),
    )
    marks = base.mark_tick(thickness=3, color=_INK[mode], height={"band": 0.9}).encode(
        x=_across("before:Q")
    )
    return _layered(
        [bars, marks, *_amounts(base, mode)],
        height=34 * len(data) + 20,
        right=30,
    )


def grounds(
    rows: Sequence[tuple[str, str, float, str]],
    options: Sequence[str],
    statuses: Sequence[str],
    *,
    mode: str = "light",
) -> alt.LayerChart:
    """What each option's total rests on: one bar an option, a part for each kind of figure.

    Parameters
    ----------
    rows : sequence of (str, str, float, str)
        Option, kind, its share, and the share in words (empty where there is no room).
    options, statuses : sequence of str
        In the order in which they stand.
    mode : str
        As for `along`.
    """
    data = [
        {"option": option, "status": status, "share": share, "said": said, "order": at}
        for option, status, share, said in rows
        for at in [list(statuses).index(status)]
    ]
    # From what is signed to what is guessed: dark to pale, so that it reads without any colour.
    shades = ["#0b3c5d", "#2f6f9f", "#6ea3c8", "#b3cde0", "#e3e7ea"]
    base = _chart(data).encode(
        y=alt.Y(
            "option:N",
            sort=list(options),
            title=None,
            axis=alt.Axis(labelLimit=220, ticks=False, domain=False, labelPadding=8),
        ),
        x=alt.X("share:Q", stack="zero", axis=None, scale=alt.Scale(domain=[0, 1])),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("option:N", title="Option"),
            alt.Tooltip("status:N", title="Rests on"),
            alt.Tooltip("share:Q", title="Share", format=".1%"),
        ],
    )
    bars = base.mark_bar(height={"band": 0.68}, stroke=_PALE[mode], strokeWidth=0.6).encode(
        color=alt.Color(
            "status:N",
            sort=list(statuses),
            scale=alt.Scale(domain=list(statuses), range=shades[: len(statuses)]),
            legend=alt.Legend(
                title=None,
                orient="top",
                columns=3,
                symbolType="square",
                symbolSize=180,
                symbolStrokeWidth=1,
            ),
        )
    )
    texts = base.mark_text(fontSize=12).encode(
        x=alt.X("share:Q", stack="zero", bandPosition=0.5),
        text="said:N",
        color=alt.condition("datum.order < 2", alt.value("#ffffff"), alt.value("#1f2933")),
    )
    height = 32 * len(options) + 40
    return _layered([bars, texts], height=height)


def _across(field: str) -> alt.X:
    return alt.X(
        field,
        title=None,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(labels=False, ticks=False, domain=False, grid=False),
    )


def _amounts(base: Any, mode: str) -> list[Any]:  # noqa: ANN401  a chart, as `_chart` says
    """Each amount in words beside its bar: to the right of one above zero, else to the left."""
    return [
        base.transform_filter(where)
        .mark_text(align=align, dx=dx, baseline="middle", fontSize=12, color=_INK[mode])
        .encode(x=_across("amount:Q"), text="said:N")
        for where, align, dx in (
            ("datum.amount >= 0", "left", 6),
            ("datum.amount < 0", "right", -6),
        )
    ]


def _chart(rows: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401  a chart, which says too little of its own type
    data: Any = alt.Data
    return alt.Chart(data(values=list(rows)))


def _layered(layers: Sequence[Any], height: int, right: int = 5) -> alt.LayerChart:
    """Layers over one another, with room at the right for words that stand beside marks."""
    chart: Any = alt.layer(*layers)
    drawn: alt.LayerChart = chart.properties(
        height=height, padding={"left": 5, "right": right, "top": 10, "bottom": 5}
    )
    return drawn
