"""What a workbook must be before it is opened: no bomb, no macro, no link, no trick of XML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from licmodel.errors import InputError

MAX_FILE = 25 << 20
MAX_PART = 120 << 20
MAX_TOTAL = 200 << 20
MAX_PARTS = 300
MAX_RATIO = 150
_SMALL = 65536

_BANNED = (
    (r"vbaProject|/macrosheets/|/dialogsheets/|customUI", "macros"),
    (r"/externalLinks/|/queryTables/|(?:^|/)connections\.xml|/model/", "links to other data"),
    (r"/activeX/|/embeddings/|/ctrlProps/", "embedded objects"),
)
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""")
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1"})
_CHUNK = 1 << 20
_OVERLAP = 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1

_SAVE = "open it in a spreadsheet and save it again as .xlsx or .csv"


def check_workbook(data: bytes, name: str) -> None:
    """Refuse what is no plain workbook, before anything of it is unpacked for good.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its name, for the message.

    Raises
    ------
    InputError
        Naming the part and the reason.

    Examples
    --------
    >>> check_workbook(b"PK" + bytes(40), "a.xlsx")
    Traceback (most recent call last):
    licmodel.errors.InputError: a.xlsx: the workbook is damaged
    ...
    """
    if len(data) > MAX_FILE:
        raise refused(name, "the workbook is too large", f"{len(data) / 1e6:,.0f} MB", _smaller())
    if data.startswith(_OLE):
        raise _old_or_locked(data, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refused(name, "the workbook is damaged", "a zip file that cannot be opened") from None
    parts = archive.infolist()
    _check_sizes(parts, name)
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(each.startswith("xl/") for each in names):
        found = "an OpenDocument file" if "content.xml" in names else "a zip file of another kind"
        raise refused(name, "this is not an .xlsx workbook", found)
    if "xl/workbook.bin" in names:
        raise refused(name, "this is not an .xlsx workbook", "a binary workbook (.xlsb)")
    for part in parts:
        for pattern, what in _BANNED:
            if re.search(pattern, part.filename, re.IGNORECASE):
                raise refused(name, f"the workbook holds {what}, which are not read", part.filename)
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            _check_xml(archive, part, name)


def refused(
    name: str, what: str, found: str, expected: str | None = None, remedy: str = _SAVE
) -> InputError:
    """The error for a file that is not read at all."""
    return InputError(what, where=name, found=found, expected=expected, remedies=[remedy])


def _smaller() -> str:
    return f"at most {MAX_FILE >> 20} MB"


def _old_or_locked(data: bytes, name: str) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        remedy = "take the password off in a spreadsheet (File, Info) and save it again"
        return refused(
            name, "the workbook is protected by a password", "an encrypted file", remedy=remedy
        )
    return refused(name, "this is an old .xls file, whatever its name says", "the old binary form")


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > MAX_PARTS or len({part.filename for part in parts}) != len(parts):
        raise refused(
            name, "the workbook has too many parts, or repeats one", f"{len(parts)} parts"
        )
    total = sum(part.file_size for part in parts)
    if total > MAX_TOTAL:
        raise refused(
            name,
            "the workbook unpacks to too much",
            f"{total / 1e6:,.0f} MB",
            f"at most {MAX_TOTAL >> 20} MB",
        )
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise refused(name, "the workbook is protected by a password", part.filename)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise refused(name, "the workbook is packed in an unusual way", part.filename)
        if part.file_size > min(MAX_PART, MAX_RATIO * part.compress_size + _SMALL):
            raise refused(
                name,
                "a part of the workbook unpacks to too much",
                f"{part.filename}: {part.compress_size / 1e6:,.2f} MB holds "
                f"{part.file_size / 1e6:,.0f} MB",
            )


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """No document type anywhere, and no encoding in which one could hide."""
    try:
        with archive.open(part) as stream:
            chunk = stream.read(_CHUNK)
            said = _ENCODING.search(chunk[:400].replace(b"\0", b""))
            if said and said[1].lower() not in _ENCODINGS:
                raise refused(name, "XML in an unusual encoding", part.filename)
            before = b""
            while chunk:
                # UTF-16 has a zero beside every letter that a tag is written with
                if _DOCTYPE.search((before + chunk).replace(b"\0", b"")):
                    raise refused(
                        name, "XML that defines entities of its own is not read", part.filename
                    )
                before, chunk = chunk[-2 * _OVERLAP :], stream.read(_CHUNK)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        raise refused(name, "the workbook is damaged", part.filename) from None
