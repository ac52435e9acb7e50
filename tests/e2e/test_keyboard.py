"""Every task can be done with Tab, Enter, Space and the arrows; what has the focus is seen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

import licmodel
from licmodel.report.sentences import answer_sentences
from tests.e2e.conftest import Open
from tests.e2e.keys import choose, focus, past_menu, tab_to, turn_tab
from tests.e2e.screen import answer, said, settled


def test_compare_by_keyboard_and_what_is_chosen_is_kept(open_page: Open, shelf: Path) -> None:
    page = open_page("?scenario=council_2027.yaml")
    total = page.get_by_test_id("stMetricValue").first
    before = total.inner_text()
    tab_to(page, "Options", role="combobox")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("columnheader", name="Open source")).to_have_count(0)
    tab_to(page, "Years in charts and tables", role="range")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Shown from 2028/29 to 2031/32")).to_be_visible()
    choose(page, "Prices of 2027/28")
    expect(total).not_to_have_text(before)
    choose(page, "Charged to the year")
    expect(page.get_by_text("Charged to the year:", exact=False).first).to_be_visible()
    settled(page)

    chosen, words = page.url, said(page)
    scenario = licmodel.load(shelf / "council_2027.yaml")
    options = ["renew", "do_nothing", "frontline", "mixed", "perpetual"]
    told = licmodel.compare(scenario, options=options, real=True)
    assert answer(page) == answer_sentences(told)[0]
    page.reload()
    settled(page)
    assert (page.url, said(page)) == (chosen, words)
    other = open_page(f"?{chosen.partition('?')[2]}")  # as somebody opens it who was sent the link
    assert said(other) == words

    tab_to(page, "The same as a table")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Charged to the year by financial year")).to_be_visible()
    page.set_viewport_size({"width": 480, "height": 1000})
    tab_to(page, "Charged to the year by financial year")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


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


def test_explain_by_keyboard_and_its_figure_is_kept(open_page: Open) -> None:
    page = open_page("explain?scenario=council_2027.yaml")
    past_menu(page)
    tab_to(page, "Figure", role="combobox")
    page.keyboard.type("mixed.present_value")
    page.keyboard.press("Enter")
    first = page.locator(".lm-tree summary").first
    expect(first).to_contain_text("E3, E1 and perpetual Office, present value")
    settled(page)
    figure = first.inner_text()
    tab_to(page, figure, role="summary")
    page.keyboard.press("Enter")
    expect(page.locator(".lm-tree details").first).not_to_have_attribute("open", "")
    turn_tab(page, "A figure", "Checks", back=True)
    page.wait_for_url("**look=**")

    page.reload()
    settled(page)
    expect(page.get_by_role("tab", name="Checks")).to_have_attribute("aria-selected", "true")
    turn_tab(page, "Checks", "A figure")
    expect(first).to_have_text(figure)


def test_another_page_and_another_scenario_by_keyboard(open_page: Open) -> None:
    page = open_page("?scenario=council_2027.yaml")
    tab_to(page, "What if")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What if …?")
    tab_to(page, "Scenario", role="combobox")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("bath")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bath").first).to_be_visible()
