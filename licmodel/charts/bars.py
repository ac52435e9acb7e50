"""Bars from zero, each with its amount in words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, PALE, chart, layered, option_colour
from licmodel.charts.palette import Look

_ROOM = 80
"""For an amount in words beside the end of a bar [dots]."""


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
    base = chart(rows).encode(
        y=alt.Y(
            "cause:N",
            sort=[name for name, *_ in steps],
            title=None,
            axis=alt.Axis(labelLimit=220, ticks=False, domain=False, labelPadding=8),
        ),
        tooltip=[alt.Tooltip("cause:N", title="Cause"), alt.Tooltip("said:N", title="Amount")],
    )
    # room at the left for amounts below zero, or else they lie over the causes
    room = _ROOM if any(amount < 0 for _, amount, _ in steps) else 0
    bars = base.mark_bar(height={"band": 0.62}).encode(
        x=_across("amount:Q", room),
        color=alt.condition(
            alt.FieldEqualPredicate(field="cause", equal=whole),
            alt.value("#0072b2"),
            alt.value(PALE[mode]),
        ),
    )
    return layered(
        [bars, *_amounts(base, mode, room)],
        height=34 * len(rows) + 20,
        right=30,
    )


def worths(
    steps: Sequence[tuple[str, float, str]], apart: Sequence[str], *, mode: str = "light"
) -> alt.LayerChart:
    """A bar from zero for each thing that is worth something, its name above the bar.

    Names stand above, since they are long: beside the bars they would leave a phone no room.

    Parameters
    ----------
    steps : sequence of (str, float, str)
        What it is, what it is worth and that in words, in the order in which they stand.
    apart : sequence of str
        Those of them that are drawn apart by their colour and their name, such as all together.
    mode : str
        As for `along`.
    """
    rows = [
        {
            "at": at,
            "name": name,
            "amount": amount,
            "said": said,
            "apart": name in apart,
            "nothing": 0,
        }
        for at, (name, amount, said) in enumerate(steps)
    ]
    base = chart(rows).encode(
        y=alt.Y("at:O", axis=None, scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("name:N", title="What"), alt.Tooltip("said:N", title="Worth")],
    )
    room = _ROOM if any(amount < 0 for _, amount, _ in steps) else 0
    bars = base.mark_bar(height=14, yOffset=8).encode(
        x=_across("amount:Q", room),
        color=alt.condition("datum.apart", alt.value("#0072b2"), alt.value(PALE[mode])),
    )
    names = base.mark_text(
        align="left",
        baseline="middle",
        yOffset=-10,
        fontSize=13,
        limit=alt.ExprRef("width"),
        color=INK[mode],
    ).encode(x=alt.value(0), text="name:N")
    # a mark for each, not one rule through all names
    nothing = base.mark_tick(thickness=1.5, height=22, yOffset=8, color=PALE[mode]).encode(
        x=_across("nothing:Q", room)
    )
    return layered(
        [nothing, bars, *_amounts(base, mode, room, down=8), names],
        height=44 * len(rows) + 10,
        right=5 if room else _ROOM,
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
        # the words stand beyond the bar and the mark, whichever reaches further
        {"option": option, "before": before, "amount": now, "said": said, "end": end}
        for option, before, now, said in rows
        if not isnan(now)
        for end in [now if isnan(before) else max(now, before) if now >= 0 else min(now, before)]
    ]
    titles = [each[0] for each in rows]
    base = chart(data).encode(
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
        color=option_colour(titles, looks),
    )
    marks = base.mark_tick(thickness=3, color=INK[mode], height={"band": 0.9}).encode(
        x=_across("before:Q")
    )
    return layered(
        [bars, marks, *_amounts(base, mode, field="end:Q")],
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
    known = [each for each in statuses if any(row[1] == each and row[2] > 0 for row in rows)]
    # From what is signed to what is guessed: dark to pale, so that it reads without any colour.
    shades = ["#0b3c5d", "#2f6f9f", "#6ea3c8", "#b3cde0", "#e3e7ea"]
    base = chart(data).encode(
        y=alt.Y(
            "option:N",
            sort=list(options),
            title=None,
            axis=alt.Axis(
                labelLimit=220, labelOverlap=False, ticks=False, domain=False, labelPadding=8
            ),
        ),
        x=alt.X("share:Q", stack="zero", axis=None, scale=alt.Scale(domain=[0, 1])),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("option:N", title="Option"),
            alt.Tooltip("status:N", title="Rests on"),
            alt.Tooltip("share:Q", title="Share", format=".1%"),
        ],
    )
    bars = base.mark_bar(height={"band": 0.68}, stroke=PALE[mode], strokeWidth=0.6).encode(
        color=alt.Color(
            "status:N",
            sort=list(statuses),
            scale=alt.Scale(domain=list(statuses), range=shades[: len(statuses)]),
            legend=alt.Legend(
                title=None,
                orient="top",
                columns=2,  # there is no room for a third on a phone
                values=known,
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
    height = 34 * len(options) + 30 + 22 * -(-len(known) // 2)
    return layered([bars, texts], height=height)


def _across(field: str, room: int = 0) -> alt.X:
    return alt.X(
        field,
        title=None,
        scale=alt.Scale(zero=True, nice=not room, padding=room),
        axis=alt.Axis(labels=False, ticks=False, domain=False, grid=False),
    )


def _amounts(
    base: Any,  # noqa: ANN401  a chart, as `chart` says
    mode: str,
    room: int = 0,
    down: int = 0,
    field: str = "amount:Q",
) -> list[Any]:
    """Each amount in words beside its bar: to the right of one above zero, else to the left.

    ``field`` is where it stands, if that is not the end of the bar.
    """
    return [
        base.transform_filter(where)
        .mark_text(
            align=align, dx=dx, yOffset=down, baseline="middle", fontSize=12, color=INK[mode]
        )
        .encode(x=_across(field, room), text="said:N")
        for where, align, dx in (
            ("datum.amount >= 0", "left", 6),
            ("datum.amount < 0", "right", -6),
        )
    ]
