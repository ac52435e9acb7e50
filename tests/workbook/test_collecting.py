"""The garbage collector is held back while a book is written, and never afterwards."""

import gc

import pytest

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.results import example
from licmodel.errors import InputError
from licmodel.workbook import export, notes
from licmodel.workbook.collecting import holding_back
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import Styles


def test_it_is_held_back_while_a_book_is_written_and_on_again_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bool] = []

    def write(sheet: Page, comparison: Comparison, styles: Styles) -> None:
        seen.append(gc.isenabled())
        notes.write_log(sheet, comparison, styles)

    monkeypatch.setattr(export, "write_log", write)
    export.make_workbook(example())
    assert (seen, gc.isenabled()) == ([False], True)


def test_it_is_on_again_where_no_book_comes_of_it() -> None:
    with pytest.raises(InputError):
        export.make_workbook(example(), "nobody")
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with holding_back():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
