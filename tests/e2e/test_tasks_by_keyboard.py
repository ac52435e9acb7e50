"""Each page's task from its beginning to its end, without a mouse, and what came of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

import licmodel
from licmodel.analysis.risk.risk import risk
from licmodel.cli import main
from licmodel.report.amounts import Amounts
from licmodel.report.risk_tables import RiskTables
from licmodel.workbook.export import Book
from tests.e2e.conftest import Open
from tests.e2e.keys import (
    choose,
    focus,
    handed,
    open_kept,
    past_menu,
    tab_to,
    to_cell,
    turn_tab,
    type_in_cell,
    type_into,
    upload_by,
)
from tests.e2e.screen import answer, cells, faults, said, settled, shown, turn_to
from tests.workbook.editing import SMALL, cell_of, edited, small

Copy = Callable[[str], str]
Capture = pytest.CaptureFixture[str]

# A tenth dearer than the catalogue's, and for the whole horizon.
BOOK = (
    "product,title,segment,unit,price,currency,per,from,to,source,source_date,status\n"
    "microsoft_365_e3,Microsoft 365 E3,commercial,user,38.01,GBP,month,2023-04,,"
    "quote of November,2026-11,quote\n"
)


@pytest.fixture
def town(shelf: Path) -> Iterator[tuple[Path, Book]]:
    """Return the small town's scenario on the shelf, and its workbook."""
    file, book = small(shelf)
    yield file, book
    for each in shelf.glob(f"{file.stem}*"):
        each.unlink()


def printed_by(capsys: Capture, *command: str) -> str:
    """What a command prints."""
    assert main(list(command)) == 0
    return capsys.readouterr().out


def test_risk_at_another_percentile(open_page: Open, shelf: Path) -> None:
    page = open_page("risk?scenario=council_2027.yaml")
    found = risk(licmodel.load(shelf / "council_2027.yaml"), at=0.85)
    told, leader = RiskTables(found), found.options[str(found.leader)].total
    aside = Amounts("GBP").whole(leader.percentiles[found.share].value)

    past_menu(page)
    tab_to(page, "What is set aside covers", role="range")
    page.keyboard.press("ArrowRight")
    card = page.get_by_test_id("stMetric").filter(has_text=told.at)
    expect(card.get_by_test_id("stMetricValue")).to_have_text(aside)
    settled(page)
    assert focus(page)["role"] == "range"  # whoever is at a keyboard stays where they are

    tab_to(page, "The same as a table")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stExpander").first.get_by_role("table").first).to_be_visible()
    type_into(page, "Budget, £", "9,000,000")
    expect(page.get_by_text("more than £9,000,000 is invoiced").first).to_be_visible()
    settled(page)
    for price, term in (("30", "By the month"), ("27", "By the year")):
        tab_to(page, term, role="text")
        page.keyboard.type(price)
    type_into(page, "For three years", "25")
    prices = "£30.00 by the month, £27.00 by the year, £25.00 for three years"
    expect(page.get_by_text(prices).first).to_be_visible()

    page.reload()
    settled(page)
    expect(card.get_by_test_id("stMetricValue")).to_have_text(aside)
    assert faults(page) == []


def test_a_cell_is_typed_taken_back_kept_and_opened(
    open_page: Open, copy_of: Copy, shelf: Path
) -> None:
    name = copy_of("council_2027")
    page = open_page(f"estate?scenario={name}.yaml")
    past_menu(page)
    choose(page, "How many")
    expect(page.get_by_role("heading", name="How many, over time")).to_be_visible()
    settled(page)

    tab_to(page, "", role="canvas")
    for text in ("3,120", "3,000"):  # the start of office staff, twice
        to_cell(page, 5, 0)  # the first column marks rows
        type_in_cell(page, text)
        expect(page.get_by_text("1 change not yet saved")).to_be_visible()
        settled(page)
        drafted = answer(page)
    assert "less than as it stands" in drafted

    tab_to(page, "Undo", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".lm-answer").first).not_to_have_text(drafted)
    settled(page)
    drafted = answer(page)
    choose(page, "Save it")
    type_into(page, "What to call it", "Fewer posts")
    open_kept(page, f"{name}_fewer_posts")

    turn_to(page, "Compare")
    page.reload()
    settled(page)
    found = licmodel.compare(licmodel.load(shelf / f"{name}_fewer_posts.yaml"))
    figure = Amounts("GBP").whole(found.options[str(found.cheapest())].present_value)
    assert figure in drafted
    assert shown(page)["Present value"] == figure
    assert faults(page) == []


