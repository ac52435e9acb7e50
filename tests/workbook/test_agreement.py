"""Engine, stored values and recalculated workbooks agree, cell by cell [16]."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from licmodel.analysis.results import run
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.language.formulas import column_name
from licmodel.language.program import Input
from licmodel.scenario.loading import from_data
from licmodel.workbook.dealt import read_deal
from licmodel.workbook.export import Book, make_workbook
from licmodel.workbook.importing import Imported, read_workbook
from licmodel.workbook.inputs import SHOW_LINE, day_number, is_fixed
from licmodel.workbook.layout import INPUTS, LIVE
from licmodel.workbook.readings import Reading
from licmodel.workbook.recalculated import Recalculated, check_figures
from licmodel.workbook.returned import read_inputs
from licmodel.workbook.typed import figure_text
from tests import recalculation
from tests.recalculation import (
    differences,
    read_stored,
    recalculate_with_libreoffice,
)
from tests.strategies import scenarios
from tests.turning import Turn, calculate_with_libreoffice
from tests.workbook.books import SHIPPED, Opened, checked, export, names_of, send, shipped
from tests.workbook.editing import Value, cell, cell_of, edited, stored
from tests.written import Raw

SELECTOR = f"{column_name(LIVE)}{SHOW_LINE + 1}"

GENERATED = 200
IN_LIBREOFFICE = 20


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_the_same_in_every_reader(path: Path, tmp_path: Path) -> None:
    """Stored before anything is calculated; recalculated, for the base and every what-if; back."""
    target = tmp_path / "book.xlsx"
    book = send(path, target)
    base = checked(book, target)
    assert differences(base, read_stored(target)) == []
    opened = Opened(target)
    opened.show("Base")
    assert differences(base, opened.cells(base)) == []
    imported = read_workbook(target, path)
    (copy,) = imported.copies
    assert_as_it_was(book, imported, copy.figures, len(base.figures))
    assert imported.overlay is None
    for key, name in names_of(book).items():
        opened.show(name)
        asked = checked(book, target, key)
        assert differences(asked, opened.cells(asked)) == [], name


def test_generated_scenarios_are_the_same_in_every_reader(tmp_path: Path) -> None:
    """Over every kind of line, blanks and odd figures included; base and what-ifs."""
    target, shown = tmp_path / "book.xlsx", Counter[str]()

    @settings(max_examples=GENERATED, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        book = export(from_data(with_what_ifs(data, data.draw(scenarios()))), target)
        base = checked(book, target)
        assert differences(base, read_stored(target)) == []
        opened = Opened(target)
        opened.show("Base")
        assert differences(base, opened.cells(base)) == []
        assert_comes_back(book, len(base.figures))
        for key, name in names_of(book).items():
            opened.show(name)
            asked = checked(book, target, key)
            assert differences(asked, opened.cells(asked)) == [], name
            shown[key] += 1
            shown["other figures"] += asked.figures != base.figures

    draw()
    # where few were left, or few changed anything, nothing would be shown
    assert shown["first"] > GENERATED / 2
    assert shown["second"] > GENERATED / 4
    assert shown["other figures"] > GENERATED / 2


def with_what_ifs(data: st.DataObject, raw: Raw) -> Raw:
    """A drawn scenario with up to two what-ifs, each of which sets some of its inputs anew."""
    inputs = assemble(from_data(raw)).program.inputs
    others = {
        key: other
        for key, declared in inputs.items()
        if not is_fixed(key) and (other := otherwise(declared)) is not None
    }
    what_ifs: dict[str, Raw] = {}
    for name in ("first", "second") if others else ():
        keys = data.draw(st.lists(st.sampled_from(sorted(others)), min_size=1, max_size=3))
        changes = {key: {"set": figure_text(inputs[key], others[key])} for key in keys}
        try:
            from_data({**raw, "what_ifs": {name: changes}})
        except InputError:
            continue  # a figure that no file may set, such as one of the catalogue
        what_ifs[name] = changes
    return {**raw, "what_ifs": what_ifs} if what_ifs else raw


def assert_comes_back(book: Book, figures: int) -> None:
    """What was not changed comes back as it was: no difference in any input, nor in any cell."""
    back = stored(book.data)
    reading = read_deal(back, book.results, read_inputs(back, book.results))
    assert_as_it_was(book, reading, check_figures(back, reading, book.results), figures)


def assert_as_it_was(
    book: Book, back: Reading | Imported, found: Recalculated, figures: int
) -> None:
    assert (back.changes, back.refused, back.added, back.notes) == ((), (), (), ())
    assert back.rows == len(book.results.model.program.inputs)
    assert (found.differing, found.typed_over, found.without_value) == ((), (), 0)
    assert found.checked >= figures


@pytest.mark.libreoffice
def test_libreoffice_agrees_on_every_shipped_scenario(tmp_path: Path) -> None:
    """For the base and, through the selector, every what-if: each book is opened once."""
    asked: list[recalculation.Book] = []
    books: dict[Path, list[Turn]] = {}
    for path in SHIPPED:
        target = tmp_path / f"{path.stem}.xlsx"
        book = send(path, target)
        names = names_of(book)
        asked += [checked(book, target, what_if) for what_if in (None, *names)]
        books[target] = [Turn(INPUTS, SELECTOR, name) for name in names.values()]
    found = calculate_with_libreoffice(books, tmp_path)
    for number, (wanted, cells) in enumerate(zip(asked, found, strict=True)):
        assert differences(wanted, cells) == [], (number, wanted.path.stem)


@pytest.mark.libreoffice
def test_libreoffice_agrees_on_generated_scenarios_and_finds_a_planted_wrong_figure(
    tmp_path: Path,
) -> None:
    """A stored figure that is wrong comes out right, so the check is of what was calculated."""
    books: list[Book] = []

    @seed(5)
    @settings(max_examples=IN_LIBREOFFICE, deadline=None, database=None, phases=[Phase.generate])
    @given(scenarios())
    def draw(raw: Raw) -> None:
        books.append(make_workbook(from_data(raw)))

    draw()
    targets = [tmp_path / f"{number}.xlsx" for number in range(IN_LIBREOFFICE)]
    for book, target in zip(books, targets, strict=False):
        target.write_bytes(book.data)
    planted, wrong = tmp_path / "planted.xlsx", tmp_path / "wrong.xlsx"
    book = send(SHIPPED[0], planted)
    base = checked(book, planted)
    figure, (at, value) = next(each for each in base.figures.items() if each[1][1] > 1000)
    place = at.sheet, f"{column_name(at.column)}{at.line + 1}"
    formula = base.formulas[at].removeprefix("=")
    planted.write_bytes(edited(book.data, {place: cell(place[1], value + 1, "STYLE", formula)}))
    wrong.write_bytes(edited(book.data, {place: cell(place[1], value, "STYLE", formula + "+0.01")}))
    asked = [*targets[: len(books)], planted, wrong]
    found = [*calculate_with_libreoffice(dict.fromkeys(asked, ()), tmp_path)]
    for drawn, target, cells in zip(books, targets, found, strict=False):
        assert differences(checked(drawn, target), cells) == [], target.stem
    assert [each.figure for each in differences(base, read_stored(planted))] == [figure]
    assert differences(base, found[-2]) == []
    assert figure in {each.figure for each in differences(base, found[-1])}


@pytest.mark.libreoffice
def test_every_input_changed_in_the_book_is_the_same_change_in_the_model(tmp_path: Path) -> None:
    """All inputs of the council's book edited, calculated by LibreOffice, and brought back."""
    council = next(path for path in SHIPPED if path.stem == "council_2027")
    sent = shipped(council)
    edits: dict[tuple[str, str], Value] = {}
    for key, declared in sent.results.model.program.inputs.items():
        after = another(declared)
        if not is_fixed(key) and after is not None:
            edits[cell_of(sent, key)] = after
    assert len(edits) > len(sent.results.model.program.inputs) / 2
    target = tmp_path / "back.xlsx"
    target.write_bytes(edited(sent.data, edits))
    recalculate_with_libreoffice([target], tmp_path)
    imported = read_workbook(tmp_path / "saved" / "back.xlsx", council)
    figures = imported.copies[0].figures
    assert figures.checked > 30_000
    assert (figures.differing, figures.typed_over, figures.without_value) == ((), (), 0)
    assert len(imported.copies[0].changes) == len(edits)
    stays = {each.key for each in imported.refused}
    changed = run(imported.scenario)
    for change in imported.copies[0].changes:
        if change.what_if is None and change.key not in stays:
            assert changed.figure(change.key) == pytest.approx(change.after)


