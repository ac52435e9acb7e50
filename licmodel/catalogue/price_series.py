"""Which prices of a book are a buyer's: one series, never another segment's without a word."""

from collections.abc import Iterable, Sequence

from licmodel.catalogue.price_point import SEGMENTS, PricePoint, key_words, run_words
from licmodel.records import record

COMMERCIAL = "commercial"
_LONG_AGO = 1980 * 12
_RANK = {"high": 0, "medium": 1, "low": 2, "": 3}
_NAMED = 2

_USUAL: dict[str, tuple[str, ...]] = {
    "council": ("government",),
    "school": ("education_staff", "education_student"),
    "trust": ("education_staff", "education_student"),
}


class NoSeries(ValueError):  # noqa: N818  an answer, which its caller turns into an error
    """No one series of a book is meant: what was found, and what would tell."""

    def __init__(self, what: str, found: str, remedy: str, *, several: bool = False) -> None:
        super().__init__(what)
        self.what, self.found, self.remedy, self.several = what, found, remedy, several


@record
class Buying:
    """Under which terms a line buys; None where nobody says.

    Parameters
    ----------
    segment, programme, plan : str, optional
        As in a `PricePoint`.
    term : int, optional
        Months committed to [month].
    usual : tuple of str
        Segments whose prices are looked for where no segment is said; the commercial price may
        stand in for them, and that is told.
    """

    segment: str | None = None
    programme: str | None = None
    plan: str | None = None
    term: int | None = None
    usual: tuple[str, ...] = (COMMERCIAL,)

    @property
    def says_something(self) -> bool:
        """Whether anything was said, or all is left to what is usual."""
        said = (self.segment, self.programme, self.plan, self.term)
        return any(each is not None for each in said)

    @property
    def words(self) -> str:
        """What was said, for a message."""
        said = {
            "segment": self.segment or " or ".join(self.usual),
            "programme": self.programme,
            "billing_plan": self.plan,
            "commitment": self.term,
        }
        return ", ".join(f"{name} {each}" for name, each in said.items() if each is not None)


@record
class Series:
    """Prices of one key over time, the earliest first.

    ``stands_in`` is what was looked for where the commercial price stands in for it.
    """

    points: tuple[PricePoint, ...]
    stands_in: str | None = None


def usual_segments(kind: str) -> tuple[str, ...]:
    """Segments whose prices an organisation of a kind pays, unless it says otherwise.

    Examples
    --------
    >>> usual_segments("council"), usual_segments("company")
    (('government',), ('commercial',))
    """
    return _USUAL.get(kind, (COMMERCIAL,))


def choose(points: Sequence[PricePoint], buying: Buying) -> Series:
    """The series that a line buys at.

    A price whose source leaves a term open fits any; one that names it is taken before it. On one
    date the best source is taken. Prices seen with no dates at all are left aside where a dated
    run exists.

    Parameters
    ----------
    points : sequence of PricePoint
        Prices of one product in one currency; at least one.
    buying : Buying
        Under which terms.

    Raises
    ------
    NoSeries
        If none fits, or several do.

    Examples
    --------
    >>> from licmodel.catalogue.prices import price_points
    >>> chosen = choose(price_points("microsoft_365_e3"), Buying(usual=("government",)))
    >>> [point.price for point in chosen.points], chosen.stands_in
    ([28.1, 31.7, 34.55], 'government')
    """
    segment, stands_in = _segment(points, buying)
    fitting = [point for point in points if point.segment in {segment, ""}]
    said = {"programme": buying.programme, "plan": buying.plan, "term": buying.term}
    for name, wanted in said.items():
        if wanted is not None:
            fitting = [each for each in fitting if getattr(each, name) in {wanted, "", None}]
    if not fitting:
        raise _none(points, buying)
    dated = [point for point in fitting if point.start is not None or point.end is not None]
    return Series(_one_run(dated or fitting, buying), stands_in)


