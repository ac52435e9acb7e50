"""What must be decided by when: dates counted back, what doing nothing costs, what is refused."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from licmodel.analysis.estate.courses import Course
from licmodel.analysis.estate.deadlines import Milestone
from licmodel.analysis.estate.milestones import Calendar, calendar_of
from licmodel.analysis.results import run
from licmodel.errors import InputError
from licmodel.report.milestones import calendar_text
from licmodel.scenario.loading import from_data
from licmodel.terms.months import month_text, parse_month
from tests.unit.dated import LEAD_TIMES, found, scenario


def with_signed(month: str) -> Calendar:
    """Find them with the enrolment signed in another month."""
    agreements = scenario()["agreements"]
    agreements["corporate"] |= {"signed": month}
    return found(organisation={"lead_times": LEAD_TIMES}, agreements=agreements)


def test_what_doing_nothing_costs_is_the_sum_of_the_rows_of_the_new_term() -> None:
    calendar = found()
    renewed = next(each for each in calendar.deadlines if each.what == "renewal")
    cost = renewed.inaction["renew"]
    # 240 a year with 5% is 21 a month: 80 seats for 14 months, then 130 for 22.
    assert cost.accrued == pytest.approx(80 * 21 * 14 + 130 * 21 * 22)
    assert (cost.months, cost.unavoidable, cost.not_needed) == (36, 0, 0)


def test_once_notice_is_past_seats_are_fixed_and_what_nobody_needs_is_carried_on() -> None:
    calendar = found(as_of="2028-02")
    renewed = next(each for each in calendar.deadlines if each.what == "renewal")
    cost = renewed.inaction["renew"]
    # 120 seats less a tenth in April 2027 are 108, in 2028 98, in 2029 89, in 2030 81.
    assert cost.unavoidable == pytest.approx((98 + 89 + 81) * 21 * 12)
    # 18 too many for a year, then 9 until June 2029 needs 130.
    assert cost.not_needed == pytest.approx(18 * 21 * 12 + 9 * 21 * 2)
    past = {
        each.kind: calendar.window.is_past(each.day)
        for each in calendar.events
        if each.key == "corporate"
    }
    assert past["notice"] is False  # the latest is that of the renewal in 2031
    assert calendar.window.is_past(renewed.act_by)


@pytest.mark.parametrize("as_of", ["2027-12", "2028-01", "2028-02"])
def test_notice_is_past_exactly_when_the_model_lets_no_seat_go(as_of: str) -> None:
    results = run(from_data(scenario(as_of=as_of)))
    calendar = calendar_of(results)
    renewed = next(each for each in calendar.deadlines if each.what == "renewal")
    free = results.by_period("agreements.corporate.free")[
        parse_month("2028-04") - parse_month("2027-04")
    ]
    assert calendar.window.is_past(renewed.act_by) == (free == 0)


WHOLE_MONTHS = {"renewal", "anniversary", "notice", "price_lands"}


def months_of(events: Sequence[Milestone], kind: str) -> list[int]:
    """Give the months in which things of a kind happen."""
    return [each.day.year * 12 + each.day.month for each in events if each.kind == kind]


def test_signing_a_month_later_moves_the_agreements_dates_by_a_month_and_no_others() -> None:
    before, after = with_signed("2025-04"), with_signed("2025-05")
    own = {"corporate", "renew.e3"}
    ours, theirs = (
        [
            [each for each in calendar.events if (each.key in own) is mine]
            for calendar in (before, after)
        ]
        for mine in (True, False)
    )
    assert theirs[0] == theirs[1]
    for kind in WHOLE_MONTHS:
        assert months_of(ours[0], kind)
        # what falls out of the horizon at its end has no partner
        moved = [month + 1 for month in months_of(ours[0], kind)]
        assert months_of(ours[1], kind) == moved[: len(months_of(ours[1], kind))]
        assert len(moved) - len(months_of(ours[1], kind)) <= 1
    for one, other in zip(before.deadlines, after.deadlines, strict=True):
        if one.key == "mail":
            assert one == other
            continue
        assert other.day == _month_later(one.day)
        for (step, day), (again, moved_day) in zip(one.steps, other.steps, strict=True):
            assert step == again
            assert 28 <= (moved_day - day).days <= 31


def _month_later(day: dt.date) -> dt.date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)


@pytest.mark.parametrize("signed", ["2024-09", "2025-04", "2027-04", "2028-01"])
@pytest.mark.parametrize("ends", [None, "2029-12"])
def test_around_the_horizon_the_course_goes_on_as_the_rows_do(
    signed: str, ends: str | None
) -> None:
    """The arithmetic used beyond the horizon says in it what the rows say."""
    agreements = scenario()["agreements"]
    agreements["corporate"] |= {"signed": signed} | ({"ends": ends} if ends else {})
    if parse_month(signed) >= parse_month("2027-04"):
        del agreements["corporate"]["holdings"]
    options = scenario()["options"]
    options["renew"]["lines"]["e3"] |= {"price": "20", "per": "month"}
    results = run(from_data(scenario(agreements=agreements, options=options)))
    course = Course.of(results, "corporate")
    for month in results.scenario.timeline.months:
        live = course.signed <= month and (course.last is None or month <= course.last)
        assert course.is_live(month) is live, month_text(month)
        assert course.is_renewal(month) is (live and (month - course.signed) % 36 == 0)
        assert course.is_anniversary(month) is (live and (month - course.signed) % 12 == 0)


def test_a_listed_rise_lands_at_the_renewal_and_not_before() -> None:
    told = {
        each.day.isoformat(): each.told(str) for each in found().events if each.key == "renew.mail"
    }
    assert told == {
        "2028-10-01": "its price list changes, met on 1 July 2029; "
        "the last dated price, carried on",
        "2029-07-01": "price a month goes from 2.0 to 3.0",
    }


def test_a_listed_rise_is_not_met_where_renewals_lift_the_price_paid() -> None:
    calendar = found(mail={"renewal": "uplift", "renewal_uplift": "4%"})
    listed = next(each for each in calendar.events if each.kind == "price_list")
    assert "not met: a renewal lifts the price paid" in listed.text


def test_each_listed_price_is_met_at_the_next_renewal_after_it() -> None:
    options = scenario()["options"]
    options["renew"]["lines"]["mail"]["price"]["by_date"] = {
        "2027-04": "2",
        "2028-01": "2.50",
        "2030-01": "3",
    }
    calendar = found(mail={"term": "12"}, options=options)
    listed = [each.text.split(";")[0] for each in calendar.events if each.kind == "price_list"]
    assert listed == [
        "its price list changes, met on 1 July 2028",
        "its price list changes, met on 1 July 2030",
    ]


LINES = {
    "hosts": {"kind": "hardware", "quantity": "2", "price": "9_500", "life_years": "3"},
    "support": {
        "kind": "recurring",
        "amount": "1_000",
        "per": "year",
        "starts": "2027-06",
        "ends": "2030-05",
        "term": "18",
        "renewal_uplift": "10%",
    },
    "move": {"kind": "one_off", "amount": "18_000", "starts": "2027-06", "months": "3"},
    "mail": {
        "kind": "subscription",
        "agreement": "mail",
        "quantity": "10",
        "price": "2",
        "per": "month",
        "ends": "2028-12",
    },
}


def test_lines_start_end_buy_again_and_are_paid_once_on_their_dates() -> None:
    agreements = {"mail": {"programme": "csp_annual", "signed": "2027-04"}}
    calendar = found(options={"one": {"lines": LINES}}, agreements=agreements)
    told = [
        (each.day.isoformat(), each.kind, each.key, each.told("{:.0f}".format))
        for each in calendar.events
        if each.key.startswith("one.")
    ]
    assert told == [
        ("2027-04-01", "bought", "one.hosts", "bought: 19000"),
        ("2027-06-01", "one_off", "one.move", "one-off of 18000, spread to 31 August 2027"),
        ("2027-06-01", "line_starts", "one.support", "starts"),
        ("2028-12-01", "price_lands", "one.support", "renewed at its uplift"),
        (
            *("2028-12-31", "line_ends", "one.mail"),
            "last month needed; seats go when the agreement lets them",
        ),
        ("2030-04-01", "bought", "one.hosts", "everything is bought again: 19000"),
        ("2030-05-31", "line_ends", "one.support", "last month needed"),
    ]
    # 168 hours from midnight on 1 April are its first seven days.
    undone = [each.day.isoformat() for each in calendar.events if each.kind == "cancellation"]
    assert undone == ["2027-04-07", "2028-04-07", "2029-04-07", "2030-04-07"]


def test_what_options_share_is_told_once() -> None:
    options = {"one": {"lines": LINES}, "two": {"based_on": "one", "title": "The same"}}
    agreements = {"mail": {"programme": "csp_annual", "signed": "2027-04"}}
    calendar = found(options=options, agreements=agreements)
    assert len([each for each in calendar.events if each.kind == "one_off"]) == 1
    renewed = next(each for each in calendar.deadlines if each.what == "renewal")
    assert list(renewed.inaction) == ["one", "two"]


def test_an_agreement_that_is_only_a_pattern_has_no_dates_and_one_without_lines_has() -> None:
    given = scenario()["agreements"]
    given["pattern"] = {"signed": "2026-10", "term": "12", "may_fall": "renewal"}
    given["mail"] = {"based_on": "pattern", "signed": "2027-07", "term": "24"}
    given["unread"] = {"based_on": "pattern", "signed": "2026-12"}
    calendar = found(agreements=given)
    assert list(dict.fromkeys(each.key for each in calendar.deadlines)) == [
        *("corporate", "mail", "unread"),
    ]
    unread = [each for each in calendar.deadlines if each.key == "unread"]
    # signed before the horizon begins, and renewed each December
    assert [each.day.year for each in unread] == [2026, 2027, 2028, 2029, 2030]
    assert not any(each.inaction for each in unread)


def test_what_is_renewed_every_month_shows_its_next_renewal_only() -> None:
    calendar = found(mail={"signed": "2027-04", "term": "1", "may_fall": "any_month"})
    own = [each for each in calendar.deadlines if each.key == "mail"]
    assert [each.day.isoformat() for each in own] == ["2027-04-01", "2027-05-01"]


def test_an_agreement_that_ends_is_over_and_its_notice_is_not_asked_for() -> None:
    calendar = found(mail={"signed": "2027-07", "ends": "2028-12", "notice_months": "2"})
    own = [each for each in calendar.deadlines if each.key == "mail"]
    assert [(each.what, each.day.isoformat()) for each in own] == [
        ("signing", "2027-07-01"),
        ("end", "2029-01-01"),
    ]
    assert dict(own[1].steps) == {"replace": dt.date(2028, 12, 31)}
    assert not own[1].inaction


def test_the_memorandum_is_that_of_the_renewals_own_date_and_only_of_a_uk_body() -> None:
    renewals = [each for each in found().deadlines if each.key == "corporate"]
    assert [each.memorandum for each in renewals] == [
        "Strategic Partnership Arrangement 2024",
        None,
    ]
    ends = [each for each in found().events if each.kind == "memorandum_ends"]
    assert [(each.day.isoformat(), each.text[-15:]) for each in ends] == [
        ("2029-10-31", "of 1 April 2031")
    ]
    abroad = found(organisation={"country": "Ireland"})
    assert {each.memorandum for each in abroad.deadlines} == {None}
    assert not [each for each in abroad.events if each.kind == "memorandum_ends"]


def test_support_that_has_ended_stands_first_and_is_past() -> None:
    calendar = found(installed=["windows_server_2016", "exchange_server_2019", "sql_server_2022"])
    told = [each for each in calendar.events if each.kind == "support_ends"]
    # SQL Server 2022 goes on beyond the horizon.
    assert [(each.key, calendar.window.is_past(each.day)) for each in told] == [
        ("exchange_server_2019", True),
        ("windows_server_2016", False),
    ]


def test_a_product_whose_support_is_not_known_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"installed: .*exchange_2019") as caught:
        found(installed=["exchange_2019"])
    assert "exchange_server_2019" in str(caught.value)


def test_a_calendar_cannot_begin_after_the_horizon() -> None:
    with pytest.raises(InputError, match="to 2031-03"):
        calendar_of(run(from_data(scenario())), parse_month("2031-04"))


def test_the_screen_keeps_to_a_hundred_columns_and_is_as_worked_out_by_hand() -> None:
    told = calendar_text(found(organisation={"lead_times": LEAD_TIMES}))
    assert max(map(len, told.splitlines())) <= 100
    golden = Path(__file__).with_name("calendar.txt")
    assert f"{told}\n" == golden.read_text(encoding="utf-8")
