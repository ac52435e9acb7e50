"""The figures on screen are those of ``licmodel compare --json``, on every page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from licmodel.cli import main
from licmodel.report.amounts import Amounts
from tests.e2e.conftest import SHIPPED, Open
from tests.e2e.screen import answer, cells, faults, shown, turn_to, written

Capture = pytest.CaptureFixture[str]

WHOLE = {"council_2027", "welsh_schools", "vintage_2017"}
"""A council, schools, and one of long ago: here the pages without figures of Compare are looked at
too. That they open on every scenario is seen, sooner, in tests/dashboard/test_every_page.py."""
OTHERS = ("Estate and demand", "Prices and money", "Share", "Files")


def compared(file: Path, capsys: Capture) -> dict[str, Any]:
    """What the command prints."""
    assert main(["compare", str(file), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_page_shows_what_compare_prints(file: Path, open_page: Open, capsys: Capture) -> None:
    told = compared(file, capsys)
    amounts = Amounts(told["currency"])
    best = told["options"][told["cheapest"]["present_value"]]
    page = open_page(f"?scenario={file.stem}.yaml")
    expect(page.get_by_test_id("stMetric")).to_have_count(4)
    cards = shown(page)
    assert cards["Whole-life cost"] == amounts.whole(best["total"])
    assert cards["Present value"] == amounts.whole(best["present_value"])
    assert cards["Peak year"] == best["peak_year"]
    assert cells(page, "Present value") == [
        amounts.text(each["present_value"]) for each in told["options"].values()
    ]
    assert faults(page) == []
    first = answer(page)

    turn_to(page, "What if")
    assert answer(page) == first
    drawn = written(page)
    for each in told["options"].values():
        assert amounts.whole(each["present_value"]) in drawn
    assert faults(page) == []

    turn_to(page, "Explain")
    option, figures = next(iter(told["options"].items()))
    said, _, figure = page.locator(".lm-tree summary").first.inner_text().rpartition(": ")
    assert said == f"{figures['title']}, invoiced, in all"
    assert float(re.sub(r"[^\d.]", "", figure)) == pytest.approx(figures["total"], abs=0.005)
    expect(page.get_by_test_id("stCode")).to_contain_text(f"{option}.billed.total")
    assert faults(page) == []

    turn_to(page, "Risk")
    cards = shown(page)
    if cards:  # where something is uncertain
        totals = [amounts.whole(each["total"]) for each in told["options"].values()]
        assert cards["As it stands"] in totals
    assert faults(page) == []
    for title in OTHERS if file.stem in WHOLE else ():
        turn_to(page, title)
        assert faults(page) == []
