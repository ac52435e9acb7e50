"""Keys of products: the catalogue's where it knows them, or made from the file's own names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from licmodel.catalogue.prices import price_points, product_keys
from licmodel.catalogue.skus import Sku, find_sku

LONGEST = 44
"""Letters of a key; what a driver is of, such as ``_with_assurance``, comes after it."""


@lru_cache(maxsize=4096)
def own_key(name: str) -> str:
    """A key of a product's own name.

    Examples
    --------
    >>> own_key("Microsoft_Teams_Rooms_Pro"), own_key("3CX Phone (éd.)"), own_key("---")
    ('microsoft_teams_rooms_pro', 'n_3cx_phone_ed', 'unnamed')
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")[:LONGEST].strip("_")
    if not key:
        return "unnamed"
    return key if key[0].isalpha() else f"n_{key}"[:LONGEST].strip("_")


@lru_cache(maxsize=4096)
def product_of(
    *, guid: str = "", part_number: str = "", title: str = ""
) -> tuple[str, str, str, bool, Sku | None]:
    """Key, title, unit of a product, whether the catalogue knows it, and its subscription.

    Examples
    --------
    >>> product_of(part_number="SPE_F1")[:4]
    ('microsoft_365_f3', 'Microsoft 365 F3', 'user', True)
    >>> product_of(title="Planner for Goats")[:4]
    ('planner_for_goats', 'Planner for Goats', 'unit', False)
    """
    sku = find_sku(guid=guid, part_number=part_number, title=title)
    if sku is not None:
        return sku.key, sku.title, sku.unit, True, sku
    if key := _priced().get(title.lower()):
        point = price_points(key, None)[0]
        return key, point.title, point.unit, True, None
    name = title or part_number or guid
    return own_key(part_number or title or guid), name, "unit", False, None


@cache
def _priced() -> dict[str, str]:
    """Titles of the price book, in small letters, with their keys."""
    return {
        point.title.lower(): key for key in product_keys() for point in price_points(key, None)[:1]
    }
