"""The Budget sheet: what licmodel budget prints, live, from the same rows."""

from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.budgets import Budget, budget_of
from licmodel.workbook.budget import NAME
from licmodel.workbook.export import Book
from licmodel.workbook.importing import read_workbook
from tests.budgeted import BUDGETED, budgeted
from tests.recalculation import recalculate_with_libreoffice
from tests.workbook.books import Opened, export
from tests.workbook.editing import cell_of, edited, stored

SOLD, KEPT = "to find beyond the plan (in brackets: to spare)", "holds at the end of the year"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Book]:
    """Return the workbook of a council that budgets for a move."""
    path = tmp_path_factory.mktemp("budget") / "book.xlsx"
    (path.parent / "budgeted.yaml").write_text(BUDGETED, "utf-8")
    return path, export(budgeted(), path)


def told(rows: list[list[Any]], title: str) -> dict[str, list[Any]]:
    """Figures of an option's tables by their words, those of today first."""
    titles = [str(row[0] or "") for row in rows]
    first = titles.index(title)
    last = next((n for n in range(first + 1, len(rows)) if titles[n].startswith("Move to")), None)
    return {row[0]: row[1:6] for row in rows[first + 1 : last] if row[0]}


def on_sheet(data: bytes) -> list[list[Any]]:
    sheet = stored(data).by_name[NAME]
    return [
        [sheet.cell(row, column).value for column in range(6)]
        for row in range(1, max(sheet.rows) + 1)
    ]


def assert_is(budget: Budget, shown: dict[str, list[Any]]) -> None:
    lines = {each.title: each.by_year for each in budget.entries}
    lines |= {each.title: each.by_year for each in budget.changes.values()}
    lines["call on the revenue budget"] = budget.by_year
    lines["change on the year before"] = budget.change.by_year
    lines[SOLD] = budget.to_find or []
    for title, figures in lines.items():
        assert shown[title[:1].upper() + title[1:]][1:] == pytest.approx(figures), title


def test_it_shows_what_the_command_prints(sent: tuple[Path, Book]) -> None:
    _, book = sent
    rows = on_sheet(book.data)
    for key, option in book.results.model.options.items():
        budget = budget_of(budgeted(), key)
        shown = told(rows, option.title)
        assert_is(budget, shown)
        assert shown["Call on the revenue budget"][0] == 150_000
    moved = told(rows, "Move to the suite")
    assert moved["Capital spent"][1:] == [30_000, 0, 0, 0]
    # 5,000 and 12,000 put in; 10,000 and 7,000 taken out
    assert moved["Holds at the end of the year"] == [5_000, 17_000, 17_000, 7_000, 0]


@pytest.mark.libreoffice
def test_it_follows_what_is_changed_and_its_checks_hold(
    sent: tuple[Path, Book], tmp_path: Path
) -> None:
    """A dearer support contract, in LibreOffice and in formualizer, as the engine has it."""
    path, book = sent
    target = tmp_path / "back.xlsx"
    target.write_bytes(edited(book.data, {cell_of(book, "keep.support.amount"): 130_000.0}))
    budget = budget_of(budgeted(("options/keep/lines/support/amount", "130_000")), "keep")
    recalculate_with_libreoffice([target], tmp_path)
    saved = tmp_path / "saved" / "back.xlsx"
    assert_is(budget, told(on_sheet(saved.read_bytes()), "Keep the servers"))
    opened = Opened(target)
    opened.show("Base")
    rows = [
        [opened.book.get_value(NAME, row, column) for column in range(1, 7)] for row in range(1, 90)
    ]
    assert_is(budget, told(rows, "Keep the servers"))
    assert opened.book.get_value("Summary", 4, 2) == "yes"
    # it comes back with the one change, and nothing of the sheet is found to be amiss
    imported = read_workbook(saved, path.parent / "budgeted.yaml")
    (change,) = imported.changes
    assert (change.key, change.after) == ("keep.support.amount", 130_000)
    (copy,) = imported.copies
    assert (copy.figures.differing, copy.figures.typed_over) == ((), ())
