"""A scenario file of 4,000 lines, and 2,000 figures, against YAML and pydantic by themselves."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import yaml
from pydantic import BaseModel, TypeAdapter

from licmodel.scenario.files import read_document
from licmodel.terms.figure import Count

ROUNDS = 5
DRIVERS = 1_000
FIGURES = 2_000
MOST_OF_YAML = 2.0
MOST_OF_PYDANTIC = 30.0


class Plain(BaseModel):
    """A number and nothing else."""

    value: Decimal


def text() -> str:
    """Drivers in both styles of writing: 4,000 lines."""
    entry = "  d{}: {{unit: user, start: 3_260, growth: -1%, source: list of 2026}}\n  e{}:\n"
    return "drivers:\n" + "".join(
        f"{entry.format(n, n)}    start: 12\n    growth: 1%\n" for n in range(DRIVERS)
    )


def best(run: Callable[[], object]) -> float:
    """Shortest of several runs [s]."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


def tell(what: str, ours: float, theirs: float, most: float) -> None:
    """Print a ratio beside its budget."""
    print(
        f"{what}: {ours * 1e3:.1f} ms, {ours / theirs:.2f} times the bare reader (budget {most:g})"
    )


def main() -> None:
    """Time both."""
    written = text()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drivers.yaml"
        path.write_text(written, encoding="utf-8")
        ours = best(lambda: read_document(path))
    # the nodes of the same text, as whoever keeps lines has to read it
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    theirs = best(lambda: yaml.compose(written, Loader=loader))
    tell("a file of 4,000 lines", ours, theirs, MOST_OF_YAML)
    given = [f"{number + 1}.50" for number in range(FIGURES)]
    reader = TypeAdapter(list[Count])
    ours = best(lambda: reader.validate_python(given))
    bare, plainly = TypeAdapter(list[Plain]), [{"value": each} for each in given]
    theirs = best(lambda: bare.validate_python(plainly))
    tell("2,000 figures", ours, theirs, MOST_OF_PYDANTIC)


if __name__ == "__main__":
    main()
