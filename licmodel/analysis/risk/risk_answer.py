"""What risk is told as: records of what may come of each option, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

from licmodel.analysis.results import Results
from licmodel.analysis.risk.drawn import Drawn
from licmodel.analysis.risk.draws import BATCHES
from licmodel.analysis.risk.spread import Estimate
from licmodel.records import record
from licmodel.terms.term import number_text

HEADS = ("option", "measure", "period", "statistic", "value", "plus_minus")


@record
class Likely:
    """What one figure may come to [money]: its mean, percentiles, and as the scenario stands.

    ``percentiles`` are by their share: 0.8 for the figure that four draws in five are not above.
    """

    base: float
    mean: Estimate
    deviation: float
    percentiles: dict[float, Estimate]

    def beyond(self, share: float) -> tuple[float, float]:
        """What a percentile is above the figure as it stands, and above the mean."""
        at = self.percentiles[share].value
        return at - self.base, at - self.mean.value


@record
class OptionRisk:
    """What may come of one option.

    ``measured`` is by the measure asked for, ``total`` is invoiced over the horizon and ``by_year``
    in each year, both in money of the day.
    """

    title: str
    cheapest: Estimate
    above_base: Estimate
    """Chance that more is invoiced in all than as the scenario stands."""
    measured: Likely
    total: Likely
    by_year: list[Likely]
    contributions: dict[str, float]


@record
class Exceeding:
    """Chance that an option costs more than an amount, in all or in one year [money].

    ``by`` is by how much, on average over the draws in which it does; unknown where none does.
    """

    option: str
    amount: float
    year: str | None
    chance: Estimate
    by: float


@record
class Condition:
    """What a figure is, in the middle, over all draws and over those in which an option wins.

    For an event both are the share of draws in which it happens. ``shift`` is by how much of all
    its draws it lies higher (lower: below 0) in those.
    """

    key: str
    overall: float
    winning: float
    shift: float


@record
class Winning:
    """What must be true for an option to be the cheapest."""

    option: str
    draws: int
    conditions: tuple[Condition, ...]


@record
class Converging:
    """What fewer batches of draws tell of the option most often cheapest."""

    draws: int
    mean: float
    percentile: float
    cheapest: float


@record
class RiskAnswer:
    """What may come of every option, with the draws that tell it."""

    base: Results
    drawn: Drawn
    measure: str
    share: float
    """Percentile at which a contingency is told."""
    options: dict[str, OptionRisk]
    leader: str | None
    """Option most often the cheapest."""
    tie: tuple[str, ...]
    """Options whose means are within 2% of the lowest, where there are several."""
    runner_up: Winning | None
    """What must be true for the option that comes next, or for the one that was asked about."""
    exceeding: tuple[Exceeding, ...]
    converging: tuple[Converging, ...]
    outside: tuple[str, ...]
    """Keys of figures that as they stand lie outside of what is drawn."""
    to_win: str | None = None
    """Option that was asked about in place of the one that comes next."""

    @property
    def lowest(self) -> str | None:
        """Option with the lowest mean."""
        means = {key: each.measured.mean.value for key, each in self.options.items()}
        known = {key: each for key, each in means.items() if not isnan(each)}
        return min(known, key=lambda key: known[key]) if known else None

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data, with all that was drawn: the contract of ``risk --json``."""
        model = self.drawn.model
        return {
            "scenario": model.scenario.title,
            "currency": model.scenario.finance.currency,
            "measure": self.measure,
            "what_if": self.base.base,
            "draws": self.drawn.draws,
            "batches": BATCHES,
            "seed": self.drawn.seed,
            "percentile": self.share,
            "years": list(model.program.periods.labels("year")),
            "options": {key: self._option(each) for key, each in self.options.items()},
            "most_often_cheapest": self.leader,
            "lowest_mean": self.lowest,
            "tie": list(self.tie),
            "runner_up": None if self.runner_up is None else _winning(self.runner_up),
            "exceeding": [
                {
                    "option": each.option,
                    "amount": each.amount,
                    "year": each.year,
                    "chance": _estimate(each.chance),
                    "by": _plain(each.by),
                }
                for each in self.exceeding
            ],
            "convergence": [
                {
                    "draws": each.draws,
                    "mean": _plain(each.mean),
                    "percentile": _plain(each.percentile),
                    "cheapest": each.cheapest,
                }
                for each in self.converging
            ],
            "drawn": [
                {
                    "key": each.key,
                    "label": each.label,
                    "how": each.words,
                    "by": each.by,
                    "base": None if each.is_factor else _plain(each.inputs[0].value),
                    "status": None if each.origin is None else each.origin.status,
                    "source": None if each.origin is None else each.origin.source,
                }
                for each in self.drawn.uncertain.values()
            ],
            "correlations": [
                {"between": list(pair), "rank": rank} for pair, rank in self.drawn.pairs.items()
            ],
            "outside": list(self.outside),
        }

    def _option(self, each: OptionRisk) -> dict[str, Any]:
        return {
            "title": each.title,
            "cheapest": _estimate(each.cheapest),
            "above_base": _estimate(each.above_base),
            "measured": _likely(each.measured),
            "total": _likely(each.total),
            "by_year": [_likely(year) for year in each.by_year],
            "contingency": {
                name: _plain(each.total.beyond(self.share)[at])
                for at, name in enumerate(("over_base", "over_mean"))
            },
            "contributions": each.contributions,
        }

    def records(self) -> Iterator[tuple[str, str, str, str, float | str, float | str]]:
        """Rows of option, measure, period, statistic, value and error; then what was drawn."""
        years = self.drawn.model.program.periods.labels("year")
        for key, each in self.options.items():
            yield (key, self.measure, "", "cheapest", each.cheapest.value, each.cheapest.plus_minus)
            likely = {(self.measure, ""): each.measured, ("total", ""): each.total}
            likely |= {("billed", at): of for at, of in zip(years, each.by_year, strict=True)}
            for (measure, period), of in likely.items():
                yield (key, measure, period, "base", of.base, "")
                yield (key, measure, period, "mean", of.mean.value, of.mean.plus_minus)
                yield (key, measure, period, "sd", of.deviation, "")
                for share, at in of.percentiles.items():
                    yield (key, measure, period, named(share), at.value, at.plus_minus)
        for limit in self.exceeding:
            found = (limit.chance.value, limit.chance.plus_minus)
            said = f"above {number_text(limit.amount)}"
            yield (limit.option, "billed", limit.year or "", said, *found)
            yield (limit.option, "billed", limit.year or "", f"{said}, by", limit.by, "")
        for one in self.drawn.uncertain.values():
            yield (one.key, "drawn", "", one.words, "", "")


def named(share: float) -> str:
    """A percentile by its name.

    Examples
    --------
    >>> named(0.8), named(0.975)
    ('P80', 'P97.5')
    """
    return f"P{number_text(round(100 * share, 6))}"


def _plain(figure: float) -> float | None:
    return None if isnan(figure) else figure


def _estimate(of: Estimate) -> dict[str, float | None]:
    return {"value": _plain(of.value), "plus_minus": _plain(of.plus_minus)}


def _likely(of: Likely) -> dict[str, Any]:
    return {
        "base": _plain(of.base),
        "mean": _estimate(of.mean),
        "sd": _plain(of.deviation),
        "percentiles": {named(share): _estimate(at) for share, at in of.percentiles.items()},
    }


def _winning(of: Winning) -> dict[str, Any]:
    return {
        "option": of.option,
        "draws": of.draws,
        "conditions": [
            {
                "key": each.key,
                "overall": each.overall,
                "winning": each.winning,
                "shift": each.shift,
            }
            for each in of.conditions
        ],
    }
