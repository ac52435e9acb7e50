"""What the page Compare shows, as chosen: its comparison and its charts, for screen and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.figures import MEASURES
from licmodel.analysis.running import so_far
from licmodel.analysis.some_periods import between, span_of
from licmodel.charts.bars import grounds
from licmodel.charts.lines import Series, along
from licmodel.dashboard import figures, view
from licmodel.dashboard.figures import Changes
from licmodel.dashboard.held import Held
from licmodel.dashboard.shelf import Opened
from licmodel.records import record
from licmodel.report.amounts import UNKNOWN, Amounts, counted, percent
from licmodel.report.tables import break_even_words, says_something

# Smallest share that has room for its words on a bar.
_ROOM = 0.07


@record
class Shown:
    """A comparison of the chosen options over the whole horizon, and its chosen years.

    ``held`` is what it holds beside what the file says, where it leaves the page.
    """

    of: Opened
    whole: Comparison
    years: tuple[str, str]
    measure: str
    held: Held | None = None

    @property
    def part(self) -> Comparison:
        """The chosen years of it."""
        is_whole = self.years == (self.whole.periods[0], self.whole.periods[-1])
        return self.whole if is_whole else between(self.whole, *self.years)

    @property
    def so_far(self) -> dict[str, list[float]]:
        """What is invoiced from the beginning to the end of each chosen year, by option."""
        span = span_of(self.whole, *self.years)
        return {key: flow[span] for key, flow in so_far(self.whole).items()}


def base(of: Opened, changes: Changes = ()) -> Comparison:
    """Every option, in the prices that are chosen."""
    real = view.chosen("prices") == "real"  # perhaps of the scenario open before
    real = real and figures.compared(of).results.model.has_level
    return figures.compared(of, real=real, changes=changes)


def shown(of: Opened, changes: Changes = (), held: Held | None = None) -> Shown:
    """What is chosen of a scenario, as it stands or as asked."""
    every = base(of, changes)
    options = view.among("options", every.options)
    whole = compare(every.results, options=options, real=every.real)
    return Shown(of, whole, years(whole), view.one_of("measure", measures(whole)), held)


def measures(comparison: Comparison) -> list[str]:
    """Those that say something of a comparison."""
    return [each for each in MEASURES if says_something(comparison, each)] or ["billed"]


def years(comparison: Comparison) -> tuple[str, str]:
    """The first and last year that are chosen; all, where they are none of the comparison's."""
    known = comparison.periods
    first, _, last = (view.chosen("years") or "").partition(",")
    if first in known and last in known and known.index(first) <= known.index(last):
        return first, last
    return known[0], known[-1]


def measured(comparison: Comparison, measure: str) -> dict[str, list[float]]:
    """One measure by option; the baseline saves nothing on itself."""
    return {
        key: flow
        for key, option in comparison.options.items()
        if (flow := getattr(option, measure)) is not None
        and not (measure in {"saving", "cumulative_saving"} and key == comparison.baseline)
    }


def line_chart(
    of: Opened,
    comparison: Comparison,
    flows: Mapping[str, Sequence[float]],
    amounts: Amounts,
    mode: str = "light",
    **size: int,
) -> alt.LayerChart:
    """A line for each option along the comparison's years; ``height`` as for `along`."""
    best, all_looks = comparison.cheapest(), figures.option_looks(of)
    series = [
        Series(key, comparison.options[key].title, flow, all_looks[key], key == best)
        for key, flow in flows.items()
    ]
    return along(series, comparison.periods, sign=amounts.sign, mode=mode, **size)


def of_the_cheapest(
    comparison: Comparison, amounts: Amounts
) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The cheapest option's title, and four figures of it: what each is, itself, and words."""
    best = comparison.cheapest()
    if best is None:
        return "", ()
    option = comparison.options[best]
    years = comparison.results.scenario.timeline.years
    saved = None
    if option.saving_present_value is not None and best != comparison.baseline:
        saved = f"{amounts.whole(option.saving_present_value)} below the baseline"
    peak = UNKNOWN if option.peak_year is None else option.peak_year
    even = "no baseline"
    if comparison.baseline is not None:
        even = break_even_words(comparison, option)
    return option.title, (
        ("Whole-life cost", amounts.whole(option.total), f"invoiced over {counted(years, 'year')}"),
        ("Present value", amounts.whole(option.present_value), saved or "discounted"),
        ("Peak year", peak, f"{amounts.whole(option.peak)} invoiced"),
        ("Break-even", even[:1].upper() + even[1:], "ahead for good from then"),
    )


def grounds_chart(comparison: Comparison, mode: str = "light") -> alt.LayerChart:
    """What each option's total rests on."""
    rows = [
        (
            comparison.options[key].title,
            status,
            share,
            percent(share) if share >= _ROOM else "",
        )
        for key, shares in comparison.provenance.items()
        for status, share in shares.items()
    ]
    statuses = list(dict.fromkeys(status for _, status, *_ in rows))
    titles = [option.title for option in comparison.options.values()]
    return grounds(rows, titles, statuses, mode=mode)