def test_a_price_sheet_is_costed_used_and_kept_and_its_budget_taken_away(
    open_page: Open, copy_of: Copy, shelf: Path, capsys: Capture
) -> None:
    name = copy_of("council_2027")
    page = open_page(f"prices?scenario={name}.yaml")
    past_menu(page)
    choose(page, "A new price sheet")
    expect(page.get_by_text("Once it is uploaded")).to_be_visible()
    upload_by(page, "Upload").set_files(
        {"name": f"{name}_offer.csv", "mimeType": "text/csv", "buffer": BOOK.encode()}
    )
    expect(page.get_by_role("heading", name="What changed, and what it costs")).to_be_visible()
    settled(page)
    more = cells(page, "Renew, E3 for everybody")
    book = shelf / f"{name}_sent.csv"
    book.write_text(BOOK, "utf-8")
    file = shelf / f"{name}.yaml"
    printed = printed_by(capsys, "prices", "diff", "catalogue", str(book), str(file))
    assert "  ".join(more) in re.sub(r" {2,}", "  ", printed)

    tab_to(page, "Use these prices in the draft")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 change not yet saved")).to_be_visible()
    assert "more than as it stands" in answer(page)
    choose(page, "Save it", back=True)
    type_into(page, "What to call it", "As offered")
    open_kept(page, f"{name}_as_offered")
    file = shelf / f"{name}_as_offered.yaml"
    own = licmodel.load(file).own_book
    assert own is not None
    assert [each.price for each in own.points] == [38.01]

    choose(page, "The budget")
    expect(page.get_by_role("table").first).to_be_visible()
    told = handed(page, "The schedule with its codes (CSV)").decode("utf-8-sig")
    printed = printed_by(capsys, "budget", str(file), "--csv")
    assert told.splitlines() == printed.splitlines()
    assert faults(page) == []


def test_a_workbook_goes_out_and_what_comes_back_is_kept(
    town: tuple[Path, Book], open_page: Open, shelf: Path
) -> None:
    file, book = town
    page = open_page("share?scenario=town.yaml")
    past_menu(page)
    turn_tab(page, "A page for print", "Workbook")
    tab_to(page, "Make the workbook")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Download town_internal.xlsx")).to_be_visible()
    sent = handed(page, "Download town_internal.xlsx")
    opened = openpyxl.load_workbook(io.BytesIO(sent), data_only=True)
    place, stay = cell_of(book, "stay.suite.price"), licmodel.compare(licmodel.load(file))
    assert opened[place[0]][place[1]].value == 100
    figures = {cell.value for row in opened["Summary"].iter_rows() for cell in row}
    assert stay.options["stay"].present_value in figures

    turn_tab(page, "Workbook", "What came back", back=True)
    upload_by(page, "Upload").set_files(
        {
            "name": "back.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": edited(sent, {place: 101.0}),
        }
    )
    expect(page.get_by_text("1 change taken.")).to_be_visible()
    type_into(page, "What to call it", "As it came back")
    open_kept(page, "town_as_it_came_back")
    assert faults(page) == []
    kept = licmodel.load(shelf / "town_as_it_came_back.yaml")
    assert licmodel.run(kept).model.program.inputs["stay.suite.price"].value == 101
    assert file.read_text("utf-8") == SMALL


def test_a_copy_is_kept_opened_and_compared_with_its_origin(
    open_page: Open, copy_of: Copy, shelf: Path
) -> None:
    name = copy_of("bath_2019")
    page = open_page(f"files?scenario={name}.yaml")
    past_menu(page)
    tab_to(page, "Make a copy")
    tab_to(page, "What to call it", role="text", back=True)
    page.keyboard.type(f"{name} again")
    page.keyboard.press("Enter")
    open_kept(page, f"{name}_again")
    copy = shelf / f"{name}_again.yaml"
    assert copy.read_bytes() == (shelf / f"{name}.yaml").read_bytes()  # its comments too

    turn_tab(page, "A new file from this one", "Compare with another")
    tab_to(page, "With", role="combobox")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text("--other").first).to_be_visible()
    page.reload()
    settled(page)
    assert f"--other {name}.yaml" in said(page)
    assert faults(page) == []
