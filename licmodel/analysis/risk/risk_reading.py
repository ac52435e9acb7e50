"""Reading an answer off draws: chances, percentiles, and what lies otherwise where one wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.results import Results
from licmodel.analysis.risk.drawn import Drawn
from licmodel.analysis.risk.draws import BATCHES
from licmodel.analysis.risk.risk_answer import (
    Condition,
    Converging,
    Exceeding,
    Likely,
    OptionRisk,
    RiskAnswer,
    Winning,
)
from licmodel.analysis.risk.spread import (
    Array,
    Estimate,
    chance,
    contributions,
    deviation,
    estimated,
    mean,
    percentile,
    percentiles,
    ranks,
)
from licmodel.records import record

MEASURES = {"present_value": "{}.present_value", "total": "{}.billed.total"}
"""Whole figures of an option that risk is told by, with the key of each."""

TIE = 0.02
"""Options whose means are within this share of the lowest are a tie, decided on other grounds."""

TOTAL, BY_YEAR = MEASURES["total"], "{}.billed.by_year"
"""What is told of every option, by whichever measure they are compared."""

_ALWAYS = (0.1, 0.5, 0.9)
_PENCE = 2
_LEAST_SHIFT = 0.05
_ERRORS = 3.0
_SPREAD_OF_RANKS = 12**-0.5
_ADDED = (BATCHES // 4, BATCHES // 2, BATCHES)


@record
class Limit:
    """An amount that options are not to cost more than [money].

    ``option`` is none where it is for each of them, ``year`` where it is for the whole horizon.

    Examples
    --------
    >>> Limit(1_500_000.0, year="2028/29").option is None
    True
    """

    amount: float
    option: str | None = None
    year: str | None = None


class Reader:
    """Reads an answer off draws."""

    def __init__(self, base: Results, drawn: Drawn, measure: str, share: float) -> None:
        self.base, self.drawn, self.measure, self.share = base, drawn, measure, share
        self.shares = tuple(sorted({*_ALWAYS, share}))
        self.figures = {
            key: drawn.figures[MEASURES[measure].format(key)][0] for key in drawn.model.options
        }
        self.wins = dict(zip(self.figures, _wins(self.figures, self._baseline), strict=True))
        self.ranks = {key: ranks(values) for key, values in drawn.values.items()}

    @property
    def _baseline(self) -> str | None:
        return self.drawn.model.scenario.baseline_key

    def answer(self, limits: list[Limit], to_win: str | None = None) -> RiskAnswer:
        """Everything that is told of risk."""
        options = {key: self._option(key) for key in self.figures}
        order = sorted(options, key=lambda key: _placed(options[key]))
        second = to_win or (order[1] if len(order) > 1 else None)
        leader = order[0] if options[order[0]].cheapest.value > 0 else None
        return RiskAnswer(
            self.base,
            self.drawn,
            self.measure,
            self.share,
            options,
            leader,
            _tie(options),
            None if second is None else self._winning(second),
            tuple(map(self._exceeding, limits)),
            tuple(map(self._converging, _ADDED, [leader or order[0]] * len(_ADDED))),
            tuple(self._outside()),
            to_win,
        )

    def _option(self, key: str) -> OptionRisk:
        total, by_year = TOTAL.format(key), BY_YEAR.format(key)
        whole = MEASURES[self.measure].format(key)
        years = self.base.by_period(by_year)
        return OptionRisk(
            self.drawn.model.options[key].title,
            chance(self.wins[key]),
            _above(self.drawn.figures[total][0], self.base.figure(total)),
            self._likely(self.base.figure(whole), self.figures[key]),
            self._likely(self.base.figure(total), self.drawn.figures[total][0]),
            [*map(self._likely, years, self.drawn.figures[by_year])],
            contributions(self.ranks, self.figures[key]),
        )

    def _likely(self, base: float, values: Array) -> Likely:
        at = dict(zip(self.shares, percentiles(values, self.shares), strict=True))
        return Likely(base, estimated(mean, values), deviation(values), at)

    def _exceeding(self, limit: Limit) -> Exceeding:
        assert limit.option is not None  # noqa: S101  one for each option
        labels = self.drawn.model.program.periods.labels("year")
        if limit.year is None:
            values = self.drawn.figures[TOTAL.format(limit.option)][0]
        else:
            values = self.drawn.figures[BY_YEAR.format(limit.option)][labels.index(limit.year)]
        over = values[values > limit.amount] - limit.amount
        by = float(over.mean()) if over.size else nan
        found = _above(values, limit.amount)
        return Exceeding(limit.option, limit.amount, limit.year, found, by)

    def _converging(self, batches: int, key: str) -> Converging:
        draws = self.drawn.draws // BATCHES * batches
        values = self.figures[key][:draws]
        return Converging(
            draws,
            float(mean(values)),
            float(percentile(values, self.share)),
            float(mean(self.wins[key][:draws].astype(float))),
        )

    def _winning(self, key: str) -> Winning:
        """What lies otherwise in the draws in which an option is the cheapest, weightiest first."""
        wins = self.wins[key]
        count = int(wins.sum())
        if not count:
            return Winning(key, 0, ())
        found = []
        least = max(_LEAST_SHIFT, _ERRORS * _SPREAD_OF_RANKS / count**0.5)
        for name, values in self.drawn.values.items():
            shift = float(self.ranks[name][wins].mean() + 0.5) / self.drawn.draws - 0.5
            if abs(shift) > least:
                middle = np.mean if self.drawn.uncertain[name].is_event else np.median
                found.append(
                    Condition(name, float(middle(values)), float(middle(values[wins])), shift)
                )
        found.sort(key=lambda each: -abs(each.shift))
        return Winning(key, count, tuple(found))

    def _outside(self) -> Iterator[str]:
        for key, each in self.drawn.uncertain.items():
            low, high = each.ends
            if not each.is_factor and not low <= each.inputs[0].value <= high:
                yield key


def _above(values: Array, amount: float) -> Estimate:
    """Chance of more than an amount, to the penny; unknown where a draw is."""
    if np.isnan(values).any() or isnan(amount):
        return Estimate(nan, nan)
    return chance(np.round(values, _PENCE) > round(amount, _PENCE))


def _placed(option: OptionRisk) -> tuple[float, float]:
    """Place among options: most often cheapest first, then the lowest mean; unknown last."""
    average = option.measured.mean.value
    return -option.cheapest.value, float("inf") if isnan(average) else average


def _wins(figures: Mapping[str, Array], baseline: str | None) -> list[NDArray[np.bool_]]:
    """In which draws each option is the cheapest; the baseline is, of figures alike to a penny."""
    order = sorted(figures, key=lambda key: key != baseline)
    rounded = np.round(np.stack([figures[key] for key in order]), _PENCE)
    known = ~np.isnan(rounded)
    first = np.argmin(np.where(known, rounded, np.inf), axis=0)
    return [(first == order.index(key)) & known.any(axis=0) for key in figures]


def _tie(options: Mapping[str, OptionRisk]) -> tuple[str, ...]:
    means = {key: each.measured.mean.value for key, each in options.items()}
    known = {key: each for key, each in means.items() if not isnan(each)}
    if not known:
        return ()
    lowest = min(known.values())
    near = tuple(key for key, each in known.items() if each - lowest <= TIE * abs(lowest))
    return near if len(near) > 1 else ()
