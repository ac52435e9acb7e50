"""What a part of a workbook holds around its cells: comments, links, what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from licmodel.intake.cells import read_text
from licmodel.intake.tables import letters
from licmodel.records import record
from licmodel.workbook.parts import tag_of

_YES = frozenset({"1", "true"})
_MOST = 200
"""Of each that are kept: who added more is told of these."""

_WIDEST = 1_000
_LONGEST = 400


@record
class Around:
    """Of one sheet: hidden rows and columns, and links as address, relation and target."""

    rows: tuple[int, ...]
    columns: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]


def around(root: Element) -> Around:
    """What a sheet holds around its cells."""
    rows: list[int] = []
    columns: list[str] = []
    links: list[tuple[str, str, str]] = []
    for part in root:
        tag = tag_of(part)
        if tag == "cols":
            columns += [_span(each) for each in part if each.get("hidden") in _YES]
        elif tag == "sheetData":
            rows += [
                int(said)
                for each in part
                if each.get("hidden") in _YES and (said := each.get("r", "")).isdecimal()
            ]
        elif tag == "hyperlinks":
            for each in part:
                of = {name.rpartition("}")[2]: text for name, text in each.attrib.items()}
                where = read_text(of.get("ref", ""))[:20]
                links.append((where, of.get("id", ""), read_text(of.get("location", ""))))
    return Around(tuple(rows[:_MOST]), tuple(columns[:_MOST]), tuple(links[:_MOST]))


def _span(column: Element) -> str:
    first, last = (column.get(name, "") for name in ("min", "max"))
    if not (first.isdecimal() and last.isdecimal() and 0 < int(first) <= int(last) < _WIDEST):
        return "many"
    one, other = letters(int(first) - 1), letters(int(last) - 1)
    return one if one == other else f"{one} to {other}"


def comments_in(parts: Iterable[Element]) -> Iterator[tuple[str, str]]:
    """Address and text of each comment of a part, old or threaded."""
    left = _MOST
    for part in parts:
        if tag_of(part) in {"comment", "threadedComment"} and left:
            left -= 1
            text = "".join(each.text or "" for each in part.iter() if tag_of(each) in {"t", "text"})
            yield read_text(part.get("ref", ""))[:20], read_text(text[:_LONGEST])
