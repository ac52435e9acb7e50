"""What a sheet is, is said by whoever read it: nothing is called published of itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from licmodel.catalogue.price_reading import read_prices
from licmodel.cli import main
from licmodel.errors import InputError
from licmodel.intake.own_books import book_of, with_standing, without_lines
from licmodel.intake.price_book import price_book_text
from licmodel.intake.reading import read
from licmodel.intake.standing import Standing
from tests.intake.workbooks import plain

LIST = "Product,Price\nMicrosoft 365 E3,361.20\n"
BY = (
    "holds: prices\ncolumns: {product: Product, price: Price}\n"
    "constants: {per: 1 year, currency: GBP}\n"
)
BOOK = (
    "product,price,currency,per,from,source,status\n"
    "microsoft_365_e3,30.1,GBP,month,2027-04,,\n"
    "microsoft_365_f3,8.1,GBP,month,2027-04,price list,published\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a list and its mapping."""
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(LIST, "utf-8")
    Path("map.yaml").write_text(BY, "utf-8")


def known(*more: str) -> tuple[str, str, str]:
    """How the price of a book that the command wrote is known, by whom, and of which day."""
    Path("book.csv").unlink(missing_ok=True)
    assert (
        main(["intake", "mapped", "list.csv", "--map", "map.yaml", "--out", "book.csv", *more]) == 0
    )
    (point,) = read_prices(Path("book.csv").read_text("utf-8"), "book.csv").whole()
    return point.status, point.source, point.source_date


def test_a_sheet_of_which_nobody_says_what_it_is_was_quoted_to_us(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """[7] Else a public copy would tell its prices to everybody."""
    assert known() == ("quote", "list.csv", "undated")
    said = capsys.readouterr().out
    assert "of a quotation to us: confidential" in said
    assert "--status quote, contract or published" in said


def test_what_it_is_can_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    more = ("--status", "published", "--supplier", "A maker", "--date", "2027-03-15")
    assert known(*more) == ("published", "A maker, list.csv", "2027-03-15")
    assert "anybody may read it" in capsys.readouterr().out


@pytest.mark.parametrize("status", ["contract", "assumed", "published", "quote"])
def test_a_mapping_may_say_it(status: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("map.yaml").write_text(f"{BY}status: {status}\n", "utf-8")
    assert known()[0] == status
    assert "Nobody said so" not in capsys.readouterr().out
    report = read("list.csv", "mapped", mapping="map.yaml")
    assert f",{status}," in price_book_text(report)
    assert ",contract," in price_book_text(report, Standing("contract"))


def test_from_whom_and_of_which_day_must_be_said_for_use() -> None:
    with pytest.raises(InputError, match="from whom it came and which day stands on it"):
        Standing().whole()
    with pytest.raises(InputError, match="nobody has said which day stands on it"):
        Standing(supplier="A reseller").whole()
    assert Standing(supplier="A reseller", dated=dt.date(2027, 3, 15)).whole().known_as == "quote"


def test_rows_of_a_book_that_say_nothing_are_what_the_sheet_is() -> None:
    said = with_standing(BOOK, Standing("contract", "A reseller", dt.date(2027, 3, 15)), "v2.csv")
    first, second = read_prices(said, "v2.csv").whole()
    assert (first.status, first.source) == ("contract", "A reseller, v2.csv")
    assert first.source_date == "2027-03-15"
    assert (second.status, second.source, second.source_date) == ("published", "price list", "")
    assert without_lines(BOOK, [3]).splitlines() == BOOK.splitlines()[:2]


def test_a_source_that_nobody_can_open_was_said_to_us() -> None:
    head = "product,price,currency,per,source"
    statuses = {
        source: read_prices(f"{head}\nsuite,9,GBP,month,{source}", "a.csv").whole()[0].status
        for source in ("offer of 12 March", "https://example.org/prices", "")
    }
    assert statuses == {
        "offer of 12 March": "quote",
        "https://example.org/prices": "published",
        "": "assumed",
    }


def test_a_book_in_a_workbook_is_the_book_saved_as_csv(tmp_path: Path) -> None:
    rows = [
        ("product", "price", "currency", "per", "from", "note", None),
        ("microsoft_365_e3", 30.1, "GBP", "month", "2027-04", "as agreed,\nin a letter", None),
        (None, None, None, None, None, None, None),
        ("microsoft_365_f3", 8, "GBP", "month", dt.date(2027, 4, 1), None, None),
        ("office_365_e1", -9, "GBP", "month", "2027-04", None, None),
    ]
    text = book_of(plain(tmp_path / "book.xlsx", rows))
    assert text is not None
    found = read_prices(text, "book.xlsx")
    assert [(each.line, each.price, each.start) for each in found.points] == [
        (2, 30.1, 2027 * 12 + 3),
        (4, 8.0, 2027 * 12 + 3),
    ]
    assert [(each.line, each.reason[:8]) for each in found.refused] == [(5, "price -9")]
    assert book_of(plain(tmp_path / "seats.xlsx")) is None
    assert book_of(Path("list.csv")) is None
