"""A directorate's copy: the whole book, in which it may change what it answers for."""

import io
from pathlib import Path

import openpyxl
import pytest

from licmodel.cli import FINE, main
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from licmodel.workbook.disclosure import refuse_unlocked
from licmodel.workbook.export import make_workbook, write_workbook
from licmodel.workbook.importing import read_workbook

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
