"""Who uses what: accounts counted by product, active or idle. No name is kept, nor shown."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from licmodel.intake.findings import Holding
from licmodel.intake.keys import product_of
from licmodel.intake.layouts import Field, Form
from licmodel.intake.ledger import Refusal, SetAside
from licmodel.intake.records import Record, Records

IDLE_DAYS = 90
FEWEST_NAMED = 3
"""Accounts from which on an unknown product is named: a slipped cell may hold a person's name."""

OTHER = "other_products"
"""Key of the unknown products that are not named."""

FORM = Form(
    "activity",
    "active-user detail",
    (
        Field("refreshed", ("Report Refresh Date",)),
        Field("period", ("Report Period",)),
        Field("deleted", ("Is Deleted",)),
        Field("last", ("Last Activity Date",), many=True),
        Field("given", ("License Assign Date",), many=True),
        Field("products", ("Assigned Products",)),
    ),
    (("refreshed",), ("deleted",), ("last",), ("products",)),
)

# Products are joined by a bare plus; "Mobility + Security" has spaces around its own.
_PLUS = re.compile(r"(?<! )\+(?! )")
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0"}


@dataclass(frozen=True)
class Account:
    """One account, without anything that says whose it is."""

    products: tuple[str, ...]
    active: bool
    new: bool
    refreshed: dt.date
    period: int


def read_activity(records: Records) -> tuple[dict[int, Account], tuple[Holding, ...]]:
    """Accounts by row, and seats by product."""
    held = records.judge(_account)
    days = {account.refreshed for account in held.values()}
    if len(days) > 1:
        records.notes.append(
            f"rows are of {len(days)} days, {min(days)} to {max(days)}: is this one report?"
        )
    shortest = min((account.period for account in held.values()), default=IDLE_DAYS)
    if shortest < IDLE_DAYS:
        records.notes.append(
            f"a report of {shortest} days cannot tell who was idle for {IDLE_DAYS}: export it for "
            f"{IDLE_DAYS} or 180 days"
        )
    return held, _holdings(records, held, idle_shows=shortest >= IDLE_DAYS)


def _account(record: Record) -> Account:
    deleted = record.text_of("deleted", needed=True).lower()
    if deleted not in _TRUE | _FALSE:
        raise Refusal("neither True nor False", "deleted")
    refreshed = record.date_of("refreshed", needed=True)
    period = record.text_of("period").upper().removeprefix("D")
    if period and not period.isdecimal():
        raise Refusal("not a number of days", "period")
    seen = record.dates_of("last")
    given = record.dates_of("given")
    if refreshed is None or any(day > refreshed for day in (*seen, *given)):
        raise Refusal("a day later than the report's own", "last")
    if deleted in _TRUE:
        raise SetAside("a deleted account")
    since = refreshed - dt.timedelta(days=IDLE_DAYS)
    products = _PLUS.split(record.text_of("products"))
    names = tuple(dict.fromkeys(name.strip().lower() for name in products if name.strip()))
    if not names:
        raise SetAside("an account with no product")
    return Account(
        names,
        active=any(day > since for day in seen),
        new=bool(given) and min(given) > since,
        refreshed=refreshed,
        period=int(period) if period else IDLE_DAYS,
    )


def _holdings(
    records: Records, held: dict[int, Account], *, idle_shows: bool
) -> tuple[Holding, ...]:
    accounts = Counter(name for account in held.values() for name in account.products)
    groups: dict[str, list[Account]] = defaultdict(list)
    names: dict[str, dict[str, None]] = defaultdict(dict)
    unnamed = 0
    for account in held.values():
        for name in account.products:
            key, _, _, known, _ = product_of(title=name)
            if not known and accounts[name] < FEWEST_NAMED:
                key, unnamed = OTHER, unnamed + 1
            else:
                names[key].setdefault(name)
            groups[key].append(account)
    if unnamed:
        records.notes.append(
            f"products that the catalogue does not know and fewer than {FEWEST_NAMED} accounts "
            f"have are counted together, unnamed: {unnamed}"
        )
    return tuple(
        _holding(key, group, tuple(names[key]), idle_shows=idle_shows)
        for key, group in sorted(groups.items())
    )


def _holding(
    key: str, group: list[Account], names: tuple[str, ...], *, idle_shows: bool
) -> Holding:
    title, unit, known, sku = "Other products", "unit", False, None
    if names:
        _, title, unit, known, sku = product_of(title=names[0])
    active = idle = None
    # of Power BI or Visio, mail and Teams say nothing
    if idle_shows and sku is not None and sku.activity:
        active = sum(account.active for account in group)
        idle = sum(not account.active and not account.new for account in group)
    counts = {"assigned": len(group), "active": active, "idle": idle}
    return Holding(key, title, unit, known, counts, None, names)
