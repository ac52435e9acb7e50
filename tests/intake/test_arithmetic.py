"""What a quotation claims is done again, and nothing of it is lost or taken for what it is not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from licmodel.errors import InputError
from licmodel.intake.arithmetic import has_vat_in
from licmodel.intake.findings import Report
from licmodel.intake.reading import propose_mapping, read_by
from licmodel.report.imports import import_text, proposal_text, verdict
from tests.intake.workbooks import plain

HEAD = ("Item", "Qty", "Unit price", "Purchase unit", "Currency", "Line total", "Colour")
Read = Callable[..., Report]


@pytest.fixture
def read_offer(tmp_path: Path) -> Read:
    """Return what reads an offer by its own headings."""

    def read_rows(*rows: tuple[object, ...], head: tuple[object, ...] = HEAD) -> Report:
        path = plain(tmp_path / "v3.xlsx", [head, *rows], "Offer")
        return read_by(path, propose_mapping(path).mapping, currency="GBP")

    return read_rows


def told(report: Report) -> list[str]:
    return list(map(str, report.arithmetic))


def test_every_planted_error_is_found_with_its_cell(read_offer: Read) -> None:
    """3,900 x 29.40 is 114,660; 640 x 8.80 is 5,632; together 120,292."""
    report = read_offer(
        ("Tool A", 3900, 29.40, "1 month", "GBP", 114660, None),
        ("Tool B", 640, 8.80, "1 month", "GBP", 5632, None),
        ("Subtotal", None, None, None, None, 120392, None),
        ("Tool C", "fifty", 8.20, "1 month", "GBP", 410, None),
        ("Tool D", 10, 5, "1 month", "GBP", 600, None),
        ("Tool E", 10, 7, "1 month", "GBP", 71, None),
        ("Total", None, None, None, None, 121373, None),
    )
    periods = "12 times as much, so for so many periods?"
    assert told(report) == [
        f"v3.xlsx, Offer!{each}"
        for each in (
            "F4, Line total: claimed 120,392.00, and what stands above is 120,292.00: 100.00 more",
            "F5, Line total: cannot be done again, since its quantity is no number",
            f"F6, Line total: claimed 600.00, and 10 x 5 is 50.00: 550.00 more: {periods}",
            "F7, Line total: claimed 71.00, and 10 x 7 is 70.00: 1.00 more",
        )
    ]
    assert len(report.prices) == 5
    assert "Its own sums that do not come out:" in import_text(report)
    assert len(report.to_json()["arithmetic"]) == 4


def test_a_column_of_periods_is_multiplied_too(read_offer: Read) -> None:
    head = ("Item", "Qty", "Unit price", "Months", "Per", "Currency", "Total")
    report = read_offer(
        ("Tool A", 10, 5, 12, "1 month", "GBP", 600),
        ("Tool B", 10, 5, 13, "1 month", "GBP", 600),  # a month too many
        head=head,
    )
    assert told(report) == [
        "v3.xlsx, Offer!G3, Total: claimed 600.00, and 10 x 5 x 13 is 650.00: 50.00 less"
    ]


def test_columns_that_were_not_used_are_named(read_offer: Read) -> None:
    report = read_offer(("Tool", 1, 5, "1 month", "GBP", 5, "red"))
    assert "columns not used: Colour" in report.notes
    assert told(report) == []


def test_what_is_refused_is_counted_with_its_sign_and_what_is_blank_is_named(
    read_offer: Read,
) -> None:
    report = read_offer(
        ("Tool", 1, 352.80, "1 year", "GBP", None, None),
        ("Tool B", 1, 7.60, "1 month", "GBP", None, None),
        ("Incentive", None, -10000, "once", "GBP", None, None),
        ("Tool C", 600, None, "1 year", "GBP", None, None),
        ("Tool D", 1, "n/a", "1 year", "GBP", None, None),
    )
    (prices,) = report.totals
    assert prices.held == Decimal("360.40")
    assert prices.refused == Decimal(-10000)
    assert prices.taken_in == Decimal("-9639.60")
    assert prices.unread == ("v3.xlsx, Offer!C5", "v3.xlsx, Offer!C6")
    assert prices.unreadable == 2
    assert verdict(report) == (
        "Checked: in = held + set aside + refused. In no total, since it is blank or no number: "
        "v3.xlsx, Offer!C5; v3.xlsx, Offer!C6."
    )
    assert "prices of the terms 1 year and 1 month as they stand in the sheet" in " ".join(
        import_text(report).split()
    )


def test_a_price_with_vat_in_it_is_never_read(read_offer: Read, tmp_path: Path) -> None:
    head = ("Item", "Unit price inc VAT", "Unit price ex VAT", "Per", "Currency")
    report = read_offer(("Tool", 120, 100, "1 year", "GBP"), head=head)
    assert [price.price for price in report.prices] == [Decimal(100)]
    proposal = propose_mapping(tmp_path / "v3.xlsx")
    assert proposal.with_vat == ("Unit price inc VAT",)
    assert "# not a price, since VAT is in it: Unit price inc VAT" in proposal_text(proposal, "f")
    mapping = proposal.mapping
    mapping = type(mapping)("prices", {**mapping.columns, "price": "Unit price inc VAT"})
    with pytest.raises(InputError, match="VAT is in its prices") as error:
        read_by(tmp_path / "v3.xlsx", mapping)
    assert "Unit price inc VAT" in str(error.value)


def test_a_sheet_that_says_above_that_vat_is_in_is_refused(tmp_path: Path) -> None:
    rows = [
        ("All prices include VAT at 20%", None, None, None),
        ("Item", "Unit price", "Per", "Currency"),
        ("Tool", 120, "1 year", "GBP"),
    ]
    path = plain(tmp_path / "v3.xlsx", rows)
    with pytest.raises(InputError, match="All prices include VAT at 20%"):
        read_by(path, propose_mapping(path).mapping)


@pytest.mark.parametrize(
    ("heading", "is_in"),
    [
        ("Price incl VAT", True),
        ("Price (including VAT)", True),
        ("Price with tax", True),
        ("VAT inclusive price", True),
        ("Net price", False),
        ("Price excl. VAT", False),
        ("Price without VAT", False),
        ("Vatican licence", False),
    ],
)
def test_headings_that_say_that_vat_is_in(heading: str, is_in: bool) -> None:  # noqa: FBT001  a case
    assert has_vat_in(heading) is is_in


@pytest.mark.parametrize(
    ("terms", "remarks"),
    [
        (
            ("36 months", "36 months", "37 months"),
            ["v3.xlsx, Offer!C4, Term: 37 months, where all others say 36 months: is it meant so?"],
        ),
        (("36 months", "3 years", "P3Y"), []),  # the same, written otherwise
        (("36 months", "37 months"), []),  # either may be the usual
        (("12 months", "24 months", "36 months", "36 months"), []),
        ((36, 36, "Jo Roe"), []),
    ],
)
def test_one_term_that_is_another_than_all_others_is_worth_a_remark(
    terms: tuple[object, ...], remarks: list[str], read_offer: Read
) -> None:
    head = ("Item", "Price £/month", "Term")
    rows = [(f"Tool {number}", 5, term) for number, term in enumerate(terms)]
    assert told(read_offer(*rows, head=head)) == remarks


@pytest.mark.parametrize(
    ("second", "grand", "remarks"),
    [
        (500, 800, []),
        (510, 800, ["F5, Line total: claimed 510.00, and what stands above is 500.00: 10.00 more"]),
        (
            500,
            500,
            ["F6, Line total: claimed 500.00, and what stands above is 800.00: 300.00 less"],
        ),
    ],
)
def test_a_total_may_be_of_its_section(
    second: int, grand: int, remarks: list[str], read_offer: Read
) -> None:
    report = read_offer(
        ("Tool A", 100, 3, "1 month", "GBP", 300, None),
        ("Total", None, None, None, None, 300, None),
        ("Tool B", 100, 5, "1 month", "GBP", 500, None),
        ("Total", None, None, None, None, second, None),
        ("Grand total", None, None, None, None, grand, None),
    )
    assert told(report) == [f"v3.xlsx, Offer!{each}" for each in remarks]


def test_a_total_of_all_stands_beneath_those_of_parts(read_offer: Read) -> None:
    report = read_offer(
        ("Tool A", 100, 3, "1 month", "GBP", 300, None),
        ("Subtotal", None, None, None, None, 300, None),
        ("Tool B", 100, 5, "1 month", "GBP", 500, None),
        ("Total", None, None, None, None, 500, None),
    )
    (remark,) = told(report)
    assert "claimed 500.00, and what stands above is 800.00" in remark
