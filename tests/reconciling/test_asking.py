"""What a list does not tell of itself is asked about, and the answers are kept as a mapping."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from licmodel.errors import InputError
from licmodel.intake.mappings import Mapping, mapping_text, propose, read_mapping
from licmodel.intake.reading import read_by
from licmodel.intake.reconciling import Unplaced, reconcile, unplaced
from licmodel.intake.tables import open_book
from licmodel.scenario.loading import load

SAMPLES = Path(__file__).parent / "samples"
WHOLE = Mapping(
    "invoices",
    {"date": "Invoice date", "net": "Net"},
    {"currency": "GBP", "per": "1 year"},
    "Invoices: 2026",
    dt.date(2026, 11, 20),
    "contract",
    {"budget": {"cost_centre": ("4410", "0090")}, "e3": {"product": ("on", "M365: E3 # new")}},
)


def test_what_is_of_no_line_is_asked_about_and_then_no_more() -> None:
    scenario, by = load(SAMPLES / "council.yaml"), read_mapping(SAMPLES / "mapping.yaml")
    report = read_by(SAMPLES / "invoices.csv", by, currency="GBP")
    assert unplaced(scenario, report, by, "stay") == (Unplaced("product", "Toner", 1),)
    bare = replace(by, lines={})
    assert [each.name for each in unplaced(scenario, report, bare, "stay")] == [
        "Visio Plan 2",
        "Premier support",
        "Cloud backup",
        "Toner",
    ]
    told = replace(by, lines={**by.lines, "backup": {"product": ("Cloud backup", "Toner")}})
    assert unplaced(scenario, report, told, "stay") == ()
    with pytest.raises(InputError, match="a line that stay does not have"):
        unplaced(scenario, report, replace(by, lines={"gone": {}}), "stay")


def test_a_mapping_at_hand_is_as_good_as_one_in_a_file() -> None:
    scenario, path = load(SAMPLES / "council.yaml"), SAMPLES / "mapping.yaml"
    by_file = reconcile(scenario, SAMPLES / "invoices.csv", mapping=path)
    at_hand = reconcile(scenario, SAMPLES / "invoices.csv", mapping=read_mapping(path))
    assert at_hand.to_json() == by_file.to_json()
    seats = Mapping("seats", {"product": "Item", "bought": "Quantity"})
    with pytest.raises(InputError, match="another kind of list"):
        reconcile(scenario, SAMPLES / "invoices.csv", mapping=seats)


@pytest.mark.parametrize("mapping", [WHOLE, read_mapping(SAMPLES / "mapping.yaml")])
def test_a_mapping_that_is_kept_reads_back_the_same(mapping: Mapping, tmp_path: Path) -> None:
    (tmp_path / "kept.yaml").write_text(mapping_text(mapping), "utf-8")
    assert read_mapping(tmp_path / "kept.yaml") == mapping


def test_a_heading_that_one_field_goes_by_is_not_taken_for_another_like_it(tmp_path: Path) -> None:
    """*Invoice date* is nearly *Invoice ID*, and *Amount* nearly *VAT amount*."""
    (tmp_path / "a.csv").write_text("Invoice date,Item,Amount\n01/04/2026,E3,5\n", "utf-8")
    found = propose(open_book(tmp_path / "a.csv"), ["invoices"])
    assert found.mapping.columns == {"date": "Invoice date", "net": "Amount", "product": "Item"}
    assert (found.likely, found.asked, found.missing) == ((), {}, ())
