"""Ends of support in the catalogue."""

from licmodel.catalogue.prices import product_keys
from licmodel.catalogue.support import support, support_keys, support_of


def test_products_of_the_support_dates_are_in_the_price_book() -> None:
    products = [each for key in support_keys() for each in support(key).products]
    assert set(products) <= set(product_keys())
    assert len(set(products)) == len(products)
    assert support_of("microsoft_365_e3") is None


def test_days_are_as_their_sources_have_them() -> None:
    assert support("windows_server_2016").ends.isoformat() == "2027-01-12"
    assert support("exchange_server_2019").ends.isoformat() == "2025-10-14"
    assert support("office_ltsc_2024").ends.isoformat() == "2029-10-09"
    assert support("sql_server_2019").ends.isoformat() == "2030-01-08"
