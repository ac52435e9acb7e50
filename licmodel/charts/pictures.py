"""Charts as pictures for paper: SVG and PNG that carry their own words, made without a network."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import altair as alt

from licmodel.charts.frame import INK, PALE
from licmodel.errors import InputError

FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
_WIDTH = 760
_SHARP = 2.5
"""Dots of a PNG for each one of the chart, so that it prints well."""


def on_paper(
    chart: alt.LayerChart, *, title: str = "", basis: str = "", width: int = _WIDTH
) -> dict[str, Any]:
    """A chart as its specification for white paper, with what it must say of itself.

    Parameters
    ----------
    chart : LayerChart
        Of `licmodel.charts`, drawn for a light page.
    title, basis : str
        What it shows, and on which basis; they stand above it.
    width : int
        Of the part that holds the marks [dots].
    """
    spec: dict[str, Any] = chart.properties(width=width).to_dict()
    if title:
        spec["title"] = {
            "text": title,
            "subtitle": _wrapped(basis, width) if basis else [],
            "anchor": "start",
            "frame": "group",
            "color": INK["light"],
            "subtitleColor": "#4a5560",
            "fontSize": 15,
            "subtitleFontSize": 11,
            "offset": 14,
        }
    spec["background"] = "#ffffff"
    axis = {
        "labelColor": INK["light"],
        "labelFontSize": 12,
        "gridColor": "#e3e7ea",
        "domainColor": PALE["light"],
    }
    spec["config"] = {
        **spec.get("config", {}),
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False},
        "legend": {"labelFontSize": 12, "labelColor": INK["light"]},
    }
    return spec


def svg(spec: dict[str, Any]) -> str:
    """A specification as an SVG drawing: no script, and nothing fetched from elsewhere.

    Examples
    --------
    >>> from licmodel.charts.bars import causes
    >>> svg(on_paper(causes([("Price", 2.0, "£2"), ("All", 2.0, "£2")], "All")))[:4]
    '<svg'
    """
    drawn: str = _converter().vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn


def png(spec: dict[str, Any]) -> bytes:
    """A specification as a PNG picture, sharp enough for print."""
    drawn: bytes = _converter().vegalite_to_png(spec, scale=_SHARP, allowed_base_urls=[])
    return drawn


def _converter() -> Any:  # noqa: ANN401  a module, which is imported only here
    if find_spec("vl_convert") is None:
        raise InputError(
            "pictures of charts need a library that is not installed",
            remedies=["install it: pip install 'licmodel[dashboard]'"],
        )
    import vl_convert  # noqa: PLC0415  80 MB, for those who take a picture away

    return vl_convert


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap  # noqa: PLC0415

    return [line for each in text.splitlines() for line in textwrap.wrap(each, width // 6)]
