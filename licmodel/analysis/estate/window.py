"""The days that a calendar is about, and which of them are gone by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from licmodel.errors import InputError
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text, month_words


def first_day(month: int) -> dt.date:
    """The first day of a month.

    Examples
    --------
    >>> first_day(2027 * 12 + 3).isoformat()
    '2027-04-01'
    """
    year, number = divmod(month, 12)
    return dt.date(year, number + 1, 1)


def last_day(month: int) -> dt.date:
    """The last day of a month.

    Examples
    --------
    >>> last_day(2027 * 12 + 2).isoformat()
    '2027-03-31'
    """
    return first_day(month + 1) - dt.timedelta(days=1)


def day_words(day: dt.date) -> str:
    """Write a day as people say it, day first.

    Examples
    --------
    >>> day_words(dt.date(2027, 3, 31))
    '31 March 2027'
    """
    return f"{day.day} {month_words(day.year * 12 + day.month - 1)}"


@dataclass(frozen=True)
class Window:
    """From the first day told of to the last of the horizon.

    ``today`` is the first day of the month in which the scenario was drawn up: what was due
    before it is past; without that month nothing is.
    """

    first: dt.date
    last: dt.date
    today: dt.date

    @classmethod
    def of(cls, scenario: Scenario, since: int | None = None) -> Window:
        """The window of a scenario.

        Raises
        ------
        InputError
            If it would begin after the horizon.
        """
        timeline, as_of = scenario.timeline, scenario.as_of
        begins = timeline.start if as_of is None else min(as_of, timeline.start)
        month = begins if since is None else since
        if month > timeline.last:
            raise InputError(
                "the calendar would begin after the horizon",
                found=f"from {month_text(month)}",
                expected=f"a month to {month_text(timeline.last)}",
            )
        today = dt.date.min if as_of is None else first_day(as_of)
        return cls(first_day(month), last_day(timeline.last), today)

    @property
    def month(self) -> int:
        """Its first month [month]."""
        return self.first.year * 12 + self.first.month - 1

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def is_past(self, day: dt.date) -> bool:
        """Whether a day was gone by when the scenario was drawn up."""
        return day < self.today
