"""Lengths of time, counted back by the calendar, and what is refused."""

import datetime as dt

import pytest

from licmodel.errors import InputError
from licmodel.scenario.loading import from_data
from licmodel.terms.lead_times import Duration, parse_duration

WHO = {"name": "A council"}
SCENARIO = {
    "title": "Support",
    "timeline": {"start": "2027-04", "years": "1"},
    "baseline": "none",
    "options": {"stay": {"lines": {"support": {"kind": "one_off", "amount": "1"}}}},
}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1 month", "2028-02-29"),  # 31 March less a month, in a leap year
        ("13 months", "2027-02-28"),
        ("2 weeks", "2028-03-17"),
        ("1 day", "2028-03-30"),
        ("0 days", "2028-03-31"),
    ],
)
def test_durations_go_back_by_the_calendar(written: str, day: str) -> None:
    assert parse_duration(written).before(dt.date(2028, 3, 31)).isoformat() == day
    assert str(parse_duration(parse_duration(written))) == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("6", "not a length of time; write whole days, weeks or months"),
        ("six weeks", "not a length of time"),
        ("-2 weeks", "not a length of time"),
        ("1.5 months", "not a length of time"),
        ("4 years", "not a length of time"),
        ("5 working days", "write the days by the calendar that they come to"),
        ("37 months", "longer than three years"),
    ],
)
def test_a_bad_lead_time_is_refused_with_what_to_write(written: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        from_data(SCENARIO | {"organisation": WHO | {"lead_times": {"papers": written}}})


def test_a_lead_time_of_no_such_name_is_refused() -> None:
    with pytest.raises(InputError, match="paper"):
        from_data(SCENARIO | {"organisation": WHO | {"lead_times": {"paper": "6 weeks"}}})


def test_a_duration_of_one_is_written_in_the_singular() -> None:
    assert str(Duration(1, "week")) == "1 week"
