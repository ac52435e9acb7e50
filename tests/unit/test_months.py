"""Months and financial years are read as people write them, or refused with what to write."""

import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from licmodel.terms.months import (
    EndMonth,
    Month,
    month_text,
    month_words,
    parse_closing_month,
    parse_date,
    parse_month,
    parse_year,
    year_label,
    year_of,
    year_start,
)

APRIL_2027 = 2027 * 12 + 3

APRIL_AS_WRITTEN = [
    "2027-04",
    "2027-04-01",
    "01/04/2027",
    "1/4/2027",
    "01-04-2027",
    "1 April 2027",
    "1st April 2027",
    "1 Apr 2027",
    "April 2027",
    "Apr 2027",
    "  apr   2027 ",
    "Apr-2027",
    dt.date(2027, 4, 1),
    dt.datetime(2027, 4, 1, tzinfo=dt.UTC),
    APRIL_2027,
]


@pytest.mark.parametrize("written", APRIL_AS_WRITTEN)
def test_every_way_to_write_a_first_month_is_read(written: object) -> None:
    assert parse_month(written) == APRIL_2027


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2028-03", "2028-03"),
        ("31 March 2028", "2028-03"),
        ("31/03/2028", "2028-03"),
        (dt.date(2028, 2, 29), "2028-02"),
        ("28 February 2027", "2027-02"),
    ],
)
def test_a_last_month_is_read_from_its_last_day(written: object, text: str) -> None:
    assert month_text(parse_month(written, end=True)) == text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("04-2027", "the year comes first; write 2027-04"),
        ("4/2027", "the year comes first; write 2027-04"),
        ("2027/04", "write 2027-04"),
        ("2027-4", "write 2027-04"),
        ("2027/28", "that is a financial year; write the month it starts: 2027-04"),
        ("2027-28", "that is a financial year; write the month it starts: 2027-04"),
        ("2011/12", "that is a financial year; write the month it starts: 2011-04"),
        ("2099/00", "that is a financial year; write the month it starts: 2099-04"),
        ("2027", "a year, not a month; write 2027-04"),
        ("Apr 27", "two digits; write it in full"),
        ("01/04/27", "two digits; write it in full"),
        ("27-04-01", "two digits; write it in full"),
        ("2027-13", "no month 13; write"),
        ("2027-00", "no month 00; write"),
        ("04/13/2027", "no month 13, and days come first; write"),
        ("31/04/2027", "April 2027 has no day 31; write 2027-04"),
        ("29 Feb 2027", "February 2027 has no day 29; write 2027-02"),
        ("2027-04-00", "April 2027 has no day 0; write 2027-04"),
        ("1899-12", "the year 1899 is out of reach; write"),
        ("2200-01", "the year 2200 is out of reach; write"),
        ("April", "not a month; write"),
        ("Smarch 2027", "not a month; write"),
        ("April 1, 2027", "not a month; write"),
        (str(APRIL_2027), "not a month; write"),
        ("", "nothing written: not a month; write"),
        (2027, "not a month; write"),
        (12 * 2200, "not a month; write"),
        (True, "not a month; write"),
        (None, "not a month; write"),
        (2027.25, "not a month; write"),
    ],
)
def test_what_is_no_month_is_refused_with_what_to_write(written: object, told: str) -> None:
    for end in (False, True):
        with pytest.raises(ValueError, match="write") as refused:
            parse_month(written, end=end)
        assert told in str(refused.value)


@pytest.mark.parametrize(
    ("written", "end", "told"),
    [
        ("2 April 2027", False, "write 2027-04 for the whole of April 2027, or 2027-05"),
        ("04/01/2027", False, "write 2027-01 for the whole of January 2027, or 2027-02"),
        ("31 March 2028", False, "write 2028-03 for the whole of March 2028, or 2028-04"),
        ("1 April 2028", True, "write 2028-03 if nothing is served in April 2028, or 2028-04"),
        ("28 February 2028", True, "write 2028-02 for the whole of February 2028, or 2028-01"),
        (dt.date(2028, 1, 15), True, "2028-01 for the whole of January 2028, or 2027-12"),
    ],
)
def test_a_day_inside_a_month_is_refused_with_both_readings(
    *, written: object, end: bool, told: str
) -> None:
    with pytest.raises(ValueError, match="write") as refused:
        parse_month(written, end=end)
    assert told in str(refused.value)


def test_a_date_keeps_its_day() -> None:
    assert parse_date("14/10/2026") == (2026 * 12 + 9, 14)
    assert parse_date("October 2026") == (2026 * 12 + 9, None)
    assert parse_date(dt.date(2026, 10, 31)) == (2026 * 12 + 9, 31)


