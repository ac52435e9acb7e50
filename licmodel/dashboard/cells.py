"""What is typed or pasted into a cell of a grid, read as a scenario file would say it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from itertools import islice

from licmodel.errors import InputError
from licmodel.intake.cells import Unreadable, is_blank, read_text
from licmodel.language.program import Input
from licmodel.language.units import Unit
from licmodel.terms.months import month_text, parse_month
from licmodel.terms.term import parse_number
from licmodel.workbook.form_tables import BY_DATE, ELSE, Column, Table
from licmodel.workbook.typed import figure_text, read_figure

Words = str | tuple[str, ...]
"""A text, or several names."""


class Gone(Enum):
    """What is said of a thing that is taken away."""

    GONE = "taken away"


GONE = Gone.GONE
Said = Words | Gone
"""What a draft says of a thing."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_STARTS_NUMBER = re.compile(r"[-+−–(]?\s*[£$€]?\s*[-+−]?[0-9.]")
_MONTH = "month, such as"
_COUNTS = ("number", "money", "month", "year", "unit", "GBP", "kW")
MOST_ROWS = 5_000
"""How many rows are taken at once."""


def read_cell(column: Column, text: str | None, currency: str = "GBP") -> Words | None:
    """What stands in a cell, as a file says it; none where nothing stands there.

    Numbers are read as everywhere in licmodel: thousands marked or not, a sign of the scenario's
    own currency on money, a percentage with its sign. What could be two numbers is refused.

    Parameters
    ----------
    column : Column
        What belongs there.
    text : str or None
        What stands there.
    currency : str
        The scenario's.

    Raises
    ------
    Unreadable
        If it is no such figure, or could be two; its text says what to write.

    Examples
    --------
    >>> seats, share = Column(("start",), "", "number"), Column(("growth",), "", is_percent=True)
    >>> read_cell(seats, "1,200"), read_cell(share, "8%"), read_cell(share, "0.08")
    ('1200', '8%', '8%')
    >>> read_cell(seats, " ") is None
    True
    >>> read_cell(share, "8")
    Traceback (most recent call last):
    licmodel.intake.cells.Unreadable: 8: is it 8%, or 8 times the whole? write it with its sign
    """
    return None if is_blank(text) else _said(column, read_text(text), currency)


def _said(column: Column, said: str, currency: str) -> Words:
    if column.choices:
        return _choice(column, said)
    if column.unit.startswith(_MONTH):
        return _month(column, said)
    if _STARTS_NUMBER.match(said) or said.startswith("#"):
        if column.is_percent:
            return _figure(column, said, currency, "percent")
        if column.unit.startswith(_COUNTS) and not column.unit.startswith("month or"):
            return _figure(column, said, currency, "number")
    if column.is_list and said not in column.word:
        return _names(column, said)
    return said


def _figure(column: Column, said: str, currency: str, shown: str) -> str:
    money = "GBP" in column.unit or column.unit.startswith("money")
    unit: Unit = ((currency, 1),) if money else ()
    declared = Input("cell", column.heading, unit, 0.0, shown="number")
    if shown == "percent":
        declared = Input("cell", column.heading, (), 0.0, shown="percent")
    value, _ = read_figure(declared, said, currency)
    return figure_text(declared, value)


def _month(column: Column, said: str) -> str:
    """A month; a day is the first of it or, where something ends, the last, and stands first."""
    try:
        return month_text(parse_month(said, end=column.path[-1] == "ends"))
    except ValueError as error:
        raise Unreadable(str(error)) from None


def _choice(column: Column, said: str) -> str:
    known = {each.casefold(): each for each in column.choices}
    found = known.get(said.casefold()) or known.get(said.casefold().replace(" ", "_"))
    if column.choices == ("yes", "no"):
        found = {"true": "yes", "false": "no"}.get(said.casefold(), found)
        return {"yes": "true", "no": "false"}[_known(found, said, column)]
    return _known(found, said, column)


def _known(found: str | None, said: str, column: Column) -> str:
    if found is None:
        raise Unreadable(f"{said[:40]}: write one of {', '.join(column.choices)}")
    return found


def _names(column: Column, said: str) -> Words:
    names = tuple(each.strip() for each in said.split(",") if each.strip())
    if len(names) == 1 and not column.many:
        return names[0]
    for each in names:
        if not _NAME.fullmatch(each):
            raise Unreadable(
                f"{each[:40]}: names are small letters, digits and _, with commas between"
            )
    return names


def shown_text(said: Said, column: Column | None = None) -> str:
    """What a file says, as a grid shows it: thousands with commas, yes and no.

    Examples
    --------
    >>> shown_text("3_260"), shown_text(("office_staff", "field_staff")), shown_text("-1%")
    ('3,260', 'office_staff, field_staff', '-1%')
    """
    if said is GONE:
        return ""
    if isinstance(said, tuple):
        return ", ".join(said)
    if column is not None and column.choices == ("yes", "no"):
        return {"true": "yes", "false": "no"}.get(said.lower(), said)
    is_figure = column is not None and (column.unit.startswith(_COUNTS) or column.is_percent)
    if is_figure or "_" in said:
        with suppress(ValueError):
            number = parse_number(said)
            return _with_commas(said, number)
    return said


def _with_commas(said: str, number: Decimal) -> str:
    if "%" in said or "£" in said:
        return said
    whole, point, rest = said.replace("_", "").replace(",", "").strip().partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-+").isdecimal() and number else said


def is_same(one: Said, other: Said) -> bool:
    """Whether two texts say the same: numbers by what they come to, others letter by letter.

    Examples
    --------
    >>> is_same("3_260", "3260"), is_same("5%", "0.05"), is_same("renew", "renewed")
    (True, True, False)
    """
    if one == other:
        return True
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    try:
        return parse_number(one) == parse_number(other)
    except ValueError:
        return False


def is_number(said: Said) -> bool:
    """Whether a text is a figure, which needs a source.

    Examples
    --------
    >>> is_number("12.5%"), is_number("office_staff"), is_number("2027-04")
    (True, False, False)
    """
    if not isinstance(said, str):
        return False
    try:
        parse_number(said)
    except ValueError:
        return False
    return True


def pasted_rows(text: str) -> list[list[str]]:
    r"""Rows of cells as a spreadsheet puts them on the clipboard: tabs between, rows by lines.

    A cell that holds a line end or a tab stands in quotation marks, as Calc and Excel write it.
    Text without any tab is read with commas between, as in a CSV file.

    Raises
    ------
    InputError
        If its quotation marks do not match, or it is far too long.

    Examples
    --------
    >>> pasted_rows('driver\tstart\noffice_staff\t"1,200"\n')
    [['driver', 'start'], ['office_staff', '1,200']]
    """
    mark = "\t" if "\t" in text else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        rows = [row for row in islice(reader, MOST_ROWS + 1) if any(map(str.strip, row))]
    except csv.Error as error:
        raise InputError(
            "what was pasted cannot be read as rows",
            found=str(error),
            remedies=["copy whole cells in the spreadsheet, and paste them again"],
        ) from None
    check_few(rows, "pasted")
    return rows


def check_few(rows: Sequence[object], how: str) -> None:
    """Refuse more rows than are taken at once, headings among them: none is left out unsaid.

    Raises
    ------
    InputError
        If there are too many.
    """
    if len(rows) > MOST_ROWS:
        raise InputError(
            f"too many rows were {how}",
            expected=f"{MOST_ROWS:,} at the most",
            remedies=["put them in a part at a time"],
        )


def column_of(table: Table, heading: str) -> Column | None:
    """The column, or key, that a heading of somebody's spreadsheet names; none where it is none.

    Examples
    --------
    >>> from licmodel.workbook.form_tables import tables
    >>> column_of(tables()[0], "Start").path, column_of(tables()[0], "driver").path
    (('start',), ('key of the driver',))
    """
    name = " ".join(heading.replace("_", " ").split()).casefold()
    for each in (*table.keys, *table.columns):
        if name in {each.heading.casefold(), each.heading.removeprefix("key of the ").casefold()}:
            return each
    return None


def figure_column(table: Table, column: Column, text: str | None) -> Column:
    """The column as what stands in it asks: figures by date may be shares or money.

    Examples
    --------
    >>> from licmodel.workbook.form_tables import long_tables
    >>> by_date = long_tables()[0]
    >>> figure_column(by_date, by_date.columns[0], "46%").is_percent
    True
    """
    if table.sheet not in {BY_DATE, ELSE} or column not in table.columns:
        return column
    if table.sheet == ELSE:
        return column
    percent = "%" in (text or "")
    return Column(column.path, column.help, "" if percent else "money", is_percent=percent)
