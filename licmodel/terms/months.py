"""Months as whole numbers, in the ways people write them, and the financial years they fall in.

A month is counted from year 0: ``year * 12 + month - 1``, so that a year later is twelve more.
"""

import calendar
import datetime as dt
import re
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from licmodel.terms.term import refusal

LONG_AGO = 12 * 1980
"""The month that stands for no month: what nobody gave a start held before anybody looked."""

_FIRST, _AFTER_LAST = 12 * 1900, 12 * 2200
_DECEMBER = 12

# Spelt out, because the names in `calendar` follow the machine's language.
_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBER_OF = {name.lower(): number for number, name in enumerate(_NAMES, 1)}
_NUMBER_OF |= {name[:3]: number for name, number in _NUMBER_OF.items()} | {"sept": 9}

_ISO = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?"
_DAY_FIRST = r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_IN_WORDS = rf"(?:{_DAY}[ -])?(?P<month>[A-Za-z]+)[ -](?P<year>[0-9]{{4}})"
_CLOSING = rf"(?:{_DAY} )?(?P<month>[A-Za-z]+)"
_TWO_YEARS = r"([0-9]{4})[/-]([0-9]{2}|[0-9]{4})"

_ONE_TO_TWELVE = "(?P<month>0?[1-9]|1[0-2])"
_MISTAKEN = (
    # What looks like a month and is none: the form, what is wrong, and what to write.
    (
        rf"{_ONE_TO_TWELVE}[/.-](?P<year>[0-9]{{4}})",
        "the year comes first",
        "write {year}-{month:0>2}",
    ),
    (
        rf"(?P<year>[0-9]{{4}})[/.-]{_ONE_TO_TWELVE}",
        "a month has a hyphen and two digits",
        "write {year}-{month:0>2}",
    ),
    (
        "(?P<year>[0-9]{4})",
        "that is a year, not a month",
        "write {year}-04 for April",
    ),
    (
        r"([0-9]{1,2}[ /.-])?([0-9]{1,2}|[A-Za-z]+)[ /.-]'?[0-9]{2}",
        "the year has two digits",
        "write it in full, as in 2027-04",
    ),
    (_ISO, "there is no month {month}", "write 01 to 12, as in 2027-04"),
    (_DAY_FIRST, "there is no month {month}, and days come first", "write it as 01/04/2027"),
)


