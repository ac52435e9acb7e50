"""Price sheets: whole terms and months kept apart, dates, currencies, repeats, keys."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from licmodel.catalogue.prices import price_points, use_files
from licmodel.errors import InputError
from licmodel.intake import Report, read
from licmodel.intake.price_book import price_book_text
from tests.intake.workbooks import plain

HEAD = (
    "ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,"
    "EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment"
)
Sheet = Callable[..., Report]


def row(  # noqa: PLR0913  a row has many cells
    erp: str = "360.00",
    *,
    unit: str = "300.00",
    sku: str = "0001",
    title: str = "Microsoft 365 E3",
    term: str = "P1Y",
    plan: str = "Annual",
    currency: str = "GBP",
    start: str = "2026-07-01",
    end: str = "9999-11-30",
    tags: str = "License",
    segment: str = "Commercial",
) -> str:
    """Write a row of a new-commerce sheet."""
    return (
        f"{title},CFQ7MADEUP01,{sku},{title},{term},{plan},GB,{currency},{unit},{start},{end},"
        f"{tags},{erp},{segment}"
    )


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Return a way to read rows of a new-commerce sheet."""

    def read_rows(*rows: str) -> Report:
        path = tmp_path / "prices.csv"
        path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        report = read(path, "prices")
        assert report.balances
        return report

    return read_rows


def test_the_price_of_a_year_is_a_year_s_and_never_a_month_s(sheet: Sheet) -> None:
    """Documentation's own case: billed yearly or monthly, the price is for the whole term."""
    yearly, monthly = sheet(row("3393.90"), row("3393.96", plan="Monthly")).prices
    assert (yearly.per, yearly.price) == ("year", Decimal("3393.90"))
    assert (monthly.per, monthly.price) == ("year", Decimal("3393.96"))


@pytest.mark.parametrize(
    ("term", "plan", "per", "price"),
    [
        ("P1M", "Monthly", "month", "36"),
        ("P1Y", "Annual", "year", "36"),
        ("P3Y", "Triennial", "year", "12"),
        ("P6M", "Monthly", "month", "6"),
        ("", "OneTime", "once", "36"),
    ],
)
def test_what_a_price_is_for(sheet: Sheet, term: str, plan: str, per: str, price: str) -> None:
    (found,) = sheet(row("36", term=term, plan=plan)).prices
    assert (found.per, found.price, found.whole) == (per, Decimal(price), Decimal(36))


@pytest.mark.parametrize("term", ["", "1 year", "P1W", "PT1H"])
def test_a_price_without_a_term_is_refused(sheet: Sheet, term: str) -> None:
    (refused,) = sheet(row(term=term)).refused
    assert refused.column == "TermDuration"


def test_a_month_s_price_among_years_is_refused(sheet: Sheet) -> None:
    """Somebody divided one row by twelve: 378 / 12 = 31.50 beside 360."""
    report = sheet(row("360"), row("31.50", plan="Monthly"))
    assert [price.whole for price in report.prices] == [Decimal(360)]
    assert "a month's price?" in report.refused[0].reason


def test_a_sheet_whose_years_were_all_divided_is_refused(sheet: Sheet) -> None:
    """36 for a month is what a monthly term asks; 30 cannot be what a year does."""
    report = sheet(row("36", term="P1M", plan="Monthly"), row("30"))
    assert [price.term for price in report.prices] == ["P1M"]
    assert "36 is asked for P1M" in report.refused[0].reason


def test_a_usual_premium_for_paying_by_month_is_held(sheet: Sheet) -> None:
    prices = (row("36", term="P1M", plan="Monthly"), row("360"), row("378", plan="Monthly"))
    assert sheet(*prices).clean


def test_the_older_list_is_by_month(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Offer Display Name,Offer ID,License Agreement Type,Purchase Unit,List Price,ERP Price\n"
        "Office 365 E1,A,corporate,1 month,5.50,6.60\n"
        "Office 365 E1,B,government,1 Year(s),55.00,66.00\n"
    )
    prices = read(path, "monthly-prices", currency="GBP").prices
    assert [(price.per, price.price) for price in prices] == [
        ("month", Decimal("6.60")),
        ("year", Decimal("66.00")),
    ]
    without = read(path, "monthly-prices")
    assert not without.prices
    assert "no currency" in without.refused[0].reason


def test_the_wrong_one_of_the_two_price_lists_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(f"{HEAD}\n{row()}\n")
    with pytest.raises(InputError, match=re.escape(f"licmodel intake prices {path}")):
        read(path, "monthly-prices")


def test_placeholders_of_dates_are_open(sheet: Sheet) -> None:
    (price,) = sheet(row(start="1753-01-01T00:00:00.0000000Z")).prices
    assert price.start is price.end is None


def test_the_later_price_ends_the_earlier(sheet: Sheet) -> None:
    report = sheet(row("360", start="2025-07-01"), row("396", start="2026-07-01"))
    with use_files({"prices.csv": price_book_text(report)}):
        first, second = price_points("microsoft_365_e3")
    assert (first.price, first.end) == (360, 2026 * 12 + 5)
    assert (second.price, second.start, second.end) == (396, 2026 * 12 + 6, None)


def test_prices_of_other_terms_do_not_end_one_another(sheet: Sheet) -> None:
    report = sheet(row("36", term="P1M", plan="Monthly", start="2026-08-01"), row("360"))
    book = price_book_text(report).splitlines()
    assert all(",2026-0" in line and ",2026-07-31," not in line for line in book[1:])


