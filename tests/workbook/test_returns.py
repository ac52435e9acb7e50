"""What people do to a workbook: paste text, type formulas, turn the selector, forget to save."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from licmodel.analysis.results import run
from licmodel.cli import CHECKS_FAILED, FINE, main
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from licmodel.workbook.change_text import changes_text
from licmodel.workbook.export import Book
from licmodel.workbook.importing import Imported, read_workbook, read_workbooks
from licmodel.workbook.inputs import BASE
from licmodel.workbook.layout import INPUTS, LIVE
from tests.workbook.editing import Value, cell, cell_of, edited, rewritten, small, stored

PRICE, DISCOUNT, STARTS = "stay.suite.price", "stay.suite.discount", "stay.support.starts"
AMOUNT = "leave.move.amount"


class Town:
    """The small town's workbook, sent, edited and brought back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file, self.book = small(folder)

    def save(self, edits: Mapping[tuple[str, str], Value], name: str = "back.xlsx") -> Path:
        path = self.folder / name
        path.write_bytes(edited(self.book.data, edits))
        return path

    def back(self, edits: Mapping[tuple[str, str], Value]) -> Imported:
        return read_workbook(self.save(edits), self.file)

    def at(self, key: str, column: int = BASE) -> tuple[str, str]:
        return cell_of(self.book, key, column)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Return the town with its workbook."""
    return Town(tmp_path_factory.mktemp("town"))


def calculated(book: Book, key: str, period: int = 0) -> tuple[str, str]:
    """Sheet and address of a calculated figure."""
    sheet, _, address = book.layout.cell(key, period).rpartition("!")
    return sheet.strip("'"), address.replace("$", "")


def line_of(edits: Mapping[str, Value], line: int = 60) -> dict[tuple[str, str], Value]:
    """Rows of inputs below all others: keys with what stands in their Base."""
    cells: dict[tuple[str, str], Value] = {}
    for number, (key, value) in enumerate(edits.items(), line):
        cells[INPUTS, f"A{number}"] = key
        cells[INPUTS, f"G{number}"] = value
    return cells


# --- what can stand in a cell ---


@pytest.mark.parametrize(
    ("key", "written", "after"),
    [
        (PRICE, "£1,100.50", "1100.5"),
        (PRICE, " 110 ", "110"),
        (PRICE, "110 GBP", "110"),
        (PRICE, "1\u00a0100", "1100"),
        (PRICE, 99.0, "99"),
        (DISCOUNT, "10 %", "10%"),
        (DISCOUNT, "0.1", "10%"),
        (STARTS, "1 August 2027", "2027-08"),
        (STARTS, "2027-08-01", "2027-08"),
        (STARTS, "01/01/2028", "2028-01"),
        (STARTS, 46600.0, "2027-08"),
    ],
)
def test_figures_as_people_write_them(town: Town, key: str, written: Value, after: str) -> None:
    imported = town.back({town.at(key): written})
    assert imported.refused == ()
    assert [(each.key, each.after_text) for each in imported.changes] == [(key, after)]


@pytest.mark.parametrize(
    ("key", "written", "reason"),
    [
        (PRICE, "$110", "$110: an amount in USD in a row of GBP"),
        (PRICE, "110%", "110%: a percentage, where a plain number belongs"),
        (PRICE, "1.200,50", "1.200,50: a comma after a point"),
        (PRICE, "=1+1", "=1+1: "),
        (PRICE, True, "yes, where a number belongs"),
        (PRICE, "yes", "yes: a number was expected"),
        (PRICE, 1e300, "not a number below ten million million"),
        ("drivers.staff.2027-04", "£640", "£640: an amount of money, where another number"),
        (DISCOUNT, "12", "12: is it 12%, or 12 times the whole? write it with its sign"),
        (DISCOUNT, 12.0, "1200% cannot stand here"),
        (STARTS, "01/08/2027", "01/08/2027: a date written as text, which may be 1 August 2027 or"),
        (STARTS, "15/08/2027", "15/08/2027: licmodel counts whole months"),
        (STARTS, 24331.0, "1966-08-12: licmodel counts whole months"),
        (STARTS, "next year", "next year: "),
    ],
)
def test_what_may_be_read_two_ways_is_refused(
    town: Town, key: str, written: Value, reason: str
) -> None:
    """[17] By its cell, and never a wrong number; the rest is kept."""
    imported = town.back({town.at(key): written, town.at(AMOUNT): 4000.0})
    (refused,) = imported.refused
    assert refused.reason.startswith(reason)
    assert refused.place == "back.xlsx, {}!{}".format(*town.at(key))
    assert [each.key for each in imported.changes] == [AMOUNT]


def test_a_formula_in_an_input_is_taken_by_its_value_and_told(town: Town) -> None:
    sheet, address = town.at(PRICE)
    imported = town.back(
        {(sheet, address): f'<c r="{address}" s="STYLE"><f>55*2</f><v>110</v></c>'}
    )
    assert [each.after for each in imported.changes] == [110.0]
    assert any("a formula, =55*2, was taken by its value, 110" in note for note in imported.notes)
    never = town.back({(sheet, address): f'<c r="{address}" s="STYLE"><f>55*2</f></c>'})
    assert "a formula without a value" in never.refused[0].reason


def test_a_cell_that_the_copy_locks_is_told(town: Town) -> None:
    sheet, address = town.at(PRICE)
    imported = town.back({(sheet, address): cell(address, 110.0)})
    assert [each.after for each in imported.changes] == [110.0]
    assert any("in a cell that this copy locks" in note for note in imported.notes)
    fixed = town.back({town.at("timeline.start"): 46508.0})
    assert fixed.changes == ()
    assert "it is fixed in the workbook" in fixed.refused[0].reason


def test_headings_and_keys_may_be_spelt_and_placed_otherwise(town: Town) -> None:
    """A heading that stands twice is not guessed at."""
    sheet, address = town.at(PRICE)
    row = address[1:]
    imported = town.back({(sheet, f"A{row}"): " Stay.Suite.Price\u00a0", (sheet, address): 110.0})
    assert [each.key for each in imported.changes] == [PRICE]
    twice = town.back({(INPUTS, "P5"): "base", (sheet, address): 110.0})
    assert twice.changes == ()
    assert any("the heading stands twice" in each.reason for each in twice.refused)


def test_a_row_that_stands_twice_counts_where_both_say_the_same(town: Town) -> None:
    same = town.back(line_of({AMOUNT: 5000.0}))
    assert (same.changes, same.refused) == ((), ())
    assert "stands in several rows that say the same" in same.notes[0]
    other = town.back(line_of({AMOUNT: 110.0}))
    assert other.changes == ()
    assert "the key stands twice, and otherwise" in other.refused[0].reason


def test_a_book_made_from_another_state_of_the_file_says_so(town: Town, tmp_path: Path) -> None:
    path = town.save({})
    newer = tmp_path / "town.yaml"
    newer.write_text(town.file.read_text("utf-8").replace("1_200", "1_300"), "utf-8")
    imported = read_workbook(path, newer)
    assert [(each.before, each.after) for each in imported.changes] == [(1300.0, 1200.0)]
    assert "made from another state of the scenario" in imported.notes[0]


# --- calculated cells ---


def test_a_stored_figure_that_is_wrong_is_named(town: Town) -> None:
    """The check can fail: one figure a penny off, one on the Summary, one typed over."""
    sheet, address = calculated(town.book, "stay.suite.billed", 3)
    formula = f'<c r="{address}" s="STYLE"><f>1+1</f><v>12.5</v></c>'
    imported = town.back({(sheet, address): formula})
    (found,) = imported.copies[0].figures.differing
    assert (found.cell, found.key, found.stored) == (
        f"{sheet}!{address}",
        "stay.suite.billed",
        12.5,
    )
    assert found.recomputed == town.book.results.by_period("stay.suite.billed")[3]
    assert not imported.copies[0].figures.as_before
    over = town.back({(sheet, address): 12.5}).copies[0].figures
    assert [each.cell for each in over.typed_over] == [f"{sheet}!{address}"]
    assert over.differing == ()


def test_a_link_that_shows_another_figure_is_named(town: Town) -> None:
    target = town.book.layout.cell("stay.billed.total")
    for sheet in stored(town.book.data).sheets:
        for row, cells in sheet.rows.items():
            for column, each in cells.items():
                if each.formula == target and sheet.name == "Summary":
                    address = f"{chr(65 + column)}{row}"
    wrong = f'<c r="{address}" s="STYLE"><f>{target}</f><v>1</v></c>'
    (found,) = town.back({("Summary", address): wrong}).copies[0].figures.differing
    assert (found.cell, found.stored) == (f"Summary!{address}", 1.0)


def test_a_file_that_was_never_recalculated_is_said_to_be_so(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    path = town.save({town.at(AMOUNT): 4000.0})
    found = read_workbook(path, town.file).copies[0].figures
    assert found.as_before
    assert {each.key for each in found.differing} >= {"leave.move.billed", "leave.billed.total"}
    assert main(["import", str(path), "--onto", str(town.file)]) == FINE
    printed = capsys.readouterr().out
    assert "Never recalculated: back.xlsx: its calculated cells show the figures from" in printed
    assert "leave.move.amount: 5,000 -> 4,000 (back.xlsx, Inputs!G24)" in printed
    assert "more cells; name every one with --all" in printed
    assert main(["import", str(path), "--onto", str(town.file), "--all"]) == FINE
    assert capsys.readouterr().out.count("recomputed") == len(found.differing)


def test_a_book_without_values_is_said_to_have_been_calculated_by_nobody(town: Town) -> None:
    path = town.folder / "blank.xlsx"
    path.write_bytes(
        rewritten(town.book.data, lambda _, text: re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text))
    )
    imported = read_workbook(path, town.file)
    figures = imported.copies[0].figures
    assert (imported.changes, imported.refused, figures.differing) == ((), (), ())
    assert figures.without_value == figures.checked > 1000


def test_the_selector_turned_and_a_what_if_changed(town: Town) -> None:
    """Cells are compared with what the book shows: a what-if that it was not calculated for."""
    shown = {(INPUTS, "E2"): "Dearer"}
    turned = town.back(shown)
    assert turned.changes == ()
    differing = turned.copies[0].figures.differing
    recomputed = {each.key: each.recomputed for each in differing}
    dearer = run(load(town.file), ["dearer"])
    assert recomputed["stay.billed.total"] == dearer.figure("stay.total", "dearer")
    sheet, address = town.at(PRICE, LIVE)
    assert f"{sheet}!{address}" in {each.cell for each in differing}


# --- new lines ---


def test_new_keys_make_new_lines(town: Town) -> None:
    added: dict[str, Value] = {"leave.training.kind": "one_off", "leave.training.amount": 2500.0}
    imported = town.back(line_of({**added, "drivers.staff.2028-10": 550.0}))
    assert imported.refused == ()
    assert [(each.key, each.is_line) for each in imported.added] == [
        ("leave.training", True),
        ("drivers.staff.2028-10", False),
    ]
    # 50 users fewer for half of the second year, at £88 a year each
    assert imported.alone["drivers.staff.2028-10"]["stay"] == pytest.approx(-50 * 88 / 2)
    assert imported.alone["leave.training"] == {"stay": 0.0, "leave": 2500.0}
    assert run(imported.scenario).figure("leave.total") == 7500.0


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        ({"leave.training.amount": 2500.0}, "kind"),
        ({"leave.training.kind": "gift", "leave.training.amount": 1.0}, "gift"),
        ({"leave.training.kind": "one_off", "leave.training.amount": "lots"}, "lots"),
        ({"bogus.key": 1.0}, "bogus"),
        ({"bogus": 1.0}, "no option, driver or table"),
        ({"leave.move.colour": "red"}, "colour"),
    ],
)
def test_a_new_line_that_makes_no_sense_is_refused_with_the_reason(
    town: Town, added: dict[str, Value], reason: str
) -> None:
    imported = town.back({**line_of(added), town.at(AMOUNT): 4000.0})
    assert imported.added == ()
    assert len(imported.refused) == len(added)
    assert all(reason in each.reason for each in imported.refused)
    assert [each.key for each in imported.changes] == [AMOUNT]


# --- several copies ---


def test_copies_are_merged_and_conflicts_are_left_to_people(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    one = town.save({town.at(PRICE): 110.0, town.at(DISCOUNT): 0.1}, "one.xlsx")
    two = town.save({town.at(PRICE): 120.0, town.at(DISCOUNT): 0.1}, "two.xlsx")
    three = town.save({town.at(AMOUNT): 4000.0}, "three.xlsx")
    before = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, two, three)]
    imported = read_workbooks([one, two, three], town.file)
    assert {each.key: each.after for each in imported.changes} == {DISCOUNT: 0.1, AMOUNT: 4000.0}
    same = next(each for each in imported.changes if each.key == DISCOUNT)
    assert same.place == "one.xlsx, Inputs!G18; two.xlsx, Inputs!G18"
    (conflict,) = imported.conflicts
    assert conflict.sayings == (("one.xlsx, Inputs!G17", "110"), ("two.xlsx, Inputs!G17", "120"))
    assert conflict.taken is None
    # 1,240 seat years: 640 and 600; at 100, 110 and 120 less 12% and 10%
    by_copy = {
        copy.name: {each.option: each.after for each in copy.effects} for copy in imported.copies
    }
    assert by_copy["one.xlsx"]["stay"] - by_copy["two.xlsx"]["stay"] == pytest.approx(-11_160)
    assert {each.option: each.after - each.before for each in imported.effects} == pytest.approx(
        {"stay": 1_240 * 2, "leave": -1000}
    )
    arguments = ["import", str(one), str(two), str(three), "--onto", str(town.file)]
    assert main(arguments) == CHECKS_FAILED
    printed = capsys.readouterr().out
    assert "Conflict: stay.suite.price, 100 before: NOT TAKEN" in printed
    assert "--prefer stay.suite.price=BOOK, where BOOK is one.xlsx or two.xlsx" in printed
    assert "with the changes of three.xlsx alone" in printed
    assert "with all that was taken of all copies" in printed
    assert main([*arguments, "--prefer", "stay.suite.price=two.xlsx"]) == FINE
    assert "stay.suite.price: 100 -> 120 (two.xlsx" in capsys.readouterr().out
    after = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, two, three)]
    assert after == before


def test_a_preference_for_a_copy_that_is_not_there_is_refused(town: Town) -> None:
    path = town.save({})
    with pytest.raises(InputError, match="no copy has this name"):
        read_workbooks([path], town.file, ["other.xlsx"])
    with pytest.raises(InputError, match="named twice"):
        read_workbooks([path, path], town.file)


def test_copies_that_make_the_same_line_otherwise_are_a_conflict(town: Town) -> None:
    def made(amount: float) -> dict[tuple[str, str], Value]:
        return line_of({"leave.training.kind": "one_off", "leave.training.amount": amount})

    one, two = town.save(made(2500.0), "one.xlsx"), town.save(made(3000.0), "two.xlsx")
    imported = read_workbooks([one, two], town.file)
    assert (imported.added, len(imported.conflicts)) == ((), 1)
    assert "copies differ on another field" in imported.refused[0].reason
    (line,) = read_workbooks([one, two], town.file, ["one.xlsx"]).added
    assert line.said["leave.training.amount"] == "2500"


def test_copies_of_one_name_are_told_apart_by_their_folders(town: Town, tmp_path: Path) -> None:
    paths = []
    for number, price in enumerate((110.0, 120.0)):
        (tmp_path / str(number)).mkdir()
        paths.append(tmp_path / str(number) / "book.xlsx")
        paths[-1].write_bytes(edited(town.book.data, {town.at(PRICE): price}))
    (conflict,) = read_workbooks(paths, town.file).conflicts
    assert [str(path) for path in paths] == list(conflict.books)


def test_one_row_that_differs_does_not_hide_the_others(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row of the months is told once, with how many more there are; --all names each."""
    edits: dict[tuple[str, str], Value] = {}
    for key, count in (("stay.suite.billed", 24), ("leave.move.billed", 1)):
        for period in range(count):
            sheet, address = calculated(town.book, key, period)
            edits[sheet, address] = f'<c r="{address}" s="STYLE"><f>1+1</f><v>7.5</v></c>'
    path = town.save(edits)
    assert main(["import", str(path), "--onto", str(town.file)]) == FINE
    printed = " ".join(capsys.readouterr().out.split())
    assert "25 of" in printed
    assert ", and 23 more of this row" in printed
    assert "(leave.move.billed): 7.5, recomputed 5000" in printed
    assert "--all" not in printed
    assert main(["import", str(path), "--onto", str(town.file), "--all"]) == FINE
    assert capsys.readouterr().out.count("recomputed") == 25


def test_a_difference_that_does_not_look_like_one_is_explained_once(town: Town) -> None:
    """5,000 and 4,001 are shown, and -1,000 between them: each is rounded by itself."""
    note = "Amounts are rounded for show"
    said = changes_text(town.back({town.at(AMOUNT): 4000.5}))
    assert "4,001" in said
    assert "-1,000" in said
    assert said.count(note) == 1
    assert note not in changes_text(town.back({town.at(AMOUNT): 4000.0}))
