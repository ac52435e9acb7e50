"""Figures as a British reader expects them, with their units."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.report.amounts import Amounts, measured, number, percent, plural


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1_422_907.2, "GBP", "£1,422,907.20"),
        (-0.004, "GBP", "£0"),
        (-12.5, "GBP", "-£12.50"),
        (12_772.0000000001, "GBP", "£12,772"),
        (30.404, "GBP/month/user", "£30.404 per user per month"),
        (0.132, "GBP/GB", "£0.132 per GB"),
        (9_000, "GBP/unit", "£9,000"),
        (4, "fte", "4 FTE"),
        (1, "user", "1 user"),
        (8_760, "kWh/kW/year", "8,760 kWh per kW per year"),
        (math.nan, "GBP", "unknown"),
        (0.25, "1", "0.25"),
    ],
)
def test_a_figure_is_said_with_its_unit(value: float, unit: str, said: str) -> None:
    assert measured(value, unit) == said


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_numbers_are_rounded_half_away_and_never_minus_nothing(value: float, digits: int) -> None:
    """[11]"""
    said = number(value, digits)
    assert abs(float(said.replace(",", "")) - value) <= 0.5 * 10**-digits * (1 + 1e-9)
    assert not re.fullmatch(r"-0(\.0+)?", said)
    assert number(-value, digits).lstrip("-") == said.lstrip("-")


def test_figures_nobody_can_read_are_shortened() -> None:
    assert number(1e300, 0) == "1e+300"
    assert percent(0.005) == "1%"
    assert plural("box") == "boxes"
    assert Amounts("SEK").whole(5) == "SEK 5"
