"""The Budget sheet: what licmodel budget prints, live, from the same rows."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from licmodel.analysis.accounts.budgets import Budget, budget_of
from licmodel.workbook.budget import NAME
from licmodel.workbook.export import Book
from licmodel.workbook.importing import read_workbook
from tests.budgeted import BUDGETED, budgeted
from tests.recalculation import recalculate_with_libreoffice
from tests.workbook.books import SHIPPED, Opened, export, names_of, send, shipped
from tests.workbook.editing import cell_of, edited, stored

SOLD = "to find beyond the plan (in brackets: to spare)"
WIDE = 16


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Book]:
    """Return the workbook of a council that budgets for a move."""
    path = tmp_path_factory.mktemp("budget") / "book.xlsx"
    (path.parent / "budgeted.yaml").write_text(BUDGETED, "utf-8")
    return path, export(budgeted(), path)


Told = dict[str, dict[str, list[Any]]]
BUDGET_TABLE, CHANGES_TABLE = "Revenue budget", "What changes it, on the year before"
GROWTH_TABLE = "Why it grows, on the year before: each cause added to those above it"
CAPITAL_TABLE = "Capital, no part of the budget above"
BESIDE_TABLE = "In what the option costs, and in no budget"


def told(rows: list[list[Any]], title: str, years: tuple[str, ...]) -> Told:
    """Figures of an option's tables by their words, those of today first."""
    wide = 2 + len(years)
    first = next(n for n, row in enumerate(rows) if row[0] == title and not row[2])
    tables: Told = {}
    for row in rows[first + 1 :]:
        if row[2:wide] == [*years]:
            tables[row[0]] = {}
            table = tables[row[0]]
        elif row[0] and any(each is not None and each != "" for each in row[2:wide]):
            table[row[0]] = row[1:wide]
        elif row[0] and len(row[0]) < 100 and tables:  # the next option; notes are longer
            break
    return tables


def on_sheet(data: bytes) -> list[list[Any]]:
    sheet = stored(data).by_name[NAME]
    return [
        [sheet.cell(row, column).value for column in range(WIDE)]
        for row in range(1, max(sheet.rows) + 1)
    ]


def assert_is(budget: Budget, shown: Told, *, written: Budget | None = None) -> None:
    """Hold every table against a budget; causes of growth against the one that was written."""
    revenue = {each.title: each.by_year for each in budget.entries if each.kind != "capital"}
    revenue["call on the revenue budget"] = budget.by_year
    if budget.to_find is not None:
        revenue[SOLD] = budget.to_find
    changes = {each.title: each.by_year for each in budget.changes.values()}
    changes["change on the year before"] = budget.change.by_year
    before = written or budget
    growth = {each.title: each.by_year for each in before.growth.values() if any(each.by_year)} | {
        "change on the year before, as written": before.change.by_year,
        "change on the year before, as the book shows it": budget.change.by_year,
    }
    capital = {each.title: each.by_year for each in budget.entries if each.kind == "capital"}
    capital |= {"capital spent": budget.capital} if capital else {}
    beside = {f"{each.title} ({each.kind})": each.by_year for each in budget.beside}
    for table, lines in (
        (BUDGET_TABLE, revenue),
        (CHANGES_TABLE, changes),
        (GROWTH_TABLE, growth),
        (CAPITAL_TABLE, capital),
        (BESIDE_TABLE, beside),
    ):
        for title, figures in lines.items():
            there = shown[table][title[:1].upper() + title[1:]][1:]
            assert there == pytest.approx(figures), (table, title)
        # what else is there is nothing now, and may be something under a what-if
        names = {title[:1].upper() + title[1:] for title in lines}
        for title in shown.get(table, {}).keys() - names - ALSO:
            assert not any(shown[table][title][1:]), (table, title)


ALSO = {"Base budget with what is in the plan", "Not yet repaid at the end of the year"}


def test_it_shows_what_the_command_prints(sent: tuple[Path, Book]) -> None:
    _, book = sent
    rows = on_sheet(book.data)
    for key, option in book.results.model.options.items():
        budget = budget_of(budgeted(), key)
        shown = told(rows, option.title, budget.years)
        assert_is(budget, shown)
        assert shown[BUDGET_TABLE]["Call on the revenue budget"][0] == 150_000
    assert shown[CAPITAL_TABLE]["Capital spent"][1:] == [30_000, 0, 0, 0]
    # 5,000 and 12,000 put in; 10,000 and 7,000 taken out
    reserve = shown["Licence reserve"]["Holds at the end of the year"]
    assert reserve == [5_000, 17_000, 17_000, 7_000, 0]


def test_a_shipped_budget_with_what_stands_beside_it_is_as_the_command_prints_it(
    tmp_path: Path,
) -> None:
    """Under a what-if too: an allowance for optimism is told, and in no budget."""
    path = next(path for path in SHIPPED if path.stem == "social_care_2027")
    book = send(path, tmp_path / "book.xlsx")
    scenario, options = book.results.scenario, book.results.model.options
    plain = {key: budget_of(scenario, key) for key in options}
    rows = on_sheet(book.data)
    for key, option in options.items():
        assert_is(plain[key], told(rows, option.title, plain[key].years))
    opened = Opened(tmp_path / "book.xlsx")
    opened.show(names_of(book)["bias_at_its_most"])
    rows = shown_in(opened)
    for key, option in options.items():
        budget = budget_of(scenario, key, what_if="bias_at_its_most")
        assert_is(budget, told(rows, option.title, budget.years), written=plain[key])
        assert len(budget.beside) == (key == "replace")


def shown_in(opened: Opened) -> list[list[Any]]:
    return [
        [opened.book.get_value(NAME, row, column) for column in range(1, WIDE + 1)]
        for row in range(1, 200)
    ]


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
    written, years = budget_of(budgeted(), "keep"), budget.years
    back = told(on_sheet(saved.read_bytes()), "Keep the servers", years)
    assert_is(budget, back, written=written)
    opened = Opened(target)
    opened.show("Base")
    rows = shown_in(opened)
    assert_is(budget, told(rows, "Keep the servers", years), written=written)
    assert opened.book.get_value("Summary", 4, 2) == "yes"
    # it comes back with the one change, and nothing of the sheet is found to be amiss
    imported = read_workbook(saved, path.parent / "budgeted.yaml")
    (change,) = imported.changes
    assert (change.key, change.after) == ("keep.support.amount", 130_000)
    (copy,) = imported.copies
    assert (copy.figures.differing, copy.figures.typed_over) == ((), ())


def test_no_table_is_cut_in_two_on_paper() -> None:
    """Pages break above an option's title, or the heading of a table."""
    book = shipped(next(path for path in SHIPPED if path.stem == "social_care_2027"))
    years = budget_of(book.results.scenario, "replace").years
    rows = on_sheet(book.data)
    titles = {option.title for option in book.results.model.options.values()}
    sheet = openpyxl.load_workbook(io.BytesIO(book.data))[NAME]
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert len(breaks) >= len(titles) - 1
    for line in breaks:
        assert rows[line][0] in titles or rows[line][2 : 2 + len(years)] == [*years], line
