"""Ends of support as data: the last day on which a product gets security updates."""

import datetime as dt
from typing import Annotated

from licmodel.catalogue.facts import Fact
from licmodel.catalogue.files import SUPPORT
from licmodel.catalogue.kept import KeptFacts
from licmodel.records import named_record

Day = Annotated[dt.date, dt.date.fromisoformat]
"""A day, written 2027-01-12."""


@named_record
class Support(Fact):
    """When the support of a product ends.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words.
    ends : datetime.date
        Last day of support, paid extensions left out.
    products : tuple of str
        Keys that it has in the price book.
    """

    key: str
    title: str
    ends: Day
    products: tuple[str, ...] = ()


def support(key: str) -> Support:
    """Find when the support of a product ends.

    Raises
    ------
    InputError
        If that is not known, naming the nearest key.

    Examples
    --------
    >>> support("windows_server_2016").ends.isoformat()
    '2027-01-12'
    """
    return _SUPPORT.find(key)


def support_keys() -> tuple[str, ...]:
    """Give the key of every product whose end of support is known.

    Examples
    --------
    >>> "office_ltsc_2024" in support_keys()
    True
    """
    return _SUPPORT.keys()


def support_of(product: str) -> Support | None:
    """Find the end of support of a product of the price book; None where none is known.

    Examples
    --------
    >>> support_of("exchange_server_2019_standard").title
    'Exchange Server 2019'
    """
    return next((one for one in _SUPPORT.all().values() if product in one.products), None)


_SUPPORT = KeptFacts(SUPPORT, "end of support of", Support)
