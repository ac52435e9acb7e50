"""What leaves by the page Share holds what is in force, and says so on the paper itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.comparison import Comparison
from licmodel.assembly.assemble import assemble
from licmodel.cli import main
from licmodel.dashboard import draft_files
from licmodel.dashboard.held import Held
from licmodel.dashboard.making import Made
from licmodel.dashboard.one_page import one_page
from licmodel.dashboard.public_page import public_page
from licmodel.dashboard.shelf import opened
from licmodel.dashboard.shown import shown
from licmodel.report import csv_text
from licmodel.report.amounts import Amounts
from licmodel.report.sentences import answer_sentences
from licmodel.workbook.outside import inspected_public
from tests.dashboard.conftest import Start, faults

TOWN = """
title: A small town
organisation: {name: An invented town}
timeline: {start: 2027-04, years: 2}
baseline: stay
drivers:
  staff: {unit: user, start: {value: 200, range: [150, 250], source: establishment list}}
options:
  stay: {title: Stay, lines: {support: {kind: recurring, amount: 7_000, per: year, source: bill}}}
  leave:
    title: Leave
    lines:
      seats: {kind: subscription, quantity: staff, price: 3.00, per: month, source: an offer}
what_ifs:
  dearer: {title: Seats 22% dearer, leave.seats.price: {times: 1.22}}
"""
DRAFT = "0123abcd"
CHEAPER = "leave.seats.price=2.50"
FEWER = "drivers: {staff: {start: {value: 150, assumed: x}}}"

# address; a file that says the same, and under which of its what-ifs; then on the paper: at its
# head, what is changed, how it is had again; and in names of files
CASES: dict[str, tuple[dict[str, str], tuple[str, str | None], str, str, str, str]] = {
    "what-if": (
        {"times": "leave.seats.price=1.22"},
        ("", "dearer"),
        'Under the what-if "Seats 22% dearer".',
        "seats: price: £3 per user per month to £3.66 per user per month.",
        "The same figures: licmodel compare town.yaml --what-if dearer.",
        "dearer",
    ),
    "asked": (
        {"set": CHEAPER},
        ("what_ifs: {cheaper: {leave.seats.price: {set: 2.50}}}", "cheaper"),
        "Under a what-if that no file holds yet.",
        "seats: price: £3 per user per month to £2.50 per user per month.",
        "No command gives these figures before what is asked is kept.",
        "asked",
    ),
    "draft": (
        {"draft": DRAFT},
        (FEWER, None),
        "With a draft that no file holds yet.",
        "staff at the start: 200 to 150.",
        "No command gives these figures before the draft is saved.",
        "draft",
    ),
    "both": (
        {"draft": DRAFT, "times": "leave.seats.price=1.22"},
        (FEWER, "dearer"),
        'With a draft that no file holds yet and under the what-if "Seats 22% dearer".',
        (
            "staff at the start: 200 to 150; "
            "seats: price: £3 per user per month to £3.66 per user per month."
        ),
        "No command gives these figures before the draft is saved.",
        "draft_dearer",
    ),
}


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a small town's scenario, of which fewer staff are typed as a draft."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = tmp_path / "shelf"
    place.mkdir()
    file = place / "town.yaml"
    file.write_text(TOWN, "utf-8")
    kept = draft_files.folder_of(file)
    kept.mkdir(parents=True)
    steps = [[], [[["drivers", "staff", "start"], "150"]]]
    told = {"scenario": str(file), "at": datetime.now(UTC).isoformat(), "why": "x", "steps": steps}
    (kept / f"{DRAFT}.json").write_text(json.dumps(told), "utf-8")
    return place


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return every table of figures that a page has offered."""
    found: list[str] = []
    write = csv_text.comparison_csv

    def kept(*given: Any, **said: Any) -> str:  # noqa: ANN401  as it is called
        found.append(write(*given, **said))
        return found[-1]

    monkeypatch.setattr(csv_text, "comparison_csv", kept)
    return found


def meant(town: Path, said: str, what_if: str | None) -> Comparison:
    """Return what ``licmodel compare`` makes of a file that says the same."""
    file = town / "meant.yaml"
    file.write_text(f"extends: town.yaml\n{said}\n", "utf-8")
    found = licmodel.compare(licmodel.load(file), what_if=what_if)
    file.unlink()
    return found


def made(app: AppTest, label: str) -> Made:
    """Press a button of the page, and return the file that it makes."""
    (button,) = [each for each in app.button if each.label == label]
    button.click().run()
    assert faults(app) == []
    slot = {"Make the page": "print", "Make the workbook": "book", "Draw the chart": "picture"}
    found = app.session_state["made"][slot[label]][1]
    assert isinstance(found, Made)
    return found


