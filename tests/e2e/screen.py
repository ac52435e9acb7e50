"""A page as a person sees it: when it has settled, and what it says."""

from __future__ import annotations

import re
from typing import Literal

from playwright.sync_api import Page, expect

CHROMIUM = [
    "--no-sandbox",  # as root it does not start with one
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Scheme = Literal["light", "dark"]

FAULT = '[data-testid="stAlertContentError"], [data-testid="stException"]'


def settled(page: Page) -> None:
    """Wait until the program has drawn the page and rests.

    It may rest for a moment and begin again, as when it puts what is chosen into the address.
    """
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=60_000)
    rests = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    for _ in range(2):
        expect(rests).to_be_visible(timeout=60_000)
        page.wait_for_timeout(200)
    expect(rests).to_be_visible(timeout=60_000)


def faults(page: Page) -> list[str]:
    """Every fault that the page tells."""
    return page.locator(FAULT).all_inner_texts()


def said(page: Page) -> str:
    """All words of the page, each space one space."""
    return re.sub(r"\s+", " ", page.locator("main, [data-testid=stMain]").first.inner_text())


def answer(page: Page) -> str:
    """The answer at the head of the page."""
    return page.locator(".lm-answer").first.inner_text()


def turn_to(page: Page, title: str) -> None:
    """Go to another page by the menu, as a person does."""
    head = page.get_by_role("heading", level=1).first
    before = head.inner_text()
    menu = page.get_by_role("link", name=title, exact=True)
    if not menu.is_visible():  # on a phone it is folded away
        page.get_by_test_id("stExpandSidebarButton").click()
    menu.click()
    expect(head).not_to_have_text(before)
    settled(page)


def cells(page: Page, label: str) -> list[str]:
    """What stands in a row of a table, from the left."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label, exact=True))
    return row.first.get_by_role("cell").all_inner_texts()


def shown(page: Page) -> dict[str, str]:
    """Figures on cards, by what each is."""
    return dict(
        zip(
            page.get_by_test_id("stMetricLabel").all_inner_texts(),
            page.get_by_test_id("stMetricValue").all_inner_texts(),
            strict=True,
        )
    )


def written(page: Page) -> list[str]:
    """All words that the charts write."""
    return page.get_by_test_id("stVegaLiteChart").locator("svg text").all_text_contents()


def unfold(page: Page) -> None:
    """Open whatever is folded; what is drawn meanwhile moves it about, so it is not aimed at."""
    settled(page)
    page.get_by_test_id("stExpander").locator("details:not([open]) > summary").evaluate_all(
        "folds => folds.forEach(each => each.click())"
    )
    settled(page)


def look(page: Page, width: int, scheme: Scheme) -> None:
    """See the whole page, however long, at a width, on a light or a dark screen."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 1000})
    settled(page)
    page.wait_for_function(
        "scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme",
        arg=scheme,
    )
    height = page.get_by_test_id("stMain").evaluate("each => each.scrollHeight")
    page.set_viewport_size({"width": width, "height": height + 100})
    settled(page)
