"""Price books as files: read once, refused where they are not plain text of a sensible size."""

import stat
from collections.abc import Callable
from pathlib import Path

from licmodel.errors import InputError

MAX_BYTES = 100_000_000
_BINARY = {
    b"PK\x03\x04": "a zip file, or a workbook kept as one",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF file",
    b"\xff\xfe": "text saved as UTF-16 (Windows calls it Unicode)",
    b"\xfe\xff": "text saved as UTF-16",
}
_SAVE = "save it in Excel as CSV UTF-8 (comma delimited)"


def book_text(
    path: str | Path, *, read: Callable[[Path], str] | None = None, where: str | None = None
) -> str:
    """Give the text of a price book.

    Parameters
    ----------
    path : str or Path
        The file, as messages name it.
    read : callable, optional
        Gives its text in place of the disk, as a frozen file does; it raises a `LookupError` or
        an `OSError` for a file it does not have.
    where : str, optional
        Who asks for it: the line of the scenario that names it.

    Raises
    ------
    InputError
        If it is missing, no ordinary file, too large, or not text in UTF-8.
    """
    path = Path(path)
    where = where or str(path)
    try:
        return read(path) if read is not None else _decoded(_bytes(path), str(path))
    except (LookupError, FileNotFoundError, NotADirectoryError):
        raise InputError(
            "there is no such price book",
            where=where,
            found=str(path),
            remedies=[
                "check the name and the folder"
                if where == str(path)
                else "name it as seen from the folder of the file that names it"
            ],
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path} cannot be opened: {reason}", where=where) from None


def _bytes(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise InputError("this is not an ordinary file", where=str(path), expected="a CSV file")
    if status.st_size > MAX_BYTES:
        raise InputError(
            "this is too large for a price book",
            where=str(path),
            found=f"{status.st_size / 1e6:,.0f} MB",
            expected=f"{MAX_BYTES / 1e6:,.0f} MB at the most",
        )
    return path.read_bytes()


def _decoded(raw: bytes, file: str) -> str:
    for start, found in _BINARY.items():
        if raw.startswith(start):
            raise _not_text(file, found)
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise _not_text(f"{file}:{line}", "a byte that is no text (NUL)")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = raw[error.start : error.start + 1]
        meant = byte.decode("cp1252", "replace")
        line = raw.count(b"\n", 0, error.start) + 1
        raise _not_text(
            f"{file}:{line}", f"byte 0x{byte.hex().upper()}, which is {meant} in Windows' encoding"
        ) from None


def _not_text(where: str, found: str) -> InputError:
    return InputError(
        "this is not a CSV file in UTF-8",
        where=where,
        found=found,
        expected="text in UTF-8, with commas between the columns",
        remedies=[_SAVE],
    )
