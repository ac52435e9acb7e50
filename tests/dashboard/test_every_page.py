"""Every page opens on every scenario that is shipped, without a fault.

Compare, What if, Explain and Risk are looked at in a browser for each of them: tests/e2e.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import ROOT, Start, faults, html

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


MACHINERY = re.compile(
    r"YAML|\blicmodel [a-z]|(?<![\w-])--[a-z]|\b(today|bodies|funds|lead_times):|[a-z]: \{|\bKEY\b"
)
PARTS = {
    "estate": ("part", ("seats", "people", "decision", "dates")),
    "prices": ("money", ("budget", "year", "shares", "book", "sheet", "negotiate")),
}


def said(app: AppTest) -> Iterator[str]:
    """Yield all that a page says in words; what is to be copied to a command line is no words."""
    for kind in ("markdown", "caption", "info", "warning", "error"):
        yield from (each.value for each in getattr(app, kind))
    for kind in ("file_uploader", "download_button"):
        yield from (f"{each.proto.label} {each.proto.help}" for each in app.get(kind))
    yield html(app)


def test_pages_say_what_to_do_upon_them_and_not_in_a_file_or_on_a_command_line(
    start: Start,
) -> None:
    app = start(ROOT / "scenarios" / "bath_2019.yaml")
    app.switch_page("views/risk.py").run()
    told = {"risk": list(said(app))}
    for page, (key, parts) in PARTS.items():
        app.switch_page(f"views/{page}.py")
        for part in parts:
            app.session_state[key] = part
            told[part] = list(said(app.run()))
    assert all(map(any, told.values()))
    found = {part: list(filter(MACHINERY.search, words)) for part, words in told.items()}
    assert {part: words for part, words in found.items() if words} == {}