def _segment(points: Sequence[PricePoint], buying: Buying) -> tuple[str, str | None]:
    """Segment to read, and the usual one that the commercial price stands in for."""
    priced = [segment for segment in SEGMENTS if any(each.segment == segment for each in points)]
    open_to_all = any(not each.segment for each in points)
    if buying.segment is not None:
        if buying.segment in priced or open_to_all:
            return buying.segment, None
        raise _none(points, buying)
    usual: list[str] = [segment for segment in buying.usual if segment in priced]
    if len(usual) > 1:
        raise NoSeries(
            "it has prices of several segments",
            f"{' and '.join(usual)}",
            f"say on the line which is meant: segment: {usual[0]}",
            several=True,
        )
    if usual or open_to_all:
        return usual[0] if usual else "", None
    if COMMERCIAL in priced:
        return COMMERCIAL, buying.usual[0].partition("_")[0]
    raise _none(points, buying)


def _none(points: Sequence[PricePoint], buying: Buying) -> NoSeries:
    offered = list(dict.fromkeys(key_words(point.key) for point in points))
    segments = list(dict.fromkeys(point.segment for point in points if point.segment))
    remedy = "say on the line what fits: segment, programme, billing_plan or commitment"
    looked_for = {*buying.usual} if buying.segment is None else {buying.segment}
    if segments and not looked_for & {*segments}:
        remedy = f"to take another segment's price, say so on the line: segment: {segments[0]}"
    return NoSeries(
        f"no price is listed for {buying.words}",
        "prices for " + "; ".join(offered[:_NAMED])
        + (f"; and {len(offered) - _NAMED} more" if len(offered) > _NAMED else ""),
        remedy,
    )  # fmt: skip


def _one_run(points: Sequence[PricePoint], buying: Buying) -> tuple[PricePoint, ...]:
    """The run of the terms that fit most closely; it is refused to mix several."""
    runs: dict[tuple[object, ...], list[PricePoint]] = {}
    for point in points:
        runs.setdefault((*point.key[1:], point.per), []).append(point)
    best = max(_closeness(each[0], buying) for each in runs.values())
    closest = [each for each in runs.values() if _closeness(each[0], buying) == best]
    if len(closest) > 1:
        raise NoSeries(
            "it has several prices, and nothing says which is meant",
            "; ".join(f"{key_words(each[0].key)}, a {each[0].per}" for each in closest),
            "say on the line what tells them apart: programme, billing_plan or commitment",
            several=True,
        )
    chosen: dict[int, PricePoint] = {}
    for point in closest[0]:
        start = _LONG_AGO if point.start is None else point.start
        if start not in chosen or _RANK[point.confidence] < _RANK[chosen[start].confidence]:
            chosen[start] = point
    return tuple(chosen[start] for start in sorted(chosen))


def _closeness(point: PricePoint, buying: Buying) -> int:
    """How many of the terms said a price names, and its own segment before anybody's."""
    said = ((point.programme, buying.programme), (point.plan, buying.plan))
    exact = sum(1 for named, wanted in said if wanted is not None and named == wanted)
    return 2 * (exact + (point.term is not None and point.term == buying.term)) + bool(
        point.segment
    )


def nearest(points: Iterable[PricePoint], month: int) -> tuple[PricePoint, ...]:
    """The prices nearest to a month, those in force first.

    Examples
    --------
    >>> from licmodel.catalogue.prices import price_points
    >>> nearest(price_points("office_365_e3"), 2022 * 12)[0].price
    17.6
    """

    def away(point: PricePoint) -> int:
        if point.holds(month):
            return 0
        ends = [end for end in (point.start, point.end) if end is not None]
        return min(abs(month - end) for end in ends)

    return tuple(sorted(points, key=away)[:_NAMED])


def price_words(point: PricePoint) -> str:
    """A price with its key and months, in words.

    Examples
    --------
    >>> from licmodel.catalogue.prices import price_points
    >>> price_words(price_points("libreoffice")[0])
    '0 GBP once, any segment, undated'
    """
    segment = point.segment or "any segment"
    per = "once" if point.per == "once" else f"a {point.per}"
    run = run_words(point.start, point.end)
    return f"{point.price:g} {point.currency} {per}, {segment}, {run}"
