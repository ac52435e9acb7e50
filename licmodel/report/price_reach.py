"""What a price book reaches, for people: who reads each price, what wins over it, what is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from licmodel.catalogue.price_point import PricePoint, key_words
from licmodel.report.amounts import plain
from licmodel.report.phrases import listed
from licmodel.report.price_texts import amount_words, money_words, monthly_words
from licmodel.report.what_ifs import value_words

if TYPE_CHECKING:
    from licmodel.analysis.price_reach import Discounted, Reach
    from licmodel.language.program import Input

_NAMED = 12
_CONFIDENTIAL = frozenset({"quote", "contract"})


def reach_sentences(reaches: Sequence[Reach]) -> list[str]:
    """Which options read each price of a book, of those that any option reads."""
    return [
        f"{each.point.title}, {key_words(each.point.key)}, {_amount(each.point)}: read by "
        f"{'; '.join(each.options)}."
        for each in reaches
        if each.options
    ]


def _amount(point: PricePoint) -> str:
    """A price and, where it is a year's, what that is a month."""
    amount = amount_words(point)
    if point.per != "year":
        return amount
    return f"{amount} ({monthly_words(point)})"


def reach_notes(reaches: Sequence[Reach]) -> list[str]:
    """What became of the prices that no option reads."""
    told: dict[str, None] = {}
    for each in reaches:
        if each.is_matched and not each.options and each.instead:
            told.setdefault(_instead(each))
    lost = [each for each in reaches if not each.is_matched]
    names = list(dict.fromkeys(map(_lost, lost)))
    if names:
        more = len(names) - _NAMED
        shown = names[:_NAMED] + ([f"{more:,} more"] if more > 0 else [])
        told.setdefault(f"Not matched to anything that the options read: {listed(shown)}.")
    return list(told)


def _lost(reach: Reach) -> str:
    doubt = f", perhaps {reach.perhaps}: call it so in a copy" if reach.perhaps else ""
    return f"{reach.point.title} ({reach.point.product}{doubt})"


def _instead(reach: Reach) -> str:
    what = f"{reach.point.title}, {_amount(reach.point)}"
    kept = "; ".join(map(_kept, reach.instead))
    if reach.is_ours:
        return (
            f"{what}: yours stays in force: {kept}. A price of the scenario's own wins over "
            "a book, so no option reads this price."
        )
    return f"{what}: no option reads this price, since they buy at another: {kept}."


def _kept(declared: Input) -> str:
    place = declared.origin.place or ""
    return f"{value_words(declared, declared.value)} ({place.rpartition('/')[2] or declared.key})"


def discount_sentences(found: Iterable[Discounted]) -> list[str]:
    """Discounts that are taken off a price that was quoted or agreed, and may be net already."""
    told = []
    for each in found:
        if each.point.status in _CONFIDENTIAL:
            before, after = (_monthly(each.point, price) for price in (each.listed, each.net))
            who, share = f"{each.title} ({listed(each.lines)})", f"{plain(each.share * 100)}%"
            told.append(
                f"{who} takes {share} off this price: {before} becomes {after}. If {before} is net "
                "already, the discount is taken twice."
            )
    return told


def _monthly(point: PricePoint, price: float) -> str:
    return f"{money_words(point.currency, round(price, 2))} a month"
