"""No page has a serious or critical fault of accessibility, wide and narrow, light and dark."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Open
from tests.e2e.screen import Scheme, look, unfold

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
SERIOUS = {"serious", "critical"}
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
    found: dict[str, Any] = page.evaluate("marks => axe.run({exclude: marks})", MARKS)
    assert len(found["passes"]) >= 20  # it has looked
    return [
        f"{each['impact']}: {each['help']}: {node['html'][:200]}: {node['failureSummary'][-200:]}"
        for each in found["violations"]
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_page_has_a_serious_fault(path: str, open_page: Open) -> None:
    page = open_page(path)
    unfold(page)
    for width, scheme in LOOKS:
        look(page, width, scheme)
        assert findings(page) == []


def test_no_tab_has_a_serious_fault(open_page: Open) -> None:
    page = open_page(PAGES["explain"])
    for tab in page.get_by_role("tab").all()[1:]:
        tab.click()
        look(page, 1440, "light")
        assert findings(page) == []


def test_a_fault_would_be_found(open_page: Open) -> None:
    page = open_page(PAGES["explain"])
    page.add_style_tag(content=".lm-tree .rule {color: #999999 !important}")
    assert any("contrast" in each for each in findings(page))
