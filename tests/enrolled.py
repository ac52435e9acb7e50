"""Seats under an agreement, small enough to be reckoned by hand, and another way to buy them."""

from pathlib import Path

from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario

ENROLLED = """\
title: Mail under an agreement
as_of: 2027-03
organisation: {name: A small council}
timeline: {start: 2027-04, years: 6}
finance: {discounting: 0%}
baseline: keep
drivers:
  staff: {unit: user, by_date: {2027-04: 100, 2029-04: 80}, assumed: invented}
agreements:
  mail:
    {programme: supplier_contract, may_fall: renewal, signed: 2027-04, term: 36, assumed: invented}
options:
  keep:
    title: Keep it
    lines:
      seats:
        kind: subscription
        title: Mailboxes
        quantity: staff
        price: {by_date: {2027-04: 100, 2030-04: 120}, per: year}
        agreement: mail
        billing: yearly in advance
        assumed: invented
  leave:
    title: Leave it
    lines:
      seats:
        {kind: subscription, quantity: staff, price: 12, per: month, billing: monthly,
         assumed: invented}
      move: {kind: one_off, amount: 1_000, starts: 2027-10, assumed: invented}
"""
"""Keeping it costs 100 seats x 100 for three years, which may not fall before the renewal, and 80
seats x 120 for three: 58,800. Leaving it costs 100 x 144 for two years and 80 x 144 for four, and
1,000: 75,880."""


def enrolled(folder: Path, text: str = ENROLLED) -> Scenario:
    """Write the scenario to a file, and read it."""
    file = folder / "enrolled.yaml"
    file.write_text(text, "utf-8")
    return load(file)
