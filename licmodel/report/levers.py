"""Levers as a page: what each is worth, alone and together, and where one walks away."""

from __future__ import annotations

from licmodel.analysis.decisions.levers import HEADS, NOT_SHARED, Levers
from licmodel.analysis.decisions.walk_away import Priced, WalkAway
from licmodel.report.amounts import Amounts, percent
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import listed

_TOLD = 3
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
    amounts = Amounts(found.model.scenario.finance.currency)
    parts = [fill(NOT_SHARED), fill(_sentence(found, amounts))]
    if found.what_if is not None:
        parts.append(fill(f"Under {found.model.scenario.what_if_words(found.what_if)}."))
    if found.known:
        parts.append(_table(found, amounts).text())
        parts.append("\n".join(_assumed(found)))
    refused = [
        fill(f"{each.lever.title}: {each.refused}", "  ", "    ")
        for each in found.worth
        if each.refused is not None
    ]
    if refused:
        parts.append("\n".join(["Not worked out:", *refused]))
    if found.refused is not None:
        parts.append(fill(f"They cannot all hold together: {found.refused}."))
    if found.left_out:
        titles = {each.lever.key: each.lever.title for each in found.worth}
        named = listed([titles[key] for key in found.left_out])
        parts.append(fill(f"Not among all together, since others change the same: {named}."))
    return "\n\n".join([*parts, *_walk_away(found, amounts)])


def levers_csv(found: Levers) -> str:
    """What each lever takes off as CSV."""
    return rows_csv(HEADS, found.records())


def _sentence(found: Levers, amounts: Amounts) -> str:
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
        return f'No lever takes anything off "{found.title}", {cost} by present value.'
    told = f'Worth most to "{found.title}", {cost} by present value: {listed(best)}.'
    if not found.joint:
        return told
    joint, more = found.joint["present_value"], found.interaction["present_value"]
    words = amounts.whole(abs(more))
    beyond = f"{words} {'more' if more > 0 else 'less'} than each alone, added up"
    if abs(more) < _HALF_A_PENNY:
        beyond = "as much as each alone, added up"
    if joint >= 0:
        return f"{told} All together take off {amounts.whole(joint)}, {beyond}."
    return f"{told} All together add {amounts.whole(-joint)}, so not all are worth having: pick."


def _table(found: Levers, amounts: Amounts) -> Grid:
    labels = [each.lever.title for each in found.known]
    cells = [[amounts.text(each.total), amounts.text(each.present_value)] for each in found.known]
    ruled: tuple[int, ...] = ()
    if found.joint:
        ruled = (len(labels), len(labels) + 2)
        for label, figures in (
            ("each alone, added up", found.alone),
            ("what they do together", found.interaction),
            ("all together", found.joint),
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
    told = [
        fill(f"{'; '.join(titles)}: {words}.", "  ", "    ") for words, titles in by_words.items()
    ]
    return ["What is taken for granted, all else as it stands:", *told]


def _walk_away(found: Levers, amounts: Amounts) -> list[str]:
    away = found.walk_away
    if away is None:
        return ["No other option has a known cost, so there is no figure at which to walk away."]
    gap = amounts.whole(abs(away.gap))
    more = "more" if away.gap > 0 else "less"
    told = f'Walk away to "{away.title}": "{found.title}" costs {gap} {more} by present value'
    if not away.prices:
        none = "none of its lines has a price less a discount, so no level of prices is told"
        return [fill(f"{told}; {none}: licmodel breakeven FILE KEY turns any figure of it.")]
    if away.off is None:
        return [fill(f"{told}, and no level of its prices makes the two tie.")]
    level = (
        f"they tie where every price of it is {percent(away.off, 1)} lower; above that, walk"
        if away.off > 0
        else f"they tie where every price of it is {percent(-away.off, 1)} higher; beyond, walk"
    )
    note = (
        "Prices after discount; what is held at a price already paid does not move, nor do the "
        "prices of the other option. Alone: how far that one price goes, the others as they stand."
    )
    return [fill(f"{told}; {level}."), _prices(away, amounts), fill(note)]


def _prices(away: WalkAway, amounts: Amounts) -> str:
    return Grid(
        f'Prices, {amounts.unit}, at which "{away.title}" is as cheap',
        [each.title for each in away.prices],
        ["price now", "walk away at", "for one", "discount now", "discount then", "alone, off"],
        [_cells(each, amounts) for each in away.prices],
    ).text()


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
