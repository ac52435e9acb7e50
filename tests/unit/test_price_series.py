"""Which of a product's prices a buyer pays; what is doubtful in a book; what changed in it."""

import pytest

from licmodel.catalogue.price_changes import price_changes
from licmodel.catalogue.price_doubts import doubts
from licmodel.catalogue.price_point import PricePoint
from licmodel.catalogue.price_reading import read_prices
from licmodel.catalogue.price_series import Buying, NoSeries, choose, usual_segments
from licmodel.catalogue.prices import price_points

HEAD = "product,segment,programme,plan,term,price,currency,per,from,to,source,source_date"
APRIL_2027 = 2027 * 12 + 3
COUNCIL, SCHOOL = (Buying(usual=usual_segments(kind)) for kind in ("council", "school"))


def points(*rows: str) -> tuple[PricePoint, ...]:
    """Prices of a suite: segment, programme, plan, term, price, per, from and to, in a book."""
    lines = [HEAD]
    for row in rows:
        *first, per, start, end = row.split(",")
        lines.append(",".join(["suite", *first, "GBP", per, start, end, "offer", "2026-10"]))
    return read_prices("\n".join(lines), "ours.csv").whole()


def chosen(buying: Buying, *rows: str) -> tuple[list[float], str | None]:
    series = choose(points(*rows), buying)
    return [point.price for point in series.points], series.stands_in


GOVERNMENT, COMMERCIAL = "government,,,,29,month,,", "commercial,,,,34,month,,"
STAFF, STUDENT, ANYBODY = (
    "education_staff,,,,3,month,,",
    "education_student,,,,1,month,,",
    (",,,,9,month,,"),
)


@pytest.mark.parametrize(
    ("buying", "rows", "expected"),
    [
        (COUNCIL, (GOVERNMENT, COMMERCIAL), ([29], None)),
        (COUNCIL, (COMMERCIAL,), ([34], "government")),
        (COUNCIL, (ANYBODY,), ([9], None)),
        (COUNCIL, (COMMERCIAL, ANYBODY), ([9], None)),
        (SCHOOL, (STAFF, COMMERCIAL), ([3], None)),
        (SCHOOL, (COMMERCIAL,), ([34], "education")),
        (Buying(), (GOVERNMENT, COMMERCIAL), ([34], None)),
        (Buying("commercial"), (GOVERNMENT, COMMERCIAL), ([34], None)),
        (Buying("charity"), (COMMERCIAL, ANYBODY), ([9], None)),
    ],
)
def test_the_segment_said_or_usual_is_read_and_what_stands_in_is_told(
    buying: Buying, rows: tuple[str, ...], expected: tuple[list[float], str | None]
) -> None:
    assert chosen(buying, *rows) == expected


@pytest.mark.parametrize(
    ("buying", "rows", "said"),
    [
        (Buying("government"), (COMMERCIAL,), "segment: commercial"),
        (Buying("charity"), (COMMERCIAL, GOVERNMENT), "segment: commercial"),
        (COUNCIL, (STUDENT,), "segment: education_student"),
        (SCHOOL, (STAFF, STUDENT), "segment: education_staff"),
        (Buying(programme="ees"), ("commercial,csp_annual,,,34,month,,",), "programme"),
    ],
)
def test_another_segments_price_is_never_taken_in_silence(
    buying: Buying, rows: tuple[str, ...], said: str
) -> None:
    with pytest.raises(NoSeries) as caught:
        chosen(buying, *rows)
    assert said in caught.value.remedy


def test_terms_said_choose_among_prices_and_open_ones_fit_any() -> None:
    rows = (
        "commercial,csp_annual,annual,12,30,month,,",
        "commercial,csp_annual,monthly,12,31.5,month,,",
        "commercial,,,,33,month,,",
    )
    assert chosen(Buying(plan="monthly"), *rows) == ([31.5], None)
    assert chosen(Buying(plan="annual", term=12), *rows) == ([30], None)
    assert chosen(Buying(plan="upfront"), *rows) == ([33], None)
    with pytest.raises(NoSeries, match="several prices") as caught:
        chosen(Buying(), *rows)
    assert caught.value.several
    assert "billed monthly" in caught.value.found


def test_a_month_and_a_year_are_not_mixed() -> None:
    with pytest.raises(NoSeries, match="several prices"):
        choose(
            points("commercial,,,,30,month,2027-04,", "commercial,,,,384,year,2028-04,"), Buying()
        )


def test_a_dated_run_is_taken_before_prices_seen_without_dates() -> None:
    series = choose(price_points("microsoft_365_e3"), COUNCIL)
    assert [point.price for point in series.points] == [28.10, 31.70, 34.55]


def said_of(*rows: str, on: int = APRIL_2027) -> list[tuple[int, str, str]]:
    return [(each.line, each.kind, each.said) for each in doubts(points(*rows), on)]


