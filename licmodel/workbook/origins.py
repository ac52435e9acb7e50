"""Which scenario a copy was made from, where it is not the one that it was brought back to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from licmodel.errors import LicmodelError
from licmodel.intake.cells import read_text
from licmodel.scenario.loading import load
from licmodel.workbook.audiences import keys_of_copies
from licmodel.workbook.senders import opaque_among, words_in
from licmodel.workbook.stored import StoredBook

_LOGGED = re.compile(r"(.{1,120}), sha256 ([0-9a-f]{64})")
_SUFFIXES = frozenset({".yaml", ".yml"})
_MOST = 60
"""Files of a folder that are looked at: each is read whole."""


def origins_of(book: StoredBook, onto: str | Path) -> tuple[str, ...]:
    """Names of the files beside a scenario from which a copy may have been made.

    A whole book names them in its Log; a vendor's copy is known by its keys, which other files
    with the same lines have too.
    """
    logged = files_logged(book)
    if logged:
        return _by_log(logged, Path(onto))
    opaque = opaque_among(words_in(book))
    if not opaque:
        return ()
    return tuple(path.name for path in _beside(Path(onto)) if _makes(path, opaque))


def files_logged(book: StoredBook) -> tuple[tuple[str, str], ...]:
    """Name and digest of each file that a whole book says it was made from, parents first."""
    return tuple(
        (found[1], found[2])
        for sheet in book.sheets[-4:]
        for cells in sheet.rows.values()
        for cell in cells.values()
        if isinstance(cell.value, str)
        and (found := _LOGGED.fullmatch(read_text(cell.value))) is not None
    )


def _beside(onto: Path) -> Iterator[Path]:
    try:
        every = sorted(each for each in onto.parent.iterdir() if each.suffix in _SUFFIXES)
    except OSError:
        return
    yield from (each for each in every[:_MOST] if each.name != onto.name)


def _by_log(logged: Sequence[tuple[str, str]], onto: Path) -> tuple[str, ...]:
    """The file itself, which is the last: as it was, else as it is called."""
    name, digest = logged[-1]
    beside = [*_beside(onto)]
    same = [each.name for each in beside if _digest(each) == digest]
    return tuple(same or [each.name for each in beside if each.name == name])


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_text("utf-8").encode()).hexdigest()
    except (OSError, UnicodeDecodeError):
        return ""


def _makes(path: Path, opaque: set[str]) -> bool:
    try:
        return not opaque.isdisjoint(keys_of_copies(load(path)))
    except LicmodelError:
        return False  # a file that cannot be read made no copy
