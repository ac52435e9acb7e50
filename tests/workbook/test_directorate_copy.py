"""A directorate's copy: the whole book, in which it may change what it answers for."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Protection

from licmodel.cli import FINE, main
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from licmodel.workbook.disclosure import refuse_unlocked
from licmodel.workbook.export import make_workbook, write_workbook
from licmodel.workbook.importing import Imported, read_workbook

SMALL = """
title: Seats of two directorates
organisation: {name: An example}
baseline: none
timeline: {start: 2027-04, years: 2}
drivers:
  care:  {unit: user, value: 700, owner: Adult care, source: its own list, dated: 2026-10}
  roads: {unit: user, value: 210, owner: Roads, source: its own list, dated: 2026-10}
options:
  stay:
    lines:
      seats: {kind: subscription, quantity: [care, roads], price: 120, per: year, assumed: a guess}
what_ifs:
  fewer: {drivers.care: {set: 650}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a scenario whose figures two directorates answer for."""
    target = tmp_path / "small.yaml"
    target.write_text(SMALL, "utf-8")
    return target


def test_a_directorate_types_into_its_own_figures_only(tmp_path: Path, path: Path) -> None:
    """The book is whole, but for the deal; what others answer for is locked."""
    target = tmp_path / "care.xlsx"
    assert main(["export", str(path), str(target), "--for", "directorate:adult_care"]) == FINE
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    whole = openpyxl.load_workbook(io.BytesIO(make_workbook(load(path)).data))
    # what is on the table with a supplier is the negotiator's alone
    assert book.sheetnames == [name for name in whole.sheetnames if name != "Deal"]
    keys = {
        sheet["A"][cell.row - 1].value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert keys == {"drivers.care", None}
    said = [cell.value for cell in book["Read me"]["B"] if cell.value]
    assert any("The copy of Adult care" in each for each in said)
    assert all(sheet.protection.sheet for sheet in book)


def test_a_directorates_copy_comes_back(tmp_path: Path, path: Path) -> None:
    write_workbook(load(path), tmp_path / "care.xlsx", audience="directorate:Adult care")
    book = openpyxl.load_workbook(tmp_path / "care.xlsx")
    for row in book["Inputs"].iter_rows(min_row=6):
        if row[0].value == "drivers.care":
            row[6].value = 650
    book.save(tmp_path / "back.xlsx")
    imported = read_workbook(tmp_path / "back.xlsx", path)
    assert [(each.key, each.after) for each in imported.changes] == [("drivers.care", 650.0)]


def test_a_directorate_that_answers_for_nothing_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="planning answers for no figure") as refused:
        make_workbook(load(path), "directorate:planning")
    assert "adult_care, roads" in str(refused.value)


def test_a_cell_of_anothers_that_is_open_is_refused(path: Path) -> None:
    """The whole book has them open: as anybody's copy it is refused."""
    with pytest.raises(InputError, match=r"Deal!E3: the copy for directorate:adult_care"):
        refuse_unlocked(make_workbook(load(path)).data, frozenset(), "directorate:adult_care")


def back_of(folder: Path, path: Path, edits: dict[str, object], without: str = "") -> Imported:
    """What is read of the copy of Adult care, with other figures by their keys."""
    write_workbook(load(path), folder / "care.xlsx", audience="directorate:Adult care")
    book = openpyxl.load_workbook(folder / "care.xlsx")
    for row in book["Inputs"].iter_rows(min_row=6):
        if row[0].value in edits:
            row[6].value = edits[row[0].value]
    for number, key in enumerate(each for each in edits if "new" in each):
        book["Inputs"].cell(60 + number, 1).value = key
        book["Inputs"].cell(60 + number, 7).value = edits[key]
    if without:
        del book[without]
    book.save(folder / "back.xlsx")
    return read_workbook(folder / "back.xlsx", path)


@pytest.mark.parametrize("without", ["", "Read me"])
def test_a_figure_that_is_not_theirs_is_refused_by_its_row(
    tmp_path: Path, path: Path, without: str
) -> None:
    """As the copy locks it; whose it is is known by its Read me, else by its open cells."""
    edits: dict[str, object] = {"drivers.care": 650, "drivers.roads": 300, "stay.seats.price": 90}
    imported = back_of(tmp_path, path, edits, without)
    assert [each.key for each in imported.changes] == ["drivers.care"]
    told = {each.key: each.told for each in imported.refused}
    assert told["drivers.roads"].startswith(
        "they wrote 300; it stays 210: not theirs to change: Roads answers for it"
    )
    assert "nobody is named as its owner" in told["stay.seats.price"]
    assert len(told) == 2
    assert not imported.is_settled


def test_a_figure_of_their_own_that_was_pasted_over_is_taken(tmp_path: Path, path: Path) -> None:
    """The lock of its cell says nothing: it comes with what is pasted."""
    write_workbook(load(path), tmp_path / "care.xlsx", audience="directorate:Adult care")
    book = openpyxl.load_workbook(tmp_path / "care.xlsx")
    for row in book["Inputs"].iter_rows(min_row=6):
        if row[0].value == "drivers.care":
            row[6].value, row[6].protection = 650, Protection(locked=True)
    book.save(tmp_path / "back.xlsx")
    imported = read_workbook(tmp_path / "back.xlsx", path)
    assert [each.key for each in imported.changes] == ["drivers.care"]
    assert imported.refused == ()


def test_a_new_line_is_not_theirs_to_add(tmp_path: Path, path: Path) -> None:
    new: dict[str, object] = {"stay.new_line.kind": "one_off", "stay.new_line.amount": 9}
    imported = back_of(tmp_path, path, new)
    assert imported.added == ()
    assert {each.key for each in imported.refused} == {*new}
