"""Ends of support as data: the last day on which a product gets security updates."""

import datetime as dt
from functools import lru_cache
from typing import Annotated

from licmodel.catalogue.entries import find
from licmodel.catalogue.facts import Fact
from licmodel.catalogue.files import SUPPORT, file_text
from licmodel.catalogue.reading import entry_keys, read_entry
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
    return find(_read(file_text(SUPPORT)), key, "end of support of")


def support_keys() -> tuple[str, ...]:
    """Give the key of every product whose end of support is known.

    Examples
    --------
    >>> "office_ltsc_2024" in support_keys()
    True
    """
    return tuple(_read(file_text(SUPPORT)))


def support_of(product: str) -> Support | None:
    """Find the end of support of a product of the price book; None where none is known.

    Examples
    --------
    >>> support_of("exchange_server_2019_standard").title
    'Exchange Server 2019'
    """
    return next(
        (one for one in _read(file_text(SUPPORT)).values() if product in one.products), None
    )


# Kept by text, so that a frozen file and the shipped one never answer for each other.
@lru_cache(maxsize=4)
def _read(text: str) -> dict[str, Support]:
    return {
        key: read_entry(SUPPORT, text, key, Support, "end of support of")
        for key in entry_keys(SUPPORT, text)
    }
