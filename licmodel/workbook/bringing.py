"""A file that is brought back: the workbook as it was sent, or how to make it that again."""

from __future__ import annotations

from pathlib import Path

from licmodel.errors import InputError
from licmodel.intake.tables import read_file

AS_SENT = (".xlsx", ".xlsm")
"""What a workbook that comes back is called; one with macros is refused as such."""

_SAVED_OTHERWISE = {
    ".ods": "an OpenDocument workbook",
    ".xls": "a workbook in the old binary form",
    ".xlsb": "a workbook in binary form",
    ".numbers": "a workbook of Numbers",
}
_NO_WORKBOOK = {".csv": "a list of one sheet", ".pdf": "pages for print"}
MENDABLE = (*_SAVED_OTHERWISE, *_NO_WORKBOOK)
"""Other names that people bring, each of which is told how it is mended."""

_SAVE_AS = "open it in a spreadsheet, save it as .xlsx (File, Save as), and bring that back"
_ASK = "bring back the workbook itself, filled in and saved as .xlsx: the figures are read from it"


def read_returned(path: str | Path) -> bytes:
    """The bytes of a workbook that came back.

    Raises
    ------
    InputError
        If it cannot be opened, or is not the kind of workbook that was sent.
    """
    kind = Path(path).suffix.lower()
    found = _SAVED_OTHERWISE.get(kind) or _NO_WORKBOOK.get(kind)
    if found is not None and Path(path).is_file():
        raise InputError(
            "a copy comes back as the .xlsx that it was sent as",
            where=Path(path).name,
            found=f"{found} ({kind})",
            remedies=[_SAVE_AS if kind in _SAVED_OTHERWISE else _ASK],
        )
    return read_file(path)
