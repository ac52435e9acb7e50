"""A formula taken apart: the cells that it reads, and the numbers and texts that it holds."""

from __future__ import annotations

import re

from licmodel.records import record

_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_SHEET = r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[A-Za-z_][A-Za-z0-9_.]*))!"
_ADDRESS = r"\$?(?P<column>[A-Z]{1,3})\$?(?P<line>[0-9]+)"
_REFERENCE = re.compile(
    rf"(?<![A-Za-z0-9_.])(?:{_SHEET})?{_ADDRESS}(?::\$?(?P<to>[A-Z]{{1,3}})\$?(?P<last>[0-9]+))?(?![A-Za-z0-9_(])"
)
_NUMBER = re.compile(r"(?<![A-Za-z_$.])[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?(?![A-Za-z_])")
_REACHING = re.compile(
    r"\b(INDIRECT|OFFSET|HYPERLINK|WEBSERVICE|RTD|CALL|DDE)\s*\(|\[|\|", re.IGNORECASE
)


@record
class FormulaParts:
    """What a formula is made of."""

    cells: tuple[tuple[str, str], ...]
    """Sheet and address of each cell read; of a range, its ends."""

    numbers: tuple[float, ...]
    texts: tuple[str, ...]
    is_outside: bool
    """Whether it reaches another book, or cells that only a calculation finds."""


def formula_parts(formula: str, sheet: str) -> FormulaParts:
    """Take a formula apart that stands on a sheet.

    Examples
    --------
    >>> parts = formula_parts("Inputs!$F$6*12+B2", "Schedule")
    >>> parts.cells, parts.numbers
    ((('Inputs', 'F6'), ('Schedule', 'B2')), (12.0,))
    """
    texts = tuple(_TEXT.findall(formula))
    bare = _TEXT.sub(" ", formula)
    cells: list[tuple[str, str]] = []
    for found in _REFERENCE.finditer(bare):
        where = (found["quoted"] or found["plain"] or sheet).replace("''", "'")
        cells.append((where, found["column"] + found["line"]))
        if found["to"]:
            cells.append((where, found["to"] + found["last"]))
    left = _REFERENCE.sub(" ", bare)
    numbers = tuple(float(each) for each in _NUMBER.findall(left))
    return FormulaParts(tuple(cells), numbers, texts, bool(_REACHING.search(bare)))
