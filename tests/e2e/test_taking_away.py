"""What is downloaded can be read back, and what is uploaded is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from licmodel.cli import main
from licmodel.workbook.export import Book
from tests.e2e.conftest import ROOT, Open
from tests.e2e.screen import faults, settled
from tests.workbook.editing import cell_of, edited, small

PRICE = "stay.suite.price"
SHEET = ROOT / "tests" / "intake" / "samples" / "new_commerce_2026-07-01.csv"


@pytest.fixture
def town(shelf: Path) -> Iterator[Book]:
    """Return the small town's workbook; its scenario stands on the shelf."""
    file, book = small(shelf)
    yield book
    for each in shelf.glob(f"{file.stem}*"):
        each.unlink()


def downloaded(page: Page, name: str) -> bytes:
    """What a button hands over."""
    button = page.get_by_role("button", name=name)
    expect(button).to_be_visible(timeout=60_000)
    settled(page)
    with page.expect_download() as handed:
        button.click()
    return Path(handed.value.path()).read_bytes()


def test_a_workbook_goes_out_comes_back_changed_and_is_kept(
    town: Book, open_page: Open, shelf: Path
) -> None:
    page = open_page("share?scenario=town.yaml")
    page.get_by_role("tab", name="Workbook").click()
    page.get_by_role("button", name="Make the workbook").click()
    sent = downloaded(page, "Download town_internal.xlsx")
    sheet, address = cell_of(town, PRICE)
    book = openpyxl.load_workbook(io.BytesIO(sent), read_only=True)
    before = book[sheet][address].value
    book.close()
    assert isinstance(before, int | float)

    page.get_by_role("tab", name="What came back").click()
    page.locator("input[type=file]").last.set_input_files(
        {
            "name": "back.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": edited(sent, {(sheet, address): before + 1}),
        }
    )
    expect(page.get_by_text("1 change taken.")).to_be_visible()
    settled(page)
    page.get_by_label("What to call it").fill("As it came back")
    page.get_by_role("button", name="Save as a new scenario file").click()
    expect(page.get_by_text("Kept:").first).to_be_visible()
    assert faults(page) == []
    (kept,) = shelf.glob("town_*.yaml")
    assert f"{before + 1:g}" in kept.read_text("utf-8")


def test_the_figures_taken_away_are_those_of_compare(
    open_page: Open, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page("share?scenario=council_2027.yaml")
    page.get_by_role("tab", name="Charts and figures").click()
    handed = downloaded(page, "Download the figures (CSV)").decode("utf-8-sig")
    assert main(["compare", str(shelf / "council_2027.yaml"), "--csv"]) == 0
    assert list(csv.reader(handed.splitlines())) == list(
        csv.reader(capsys.readouterr().out.splitlines())
    )


def test_a_price_sheet_is_read_row_by_row(open_page: Open) -> None:
    page = open_page("prices?scenario=council_2027.yaml&money=sheet")
    page.get_by_text("A new price sheet", exact=True).first.click()
    settled(page)
    page.locator("input[type=file]").first.set_input_files(SHEET)
    expect(page.get_by_text("Checked: in = held + set aside + refused.")).to_be_visible()
    expect(page.get_by_text("several prices").first).to_be_visible()
    assert "Traceback" not in page.content()


def test_a_room_sees_it_large_and_leaves_with_a_key(open_page: Open) -> None:
    page = open_page("?scenario=council_2027.yaml&present=yes")
    answer = page.locator(".lm-answer").first
    size = answer.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 40  # read from the back of a chamber
    box, head = answer.bounding_box(), page.get_by_test_id("stHeader").bounding_box()
    assert box is not None
    assert head is not None
    title = page.get_by_role("heading", level=1).first.bounding_box()
    assert title is not None
    assert title["y"] >= head["y"] + head["height"]  # nothing hides behind the edge
    expect(page.get_by_role("radio")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio").first).to_be_visible()
    assert "present" not in page.url
