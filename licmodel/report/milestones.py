"""The calendar as text: last safe dates, what doing nothing costs, and every date."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable, Iterator

from licmodel.analysis.estate.deadlines import Deadline, months_words, step_words
from licmodel.analysis.estate.milestones import Calendar
from licmodel.analysis.estate.window import day_words
from licmodel.report.amounts import Amounts
from licmodel.report.grid import WIDTH, Grid
from licmodel.terms.months import month_words

_WHAT = {"signing": "signed on", "renewal": "renewed on", "end": "over from"}
_DAY = 20
_PAST = " past"


def calendar_text(calendar: Calendar) -> str:
    """The whole calendar, as ``licmodel calendar`` prints it.

    Examples
    --------
    >>> from licmodel.analysis.estate.milestones import calendar_of
    >>> from licmodel.analysis.results import example, run
    >>> print(calendar_text(calendar_of(run(example()))))
    Example
    An example. Dates from 1 April 2027 to 31 March 2029.
    <BLANKLINE>
    No agreement is signed, renewed or over in these dates.
    <BLANKLINE>
    No date is marked as past: the scenario does not say when it was drawn up; write as_of: MONTH.
    """
    amounts = Amounts(calendar.results.scenario.finance.currency)
    parts = [_heading(calendar)]
    parts += [textwrap.fill(each, WIDTH) for each in [inaction_words(calendar)] if each]
    parts += ["\n".join(_deadline(calendar, each, amounts)) for each in calendar.deadlines]
    if not calendar.deadlines:
        parts.append("No agreement is signed, renewed or over in these dates.")
    if calendar.events:
        parts.append("\n".join(["Every date", *_events(calendar, amounts)]))
    parts += [textwrap.fill(f"{each}.", WIDTH, break_on_hyphens=False) for each in calendar.notes]
    return "\n\n".join(parts)


def steps_table(calendar: Calendar, deadline: Deadline) -> Grid:
    """The last safe dates of one deadline, step by step."""
    return Grid(
        deadline_words(deadline),
        [f"{day_words(day)}{_past(calendar, day)}" for _, day in deadline.steps],
        ["Last safe day for"],
        [[step_words(key, day)] for key, day in deadline.steps],
    )


def dates_table(calendar: Calendar) -> Grid:
    """Every date, in order: when, of what, and what happens."""
    amounts = Amounts(calendar.results.scenario.finance.currency)
    return Grid(
        "Every date",
        [f"{day_words(each.day)}{_past(calendar, each.day)}" for each in calendar.events],
        ["Of", "What happens"],
        [[each.subject, each.told(_write(amounts, each.kind))] for each in calendar.events],
    )


def _past(calendar: Calendar, day: dt.date) -> str:
    return _PAST if calendar.window.is_past(day) else ""


def deadline_title(deadline: Deadline) -> str:
    """What it is called above its dates: an agreement may be signed, renewed and over in turn."""
    title = f"{deadline.title}: {_when(deadline)}"
    return title[:1].upper() + title[1:]


def _when(deadline: Deadline) -> str:
    return f"{_WHAT[deadline.what]} {day_words(deadline.day)}"


def deadline_words(deadline: Deadline) -> str:
    """A deadline: what is signed, renewed or over, when, and under what."""
    when = _when(deadline)
    term = "" if deadline.what == "end" else f" for {months_words(deadline.term)}"
    under = f"; {deadline.memorandum} is in force then" if deadline.memorandum else ""
    return f"{deadline.title}: {when}{term} ({deadline.programme}{under}). Last safe dates:"


def _heading(calendar: Calendar) -> str:
    scenario, window = calendar.results.scenario, calendar.window
    drawn = ""
    if scenario.as_of is not None:
        drawn = f" Drawn up in {month_words(scenario.as_of)}: what was due before is marked past."
    span = f"Dates from {day_words(window.first)} to {day_words(window.last)}."
    asked, base = [], calendar.results.base
    if base is not None:
        asked = [f"Under the what-if {base}: {scenario.what_ifs[base].title or ''}".rstrip(": ")]
    lines = [scenario.title, *asked, f"{scenario.organisation.name}. {span}{drawn}"]
    return "\n".join(textwrap.fill(line, WIDTH) for line in lines)


def _deadline(calendar: Calendar, deadline: Deadline, amounts: Amounts) -> Iterator[str]:
    yield textwrap.fill(deadline_words(deadline), WIDTH)
    for key, day in deadline.steps:
        yield f"  {_day(calendar, day)}{step_words(key, day)}"
    if deadline.inaction:
        yield inaction_table(deadline, amounts).text()
        if told := unbound_words(calendar, deadline):
            yield textwrap.fill(told, WIDTH, initial_indent="  ", subsequent_indent="  ")
    elif deadline.what == "renewal" and not _begins_beyond(calendar, deadline):
        yield "  No line is charged under it within the horizon."


def inaction_words(calendar: Calendar) -> str:
    """What is the same of every agreement if nothing is done, and of its tables.

    Examples
    --------
    >>> from licmodel.analysis.estate.milestones import calendar_of
    >>> from licmodel.analysis.results import example, run
    >>> inaction_words(calendar_of(run(example())))
    ''
    """
    told = []
    if any(each.what == "renewal" for each in calendar.deadlines):
        beyond = any(_begins_beyond(calendar, each) for each in calendar.deadlines)
        told.append(
            "an agreement is renewed as it says: a table of it tells what each option is then "
            "charged for the new term (nominal; VAT excluded; when served)"
            + (", unless that begins after the horizon" if beyond else "")
        )
    if any(each.what == "end" for each in calendar.deadlines):
        told.append("nothing is paid any more under one that is over, and its seats are gone")
    return f"If nothing is done, {'; '.join(told)}." if told else ""


def _begins_beyond(calendar: Calendar, deadline: Deadline) -> bool:
    return deadline.what == "renewal" and deadline.day > calendar.window.last


def inaction_table(deadline: Deadline, amounts: Amounts) -> Grid:
    """What each option is charged for the term that begins where nothing is done."""
    months = next(iter(deadline.inaction.values())).months
    of = "" if months == deadline.term else f" of {deadline.term}, to the end of the horizon"
    return Grid(
        f"  Charged for the {months_words(months)} from then{of}, {amounts.unit}",
        [f"  {each.title}" for each in deadline.inaction.values()],
        ["Charged", "Of it fixed already", "Of it paid but not needed"],
        [
            [amounts.text(figure) for figure in (each.accrued, each.unavoidable, each.not_needed)]
            for each in deadline.inaction.values()
        ],
    )


def unbound_words(calendar: Calendar, deadline: Deadline) -> str:
    """Which options the table of a renewal leaves out, and why; empty where it has all.

    Parameters
    ----------
    calendar : Calendar
        That the deadline is of.
    deadline : Deadline
        A renewal with a table.
    """
    options = calendar.results.model.options.items()
    others = [each.title for key, each in options if key not in deadline.inaction]
    told = "No line is under this agreement, so that its renewal charges nothing, in"
    return f"{told}: {'; '.join(others)}." if others else ""


def _events(calendar: Calendar, amounts: Amounts) -> Iterator[str]:
    for event in calendar.events:
        first = f"  {_day(calendar, event.day)}"
        yield textwrap.fill(
            f"{event.subject}: {event.told(_write(amounts, event.kind))}",
            WIDTH,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_on_hyphens=False,
        )


def _write(amounts: Amounts, kind: str) -> Callable[[float], str]:
    """How amounts are written: prices of one unit to the penny, others in whole pounds."""
    if kind == "price_lands":
        return lambda amount: f"{amounts.sign}{amounts.text(amount, 2)}"
    return amounts.whole


def _day(calendar: Calendar, day: dt.date) -> str:
    past = _PAST if calendar.window.is_past(day) else ""
    return f"{day_words(day)}{past}".ljust(_DAY + len(_PAST))
