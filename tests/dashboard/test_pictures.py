"""Charts as pictures: valid files that say what they show and ask no other host for anything."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from licmodel.charts import pictures
from licmodel.charts.frame import axis_ends
from licmodel.charts.lines import Series, along
from licmodel.charts.palette import looks
from licmodel.errors import InputError


@pytest.fixture
def spec() -> dict[str, object]:
    """Return a chart of two options for paper."""
    found = looks("ab")
    series = [
        Series("a", "Stay & pay", [9e5, 1e6], found["a"], is_chief=True),
        Series("b", "Move", [1.2e6, 4e5], found["b"]),
    ]
    chart = along(series, ["2027/28", "2028/29"])
    return pictures.on_paper(chart, title="Invoiced by year", basis="nominal; VAT excluded")


@settings(max_examples=12, deadline=None)
@given(st.floats(1, 9_999), st.integers(1, 5), st.sampled_from([0.0, -0.04, -0.3, -1.0, -2.5]))
@example(4.4, 6, 0.0)
def test_the_last_label_of_money_lies_at_or_above_the_largest_figure(
    figure: float, power: int, below: float
) -> None:
    """As it is drawn, and as names at the ends of lines count on."""
    largest = round(figure * 10**power)
    low = largest * below
    series = [Series("a", "Move", [low, largest], looks("a")["a"])]
    drawn = pictures.svg(pictures.on_paper(along(series, ["2027/28", "2028/29"])))
    scales = {"k": 1e3, "m": 1e6}
    labels = [
        float(number.replace(",", "")) * scales.get(size, 1) * (-1 if minus else 1)
        for minus, number, size in re.findall(r">(−?)£([0-9.,]+)([km]?)</text>", drawn)
    ]
    assert max(labels) >= largest
    assert min(labels) <= min(low, 0)
    assert axis_ends(low, largest) == pytest.approx((min(labels), max(labels)))


def test_a_drawing_is_well_formed_and_refers_to_nothing_outside(spec: dict[str, object]) -> None:
    text = pictures.svg(spec)
    root = ET.fromstring(text)  # noqa: S314  drawn here
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(each.strip() for each in root.itertext() if each.strip())
    for said in ("Invoiced by year", "nominal; VAT excluded", "Stay & pay", "2028/29", "£1m"):
        assert said in words
    assert "<script" not in text
    assert set(re.findall(r"https?://[^\"' ]+", text)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_a_picture_is_a_png_that_is_sharp_in_print(spec: dict[str, object]) -> None:
    data = pictures.png(spec)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")
    width, height = struct.unpack(">II", data[16:24])
    assert width > 1_900  # 16 cm at 300 dots an inch
    assert 0.3 < height / width < 1


def test_no_data_is_fetched_for_a_picture() -> None:
    spec = {"data": {"url": "http://127.0.0.1:9/a.csv"}, "mark": "point"}
    with pytest.raises(ValueError, match=r"(?i)not allowed"):
        pictures.svg(spec)


def test_without_its_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=re.escape("pip install 'licmodel[dashboard]'")):
        pictures.svg({})
