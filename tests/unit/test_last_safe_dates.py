"""Last safe dates: counted back from notice and order, by whose time, and under a what-if."""

import pytest

from licmodel.analysis.estate.milestones import calendar_of
from licmodel.analysis.results import run
from licmodel.report.milestones import calendar_text
from licmodel.scenario.loading import from_data
from tests.unit.dated import LEAD_TIMES, days, found, scenario


def test_steps_are_counted_back_from_the_notice() -> None:
    # Three months before 1 April 2028 is 1 January, so notice is in by 31 December; ten days before
    # it is 21 December; two weeks before that 7 December, six weeks 26 October, six months 26
    # April.
    assert days(found(organisation={"lead_times": LEAD_TIMES}), "corporate") == {
        "procurement": "2027-04-26",
        "papers": "2027-10-26",
        "decision": "2027-12-07",
        "call_in": "2027-12-21",
        "notice": "2027-12-31",
        "order": "2028-03-02",
    }


def test_without_lead_times_only_notice_and_order_stand_and_it_says_what_to_write() -> None:
    calendar = found()
    assert days(calendar, "corporate") == {"notice": "2027-12-31", "order": "2028-03-02"}
    assert "lead_times: {procurement: 6 months, papers: 6 weeks, call_in: 2 weeks, " in "".join(
        calendar.notes
    )


def test_an_agreement_may_take_its_own_time() -> None:
    """Its papers take twelve weeks; what it does not say is the organisation's; others' stay."""
    agreements = scenario()["agreements"]
    agreements["corporate"] |= {"lead_times": {"papers": "12 weeks", "procurement": "0 days"}}
    calendar = found(organisation={"lead_times": LEAD_TIMES}, agreements=agreements)
    own = days(calendar, "corporate")
    # 84 days before 7 December 2027
    assert own["papers"] == own["procurement"] == "2027-09-14"
    assert own["decision"] == "2027-12-07"
    assert days(calendar, "mail") == days(found(organisation={"lead_times": LEAD_TIMES}), "mail")
    assert not calendar.notes
    told = {each["agreement"]: each["lead_times"] for each in calendar.to_json()["deadlines"]}
    assert told["corporate"]["papers"] == "12 weeks"
    assert told["mail"]["papers"] == "6 weeks"


def test_what_one_agreement_leaves_open_is_told_and_what_another_says_is_not() -> None:
    agreements = scenario()["agreements"]
    for each in agreements.values():
        each["lead_times"] = {**LEAD_TIMES}
    del agreements["mail"]["lead_times"]["award"]
    calendar = found(agreements=agreements)
    assert "own time for award is not said" in calendar.notes[0]


def test_under_a_what_if_dates_and_costs_are_its_own() -> None:
    asked = {
        "later": {
            "agreements.corporate.signed": {"add": "1"},
            "agreements.corporate.true_down": {"set": "25%"},
            "agreements.corporate.renewal_uplift": {"set": "0%"},
        }
    }
    results = run(from_data(scenario(what_ifs=asked)), ["later"])
    as_written = calendar_of(results)
    calendar = calendar_of(results.under("later"))
    assert days(as_written, "corporate")["notice"] == "2027-12-31"
    assert days(calendar, "corporate")["notice"] == "2028-01-31"
    renewed = next(each for each in calendar.deadlines if each.what == "renewal")
    # from May 2028 80 seats for 13 months, then 130 for 22, to March 2031, at £20 still
    assert renewed.inaction["renew"].accrued == pytest.approx((80 * 13 + 130 * 22 + 0) * 20)
    assert any("up to 25% of seats" in each.text for each in calendar.events)
    assert "Under the what-if later" in calendar_text(calendar)
    assert calendar.to_json()["what_if"] == "later"
    assert as_written.to_json()["what_if"] is None


def test_a_step_that_is_not_said_is_left_out() -> None:
    calendar = found(organisation={"lead_times": {"papers": "6 weeks"}})
    # 42 days before 31 December 2027.
    assert days(calendar, "corporate") == {
        "papers": "2027-11-19",
        "decision": "2027-12-31",
        "notice": "2027-12-31",
        "order": "2028-03-02",
    }
    assert "time for procurement, call-in and award is not said" in calendar.notes[0]
