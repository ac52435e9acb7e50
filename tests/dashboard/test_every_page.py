"""Every page opens on every scenario that is shipped, without a fault.

Compare, What if, Explain and Risk are looked at in a browser for each of them: tests/e2e.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.conftest import ROOT, Start, faults

SHIPPED = sorted(ROOT.glob("scenarios/*.yaml"))
PAGES = {
    "estate": "Estate and demand",
    "prices": "Prices and money",
    "share": "Take it with you",
    "files": "Scenario files",
}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_no_page_has_a_fault(file: Path, start: Start) -> None:
    app = start(file)
    for page, title in PAGES.items():
        app.switch_page(f"views/{page}.py").run()
        assert faults(app) == [], page
        assert app.title[0].value == title
