"""Price books read strictly: a row is accepted whole or refused with its line and the reason."""

import csv
import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import cast, get_args

from licmodel.catalogue.price_point import (
    COLUMNS,
    PLANS,
    SEGMENTS,
    Confidence,
    Per,
    PricePoint,
    PriceStatus,
)
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.terms.addresses import names_an_address
from licmodel.terms.months import parse_date
from licmodel.terms.term import parse_number

Progress = Callable[[int, int], None]
"""Told how many rows of how many are read."""

MAX_ROWS = 500_000
MAX_CELL = 2_000
_REQUIRED = ("product", "price", "currency", "per")
_WORDS: dict[str, tuple[str, ...]] = {
    "segment": ("", *SEGMENTS),
    "per": get_args(Per),
    "plan": ("", *PLANS),
    "confidence": get_args(Confidence),
    "status": ("", *get_args(PriceStatus)),
}
_KEY = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_UNIT = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLAIN_PRICE = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_TERM = re.compile(r"\d{1,3}")
_LONGEST_TERM = 120
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd]")
_SIGNS = {"£": "GBP", "$": "USD", "€": "EUR"}
_EVERY = 1_000
_TOLD = 8


@record
class Refused:
    """A row that was not taken, with its line and the reason."""

    line: int
    reason: str


@record
class Reading:
    """What a price book held: every row of it is among the accepted or the refused.

    Parameters
    ----------
    file : str
        Its name, as messages name it.
    points : tuple of PricePoint
        Rows accepted, in the order of the file.
    refused : tuple of Refused
        Rows that were not.
    """

    file: str
    points: tuple[PricePoint, ...]
    refused: tuple[Refused, ...]

    @property
    def held(self) -> int:
        """Rows below the heading, but for empty ones."""
        return len(self.points) + len(self.refused)

    def whole(self) -> tuple[PricePoint, ...]:
        """Every row, for a model: it takes all of a book or none of it.

        Raises
        ------
        InputError
            If a row was refused.
        """
        if not self.refused:
            return self.points
        first, *others = self.refused
        told = others[: _TOLD - 1]
        more = len(others) - len(told)
        raise InputError(
            f"the price book cannot be read: {first.reason}",
            where=f"{self.file}:{first.line}",
            found="; ".join(f"line {each.line}: {each.reason}" for each in told)
            + (f"; and {more} more" if more else "")
            if told
            else None,
            remedies=[f"see every row: licmodel prices check {self.file}"],
        )


