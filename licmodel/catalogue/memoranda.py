"""UK memoranda with Microsoft as data: what each gave public bodies, keyed on when they signed.

An enrolment keeps the terms of the memorandum in force when it started until its own renewal,
so a new one is met at each body's own date and not at the national one.
"""

from collections.abc import Mapping
from dataclasses import field
from itertools import pairwise
from types import MappingProxyType

from licmodel.catalogue.clauses import ProductKind, concerns
from licmodel.catalogue.facts import (
    EndMonth,
    Fact,
    Share,
    StartMonth,
    Switch,
    check_notes,
    find_switch,
)
from licmodel.catalogue.files import MEMORANDA
from licmodel.catalogue.kept import Kept
from licmodel.catalogue.reading import entry_keys, read_entry
from licmodel.errors import InputError
from licmodel.records import named_record

_NONE: Mapping[str, str] = MappingProxyType({})


@named_record
class Period(Fact):
    """The months in which signing brought a memorandum's terms.

    Parameters
    ----------
    starts, ends : int or None
        First and last, both inside; `starts` is None where it was not found [month].
    seen : int or None
        A month in which a source shows it in force, where its start was not found [month].
    """

    ends: EndMonth
    starts: StartMonth | None = None
    seen: StartMonth | None = None

    def __post_init__(self) -> None:
        """Refuse a period that does not begin, or that ends before it does."""
        super().__post_init__()
        if (self.starts is None) == (self.seen is None):
            raise ValueError("one of starts and seen is needed, and not both")
        if self.ends < self.first:
            raise ValueError("it ends before it starts")

    @property
    def first(self) -> int:
        """The first month for which it is known to have been in force [month]."""
        return next(month for month in (self.starts, self.seen) if month is not None)


@named_record
class Grant(Fact):
    """What a memorandum gave on a kind of product.

    Parameters
    ----------
    text : str
        In words.
    applies_to : tuple of str
        Kinds of product; empty for all.
    level : str or None
        The price level given whatever the size; None where that was not found.
    beyond_level : bool
        Whether it gave a discount beyond the level.
    share : float or None
        How much, as a fraction of the list price; None where it was not published.
    """

    text: str
    beyond_level: bool
    applies_to: tuple[ProductKind, ...] = ()
    level: str | None = None
    share: Share | None = None


@named_record
class Memorandum:
    """A price agreement of the UK government, open to public bodies.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words.
    period : Period
        When signing an enrolment brought its terms.
    grants : tuple of Grant
        What it gave, by kind of product.
    switches : tuple of Switch
        What public sources leave open.
    not_found : mapping of str to str
        What was looked for and not found.
    """

    key: str
    title: str
    period: Period
    grants: tuple[Grant, ...]
    switches: tuple[Switch, ...] = ()
    not_found: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        """Refuse notes on what no memorandum has."""
        check_notes(type(self), self.not_found)

    def grant(self, kind: ProductKind) -> Grant | None:
        """Find what it gave on a kind of product; None where that was not found.

        Examples
        --------
        >>> memorandum("dta").grant("on_premises").level
        'D'
        """
        return next((one for one in self.grants if concerns(one.applies_to, kind)), None)

    def switch(self, key: str) -> Switch:
        """Find a question that public sources leave open.

        Raises
        ------
        InputError
            If the memorandum has no such switch.

        Examples
        --------
        >>> memorandum("spa24").switch("level_d_loss").option().share
        0.12
        """
        return find_switch(self.switches, key, self.title)


def memorandum(key: str) -> Memorandum:
    """Find a memorandum by its key, as `Kept.find` does.

    Examples
    --------
    >>> memorandum("cta").title
    'Cloud Transformation Agreement'
    """
    return _MEMORANDA.find(key)


def memorandum_keys() -> tuple[str, ...]:
    """Give the key of every memorandum, oldest first.

    Examples
    --------
    >>> memorandum_keys()
    ('psa12', 'cta', 'dta', 'dta21', 'spa24')
    """
    return tuple(_MEMORANDA.all())


def memorandum_on(month: int) -> Memorandum | None:
    """Find the memorandum whose terms an enrolment has that starts, or is renewed, in a month.

    Parameters
    ----------
    month : int
        The enrolment's own start or renewal [month].

    Returns
    -------
    Memorandum or None
        None where none is known for the month.

    Examples
    --------
    >>> [memorandum_on(year * 12 + 7).key for year in (2017, 2020, 2023)]
    ['cta', 'dta', 'dta21']
    """
    return next(
        (one for one in _MEMORANDA.all().values() if one.period.first <= month <= one.period.ends),
        None,
    )


def price_rise(lost: float) -> float:
    """Work out the rise in price that losing a discount off the list comes to.

    Parameters
    ----------
    lost : float
        The discount lost, as a fraction of the list price.

    Returns
    -------
    float
        The rise, as a fraction of the price paid before.

    Examples
    --------
    >>> f"{price_rise(0.12):.1%}"
    '13.6%'
    """
    return 1 / (1 - lost) - 1


def _read(text: str) -> dict[str, Memorandum]:
    read = {
        key: read_entry(MEMORANDA, text, key, Memorandum, "memorandum")
        for key in entry_keys(MEMORANDA, text)
    }
    periods = [one.period for one in read.values()]
    if any(later.first <= earlier.ends for earlier, later in pairwise(periods)):
        raise InputError("the memoranda do not follow one another", where=MEMORANDA)
    return read


_MEMORANDA = Kept(MEMORANDA, "memorandum", _read)
