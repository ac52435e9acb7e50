"""A map of two figures: which option is the cheapest where, by letter and by colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, chart, layered
from licmodel.charts.palette import Look

_ROW = 54
_GAP = {"light": "#ffffff", "dark": "#12181f"}


def letters(options: Sequence[str]) -> dict[str, str]:
    """A letter for each option, by its place among all of the scenario.

    Examples
    --------
    >>> letters(["renew", "move"])
    {'renew': 'A', 'move': 'B'}
    """
    return {key: chr(ord("A") + at) for at, key in enumerate(options)}


def winners(  # noqa: PLR0913  what a map is of, and how it looks
    cells: Sequence[Sequence[tuple[str, ...]]],
    down: tuple[str, Sequence[str]],
    across: tuple[str, Sequence[str]],
    titles: Mapping[str, str],
    looks: Mapping[str, Look],
    *,
    stands: tuple[int, int] | None = None,
    mode: str = "light",
) -> alt.LayerChart:
    """Which option is the cheapest at each pair of settings.

    Parameters
    ----------
    cells : sequence of sequence of tuple of str
        Keys of the cheapest options, a row for each setting downwards; empty where not known.
    down, across : tuple of str and sequence of str
        What each figure is called, and its settings in words.
    titles, looks : mapping
        Title and look of each option, by key.
    stands : tuple of int, optional
        Row and column of the figures as they stand, which is framed.
    mode : {"light", "dark"}
        Page that it stands on.
    """
    marks = letters([*titles])
    wins = [key for key in titles if any(key in cell for row in cells for cell in row)]
    names = {key: f"{marks[key]}  {titles[key]}" for key in wins}
    rows = [
        {
            "down": down[1][i],
            "across": across[1][j],
            "option": names[cell[0]] if cell else "not known",
            "said": " = ".join(titles[key] for key in cell) or "not known",
            "letter": "=".join(marks[key] for key in cell) or "?",
        }
        for i, row in enumerate(cells)
        for j, cell in enumerate(row)
    ]
    axis: dict[str, Any] = {"ticks": False, "domain": False, "labelLimit": 90, "labelFontSize": 12}
    base = chart(rows).encode(
        x=alt.X(
            "across:O",
            sort=list(across[1]),
            title=across[0],
            axis=alt.Axis(orient="top", labelAngle=0, labelOverlap="greedy", **axis),
        ),
        y=alt.Y("down:O", sort=list(down[1]), title=None, axis=alt.Axis(**axis)),
        tooltip=[
            alt.Tooltip("down:N", title=down[0]),
            alt.Tooltip("across:N", title=across[0]),
            alt.Tooltip("said:N", title="Cheapest"),
        ],
    )
    tiles = base.mark_rect(stroke=_GAP[mode], strokeWidth=2).encode(
        color=alt.Color(
            "option:N",
            scale=alt.Scale(
                domain=[*names.values(), "not known"],
                range=[*(looks[key].colour for key in wins), "#59636e"],
            ),
            legend=alt.Legend(
                title=None,
                orient="bottom",
                direction="vertical",
                symbolType="square",
                symbolSize=200,
                labelLimit=330,
                values=[*names.values()],
            ),
        )
    )
    words = base.mark_text(fontSize=19, fontWeight="bold", color="#ffffff").encode(text="letter:N")
    layers = [tiles, words]
    if stands is not None:
        i, j = stands
        layers.append(
            chart([{"down": down[1][i], "across": across[1][j]}])
            .mark_rect(filled=False, stroke=INK[mode], strokeWidth=4)
            .encode(
                x=alt.X("across:O", sort=list(across[1])), y=alt.Y("down:O", sort=list(down[1]))
            )
        )
    return layered(layers, height=_ROW * len(down[1]) + 60 + 22 * len(wins), right=5)
