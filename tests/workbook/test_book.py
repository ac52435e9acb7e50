"""What a workbook must be, whoever opens it: whole, honest, plain."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import example
from licmodel.cli import CANNOT_READ, FINE, main
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data, load
from licmodel.workbook.export import make_workbook, write_workbook
from licmodel.workbook.inputs import BASE
from licmodel.workbook.layout import FIRST_INPUT_LINE, INPUTS, PRICES
from tests.workbook.books import ROOT, SHIPPED, Opened, checked, export, names_of, send, shipped
from tests.workbook.editing import small

COUNCIL = ROOT / "scenarios" / "council_2027.yaml"
NEWER = re.compile(
    r"\b(LET|LAMBDA|XLOOKUP|FILTER|UNIQUE|SORT|SEQUENCE|IFS|SWITCH|TEXTJOIN|CONCAT|OFFSET|INDIRECT"
    r"|NOW|TODAY|RAND|RANDBETWEEN)\("
)


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the council's workbook."""
    path = tmp_path_factory.mktemp("book") / "council.xlsx"
    send(COUNCIL, path)
    return path


def formulas_in(path: Path) -> list[tuple[str, str, str]]:
    book = openpyxl.load_workbook(path, read_only=True)
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type == "f"
    ]


def test_only_functions_that_every_spreadsheet_has(council: Path) -> None:
    """[12] Nothing newer than 2007, nothing volatile."""
    formulas = formulas_in(council)
    assert len(formulas) > 30_000
    assert [each for each in formulas if NEWER.search(each[2])] == []


def test_nothing_is_hidden_and_nothing_leads_outside(council: Path) -> None:
    with zipfile.ZipFile(council) as parts:
        names = parts.namelist()
        text = "".join(parts.read(name).decode() for name in names if name.endswith(".xml"))
    assert not [name for name in names if "externalLink" in name or "vbaProject" in name]
    assert f"{COUNCIL.name}:" in text
    assert f"{COUNCIL.parent}" not in text
    assert 'state="hidden"' not in text
    assert 'hidden="1"' not in text
    assert "definedName" not in text or 'name="_xlnm.' in text


def test_no_two_figures_stand_in_one_cell() -> None:
    for path in SHIPPED:
        book = shipped(path)
        cells = Counter(cell for cell, _ in checked(book, path).figures.values())
        assert max(cells.values()) == 1


def test_each_row_has_one_formula(council: Path) -> None:
    """Every month of a row is the same formula, one column on."""
    book = shipped(COUNCIL)
    asked = checked(book, council)
    by_row: dict[str, set[str]] = {}
    for figure, (cell, _) in asked.figures.items():
        if figure.period >= 0:
            text = relative(asked.formulas[cell], cell.column)
            by_row.setdefault(figure.key, set()).add(text)
    months = [key for key, row in book.results.model.program.rows.items() if row.axis == "month"]
    assert len(months) > 400
    assert [key for key in months if len(by_row[key]) != 1] == []


def relative(formula: str, column: int) -> str:
    """A formula with its columns counted from its own."""

    def steps(found: re.Match[str]) -> str:
        number = 0
        for letter in found["column"]:
            number = number * 26 + ord(letter) - 64
        return f"[{number - 1 - column}]{found['line']}"

    return re.sub(r"(?<![$A-Za-z])(?P<column>[A-Z]{1,3})(?P<line>\d+)", steps, formula)


def test_the_summary_shows_what_compare_shows(council: Path) -> None:
    """One figure: not another one that happens to be near."""
    options = compare(load(COUNCIL)).options
    sheet = openpyxl.load_workbook(council, data_only=True, read_only=True)["Summary"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, line in enumerate(lines) if str(line[0]).startswith("Invoiced,"))
    for number, option in enumerate(options.values(), head + 2):
        title, *figures = lines[number]
        assert title == option.title
        assert figures[: len(option.billed) + 1] == pytest.approx([*option.billed, option.total])
    whole = next(line for line in lines if line[0] == "Present value")
    values = [option.present_value for option in options.values()]
    assert whole[1 : len(values) + 1] == pytest.approx(values)


