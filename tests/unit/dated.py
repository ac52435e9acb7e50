"""An enrolment and a supplier's contract whose dates tests of the calendar look at."""

from typing import Any

from licmodel.analysis.estate.milestones import Calendar, calendar_of
from licmodel.analysis.results import run
from licmodel.scenario.loading import from_data

LEAD_TIMES = {
    "procurement": "6 months",
    "papers": "6 weeks",
    "call_in": "2 weeks",
    "award": "10 days",
}
E3 = {"seats": "120", "price": "240", "per": "year"}
ENROLMENT = {
    "programme": "enterprise_agreement_subscription",
    "signed": "2025-04",
    "renewal": "uplift",
    "renewal_uplift": "5%",
    "may_fall": "anniversary",
    "true_down": "10%",
    "notice_months": "3",
}
DRIVER = {"unit": "user", "by_date": {"2027-04": "100", "2028-01": "80", "2029-06": "130"}}


def scenario(
    *,
    organisation: dict[str, Any] | None = None,
    mail: dict[str, Any] | None = None,
    **changed: Any,  # noqa: ANN401  any part of a scenario
) -> dict[str, Any]:
    """Give an enrolment and a supplier's contract, each with a line."""
    who = {"name": "An invented council", "country": "England", **(organisation or {})}
    own = {"signed": "2027-07", "term": "24", "may_fall": "renewal", "renewal": "list"}
    lines = {
        "e3": {"kind": "subscription", "agreement": "corporate", "quantity": "office"},
        "mail": {
            "kind": "subscription",
            "agreement": "mail",
            "quantity": "50",
            "per": "month",
            "price": {"by_date": {"2027-04": "2", "2028-10": "3"}},
        },
    }
    given = {
        "title": "Agreements",
        "as_of": "2026-11",
        "organisation": who,
        "timeline": {"start": "2027-04", "years": "4"},
        "baseline": "none",
        "drivers": {"office": DRIVER},
        "agreements": {
            "corporate": {**ENROLMENT, "holdings": {"e3": E3}},
            "mail": own | (mail or {}),
        },
        "options": {"renew": {"lines": lines}},
    }
    return given | changed


def found(**changed: Any) -> Calendar:  # noqa: ANN401  any part of a scenario
    """Find the dates of that scenario, with what is changed."""
    return calendar_of(run(from_data(scenario(**changed))))


def days(calendar: Calendar, key: str) -> dict[str, str]:
    """Give the steps of the first deadline of an agreement."""
    first = next(each for each in calendar.deadlines if each.key == key)
    return {step: day.isoformat() for step, day in first.steps}
