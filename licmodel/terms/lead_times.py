"""How long an organisation needs to decide and to buy, counted back from a deadline."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import Annotated, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from licmodel.records import record
from licmodel.terms.term import Term, refusal

Stretch = Literal["day", "week", "month"]

_WRITTEN = re.compile(r"(?P<count>[0-9]{1,4}) (?P<stretch>day|week|month)s?")
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_MOST = {"day": 1_100, "week": 156, "month": 36}
_REMEDY = "write whole days, weeks or months: 10 days, 6 weeks or 6 months"


@record
class Duration:
    """Whole days, weeks or months by the calendar.

    Examples
    --------
    >>> str(Duration(6, "week")), str(Duration(1, "month"))
    ('6 weeks', '1 month')
    """

    count: int
    stretch: Stretch

    def __str__(self) -> str:
        return f"{self.count} {self.stretch}{'' if self.count == 1 else 's'}"

    def before(self, day: dt.date) -> dt.date:
        """The day so long before another.

        A month before is the same day of the month before, or its last where it has no such day.

        Examples
        --------
        >>> Duration(6, "week").before(dt.date(2027, 3, 31)).isoformat()
        '2027-02-17'
        >>> Duration(1, "month").before(dt.date(2027, 3, 31)).isoformat()
        '2027-02-28'
        """
        if self.stretch != "month":
            each = 1 if self.stretch == "day" else _DAYS_A_WEEK
            return day - dt.timedelta(days=self.count * each)
        year, number = divmod(
            day.year * _MONTHS_A_YEAR + day.month - 1 - self.count, _MONTHS_A_YEAR
        )
        last = monthrange(year, number + 1)[1]
        return dt.date(year, number + 1, min(day.day, last))


def parse_duration(value: object) -> Duration:
    """Read a duration.

    Raises
    ------
    ValueError
        If it is none; the message says what to write.

    Examples
    --------
    >>> parse_duration("6 weeks")
    Duration(count=6, stretch='week')
    >>> parse_duration("5 working days")
    Traceback (most recent call last):
    ValueError: 5 working days: working days hang on the holidays of the place; write the days \
by the calendar that they come to, such as 7 days
    """
    if isinstance(value, Duration):
        return value
    text = " ".join(str(value).lower().split())
    if "working" in text:
        raise refusal(
            value,
            "working days hang on the holidays of the place",
            "write the days by the calendar that they come to, such as 7 days",
        )
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise refusal(value, "not a length of time", _REMEDY)
    stretches: dict[str, Stretch] = {"day": "day", "week": "week", "month": "month"}
    stretch, count = stretches[found["stretch"]], int(found["count"])
    if count > _MOST[stretch]:
        raise refusal(value, "longer than three years", _REMEDY)
    return Duration(count, stretch)


Lead = Annotated[
    Duration,
    PlainValidator(parse_duration),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["6 months", "6 weeks", "10 days"]}),
]
"""A length of time: "6 weeks"."""


class LeadTimes(Term):
    """How long each step to a decision takes; a step that is not said is not counted.

    They follow each other in this order, and the last ends on the day by which one must act.

    Examples
    --------
    >>> LeadTimes.model_validate({"papers": "6 weeks", "call_in": "2 weeks"}).unsaid
    ('procurement', 'award')
    """

    procurement: Lead | None = None
    """From the start of a procurement to the start of the papers on it."""

    papers: Lead | None = None
    """From the start of the papers to the meeting that decides."""

    call_in: Lead | None = None
    """From the decision to the end of the time in which it may be called in."""

    award: Lead | None = None
    """From then to the order or signature: delegated award, standstill."""

    def over(self, others: LeadTimes) -> LeadTimes:
        """These, and where a step is not said, that of others.

        Examples
        --------
        >>> own = LeadTimes.model_validate({"papers": "12 weeks"})
        >>> str(own.over(LeadTimes.model_validate({"papers": "6 weeks", "award": "10 days"})).award)
        '10 days'
        """
        return others.model_copy(update={name: getattr(self, name) for name in self.said})

    @property
    def said(self) -> tuple[str, ...]:
        """Names of the steps whose length is said."""
        return tuple(name for name in type(self).model_fields if name not in self.unsaid)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Names of the steps whose length is not said."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is None)