def test_a_blank_base_is_unknown_and_not_nothing(tmp_path: Path) -> None:
    """[17] Whoever empties a price sees that the total is not known."""
    path = tmp_path / "book.xlsx"
    book = export(example(), path)
    place = book.layout.input_lines["stay.support.amount"]
    opened = Opened(path)
    opened.book.set_value(place.sheet, place.line + 1, BASE + 1, None)
    opened.show("Base")
    asked = checked(book, path)
    cell = next(cell for figure, (cell, _) in asked.figures.items() if figure.key == "stay.billed")
    assert opened.cells(asked)[cell] == "#N/A"


def test_an_edit_in_the_book_is_the_edit_in_the_model(tmp_path: Path) -> None:
    """A price doubled in its cell gives what the engine gives for it."""
    data = {
        "title": "Example",
        "organisation": {"name": "An example"},
        "baseline": "none",
        "timeline": {"start": "2027-04", "years": "2"},
        "options": {
            "stay": {"lines": {"support": {"kind": "recurring", "amount": "1_200", "per": "year"}}}
        },
    }
    path = tmp_path / "book.xlsx"
    book = export(from_data(data), path)
    place = book.layout.input_lines["stay.support.amount"]
    opened = Opened(path)
    opened.book.set_value(place.sheet, place.line + 1, BASE + 1, 2400)
    opened.show("Base")
    data["options"]["stay"]["lines"]["support"]["amount"] = "2_400"  # type: ignore[index]  # a table
    asked = checked(make_workbook(from_data(data)), path)
    assert {value for _, value in asked.figures.values()} >= {4800.0}
    cells = opened.cells(asked)
    total = next(c for figure, (c, _) in asked.figures.items() if figure.key == "stay.billed.total")
    assert cells[total] == pytest.approx(4800.0)


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    """Titles that begin with = stay titles."""
    data = {
        "title": '=HYPERLINK("http://example.org")',
        "organisation": {"name": "=1+1"},
        "baseline": "none",
        "timeline": {"start": "2027-04", "years": "1"},
        "options": {
            "stay": {
                "title": "=cmd()",
                "lines": {
                    "support": {
                        "kind": "recurring",
                        "title": "+SUM(A1)",
                        "amount": "1_200",
                        "per": "year",
                        "source": "=A1",
                    }
                },
            }
        },
    }
    path = tmp_path / "book.xlsx"
    export(from_data(data), path)
    written = {text for _, _, text in formulas_in(path)}
    assert not [text for text in written if "HYPERLINK" in text or "cmd" in text]
    book = openpyxl.load_workbook(path)
    assert book["Read me"]["A1"].value == data["title"]
    assert book["Read me"]["A1"].data_type == "s"


def test_every_input_has_a_line_and_its_source(council: Path) -> None:
    book = shipped(COUNCIL)
    sheets = openpyxl.load_workbook(council, data_only=True, read_only=True)
    written = {
        row[0].value
        for name in (INPUTS, PRICES)
        for row in sheets[name].iter_rows(min_row=FIRST_INPUT_LINE + 1)
    }
    sheets.close()
    assert written == set(book.results.model.program.inputs)


def test_what_ifs_have_names_that_the_list_can_tell_apart() -> None:
    for path in SHIPPED:
        names = [name.lower() for name in names_of(shipped(path)).values()]
        assert len({*names, "base"}) == len(names) + 1


# --- the command ---


def test_the_command_writes_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, target = small(tmp_path)[0], tmp_path / "book.xlsx"
    assert main(["export", str(file), str(target)]) == FINE
    assert "Inputs!E2 switches the whole book" in capsys.readouterr().out
    before = target.read_bytes()
    assert main(["export", str(file), str(target)]) == CANNOT_READ
    assert "never written over" in capsys.readouterr().err
    assert target.read_bytes() == before


def test_a_name_that_is_no_workbooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"written as \.xlsx"):
        write_workbook(example(), tmp_path / "book.xls")
