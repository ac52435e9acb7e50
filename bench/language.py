"""Times the calculation language: draws against hand-written numpy, and one run of a whole estate.

Run as ``python bench/language.py``; ratios matter, the times are those of the machine.

Draws: 40 lines × 60 months × 10,000 draws, each line with its own uncertain seats, growth, price,
index and discount. By hand the same months are computed in the best layout known: draws last and
contiguous, blocks that stay in the cache, results written in place, powers once a year, and what
does not vary computed once.

One run: 40 lines under agreements that hold prices and limit how many seats may be handed back.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from licmodel.language.evaluate import Evaluator
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    ONE_MONTH,
    add_up,
    by_year,
    counted,
    during,
    equals,
    every,
    floor,
    lag,
    least,
    look_up,
    most,
    previous,
    remainder,
    round_to,
    round_up,
    total,
    where,
)
from licmodel.language.program import Periods, Program, Span

LINES, MONTHS, DRAWS = 40, 60, 10_000
UNCERTAIN = ("seats", "growth", "price", "index", "discount")

MOST_RATIO = 1.3
MOST_MEGABYTES = 300
MOST_MICROSECONDS_A_NODE = 1.2
MOST_MILLISECONDS_OF_PLANNING = 10


def main() -> None:
    """Print each figure beside its budget."""
    if sys.argv[1:] == ["memory"]:
        draws_by_language()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    hand, rows = best_in_turn(draws_by_hand(), draws_by_language())
    said("draws, language against numpy by hand", rows / hand, MOST_RATIO, "times")
    print(f"    {rows * 1e3:.0f} ms against {hand * 1e3:.0f} ms")
    peak = subprocess.run(
        [sys.executable, __file__, "memory"], check=True, capture_output=True, text=True
    ).stdout
    said("peak memory of the draws", float(peak), MOST_MEGABYTES, "MB")
    program = estate()
    planned, _ = best_in_turn(lambda: prepared(program), lambda: None)
    said("planning an estate", planned * 1e3, MOST_MILLISECONDS_OF_PLANNING, "ms")
    evaluator = Evaluator(program)
    nodes = len(evaluator.plan.nodes)
    once, _ = best_in_turn(evaluator.run, lambda: None, times=50)
    said("one run", once * 1e6 / nodes, MOST_MICROSECONDS_A_NODE, "microseconds a node")
    print(f"    {once * 1e3:.2f} ms for {nodes} nodes")


def said(what: str, found: float, budget: float, unit: str) -> None:
    """Print a figure beside its budget."""
    print(f"{what}: {found:.2f} {unit} (budget {budget}{'' if found <= budget else ', exceeded'})")


def best_in_turn(
    first: Callable[[], object], second: Callable[[], object], times: int = 5
) -> tuple[float, float]:
    """Shortest times of two functions, run in turn so that both meet the same neighbours."""
    shortest = [float("inf"), float("inf")]
    for _ in range(times):
        for at, function in enumerate((first, second)):
            start = time.perf_counter()
            function()
            shortest[at] = min(shortest[at], time.perf_counter() - start)
    return shortest[0], shortest[1]


# --- draws ---


def timeline(program: Program) -> tuple[Expr, Expr]:
    """Months and whole years since the start, as rows."""
    start = program.input("start", "first month", "month", 0)
    month = program.row("month", "month", previous("month") + ONE_MONTH, start - ONE_MONTH)
    years = counted((month - start) / MONTHS_A_YEAR, "1")
    return month, program.row("years", "years since the start", floor(years))


def periods() -> Periods:
    """Five financial years of months."""
    years = tuple(Span(f"year {year}", 12 * year, 12 * year + 11) for year in range(MONTHS // 12))
    return Periods(tuple(str(month) for month in range(MONTHS)), years)


def lines() -> Program:
    """Seats that grow by the year, rounded up, at an indexed price less a discount."""
    program = Program(periods())
    month, years = timeline(program)
    costs = []
    for line in range(LINES):

        def figure(name: str, unit: str, value: float, line: int = line) -> Expr:
            return program.input(f"{line}.{name}", name, unit, value)

        def row(name: str, body: Expr, line: int = line) -> Expr:
            return program.row(f"{line}.{name}", name, body)

        starts, ends = figure("starts", "month", line % 24), figure("ends", "month", 59 - line % 7)
        active = row("active", every(month >= starts, ends >= month))
        growth, index = 1 + figure("growth", "1", 0.02), 1 + figure("index", "1", 0.03)
        needed = figure("seats", "user", 100 * (line + 1)) * growth**years
        seats = row("billed seats", where(active, round_up(needed), 0))
        listed = row("list price", figure("price", "GBP/user/month", 30) * index**years)
        price = row("net price", listed * (1 - figure("discount", "1", 0.1)))
        costs.append(row("cost", during(seats * price, "month")))
    cost = program.row("cost", "cost", add_up(*costs))
    by_years = program.row("cost.by_year", "cost by year", by_year(cost))
    rate = program.input("rate", "discount rate", "1", 0.035)
    factor = previous("1", "year") / (1 + rate)
    factors = program.row("factor", "discount factor", factor, 1 + rate)
    present = program.row("present", "present value by year", by_years * factors)
    program.row("present value", "present value", total(present))
    return program


def draws() -> dict[str, np.ndarray]:
    """Ten thousand values of each uncertain input."""
    stream = np.random.default_rng(1)
    middles = {"growth": 0.02, "price": 30.0, "index": 0.03, "discount": 0.1}
    return {
        f"{line}.{name}": middles.get(name, 100.0 * (line + 1)) * stream.uniform(0.5, 1.5, DRAWS)
        for line in range(LINES)
        for name in UNCERTAIN
    }


def draws_by_language() -> Callable[[], dict[str, np.ndarray]]:
    """Make the run of all draws by the language, ready to be timed."""
    given = draws()
    keep = ["cost.by_year", "present value"]
    evaluator = Evaluator(lines(), given, keep)

    def run() -> dict[str, np.ndarray]:
        values = evaluator.run(given)
        return {key: values[key] for key in keep}

    return run


def draws_by_hand(block: int = 2048) -> Callable[[], dict[str, np.ndarray]]:
    """Make the run of all draws by hand, ready to be timed."""
    given = draws()
    starts = [line % 24 for line in range(LINES)]
    ends = [59 - line % 7 for line in range(LINES)]
    years = MONTHS // 12

    def powers(rate: np.ndarray, out: np.ndarray) -> None:
        power = np.ones_like(rate)
        for year in range(years):
            out[12 * year : 12 * year + 12] = power
            np.multiply(power, rate, out=power)

    def run() -> dict[str, np.ndarray]:
        by_years, present = np.empty((years, DRAWS)), np.empty((1, DRAWS))
        for start in range(0, DRAWS, block):
            part = slice(start, min(start + block, DRAWS))
            width = part.stop - part.start
            seats, price = np.empty((MONTHS, width)), np.empty((MONTHS, width))
            cost = np.zeros((MONTHS, width))
            for line in range(LINES):
                here = {name: given[f"{line}.{name}"][part] for name in UNCERTAIN}
                powers(1 + here["growth"], seats)
                np.multiply(seats, here["seats"], out=seats)
                np.subtract(seats, 5e-7, out=seats)
                np.ceil(seats, out=seats)
                seats[: starts[line]] = 0
                seats[ends[line] + 1 :] = 0
                powers(1 + here["index"], price)
                np.multiply(price, here["price"], out=price)
                np.multiply(price, 1 - here["discount"], out=price)
                np.multiply(seats, price, out=seats)
                np.add(cost, seats, out=cost)
            np.add.reduce(cost.reshape(years, 12, width), axis=1, out=by_years[:, part])
            factors = 1.035 ** -np.arange(years, dtype=float)
            np.add.reduce(by_years[:, part] * factors[:, None], axis=0, out=present[0, part])
        return {"cost.by_year": by_years, "present value": present}

    return run


# --- one run ---


def prepared(program: Program) -> None:
    """Plan a program, with the instructions for figures that are all known."""
    _ = Evaluator(program)._quick  # noqa: SLF001  made when first needed


def estate() -> Program:
    """Lines under agreements: prices held, seats handed back within limits, invoices in advance."""
    program = Program(periods())
    month, years = timeline(program)
    zero = program.input("no time", "no time", "month", 0)
    accrued = []
    for line in range(LINES):

        def figure(name: str, unit: str, value: float, line: int = line) -> Expr:
            return program.input(f"{line}.{name}", name, unit, value)

        def row(name: str, body: Expr, opening: Expr | None = None, line: int = line) -> Expr:
            return program.row(f"{line}.{name}", name, body, opening)

        signed, term = figure("signed", "month", -(line % 12)), figure("term", "month", 36)
        since = row("since", month - signed)
        live = row("live", since >= zero)
        of_year = row("month of year", remainder(since, constant(12, "month")))
        anniversary = row("anniversary", every(live, equals(of_year, zero)))
        renewal = row("renewal", every(live, equals(remainder(since, term), zero)))
        staff, growth = figure("staff", "user", 1850 - 37 * line), 1 + figure("growth", "1", 0.02)
        needed = row("needed", round_up(staff * growth**years))
        least_seats = row("least", most(needed, figure("minimum", "user", 250)))
        kept = round_up(previous("user") * (1 - figure("true down", "1", 0.1)))
        falling = where(anniversary, kept, previous("user"))
        seats = where(live, where(renewal, least_seats, most(least_seats, falling)), 0)
        seats = row("committed", seats, figure("held", "user", 1900))
        row("paid, not needed", most(seats - needed, 0))
        points = [
            (
                figure(f"from {n}", "month", 12 * n - 12),
                figure(f"list {n}", "GBP/user/month", 30 + n),
            )
            for n in range(6)
        ]
        discount = 1 - figure("discount", "1", 0.08)
        offer = row("offer", round_to(look_up(month, points) * discount, 2))
        capped = least(offer, previous("GBP/user/month") * (1 + figure("cap", "1", 0.05)))
        held = where(renewal, capped, previous("GBP/user/month"))
        price = row("price", held, figure("price held", "GBP/user/month", 28.5))
        served = row("accrued", during(seats * price, "month"))
        ahead = where(
            anniversary,
            seats * constant(12, "month"),
            (seats - lag(seats)) * (constant(12, "month") - of_year),
        )
        billed = row("billed", ahead * price)
        paid = previous("GBP") + billed - served
        row("prepaid", paid, figure("prepaid before", "GBP", 0))
        for name, of in (("billed", billed), ("accrued", served)):
            row(f"{name}.total", total(row(f"{name}.by_year", by_year(of))))
        accrued.append(served)
    program.row("accrued", "accrued", add_up(*accrued))
    return program


if __name__ == "__main__":
    main()
