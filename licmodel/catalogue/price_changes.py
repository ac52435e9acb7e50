"""What changed between two price books: by series, from which month, and by how much."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from licmodel.catalogue.price_matching import matches
from licmodel.catalogue.price_point import Key, PricePoint

Kind = Literal["new", "gone", "dearer", "cheaper", "same"]
_LONG_AGO = 1980 * 12
_RANK = {"high": 0, "medium": 1, "low": 2, "": 3}
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A series in two books.

    Parameters
    ----------
    key : Key
        Of the series.
    kind : str
        new, gone, dearer, cheaper or same.
    before, after : PricePoint or None
        The prices that differ, in force from ``start`` on; the last ones where none does.
    start : int or None
        First month in which they differ, or from which it is gone; None where they always did,
        or never do [month].
    """

    key: Key
    kind: Kind
    before: PricePoint | None
    after: PricePoint | None
    start: int | None
    doubt: str = ""
    """Why the two may not be prices of the same thing."""

    @property
    def product(self) -> str:
        """Key of the product."""
        return self.key[0]

    @property
    def share(self) -> float | None:
        """Rise as a share of the price before; None where there was none, or it was free."""
        if self.before is None or self.after is None or not self.before.a_month:
            return None
        return self.after.a_month / self.before.a_month - 1


def price_changes(
    old: Iterable[PricePoint],
    new: Iterable[PricePoint],
    on: int | None = None,
    in_use: Collection[int] = (),
) -> list[PriceChange]:
    r"""Compare two books, series by series.

    Parameters
    ----------
    old, new : iterable of PricePoint
        Every price of each.
    on : int, optional
        Only the prices in force in this month [month]; otherwise every month that either book
        has a price for, and the change told is the last of them.
    in_use : collection of int
        Lines of the old book that are read: of several series that a new one may be, these.

    Returns
    -------
    list of PriceChange
        Every series of either book, by key.

    Examples
    --------
    >>> from licmodel.catalogue.price_reading import read_prices
    >>> head = "product,price,currency,per"
    >>> old = read_prices(f"{head},from\nsuite,30,GBP,month,2026-04", "october.csv")
    >>> new = read_prices(f"{head},from\nsuite,33,GBP,month,2027-04", "november.csv")
    >>> [(each.kind, f"{each.share:.1%}") for each in price_changes(old.points, new.points)]
    [('dearer', '10.0%')]
    """
    before, after = _series(old), _series(new)
    read = {key for key, run in before.items() if any(each.line in in_use for each in run)}
    found = matches(before, after, read)
    gone = before.keys() - {each.key for each in found.values()}
    changes: list[PriceChange] = []
    for key in sorted({*after, *gone}, key=lambda key: tuple(map(str, key))):
        match = found.get(key)
        run = before[key] if key in gone else [] if match is None else before[match.key]
        change = _change(key, run, after.get(key, []), on)
        if change is not None:
            changes.append(change if match is None else replace(change, doubt=match.doubt))
    return changes


def _series(points: Iterable[PricePoint]) -> dict[Key, list[PricePoint]]:
    """Prices of each series in the order in which they come into force, the best of each date."""
    series: dict[Key, dict[int, PricePoint]] = {}
    for point in points:
        run = series.setdefault(point.key, {})
        start = _begins(point)
        if start not in run or _RANK[point.confidence] < _RANK[run[start].confidence]:
            run[start] = point
    return {key: [run[start] for start in sorted(run)] for key, run in series.items()}


def _begins(point: PricePoint) -> int:
    return _LONG_AGO if point.start is None else point.start


def _change(
    key: Key, old: Sequence[PricePoint], new: Sequence[PricePoint], on: int | None
) -> PriceChange | None:
    if on is not None:
        old = [each for each in [_in_force(old, on)] if each is not None]
        new = [each for each in [_in_force(new, on)] if each is not None]
        if not old and not new:
            return None
    if not old:
        return PriceChange(key, "new", None, new[-1], new[0].start)
    if not new:
        return PriceChange(key, "gone", old[-1], None, old[0].start)
    if len(old) == len(new) == 1 and _meets(old[0], new[0]):
        return _met(key, old[0], new[0])
    months = sorted({_begins(point) for point in (*old, *new)}) if on is None else [on]
    pairs = [(month, _in_force(old, month), _in_force(new, month)) for month in months]
    differing = [
        (month, before, after)
        for month, before, after in pairs
        if before is not None and after is not None and _differ(before, after)
    ]
    if not differing:
        return _unmet(key, old[-1], new[-1])
    month, before, after = differing[-1]
    # back to where this last difference began
    for earlier in reversed(differing[:-1]):
        if earlier[1:] != (before, after):
            break
        month = earlier[0]
    kind: Kind = "dearer" if after.a_month > before.a_month else "cheaper"
    # a price that says no start holds always, so it does not begin where the other book's did
    start = None if month == _LONG_AGO or after.start is None else month
    return PriceChange(key, kind, before, after, start)


def _meets(before: PricePoint, after: PricePoint) -> bool:
    """Whether a price still holds when the one that takes its place begins, as is usual."""
    return before.end is None and after.end is None and _begins(before) <= _begins(after)


def _met(key: Key, before: PricePoint, after: PricePoint) -> PriceChange:
    if not _differ(before, after):
        return PriceChange(key, "same", before, after, None)
    kind: Kind = "dearer" if after.a_month > before.a_month else "cheaper"
    return PriceChange(key, kind, before, after, after.start)


def _unmet(key: Key, before: PricePoint, after: PricePoint) -> PriceChange:
    """A series whose prices never differ in one month, judged by the last of each book."""
    if _differ(before, after):
        kind: Kind = "dearer" if after.a_month > before.a_month else "cheaper"
        return PriceChange(key, kind, before, after, after.start)
    if before.end is None and after.end is not None:
        return PriceChange(key, "gone", before, None, after.end + 1)
    return PriceChange(key, "same", before, after, None)


def _in_force(run: Sequence[PricePoint], month: int) -> PricePoint | None:
    """The last price to have come into force that has not ended."""
    begun = [point for point in run if _begins(point) <= month]
    return begun[-1] if begun and begun[-1].holds(max(month, _begins(begun[-1]))) else None


def _differ(before: PricePoint, after: PricePoint) -> bool:
    return abs(before.a_month - after.a_month) > _LEAST * max(before.a_month, after.a_month)
