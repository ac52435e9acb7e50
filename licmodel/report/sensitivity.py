"""Sensitivity as a page: which figures matter most, how far, and which turn the answer."""

from __future__ import annotations

from collections.abc import Sequence

from licmodel.analysis.decisions.dials import MONTHS, POINTS, SHARE, Dial
from licmodel.analysis.decisions.sensitivity import HEADS, Sensitivity, Swing, TwoWay
from licmodel.report.amounts import Amounts, percent
from licmodel.report.break_evens import measure_words, setting_words
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import listed

_TOLD = 5
_SHOWN = 15

RANGES_MEANT = (
    "One figure moves at a time, the others stay. Ranges are those that the file gives; ~ is a "
    f"usual one where it gives none: {percent(SHARE)} up and down, of a rate {POINTS * 100:g} "
    f"points, of a date or months {MONTHS} months. Figures of a list, such as dated prices, move "
    "together. What is past, and an agreement's own terms, stay. No likelihood is meant: a wide "
    "range moves more than a narrow one."
)
"""What the ranges of a ranking are, and what they are not."""


def sensitivity_text(found: Sensitivity, *, every: bool = False) -> str:
    """The page that ``licmodel sensitivity`` prints.

    Parameters
    ----------
    found : Sensitivity
        What to print.
    every : bool
        Whether the figures that matter least are listed too.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.decisions.sensitivity import sensitivity
    >>> print(sensitivity_text(sensitivity(example())).split(", £")[0])
    What moves "stay" most by present value
    """
    parts = [fill(each) for each in sensitivity_sentences(found)]
    parts += map(fill, sensitivity_under(found))
    shown = found.swings if every else found.swings[:_SHOWN]
    if shown:
        parts.append(sensitivity_table(found, shown).text())
    if len(shown) < len(found.swings):
        fewer = len(found.swings) - len(shown)
        parts.append(f"And {fewer} that matter less: list them with --all.")
    if found.still:
        keys = ", ".join(each.key for each in found.still)
        parts.append(fill(f"Of its own figures, these move nothing in their range: {keys}."))
    parts.append(fill(RANGES_MEANT))
    return "\n\n".join(parts)


def sensitivity_csv(found: Sensitivity) -> str:
    """The ranking as CSV, a row for each figure."""
    return rows_csv(HEADS, found.records())


def sensitivity_sentences(found: Sensitivity) -> list[str]:
    """What moves the option most, and which figures change which option is the cheapest.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.decisions.sensitivity import sensitivity
    >>> sensitivity_sentences(sensitivity(example()))[1]
    'There is but one option, so none of them can make another the cheapest.'
    """
    return [_sentence(found), _tips(found)]


def sensitivity_under(found: Sensitivity) -> list[str]:
    """Under which what-if it is told, where it is under one.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.decisions.sensitivity import sensitivity
    >>> sensitivity_under(sensitivity(example()))
    []
    """
    if found.what_if is None:
        return []
    return [f"Under {found.model.scenario.what_if_words(found.what_if)}."]


def _sentence(found: Sensitivity) -> str:
    amounts = Amounts(found.model.scenario.finance.currency)
    title, by = found.options[found.option], measure_words(found.measure)
    cost = amounts.whole(found.cost)
    told = [
        f"{each.dial.label} ({amounts.whole(each.swing)})"
        for each in found.swings[:_TOLD]
        if each.swing > 0
    ]
    if not told:
        return f'Nothing moves "{title}" by {by}, {cost}, within the ranges of its figures.'
    return f'What moves "{title}" most by {by}, {cost}: {listed(told)}.'


def _tips(found: Sensitivity) -> str:
    if len(found.options) == 1:
        return "There is but one option, so none of them can make another the cheapest."
    best = listed([f'"{found.options[key]}"' for key in found.cheapest]) or "no known option"
    if not found.tipping:
        return f"Whichever one of them moves, {best} stays the cheapest throughout its range."
    told = []
    for each in found.tipping:
        to = dict.fromkeys(
            key
            for tips in (each.tips_low, each.tips_high)
            for key in tips
            if not set(found.cheapest) & set(tips)
        )
        told.append(f"{each.dial.label} (to {listed([found.options[key] for key in to])})")
    return f"{best} is no longer the cheapest at an end of the range of {listed(told)}."


def sensitivity_table(found: Sensitivity, shown: Sequence[Swing]) -> Grid:
    """What each of several figures does at either end of its range.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.decisions.sensitivity import sensitivity
    >>> found = sensitivity(example())
    >>> sensitivity_table(found, found.swings).cells
    [['£1,080 to £1,320 ~', '-236 ', '236 ', '472']]
    """
    amounts = Amounts(found.model.scenario.finance.currency)
    return Grid(
        f'"{found.options[found.option]}", {measure_words(found.measure)}, {amounts.unit}: more '
        "than as it stands with each figure at the low and high end of its range; less is "
        "negative; ! is where another option is the cheapest",
        [each.dial.label for each in shown],
        ["range", "at the low end ", "at the high end ", "swing"],
        [
            [
                range_words(each),
                f"{amounts.text(each.less)}{_mark(found, each.tips_low)}",
                f"{amounts.text(each.more)}{_mark(found, each.tips_high)}",
                amounts.text(each.swing),
            ]
            for each in shown
        ],
    )


