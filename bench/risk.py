"""Times risk: draws over all options of the example council, and its rows against numpy by hand.

Run as ``python bench/risk.py``; ratios matter, the times are those of the machine.

By hand are two options, "renew" and "do nothing", with eight lines of seven kinds: the same months
in the best layout known. Draws are last and contiguous, blocks stay in the cache, results are
written in place, powers are taken once a year, and what does not vary, or both options have, is
computed once. It gives the same figures to nine digits, which is checked before it is timed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from licmodel import load
from licmodel.analysis.assemble import Model, assemble
from licmodel.analysis.drawn import values_drawn
from licmodel.analysis.risk import risk
from licmodel.analysis.uncertain import pairs_of, uncertain_of
from licmodel.language.evaluate import Evaluator

Array = NDArray[np.float64]

SCENARIO = str(Path(__file__).parents[1] / "scenarios" / "council_2027.yaml")
DRAWS = 16_384
MOST_SECONDS = 3.0
MOST_RATIO = 1.3
OPTIONS = ("renew", "do_nothing")
KEPT = ("present_value", "billed.total", "billed.by_year")
MONTHS, YEARS, BLOCK = 60, 5, 2048


def main() -> None:
    """Print each figure beside its budget."""
    model = assemble(load(SCENARIO))
    print(f"council_2027, all {len(model.options)} options, {len(uncertain_of(model))} uncertain:")
    print("     draws   seconds   seconds per 1,000")
    for draws in (1024, 4096, 16_384, 65_536):
        took = min(timed(lambda draws=draws: risk(model, draws=draws)) for _ in range(3))  # type: ignore[misc]
        print(f"    {draws:6,}   {took:7.2f}   {1000 * took / draws:7.3f}")
        if draws == DRAWS:
            said(f"risk of {draws:,} draws, all told", took, MOST_SECONDS, "s")
    given = all_given(model)
    keep = [f"{option}.{row}" for option in OPTIONS for row in KEPT]
    used = {each for key in keep for each in model.reach.inputs(key)} & set(given)
    given = {key: given[key] for key in given if key in used}
    evaluator = Evaluator(model.program, given, keep)

    def by_rows() -> dict[str, Array]:
        values = evaluator.run(given)
        return {key: values[key] for key in keep}

    figures = {key: each.value for key, each in model.program.inputs.items()}
    by_hand = hand(figures, given)
    for key, found in by_hand().items():
        np.testing.assert_allclose(found, by_rows()[key], rtol=1e-9, err_msg=key)
    shortest = [float("inf")] * 2
    for _ in range(7):
        for at, run in enumerate((by_hand, by_rows)):
            shortest[at] = min(shortest[at], timed(run))
    said(
        f"{DRAWS:,} draws of two options, rows against numpy by hand",
        shortest[1] / shortest[0],
        MOST_RATIO,
        "times",
    )
    print(f"    {1000 * shortest[1]:.0f} ms against {1000 * shortest[0]:.0f} ms")


def timed(run: Callable[[], object]) -> float:
    """Time of one run [s]."""
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def said(what: str, found: float, budget: float, unit: str) -> None:
    """Print a figure beside its budget."""
    print(f"{what}: {found:.2f} {unit} (budget {budget}{'' if found <= budget else ', exceeded'})")


def all_given(model: Model) -> dict[str, Array]:
    """Values of every input that varies."""
    uncertain = uncertain_of(model)
    drawn = values_drawn(uncertain, pairs_of(model, uncertain), 2027, DRAWS)
    return {
        key: values
        for name, each in uncertain.items()
        for key, values in each.given(drawn[name]).items()
    }


def hand(  # noqa: PLR0915  a program written out, statement by statement
    figures: Mapping[str, float], given: Mapping[str, Array]
) -> Callable[[], dict[str, Array]]:
    """Make the run by hand, ready to be timed: month 0 is April 2027."""
    month = np.arange(MONTHS)
    field = np.where(
        month < 18,
        figures["drivers.field_staff.2027-04"],
        figures["drivers.field_staff.2028-10"],
    )
    level = {name: levels(figures, name) for name in ("cpi", "rpi", "earnings", "gdp_deflator")}
    factor = (1 / (1 + figures["finance.discount_rate"])) ** np.arange(YEARS)
    vat = figures["finance.vat_rate"] * (1 - figures["finance.vat_recoverable"])
    hosts, price = figures["drivers.hosts"], figures["renew.servers.price"]
    kilowatt_hours = hosts * figures["renew.servers.power"] * figures["renew.servers.hours_a_year"]
    rights = 24 * figures["renew.server_rights.price"] * figures["renew.server_rights.maintenance"]

    def in_advance(charge: Array, before: Array | float, since: Array, out: Array) -> None:
        """What is invoiced of a charge once a year, and of what it rises by in between."""
        np.subtract(charge[1:], charge[:-1], out=out[1:])
        np.subtract(charge[0], before, out=out[0])
        first = since % 12 == 0
        out[first] = charge[first]
        np.multiply(out, (12.0 - since % 12)[:, None], out=out)

    def run() -> dict[str, Array]:  # noqa: PLR0915  the same
        found = {
            f"{option}.{row}": np.empty((YEARS if row == "billed.by_year" else 1, DRAWS))
            for option in OPTIONS
            for row in KEPT
        }
        for start in range(0, DRAWS, BLOCK):
            part = slice(start, min(start + BLOCK, DRAWS))
            here = {key: each[part] for key, each in given.items()}
            width = part.stop - part.start
            seats, cost, shared = (np.empty((MONTHS, width)) for _ in range(3))
            # --- what both have ---
            life = here["renew.servers.life_years"] * 12
            paid = np.broadcast_to(hosts * price, width).copy()
            energy = kilowatt_hours * here["renew.servers.pue"] * here["renew.servers.tariff"] / 12
            support = here["renew.servers.support"] / 12
            for at in range(MONTHS):
                again = (at + 36) % life == 0
                bought = np.where(again, hosts * price * level["cpi"][at], 0)
                np.copyto(paid, bought, where=again)
                np.multiply(paid, support, out=shared[at])
                shared[at] += bought
                shared[at] += energy * level["cpi"][at]
            shared[::12] += rights
            powers(1 + here["drivers.backup.growth"], seats)
            seats *= figures["drivers.backup.start"]
            step = figures["renew.backup.tiers.2.from"]
            np.minimum(seats, step, out=cost)
            cost *= figures["renew.backup.tiers.1.price"]
            seats -= step
            np.maximum(seats, 0, out=seats)
            seats *= figures["renew.backup.tiers.2.price"]
            shared += cost
            shared += seats
            held = np.repeat([level["rpi"][max(at, 0)] for at in range(-6, MONTHS, 12)], 12)[6:66]
            amount = here["renew.support.amount"] / 12
            np.multiply(held[:, None], amount, out=seats)
            in_advance(seats, level["rpi"][0] * amount, month + 6, cost)
            shared += cost
            amount = here["renew.assurance.amount"] / 12
            np.multiply(level["cpi"][:, None], amount, out=seats)
            seats[:2] = 0
            in_advance(seats, 0.0, month - 2, cost)
            shared += cost
            pay = here["renew.administrators.salary"] * (1 + here["renew.administrators.on_costs"])
            pay *= figures["renew.administrators.quantity"] / 12
            # --- seats ---
            powers(1 + here["drivers.office_staff.growth"], seats)
            seats *= figures["drivers.office_staff.start"]
            seats += field[:, None]
            seats -= 5e-7
            np.ceil(seats, out=seats)
            index = 1 + here["renew.e3.index"]
            rent = np.empty((MONTHS, width))
            powers(index, rent)
            rent *= here["prices.microsoft_365_e3_by_the_month"]
            rent *= seats
            for at in range(MONTHS):
                if at % 36:
                    np.maximum(seats[at], seats[at - 1], out=seats[at])
            offer = here["prices.microsoft_365_e3.2023-04"] * (1 - here["renew.e3.discount"])
            seats[:36] *= offer
            seats[36:] *= offer * index**3
            before = figures["agreements.corporate.holdings.e3.seats"]
            before *= figures["agreements.corporate.holdings.e3.price"] / 12
            in_advance(seats, before, month, cost)
            # --- in all, month by month: VAT, what bears none, prices of the first year ---
            pay_by_month = level["earnings"][:, None] * pay
            for option, own in zip(OPTIONS, (cost, rent), strict=True):
                np.add(own, shared, out=own)
                np.multiply(own, vat, out=seats)
                np.add(own, seats, out=own)
                np.add(own, pay_by_month, out=own)
                by_year = found[f"{option}.billed.by_year"][:, part]
                np.add.reduce(own.reshape(YEARS, 12, width), axis=1, out=by_year)
                np.add.reduce(own, axis=0, out=found[f"{option}.billed.total"][0, part])
                np.divide(own, level["gdp_deflator"][:, None], out=own)
                real = np.add.reduce(own.reshape(YEARS, 12, width), axis=1)
                np.multiply(real, factor[:, None], out=real)
                np.add.reduce(real, axis=0, out=found[f"{option}.present_value"][0, part])
        return found

    return run


def levels(figures: Mapping[str, float], name: str) -> Array:
    """Level of an index in each month; it steps in April, and its last rate goes on."""
    key = next(key for key in figures if key.startswith(f"indices.{name}")).split(".")[1]
    rates = [figures[f"indices.{key}.{min(2027 + at, 2030)}"] for at in range(1, YEARS)]
    return np.repeat(np.cumprod([1.0, *(1 + rate for rate in rates)]), 12)


def powers(rate: Array, out: Array) -> None:
    """Powers of a rate, once a year."""
    power = np.ones_like(rate)
    for at in range(YEARS):
        out[12 * at : 12 * at + 12] = power
        np.multiply(power, rate, out=power)


if __name__ == "__main__":
    main()
