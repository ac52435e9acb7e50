"""Versions of record among scenario files: told apart, and extended by none."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from licmodel.errors import InputError

if TYPE_CHECKING:
    from licmodel.scenario.overlay import Place

RECORD = "licmodel version of record"
"""What the format of every frozen file begins with."""


def is_record(path: str | Path) -> bool:
    """Whether a file is a version of record, as ``licmodel freeze`` writes them."""
    with suppress(OSError, ValueError):
        if Path(path).is_file():
            with Path(path).open("rb") as file:
                return file.read(1) == b"{" and f'"{RECORD}'.encode() in file.read()
    return False


def unsigned(text: str, path: Path, wanted: Place | None) -> str:
    """The text of a file; refused if another file extends it and it is a version of record."""
    if wanted is not None and text.startswith("{") and f'"{RECORD}' in text:
        raise InputError(
            f"{wanted.file} extends {path}, which is a version of record",
            where=str(wanted),
            expected="a scenario file (YAML)",
            remedies=["extend the scenario that was frozen: what is signed stays as it is"],
        )
    return text
