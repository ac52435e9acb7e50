"""Workbooks that came back broken, or hostile: an answer or a message with the place, and soon."""

import io
import random
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from licmodel.analysis.results import run
from licmodel.errors import InputError, LicmodelError
from licmodel.scenario.loading import load
from licmodel.workbook.export import make_workbook
from licmodel.workbook.importing import Imported, read_workbook
from tests.workbook.editing import rewritten, small

MUTATED = 300
LONGEST = 5.0
DEAL, SHEET = "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml"
CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?[^>]*?(?:/>|>.*?</c>)')
NONSENSE: tuple[str, ...] = (
    *(
        "",
        " ",
        "-",
        "?",
        "five",
        "tbc",
        "n/a",
        "#REF!",
        "#N/A",
        "£",
        "%",
        "1,2,3",
        "1.2.3",
        "1e400",
    ),
    *("-1e9", "nan", "inf", "12%%", "£$5", "(5", "5)", "--5", "1/0", "=1+1", "+A1", "@SUM(A1)"),
    *("31/02/2027", "01/02/2027", "2027-13", "1899-12-31", "9999-99", "Q3", "2027/28", "0x10"),
    *(
        "\u0660\u0661",
        "\u202e12",
        "\u200b12",
        "\U0001f4b0",
        "\u00bd",
        "é" * 50,
        "a" * 5000,
        "1" * 400,
    ),
    *(
        "yes",
        "TRUE",
        "null",
        "{}",
        "[1, 2]",
        "a: b",
        "# b",
        "!!python/object",
        "&a",
        "*a",
        "'",
        '"',
    ),
    *("../../etc/passwd", "C:\\a", "<b>5</b>", "]]>", "\\n", "drivers.staff", "x" * 32_000),
)
RAW: tuple[str, ...] = (
    *("<v>1e999</v>", "<v>nan</v>", "<v>-inf</v>", "<v>1,5</v>", "<v></v>", "<v/>", "<f>1/0</f>"),
    *("<f>A1</f><v>#REF!</v>", "<v>9e307</v>", "<v>-0.0</v>", "<v>46478.5</v>", "<v>-46478</v>"),
    *("<is/>", "<is><t>5</t><rPh><t>6</t></rPh></is>", "<x/>", "<v>999999999</v>", "<v>5<x/></v>"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Return the small town's file, and its workbook as it was sent."""
    path, book = small(tmp_path_factory.mktemp("town"))
    return path, book.data


def mutations(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Bytes flipped, ends cut off, parts dropped or emptied, cells of every sheet made nonsense."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
    for number in range(MUTATED):
        kind = number % 6
        if kind == 0:
            flipped = bytearray(data)
            for _ in range(1 + number % 7):
                flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            yield bytes(flipped)
        elif kind == 1:
            gone, how = chance.choice(names), chance.choice((None, "", "<x/>", "<x>"))
            yield rewritten(data, lambda name, text, g=gone, h=how: h if name == g else text)  # type: ignore[misc]  # both are text
        elif kind == 2 and number % 12 == 2:
            yield data[: chance.randrange(len(data))]
        else:
            share = chance.choice((0.05, 0.1, 0.2, 1.0))
            yield rewritten(data, lambda name, text, s=share: nonsense(name, text, chance, s))  # type: ignore[misc]  # both are text


def nonsense(name: str, text: str, chance: random.Random, share: float) -> str:
    """A sheet with a share of its cells made nonsense of every kind; styles and all."""
    if "/worksheets/" not in name or chance.random() > (1.0 if name in {DEAL, SHEET} else 0.2):
        return text

    def put(found: re.Match[str]) -> str:
        if chance.random() > share:
            return found[0]
        kind = chance.choice(("", "", ' t="s"', ' t="b"', ' t="e"', ' t="str"', ' t="d"', ' t="?"'))
        style = chance.choice((found[2] or "0", "0", "99999", "x"))
        head = f'<c r="{found[1]}" s="{style}"'
        if kind == "" or chance.random() < 0.5:
            said = escape(chance.choice(NONSENSE))
            return f'{head} t="inlineStr"><is><t>{said}</t></is></c>'
        return f"{head}{kind}>{chance.choice(RAW)}</c>"

    return CELL.sub(put, text)


def test_no_mutation_breaks_the_program_or_keeps_it_waiting(
    town: tuple[Path, bytes], tmp_path: Path
) -> None:
    """Whatever is read of them is in the workbook, and whatever is refused names its place."""
    file, data = town
    target = tmp_path / "broken.xlsx"
    chance = random.Random(5)  # noqa: S311  no secret
    told: list[str] = []
    read: list[Imported] = []
    for mutated in mutations(data, chance):
        target.write_bytes(mutated)
        begun = time.process_time()
        try:
            imported = read_workbook(target, file)
        except LicmodelError as error:
            told.append(str(error))
        else:
            read.append(imported)
            told += [each.place for each in imported.refused]
        assert time.process_time() - begun < LONGEST
        assert target.read_bytes() == mutated
    assert [each for each in told if "broken.xlsx" not in each] == []
    assert len(read) > MUTATED / 3
    assert sum(bool(each.refused) for each in read) > MUTATED / 5
    for imported in read:
        figures = run(imported.scenario, list(imported.scenario.what_ifs))
        for change in imported.changes:
            assert figures.figure(change.key, change.what_if) == pytest.approx(change.after)


# --- attacks ---


def with_rows(data: bytes, rows: str) -> bytes:
    """The sheet of inputs with rows below its own."""
    return rewritten(
        data,
        lambda name, text: (
            text.replace("</sheetData>", rows + "</sheetData>") if name == SHEET else text
        ),
    )


def with_part(data: bytes, path: str, text: str = "<x/>") -> bytes:
    """One part more, or another in its place."""
    stream = io.BytesIO(rewritten(data, lambda name, old: None if name == path else old))
    with zipfile.ZipFile(stream, "a") as parts:
        parts.writestr(path, text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def scattered(count: int, text: str) -> str:
    """Much text that packs too badly to be told by its ratio."""
    chance = random.Random(1)  # noqa: S311  no secret
    return "".join(text.format(chance.randrange(10**9)) for _ in range(count))


ATTACKS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a cell at the far end": (
        lambda data: with_rows(data, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "too many columns",
    ),
    "a row at the far end": (
        lambda data: with_rows(data, '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "too many rows",
    ),
    "rows without end": (
        lambda data: with_rows(data, scattered(300_000, "<row><c><v>{}</v></c></row>")),
        "holds more than any workbook of ours",
    ),
    "one row without end": (
        lambda data: with_rows(data, f"<row>{scattered(450_000, '<c><v>{}</v></c>')}</row>"),
        "holds more than any workbook of ours",
    ),
    "attributes without end": (
        lambda data: with_rows(data, "<row " + scattered(100_000, 'a{}="" ') + "/>"),
        "holds more than any workbook of ours",
    ),
    "texts without end": (
        lambda data: with_part(data, "xl/sharedStrings.xml", scattered(600_000, "<si>{}</si>")),
        "larger than in any workbook of ours",
    ),
    "a bomb of rows": (
        lambda data: with_rows(data, '<row><c r="A9"><v>1</v></c></row>' * 2_000_000),
        "unpacks to too much",
    ),
    "a bomb of padding": (
        lambda data: with_part(data, "xl/media/a.bin", " " * (120 << 20)),
        "unpacks to too much",
    ),
    "elements within elements": (
        lambda data: with_rows(data, "<row>" * 200_000 + "</row>" * 200_000),
        "broken.xlsx",
    ),
    "entities": (
        lambda data: rewritten(
            data,
            lambda name, text: (
                text.replace("<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
                if name == SHEET
                else text
            ),
        ),
        "entities of its own",
    ),
    "macros": (lambda data: with_part(data, "xl/vbaProject.bin"), "holds macros"),
    "links": (lambda data: with_part(data, "xl/externalLinks/externalLink1.xml"), "links to other"),
    "objects": (lambda data: with_part(data, "xl/embeddings/a.bin"), "embedded objects"),
    "a workbook of another kind": (
        lambda data: with_part(data, "xl/workbook.bin"),
        "a binary workbook",
    ),
    "sheets that are one": (
        lambda data: rewritten(
            data,
            lambda _, text: re.sub(r"(worksheets/sheet)\d+", r"\g<1>4", text),
        ),
        "several rows that say the same",
    ),
}


@pytest.mark.parametrize("what", ATTACKS)
def test_an_attack_is_refused_by_name_and_soon(
    what: str, town: tuple[Path, bytes], tmp_path: Path
) -> None:
    make, reason = ATTACKS[what]
    file, data = town
    target = tmp_path / "broken.xlsx"
    target.write_bytes(make(data))
    begun = time.process_time()
    try:
        imported = read_workbook(target, file)
    except InputError as error:
        told = str(error)
    else:
        assert imported.changes == ()
        told = " ".join(f"{each.place}: {each.reason}" for each in imported.refused) + " ".join(
            imported.notes
        )
    assert time.process_time() - begun < LONGEST
    assert reason in told
    assert "broken.xlsx" in told


def test_a_false_size_of_a_sheet_changes_nothing(town: tuple[Path, bytes], tmp_path: Path) -> None:
    file, data = town
    target = tmp_path / "back.xlsx"
    target.write_bytes(
        rewritten(
            data,
            lambda _, text: re.sub(
                r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', text
            ),
        )
    )
    imported = read_workbook(target, file)
    assert (imported.changes, imported.refused, imported.notes) == ((), (), ())
    assert imported.rows == len(make_workbook(load(file)).results.model.program.inputs)
