"""A price sheet of 50,000 rows: read and checked, against the csv module alone; and its memory."""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROWS = 50_000
PROCESSES = 3
MOST_SECONDS = 10.0
MOST_MEGABYTES = 500.0

HEADINGS = (
    *("ChangeIndicator", "ProductTitle", "ProductId", "SkuId", "SkuTitle", "Publisher"),
    *("SkuDescription", "UnitOfMeasure", "TermDuration", "BillingPlan", "Market", "Currency"),
    *("UnitPrice", "PricingTierRangeMin", "PricingTierRangeMax", "EffectiveStartDate"),
    *("EffectiveEndDate", "Tags", "ERP Price", "Segment"),
)
FROM, TO = "2026-07-01T00:00:00.0000000Z", "9999-11-30T23:59:59.0000000Z"
TERMS = (("P1M", "Monthly", 10), ("P1Y", "Annual", 100), ("P1Y", "Monthly", 105))
SEGMENTS = ("Commercial", "Education", "Charity")
EVERY = 1_000

ALONE = "import csv, sys; [row for row in csv.reader(open(sys.argv[1], newline=''))]"
READ = "import sys; from licmodel.intake import read; print(read(sys.argv[1], 'prices').rows)"


def sheet(path: Path) -> None:
    """Write a made-up price sheet; one row in a thousand cannot be read."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        for row in range(ROWS):
            thing, kind = divmod(row, len(TERMS) * len(SEGMENTS))
            (term, plan, times), segment = TERMS[kind % 3], SEGMENTS[kind // 3]
            name = f"Made-up product {thing}"
            price = "TBC" if row % EVERY == 0 else f"{times * (1 + thing % 97):.2f}"
            writer.writerow(
                (
                    *("Unchanged", name, f"CFQ7MADE{thing:05d}", "0001", name, "Made up"),
                    *("MADE UP " * 8, "", term, plan, "GB", "GBP", price, "", "", FROM, TO),
                    *("License", price, segment),
                )
            )


def process(code: str, path: Path) -> tuple[float, str]:
    """Time of one whole process [s], and what it printed."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - begun, done.stdout.strip()


def main() -> None:
    """Print the figures; they are for people to judge, since a busy machine proves nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prices.csv"
        sheet(path)
        alone = median(process(ALONE, path)[0] for _ in range(PROCESSES))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        times, told = zip(*(process(READ, path) for _ in range(PROCESSES)), strict=True)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    spent = median(times)
    print(told[0])
    print(
        f"{ROWS:,} rows, {PROCESSES} processes: {spent:.1f} s (budget {MOST_SECONDS:g}), "
        f"{spent / alone:.0f} times csv.reader alone ({alone:.2f} s); "
        f"at most {most / 1024:.0f} MB (budget {MOST_MEGABYTES:g}; csv.reader {before / 1024:.0f})"
    )


if __name__ == "__main__":
    main()
