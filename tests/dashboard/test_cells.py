"""What is typed or pasted into a cell is the right figure, or is refused: never another one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.assembly.assemble import assemble
from licmodel.dashboard.asking import meant
from licmodel.dashboard.cells import column_of, pasted_rows, read_cell
from licmodel.dashboard.grids import table_called
from licmodel.intake.cells import Unreadable
from licmodel.scenario.loading import load
from licmodel.terms.term import parse_number
from licmodel.workbook.form_tables import Column
from tests.dashboard.conftest import ROOT

COUNT = Column(("start",), "", "number")
MONEY = Column(("price",), "", "GBP/unit")
SHARE = Column(("growth",), "", "share, such as 5%", is_percent=True)
MONTH = Column(("starts",), "", "month, such as 2027-04")
LAST = Column(("ends",), "", "month, such as 2027-04")
QUANTITY = Column(("quantity",), "", "number, driver, or drivers with commas", is_list=True)
WORD = Column(("per",), "", choices=("month", "year", "any_month"))
FLAG = Column(("smooth",), "", choices=("yes", "no"))

NUMBERS = st.decimals(0, 10**9, places=2).map(lambda each: each.normalize() + 0)


@given(NUMBERS, st.sampled_from(["{:,}", "{:f}", " {:,} ", "£{:,}", "£ {:f}", "{:,}\u00a0"]))
def test_money_as_calc_writes_it_is_the_same_money(number: Decimal, form: str) -> None:
    said = read_cell(MONEY, form.format(number))
    assert isinstance(said, str)
    assert parse_number(said) == number


@given(NUMBERS, st.sampled_from(["-{:,}", "−{:f}", "({:,})", "-£{:,}", "(£{:f})"]))
def test_money_below_zero_keeps_its_sign(number: Decimal, form: str) -> None:
    said = read_cell(MONEY, form.format(number))
    assert isinstance(said, str)
    assert parse_number(said) == -number


@given(st.decimals(-99, 999, places=3).map(lambda each: each.normalize() + 0))
def test_a_percentage_is_a_hundredth_of_its_number(number: Decimal) -> None:
    said = read_cell(SHARE, f"{number:f}%")
    assert isinstance(said, str)
    assert parse_number(said) == number / 100


@given(st.text(alphabet="0123456789.,-−()£$€% _eE/", max_size=14))
def test_what_is_taken_of_any_text_is_what_the_file_would_read(text: str) -> None:
    # whatever stands in a cell: blank, refused, left to the file to judge, or the one number
    for column in (COUNT, MONEY, SHARE):
        try:
            said = read_cell(column, text)
        except Unreadable:
            continue
        if said is None:
            assert not text.strip()
            continue
        digits = "".join(each for each in text if each.isdecimal())
        try:
            taken = parse_number(str(said))
        except ValueError:
            continue  # told by the file's own reader, with the cell
        assert digits.strip("0") in {
            "".join(each for each in f"{each:f}" if each.isdecimal()).strip("0")
            for each in (taken, taken * 100)
        }


def test_a_month_that_is_asked_is_told_as_it_is_read() -> None:
    model = assemble(load(ROOT / "scenarios" / "council_2027.yaml"))
    key = "renew.support.starts"
    assert meant(model, key, "set", "01/07/2027") == ("set", "2027-07")
    assert meant(model, key, "set", "soon") == ("set", "soon")


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (COUNT, "1,200", "1200"),
        (COUNT, "3 300", "3300"),
        (MONEY, "£1,200.50", "1200.5"),
        (SHARE, "8%", "8%"),
        (SHARE, "0.08", "8%"),
        (SHARE, "-1.5 %", "-1.5%"),
        (SHARE, "rpi_obr_2026_03", "rpi_obr_2026_03"),
        (MONTH, "April 2027", "2027-04"),
        (MONTH, "01/04/2027", "2027-04"),  # the day stands first, as everywhere
        (MONTH, "04/01/2027", None),
        (LAST, "31/03/2028", "2028-03"),
        (QUANTITY, "1,200", "1200"),
        (QUANTITY, "office_staff", "office_staff"),
        (QUANTITY, "office_staff, field_staff", ("office_staff", "field_staff")),
        (WORD, "Any month", "any_month"),
        (FLAG, "TRUE", "true"),
        (COUNT, "  ", ""),
    ],
)
def test_cells_by_hand(column: Column, text: str, said: str | tuple[str, ...] | None) -> None:
    if said is None:
        with pytest.raises(Unreadable, match="whole months, from their first day"):
            read_cell(column, text)
    else:
        assert read_cell(column, text) == (said or None)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (COUNT, "1.200,50"),
        (COUNT, "12,5"),
        (COUNT, "£40"),
        (COUNT, "8%"),
        (MONEY, "$40"),
        (MONEY, "1,2,3"),
        (SHARE, "8"),
        (SHARE, "12,5%"),
        (COUNT, "#REF!"),
        (COUNT, "#N/A"),
        (WORD, "week"),
        (FLAG, "perhaps"),
        (MONTH, "45"),
    ],
)
def test_what_could_be_two_figures_or_none_is_refused(column: Column, text: str) -> None:
    with pytest.raises(Unreadable):
        read_cell(column, text)


CELLS = st.lists(
    st.lists(st.text(alphabet='ab1,.£%"\t\n ', max_size=6), min_size=2, max_size=3),
    min_size=1,
    max_size=4,
)


@given(CELLS)
def test_rows_off_the_clipboard_are_the_cells_that_were_copied(rows: list[list[str]]) -> None:
    width = min(map(len, rows))
    square = [row[:width] for row in rows]
    text = "".join("\t".join(map(_copied, row)) + "\n" for row in square)
    assert pasted_rows(text) == [row for row in square if any(map(str.strip, row))]


def _copied(cell: str) -> str:
    """A cell as Calc and Excel put it on the clipboard."""
    if any(each in cell for each in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def test_headings_of_a_spreadsheet_find_their_columns() -> None:
    lines = table_called("Lines")
    found = [column_of(lines, each) for each in ("Line", "key of the line", "Billing plan", "size")]
    assert [None if each is None else each.heading for each in found] == [
        "key of the line",
        "key of the line",
        "billing plan",
        None,
    ]
