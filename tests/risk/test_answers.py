"""What risk says of options: chances, contingencies, ties, and what must be true."""

from typing import Any

import numpy as np
import pytest

from licmodel.analysis.decisions.dials import dial_of
from licmodel.analysis.risk.risk import read_risk, risk, risk_draws
from licmodel.analysis.risk.risk_reading import Limit
from licmodel.analysis.risk.spread import percentile
from licmodel.analysis.risk.uncertain import uncertain_of
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.report.risk import risk_text
from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario
from tests.risk.uncertain import Raw, near, paid, scenario, two


class TestWhatItSays:
    def test_chances_of_being_cheapest(self) -> None:
        """In thousands, to move costs 80 to 100, or 110 to 130 with the event; to keep, 95 to 105.

        To keep is cheapest where the event happens (25%), and where it does not and the suite is
        dearer: of 75%, the chance that a triangle about 90 is above what is uniform from 95 to 105.
        """
        found = risk(two(), draws=16_384)
        a = np.random.default_rng(3)
        dearer = a.triangular(80, 90, 100, 10**6) > a.uniform(95, 105, 10**6)
        keep, move = (found.options[key].cheapest for key in ("keep", "move"))
        assert near(keep, 0.25 + 0.75 * dearer.mean(), 0.001)
        assert keep.value + move.value == pytest.approx(1)
        assert (found.leader, found.lowest) == ("move", "move")

    def test_a_tie_is_the_baselines(self) -> None:
        same = scenario(
            {"old": {"a": paid("10")}, "new": {"b": paid("10")}},
            {"old.a.amount": {"discrete": {"10": "50%", "20": "50%"}}},
        )
        found = risk(same)
        assert found.options["old"].cheapest.value == pytest.approx(0.5)
        assert risk(same).tie == ()

    def test_options_within_two_per_cent_are_a_tie(self) -> None:
        def found(amount: str) -> tuple[str, ...]:
            lines = {"old": {"a": paid("100_000")}, "new": {"b": paid(amount)}}
            return risk(
                scenario(
                    lines,
                    {"old.a.amount": {"uniform": ["9e4", "11e4"]}}
                    and {"old.a.amount": {"uniform": ["90_000", "110_000"]}},
                )
            ).tie

        assert found("101_900") == ("old", "new")
        assert found("102_100") == ()

    def test_contingency_is_over_what_stands_and_over_the_mean(self) -> None:
        """A uniform from 100 to 200 that stands at 120: at 80% it is 180, 60 and 30 above them."""
        case = scenario(
            {"stay": {"a": paid("120")}}, {"stay.a.amount": {"uniform": ["100", "200"]}}
        )
        option = risk(case, at="80%").options["stay"]
        assert option.total.beyond(0.8) == pytest.approx((60, 30), abs=0.1)
        assert near(option.above_base, 0.8, 1e-3)

    def test_chances_of_exceeding_an_amount(self) -> None:
        case = scenario(
            {"stay": {"a": paid("120")}}, {"stay.a.amount": {"uniform": ["100", "200"]}}, years="2"
        )
        limits = (Limit(300.0, "stay"), Limit(175.0, year="2028/29"))
        in_all, in_year = risk(case, limits=limits).exceeding
        assert (in_all.option, in_all.year, in_year.year) == ("stay", None, "2028/29")
        assert in_all.chance.value == pytest.approx(0.5, abs=0.01)
        assert in_year.chance.value == pytest.approx(0.25, abs=0.01)
        (mapped,) = risk(case, limits={"stay": 400.0}).exceeding
        assert mapped.chance.value == 0
        assert mapped.chance.plus_minus > 0

    def test_the_spread_comes_from_what_moves_it(self) -> None:
        """Of a sum of two uniforms, one three times as wide, about a tenth comes from the other."""
        inputs = {
            "stay.a.amount": {"uniform": ["70", "130"]},
            "stay.b.amount": {"uniform": ["90", "110"]},
        }
        lines = {"a": paid("100"), "b": paid("100")}
        found = risk(scenario({"stay": lines}, inputs), draws=16_384)
        weights = found.options["stay"].contributions
        assert weights["stay.a.amount"] == pytest.approx(0.9, abs=0.03)
        assert sum(weights.values()) == pytest.approx(1)

    def test_what_must_be_true_for_the_runner_up(self) -> None:
        """To keep wins where the event happens or the suite is dear."""
        found = risk(two(), draws=16_384).runner_up
        assert found is not None
        assert found.option == "keep"
        event = found.conditions[0]
        assert event.key == "move.overrun.probability"
        assert event.overall == pytest.approx(0.25, abs=0.01)
        assert event.winning > 0.7

    def test_a_runner_up_that_never_wins_has_nothing_that_must_be_true(self) -> None:
        case = scenario(
            {"old": {"a": paid("100")}, "new": {"b": paid("50")}},
            {"new.b.amount": {"uniform": ["40", "60"]}},
        )
        found = risk(case)
        assert found.runner_up is not None
        assert (found.runner_up.option, found.runner_up.draws) == ("old", 0)

    def test_what_is_unknown_in_some_draw_is_unknown(self) -> None:
        lines = {"old": {"a": paid("100")}, "new": {"b": paid("50")}}
        found = risk(scenario(lines, {"new.b.amount": {"uniform": ["40", "60"]}}))
        assert found.leader == "new"
        values = np.array([1.0, np.nan, 3.0])
        assert np.isnan(percentile(values, 0.1))

    def test_a_list_of_dated_figures_is_drawn_by_a_factor(self) -> None:
        def case(how: Raw) -> Scenario:
            dated = {"2027-04": "100", "2028-04": "200"}
            line: Raw = {"kind": "subscription", "quantity": "10", "product": "seat"}
            return from_data(
                {
                    "title": "Dated",
                    "organisation": {"name": "A council"},
                    "timeline": {"start": "2027-04", "years": "2"},
                    "baseline": "stay",
                    "prices": {"seat": {"unit": "user", "per": "year", "by_date": dated}},
                    "options": {"stay": {"lines": {"seats": line}}},
                    "risk": {"inputs": {"prices.seat": how}},
                }
            )

        found = risk(case({"uniform": ["90%", "1.3"], "change": "times"})).options["stay"].total
        assert found.base == 3_000
        assert found.mean.value == pytest.approx(3_300, rel=1e-3)

    def test_ranges_are_drawn_only_where_that_is_said(self) -> None:
        amount = {"value": "100", "range": ["80", "140"]}
        lines = {"stay": {"a": paid("1") | {"amount": amount}}}
        for shape in ("triangular", "uniform"):
            found = risk(scenario(lines, ranges=shape))
            mean = {"triangular": 320 / 3, "uniform": 110}[shape]
            assert found.options["stay"].total.mean.value == pytest.approx(mean, rel=1e-3)
        own = risk(scenario(lines, {"stay.a.amount": {"uniform": ["90", "91"]}}, ranges="uniform"))
        assert own.options["stay"].total.mean.value == pytest.approx(90.5, rel=1e-3)

    def test_a_range_is_drawn_between_the_ends_it_is_moved_through(self) -> None:
        """Risk and sensitivity read what a file states of a figure in one way."""
        fields = {"amount": {"value": "100", "range": ["80", "140"]}, "index": "2%"}
        model = assemble(scenario({"stay": {"a": paid("1") | fields}}, ranges="uniform"))
        drawn = uncertain_of(model)
        assert list(drawn) == ["stay.a.amount"]
        assert drawn["stay.a.amount"].ends == (80, 140)
        assert dial_of(model, "stay.a.amount").stated == (drawn["stay.a.amount"].ends,)

    def test_a_figure_outside_of_its_draws_is_told(self) -> None:
        case = scenario({"stay": {"a": paid("100")}}, {"stay.a.amount": {"uniform": ["1", "2"]}})
        assert risk(case).outside == ("stay.a.amount",)


