"""How time grows with draws, lines and years, as a small table: near linear, or less than that."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from licmodel.analysis.results import run
from licmodel.analysis.risk.risk import risk
from licmodel.assembly.assemble import Model, assemble
from licmodel.scenario.files import read_document
from licmodel.scenario.loading import from_data

SCENARIO = Path(__file__).parents[1] / "scenarios" / "council_2027.yaml"
ROUNDS = 3
DRAWS, LINES, YEARS = (1_024, 4_096, 16_384, 65_536), (25, 100, 400), (2, 5, 10, 20)


def main() -> None:
    """Print a line for each size: what it takes, and how many times as long as the one before."""
    print("                      to assemble      to evaluate")
    model = council(5)
    grown("draws", DRAWS, lambda count: (None, best(lambda: risk(model, draws=count))))
    grown("lines", LINES, lambda count: both(lambda: many(count)))
    grown("years", YEARS, lambda count: both(lambda: council(count)))


def grown(
    what: str, sizes: tuple[int, ...], took: Callable[[int], tuple[float | None, float]]
) -> None:
    """Print what each size takes."""
    before: tuple[float | None, float] | None = None
    for at, size in enumerate(sizes):
        found = took(size)
        said = f"{size:8,} {what}"
        for now, then in zip(found, before or (None, None), strict=True):
            if now is None:
                said += " " * 17
                continue
            times = f"({now / then:.1f} ×)" if then else ""
            said += f"{1000 * now:7.1f} ms {times:7}"
        print(f"{said}  sizes {size / sizes[at - 1]:g} ×" if before else said)
        before = found


def both(make: Callable[[], Model]) -> tuple[float, float]:
    """Time to assemble a model, and to evaluate it [s]."""
    model = make()
    run(model)
    return best(make), best(lambda: run(model))


def best(work: Callable[[], object]) -> float:
    """Shortest of several runs [s], of the processor's time."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def council(years: int) -> Model:
    """The example over other years: its prices and indices go on as they last were."""
    data = dict(read_document(SCENARIO).data)
    data["timeline"] = data["timeline"] | {"years": str(years)}
    return assemble(from_data(data))


def many(lines: int) -> Model:
    """A scenario of so many lines, of three kinds in turn."""
    head_count = {"unit": "user", "start": "3_000", "growth": "-1%", "assumed": "for this bench"}
    kinds: list[dict[str, Any]] = [
        {"kind": "recurring", "amount": "12_000", "per": "year", "index": "3%"},
        {"kind": "subscription", "quantity": "staff", "price": {"value": "4.10", "per": "month"}},
        {"kind": "one_off", "amount": "40_000", "starts": "2028-10"},
    ]
    said = {"assumed": "for this bench"}
    return assemble(
        from_data(
            {
                "title": "Many lines",
                "organisation": {"name": "A bench"},
                "timeline": {"start": "2027-04", "years": "5"},
                "baseline": "all",
                "drivers": {"staff": head_count},
                "options": {
                    "all": {
                        "lines": {f"line_{at}": kinds[at % 3] | said for at in range(lines)},
                    }
                },
            }
        )
    )


if __name__ == "__main__":
    main()
