"""Risk: against closed forms and plain Monte Carlo, and the same for any block and process."""

import subprocess
import sys
from math import pi, sin, sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licmodel.analysis.risk.risk import risk
from licmodel.analysis.risk.risk_answer import RiskAnswer
from licmodel.analysis.risk.spread import Array, percentile
from tests.risk.uncertain import Raw, near, paid, scenario, two

ROOT = Path(__file__).parents[2]
COUNCIL = ROOT / "scenarios" / "council_2027.yaml"


class TestClosedForms:
    def of(self, inputs: Raw, lines: dict[str, Raw], **more: Any) -> RiskAnswer:  # noqa: ANN401  what else is said
        return risk(scenario({"stay": lines}, inputs, draws="16_384", **more))

    def test_uniform_times_a_constant(self) -> None:
        """200 devices at £90 to £110 once: uniform from £18,000 to £22,000."""
        line: Raw = {"kind": "one_off", "quantity": "200", "unit": "device", "amount": "100"}
        total = self.of({"stay.kit.amount": {"uniform": ["90", "110"]}}, {"kit": line})
        likely = total.options["stay"].total
        assert likely.base == 20_000
        assert likely.mean.value == pytest.approx(20_000, rel=1e-6)
        assert likely.deviation == pytest.approx(4_000 / sqrt(12), rel=1e-3)
        for share, at in likely.percentiles.items():
            assert at.value == pytest.approx(18_000 + 4_000 * share, rel=1e-4)

    @pytest.mark.parametrize("rank", [None, 0.6, -0.5])
    def test_the_sum_of_normals_is_normal(self, rank: float | None) -> None:
        inputs = {
            "stay.one.amount": {"normal": {"mean": "100_000", "sd": "10_000"}},
            "stay.other.amount": {"normal": {"mean": "50_000", "sd": "20_000"}},
        }
        said = [] if rank is None else [{"between": [*inputs], "rank": str(rank)}]
        lines = {"one": paid("100_000"), "other": paid("50_000")}
        total = self.of(inputs, lines, correlations=said).options["stay"].total
        r = 2 * sin(pi * (rank or 0) / 6)
        sum_of = NormalDist(150_000, sqrt(1e8 + 4e8 + 2 * r * 2e8))
        assert total.mean.value == pytest.approx(150_000, rel=1e-4)
        assert total.deviation == pytest.approx(sum_of.stdev, rel=0.02)
        for share, at in total.percentiles.items():
            assert near(at, sum_of.inv_cdf(share)), share

    def test_it_agrees_with_plain_monte_carlo(self) -> None:
        """Six years of £100,000 at an uncertain index, and a share of it that may be lost."""
        inputs = {
            "stay.support.amount": {"triangular": ["80_000", "100_000", "150_000"]},
            "stay.support.index": {"uniform": ["0%", "8%"]},
        }
        line = paid("100_000", index="3%")
        found = self.of(inputs, {"support": line}, years="6").options["stay"]
        stream = np.random.default_rng(7)
        amount = stream.triangular(80_000, 100_000, 150_000, 400_000)
        index = stream.uniform(0, 0.08, 400_000)
        years = [amount * (1 + index) ** year for year in range(6)]
        whole: Array = np.asarray(sum(years))
        assert near(found.total.mean, whole.mean(), whole.std() / 300)
        for share, at in found.total.percentiles.items():
            assert near(at, float(percentile(whole, share)), whole.std() / 200), share
        for likely, year in zip(found.by_year, years, strict=True):
            assert near(likely.percentiles[0.8], float(percentile(year, 0.8)), year.std() / 200)

    def test_errors_are_neither_too_small_nor_too_large(self) -> None:
        """Of forty seeds, the mean of a normal lies within its own error about 95 times in 100."""
        inputs = {
            "stay.one.amount": {"normal": {"mean": "100", "sd": "10"}},
            "stay.other.amount": {"normal": {"mean": "50", "sd": "20"}},
        }
        case = scenario({"stay": {"one": paid("100"), "other": paid("50")}}, inputs, draws="640")
        exact = NormalDist(150, sqrt(500)).inv_cdf(0.8)
        found = [risk(case, seed=seed).options["stay"].total.percentiles[0.8] for seed in range(40)]
        within = sum(abs(each.value - exact) <= each.plus_minus for each in found)
        assert within >= 34
        assert np.mean([each.plus_minus for each in found]) < 0.25 * sqrt(500)


class TestTheSameForEver:
    @pytest.mark.parametrize("block", [1, 7, 160, 100_000])
    def test_any_block_gives_the_same_to_the_last_bit(self, block: int) -> None:
        assert risk(two(draws="320"), block=block).to_json() == risk(two(draws="320")).to_json()

    def test_two_processes_give_the_same_to_the_last_bit(self) -> None:
        code = (
            "import sys, licmodel; d = licmodel.risk(licmodel.load(sys.argv[1]), draws=640)\n"
            "print(d.to_json(), {k: v.tobytes().hex() for k, v in d.drawn.figures.items()})"
        )
        runs = [
            subprocess.run(
                [sys.executable, "-c", code, str(COUNCIL)], capture_output=True, check=True
            ).stdout
            for _ in range(2)
        ]
        assert runs[0] == runs[1]
        assert len(runs[0]) > 10_000

    def test_another_seed_gives_other_draws_that_say_the_same(self) -> None:
        one, other = (risk(two(), seed=seed).options["move"] for seed in (1, 2))
        assert one.total.mean != other.total.mean
        assert near(one.total.mean, other.total.mean.value, other.total.mean.plus_minus)

    def test_draws_fill_the_batches(self) -> None:
        assert risk(two(), draws=330).drawn.draws == 336


def written(share: float, *, percent: bool = False) -> str:
    """An amount from 50 to 100, or a percentage from 0 to 100."""
    return f"{100 * share:.6f}%" if percent else f"{50 + 50 * share:.6f}"


class TestNarrowing:
    @given(
        st.tuples(st.floats(0, 0.4), st.floats(0.6, 1)),
        st.tuples(st.floats(0, 0.45), st.floats(0.55, 1)),
    )
    @settings(max_examples=15, deadline=None)
    def test_a_narrower_range_never_widens_what_may_come(
        self, wide: tuple[float, float], share: tuple[float, float]
    ) -> None:
        """Amounts and an index only ever raise the cost; the amounts alone are added up."""
        narrow = [wide[0] + part * (wide[1] - wide[0]) for part in share]
        spreads = []
        for ends in (wide, narrow):
            inputs: Raw = {
                "grown.a.amount": {"uniform": [written(end) for end in ends]},
                "grown.a.index": {"uniform": [written(end, percent=True) for end in ends]},
                "added.b.amount": {"triangular": [written(end) for end in (*ends, ends[1])]},
                "added.c.amount": {"uniform": [written(end) for end in ends]},
            }
            lines = {
                "grown": {"a": paid("75", index="50%")},
                "added": {"b": paid("75"), "c": paid("75")},
            }
            drawn = risk(scenario(lines, inputs, years="3", draws="320")).drawn
            grown, added = (drawn.figures[f"{key}.billed.total"][0] for key in lines)
            least, most = ((50 + 50 * end) * (1 + (1 + end) + (1 + end) ** 2) for end in ends)
            assert least - 1e-4 <= grown.min() < grown.max() <= most + 1e-4
            middle = percentile(added, 0.9) - percentile(added, 0.1)
            spreads.append((-least, most, middle, added.std()))
        for before, after in zip(*spreads, strict=True):
            assert after <= before + 1e-4
