"""What people put into a copy beside its figures is listed, and neither read nor run."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from licmodel.workbook.change_text import changes_text
from licmodel.workbook.importing import Imported
from tests.workbook.test_lost_cells import Sent, fill, row_of

Sheets = Any
"""A workbook as another program edits it, which carries no types."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Return what was sent."""
    return Sent(tmp_path_factory.mktemp("sent"))


def added(imported: Imported) -> list[tuple[str, str, str]]:
    (copy,) = imported.copies
    return [(each.what, each.place, each.text) for each in copy.beside]


def test_what_a_vendor_adds_is_listed_and_the_rest_is_read(sent: Sent, tmp_path: Path) -> None:
    rows: list[int] = []

    def edit(book: Sheets) -> None:
        fill(book)
        row = row_of(book, "suite: discount")
        inputs = book["Inputs"]
        inputs.cell(row, 5).comment = Comment("expires Friday", "rep")
        inputs.insert_cols(2)
        inputs["B5"], inputs.cell(row, 2).value = "Our note", "subject to contract"
        inputs.append(["Incentive", "expires Friday", 0.05])
        rows.append(inputs.max_row)
        inputs.title = "Our offer"
        book.create_sheet("Terms")["A1"] = "Valid until 19 March 2027"
        secret = book.create_sheet("secret")
        secret["A1"], secret.sheet_state = "margin 8%", "hidden"
        book["Read me"]["B6"].hyperlink = "https://example.invalid/x"
        book["Schedule"].row_dimensions[6].hidden = True
        book["Schedule"].column_dimensions["C"].hidden = True

    imported = sent.back(edit, tmp_path)
    assert [each.after for each in imported.changes] == [0.15]
    assert imported.refused == ()
    told = added(imported)
    assert {
        ("a row of their own", f"Our offer, row {rows[0]}", "Incentive; expires Friday; 0.05"),
        ("a sheet", "Terms", "Valid until 19 March 2027"),
        ("a hidden sheet", "secret", "margin 8%"),
        ("a link", "Read me!B6", "https://example.invalid/x"),
        ("hidden rows", "Schedule, rows 6", ""),
        ("hidden columns", "Schedule, columns C", ""),
    } <= {*told}
    assert any(
        what == "a column" and place == "Our offer, Our note" and "subject to contract" in text
        for what, place, text in told
    )
    assert any(what == "a comment" and "expires Friday" in text for what, _, text in told)
    assert "they added what was neither read nor run" in changes_text(imported)


@pytest.mark.parametrize("whose", ["vendor:reseller", "internal"])
def test_a_copy_as_it_was_sent_holds_nothing_beside(sent: Sent, tmp_path: Path, whose: str) -> None:
    assert added(sent.back(lambda _: None, tmp_path, whose)) == []


def test_a_sheet_of_ours_is_known_by_another_name(sent: Sent, tmp_path: Path) -> None:
    def edit(book: Sheets) -> None:
        book["Checks"].title = "Prüfung"
        book["Budget"].sheet_state = "hidden"

    told = added(sent.back(edit, tmp_path, "internal"))
    assert told == [("a sheet of ours that they hid", "Budget", "")]


def test_links_and_comments_are_never_followed(tmp_path: Path) -> None:
    """A link to a file of this machine is text, as every other."""
    sent = Sent(tmp_path)

    def edit(book: Sheets) -> None:
        book["Inputs"]["A1"].hyperlink = f"file://{tmp_path}/town.yaml"

    told = added(sent.back(edit, tmp_path))
    assert told == [("a link", "Inputs!A1", f"file://{tmp_path}/town.yaml")]
    assert openpyxl.load_workbook(tmp_path / "back.xlsx").sheetnames[0] == "Read me"