def test_a_repeated_row_is_set_aside_and_a_contradicting_one_refused_with_its_other(
    sheet: Sheet,
) -> None:
    report = sheet(row(), row(), row("500", sku="0002"), row("501", sku="0002"))
    assert len(report.prices) == 1
    assert [remark.reason for remark in report.set_aside] == ["repeats prices.csv:2"]
    assert [remark.place for remark in report.refused] == ["prices.csv:4", "prices.csv:5"]


def test_a_date_that_may_be_read_in_two_ways_is_refused_where_its_column_has_the_month_first(
    sheet: Sheet,
) -> None:
    """07/13/2026 tells that 07/01/2026 is July, which day first would make January."""
    one, other = row(start="07/01/2026"), row(sku="0002", start="07/13/2026")
    report = sheet(one, other, row(sku="0003", start="07/07/2026"))
    assert [price.identity for price in report.prices] == ["CFQ7MADEUP01:0003"]
    assert report.refused[0].reason.startswith("day first or month first?")
    alone = sheet(one)
    assert str(alone.prices[0].start) == "2026-01-07"
    assert alone.corrected[0].reason == "a date read with the day first"


@pytest.mark.parametrize(
    ("erp", "reason"),
    [
        ("TBC", "not a number"),
        ("-36.00", "below zero"),
        ("€36.00", "an amount in EUR in a row of GBP"),
        ("USD 36.00", "an amount in USD in a row of GBP"),
        ("1.234.5", "thousands"),
        ('"36,50"', "is it 36.50?"),
        ('"1.036,50"', "is it 1036.50?"),
        ("36%", "not one plain number"),
        ("1E+05", "powers of ten"),
        ("#N/A", "the spreadsheet's own error"),
        ("(36)", "brackets"),
        ("=A1", "sums"),
    ],
)
def test_what_is_no_plain_price_is_refused(sheet: Sheet, erp: str, reason: str) -> None:
    (refused,) = sheet(row(erp)).refused
    assert (refused.place, refused.column) == ("prices.csv:2", "ERP Price")
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("erp", "mended"),
    [
        ("36.00", None),
        ("£36.00", "a currency sign"),
        ("GBP 36.00", "a currency sign"),
        ("36.00 GBP", "a currency sign"),
        ('"1,036.00"', "thousands separators"),
        ('"£1,036.00"', "a currency sign and thousands separators"),
        ("1\u00a0036.00", "thousands separators"),
    ],
)
def test_what_is_mended_is_told(sheet: Sheet, erp: str, mended: str | None) -> None:
    report = sheet(row(erp))
    assert report.prices[0].whole in {Decimal(36), Decimal(1036)}
    assert [remark.reason for remark in report.corrected] == ([mended] if mended else [])


def test_a_blank_price_is_unknown_and_not_zero(sheet: Sheet) -> None:
    """[17] No retail price leaves the partner's; no partner's price is refused."""
    without_retail = sheet(row(""))
    assert without_retail.prices[0].whole == 300
    assert "partner's price" in without_retail.prices[0].note
    assert "nothing stands there" in sheet(row(unit="")).refused[0].reason


def test_trials_go_by_their_tag_and_not_by_their_price(sheet: Sheet) -> None:
    report = sheet(row("0", unit="0"), row("0", unit="0", sku="0002", tags="Trial"))
    assert [price.whole for price in report.prices] == [0]
    assert report.set_aside[0].reason == "a trial"


def test_zeros_that_a_spreadsheet_took_are_put_back(tmp_path: Path) -> None:
    names = HEAD.split(",")
    cells = row().split(",")
    cells[2] = "1"
    typed: list[object] = [
        int(cell) if name == "SkuId" else cell for name, cell in zip(names, cells, strict=True)
    ]
    report = read(plain(tmp_path / "p.xlsx", [names, typed]), "prices")
    assert report.prices[0].identity == "CFQ7MADEUP01:0001"
    assert "a number written as text" in {remark.reason for remark in report.corrected}
    assert report.corrected[0].place == "p.xlsx, Seats!I2"


@pytest.mark.parametrize(
    ("segment", "title", "expected"),
    [
        ("Commercial", "A", "commercial"),
        ("Government", "A", "government"),
        ("Charity", "A", "charity"),
        ("Education", "A", "education"),
        ("Education", "A (faculty)", "education_staff"),
        ("Education", "A for students", "education_student"),
    ],
)
def test_segments(sheet: Sheet, segment: str, title: str, expected: str) -> None:
    assert sheet(row(segment=segment, title=title)).prices[0].segment == expected


def test_two_things_of_one_name_get_keys_of_their_own(sheet: Sheet) -> None:
    report = sheet(row(title="Tool"), row("99", sku="0002", title="Tool"))
    assert [price.product for price in report.prices] == [
        "tool_cfq7madeup01_0001",
        "tool_cfq7madeup01_0002",
    ]


def test_the_book_is_read_by_the_catalogue(sheet: Sheet) -> None:
    report = sheet(row("396.00"), row("36", term="P1M", plan="Monthly"))
    with use_files({"prices.csv": price_book_text(report)}):
        points = price_points("microsoft_365_e3")
    assert [(each.price, each.per, each.status) for each in points] == [
        (36, "month", "quote"),  # nobody said that it is published
        (396, "year", "quote"),
    ]


def test_two_columns_for_one_thing_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("SkuPartNumber,ActiveUnits,Total,ConsumedUnits\nSPE_E3,1,2,1\n")
    with pytest.raises(InputError, match=r"a\.csv:1: two columns(.|\n)*ActiveUnits and Total"):
        read(path, "seats")
