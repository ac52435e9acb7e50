"""A vendor's answer is a quote of its day, which our own range neither refuses nor outlives."""

import datetime as dt
import re
from pathlib import Path

import pytest

from licmodel.analysis.results import run
from licmodel.analysis.risk.uncertain import uncertain_of
from licmodel.assembly.assemble import assemble
from licmodel.scenario.loading import load
from licmodel.workbook.change_text import changes_text
from licmodel.workbook.export import make_workbook
from licmodel.workbook.importing import Imported, read_workbook, save_overlay
from tests.workbook.editing import SMALL, cell_of, edited, rewritten
from tests.workbook.test_lost_cells import VENDORS, Sent, fill

ASKED, AMOUNT = "stay.suite.discount", "leave.move.amount"
DOUBTS = SMALL.replace("discount: 12%", "discount: {value: 12%, range: [0%, 20%]}").replace(
    "amount: 5_000", "amount: {value: 5_000, range: [4_000, 6_000]}"
)
RISK = """
risk:
  ranges: triangular
  inputs: {stay.suite.discount: {uniform: [5%, 15%], assumed: a guess}}
  correlations:
    - {between: [stay.suite.discount, leave.move.amount], rank: 0.9, assumed: a guess}
"""


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """Return a vendor's copy of a town that has doubts."""
    sent = Sent(tmp_path)
    sent.file.write_text(DOUBTS + VENDORS + RISK, "utf-8")
    return sent


def offered(sent: Sent, folder: Path, value: float) -> Imported:
    return sent.back(lambda book: fill(book, value), folder)


def kept(imported: Imported, folder: Path) -> Path:
    path = folder / "after.yaml"
    save_overlay(imported, path)
    return path


def test_an_offer_better_than_we_thought_possible_is_taken_and_said(
    sent: Sent, tmp_path: Path
) -> None:
    imported = offered(sent, tmp_path, 0.22)
    assert (imported.refused, [each.after for each in imported.changes]) == ((), [0.22])
    text = " ".join(changes_text(imported).split())
    assert "22% is outside of what we thought possible, 0% to 20%" in text
    assert "our range of 0% to 20% is taken away" in text
    after = run(load(kept(imported, tmp_path)))
    assert after.figure(ASKED) == 0.22


def test_what_is_kept_is_the_answer_of_that_vendor_on_that_day(sent: Sent, tmp_path: Path) -> None:
    imported = offered(sent, tmp_path, 0.15)
    (change,) = imported.changes
    assert change.answer is not None
    origin = run(load(kept(imported, tmp_path))).model.program.inputs[ASKED].origin
    assert origin.status == "quote"
    assert origin.source.startswith(
        'the answer of the vendor reseller to "The suite from April 2027": back.xlsx, saved on '
    )
    assert origin.dated == f"{change.answer.dated:%Y-%m}"


def test_a_quote_is_drawn_no_more_and_nothing_moves_with_it(sent: Sent, tmp_path: Path) -> None:
    after = load(kept(offered(sent, tmp_path, 0.15), tmp_path))
    assert after.risk is not None
    assert (ASKED in after.risk.inputs, after.risk.correlations) == (False, ())
    assert {*uncertain_of(assemble(load(sent.file)))} == {ASKED, AMOUNT}
    assert {*uncertain_of(assemble(after))} == {AMOUNT}


def test_an_answer_that_says_what_we_assumed_is_kept_as_theirs(sent: Sent, tmp_path: Path) -> None:
    imported = offered(sent, tmp_path, 0.12)
    assert "stay.suite.discount: 12%, as it was" in changes_text(imported)
    origin = run(load(kept(imported, tmp_path))).model.program.inputs[ASKED].origin
    assert origin.status == "quote"


def test_a_file_that_does_not_say_its_day_is_dated_on_the_day_it_was_read(
    sent: Sent, tmp_path: Path
) -> None:
    offered(sent, tmp_path, 0.15)
    back = tmp_path / "back.xlsx"
    of_day = re.compile("<dcterms:modified.*?modified>")
    back.write_bytes(rewritten(back.read_bytes(), lambda _, text: of_day.sub("", text)))
    (change,) = read_workbook(back, sent.file).changes
    assert change.answer is not None
    assert change.answer.dated == dt.date.today()  # noqa: DTZ011  the day where the user is
    assert ", read on " in change.answer.source


def test_a_colleagues_figure_beyond_our_range_widens_it(sent: Sent, tmp_path: Path) -> None:
    """It is no answer from outside, and as doubtful as it was."""
    book = make_workbook(load(sent.file))
    for value, widened in ((7_000.0, "4_000 to 7000"), (3_000.0, "3000 to 6_000")):
        (tmp_path / "ours.xlsx").write_bytes(edited(book.data, {cell_of(book, AMOUNT): value}))
        imported = read_workbook(tmp_path / "ours.xlsx", sent.file)
        assert (imported.refused, [each.after for each in imported.changes]) == ((), [value])
        (remark,) = imported.remarks
        assert f"Our range is widened to {widened}" in remark
        figure = run(imported.scenario).model.program.inputs[AMOUNT]
        assert figure.origin.status == "assumed"
