"""Sentences and tables of risk, alike for the command's page and for the dashboard's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.risk.draws import BATCHES
from licmodel.analysis.risk.risk_answer import Condition, OptionRisk, RiskAnswer, named
from licmodel.analysis.risk.risk_reading import TIE
from licmodel.report.amounts import UNKNOWN, Amounts, counted, number, percent, plain
from licmodel.report.grid import Grid
from licmodel.report.headings import vat_words
from licmodel.report.phrases import listed
from licmodel.report.risk_ranges import drawn_words

MEASURES = {"present_value": "present value", "total": "what is invoiced in all"}
"""What options are compared by, in the middle of a sentence."""

_LEAST_SHARE = 0.005
_MOST_INPUTS, _MOST_CONDITIONS = 12, 8
_ROUGH = 0.005
_EXACT = 1e-9


class RiskTables:
    """An answer in sentences and tables.

    Parameters
    ----------
    found : RiskAnswer
        What is told.

    Examples
    --------
    >>> from licmodel.analysis.risk.risk import example, risk
    >>> RiskTables(risk(example())).sentences()[0]
    '"stay" is the only option, so it is always cheapest.'
    """

    def __init__(self, found: RiskAnswer) -> None:
        self.found = found
        self.model = found.drawn.model
        self.amounts = Amounts(self.model.scenario.finance.currency)
        self.measure = MEASURES[found.measure]
        self.at = named(found.share)
        self.titles = [each.title for each in found.options.values()]
        self.basis = f"nominal; {vat_words(found.base)}; when invoiced"

    # --- sentences ---

    def sentences(self) -> list[str]:
        """What may come of it in words, the answer first."""
        return [*self._sentences()]

    def under(self) -> list[str]:
        """Under which what-if it is told, where it is under one."""
        what_if = self.found.base.base
        if what_if is None:
            return []
        return [f"Under {self.model.scenario.what_if_words(what_if)}."]

    def _label(self, key: str) -> str:
        return self.found.drawn.uncertain[key].label

    def _title(self, key: str) -> str:
        return f'"{self.found.options[key].title}"'

    def _sentences(self) -> Iterator[str]:
        options, leader = self.found.options, self.found.leader
        if leader is None:
            yield "No option is known to be the cheapest, since a figure of each is unknown."
            return
        first = options[leader]
        if len(options) == 1:
            yield f"{self._title(leader)} is the only option, so it is always cheapest."
        else:
            yield (
                f"{self._title(leader)} is the cheapest by {self.measure} in "
                f"{self.share(first.cheapest.value)} of {self.found.drawn.draws:,} draws (give or "
                f"take {_points(first.cheapest.plus_minus)})."
            )
        yield self._set_aside(first)
        lowest = self.found.lowest
        if lowest is not None and lowest != leader:
            mean = self.amounts.whole(options[lowest].measured.mean.value)
            yield f"The lowest mean, {mean}, is that of {self._title(lowest)}."
        yield from self._ties()
        yield "All of it rests on the ranges at the foot, and on nothing else."

    def _set_aside(self, first: OptionRisk) -> str:
        share, years = self.found.share, self.model.scenario.timeline.years
        over_base, over_mean = map(self._beside, first.total.beyond(share))
        return (
            f"Invoiced over {counted(years, 'year')}, it comes to no more than "
            f"{self.amounts.whole(first.total.percentiles[share].value)} in {percent(share)} of "
            f"them: {over_base} the figure as it stands and {over_mean} the mean. The figure as it "
            f"stands is exceeded in "
            f"{self.share(first.above_base.value)} of them."
        )

    def _beside(self, more: float) -> str:
        if isnan(more):
            return f"{UNKNOWN} beside"
        return f"{self.amounts.whole(abs(more))} {'below' if more < 0 else 'over'}"

    def _ties(self) -> Iterator[str]:
        tie = self.found.tie
        if tie:
            told = listed([self._title(key) for key in tie])
            yield (
                f"The means of {told} are within {percent(TIE)} of the lowest: by cost that is a "
                "tie, to be decided on other grounds."
            )

    def share(self, share: float) -> str:
        """A chance; one met in no draw, or in all but some, is not rounded to never or always."""
        if 0 < share < _LEAST_SHARE:
            return "less than 1%"
        if 1 - _LEAST_SHARE < share < 1:
            return "more than 99%"
        return percent(share)

    # --- tables ---

    def _grid(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
        return Grid(title, self.titles, heads, rows)

    def chances(self) -> list[Grid]:
        """How often each option is the cheapest, and its mean and percentiles, by measure."""
        heads = ["cheapest in", "as it stands", "mean", "give or take (mean)"]
        heads += [named(share) for share in self._shares]
        grids = []
        for measure in dict.fromkeys((self.found.measure, "total")):
            rows = []
            for each in self.found.options.values():
                of = each.total if measure == "total" else each.measured
                cells = [of.base, of.mean.value, of.mean.plus_minus]
                cells += [at.value for at in of.percentiles.values()]
                rows.append([self.share(each.cheapest.value), *map(self.amounts.text, cells)])
            basis = self.basis if measure == "total" else "as in a comparison"
            own = measure == self.found.measure
            title = f"{MEASURES[measure].capitalize()}, {self.amounts.unit} ({basis})"
            grids.append(self._grid(title, heads[not own :], [row[not own :] for row in rows]))
        return grids

    def contingency(self) -> Grid:
        """What to set aside for each option."""
        share = self.found.share
        rows = [
            [*map(self.amounts.text, (of.base, of.percentiles[share].value, *of.beyond(share)))]
            for of in (each.total for each in self.found.options.values())
        ]
        title = f"Contingency so that {percent(share)} of draws are covered, {self.amounts.unit}"
        heads = ["as it stands", self.at, "over what stands", "over the mean"]
        return self._grid(f"{title} ({self.basis})", heads, rows)

    def rare(self) -> str | None:
        """Events that may lie beyond the percentile altogether, so that it pays for none."""
        share = self.found.share
        events = [each for each in self.found.drawn.uncertain.values() if each.is_event]
        rare = [
            f"{each.label} ({plain(100 * each.inputs[0].value)}%)"
            for each in events
            if each.inputs[0].value <= 1 - share + _EXACT
        ]
        if not rare:
            return None
        return f"What is set aside at {self.at} need not pay for events this rare: {listed(rare)}."

    @property
    def _shares(self) -> list[float]:
        return [*next(iter(self.found.options.values())).total.percentiles]

    @property
    def years(self) -> list[str]:
        """Financial years of the horizon."""
        return [*self.model.program.periods.labels("year")]

    def by_year(self) -> Grid:
        """What each option is not above in so many draws, by year."""
        share = self.found.share
        rows = [
            [self.amounts.text(each.percentiles[share].value) for each in option.by_year]
            for option in self.found.options.values()
        ]
        title = f"Not exceeded in {percent(share)} by year, {self.amounts.unit} ({self.basis})"
        return self._grid(title, self.years, rows)

    def years_of(self, option: str) -> Grid:
        """One option by year: as it stands, its mean and its percentiles."""
        of = self.found.options[option].by_year
        figures = {
            "as it stands": [each.base for each in of],
            "mean": [each.mean.value for each in of],
            **{named(at): [each.percentiles[at].value for each in of] for at in self._shares},
        }
        title = f"{self._title(option)} by year, {self.amounts.unit} ({self.basis})"
        cells = [[*map(self.amounts.text, row)] for row in figures.values()]
        return Grid(title, [*figures], self.years, cells)

    @property
    def years_note(self) -> str | None:
        """Why years do not add up; nothing where there is but one."""
        if len(self.years) == 1:
            return None
        return f"Years at {self.at} do not add up to {self.at} in all: not all are dear at once."

    def weights(self) -> Grid:
        """What the spread of each option comes from."""
        shown, _ = self._weighty()
        options = self.found.options.values()
        cells = [
            [
                percent(share) if (share := each.contributions[key]) >= _LEAST_SHARE else "-"
                for each in options
            ]
            for key in shown
        ]
        title = (
            f"What the spread of {self.measure} comes from (squared rank correlation, of their "
            "sum; figures that move together share theirs)"
        )
        return Grid(title, [self._label(key) for key in shown], self.titles, cells)

    def weights_note(self) -> str | None:
        """How many figures the table of weights leaves out."""
        _, rest = self._weighty()
        return f"The other {rest} add less." if rest > 1 else None

    def _weighty(self) -> tuple[list[str], int]:
        options = self.found.options.values()
        most = {
            key: max(each.contributions[key] for each in options)
            for key in self.found.drawn.uncertain
        }
        order = sorted(most, key=lambda key: -most[key])
        shown = [key for key in order[:_MOST_INPUTS] if most[key] >= _LEAST_SHARE]
        return shown, len(most) - len(shown)

    def exceeding(self) -> Grid:
        """How likely each limit that was asked about is exceeded, and by how much."""
        heads = ["amount", "chance of more", "give or take", "by how much then"]
        limits = self.found.exceeding
        labels = [self.found.options[each.option].title for each in limits]
        year = limits[0].year
        period = f"in {year}" if year else "in all"
        cells = [
            [
                self.amounts.text(each.amount),
                UNKNOWN if isnan(each.chance.value) else self.share(each.chance.value),
                _points(each.chance.plus_minus),
                "-" if isnan(each.by) else self.amounts.text(each.by),
            ]
            for each in limits
        ]
        title = f"Chance of costing more {period}, {self.amounts.unit} ({self.basis})"
        return Grid(title, labels, heads, cells)

    def exceeding_sentences(self) -> list[str]:
        """The same in words, a sentence for each amount."""
        told: dict[tuple[float, str | None], list[str]] = {}
        for each in self.found.exceeding:
            chance = "an unknown share"
            if not isnan(each.chance.value):
                chance = self.share(each.chance.value)
            said = f"{self._title(each.option)} in {chance}"
            told.setdefault((each.amount, each.year), []).append(said)
        draws = f"{self.found.drawn.draws:,} draws"
        return [
            f"Of {draws}, more than {self.amounts.whole(amount)} is invoiced "
            f"{'in all' if year is None else f'in {year}'} for {listed(options)}."
            for (amount, year), options in told.items()
        ]

    def must_be_true(self) -> Grid | str | None:
        """What lies otherwise where the runner-up wins; in words, where there is no table of it."""
        of = self.found.runner_up
        if of is None:
            return None
        title = self._title(of.option)
        draws = self.found.drawn.draws
        if not of.draws:
            comes = "" if self.found.to_win else "comes next by its mean, and "
            said = f"{title} {comes}is the cheapest in none of {draws:,} draws."
            return f"{said} Within these ranges nothing makes it so."
        if not of.conditions:
            return (
                f"{title} is the cheapest in {of.draws:,} of {draws:,} draws, and in those no "
                "figure lies otherwise than in the others."
            )
        shown = of.conditions[:_MOST_CONDITIONS]
        cells = [[*self._middles(each), "higher" if each.shift > 0 else "lower"] for each in shown]
        heading = (
            f"What must be true for {title} to be the cheapest, as in {of.draws:,} of {draws:,} "
            "draws (medians; of events, how often they happen)"
        )
        heads = ["in all draws", "where it is cheapest", "so it must be"]
        return Grid(heading, [self._label(each.key) for each in shown], heads, cells)

    @property
    def conditions(self) -> list[str]:
        """Keys of figures, no events, that lie otherwise where the runner-up wins."""
        of, uncertain = self.found.runner_up, self.found.drawn.uncertain
        keys = [] if of is None else [each.key for each in of.conditions]
        return [key for key in keys if not uncertain[key].is_event]

    def _middles(self, each: Condition) -> list[str]:
        uncertain = self.found.drawn.uncertain[each.key]
        return [drawn_words(uncertain, figure) for figure in (each.overall, each.winning)]

    def converging(self) -> Grid:
        """The same from a quarter and from half of the draws."""
        rows = self.found.converging
        cells = [
            [
                self.amounts.text(each.mean),
                self.amounts.text(each.percentile),
                percent(each.cheapest, 1),
            ]
            for each in rows
        ]
        title = f"As draws are added: {self._title(self._first)}, {self.measure}"
        heads = ["mean", self.at, "cheapest in"]
        labels = [f"{each.draws:,} draws" for each in rows]
        return Grid(f"{title}, {self.amounts.unit}", labels, heads, cells)

    def converging_note(self) -> str:
        """What give or take means, and whether more draws are worth their while."""
        said = (
            f"Give or take: 95 times in a hundred, from {BATCHES} batches, each a Latin hypercube "
            f"of its own; seed {self.found.drawn.seed}."
        )
        of = self.found.options[self._first].measured.percentiles[self.found.share]
        if isnan(of.value) or of.plus_minus <= _ROUGH * abs(of.value):
            return said
        more = 4 * self.found.drawn.draws
        return f"{said} {self.at} is still rough: try --draws {more}."

    @property
    def _first(self) -> str:
        return self.found.leader or next(iter(self.found.options))


def _points(share: float) -> str:
    """A share as points of a percentage, with a decimal where it is small."""
    if isnan(share):
        return UNKNOWN
    points = number(100 * share, 1)
    return f"{points} point{'' if points == '1.0' else 's'}"
