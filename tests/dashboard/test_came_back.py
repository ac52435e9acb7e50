"""Workbooks that came back are told as ``licmodel import`` tells them, and kept as a new file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.dashboard.came_back import MOST_BOOKS, imported
from licmodel.dashboard.returning import preferring
from licmodel.dashboard.shelf import opened
from licmodel.errors import InputError
from licmodel.workbook.change_text import changes_text
from licmodel.workbook.export import Book
from licmodel.workbook.importing import read_workbooks
from licmodel.workbook.merging import Conflict, Preference
from tests.dashboard.conftest import Start, faults, html, whole
from tests.workbook.editing import Value, cell_of, edited, small

PRICE, MOVE, DISCOUNT = "stay.suite.price", "leave.move.amount", "stay.suite.discount"


class Town:
    """A small town, its workbook as it was sent, and what came back of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file, self.book = small(folder)

    def copy(self, edits: Mapping[str, Value]) -> bytes:
        """Return the workbook with other figures."""
        return edited(self.book.data, {at(self.book, key): each for key, each in edits.items()})


def at(book: Book, key: str) -> tuple[str, str]:
    return cell_of(book, key)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Return the town."""
    return Town(tmp_path)


def given(app: AppTest, *books: tuple[str, bytes]) -> AppTest:
    """Upload workbooks."""
    for name, data in books:
        app.file_uploader[0].upload(name, data, "application/octet-stream")
    return app.run()


def table(app: AppTest, of: str) -> str:
    """Return the words of a table by a part of its title."""
    (found,) = [
        whole(each.proto.body)
        for each in app.get("html")
        if f"<caption>{of}" in unescape(each.proto.body)
    ]
    return unescape(found)


def test_a_change_is_told_with_its_cell_and_what_it_does(town: Town, start: Start) -> None:
    back = town.copy({PRICE: 110.0})
    app = given(start(town.file, "share"), ("back.xlsx", back))
    assert faults(app) == []
    (town.folder / "back.xlsx").write_bytes(back)
    found = read_workbooks([town.folder / "back.xlsx"], town.file)
    (change,) = found.changes
    told = table(app, "What changed")
    for said in (PRICE, *change.shown, change.place):
        assert f'<td class="words">{said}</td>' in told
    moved = f"{found.alone[PRICE]['stay']:,.0f}"
    assert f"<td>{moved}</td>" in table(app, "What each change")
    (stay, _) = found.effects
    assert f"<td>{stay.after:,.0f}</td>" in table(app, "Total invoiced")
    assert changes_text(found) in [each.value for each in app.code]


def test_what_was_taken_is_kept_as_a_new_file_and_never_twice(town: Town, start: Start) -> None:
    app = given(start(town.file, "share"), ("back.xlsx", town.copy({PRICE: 110.0})))
    before = town.file.read_bytes()
    for _ in range(2):
        (title,) = [each for each in app.text_input if each.label == "What to call it"]
        title.set_value("First round")
        next(each for each in app.button if each.label.startswith("Save as")).click().run()
    kept = town.folder / "town_first_round.yaml"
    (town.folder / "back.xlsx").write_bytes(town.copy({PRICE: 110.0}))
    (stay, _) = read_workbooks([town.folder / "back.xlsx"], town.file).effects
    assert licmodel.compare(licmodel.load(kept)).options["stay"].total == stay.after
    assert town.file.read_bytes() == before
    assert "already there" in app.error[0].value


def test_nothing_is_kept_upon_a_file_that_was_changed_meanwhile(town: Town, start: Start) -> None:
    app = given(start(town.file, "share"), ("back.xlsx", town.copy({PRICE: 110.0})))
    town.file.write_text(town.file.read_text("utf-8").replace("5_000", "7_000"), "utf-8")
    (title,) = [each for each in app.text_input if each.label == "What to call it"]
    title.set_value("First round")
    next(each for each in app.button if each.label.startswith("Save as")).click().run()
    assert "changed since this page showed it" in app.error[0].value
    assert not (town.folder / "town_first_round.yaml").exists()


def test_copies_are_merged_and_nothing_on_which_they_differ_is_taken_until_said(
    town: Town, start: Start
) -> None:
    app = given(
        start(town.file, "share"),
        ("care.xlsx", town.copy({PRICE: 110.0, MOVE: 6_000.0})),
        ("C:\\fakepath\\roads.xlsx", town.copy({PRICE: 120.0, DISCOUNT: 0.1})),
    )
    assert faults(app) == []
    told = table(app, "What changed")
    assert MOVE in told
    assert DISCOUNT in told
    assert f">{PRICE}<" not in told
    assert "1 on which copies differ, not taken" in "".join(each.value for each in app.markdown)
    (radio,) = [each for each in app.radio if PRICE in each.label]
    assert len(radio.options) == 3
    radio.set_value("roads.xlsx").run()
    assert faults(app) == []
    told = table(app, "What changed")
    assert f">{PRICE}<" in told
    assert ">120<" in told


def test_a_cell_that_cannot_be_read_is_refused_by_its_place(town: Town, start: Start) -> None:
    app = given(start(town.file, "share"), ("back.xlsx", town.copy({MOVE: "a lot"})))
    assert faults(app) == []
    told = table(app, "What was refused")
    assert "a lot" in told
    assert MOVE in told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no workbook"),
        (b"PK\x03\x04 but no more", "cannot be"),
        (b"%PDF-1.7", "no table"),
        (b"\xd0\xcf\x11\xe0 an old one", "damaged"),
    ],
)
def test_what_is_no_workbook_is_told_in_words(
    town: Town, start: Start, data: bytes, said: str
) -> None:
    app = given(start(town.file, "share"), ("back.xlsx", data))
    assert not app.exception
    assert said in " ".join(each.value for each in app.error).lower()
    assert "Traceback" not in html(app)


@pytest.mark.parametrize("name", ["back.ods", "back.xls", "back.csv", "back.pdf"])
def test_another_kind_of_file_says_how_it_is_mended(town: Town, start: Start, name: str) -> None:
    app = given(start(town.file, "share"), (name, b"PK whatever it holds"))
    (error,) = app.error
    assert "saved as .xlsx" in error.value.replace("save it as", "saved as").replace("\\", "")
    assert "--" not in error.value


def test_what_is_read_leaves_nothing_behind(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    place = town.folder / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    found = imported(opened(town.file), (("../../../evil.xlsx", town.copy({PRICE: 111.0})),), ())
    assert [each.name for each in found.copies] == ["evil.xlsx"]
    assert list(place.iterdir()) == []
    assert sorted(each.name for each in town.folder.iterdir()) == ["temporary", "town.yaml"]


def test_the_same_workbook_twice_and_too_many_are_refused(town: Town) -> None:
    of, data = opened(town.file), town.copy({})
    with pytest.raises(InputError, match="twice"):
        imported(of, (("a.xlsx", data), ("b.xlsx", data)), ())
    with pytest.raises(InputError, match="too many"):
        imported(of, tuple((f"{at}.xlsx", b"") for at in range(MOST_BOOKS + 1)), ())


def test_a_choice_for_one_what_if_is_of_that_alone() -> None:
    books = ("a.xlsx", "b.xlsx")
    stands = Conflict("renew.e3.price", None, "30", (("A1", "31"), ("A1", "32")), books)
    cut = Conflict("renew.e3.price", "cut", "30", (("B1", "33"), ("B1", "34")), books)
    both = Preference([preferring(stands, "a.xlsx"), preferring(cut, "b.xlsx")], books)
    assert [both.of(each.key, each.what_if) for each in (stands, cut)] == ["a.xlsx", "b.xlsx"]
    one = Preference([preferring(stands, "a.xlsx")], books)
    assert one.of(cut.key, cut.what_if) is None
    assert Preference(["renew.e3.price=b.xlsx"], books).of(cut.key, cut.what_if) == "b.xlsx"


def saved_as(app: AppTest, title: str) -> AppTest:
    (named,) = [each for each in app.text_input if each.label == "What to call it"]
    named.set_value(title)
    return next(each for each in app.button if each.label.startswith("Save as")).click().run()


def test_what_was_kept_can_be_opened_and_is_told_from_its_base(town: Town, start: Start) -> None:
    app = given(start(town.file, "share"), ("back.xlsx", town.copy({PRICE: 110.0})))
    saved_as(app, "First round")
    kept = licmodel.load(town.folder / "town_first_round.yaml")
    assert kept.title == "A small town: First round"
    (offer,) = [each for each in app.button if each.label == "Open it"]
    offer.click().run()
    assert faults(app) == []
    said = [each.value.replace("\\", "") for each in app.caption]
    assert "A small town: First round" in said


def test_a_copy_of_another_scenario_says_so_once_and_offers_that(town: Town, start: Start) -> None:
    other = town.folder / "other.yaml"
    text = town.file.read_text("utf-8").replace("stay", "remain").replace("leave", "go")
    other.write_text(text.replace("staff", "posts").replace("small", "large"), "utf-8")
    app = given(start(other, "share"), ("back.xlsx", town.copy({PRICE: 110.0})))
    assert faults(app) == []
    (told,) = [each.value for each in app.warning]
    assert "It was made from town.yaml, in the same folder" in told.replace("\\", "")
    assert "Nothing is otherwise" not in " ".join(each.value for each in app.info)
    (offer,) = [each for each in app.button if "town" in each.label]
    offer.click().run()
    assert "A small town" in [each.value for each in app.caption]
