"""What is downloaded can be read back, and what is uploaded is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from licmodel.cli import main
from tests.e2e.conftest import ROOT, Open
from tests.e2e.screen import settled

SHEET = ROOT / "tests" / "intake" / "samples" / "new_commerce_2026-07-01.csv"


def downloaded(page: Page, name: str) -> bytes:
    """What a button hands over."""
    button = page.get_by_role("button", name=name)
    expect(button).to_be_visible(timeout=60_000)
    settled(page)
    with page.expect_download() as handed:
        button.click()
    return Path(handed.value.path()).read_bytes()


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
