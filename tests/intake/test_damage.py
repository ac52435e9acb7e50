"""Whatever bytes a file is broken by, it is read and balances, or is refused; it never crashes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.errors import InputError
from licmodel.intake import Report, read
from licmodel.report.imports import import_text
from tests.intake.workbooks import changed, plain

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".csv", ".json"})
SPLICES = st.lists(
    st.tuples(
        st.integers(0, 5_000),
        st.integers(0, 12),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from([b'"', b",", b"\n", b";", b"\xa3", b"\xff\xfe", b"{", b"NaN", b"\0"]),
        ),
    ),
    min_size=1,
    max_size=5,
)
Splices = list[tuple[int, int, bytes]]


def spliced(data: bytes, splices: Splices) -> bytes:
    """Bytes with some of them replaced."""
    for at, length, new in splices:
        at %= len(data) + 1  # noqa: PLW2901  within the file
        data = data[:at] + new + data[at + length :]
    return data


def outcome(path: Path) -> Report | str:
    """What a broken file gives: a report, or the reason why there is none."""
    try:
        return read(path, currency="GBP")
    except InputError as error:
        return str(error)


def survives(path: Path) -> None:
    """Read a broken file of any kind."""
    found = outcome(path)
    if isinstance(found, str):
        assert path.name in found
        return
    assert found.balances
    assert all(line.isprintable() for line in import_text(found).splitlines())
    json.dumps(found.to_json(), allow_nan=False)


@given(st.sampled_from(NAMES), SPLICES)
def test_a_broken_text(
    tmp_path_factory: pytest.TempPathFactory, name: str, splices: Splices
) -> None:
    path = tmp_path_factory.mktemp("broken") / name
    path.write_bytes(spliced((SAMPLES / name).read_bytes(), splices))
    survives(path)


@given(SPLICES)
def test_a_broken_workbook(tmp_path_factory: pytest.TempPathFactory, splices: Splices) -> None:
    path = plain(tmp_path_factory.mktemp("broken") / "seats.xlsx")
    path.write_bytes(spliced(path.read_bytes(), splices))
    survives(path)


PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
)


@given(st.sampled_from(PARTS), SPLICES)
def test_a_workbook_broken_within(
    tmp_path_factory: pytest.TempPathFactory, part: str, splices: Splices
) -> None:
    path = tmp_path_factory.mktemp("broken") / "seats.xlsx"
    changed(path, lambda name, data: spliced(data, splices) if name == part else data)
    survives(path)
