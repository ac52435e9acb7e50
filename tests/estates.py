"""A small estate that has a bit of everything, for tests of what is printed and written."""

from pathlib import Path
from typing import Any

from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import load

MAIL = """\
title: Mail for 200 people
as_of: 2027-03
organisation: {name: A small council, per_head: staff}
timeline: {start: 2027-04, years: 3}
finance: {inflation: 2%, discounting: 3.5%, vat_recoverable: 90%}
baseline: keep

drivers:
  staff: {unit: user, start: 200, growth: -1%, source: establishment list, dated: 2026-10}

options:
  keep:
    title: Keep the servers
    lines:
      servers: {kind: hardware, quantity: 2, price: 9_500, life_years: 5, assumed: last purchase}
      support:
        kind: recurring
        amount: 12_400
        per: year
        index: 3%
        starts: 2026-10
        billing: yearly in advance
        source: contract 114
        status: contract
        dated: 2024-01
        owner: head of ICT
  move:
    title: Move to the cloud
    lines:
      seats:
        {kind: subscription, quantity: staff, price: 3.00, per: month, billing: yearly,
         source: offer of May, status: quote}
      migration: {kind: one_off, amount: 18_000, starts: 2027-06, months: 3, assumed: two days each}
  hurry:
    title: Move at once
    based_on: move
    lines:
      migration: {months: 1}
  lapse: {title: Let it lapse, status: rejected, reason: mail would stop}

what_ifs:
  dearer: {title: Seats 22% dearer, move.seats.price: {times: 1.22}}
  shrink: {drivers.staff.growth: {add: -4 points}}
"""

BEYOND = (
    MAIL.replace("years: 3", "years: 20")
    .replace(
        "{kind: one_off, amount: 18_000, starts: 2027-06, months: 3,",
        """{kind: recurring,
        amount: 1, per: year, quantity: {start: 1, growth: 999999999999%}, index: 999999999999%,""",
    )
    .replace("{months: 1}", "{amount: 2}")
)
"""The same with a cost that grows beyond all bounds."""


def write(folder: Path, text: str = MAIL, name: str = "mail.yaml") -> Path:
    """Write a scenario into a folder."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def results_of(folder: Path, text: str = MAIL, *what_ifs: str) -> Results:
    """Figures of a scenario."""
    return run(load(write(folder, text)), list(what_ifs))


def comparison_of(folder: Path, text: str = MAIL, **chosen: Any) -> Comparison:  # noqa: ANN401  as compare takes
    """A scenario's options side by side."""
    return compare(load(write(folder, text)), **chosen)