def test_gaps_overlaps_and_jumps_are_told_with_the_line() -> None:
    found = said_of(
        "commercial,,,,30,month,2025-04,2026-03",
        "commercial,,,,31,month,2026-06,2027-03",
        "commercial,,,,41,month,2027-01,",
    )
    assert found == [
        (3, "gap", "no price of it is in force from 2026-04 to 2026-05, after line 2"),
        (4, "jump", "+32% on line 3, 31 to 41"),
        (4, "overlap", "line 3 holds to 2027-03; this one is taken from its own date"),
    ]


def test_prices_that_meet_leave_no_gap() -> None:
    assert (
        said_of("commercial,,,,30,month,2025-04,2026-03", "commercial,,,,31,month,2026-04,") == []
    )


def test_a_whole_terms_price_is_not_called_a_jump_besides() -> None:
    (found,) = said_of("commercial,,,,30,month,2025-04,", "commercial,,,,360,month,2026-04,")
    assert found[:2] == (3, "whole-term price")


def test_thirty_per_cent_is_no_jump() -> None:
    assert said_of("commercial,,,,10,month,2025-04,", "commercial,,,,13,month,2026-04,") == []


def test_a_whole_terms_price_is_asked_about() -> None:
    (year,) = said_of("commercial,,,,30,month,,", "commercial,csp_annual,,,360,month,,")
    assert year[:2] == (3, "whole-term price")
    assert "12 times line 2: is it the price of a whole year" in year[2]
    three = said_of("commercial,,annual,12,360,year,,", "commercial,,annual,36,1080,year,,")
    assert "3 times line 2: is it the price of three years, where per says a year?" in three[0][2]
    assert said_of("commercial,,annual,12,360,year,,", "commercial,,monthly,12,31.5,month,,") == []


def test_one_price_a_year_too_small_is_asked_about_itself() -> None:
    (found,) = said_of(
        "commercial,,annual,12,30,year,,",
        "commercial,,monthly,12,31.5,month,,",
        "commercial,,upfront,12,29,month,,",
    )
    assert found[:2] == (2, "whole-term price")
    assert "a twelfth of line" in found[2]


def test_the_catalogue_shows_a_whole_terms_price_where_a_book_has_one_row() -> None:
    text = "product,price,currency,per,source,source_date\nmicrosoft_365_e3,414.60,GBP,month,o,2026"
    reading = read_prices(text, "ours.csv")
    catalogue = {"microsoft_365_e3": price_points("microsoft_365_e3")}
    (found,) = doubts(reading.points, APRIL_2027, catalogue)
    assert "12 times what the catalogue has" in found.said


def test_sources_missing_undated_and_stale() -> None:
    text = """product,price,currency,per,to,source,source_date
one,1,GBP,month,,,
two,1,GBP,month,,offer,
three,1,GBP,month,,offer,2025-03
four,1,GBP,month,,offer,2025-04
five,1,GBP,month,2027-03,offer,2020"""
    found = doubts(read_prices(text, "ours.csv").points, APRIL_2027)
    assert [(each.line, each.kind) for each in found] == [
        (2, "no source"),
        (3, "stale source"),
        (4, "stale source"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("30,month,2026-04,", "33,month,2027-04,", ("dearer", 10.0, APRIL_2027)),
        ("30,month,2026-04,2027-03", "33,month,2027-04,", ("dearer", 10.0, APRIL_2027)),
        ("30,month,2026-04,", "27,month,2026-04,", ("cheaper", -10.0, APRIL_2027 - 12)),
        ("30,month,,", "33,month,,", ("dearer", 10.0, None)),
        ("30,month,2026-04,", "360,year,2026-04,", ("same", 0.0, None)),
        ("30,month,2026-04,", "30,month,2026-04,2027-03", ("gone", None, APRIL_2027)),
        ("0,month,,", "1,month,,", ("dearer", None, None)),
    ],
)
def test_a_change_is_told_with_its_size_and_its_month(
    old: str, new: str, expected: tuple[str, float | None, int | None]
) -> None:
    before, after = (points(f"commercial,,,,{row}") for row in (old, new))
    (change,) = price_changes(before, after)
    share = None if change.share is None else round(100 * change.share, 6)
    assert (change.kind, share, change.start) == expected


def test_a_rise_added_to_a_history_is_told_from_its_own_month() -> None:
    before = points("commercial,,,,30,month,2026-04,")
    after = points("commercial,,,,30,month,2026-04,", "commercial,,,,36,month,2027-04,")
    (change,) = price_changes(before, after)
    assert (change.kind, change.start) == ("dearer", APRIL_2027)
    (today,) = price_changes(before, after, on=APRIL_2027 - 1)
    assert today.kind == "same"


def test_series_that_came_and_went() -> None:
    before = points(GOVERNMENT, COMMERCIAL)
    after = points(COMMERCIAL, "commercial,,monthly,,35,month,,")
    found = {(each.kind, each.key[1], each.key[3]) for each in price_changes(before, after)}
    assert found == {
        ("gone", "government", ""),
        ("same", "commercial", ""),
        ("new", "commercial", "monthly"),
    }
    assert price_changes(points("commercial,,,,1,month,2027-04,"), (), on=2020 * 12) == []
