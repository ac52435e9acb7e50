"""Which options read the prices of a book, what wins over them, and what is taken off them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import isnan

from licmodel.analysis.results import Results
from licmodel.catalogue.price_point import PricePoint
from licmodel.catalogue.price_reading import Reading
from licmodel.language.program import Input
from licmodel.lines import Line
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.figure import Figure

_NET = ("offer", "price_a_month")


@record
class Reach:
    """How far a price of a book reaches.

    Parameters
    ----------
    point : PricePoint
        The price.
    options : tuple of str
        Titles of the options that read it.
    wanted_by : tuple of str
        Titles of the options that buy its product, whatever price they read.
    instead : tuple of Input
        What they read of the product in its place; ``is_ours`` where the scenario says it.
    is_ours : bool
        Whether a price that the scenario itself says wins over the book.
    perhaps : str, optional
        A product that options buy and that it may be, by its name alone: nothing is taken so.
    """

    point: PricePoint
    options: tuple[str, ...]
    wanted_by: tuple[str, ...]
    instead: tuple[Input, ...]
    is_ours: bool
    perhaps: str | None = None

    @property
    def is_matched(self) -> bool:
        """Whether any option buys the product."""
        return bool(self.wanted_by)


@record
class Discounted:
    """A discount that is taken off a price of a book.

    Parameters
    ----------
    key : str
        Of the discount: an option, a line, and ``discount``.
    title : str
        Of the first line that takes it.
    lines : tuple of str
        Every line that does, each as ``option.line``.
    share : float
        The discount.
    listed, net : float
        What is paid a month for one, before and after it [money].
    point : PricePoint
        The price that it is taken off.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    share: float
    listed: float
    net: float
    point: PricePoint


def reaches(results: Results, book: Reading) -> list[Reach]:
    """How far each price of a book reaches in a scenario that was run with it.

    Parameters
    ----------
    results : Results
        Of the scenario with the book.
    book : Reading
        As it was read with it.
    """
    scenario, read = results.scenario, _prices_read(_inputs(results))
    buyers: dict[str, dict[str, None]] = {}
    for key, option in results.model.options.items():
        for name, home in option.lines.items():
            product = _line(results, key, name, home).product_key()
            if product is not None:
                buyers.setdefault(product, {})[scenario.option_title(key)] = None
    found = []
    for point in book.points:
        place = f"{book.file}:{point.line}"
        titles = tuple(
            scenario.option_title(key)
            for key, option in results.model.options.items()
            if any(place in read.get(home, ()) for home in option.lines.values())
        )
        own = scenario.prices.get(point.product)
        found.append(
            Reach(
                point,
                titles,
                tuple(buyers.get(point.product, ())),
                () if titles else tuple(_of_product(results, point.product)),
                own is not None and not own.continues,
                None if point.product in buyers else _perhaps(point, buyers),
            )
        )
    return found


def _perhaps(point: PricePoint, products: Collection[str]) -> str | None:
    """The product whose whole name stands in that of a price; the longest of them."""
    name = set(_words(point.title)) | set(_words(point.product))
    found = [each for each in products if {*each.split("_")} <= name]
    return max(found, key=len, default=None)


def _words(text: str) -> list[str]:
    """Words of a name, with those written out that sellers shorten."""
    plain = re.sub(r"[^a-z0-9]+", " ", text.lower())
    return re.sub(r"\b(m|o)365\b", _written_out, plain).split()


def _written_out(found: re.Match[str]) -> str:
    return "microsoft 365" if found[1] == "m" else "office 365"


def own_prices(scenario: Scenario, products: Collection[str]) -> list[PricePoint]:
    """Prices that a scenario itself says of some products, as a price book would have them.

    Their lines are below zero: they stand in no book.
    """
    found: list[PricePoint] = []
    for product, listed in scenario.prices.items():
        if product not in products or listed.continues:
            continue
        dated: Iterable[tuple[int | None, Figure]] = (listed.by_date or {}).items()
        if listed.value is not None:
            dated = [(None, listed.value)]
        said = scenario.prices[product].provenance
        for start, figure in dated:
            known = figure.provenance or said
            found.append(
                PricePoint(
                    product=product,
                    title=listed.title or product.replace("_", " "),
                    segment="",
                    unit=listed.unit,
                    price=figure.value,
                    currency=scenario.finance.currency,
                    per=listed.per or "month",
                    start=start,
                    end=None,
                    programme="",
                    plan="",
                    term=None,
                    offer="prices: of the scenario",
                    source="" if known is None else known.source,
                    source_date="",
                    confidence="",
                    status="assumed" if known is None else known.status,
                    note="",
                    line=-1 - len(found),
                )
            )
    return found