def read_prices(
    text: str, file: str, *, disputes: bool = False, progress: Progress | None = None
) -> Reading:
    r"""Read a price book.

    Parameters
    ----------
    text : str
        What stands in it: CSV with a heading, one row on one line.
    file : str
        Its name, for messages.
    disputes : bool
        Whether sources may disagree, each in a row of its own, as in the catalogue. In a book
        of one's own there is one price of a key from one date.
    progress : callable, optional
        Told now and then how many rows are read.

    Raises
    ------
    InputError
        If it is no price book at all: no heading, or far too large.

    Examples
    --------
    >>> text = "product,price,currency,per\nsuite,12,GBP,month\nmail,x,GBP,month"
    >>> reading = read_prices(text, "ours.csv")
    >>> [point.price for point in reading.points], [str(row.line) for row in reading.refused]
    ([12.0], ['3'])
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_ROWS:
        raise InputError(
            "this is too large for a price book",
            where=file,
            found=f"{len(lines):,} lines",
            expected=f"{MAX_ROWS:,} at the most",
        )
    row = _Row(file, lines[0])
    points: list[PricePoint] = []
    refused: list[Refused] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, line in enumerate(lines[1:], 2):
        if progress is not None and number % _EVERY == 0:
            progress(number, len(lines))
        if not line or not line.strip(', \t;"'):
            continue
        try:
            point = row.read(line, number)
            if not disputes:
                _refuse_twice(point, seen)
        except (ValueError, csv.Error) as error:
            refused.append(Refused(number, str(error)))
        else:
            points.append(point)
    if progress is not None:
        progress(len(lines), len(lines))
    return Reading(file, tuple(points), tuple(refused))


def _refuse_twice(point: PricePoint, seen: dict[tuple[object, ...], int]) -> None:
    before = seen.setdefault((*point.key, point.start), point.line)
    if before != point.line:
        raise ValueError(f"the same product, terms and date as line {before}; keep one of them")


class _Row:
    """Reads a row of a book by the names in its heading."""

    def __init__(self, file: str, heading: str) -> None:
        self.names = _names(file, heading.removeprefix("\ufeff"))
        # a column that the book does not have reads the empty cell put behind the last
        self.order = [
            self.names.index(name) if name in self.names else len(self.names) for name in COLUMNS
        ]

    def read(self, line: str, number: int) -> PricePoint:
        """Read one line; a ValueError says why it is refused."""
        cells = _cells(line)
        if len(cells) != len(self.names):
            raise ValueError(
                f"{len(cells)} cells, where the heading has {len(self.names)}; "
                "put text with a comma in it in quotes"
            )
        cells.append("")
        said = [cells[at] for at in self.order]
        (product, title, segment, unit, price, currency, per, start, end) = said[:9]
        (programme, plan, term, offer, source, source_date, confidence, status, note) = said[9:]
        _check_words(product, unit, currency, programme)
        first, last = _month("from", start), _month("to", end)
        if first is not None and last is not None and last < first:
            raise ValueError(f"it ends on {end}, before it begins on {start}")
        return PricePoint(
            product,
            title or product.replace("_", " "),
            _word("segment", segment),
            unit or "user",
            _price(price, currency),
            currency,
            cast("Per", _word("per", per)),
            first,
            last,
            programme,
            _word("plan", plan),
            _months(term),
            offer,
            source,
            source_date,
            cast("Confidence", _word("confidence", confidence)),
            cast("PriceStatus", _status(_word("status", status), source)),
            note,
            number,
        )


def _names(file: str, heading: str) -> list[str]:
    where, remedies = f"{file}:1", [f"write the heading {','.join(COLUMNS)}"]
    try:
        names = [each.lower() for each in _cells(heading)]
    except (ValueError, csv.Error) as error:
        raise InputError(
            "this is no price book", where=where, found=str(error), remedies=remedies
        ) from None
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if mark in heading and "," not in heading:
            remedies = ["save it as CSV with commas between the columns"]
            raise InputError(
                "this is no price book", where=where, found=f"columns parted by {name}",
                expected="commas", remedies=remedies,
            )  # fmt: skip
    unknown = [name for name in names if name not in COLUMNS]
    twice = [name for name in names if names.count(name) > 1]
    lacking = [name for name in _REQUIRED if name not in names]
    if unknown or twice or lacking:
        found = [
            *(f"no column {name}" for name in lacking),
            *(f"{name} twice" for name in dict.fromkeys(twice)),
            *(f"an unknown column {name or 'with no name'}{_near(name, COLUMNS)}"
              for name in dict.fromkeys(unknown)),
        ]  # fmt: skip
        raise InputError(
            "this is no price book",
            where=where,
            found="; ".join(found),
            expected=f"{', '.join(COLUMNS)}; all but {', '.join(_REQUIRED)} may be left out",
            remedies=remedies,
        )
    return names


def _cells(line: str) -> list[str]:
    if odd := _UNREADABLE.search(line):
        raise ValueError(f"the character U+{ord(odd[0]):04X}, which is not text")
    try:
        # one line at a time: a quotation mark left open would else swallow the rows below it
        cells = next(csv.reader((line,), strict=True))
    except csv.Error as error:
        raise ValueError(
            f"{_SLIPS.get(str(error), str(error))}; mend its quotation marks"
        ) from None
    cells = [cell.strip() for cell in cells]
    if len(line) > MAX_CELL and (longest := max(map(len, cells))) > MAX_CELL:
        raise ValueError(f"a cell of {longest:,} characters; {MAX_CELL:,} are the most")
    if "=" in line or "@" in line:
        for cell in cells:
            if cell[:1] in {"=", "@"}:
                raise ValueError(f"a formula, {cell[:30]}; write its value")
    return cells


_SLIPS = {
    "unexpected end of data": "a quotation mark is left open, or a line ends inside a cell",
    "',' expected after '\"'": "text goes on after a closing quotation mark",
}


def _check_words(product: str, unit: str, currency: str, programme: str) -> None:
    if not _KEY.fullmatch(product):
        raise ValueError(
            f"product {product or 'is empty'}: write a key of small letters, digits and _, "
            "such as microsoft_365_e3"
        )
    if unit and not _UNIT.fullmatch(unit):
        raise ValueError(f"unit {unit}: write one word such as user or device")
    if not _CURRENCY.fullmatch(currency):
        raise ValueError(
            f"currency {currency or 'is empty'}: write three capital letters, such as GBP"
        )
    if programme and not _KEY.fullmatch(programme):
        raise ValueError(f"programme {programme}: write its key, such as csp_annual")


@cache
def _word(column: str, word: str) -> str:
    known = _WORDS[column]
    meant = word.lower().replace(" ", "_")
    if meant in known:
        return meant
    raise ValueError(
        f"{column} {word or 'is empty'}: write one of {', '.join(each for each in known if each)}"
        f"{_near(meant, known)}"
    )


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f" (did you mean {near[0]}?)" if near else ""


def _price(text: str, currency: str) -> float:
    if _PLAIN_PRICE.fullmatch(text):
        return float(text)
    sign = text[:1]
    if sign in _SIGNS:
        if _SIGNS[sign] != currency:
            raise ValueError(f"price {text}: {sign} is no sign of {currency}")
        text = text[1:]
    if not text:
        raise ValueError("price is empty: a price that is not known has no row, and 0 is free")
    if text.endswith("%"):
        raise ValueError(f"price {text}: a price is no percentage")
    try:
        price = float(parse_number(text))
    except ValueError as error:
        raise ValueError(f"price {error}") from None
    if price < 0:
        raise ValueError(f"price {text}: a price is 0 or more")
    return price


def _status(status: str, source: str) -> str:
    if not status:
        # what no page on the web says was said to us, and is not to be told to everybody
        said = "published" if names_an_address(source) else "quote"
        return said if source else "assumed"
    if not source and status != "assumed":
        raise ValueError(f"status {status}: there is no source for it; write source, or assumed")
    return status


@cache
def _months(text: str) -> int | None:
    if not text:
        return None
    if not _TERM.fullmatch(text) or not 1 <= int(text) <= _LONGEST_TERM:
        raise ValueError(f"term {text}: write the months committed to, 1, 12 or 36")
    return int(text)


@cache
def _month(column: str, text: str) -> int | None:
    # A period is a calendar month, so a day counts as the whole month that it stands in: a
    # price from 16 January is taken for all of January, and one to 13 October for all October.
    try:
        return parse_date(text)[0] if text else None
    except ValueError as error:
        raise ValueError(f"{column} {error}") from None


def by_product(points: Sequence[PricePoint]) -> dict[str, tuple[PricePoint, ...]]:
    r"""Prices of each product, in the order of the book.

    Examples
    --------
    >>> reading = read_prices("product,price,currency,per\nsuite,12,GBP,month", "ours.csv")
    >>> list(by_product(reading.points))
    ['suite']
    """
    found: dict[str, list[PricePoint]] = {}
    for point in points:
        found.setdefault(point.product, []).append(point)
    return {product: tuple(each) for product, each in found.items()}
