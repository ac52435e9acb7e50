"""What products carry, as text: one in full, several by where they differ, or the list of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from licmodel.catalogue.features import (
    ProductFeatures,
    feature_products,
    features,
    unlisted,
    unpriced,
)
from licmodel.report.grid import Grid, fill

_fill = partial(fill, rest="  ")


def features_text(products: Sequence[ProductFeatures]) -> str:
    """What ``licmodel features`` prints: a product, differences of several, or what there is."""
    if not products:
        return "\n\n".join(_all())
    if len(products) == 1:
        return "\n".join(_one(products[0]))
    return "\n\n".join(_several(products))


def _all() -> Iterator[str]:
    keys = features()
    width = max(map(len, keys))
    listed = [f"  {each.key.ljust(width)}  {each.title}" for each in keys.values()]
    yield "\n".join(["Features that personas may need or want", *listed])
    products = feature_products()
    missing = {(each.product, each.segment) for each in unpriced()}
    rows = [
        f"  {each.product}{'' if each.segment == 'commercial' else f' ({each.segment})'}"
        for each in products
        if (each.product, each.segment) not in missing
    ]
    yield "\n".join(["Products with known features and a price in the price book", *rows])
    yield "\n".join(
        [
            "Products with known features and no price in the price book",
            *(f"  {each.product} ({each.segment})" for each in unpriced()),
        ]
    )
    yield "\n".join(
        [
            "Products of the price book of which it is unknown what they carry",
            *(f"  {product}" for product in unlisted()),
        ]
    )


def _one(product: ProductFeatures) -> Iterator[str]:
    said: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
    for feature in features().values():
        said[product.carries(feature.key)].append(feature.title)
    known_as = f", {product.sku} in a tenant" if product.sku else ""
    yield _fill(f"{product.title} ({product.product}{known_as})")
    for words, word in (("Has", "yes"), ("Unknown whether it has", "unknown"), ("Has not", "no")):
        if said[word]:
            yield _fill(f"{words}: {', '.join(said[word])}.")
    yield from map(_fill, _terms(product))
    yield _fill(f"Source: {product.source}, {product.source_date}; confidence {product.confidence}")
    if product.note:
        yield _fill(f"Note: {product.note}.")


def _terms(product: ProductFeatures) -> Iterator[str]:
    if product.mailbox_gb:
        yield f"Its mailbox holds {product.mailbox_gb} GB."
    if product.seat_cap is not None:
        yield f"It has {product.seat_cap:,} seats at the most."
    if product.frontline:
        yield "It is for frontline staff alone."
    if product.beside:
        yield f"It is bought beside one of: {', '.join(product.beside)}."


def _several(products: Sequence[ProductFeatures]) -> Iterator[str]:
    rows = [
        (feature.title, [product.carries(feature.key) for product in products])
        for feature in features().values()
    ]
    differing = [(title, said) for title, said in rows if len(set(said)) > 1]
    if differing:
        yield Grid(
            "Where they differ",
            [title for title, _ in differing],
            [product.title for product in products],
            [list(said) for _, said in differing],
        ).text()
    for word, words in (
        ("yes", "All have"),
        ("unknown", "Of all it is unknown whether they have"),
        ("no", "None has"),
    ):
        alike = [title for title, said in rows if set(said) == {word}]
        if alike:
            yield _fill(f"{words}: {', '.join(alike)}.")
    for product in products:
        told = [*_terms(product), *([f"Note: {product.note}."] if product.note else [])]
        if told:
            yield _fill(f"{product.title}. {' '.join(told)}")
