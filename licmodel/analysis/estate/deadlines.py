"""Deadlines of agreements, the last safe dates before them, and what doing nothing costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from licmodel.analysis.estate.courses import Course, courses
from licmodel.analysis.estate.window import Window, day_words, first_day, last_day
from licmodel.analysis.results import Results
from licmodel.assembly.programme_prices import is_public
from licmodel.catalogue.facts import in_force
from licmodel.catalogue.memoranda import memorandum_on
from licmodel.terms.figure import Figure
from licmodel.terms.lead_times import LeadTimes
from licmodel.terms.term import number_text

What = Literal["signing", "renewal", "end"]

STEPS = {
    "procurement": "start the procurement",
    "papers": "start the papers",
    "decision": "decide",
    "call_in": "call-in ends",
    "notice": "give notice",
    "order": "order",
    "sign": "sign",
    "replace": "have something in its place",
}
"""What is done on each last safe date, in words."""


def step_words(step: str, day: dt.date) -> str:
    """What is done on a last safe date.

    Notice must be in before a day, so that the last safe date is the day before it.

    Examples
    --------
    >>> step_words("notice", dt.date(2026, 12, 31))
    'give notice, so that it is in before 1 January 2027'
    """
    if step != "notice":
        return STEPS[step]
    return f"{STEPS[step]}, so that it is in before {day_words(day + dt.timedelta(days=1))}"


_WORDS = {"signing": "signed", "renewal": "renewed", "end": "over"}
_NOUNS = {"signing": "signing", "renewal": "renewal", "end": "end"}
_ACTS = frozenset({"notice", "order", "sign", "replace"})
_HOURS_A_DAY = 24
_YEAR = 12
_FAR = 60


def months_words(months: int) -> str:
    """A count of months.

    Examples
    --------
    >>> months_words(1), months_words(36)
    ('1 month', '36 months')
    """
    return f"{months} month{'' if months == 1 else 's'}"


@dataclass(frozen=True)
class Milestone:
    """Something that happens, or must be done, on a day.

    Parameters
    ----------
    day : datetime.date
        When.
    kind, key, subject, text : str
        What it is, of what, and both in words; amounts stand in the text as ``{}``.
    amounts : tuple of float
        They themselves [money].
    is_open : bool
        Whether it is told of even where it was before the first day.
    """

    day: dt.date
    kind: str
    key: str
    subject: str
    text: str
    amounts: tuple[float, ...] = ()
    is_open: bool = False

    def told(self, write: Callable[[float], str]) -> str:
        """The text with its amounts as they are written.

        Examples
        --------
        >>> Milestone(dt.date(2027, 4, 1), "bought", "", "", "bought: {}", (5.0,)).told(str)
        'bought: 5.0'
        """
        return self.text.format(*map(write, self.amounts)) if self.amounts else self.text


@dataclass(frozen=True)
class Inaction:
    """What one option is charged if an agreement runs on as it says; sums of its lines' rows.

    Parameters
    ----------
    title : str
        Of the option.
    months : int
        Months of the term that are within the horizon [month].
    accrued, unavoidable, not_needed : float
        Charged in them; of that, fixed already when the scenario was drawn up; and of that, for
        seats that nobody needs [money].
    """

    title: str
    months: int
    accrued: float
    unavoidable: float
    not_needed: float


@dataclass(frozen=True)
class Deadline:
    """A day on which an agreement is signed, renewed or over.

    Parameters
    ----------
    key, title, programme : str
        The agreement, and how it is bought.
    what : {"signing", "renewal", "end"}
        What comes.
    day : datetime.date
        First day of what comes.
    term : int
        Months that it is signed or renewed for [month].
    steps : tuple of (str, datetime.date)
        Last safe date of each step, in order.
    lead_times : LeadTimes
        How long the steps take: its own, or else the organisation's.
    memorandum : str or None
        UK memorandum in force on that day.
    inaction : dict of str to Inaction
        Of a renewal, by option.
    """

    key: str
    title: str
    programme: str
    what: What
    day: dt.date
    term: int
    steps: tuple[tuple[str, dt.date], ...]
    lead_times: LeadTimes
    memorandum: str | None = None
    inaction: dict[str, Inaction] = field(default_factory=dict)

    @property
    def is_often(self) -> bool:
        """Whether it is renewed more than once a year; then the next renewal stands for all."""
        return self.what == "renewal" and self.term < _YEAR

    @property
    def last_day(self) -> dt.date:
        """Last day before what comes."""
        return self.day - dt.timedelta(days=1)

    @property
    def act_by(self) -> dt.date:
        """Last day to act: notice, the order or the signature, whichever is first."""
        return min(day for key, day in self.steps if key in _ACTS)

    def milestones(self) -> Iterator[Milestone]:
        """It and its steps, as events."""
        told = _WORDS[self.what]
        if self.what != "end":
            told += f" for {months_words(self.term)}"
        if self.is_often:
            told += f", and again every {months_words(self.term)}"
        if self.memorandum is not None:
            told += f"; {self.memorandum} is the memorandum in force"
        yield Milestone(self.day, self.what, self.key, self.title, told)
        for key, day in self.steps:
            said = f"{step_words(key, day)}, for the {_NOUNS[self.what]} of {day_words(self.day)}"
            yield Milestone(day, key, self.key, self.title, said, is_open=True)


def deadlines(results: Results, window: Window) -> Iterator[Deadline]:
    """Every deadline of which a date is in the window, agreement by agreement.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> results = run(example())
    >>> list(deadlines(results, Window.of(results.scenario)))
    []
    """
    for course in courses(results):
        until = results.scenario.timeline.last + 1 + max(course.term, _FAR)
        often = False
        for month in range(window.month, until + 1):
            what: What | None = None
            if course.is_renewal(month):
                what = "signing" if month == course.signed else "renewal"
            elif course.last is not None and month == course.last + 1:
                what = "end"
            if what is None or (what == "renewal" and often):
                continue
            found = _deadline(course, what, month)
            often = often or found.is_often
            if min(found.day, *(day for _, day in found.steps)) <= window.last:
                yield found


def _deadline(course: Course, what: What, month: int) -> Deadline:
    results, terms = course.results, course.terms
    day = first_day(month)
    ends: list[tuple[str, dt.date]] = []
    if what == "renewal":
        if course.notice is not None:
            ends.append(("notice", last_day(month - course.notice - 1)))
        order = terms.programme.order_window
        if order is not None:
            ends.append(("order", day - dt.timedelta(days=order.latest_days)))
    ends = sorted(ends, key=lambda each: each[1])
    if not ends:
        ends = [("replace" if what == "end" else "sign", day - dt.timedelta(days=1))]
    times = results.scenario.organisation.lead_times
    if terms.agreement.lead_times is not None:
        times = terms.agreement.lead_times.over(times)
    before = _counted_back(times, ends[0][1])
    return Deadline(
        key=terms.key,
        title=terms.title,
        programme=terms.programme.title,
        what=what,
        day=day,
        term=course.term,
        steps=(*before, *ends),
        lead_times=times,
        memorandum=None if what == "end" else _memorandum(course, month),
        inaction=dict(_inaction(course, month)) if what == "renewal" else {},
    )


def _counted_back(times: LeadTimes, act_by: dt.date) -> list[tuple[str, dt.date]]:
    """Last safe dates of the organisation's own steps, earliest first."""
    if len(times.unsaid) == len(LeadTimes.model_fields):
        return []
    steps: list[tuple[str, dt.date]] = []
    day = act_by if times.award is None else times.award.before(act_by)
    if times.call_in is not None:
        steps.append(("call_in", day))
        day = times.call_in.before(day)
    steps.append(("decision", day))
    for name, length in (("papers", times.papers), ("procurement", times.procurement)):
        if length is not None:
            day = length.before(day)
            steps.append((name, day))
    return steps[::-1]


