"""Charts of risk: valid, from nothing, and read without any colour."""

from __future__ import annotations

from itertools import pairwise
from math import nan
from typing import Any

import altair as alt
import pytest

from licmodel.charts.bands import Band, Page, fan
from licmodel.charts.frame import larger
from licmodel.charts.heat import letters, winners
from licmodel.charts.odds import odds
from licmodel.charts.palette import looks
from licmodel.charts.steps import commitments, stretches
from licmodel.charts.tornado import Blade, tornado
from tests.dashboard.test_charts import contrast

LOOKS = looks(["renew", "move"])
YEARS = ["2027/28", "2028/29"]
FAN = [Band(f"P{share:g}", [share, share + 10.0]) for share in (10.0, 50.0, 80.0, 90.0)]


def spec(name: str, mode: str = "light") -> dict[str, Any]:
    """A chart as it is drawn, checked against its schema."""
    stands = Band("As it stands", [40.0, nan])
    drawn = {
        "fan": lambda: fan(FAN, stands, LOOKS["renew"], Page(YEARS, mode=mode)),
        "one_year": lambda: fan(
            [Band(each.name, each.figures[:1]) for each in FAN],
            Band("As it stands", [40.0]),
            LOOKS["renew"],
            Page(YEARS[:1], mode=mode),
        ),
        "tornado": lambda: tornado(
            [
                Blade("Discount, 0% to 20%", 50.0, -30.0, "+£50", "-£30"),
                Blade("Years, 4 to 7", 40.0, 20.0, "+£40", "+£20"),
                Blade("Unknown", nan, 5.0, "unknown", "+£5"),
            ],
            mode=mode,
        ),
        "map": lambda: winners(
            [[("renew",), ("renew", "move")], [("move",), ()]],
            ("Discount", ["0%", "20%"]),
            ("Staff", ["90", "110"]),
            {"renew": "Renew it", "move": "Move on"},
            LOOKS,
            stands=(0, 1),
            mode=mode,
        ),
        "odds": lambda: odds([("renew", 0.98, "98%"), ("move", 0.02, "2%")], LOOKS, mode=mode),
        "steps": lambda: commitments(
            [(f"2027-{month:02}-01", 9.0 if month < 7 else 0.0) for month in range(4, 13)],
            LOOKS["renew"],
            until=("2027-07-01", "to the end of June 2027"),
            mode=mode,
        ),
        "strip": lambda: stretches(
            [(0.0, 0.4, "Renew it", "renew"), (0.4, 1.0, "Move on", "move")],
            LOOKS,
            (0.12, "now 12%"),
            [(0.4, "40%")],
            mode=mode,
        ),
    }
    found: dict[str, Any] = drawn[name]().to_dict()
    return found


NAMES = ["fan", "one_year", "tornado", "map", "odds", "steps", "strip"]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_valid_chart_on_both_pages(name: str, mode: str) -> None:
    assert spec(name, mode)["layer"]


def rows(found: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """Figures of the first layer that has such a field."""
    tables = [*found.get("datasets", {}).values(), found.get("data", {}).get("values")]
    tables += [layer.get("data", {}).get("values") for layer in found["layer"]]
    return next(table for table in tables if table and field in table[0])


def test_money_starts_at_nothing() -> None:
    for name in ("fan", "one_year", "steps"):
        scales = [
            layer["encoding"]["y"]["scale"]["zero"]
            for layer in spec(name)["layer"]
            if "scale" in layer["encoding"].get("y", {})
        ]
        assert scales
        assert set(scales) == {True}
    ends = [layer["encoding"]["x"]["scale"] for layer in spec("tornado")["layer"][:-1]]
    assert {each["zero"] for each in ends} == {True}
    shares = [layer["encoding"]["x"] for layer in spec("odds")["layer"][:2]]
    assert {tuple(each["scale"]["domain"]) for each in shares} == {(0, 1)}


def test_bars_of_a_tornado_are_never_stacked() -> None:
    """Two ends on one side stand over one another, the nearer in front, one with words."""
    found = spec("tornado")
    bars = next(layer for layer in found["layer"] if layer["mark"]["type"] == "bar")
    assert bars["encoding"]["x"]["stack"] is None
    same = [row for row in rows(found, "amount") if row["at"] == 1]
    assert [row["amount"] for row in same] == [40.0, 20.0]
    assert [row["shown"] for row in same] == ["+£40", ""]
    assert len([row for row in rows(found, "amount") if row["at"] == 2]) == 1  # no unknown bar


def test_a_map_is_read_by_letters_alone() -> None:
    found = rows(spec("map"), "letter")
    assert [row["letter"] for row in found] == ["A", "A=B", "B", "?"]
    assert {"A  Renew it", "B  Move on"} < {row["option"] for row in found}
    assert letters(["a", "b", "c"]) == {"a": "A", "b": "B", "c": "C"}


def test_letters_can_be_read_on_every_tile() -> None:
    """They are large and bold, for which three to one is enough."""
    for look in looks(map(str, range(8))).values():
        assert contrast("#ffffff", look.colour) >= 3
    assert contrast("#ffffff", "#59636e") >= 3


def test_percentiles_are_named_at_their_ends_from_the_highest_down() -> None:
    found = spec("fan")
    ends = [
        each
        for layer in found["layer"]
        for each in layer.get("data", {}).get("values", [])
        if "said" in each
    ]
    ends.sort(key=lambda each: -each["at"])
    assert [each["said"] for each in ends] == ["P90", "P80", "P50", "P10"]
    assert all(above["at"] > below["at"] for above, below in pairwise(ends))


def test_words_above_bars_stay_apart_from_them_in_a_room() -> None:
    """What holds them apart grows with them."""
    for name in ("tornado", "odds"):
        desk = alt.LayerChart.from_dict(spec(name))
        room = larger(desk, 1.5).to_dict()
        for small, large in zip(spec(name)["layer"], room["layer"], strict=True):
            for size in ("yOffset", "fontSize", "height"):
                if size in small["mark"]:
                    assert large["mark"][size] == small["mark"][size] * 1.5
        assert room["height"] == round(desk.height * 1.5)
