"""What may happen to the people a driver counts: by hand, as a case, and where it is none."""

from typing import Any

import pytest

from licmodel.analysis.checks import checks, master
from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data
from tests.unit.test_events import Raw, raw

TRANSFER: Raw = {
    "on": "2028-10",
    "change": "-260",
    "source": "care transfer paper",
    "probability": {"value": "40%", "assumed": "the director's own judgement"},
}
TELEPHONY: Raw = {"kind": "recurring", "quantity": "staff", "amount": "10", "per": "month"}
SEATS: Raw = {"kind": "subscription", "quantity": "staff", "price": "10", "per": "month"}
WHAT_IFS: Raw = {
    "goes_ahead": {"drivers.staff.events.transfer.probability": {"set": "100%"}},
    "does_not": {"drivers.staff.events.transfer.probability": {"set": "0%"}},
}


def scenario(lines: dict[str, Raw], **more: Any) -> Raw:  # noqa: ANN401  fields of the event
    """A scenario of 1,000 staff with that event, and with other fields of it."""
    event = {key: value for key, value in (TRANSFER | more).items() if value is not None}
    staff = {"unit": "user", "value": "1_000", "events": {"transfer": event}}
    return raw(lines, drivers={"staff": staff}, what_ifs=WHAT_IFS)


def results(lines: dict[str, Raw], **more: Any) -> Results:  # noqa: ANN401  fields of the event
    """Results of it, as it stands and with the event drawn both ways."""
    return run(from_data(scenario(lines, **more)), list(WHAT_IFS))


def doubts(found: Results) -> list[str]:
    """What is said of events."""
    return [each for each in warnings_of(found) if ".events." in each]


class TestByHand:
    def test_people_are_counted_at_its_probability_from_its_month(self) -> None:
        """1,000 less 40% of 260 is 896, from the nineteenth month."""
        found = results({"calls": TELEPHONY})
        assert found.by_period("drivers.staff.count")[17:19] == [1_000, 896]
        assert found.by_period("drivers.staff.before_events")[18] == 1_000
        assert found.figure("stay.total") == pytest.approx(10 * (18 * 1_000 + 18 * 896))

    def test_it_can_be_drawn_as_nothing_or_all(self) -> None:
        found = results({"calls": TELEPHONY})
        assert found.by_period("drivers.staff.count", "goes_ahead")[18] == 740
        assert found.by_period("drivers.staff.count", "does_not")[18] == 1_000

    def test_it_is_off_unless_somebody_says_how_likely_it_is(self) -> None:
        found = results({"calls": TELEPHONY}, probability=None)
        assert found.by_period("drivers.staff.count")[18] == 1_000

    def test_events_add_up_and_drivers_below_follow(self) -> None:
        """1,000 less 104, and 50 more at 10%, of which 46% are in the office."""
        drivers = scenario({})["drivers"]
        drivers["staff"]["events"]["school"] = {
            "on": "2029-04",
            "change": "50",
            "probability": {"value": "10%", "assumed": "guess"},
        }
        drivers["office"] = {"unit": "user", "driver": "staff", "share": "46%"}
        found = run(from_data(raw({"calls": TELEPHONY | {"quantity": "office"}}, drivers=drivers)))
        assert found.by_period("drivers.office.count")[24] == pytest.approx(901 * 0.46)
        assert master(checks(found))

    def test_no_more_go_than_there_are(self) -> None:
        found = results({"calls": TELEPHONY}, change="-1_200")
        assert found.by_period("drivers.staff.count", "goes_ahead")[18] == 0
        (doubt,) = doubts(found)
        assert "transfer: more go than there are, and nobody is left if it happens" in doubt

    def test_one_that_the_horizon_does_not_reach_is_named_once(self) -> None:
        (doubt,) = doubts(results({"seats": SEATS}, on="2036-04"))
        assert doubt.startswith("events that move nothing within the horizon, were they certain:")

    def test_one_from_before_the_horizon_is_told(self) -> None:
        (doubt,) = doubts(results({"calls": TELEPHONY}, on="2026-04"))
        assert doubt.startswith("events of people from before the horizon, which have happened")


class TestNoCaseOfItsOwn:
    def test_what_is_proportional_is_not_doubted(self) -> None:
        """Its cost at the probability is the average of both cases."""
        found = results({"calls": TELEPHONY})
        assert doubts(found) == []
        cases = 0.4 * found.figure("stay.total", "goes_ahead")
        cases += 0.6 * found.figure("stay.total", "does_not")
        assert found.figure("stay.total") == pytest.approx(cases)

    @pytest.mark.parametrize(
        "line",
        [
            SEATS,
            {"kind": "hardware", "quantity": "staff", "price": "300", "life_years": "3"},
            TELEPHONY | {"kind": "consumption", "price": "2", "free": "900", "per": None},
            SEATS | {"quantity": {"rule": "seat_cap", "seats": "staff"}},
        ],
        ids=["rounded up", "bought whole", "beyond what is free", "by a rule"],
    )
    def test_what_is_not_is_named_with_the_way_to_look(self, line: Raw) -> None:
        left_out = {"amount", "per"} if line["kind"] == "consumption" else set()
        shown = {key: value for key, value in line.items() if key not in left_out}
        found = results({"seats": shown | {"unit": "user"}, "calls": TELEPHONY})
        (doubt,) = doubts(found)
        assert doubt.startswith("drivers.staff.events.transfer counts people at a probability")
        assert doubt.endswith("to 0% and to 100%: stay.seats")

    @pytest.mark.parametrize("probability", [None, "0%", {"value": "100%", "source": "signed"}])
    def test_a_case_is_not_doubted(self, probability: Any) -> None:  # noqa: ANN401  any figure
        assert doubts(results({"seats": SEATS}, probability=probability)) == []

    def test_a_commitment_under_an_agreement_is_named(self) -> None:
        found = scenario({"seats": SEATS | {"agreement": "deal", "per": "month"}})
        found["agreements"] = {"deal": {"signed": "2027-04", "term": "36", "may_fall": "renewal"}}
        (doubt,) = doubts(run(from_data(found)))
        assert "stay.seats" in doubt


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"probability": "40%"}, "needs a source of its own"),
        ({"probability": {"value": "140%", "source": "x"}}, "between 0% and 100%"),
        ({"on": None}, "on"),
        ({"change": None}, "change"),
        ({"change": "10%"}, "no percentage belongs here"),
        ({"until": "2029-04"}, "until"),
    ],
)
def test_what_is_refused(fields: Raw, said: str) -> None:
    with pytest.raises(InputError) as refused:
        results({"calls": TELEPHONY}, **fields)
    assert said in str(refused.value)


def test_the_explanation_reaches_the_probability_and_its_source() -> None:
    told = results({"calls": TELEPHONY}).explain("drivers.staff.count", "2028-10")
    left, sources = [told], set()
    while left:
        trace = left.pop()
        left += trace.below
        sources.add(getattr(getattr(trace.of, "origin", None), "source", None))
    assert {"care transfer paper", "the director's own judgement"} <= sources
