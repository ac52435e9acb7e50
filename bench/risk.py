"""Times risk: draws over all options of the example council, and the same by hand in numpy.

Run as ``python bench/risk.py``; ratios matter, the times are those of the machine.

By hand are two options, "renew" and "do nothing", with eight lines of seven kinds, held against the
same scenario with those two options alone. The same work is done on both sides: the same months,
the same inputs drawn in the same strata and with the same correlations, means, deviations and
percentiles of the same figures with how far each may be off, ranks and shares of the spread, and
what lies otherwise where the second option wins. Both draw by the same functions, which are numpy
written out and have nothing of the calculation language in them; rows and statistics are by hand.

Rows are in the best layout known. Draws are last and contiguous, blocks stay in the cache, results
are written in place, powers are taken once a year, and what does not vary, or both options have, is
computed once. What comes of it is the same to nine digits, which is checked before it is timed.

Ratios are of the processor's time, which a busy machine changes least. Rows alone are told too.
There the language takes longer than by hand: it knows nothing of a power that is the same all year,
and makes rows that these options could do without, such as whether an agreement's first order is
yet to come.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from licmodel import load
from licmodel.analysis.risk.draws import BATCHES
from licmodel.analysis.risk.risk import risk
from licmodel.analysis.risk.risk_answer import RiskAnswer
from licmodel.analysis.risk.uncertain import uncertain_of
from licmodel.analysis.risk.uncertain_under import uncertain_under
from licmodel.assembly.assemble import assemble
from licmodel.language.evaluate import Evaluator
from licmodel.scenario.files import read_document
from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario

Array = NDArray[np.float64]

SCENARIO = str(Path(__file__).parents[1] / "scenarios" / "council_2027.yaml")
DRAWS = 16_384
SEED = 2027
MOST_SECONDS = 3.0
MOST_RATIO = 1.3
OPTIONS = ("renew", "do_nothing")
KEPT = ("present_value", "billed.total", "billed.by_year")
MONTHS, YEARS, BLOCK = 60, 5, 2048


def main() -> None:
    """Print each figure beside its budget."""
    two_options()  # first: memory that larger runs have left behind slows what allocates it anew
    model = assemble(load(SCENARIO))
    print(f"council_2027, all {len(model.options)} options, {len(uncertain_of(model))} uncertain:")
    print("     draws   seconds   seconds per 1,000")
    for draws in (1024, 4096, 16_384, 65_536):
        took = min(timed(lambda draws=draws: risk(model, draws=draws)) for _ in range(3))  # type: ignore[misc]
        print(f"    {draws:6,}   {took:7.2f}   {1000 * took / draws:7.3f}")
        if draws == DRAWS:
            said(f"risk of {draws:,} draws, all told", took, MOST_SECONDS, "s")


def two_options() -> None:
    """Print how long two options take, beside the same by hand."""
    few = assemble(only(OPTIONS))
    under = uncertain_under(few)
    figures = {key: each.value for key, each in few.program.inputs.items()}

    def drawn() -> dict[str, Array]:
        return under.draw(SEED, DRAWS)

    def of_inputs(values: Mapping[str, Array]) -> dict[str, Array]:
        given: dict[str, Array] = {}
        for name, each in values.items():
            given |= under.uncertain[name].given(each)
        return given

    given = of_inputs(drawn())
    keep = [f"{option}.{row}" for option in OPTIONS for row in KEPT]
    evaluator = Evaluator(few.program, given, keep)

    def by_rows() -> dict[str, Array]:
        values = evaluator.run(given)
        return {key: values[key] for key in keep}

    def all_by_hand() -> Told:
        values = drawn()
        return told(hand(figures, of_inputs(values))(), values)

    by_hand = hand(figures, given)
    for key, found in by_hand().items():
        np.testing.assert_allclose(found, by_rows()[key], rtol=1e-9, err_msg=key)
    check(all_by_hand(), risk(few, draws=DRAWS, seed=SEED))
    runs = (by_hand, by_rows, all_by_hand, lambda: risk(few, draws=DRAWS, seed=SEED))
    # each by itself, as ``timeit`` has it: in turn, one would find the memory that the other left
    rows_by_hand, rows, whole_by_hand, whole = (
        min(timed(run, time.process_time) for _ in range(9)) for run in runs
    )
    print(
        f"{DRAWS:,} draws of two options, rows alone: {1000 * rows:.0f} ms, by hand "
        f"{1000 * rows_by_hand:.0f} ms: {rows / rows_by_hand:.2f} times"
    )
    ratio = whole / whole_by_hand
    said(f"{DRAWS:,} draws of two options, all told, against by hand", ratio, MOST_RATIO, "times")
    print(f"    {1000 * whole:.0f} ms against {1000 * whole_by_hand:.0f} ms")


def only(options: Sequence[str]) -> Scenario:
    """The example with some options alone, and what is uncertain of them."""
    data = dict(read_document(Path(SCENARIO)).data)
    for beside in ("what_ifs", "vendors", "personas", "features"):
        data.pop(beside, None)
    left_out = tuple(f"{each}." for each in data["options"] if each not in options)
    data["options"] = {each: data["options"][each] for each in options}
    said = data["risk"]
    data["risk"] = said | {
        "inputs": {k: v for k, v in said["inputs"].items() if not k.startswith(left_out)},
        "correlations": [
            each
            for each in said["correlations"]
            if not any(key.startswith(left_out) for key in each["between"])
        ],
    }
    return from_data(data)


Told = dict[str, float]
"""Every figure that is told of draws, by hand, under a name."""


def told(figures: Mapping[str, Array], values: Mapping[str, Array]) -> Told:
    """What draws say together, worked out by hand."""
    found: Told = {}
    size = 2.131 / BATCHES**0.5
    for option in OPTIONS:
        for row in KEPT:
            for year, draws in enumerate(figures[f"{option}.{row}"]):
                name = f"{option}.{row}.{year}"
                batches = draws.reshape(BATCHES, -1)
                found[f"{name}.mean"] = draws.mean()
                found[f"{name}.mean.off"] = size * batches.mean(axis=1).std(ddof=1)
                found[f"{name}.spread"] = draws.std(ddof=1)
                whole, each = np.sort(draws), np.sort(batches, axis=1)
                for share in (0.1, 0.5, 0.8, 0.9):
                    at = ceil(share * whole.size - 1e-9) - 1
                    of_each = each[:, ceil(share * each.shape[1] - 1e-9) - 1]
                    found[f"{name}.{share}"] = whole[at]
                    found[f"{name}.{share}.off"] = size * of_each.std(ddof=1)
    cost = np.stack([figures[f"{option}.present_value"][0] for option in OPTIONS])
    cheapest = cost.argmin(axis=0)
    by_rank = np.stack([ranks(each) for each in values.values()])
    centred = by_rank - by_rank.mean(axis=1, keepdims=True)
    centred /= np.sqrt((centred * centred).sum(axis=1, keepdims=True))
    for at, option in enumerate(OPTIONS):
        found[f"{option}.cheapest"] = (cheapest == at).mean()
        own = ranks(cost[at])
        own -= own.mean()
        shares = (centred @ own / np.sqrt(own @ own)) ** 2
        found |= {
            f"{option}.share.{key}": share
            for key, share in zip(values, shares / shares.sum(), strict=True)
        }
    second = cheapest == min((0, 1), key=lambda at: float((cheapest == at).mean()))
    for key, each, rank in zip(values, values.values(), by_rank, strict=True):
        found[f"shift.{key}"] = (rank[second].mean() + 0.5) / DRAWS - 0.5
        found[f"usual.{key}"], found[f"then.{key}"] = np.median(each), np.median(each[second])
    return found


def ranks(values: Array) -> Array:
    """Rank of each, equal ones in the middle of theirs."""
    _, at, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count + 1) / 2)[at])


def check(found: Told, answer: RiskAnswer) -> None:
    """By hand comes what risk tells."""

    def same(name: str, figure: float) -> None:
        np.testing.assert_allclose(found[name], figure, rtol=1e-6, atol=1e-9, err_msg=name)

    for option, of in answer.options.items():
        likely = {f"{option}.present_value.0": of.measured, f"{option}.billed.total.0": of.total}
        likely |= {f"{option}.billed.by_year.{at}": each for at, each in enumerate(of.by_year)}
        for name, each in likely.items():
            same(f"{name}.mean", each.mean.value)
            same(f"{name}.mean.off", each.mean.plus_minus)
            for share, percentile in each.percentiles.items():
                same(f"{name}.{share}", percentile.value)
                same(f"{name}.{share}.off", percentile.plus_minus)
        same(f"{option}.cheapest", of.cheapest.value)
        for key, part in of.contributions.items():
            same(f"{option}.share.{key}", part)
    for condition in answer.runner_up.conditions if answer.runner_up else ():
        same(f"shift.{condition.key}", condition.shift)


def timed(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Time of one run [s], without the collector of garbage, as ``timeit`` has it."""
    gc.disable()
    try:
        begun = clock()
        run()
        return clock() - begun
    finally:
        gc.enable()


def said(what: str, found: float, budget: float, unit: str) -> None:
    """Print a figure beside its budget."""
    print(f"{what}: {found:.2f} {unit} (budget {budget}{'' if found <= budget else ', exceeded'})")


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
