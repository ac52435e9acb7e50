"""Whether published figures tell a unit price: alone, together, or one divided by another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from licmodel.assembly.assemble import Model
from licmodel.language.program import Input
from licmodel.language.units import Unit
from licmodel.terms.addresses import names_an_address

_STEP = 1e-4
"""Part by which each undisclosed figure is moved, to see what moves with it."""

_INDEPENDENT = 1e-5
"""A figure that leaves less than this of itself to the others tells nothing new."""

_ROOM = 0.01
"""A price of which published figures leave less room than this is told."""

_QUOTIENT = 1e-6
"""How near a quotient of two printed numbers comes to a price to be taken for it."""

_PUBLIC = frozenset({"published", "projected"})
_TIMES = frozenset({"month", "year"})
_LINE_PARTS = 3

Numbers = NDArray[np.float64]


def is_unit_price(unit: Unit, currency: str) -> bool:
    """Whether a figure is money for one of something, be it a seat, a device or an hour.

    Examples
    --------
    >>> from licmodel.language.units import parse_unit
    >>> [is_unit_price(parse_unit(each), "GBP") for each in ("GBP/user/year", "GBP/year", "user")]
    [True, False, False]
    """
    powers = dict(unit)
    return currency in powers and any(
        power < 0 and name not in _TIMES for name, power in powers.items()
    )


def undisclosed(model: Model) -> tuple[str, ...]:
    """Figures that a public copy must not tell: prices and discounts that are not public already.

    All else is taken to be known by whoever reads it, quantities above all: they can be asked for.
    """
    currency = model.scenario.finance.currency
    return tuple(
        key for key, each in model.program.inputs.items() if _is_undisclosed(key, each, currency)
    )


def _is_undisclosed(key: str, declared: Input, currency: str) -> bool:
    origin = declared.origin
    if not origin.given:
        return False
    # a source that nobody called published and nobody can open may be a letter to us (decision 10)
    is_anybodys = not origin.inferred or names_an_address(origin.source)
    if origin.status in _PUBLIC and is_anybodys:
        return False
    return currency in dict(declared.unit) or key.endswith(".discount")


def is_lump(model: Model, key: str) -> bool:
    """Whether an amount is no unit price: nobody said how many it is for, so it is for the whole.

    Such an amount is a line's own sum, which councils publish as spending, and may be told. It
    is unknown to the reader all the same: it hides what stands beside it.
    """
    line, _, field = key.rpartition(".")
    quantity = model.program.inputs.get(f"{line}.quantity")
    return field == "amount" and quantity is not None and not quantity.origin.given


class Withholding:
    """Takes figures for publication one after another, and refuses those that would tell a price.

    Two rules. **By what moves**: each undisclosed figure is moved a little; published figures tell
    a price where a combination of them moves with it and with nothing else, so that it can be
    solved for. That covers a row with one price in it, a difference of two totals that have all
    else in common, and more. **By division**: no printed number divided by another may be a
    price, a month's or a year's, even by accident.

    Parameters
    ----------
    model : Model
        What is published of.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.secrets = undisclosed(model)
        inputs = model.program.inputs
        base = np.array([inputs[key].value for key in self.secrets])
        known = np.isfinite(base)
        self.secrets = tuple(np.array(self.secrets, dtype=object)[known]) if base.size else ()
        base = base[known]
        self.steps = _STEP * np.where(base == 0, 1.0, np.abs(base))
        count = len(self.secrets)
        given = {}
        for number, (key, value) in enumerate(zip(self.secrets, base, strict=True)):
            column = np.full(1 + 2 * count, value)
            column[1 + 2 * number] += self.steps[number]
            column[2 + 2 * number] -= self.steps[number]
            given[key] = column
        self.values = model.evaluator(frozenset(given)).run(given)
        self.names: list[str] = []
        self.targets = self._targets()
        self.left = self.targets.copy()
        self.basis: list[Numbers] = []
        self.taken: list[tuple[str, int]] = []
        self.printed: Numbers = np.empty(0)
        self.prices = self._prices()

    # --- what must not be told ---

    def _targets(self) -> Numbers:
        """Directions that must not be told: of each price, and of each row that is one."""
        found: dict[tuple[float, ...], str] = {}
        for number, key in enumerate(self.secrets):
            if not is_lump(self.model, key):
                direction = np.zeros(len(self.secrets))
                direction[number] = 1.0
                found[tuple(direction)] = key
        currency = self.model.scenario.finance.currency
        for key, row in self.model.program.rows.items():
            if key.count(".") >= _LINE_PARTS - 1 and is_unit_price(row.unit, currency):
                if not self._is_of_a_line(key):
                    continue
                for direction in _directions(self.moves(key)):
                    found.setdefault(tuple(np.round(direction, 6)), key)
        self.names = list(found.values())
        return np.array(list(found)).reshape(len(found), len(self.secrets))

    def _is_of_a_line(self, key: str) -> bool:
        option, line = key.split(".")[:2]
        costed = self.model.scenario.options.get(option)
        return costed is not None and line in costed.lines

    def _prices(self) -> Numbers:
        """Prices in money, by the month and the year, that no quotient may be."""
        inputs = self.model.program.inputs
        money = self.model.scenario.finance.currency
        found = {
            abs(inputs[key].value) * times
            for key in self.secrets
            if money in dict(inputs[key].unit) and not is_lump(self.model, key)
            for times in (1.0, 12.0, 1 / 12)
        }
        return np.array(sorted(each for each in found if each > 0))

    # --- what is published ---

    def moves(self, key: str) -> Numbers:
        """How each period of a row moves with each undisclosed figure: a line for a period."""
        figures = np.atleast_2d(self.values[key])
        count = len(self.secrets)
        if figures.shape[1] == 1 or not count:
            return np.zeros((figures.shape[0], count))
        up, down = figures[:, 1::2], figures[:, 2::2]
        return np.nan_to_num((up - down) / (2 * _STEP))

    def take(self, key: str | None, periods: Sequence[int], printed: Sequence[float]) -> str | None:
        """Publish periods of a row, or say what they would tell and publish none of them.

        Parameters
        ----------
        key : str or None
            The row; none for figures that no undisclosed one moves.
        periods : sequence of int
            Which of its periods, from 0.
        printed : sequence of float
            The numbers that would stand in the copy for them.
        """
        numbers = np.abs(np.array([each for each in printed if np.isfinite(each) and each]))
        if (divided := self._divided(numbers)) is not None:
            return f"a quotient that is {divided:g}"
        left, basis = self.left, list(self.basis)
        moves = self.moves(key)[list(periods)] if key is not None else np.empty((0, 0))
        for direction in _directions(moves):
            new = direction.copy()
            for _ in range(2):  # twice, so that rounding leaves nothing of the others in it
                for each in basis:
                    new -= (new @ each) * each
            size = float(np.linalg.norm(new))
            if size < _INDEPENDENT:
                continue
            new /= size
            basis.append(new)
            left = left - np.outer(left @ new, new)
            gone = np.flatnonzero(np.linalg.norm(left, axis=1) < _ROOM)
            if gone.size:
                return self.names[int(gone[0])]
        self.left, self.basis = left, basis
        if key is not None:
            self.taken += [(key, period) for period in periods]
        self.printed = np.unique(np.concatenate((self.printed, numbers)))
        return None

    def _divided(self, numbers: Numbers) -> float | None:
        """A price that a quotient of these and what is printed already would be."""
        if not numbers.size or not self.prices.size:
            return None
        others = np.concatenate((self.printed, numbers))
        quotients = np.concatenate(
            ((numbers[:, None] / others).ravel(), (others[:, None] / numbers).ravel())
        )
        at = np.searchsorted(self.prices, quotients)
        for near in (np.clip(at - 1, 0, None), np.clip(at, None, len(self.prices) - 1)):
            price = self.prices[near]
            # a number divided by its like says nothing, whatever costs 1 pound
            hit = (np.abs(quotients - price) <= _QUOTIENT * price) & (quotients != 1.0)
            if hit.any():
                return float(price[int(np.argmax(hit))])
        return None


def _directions(moves: Numbers) -> Iterable[Numbers]:
    """Each period's moves as a direction, leaving out those that do not move."""
    sizes = np.linalg.norm(moves, axis=1)
    largest = sizes.max(initial=0.0)
    for line, size in zip(moves, sizes, strict=True):
        if size > _INDEPENDENT * largest and size > 0:
            yield line / size
