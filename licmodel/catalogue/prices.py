"""The price book: list and market prices of products, dated and sourced.

A price is ``published`` where the source states it, and ``assumed`` where the source calls it
derived, estimated or approximate, where its author has withdrawn it, or where it was we who
matched it to a product. Where sources disagree, all are kept, and the note says CONFLICT.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Literal, cast, get_args

from licmodel.catalogue.entries import find
from licmodel.catalogue.files import PRICES, catalogue_files, file_text, use_files
from licmodel.errors import InputError

__all__ = ["PricePoint", "catalogue_files", "price_points", "product_keys", "use_files"]

Per = Literal["month", "year", "once"]
PriceStatus = Literal["published", "assumed"]
Confidence = Literal["high", "medium", "low"]

_HEADER = (
    *("product", "title", "segment", "unit", "price", "currency", "per", "from", "to"),
    *("programme", "source", "source_date", "confidence", "status", "note"),
)


@dataclass(frozen=True)
class PricePoint:
    """A price of a product over some months.

    Parameters
    ----------
    product, title : str
        Its key, and its name in words.
    segment : str
        Who may buy at it: ``commercial``, ``education_faculty`` or ``education_student``.
    unit : str
        What is priced: user, device, server, core2pack, core, room or tenant.
    price : float
        Price without VAT [currency/unit/per].
    currency : str
        Three letters, as in ``GBP``.
    per : str
        ``month``, ``year``, or ``once``.
    start, end : int or None
        First and last month in force, both inside, counted as ``year * 12 + month - 1``.
        Without a start it held before anybody looked. Without an end nothing is known to have
        followed it. Without either it is a price seen at ``source_date``, and no more is known.
        Of two prices that meet within one month, the later to start is the one to take.
    programme : str
        How it is bought, in the words of the source.
    source, source_date : str
        Address of the page, and its date as far as it shows one.
    confidence : str
        ``high``, ``medium`` or ``low``.
    status : str
        ``published`` or ``assumed``.
    note : str
        What the reader should know.
    line : int
        Line in the price book.
    """

    product: str
    title: str
    segment: str
    unit: str
    price: float
    currency: str
    per: Per
    start: int | None
    end: int | None
    programme: str
    source: str
    source_date: str
    confidence: Confidence
    status: PriceStatus
    note: str
    line: int


def price_points(product: str, currency: str | None = "GBP") -> tuple[PricePoint, ...]:
    """Give every price of a product.

    Parameters
    ----------
    product : str
        Its key in the price book.
    currency : str or None
        Three letters; None for every currency.

    Returns
    -------
    tuple of PricePoint
        In the order of the price book; empty when there is none in the currency.

    Raises
    ------
    InputError
        If the price book does not know the product, naming the nearest keys.

    Examples
    --------
    >>> [(point.price, point.status) for point in price_points("microsoft_365_e3")][-1]
    (34.55, 'assumed')
    """
    points = find(_read(file_text(PRICES)), product, "product")
    return tuple(point for point in points if currency in {None, point.currency})


def product_keys(currency: str | None = None) -> tuple[str, ...]:
    """Give the key of every product that has a price.

    Parameters
    ----------
    currency : str, optional
        Only products with a price in it.

    Examples
    --------
    >>> "libreoffice" in product_keys("GBP")
    True
    """
    return tuple(
        product
        for product, points in _read(file_text(PRICES)).items()
        if currency is None or any(point.currency == currency for point in points)
    )


# Kept by text, so that a frozen file and the shipped one never answer for each other.
@lru_cache(maxsize=4)
def _read(text: str) -> dict[str, tuple[PricePoint, ...]]:
    # Strict, because a quotation mark left open would otherwise swallow every row below it.
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    by_product: dict[str, list[PricePoint]] = {}
    try:
        _check_columns(next(reader, []))
        for cells in reader:
            point = _point(cells, reader.line_num)
            by_product.setdefault(point.product, []).append(point)
    except (ValueError, csv.Error) as error:
        raise InputError(
            "the price book cannot be read", where=f"{PRICES}:{reader.line_num}", found=str(error)
        ) from error
    return {product: tuple(points) for product, points in by_product.items()}


def _check_columns(names: list[str]) -> None:
    if tuple(names) != _HEADER:
        raise ValueError(f"columns {','.join(names)}, where {','.join(_HEADER)} should stand")


def _point(cells: list[str], line: int) -> PricePoint:
    (product, title, segment, unit, price, currency, per, start, end) = cells[:9]
    (programme, source, source_date, confidence, status, note) = cells[9:]
    for word, words in ((per, Per), (confidence, Confidence), (status, PriceStatus)):
        if word not in get_args(words):
            raise ValueError(f"{word} is none of {', '.join(get_args(words))}")
    return PricePoint(
        product,
        title,
        segment,
        unit,
        float(price),
        currency,
        cast("Per", per),
        _month(start),
        _month(end),
        programme,
        source,
        source_date,
        cast("Confidence", confidence),
        cast("PriceStatus", status),
        note,
        line,
    )


def _month(day: str) -> int | None:
    # A period is a calendar month, so a day counts as the whole month that it stands in: a
    # price from 16 January is taken for all of January, and one to 13 October for all October.
    if not day:
        return None
    year, month, _ = day.split("-")
    return int(year) * 12 + int(month) - 1