def _memorandum(course: Course, month: int) -> str | None:
    """The UK memorandum that an enrolment signed or renewed in a month has the terms of."""
    who = course.results.scenario.organisation
    if course.terms.programme.levels is None or not is_public(who.kind, who.country):
        return None
    found = memorandum_on(month)
    return None if found is None else found.title


def _inaction(course: Course, month: int) -> Iterator[tuple[str, Inaction]]:
    results, key = course.results, course.terms.key
    timeline = results.scenario.timeline
    served = [
        each - timeline.start
        for each in range(month, month + course.term)
        if each in timeline.months and course.is_live(each)
    ]
    if not served:
        return
    for option, rows in results.model.options.items():
        homes = [
            home
            for name, home in rows.lines.items()
            if results.scenario.options[home.split(".")[0]].lines[name].agreement_key() == key
            and f"{home}.unavoidable" in results.model.program.rows
        ]
        if f"shortfall.{key}" in rows.shortfalls:
            homes.append(f"{option}.shortfall.{key}")
        if not homes:
            continue
        known = results.model.program.rows
        accrued, unavoidable, not_needed = (
            sum(
                results.by_period(f"{home}.{row}")[each]
                for home in homes
                if f"{home}.{row}" in known
                for each in served
            )
            for row in ("accrued", "unavoidable", "not_needed_cost")
        )
        yield option, Inaction(rows.title, len(served), accrued, unavoidable, not_needed)


