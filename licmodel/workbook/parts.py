"""A part of a workbook as elements, in bounded memory; nothing outside the file is fetched."""

from __future__ import annotations

import re
import zipfile
import zlib
from xml.etree import ElementTree as ET

from licmodel.intake.guard import refused

MAX_MARKS = 1_500_000
"""Tags and attributes of a part: a council's largest has 230,000."""
MAX_INSIDE = 20_000
_CHUNK = 1 << 16
_ATTRIBUTE = re.compile(rb"=\s*[\"']")


def tag_of(element: ET.Element) -> str:
    """Name of an element, whatever its namespace.

    Examples
    --------
    >>> tag_of(ET.Element("{http://example.org}row"))
    'row'
    """
    return element.tag.rpartition("}")[2]


def read_tree(archive: zipfile.ZipFile, path: str, book: str) -> ET.Element:
    """A part, whole.

    Raises
    ------
    InputError
        If it is damaged, or holds more than any workbook of ours.
    """
    parser = ET.XMLParser()  # noqa: S314  the guard let no entity through
    marks, inside, chunks = 0, 0, []
    try:
        with archive.open(path) as stream:
            while chunk := stream.read(_CHUNK):
                marks += chunk.count(b"<") + chunk.count(b"=")
                # no tag holds another's beginning
                begun = chunk.rfind(b"<")
                said = len(_ATTRIBUTE.findall(chunk, max(begun, 0)))
                inside = said if begun >= 0 else inside + said
                if marks > MAX_MARKS or inside > MAX_INSIDE:
                    found = f"{path}: over {MAX_MARKS:,} tags, or {MAX_INSIDE:,} attributes of one"
                    raise refused(book, "a part holds more than any workbook of ours", found)
                chunks.append(chunk)
            # in one piece: a tag that goes on from one to the next would be read again for each
            parser.feed(b"".join(chunks))
            root: ET.Element = parser.close()
    except ET.ParseError as error:
        found = f"{path}, line {error.position[0]}"
        raise refused(book, "the workbook is damaged", found) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise refused(book, "the workbook is damaged", path) from None
    return root