def month_text(month: int) -> str:
    """Write a month as files do.

    Examples
    --------
    >>> month_text(2027 * 12 + 3)
    '2027-04'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_words(month: int) -> str:
    """Write a month as people say it.

    Examples
    --------
    >>> month_words(2027 * 12 + 3)
    'April 2027'
    """
    return f"{_NAMES[month % 12]} {month // 12}"


def since_words(month: int, *, is_only: bool = True) -> str:
    """From when a figure holds, to go behind its name; always where nobody gave a start.

    Parameters
    ----------
    month : int
        From which it holds.
    is_only : bool
        Whether no other takes its place later.

    Examples
    --------
    >>> since_words(2027 * 12 + 3), since_words(LONG_AGO), since_words(LONG_AGO, is_only=False)
    (' from 2027-04', ', always', ', at first')
    """
    if month > LONG_AGO:
        return f" from {month_text(month)}"
    return ", always" if is_only else ", at first"


def parse_date(value: object) -> tuple[int, int | None]:
    """Read a date that need not be the edge of a month, such as the day a quote was given.

    Parameters
    ----------
    value : object
        Text, a date, or an absolute month.

    Returns
    -------
    tuple of int and (int or None)
        The absolute month, and the day of the month where one was named.

    Examples
    --------
    >>> parse_date("14 October 2026")
    (24321, 14)
    >>> parse_date("2026-10")
    (24321, None)
    """
    if isinstance(value, dt.date):
        return _checked_month(value, value.year, value.month), value.day
    if isinstance(value, int) and not isinstance(value, bool) and _FIRST <= value < _AFTER_LAST:
        return value, None
    if not isinstance(value, str):
        raise refusal(value, "not a month", "write 2027-04 or April 2027")
    text = " ".join(value.split())
    for form in (_ISO, _DAY_FIRST, _IN_WORDS):
        if found := re.fullmatch(form, text):
            written = found["month"]
            number = int(written) if written.isdigit() else _NUMBER_OF.get(written.lower(), 0)
            if not 1 <= number <= _DECEMBER:
                break
            month = _checked_month(text, int(found["year"]), number)
            return month, _checked_day(text, month, found["day"])
    raise _not_a_month(text)


def parse_month(value: object, *, end: bool = False) -> int:
    """Read the month something starts in, or with `end` the last month it serves.

    Parameters
    ----------
    value : object
        "2027-04", "2027-04-01", "01/04/2027", "1 April 2027", "Apr 2027", a date, or an absolute
        month. Days come before months.
    end : bool, optional
        Read a last month served: a full date must then be the last day of its month.

    Returns
    -------
    int
        The absolute month [month].

    Raises
    ------
    ValueError
        If it cannot be read, or is a day inside a month; the message says what to write.

    Examples
    --------
    >>> parse_month("1 April 2027")
    24327
    >>> month_text(parse_month("31/03/2028", end=True))
    '2028-03'
    >>> parse_month("2027/28")
    Traceback (most recent call last):
    ValueError: 2027/28: that is a financial year; write the month it starts: 2027-04
    """
    month, day = parse_date(value)
    if day is None or day == (_days_in(month) if end else 1):
        return month
    this, before, after = month_text(month), month_text(month - 1), month_text(month + 1)
    words = month_words(month)
    if not end:
        raise refusal(
            value,
            "licmodel counts whole months, from their first day",
            f"write {this} for the whole of {words}, or {after} for the month after",
        )
    if day == 1:
        raise refusal(
            value,
            "the end is the last month served, and the first of a month could be read two ways",
            f"write {before} if nothing is served in {words}, or {this} if all of it is",
        )
    raise refusal(
        value,
        "licmodel counts whole months, to their last day",
        f"write {this} for the whole of {words}, or {before} to end with the month before",
    )


def year_of(month: int, year_end: int) -> int:
    """Find the financial year a month falls in, named by the calendar year it starts in.

    Parameters
    ----------
    month : int
        The absolute month [month].
    year_end : int
        The month that closes the year, 1 to 12: 3 for councils, 8 for academies.

    Returns
    -------
    int
        The calendar year in which that financial year starts [year].

    Examples
    --------
    >>> year_of(parse_month("March 2028"), 3), year_of(parse_month("April 2028"), 3)
    (2027, 2028)
    """
    return (month - year_end % 12) // 12


def year_start(year: int, year_end: int) -> int:
    """Find the first month of a financial year.

    Examples
    --------
    >>> month_text(year_start(2027, 8))
    '2027-09'
    """
    return year * 12 + year_end % 12


def year_label(year: int, year_end: int) -> str:
    """Write a financial year as reports do.

    Examples
    --------
    >>> year_label(2027, 3), year_label(2099, 3), year_label(2027, 12)
    ('2027/28', '2099/00', '2027')
    """
    return str(year) if year_end == _DECEMBER else f"{year}/{(year + 1) % 100:02d}"


def parse_year(text: object, year_end: int) -> int:
    """Read a financial year.

    Parameters
    ----------
    text : object
        "2027/28" or "2027-28"; where the year is the calendar year, "2027".
    year_end : int
        The month that closes the year, 1 to 12.

    Returns
    -------
    int
        The calendar year in which it starts [year].

    Raises
    ------
    ValueError
        If it is not a year of that kind; the message says what to write.

    Examples
    --------
    >>> parse_year("2027/28", 3), parse_year("2027", 12)
    (2027, 2027)
    """
    written = str(text).strip()
    pair = re.fullmatch(_TWO_YEARS, written)
    first = int(pair[1]) if pair else int(written) if re.fullmatch("[0-9]{4}", written) else 0
    if not _FIRST <= first * 12 < _AFTER_LAST:
        example = year_label(2027, year_end)
        raise refusal(text, "not a year between 1900 and 2199", f"write it as {example}")
    label = year_label(first, year_end)
    if year_end == _DECEMBER:
        if pair:
            raise refusal(text, "the year ends in December here", f"write {label}")
    elif not pair:
        before = year_label(first - 1, year_end)
        closes = _NAMES[year_end - 1]
        raise refusal(text, f"the year ends in {closes} here", f"write {before} or {label}")
    elif not _follows(pair[1], pair[2]):
        if re.fullmatch(_ISO, written) and 1 <= int(pair[2]) <= _DECEMBER:
            label = year_label(year_of(parse_month(written), year_end), year_end)
            raise refusal(text, "that is a month, not a year", f"write {label}")
        raise refusal(text, f"a year that starts in {first} ends in {first + 1}", f"write {label}")
    return first


def parse_closing_month(value: object) -> int:
    """Read the month that closes a body's financial year.

    Parameters
    ----------
    value : object
        "March", "mar", "3", 3, or the closing day: "31 March".

    Returns
    -------
    int
        The month of the year, 1 to 12.

    Raises
    ------
    ValueError
        If it is no month, or a day that does not close one; the message says what to write.

    Examples
    --------
    >>> parse_closing_month("31 August")
    8
    """
    text = " ".join(str(value).split())
    if re.fullmatch("[0-9]{1,2}", text) and 1 <= int(text) <= _DECEMBER:
        return int(text)
    found = re.fullmatch(_CLOSING, text)
    number = _NUMBER_OF.get(found["month"].lower()) if found else None
    if found is None or number is None:
        raise refusal(
            value, "not the closing month of a year", "write March, 31 March or 31 August"
        )
    # 2027 and 2028 between them have both ends of February.
    closing_days = {calendar.monthrange(year, number)[1] for year in (2027, 2028)}
    if found["day"] and int(found["day"]) not in closing_days:
        name = _NAMES[number - 1]
        raise refusal(value, "a year closes on the last day of a month", f"write {name}")
    return number


def _checked_month(found: object, year: int, number: int) -> int:
    month = year * 12 + number - 1
    if not _FIRST <= month < _AFTER_LAST:
        remedy = "write a year between 1900 and 2199, as in 2027-04"
        raise refusal(found, f"the year {year} is out of reach", remedy)
    return month


def _checked_day(found: str, month: int, day: str | None) -> int | None:
    if day is not None and not 1 <= int(day) <= _days_in(month):
        reason = f"{month_words(month)} has no day {int(day)}"
        raise refusal(found, reason, f"write {month_text(month)}")
    return None if day is None else int(day)


def _days_in(month: int) -> int:
    return calendar.monthrange(month // 12, month % 12 + 1)[1]


def _follows(year: str, later: str) -> bool:
    return str(int(year) + 1).endswith(later)


def _not_a_month(text: str) -> ValueError:
    """Say what a text that looks like a month really is."""
    if (pair := re.fullmatch(_TWO_YEARS, text)) and _follows(pair[1], pair[2]):
        return refusal(text, "that is a financial year", f"write the month it starts: {pair[1]}-04")
    for form, reason, remedy in _MISTAKEN:
        if found := re.fullmatch(form, text):
            parts = found.groupdict()
            return refusal(text, reason.format(**parts), remedy.format(**parts))
    return refusal(text, "not a month", "write it as 2027-04, April 2027 or 1 April 2027")


def _parse_end_month(value: object) -> int:
    return parse_month(value, end=True)


_MONTH_SCHEMA = {"type": "string", "format": "month", "examples": ["2027-04"]}
_END_SCHEMA = {"type": "string", "format": "month", "examples": ["2028-03"]}

Month = Annotated[
    int,
    PlainValidator(parse_month),
    PlainSerializer(month_text, return_type=str),
    WithJsonSchema(_MONTH_SCHEMA),
]
"""The month something starts in: an absolute month once validated, "2027-04" when written out."""

EndMonth = Annotated[
    int,
    PlainValidator(_parse_end_month),
    PlainSerializer(month_text, return_type=str),
    WithJsonSchema(_END_SCHEMA),
]
"""The last month something serves, inclusive."""
