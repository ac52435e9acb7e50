"""What leaves by the page Share says what ``licmodel`` says, and what comes back is told."""

from __future__ import annotations

import io
import re
import shlex
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.assembly.assemble import assemble
from licmodel.cli import main, parser
from licmodel.dashboard.one_page import command, one_page
from licmodel.dashboard.public_page import public_page
from licmodel.dashboard.shelf import opened
from licmodel.dashboard.shown import Shown, shown
from licmodel.dashboard.views import share
from licmodel.errors import InputError
from licmodel.report.amounts import Amounts
from licmodel.report.csv_text import comparison_csv
from licmodel.report.sentences import answer_sentences
from licmodel.workbook import outside
from licmodel.workbook.outside import inspected_public
from tests.dashboard.conftest import ROOT, Start, faults

SMALL = """
title: A small town
organisation: {name: An invented town}
timeline: {start: 2027-04, years: 2}
baseline: stay
options:
  stay: {lines: {support: {kind: recurring, amount: 1_200, per: year, source: bill, owner: Care}}}
  leave: {title: Leave, lines: {move: {kind: one_off, amount: 5_000, assumed: a guess}}}
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Return a folder with a small town's scenario."""
    (tmp_path / "town.yaml").write_text(SMALL, "utf-8")
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Return what the session holds, outside of any page."""
    session: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", session)
    return session


def of(file: Path, session: dict[str, object], **view: str) -> Shown:
    """Return what is chosen of a scenario."""
    session["path"] = file
    session["view"] = {file.name: view, "": view}
    return shown(opened(file))


def cells(text: str) -> list[list[str]]:
    """Return the cells of every table of a page, row by row."""
    root = ET.fromstring(text.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314  made here
    return [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]


@pytest.mark.parametrize("name", ["council_2027", "academy_trust"])
def test_the_page_for_print_has_the_figures_of_compare(name: str, asked: dict[str, object]) -> None:
    file = ROOT / "scenarios" / f"{name}.yaml"
    text = one_page(of(file, asked), date(2026, 11, 29))
    told = licmodel.compare(licmodel.load(file))
    data, amounts = told.to_json(), Amounts(told.to_json()["currency"])
    for sentence in answer_sentences(told):
        assert sentence in unescape(text)
    table = [row for row in cells(text) if row[0] in {"Total invoiced", "Present value"}]
    assert table == [
        [label, *(amounts.text(option[key]) for option in data["options"].values())]
        for label, key in (("Total invoiced", "total"), ("Present value", "present_value"))
    ]
    for option in data["options"].values():
        years = [option["title"], *map(amounts.text, option["billed"])]
        assert years in [row[:-1] for row in cells(text)]
    assert "Master check: every check holds." in text
    assert f"29 November 2026 from {file.name}" in text


def test_the_page_for_print_is_one_file_that_asks_nobody(asked: dict[str, object]) -> None:
    file = ROOT / "scenarios" / "council_2027.yaml"
    text = one_page(of(file, asked), date(2026, 11, 29))
    root = ET.fromstring(text.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314  made here
    assert len(list(root.iter("{http://www.w3.org/2000/svg}svg"))) == 1
    assert not re.search(r"<script|<link|<img|@import|url\((?!#)|(?:src|href)=\"(?!#)", text)
    assert set(re.findall(r"https?://[^\"' )<]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    (figure,) = root.iter("figure")
    assert "The same figures stand in the table" in str(figure.get("aria-label"))
    assert str(ROOT) not in text  # nobody else's folder


def test_words_of_a_file_stay_words_on_the_page_for_print(
    town: Path, asked: dict[str, object]
) -> None:
    file = town / "town.yaml"
    nasty = "<script>alert(1)</script> & co"
    file.write_text(SMALL.replace("A small town", f'"{nasty}"', 1), "utf-8")
    text = one_page(of(file, asked), date(2026, 11, 29))
    assert "<script" not in text
    assert cells(text)


def test_what_is_chosen_is_what_is_printed_and_its_command_gives_it(
    asked: dict[str, object],
) -> None:
    file = ROOT / "scenarios" / "council_2027.yaml"
    view = {"options": "renew,frontline", "prices": "real", "years": "2028/29,2030/31"}
    found = of(file, asked, **view)
    text = one_page(found, date(2026, 11, 29))
    chosen = parser().parse_args(shlex.split(command(found))[1:])
    told = licmodel.compare(licmodel.load(file), real=chosen.real, options=chosen.options)
    assert all(each in unescape(text) for each in answer_sentences(told))
    amounts, option = Amounts("GBP"), told.options["renew"]
    assert [option.title, *map(amounts.text, option.billed[1:4])] in [
        row[:-1] for row in cells(text)
    ]


def test_the_page_for_the_public_says_what_its_workbook_says_and_no_more() -> None:
    scenario = licmodel.load(ROOT / "scenarios" / "council_2027.yaml")
    copy = inspected_public(assemble(scenario))
    text = public_page(copy, date(2026, 11, 29))
    tables = [table for sheet in copy.sheets.values() for table in sheet]
    told = {
        figure if isinstance(figure, str) else f"{figure:,.0f}"
        for table in tables
        for line in table.lines
        for figure in line.figures
    }
    assert "withheld" in told
    words = {word for table in tables for line in table.lines for word in line.words}
    heads = {head for table in tables for head in table.heads}
    printed = {cell for row in cells(text) for cell in row if cell}
    assert printed <= told | words | heads
    assert {cell for cell in printed if cell[-1:].isdigit() and "," in cell} <= told
    # a figure of the comparison that is withheld stands nowhere, not in the chart either
    table = next(table for table in tables if table.title == "Invoiced")
    renew = licmodel.compare(scenario).options["renew"]
    assert table.lines[0].figures[1] == "withheld"
    assert f"{renew.billed[1]:,.0f}" not in text
    assert "rests on" not in text
    assert "sha256" not in text


def test_a_page_that_would_tell_the_public_too_much_is_refused(
    town: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise InputError("the copy tells more than was chosen")

    monkeypatch.setattr(outside, "refuse_disclosure", refused)
    app = start(town, "share")
    app.button_group(key="reader").set_value("public").run()
    app = made(app, "Make the page")
    assert "tells more than was chosen" in app.error[0].value
    assert downloads(app) == ["Download the figures (CSV)"]


def made(app: AppTest, label: str) -> AppTest:
    """Press a button of the page."""
    (button,) = [each for each in app.button if each.label == label]
    return button.click().run()


def downloads(app: AppTest) -> list[str]:
    """Return the names of what can be downloaded."""
    return [each.proto.label for each in app.get("download_button")]


def test_a_file_is_offered_when_it_is_made_and_no_longer_when_the_view_changes(
    town: Path, start: Start
) -> None:
    app = start(town, "share")
    assert faults(app) == []
    assert downloads(app) == ["Download the figures (CSV)"]
    app = made(made(made(app, "Make the page"), "Make the workbook"), "Draw the chart")
    assert faults(app) == []
    assert downloads(app) == [
        "Download town.html",
        "Download town_internal.xlsx",
        "Download the figures (CSV)",
        "Download town_billed.svg",
    ]
    app.button_group(key="kind").set_value("png").run()
    assert "Download town_billed.png" not in downloads(app)
    (town / "town.yaml").write_text(SMALL.replace("5_000", "6_000"), "utf-8")
    app.run()
    assert downloads(app) == ["Download the figures (CSV)"]


def test_a_copy_for_each_audience_and_a_refusal_that_says_why(town: Path, start: Start) -> None:
    app = start(town, "share")
    (whom,) = [each for each in app.selectbox if each.label == "For whom"]
    assert whom.options == [
        "Ourselves: everything, with live formulas",
        "The public",
        "A vendor",
        "Directorate: Care",
    ]
    whom.set_value("vendor").run()
    app = made(app, "Make the workbook")
    assert not app.exception
    assert "does not say what a vendor may see" in app.error[0].value
    assert downloads(app) == ["Download the figures (CSV)"]
    (whom,) = [each for each in app.selectbox if each.label == "For whom"]
    whom.set_value("directorate:care").run()
    app = made(app, "Make the workbook")
    assert faults(app) == []
    assert "Download town_directorate_care.xlsx" in downloads(app)
    how = "A copy for each directorate is offered once figures say whose they are"
    assert not any(each.value.startswith(how) for each in app.caption)
    (town / "town.yaml").write_text(SMALL.replace(", owner: Care", ""), "utf-8")
    app.run()
    assert any(each.value.startswith(how) for each in app.caption)


def test_a_workbook_is_the_one_of_export(town: Path) -> None:
    book = share._book(opened(town / "town.yaml"), "internal")
    sheet = openpyxl.load_workbook(io.BytesIO(book.data), data_only=True)["Summary"]
    said = {cell.value for row in sheet.iter_rows() for cell in row}
    told = licmodel.compare(licmodel.load(town / "town.yaml"))
    assert told.options["stay"].present_value in said


def test_pictures_are_of_what_is_chosen(asked: dict[str, object]) -> None:
    file = ROOT / "scenarios" / "council_2027.yaml"
    found = of(file, asked, options="renew,mixed", measure="saving")
    drawn = share._picture(found, "measure", "Saving by financial year", "svg")
    words = "".join(ET.fromstring(drawn.data.decode()).itertext())  # noqa: S314  drawn here
    assert "Saving by financial year" in words
    assert "E3, E1 and" in words
    assert "Open source" not in words
    assert drawn.name == "council_2027_saving.svg"
    for which in ("so_far", "grounds"):
        assert share._picture(found, which, "Title", "png").data.startswith(b"\x89PNG")


def test_the_figures_are_those_of_the_command(
    asked: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    file = ROOT / "scenarios" / "council_2027.yaml"
    found = of(file, asked, options="renew,mixed", prices="real")
    told = ["compare", str(file), "--options", "renew", "mixed", "--real", "--csv"]
    assert main(told) == 0
    assert comparison_csv(found.part) == capsys.readouterr().out


def test_the_link_opens_what_was_chosen(shelf: Path, start: Start) -> None:
    view = {"options": "renew,frontline", "years": "2028/29,2030/31", "prices": "real"}
    app = start(shelf, "share", **view, set="renew.e3.discount=5%")
    assert faults(app) == []
    (page,) = [each for each in app.selectbox if each.label == "Page"]
    page.set_value("what_if").run()
    link = urlsplit(app.code[0].value)
    assert link.path == "/what-if"
    said = {key: each[0] for key, each in parse_qs(link.query).items()}
    assert said == {**view, "set": "renew.e3.discount=5%", "scenario": "council_2027.yaml"}
    app = start(shelf, **said)
    assert faults(app) == []
    assert app.multiselect[0].value == ["renew", "frontline"]
