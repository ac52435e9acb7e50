"""What products carry: products by features, each yes, no or not known, dated and sourced.

The table is features.csv: 1 yes, 0 no, blank not known. Its products go by the keys of the price
book where both mean the same product; `unpriced` and `unlisted` tell those that stand in one only.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from io import StringIO
from typing import Literal, cast, get_args

from licmodel.catalogue.entries import find, read_entries
from licmodel.catalogue.files import FEATURE_NAMES, FEATURES, file_text
from licmodel.catalogue.price_point import Confidence
from licmodel.catalogue.prices import price_points, product_keys
from licmodel.errors import InputError
from licmodel.records import record

Carries = Literal["yes", "no", "unknown"]
Segment = Literal["commercial", "education_staff", "education_student"]

_ABOUT = (
    *("product", "title", "sku", "guid", "segment", "beside", "people", "seat_cap", "mailbox_gb"),
)
_SOURCING = ("source", "source_date", "confidence", "note")
_SAID: Mapping[str, Carries] = {"1": "yes", "0": "no", "": "unknown"}


@record
class Feature:
    """Something that a licence lets its holder use.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words that follow "they need".
    within : str or None
        Key of a feature that holds this one whole: who has that has this too.
    """

    key: str
    title: str
    within: str | None = None


@record
class ProductFeatures:
    """A product and what it carries.

    Parameters
    ----------
    product, title : str
        Its key, that of the price book where it stands there, and its name in words.
    sku, guid : str
        Its part number and identifier in a tenant; empty where there is none.
    segment : str
        Who it is sold to.
    beside : tuple of str
        Products of which one must be held to buy it; empty for a product bought alone.
    frontline : bool
        Whether frontline staff alone may be given it.
    seat_cap : int or None
        Most seats there may be of it.
    mailbox_gb : int
        Size of its mailbox [GB]; 0 without one.
    features : mapping of str to str
        ``yes``, ``no`` or ``unknown`` for each feature, as its source says it.
    source, source_date, confidence, note : str
        Where that is from, how firm it is, and what the reader should know.
    """

    product: str
    title: str
    sku: str
    guid: str
    segment: Segment
    beside: tuple[str, ...]
    frontline: bool
    seat_cap: int | None
    mailbox_gb: int
    features: Mapping[str, Carries] = field(hash=False)
    source: str
    source_date: str
    confidence: Confidence
    note: str

    def carries(self, feature: str) -> Carries:
        """Whether it carries a feature, or one that holds it whole.

        Examples
        --------
        >>> e3 = product_features("microsoft_365_e3")
        >>> e3.carries("exchange_p1"), e3.carries("copilot")
        ('yes', 'no')
        """
        return strongest(self.features[each] for each in holders(feature))


def features() -> Mapping[str, Feature]:
    """Give every feature by its key.

    Examples
    --------
    >>> features()["desktop_apps"].title
    'desktop apps'
    """
    return _names(file_text(FEATURE_NAMES))


def find_feature(key: str) -> Feature:
    """Find a feature.

    Raises
    ------
    InputError
        If there is none, naming the nearest keys.

    Examples
    --------
    >>> find_feature("desktop_app")
    Traceback (most recent call last):
    licmodel.errors.InputError: the catalogue has no feature desktop_app
      found: desktop_app
      expected: desktop_apps...
      to mend it: write desktop_apps
    """
    return find(features(), key, "feature")


def holders(feature: str) -> tuple[str, ...]:
    """Features of which each gives this one: itself, and those that hold it whole.

    Examples
    --------
    >>> holders("exchange_kiosk")
    ('exchange_kiosk', 'exchange_p1', 'exchange_p2')
    """
    found, at = [feature], find_feature(feature).within
    while at is not None:
        found.append(at)
        at = features()[at].within
    return tuple(found)


def strongest(said: Iterable[Carries]) -> Carries:
    """What several sayings come to together: a yes wins, then what is not known.

    Examples
    --------
    >>> strongest(["no", "unknown"]), strongest([])
    ('unknown', 'no')
    """
    known = set(said)
    return "yes" if "yes" in known else "unknown" if "unknown" in known else "no"


def product_features(product: str, segment: str = "commercial") -> ProductFeatures | None:
    """What a product carries; none where nobody has looked.

    Parameters
    ----------
    product : str
        Its key.
    segment : str
        Who holds it. Where the product is sold to one segment only, that one is meant.

    Examples
    --------
    >>> product_features("microsoft_365_f3").carries("desktop_apps")
    'no'
    >>> product_features("libreoffice") is None
    True
    """
    by_segment = _products().get(product, {})
    if len(by_segment) == 1:
        return next(iter(by_segment.values()))
    return by_segment.get(segment)


def find_product(product: str, segment: str = "commercial") -> ProductFeatures:
    """Find a product whose features are known.

    Raises
    ------
    InputError
        If nobody has looked what it carries, naming the nearest keys, or the segments it is sold to
        are others.

    Examples
    --------
    >>> find_product("office_365_a1")
    Traceback (most recent call last):
    licmodel.errors.InputError: office_365_a1 is not sold to commercial
      expected: education_staff or education_student
    """
    by_segment = find(_products(), product, "product with known features:")
    found = product_features(product, segment)
    if found is None:
        raise InputError(f"{product} is not sold to {segment}", expected=" or ".join(by_segment))
    return found


def feature_products(segment: str | None = None) -> tuple[ProductFeatures, ...]:
    """Every product of which features are known, in the order of the file.

    Examples
    --------
    >>> [each.product for each in feature_products("education_student")][0]
    'office_365_a1'
    """
    return tuple(
        each
        for by_segment in _products().values()
        for each in by_segment.values()
        if segment in {None, each.segment}
    )


def unpriced() -> tuple[ProductFeatures, ...]:
    """Products whose features are known, and of which the price book has no price.

    Examples
    --------
    >>> "intune" in [each.product for each in unpriced()]
    True
    """
    priced = {(key, point.segment) for key in product_keys() for point in price_points(key, None)}
    return tuple(each for each in feature_products() if (each.product, each.segment) not in priced)


def unlisted() -> tuple[str, ...]:
    """Products of the price book whose features are not known.

    Examples
    --------
    >>> "libreoffice" in unlisted()
    True
    """
    known = _products()
    return tuple(key for key in product_keys() if key not in known)


# Kept by text, so that a frozen file and the shipped one never answer for each other.
@lru_cache(maxsize=4)
def _names(text: str) -> dict[str, Feature]:
    found = read_entries(FEATURE_NAMES, text, Feature)
    for each in found.values():
        at = each.within
        for _ in found:
            if at is None:
                break
            if at not in found:
                raise InputError(
                    f"the entry {each.key} cannot be read",
                    where=FEATURE_NAMES,
                    found=f"within: {at}, which is no feature",
                )
            at = found[at].within
        else:
            raise InputError(f"{each.key} is within itself", where=FEATURE_NAMES)
    return found


def _products() -> dict[str, dict[str, ProductFeatures]]:
    return _table(file_text(FEATURES), file_text(FEATURE_NAMES))


@lru_cache(maxsize=4)
def _table(text: str, names_text: str) -> dict[str, dict[str, ProductFeatures]]:
    # Strict, because a quotation mark left open would otherwise swallow every row below it.
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    names = tuple(_names(names_text))
    products: dict[str, dict[str, ProductFeatures]] = {}
    try:
        header = _header(next(reader, []), names)
        for cells in reader:
            row = _row(dict(zip(header, cells, strict=True)), names)
            _add(row, products.setdefault(row.product, {}))
    except (ValueError, csv.Error) as error:
        raise InputError(
            "the table of features cannot be read",
            where=f"{FEATURES}:{reader.line_num}",
            found=str(error),
        ) from error
    return products


def _header(found: list[str], names: tuple[str, ...]) -> list[str]:
    expected = [*_ABOUT, *names, *_SOURCING]
    if found != expected:
        wrong = ", ".join(sorted(set(found) ^ set(expected))) or "their order"
        raise ValueError(f"the columns are not those expected: {wrong}")
    return found


def _add(row: ProductFeatures, by_segment: dict[str, ProductFeatures]) -> None:
    if row.segment in by_segment:
        raise ValueError(f"{row.product} stands twice for {row.segment}")
    by_segment[row.segment] = row


def _row(cells: Mapping[str, str], names: tuple[str, ...]) -> ProductFeatures:
    for column, words in (("segment", Segment), ("confidence", Confidence)):
        if cells[column] not in get_args(words):
            raise ValueError(f"{cells[column]} is none of {', '.join(get_args(words))}")
    if cells["people"] not in {"", "frontline"}:
        raise ValueError(f"people: {cells['people']}, where frontline or nothing should stand")
    for name in names:
        if cells[name] not in _SAID:
            raise ValueError(f"{name}: {cells[name]}, where 1, 0 or nothing should stand")
    return ProductFeatures(
        cells["product"],
        cells["title"],
        cells["sku"],
        cells["guid"],
        cast("Segment", cells["segment"]),
        tuple(cells["beside"].split()),
        cells["people"] == "frontline",
        int(cells["seat_cap"]) if cells["seat_cap"] else None,
        int(cells["mailbox_gb"]),
        {name: _SAID[cells[name]] for name in names},
        *(cells["source"], cells["source_date"]),
        cast("Confidence", cells["confidence"]),
        cells["note"],
    )