def captions(app: AppTest) -> str:
    return "\n".join(each.value.replace("\\", "") for each in app.caption)


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of every table of a page, row by row."""
    rows = re.findall(r"<tr.*?</tr>", text)
    return [[unescape(each) for each in re.findall(r"<t[hd][^>]*>(.*?)</t", row)] for row in rows]


@pytest.mark.parametrize("case", CASES)
def test_paper_pictures_and_figures_hold_what_is_in_force(
    town: Path, start: Start, written: list[str], case: str
) -> None:
    address, same, head, changed, again, name = CASES[case]
    told, amounts = meant(town, *same), Amounts("GBP")
    app = start(town, "share", **address)
    page = made(app, "Make the page")
    assert page.name == f"town_{name}.html"
    text = unescape(page.data.decode())
    (box,) = re.findall(r'<p class="held">(.*?)</p>', text)
    assert box.startswith(f"<b>{head}</b> Changed against the file: {changed}")
    assert text.index(box) < text.index('<p class="answer">')
    assert all(each in text for each in answer_sentences(told))
    rows = rows_of(page.data.decode())
    options = told.options.values()
    assert ["Present value", *(amounts.text(each.present_value) for each in options)] in rows
    for option in options:
        assert [option.title, *map(amounts.text, option.billed)] in [row[:-1] for row in rows]
    assert again in text
    digest = hashlib.sha256((town / "town.yaml").read_bytes()).hexdigest()
    assert f"sha256 {digest[:16]}" in text  # of the file, not of the draft

    drawn = made(app, "Draw the chart")
    assert drawn.name == f"town_{name}_billed.svg"
    assert f"{head[:-1]}: {changed}" in drawn.words
    words = " ".join(ET.fromstring(drawn.data.decode()).itertext())  # noqa: S314  drawn here
    assert f"{head[:-1]}: {changed}" in " ".join(words.split())

    figures = list(csv.DictReader(io.StringIO(written[-1])))
    assert [float(each["value"]) for each in figures] == pytest.approx(
        [each[-1] for each in told.records()], nan_ok=True
    )
    (column,) = {each["what_if"] for each in figures}
    assert column == ("dearer" if case == "what-if" else f"{head[:-1]}: {changed[:-1]}")


def test_the_command_on_the_paper_gives_the_figures(
    town: Path, start: Start, written: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    app = start(town, "share", times="leave.seats.price=1.22")
    assert "licmodel compare town.yaml --what-if dearer" in [each.value for each in app.code]
    assert main(["compare", str(town / "town.yaml"), "--what-if", "dearer", "--csv"]) == 0
    assert capsys.readouterr().out == written[-1]


def test_the_file_is_taken_on_request_and_nothing_else_is_offered_then(
    town: Path, start: Start, written: list[str]
) -> None:
    app = start(town, "share", set=CHEAPER)
    made(app, "Make the page")
    names = [each.proto.label for each in app.get("download_button")]
    assert "Download town_asked.html" in names
    next(each for each in app.button if each.label == "Show the file").click().run()
    assert [each.proto.label for each in app.get("download_button")] == [
        "Download the figures (CSV)"
    ]
    assert written[-1] == csv_text.comparison_csv(
        licmodel.compare(licmodel.load(town / "town.yaml"))
    )
    page = made(app, "Make the page")
    assert page.name == "town.html"
    assert 'class="held"' not in page.data.decode()


@pytest.mark.parametrize("case", ["what-if", "both"])
def test_the_public_the_workbook_and_what_came_back_are_of_the_file_and_say_so(
    town: Path, start: Start, case: str
) -> None:
    app = start(town, "share", **CASES[case][0])
    beside = "the file as it stands, without the what-if *Seats 22% dearer*."
    if case == "both":
        beside = beside.replace("without", "without your draft (1 change not yet saved) and")
    for what in ("A workbook is of", "What came back changes"):
        assert f"{what} {beside}" in captions(app)
    app.button_group(key="reader").set_value("public").run()
    assert f"This page is of {beside}" in captions(app)
    page = made(app, "Make the page")
    scenario = licmodel.load(town / "town.yaml")
    today = datetime.now().astimezone().date()
    assert page.name == "town_public.html"
    assert page.data.decode() == public_page(inspected_public(assemble(scenario)), today)
    book = made(app, "Make the workbook")
    assert book.name == "town_internal.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(book.data), data_only=True)["Summary"]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert licmodel.compare(scenario).options["leave"].present_value in values
    app.switch_page("views/files.py").run()
    assert faults(app) == []
    assert f"It is of {beside}" in captions(app)


def test_what_is_too_much_for_the_head_stands_overleaf(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = town / "town.yaml"
    monkeypatch.setattr("streamlit.session_state", {"path": file, "view": {}})
    changed = tuple(f"figure {number}: {'x' * 70} to {number}" for number in range(40))
    found = shown(opened(file), (), Held("With a draft", changed, "draft", None, "it is saved"))
    text = one_page(found, datetime.now(UTC).date())
    head, _, rest = text.partition('<p class="answer">')
    assert changed[0] in head
    assert changed[-1] not in head
    more = int(re.findall(r"and (\d+) more, overleaf", head)[0])
    assert changed[-more - 1] in head
    assert changed[-more] not in head
    assert all(f"<li>{each}</li>" in rest for each in changed)
