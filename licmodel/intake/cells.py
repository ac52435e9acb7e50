"""What stands in a cell: text, numbers and dates as people write them, and what was mended."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from licmodel.terms.months import parse_date
from licmodel.terms.term import parse_number

__all__ = ["Cell", "Formula", "Unreadable", "is_blank", "read_count", "read_date", "read_number"]


@dataclass(frozen=True)
class Formula:
    """A formula whose value the file does not hold: unknown, which is not zero."""


Cell = str | int | float | Decimal | bool | dt.datetime | dt.date | Formula | None
"""What a file holds at one place."""


class Unreadable(Exception):  # noqa: N818  a cell that is what its name says
    """A cell that cannot be read as what its column holds; its text is the reason."""


_PLAIN = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,12})?")
SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}
_CODE = re.compile(
    r"(?:(?P<first>[A-Z]{3}|[£€$])\s*)?(?P<rest>[^A-Z]*[0-9][^A-Z]*?)(?:\s*(?P<last>[A-Z]{3}|€))?"
)
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MOST_SEATS = 10_000_000
_LONGEST = 40
_NO_NAME = re.compile(
    r"[0-9 .,:/+£€$%()-]{0,24}|"
    r"(?:(?:n/?a|tbc|tbd|none|nil|unknown|unlimited|to be confirmed|and|"
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)(?:[ -]|$))+",
    re.IGNORECASE,
)
"""Numbers, and words that stand in their place: what names nobody."""

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]+(?:Z|[-+][0-9:]+)?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")
_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: [0-9:]+(?: ?[AP]M)?)?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_DECEMBER = 12


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell.

    Examples
    --------
    >>> is_blank(" "), is_blank(0), is_blank(Formula())
    (True, False, False)
    """
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def read_text(cell: Cell) -> str:
    r"""Text on one line, with nothing in it that does not show.

    Examples
    --------
    >>> read_text("SPE_E3 \t\x1b "), read_text(7.0), read_text(None)
    ('SPE_E3', '7', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        raise Unreadable(_UNKNOWN)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())


_UNKNOWN = "a formula without a stored value: open it in a spreadsheet, save it, and read it again"


def shown(text: str, *, private: bool) -> str:
    """What a message may tell of a cell; of a file about people, no words that may name anybody.

    Examples
    --------
    >>> shown("1,2,3", private=True), shown("twelve", private=True), shown("Jo Roe", private=False)
    ('"1,2,3"', '"twelve"', '"Jo Roe"')
    >>> shown("Jo Roe", private=True)
    'words, not shown since they may name somebody'
    """
    text = read_text(text)
    if private and not _NO_NAME.fullmatch(text):
        return "words, not shown since they may name somebody"
    return f'"{text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."}"'


def read_number(
    cell: Cell, *, currency: str | None = None, typed: bool = False, signed: bool = False
) -> tuple[Decimal, str | None]:
    """A number, and what had to be mended to read it.

    Parameters
    ----------
    cell : Cell
        Not blank.
    currency : str, optional
        The row's; a sign of another one is refused.
    typed : bool, optional
        Whether the file knows numbers from text, as a workbook does.
    signed : bool, optional
        Whether it may be below zero, as a credit is: -12.50, or (12.50) as accounts write it.

    Raises
    ------
    Unreadable
        If it is no number, or may be two.

    Examples
    --------
    >>> read_number("£1,200.50")
    (Decimal('1200.50'), 'a currency sign and thousands separators')
    >>> read_number("1.200,50")
    Traceback (most recent call last):
    licmodel.intake.cells.Unreadable: a comma after a point: is it 1200.50? ...
    >>> read_number("-£1,200.50", signed=True)
    (Decimal('-1200.50'), 'a currency sign and thousands separators')
    """
    if signed and (found := _below_zero(cell)) is not None:
        number, mended = read_number(found[0], currency=currency, typed=typed)
        return -number, mended or found[1]
    if isinstance(cell, Formula):
        raise Unreadable(_UNKNOWN)
    if isinstance(cell, bool | dt.date):
        raise Unreadable("not a number")
    if isinstance(cell, int | float | Decimal):
        return _checked(cell if isinstance(cell, Decimal) else _typed_number(cell)), None
    text = (cell or "").strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text), "a number written as text" if typed else None
    return _spelt_number(text, currency, typed=typed)


def _below_zero(cell: Cell) -> tuple[Cell, str | None] | None:
    """A number below zero without its sign, and what is to be told of how it was written."""
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return (-cell, None) if cell < 0 else None
    text = cell.strip() if isinstance(cell, str) else ""
    if text[:1] in {"-", "−"} and text[1:2] not in {"-", "−", "("}:
        return text[1:].strip(), None
    if text.startswith("(") and text.endswith(")") and text[1:2] not in {"-", "−", "("}:
        return text[1:-1].strip(), "brackets read as below zero"
    return None


def _typed_number(cell: float) -> Decimal:
    # workbooks hold fifteen digits; the sixteenth is noise of the program that wrote it
    return Decimal(cell) if isinstance(cell, int) else Decimal(f"{cell:.15g}")


def _checked(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise Unreadable("not a number")
    if number < 0:
        raise Unreadable("below zero")
    if number >= 10**13:
        raise Unreadable("ten million million or more")
    return number


def _spelt_number(text: str, currency: str | None, *, typed: bool) -> tuple[Decimal, str]:
    if text.upper() in _ERRORS:
        raise Unreadable(f"the spreadsheet's own error {text.upper()}")
    rest, signed = _without_currency(_SPACES.sub(" ", text), currency)
    if re.fullmatch(r"[0-9.]+,[0-9]{1,2}", rest):
        doubt = "a comma after a point" if "." in rest else "a comma before the last digits"
        meant = rest.replace(".", "").replace(",", ".")
        raise Unreadable(f"{doubt}: is it {meant}? write decimals after a point")
    if "%" in rest or "£" in rest:
        raise Unreadable("not one plain number")
    try:
        number = _checked(parse_number(rest))
    except ValueError as error:
        # what to write instead is said of scenarios, not of other people's files
        reason = str(error).partition(": ")[2].partition(";")[0]
        raise Unreadable(reason or "not a number") from None
    mended = []
    if signed:
        mended.append("a currency sign")
    if re.search(r"[0-9][,_ ][0-9]", rest):
        mended.append("thousands separators")
    if not mended and typed:
        mended.append("a number written as text")
    return number, " and ".join(mended) or "a sign or spaces around the number"


def _without_currency(text: str, currency: str | None) -> tuple[str, bool]:
    """An amount without its sign or code, and whether it had one."""
    found = _CODE.fullmatch(text)
    first, rest, last = found.groups() if found else (None, text, None)
    for sign in (first, last):
        meant = SIGNS.get(sign or "", sign)
        if meant and currency and meant != currency:
            raise Unreadable(f"an amount in {meant} in a row of {currency}")
    if first and last and first != last:
        raise Unreadable("two currencies")
    return rest, bool(first or last)


def read_count(cell: Cell, *, typed: bool = False) -> tuple[int, str | None]:
    """A whole number of seats, and what had to be mended to read it.

    Raises
    ------
    Unreadable
        If it is not a whole number below ten million.

    Examples
    --------
    >>> read_count("1,200"), read_count(40.0, typed=True)
    ((1200, 'thousands separators'), (40, None))
    """
    number, mended = read_number(cell, typed=typed)
    if number != number.to_integral_value():
        raise Unreadable("not a whole number")
    if number >= _MOST_SEATS:
        raise Unreadable("ten million or more")
    return int(number), mended


def read_date(cell: Cell) -> tuple[dt.date, str | None]:
    """A day, and what had to be mended to read it.

    Raises
    ------
    Unreadable
        If it is no day, or the month stands first.

    Examples
    --------
    >>> read_date("2026-07-01T00:00:00.0000000Z")
    (datetime.date(2026, 7, 1), None)
    >>> read_date("01/07/2026")
    (datetime.date(2026, 7, 1), 'a date read with the day first')
    """
    if isinstance(cell, Formula):
        raise Unreadable(_UNKNOWN)
    if isinstance(cell, dt.datetime):
        return cell.date(), None
    if isinstance(cell, dt.date):
        return cell, None
    if isinstance(cell, bool | int | float | Decimal) or cell is None:
        raise Unreadable("a number where a date should stand")
    return _written_date(cell)


# a sheet repeats a handful of days thousands of times
@lru_cache(maxsize=1024)
def _written_date(cell: str) -> tuple[dt.date, str | None]:
    text = _SPACES.sub(" ", cell).strip()
    if found := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return _day(year, month, day), None
    if found := _SLASHED.fullmatch(text):
        day, month, year = map(int, found.groups())
        if month > _DECEMBER >= day:
            raise Unreadable("the month stands first; write the day first, or the year")
        return _day(year, month, day), "a date read with the day first"
    try:
        absolute, day_named = parse_date(text)
    except ValueError:
        raise Unreadable("not a date") from None
    if day_named is None:
        raise Unreadable("a month without its day")
    return dt.date(absolute // 12, absolute % 12 + 1, day_named), "a date written in words"


def may_be_month_first(cell: Cell) -> bool:
    """Whether a date would be another day if the month stood first.

    Examples
    --------
    >>> may_be_month_first("07/01/2026"), may_be_month_first("13/07/2026")
    (True, False)
    """
    found = _SLASHED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found is not None and int(found[1]) <= _DECEMBER and found[1] != found[2]


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Unreadable("there is no such day") from None
