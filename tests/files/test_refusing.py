"""Files that cannot be read, and what is refused in those that can."""

from pathlib import Path

import pytest

from tests.files.texts import START_ONE, fault, fault_on_disk


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
