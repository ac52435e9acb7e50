"""Laws that every figure and month keeps, tried on many."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from licmodel.terms.figure import STRENGTH, Figure, number_text, parse_number
from licmodel.terms.months import (
    month_text,
    month_words,
    parse_month,
    parse_year,
    year_label,
    year_of,
    year_start,
)

LIMIT = 9_999_999_999_999
MONTHS = st.integers(12 * 1900, 12 * 2200 - 1)
CLOSING_MONTHS = st.integers(1, 12)
WORDS = st.from_regex(r"[^\W\d_]{1,12}", fullmatch=True)
AMOUNTS = st.decimals(-LIMIT, LIMIT, allow_nan=False, allow_infinity=False, places=2)
NUMBERS = st.one_of(
    st.integers(-LIMIT, LIMIT),
    st.floats(-LIMIT, LIMIT),
    AMOUNTS,
    AMOUNTS.map("{:,}".format),
    AMOUNTS.map("£{:,}".format),
    st.integers(0, LIMIT).map("{:_}".format),
    AMOUNTS.map("{}%".format),
)


T = TypeVar("T")


def read_or_refused(read: Callable[[object], T], written: object) -> T | str:
    """Read it, or tell why it was refused."""
    try:
        return read(written)
    except ValueError as refused:
        return str(refused)


@st.composite
def mappings(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a figure with something said about it."""
    low, value, high = sorted(draw(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS)))
    sign = draw(st.sampled_from(["", "%"]))
    said: dict[str, Any] = {"value": f"{value}{sign}"}
    if draw(st.booleans()):
        said["range"] = [f"{low}{sign}", f"{high:,}{sign}"]
    kind = draw(st.sampled_from(["bare", "source", "assumed"]))
    if kind != "bare":
        said[kind] = draw(WORDS)
        statuses = STRENGTH if kind == "source" else ("assumed",)
        said |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "status": st.sampled_from(statuses),
                    "dated": MONTHS.map(month_text)
                    | st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
                    "owner": WORDS,
                },
            )
        )
    return said


@given(NUMBERS | mappings())
@example(1e-300)
@example(-0.0)
def test_what_is_written_back_reads_the_same(written: object) -> None:
    figure = Figure.model_validate(written)
    assert Figure.model_validate(figure.model_dump()) == figure
    assert Figure.model_validate_json(figure.model_dump_json()) == figure
    # Written back once, it is written the same way for ever.
    assert Figure.model_validate(figure.model_dump()).model_dump() == figure.model_dump()


@given(mappings())
def test_nothing_said_is_lost(said: dict[str, Any]) -> None:
    dumped = Figure.model_validate(said).model_dump()
    if set(said) == {"value"}:
        assert dumped == said["value"]
    else:
        assert set(dumped) == set(said)
        for key in set(said) - {"range", "dated"}:
            assert dumped[key] == said[key]


@given(number=st.floats(-LIMIT, LIMIT), percent=st.booleans())
def test_a_float_survives_being_written(number: float, *, percent: bool) -> None:
    assert float(parse_number(number_text(number, percent=percent))) == number


@given(AMOUNTS)
def test_thousands_marks_change_nothing(amount: Decimal) -> None:
    plain = parse_number(str(amount))
    assert plain == amount
    for mark in (",", "_", " ", "\u00a0", "\u202f"):
        assert parse_number(f"{amount:,}".replace(",", mark)) == plain
    assert parse_number(f"{amount}%") == plain / 100
    assert parse_number(str(amount).replace("-", "\u2212")) == plain


@given(st.text(max_size=30) | st.text("0123456789.,_-+ £%()kmpe:/", max_size=12))
def test_any_text_is_a_number_or_refused_with_a_remedy(text: str) -> None:
    number = read_or_refused(parse_number, text)
    if isinstance(number, Decimal):
        assert abs(number) <= LIMIT + 1
        assert number.is_finite()
    else:
        assert "; write " in number or "; leave " in number


@given(
    st.integers(1, 999_999).map(str),
    st.sampled_from(
        (
            *("{}p", "{}k", "{}m", "({})", "${}", "{}€", "{} percent", "{}e3", "{}:30", "{}.5.5"),
            *("{},0", "{},0000", "{}_0", "£{}%", "{} seats", "{}-{}", "{}..{}", "={}", "{}/3"),
        )
    ),
)
def test_every_bad_form_is_refused_with_a_remedy(number: str, form: str) -> None:
    with pytest.raises(ValueError, match=r"; (write|leave) "):
        parse_number(form.replace("{}", number))


@given(st.integers(1, 999_999), st.sampled_from(["{}p", "{}k", "{}m", "({})", "{} per cent"]))
def test_a_remedy_that_gives_a_number_can_be_followed(number: int, form: str) -> None:
    worth: dict[str, int | Decimal] = {
        "{}p": Decimal("0.01"),
        "{}k": 1000,
        "{}m": 10**6,
        "({})": -1,
    }
    with pytest.raises(ValueError, match="; write ") as refused:
        parse_number(form.format(number))
    advised = str(refused.value).rpartition("write ")[2]
    assert parse_number(advised) == number * worth.get(form, Decimal("0.01"))


@given(MONTHS)
def test_a_month_survives_being_written(month: int) -> None:
    assert parse_month(month_text(month)) == month
    assert parse_month(month_words(month)) == month
    assert parse_month(f"1 {month_words(month)}") == month
    assert parse_month(month) == parse_month(month, end=True) == month


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_a_date_is_a_first_month_a_last_month_or_neither_but_never_both(day: dt.date) -> None:
    month = day.year * 12 + day.month - 1
    closes = (day + dt.timedelta(days=1)).day == 1
    for end, whole in ((False, day.day == 1), (True, closes)):
        for written in (day, day.isoformat(), f"{day.day:02d}/{day.month:02d}/{day.year}"):
            read = read_or_refused(partial(parse_month, end=end), written)
            assert read == month if whole else "; write " in str(read)


@given(st.text(max_size=20) | st.text("0123456789/-. AprilMay", max_size=12))
def test_any_text_is_a_month_or_refused_with_a_remedy(text: str) -> None:
    month = read_or_refused(parse_month, text)
    if isinstance(month, int):
        assert parse_month(month_text(month)) == month
    else:
        assert "; write " in month


@given(MONTHS.filter(lambda month: 12 * 1901 <= month < 12 * 2199), CLOSING_MONTHS)
def test_a_year_survives_being_written(month: int, year_end: int) -> None:
    year = year_of(month, year_end)
    assert parse_year(year_label(year, year_end), year_end) == year
    assert 0 <= month - year_start(year, year_end) < 12
