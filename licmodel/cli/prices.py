"""Price books: what they hold, whether they can be trusted, what changed between two."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from licmodel.cli.codes import CHECKS_FAILED, FINE

if TYPE_CHECKING:
    from licmodel.analysis.price_cost import PriceCosts
    from licmodel.catalogue.price_reading import Reading

CATALOGUE = "catalogue"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("prices", help="price books: show, check, diff")
    deeds = of.add_subparsers(title="what to do", metavar="WHAT", required=True)

    showing = deeds.add_parser("show", help="the dated prices of a product, with their sources")
    showing.add_argument("product", metavar="PRODUCT", nargs="?", help="all of them, if not given")
    showing.add_argument("--on", metavar="DATE", help="only those in force in this month")
    showing.add_argument("--book", metavar="FILE", help="your own price book, not the catalogue")
    showing.add_argument("--segment", metavar="NAME", help="commercial, government, ...")
    showing.add_argument("--currency", metavar="GBP", help="only prices in it")
    showing.set_defaults(command=show)

    checking = deeds.add_parser("check", help="rows accepted, doubtful and refused, with reasons")
    checking.add_argument("book", metavar="BOOK", help="price book (CSV)")
    checking.add_argument("--on", metavar="DATE", help="month to judge the age of sources by")
    checking.add_argument("--all", action="store_true", help="every row, not just the first")
    checking.set_defaults(command=check)

    differing = deeds.add_parser("diff", help="what changed between two books, and what it costs")
    differing.add_argument("old", metavar="OLD", help=f"price book, or the word {CATALOGUE}")
    differing.add_argument("new", metavar="NEW", help=f"price book, or the word {CATALOGUE}")
    differing.add_argument(
        "scenario", metavar="SCENARIO", nargs="?", help="what it costs each option"
    )
    differing.add_argument("--on", metavar="DATE", help="only what is in force in this month")
    differing.add_argument("--all", action="store_true", help="every change, not just the largest")
    differing.set_defaults(command=diff)


def show(chosen: argparse.Namespace) -> int:
    """``licmodel prices show``."""
    import difflib  # noqa: PLC0415

    from licmodel.catalogue.price_reading import by_product  # noqa: PLC0415
    from licmodel.errors import PriceError  # noqa: PLC0415
    from licmodel.report.price_texts import product_text, products_text  # noqa: PLC0415

    reading = _read(chosen.book or CATALOGUE)
    points = [each for each in reading.points if chosen.currency in {None, each.currency}]
    if not points:
        known = ", ".join(sorted({each.currency for each in reading.points}))
        raise PriceError(
            f"no price in {chosen.currency}" if reading.points else "no price at all",
            where=reading.file,
            found=f"prices in {known}" if known else None,
        )
    if chosen.product is None:
        print(products_text(points, reading.file))
        return FINE
    products = by_product(points)
    if chosen.product not in products:
        near = difflib.get_close_matches(chosen.product, products, 3, 0.5)
        raise PriceError(
            f"there is no price of {chosen.product}",
            where=reading.file,
            expected=" or ".join(near) or None,
            remedies=[f"write {near[0]}"] if near else ["list them: licmodel prices show"],
        )
    print(product_text(products[chosen.product], reading.file, _month(chosen.on), chosen.segment))
    return FINE


def check(chosen: argparse.Namespace) -> int:
    """``licmodel prices check``."""
    import datetime as dt  # noqa: PLC0415

    from licmodel.catalogue.price_doubts import doubts  # noqa: PLC0415
    from licmodel.catalogue.price_reading import by_product  # noqa: PLC0415
    from licmodel.report.price_texts import check_text  # noqa: PLC0415

    today = dt.datetime.now(tz=dt.UTC)
    on = _month(chosen.on)
    reading = _read(chosen.book)
    reference = None if chosen.book == CATALOGUE else by_product(_read(CATALOGUE).points)
    month = today.year * 12 + today.month - 1 if on is None else on
    found = doubts(reading.points, month, reference)
    print(check_text(reading, found, every=chosen.all))
    return CHECKS_FAILED if reading.refused else FINE


def diff(chosen: argparse.Namespace) -> int:
    """``licmodel prices diff``."""
    from licmodel.analysis.price_cost import (  # noqa: PLC0415
        beside_catalogue,
        in_a_model,
        price_costs,
    )
    from licmodel.catalogue.price_changes import price_changes  # noqa: PLC0415
    from licmodel.report.price_texts import changes_text  # noqa: PLC0415

    old, new = _read(chosen.old), _read(chosen.new)
    costs = None
    if chosen.scenario is not None:
        costs = price_costs(chosen.scenario, in_a_model(old), in_a_model(new))
    in_use = frozenset() if costs is None else costs.in_use
    changes = price_changes(old.points, new.points, _month(chosen.on), in_use)
    told = beside_catalogue(changes, old, new)
    print(changes_text(told, old, new, costs, every=chosen.all))
    if left := len(changes) - len(told):
        print(f"\n{left:,} prices of the catalogue alone stay in force beneath.")
    if costs is not None:
        _print_reach(costs)
    return FINE


def _print_reach(costs: PriceCosts) -> None:
    """Which options read the prices of the new book, and what is taken off them."""
    from licmodel.report.grid import fill  # noqa: PLC0415
    from licmodel.report.price_reach import (  # noqa: PLC0415
        discount_sentences,
        reach_notes,
        reach_sentences,
    )

    told = [reach_sentences(costs.reaches), reach_notes(costs.reaches)]
    for each in (*told[0], *told[1], *discount_sentences(costs.discounted)):
        print(f"\n{fill(each, '', '  ')}")


def _read(name: str) -> Reading:
    from licmodel.catalogue.files import PRICES, file_text  # noqa: PLC0415
    from licmodel.catalogue.price_files import book_text  # noqa: PLC0415
    from licmodel.catalogue.price_reading import read_prices  # noqa: PLC0415
    from licmodel.cli.progress import progress_bar  # noqa: PLC0415

    if name == CATALOGUE:
        return read_prices(file_text(PRICES), PRICES, disputes=True)
    return read_prices(book_text(name), name, progress=progress_bar(f"reading {name}"))


def _month(date: str | None) -> int | None:
    if date is None:
        return None
    from licmodel.errors import InputError  # noqa: PLC0415
    from licmodel.terms.months import parse_date  # noqa: PLC0415

    try:
        return parse_date(date)[0]
    except ValueError as error:
        raise InputError(f"--on {error}") from None
