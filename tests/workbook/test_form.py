"""The form: empty, it says what to fill; filled, it is the scenario, to the last source."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import run
from licmodel.cli import CANNOT_READ, FINE, main
from licmodel.errors import InputError
from licmodel.lines import KINDS
from licmodel.scenario.files import read_document
from licmodel.scenario.loading import load
from licmodel.workbook.form_book import make_form, write_form
from licmodel.workbook.form_placing import all_tables, placed
from licmodel.workbook.form_reading import Filled, read_form
from licmodel.workbook.form_tables import DECISION, decision
from tests.workbook.books import ROOT, SHIPPED

TEMPLATES = sorted((ROOT / "licmodel" / "scenario" / "templates").glob("*.yaml"))
SMALL = {
    "title": "Seats",
    "organisation": {"name": "Northmoor Council", "kind": "council"},
    "timeline": {"start": "2027-04", "years": "2"},
    "baseline": "stay",
    "drivers": {"staff": {"value": "100", "unit": "user"}},
    "options": {
        "stay": {
            "lines": {
                "seats": {
                    "kind": "subscription",
                    "quantity": "staff",
                    "price": {"value": "10", "per": "month", "source": "a quote"},
                    "discount": {"value": "10%", "range": ["5%", "15%"]},
                }
            }
        }
    },
}


def form(folder: Path, data: dict[str, Any] | None = None) -> Path:
    path = folder / "form.xlsx"
    path.write_bytes(make_form("council", data))
    return path


def edited(path: Path, edit: Any) -> Path:  # noqa: ANN401  a function of a workbook
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def cell(book: Any, sheet: str, row: int, heading: str) -> Any:  # noqa: ANN401  openpyxl carries no types here
    """The cell of a row, counted from the first that is the user's, under a heading."""
    rows = list(book[sheet].iter_rows())
    head = next(each for each in rows if each[0].value == "Row")
    column = next(each.column for each in head if each.value == heading)
    first = next(each[0].row for each in rows[head[0].row :] if each[0].value is None)
    return book[sheet].cell(first + row, column)


@pytest.mark.parametrize("path", [*SHIPPED, *TEMPLATES], ids=lambda path: path.stem)
def test_a_form_reaches_every_key(path: Path, tmp_path: Path) -> None:
    """Filled with what a file says it is the same scenario: every figure, source and what-if."""
    data = read_document(path).data
    filled = read_form(form(tmp_path, data))
    assert filled.notes == ()
    before, after = run(load(path)), run(filled.scenario)
    assert list(after.model.program.rows) == list(before.model.program.rows)
    for key in before.model.program.rows:
        assert np.allclose(after.values[key], before.values[key], rtol=1e-9, equal_nan=True), key
    told = [
        {
            key: (each.value, each.shown, each.origin.status, each.origin.source)
            for key, each in results.model.program.inputs.items()
        }
        for results in (before, after)
    ]
    assert told[0] == told[1]
    assert filled.scenario.what_ifs == before.scenario.what_ifs


def test_every_field_of_a_line_has_a_column_or_a_path() -> None:
    """Of what has no column, each nested table says by its path what is in it."""
    lines = next(table for table in all_tables() if table.sheet == "Lines")
    columns = {column.path[0] for column in lines.columns}
    missing = {
        field.alias or name for kind in KINDS for name, field in kind.model_fields.items()
    } - columns
    assert missing == {"cap_a_year", "converted", "fund", "payment", "share", "tiers"}
    found = placed({"options": {"a": {"lines": {"b": {"payment": {"upfront": "40%"}}}}}})
    assert found.rows["Anything else"] == {
        ("options.a.lines.b.payment.upfront",): {("value",): "40%"}
    }


def test_a_figure_keeps_its_own_source_beside_that_of_its_table(tmp_path: Path) -> None:
    price = {"value": {"value": "35", "source": "a quote"}, "per": "year", "source": "a letter"}
    filled = read_form(form(tmp_path, {**SMALL, "prices": {"suite": price}}))
    suite = filled.scenario.prices["suite"]
    assert (suite.source, suite.value.source) == ("a letter", "a quote")  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["council", "school", "trust"])
