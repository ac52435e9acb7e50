"""Invoices and ledgers: credits, VAT, periods, repeats, and rows that are refused."""

from decimal import Decimal
from pathlib import Path

import pytest

from licmodel.cli import main
from licmodel.errors import InputError
from licmodel.intake import read
from licmodel.intake.findings import Report
from licmodel.intake.mappings import read_mapping
from licmodel.intake.reading import propose_mapping
from tests.intake.workbooks import plain

HEAD = "Invoice no,Invoice date,Item,Qty,Unit price,Per,Net,VAT,Service from,Service to"
MAPPING = """\
holds: invoices
columns: {document: Invoice no, date: Invoice date, product: Item, quantity: Qty,
  price: Unit price, per: Per, net: Net, vat: VAT, starts: Service from, ends: Service to}
constants: {currency: GBP}
lines: {seats: {product: Tool, cost_centre: [D1, D2]}, budget: {subjective: "4410"}}
"""


def reading(folder: Path, *rows: str, mapping: str = MAPPING, head: str = HEAD) -> Report:
    """Read rows of invoices."""
    (folder / "map.yaml").write_text(mapping)
    (folder / "invoices.csv").write_text("\n".join((head, *rows, "")))
    return read(folder / "invoices.csv", mapping=folder / "map.yaml", currency="GBP")


def test_a_row_keeps_its_place_money_and_months(tmp_path: Path) -> None:
    report = reading(
        tmp_path, '7,15/04/2026,Tool,10,£12.50,1 month,"1,500.00",300,15/04/2026,14/04/2027'
    )
    (actual,) = report.actuals
    assert (actual.place, actual.net, actual.vat) == ("invoices.csv:2", Decimal(1500), Decimal(300))
    assert (actual.first, actual.last) == (2026 * 12 + 3, 2027 * 12 + 2)
    assert (actual.quantity, actual.price) == (Decimal(10), Decimal("12.5"))
    assert actual.priced_months == 1
    assert report.clean
    assert [(t.name, t.held) for t in report.totals] == [
        ("net", Decimal(1500)),
        ("VAT", Decimal(300)),
        ("gross", Decimal(0)),
    ]


def test_which_way_dates_are_read_is_told_with_the_first_that_could_be_read_otherwise(
    tmp_path: Path,
) -> None:
    told = "the day stands first in its dates: {} ({}) is {}"
    report = reading(tmp_path, "6,30/06/2027,Tool,,,,5,0,,", "7,12/06/2027,Tool,,,,5,0,,")
    assert report.notes == (told.format("12/06/2027", "invoices.csv:3", "12 June 2027"),)
    assert reading(tmp_path, "7,2027-06-12,Tool,,,,5,0,,").notes == ()


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("-120.50", "-120.50"), ("(120.50)", "-120.50"), ("-£1,120.50", "-1120.50"), ("£3", "3")],
)
def test_a_credit_is_below_zero(written: str, read_as: str, tmp_path: Path) -> None:
    report = reading(tmp_path, f'7,01/04/2026,Tool,,,,"{written}",0,,')
    assert report.actuals[0].net == Decimal(read_as)
    assert report.totals[0].held == Decimal(read_as)
    assert report.balances


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("7,,Tool,1,5,1 year,5,1,,", "Invoice date", "nothing stands there: unknown"),
        ("7,01/04/2026,Tool,1,5,1 year,,1,,", "Net", "nothing stands there: unknown"),
        ("7,01/04/2026,Tool,1,5,1 year,5,,,", "VAT", "nothing stands there: unknown"),
        ("7,01/04/2026,Tool,1,5,1 year,5.005,1,,", "Net", "parts of a penny"),
        ("7,01/04/2026,Tool,1,5,quarter,5,1,,", "Per", "the price is for how long"),
        ("7,01/04/2026,Tool,1,-5,1 year,5,1,,", "Unit price", "below zero"),
        ("7,01/04/2026,Tool,1,5,1 year,5 CR,1,,", "Net", "not a number"),
        ("7,01/04/2026,Tool,1,5,1 year,--5,1,,", "Net", ""),
        ("7,01/04/2026,Tool,1,5,1 year,5,1,01/04/2026,", "Service to", "first and its last day"),
        ("7,01/04/2026,Tool,1,5,1 year,5,1,01/04/2026,15/03/2027", "Service to", "whole months"),
        ("7,01/04/2026,Tool,1,5,1 year,5,1,01/04/2027,31/03/2026", "Service to", "whole months"),
        ("7,31/04/2026,Tool,1,5,1 year,5,1,,", "Invoice date", "no such day"),
    ],
)
def test_a_row_that_cannot_be_held_is_refused_at_its_cell(
    row: str, column: str, reason: str, tmp_path: Path
) -> None:
    """Nothing blank is zero [17]."""
    report = reading(tmp_path, row)
    assert not report.actuals
    assert report.refused[0].column == column
    assert reason in report.refused[0].reason
    assert report.balances


