"""A workbook comes back: nothing of it is lost, nothing is guessed, and what changed is told."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from licmodel.analysis.results import run
from licmodel.cli import CANNOT_READ, CHECKS_FAILED, FINE, main
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from licmodel.workbook.importing import Imported, read_workbook, save_overlay
from licmodel.workbook.inputs import BASE
from licmodel.workbook.layout import INPUTS, PRICES
from tests.workbook.books import ROOT, SHIPPED, export

COUNCIL = ROOT / "scenarios" / "council_2027.yaml"
Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the council's workbook as it is sent out."""
    path = tmp_path_factory.mktemp("sent") / "council.xlsx"
    export(load(COUNCIL), path)
    return path


def put(book: Any, key: str, value: object, sheet: str = INPUTS, column: int = BASE) -> None:  # noqa: ANN401
    for row in book[sheet].iter_rows():
        if row[0].value == key:
            row[column].value = value
            return
    raise AssertionError(key)


def back(sent: Path, folder: Path, edit: Edit) -> Imported:
    """What is read of a workbook that somebody edited and saved."""
    book = openpyxl.load_workbook(sent)
    edit(book)
    target = folder / "back.xlsx"
    book.save(target)
    return read_workbook(target, COUNCIL)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_was_not_changed_comes_back_as_it_was(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    book = export(load(path), target)
    imported = read_workbook(target, path)
    assert imported.rows == len(book.results.model.program.inputs)
    assert (imported.changes, imported.refused, imported.notes) == ((), (), ())
    assert imported.overlay is None


def test_changes_are_told_with_their_cells_and_what_they_do(sent: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:  # noqa: ANN401
        put(book, "renew.e3.discount", "10 %")
        put(book, "renew.support.amount", "£ 100,000")
        put(book, "frontline.f3.starts", dt.datetime(2028, 1, 1))  # noqa: DTZ001  a day
        put(book, "drivers.field_staff.2028-10", 590)
        put(book, "renew.backup.tiers.1.price", 0.14)
        book[INPUTS].insert_cols(3)
        book[INPUTS].title = "Renamed"
        book.create_sheet("Notes of my own")["A1"] = "Key"

    imported = back(sent, tmp_path, edit)
    assert imported.refused == ()
    told = {each.key: (each.before_text, each.after_text) for each in imported.changes}
    assert told == {
        "renew.e3.discount": ("12%", "10%"),
        "renew.support.amount": ("96000", "100000"),
        "frontline.f3.starts": ("2027-10", "2028-01"),
        "drivers.field_staff.2028-10": ("600", "590"),
        "renew.backup.tiers.1.price": ("0.132", "0.14"),
    }
    assert all("Renamed!H" in each.place for each in imported.changes)
    totals = run(imported.scenario)
    assert {each.option: each.after for each in imported.effects} == pytest.approx(
        {key: totals.figure(f"{key}.total") for key in totals.model.options}
    )
    # 100,000 a year in place of 96,000 from October 2026 on, with its index and renewals
    assert imported.alone["renew.support.amount"]["renew"] > 4 * 4_000


def test_the_overlay_is_a_scenario_that_extends_the_first(sent: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "council.yaml"
    scenario.write_text(COUNCIL.read_text("utf-8"), "utf-8")
    book = openpyxl.load_workbook(sent)
    put(book, "drivers.hosts", 20)
    book.save(tmp_path / "back.xlsx")
    imported = read_workbook(tmp_path / "back.xlsx", scenario)
    save_overlay(imported, tmp_path / "after.yaml")
    after = load(tmp_path / "after.yaml")
    assert run(after).figure("drivers.hosts") == 20
    assert [each for each in after.changes if each.startswith("drivers.hosts")]
    with pytest.raises(InputError, match="never written over"):
        save_overlay(imported, tmp_path / "after.yaml")


def test_a_what_if_may_be_changed_too(sent: Path, tmp_path: Path) -> None:
    scenario = load(COUNCIL)
    key, what_if = next(
        (key, name)
        for name, each in scenario.what_ifs.items()
        for key in each.changes
        if key == "renew.e3.discount"
    )
    column = BASE + 1 + list(scenario.what_ifs).index(what_if)
    imported = back(sent, tmp_path, lambda book: put(book, key, 0.05, column=column))
    (change,) = imported.changes
    assert (change.what_if, change.before, change.after) == (what_if, 0.0, 0.05)
    assert run(imported.scenario, [what_if]).figure(key, what_if) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "it is blank, and unknown is never nothing: it was 42000"),
        ("five", "five: not a number"),
        ("1.2m", "1.2m: numbers are written in full"),
        (-3, "-3 cannot stand here: 0 or more"),
        (dt.datetime(2028, 1, 1), "a date, 01 January 2028, where a number belongs"),  # noqa: DTZ001
        ("#REF!", "#REF!: not a number"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_cell(
    sent: Path, tmp_path: Path, value: object, reason: str
) -> None:
    """And the rest is kept."""

    def edit(book: Any) -> None:  # noqa: ANN401
        put(book, "renew.administrators.salary", value)
        put(book, "drivers.hosts", 20)

    imported = back(sent, tmp_path, edit)
    (refused,) = imported.refused
    assert refused.key == "renew.administrators.salary"
    assert refused.reason.startswith(reason)
    assert "Inputs!G" in refused.place
    assert [each.key for each in imported.changes] == ["drivers.hosts"]


def test_a_price_of_the_catalogue_is_refused_with_what_to_do(sent: Path, tmp_path: Path) -> None:
    key = "prices.microsoft_365_e3.2023-04"
    imported = back(sent, tmp_path, lambda book: put(book, key, 35, sheet=PRICES))
    (refused,) = imported.refused
    assert "stands in the catalogue" in refused.reason


def test_twice_the_same_key_and_a_key_of_nobody(sent: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:  # noqa: ANN401
        last = book[INPUTS].max_row
        book[INPUTS].cell(last + 1, 1).value = "drivers.hosts"
        book[INPUTS].cell(last + 2, 1).value = "renew.new_thing.price"

    reasons = [each.reason for each in back(sent, tmp_path, edit).refused]
    assert "the key stands twice" in reasons[0]
    assert "no input of this key" in reasons[1]


def test_rows_taken_out_are_told_and_change_nothing(sent: Path, tmp_path: Path) -> None:
    imported = back(sent, tmp_path, lambda book: book[INPUTS].delete_rows(20, 5))
    assert imported.changes == ()
    (note,) = imported.notes
    assert note.startswith("5 inputs have no row any more, and stay as they are: ")


def test_no_inputs_at_all(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="no sheet holds inputs"):
        read_workbook(tmp_path / "other.xlsx", COUNCIL)


def test_the_command(sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(sent), "--onto", str(COUNCIL)]) == FINE
    assert "Nothing is otherwise than in the scenario." in capsys.readouterr().out
    book = openpyxl.load_workbook(sent)
    put(book, "drivers.hosts", 20)
    put(book, "renew.servers.life_years", "five")
    book.save(tmp_path / "back.xlsx")
    assert main(["import", str(tmp_path / "back.xlsx"), "--onto", str(COUNCIL)]) == CHECKS_FAILED
    printed = capsys.readouterr().out
    assert "drivers.hosts: 24 -> 20 (back.xlsx, Inputs!G" in printed
    assert "Refused: back.xlsx, Inputs!G" in printed
    assert max(map(len, printed.splitlines())) <= 100
    assert main(["import", str(tmp_path / "none.xlsx"), "--onto", str(COUNCIL)]) == CANNOT_READ
