"""Discount schedules: the yearly rates by which later money counts for less, dated and sourced."""

from collections.abc import Sequence

from licmodel.catalogue.entries import percent, read_entries
from licmodel.catalogue.files import SCHEDULES
from licmodel.catalogue.kept import Kept
from licmodel.records import record


@record
class Band:
    """A run of years with one rate.

    Parameters
    ----------
    from_year : int
        First year of the band, counted from the base year 0.
    rate : float
        Rate of each step into a year of the band, as a fraction [1/year].
    """

    from_year: int
    rate: float


@record
class DiscountSchedule:
    """Discount rates by band, with where they come from.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words.
    bands : tuple of Band
        In order, the first from year 0.
    source, dated, vintage, note : str
        Where it was published, in which month (``2026-02``), which edition it is, and what
        the reader should know.
    basis : str
        ``real``: for money in the prices of one year; or ``nominal``.
    """

    key: str
    title: str
    bands: tuple[Band, ...]
    source: str
    dated: str
    vintage: str
    note: str
    basis: str = "real"

    def rate(self, year: int) -> float:
        """Find the rate of the step into a year.

        Parameters
        ----------
        year : int
            Years after the base year.

        Returns
        -------
        float
            Rate as a fraction [1/year].

        Examples
        --------
        >>> schedule = discount_schedule("green_book_2026")
        >>> schedule.rate(30), schedule.rate(31)
        (0.035, 0.03)
        """
        return next(band.rate for band in reversed(self.bands) if band.from_year <= year)


def discount_schedule(key: str) -> DiscountSchedule:
    """Find a discount schedule by its key, as `Kept.find` does.

    Examples
    --------
    >>> discount_schedule("green_book_2026").bands[0]
    Band(from_year=0, rate=0.035)
    """
    return _SCHEDULES.find(key)


def discount_schedules() -> dict[str, DiscountSchedule]:
    """Give every discount schedule, by key.

    Examples
    --------
    >>> list(discount_schedules())
    ['green_book_2026']
    """
    return dict(_SCHEDULES.all())


def _schedule(  # noqa: PLR0913 - the fields of an entry, by name
    key: str,
    *,
    title: str,
    basis: str,
    bands: Sequence[Sequence[str]],
    source: str,
    dated: str,
    vintage: str,
    note: str,
) -> DiscountSchedule:
    ordered = tuple(Band(int(from_year), percent(rate)) for from_year, rate in bands)
    starts = [band.from_year for band in ordered]
    if starts != sorted(set(starts)) or starts[:1] != [0]:
        raise ValueError("the bands do not start at year 0 and run in order")
    return DiscountSchedule(key, title, ordered, source, dated, vintage, note, basis)


_SCHEDULES = Kept(
    SCHEDULES, "discount schedule", lambda text: read_entries(SCHEDULES, text, _schedule)
)
