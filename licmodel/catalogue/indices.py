"""Price and pay indices: growth by year, published or projected, with vintage and warnings."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, cast, get_args

from licmodel.catalogue.entries import percent, read_entries
from licmodel.catalogue.files import INDICES
from licmodel.catalogue.kept import Kept
from licmodel.records import record

Basis = Literal["financial_year", "calendar_year"]
PointStatus = Literal["published", "projected"]


@record
class IndexPoint:
    """Growth of an index into one year.

    Parameters
    ----------
    year : int
        The year grown into; a financial year goes by the year that it starts in, so 2027 is
        2027/28.
    growth : float
        Growth over the year before, as a fraction [1/year].
    status : str
        ``published`` for an outturn, ``projected`` for a forecast.
    """

    year: int
    growth: float
    status: PointStatus


@record
class IndexSeries:
    """An index in one vintage, with where it comes from.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words.
    basis : str
        ``financial_year`` or ``calendar_year``.
    points : tuple of IndexPoint
        One for each year, without gaps.
    source, dated, vintage : str
        Where it was published, in which month (``2025-11``), and which edition it is.
    warnings : tuple of str
        What whoever uses it should know.
    superseded_by : str or None
        Key of the vintage in the catalogue that took its place.
    """

    key: str
    title: str
    basis: Basis
    points: tuple[IndexPoint, ...]
    source: str
    dated: str
    vintage: str
    warnings: tuple[str, ...]
    superseded_by: str | None


def index_series(key: str) -> IndexSeries:
    """Find an index by its key, as `Kept.find` does.

    Examples
    --------
    >>> index_series("cpi_obr_2026_03").points[1]
    IndexPoint(year=2026, growth=0.023, status='projected')
    """
    return _INDICES.find(key)


def index_keys() -> tuple[str, ...]:
    """Give the key of every index.

    Examples
    --------
    >>> index_keys()[0]
    'gdp_deflator_obr_2025_11'
    """
    return tuple(_INDICES.all())


def _series(  # noqa: PLR0913 - the fields of an entry, by name
    key: str,
    *,
    title: str,
    basis: str,
    points: Sequence[Sequence[str]],
    source: str,
    dated: str,
    vintage: str,
    warnings: Sequence[str] = (),
    superseded_by: str | None = None,
) -> IndexSeries:
    if basis not in get_args(Basis):
        raise ValueError(f"{basis} is neither financial_year nor calendar_year")
    years = tuple(_point(*point) for point in points)
    if any(later.year != earlier.year + 1 for earlier, later in pairwise(years)):
        raise ValueError("the years do not follow one another")
    return IndexSeries(
        key,
        title,
        cast("Basis", basis),
        years,
        source,
        dated,
        vintage,
        tuple(warnings),
        superseded_by,
    )


def _point(year: str, growth: str, status: str) -> IndexPoint:
    if status not in get_args(PointStatus):
        raise ValueError(f"{year}: {status} is neither published nor projected")
    return IndexPoint(int(year), percent(growth), cast("PointStatus", status))


_INDICES = Kept(INDICES, "index", lambda text: read_entries(INDICES, text, _series))
