"""What a scenario file says, and the files it extends."""

from pathlib import Path

import pytest

from licmodel.scenario.files import Document, read_document
from tests.files.texts import COUNCIL, fault, fault_on_disk, read


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
