"""Seats that cannot be handed back: the cheapest split over three terms when headcount may move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import isclose, isnan
from typing import Any

from licmodel.analysis.arguments import require, require_names
from licmodel.analysis.estate.seats import seat_line, seat_lines
from licmodel.analysis.results import Results, resolve, run
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError, nearest
from licmodel.language.evaluate import Evaluator
from licmodel.language.expression import Expr
from licmodel.language.operators import least, where
from licmodel.language.program import Origin, Periods, Program, Span
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text

TERM, YEAR = 36, 12
AS_IT_STANDS = "as_it_stands"
WAYS = ("split", "by_the_month", "by_the_year", "with_hindsight")


@record
class Prices:
    """What a seat costs a month on each term [money per unit per month]."""

    monthly: float
    yearly: float
    three_years: float


@record
class Path:
    """Seats that are needed month by month, how much the path counts, and what each way costs.

    ``costs`` are by way [money]; ``not_handed_back`` is what the split pays for months in which
    nobody needs the seats of three years, and ``regret`` what it costs more than with hindsight.
    ``unavoidable`` is what cannot be avoided any more of the option as the file has it, by month,
    and ``unavoidable_by_year``, seen from the month in which it was drawn up [money].
    """

    key: str
    title: str
    weight: float
    needed: tuple[float, ...]
    costs: Mapping[str, float]
    not_handed_back: float
    regret: float
    unavoidable: tuple[float, ...]
    unavoidable_by_year: tuple[float, ...]


@record
class Regret:
    """The cheapest split of a line's seats, before it is known which path comes about."""

    scenario: Scenario
    line: str
    title: str
    """The line as a reader is told of it, with its option."""
    first: int
    prices: Prices
    paths: tuple[Path, ...]
    weighed: bool
    """Whether somebody said how likely each path is; else all count alike."""
    three_years: float
    """Seats bought for three years [unit]; the others are bought as each year shows."""
    expected: Mapping[str, float]
    """What each way costs over all paths, by weight [money]."""
    alike: tuple[str, ...]
    """What-ifs that need the same seats as a path before them."""

    def to_json(self) -> dict[str, Any]:
        """The split as plain data: the contract of ``regret --json``."""
        return {
            "scenario": self.scenario.title,
            "currency": self.scenario.finance.currency,
            "line": self.line,
            "from": month_text(self.first),
            "prices": vars(self.prices),
            "three_years": self.three_years,
            "weighed": self.weighed,
            "expected": dict(self.expected),
            "paths": {
                each.key: {
                    "title": each.title,
                    "weight": each.weight,
                    "needed": list(each.needed),
                    **each.costs,
                    "not_handed_back": each.not_handed_back,
                    "regret": each.regret,
                    "unavoidable": list(each.unavoidable),
                }
                for each in self.paths
            },
            "alike": list(self.alike),
        }

    def records(self) -> list[tuple[str | float, ...]]:
        """Rows of path, weight and costs: the contract of ``regret --csv``."""
        return [
            (
                each.key,
                each.weight,
                *(each.costs[way] for way in WAYS),
                each.not_handed_back,
                each.regret,
            )
            for each in self.paths
        ]


HEADS = ("path", "weight", *WAYS, "not_handed_back", "regret")


