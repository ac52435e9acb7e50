"""A workbook comes back: nothing of it is lost, nothing is guessed, and what changed is told."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from licmodel.analysis.results import run
from licmodel.cli import CANNOT_READ, CHECKS_FAILED, FINE, main
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from licmodel.workbook.export import Book
from licmodel.workbook.importing import Imported, read_workbook, save_overlay
from licmodel.workbook.inputs import BASE
from licmodel.workbook.layout import INPUTS
from tests.workbook.books import ROOT, shipped
from tests.workbook.editing import Value, cell_of, edited

COUNCIL = ROOT / "scenarios" / "council_2027.yaml"


@pytest.fixture(scope="module")
def sent() -> Book:
    """Return the council's workbook as it is sent out."""
    return shipped(COUNCIL)


def at(sent: Book, key: str, column: int = BASE) -> tuple[str, str]:
    return cell_of(sent, key, column)


def back(sent: Book, folder: Path, edits: Mapping[tuple[str, str], Value]) -> Imported:
    """What is read of a workbook in which somebody changed cells."""
    target = folder / "back.xlsx"
    target.write_bytes(edited(sent.data, edits))
    return read_workbook(target, COUNCIL)


def test_changes_are_told_with_their_cells_and_what_they_do(sent: Book, tmp_path: Path) -> None:
    """In a book that was saved by another program, with a column put in and a sheet renamed."""
    target = tmp_path / "back.xlsx"
    target.write_bytes(sent.data)
    book: Any = openpyxl.load_workbook(target)
    for key, value in {
        "renew.e3.discount": "10 %",
        "renew.support.amount": "£ 100,000",
        "frontline.f3.starts": dt.datetime(2028, 1, 1),  # noqa: DTZ001  a day
        "drivers.field_staff.2028-10": 590,
        "renew.backup.tiers.1.price": 0.14,
    }.items():
        sheet, address = at(sent, key)
        book[sheet][address].value = value
    book[INPUTS].insert_cols(3)
    book[INPUTS].title = "Renamed"
    book.create_sheet("Notes of my own")["A1"] = "Key"
    book.save(target)
    imported = read_workbook(target, COUNCIL)
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


def test_the_overlay_is_a_scenario_that_extends_the_first(sent: Book, tmp_path: Path) -> None:
    scenario = tmp_path / "council.yaml"
    scenario.write_text(COUNCIL.read_text("utf-8"), "utf-8")
    target = tmp_path / "back.xlsx"
    target.write_bytes(edited(sent.data, {at(sent, "drivers.hosts"): 20.0}))
    imported = read_workbook(target, scenario)
    save_overlay(imported, tmp_path / "after.yaml")
    after = load(tmp_path / "after.yaml")
    assert run(after).figure("drivers.hosts") == 20
    assert [each for each in after.changes if each.startswith("drivers.hosts")]
    with pytest.raises(InputError, match="never written over"):
        save_overlay(imported, tmp_path / "after.yaml")


def test_a_what_if_may_be_changed_too(sent: Book, tmp_path: Path) -> None:
    scenario = load(COUNCIL)
    key, what_if = next(
        (key, name)
        for name, each in scenario.what_ifs.items()
        for key in each.changes
        if key == "renew.e3.discount"
    )
    column = BASE + 1 + list(scenario.what_ifs).index(what_if)
    imported = back(sent, tmp_path, {at(sent, key, column): 0.05})
    (change,) = imported.changes
    assert (change.what_if, change.before, change.after) == (what_if, 0.0, 0.05)
    assert run(imported.scenario, [what_if]).figure(key, what_if) == pytest.approx(0.05)


def test_what_cannot_be_read_is_refused_by_its_cell(sent: Book, tmp_path: Path) -> None:
    """And the rest is kept."""
    nonsense: dict[str, tuple[Value, str]] = {
        "renew.administrators.salary": (None, "it is blank, and unknown is never nothing: it was"),
        "renew.support.amount": ("five", "five: not a number"),
        "renew.backup.tiers.1.price": ("1.2m", "1.2m: numbers are written in full"),
        "renew.servers.life_years": (-3.0, "-3 cannot stand here: "),
        "renew.e3.discount": ("#REF!", "#REF!: not a number"),
    }
    edits = {at(sent, key): value for key, (value, _) in nonsense.items()}
    imported = back(sent, tmp_path, {**edits, at(sent, "drivers.hosts"): 20.0})
    assert {each.key for each in imported.refused} == set(nonsense)
    for each in imported.refused:
        assert each.reason.startswith(nonsense[each.key][1])
        assert each.place == "back.xlsx, {}!{}".format(*at(sent, each.key))
    assert [each.key for each in imported.changes] == ["drivers.hosts"]


def test_a_price_of_the_catalogue_is_refused_with_what_to_do(sent: Book, tmp_path: Path) -> None:
    key = "prices.microsoft_365_e3.2023-04"
    imported = back(sent, tmp_path, {at(sent, key): 35.0})
    (refused,) = imported.refused
    assert "stands in the catalogue" in refused.reason
    (copy,) = imported.copies
    assert copy.effects == ()  # what is refused is in no total


def test_twice_the_same_key_and_a_key_of_nobody(sent: Book, tmp_path: Path) -> None:
    last = max(place.line for place in sent.layout.input_lines.values()) + 1
    more: dict[tuple[str, str], Value] = {
        (INPUTS, f"A{last + 1}"): "drivers.hosts",
        (INPUTS, f"A{last + 2}"): "renew.new_thing.price",
    }
    reasons = [each.reason for each in back(sent, tmp_path, more).refused]
    assert "the key stands twice" in reasons[0]
    assert "no input of this key" in reasons[1]


def test_rows_taken_out_are_told_and_change_nothing(sent: Book, tmp_path: Path) -> None:
    rows = range(20, 25)
    gone: dict[tuple[str, str], Value] = {
        (INPUTS, f"{at}{row}"): None for row in rows for at in "AB"
    }
    imported = back(sent, tmp_path, gone)
    assert imported.changes == ()
    unfound = imported.copies[0].unfound
    assert len(unfound.gone) + len(unfound.shown_gone) == len(rows)
    assert not imported.is_settled


def test_no_inputs_at_all(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="no sheet holds inputs"):
        read_workbook(tmp_path / "other.xlsx", COUNCIL)


def test_the_command(sent: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "back.xlsx"
    target.write_bytes(sent.data)
    assert main(["import", str(target), "--onto", str(COUNCIL)]) == FINE
    assert "Nothing is otherwise than in the scenario." in capsys.readouterr().out
    edits: dict[tuple[str, str], Value] = {}
    edits |= {at(sent, "drivers.hosts"): 20.0, at(sent, "renew.servers.life_years"): "five"}
    target.write_bytes(edited(sent.data, edits))
    assert main(["import", str(target), "--onto", str(COUNCIL)]) == CHECKS_FAILED
    printed = capsys.readouterr().out
    assert "drivers.hosts: 24 -> 20 (back.xlsx, Inputs!G" in printed
    assert "Refused: back.xlsx, Inputs!G" in printed
    assert max(map(len, printed.splitlines())) <= 100
    assert main(["import", str(tmp_path / "none.xlsx"), "--onto", str(COUNCIL)]) == CANNOT_READ
