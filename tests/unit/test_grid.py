"""Tables of text: they fit a page, keep every figure, and stand in pieces apart."""

import re

from hypothesis import given
from hypothesis import strategies as st

from licmodel.report.grid import Grid, unbroken

WIDTH = 100
NAMES = st.text(st.sampled_from("abc defgh "), min_size=1, max_size=70).filter(str.strip)


@given(
    st.lists(NAMES, min_size=1, max_size=9),
    st.lists(NAMES, min_size=1, max_size=30),
    st.integers(0, 10**13),
)
def test_any_table_fits_and_keeps_every_figure(
    heads: list[str], labels: list[str], figure: int
) -> None:
    cells = [[f"{figure + n * m:,}" for n, _ in enumerate(heads)] for m, _ in enumerate(labels)]
    grid = Grid("Cost, £", labels, heads, cells)
    lines = grid.text().splitlines()
    assert max(map(len, lines)) <= WIDTH
    text = grid.text()
    for row in cells:
        for cell in row:
            assert cell in text
    for head in heads:
        for word in head.split():
            assert word in text


def test_a_table_in_pieces_shares_its_columns_out_evenly() -> None:
    heads = [f"option number {n}" for n in range(6)]
    grid = Grid("Cost", ["a label that is long enough"], heads, [["123,456,789,012"] * 6])
    pieces = [
        len(re.findall(r"123,456,789,012", line))
        for line in grid.text().splitlines()
        if "123" in line
    ]
    assert pieces == [3, 3]


def test_pieces_stand_apart_and_a_bracketed_part_of_a_heading_is_not_broken() -> None:
    heads = [f"{year} {unbroken('(9 months)')}" for year in range(2020, 2032)]
    lines = Grid("Cost", ["all"], heads, [["1"] * 12]).text().splitlines()
    apart = lines.index("")
    assert lines[apart + 1].split()[0] == "2026"
    assert lines[apart + 2].split() == ["(9", "months)"] * 6
    assert lines[apart - 1].startswith("all")
    assert lines.count("") == 1
