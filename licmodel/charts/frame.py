"""What every chart has in common: its ink, its data and its margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10, sqrt
from typing import Any

import altair as alt

from licmodel.charts.palette import Look

INK = {"light": "#1f2933", "dark": "#f2f4f7"}
"""Colour of words, by the page that they stand on."""

PALE = {"light": "#8b95a1", "dark": "#9aa5b1"}
"""Colour of what stands back."""


_STEPS = 6


def chart(rows: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401  a chart, which says too little of its own type
    """A chart of rows that it carries itself."""
    data: Any = alt.Data
    return alt.Chart(data(values=list(rows)))


def option_colour(titles: Sequence[str], looks: Mapping[str, Look]) -> alt.Color:
    """The colour of each option's mark; no legend, since its name stands beside it."""
    return alt.Color(
        "option:N",
        legend=None,
        scale=alt.Scale(domain=list(titles), range=[looks[each].colour for each in titles]),
    )


def inked(spec: dict[str, Any], mode: str) -> dict[str, Any]:
    """A chart's specification, with words at its axes that can be read on the page.

    Examples
    --------
    >>> inked({"config": {"axis": {"labelFontSize": 18}}}, "dark")["config"]["axis"]
    {'labelColor': '#f2f4f7', 'titleColor': '#f2f4f7', 'labelFontSize': 18}
    """
    words = {"labelColor": INK[mode], "titleColor": INK[mode]}
    config = spec.get("config", {})
    both = {part: {**words, **config.get(part, {})} for part in ("axis", "legend")}
    return {**spec, "config": {**config, **both}}


def layered(layers: Sequence[Any], height: int, right: int = 5) -> alt.LayerChart:
    """Layers over one another, with room at the right for words that stand beside marks."""
    over: Any = alt.layer(*layers)
    drawn: alt.LayerChart = over.properties(
        height=height, padding={"left": 5, "right": right, "top": 10, "bottom": 5}
    )
    return drawn


def money_axis(field: str, sign: str) -> alt.Y:
    """Money upwards from nothing, in thousands or millions where it is large."""
    size = (
        "abs(datum.value) >= 1e6 ? format(abs(datum.value) / 1e6, ',.3~f') + 'm' : "
        "abs(datum.value) >= 1e4 ? format(abs(datum.value) / 1e3, ',~f') + 'k' : "
        "format(abs(datum.value), ',~f')"
    )
    return alt.Y(
        field,
        title=None,
        # with as many steps as there are labels, so that the largest lies below the last of them
        scale=alt.Scale(zero=True, nice=_STEPS),
        axis=alt.Axis(
            labelExpr=f"(datum.value < 0 ? '−' : '') + '{sign}' + ({size})",
            tickCount=_STEPS,
            domain=False,
            ticks=False,
        ),
    )


def axis_ends(low: float, high: float) -> tuple[float, float]:
    """Between which labels an axis of money goes that holds these figures, as charts draw it.

    Examples
    --------
    >>> axis_ends(0.0, 4_400_000.0)
    (0.0, 5000000.0)
    >>> axis_ends(-130_000.0, 900_000.0)
    (-200000.0, 1000000.0)
    """
    ends, step = (min(low, 0.0), max(high, 0.0)), 0.0
    if ends[0] == ends[1]:
        return ends
    while True:
        raw = (ends[1] - ends[0]) / _STEPS
        power = 10.0 ** floor(log10(raw))
        before, step = (
            step,
            power * next((size for size, most in _ROUND if raw / power < most), _ROUND[0][0] * 10),
        )
        if step == before:
            return ends
        ends = (floor(ends[0] / step) * step, ceil(ends[1] / step) * step)


# a step is one, two or five of some power of ten, whichever is nearest by its ratio
_ROUND = ((1, sqrt(2)), (2, sqrt(10)), (5, sqrt(50)))


_SIZES = frozenset(
    {
        *("fontSize", "labelFontSize", "lineHeight", "strokeWidth", "thickness", "height"),
        *("labelLimit", "dx", "xOffset", "yOffset"),
    }
)
_AREAS = frozenset({"size", "symbolSize"})


def larger(drawn: alt.LayerChart, times: float) -> alt.LayerChart:
    """A chart for people far from it: its words, lines and marks so many times as large.

    Parameters
    ----------
    drawn : LayerChart
        As it stands on a desk.
    times : float
        How many times as large.

    Examples
    --------
    >>> from licmodel.charts.bars import causes
    >>> drawn = causes([("Price", 2.0, "£2"), ("All", 2.0, "£2")], "All")
    >>> drawn.height, larger(drawn, 1.5).height
    (88, 132)
    """
    spec: dict[str, Any] = _grown(drawn.to_dict(), times)
    spec["height"] = round(drawn.to_dict()["height"] * times)
    spec["padding"] = {side: round(each * times) for side, each in spec["padding"].items()}
    config = spec.get("config", {})
    words = {"labelFontSize": round(12 * times), "titleFontSize": round(12 * times)}
    spec["config"] = {**config, "axis": words, "legend": words}
    grown: alt.LayerChart = alt.LayerChart.from_dict(spec)
    return grown


def _grown(part: Any, times: float) -> Any:  # noqa: ANN401  any JSON
    if isinstance(part, list):
        return [_grown(each, times) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: each * times
        if key in _SIZES and isinstance(each, int | float)
        else each * times**2
        if key in _AREAS and isinstance(each, int | float)
        else each
        if key in {"datasets", "data"}
        else _grown(each, times)
        for key, each in part.items()
    }
