"""Every task can be done with Tab, Enter, Space and the arrows; what has the focus is seen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.keys import focus, tab_to
from tests.e2e.screen import answer, settled


def test_compare_by_keyboard(open_page: Open) -> None:
    page = open_page("?scenario=council_2027.yaml")
    total = page.get_by_test_id("stMetricValue").first
    before = total.inner_text()
    tab_to(page, "Money of the day", role="radio")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(total).not_to_have_text(before)
    settled(page)
    tab_to(page, "Invoiced", role="radio")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("Charged to the year:", exact=False).first).to_be_visible()
    settled(page)
    tab_to(page, "The same as a table")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stExpander").first.get_by_role("table")).to_be_visible()


def test_what_if_by_keyboard(open_page: Open) -> None:
    page = open_page("what-if?scenario=council_2027.yaml")
    stood = answer(page)
    tab_to(page, "", role="range")
    for _ in range(2):
        before = answer(page)
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".lm-answer").first).not_to_have_text(before)
    settled(page)
    assert focus(page)["role"] == "range"
    tab_to(page, "Put back")
    page.keyboard.press("Enter")
    expect(page.locator(".lm-answer").first).to_have_text(stood)


def test_explain_by_keyboard(open_page: Open) -> None:
    page = open_page("explain?scenario=council_2027.yaml")
    tab_to(page, "A figure", role="tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Assumptions")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    tab_to(page, "invoiced, in all", role="summary")
    page.keyboard.press("Enter")
    expect(page.locator(".lm-tree details").first).not_to_have_attribute("open", "")


def test_another_page_and_another_scenario_by_keyboard(open_page: Open) -> None:
    page = open_page("?scenario=council_2027.yaml")
    tab_to(page, "What if")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What if …?")
    settled(page)
    tab_to(page, "Scenario", role="combobox")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("bath")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bath").first).to_be_visible()
