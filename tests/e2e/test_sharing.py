"""What leaves by the page Share can be read, what comes back is told, and a room sees it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

import licmodel
from licmodel.report.sentences import answer_sentences
from licmodel.workbook.export import make_workbook
from tests.e2e.conftest import Open
from tests.e2e.screen import answer, faults, settled
from tests.workbook.editing import cell_of, edited

TOWN = """\
title: A small town
organisation: {name: An invented town}
timeline: {start: 2027-04, years: 2}
baseline: stay
options:
  stay: {title: Stay, lines: {support: {kind: recurring, amount: 1_200, per: year, source: a bill}}}
  leave: {title: Leave, lines: {move: {kind: one_off, amount: 5_000, assumed: a guess}}}
"""


def fetched(page: Page, make: str) -> bytes:
    """Have a file made, and download it."""
    page.get_by_role("button", name=make).click()
    button = page.get_by_role("button", name="Download town").first
    expect(button).to_be_visible()
    settled(page)
    with page.expect_download() as found:
        button.click()
    return Path(found.value.path()).read_bytes()


def test_a_workbook_goes_out_and_what_comes_back_is_kept(open_page: Open, shelf: Path) -> None:
    file = shelf / "town.yaml"
    file.write_text(TOWN, "utf-8")
    try:
        page = open_page("share?scenario=town.yaml")
        page.get_by_role("tab", name="Workbook").click()
        data = fetched(page, "Make the workbook")
        stay = licmodel.compare(licmodel.load(file)).options["stay"]
        sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Summary"]
        assert stay.present_value in {cell.value for row in sheet.iter_rows() for cell in row}

        place = cell_of(make_workbook(licmodel.load(file)), "leave.move.amount")
        page.get_by_role("tab", name="What came back").click()
        page.locator("input[type=file]").set_input_files(
            {
                "name": "back.xlsx",
                "mimeType": "application/octet-stream",
                "buffer": edited(data, {place: 6000.0}),
            }
        )
        expect(page.get_by_text("1 change taken.")).to_be_visible()
        expect(page.get_by_role("cell", name="1,000").first).to_be_visible()
        page.get_by_label("What to call it").fill("Came back")
        page.get_by_role("button", name="Save as a new scenario file").click()
        expect(page.get_by_text("Kept:").first).to_be_visible()
        assert faults(page) == []
        kept = licmodel.compare(licmodel.load(shelf / "town_came_back.yaml"))
        assert kept.options["leave"].total == 6000
        assert file.read_text("utf-8") == TOWN
    finally:
        for each in shelf.glob("town*.yaml"):
            each.unlink()


def test_the_page_for_print_stands_alone(open_page: Open, shelf: Path) -> None:
    file = shelf / "town.yaml"
    file.write_text(TOWN, "utf-8")
    try:
        data = fetched(open_page("share?scenario=town.yaml"), "Make the page")
        told = answer_sentences(licmodel.compare(licmodel.load(file)))
    finally:
        file.unlink()
    page = open_page("")
    page.set_content(data.decode())  # it asks nobody: its window sees to that
    expect(page.locator(".answer")).to_have_text(told[0])
    expect(page.get_by_role("img").first).to_be_visible()
    assert page.get_by_role("table").count() == 4


def test_a_room_is_shown_it_by_keyboard(open_page: Open) -> None:
    page = open_page("?scenario=council_2027.yaml&present=yes")
    told = answer(page)
    size = page.locator(".lm-answer").evaluate(
        "each => parseFloat(getComputedStyle(each).fontSize)"
    )
    assert size > 40
    expect(page.get_by_role("table")).not_to_be_in_viewport()
    for key in ("PageDown", "Space"):  # from the first: nothing was given the focus
        page.keyboard.press(key)
        page.wait_for_timeout(200)
    expect(page.get_by_role("table")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Options")).to_be_visible()
    settled(page)
    assert answer(page) == told
    assert "present" not in page.url
