"""Events: what they cost by hand, at how likely they are, and what is refused of them."""

from typing import Any

import pytest

from licmodel.analysis.checks import checks, master
from licmodel.analysis.comparison import compare
from licmodel.analysis.estate.milestones import calendar_of
from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.errors import InputError
from licmodel.report.tables import comparison_text
from licmodel.scenario.loading import from_data

Raw = dict[str, Any]

GLOUCESTER: Raw = {
    "kind": "event",
    "on": "2028-10",
    "cost": {"value": "845_000", "source": "Gloucester City Council, April 2023"},
    "months": "10",
    "probability": {"value": "4%", "assumed": "for this test"},
}
"""What an incident cost a council, as published; that no one can say how likely it is."""


def raw(lines: dict[str, Raw], years: str = "3", **more: Any) -> Raw:  # noqa: ANN401
    """One option with these lines, from April 2027."""
    return {
        "title": "What may happen",
        "organisation": {"name": "A council"},
        "timeline": {"start": "2027-04", "years": years},
        "baseline": "none",
        "options": {"stay": {"lines": lines}},
    } | more


def event(**more: Any) -> Results:  # noqa: ANN401  fields of the line, none to leave one out
    """Results of that event with other fields."""
    line = {key: value for key, value in (GLOUCESTER | more).items() if value is not None}
    return run(from_data(raw({"attack": line})))


def years(results: Results, key: str) -> list[float]:
    """A row's years, summed from its months."""
    months = results.by_period(key)
    return [round(sum(months[at : at + 12]), 6) for at in range(0, len(months), 12)]


class TestByHand:
    def test_the_cost_falls_over_its_months_at_its_probability(self) -> None:
        """845,000 over ten months from October 2028: six in 2028/29, four in 2029/30; 4% of it."""
        found = event()
        assert years(found, "stay.attack.if_happens") == [0, 507_000, 338_000]
        assert years(found, "stay.attack.accrued") == [0, 20_280, 13_520]
        assert found.figure("stay.total") == pytest.approx(33_800)

    def test_it_is_off_unless_somebody_says_how_likely_it_is(self) -> None:
        found = event(probability=None)
        assert found.figure("stay.total") == 0
        assert years(found, "stay.attack.if_happens") == [0, 507_000, 338_000]

    def test_each_year_it_may_happen_again(self) -> None:
        """From October 2027, yearly: over ten months three times, the last cut by the horizon.

        Six months of each in its own year and four in the next: 6, 6 + 4 and 6 + 4 of 84,500.
        """
        found = event(on="2027-10", yearly="true")
        assert years(found, "stay.attack.if_happens") == [507_000, 845_000, 845_000]
        assert years(found, "stay.attack.accrued") == [20_280, 33_800, 33_800]

    def test_until_is_the_last_month_in_which_it_may_happen(self) -> None:
        """In October 2027, not in October 2028: what it cost still falls until July 2028."""
        for until, last in (("2028-09", 338_000), ("2028-10", 845_000)):
            found = event(on="2027-10", yearly="true", until=until)
            assert years(found, "stay.attack.if_happens")[1] == last

    def test_years_overlap_where_a_cost_falls_over_more_than_one(self) -> None:
        """2,400 over 24 months, each year from April 2027: 100 a month, then 200."""
        found = event(on="2027-04", yearly="true", months="24", cost="2_400")
        assert years(found, "stay.attack.if_happens") == [1_200, 2_400, 2_400]

    def test_its_cost_follows_its_index(self) -> None:
        """10% on what falls after March 2029."""
        found = event(index="10%", on="2029-03", months="2")
        assert years(found, "stay.attack.if_happens") == [0, 464_750, 511_225]

    def test_a_probability_can_be_drawn_as_nothing_or_all(self) -> None:
        """A what-if is a case, and needs no source."""
        ifs = {
            "happens": {"stay.attack.probability": {"set": "100%"}},
            "never": {"stay.attack.probability": {"set": "0%"}},
        }
        found = run(from_data(raw({"attack": GLOUCESTER}, what_ifs=ifs)), list(ifs))
        assert found.figure("stay.total", "happens") == pytest.approx(845_000)
        assert found.figure("stay.total", "never") == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"probability": "4%"}, "a probability above nothing needs a source of its own"),
        ({"probability": "4%", "source": "their own"}, "needs a source of its own"),
        ({"probability": {"value": "4%", "status": "assumed"}}, "needs a source of its own"),
        ({"probability": {"value": "104%", "assumed": "x"}}, "between 0% and 100%"),
        ({"starts": "2028-04"}, "write on: the month in which it happens"),
        ({"ends": "2028-04"}, "and until: with yearly"),
        ({"billing": "yearly"}, "leave billing: out"),
        ({"uplift": "anniversary", "index": "3%"}, "leave uplift: out"),
        ({"until": "2029-04"}, "until goes with yearly"),
        ({"until": "2028-09", "yearly": "true"}, "write an until after on"),
        ({"cost": "-1"}, "at least 0"),
        ({"on": None}, "on"),
    ],
)
def test_what_is_refused(fields: Raw, said: str) -> None:
    with pytest.raises(InputError) as refused:
        event(**fields)
    assert said in str(refused.value)


def test_a_probability_of_nothing_needs_no_source() -> None:
    assert event(probability="0%").figure("stay.total") == 0