class TestStatedRanges:
    def case(self, **says: Any) -> Scenario:  # noqa: ANN401  what else stands under risk
        stated = {"value": "90_000", "range": ["80_000", "110_000"], "assumed": "for this test"}
        return scenario(
            {
                "keep": {"support": paid("95_000")},
                "move": {"suite": paid("0") | {"amount": stated}},
            },
            **says,
        )

    def test_they_are_drawn_when_asked_as_if_the_file_said_so(self) -> None:
        """All else but what a file says of itself is alike: a file's own word is not needed."""
        for how in ("triangular", "uniform"):
            asked, said = risk(self.case(), ranges=how), risk(self.case(ranges=how))
            assert asked.to_json() == said.to_json()
        assert risk(self.case(), ranges="uniform").options["move"].cheapest.value == 0.5

    def test_the_files_own_way_gives_way(self) -> None:
        found = risk(self.case(ranges="triangular"), ranges="uniform").drawn
        assert found.uncertain["move.suite.amount"].words == "uniform, 80,000 to 110,000"

    def test_no_other_way_is_known(self) -> None:
        with pytest.raises(InputError, match="triangular, uniform"):
            risk(self.case(), ranges="normal")

    def test_draws_answer_by_any_measure_and_percentile(self) -> None:
        drawn = risk_draws(two(), draws=640, seed=3)
        limits = (Limit(110_000.0),)
        for measure in ("present_value", "total"):
            same: Raw = {"measure": measure, "at": "90%", "limits": limits}
            assert (
                read_risk(drawn, **same).to_json()
                == risk(two(), draws=640, seed=3, **same).to_json()
            )


def test_what_must_be_true_is_told_of_any_option() -> None:
    """The one that comes next unless another is asked about; of one that never wins, plainly."""
    lines = {"old": {"a": paid("100")}, "mid": {"b": paid("105")}, "far": {"c": paid("900")}}
    case = scenario(lines, {"mid.b.amount": {"uniform": ["90", "120"]}})
    usual = risk(case).runner_up
    assert usual is not None
    assert usual.option == "mid"
    assert usual == risk(case, to_win="mid").runner_up
    never = risk(case, to_win="far")
    assert never.runner_up is not None
    assert (never.runner_up.option, never.runner_up.draws) == ("far", 0)
    assert '"far" is the cheapest in none of 4,096 draws.' in " ".join(risk_text(never).split())
    assert never.leader == risk(case).leader
    with pytest.raises(InputError, match="old, mid, far"):
        risk(case, to_win="gone")
