"""A scenario of two personas whose prices are all its own, so that every figure is worked by hand.

It is reckoned in francs: the price book has no price in them that could come between.
"""

from collections.abc import Mapping
from pathlib import Path

from licmodel.analysis.estate.personas import Personas, personas
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import parse_month

FILE = "crew.yaml"
CREW = """\
title: Example
organisation: {name: An example}
timeline: {start: 2027-04, years: 2}
finance: {currency: CHF}
baseline: renew
drivers:
  office: {unit: user, value: 400, source: payroll}
  field: {unit: user, by_date: {2027-04: 250, 2028-04: 280}, source: payroll}
prices:
  office_365_e1: {unit: user, per: month, value: 8, source: list}
  office_365_e3: {unit: user, per: month, value: 20, source: list}
  office_365_e5: {unit: user, per: month, value: 34, source: list}
  microsoft_365_f3: {unit: user, per: month, value: 7, source: list}
  microsoft_365_business_basic: {unit: user, per: month, value: 7.50, source: list}
  power_bi_pro: {unit: user, per: month, value: 9, source: list}
  entra_id_p1: {unit: user, per: year, value: 60, source: list}
  office_ltsc_standard_2024: {unit: device, per: once, value: 300, source: list}
personas:
  desk:
    title: Desk staff
    people: office
    needs: [desktop_apps, exchange_p2, teams]
    wants: [power_bi_pro]
    confirmed_by: head of service, March 2027
  field:
    title: Field staff
    people: field
    frontline: true
    needs: [web_apps, exchange_kiosk, teams, desktop_apps]
options:
  renew:
    title: Renew
    lines:
      e3: {kind: subscription, product: office_365_e3, quantity: [office, field]}
      ltsc:
        kind: perpetual
        title: Office LTSC
        product: office_ltsc_standard_2024
        quantity: 100
        unit: device
        maintenance: 20%
        for: []
  frontline:
    title: Frontline
    based_on: renew
    without: [ltsc]
    lines:
      e3: {quantity: office}
      e3_field: {kind: subscription, product: office_365_e3, quantity: field, ends: 2027-10}
      f3: {kind: subscription, product: microsoft_365_f3, quantity: field, starts: 2027-10}
      identity: {kind: subscription, product: entra_id_p1, quantity: field, starts: 2028-01}
"""


def crew(changes: Mapping[str, str] | None = None) -> Scenario:
    """The scenario with some of its text changed; each change must fit one place."""
    text = CREW
    for old, new in (changes or {}).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return load(Path(FILE), read=lambda _: text)


def held(
    changes: Mapping[str, str] | None = None,
    on: str | None = None,
    options: list[str] | None = None,
) -> Personas:
    """Its options held against its personas."""
    month = None if on is None else parse_month(on)
    return personas(crew(changes), month=month, options=options)