class TestWhatAReaderSees:
    def test_each_option_says_what_is_counted_and_how_much_more_it_may_be(self) -> None:
        """Two events of 845,000, one at 4% and one off; the other option has none, and none is 0.

        With a tenth of 20% VAT lost: 2% on both.
        """
        off = {key: value for key, value in GLOUCESTER.items() if key != "probability"}
        cost = {"kind": "recurring", "amount": "1_000", "per": "year"}
        options = {
            "stay": {"lines": {"attack": GLOUCESTER, "again": off}},
            "move": {"lines": {"cost": cost}},
        }
        finance = {"vat_recoverable": "90%"}
        comparison = compare(from_data(raw({}, options=options, finance=finance)))
        stay, move = comparison.options.values()
        assert stay.events_counted == pytest.approx(33_800 * 1.02)
        assert stay.events_more == pytest.approx((2 * 845_000 - 33_800) * 1.02)
        assert stay.total == pytest.approx(33_800 * 1.02)
        assert (move.events_counted, move.events_more) == (None, None)
        data = comparison.to_json()["options"]
        assert data["stay"]["events_more"] == stay.events_more
        assert data["move"]["events_more"] is None
        page = comparison_text(comparison).split("\n\n")
        (note,) = [part for part in page if part.startswith("Events, in £: counted at their")]
        assert note.splitlines()[-1].split() == ["stay", "34,476", "1,689,324"]

    def test_the_note_is_in_real_prices_where_the_page_is(self) -> None:
        """A year on, in prices of the first: less 10% of inflation."""
        line = GLOUCESTER | {"on": "2028-04", "months": "1"}
        comparison = compare(
            from_data(raw({"attack": line}, finance={"inflation": "10%"})), real=True
        )
        assert comparison.options["stay"].events_counted == pytest.approx(33_800 / 1.1)

    def test_nothing_is_said_where_nothing_may_happen(self) -> None:
        cost = {"kind": "recurring", "amount": "1_000", "per": "year"}
        comparison = compare(from_data(raw({"cost": cost})))
        assert "Events" not in comparison_text(comparison)
        assert "probability" not in comparison_text(comparison)

    def test_people_counted_at_a_probability_are_named(self) -> None:
        change = {"on": "2028-04", "change": "-26", "probability": GLOUCESTER["probability"]}
        drivers = {"staff": {"unit": "user", "value": "90", "events": {"transfer": change}}}
        line = {"kind": "recurring", "quantity": "staff", "amount": "1", "per": "month"}
        text = comparison_text(compare(from_data(raw({"calls": line}, drivers=drivers))))
        said = "Counted in drivers, at their probability: drivers.staff.events.transfer (4%)."
        assert said in text

    def test_an_event_that_is_off_is_not_called_outside_the_horizon(self) -> None:
        outside = "cost nothing within the horizon"
        assert not [each for each in warnings_of(event(probability=None)) if outside in each]
        told = [each for each in warnings_of(event(on="2035-04")) if outside in each]
        assert told == [f"these lines {outside}: stay.attack"]

    def test_the_calendar_tells_when_it_may_happen_and_when_a_contract_is_over(self) -> None:
        lines = {
            "attack": GLOUCESTER,
            "again": GLOUCESTER | {"yearly": "true", "until": "2029-12"},
            "later": GLOUCESTER | {"on": "2031-04"},
            "off": GLOUCESTER | {"probability": "0%", "on": "2029-01"},
            "filter": DISPLACED,
        }
        told = [
            (
                each.day.isoformat(),
                each.kind,
                each.key,
                each.text,
                [round(a) for a in each.amounts],
            )
            for each in calendar_of(run(from_data(raw(lines)))).events
        ]
        once, again = "may happen, at 4%", "may happen, and each year after until 31 December 2029"
        over = "last month of its contract; its money is saved from the month after"
        unsaid = "may happen, how likely nobody has said"
        within = "{} within the horizon"
        assert told == [
            ("2028-06-30", "contract_ends", "stay.filter", over, []),
            ("2028-10-01", "may_happen", "stay.again", f"{again}, at 4%: {within}", [1_352_000]),
            ("2028-10-01", "may_happen", "stay.attack", f"{once}: {within}", [845_000]),
            ("2029-01-01", "may_happen", "stay.off", f"{unsaid}: {within}", [845_000]),
        ]

    def test_an_option_that_takes_an_event_over_is_equal_to_its_parent(self) -> None:
        options = {
            "stay": {"lines": {"attack": GLOUCESTER, "filter": DISPLACED}},
            "same": {"based_on": "stay"},
            "worse": {"based_on": "stay", "lines": {"attack": {"months": "20"}}},
        }
        found = run(from_data(raw({}, options=options)))
        assert found.figure("same.total") == found.figure("stay.total")
        assert found.figure("same.events.more.total") == found.figure("stay.events.more.total")
        assert found.figure("worse.events.if_all_happen.total") == pytest.approx(760_500)
        assert master(checks(found))

    def test_no_line_is_called_as_the_sums_are(self) -> None:
        with pytest.raises(InputError, match="a line cannot be called events"):
            run(from_data(raw({"events": GLOUCESTER})))


DISPLACED: Raw = {
    "kind": "displaced",
    "contract": "mail filter",
    "amount": "12_000",
    "per": "year",
    "contract_ends": "2028-06",
    "in_base_budget": "true",
}


def test_one_that_is_off_and_out_of_the_horizon_is_named() -> None:
    """It costs nothing either way, so that no total says so."""
    said = "events that move nothing within the horizon, were they certain: stay.attack"
    assert said in warnings_of(event(on="2026-04", months="12", probability="0%"))
    assert said not in warnings_of(event(on="2026-05", months="12", probability="0%"))
