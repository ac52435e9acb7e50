"""Risk: what may come of it all, how likely each option is the cheapest, and what to set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.arguments import require, require_one_of
from licmodel.analysis.assemble import Model, assemble
from licmodel.analysis.drawn import Drawn, draw
from licmodel.analysis.draws import BATCHES
from licmodel.analysis.results import Results, run
from licmodel.analysis.risk_answer import (
    Condition,
    Converging,
    Exceeding,
    Likely,
    OptionRisk,
    RiskAnswer,
    Winning,
)
from licmodel.analysis.spread import (
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
from licmodel.analysis.telling import Tell
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.risk import LEAST_DRAWS, MOST_DRAWS, Risk
from licmodel.terms.term import number_text, parse_number

MEASURES = {"present_value": "{}.present_value", "total": "{}.billed.total"}
"""Whole figures of an option that risk is told by, with the key of each."""

TIE = 0.02
"""Options whose means are within this share of the lowest are a tie, decided on other grounds."""

PERCENTILE = 0.8
_TOTAL, _BY_YEAR = MEASURES["total"], "{}.billed.by_year"
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


def risk(  # noqa: PLR0913  one keyword for each choice a reader has
    scenario: Scenario | Model,
    *,
    draws: int | None = None,
    seed: int | None = None,
    measure: str = "present_value",
    at: float | str = PERCENTILE,
    limits: Mapping[str, float] | tuple[Limit, ...] = (),
    what_if: str | None = None,
    block: int | None = None,
    tell: Tell | None = None,
) -> RiskAnswer:
    """Draw all that is uncertain, and tell what may come of every option.

    Parameters
    ----------
    scenario : Scenario or Model
        With ``risk:``, or with events that may or may not happen.
    draws, seed : int, optional
        In place of the scenario's own.
    measure : {"present_value", "total"}
        By which options are compared; ``total`` is invoiced in money of the day.
    at : float or str
        Percentile at which a contingency is told: 0.8 or ``"80%"``.
    limits : mapping of str to float, or tuple of Limit, optional
        Amounts not to be exceeded, by option [money].
    what_if : str, optional
        Of the scenario, that is true in every draw: what it sets is certain, and what it adds to
        or multiplies is drawn and then moved.
    block : int, optional
        Draws evaluated at a time; no figure depends on it.
    tell : callable, optional
        Told how many draws of how many are done.

    Raises
    ------
    InputError
        If nothing is uncertain, or what is does not fit; if an argument is out of the question.

    Examples
    --------
    >>> found = risk(example())
    >>> round(found.options["stay"].total.mean.value)
    3000
    >>> round(found.options["stay"].total.percentiles[0.8].value, -1)
    3600.0
    """
    require(scenario, (Scenario, Model), "risk takes a scenario", "licmodel.load(FILE)")
    require_one_of(measure, [*MEASURES], "measure of risk")
    share = _share(at)
    model = scenario if isinstance(scenario, Model) else assemble(scenario)
    said = model.scenario.risk or Risk()
    count = said.draws if draws is None else _count(draws)
    asked = [*_limits(model, limits)]
    keep = [
        form.format(key)
        for key in model.options
        for form in dict.fromkeys((MEASURES[measure], _TOTAL, _BY_YEAR))
    ]
    drawn = draw(
        model,
        keep,
        seed=said.seed if seed is None else seed,
        draws=count,
        what_if=what_if,
        block=block,
        tell=tell,
    )
    base = run(model, [what_if] if what_if else None).under(what_if)
    return _Reader(base, drawn, measure, share).answer(asked)


def _share(at: float | str) -> float:
    share = float(parse_number(at))
    if not 0 < share < 1:
        raise InputError(
            "a percentile lies between 0% and 100%",
            found=str(at),
            expected="80%, for the figure that four draws in five are not above",
            remedies=[f"write {number_text(share)}%"] if share >= 1 else [],
        )
    return share


def _count(draws: int) -> int:
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        raise InputError(
            "draws are too few to tell anything, or too many",
            found=str(draws),
            expected=f"{LEAST_DRAWS:,} to {MOST_DRAWS:,}",
        )
    return draws


def _limits(model: Model, given: Mapping[str, float] | tuple[Limit, ...]) -> Iterator[Limit]:
    """Limits of options that there are, one for each option."""
    if isinstance(given, Mapping):
        given = tuple(Limit(amount, option) for option, amount in given.items())
    years = model.program.periods.labels("year")
    for limit in given:
        if limit.option is not None:
            require_one_of(limit.option, [*model.options], "option")
        if limit.year is not None:
            require_one_of(limit.year, years, "financial year of the horizon")
        for option in model.options if limit.option is None else (limit.option,):
            yield Limit(limit.amount, option, limit.year)


class _Reader:
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

    def answer(self, limits: list[Limit]) -> RiskAnswer:
        """Everything that is told of risk."""
        options = {key: self._option(key) for key in self.figures}
        order = sorted(options, key=lambda key: _placed(options[key]))
        leader = order[0] if options[order[0]].cheapest.value > 0 else None
        return RiskAnswer(
            self.base,
            self.drawn,
            self.measure,
            self.share,
            options,
            leader,
            _tie(options),
            self._winning(order[1]) if len(order) > 1 else None,
            tuple(map(self._exceeding, limits)),
            tuple(map(self._converging, _ADDED, [leader or order[0]] * len(_ADDED))),
            tuple(self._outside()),
        )

    def _option(self, key: str) -> OptionRisk:
        total, by_year = _TOTAL.format(key), _BY_YEAR.format(key)
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
            values = self.drawn.figures[_TOTAL.format(limit.option)][0]
        else:
            values = self.drawn.figures[_BY_YEAR.format(limit.option)][labels.index(limit.year)]
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


def example() -> Scenario:
    """A scenario of one line whose amount is uncertain, for examples in the documentation."""
    from licmodel.scenario.loading import from_data  # noqa: PLC0415  documentation only

    support = {"kind": "recurring", "amount": "1_200", "per": "year"}
    between = {"uniform": ["1_000", "2_000"], "assumed": "two offers"}
    return from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "stay",
            "timeline": {"start": "2027-04", "years": "2"},
            "options": {"stay": {"lines": {"support": support}}},
            "risk": {"inputs": {"stay.support.amount": between}},
        }
    )
