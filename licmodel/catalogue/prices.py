"""The price book: list and market prices of products, dated and sourced.

A price is ``published`` where the source states it, and ``assumed`` where the source calls it
derived, estimated or approximate, where its author has withdrawn it, or where it was we who
matched it to a product. Where sources disagree, all are kept, and the note says CONFLICT. What
the source does not say (segment, programme, plan, term) is left empty.
"""

from licmodel.catalogue.files import PRICES, catalogue_files, use_files
from licmodel.catalogue.kept import Kept
from licmodel.catalogue.price_point import PricePoint
from licmodel.catalogue.price_reading import by_product, read_prices

__all__ = ["PricePoint", "catalogue_files", "price_points", "product_keys", "use_files"]


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
    points = _PRICES.find(product)
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
        for product, points in _PRICES.all().items()
        if currency is None or any(point.currency == currency for point in points)
    )


_PRICES = Kept(
    PRICES, "product", lambda text: by_product(read_prices(text, PRICES, disputes=True).whole())
)
