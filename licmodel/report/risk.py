"""Risk as a reader is told of it: a sentence first, then tables, and the ranges they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.draws import BATCHES
from licmodel.analysis.risk import TIE
from licmodel.analysis.risk_answer import Condition, OptionRisk, RiskAnswer, Winning, named
from licmodel.analysis.uncertain import Uncertain
from licmodel.language.program import Input
from licmodel.language.units import unit_text
from licmodel.report.amounts import UNKNOWN, Amounts, measured, number, percent, plain
from licmodel.report.grid import Grid, fill
from licmodel.report.headings import vat_words
from licmodel.report.phrases import listed
from licmodel.terms.months import month_words

_MEASURES = {"present_value": "present value", "total": "what is invoiced in all"}
_LEAST_SHARE = 0.005
_MOST_INPUTS, _MOST_CONDITIONS = 12, 8
_ROUGH = 0.005
_EXACT = 1e-9


def risk_text(found: RiskAnswer) -> str:
    """The answer as ``licmodel risk`` prints it.

    Examples
    --------
    >>> from licmodel.analysis.risk import example, risk
    >>> print(risk_text(risk(example()))[:51])
    "stay" is the only option, so it is always cheapest
    """
    return _Report(found).text()


class _Report:
    def __init__(self, found: RiskAnswer) -> None:
        self.found = found
        self.model = found.drawn.model
        self.amounts = Amounts(self.model.scenario.finance.currency)
        self.measure = _MEASURES[found.measure]
        self.at = named(found.share)
        self.titles = [each.title for each in found.options.values()]
        self.basis = f"nominal; {vat_words(found.base)}; when invoiced"

    def text(self) -> str:
        """Sentences, tables, and what they rest on."""
        tables = [self._chances(), self._by_year(), self._weights()]
        parts = [fill(" ".join(self._sentences())), *tables]
        if self.found.base.base is not None:
            parts.insert(1, fill(f"Under {self._asked}."))
        if self.found.exceeding:
            parts.append(self._exceeding())
        if self.found.runner_up is not None:
            parts.append(self._must_be_true(self.found.runner_up))
        return "\n\n".join([*parts, self._convergence(), self._ranges()])

    # --- sentences ---

    @property
    def _asked(self) -> str:
        return self.model.scenario.what_if_words(str(self.found.base.base))

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
                f"{self._share(first.cheapest.value)} of {self.found.drawn.draws:,} draws (give or "
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
            f"Invoiced over {years} year{'' if years == 1 else 's'}, it comes to no more than "
            f"{self.amounts.whole(first.total.percentiles[share].value)} in {percent(share)} of "
            f"them: {over_base} the figure as it stands and {over_mean} the mean. The figure as it "
            f"stands is exceeded in "
            f"{self._share(first.above_base.value)} of them."
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

    def _share(self, share: float) -> str:
        """A chance; one met in no draw, or in all but some, is not rounded to never or always."""
        if 0 < share < _LEAST_SHARE:
            return "less than 1%"
        if 1 - _LEAST_SHARE < share < 1:
            return "more than 99%"
        return percent(share)

    # --- tables ---

    def _grid(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        return Grid(title, self.titles, heads, rows).text()

    def _chances(self) -> str:
        heads = ["cheapest in", "as it stands", "mean", "give or take (mean)"]
        heads += [named(share) for share in self._shares]
        options = self.found.options.values()
        parts = []
        for measure in dict.fromkeys((self.found.measure, "total")):
            rows = []
            for each in options:
                of = each.total if measure == "total" else each.measured
                cells = [of.base, of.mean.value, of.mean.plus_minus]
                cells += [at.value for at in of.percentiles.values()]
                rows.append([self._share(each.cheapest.value), *map(self.amounts.text, cells)])
            basis = self.basis if measure == "total" else "as for licmodel compare"
            own = measure == self.found.measure
            title = f"{_MEASURES[measure].capitalize()}, {self.amounts.unit} ({basis})"
            parts.append(self._grid(title, heads[not own :], [row[not own :] for row in rows]))
        share = self.found.share
        rows = [
            [*map(self.amounts.text, (of.base, of.percentiles[share].value, *of.beyond(share)))]
            for of in (each.total for each in options)
        ]
        title = f"Contingency so that {percent(share)} of draws are covered, {self.amounts.unit}"
        heads = ["as it stands", self.at, "over what stands", "over the mean"]
        parts.append(self._grid(f"{title} ({self.basis})", heads, rows) + self._rare())
        return "\n\n".join(parts)

    def _rare(self) -> str:
        """Events that may lie beyond the percentile altogether, so that it pays for none."""
        share = self.found.share
        events = [each for each in self.found.drawn.uncertain.values() if each.is_event]
        rare = [
            f"{each.label} ({plain(100 * each.inputs[0].value)}%)"
            for each in events
            if each.inputs[0].value <= 1 - share + _EXACT
        ]
        if not rare:
            return ""
        told = f"What is set aside at {self.at} need not pay for events this rare: {listed(rare)}."
        return f"\n{fill(told)}"

    @property
    def _shares(self) -> list[float]:
        return [*next(iter(self.found.options.values())).total.percentiles]

    def _by_year(self) -> str:
        years = self.model.program.periods.labels("year")
        share, options = self.found.share, self.found.options
        rows = [
            [self.amounts.text(each.percentiles[share].value) for each in option.by_year]
            for option in options.values()
        ]
        title = f"Not exceeded in {percent(share)} by year, {self.amounts.unit} ({self.basis})"
        tables = [self._grid(title, years, rows)]
        if self.found.leader is not None:
            of = options[self.found.leader].by_year
            figures = {
                "as it stands": [each.base for each in of],
                "mean": [each.mean.value for each in of],
                **{named(at): [each.percentiles[at].value for each in of] for at in self._shares},
            }
            title = f"{self._title(self.found.leader)} by year, {self.amounts.unit} ({self.basis})"
            cells = [[*map(self.amounts.text, row)] for row in figures.values()]
            tables.append(Grid(title, [*figures], years, cells).text())
        if len(years) == 1:
            return "\n\n".join(tables)
        note = f"Years at {self.at} do not add up to {self.at} in all: not all are dear at once."
        return "\n\n".join(tables) + f"\n{fill(note)}"

    def _weights(self) -> str:
        options = self.found.options.values()
        weights = {
            key: [each.contributions[key] for each in options] for key in self.found.drawn.uncertain
        }
        order = sorted(weights, key=lambda key: -max(weights[key]))
        shown = [key for key in order[:_MOST_INPUTS] if max(weights[key]) >= _LEAST_SHARE]
        cells = [
            [percent(share) if share >= _LEAST_SHARE else "-" for share in weights[key]]
            for key in shown
        ]
        rest = len(weights) - len(shown)
        title = (
            f"What the spread of {self.measure} comes from (squared rank correlation, of their "
            "sum; figures that move together share theirs)"
        )
        labels = [self._label(key) for key in shown]
        table = Grid(title, labels, self.titles, cells).text()
        others = f"\nThe other {rest} add less." if rest > 1 else ""
        return table + others

    def _exceeding(self) -> str:
        heads = ["amount", "chance of more", "give or take", "by how much then"]
        limits = self.found.exceeding
        labels = [self.found.options[each.option].title for each in limits]
        year = limits[0].year
        period = f"in {year}" if year else "in all"
        cells = [
            [
                self.amounts.text(each.amount),
                UNKNOWN if isnan(each.chance.value) else self._share(each.chance.value),
                _points(each.chance.plus_minus),
                "-" if isnan(each.by) else self.amounts.text(each.by),
            ]
            for each in limits
        ]
        title = f"Chance of costing more {period}, {self.amounts.unit} ({self.basis})"
        return Grid(title, labels, heads, cells).text()

    def _must_be_true(self, of: Winning) -> str:
        title = self._title(of.option)
        draws = self.found.drawn.draws
        if not of.draws:
            said = (
                f"{title} comes next by its mean, and is the cheapest in none of {draws:,} draws."
            )
            return fill(f"{said} Within these ranges nothing makes it so.")
        if not of.conditions:
            return fill(
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
        labels = [self._label(each.key) for each in shown]
        return Grid(heading, labels, heads, cells).text()

    def _middles(self, each: Condition) -> list[str]:
        uncertain = self.found.drawn.uncertain[each.key]
        return [_figure(uncertain, figure) for figure in (each.overall, each.winning)]

    def _convergence(self) -> str:
        rows = self.found.converging
        cells = [
            [
                self.amounts.text(each.mean),
                self.amounts.text(each.percentile),
                percent(each.cheapest, 1),
            ]
            for each in rows
        ]
        key = self.found.leader or next(iter(self.found.options))
        title = f"As draws are added: {self._title(key)}, {self.measure}, {self.amounts.unit}"
        heads = ["mean", self.at, "cheapest in"]
        table = Grid(title, [f"{each.draws:,} draws" for each in rows], heads, cells).text()
        said = (
            f"Give or take: 95 times in a hundred, from {BATCHES} batches, each a Latin hypercube "
            f"of its own; seed {self.found.drawn.seed}."
        )
        return f"{table}\n{fill(said + self._rough(key))}"

    def _rough(self, key: str) -> str:
        of = self.found.options[key].measured.percentiles[self.found.share]
        if isnan(of.value) or of.plus_minus <= _ROUGH * abs(of.value):
            return ""
        more = 4 * self.found.drawn.draws
        return f" {self.at} is still rough: try --draws {more}."

    # --- what it rests on ---

    def _ranges(self) -> str:
        drawn = self.found.drawn
        lines = [f"What was drawn ({len(drawn.uncertain)} figures; all else as it stands)"]
        lines += [_range(each) for each in drawn.uncertain.values()]
        if drawn.pairs:
            told = (f"{one} with {two} {rank:g}" for (one, two), rank in drawn.pairs.items())
            lines.append(fill(f"Ranks that move together: {'; '.join(told)}.", "", "  "))
        else:
            lines.append("Nothing was said to move together, so each is drawn by itself.")
        if self.found.outside:
            keys = listed(self.found.outside)
            lines.append(fill(f"Outside of what is drawn as they stand: {keys}.", "", "  "))
        return "\n".join(lines)


def _points(share: float) -> str:
    """A share as points of a percentage, with a decimal where it is small."""
    if isnan(share):
        return UNKNOWN
    points = number(100 * share, 1)
    return f"{points} point{'' if points == '1.0' else 's'}"


def _figure(each: Uncertain, figure: float) -> str:
    if each.is_event:
        return percent(figure)
    return f"times {figure:.3g}" if each.is_factor else shown(each.inputs[0], figure)


def shown(declared: Input, figure: float) -> str:
    """A figure of an input as it is written, in three or four digits."""
    if isnan(figure):
        return UNKNOWN
    if declared.shown == "month":
        return month_words(round(figure))
    if declared.shown == "percent":
        return f"{plain(round(figure * 100, 1))}%"
    return measured(float(f"{figure:.4g}"), unit_text(declared.unit))


def _range(each: Uncertain) -> str:
    stands = ""
    if not each.is_event and not each.is_factor:
        stands = f"; as it stands {shown(each.inputs[0], each.inputs[0].value)}"
    why = each.by
    if each.by == "its entry":
        why = "no reason given"
        if each.origin is not None:
            why = f"{each.origin.status}: {each.origin.source}"
    label = "" if each.label == each.key else f"{each.label}, "
    return fill(f"{label}{each.key}: {each.words}{stands} ({why})", "  ", "    ")
