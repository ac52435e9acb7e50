"""What is told of each made-up sample, and what is written from it, as somebody last read it.

Where a difference is meant: `pytest --update-golden`, and read it.
"""

import json
from pathlib import Path

import pytest

from licmodel.intake import Report, read
from licmodel.intake.drivers import drivers_text
from licmodel.intake.price_book import price_book_text
from licmodel.report.imports import import_text

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
CASES: dict[str, tuple[str, str, dict[str, str]]] = {
    "new_commerce": ("new_commerce_2026-07-01.csv", "prices", {"matrix": "offer_matrix.csv"}),
    "monthly_list": ("monthly_list.csv", "monthly-prices", {"currency": "gbp"}),
    "offer_matrix": ("offer_matrix.csv", "offers", {}),
    "seats": ("seats_2026-11-20.csv", "seats", {}),
    "graph": ("graph_skus.json", "seats", {}),
    "activity": ("activity.csv", "activity", {}),
    "statement": ("statement.csv", "statement", {}),
    "quote": ("quote.csv", "mapped", {"mapping": "quote_mapping.yaml"}),
}


def reading(case: str) -> Report:
    """Read a sample."""
    name, kind, more = CASES[case]
    mapping, matrix = (
        SAMPLES / more[key] if key in more else None for key in ("mapping", "matrix")
    )
    return read(SAMPLES / name, kind, currency=more.get("currency"), mapping=mapping, matrix=matrix)


@pytest.mark.parametrize("case", CASES)
def test_the_report_is_the_one_that_was_read(case: str, update_golden: bool) -> None:  # noqa: FBT001  a fixture
    report = reading(case)
    told = [import_text(report)]
    if report.holdings:
        told.append(drivers_text(report))
    if report.prices:
        told.append(price_book_text(report))
    told.append(json.dumps(report.to_json()["rows"]))
    printed = "\n\n".join(told) + "\n"
    assert max(map(len, import_text(report).splitlines())) <= 100
    golden = HERE / "golden" / f"{case}.txt"
    if update_golden:
        golden.write_text(printed, "utf-8")
    assert golden.exists(), "write it: pytest --update-golden"
    assert printed == golden.read_text("utf-8")


def test_every_golden_report_has_its_sample() -> None:
    assert {path.stem for path in (HERE / "golden").glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("case", [case for case in CASES if case != "quote"])
def test_a_sample_is_known_by_its_headings(case: str) -> None:
    name, kind, more = CASES[case]
    assert read(SAMPLES / name, currency=more.get("currency")).kind == kind


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_lost_and_the_file_stays_as_it_was(case: str) -> None:
    path = SAMPLES / CASES[case][0]
    before = path.read_bytes()
    report = reading(case)
    assert report.balances
    assert path.read_bytes() == before
    assert json.loads(json.dumps(report.to_json(), allow_nan=False))["balances"] is True
