"""Seats that a tenant has: bought and assigned, by subscription."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from licmodel.intake.findings import Holding
from licmodel.intake.keys import product_of
from licmodel.intake.layouts import Field, Form
from licmodel.intake.ledger import Refusal, SetAside
from licmodel.intake.records import Record, Records

_LOST = "the seats of this export are lost: PrepaidUnits holds the name of a type, not numbers"
_UNUSABLE = frozenset({"suspended", "deleted", "lockedout"})
_FREE = frozenset({10_000, 500_000, 1_000_000})


def _explain(headings: frozenset[str]) -> str | None:
    return _LOST if "prepaidunits" in headings and "skupartnumber" in headings else None


FORM = Form(
    "seats",
    "tenant seat counts",
    (
        Field("part_number", ("SkuPartNumber", "AccountSkuId")),
        Field("guid", ("SkuId",)),
        Field("title", ("ProductName", "ProductDisplayName", "SkuDisplayName", "LicenseName")),
        Field(
            "bought",
            (
                "ActiveUnits",
                "Enabled",
                "PrepaidUnits.Enabled",
                "PrepaidUnitsEnabled",
                "Total",
                "TotalLicenses",
                "Purchased",
            ),
        ),
        Field("grace", ("WarningUnits", "Warning", "PrepaidUnits.Warning")),
        Field("assigned", ("ConsumedUnits", "Assigned", "Used", "Consumed")),
        Field("status", ("CapabilityStatus", "Status")),
        Field("subscription", ("SubscriptionId", "CommerceSubscriptionId", "OcpSubscriptionId")),
        Field("renews", ("RenewalDate", "NextLifecycleDateTime", "NextLifecycleDate")),
        Field("ends", ("CommitmentEndDate", "ExpirationDate", "TermEndDate", "EndDate")),
    ),
    (("part_number", "guid"), ("bought",)),
    _explain,
)
MEASURES = {"seats bought": "bought", "seats assigned": "assigned"}


@dataclass(frozen=True)
class Seats:
    """Seats of one row."""

    key: str
    title: str
    unit: str
    known: bool
    name: str
    bought: int
    assigned: int | None
    grace: int
    renews: dt.date | None
    identity: tuple[str, ...]


def read_seats(records: Records) -> tuple[dict[int, Seats], tuple[Holding, ...]]:
    """Seats by row, and by product."""
    held = records.judge(lambda record: _seats(record, records))
    records.settle_repeats(held, lambda seats: seats.identity, "part_number")
    return held, holdings_of(records, held.values())


def _seats(record: Record, records: Records) -> Seats:
    record.refuse_totals("part_number", "guid", "title")
    part, guid = record.text_of("part_number"), record.text_of("guid").lower()
    # an old AccountSkuId is "tenant:PART"; the tenant's name is not kept
    tenant, _, part = part.rpartition(":")
    if not part and not guid:
        raise Refusal("neither a part number nor an identifier", "part_number")
    status = record.text_of("status").replace(" ", "").lower()
    bought = record.count_of("bought")
    assigned = record.count_of("assigned", needed="assigned" in records.layout.columns)
    grace = record.count_of("grace", needed=False) or 0
    if status in _UNUSABLE:
        raise SetAside("the subscription is suspended or deleted: nobody can use its seats")
    key, title, unit, known, sku = product_of(
        guid=guid, part_number=part, title=record.text_of("title")
    )
    if sku and part and guid and sku.guid == guid and sku.part_number.lower() != part.lower():
        said = product_of(part_number=part)
        if said[3] and said[0] != key:
            record.correct("part_number", f"the identifier decides: it is {title}, not {said[1]}")
    subscription = record.text_of("subscription")
    renews = return_day(record)
    identity = (tenant, guid or part.lower(), subscription)
    name = part or guid
    return Seats(
        key,
        title,
        unit,
        known,
        name,
        bought or 0,
        assigned,
        grace,
        renews,
        identity if subscription else (*identity, str(renews or "")),
    )


def return_day(record: Record) -> dt.date | None:
    """First day on which seats can be given back: a renewal, or the day after a term's end."""
    if renews := record.date_of("renews"):
        return renews
    ends = record.date_of("ends")
    return None if ends is None else ends + dt.timedelta(days=1)


def holdings_of(records: Records, seats: Iterable[Seats]) -> tuple[Holding, ...]:
    """Seats by product, with what is known of when spare ones can be given back."""
    groups: dict[str, list[Seats]] = defaultdict(list)
    for each in seats:
        groups[each.key].append(each)
    return tuple(_holding(records, key, group) for key, group in sorted(groups.items()))


def _holding(records: Records, key: str, group: list[Seats]) -> Holding:
    bought = sum(each.bought for each in group)
    assigned = None
    if all(each.assigned is not None for each in group):
        assigned = sum(each.assigned or 0 for each in group)
    title, spare = group[0].title, None
    if assigned is not None:
        grace = sum(each.grace for each in group)
        spare = max(bought - assigned, 0)
        if grace:
            records.notes.append(f"{title}: {grace} more seats have lapsed and are in grace")
        if assigned > bought + grace:
            records.notes.append(f"{title}: {assigned} seats assigned, but {bought} bought")
    if any(each.bought in _FREE for each in group) and not group[0].known:
        records.notes.append(f"{title}: so round a number of seats is most likely a free plan")
    return Holding(
        key,
        title,
        group[0].unit,
        group[0].known,
        {"bought": bought, "assigned": assigned, "unassigned": spare},
        _returns(records, group, spare),
        tuple(dict.fromkeys(each.name for each in group)),
    )


def _returns(
    records: Records, group: list[Seats], spare: int | None
) -> Mapping[dt.date, int] | None:
    """Spare seats by the day they can be given back: the first renewals take what they can."""
    if not spare:
        return None
    dated = sorted(
        (each.renews, each.bought)
        for each in group
        if each.renews and (records.settings.dated is None or each.renews > records.settings.dated)
    )
    returns: dict[dt.date, int] = defaultdict(int)
    for day, seats in dated:
        if take := min(spare, seats):
            returns[day] += take
            spare -= take
    return dict(returns) or None


def totals_of(held: Iterable[Seats]) -> dict[str, Decimal]:
    """Sums over the rows held."""
    rows = list(held)
    return {
        "seats bought": Decimal(sum(each.bought for each in rows)),
        "seats assigned": Decimal(sum(each.assigned or 0 for each in rows)),
    }
