"""Any figure down to its sources, every assumption and every check."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import licmodel
from licmodel.analysis.provenance import register
from licmodel.analysis.results import run, whole
from licmodel.report.traces import trace_text
from tests.dashboard.conftest import Start, faults, html


def words(text: str) -> list[str]:
    """The words of a text, whatever stands between them."""
    return re.sub(r"<[^>]+>", " ", unescape(text)).split()


def test_the_tree_says_what_the_command_says(shelf: Path, start: Start) -> None:
    app = start(shelf, "explain")
    assert faults(app) == []
    scenario = licmodel.load(shelf / "council_2027.yaml")
    (tree,) = [
        each.proto.body
        for each in app.get("html")
        if each.proto.body.startswith('<div class="lm-t') and "<details" in each.proto.body
    ]
    told = trace_text(run(whole(scenario)).explain("renew.billed.total"))
    assert words(tree) == told.split()
    assert tree.count("<details") == tree.count("</details>") > 20


def test_a_figure_of_one_month_can_be_asked(shelf: Path, start: Start) -> None:
    app = start(shelf, "explain")
    boxes = {each.label: each for each in app.selectbox}
    boxes["Figure"].set_value("renew.e3.billed").run()
    {each.label: each for each in app.selectbox}["When"].set_value("2028-04").run()
    assert faults(app) == []
    assert "April 2028" in html(app)
    assert app.code[0].value == "licmodel explain council_2027.yaml renew.e3.billed 2028-04"


def test_every_assumption_is_in_the_register(shelf: Path, start: Start) -> None:
    app = start(shelf, "explain")
    scenario = licmodel.load(shelf / "council_2027.yaml")
    listed = register(run(whole(scenario), with_rests=True))
    frame = app.dataframe[0].value
    assert list(frame["Key"]) == [each.key for each in listed]
    assert list(frame["Source"]) == [each.input.origin.source for each in listed]


def test_the_checks_say_that_they_hold(shelf: Path, start: Start) -> None:
    app = start(shelf, "explain")
    assert "every figure given is used" in html(app)
    assert "FAILS" not in html(app)
