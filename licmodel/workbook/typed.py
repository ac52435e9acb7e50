"""What people type or paste into a cell of inputs, read as the figure that belongs there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from math import floor, isclose, log10

from licmodel.intake.cells import Cell, Unreadable, may_be_month_first, read_number, read_text
from licmodel.language.program import Input
from licmodel.language.units import FLAG
from licmodel.terms.months import month_text, month_words, parse_month
from licmodel.terms.term import number_text, parse_number
from licmodel.workbook.stored import StoredBook, StoredCell

_FIRST_DAY = dt.date(1899, 12, 30)
_DAYS = range(29_221, 109_576)
"""Day numbers of dates between 1980 and 2199; the numbers of months lie below them."""
_TO_1904 = 1_462
_YES = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0, "1": 1.0, "0": 0.0}
_SHOWN = 40
_SAME = 1e-12
_DIGITS, _MOST_DIGITS = 5, 12


def figure_text(declared: Input, value: float) -> str:
    """A figure as it is written in a scenario file.

    Examples
    --------
    >>> figure_text(Input("a", "A", (), 0.1, shown="percent"), 0.125)
    '12.5%'
    """
    if value != value:  # noqa: PLR0124  not known
        return "unknown"
    if declared.shown == "month":
        return month_text(round(value))
    if declared.unit == FLAG:
        return "yes" if value else "no"
    # a sheet holds fifteen digits
    return number_text(float(f"{value:.15g}"), percent=declared.shown == "percent")


def shown_text(declared: Input, value: float) -> str:
    """A figure as a person reads it: with its thousands apart, and six digits where it is small.

    Examples
    --------
    >>> share = Input("a", "A", (), 0.1, shown="percent")
    >>> shown_text(share, 0.149059334298119), shown_text(share, 0.15)
    ('14.9059%', '15%')
    >>> shown_text(Input("a", "A", (), 1.0), 4100.0), shown_text(Input("a", "A", (), 1.0), 0.132)
    ('4,100', '0.132')
    """
    if value != value or declared.shown == "month" or declared.unit == FLAG:  # noqa: PLR0124  not known
        return figure_text(declared, value)
    sign = "%" if declared.shown == "percent" else ""
    number = value * 100 if sign else value
    digits = max(2, _DIGITS - floor(log10(abs(number)))) if number else 0
    text = f"{number:,.{min(digits, _MOST_DIGITS)}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + sign


def read_figure(
    declared: Input, cell: Cell, currency: str, *, dated: bool = False, from_1904: bool = False
) -> tuple[float, str | None]:
    """The figure in a cell that is not blank, and what had to be mended to read it.

    Parameters
    ----------
    declared : Input
        What belongs there.
    cell : Cell
        What stands there.
    currency : str
        The scenario's.
    dated : bool
        Whether the cell shows a date.
    from_1904 : bool
        Whether the workbook counts its days from 1904, as old ones of the Mac do.

    Raises
    ------
    Unreadable
        If it is no such figure, or may be two; its text says what to write.

    Examples
    --------
    >>> read_figure(Input("a", "A", (("GBP", 1),), 1.0), "£1,200.50", "GBP")
    (1200.5, 'a currency sign and thousands separators')
    >>> read_figure(Input("a", "A", (), 1.0, shown="percent"), "12 %", "GBP")
    (0.12, 'a percentage written as text')
    """
    if isinstance(cell, str) and cell.startswith("#"):
        raise Unreadable(f"{read_text(cell)[:_SHOWN]}: not a number but a spreadsheet's error")
    if declared.shown == "month":
        return _month(cell, dated=dated, from_1904=from_1904)
    if declared.unit == FLAG:
        return _flag(cell)
    if isinstance(cell, bool):
        raise Unreadable(f"{'yes' if cell else 'no'}, where a number belongs")
    if isinstance(cell, int | float):
        if dated:
            raise Unreadable(f"a date, {_day(cell, from_1904=from_1904)}, where a number belongs")
        return _finite(float(cell)), None
    text = read_text(cell)
    try:
        if declared.shown == "percent":
            return _share(text)
        return _number(declared, text, currency)
    except Unreadable as error:
        raise Unreadable(f"{text[:_SHOWN]}: {error}") from None


def _number(declared: Input, text: str, currency: str) -> tuple[float, str | None]:
    if "%" in text:
        raise Unreadable("a percentage, where a plain number belongs")
    number, mended = read_number(text, currency=currency, typed=True, signed=True)
    if mended and "currency" in mended and currency not in {unit for unit, _ in declared.unit}:
        raise Unreadable("an amount of money, where another number belongs")
    return float(number), mended


def _share(text: str) -> tuple[float, str | None]:
    try:
        value = float(parse_number(text))
    except ValueError as error:
        raise Unreadable(str(error).partition(": ")[2]) from None
    if "%" in text:
        return value, "a percentage written as text"
    if abs(value) >= 1:
        raise Unreadable(f"is it {text}%, or {text} times the whole? write it with its sign")
    return value, "a number written as text"


def _finite(value: float) -> float:
    if not abs(value) < 1e13:  # noqa: PLR2004  as scenarios allow
        raise Unreadable("not a number below ten million million")
    return value


def _flag(cell: Cell) -> tuple[float, str | None]:
    said = read_text(cell).lower() if isinstance(cell, str) else ""
    if said in _YES:
        return _YES[said], None
    if isinstance(cell, bool | int | float) and cell in {0, 1}:
        return float(cell), None
    raise Unreadable(f"{read_text(str(cell))[:_SHOWN]}: write yes or no")


def _month(cell: Cell, *, dated: bool, from_1904: bool) -> tuple[float, str | None]:
    if isinstance(cell, bool):
        raise Unreadable("yes or no, where a month belongs; write it 2028-07")
    if isinstance(cell, int | float):
        days = cell + (_TO_1904 if from_1904 else 0)
        if not (0 < days < _DAYS.stop and (dated or days >= _DAYS.start)):
            raise Unreadable(f"{cell:.10g}: a number, where a month belongs; write it 2028-07")
        return float(_parsed(_FIRST_DAY + dt.timedelta(days=int(days)))), None
    text = read_text(cell)
    if may_be_month_first(text):
        day, month, year = text.replace(".", "/").replace("-", "/").split("/")[:3]
        first = int(year[:4]) * 12 - 1
        one, other = month_words(first + int(month)), month_words(first + int(day))
        raise Unreadable(
            f"{text[:_SHOWN]}: a date written as text, which may be {int(day)} {one} or "
            f"{int(month)} {other}; write the month, such as {year[:4]}-{int(month):02}"
        )
    return float(_parsed(text)), "a date written as text"


def _parsed(said: dt.date | str) -> int:
    try:
        return parse_month(said)
    except ValueError as error:
        raise Unreadable(str(error)) from None


def _day(cell: float, *, from_1904: bool) -> str:
    days = cell + (_TO_1904 if from_1904 else 0)
    if not 0 < days < _DAYS.stop:
        return f"{cell:.10g}"
    day = _FIRST_DAY + dt.timedelta(days=int(days))
    return f"{day:%d %B %Y}"


def is_same(one: float, other: float) -> bool:
    """Whether two figures are one, as far as a sheet's digits tell.

    Examples
    --------
    >>> is_same(0.1 + 0.2, 0.3), is_same(1.0, 1.01)
    (True, False)
    """
    return isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)


def figure_in(
    book: StoredBook, cell: StoredCell, declared: Input, currency: str
) -> tuple[float, list[str]]:
    """The figure in a cell that is not blank, within its bounds; notes on how it was read.

    Raises
    ------
    Unreadable
        If it cannot be read, or cannot stand there; its text says why.
    """
    if cell.value is None:
        raise Unreadable(
            "a formula without a value: open it in a spreadsheet, save it, read it again"
        )
    value, mended = read_figure(
        declared,
        cell.value,
        currency,
        dated=cell.style in book.dates,
        from_1904=book.from_1904,
    )
    _refuse_out_of_bounds(declared, value)
    told, notes = figure_text(declared, value), []
    if mended is not None:
        notes.append(f"{mended}, {read_text(cell.value)[:40]}, read as {told}")
    if cell.formula is not None:
        notes.append(f"a formula, ={cell.formula[:60]}, was taken by its value, {told}")
    return value, notes


def _refuse_out_of_bounds(declared: Input, value: float) -> None:
    low, high = declared.bounds
    if declared.unit == FLAG:
        low, high = 0.0, 1.0
    if (low is not None and value < low) or (high is not None and value > high):
        said = " and ".join(_bounds(declared, low, high))
        remedy = "; a share is written 20%" if high == 1 and value > 1 else ""
        raise Unreadable(f"{figure_text(declared, value)} cannot stand here: {said}{remedy}")


def _bounds(declared: Input, low: float | None, high: float | None) -> Iterator[str]:
    if low is not None:
        yield f"{figure_text(declared, low)} or more"
    if high is not None:
        yield f"{figure_text(declared, high)} or less"
