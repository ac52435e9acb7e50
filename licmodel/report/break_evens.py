"""Break-evens and switching values as pages: the answer, the stretches, what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.decisions.break_evens import GRID, BreakEven, Stretch
from licmodel.analysis.decisions.dials import Dial
from licmodel.analysis.decisions.switching import HEADS, Side, SwitchingValue, SwitchingValues
from licmodel.language.units import unit_text
from licmodel.report.amounts import UNKNOWN, Amounts, measured, number, percent
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import listed
from licmodel.terms.months import month_words

MEASURES = {
    "present_value": "present value",
    "total": "total invoiced",
    "equivalent_annual_cost": "equivalent annual cost",
    "peak": "what is invoiced in the peak year",
}


def measure_words(measure: str) -> str:
    """A measure in the middle of a sentence.

    Examples
    --------
    >>> measure_words("total"), measure_words("2028/29")
    ('total invoiced', 'what is invoiced in 2028/29')
    """
    return MEASURES.get(measure) or f"what is invoiced in {measure}"


def setting_words(dial: Dial, setting: float) -> str:
    """A setting of a dial, rounded as far as it is worth saying."""
    if isnan(setting):
        return UNKNOWN
    if not dial.alone:
        return "as it is" if setting == dial.now else change_words(dial, setting)
    if dial.shown == "month":
        return month_words(round(setting))
    if dial.shown == "percent":
        return percent(setting, 0 if abs(setting * 100 - round(setting * 100)) < _EXACT else 2)
    unit = unit_text(dial.inputs[0].unit)
    digits = 2 if abs(setting) < _LARGE else 0
    return measured(float(number(setting, digits).replace(",", "")), unit)


def change_words(dial: Dial, setting: float) -> str:
    """How far a setting is from where the dial stands: points, months or a percentage."""
    moved = setting - dial.now
    if dial.shown == "month":
        return f"{round(moved):+d} months"
    sign = "+" if moved >= 0 else ""
    if dial.by_points or (dial.alone and dial.shown == "percent"):
        return f"{sign}{number(moved * 100, 1)} points"
    return f"{sign}{percent(moved / abs(dial.now), 1)}" if dial.now else "from nothing"


_EXACT, _LARGE, _HALF_A_PENNY = 1e-7, 10_000, 0.005


def break_even_text(found: BreakEven) -> str:
    """The page that ``licmodel breakeven`` prints for one figure.

    Examples
    --------
    >>> from licmodel.analysis.decisions.break_evens import breakeven
    >>> from licmodel.analysis.results import example
    >>> page = break_even_text(breakeven(example(), "stay.support.amount"))
    >>> print(page.splitlines()[0])
    No crossing: from £0 to £6,000 of support: amount, now £1,200, "stay" is the cheapest by present
    """
    parts = [fill(break_even_sentence(found)), *map(fill, break_even_under(found))]
    parts.append(break_even_table(found).text())
    parts += map(fill, break_even_grounds(found))
    return "\n\n".join(parts)


def break_even_csv(found: BreakEven) -> str:
    """The stretches as CSV, a row each."""
    rows = ((each.first, each.last, " ".join(each.cheapest)) for each in found.stretches)
    return rows_csv(("from", "to", "cheapest"), rows)


def _named(options: dict[str, str], keys: Sequence[str]) -> str:
    return listed([f'"{options[key]}"' for key in keys]) if keys else "unknown"


def _what(dial: Dial) -> str:
    return dial.label if dial.alone else f"{dial.label} ({dial.key}, all of it together)"


def now_words(dial: Dial) -> str:
    """Where a dial stands, in words.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.decisions.dials import dial_of
    >>> from licmodel.analysis.results import example
    >>> now_words(dial_of(assemble(example()), "stay.support.amount"))
    'now £1,200'
    """
    return f"now {setting_words(dial, dial.now)}" if dial.alone else "now as it is"


def break_even_sentence(found: BreakEven) -> str:
    """Where the answer turns, and which option wins on each side; or plainly that it does not.

    Examples
    --------
    >>> from licmodel.analysis.decisions.break_evens import breakeven
    >>> from licmodel.analysis.results import example
    >>> break_even_sentence(breakeven(example(), "stay.support.amount"))
    'No crossing: from £0 to £6,000 of support: amount, now £1,200, "stay" is the cheapest by \
present value.'
    """
    amounts = Amounts(found.scenario.finance.currency)
    dial, by = found.dial, measure_words(found.measure)
    ends = f"from {setting_words(dial, found.low)} to {setting_words(dial, found.high)}"
    if not found.crossings:
        only = found.stretches[0].cheapest
        if not only:
            return f"Nothing can be said: {by} is not known {ends} of {_what(dial)}."
        verb = "is the cheapest" if len(only) == 1 else "are the same"
        wins = f"{_named(found.options, only)} {verb} by {by}"
        told = f"No crossing: {ends} of {_what(dial)}, {now_words(dial)}, {wins}"
        return f"{told}{_gap_words(found, amounts)}."
    lead = f"By {by}, as {_what(dial)} moves ({now_words(dial)}): "
    return f"{lead}{_turns(found)}.{_range_words(found)}"


def _turns(found: BreakEven) -> str:
    """One tie in full; of several those around where the figure stands, as a table has all."""
    dial = found.dial
    if len(found.crossings) == 1:
        (each,) = found.crossings
        at = setting_words(dial, each.at)
        below, above = (_named(found.options, side) for side in (each.below, each.above))
        sides = f"below that {below} wins, from there on {above}"
        exact = not (dial.whole or each.jump) and each.below and each.above
        turn = f"{below} and {above} tie at {at}" if exact else f"it turns at {at}"
        return f"{turn}; {sides}"
    here = next(
        (each for each in found.stretches if each.first <= dial.now <= each.last),
        found.stretches[0],
    )
    first, last = (setting_words(dial, each) for each in (here.first, here.last))
    told = f"{_named(found.options, here.cheapest)} wins from {first} to {last}"
    around = [
        f"{side} that {_named(found.options, where.cheapest)}"
        for side, where in (("below", _beside(found, here, -1)), ("above", _beside(found, here, 1)))
        if where is not None
    ]
    more = f"; it turns {len(found.crossings)} times in all, as the table shows"
    return f"{told}, {' and '.join(around)}{more}"


def _beside(found: BreakEven, here: Stretch, step: int) -> Stretch | None:
    at = found.stretches.index(here) + step
    return found.stretches[at] if 0 <= at < len(found.stretches) else None


def _gap_words(found: BreakEven, amounts: Amounts) -> str:
    """By how much the one of a pair is ahead at both ends, and where the figure stands."""
    if found.gaps is None:
        return ""
    if max(found.gaps) - min(found.gaps) < _HALF_A_PENNY:
        gap = amounts.whole(abs(found.gaps[1]))
        return f": by {gap} wherever it stands, since it moves neither of the two, or both alike"
    low, now, high = (amounts.whole(abs(each)) for each in found.gaps)
    ends = (setting_words(found.dial, each) for each in (found.low, found.high))
    first, last = ends
    return f": by {low} at {first}, {now} where it stands and {high} at {last}"


def _range_words(found: BreakEven) -> str:
    """Whether the answer turns within what the file calls reasonable."""
    stated = found.dial.stated[0] if found.dial.alone else None
    if stated is None:
        return ""
    within = [each for each in found.crossings if stated[0] <= each.at <= stated[1]]
    low, high = (setting_words(found.dial, end) for end in stated)
    verb = "inside" if within else "outside"
    return f" That is {verb} the range that the file gives of it, {low} to {high}."


def break_even_under(found: BreakEven | SwitchingValues) -> Iterator[str]:
    """Under which what-if it is told, where it is under one.

    Examples
    --------
    >>> from licmodel.analysis.decisions.break_evens import breakeven
    >>> from licmodel.analysis.results import example
    >>> list(break_even_under(breakeven(example(), "stay.support.amount")))
    []
    """
    if found.what_if is not None:
        yield f"Under {found.model.scenario.what_if_words(found.what_if)}."


def stretch_words(found: BreakEven, each: Stretch) -> str:
    """From where to where a stretch goes.

    Examples
    --------
    >>> from licmodel.analysis.decisions.break_evens import breakeven
    >>> from licmodel.analysis.results import example
    >>> found = breakeven(example(), "stay.support.amount")
    >>> stretch_words(found, found.stretches[0])
    '£0 to £6,000'
    """
    return f"{setting_words(found.dial, each.first)} to {setting_words(found.dial, each.last)}"


def break_even_table(found: BreakEven) -> Grid:
    """The stretches, one below the other.

    Examples
    --------
    >>> from licmodel.analysis.decisions.break_evens import breakeven
    >>> from licmodel.analysis.results import example
    >>> break_even_table(breakeven(example(), "stay.support.amount")).cells
    [['stay']]
    """
    dial = found.dial
    return Grid(
        f"Cheapest by {measure_words(found.measure)} as {dial.label} moves",
        [stretch_words(found, each) for each in found.stretches],
        ["cheapest"],
        [
            [" = ".join(found.options[key] for key in each.cheapest) or UNKNOWN]
            for each in found.stretches
        ],
    )


def break_even_grounds(found: BreakEven) -> Iterator[str]:
    """What it rests on: steps, what each costs where the figure stands, and what was tried.

    Examples
    --------
    >>> from licmodel.analysis.decisions.break_evens import breakeven
    >>> from licmodel.analysis.results import example
    >>> next(break_even_grounds(breakeven(example(), "stay.support.amount")))
    'Where it stands, by present value: "stay" £2,359.'
    """
    amounts = Amounts(found.scenario.finance.currency)
    for each in found.crossings:
        if each.jump and not found.dial.whole:
            yield (
                f"At {setting_words(found.dial, each.at)} there is no exact tie: something is "
                "bought in whole numbers, and the answer turns by "
                f"{amounts.whole(each.jump)} at once."
            )
    costs = "; ".join(
        f'"{title}" {amounts.whole(found.costs[key])}' for key, title in found.options.items()
    )
    yield f"Where it stands, by {measure_words(found.measure)}: {costs}."
    how = "every month" if found.dial.shown == "month" else "every whole number"
    tried = (
        f"{how} was tried"
        if found.dial.whole and found.dial.alone
        else f"{GRID} settings were tried and each turn narrowed down; two turns between the same "
        "two settings would be missed"
    )
    low, high = (setting_words(found.dial, each) for each in (found.low, found.high))
    yield f"All else stays as it is. From {low} to {high} {tried}."


def switching_text(found: SwitchingValues) -> str:
    """The page that ``licmodel breakeven --all`` prints."""
    named = f'"{found.options[found.preferred]}"'
    by = measure_words(found.measure)
    reasonable = [each for each in found.values if each.is_reasonable]
    all_of_them = len(found.values) + len(found.steady)
    if not found.values:
        told = f"{named} stays the cheapest by {by}, whichever of its {all_of_them} figures moves"
    elif reasonable:
        which = listed([each.dial.label for each in reasonable])
        told = (
            f"{named} is the cheapest by {by}, but not throughout the range that the file gives of "
            f"{which}"
        )
    else:
        nearest = found.values[0]
        side = min(nearest.sides, key=lambda each: abs(each.at - nearest.dial.now))
        told = (
            f"{named} is the cheapest by {by} throughout every range that the file gives; the "
            f"nearest turn is {nearest.dial.label} at {setting_words(nearest.dial, side.at)}, "
            f"{now_words(nearest.dial)}, where {_named(found.options, side.cheapest)} takes over"
        )
    parts = [fill(f"{told}."), *map(fill, break_even_under(found))]
    if found.values:
        parts.append(_switching_table(found).text())
    if found.steady:
        names = ", ".join(each.dial.key for each in found.steady)
        parts.append(fill(f"No switching value in the settings tried: {names}."))
    parts.append(
        fill(
            "Settings tried reach well beyond what is reasonable: licmodel breakeven FILE KEY "
            "shows and sets them. Figures of a list, such as dated prices, move together. One "
            "figure moves at a time."
        )
    )
    return "\n\n".join(parts)


def switching_csv(found: SwitchingValues) -> str:
    """The table as CSV, a row for each figure."""
    return rows_csv(HEADS, found.records())


def _switching_table(found: SwitchingValues) -> Grid:
    """A row for each side on which the answer turns."""
    rows = [(each, side) for each in found.values for side in each.sides]
    return Grid(
        f'How far each figure alone may go before "{found.options[found.preferred]}" is no longer '
        f"the cheapest by {measure_words(found.measure)}; * is within the figure's own range",
        [each.dial.label for each, _ in rows],
        ["now", "switches at", "change", "to option"],
        [_cells(each, side) for each, side in rows],
    )


def _cells(each: SwitchingValue, side: Side) -> list[str]:
    dial = each.dial
    stated = dial.stated[0] if dial.alone else None
    mark = "*" if stated is not None and stated[0] <= side.at <= stated[1] else ""
    to = " = ".join(side.cheapest)
    return [
        setting_words(dial, dial.now).partition(" per ")[0],
        f"{setting_words(dial, side.at).partition(' per ')[0]}{mark}",
        change_words(dial, side.at),
        to,
    ]
