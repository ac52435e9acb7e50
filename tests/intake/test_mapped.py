"""Lists of any kind: mappings saved, proposed, and refused where they do not fit."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from licmodel.errors import InputError
from licmodel.intake import read
from licmodel.intake.mappings import read_mapping
from licmodel.intake.reading import propose_mapping
from tests.intake.workbooks import plain

SAMPLES = Path(__file__).parent / "samples"
PRICES = """\
holds: prices
columns: {product: Item, price: Each, per: For}
constants: {currency: GBP}
"""


@pytest.fixture
def seats(tmp_path: Path) -> Path:
    """Return a list of seats with headings of its own."""
    path = tmp_path / "list.csv"
    path.write_text("What,How many,Until\nMicrosoft 365 E3,40,31/03/2027\nTool,2,\nTotal,42,\n")
    return path


def mapping(folder: Path, text: str, name: str = "map.yaml") -> Path:
    """Write a mapping."""
    path = folder / name
    path.write_text(text)
    return path


def test_a_list_is_read_by_its_mapping(seats: Path, tmp_path: Path) -> None:
    saved = mapping(
        tmp_path,
        "holds: seats\ncolumns: {product: What, bought: How many, ends: Until}\n"
        "dated: 1 November 2026\nstatus: contract\n",
    )
    report = read(seats, "mapped", mapping=saved)
    assert report.clean
    assert {each.key: each.counts["bought"] for each in report.holdings} == {
        "microsoft_365_e3": 40,
        "tool": 2,
    }
    assert str(report.dated) == "2026-11-01"
    assert report.set_aside[0].reason == "a row of totals"
    assert read(seats, mapping=saved) == report


def test_rows_of_seats_that_repeat_are_counted_and_told(tmp_path: Path) -> None:
    path = tmp_path / "field.csv"
    path.write_text("Team,What,How many,Used\nField,F3,612,640\nField,F3,612,640\nField,F3,8,8\n")
    columns = "{product: What, bought: How many, assigned: Used}"
    saved = mapping(tmp_path, f"holds: seats\ncolumns: {columns}\n")
    report = read(path, "mapped", mapping=saved)
    assert [each.counts["assigned"] for each in report.holdings] == [1_288]
    told = [each for each in report.notes if "very same" in each]
    same = "field.csv:3 says the very same as field.csv:2, F3"
    assert told == [f"{same}: bought twice, or listed twice? Both are counted"]


def test_a_mapping_in_json_says_the_same(seats: Path, tmp_path: Path) -> None:
    data = {"holds": "seats", "columns": {"product": "What", "bought": "How many"}}
    saved = mapping(tmp_path, json.dumps(data), "map.json")
    assert read(seats, "mapped", mapping=saved).totals[0].held == 42


def test_the_sheet_and_headings_of_a_quotation_s_workbook_are_found(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Offer", None, None],
        ["Item", "Each", "Pays for"],
        ["Tool", 300, "3 years"],
    ]
    path = plain(tmp_path / "quote.xlsx", rows, "Offer")
    saved = mapping(
        tmp_path,
        "holds: prices\nsheet: Offer\ncolumns: {product: Item, price: Each, per: Pays for}\n"
        "constants: {currency: GBP, segment: government}\n",
    )
    (price,) = read(path, "mapped", mapping=saved).prices
    assert (price.price, price.per, price.segment) == (Decimal(100), "year", "government")
    with pytest.raises(InputError, match="there is no sheet Prices"):
        read(
            path, mapping=mapping(tmp_path, saved.read_text().replace("Offer", "Prices"), "b.yaml")
        )


@pytest.mark.parametrize(
    ("said", "per", "price"),
    [
        ("1 month", "month", "300"),
        ("per month", "month", "300"),
        ("monthly", "month", "300"),
        ("1 Year(s)", "year", "300"),
        ("annual", "year", "300"),
        ("3 years", "year", "100"),
        ("one-off", "once", "300"),
    ],
)
def test_what_a_quoted_price_is_for_is_read(
    said: str, per: str, price: str, tmp_path: Path
) -> None:
    path = tmp_path / "q.csv"
    path.write_text(f"Item,Each,For\nTool,300,{said}\n")
    (found,) = read(path, mapping=mapping(tmp_path, PRICES)).prices
    assert (found.per, found.price) == (per, Decimal(price))


@pytest.mark.parametrize("said", ["remaining", "", "quarter", "36"])
def test_what_a_quoted_price_is_for_is_never_inferred(said: str, tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(f"Item,Each,For\nTool,300,{said}\n")
    report = read(path, mapping=mapping(tmp_path, PRICES))
    assert not report.prices
    assert report.refused[0].column == "For"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("holds: seats\n", "columns"),
        ("holds: people\ncolumns: {product: What}\n", "holds: people"),
        ("holds: seats\ncolumns: {product: What}\n", "no bought"),
        ("holds: seats\ncolumns: {product: What, bougth: How many}\n", "columns.bougth"),
        ("holds: seats\ncolumns: {product: What, bought: [a]}\n", "columns"),
        ("holds: seats\nwhen: now\ncolumns: {product: What, bought: How many}\n", "the key when"),
        ("holds: seats\ndated: soon\ncolumns: {product: What, bought: How many}\n", "dated: soon"),
        ("holds: seats\nstatus: sure\ncolumns: {product: a, bought: b}\n", "status: sure"),
        ("holds: seats\ncolumns: {product: What, bought: Seats}\n", "Seats"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    text: str, found: str, seats: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as error:
        read(seats, "mapped", mapping=mapping(tmp_path, text))
    assert error.value.found is not None
    assert found in error.value.found
    assert error.value.remedies


def test_a_mapping_is_needed_and_only_for_lists(seats: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none was named"):
        read(seats, "mapped")
    with pytest.raises(InputError, match="for kind mapped, not seats"):
        read(seats, "seats", mapping=tmp_path / "map.yaml")
    with pytest.raises(InputError, match="there is no kind sheet"):
        read(seats, "sheet")


def test_a_proposal_reads_what_it_was_made_from(tmp_path: Path) -> None:
    proposal = propose_mapping(SAMPLES / "quote.csv")
    assert (proposal.mapping.holds, proposal.missing, dict(proposal.asked)) == ("prices", (), {})
    saved = mapping(tmp_path, proposal.text())
    assert dict(read_mapping(saved).columns) == dict(
        read_mapping(SAMPLES / "quote_mapping.yaml").columns
    )
    assert read(SAMPLES / "quote.csv", mapping=saved).totals[0].held == 320


def test_a_column_that_may_be_two_things_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Product,Quantity,Qty,Shoe size\nTool,1,2,44\n")
    proposal = propose_mapping(path)
    assert proposal.asked == {"bought": ("Quantity", "Qty")}
    assert proposal.unmapped == ("Shoe size",)
    assert "bought" not in proposal.mapping.columns


def test_a_heading_that_is_nearly_known_is_likely_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Product name,Quantitty\nTool,1\n")
    assert propose_mapping(path).likely == ("Quantitty",)


def test_a_list_without_headings_shows_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Qxzname One,Qxzname Two\nQxzname Three,Qxzname Four\n")
    with pytest.raises(InputError, match="no row looks like headings") as error:
        propose_mapping(path)
    assert "Qxzname" not in str(error.value)


@pytest.mark.parametrize(
    ("heading", "per", "currency"),
    [
        ("Unit price £/month", "1 month", "GBP"),
        ("Net unit price (per annum, EUR)", "1 year", "EUR"),
        ("£ per user per month", "1 month", "GBP"),
        ("Unit price", None, None),
        ("Monthly price £, billed annually", None, "GBP"),
    ],
)
def test_a_heading_says_what_its_prices_are_for_where_it_is_plain(
    heading: str, per: str | None, currency: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "q.csv"
    path.write_text(f'Description,MPN,"{heading}"\nTool,AAA,300\n')
    proposal = propose_mapping(path, ["prices"])
    said = {"per": per, "currency": currency}
    if "billed" in heading:  # neither a name that is known, nor a period that is sure
        assert proposal.missing == ("price", "per", "currency")
        return
    assert proposal.mapping.constants == {name: each for name, each in said.items() if each}
    assert set(proposal.missing) == {name for name, each in said.items() if each is None}


def test_a_column_that_says_what_a_price_is_for_goes_before_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("Item,Price £/month,Per\nTool,300,1 year\n")
    (price,) = read(path, mapping=mapping(tmp_path, propose_mapping(path).text())).prices
    assert (price.price, price.per) == (Decimal(300), "year")
