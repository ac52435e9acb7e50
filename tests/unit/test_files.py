"""Reading scenario files strictly, and writing new ones."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from licmodel.errors import InputError, InputErrors
from licmodel.scenario import files
from licmodel.scenario.files import Document, dump_document, read_document, write_new

START_ONE = "start one with: licmodel new FILE --template council"

COUNCIL = """\
# An illustrative council
title: Council, Microsoft estate 2027 to 2032
timeline: {start: 2027-04, years: 5}
drivers:
  office_staff: {unit: user, start: 3_260, growth: -1%, source: establishment list October 2026}
  field_staff:
    by_date: {2027-04: 640, 2028-10: 600}
    assumed: care transfer
      goes ahead
moves: [{from: e3, to: f3}, {from: e5,
         to: f5}]
"""

KEYS = st.text(min_size=1, max_size=30).filter(
    lambda key: key.isprintable() and bool(key.strip()) and key != "extends"
)
MARKS = "ab \n\t:#-'\"\\{}[],&*!|>%@`~?£é\x85\u2028\ufeff\U0001f600"
TEXTS = (
    st.text()
    | st.text(alphabet=MARKS, max_size=12)
    | st.sampled_from(["null", "~", "---", "...", "<<", "yes", "|", ">-", "- a", "a: b"])
)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def read(text: str, **parents: str) -> Document:
    texts = {"council.yaml": text} | {f"{name}.yaml": each for name, each in parents.items()}
    return read_document("council.yaml", read=lambda path: texts[path.as_posix()])


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def fault(text: str, **parents: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text, **parents)
    return caught.value


def fault_on_disk(path: str | Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_document(path)
    return caught.value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "Python":
        monkeypatch.setattr(files, "LOADER", yaml.BaseLoader)
    return str(request.param)


class TestWhatIsRead:
    @pytest.mark.usefixtures("parser")
    def test_every_scalar_stays_text(self) -> None:
        assert read(COUNCIL).data == {
            "title": "Council, Microsoft estate 2027 to 2032",
            "timeline": {"start": "2027-04", "years": "5"},
            "drivers": {
                "office_staff": {
                    "unit": "user",
                    "start": "3_260",
                    "growth": "-1%",
                    "source": "establishment list October 2026",
                },
                "field_staff": {
                    "by_date": {"2027-04": "640", "2028-10": "600"},
                    "assumed": "care transfer goes ahead",
                },
            },
            "moves": [{"from": "e3", "to": "f3"}, {"from": "e5", "to": "f5"}],
        }

    @pytest.mark.usefixtures("parser")
    def test_everything_has_its_place(self) -> None:
        document = read(COUNCIL)
        lines = {path: document.places[path].line for path in document.places}
        assert lines[()] == 2
        assert lines["timeline", "years"] == 3
        assert lines["drivers", "office_staff", "growth"] == 5
        assert lines["drivers", "field_staff"] == 6
        assert lines["drivers", "field_staff", "by_date", "2028-10"] == 7
        assert lines["moves", "0", "to"] == 10
        assert lines["moves", "1"] == 10
        assert lines["moves", "1", "to"] == 11
        assert {place.file for place in document.places.values()} == {"council.yaml"}

    def test_a_path_that_is_not_there_has_the_place_of_what_is_around_it(self) -> None:
        document = read(COUNCIL)
        assert str(document.place(("drivers", "field_staff", "growth"))) == "council.yaml:6"
        assert str(document.place(("options",))) == "council.yaml:2"
        assert Document({}, {}, ()).place(("options",)) is None

    @pytest.mark.parametrize(
        "word", ["NO", "on", "yes", "12:30", "1e3", "0x1F", "010", "2027-04-01"]
    )
    def test_words_that_other_readers_turn_into_something_else_stay(self, word: str) -> None:
        assert read(f"a: {word}\nb: [{word}]\n{word}: c").data == {
            "a": word,
            "b": [word],
            word: "c",
        }

    def test_quotes_make_text_of_what_would_be_no_value(self) -> None:
        assert read("a: 'null'\nb: \"~\"\nc: ''").data == {"a": "null", "b": "~", "c": ""}

    def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(self, folder: Path) -> None:
        (folder / "a.yaml").write_bytes(b"\xef\xbb\xbftitle: Caf\xc3\xa9\r\nyears: 5\r\n")
        document = read_document("a.yaml")
        assert document.data == {"title": "Café", "years": "5"}
        assert str(document.place(("years",))) == "a.yaml:2"

    def test_one_document_may_have_its_markers(self) -> None:
        assert read("---\na: 1\n...\n").data == {"a": "1"}

    def test_a_merge_key_is_a_key_like_any_other(self) -> None:
        assert read("<<: {a: 1}").data == {"<<": {"a": "1"}}

    def test_the_sources_are_kept_whole(self, folder: Path) -> None:
        (folder / "a.yaml").write_text(COUNCIL, encoding="utf-8")
        assert read_document(Path("a.yaml")).sources == (("a.yaml", COUNCIL),)

    def test_four_thousand_lines_are_read_in_no_time(self) -> None:
        entry = "  d{}: {{unit: user, start: 3_260, growth: -1%, source: list of 2026}}\n  e{}:\n"
        text = "drivers:\n" + "".join(
            f"{entry.format(n, n)}    start: 12\n    growth: 1%\n" for n in range(1000)
        )
        best = 9.0
        for _ in range(5):
            begun = time.perf_counter()
            read(text)
            best = min(best, time.perf_counter() - begun)
        assert best < 0.15


@pytest.mark.usefixtures("folder")
class TestParents:
    def test_a_childs_values_win_and_keep_their_places(self) -> None:
        document = read(
            "extends: base.yaml\ntimeline: {years: 3}\nlist: [c]\n",
            base="title: Base\ntimeline: {start: 2027-04, years: 5}\nlist: [a, b]\n",
        )
        assert document.data == {
            "title": "Base",
            "timeline": {"start": "2027-04", "years": "3"},
            "list": ["c"],
        }
        assert str(document.place(("timeline", "years"))) == "council.yaml:2"
        assert str(document.place(("timeline", "start"))) == "base.yaml:2"
        assert [name for name, _ in document.sources] == ["base.yaml", "council.yaml"]
        assert ("list", "1") not in document.places

    def test_a_chain_is_read_from_folder_to_folder(self, folder: Path) -> None:
        (folder / "shared" / "old").mkdir(parents=True)
        (folder / "mine").mkdir()
        (folder / "mine" / "a.yaml").write_text("extends: ../shared/b.yaml\na: 1")
        (folder / "shared" / "b.yaml").write_text("extends: old/c.yaml\na: 2\nb: 2")
        (folder / "shared" / "old" / "c.yaml").write_text("a: 3\nb: 3\nc: 3")
        document = read_document("mine/a.yaml")
        assert document.data == {"a": "1", "b": "2", "c": "3"}
        assert [name for name, _ in document.sources] == [
            str(Path("mine/../shared/old/c.yaml")),
            str(Path("mine/../shared/b.yaml")),
            str(Path("mine/a.yaml")),
        ]

    def test_frozen_sources_read_again_give_the_same_document(self, folder: Path) -> None:
        (folder / "a.yaml").write_text("extends: b.yaml\na: 1")
        (folder / "b.yaml").write_text("a: 2\nb: 3")
        document = read_document("a.yaml")
        frozen = dict(document.sources)
        (folder / "b.yaml").unlink()
        assert read_document("a.yaml", read=lambda path: frozen[str(path)]) == document

    def test_a_circle_is_refused_with_the_chain(self) -> None:
        error = fault("title: A\nextends: b.yaml", b="extends: ./council.yaml")
        assert error.where == "b.yaml:1"
        assert "circle" in error.what
        assert error.found == "council.yaml -> b.yaml -> council.yaml"
        assert error.remedies == ("take extends out of one of them",)

    def test_a_file_that_extends_itself_is_refused(self) -> None:
        assert fault("extends: council.yaml").found == "council.yaml -> council.yaml"

    def test_a_long_chain_is_refused(self) -> None:
        parents = {f"p{n}": f"extends: p{n + 1}.yaml" for n in range(30)}
        error = fault("extends: p0.yaml", **parents)
        assert error.what == "more than 10 files extend one another"
        assert error.where == "p8.yaml:1"

    @pytest.mark.parametrize("on_disk", [True, False])
    def test_a_missing_parent_is_refused_naming_both_files(
        self, folder: Path, *, on_disk: bool
    ) -> None:
        text = "title: A\nextends: bass.yaml"
        if on_disk:
            (folder / "council.yaml").write_text(text)
            (folder / "base.yaml").write_text("a: 1")
            error = fault_on_disk("council.yaml")
            assert error.remedies[0] == "did you mean base.yaml?"
        else:
            error = fault(text)
        assert error.where == "council.yaml:2"
        assert error.what == "council.yaml extends bass.yaml, which is not there"
        assert "the folder of council.yaml" in error.remedies[-1]

    def test_a_fault_in_a_parent_has_the_parents_place(self) -> None:
        assert fault("extends: b.yaml", b="a: 1\nb:").where == "b.yaml:2"

    @pytest.mark.parametrize("names", ["[a.yaml, b.yaml]", "{a: b}", "''"])
    def test_extends_names_one_file(self, names: str) -> None:
        error = fault(f"a: 1\nextends: {names}")
        assert error.where == "council.yaml:2"
        assert error.what == "extends names one file"
        assert error.expected == "the parent's name, such as extends: base.yaml"

    def test_a_parent_that_is_a_folder_is_refused_at_the_childs_line(self, folder: Path) -> None:
        (folder / "a.yaml").write_text("extends: .")
        error = fault_on_disk("a.yaml")
        assert error.where == "a.yaml:1"
        assert error.what == "., which this file extends, is a folder, not a file"


@pytest.mark.usefixtures("folder")
class TestFilesThatCannotBeRead:
    def test_a_missing_file_with_the_nearest_name(self, folder: Path) -> None:
        (folder / "scenarios").mkdir()
        (folder / "scenarios" / "council_2027.yaml").write_text("a: 1")
        error = fault_on_disk("scenarios/council_2072.yaml")
        assert error.where == str(Path("scenarios/council_2072.yaml"))
        assert error.what == "there is no such file"
        assert error.remedies == (
            f"did you mean {Path('scenarios/council_2027.yaml')}?",
            START_ONE,
        )

    def test_a_missing_folder(self) -> None:
        error = fault_on_disk("scenaros/council.yaml")
        assert error.remedies[0] == "there is no folder scenaros either: check its name"

    def test_a_file_taken_for_a_folder(self, folder: Path) -> None:
        (folder / "a.yaml").write_text("a: 1")
        assert fault_on_disk("a.yaml/b.yaml").what == "there is no such file"

    def test_a_folder(self, folder: Path) -> None:
        (folder / "scenarios").mkdir()
        (folder / "scenarios" / "school.yaml").write_text("a: 1")
        error = fault_on_disk("scenarios")
        assert error.where == "scenarios"
        assert error.what == "this is a folder, not a file"
        assert error.remedies == (f"name a file in it: {Path('scenarios/school.yaml')}",)

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
    def test_a_device_is_not_read(self) -> None:
        assert fault_on_disk("/dev/zero").what == "this is not an ordinary file"

    @pytest.mark.parametrize(
        ("raised", "what"),
        [
            (PermissionError(13, "Permission denied"), "this is closed to you"),
            (OSError(5, "Input/output error"), "this cannot be opened: Input/output error"),
        ],
    )
    def test_what_the_system_refuses(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, raised: OSError, what: str
    ) -> None:
        def refuse(_: Path) -> bytes:
            raise raised

        (folder / "a.yaml").write_text("a: 1")
        monkeypatch.setattr(Path, "read_bytes", refuse)
        error = fault_on_disk("a.yaml")
        assert (error.where, error.what) == ("a.yaml", what)

    def test_a_name_that_no_file_can_have(self) -> None:
        assert "cannot be opened" in fault_on_disk("a\0b.yaml").what
        assert "cannot be opened" in fault_on_disk("a" * 5000).what

    def test_fifty_megabytes_are_refused_by_size_alone(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with (folder / "big.yaml").open("wb") as stream:
            stream.truncate(50_000_000)
        monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
        error = fault_on_disk("big.yaml")
        assert error.where == "big.yaml"
        assert error.what == "this is too large for a scenario"
        assert error.found == "50.0 MB"
        assert error.expected == "10 MB at the most"

    def test_a_text_given_is_no_larger_than_a_file(self) -> None:
        error = fault("#" * 10_000_001)
        assert (error.where, error.found) == ("council.yaml", "10,000,001 characters")

    @pytest.mark.parametrize(
        ("raw", "found"),
        [
            (b"PK\x03\x04\x14\x00", "a zip file, or a workbook or document kept as one"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel or Word file"),
            (b"%PDF-1.7", "a PDF file"),
            ("a: 1".encode("utf-16"), "text saved as UTF-16 (Windows calls it Unicode)"),
        ],
    )
    def test_what_is_not_text(self, folder: Path, raw: bytes, found: str) -> None:
        (folder / "a.yaml").write_bytes(raw)
        error = fault_on_disk("a.yaml")
        assert (error.where, error.what) == ("a.yaml", "this is not a text file")
        assert error.found == found
        assert error.remedies == ("save it as plain text, in the encoding UTF-8",)

    def test_windows_own_encoding(self, folder: Path) -> None:
        (folder / "a.yaml").write_bytes(b"title: A\nbudget: \xa312\n")
        error = fault_on_disk("a.yaml")
        assert (error.where, error.what) == ("a.yaml:2", "this is not UTF-8 text")
        assert error.found == "byte 0xA3, which is £ in Windows' own encoding"
        assert error.remedies == ("save it as plain text, in the encoding UTF-8",)

    @pytest.mark.parametrize("odd", ["\x07", "\x00", "\x85", "\u2028", "\ufeff", "\ud800"])
    def test_characters_that_are_not_text(self, odd: str) -> None:
        error = fault(f"a: 1\nb: x{odd}y")
        assert error.where == "council.yaml:2"
        assert error.found == f"the character U+{ord(odd):04X}"

    @pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n", "\ufeff"])
    @pytest.mark.usefixtures("parser")
    def test_an_empty_file(self, text: str) -> None:
        error = fault(text)
        assert (error.where, error.what) == ("council.yaml", "this file is empty")
        assert error.remedies == (START_ONE,)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "found"), [("- a\n- b", "a list"), ("\nsome text", "text"), ("null", "text")]
    )
    @pytest.mark.usefixtures("parser")
    def test_a_top_that_is_not_a_table(self, text: str, found: str) -> None:
        error = fault(text)
        assert error.what == "a scenario is a table of keys"
        assert error.where == f"council.yaml:{1 + text.startswith(chr(10))}"
        assert error.found == found
        assert error.expected == "lines such as title: Renewal in 2027"

    @pytest.mark.usefixtures("parser")
    def test_a_key_written_twice_with_both_lines(self) -> None:
        error = fault("a: 1\ndrivers:\n  staff: 1\n  pupils: 2\n  'staff': 3\n")
        assert error.where == "council.yaml:5"
        assert error.what == "drivers.staff is written twice"
        assert error.found == "line 3 and line 5"
        assert error.remedies == ("keep one of them",)

    @pytest.mark.parametrize(
        ("text", "found", "what"),
        [
            ("a: 1\nb: &x 1", "&x", "b has an anchor, which is not read here"),
            ("a: 1\nb: &x {c: 1}", "&x", "b has an anchor, which is not read here"),
            ("a: 1\nb: *x", "*x", "b is an alias, which is not read here"),
            ("a: 1\nb: [c, *x]", "*x", "b.1 is an alias, which is not read here"),
            ("a: 1\nb: !secret c", "!secret", "b has a tag, which is not read here"),
            ("a: 1\nb: !!str c", "!!str", "b has a tag, which is not read here"),
            ("a: 1\nb: !!python/name:os.system []", "!!python/name:os.system", "b has a tag"),
            ("a: 1\n&x b: c", "&x", "b has a mark on its key"),
            ("a: 1\n!!str b: c", "!!str", "b has a mark on its key"),
        ],
    )
    @pytest.mark.usefixtures("parser")
    def test_anchors_aliases_and_tags(self, text: str, found: str, what: str) -> None:
        error = fault(text)
        assert error.where == "council.yaml:2"
        assert error.found == found
        assert error.what.startswith(what)
        begins = f"or in quotes if it is text that begins with {found[0]}"
        assert error.remedies == (f"write it out in full, {begins}",)

    def test_a_bomb_of_aliases_does_no_harm(self) -> None:
        rows = ["a0: &a0 [x, x]"]
        rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
        error = fault("\n".join(rows))
        assert isinstance(error, InputErrors)
        assert error.faults[-1].what.endswith("more")

    @pytest.mark.usefixtures("parser")
    def test_several_documents(self) -> None:
        error = fault("a: 1\n---\nb: 2\n")
        assert error.where == "council.yaml:2"
        assert error.what == "a second scenario begins here"
        assert "take the line --- out" in error.remedies[0]

    @pytest.mark.parametrize(
        "text",
        ["a:\n\tb: 1", "a: 1\nb:\tc", "a: 1\n\t# note", "a: 1\nb: 'x\ty'", "a: 1\nb: x#\ty"],
    )
    def test_tabs(self, text: str) -> None:
        error = fault(text)
        assert error.where == "council.yaml:2"
        assert error.what == "a tab, which YAML does not read as spaces"
        column = text.splitlines()[1].index("\t") + 1
        assert error.found == f"a tab in column {column}"
        assert error.remedies == ("write spaces in its place, two for each step to the right",)

    def test_a_tab_in_a_comment_does_no_harm(self) -> None:
        assert read('# from\tto\na: 1 # b\tc\nd: "\\t"').data == {"a": "1", "d": "\t"}

    @pytest.mark.parametrize(
        ("key", "what"),
        [
            ("[a, b]", "a key that is not text"),
            ("{a: b}", "a key that is not text"),
            ("*a ", "a key that is not text"),
            ("~", "a value without a key"),
            ("null", "a value without a key"),
            ("''", "a value without a key"),
            ("a\u00a0b", "a key that is too long, or has characters that do not show"),
            ("a" * 201, "a key that is too long, or has characters that do not show"),
        ],
    )
    def test_keys_that_are_not_text(self, key: str, what: str) -> None:
        error = fault(f"x: 1\n{key}: 1")
        first = error.faults[-1] if isinstance(error, InputErrors) else error
        assert first.where == "council.yaml:2"
        assert first.what == what
        assert first.remedies

    @pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", "# to come"])
    @pytest.mark.usefixtures("parser")
    def test_no_value(self, nothing: str) -> None:
        error = fault(f"a: 1\nb:\n  c: {nothing}\n")
        assert error.where == "council.yaml:3"
        assert error.what == "b.c has no value"
        assert error.found == (
            nothing if nothing.isalpha() or nothing == "~" else "nothing after it"
        )
        assert error.remedies == ("leave the key out instead",)

    def test_no_item(self) -> None:
        error = fault("a:\n  - b\n  -\n")
        assert (error.where, error.what) == ("council.yaml:3", "a.1 has no value")
        assert error.remedies == ("leave the item out instead",)

    @pytest.mark.parametrize(
        ("table", "found", "remedy"),
        [
            (
                "{source: general ledger, period 7}",
                "period 7",
                'write source: "general ledger, period 7"',
            ),
            (
                "{source: general ledger, period 7, dated: 2026-10}",
                "period 7",
                'write source: "general ledger, period 7"',
            ),
            ("{budget: £1,420,000, year: 2026}", "420", 'write budget: "£1,420,000"'),
            ("{source: 'ledger', period 7}", "period 7", "put the text in quotes"),
            ('{source: a "b", period 7}', "period 7", "put the text in quotes"),
        ],
    )
    @pytest.mark.usefixtures("parser")
    def test_a_comma_inside_braces(self, table: str, found: str, remedy: str) -> None:
        error = fault(f"title: A\ntoday: {table}\n")
        assert not isinstance(error, InputErrors)
        assert error.where == "council.yaml:2"
        assert error.what == "a comma inside { } begins a new key: put the text in quotes"
        assert error.found == f"{found}, with no value"
        assert error.remedies == (remedy,)

    def test_braces_without_colons(self) -> None:
        error = fault("a: {b, c}")
        assert error.what == "b has no value"
        error = fault("a: {unit: user, start:3_260}")
        assert error.what == "a key and its value run together"
        assert error.remedies == ("write start: 3_260",)

    def test_an_empty_value_in_braces_is_no_comma(self) -> None:
        error = fault("a: {b: 1, c: , d: 2}")
        assert error.what == "a.c has no value"
        assert error.remedies == ("leave the key out instead",)

    @pytest.mark.parametrize(
        ("items", "number"), [("£1,420,000, £2", "£1,420,000"), ("5, 1,200", "1,200")]
    )
    def test_a_comma_in_a_number_inside_brackets(self, items: str, number: str) -> None:
        error = fault(f"x: 1\nrange: [{items}]")
        assert not isinstance(error, InputErrors)
        assert error.where == "council.yaml:2"
        assert error.found == number
        assert error.remedies[0].startswith("put the number in quotes")

    @pytest.mark.parametrize("items", ["[1_200, 1_300]", "[640, 600]", '["1,200", "5"]', "[a,100]"])
    def test_other_commas_inside_brackets_part_items(self, items: str) -> None:
        assert len(read(f"range: {items}").data["range"]) == 2

    def test_depth(self) -> None:
        assert read("a: " + "[" * 19 + "b" + "]" * 19).data["a"]
        error = fault("a: 1\nb: " + "[" * 20 + "c" + "]" * 20)
        assert error.where == "council.yaml:2"
        assert "more than 20 deep" in error.what
        assert "more than 20 deep" in fault("a: " + "[" * 100_000).what

    def test_number_of_values(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert files.MAX_VALUES == 200_000
        monkeypatch.setattr(files, "MAX_VALUES", 5)
        assert read("a: [1, 2, 3]").data
        error = fault("a: [1, 2, 3]\nb: 1")
        assert error.where == "council.yaml:2"
        assert error.what == "this file holds more than 5 values"

    def test_faults_are_told_together_and_the_rest_are_counted(self) -> None:
        error = fault("a:\nb: null\nb: 1\n")
        assert isinstance(error, InputErrors)
        assert [each.where for each in error.faults] == [
            "council.yaml:1",
            "council.yaml:2",
            "council.yaml:3",
        ]
        error = fault("".join(f"a{n}:\n" for n in range(45)))
        assert isinstance(error, InputErrors)
        assert len(error.faults) == 21
        assert str(error).endswith("\nand 25 more")


@pytest.mark.parametrize(
    ("text", "line", "column", "meaning", "remedy"),
    [
        ("x: 1\na: b: c", 2, 5, "second colon", "in quotes"),
        ("a: 1\n  b: 2", 2, 4, "too far to the right", "how far lines are indented"),
        ("a: {b: 1\nc: 2\n", 2, 2, "opened on line 1 is not closed", "close it with } or ]"),
        ("x: 1\na: [1, 2\n", 2, 4, "opened on line 2 is not closed", "close it with } or ]"),
        ("a: 1\nb: 'x\nc: 3\n", 2, 4, "opened on line 2 is never closed", "close the quotation"),
        ("a: 1\nfoo\nb: 2", 2, 1, "neither key: value nor an item", "write key: value"),
        ("a: 1\nb", 2, 1, "neither key: value nor an item", "write key: value"),
        ("a: @x", 1, 4, "YAML keeps for itself", "put the text in quotes"),
        ("a: %5", 1, 4, "YAML keeps for itself", "put the text in quotes"),
        ('a: "C:\\Users"', 1, None, "a backslash", "in single quotes"),
        ('a: "C:\\path"', 1, None, "a backslash", "in single quotes"),
        ("a: - b", 1, 4, "a list that begins on the same line", "on a line of its own"),
        ("a: | x", 1, 6, "text after | or >", "begin the text on the next line"),
        ("a: *", 1, 5, "text that begins with & or *", "put the text in quotes"),
        ("a: 'it's'", 1, 8, "does not belong here", "quotes and brackets pair up"),
        ("a:\n   b: 1\n  c: 2", 3, 3, "does not belong here", "begin in one column"),
        ("a: }", 1, 4, "does not belong here", "quotes and brackets pair up"),
        ("- a\nb: 1", 1, None, "a scenario is a table of keys", "start one with"),
        ("%YAML 3.0\n---\na: 1", 1, 1, "incompatible", "compare the line"),
    ],
)
@pytest.mark.usefixtures("parser")
def test_what_is_not_yaml(
    text: str, line: int, column: int | None, meaning: str, remedy: str
) -> None:
    error = fault(text)
    assert error.where == f"council.yaml:{line}"
    assert meaning in error.what
    assert remedy in error.remedies[0]
    if column:
        assert error.what.startswith(f"this is not YAML at line {line}, column {column}: ")
        assert error.found == text.splitlines()[line - 1].strip()
    assert error.__cause__ is None
    assert "Error" not in str(error)


def test_faults_before_the_text_stops_being_yaml_are_told_too() -> None:
    error = fault("a:\nb: @c")
    assert isinstance(error, InputErrors)
    assert [each.where for each in error.faults] == ["council.yaml:1", "council.yaml:2"]


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
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(InputError) as caught:
            write_new("a.yaml", "title: A\n")
        assert caught.value.what == "this file cannot be written: No space left on device"
        assert caught.value.remedies == ("name a folder in which you may write",)
        assert names(folder) == []


def no_links(*_: object) -> None:
    raise OSError(95, "Operation not supported")
