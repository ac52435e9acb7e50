"""The page for print stands alone, and a room is shown the answer."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import BrowserContext, Page, expect

import licmodel
from licmodel.dashboard import asking
from licmodel.dashboard.held import held
from licmodel.dashboard.one_page import one_page
from licmodel.dashboard.shelf import opened
from licmodel.dashboard.shown import shown
from licmodel.report.sentences import answer_sentences
from tests.e2e.conftest import ROOT, Open
from tests.e2e.screen import answer, settled

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


@pytest.mark.parametrize(
    ("name", "what_if"), [("council_2027", "slow_migration"), ("welsh_schools", "devices_slower")]
)
def test_the_page_for_print_is_one_sheet_under_a_what_if_too(
    browser: BrowserContext, monkeypatch: pytest.MonkeyPatch, name: str, what_if: str
) -> None:
    """Those of the shipped scenarios that say and show the most."""
    file = ROOT / "scenarios" / f"{name}.yaml"
    of = opened(file)
    changes = asking.changes_of(of.scenario.what_ifs[what_if])
    asked = {"path": file, "view": {}, "histories": {file.name: [changes]}}
    monkeypatch.setattr(st, "session_state", asked)
    page = browser.new_page()
    page.set_content(one_page(shown(of, changes, held(of)), date(2026, 11, 29)))
    expect(page.locator(".held")).to_contain_text("Under the what-if")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    page.close()
    assert len(sheets) == 1


def test_a_room_is_shown_it_by_keyboard(open_page: Open) -> None:
    page = open_page("?scenario=council_2027.yaml&present=yes")
    told = answer(page)
    size = page.locator(".lm-answer").evaluate(
        "each => parseFloat(getComputedStyle(each).fontSize)"
    )
    assert size >= 36  # read from the back of a chamber
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_in_viewport(ratio=0.9)
    head = page.get_by_test_id("stHeader").bounding_box()
    title = page.get_by_role("heading", level=1).first.bounding_box()
    assert head is not None
    assert title is not None
    assert title["y"] >= head["y"] + head["height"]  # nothing hides behind the edge
    expect(page.get_by_role("radio")).to_have_count(0)
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
