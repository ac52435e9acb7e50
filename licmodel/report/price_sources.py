"""Which price list each price came from, so that one's own book is seen to win."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from licmodel.analysis.results import Results
from licmodel.catalogue.price_point import PricePoint, key_words
from licmodel.catalogue.prices import price_points
from licmodel.report.grid import WIDTH, Grid
from licmodel.report.phrases import distinct
from licmodel.report.what_ifs import value_words

_PRICE = re.compile(r"^prices\.|\.price(?:\.|$)")
_POINT = re.compile(r"(prices\.[\w.]+?)(?:\.\d{4}-\d{2}|(?<!\.escalator))")
_LINE = re.compile(r"(.*):(\d+)")
_CATALOGUE = "catalogue "


def price_sources_text(results: Results) -> str:
    """Price lists that were read, and as what each product is sold; empty where none was."""
    found: dict[str, dict[str, list[int]]] = {}
    for key, declared in results.model.program.inputs.items():
        point = _POINT.fullmatch(key)
        place = None if point is None else _LINE.fullmatch(declared.origin.place or "")
        if point is not None and place is not None:
            found.setdefault(place[1], {}).setdefault(point[1], []).append(int(place[2]))
    own = results.scenario.own_book
    told = []
    for file, products in found.items():
        said = []
        for key, lines in products.items():
            points: Iterable[PricePoint] = ()
            if own is not None and file == own.file:
                whose, points = f"Own price book, {file}, which wins over the catalogue", own.points
            elif file.startswith(_CATALOGUE):
                whose = f"Catalogue, {file.removeprefix(_CATALOGUE)}"
                points = price_points(key.split(".")[1], None)
            else:
                whose = f"The scenario itself, {file}"
            sold = [key_words(each.key) for each in points if each.line == min(lines)]
            said.append(f"{key} ({'; '.join([*sold, _lines(lines)])})")
        told.append(
            textwrap.fill(
                f"{whose}: {'; '.join(said)}",
                WIDTH,
                initial_indent="  ",
                subsequent_indent="      ",
            )
        )
    return "\n".join(["Price lists read", *told]) if told else ""


def prices_read(results: Results, *, keys: bool = True) -> Grid:
    """Every price that the options read: what it is, how firmly it is known, and where it stands.

    Parameters
    ----------
    results : Results
        Of the options.
    keys : bool
        Whether each is called by its key too, and not only where its name is another's as well.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> prices_read(run(example())).labels
    []
    """
    found = [
        declared
        for key, declared in results.model.program.inputs.items()
        if declared.origin.given and _PRICE.search(key) and not key.endswith(".escalator")
    ]
    return Grid(
        "Prices that the options read (VAT excluded)",
        [f"{each.label} ({each.key})" for each in found]
        if keys
        else [*distinct({each.key: each.label for each in found}).values()],
        ["price", "known as", "source", "of", "stands in"],
        [
            [
                value_words(each, each.value),
                each.origin.status,
                each.origin.source,
                each.origin.dated or "undated",
                each.origin.place or "",
            ]
            for each in found
        ],
    )


def _lines(lines: list[int]) -> str:
    first, last = min(lines), max(lines)
    return f"line {first}" if first == last else f"lines {first} to {last}"
