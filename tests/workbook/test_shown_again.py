"""A book that came back is held against the engine where it shows figures again, too."""

from pathlib import Path

import pytest

from licmodel.analysis.results import run
from licmodel.scenario.loading import load
from licmodel.workbook.checks import NAME as CHECKS
from licmodel.workbook.deal import NAME as DEAL
from licmodel.workbook.export import Book, make_workbook
from licmodel.workbook.importing import read_workbook
from licmodel.workbook.recalculated import Recalculated
from licmodel.workbook.vendor import SCHEDULE, VendorCopy, VendorLayout
from tests.recalculation import recalculate_with_libreoffice
from tests.workbook.copies import for_reseller, vendors_model
from tests.workbook.editing import Value, cell, edited, small, stored

ASKED = "renew.e3.discount"
Town = tuple[Path, Book]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Return the small town's file and its workbook."""
    return small(tmp_path_factory.mktemp("town"))


def place_of(data: bytes, sheet: str, head: str, row_of: str) -> tuple[str, str, str]:
    """Address under a heading in the row that holds a text; with its formula and value."""
    rows = stored(data).by_name[sheet].rows
    column = next(
        column
        for cells in rows.values()
        for column, each in cells.items()
        if str(each.value).startswith(head)
    )
    row = next(
        row
        for row, cells in rows.items()
        if row_of in {each.value for each in cells.values()} and column in cells
    )
    found = rows[row][column]
    return f"{chr(65 + column)}{row}", found.formula or "", str(found.value)


def back(town: Town, sheet: str, address: str, put: Value) -> Recalculated:
    file, book = town
    path = file.parent / "back.xlsx"
    path.write_bytes(edited(book.data, {(sheet, address): put}))
    return read_workbook(path, file).copies[0].figures


@pytest.mark.parametrize(
    ("sheet", "head", "row_of", "what"),
    [
        (DEAL, "Base discount", "stay.suite.discount", "base of stay.suite.discount"),
        (DEAL, "Base list price", "stay.suite.price", "base of stay.suite.price"),
        (DEAL, "Without the deal", "stay.suite.discount", "without the deal"),
        (DEAL, "Saving", "Leave", "saving"),
        (CHECKS, "One way", "capital: months add up to the total", "capital: months add up"),
        (CHECKS, "The other way", "invoiced: months add up to the total", "invoiced: months"),
        (CHECKS, "Holds", "invoiced: months add up to the total", "holds: invoiced: months"),
        (CHECKS, "Holds", "Every check below holds", "Every check below holds"),
        (CHECKS, "One way", "years times discount factors add up to the present value", "years"),
    ],
)
def test_a_figure_that_is_wrong_or_typed_over_is_named(
    town: Town, sheet: str, head: str, row_of: str, what: str
) -> None:
    address, formula, value = place_of(town[1].data, sheet, head, row_of)
    assert formula
    wrong = False if value == "True" else float(value) + 0.25
    (found,) = back(town, sheet, address, cell(address, wrong, "STYLE", formula)).differing
    assert found.cell == f"{sheet}!{address}"
    assert found.key.startswith(what)
    (over,) = back(town, sheet, address, wrong).typed_over
    assert over.cell == f"{sheet}!{address}"


def test_what_has_moved_is_held_against_what_it_was(town: Town) -> None:
    """Of the two totals, the one that moved by a pound that nobody can explain."""
    rows = stored(town[1].data).by_name[CHECKS].rows
    last = max(row for row, cells in rows.items() if cells.get(1) and cells[1].value)
    put = cell(f"E{last}", 1.0, "STYLE", rows[last][4].formula)
    (found,) = back(town, CHECKS, f"E{last}", put).differing
    assert (found.cell, found.stored, found.recomputed) == (f"{CHECKS}!E{last}", 1.0, 0.0)


# --- a vendor's Schedule ---


Sent = tuple[Path, VendorCopy, Path]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Return the reseller's workbook, what it was made of, and the scenario's file."""
    folder = tmp_path_factory.mktemp("sent")
    copy, data, _ = for_reseller(vendors_model(folder))
    (folder / "reseller.xlsx").write_bytes(data)
    return folder / "reseller.xlsx", copy, folder / "with_vendors.yaml"


def filled(sent: Sent, target: Path, *, wrong: bool = False) -> Path:
    path, copy, _ = sent
    layout = VendorLayout(copy.results.model)
    place = layout.input_lines[ASKED]
    edits: dict[tuple[str, str], Value] = {(place.sheet, f"E{place.line + 1}"): 0.15}
    if wrong:
        address = f"D{layout.place('renew.e3.billed.total').line + 1}"
        edits[SCHEDULE, address] = cell(address, 2.0, "STYLE", "1+1")
    target.write_bytes(edited(path.read_bytes(), edits))
    return target


def test_a_schedule_that_was_never_recalculated_is_said_to_be_so(
    sent: Sent, tmp_path: Path
) -> None:
    """It was unknown when it was sent, and still is."""
    imported = read_workbook(filled(sent, tmp_path / "back.xlsx"), sent[2])
    found = imported.copies[0].figures
    assert found.as_before
    assert {each.key for each in found.differing} >= {"renew.e3.billed", "renew.e3.billed.total"}
    assert found.checked > 300


@pytest.mark.libreoffice
def test_a_schedule_that_was_filled_in_is_what_the_engine_says(sent: Sent, tmp_path: Path) -> None:
    """In every cell; and a formula that was tampered with is named."""
    one = filled(sent, tmp_path / "one.xlsx")
    two = filled(sent, tmp_path / "two.xlsx", wrong=True)
    recalculate_with_libreoffice([one, two], tmp_path)
    saved = tmp_path / "saved"
    found = read_workbook(saved / "one.xlsx", sent[2]).copies[0].figures
    assert (found.differing, found.typed_over, found.without_value) == ((), (), 0)
    (wrong,) = read_workbook(saved / "two.xlsx", sent[2]).copies[0].figures.differing
    total = run(load(sent[2])).figure("renew.e3.billed.total") * (1 - 0.15) / (1 - 0.12)
    assert (wrong.key, wrong.stored) == ("renew.e3.billed.total", 2.0)
    assert wrong.recomputed == pytest.approx(total)


def test_options_of_one_title_are_told_apart(tmp_path: Path) -> None:
    """Each is held against its own figures, so a book that nobody touched is as it was."""
    file = tmp_path / "alike.yaml"
    line = "{{kind: recurring, amount: {}, per: year, assumed: invented}}"
    options = "".join(
        f"  {key}:\n    title: Renew\n    lines: {{rec: {line.format(amount)}}}\n"
        for key, amount in (("stay", 100), ("go", 9_000))
    )
    file.write_text(
        "title: Alike\norganisation: {name: Invented}\ntimeline: {start: 2027-04, years: 3}\n"
        f"baseline: stay\noptions:\n{options}",
        "utf-8",
    )
    book = tmp_path / "alike.xlsx"
    book.write_bytes(make_workbook(load(file)).data)
    figures = read_workbook(book, file).copies[0].figures
    assert figures.differing == ()
    assert figures.checked > 1_000