def _mark(found: Sensitivity, tips: tuple[str, ...]) -> str:
    return "!" if tips and not set(tips) & set(found.cheapest) else " "


def range_words(each: Swing) -> str:
    """The range that a figure is moved through; ~ is a usual one, where the file states none.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.decisions.sensitivity import sensitivity
    >>> range_words(sensitivity(example()).swings[0])
    '£1,080 to £1,320 ~'
    """
    return f"{_range(each)}{'' if each.dial.has_range else ' ~'}"


def swing_words(found: Sensitivity, each: Swing) -> str:
    """A figure with its range, and which option is the cheapest at an end of it if it turns.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.decisions.sensitivity import sensitivity
    >>> found = sensitivity(example())
    >>> swing_words(found, found.swings[0])
    'support: amount, £1,080 to £1,320 ~'
    """
    ends = (("low", each.tips_low), ("high", each.tips_high))
    turns = [
        f"at the {end} end {listed([found.options[key] for key in tips])} wins"
        for end, tips in ends
        if tips and not set(tips) & set(found.cheapest)
    ]
    return "; ".join([f"{each.dial.label}, {range_words(each)}", *turns])


def swing_amounts(found: Sensitivity, each: Swing) -> tuple[str, str]:
    """What either end of a range is beyond the cost as it stands, with its sign.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.decisions.sensitivity import sensitivity
    >>> found = sensitivity(example())
    >>> swing_amounts(found, found.swings[0])
    ('-£236', '+£236')
    """
    amounts = Amounts(found.model.scenario.finance.currency)
    less, more = (
        f"{'+' if each > 0 else ''}{amounts.whole(each)}" for each in (each.less, each.more)
    )
    return less, more


def _range(each: Swing) -> str:
    dial = each.dial
    if not dial.alone:
        if dial.has_range:
            return "as stated"
        return f"{POINTS * 100:g} points" if dial.by_points else f"{percent(SHARE)}"
    return " to ".join(short_words(dial, end[0]) for end in each.ends)


def short_words(dial: Dial, setting: float) -> str:
    """A setting without its unit, where there is no room for it.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.decisions.dials import dial_of
    >>> from licmodel.analysis.results import example
    >>> short_words(dial_of(assemble(example()), "stay.support.amount"), 1200.0)
    '£1,200'
    """
    if not dial.alone:
        return setting_words(dial, setting)
    words = setting_words(dial, setting).partition(" per ")[0]
    return words if dial.shown == "month" else words.partition(" ")[0]


def two_way_sentence(found: TwoWay) -> str:
    """Which options are the cheapest anywhere in a table of two figures."""
    wins = dict.fromkeys(key for row in found.cheapest for label in row for key in label)
    named = listed([f'"{found.options[key]}"' for key in wins]) or "no known option"
    verb = "is the cheapest throughout" if len(wins) == 1 else "are the cheapest here and there"
    by = measure_words(found.measure)
    return f"By {by}, as {found.down.label} and {found.across.label} move: {named} {verb}."


def two_way_tables(found: TwoWay, *, titled: bool = False) -> tuple[Grid, Grid]:
    """An option's cost, and the cheapest option, at each pair of settings.

    Parameters
    ----------
    found : TwoWay
        What is told.
    titled : bool
        Whether options are named by title, where a page has the room, and not by key.
    """
    amounts = Amounts(found.model.scenario.finance.currency)
    by = measure_words(found.measure)
    rows = [setting_words(found.down, each) for each in found.rows]
    heads = [setting_words(found.across, each) for each in found.columns]
    costs = Grid(
        f'"{found.options[found.option]}", {by}, {amounts.unit}; down: {found.down.label}, across: '
        f"{found.across.label}",
        rows,
        heads,
        [[amounts.text(each) for each in row] for row in found.costs],
    )
    names = found.options if titled else {key: key for key in found.options}
    cheapest = Grid(
        f"The cheapest by {by}",
        rows,
        heads,
        [
            [" = ".join(names[key] for key in each) or "unknown" for each in row]
            for row in found.cheapest
        ],
    )
    return costs, cheapest


def two_way_text(found: TwoWay) -> str:
    """Two figures against each other: an option's cost, and which is the cheapest."""
    tables = (each.text() for each in two_way_tables(found))
    return "\n\n".join([fill(two_way_sentence(found)), *tables])


def two_way_csv(found: TwoWay) -> str:
    """The table as CSV, a row for each pair of settings."""
    return rows_csv((found.down.key, found.across.key, found.option, "cheapest"), found.records())
