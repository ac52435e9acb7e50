"""A copy that lost keys, headings, rows or sheets: what it says is found, or said to be missing."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from licmodel.scenario.loading import load
from licmodel.workbook.change_text import changes_text
from licmodel.workbook.copy_text import lacks
from licmodel.workbook.export import make_workbook
from licmodel.workbook.importing import Imported, read_workbook
from tests.workbook.editing import SMALL

ASKED = "stay.suite.discount"
VENDORS = """
vendors:
  reseller:
    title: The suite from April 2027
    shown: [stay.suite, drivers.staff]
    asked: [stay.suite.discount]
"""
NOTHING = "Nothing is otherwise than in the scenario."
Sheets = Any
"""A workbook as another program edits it, which carries no types."""


class Sent:
    """A vendor's copy and the whole book of one scenario, as they were sent."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "town.yaml"
        self.file.write_text(SMALL + VENDORS, "utf-8")
        scenario = load(self.file)
        self.copies = {
            each: make_workbook(scenario, each).data for each in ("vendor:reseller", "internal")
        }

    def back(
        self, edit: Callable[[Sheets], object], folder: Path, whose: str = "vendor:reseller"
    ) -> Imported:
        book = openpyxl.load_workbook(BytesIO(self.copies[whose]))
        edit(book)
        book.save(folder / "back.xlsx")
        return read_workbook(folder / "back.xlsx", self.file)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Return what was sent."""
    return Sent(tmp_path_factory.mktemp("sent"))


def row_of(book: Sheets, label: str) -> int:
    """Row of a figure on Inputs by its words."""
    return next(
        int(cell.row)
        for cells in book["Inputs"].iter_rows()
        for cell in cells
        if cell.value == label
    )


def fill(book: Sheets, value: float = 0.15) -> None:
    """Write what was asked for."""
    book["Inputs"].cell(row_of(book, "suite: discount"), 5).value = value


def told(imported: Imported) -> str:
    """What is said first of the only copy, and all that the command prints, on one line."""
    (copy,) = imported.copies
    text = " ".join(changes_text(imported).split())
    for each in lacks(copy):
        assert each in text
    return text


def without_keys(book: Sheets) -> None:
    fill(book)
    book["Inputs"].delete_cols(1)


def without_headings(book: Sheets) -> None:
    fill(book)
    book["Inputs"].delete_rows(1, 5)


def with_another_heading(book: Sheets) -> None:
    fill(book)
    book["Inputs"]["E5"] = "Our figure"


def without_its_key(book: Sheets) -> None:
    fill(book)
    book["Inputs"].cell(row_of(book, "suite: discount"), 1).value = None


@pytest.mark.parametrize(
    ("edit", "how"),
    [
        (without_keys, "its rows were found by their words, as the column of keys is gone"),
        (without_headings, "its figures by those that were shown and still stand there"),
        (with_another_heading, "its figures by those that were shown and still stand there"),
        (without_its_key, "the key of stay.suite.discount is gone; it was known by its words"),
    ],
)
def test_an_offer_is_found_whatever_was_deleted_around_it(
    sent: Sent, tmp_path: Path, edit: Callable[[Sheets], None], how: str
) -> None:
    imported = sent.back(edit, tmp_path)
    assert [(each.key, each.after) for each in imported.changes] == [(ASKED, 0.15)]
    assert (imported.refused, imported.is_settled) == ((), True)
    assert how in told(imported)


def test_a_row_that_was_asked_for_and_is_gone_is_told_first(sent: Sent, tmp_path: Path) -> None:
    imported = sent.back(
        lambda book: book["Inputs"].delete_rows(row_of(book, "suite: discount")), tmp_path
    )
    text = told(imported)
    assert (
        "the one cell that was asked for is missing, and stays as it is: suite: discount "
        "(stay.suite.discount)"
    ) in text
    assert NOTHING not in text
    assert not imported.is_settled


def test_a_blank_is_told_first(sent: Sent, tmp_path: Path) -> None:
    imported = sent.back(lambda _: None, tmp_path)
    text = told(imported)
    assert "the one cell that was asked for was not filled in: suite: discount" in text
    assert NOTHING not in text
    assert not imported.is_settled


def test_figures_that_cannot_be_told_from_others_are_not_guessed(
    sent: Sent, tmp_path: Path
) -> None:
    """Without a heading, and with nothing of what was shown, no column is the one of figures."""

    def edit(book: Sheets) -> None:
        with_another_heading(book)
        for row in range(6, book["Inputs"].max_row + 1):
            if row != row_of(book, "suite: discount"):
                book["Inputs"].cell(row, 5).value = 7
        book["Inputs"].insert_cols(4)
        book.create_sheet("Copy")["A1"] = "Key"
        book["Copy"]["B1"] = "Figure"

    imported = sent.back(edit, tmp_path)
    assert imported.changes == ()
    text = told(imported)
    assert "Inputs cannot be read" in text
    assert "the heading" in text or "whose heading Figure is gone" in text
    assert "the one cell that was asked for is missing" in text
    assert NOTHING not in text


def test_rows_taken_out_of_the_whole_book_are_told_first(sent: Sent, tmp_path: Path) -> None:
    imported = sent.back(
        lambda book: book["Inputs"].delete_rows(row_of(book, "support: amount")),
        tmp_path,
        "internal",
    )
    text = told(imported)
    assert "cells that were to be changed is missing, and stays as it is: support" in text
    assert NOTHING not in text


def test_the_whole_book_without_its_keys_is_read_by_its_words(sent: Sent, tmp_path: Path) -> None:
    def edit(book: Sheets) -> None:
        book["Inputs"].cell(row_of(book, "support: amount"), 7).value = 1_300
        book["Inputs"].delete_cols(1)

    imported = sent.back(edit, tmp_path, "internal")
    assert [(each.key, each.after) for each in imported.changes] == [("stay.support.amount", 1_300)]


def test_a_copy_that_lost_nothing_lacks_nothing(sent: Sent, tmp_path: Path) -> None:
    imported = sent.back(lambda _: None, tmp_path, "internal")
    assert list(lacks(imported.copies[0])) == []
    assert NOTHING in told(imported)


OTHER = (SMALL + VENDORS).replace("stay", "remain").replace("leave", "go").replace("staff", "posts")


@pytest.mark.parametrize("whose", ["vendor:reseller", "internal"])
def test_a_copy_of_another_scenario_is_said_once_to_be_so(
    sent: Sent, tmp_path: Path, whose: str
) -> None:
    """By the file in the same folder that makes such copies, and not cell by cell."""
    (tmp_path / "town.yaml").write_text(SMALL + VENDORS, "utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(OTHER, "utf-8")
    (tmp_path / "faulty.yaml").write_text("options: [", "utf-8")
    (tmp_path / "back.xlsx").write_bytes(sent.copies[whose])
    imported = read_workbook(tmp_path / "back.xlsx", other)
    assert (imported.changes, imported.refused, imported.rows) == ((), (), 0)
    assert imported.copies[0].foreign == ("town.yaml",)
    text = told(imported)
    assert text.count("It was made from town.yaml, in the same folder: bring it back to that") == 1
    assert NOTHING not in text
    assert not imported.is_settled
