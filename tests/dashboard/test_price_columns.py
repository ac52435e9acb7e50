"""Which column of a price sheet is which: told by its headings, asked where they do not say."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import Upload, faults
from tests.dashboard.test_price_sheet import USE, said, workbook

QUOTED = {
    "v1.csv": b"Product,Quantity,Unit price\nMicrosoft 365 E3,3900,30.10\n",
    "v2.csv": b"Product,Qty,Price\nMicrosoft 365 E3,3900,30.10\n",
    "bill.csv": b"Invoice date,Product,Net amount,Price\n2027-03-01,Microsoft 365 E3,9,30.10\n",
}


@pytest.mark.parametrize("name", QUOTED)
def test_what_has_a_column_of_prices_is_a_price_sheet_whatever_else_it_counts(
    name: str, uploaded: Upload
) -> None:
    app = uploaded(name, QUOTED[name])
    assert faults(app) == []
    assert "A list of prices by its headings" in said(app)
    assert "Say which column is which" in said(app)


def test_a_quotation_under_a_merged_row_says_for_how_long_and_in_which_money(
    uploaded: Upload,
) -> None:
    head = ("Description", "MPN", "Unit price £/month", "Qty", "Term", "Line total £")
    merged = ("Licences", None, "Commercials", None, None, None)
    line = ("Microsoft 365 E3", "AAA-10842", 30.10, 3900, "36 months", 30.10 * 3900 * 36)
    app = uploaded("v3.xlsx", workbook([head, line], merged))
    assert faults(app) == []
    assert "Its own sums that do not come out" not in [each.label for each in app.expander]
    assert "1 price of 1 product, in GBP" in said(app)
    assert "£30.10 a month" in said(app)
    assert USE in [each.label for each in app.button]


def test_a_list_without_a_heading_for_prices_may_hold_them_all_the_same(uploaded: Upload) -> None:
    app = uploaded("mine.csv", b"Product,Quantity,Net each\nMicrosoft 365 E3,3900,30.10\n")
    assert faults(app) == []
    assert "By its headings this is a list of seats" in said(app)
    label = "Which column holds the price of one?"
    box = next(each for each in app.selectbox if each.label == label)
    assert "Net each" in box.options


def test_what_headings_do_not_say_is_asked_in_plain_words_and_a_guess_can_be_corrected(
    uploaded: Upload,
) -> None:
    text = "Item,Your price,Unit price,Qty\nMicrosoft 365 E3,29.10,30.10,3900\n"
    app = uploaded("v1.csv", text.encode())
    assert "the price of one from “Unit price”" in said(app)
    choose(app, "What is each price for?", "1 month")
    choose(app, "In which currency are the prices?", "GBP")
    assert faults(app) == []
    assert "£30.10 a month" in said(app)
    choose(app, "The price of one", "Your price")
    assert faults(app) == []
    assert "£29.10 a month" in said(app)
    assert "£30.10 a month" not in said(app)


def choose(app: AppTest, label: str, option: str) -> None:
    """Choose one of a field's options, by what it stands for."""
    next(each for each in app.selectbox if each.label == label).set_value(option).run()
