"""A council that budgets for a move: for tests of what a year pays, and why it is more."""

from typing import Any

import yaml

from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario

BUDGETED = """\
title: A council moves its mail
as_of: 2026-10
organisation: {name: Westmoor Council (invented), kind: council, country: England}
timeline: {start: 2027-04, years: 4}
finance:
  discounting: 3.5%
  inflation: none
  vat_recoverable: 100%
  borrowing: {repaid: annuity, years: 3, interest: 5%, cost_centre: C9000, assumed: a guess}
baseline: keep

today:
  year: 2026/27
  budget: 150_000
  in_plan: {2028/29: -20_000}
  source: general ledger, period 7
  status: contract

funds:
  general: {title: General fund}
  housing: {title: Housing revenue account}

drivers:
  staff: {unit: user, by_date: {2027-04: 1_000, 2029-04: 900}, assumed: establishment}

indices:
  dollar: {title: Pounds for a dollar, cause: exchange rate, growth: 2%, assumed: a guess}

prices:
  suite:
    unit: user
    per: year
    by_date:
      2027-04: {value: 100, source: price list of 2027, status: published}
      2028-04: {value: 106, source: price list of 2028, status: published}
    escalator: 4%
    source: price lists

options:
  keep:
    title: Keep the servers
    lines:
      support:
        {kind: recurring, amount: 120_000, per: year, index: 3%, cost_centre: D4471,
         subjective: "4410", source: contract 114, status: contract}
      old_mail:
        {kind: recurring, title: Old mail filter, amount: 36_000, per: year, ends: 2028-06,
         assumed: last invoice}
  move:
    title: Move to the suite
    based_on: keep
    lines:
      support: {ends: 2028-03}
      suite:
        {kind: subscription, quantity: staff, product: suite, starts: 2027-10, fund:
         {general: 70%, housing: 30%}, cost_centre: D4472, cfr: E20D, assumed: an offer}
      backup: {kind: recurring, amount: 10_000, per: year, index: dollar, assumed: an offer}
      project: {kind: one_off, amount: 90_000, starts: 2027-07, months: 6, assumed: days}
      servers:
        {kind: hardware, title: Gateways, quantity: 2, price: 15_000, life_years: 5,
         starts: 2027-05, assumed: a quote is awaited}
    funding:
      receipts:
        flexible: {title: Sale of a depot, of: project, ends: 2030-03, most: 50_000,
                   assumed: strategy}
      reserves:
        licences:
          title: Licence reserve
          opening: 5_000
          put_in: {2027/28: 12_000}
          take_out: {2029/30: 10_000, 2030/31: 7_000}
          assumed: strategy
"""


def budgeted(*changes: tuple[str, Any]) -> Scenario:
    """The scenario with some keys, such as ``options.move.lines.suite.starts``, set anew.

    A key set to None is taken out.
    """
    data = yaml.load(BUDGETED, yaml.BaseLoader)  # noqa: S506  texts alone: the safest there is
    for path, value in changes:
        *heads, last = path.split("/")
        at = data
        for head in heads:
            at = at.setdefault(head, {})
        if value is None:
            del at[last]
        else:
            at[last] = value
    return from_data(data)
