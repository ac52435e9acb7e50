"""What a first visit asks: figures of one's own, and those of the example that must fit too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from licmodel.dashboard.cells import Said, is_same, read_cell
from licmodel.dashboard.rows import Refusal
from licmodel.intake.cells import Unreadable
from licmodel.records import record
from licmodel.scenario.overlay import Keys
from licmodel.terms.months import month_text, parse_month
from licmodel.terms.term import parse_number
from licmodel.terms.timeline import MOST_YEARS
from licmodel.workbook.form_tables import Column

WHO = Column(("who decides",), "Stands above every table.")
START = Column(("first month",), "The first month of the comparison.", "month, such as 2027-04")
YEARS = Column(
    ("years",), f"How many years are compared, 1 to {MOST_YEARS}.", "whole number, such as 5"
)
_BEYOND = 12

Sort = Literal["people", "none or more people", "things", "amount", "money", "share"]
_UNITS = {
    "people": "whole number, such as 1,000",
    "none or more people": "whole number, such as 200",
    "things": "whole number, such as 1,000",
    "amount": "number, such as 1.5",
    "money": "money, such as £12,000",
    "share": "share, such as 5%",
}
# Columns of these units are read as numbers, whatever a field is told to hold.
_READ_AS = {"money": "money", "share": ""}
_LEAST = {"people": 1, "things": 1}
_WHOLE = frozenset({"people", "none or more people", "things"})


@record
class Asked:
    """A figure that is asked for: its column, where it belongs, and what the template has.

    ``of_example`` says that it fits the template's own organisation, so that it has to be looked
    at by whoever is larger or smaller; ``is_dated`` that the template has it from month to month.
    """

    column: Column
    path: Keys
    usual: str
    sort: Sort
    of_example: bool = False
    is_dated: bool = False


def _asked(  # noqa: PLR0913  one word for each thing that a line of the table below says
    label: str,
    path: str,
    usual: str,
    sort: Sort,
    said: str,
    *,
    of_example: bool = False,
    is_dated: bool = False,
) -> Asked:
    column = Column((label,), said, _UNITS[sort], is_percent=sort == "share")
    return Asked(column, tuple(path.split(".")), usual, sort, of_example, is_dated)


ASKED: dict[str, tuple[Asked, ...]] = {
    "council": (
        _asked("office staff", "drivers.office_staff.start", "1,000", "people",
               "People who need the whole suite."),
        _asked("field staff", "drivers.field_staff.value", "200", "none or more people",
               "People who share a device, or none.", is_dated=True),
        _asked("discount from the list price", "options.renew.lines.seats.discount", "10%", "share",
               "What you get today."),
        _asked("devices", "drivers.devices.start", "1,100", "things",
               "Licences that are bought are counted by them.", of_example=True),
        _asked("mail and file storage outside the suite, £ a year",
               "options.perpetual.lines.mail.amount", "90,000", "money",
               "What the suite does today, once licences are bought instead.", of_example=True),
        _asked("moving mail and files back, £ once", "options.perpetual.lines.move.amount",
               "120,000", "money", "Paid if licences are bought.", of_example=True),
        _asked("server hosts", "options.renew.lines.hosts.quantity", "6", "amount",
               "In every option.", of_example=True),
        _asked("administrators, full-time equivalents",
               "options.renew.lines.administrators.quantity", "2", "amount", "In every option.",
               of_example=True),
        _asked("supplier support, £ a year", "options.renew.lines.support.amount", "25,000",
               "money", "In every option, without VAT.", of_example=True),
    ),
    "school": (
        _asked("pupils", "drivers.pupils.value", "900", "people", "On the roll.",
               is_dated=True),
        _asked("staff", "drivers.staff.value", "120", "people",
               "Everybody employed who uses the platform."),
        _asked("price of the suite for one of the staff, £ a year", "prices.staff_suite.value",
               "35", "money", "As your reseller quotes it, without VAT."),
        _asked("pupils' devices, as a share of pupils",
               "options.renew.lines.pupil_devices.quantity.share", "50%", "share",
               "One device for two pupils is 50%.", of_example=True),
        _asked("technicians, full-time equivalents", "options.renew.lines.technician.quantity",
               "1", "amount", "In every option.", of_example=True),
        _asked("support and broadband filtering, £ a year", "options.renew.lines.support.amount",
               "9,000", "money", "In every option, without VAT.", of_example=True),
    ),
    "blank": (
        _asked("what it costs today, £ a year", "options.today.lines.support.amount", "10,000",
               "money", "Without VAT."),
    ),
}  # fmt: skip
"""What is asked of each template beside who decides, the first month and the years."""

EXAMPLE = {
    "council": "a council with 1,000 office and 200 field staff",
    "school": "a school with 900 pupils and 120 staff",
}
"""Whose figures those of a template are that have to fit."""

_STARTS = {"council": "2027-04", "school": "2027-09", "blank": "2027-04"}
_DECIDES = {"council": "Our council", "school": "Our school", "blank": "Our organisation"}
_OF = {"council": "office software", "school": "office software", "blank": "what it costs"}
_NOTES = (
    "A first comparison, begun from an example. Not for a decision before the figures that are "
    "still the example's are replaced."
)


def columns(template: str, *, of_example: bool) -> list[Column]:
    """Fields of one's own, or those of the example that must fit, in the order of the page.

    Examples
    --------
    >>> [each.heading for each in columns("blank", of_example=False)]
    ['who decides', 'what it costs today, £ a year', 'first month', 'years']
    """
    asked = [each.column for each in ASKED[template] if each.of_example == of_example]
    return asked if of_example else [WHO, *asked, START, YEARS]


def every_column(template: str) -> list[Column]:
    """All fields of a template, in the order of the page.

    Examples
    --------
    >>> len(every_column("council"))
    12
    """
    return [*columns(template, of_example=False), *columns(template, of_example=True)]


def usual(template: str) -> dict[Keys, str]:
    """What stands in each field before anybody types.

    Examples
    --------
    >>> usual("school")[("pupils",)]
    '900'
    """
    return {
        WHO.path: _DECIDES[template],
        **{each.column.path: each.usual for each in ASKED[template]},
        START.path: _STARTS[template],
        YEARS.path: "5",
    }


def label_of(column: Column) -> str:
    """A field as the page calls it."""
    return column.title


def edits_of(template: str, said: Mapping[Keys, str]) -> tuple[dict[Keys, Said], list[Refusal]]:
    """What the answers come to, by their place in the template; and what was refused.

    A figure that is left as the example has it stays the example's.

    Examples
    --------
    >>> answers = usual("blank") | {
    ...     ("who decides",): "A parish", ("what it costs today, £ a year",): "£12,000",
    ...     ("first month",): "April 2028", ("years",): "3"}
    >>> edits_of("blank", answers)[0][("title",)]
    'A parish, what it costs 2028 to 2031'
    >>> answers[("years",)] = "five"
    >>> print(edits_of("blank", answers)[1][0])
    Years: five: not a number; write it in figures, a whole number from 1 to 20, such as 5
    """
    refusals: list[Refusal] = []
    figures: dict[Keys, Said] = {}
    words: dict[Keys, str] = {}
    for column in (WHO, START, YEARS):
        words[column.path] = _taken(column, said, refusals) or ""
    for each in ASKED[template]:
        value = _taken(each.column, said, refusals, each.sort)
        if value is None:
            continue
        if not is_same(value, _plain(each)):
            figures[each.path] = value
        elif each.is_dated:  # whose months need not be those of this comparison
            figures |= {each.path: value, (*each.path[:-1], "assumed"): "REPLACE with your own"}
    if refusals:
        order = [label_of(each) for each in every_column(template)]
        return {}, sorted(refusals, key=lambda each: order.index(each.place))
    start, years = parse_month(words[START.path]), int(words[YEARS.path])
    who = words[WHO.path]
    ends = month_text(start + _BEYOND * years)[:4]
    return {
        ("title",): f"{who}, {_OF[template]} {month_text(start)[:4]} to {ends}",
        ("notes",): _NOTES,
        ("organisation", "name"): who,
        ("timeline", "start"): words[START.path],
        ("timeline", "years"): words[YEARS.path],
        **figures,
    }, []


def unfitting(template: str, said: Mapping[Keys, str]) -> list[tuple[str, str]]:
    """Figures that still fit the example alone, where people are no longer the example's.

    Examples
    --------
    >>> unfitting("council", usual("council"))
    []
    >>> unfitting("council", usual("council") | {("office staff",): "3,700"})[0]
    ('Devices', '1,100')
    """
    asked = ASKED[template]
    people = [each for each in asked if each.sort.endswith("people")]
    if not any(_differs(each, said) for each in people):
        return []
    return [
        (label_of(each.column), each.usual)
        for each in asked
        if each.of_example and not _differs(each, said)
    ]


def _plain(each: Asked) -> str:
    return each.usual.replace(",", "")


def _differs(each: Asked, said: Mapping[Keys, str]) -> bool:
    return not is_same(said.get(each.column.path, "").replace(",", "").strip("£ "), _plain(each))


def _taken(
    column: Column, said: Mapping[Keys, str], refusals: list[Refusal], sort: Sort | None = None
) -> str | None:
    """What stands in a field; none, and why, where it cannot be taken."""
    try:
        return _read(column, " ".join(said.get(column.path, "").split()), sort)
    except Unreadable as error:
        refusals.append(Refusal(label_of(column), str(error)))
        return None


def _read(column: Column, text: str, sort: Sort | None) -> str:
    if not text:
        raise Unreadable("nothing stands there, and it is needed")
    if column is YEARS:
        return _whole(column, text, range(1, MOST_YEARS + 1), "5")
    return str(read_cell(column, text)) if sort is None else _figure(column, text, sort)


def _figure(column: Column, text: str, sort: Sort) -> str:
    """A number within what can be meant."""
    such = column.unit.rpartition("such as ")[2]
    least, whole = _LEAST.get(sort, 0), sort in _WHOLE
    meant = "a share from 0% to 100%" if sort == "share" else f"{least} or more"
    meant = f"a whole number, {meant}" if whole else meant
    value = _number(column, text, _READ_AS.get(sort, "number"), f"{meant}, such as {such}")
    number = parse_number(value)
    if number < least or (whole and number % 1) or (sort == "share" and number > 1):
        raise Unreadable(f"{text}: write {meant}, such as {such}")
    return value


def _whole(column: Column, text: str, known: range, such: str) -> str:
    meant = f"a whole number from {known[0]} to {known[-1]}, such as {such}"
    value = _number(column, text, "number", meant)
    number = parse_number(value)
    if number % 1 or int(number) not in known:
        raise Unreadable(f"{text}: write {meant}")
    return str(int(number))


def _number(column: Column, text: str, unit: str, meant: str) -> str:
    """A number as a file says it; what is none is told with what to write."""
    read = Column(column.path, column.help, unit, is_percent=column.is_percent)
    try:
        value = str(read_cell(read, text))
    except Unreadable as error:
        plain = str(error).endswith(": not a number")
        raise Unreadable(f"{error}; write it alone, {meant}" if plain else str(error)) from None
    try:
        parse_number(value)
    except ValueError:
        raise Unreadable(f"{text}: not a number; write it in figures, {meant}") from None
    return value
