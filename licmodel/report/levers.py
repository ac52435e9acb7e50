"""Levers as a page: what each is worth, alone and together, and where one walks away."""

from __future__ import annotations

from licmodel.analysis.decisions.levers import HEADS, NOT_SHARED, Levers
from licmodel.analysis.decisions.walk_away import Priced, WalkAway
from licmodel.report.amounts import Amounts, percent
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Block, Grid, blocks_text
from licmodel.report.phrases import listed

INTERACTION, TOGETHER = "what they do together", "all together"
_TOLD = 3
_DRAWN = 10
_HALF_A_PENNY = 0.005


def levers_text(found: Levers) -> str:
    """The page that ``licmodel levers`` prints.

    Examples
    --------
    >>> from licmodel.analysis.decisions.levers import levers
    >>> from licmodel.analysis.results import example
    >>> print(levers_text(levers(example(), "stay")).splitlines()[-1])
    No other option has a known cost, so there is no figure at which to walk away.
    """
    return blocks_text(
        [
            [NOT_SHARED],
            [" ".join(levers_sentences(found))],
            *under_blocks(found),
            *worth_blocks(found),
            *refused_blocks(found),
            *walk_away_blocks(found),
            *([[_TO_TURN_ONE]] if has_no_prices(found) else []),
        ]
    )


def has_no_prices(found: Levers) -> bool:
    """Whether one may walk away, and yet no level of prices can be told.

    Examples
    --------
    >>> from licmodel.analysis.decisions.levers import levers
    >>> from licmodel.analysis.results import example
    >>> has_no_prices(levers(example(), "stay"))
    False
    """
    return found.walk_away is not None and not found.walk_away.prices


_TO_TURN_ONE = "Any figure of it can be turned: licmodel breakeven FILE KEY."


def levers_sentences(found: Levers) -> list[str]:
    """What is worth most, and what all of them do together.

    Examples
    --------
    >>> from licmodel.analysis.decisions.levers import levers
    >>> from licmodel.analysis.results import example
    >>> levers_sentences(levers(example(), "stay"))[0]
    'Worth most to "stay", £2,359 by present value: 1% off support (£24).'
    """
    amounts = _amounts(found)
    value = [
        (each.present_value, each.lever.title)
        for each in found.known
        if each.present_value is not None and each.present_value > _HALF_A_PENNY
    ]
    best = [
        f"{title} ({amounts.whole(worth)})"
        for worth, title in sorted(value, key=lambda each: -each[0])[:_TOLD]
    ]
    cost = amounts.whole(found.cost["present_value"])
    if not best:
        return [f'No lever takes anything off "{found.title}", {cost} by present value.']
    told = f'Worth most to "{found.title}", {cost} by present value: {listed(best)}.'
    if not found.joint:
        return [told]
    joint, more = found.joint["present_value"], found.interaction["present_value"]
    words = amounts.whole(abs(more))
    beyond = f"{words} {'more' if more > 0 else 'less'} than each alone, added up"
    if abs(more) < _HALF_A_PENNY:
        beyond = "as much as each alone, added up"
    if joint >= 0:
        return [told, f"All together take off {amounts.whole(joint)}, {beyond}."]
    return [told, f"All together add {amounts.whole(-joint)}, so not all are worth having: pick."]


def under_blocks(found: Levers) -> list[Block]:
    """Under which what-if, where there is one."""
    if found.what_if is None:
        return []
    return [[f"Under {found.model.scenario.what_if_words(found.what_if)}."]]


def worth_blocks(found: Levers) -> list[Block]:
    """What each is worth, alone and with the others; then what was taken for granted of each."""
    if not found.known:
        return []
    return [
        [_table(found)],
        ["What is taken for granted, all else as it stands:", *_assumed(found)],
    ]


def worths(found: Levers) -> list[tuple[str, float]]:
    """What levers take off by present value, the weightiest ten, and all of them together [money].

    Examples
    --------
    >>> from licmodel.analysis.decisions.levers import levers
    >>> from licmodel.analysis.results import example
    >>> [(name, round(worth)) for name, worth in worths(levers(example(), "stay"))]
    [('1% off support', 24), ('all together', 24)]
    """
    value = [
        (each.lever.title, each.present_value)
        for each in found.known
        if each.present_value is not None and abs(each.present_value) > _HALF_A_PENNY
    ]
    weighty = sorted(value, key=lambda each: -abs(each[1]))[:_DRAWN]
    told = sorted(weighty, key=lambda each: -each[1])
    if not found.joint:
        return told
    ends = ((INTERACTION, found.interaction), (TOGETHER, found.joint))
    whole = [(name, figures["present_value"]) for name, figures in ends]
    return [*told, *(each for each in whole if abs(each[1]) > _HALF_A_PENNY)]