def test_a_blank_quantity_or_price_is_unknown(tmp_path: Path) -> None:
    """Unknown, not zero [17]."""
    (actual,) = reading(tmp_path, "7,01/04/2026,Tool,,,,5,1,,").actuals
    assert (actual.quantity, actual.price) == (None, None)
    assert (actual.priced_months, actual.first) == (None, None)


def test_text_numbers_of_a_workbook_are_corrected_and_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        list(HEAD.split(",")),
        ["7", "01/04/2026", "Tool", 1, 5, "1 year", "5.00", 1],
    ]
    path = plain(tmp_path / "i.xlsx", rows, "Invoices")
    (tmp_path / "map.yaml").write_text(MAPPING)
    report = read(path, mapping=tmp_path / "map.yaml")
    assert report.actuals[0].net == 5
    assert report.actuals[0].place == "i.xlsx, Invoices!row 2"
    assert any(each.reason == "a number written as text" for each in report.corrected)


def test_totals_are_set_aside_and_repeats_reported(tmp_path: Path) -> None:
    row = "7,01/04/2026,Tool,1,5,1 year,5,1,,"
    report = reading(tmp_path, row, row, "7,02/05/2026,Tool,2,5,1 year,10,2,,", ",,Total,,,,20,4,,")
    assert [each.repeats for each in report.actuals] == [None, "invoices.csv:2", None]
    assert any("charged twice, or listed twice?" in note for note in report.notes)
    assert "7 stands under more than one day: 2026-04-01, 2026-05-02" in report.notes
    assert report.set_aside[0].reason == "a row of totals"


def test_vat_is_taken_out_of_a_gross_amount_and_checked(tmp_path: Path) -> None:
    mapping = "holds: ledger\ncolumns: {date: D, net: N, vat: V, gross: G}\n"
    head = "D,N,V,G"
    report = reading(
        tmp_path, "01/04/2026,10,2,12", "01/04/2026,10,2,13", mapping=mapping, head=head
    )
    assert report.actuals[0].vat == 2
    assert "10 and 2 of VAT are 12, not 13" in report.refused[0].reason
    mapping = "holds: ledger\ncolumns: {date: D, vat: V, gross: G}\n"
    (only,) = reading(tmp_path, "01/04/2026,10,2,12", mapping=mapping, head=head).actuals
    assert only.net == 10
    mapping = "holds: ledger\ncolumns: {date: D, gross: G}\n"
    report = reading(tmp_path, "01/04/2026,10,2,12", mapping=mapping, head=head)
    assert "how much of it is VAT is not said" in report.refused[0].reason


def test_another_currency_is_refused(tmp_path: Path) -> None:
    mapping = "holds: ledger\ncolumns: {date: D, net: N, currency: C}\n"
    report = reading(tmp_path, "01/04/2026,10,EUR", mapping=mapping, head="D,N,C")
    assert "EUR, and the scenario is in GBP" in report.refused[0].reason


def test_a_mapping_names_what_each_line_goes_by(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAPPING)
    said = read_mapping(tmp_path / "map.yaml").lines
    assert said["seats"] == {"product": ("Tool",), "cost_centre": ("D1", "D2")}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("{seats: Tool}", "lines"),
        ("{seats: {colour: red}}", "lines.seats.colour"),
        ("{budget: {product: Tool}}", "lines.budget.product"),
        ("{seats: {product: [[a]]}}", "lines.seats.product"),
    ],
)
def test_lines_that_say_something_else_are_refused(lines: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(
        f"holds: ledger\ncolumns: {{date: D, net: N}}\nlines: {lines}\n"
    )
    with pytest.raises(InputError) as error:
        read_mapping(tmp_path / "map.yaml")
    assert error.value.found == found


def test_invoices_are_proposed_from_their_headings(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n")
    proposal = propose_mapping(tmp_path / "a.csv")
    assert (proposal.mapping.holds, proposal.missing, proposal.asked) == ("invoices", (), {})
    assert set(proposal.mapping.columns) == {
        *("document", "date", "product", "quantity", "price", "per", "net", "vat"),
        *("starts", "ends"),
    }
    (tmp_path / "b.csv").write_text("Posting date,Cost centre,Subjective,Ledger amount\n")
    assert propose_mapping(tmp_path / "b.csv").mapping.holds == "ledger"


def test_actuals_make_no_file_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reading(tmp_path, "7,01/04/2026,Tool,1,5,1 year,5,1,,")
    call = ["intake", "mapped", str(tmp_path / "invoices.csv"), "--map", str(tmp_path / "map.yaml")]
    assert main(call) == 0
    assert "net" in capsys.readouterr().out
    assert main([*call, "--out", str(tmp_path / "out.yaml")]) == 2
    assert "licmodel reconcile" in capsys.readouterr().err