def regret(
    scenario: Scenario,
    line: str,
    prices: Prices,
    *,
    what_ifs: Sequence[str] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Regret:
    """Split a line's seats over three terms so that they cost least before headcount is known.

    Seats for three years are bought at once and cannot be handed back. The others are bought as
    each year begins, by the year or by the month, whichever is cheaper for the months in which
    they are needed: the year ahead is taken to be known by then, and what comes after it not.

    Parameters
    ----------
    scenario : Scenario
        Its first three years are looked at.
    line : str
        ``option.line``, whose seats are split.
    prices : Prices
        Of a seat a month on each term.
    what_ifs : sequence of str, optional
        Paths beside the scenario as it stands; all its what-ifs, where not given.
    weights : mapping of str to float, optional
        How likely what-ifs are, shares; the scenario as it stands is the rest. All paths count
        alike where not given.

    Raises
    ------
    InputError
        If the line has no seats, the horizon is under three years, or a price or weight is odd.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> regret(example(), "stay.support", Prices(12, 10, 9))
    Traceback (most recent call last):
    licmodel.errors.InputError: a three-year term needs three years
      found: a horizon of 2
      to mend it: set it: timeline.years: 3
    """
    require(scenario, Scenario, "regret takes a scenario", "licmodel.load(FILE)")
    _refuse_odd(prices)
    if scenario.timeline.years * YEAR < TERM:
        raise InputError(
            "a three-year term needs three years",
            found=f"a horizon of {scenario.timeline.years}",
            remedies=["set it: timeline.years: 3"],
        )
    names = list(scenario.what_ifs) if what_ifs is None else [*what_ifs]
    if what_ifs:
        require_names(what_ifs, "what_ifs")
    model = assemble(scenario)
    results = run(model, names)
    needed, alike = _paths(results, line, names, weights or {})
    option = line.partition(".")[0]
    weighed = _weights(list(needed), weights)
    titles = {AS_IT_STANDS: "as it stands"} | {
        name: scenario.what_ifs[name].title or name.replace("_", " ") for name in names
    }
    figures = _worked_out(scenario.finance.currency, prices, needed, weighed)
    paths = tuple(
        Path(
            name,
            titles[name],
            weighed[name],
            seats,
            {way: figures[f"{way}.{name}"] for way in WAYS},
            figures[f"not_handed_back.{name}"],
            figures[f"regret.{name}"],
            *_unavoidable(results, option, None if name == AS_IT_STANDS else name),
        )
        for name, seats in needed.items()
    )
    return Regret(
        scenario,
        line,
        seat_line(model, line),
        scenario.timeline.start,
        prices,
        paths,
        weights is not None,
        figures["three_years"],
        {way: figures[f"{way}.expected"] for way in WAYS},
        alike,
    )


def _unavoidable(
    results: Results, option: str, name: str | None
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What cannot be avoided any more of an option, by month and by year; empty without such."""
    rows = (f"{option}.unavoidable", f"{option}.unavoidable.by_year")
    if any(row not in results.model.program.rows for row in rows):
        return (), ()
    month, year = (tuple(results.by_period(row, name)) for row in rows)
    return month, year


def _paths(
    results: Results, line: str, names: Sequence[str], weights: Mapping[str, float]
) -> tuple[dict[str, tuple[float, ...]], tuple[str, ...]]:
    """Seats needed by month on each path, and what-ifs that need the same as one before them."""
    model = results.model
    key = resolve(model, f"{line}.needed")
    if key not in model.program.rows:
        raise InputError(
            f"{line} has no seats that are needed",
            expected="option.line",
            remedies=nearest(line, seat_lines(model)),
        )
    needed: dict[str, tuple[float, ...]] = {}
    alike = []
    for name in (None, *names):
        seats = tuple(results.by_period(key, name)[:TERM])
        if any(map(isnan, seats)):
            raise InputError(f"{line}: how many seats are needed is not known", found=name)
        if name is not None and name not in weights and seats in needed.values():
            alike.append(name)
        else:
            needed[name or AS_IT_STANDS] = seats
    return needed, tuple(alike)


def _refuse_odd(prices: Prices) -> None:
    if not 0 < prices.three_years <= prices.yearly <= prices.monthly:
        raise InputError(
            "a longer term is no dearer by the month",
            found=f"{prices.monthly:g} by the month, {prices.yearly:g} by the year, "
            f"{prices.three_years:g} for three years",
            expected="prices above nothing, each a month: the longest term the lowest",
        )


def _weights(names: Sequence[str], said: Mapping[str, float] | None) -> dict[str, float]:
    """How much each path counts; all alike, or as said, the rest being as it stands."""
    if said is None:
        return dict.fromkeys(names, 1 / len(names))
    for name, share in said.items():
        if name not in names or name == AS_IT_STANDS:
            raise InputError(f"no path is called {name}", expected=", ".join(names[1:]))
        if not 0 <= share <= 1:
            raise InputError(f"{name}: {share:g}", expected="a share, from 0% to 100%")
    rest = 1 - sum(said.values())
    if rest < 0 and not isclose(rest, 0, abs_tol=1e-9):
        raise InputError("the paths are more than certain", found=f"{1 - rest:.0%} in all")
    return {name: said.get(name, max(rest, 0.0) if name == AS_IT_STANDS else 0.0) for name in names}


def _worked_out(
    currency: str,
    prices: Prices,
    needed: Mapping[str, tuple[float, ...]],
    weights: Mapping[str, float],
) -> dict[str, float]:
    """Rows for each slice of seats that are needed in the same months, and their sums."""
    levels = sorted({0.0, *(seats for path in needed.values() for seats in path)})
    if len(levels) == 1:
        raise InputError("no seats are needed in the first three years")
    sheet = _Slices(currency, prices, weights)
    for low, high in pairwise(levels):
        months = {
            name: [
                sum(each >= high for each in seats[year : year + YEAR])
                for year in range(0, TERM, YEAR)
            ]
            for name, seats in needed.items()
        }
        sheet.slice(high - low, months)
    return sheet.figures()


class _Slices:
    """Slices of seats that are needed in the same months, added up in rows."""

    def __init__(self, currency: str, prices: Prices, weights: Mapping[str, float]) -> None:
        self.program = Program(Periods(("case",), (Span("case", 0, 0),)))
        self.price = {
            key: self.given(key, f"{currency}/unit/month", value)
            for key, value in vars(prices).items()
        }
        self.year, self.term = (
            self.given(key, "month", months) for key, months in (("year", YEAR), ("term", TERM))
        )
        self.weights = {
            name: self.given(f"weight.{name}", "1", share) for name, share in weights.items()
        }
        self.sums: dict[str, Expr] = {}
        self.count = 0

    def given(self, key: str, unit: str, value: float) -> Expr:
        """A figure that was asked with."""
        label = key.replace("_", " ")
        return self.program.input(key, label, unit, value, Origin("assumed", "as asked"))

    def add(self, key: str, worth: Expr) -> None:
        """Add a slice's worth to a sum."""
        body = worth if key not in self.sums else self.sums[key] + worth
        label = f"{key.replace('_', ' ')}, slice by slice"
        self.sums[key] = self.program.row(f"{key}.{self.count}", label, body)

    def over_paths(self, costs: Mapping[str, Expr]) -> Expr:
        """What something costs over all paths, by weight."""
        first, *rest = (self.weights[name] * each for name, each in costs.items())
        return sum(rest, first)

    def slice(self, seats: float, months: Mapping[str, Sequence[int]]) -> None:
        """Seats that are needed, on each path, for so many months of each year."""
        self.count += 1
        wide = self.given(f"slice.{self.count}", "unit", seats)
        counts = {
            name: [
                self.given(f"months.{self.count}.{name}.{year}", "month", each)
                for year, each in enumerate(path)
            ]
            for name, path in months.items()
        }
        a_year = self.price["yearly"] * self.year
        flexible = {
            name: self.program.row(
                f"flexible.{self.count}.{name}",
                "a seat bought as each year shows",
                _all(least(a_year, self.price["monthly"] * each) for each in path),
            )
            for name, path in counts.items()
        }
        locked = self.program.row(
            f"locked.{self.count}", "a seat for three years", self.price["three_years"] * self.term
        )
        taken = self.program.row(
            f"taken.{self.count}",
            "seats bought for three years, where that is cheaper over all paths",
            where(locked < self.over_paths(flexible), wide, 0),
        )
        self.add("three_years", taken)
        for name, path in counts.items():
            used = _all(path)
            self.add(f"split.{name}", taken * locked + (wide - taken) * flexible[name])
            self.add(f"by_the_month.{name}", wide * self.price["monthly"] * used)
            by_year = _all(where(each > 0, a_year, 0) for each in path)
            self.add(f"by_the_year.{name}", wide * by_year)
            self.add(f"with_hindsight.{name}", wide * least(locked, flexible[name]))
            idle = self.price["three_years"] * (self.term - used)
            self.add(f"not_handed_back.{name}", taken * idle)

    def figures(self) -> dict[str, float]:
        """Every sum, what is regretted on each path, and what each way costs over all paths."""
        for name in self.weights:
            more = self.sums[f"split.{name}"] - self.sums[f"with_hindsight.{name}"]
            self.add(f"regret.{name}", more)
        for way in WAYS:
            costs = {name: self.sums[f"{way}.{name}"] for name in self.weights}
            self.add(f"{way}.expected", self.over_paths(costs))
        rows = {key: str(each.ref) for key, each in self.sums.items()}
        values = Evaluator(self.program, frozenset(), list(rows.values())).run({})
        return {key: values.column(row, 0)[0] for key, row in rows.items()}


def _all(parts: Iterable[Expr]) -> Expr:
    """Parts added up."""
    first, *rest = parts
    return sum(rest, first)
