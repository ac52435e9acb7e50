"""Price books are read strictly: a wrong row is refused with its line, and none is lost."""

from pathlib import Path

import pytest

from licmodel.catalogue import price_files
from licmodel.catalogue.price_files import book_text
from licmodel.catalogue.price_point import COLUMNS
from licmodel.catalogue.price_reading import MAX_CELL, MAX_ROWS, Reading, read_prices
from licmodel.errors import InputError

HEAD = "product,segment,price,currency,per,from,to,plan,term,source,source_date,status"
GOOD = "suite,government,31.70,GBP,month,2027-04,2028-03,annual,12,offer,2026-10,quote"
APRIL_2027, MARCH_2028 = 2027 * 12 + 3, 2028 * 12 + 2


def book(*rows: str, head: str = HEAD) -> Reading:
    return read_prices("\n".join([head, *rows]), "ours.csv")


def test_a_row_is_read_whole() -> None:
    (point,) = book(GOOD).points
    assert (point.product, point.title, point.unit) == ("suite", "suite", "user")
    assert (point.segment, point.plan, point.term) == ("government", "annual", 12)
    assert (point.price, point.currency, point.per) == (31.70, "GBP", "month")
    assert (point.start, point.end) == (APRIL_2027, MARCH_2028)
    assert (point.source, point.source_date, point.status) == ("offer", "2026-10", "quote")
    assert (point.confidence, point.programme, point.line) == ("", "", 2)


@pytest.mark.parametrize("date", ["2027-04", "2027-04-16", "01/04/2027", "1 April 2027"])
def test_dates_are_read_day_first_or_year_first(date: str) -> None:
    """[1]"""
    (point,) = book(GOOD.replace("2027-04", date)).points
    assert point.start == APRIL_2027


def test_columns_may_stand_in_any_order_and_most_may_be_left_out() -> None:
    (point,) = book("GBP,year,suite,360", head="Currency,per,product,price").points
    assert (point.price, point.per, point.segment, point.status) == (360, "year", "", "assumed")


@pytest.mark.parametrize("text", ["£31.70", "31.7", "31.70"])
def test_a_price_may_bear_the_sign_of_its_currency(text: str) -> None:
    assert book(GOOD.replace("31.70", text)).points[0].price == 31.70


