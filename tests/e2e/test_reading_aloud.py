"""No page has a serious or critical fault of accessibility, wide and narrow, light and dark."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, cast

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.e2e.screen import Scheme, look, settled, unfold

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
SERIOUS = {"serious", "critical"}
HELD = {"heading-order"}
"""Moderate by axe's own measure, and held all the same: whoever listens goes by headings."""
COUNCIL = "scenario=council_2027.yaml"
PAGES = {
    "compare": f"?{COUNCIL}",
    "present": f"?{COUNCIL}&present=yes",
    "what if": f"what-if?{COUNCIL}&times=prices.microsoft_365_e3=1.08",
    "a fault": f"what-if?{COUNCIL}&set=renew.e3.discount=many",
    "risk": f"risk?{COUNCIL}",
    "estate": f"estate?{COUNCIL}",
    "prices": f"prices?{COUNCIL}",
    "this year": f"prices?{COUNCIL}&money=This%20year%27s%20money",
    "to negotiate": f"prices?{COUNCIL}&money=To%20negotiate",
    "explain": f"explain?{COUNCIL}",
    "share": f"share?{COUNCIL}",
    "files": f"files?{COUNCIL}",
}


# A chart has words and a table beside it; it does not judge each of its hundred marks.
MARKS = ["[data-testid=stVegaLiteChart] svg > *"]

# Where a page is looked at: each width and each scheme once.
LOOKS: list[tuple[int, Scheme]] = [(1440, "light"), (390, "dark")]


def findings(page: Page) -> list[str]:
    """What axe finds in the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "marks => axe.run({exclude: marks}, {resultTypes: ['violations']})", MARKS
    )
    assert len(found["passes"]) >= 20  # it has looked
    return [
        f"{each['impact']}: {each['help']}: {node['html'][:200]}: {node['failureSummary'][-200:]}"
        for each in found["violations"]
        if each["impact"] in SERIOUS or each["id"] in HELD
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_page_has_a_serious_fault(path: str, open_page: Open) -> None:
    page = open_page(path)
    unfold(page)
    for width, scheme in LOOKS:
        look(page, width, scheme)
        assert findings(page) == []


PARTS = {
    "estate": ("radiogroup", "Part"),
    "prices": ("radiogroup", "Part"),
    "explain": ("tablist", ""),
    "share": ("tablist", ""),
    "files": ("tablist", ""),
}
SEEN = {"This year's money", "To negotiate"}
"""Parts that have a page of their own above."""


@pytest.mark.parametrize("name", PARTS)
def test_no_part_of_a_page_has_a_serious_fault(name: str, open_page: Open) -> None:
    page = open_page(PAGES[name])
    role, called = PARTS[name]
    row = page.get_by_role(cast("Any", role), name=called).first
    parts = row.get_by_role("radio").or_(row.get_by_role("tab"))
    for part in parts.all()[1:]:  # the first is looked at above
        if part.inner_text() in SEEN:
            continue
        part.click()
        settled(page)
        unfold(page)
        assert findings(page) == []


def test_a_fault_would_be_found(open_page: Open) -> None:
    page = open_page(PAGES["explain"])
    page.add_style_tag(content=".lm-tree .rule {color: #999999 !important}")
    page.locator("h1").evaluate("each => each.insertAdjacentHTML('afterend', '<h4>All</h4>')")
    told = findings(page)
    assert any("contrast" in each for each in told)
    assert any("Heading levels" in each for each in told)
