"""Random programs: typed expressions over every operator, fold and kind of recurrence.

Figures are like those of a council: money up to tens of millions, seats, prices, rates, months.
Many lie next to a step, as 100 × 1.1, 0.1 + 0.2 or half a penny do, and some are unknown. What
is kept out, and why, is said where it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Literal

from licmodel.language.expression import Expr
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    ONE_MONTH,
    add_up,
    at_start,
    by_contract_year,
    by_year,
    counted,
    equals,
    every,
    floor,
    internal_rate,
    lag,
    largest,
    least,
    look_up,
    most,
    negate,
    position_of_largest,
    previous,
    remainder,
    round_to,
    round_up,
    some,
    total,
    where,
)
from licmodel.language.program import Periods, Program, Span
from licmodel.language.table import Axis
from licmodel.language.units import parse_unit

FIGURES: dict[str, tuple[float, ...]] = {
    "1": (0, 1, 0.05, -0.1, 0.035, 1.1, 0.1 + 0.2, 0.3, 2.5, 1.005, 0.125, -1, 3),
    "GBP": (0, 1420000, -5.5, 2.675, 1.005, 0.1 + 0.2, 12.345, 1e7 * 1.1, 11e6, -0.005, 99.995),
    "user": (0, 100, 100 * 1.1, 110, 3260, 3260 * 0.99, 0.5, 99.5, 2.5, 1e-10, -7, 250),
    "GBP/user": (0, 296.4, 3, 0.125, 31.7, 34.55, 1.005, 3 * 1.1, 3.3, -0.5),
    "month": (0, 1, 6, 11, 12, 24, -6, 7.5, 36),
    "flag": (0, 1),
}
"""Figures to draw from; many lie on a step, or a last bit beside one."""

SPREAD = {"1": 3, "GBP": 1e6, "user": 5000, "GBP/user": 500, "month": 40}
"""Other figures lie within this, to three decimals."""

LIMIT = {"1": 20.0, "GBP": 2e7, "user": 1e5, "GBP/user": 1e4, "month": 1e3}
"""Figures are held within this: the noise of larger ones would be no noise to later steps."""

NUMBERS = tuple(LIMIT)
_TEXTS = {parse_unit(text): text for text in FIGURES}
_MONTHS: tuple[Axis, ...] = ("month", "month", "month", "whole", "year", "contract_year")

Opening = Expr | Literal["own first"] | None


def make_program(seed: int, rows: int = 60, months: int = 30, unknown: float = 0.005) -> Program:
    """Make the random program of a seed, the same every time.

    Parameters
    ----------
    seed : int
        Names the program.
    rows, months : int
        Its size.
    unknown : float
        Share of its inputs that are unknown; with none, nothing is divided by nothing either.
    """
    return Maker(Random(seed), months, unknown).make(rows)  # noqa: S311  no secret


class Maker:
    """Makes one random program, row by row."""

    def __init__(self, random: Random, months: int, unknown: float) -> None:
        self.random = random
        self.unknown = unknown
        years = _spans("Y", range(0, months, 12), months)
        contract_years = _spans("C", [0, *range(random.randint(1, 12), months, 12)], months)
        names = tuple(f"M{month + 1}" for month in range(months))
        self.program = Program(Periods(names, years, contract_years))
        self.standing: dict[tuple[str, Axis], list[Expr]] = {}
        self.opened: list[Expr] = []
        self.sizes: dict[Expr, float] = {}

    def make(self, rows: int) -> Program:
        """Declare rows until there are enough."""
        start = self.input("month", 0.0)
        self.clock = self.row(previous("month") + ONE_MONTH, start - ONE_MONTH, size=60)
        kinds: dict[Callable[[], object], int] = {
            self._plain: 10,
            self._flag: 3,
            self._recurrent: 8,
            self._folded: 6,
            self._return: 1,
        }
        makers = list(kinds)
        while len(self.program.rows) < rows:
            self.random.choices(makers, list(kinds.values()))[0]()
        return self.program

    # --- inputs and rows ---

    def input(self, unit: str, value: float | None = None) -> Expr:
        """Declare an input, of a random figure unless it is given."""
        if value is None and self._by_chance(self.unknown):
            value = math.nan
        if value is None:
            value = self.random.choice(FIGURES[unit])
            if unit != "flag" and self._by_chance(0.3):
                value = round(self.random.uniform(-SPREAD[unit] / 4, SPREAD[unit]), 3)
        key = f"i{len(self.program.inputs)}"
        return self._sized(self.program.input(key, key, unit, value), abs(value))

    def row(self, body: Expr, opening: Opening = None, size: float | None = None) -> Expr:
        """Declare a row, that later ones may read."""
        key = f"r{len(self.program.rows)}"
        row = self.program.row(key, key, body, opening)
        self._sized(row, self.sizes.get(body, 1.0) if size is None else size)
        self.standing.setdefault((_TEXTS[row.unit], row.axis), []).append(row)
        if opening is not None:
            self.opened.append(row)
        return row

    def _plain(self) -> None:
        unit = self.random.choice(NUMBERS)
        body = self._of_a_size(lambda: self.number(unit, self.random.choice(_MONTHS), 3))
        opening: Opening = None
        if body.axis != "whole" and self._by_chance(0.5):
            opening = self.random.choice(["own first", self.number(unit, "whole", 1)])
        self.row(body, opening)

    def _flag(self) -> None:
        body = self._of_a_size(lambda: self.flag(self.random.choice(_MONTHS), 3))
        self.row(body, self.flag("whole", 1) if body.axis != "whole" else None)

    def _recurrent(self) -> None:
        unit = self.random.choice(NUMBERS)
        axis: Axis = self.random.choice(["month", "month", "year"])
        before = previous(unit, axis)
        x, y = self.number(unit, axis, 2), self.number(unit, axis, 2)
        on, off = self.flag(axis, 2), self.flag(axis, 1)
        rate = self.input("1", self.random.choice([1.1, 0.9, 0.99, 1.02, 1, 0.5]))
        bodies: list[Callable[[], Expr]] = [
            lambda: before + x,
            lambda: before - x,
            lambda: x - before,
            lambda: before + x - y,
            lambda: y + before + x,
            lambda: add_up(x, before, y),
            lambda: before * rate,
            lambda: least(before, x),
            lambda: most(x, before),
            lambda: where(on, x, before),
            lambda: where(on, before, x),
            lambda: where(on, before, where(off, x, before + y)),
            lambda: where(on, x, most(y, where(off, round_up(before * rate), before))),
            lambda: where(on, round_to(least(x, before * rate), 2), before),
            lambda: where(before >= x, before * rate, before + y),
            lambda: where(every(on, negate(equals(before, y))), x, before + y / self.input("1", 3)),
            lambda: floor(before / self.input("1", 2)) + where(on, x, 0),
        ]
        body = self.random.choice(bodies)()
        periods = self.program.periods.count(axis)
        opening = self.number(unit, "whole", 1)
        size = 20 * (self.sizes[opening] + periods * (self.sizes[x] + self.sizes[y]))
        if size > 20 * LIMIT[unit]:
            body, size = self._held(body, unit), LIMIT[unit]
        self.row(body, opening, size)

    def _folded(self) -> None:
        unit = self.random.choice(NUMBERS)
        rows = [row for axis in ("month", "year") for row in self.standing.get((unit, axis), [])]
        if not rows:
            return
        row = self.random.choice(rows)
        folds = [total, largest, at_start]
        if row.axis == "month":
            folds += [by_year, by_contract_year]
        fold = self.random.choice(folds)
        periods = self.program.periods.count(row.axis)
        self.row(fold(row), size=self.sizes[row] * periods)
        # spreadsheets find the position by equality: among whole figures, where there are no
        # two that differ by a last bit
        whole = self.row(round_up(row), size=self.sizes[row] + 1)
        if self._by_chance(0.3):
            self.row(position_of_largest(whole), size=periods)

    def _return(self) -> None:
        """First paid, then returned: of other flows spreadsheets find another rate, or none."""
        price, most_back, back = (self.input("GBP", pounds) for pounds in (1000.0, 500.0, 50.0))
        returned = least(most(self.number("GBP", "month", 2), 0), most_back) + back
        flow = where(self.clock < ONE_MONTH, 0 - price, returned)
        row = self.row(flow, size=LIMIT["GBP"])
        years = self.row(by_year(row), size=LIMIT["GBP"])
        self.program.row(
            f"r{len(self.program.rows)}", "return", internal_rate(self.random.choice([row, years]))
        )

    # --- expressions ---

    def number(self, unit: str, axis: Axis, depth: int) -> Expr:
        """Make an expression of a unit, along an axis or whole."""
        if depth == 0 or self._by_chance(0.15):
            return self._leaf(unit, axis)
        makers = (
            self._sum,
            self._sum,
            self._extreme,
            self._choice,
            self._step,
            self._product,
            self._product,
            self._quotient,
            self._power if unit == "1" else self._product,
            self._remainder,
            self._look_up,
            self._renamed,
        )
        made = self.random.choice(makers)(unit, axis, depth - 1)
        return self._held(made, unit) if self.sizes[made] > LIMIT[unit] else made

    def flag(self, axis: Axis, depth: int) -> Expr:
        """Make a yes-or-no."""
        if depth == 0 or self._by_chance(0.15):
            return self._leaf("flag", axis)
        kind = self.random.randrange(8)
        if kind < 5:
            unit = self.random.choice(NUMBERS)
            a, b = (self.number(unit, axis, depth - 1) for _ in range(2))
            compared = [a >= b, a > b, a <= b, a < b, equals(a, b)]
            return self._sized(self.random.choice(compared), 1)
        flags = [self.flag(axis, depth - 1) for _ in range(3)]
        made = [every(*flags), some(*flags), negate(flags[0]), where(*flags), every(*flags[:2])]
        return self._sized(self.random.choice(made), 1)

    def _leaf(self, unit: str, axis: Axis) -> Expr:
        near = self.standing.get((unit, axis), []) + self.standing.get((unit, "whole"), [])
        opened = [row for row in self.opened if row.axis == axis and _TEXTS[row.unit] == unit]
        if near and self._by_chance(0.55):
            return self.random.choice(near)
        if opened and self._by_chance(0.3):
            row = self.random.choice(opened)
            return self._sized(lag(row), self.sizes[row])
        return self.input(unit)

    def _sum(self, unit: str, axis: Axis, depth: int) -> Expr:
        parts = [self.number(unit, axis, depth) for _ in range(self.random.choice([2, 2, 2, 4]))]
        made = [parts[0] + parts[1], parts[0] - parts[1], add_up(*parts)]
        return self._sized(self.random.choice(made), sum(self.sizes[part] for part in parts))

    def _extreme(self, unit: str, axis: Axis, depth: int) -> Expr:
        a, b = self.number(unit, axis, depth), self.number(unit, axis, depth)
        made = self.random.choice([least(a, b), most(a, b), most(a, 0)])
        return self._sized(made, max(self.sizes[a], self.sizes[b]))

    def _choice(self, unit: str, axis: Axis, depth: int) -> Expr:
        a, b = self.number(unit, axis, depth), self.number(unit, axis, depth)
        flag = self.flag(axis, depth)
        made = self.random.choice([where(flag, a, b), where(flag, a, 0)])
        return self._sized(made, max(self.sizes[a], self.sizes[b]))

    def _step(self, unit: str, axis: Axis, depth: int) -> Expr:
        x = self.number(unit, axis, depth)
        digits = self.random.choice([0, 1, 2, 2, 2, 4, -2])
        made = self.random.choice([floor(x), round_up(x), round_to(x, digits), round_to(x, 2)])
        return self._sized(made, self.sizes[x] + 100)

    def _product(self, unit: str, axis: Axis, depth: int) -> Expr:
        split = unit == "GBP" and self._by_chance(0.7)
        first, second = ("user", "GBP/user") if split else (unit, "1")
        a, b = self.number(first, axis, depth), self.number(second, axis, depth)
        return self._sized(self.random.choice([a * b, b * a]), self.sizes[a] * self.sizes[b])

    def _quotient(self, unit: str, axis: Axis, depth: int) -> Expr:
        """By nothing, or by something: LibreOffice takes 1e-17 for nothing, and others do not."""
        x = self.number("GBP" if unit == "GBP/user" else unit, axis, depth)
        if unit == "month" and self._by_chance(0.5):
            return self._sized(counted(x / MONTHS_A_YEAR, "month"), self.sizes[x])
        if unit == "GBP/user":
            users = most(self.number("user", axis, depth), self.input("user", 1))
            return self._sized(x / users, self.sizes[x])
        divisor = self.input("1", self.random.choice([3, 7, -1.5, 0.3, 12, 0.1 + 0.2]))
        if self._by_chance(0.1):
            divisor = where(self.flag(axis, depth), divisor, 0)
        return self._sized(x / divisor, self.sizes[x] * 10)

    def _power(self, unit: str, axis: Axis, depth: int) -> Expr:
        """Of nothing or more: of a negative number LibreOffice takes odd roots, and Excel none."""
        del unit, depth
        base = 1 + self.input("1", self.random.choice([0.05, -0.03, -1, 0.1, 1, 0]))
        times = self.random.choice([0, 1, 2, 3, 0.5, -1, -2.5])
        exponent: Expr = self.input("1", times)
        if self._by_chance(0.5):
            months = counted(self.clock if axis == "month" else self.input("month"), "1")
            exponent = self.random.choice([floor, round_up])(months / self.input("1", 12))
        return self._sized(base**exponent, 40)

    def _remainder(self, unit: str, axis: Axis, depth: int) -> Expr:
        """Of whole numbers: between them a last bit would decide."""
        whole = round_up(self.number(unit, axis, depth))
        by = self.input(unit, self.random.choice([12, 3, 7, 36, 1, -5, 0 if self.unknown else 2]))
        return self._sized(remainder(whole, by), 40)

    def _look_up(self, unit: str, axis: Axis, depth: int) -> Expr:
        """A long table has its keys in order and known: it is searched by halves."""
        count = self.random.choice([1, 2, 3, 5, 12, 13, 20])
        # in a chain of IFs it is written once for each point
        x = self.number("month", axis, depth if count in {1, 13, 20} else 0)
        if count <= 12:
            deep = min(depth, 1) if count < 6 else 0
            points = [(self.input("month"), self.number(unit, axis, deep)) for _ in range(count)]
        else:
            keys = sorted(self.random.choice([*range(40), 2.5, 0.1 + 0.2]) for _ in range(count))
            points = [(self.input("month", key), self.input(unit)) for key in keys]
        if self._by_chance(0.95):  # else what is before the first is unknown
            x = most(x, points[0][0])
        size = max(self.sizes[value] for _, value in points)
        return self._sized(look_up(x, points), size)

    def _renamed(self, unit: str, axis: Axis, depth: int) -> Expr:
        x = self.number(self.random.choice(NUMBERS), axis, depth)
        return self._sized(counted(x, unit), self.sizes[x])

    # --- sizes ---

    def _of_a_size(self, make: Callable[[], Expr]) -> Expr:
        """Make an expression that fits into a cell."""
        while True:
            made = make()
            if sum(1 for _ in made.walk()) < 100:
                return made

    def _sized(self, expr: Expr, size: float) -> Expr:
        self.sizes[expr] = 1.0 if math.isnan(size) else size
        return expr

    def _held(self, expr: Expr, unit: str) -> Expr:
        low, high = self.input(unit, -LIMIT[unit]), self.input(unit, LIMIT[unit])
        return self._sized(least(most(expr, low), high), LIMIT[unit])

    def _by_chance(self, share: float) -> bool:
        return self.random.random() < share


def _spans(name: str, starts: Sequence[int], months: int) -> tuple[Span, ...]:
    ends = [*starts[1:], months]
    return tuple(
        Span(f"{name}{number}", start, end - 1)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )
