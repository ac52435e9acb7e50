"""Sensitivity as a page: which figures matter most, how far, and which turn the answer."""

from __future__ import annotations

from licmodel.analysis.dials import MONTHS, POINTS, SHARE, Dial
from licmodel.analysis.sensitivity import HEADS, Sensitivity, Swing, TwoWay
from licmodel.report.amounts import Amounts, percent
from licmodel.report.break_evens import measure_words, setting_words
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import listed

_TOLD = 5
_SHOWN = 15


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
    >>> from licmodel.analysis.sensitivity import sensitivity
    >>> print(sensitivity_text(sensitivity(example())).split(", £")[0])
    What moves "stay" most by present value
    """
    amounts = Amounts(found.model.scenario.finance.currency)
    parts = [fill(_sentence(found, amounts)), fill(_tips(found))]
    if found.what_if is not None:
        parts.append(fill(f"Under {found.model.scenario.what_if_words(found.what_if)}."))
    shown = found.swings if every else found.swings[:_SHOWN]
    if shown:
        parts.append(_table(found, shown, amounts).text())
    if len(shown) < len(found.swings):
        fewer = len(found.swings) - len(shown)
        parts.append(f"And {fewer} that matter less: list them with --all.")
    if found.still:
        keys = ", ".join(each.key for each in found.still)
        parts.append(fill(f"Of its own figures, these move nothing in their range: {keys}."))
    parts.append(
        fill(
            "One figure moves at a time, the others stay. Ranges are those that the file gives; ~ "
            f"is a usual one where it gives none: {percent(SHARE)} up and down, of a rate "
            f"{POINTS * 100:g} points, of a date or months {MONTHS} months. Figures of a list, "
            "such as dated prices, move together. What is past, and an agreement's own terms, "
            "stay. No likelihood is meant: a wide range moves more than a narrow one."
        )
    )
    return "\n\n".join(parts)


def sensitivity_csv(found: Sensitivity) -> str:
    """The ranking as CSV, a row for each figure."""
    return rows_csv(HEADS, found.records())


def _sentence(found: Sensitivity, amounts: Amounts) -> str:
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


def _table(found: Sensitivity, shown: tuple[Swing, ...], amounts: Amounts) -> Grid:
    return Grid(
        f'"{found.options[found.option]}", {measure_words(found.measure)}, {amounts.unit}: more '
        "than as it stands with each figure at the low and high end of its range; less is "
        "negative; ! is where another option is the cheapest",
        [each.dial.label for each in shown],
        ["range", "at the low end ", "at the high end ", "swing"],
        [
            [
                f"{_range(each)}{'' if each.dial.has_range else ' ~'}",
                f"{amounts.text(each.less)}{_mark(found, each.tips_low)}",
                f"{amounts.text(each.more)}{_mark(found, each.tips_high)}",
                amounts.text(each.swing),
            ]
            for each in shown
        ],
    )


def _mark(found: Sensitivity, tips: tuple[str, ...]) -> str:
    return "!" if tips and not set(tips) & set(found.cheapest) else " "


def _range(each: Swing) -> str:
    dial = each.dial
    if not dial.alone:
        if dial.has_range:
            return "as stated"
        return f"{POINTS * 100:g} points" if dial.by_points else f"{percent(SHARE)}"
    return " to ".join(_short(dial, end[0]) for end in each.ends)


def _short(dial: Dial, setting: float) -> str:
    words = setting_words(dial, setting).partition(" per ")[0]
    return words if dial.shown == "month" else words.partition(" ")[0]


def two_way_text(found: TwoWay) -> str:
    """Two figures against each other: an option's cost, and which is the cheapest."""
    amounts = Amounts(found.model.scenario.finance.currency)
    by = measure_words(found.measure)
    rows = [setting_words(found.down, each) for each in found.rows]
    heads = [setting_words(found.across, each) for each in found.columns]
    wins = dict.fromkeys(key for row in found.cheapest for label in row for key in label)
    named = listed([f'"{found.options[key]}"' for key in wins]) or "no known option"
    verb = "is the cheapest throughout" if len(wins) == 1 else "are the cheapest here and there"
    title = found.options[found.option]
    return "\n\n".join(
        [
            fill(f"By {by}, as {found.down.label} and {found.across.label} move: {named} {verb}."),
            Grid(
                f'"{title}", {by}, {amounts.unit}; down: {found.down.label}, across: '
                f"{found.across.label}",
                rows,
                heads,
                [[amounts.text(each) for each in row] for row in found.costs],
            ).text(),
            Grid(
                f"The cheapest by {by}",
                rows,
                heads,
                [[" = ".join(each) or "unknown" for each in row] for row in found.cheapest],
            ).text(),
        ]
    )


def two_way_csv(found: TwoWay) -> str:
    """The table as CSV, a row for each pair of settings."""
    return rows_csv((found.down.key, found.across.key, found.option, "cheapest"), found.records())
