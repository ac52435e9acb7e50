"""Engine, stored values and recalculated workbooks agree, cell by cell [16]."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licmodel.scenario.loading import from_data, load
from tests.recalculation import differences, read_stored, recalculate_with_libreoffice
from tests.strategies import scenarios
from tests.workbook.books import SHIPPED, Opened, checked, export, names_of

GENERATED = 200
IN_LIBREOFFICE = 20


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_the_same_in_every_reader(path: Path, tmp_path: Path) -> None:
    """Stored before anything is calculated; recalculated, for the base and every what-if."""
    target = tmp_path / "book.xlsx"
    book = export(load(path), target)
    base = checked(book, target)
    assert differences(base, read_stored(target)) == []
    opened = Opened(target)
    opened.show("Base")
    assert differences(base, opened.cells(base)) == []
    for key, name in names_of(book).items():
        opened.show(name)
        asked = checked(book, target, key)
        assert differences(asked, opened.cells(asked)) == [], name


@settings(
    max_examples=GENERATED,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_generated_scenarios_are_the_same_in_every_reader(
    tmp_path: Path, data: st.DataObject
) -> None:
    """Over every kind of line, blanks and odd figures included."""
    target = tmp_path / "book.xlsx"
    book = export(from_data(data.draw(scenarios())), target)
    base = checked(book, target)
    assert differences(base, read_stored(target)) == []
    opened = Opened(target)
    opened.show("Base")
    assert differences(base, opened.cells(base)) == []


@pytest.mark.libreoffice
def test_libreoffice_agrees_on_every_shipped_scenario(tmp_path: Path) -> None:
    targets = [tmp_path / f"{path.stem}.xlsx" for path in SHIPPED]
    books = [export(load(path), target) for path, target in zip(SHIPPED, targets, strict=True)]
    found = recalculate_with_libreoffice(targets, tmp_path)
    for book, target, cells in zip(books, targets, found, strict=True):
        assert differences(checked(book, target), cells) == [], target.stem


def test_a_wrong_figure_is_found(tmp_path: Path) -> None:
    """The comparison can fail: a stored figure that is off by a penny, and a formula that is."""
    target = tmp_path / "book.xlsx"
    book = export(load(SHIPPED[0]), target)
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
