"""What looks wrong in a price book, though it can be read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from licmodel.catalogue.price_point import Key, PricePoint, key_words
from licmodel.terms.months import month_text

JUMP = 0.30
"""Share by which a price changes from one date to the next before it is called a jump."""

STALE_AFTER = 24
"""Months after which the source of a price still in force is called stale [month]."""

_MONTHS_OF_TERMS = (12, 36, 3)
_NEAR = 0.12
_NOISE = 1e-9
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that was accepted, and what looks wrong with it."""

    line: int
    kind: str
    said: str


def doubts(
    points: Sequence[PricePoint],
    on: int,
    reference: Mapping[str, Sequence[PricePoint]] | None = None,
) -> list[Doubt]:
    """Everything doubtful in a book, by line.

    Parameters
    ----------
    points : sequence of PricePoint
        Of the whole book.
    on : int
        Month as of which sources are called stale [month].
    reference : mapping of str to prices, optional
        Prices of another book, usually the catalogue, that these should be of the size of.

    Examples
    --------
    >>> from licmodel.catalogue.price_reading import read_prices
    >>> book = '''product,price,currency,per,from,source,source_date
    ... suite,31.70,GBP,month,2027-04,offer,2026-10
    ... suite,380.40,GBP,month,2028-04,offer,2026-10'''
    >>> for each in doubts(read_prices(book, "ours.csv").points, 2027 * 12):
    ...     print(each.line, each.said)
    3 12 times line 2: is it the price of a whole year, where per says a month?
    """
    series: dict[Key, list[PricePoint]] = {}
    alike: dict[tuple[str, str, str, str], list[PricePoint]] = {}
    for point in points:
        series.setdefault(point.key, []).append(point)
        together = (point.product, point.segment, point.currency, point.unit)
        alike.setdefault(together, []).append(point)
    found = list(_unsourced(points, on))
    for run in alike.values():
        found += _multiples(run)
    suspected = {each.line for each in found if each.kind == TERM}
    for run in series.values():
        found += _along(run, suspected)
    if reference is not None:
        beside = [point for point in points if point.line not in suspected]
        found += _beside(beside, reference)
    return sorted(found, key=lambda each: (each.line, each.kind))


GAP, OVERLAP, JUMPS, TERM, SOURCE, STALE = (
    *("gap", "overlap", "jump", "whole-term price", "no source", "stale source"),
)


def _unsourced(points: Iterable[PricePoint], on: int) -> Iterator[Doubt]:
    for point in points:
        if not point.source:
            yield Doubt(point.line, SOURCE, "no source is named, so it counts as assumed")
            continue
        dated = _DATE.match(point.source_date)
        if dated is None:
            said = f"its source has no date that can be read ({point.source_date or 'empty'})"
            yield Doubt(point.line, STALE, said)
        elif (point.end is None or point.end >= on) and on - _month_of(dated) > STALE_AFTER:
            said = f"its source is of {point.source_date}, and it is still in force"
            yield Doubt(point.line, STALE, said)


def _month_of(dated: re.Match[str]) -> int:
    return int(dated[1]) * 12 + int(dated[2] or 1) - 1


def _along(run: Sequence[PricePoint], suspected: set[int]) -> Iterator[Doubt]:
    """Gaps, overlaps and jumps from each price of a series to the next."""
    ordered = sorted(run, key=lambda each: (each.start is not None, each.start or 0, each.line))
    for point, following in pairwise(ordered):
        if following.start is None:
            said = f"undated, as line {point.line} is, so which is in force is not known"
            yield Doubt(following.line, OVERLAP, said)
            continue
        if point.end is not None:
            yield from _joint(point, following, following.start)
        known = not {point.line, following.line} & suspected
        change = following.a_month / point.a_month - 1 if point.a_month else 0.0
        if known and abs(change) > JUMP + _NOISE:
            said = f"{change:+.0%} on line {point.line}, {point.price:g} to {following.price:g}"
            yield Doubt(following.line, JUMPS, said)


def _joint(point: PricePoint, following: PricePoint, start: int) -> Iterator[Doubt]:
    end = point.end or 0
    if end + 1 < start:
        months = f"{month_text(end + 1)} to {month_text(start - 1)}"
        said = f"no price of it is in force from {months}, after line {point.line}"
        yield Doubt(following.line, GAP, said)
    elif end >= start and (point.start is None or end > start or point.start == start):
        said = f"line {point.line} holds to {month_text(end)}; this one is taken from its own date"
        yield Doubt(following.line, OVERLAP, said)


def _multiples(run: Sequence[PricePoint]) -> Iterator[Doubt]:
    """Prices that are of a whole term, beside one of a month or year."""
    sized = [point for point in run if point.price and point.per != "once"]
    if len(sized) < 2:  # noqa: PLR2004  one has nothing beside it
        return
    least = min(sized, key=lambda each: each.a_month)
    larger = [(each, times) for each in sized if (times := _times(each.a_month / least.a_month))]
    alike = [each for each in sized if abs(each.a_month / least.a_month - 1) <= _NEAR]
    if larger and len(larger) > len(alike) and least.per == "year":
        other, times = larger[0]
        for point in alike:
            said = f"a {_PARTS[times]} of line {other.line}: is it for less than a year?"
            yield Doubt(point.line, TERM, said)
        return
    for point, times in larger:
        said = f"{times} times line {least.line}: {_asked(point, times)}"
        yield Doubt(point.line, TERM, said)


def _beside(
    points: Iterable[PricePoint], reference: Mapping[str, Sequence[PricePoint]]
) -> Iterator[Doubt]:
    """Prices that are a whole term's beside what the catalogue has for the product."""
    for point in points:
        others = [
            each.a_month
            for each in reference.get(point.product, ())
            if each.currency == point.currency and each.per != "once" and each.price
        ]
        if not others or not point.price or point.per == "once":
            continue
        times = _times(point.a_month / max(others))
        if times is not None and times > _MONTHS_OF_TERMS[-1]:
            said = f"{times} times what the catalogue has: {_asked(point, times)}"
            yield Doubt(point.line, TERM, said)


def _times(ratio: float) -> int | None:
    return next((each for each in _MONTHS_OF_TERMS if abs(ratio / each - 1) <= _NEAR), None)


_PARTS = {3: "third", 12: "twelfth", 36: "thirty-sixth"}


def _asked(point: PricePoint, times: int) -> str:
    spans = {3: "three years", 12: "a whole year", 36: "three years"}
    return f"is it the price of {spans[times]}, where per says a {point.per}?"


def series_words(point: PricePoint) -> str:
    """The product and key of a row, in words.

    Examples
    --------
    >>> from licmodel.catalogue.prices import price_points
    >>> series_words(price_points("libreoffice")[0])
    'libreoffice, any segment, GBP per device'
    """
    return f"{point.product}, {key_words(point.key)}"
