"""Draws: strata, streams of their own, ranks that move together, and events that happen or not."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licmodel.analysis.risk.drawn import draw
from licmodel.analysis.risk.draws import BATCHES, chances, groups_of, together
from licmodel.analysis.risk.spread import Array, ranks
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from tests.risk.uncertain import Raw, paid, scenario

DRAWS = 4096


def correlation(one: Array, other: Array) -> float:
    """Correlation of ranks, by numpy."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


class TestStreams:
    @given(st.text(min_size=1, max_size=12), st.integers(0, 2**40), st.integers(1, 40))
    @settings(max_examples=30)
    def test_every_batch_has_one_draw_in_every_stratum(
        self, key: str, seed: int, each: int
    ) -> None:
        drawn = chances(key, seed, BATCHES * each).reshape(BATCHES, each)
        assert ((drawn > 0) & (drawn < 1)).all()
        assert (np.sort((drawn * each).astype(int), axis=1) == np.arange(each)).all()

    def test_keys_and_seeds_have_streams_that_have_nothing_in_common(self) -> None:
        drawn = [chances(key, seed, DRAWS) for key in ("a", "b", "c") for seed in (1, 2)]
        for one, other in combinations(drawn, 2):
            assert abs(correlation(one, other)) < 4 / DRAWS**0.5

    def test_a_stream_is_what_it_was(self) -> None:
        """Only raw bits and their order are used: no version of numpy or machine changes these."""
        first = chances("prices.e3", 1, 64)
        assert first[:3].tolist() == [0.3712653434821649, 0.8823828082709371, 0.7312677203086391]

    def test_batches_are_not_alike(self) -> None:
        drawn = chances("a", 1, DRAWS).reshape(BATCHES, -1)
        assert len({tuple(batch) for batch in drawn.tolist()}) == BATCHES
        assert abs(correlation(drawn[0], drawn[1])) < 0.25


class TestTogether:
    @pytest.mark.parametrize("rank", [-0.9, -0.4, 0.3, 0.6, 0.95])
    def test_ranks_correlate_as_is_said(self, rank: float) -> None:
        drawn = {key: chances(key, 5, 16_384) for key in "ab"}
        moved = together(drawn, {("a", "b"): rank})
        assert correlation(moved["a"], moved["b"]) == pytest.approx(rank, abs=0.02)

    @pytest.mark.parametrize("rank", [1.0, -1.0])
    def test_what_moves_as_one_has_the_same_ranks(self, rank: float) -> None:
        moved = together({key: chances(key, 5, DRAWS) for key in "ab"}, {("a", "b"): rank})
        for one, other in zip(*(moved[key].reshape(BATCHES, -1) for key in "ab"), strict=True):
            assert correlation(one, other) == pytest.approx(rank)

    def test_strata_are_kept_and_the_first_is_left_alone(self) -> None:
        drawn = {key: chances(key, 5, DRAWS) for key in "abc"}
        moved = together(drawn, {("b", "c"): 0.7})
        assert (moved["a"] == drawn["a"]).all()
        assert (moved["b"] == drawn["b"]).all()
        assert (moved["c"] != drawn["c"]).any()
        for one, other in zip(
            *(each["c"].reshape(BATCHES, -1) for each in (drawn, moved)), strict=True
        ):
            assert (np.sort(one) == np.sort(other)).all()

    def test_one_more_in_a_group_moves_none_of_those_before_it(self) -> None:
        drawn = {key: chances(key, 5, DRAWS) for key in "abc"}
        before = together(drawn, {("a", "b"): 0.7})
        after = together(drawn, {("a", "b"): 0.7, ("b", "c"): 0.5})
        assert (before["b"] == after["b"]).all()
        assert correlation(after["b"], after["c"]) == pytest.approx(0.5, abs=0.05)

    def test_groups_grow_together(self) -> None:
        pairs = {("a", "b"): 0.5, ("c", "d"): 0.5, ("d", "a"): 0.5}
        found = groups_of(list("abcde"), pairs)
        assert [sorted(each) for each in found] == [["a", "b", "c", "d"]]

    def test_correlations_that_cannot_all_hold_are_refused_with_what_would(self) -> None:
        drawn = {key: chances(key, 5, 320) for key in "abc"}
        pairs = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}
        with pytest.raises(InputError, match="no figures can be correlated so: a, b, c") as told:
            together(drawn, pairs)
        factor = float(told.value.remedies[1].rpartition(" ")[2])
        together(drawn, {pair: factor * rank for pair, rank in pairs.items()})


class TestAddingAnInput:
    def test_it_leaves_the_draws_of_the_others_alone(self) -> None:
        lines = {"stay": {"one": paid("100"), "other": paid("50")}}
        one = {"stay.one.amount": {"uniform": ["90", "110"]}}
        more = {"stay.other.amount": {"normal": {"mean": "50", "sd": "5"}}} | one
        drawn = [
            draw(assemble(scenario(lines, inputs)), ["stay.billed.total"], seed=3, draws=640)
            for inputs in (one, more)
        ]
        before, after = (each.values["stay.one.amount"] for each in drawn)
        assert (before == after).all()
        assert "stay.other.amount" in drawn[1].values


class TestEvents:
    def event(self, probability: str) -> Array:
        """What an event costs, draw by draw."""
        line: Raw = {"kind": "event", "on": "2027-10", "cost": "1_000"}
        line |= {"probability": {"value": probability, "assumed": "for this test"}}
        model = assemble(scenario({"stay": {"attack": line, "support": paid("10")}}))
        key = "stay.attack.billed.total"
        costs: Array = draw(model, [key], seed=1, draws=DRAWS).figures[key][0]
        return costs

    @pytest.mark.parametrize("probability", ["4%", "25%", "70%"])
    def test_it_happens_or_does_not_and_its_mean_is_as_weighed(self, probability: str) -> None:
        costs = self.event(probability)
        assert {*costs.tolist()} == {0.0, 1000.0}
        share = float(probability.removesuffix("%")) / 100
        assert costs.mean() == pytest.approx(1000 * share, abs=1000 / (DRAWS / BATCHES))

    def test_one_that_is_off_or_certain_is_not_drawn(self) -> None:
        with pytest.raises(InputError, match="nothing is uncertain"):
            self.event("0%")
        with pytest.raises(InputError, match="nothing is uncertain"):
            self.event("100%")
