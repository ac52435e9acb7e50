"""Files that are not safe, or not what they say: each is refused with its own reason."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.errors import InputError
from licmodel.intake import guard, read, tables, texts, workbooks
from tests.intake import workbooks as made

BLANK = b"".join(b'<row r="%d"/>' % row for row in range(4, 6_000))
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = b'<row r="4"><c r="IW4"><v>1</v></c></row>'

WORKBOOKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "an old .xls": (lambda at: made.locked(at, password=False), "an old .xls file"),
    "a password": (lambda at: made.locked(at, password=True), "protected by a password"),
    "a part that unpacks to too much": (
        lambda at: made.with_part(at, "xl/media/a.bin", bytes(60 << 20)),
        "a part of the workbook unpacks to too much",
    ),
    "rows that unpack to too much": (
        lambda at: made.with_rows(at, b'<row r="9"><c r="A9"><v>1</v></c></row>' * 800_000),
        "a part of the workbook unpacks to too much",
    ),
    "macros": (lambda at: made.with_part(at, "xl/vbaProject.bin"), "holds macros"),
    "old macros": (lambda at: made.with_part(at, "xl/macrosheets/sheet1.xml"), "holds macros"),
    "links": (
        lambda at: made.with_part(at, "xl/externalLinks/externalLink1.xml"),
        "holds links to other data",
    ),
    "connections": (lambda at: made.with_part(at, "xl/connections.xml"), "links to other data"),
    "objects": (lambda at: made.with_part(at, "xl/embeddings/a.bin"), "embedded objects"),
    "entities": (made.with_doctype, "defines entities of its own"),
    "entities in UTF-16": (
        lambda at: made.with_doctype(at, "utf-16"),
        "defines entities of its own",
    ),
    "entities after much else": (
        lambda at: made.with_doctype(at, after=5_000),
        "defines entities of its own",
    ),
    "XML in an unusual encoding": (
        lambda at: made.changed(
            at,
            lambda name, data: (
                data if "sheet1" not in name else b'<?xml version="1.0" encoding="cp037"?>' + data
            ),
        ),
        "XML in an unusual encoding",
    ),
    "no end of blank rows": (lambda at: made.with_rows(at, BLANK), "goes on in blank rows"),
    "one cell at the far end": (lambda at: made.with_rows(at, FAR), "goes on in blank rows"),
    "too many columns": (lambda at: made.with_rows(at, WIDE), "too many columns"),
    "too many parts": (
        lambda at: made.archive_of(at, *(f"xl/{number}" for number in range(400))),
        "too many parts",
    ),
    "another zip file": (lambda at: made.archive_of(at, "a.txt"), "a zip file of another kind"),
    "OpenDocument": (lambda at: made.archive_of(at, "content.xml"), "an OpenDocument file"),
    "a binary workbook": (
        lambda at: made.archive_of(at, "[Content_Types].xml", "xl/workbook.bin"),
        "a binary workbook",
    ),
    "parts that do not fit": (
        lambda at: made.archive_of(at, "[Content_Types].xml", "xl/workbook.xml"),
        "the workbook is damaged",
    ),
    "a broken sheet": (
        lambda at: made.changed(
            at, lambda name, data: data[:300] if "sheet1" in name and "rels" not in name else data
        ),
        "the workbook is damaged",
    ),
    "half a file": (
        lambda at: at.write_bytes(made.plain(at).read_bytes()[:3000]),
        "the workbook is damaged",
    ),
    "text": (lambda at: at.write_text("a,b\n1,2\n"), "no workbook, though its name says so"),
    "a web page": (lambda at: at.write_text("<html><table>"), "a web page"),
    "a PDF": (lambda at: at.write_bytes(b"%PDF-1.7"), "a PDF file"),
    "nothing": (lambda at: at.write_bytes(b""), "no workbook, though its name says so"),
}

DEEP = '{"a":' * 100_000
TEXTS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "spaces": (b" \r\n \n", "the file is empty"),
    "zero bytes": (b"SkuPartNumber,ActiveUnits\0\n", "not a text file"),
    "UTF-16 without its mark": ("SkuPartNumber,ActiveUnits".encode("utf-16-le"), "not a text file"),
    "no letters": (b"a,b\n\x81\x8d", "not a text file"),
    "an open quotation mark": (
        b'SkuPartNumber,ActiveUnits,ConsumedUnits\nSPE_E3,"1,2\nSPE_F1,1,1\n',
        "the quotation marks do not match",
    ),
    "an endless cell": (
        b"SkuPartNumber,ActiveUnits,ConsumedUnits\n" + b"x" * 140_000 + b",1,1\n",
        "a cell is too long",
    ),
    "JSON cut off": (b'[{"skuPartNumber": "SPE_E3"', "not JSON that can be read"),
    "JSON without an end": (DEEP.encode(), "not JSON that can be read"),
    "JSON that is no list": (b'{"value": [1, 2]}', "no list of objects"),
    "JSON with a number that is none": (b'[{"a": NaN}]', "not JSON that can be read"),
    "JSON with an endless number": (b'[{"a": ' + b"9" * 5_000 + b"}]", "not JSON"),
    "a web page": (b"<!DOCTYPE html><table>", "a web page"),
    "a workbook": (b"PK\x03\x04" + bytes(50), "a workbook, though its name does not say so"),
    "an archive": (b"\x1f\x8b\x08\x00", "a compressed file"),
}


def refusal(path: Path, kind: str = "seats") -> InputError:
    """Read a file that must be refused; every refusal names the file and a way to mend it."""
    with pytest.raises(InputError) as error:
        read(path, kind)
    assert error.value.where is not None
    assert path.name in error.value.where
    assert error.value.remedies
    return error.value


@pytest.mark.parametrize("what", WORKBOOKS)
def test_a_hostile_workbook_is_refused_by_name(what: str, tmp_path: Path) -> None:
    make, reason = WORKBOOKS[what]
    path = tmp_path / "a.xlsx"
    make(path)
    assert reason in str(refusal(path))


@pytest.mark.parametrize("what", TEXTS)
def test_a_hostile_text_is_refused_by_name(what: str, tmp_path: Path) -> None:
    data, reason = TEXTS[what]
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert reason in str(refusal(path))


def test_the_plain_workbook_that_the_hostile_ones_are_made_from_is_read(tmp_path: Path) -> None:
    report = read(made.changed(tmp_path / "a.xlsx", lambda _, data: data), "seats")
    assert report.clean
    assert [holding.counts["bought"] for holding in report.holdings] == [40, 12]


def test_a_repeated_part_is_refused(tmp_path: Path) -> None:
    path = made.plain(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "repeats one" in str(refusal(path))


def test_a_size_that_the_zip_file_tells_wrongly_is_no_way_around(tmp_path: Path) -> None:
    """The directory says ten bytes, the part holds sixty million: no more than ten are taken."""
    path = made.with_part(tmp_path / "a.xlsx", "xl/a.xml", bytes(60 << 20))
    data = bytearray(path.read_bytes())
    size = (60 << 20).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert "the workbook is damaged" in str(refusal(path))


def test_a_file_that_is_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made.plain(tmp_path / "a.xlsx")
    monkeypatch.setattr(guard, "MAX_FILE", 1000)
    assert "the workbook is too large" in str(refusal(path))
    monkeypatch.setattr(texts, "MAX_TEXT", 1000)
    assert "the file is too large" in str(refusal(path))


@pytest.mark.parametrize(
    ("home", "limit", "reason"),
    [
        (tables, "MAX_ROWS", "too many rows"),
        (workbooks, "MAX_CELLS", "too many cells"),
        (guard, "MAX_TOTAL", "the workbook unpacks to too much"),
    ],
)
def test_more_than_the_limit_is_refused(
    home: object, limit: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, limit, 2)
    assert reason in str(refusal(made.plain(tmp_path / "a.xlsx")))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "no such file" in str(refusal(tmp_path / "none.csv"))
    assert "not an ordinary file" in str(refusal(tmp_path))


def test_a_formula_without_its_value_is_unknown_and_refused_by_its_cell(tmp_path: Path) -> None:
    """[17] A workbook that no spreadsheet has calculated holds no figures: they are not zero."""
    rows = [*made.SEATS[:1], ("SPE_E3", "=20+20", 38), ("SPE_F1", 12, 9)]
    report = read(made.plain(tmp_path / "a.xlsx", rows), "seats")
    (refused,) = report.refused
    assert refused.place == "a.xlsx, Seats!B2"
    assert refused.reason.startswith("a formula without a stored value")
    assert [holding.key for holding in report.holdings] == ["microsoft_365_f3"]


def test_a_formula_with_its_value_is_read(tmp_path: Path) -> None:
    report = read(made.calculated(tmp_path / "a.xlsx", 40), "seats")
    assert report.clean
    assert report.holdings[0].counts["bought"] == 40


def test_a_cell_that_shows_an_error_is_refused(tmp_path: Path) -> None:
    rows = [*made.SEATS[:1], ("SPE_E3", "#REF!", 38)]
    report = read(made.plain(tmp_path / "a.xlsx", rows), "seats")
    assert '"#REF!": the spreadsheet\'s own error #REF!' in str(report.refused[0])


def test_text_that_a_spreadsheet_would_run_is_kept_harmless(tmp_path: Path) -> None:
    from licmodel.intake.price_book import price_book_text  # noqa: PLC0415

    path = tmp_path / "list.csv"
    path.write_text("Product,Price\n=cmd|'/c calc'!A1,12\n")
    mapping = tmp_path / "map.json"
    columns = {"product": "Product", "price": "Price"}
    constants = {"currency": "GBP", "per": "1 year"}
    mapping.write_text(json.dumps({"holds": "prices", "columns": columns, "constants": constants}))
    text = price_book_text(read(path, "mapped", mapping=mapping))
    assert "'=cmd" in text
    assert ",=cmd" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("SkuPartNumber;ActiveUnits;ConsumedUnits\nCAFÉ_£;3;1\n", encoding=encoding)
    report = read(path, "seats")
    assert report.holdings[0].title == "CAFÉ_£"
    assert bool(report.notes) == (encoding == "cp1252")


def test_an_entity_across_two_readings_of_a_part_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_CHUNK", 8)
    path = made.with_doctype(tmp_path / "a.xlsx")
    assert "defines entities of its own" in str(refusal(path))


def test_a_part_with_a_password_of_its_own_is_refused(tmp_path: Path) -> None:
    """The flag stands in the directory of the zip file, at 8 bytes after its mark."""
    path = made.plain(tmp_path / "a.xlsx")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "protected by a password" in str(refusal(path))