def test_an_empty_form_says_what_to_fill(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "form.xlsx"
    assert main(["template", str(target), "--kind", kind]) == FINE
    capsys.readouterr()
    assert main(["import", str(target), "--out", str(tmp_path / "mine.yaml")]) == CANNOT_READ
    told = capsys.readouterr().err
    for where in ("Decision!B5: title", "organisation: name", "Options: no row", "Lines: no row"):
        assert where in told
    assert not (tmp_path / "mine.yaml").exists()
    book = openpyxl.load_workbook(target)
    usual = {row[0].value: row[1].value for row in book[DECISION].iter_rows(min_row=5)}
    assert usual["Organisation: kind"] == kind
    assert usual["Timeline: start"] == ("2027-09" if kind == "trust" else "2027-04")


def test_a_form_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "form.xlsx"
    target.write_bytes(b"mine")
    assert main(["template", str(target)]) == CANNOT_READ
    assert "never written over" in capsys.readouterr().err
    assert target.read_bytes() == b"mine"
    with pytest.raises(InputError, match=r"written as \.xlsx"):
        write_form(tmp_path / "form.csv", "council")


def test_each_field_has_help_and_only_its_cells_are_open(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_form(path, "council")
    book = openpyxl.load_workbook(path)
    for table in all_tables():
        assert all(each.help for each in (*table.keys, *table.columns)), table.sheet
        sheet = book[table.sheet]
        assert sheet.protection.sheet
        rows = list(sheet.iter_rows())
        assert [each[0].value for each in rows[3:6]] == ["Row", "help", "unit"]
        assert all(each.protection.locked for row in rows[:6] for each in row)
        assert not cell(book, table.sheet, 0, rows[3][1].value).protection.locked
    assert all(each.help for each in decision())


def test_a_form_filled_by_hand_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers, percentages and dates as a spreadsheet holds them."""
    path = tmp_path / "form.xlsx"
    write_form(path, "council")

    def fill(book: Any) -> None:  # noqa: ANN401
        for row in book[DECISION].iter_rows(min_row=5):
            said = {"Title": "Seats", "Organisation: name": "Northmoor", "Baseline": "stay"}
            row[1].value = said.get(row[0].value, row[1].value)
        told: dict[str, dict[str, object]] = {
            "Drivers": {"Key of the driver": "staff", "Unit": "user", "Value": 100},
            "Options": {"Key of the option": "stay", "Title": "As today"},
            "Lines": {
                "Option": "stay",
                "Key of the line": "seats",
                "Kind": "subscription",
                "Quantity": "staff",
                "Price": 10,
                "Per": "month",
                "Discount": 0.1,
                "Assumed": "a guess",
            },
        }
        for sheet, heads in told.items():
            for head, value in heads.items():
                cell(book, sheet, 2, head).value = value  # two rows left empty above it

    out = tmp_path / "mine.yaml"
    assert main(["import", str(edited(path, fill)), "--out", str(out)]) == FINE
    assert "As today (stay): 1 lines" in capsys.readouterr().out
    assert "discount: 10%" in out.read_text("utf-8")  # as people write it, and not 0.1
    # 100 seats at 10.00 less 10% for 60 months
    assert compare(load(out)).options["stay"].total == pytest.approx(54_000)
    assert main(["compare", str(out)]) == FINE
    assert main(["import", str(path), "--out", str(out)]) == CANNOT_READ


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "said"),
    [
        ("Lines", "Kind", "rental", "Lines!"),
        ("Lines", "Discount", "lots", "Lines!"),
        ("Lines", "Quantity", None, "Lines!"),
        ("Lines", "Option", None, "nothing is filled in"),
        ("Lines", "Option", "stya", "stya has no row on the sheet Options"),
        ("Lines", "Product", "no_such_product", "Lines!"),
        ("Drivers", "Key of the driver", "My staff", "Drivers!"),
        ("Drivers", "Value", "=1+1", "a formula without a value"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_cell(
    tmp_path: Path, sheet: str, heading: str, value: object, said: str
) -> None:
    def spoil(book: Any) -> None:  # noqa: ANN401
        cell(book, sheet, 0, heading).value = value
        if heading == "Product":
            cell(book, sheet, 0, "Price").value = None

    with pytest.raises(InputError) as error:
        run(read_form(edited(form(tmp_path, SMALL), spoil)).scenario)
    assert said in str(error.value)
    assert f"{sheet}!" in str(error.value)


def test_nothing_filled_in_is_lost_in_silence(tmp_path: Path) -> None:
    """A key twice, a path twice, a heading that is gone, a column of one's own."""

    def again(book: Any) -> None:  # noqa: ANN401
        cell(book, "Drivers", 1, "Key of the driver").value = "staff"

    def other(book: Any) -> None:  # noqa: ANN401
        cell(book, "Anything else", 5, "Path").value = "drivers.staff.value"
        cell(book, "Anything else", 5, "Value").value = 3

    def gone(book: Any) -> None:  # noqa: ANN401
        book["Drivers"].cell(4, 2).value = "Name"

    for spoil, said in ((again, "stands twice"), (other, "filled in twice"), (gone, "headings")):
        with pytest.raises(InputError, match=said):
            read_form(edited(form(tmp_path, SMALL), spoil))

    def own(book: Any) -> None:  # noqa: ANN401
        sheet = book["Drivers"]
        column = sheet.max_column + 1
        sheet.cell(4, column).value = "My remarks"
        sheet.cell(cell(book, "Drivers", 0, "Unit").row, column).value = "ask Finance"

    (note,) = read_form(edited(form(tmp_path, SMALL), own)).notes
    assert "my remarks" in note


def test_a_form_moved_about_is_read_by_its_headings(tmp_path: Path) -> None:
    def move(book: Any) -> None:  # noqa: ANN401
        book["Lines"].insert_cols(3)
        book["Lines"].title = "Costs"
        book["Drivers"].insert_rows(2, 2)
        book.move_sheet("Options", offset=-3)

    filled: Filled = read_form(edited(form(tmp_path, SMALL), move))
    line = filled.scenario.options["stay"].lines["seats"]
    assert line.discount.range == pytest.approx((0.05, 0.15))  # type: ignore[attr-defined]
    assert run(filled.scenario).figure("stay.billed.total") == pytest.approx(21_600)


def test_a_workbook_that_is_no_form_says_what_to_do(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="--onto FILE"):
        read_form(tmp_path / "other.xlsx")


def test_paper_has_the_columns_that_are_used_and_room_to_write() -> None:
    """Those with an example and those filled in come first, and all of them are printed."""
    path = next(path for path in SHIPPED if path.stem == "council_2027")
    data = dict(read_document(str(path)).data)
    for form in (make_form("council"), make_form("council", data)):
        book = openpyxl.load_workbook(io.BytesIO(form))
        sheet = book["Lines"]
        heads = [cell.value for cell in sheet[4]]
        used = {
            cell.column
            for row in sheet.iter_rows(min_row=7)
            for cell in row
            if cell.value not in {None, ""}
        }
        _, last = (part.replace("$", "") for part in sheet.print_area.split("!")[-1].split(":"))
        at = sheet[last]
        assert max(used) <= at.column < len(heads)
        assert sum(not cell.value for cell in sheet["B"][6 : at.row]) >= 10
        book.close()