def another(declared: Input) -> float | None:
    """What can be written into an input's cell in place of what stands there."""
    other = otherwise(declared)
    return day_number(other) if other is not None and declared.shown == "month" else other


def otherwise(declared: Input) -> float | None:
    """Another figure that an input may have."""
    if declared.shown == "month":
        return declared.value + 1
    low, high = declared.bounds
    tried = (declared.value * 1.1 or 0.01, declared.value * 0.9, declared.value + 1)
    whole = declared.shown == "number" and declared.value == round(declared.value)
    for value in (declared.value + 1, declared.value - 1) if whole else tried:
        if (low is None or value >= low) and (high is None or value <= high):
            return float(f"{value:.12g}")
    return None


def test_a_wrong_figure_is_found(tmp_path: Path) -> None:
    """The comparison can fail: a stored figure that is off by a penny, and a formula that is."""
    target = tmp_path / "book.xlsx"
    book = send(SHIPPED[0], target)
    base = checked(book, target)
    figure, (cell, value) = next(
        (figure, found) for figure, found in base.figures.items() if found[1] > 1000
    )
    wrong = base._replace(figures={**base.figures, figure: (cell, value + 0.01)})
    assert [each.figure for each in differences(wrong, read_stored(target))] == [figure]
    opened = Opened(target)
    opened.book.set_formula(cell.sheet, cell.line + 1, cell.column + 1, "=1+1")
    opened.show("Base")
    assert figure in {each.figure for each in differences(base, opened.cells(base))}