def lines_in_use(results: Results, book: Reading) -> frozenset[int]:
    """Lines of a book whose prices are read by any option."""
    places = {place for read in _prices_read(_inputs(results)).values() for place in read}
    heads = (f"{book.file}:", f"catalogue {book.file}:")
    return frozenset(
        int(place.removeprefix(head))
        for place in places
        for head in heads
        if place.startswith(head)
    )


def discounted(results: Results, book: Reading) -> list[Discounted]:
    """Discounts that lines take off prices of a book, each once."""
    points = {f"{book.file}:{point.line}": point for point in book.points}
    inputs = _inputs(results)
    read, found = _prices_read(inputs), dict[str, Discounted]()
    for key, option in results.model.options.items():
        for name, home in option.lines.items():
            point = next((points[each] for each in read.get(home, ()) if each in points), None)
            taken = next((each for each in inputs.get(home, ()) if _is_discount(each)), None)
            if point is None or taken is None or not taken.value > 0:
                continue
            title = _line(results, key, name, home).title or name.replace("_", " ")
            before = found.get(taken.key)
            pair = _first(results, home) if before is None else (before.listed, before.net)
            if pair is not None:
                lines = (*(() if before is None else before.lines), home)
                found[taken.key] = Discounted(
                    taken.key,
                    title if before is None else before.title,
                    tuple(dict.fromkeys(lines)),
                    taken.value,
                    *pair,
                    point,
                )
    return list(found.values())


def _line(results: Results, option: str, name: str, home: str) -> Line:
    """A line of an option, or the one that it takes over."""
    options = results.scenario.options
    above, _, written = home.partition(".")
    return options[option].lines.get(name) or options[above].lines[written]


def _is_discount(declared: Input) -> bool:
    return declared.key.endswith(".discount") and declared.origin.given


def _first(results: Results, home: str) -> tuple[float, float] | None:
    """The list price of a line, and what it pays, in the first month that has both."""
    rows = results.model.program.rows
    paid = next((f"{home}.{row}" for row in _NET if f"{home}.{row}" in rows), None)
    if paid is None or f"{home}.list_price" not in rows:
        return None
    listed = results.by_period(f"{home}.list_price")
    for before, after in zip(listed, results.by_period(paid), strict=True):
        if not isnan(before) and not isnan(after) and before:
            return float(before), float(after)
    return None


def _prices_read(read: Mapping[str, Iterable[Input]]) -> dict[str, tuple[str, ...]]:
    """Where the listed prices stand that each line reads, by line."""
    return {
        home: tuple(each.origin.place or "" for each in inputs if each.key.startswith("prices."))
        for home, inputs in read.items()
    }


def _inputs(results: Results) -> dict[str, list[Input]]:
    """What the rows of each line read themselves, by line."""
    program = results.model.program
    homes = {home for each in results.model.options.values() for home in each.lines.values()}
    found: dict[str, dict[str, Input]] = {home: {} for home in homes}
    for key, row in program.rows.items():
        home = ".".join(key.split(".")[:2])
        if home in found:
            refs = (str(node.ref) for node in row.body.walk() if node.op == "input")
            found[home].update({ref: program.inputs[ref] for ref in refs})
    return {home: list(inputs.values()) for home, inputs in found.items()}


def _of_product(results: Results, product: str) -> Iterator[Input]:
    """Prices of a product that are read, from wherever."""
    head = f"prices.{product}"
    for key, declared in results.model.program.inputs.items():
        is_price = key == head or key.startswith(f"{head}.")
        if is_price and declared.origin.given and not key.endswith((".from", ".escalator")):
            yield declared