def within_terms(results: Results, window: Window) -> Iterator[Milestone]:
    """Anniversaries, order windows, days to undo an order, and ends of memoranda.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> results = run(example())
    >>> list(within_terms(results, Window.of(results.scenario)))
    []
    """
    timeline = results.scenario.timeline
    for course in courses(results):
        # an order window can open in the horizon for an anniversary after it
        for month in range(window.month, timeline.last + _YEAR):
            yield from _anniversary(course, month)
            if course.term >= _YEAR or month == course.signed:
                yield from _undone(course, month)
        yield from _memoranda(course, window)


def _anniversary(course: Course, month: int) -> Iterator[Milestone]:
    terms, day = course.terms, first_day(month)
    if not course.is_anniversary(month) or month == course.signed:
        return
    falls = terms.may_fall() == "anniversary"
    if falls and not course.is_renewal(month):
        share = course.terms.true_down()
        part = "seats" if share is None else f"up to {_true_down(course, share[0])} of seats"
        yield Milestone(
            day, "anniversary", terms.key, terms.title, f"anniversary: {part} may be handed back"
        )
    order = terms.programme.order_window
    if order is None:
        return
    for kind, days, said in (
        ("order_opens", order.earliest_days, "opens"),
        ("order_closes", order.latest_days, "closes"),
    ):
        if kind == "order_closes" and course.is_renewal(month):
            continue
        yield Milestone(
            day - dt.timedelta(days=days),
            kind,
            terms.key,
            terms.title,
            f"yearly order {said}: {days} days before {day_words(day)}",
        )


def _true_down(course: Course, written: Figure) -> str:
    """How much may go, as it was evaluated."""
    terms = course.terms
    key = f"agreements.{terms.owners.get('true_down', terms.key)}.true_down"
    if key not in course.results.model.program.inputs:
        return written.text
    return number_text(course.results.figure(key), percent=True)


def _undone(course: Course, month: int) -> Iterator[Milestone]:
    """Last day on which an order of the month can be undone."""
    terms = course.terms
    clause = in_force(terms.programme.cancellation, month) if course.is_renewal(month) else None
    if clause is None or clause.hours < _HOURS_A_DAY:
        return
    day = first_day(month) + dt.timedelta(days=clause.hours // _HOURS_A_DAY - 1)
    said = f"last day to undo an order of {day_words(first_day(month))}; paid back: {clause.refund}"
    yield Milestone(day, "cancellation", terms.key, terms.title, said)


def _memoranda(course: Course, window: Window) -> Iterator[Milestone]:
    """Ends of memoranda, and the renewal at which the agreement meets each."""
    terms, seen = course.terms, None
    who = course.results.scenario.organisation
    if terms.programme.levels is None or not is_public(who.kind, who.country):
        return
    last = course.results.scenario.timeline.last
    for month in range(course.signed, last + 1):
        if not course.is_renewal(month):
            continue
        found = memorandum_on(month)
        if found is None or found.key == seen:
            continue
        seen = found.key
        ends = last_day(found.period.ends)
        after = range(found.period.ends + 1, found.period.ends + 1 + course.term)
        meets = next((each for each in after if course.is_renewal(each)), None)
        if ends in window and meets is not None:
            met = day_words(first_day(meets))
            said = f"{found.title} ends; met at the renewal of {met}"
            yield Milestone(ends, "memorandum_ends", terms.key, terms.title, said)
