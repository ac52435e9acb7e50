"""The Microsoft Licence Statement: licences owned, and those with Software Assurance."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from licmodel.intake.cells import Unreadable, read_date
from licmodel.intake.findings import Holding
from licmodel.intake.keys import product_of
from licmodel.intake.layouts import Field, Form
from licmodel.intake.records import Record, Records

FORM = Form(
    "statement",
    "a Microsoft Licence Statement's pivot",
    (
        Field("pool", ("Product Pool",)),
        Field("family", ("License Product Family",)),
        Field("version", ("License Version",)),
        Field("owned", ("Effective License Quantity",)),
        Field("assured", ("Active SA Quantity",)),
        Field("country", ("Country of Usage",)),
        Field("first", ("Expiring SA 0 - 12 Months",)),
        Field("second", ("Expiring SA 12 - 24 Months",)),
        Field("later", ("Expiring SA > 24 Months", "Expiring SA 24 Months")),
    ),
    (("family",), ("version",), ("owned",), ("assured",), ("country",)),
)
MEASURES = {"licences owned": "owned", "with Software Assurance": "assured"}
_ALL = "all countries"
_FAMILY = ("family", "version")


@dataclass(frozen=True)
class Entitlement:
    """Licences of one row."""

    family: str
    version: str
    country: str
    owned: int
    assured: int
    expiring: tuple[int | None, ...]


def read_statement(records: Records) -> tuple[dict[int, Entitlement], tuple[Holding, ...]]:
    """Licences by row, and by product."""
    held = records.judge(_entitlement)
    _keep_all_countries(records, held)
    records.settle_repeats(held, lambda each: (each.family, each.version), "family")
    return held, _holdings(records, held.values())


def _entitlement(record: Record) -> Entitlement:
    record.refuse_totals("pool", "family")
    owned, assured = record.count_of("owned"), record.count_of("assured")
    return Entitlement(
        record.text_of("family", needed=True),
        record.text_of("version"),
        record.text_of("country", needed=True).lower(),
        owned or 0,
        assured or 0,
        tuple(record.count_of(name, needed=False) for name in ("first", "second", "later")),
    )


def _keep_all_countries(records: Records, held: dict[int, Entitlement]) -> None:
    """A product's rows by country are parts of its row for all; without that row, unknown."""
    whole = {(each.family, each.version) for each in held.values() if each.country == _ALL}
    for row, each in list(held.items()):
        if each.country == _ALL:
            continue
        if (each.family, each.version) in whole:
            records.set_aside(row, "one country: a part of All Countries")
        else:
            records.refuse(row, "the product has no row for All Countries", "country")
        del held[row]


def _holdings(records: Records, held: Iterable[Entitlement]) -> tuple[Holding, ...]:
    groups: dict[str, list[Entitlement]] = defaultdict(list)
    for each in held:
        groups[product_of(title=f"{each.family} {each.version}".strip())[0]].append(each)
    return tuple(_holding(records, key, group) for key, group in sorted(groups.items()))


def _holding(records: Records, key: str, group: list[Entitlement]) -> Holding:
    name = f"{group[0].family} {group[0].version}".strip()
    _, title, _, known, _ = product_of(title=name)
    assured = sum(each.assured for each in group)
    ending = [
        None
        if any(each.expiring[part] is None for each in group)
        else sum(each.expiring[part] or 0 for each in group)
        for part in range(3)
    ]
    if None not in ending and sum(each or 0 for each in ending) != assured:
        records.notes.append(
            f"{title}: assurance that ends adds up to {sum(each or 0 for each in ending)}, "
            f"where {assured} are active"
        )
    counts = {
        "owned": sum(each.owned for each in group),
        "with_assurance": assured,
        "assurance_ends_in_12_months": ending[0],
        "assurance_ends_in_24_months": ending[1],
        "assurance_ends_later": ending[2],
    }
    names = tuple(f"{each.family} {each.version}".strip() for each in group)
    return Holding(key, title, "licence", known, counts, None, tuple(dict.fromkeys(names)))


def calculated_on(records: Records) -> dt.date | None:
    """The day of the statement: the one date that stands above the headings."""
    days = set()
    for row in records.layout.above:
        for cell in row.cells:
            if isinstance(cell, str | dt.date):
                try:
                    days.add(read_date(cell)[0])
                except Unreadable:
                    continue
    return days.pop() if len(days) == 1 else None


def totals_of(held: Iterable[Entitlement]) -> dict[str, Decimal]:
    """Sums over the rows held."""
    rows = list(held)
    return {
        "licences owned": Decimal(sum(each.owned for each in rows)),
        "with Software Assurance": Decimal(sum(each.assured for each in rows)),
    }
