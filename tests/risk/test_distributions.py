"""Distributions: quantiles against closed forms, and what no figure could be."""

from math import comb, exp, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.analysis.risk.distributions import quantile
from licmodel.analysis.risk.quantiles import beta_quantile, normal_quantile
from licmodel.terms.risk import Distribution

CHANCES = (np.arange(20_000) + 0.5) / 20_000


def drawn(how: dict[str, object], **more: object) -> np.ndarray:
    """A distribution at every chance."""
    return quantile(Distribution.model_validate(how), CHANCES, **more)  # type: ignore[arg-type]


class TestQuantiles:
    def test_normal_ones_are_those_of_the_standard_library(self) -> None:
        ends = [1e-300, 1e-20, 1e-9, 1e-4, 0.02, 1 - 1e-9]
        chances = np.concatenate([CHANCES, ends])
        expected = [NormalDist().inv_cdf(each) for each in chances]
        assert normal_quantile(chances) == pytest.approx(expected, rel=1e-13, abs=1e-15)

    @pytest.mark.parametrize(("a", "b"), [(1, 5), (2, 4), (3, 3), (5, 1)])
    def test_beta_ones_invert_the_polynomial(self, a: int, b: int) -> None:
        x = beta_quantile(CHANCES, a, b)
        n = a + b - 1
        share = sum(comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))
        assert share == pytest.approx(CHANCES, abs=1e-12)

    @given(st.floats(0, 1))
    def test_a_pert_has_the_mean_it_is_known_for(self, mode: float) -> None:
        """(low + 4 likeliest + high) / 6, whatever the likeliest."""
        x = beta_quantile(CHANCES[::20], 1 + 4 * mode, 5 - 4 * mode)
        assert x.mean() == pytest.approx((4 * mode + 1) / 6, abs=1e-3)
        assert (np.diff(x) > 0).all()


class TestShapes:
    def test_uniform(self) -> None:
        assert drawn({"uniform": ["10", "30"]}) == pytest.approx(10 + 20 * CHANCES)

    def test_triangular_has_its_mean_and_deviation(self) -> None:
        values = drawn({"triangular": ["0%", "12%", "20%"]})
        assert values.mean() == pytest.approx(0.32 / 3, abs=1e-6)
        spread = (0.2**2 + 0.12**2 - 0.2 * 0.12) / 18
        assert values.std() == pytest.approx(sqrt(spread), rel=1e-3)

    @pytest.mark.parametrize("mode", ["0", "10"])
    def test_triangular_may_be_likeliest_at_an_end(self, mode: str) -> None:
        values = drawn({"triangular": ["0", mode, "10"]})
        assert values.mean() == pytest.approx((10 + float(mode)) / 3, abs=1e-3)

    def test_pert(self) -> None:
        values = drawn({"pert": ["80", "100", "180"]})
        assert values.mean() == pytest.approx((80 + 400 + 180) / 6, abs=1e-3)

    def test_normal(self) -> None:
        values = drawn({"normal": {"mean": "3%", "sd": "1%"}})
        assert (values.mean(), values.std()) == pytest.approx((0.03, 0.01), rel=1e-3)

    def test_normal_cut_off_at_its_mean_is_half_a_bell(self) -> None:
        values = drawn({"normal": {"mean": "100", "sd": "10"}}, bounds=(100.0, np.inf))
        assert values.min() >= 100
        assert values.mean() == pytest.approx(100 + 10 * sqrt(2 / np.pi), rel=1e-4)

    def test_lognormal_has_the_mean_and_deviation_that_are_said(self) -> None:
        values = drawn({"lognormal": {"mean": "100", "sd": "40"}})
        assert (values.mean(), values.std()) == pytest.approx((100, 40), rel=5e-3)
        spread = log(1 + 0.4**2)
        assert np.median(values) == pytest.approx(100 * exp(-spread / 2), rel=1e-3)

    def test_discrete(self) -> None:
        values = drawn({"discrete": {"1.0": "70%", "1.2": "20%", "1.5": "10%"}})
        found, counts = np.unique(values, return_counts=True)
        assert found.tolist() == [1.0, 1.2, 1.5]
        assert (counts / len(values)).tolist() == [0.7, 0.2, 0.1]

    def test_months_of_a_range_are_alike_likely(self) -> None:
        values = drawn({"uniform": ["2027-04", "2027-08"]}, whole=True)
        _, counts = np.unique(values, return_counts=True)
        assert counts.tolist() == [4000] * 5


class TestRefusing:
    @pytest.mark.parametrize(
        ("how", "told"),
        [
            ({}, "write one"),
            ({"uniform": ["1", "2"], "pert": ["1", "2", "3"]}, "write one"),
            ({"uniform": ["2", "1"]}, "the lowest comes first"),
            ({"uniform": ["2", "2"]}, "leave the figure out if it is certain"),
            ({"triangular": ["1", "5", "3"]}, "the lowest comes first"),
            ({"uniform": ["1", "many"]}, "not a number"),
            ({"normal": {"mean": "1", "sd": "0"}}, "write a number above 0"),
            ({"normal": {"mean": "1", "sd": "1", "low": "2", "high": "1"}}, "write the lower"),
            ({"lognormal": {"mean": "0", "sd": "1"}}, "write normal:"),
            ({"discrete": {"1": "50%", "2": "40%"}}, "90%: the chances do not add up"),
            ({"discrete": {"1": "100%", "2": "0%"}}, "no such case occurs"),
        ],
    )
    def test_what_cannot_be_is_refused(self, how: dict[str, object], told: str) -> None:
        with pytest.raises(ValueError, match=told):
            Distribution.model_validate(how)
