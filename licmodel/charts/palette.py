"""One colour, shape and dash for each option, the same on every chart."""

from __future__ import annotations

from collections.abc import Iterable

from licmodel.records import record

# Told apart by people with any of the usual kinds of colour blindness, and each at least three to
# one against white and against the dark page.
_COLOURS = (
    "#0072b2",
    "#d55e00",
    "#008a66",
    "#b0539e",
    "#937200",
    "#7a7a7a",
    "#4a7fe0",
    "#a5654a",
)
_SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "stroke")
_DASHES = ([1, 0], [6, 3], [2, 2])


@record
class Look:
    """How one option looks."""

    colour: str
    shape: str
    dash: list[int]


def looks(keys: Iterable[str]) -> dict[str, Look]:
    """A look for each option, by its place among all options of the scenario.

    More options than colours share a colour, and differ in shape and dash.

    Examples
    --------
    >>> looks(["renew", "move"])["move"].colour
    '#d55e00'
    """
    return {
        key: Look(
            _COLOURS[at % len(_COLOURS)],
            _SHAPES[at % len(_SHAPES)],
            _DASHES[at // len(_COLOURS) % len(_DASHES)],
        )
        for at, key in enumerate(keys)
    }
