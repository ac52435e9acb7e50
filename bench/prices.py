"""A price sheet of 50,000 rows: read, checked and diffed against last month's."""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from licmodel.catalogue.price_changes import price_changes
from licmodel.catalogue.price_doubts import doubts
from licmodel.catalogue.price_point import COLUMNS, PLANS, SEGMENTS
from licmodel.catalogue.price_reading import Reading, read_prices

ROWS = 50_000
WRONG = 50
ROUNDS = 3
MOST_SECONDS = 10.0
MOST_MEGABYTES = 500
NOVEMBER_2026 = 2026 * 12 + 10


def sheet(month: int) -> str:
    """A price sheet as text: each tenth price is another one the month after, and 50 are wrong."""
    lines = [",".join(COLUMNS)]
    for number in range(ROWS):
        product, rest = divmod(number, len(SEGMENTS) * 4)
        segment, rest = SEGMENTS[rest // 4], rest % 4
        plan, term = PLANS[rest % 3], 12 if rest < 3 else 36
        draw = random.Random(number)  # noqa: S311  prices, not secrets
        price = draw.uniform(1, 900)
        if month and draw.random() < 1 / 10:
            price *= draw.uniform(0.9, 1.4)
        said = f"{price:.2f}" if number % (ROWS // WRONG) else "on request"
        lines.append(
            f'product_{product},"Product {product}, as sold",{segment},user,{said},GBP,year,'
            f'2026-{1 + month:02d}-01,,csp_annual,{plan},{term},"CSP, new commerce",'
            f"price sheet of the reseller,2026-{1 + month:02d},high,quote,"
        )
    return "\n".join(lines)


def best(run: Callable[[], object]) -> float:
    """Shortest of several runs [s]."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


def plainly(path: Path) -> int:
    """Read a file with csv.reader and nothing else."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def wholly(path: Path) -> Reading:
    """Read a file as a price book."""
    return read_prices(path.read_text("utf-8"), path.name)


def process(*arguments: str) -> None:
    """Run one command; a row refused is an answer, not a fault."""
    done = subprocess.run(
        [sys.executable, "-m", "licmodel.cli", "prices", *arguments],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr)


def main() -> None:
    """Print the figures; they are for people to judge, since a busy machine proves nothing."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "october.csv"), Path(folder, "november.csv")
        old.write_text(sheet(0), "utf-8")
        new.write_text(sheet(1), "utf-8")
        plain = best(lambda: plainly(new))
        reading = best(lambda: wholly(new))
        before, after = wholly(old), wholly(new)
        checking = best(lambda: doubts(after.points, NOVEMBER_2026))
        differing = best(lambda: price_changes(before.points, after.points))
        begun = time.perf_counter()
        process("check", str(new))
        process("diff", str(old), str(new))
        commands = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = f"{len(after.points):,} accepted + {len(after.refused)} refused = {after.held:,} held"
    print(
        f"a price sheet of {ROWS:,} rows ({kept}): read in {reading:.2f} s, "
        f"{reading / plain:.1f} times csv.reader ({plain:.2f} s); checked in {checking:.2f} s; "
        f"diffed in {differing:.2f} s"
    )
    print(
        f"licmodel prices check and diff, whole processes: {commands:.1f} s, of the processor "
        f"{used.ru_utime + used.ru_stime:.1f} s (budget {MOST_SECONDS:g}), "
        f"{used.ru_maxrss / 1024:.0f} MB (budget {MOST_MEGABYTES})"
    )


if __name__ == "__main__":
    main()
