"""The text of a scenario file as it lies on a disk: found, decoded, and nothing but text."""

import contextlib
import difflib
import itertools
import re
import stat
from collections.abc import Callable
from pathlib import Path

from licmodel.errors import InputError
from licmodel.scenario.overlay import Place

MAX_BYTES = 10_000_000

START_ONE = "start one with: licmodel new FILE --template council"
_NAMES_LOOKED_AT = 10_000
_BINARY = {
    b"PK\x03\x04": "a zip file, or a workbook or document kept as one",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF file",
    b"\xff\xfe": "text saved as UTF-16 (Windows calls it Unicode)",
    b"\xfe\xff": "text saved as UTF-16",
}
# Characters that YAML allows; it takes U+2028 and U+2029 for the end of a line, as no editor does.
_TEXT = (
    *(("\t", "\n"), ("\r", "\r"), (" ", "~"), ("\xa0", "\u2027"), ("\u202a", "\ud7ff")),
    *(("\ue000", "\ufefe"), ("\uff00", "\ufffd"), ("\U00010000", "\U0010ffff")),
)
# A tab before any comment on its line; compiled when something calls for it.
_TAB = r"(?m)^(?:[^\t\n#]|\S#)*\t"


def text_of(path: Path, read: Callable[[Path], str] | None, wanted: Place | None) -> str:
    """The text of a file, from the disk or from what ``read`` gives in its place.

    Parameters
    ----------
    path : Path
        The file.
    read : callable or None
        Gives its text in place of the disk.
    wanted : Place or None
        Where a file says that it extends this one.

    Raises
    ------
    InputError
        If it is not there, is closed to the reader, or is no text.

    Examples
    --------
    >>> text_of(Path("a.yaml"), lambda _: "title: Renewal", None)
    'title: Renewal'
    """
    where, named = str(wanted or path), f"{path}, which this file extends," if wanted else "this"
    try:
        return read(path) if read else _text_on_disk(path, named, where)
    except (LookupError, FileNotFoundError, NotADirectoryError):
        raise _missing(path, wanted, on_disk=read is None) from None
    except PermissionError:
        ask = ["ask its owner for permission to read it, or for a copy"]
        raise InputError(f"{named} is closed to you", where=where, remedies=ask) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{named} cannot be opened: {reason}", where=where) from None


def _text_on_disk(path: Path, named: str, where: str) -> str:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        inside = sorted(itertools.islice(path.glob("*.y*ml"), _NAMES_LOOKED_AT))[:1]
        remedies = [f"name a file in it: {each}" for each in inside]
        raise InputError(f"{named} is a folder, not a file", where=where, remedies=remedies)
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{named} is not an ordinary file", where=where)
    if status.st_size > MAX_BYTES:
        raise _too_large(str(path), f"{status.st_size / 1e6:,.1f} MB")
    return _decoded(path.read_bytes(), str(path))


def _missing(path: Path, wanted: Place | None, *, on_disk: bool) -> InputError:
    folder = path.parent
    names, remedies = [], []
    if on_disk and folder.is_dir():
        with contextlib.suppress(OSError):
            names = [each.name for each in itertools.islice(folder.iterdir(), _NAMES_LOOKED_AT)]
    elif on_disk:
        remedies.append(f"there is no folder {folder} either: check its name")
    near = difflib.get_close_matches(path.name, names, n=1)
    remedies += [f"did you mean {folder / name}?" for name in near]
    if wanted is None:
        remedies.append(START_ONE)
        return InputError("there is no such file", where=str(path), remedies=remedies)
    what = f"{wanted.file} extends {path}, which is not there"
    remedies.append(f"name it as seen from the folder of {wanted.file}, with / between folders")
    return InputError(what, where=str(wanted), remedies=remedies)


def _too_large(where: str, found: str) -> InputError:
    return InputError(
        "this is too large for a scenario",
        where=where,
        found=found,
        expected=f"{MAX_BYTES / 1e6:,.0f} MB at the most",
        remedies=["check that it is the file you meant: scenarios are short texts"],
    )


def _not_text(where: str, what: str, found: str) -> InputError:
    remedy = "save it as plain text, in the encoding UTF-8"
    return InputError(
        what, where=where, found=found, expected="YAML text in UTF-8", remedies=[remedy]
    )


def _decoded(raw: bytes, file: str) -> str:
    for start, found in _BINARY.items():
        if raw.startswith(start):
            raise _not_text(file, "this is not a text file", found)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = raw[error.start : error.start + 1]
        where = str(Place(file, raw.count(b"\n", 0, error.start) + 1))
        meant = byte.decode("cp1252", "replace")
        found = f"byte 0x{byte.hex().upper()}, which is {meant} in Windows' own encoding"
        raise _not_text(where, "this is not UTF-8 text", found) from None


def check_characters(file: str, text: str) -> None:
    """Refuse a text that is too long, or holds what no text does.

    Raises
    ------
    InputError
        With the line of the first character that is refused.

    Examples
    --------
    >>> check_characters("a.yaml", "title: Renewal")
    """
    if len(text) > MAX_BYTES:
        raise _too_large(file, f"{len(text):,} characters")
    if odd := [each for each in set(text) if not any(a <= each <= z for a, z in _TEXT)]:
        at = min(map(text.index, odd))
        where = str(Place(file, text.count("\n", 0, at) + 1))
        what = "a character that is not text" if text[at] != "\0" else "this is not a text file"
        raise _not_text(where, what, f"the character U+{ord(text[at]):04X}")
    if "\t" in text and (tab := re.search(_TAB, text)):
        raise InputError(
            "a tab, which YAML does not read as spaces",
            where=str(Place(file, text.count("\n", 0, tab.start()) + 1)),
            found=f"a tab in column {tab.end() - tab.start()}",
            expected="spaces",
            remedies=["write spaces in its place, two for each step to the right"],
        )
