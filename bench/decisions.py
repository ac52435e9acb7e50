"""Decisions: what the questions asked in the room take (beside others: bench/elsewhere.py)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from licmodel import (
    breakeven,
    bridge,
    levers,
    load,
    regret,
    sensitivity,
    switching_values,
    whatif,
)
from licmodel.analysis.results import run
from licmodel.analysis.risk.regret import Prices
from licmodel.assembly.assemble import assemble

SCENARIO = str(Path(__file__).parents[1] / "scenarios" / "council_2027.yaml")
ROUNDS = 7
CHANGES = {
    "drivers.office_staff.growth": {"add": "-2 points"},
    "prices.microsoft_365_e3": {"times": "1.08"},
    "frontline.f3.starts": {"set": "2027-07"},
}


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Shortest of several runs [ms]: what the work takes when nothing else is going on."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def main() -> None:
    """Print the figures; they are for people to judge, since a busy machine proves nothing."""
    scenario = load(SCENARIO)
    model = assemble(scenario)
    names = list(scenario.what_ifs)
    once = best(model.evaluator().run)
    together = best(lambda: run(model, names))
    one_by_one = best(lambda: [run(assemble(scenario), [name]) for name in names], 3)
    print(
        f"council_2027, {len(names)} what-ifs together after assembly: {together:.1f} ms (budget "
        f"50), {together / once:.1f} times one evaluation; each assembled and run by itself: "
        f"{one_by_one / together:.0f} times as long"
    )
    asked = best(lambda: whatif(scenario, CHANGES))
    moved = best(lambda: sensitivity(scenario), 3)
    swings = sensitivity(scenario).swings
    print(
        f"a what-if asked, assembly and doubts included: {asked:.0f} ms; sensitivity of all "
        f"figures, two sides each, {len(swings)} that move anything: {moved:.0f} ms (budget 500), "
        f"{moved / (2 * len(swings) * once):.2f} times as long as so many evaluations"
    )
    tie = best(lambda: breakeven(scenario, "renew.e3.discount"), 3)
    switches = best(lambda: switching_values(scenario), 1)
    causes = best(lambda: bridge(scenario, "renew", "mixed"), 3)
    print(
        f"a break-even, six options: {tie:.0f} ms; all switching values: {switches:.0f} ms; "
        f"a bridge between two options: {causes:.0f} ms (each budget 2000)"
    )
    pulled = best(lambda: levers(scenario, "frontline"), 2)
    split = best(lambda: regret(scenario, "renew.e3", Prices(41.46, 34.55, 33)), 3)
    print(
        f"eleven levers, six of them assembled anew, and where to walk away: {pulled:.0f} ms; a "
        f"split of seats over three terms: {split:.0f} ms (budget 2000)"
    )


if __name__ == "__main__":
    main()
