"""Any figure down to its sources, every assumption and every check."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
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
    told = told.replace(f"{shelf}/", "")
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
    by_key = {each.key: each for each in listed}
    assert len(by_key) == len(listed)
    assert sorted(frame["Key"]) == sorted(by_key)
    shown = [by_key[each] for each in frame["Key"]]
    assert list(frame["Source"]) == [each.input.origin.source for each in shown]
    # the weakest first, as the register has them, and of these the weightiest
    statuses = [each.input.origin.status for each in shown]
    assert statuses == [each.input.origin.status for each in listed]
    for one, following in pairwise(shown):
        if one.input.origin.status == following.input.origin.status:
            assert one.weight >= following.weight


def test_the_checks_say_that_they_hold(shelf: Path, start: Start) -> None:
    app = start(shelf, "explain")
    assert "every figure given is used" in html(app)
    assert "FAILS" not in html(app)


def test_a_figure_of_a_table_by_year_is_found_by_its_option_and_year(
    shelf: Path, start: Start
) -> None:
    """As a paper has it: what an option is invoiced in a year."""
    app = start(shelf, "explain")
    boxes = {each.label: each for each in app.selectbox}
    wanted = [each for each in boxes["Figure"].options if "2029/30" in each and "invoiced" in each]
    assert "Renew, E3 for everybody, invoiced, 2029/30 (renew.billed.by_year)" in wanted
    boxes["Figure"].set_value("renew.billed.by_year in 2029/30").run()
    assert faults(app) == []
    boxes = {each.label: each for each in app.selectbox}
    assert boxes["Figure"].value == "renew.billed.by_year"
    assert boxes["When"].value == "2029/30"
    assert app.code[0].value == "licmodel explain council_2027.yaml renew.billed.by_year 2029/30"
    boxes["Figure"].set_value("mixed.billed.by_year").run()  # by itself it opens at the first year
    assert {each.label: each for each in app.selectbox}["When"].value == "2027/28"


def test_a_figure_by_month_opens_as_a_whole_and_has_its_years_too(
    shelf: Path, start: Start
) -> None:
    app = start(shelf, "explain")
    {each.label: each for each in app.selectbox}["Figure"].set_value("renew.billed").run()
    when = {each.label: each for each in app.selectbox}["When"]
    assert when.options[:3] == ["in all", "2027/28", "2028/29"]
    assert "April 2027" in when.options
    told = trace_text(
        run(whole(licmodel.load(shelf / "council_2027.yaml"))).explain("renew.billed")
    )
    assert told.splitlines()[0] in html(app)
    when.set_value("2028/29").run()
    assert faults(app) == []
    assert app.code[0].value == "licmodel explain council_2027.yaml renew.billed 2028/29"


def test_sources_name_their_file_without_where_it_stands(shelf: Path, start: Start) -> None:
    app = start(shelf, "explain")
    assert "council_2027.yaml:" in html(app)
    assert str(shelf) not in html(app)
    assert str(shelf) not in str(app.dataframe[0].value.to_dict())
    assert any(each.startswith("council_2027.yaml:") for each in app.dataframe[0].value["Where"])