def test_thousands_in_quotes() -> None:
    assert book(GOOD.replace("31.70", '"£1,420.50"')).points[0].price == 1420.50


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("31.70", "", "price is empty"),
        ("31.70", "-1", "0 or more"),
        ("31.70", "nan", "not a number"),
        ("31.70", "1e9", "price 1e9: powers of ten"),
        ("31.70", "12%", "no percentage"),
        ("31.70", "on request", "price on request: not a number"),
        ("31.70,GBP", "£31.70,USD", "£ is no sign of USD"),
        ("31.70", "$31.70", "$ is no sign of GBP"),
        ("GBP", "gbp", "three capital letters"),
        ("month", "week", "per week: write one of month, year, once"),
        ("government", "goverment", "did you mean government?"),
        ("annual", "yearly", "plan yearly: write one of upfront, annual, monthly, once"),
        (",12,", ",P1Y,", "term P1Y: write the months committed to"),
        (",12,", ",0,", "term 0"),
        ("2027-04", "2027", "from 2027: that is a year, not a month"),
        ("2027-04", "04/27", "two digits"),
        ("2027-04", "2029-04", "it ends on 2028-03, before it begins on 2029-04"),
        ("offer", "=1+1", "a formula, =1+1"),
        ("offer", '"@SUM(A1)"', "a formula"),
        ("offer", "of\x07fer", "U+0007"),
        ("offer", '"offer', "a quotation mark is left open"),
        ("offer", '"of"fer', "after a closing quotation mark"),
        ("offer", "offer, dear", "13 cells, where the heading has 12"),
        ("offer", "x" * (MAX_CELL + 1), "a cell of 2,001 characters"),
        ("suite", "Suite E3", "write a key of small letters"),
        ("quote", "certain", "status certain"),
        ("offer,", ",", "there is no source for it"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_the_reason(
    old: str, new: str, reason: str
) -> None:
    reading = book(
        GOOD, GOOD.replace("suite", "mail").replace(old.replace("suite", "mail"), new, 1)
    )
    assert [point.line for point in reading.points] == [2]
    (refused,) = reading.refused
    assert refused.line == 3
    assert reason in refused.reason


def test_an_open_quotation_mark_swallows_no_row_below_it() -> None:
    reading = book(GOOD.replace("offer", '"offer'), GOOD, ",,,", "", GOOD.replace("suite", "mail"))
    assert [point.line for point in reading.points] == [3, 6]
    assert [refused.line for refused in reading.refused] == [2]
    assert reading.held == 3  # empty rows are none


def test_one_key_has_one_price_from_one_date() -> None:
    again = GOOD.replace("31.70", "32")
    other = [GOOD.replace("annual", "monthly"), GOOD.replace("2027-04", "2026-04")]
    reading = book(GOOD, *other, again)
    assert len(reading.points) == 3
    assert [(each.line, each.reason) for each in reading.refused] == [
        (5, "the same product, terms and date as line 2; keep one of them")
    ]
    disputed = read_prices(f"{HEAD}\n{GOOD}\n{again}", "prices.csv", disputes=True)
    assert len(disputed.points) == 2


def test_a_model_takes_all_of_a_book_or_none_of_it() -> None:
    bad = [GOOD.replace("suite", f"suite_{number}").replace("31.70", "?") for number in range(20)]
    with pytest.raises(InputError) as caught:
        book(GOOD, *bad).whole()
    assert caught.value.where == "ours.csv:3"
    assert "and 12 more" in str(caught.value)
    assert "licmodel prices check ours.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("product;price;currency;per", "semicolons"),
        ("product\tprice\tcurrency\tper", "tabs"),
        ("product,price,per", "no column currency"),
        ("product,price,currency,per,per", "per twice"),
        ("product,price,currency,per,segmnt", "segmnt (did you mean segment?)"),
        ("product,price,currency,per,", "with no name"),
        ('product,"price', "quotation mark"),
        ("", "no column product"),
    ],
)
def test_a_heading_of_another_kind_is_refused(head: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        book(GOOD, head=head)
    assert caught.value.where == "ours.csv:1"
    assert said in str(caught.value)
    assert ",".join(COLUMNS) in caught.value.remedies[0] or "CSV" in caught.value.remedies[0]


def test_far_too_many_lines_are_refused() -> None:
    with pytest.raises(InputError, match="too large"):
        read_prices("\n" * MAX_ROWS, "ours.csv")


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    rows = [GOOD.replace("suite", f"suite_{number}") for number in range(2500)]
    read_prices("\n".join([HEAD, *rows]), "ours.csv", progress=lambda *at: told.append(at))
    assert told == [(1000, 2501), (2000, 2501), (2501, 2501)]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04rest", "a workbook"),
        ("a,b".encode("utf-16"), "UTF-16"),
        (b"product\nsui\0te", "NUL"),
        (b"product\n\xa331.70", "which is \xa3 in Windows"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "ours.csv"
    path.write_bytes(raw)
    with pytest.raises(InputError, match="not a CSV file in UTF-8") as caught:
        book_text(path)
    assert said in str(caught.value)


def test_a_folder_a_missing_and_a_huge_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="no such price book"):
        book_text(tmp_path / "none.csv")
    with pytest.raises(InputError, match="not an ordinary file"):
        book_text(tmp_path)
    monkeypatch.setattr(price_files, "MAX_BYTES", 3)
    (tmp_path / "ours.csv").write_text("abcd", "utf-8")
    with pytest.raises(InputError, match="too large"):
        book_text(tmp_path / "ours.csv")


def test_the_mark_that_excel_puts_before_utf_8_is_no_part_of_the_heading(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(f"{HEAD}\r\n{GOOD}\r\n", "utf-8-sig", newline="")
    assert len(read_prices(book_text(path), "ours.csv").points) == 1
