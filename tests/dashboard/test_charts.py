"""Charts start at nothing, look alike everywhere, and lay no name over another."""

from __future__ import annotations

from itertools import pairwise
from math import nan

from hypothesis import given, settings
from hypothesis import strategies as st

from licmodel.charts.bars import before_and_now, causes, worths
from licmodel.charts.lines import Series, along, apart
from licmodel.charts.palette import looks
from licmodel.charts.tornado import Blade, tornado

PAGES = {"light": "#ffffff", "dark": "#12181f"}


def brightness(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, as WCAG defines it."""
    low, high = sorted([brightness(first), brightness(second)])
    return (high + 0.05) / (low + 0.05)


def test_every_colour_can_be_seen_on_both_pages() -> None:
    for look in looks(map(str, range(8))).values():
        for page in PAGES.values():
            assert contrast(look.colour, page) >= 3, (look, page)


def test_words_stand_beyond_the_mark_where_an_option_stood_before() -> None:
    rows = [("A", 9.0, 7.0, "£7"), ("B", 7.0, 9.0, "£9"), ("C", nan, 5.0, "£5")]
    rows.append(("D", -3.0, -2.0, "-£2"))
    found = looks("ABCD")
    spec = before_and_now(rows, found).to_dict()
    assert {each["option"]: each["end"] for each in spec["data"]["values"]} == {
        "A": 9.0,
        "B": 9.0,
        "C": 5.0,
        "D": -3.0,
    }
    fields = [layer["encoding"]["x"]["field"] for layer in spec["layer"]]
    assert fields == ["amount", "before", "end", "end"]


def test_nothing_is_drawn_through_the_names_of_a_tornado() -> None:
    blades = [Blade(f"A long name of a figure, {n}", -1.0, 1.0, "-£1", "+£1") for n in range(3)]
    middle, *_ = tornado(blades).to_dict()["layer"]
    assert middle["mark"]["type"] == "tick"
    room = middle["mark"]["height"] / 2 - middle["mark"]["yOffset"]
    assert room < 11 - 13 / 2  # its top lies below the words, 11 above the middle and 13 high


def test_no_two_of_twenty_options_look_alike() -> None:
    found = looks(map(str, range(20))).values()
    assert len({(each.colour, each.shape, tuple(each.dash)) for each in found}) == 20


def test_an_option_looks_the_same_whichever_others_are_shown() -> None:
    every = looks(["renew", "move", "leave"])
    series = [Series("leave", "Leave", [1.0, 2.0], every["leave"])]
    spec = along(series, ["2027/28", "2028/29"]).to_dict()
    assert spec["layer"][0]["encoding"]["color"]["scale"]["range"] == [every["leave"].colour]


def test_money_starts_at_nothing() -> None:
    series = [Series("a", "A", [9.0, 10.0], looks(["a"])["a"])]
    lines = along(series, ["2027/28", "2028/29"]).to_dict()["layer"]
    bars = causes([("Price", 2.0, "£2"), ("All", 2.0, "£2")], "All").to_dict()["layer"]
    assert {layer["encoding"]["y"]["scale"]["zero"] for layer in lines} == {True}
    assert {layer["encoding"]["x"]["scale"]["zero"] for layer in bars} == {True}
    steps = [("A point off", 2.0, "£2"), ("Later", -1.0, "-£1"), ("All", 1.0, "£1")]
    *bars, names = worths(steps, ["All"]).to_dict()["layer"]
    assert {layer["encoding"]["x"]["scale"]["zero"] for layer in bars} == {True}
    assert names["encoding"]["x"] == {"value": 0}  # above its bar, however far that goes


labels = st.lists(st.tuples(st.floats(-1e7, 1e7), st.integers(1, 3)), min_size=1, max_size=12)


@settings(max_examples=100)
@given(labels)
def test_names_never_lie_over_one_another(drawn: list[tuple[float, int]]) -> None:
    wanted = [(str(at), figure, lines) for at, (figure, lines) in enumerate(drawn)]
    line = 1e5
    found = apart(wanted, line)
    high = {key: lines * line for key, _, lines in wanted}
    order = sorted(found, key=lambda key: found[key])
    for below, above in pairwise(order):
        assert found[above] - found[below] >= (high[below] + high[above]) / 2 - 1
    figures = {key: figure for key, figure, _ in wanted}
    assert all(figures[a] <= figures[b] for a, b in pairwise(order))
