"""What a change of price book costs each option: the model run with the one and the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from licmodel.analysis.comparison import compare
from licmodel.analysis.price_reach import (
    Discounted,
    Reach,
    discounted,
    lines_in_use,
    reaches,
)
from licmodel.catalogue.files import PRICES
from licmodel.catalogue.price_changes import PriceChange
from licmodel.catalogue.price_reading import Reading
from licmodel.licensing.rule import Rule
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario


@dataclass(frozen=True)
class PriceCost:
    """What an option is invoiced with two price books [money].

    Parameters
    ----------
    title : str
        Of the option.
    before, after : list of float
        With the old book and the new, by financial year, and in all as the last.
    """

    title: str
    before: list[float]
    after: list[float]

    @property
    def more(self) -> list[float]:
        """What the new book costs more, by financial year and in all."""
        return [new - old for old, new in zip(self.before, self.after, strict=True)]


@dataclass(frozen=True)
class PriceCosts:
    """What every option costs with two price books.

    ``in_rules`` holds prices that counting rules compare, as they are written, by key: no book
    moves them. ``reaches`` says how far each price of the new book reaches, and ``discounted``
    what lines take off them; ``in_use`` are the lines of the old book that were read.
    """

    scenario: str
    currency: str
    periods: tuple[str, ...]
    options: dict[str, PriceCost]
    in_rules: dict[str, str]
    reaches: tuple[Reach, ...] = ()
    discounted: tuple[Discounted, ...] = ()
    in_use: frozenset[int] = frozenset()


def price_costs(
    path: str | Path,
    old: Reading,
    new: Reading,
    drafted: tuple[Scenario, Scenario] | None = None,
) -> PriceCosts:
    """Run a scenario with each of two price books in place of its own.

    Parameters
    ----------
    path : str or Path
        The scenario.
    old, new : Reading
        The books; one without any row leaves the catalogue.
    drafted : tuple of Scenario, optional
        The scenario with the old book, and with the new and what goes with it: what a draft makes
        of it.

    Raises
    ------
    InputError
        If the scenario cannot be run with one of them, or a row of either was refused.
    """
    old.whole()
    new.whole()
    first, second = drafted or (load(path, book=old), load(path, book=new))
    before, then = compare(first), compare(second)
    options = {
        key: PriceCost(
            option.title,
            [*option.billed, option.total],
            [*then.options[key].billed, then.options[key].total],
        )
        for key, option in before.options.items()
    }
    scenario = before.results.scenario
    return PriceCosts(
        scenario.title,
        scenario.finance.currency,
        tuple(before.periods),
        options,
        dict(_compared_by_rules(scenario)),
        tuple(reaches(then.results, new)),
        tuple(discounted(then.results, new)),
        lines_in_use(before.results, old),
    )


def in_a_model(book: Reading) -> Reading:
    """A book beside a scenario: the catalogue is there already, so it is a book of no rows.

    Examples
    --------
    >>> in_a_model(Reading(PRICES, (), ())).points
    ()
    """
    return Reading(book.file, (), ()) if book.file == PRICES else book


def beside_catalogue(
    changes: Sequence[PriceChange], old: Reading, new: Reading
) -> list[PriceChange]:
    """Changes between books but for prices of the catalogue alone, which stay in force beneath."""
    beneath = "gone" if old.file == PRICES else "new" if new.file == PRICES else None
    return [each for each in changes if each.kind != beneath]


def _compared_by_rules(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Prices inside the rules of lines that read a price book, where they were written."""
    for option, written in scenario.options.items():
        for name, line in written.lines.items():
            rule, product = line.quantity, line.product_key()
            own = scenario.prices.get(product or "")
            if not isinstance(rule, Rule) or product is None or not (own is None or own.continues):
                continue
            for field in type(rule).model_fields:
                measure, price = rule.measure(field), getattr(rule, field)
                if price is not None and measure is not None and measure.unit.startswith("GBP/"):
                    yield f"{option}.{name}.quantity.{field}", price.text