def test_a_month_is_written_as_files_and_as_people_do() -> None:
    assert month_text(APRIL_2027) == "2027-04"
    assert month_text(2027 * 12 + 11) == "2027-12"
    assert month_words(2027 * 12) == "January 2027"


@pytest.mark.parametrize(
    ("month", "year_end", "year"),
    [
        ("2027-03", 3, 2026),
        ("2027-04", 3, 2027),
        ("2028-03", 3, 2027),
        ("2027-08", 8, 2026),
        ("2027-09", 8, 2027),
        ("2027-01", 12, 2027),
        ("2027-12", 12, 2027),
        ("2027-11", 11, 2026),
        ("2027-12", 11, 2027),
    ],
)
def test_a_month_falls_in_the_financial_year_its_body_keeps(
    month: str, year_end: int, year: int
) -> None:
    assert year_of(parse_month(month), year_end) == year


def test_every_month_of_a_year_lies_between_its_start_and_the_next() -> None:
    for year_end in range(1, 13):
        for month in range(2025 * 12, 2030 * 12):
            year = year_of(month, year_end)
            assert year_start(year, year_end) <= month < year_start(year + 1, year_end)
            # The closing month is the one before the next year's first.
            assert (year_start(year + 1, year_end) - 1) % 12 + 1 == year_end


@pytest.mark.parametrize(
    ("year", "year_end", "label"),
    [(2027, 3, "2027/28"), (2027, 8, "2027/28"), (2099, 3, "2099/00"), (2027, 12, "2027")],
)
def test_a_year_is_labelled_as_reports_do_and_read_back(
    year: int, year_end: int, label: str
) -> None:
    assert year_label(year, year_end) == label
    assert parse_year(label, year_end) == year
    assert parse_year(label.replace("/", "-"), year_end) == year


@pytest.mark.parametrize(
    ("written", "year_end", "told"),
    [
        ("2028/27", 3, "a year that starts in 2028 ends in 2029; write 2028/29"),
        ("2027/29", 3, "a year that starts in 2027 ends in 2028; write 2027/28"),
        ("2027/2029", 3, "write 2027/28"),
        ("2027", 3, "the year ends in March here; write 2026/27 or 2027/28"),
        ("2027", 8, "the year ends in August here; write 2026/27 or 2027/28"),
        ("2027/28", 12, "the year ends in December here; write 2027"),
        ("2027-02", 3, "that is a month, not a year; write 2026/27"),
        ("2027-04", 3, "that is a month, not a year; write 2027/28"),
        ("27/28", 3, "write it as 2027/28"),
        ("1066/67", 3, "write it as 2027/28"),
        ("next year", 12, "write it as 2027"),
        (None, 3, "write it as 2027/28"),
    ],
)
def test_what_is_no_year_is_refused_with_what_to_write(
    written: object, year_end: int, told: str
) -> None:
    with pytest.raises(ValueError, match="write") as refused:
        parse_year(written, year_end)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("March", 3),
        ("mar", 3),
        ("3", 3),
        (3, 3),
        ("31 March", 3),
        ("31 August", 8),
        ("31st aug", 8),
        ("28 February", 2),
        ("29 Feb", 2),
        ("December", 12),
    ],
)
def test_a_closing_month_is_read(written: object, month: int) -> None:
    assert parse_closing_month(written) == month


@pytest.mark.parametrize(
    "written", ["30 March", "1 April", "31 April", "13", 0, "0", "year end", "", True, None]
)
def test_what_closes_no_year_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"; write [MA]"):
        parse_closing_month(written)


def test_the_types_hold_whole_months_and_write_text() -> None:
    first, last = TypeAdapter(Month), TypeAdapter(EndMonth)
    assert first.validate_python("1 April 2027") == APRIL_2027
    assert last.validate_python("31 March 2028") == APRIL_2027 + 11
    assert first.validate_python(APRIL_2027) == last.validate_python(APRIL_2027) == APRIL_2027
    assert first.dump_python(APRIL_2027) == last.dump_python(APRIL_2027) == "2027-04"
    assert first.dump_json(APRIL_2027) == b'"2027-04"'
    with pytest.raises(ValidationError, match="two ways"):
        last.validate_python("01/04/2028")
    with pytest.raises(ValidationError, match="whole months"):
        first.validate_python("31/03/2028")


def test_the_schema_shows_text_and_an_example_that_is_read() -> None:
    for adapter in (TypeAdapter(Month), TypeAdapter(EndMonth)):
        schema = adapter.json_schema()
        assert schema["type"] == "string"
        (example,) = schema["examples"]
        assert adapter.dump_python(adapter.validate_python(example)) == example
