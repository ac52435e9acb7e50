"""Writing scenario files: plain text that reads back the same, never over another."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.errors import InputError
from licmodel.scenario.files import dump_document, write_new
from licmodel.scenario.overlay import write_anew
from tests.files.texts import KEYS, TREES, names, read


class TestDump:
    def test_it_is_plain_block_yaml_in_the_order_given(self) -> None:
        data = {
            "title": "Council, Microsoft estate",
            "drivers": {"staff": {"start": "3_260", "growth": "-1%"}, "none": {}},
            "range": ["£1,420,000", "12:30"],
            "moves": [{"from": "e3", "to": "f3"}, [["a"], []]],
            "notes": "first\n\nsecond\n",
            "more": ["one\ntwo"],
        }
        assert dump_document(data) == (
            "title: Council, Microsoft estate\n"
            "drivers:\n"
            "  staff:\n"
            "    start: 3_260\n"
            "    growth: -1%\n"
            "  none: {}\n"
            "range:\n"
            "  - £1,420,000\n"
            "  - 12:30\n"
            "moves:\n"
            "  - from: e3\n"
            "    to: f3\n"
            "  - - - a\n"
            "    - []\n"
            "notes: |\n"
            "  first\n"
            "\n"
            "  second\n"
            "more:\n"
            "  - |-\n"
            "    one\n"
            "    two\n"
        )
        assert read(dump_document(data)).data == data

    @pytest.mark.parametrize(
        "text",
        [
            "NO",
            "on",
            "12:30",
            "2027-04",
            "a b",
            "-1%",
            ".5",
            "it's",
            'say "no"',
            "a:b",
            "a#b",
            "é",
            "_",
        ],
    )
    def test_text_that_needs_no_quotes_has_none(self, text: str) -> None:
        assert dump_document({"a": text}) == f"a: {text}\n"
        assert read(f"a: {text}").data == {"a": text}

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("", '""'),
            ("null", '"null"'),
            ("~", '"~"'),
            ("a: b", '"a: b"'),
            ("a #b", '"a #b"'),
            ("a:", '"a:"'),
            (" a", '" a"'),
            ("- a", '"- a"'),
            ("*a", '"*a"'),
            ("{a", '"{a"'),
            ("\t", '"\\t"'),
            ("a\u00a0b", '"a\\u00a0b"'),
            ("\x85", '"\\u0085"'),
            ("\U0001f600", '"\\U0001f600"'),
            (" a\nb", '" a\\nb"'),
        ],
    )
    def test_text_that_needs_quotes_has_them(self, text: str, written: str) -> None:
        assert dump_document({"a": text}) == f"a: {written}\n"
        assert read(f"a: {written}").data == {"a": text}

    def test_an_empty_table(self) -> None:
        assert dump_document({}) == "{}\n"
        assert read("{}\n").data == {}

    def test_numbers_are_a_programming_error(self) -> None:
        with pytest.raises(TypeError, match="not 12"):
            dump_document({"a": 12})

    @given(st.dictionaries(KEYS, TREES, max_size=5))
    def test_reading_gives_back_what_was_written(self, tree: dict[str, Any]) -> None:
        assert read(dump_document(tree)).data == tree


@pytest.mark.usefixtures("folder")
class TestWriteNew:
    def test_the_text_is_written_and_nothing_else(self, folder: Path) -> None:
        write_new("a.yaml", "title: Café\n")
        assert (folder / "a.yaml").read_bytes() == "title: Café\n".encode()
        assert names(folder) == ["a.yaml"]

    def test_others_may_read_it_as_any_new_file(self, folder: Path) -> None:
        (folder / "plain").write_text("")
        write_new(folder / "a.yaml", "")
        assert (folder / "a.yaml").stat().st_mode == (folder / "plain").stat().st_mode

    def test_a_file_that_is_there_is_never_written_over(self, folder: Path) -> None:
        (folder / "a.yaml").write_text("mine")
        (folder / "a-2.yaml").write_text("mine too")
        with pytest.raises(InputError) as caught:
            write_new("a.yaml", "other")
        assert caught.value.where == "a.yaml"
        assert caught.value.what == "this file is already there, and is never written over"
        assert caught.value.remedies == ("give another name, such as a-3.yaml",)
        assert (folder / "a.yaml").read_text() == "mine"
        assert names(folder) == ["a-2.yaml", "a.yaml"]

    @pytest.mark.parametrize("links", [True, False])
    def test_nor_one_that_comes_at_the_last_moment(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
    ) -> None:
        (folder / "a.yaml").write_text("mine")
        seen = iter([False, False])
        monkeypatch.setattr(os.path, "lexists", lambda _: next(seen))
        if not links:
            monkeypatch.setattr(os, "link", no_links)
        with pytest.raises(InputError, match="never written over"):
            write_new("a.yaml", "other")
        assert (folder / "a.yaml").read_text() == "mine"
        assert names(folder) == ["a.yaml"]

    def test_a_link_that_leads_nowhere_counts_as_a_file(self, folder: Path) -> None:
        (folder / "a.yaml").symlink_to("nowhere.yaml")
        with pytest.raises(InputError, match="already there"):
            write_new("a.yaml", "other")
        assert names(folder) == ["a.yaml"]

    def test_it_is_written_where_there_are_no_links(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "link", no_links)
        write_new("a.yaml", "title: A\n")
        assert (folder / "a.yaml").read_text() == "title: A\n"
        assert names(folder) == ["a.yaml"]

    def test_a_folder_that_is_not_there(self) -> None:
        with pytest.raises(InputError) as caught:
            write_new("mine/a.yaml", "")
        assert caught.value.where == "mine/a.yaml"
        assert caught.value.what == "there is no folder mine to write it in"
        assert caught.value.remedies == ("make the folder first, or name one that is there",)

    def test_a_disk_that_is_full_leaves_nothing_behind(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(InputError) as caught:
            write_new("a.yaml", "title: A\n")
        assert caught.value.what == "this file cannot be written: No space left on device"
        assert caught.value.remedies == ("make room on the disk, or name a folder on another",)
        assert names(folder) == []

    @pytest.mark.parametrize("name", [f"{'a' * 255}.yaml", "a\0b.yaml", f"{'é' * 130}.yaml"])
    @pytest.mark.parametrize("write", [write_new, write_anew])
    def test_a_name_that_no_disk_takes_is_refused_with_one_that_it_does(
        self, name: str, write: Callable[[str, str], None], folder: Path
    ) -> None:
        with pytest.raises(InputError, match="this file cannot be written") as caught:
            write(name, "title: A\n")
        assert names(folder) == []
        (remedy,) = caught.value.remedies
        said, _, other = remedy.rpartition(", such as ")
        assert said == "give another name"
        write(other, "title: A\n")
        assert len(names(folder)) == 1

    def test_the_longest_name_that_a_disk_takes_is_taken(self, folder: Path) -> None:
        write_new(f"{'a' * 250}.yaml", "title: A\n")
        assert names(folder) == [f"{'a' * 250}.yaml"]


@pytest.mark.usefixtures("folder")
class TestWriteAnew:
    def test_what_was_there_is_written_over(self, folder: Path) -> None:
        (folder / "a.csv").write_text("before")
        write_anew("a.csv", "after")
        assert (folder / "a.csv").read_text() == "after"
        assert names(folder) == ["a.csv"]

    def test_a_disk_that_is_full_leaves_what_was_there(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "a.csv").write_text("before")
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="No space left on device"):
            write_anew("a.csv", "after")
        assert (folder / "a.csv").read_text() == "before"
        assert names(folder) == ["a.csv"]


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


def no_links(*_: object) -> None:
    raise OSError(95, "Operation not supported")