def refused_blocks(found: Levers) -> list[Block]:
    """What could not be worked out, and what is not in all of them together."""
    parts: list[Block] = []
    refused = [
        f"  {each.lever.title}: {each.refused}" for each in found.worth if each.refused is not None
    ]
    if refused:
        parts.append(["Not worked out:", *refused])
    if found.refused is not None:
        parts.append([f"They cannot all hold together: {found.refused}."])
    if found.left_out:
        titles = {each.lever.key: each.lever.title for each in found.worth}
        named = listed([titles[key] for key in found.left_out])
        parts.append([f"Not among all together, since others change the same: {named}."])
    return parts


def walk_away_blocks(found: Levers) -> list[Block]:
    """Where the best alternative is as cheap: a sentence, and each price there.

    Examples
    --------
    >>> from licmodel.analysis.decisions.levers import levers
    >>> from licmodel.analysis.results import example
    >>> walk_away_blocks(levers(example(), "stay"))
    [['No other option has a known cost, so there is no figure at which to walk away.']]
    """
    away = found.walk_away
    if away is None:
        return [["No other option has a known cost, so there is no figure at which to walk away."]]
    amounts = _amounts(found)
    gap = amounts.whole(abs(away.gap))
    more = "more" if away.gap > 0 else "less"
    told = f'Walk away to "{away.title}": "{found.title}" costs {gap} {more} by present value'
    if not away.prices:
        none = "none of its lines has a price less a discount, so no level of prices is told"
        return [[f"{told}; {none}."]]
    if away.off is None:
        return [[f"{told}, and no level of its prices makes the two tie."]]
    level = (
        f"they tie where every price of it is {percent(away.off, 1)} lower; above that, walk"
        if away.off > 0
        else f"they tie where every price of it is {percent(-away.off, 1)} higher; beyond, walk"
    )
    note = (
        "Prices after discount; what is held at a price already paid does not move, nor do the "
        "prices of the other option. Alone: how far that one price goes, the others as they stand."
    )
    return [[f"{told}; {level}."], [_prices(away, amounts)], [note]]


def _amounts(found: Levers) -> Amounts:
    return Amounts(found.model.scenario.finance.currency)


def levers_csv(found: Levers) -> str:
    """What each lever takes off as CSV."""
    return rows_csv(HEADS, found.records())


def _table(found: Levers) -> Grid:
    amounts = _amounts(found)
    labels = [each.lever.title for each in found.known]
    cells = [[amounts.text(each.total), amounts.text(each.present_value)] for each in found.known]
    ruled: tuple[int, ...] = ()
    if found.joint:
        ruled = (len(labels), len(labels) + 2)
        for label, figures in (
            ("each alone, added up", found.alone),
            (INTERACTION, found.interaction),
            (TOGETHER, found.joint),
        ):
            labels.append(label)
            cells.append([amounts.text(figures[each]) for each in ("total", "present_value")])
    return Grid(
        f'What each takes off "{found.title}", {amounts.unit}; negative is what it adds',
        labels,
        ["total invoiced", "present value"],
        cells,
        ruled,
    )


def _assumed(found: Levers) -> list[str]:
    by_words: dict[str, list[str]] = {}
    for each in found.known:
        by_words.setdefault(each.lever.assumed, []).append(each.lever.title)
    return [f"  {'; '.join(titles)}: {words}." for words, titles in by_words.items()]


def _prices(away: WalkAway, amounts: Amounts) -> Grid:
    return Grid(
        f'Prices, {amounts.unit}, at which "{away.title}" is as cheap',
        [each.title for each in away.prices],
        ["price now", "walk away at", "for one", "discount now", "discount then", "alone, off"],
        [_cells(each, amounts) for each in away.prices],
    )


def _cells(each: Priced, amounts: Amounts) -> list[str]:
    per = each.unit.removeprefix(amounts.currency).strip("/").replace("/", ", ")
    return [
        amounts.text(each.price, 2),
        amounts.text(each.price_at, 2),
        per,
        percent(each.discount, 1),
        percent(each.discount_at, 1),
        "none" if each.alone_off is None else percent(each.alone_off, 1),
    ]
