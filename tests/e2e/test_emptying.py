"""A row deleted and a cell emptied by the keyboard: taken away, undone, saved and read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

import licmodel
from tests.e2e.conftest import Open
from tests.e2e.screen import faults, settled
from tests.e2e.test_pasting import select


def test_a_row_and_a_cell_are_taken_away_and_saved(
    open_page: Open, copy_of: Callable[[str], str], shelf: Path
) -> None:
    name = copy_of("council_2027")
    page = open_page(f"estate?scenario={name}&part=How+many")
    select(page, 6, 5)  # the growth of the data backed up
    page.keyboard.press("Delete")
    expect(page.get_by_text("1 change not yet saved")).to_be_visible()
    settled(page)
    page.get_by_text("Agreements", exact=True).first.click()
    settled(page)
    select(page, 0, 0)
    page.keyboard.press("Shift+Space")
    page.keyboard.press("Delete")
    expect(page.get_by_text("2 changes not yet saved")).to_be_visible()
    settled(page)
    assert "no agreement is called corporate" in faults(page)[0]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 change not yet saved")).to_be_visible()
    settled(page)
    page.get_by_text("What differs from the file").first.click()
    settled(page)
    row = page.get_by_role("row").filter(has_text="drivers.backup.growth")
    expect(row.get_by_role("cell").last).to_have_text("taken away")
    page.get_by_text("Save it", exact=True).first.click()
    page.get_by_label("What to call it").fill("Level")
    page.get_by_role("button", name="Save the draft").click()
    saved = shelf / f"{name}_level.yaml"
    expect(page.get_by_text(saved.name).first).to_be_visible()
    assert "growth: ~" in saved.read_text("utf-8")
    assert licmodel.load(saved).changes[-1].startswith("drivers.backup.growth: removed (was ")
    saved.unlink()
