"""What a reading found: the import report, and the seats, prices and offers it holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licmodel.analysis.accounts.actuals import Actual


@dataclass(frozen=True, slots=True)
class Remark:
    """What was done with a row or cell, and why.

    Examples
    --------
    >>> print(Remark("a.csv:4", "not a whole number", "ConsumedUnits"))
    a.csv:4, ConsumedUnits: not a whole number
    """

    place: str
    reason: str
    column: str | None = None

    def __str__(self) -> str:
        return f"{self.place}{f', {self.column}' if self.column else ''}: {self.reason}"

    def to_json(self) -> dict[str, str | None]:
        """As JSON."""
        return {"place": self.place, "column": self.column, "reason": self.reason}


@dataclass(frozen=True)
class Tally:
    """A total on its way through a reading: what came in, and where it went.

    ``unreadable`` counts the cells that are no number or blank where one must be: their rows are
    refused, and their amounts are in no total. ``unread`` are their places.

    Examples
    --------
    >>> Tally("seats bought", Decimal(10), Decimal(7), Decimal(1), Decimal(2)).balances
    True
    """

    name: str
    taken_in: Decimal
    held: Decimal
    set_aside: Decimal
    refused: Decimal
    unreadable: int = 0
    unread: tuple[str, ...] = ()

    @property
    def balances(self) -> bool:
        """Whether all that came in is held, set aside or refused."""
        return self.taken_in == self.held + self.set_aside + self.refused

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "in": _plain(self.taken_in),
            "held": _plain(self.held),
            "set_aside": _plain(self.set_aside),
            "refused": _plain(self.refused),
            "unreadable": self.unreadable,
        }


@dataclass(frozen=True)
class Holding:
    """Seats or licences of one product.

    Parameters
    ----------
    key, title, unit : str
        Key of the product, its name, and what one is for.
    known : bool
        Whether the catalogue knows the product.
    counts : mapping of str to (int or None)
        ``bought``, ``assigned`` and so on; None where the file cannot tell.
    returns : mapping of date to int, optional
        From which date how many of the seats not in use can be given back. None where the file
        does not state it.
    names : tuple of str
        Part numbers or names in the file that were read as this product.
    """

    key: str
    title: str
    unit: str
    known: bool
    counts: Mapping[str, int | None]
    returns: Mapping[dt.date, int] | None = None
    names: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "title": self.title,
            "unit": self.unit,
            "in_catalogue": self.known,
            "names": list(self.names),
            **self.counts,
            "can_be_returned": None
            if self.returns is None
            else {day.isoformat(): seats for day, seats in sorted(self.returns.items())},
        }


@dataclass(frozen=True, slots=True)
class SheetPrice:
    """A price as a sheet gives it.

    ``price`` is for ``per``; ``whole`` is what stands in the sheet, for the whole term: what it
    calls retail or, where it has none, the partner's own.
    """

    row: int = field(compare=False)
    product: str
    title: str
    known: bool
    segment: str
    unit: str
    price: Decimal
    currency: str
    per: str
    start: dt.date | None
    end: dt.date | None
    term: str
    plan: str
    whole: Decimal
    partner: Decimal | None
    retail: Decimal | None
    identity: str
    note: str

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "product": self.product,
            "title": self.title,
            "in_catalogue": self.known,
            "segment": self.segment,
            "unit": self.unit,
            "price": _plain(self.price),
            "currency": self.currency,
            "per": self.per,
            "from": _day(self.start),
            "to": _day(self.end),
            "term": self.term,
            "plan": self.plan,
            "price_in_sheet": _plain(self.whole),
            "partner_price": None if self.partner is None else _plain(self.partner),
            "identity": self.identity,
        }


@dataclass(frozen=True, slots=True)
class Offer:
    """A product of the offer matrix, and the name that tenants know it by."""

    product_id: str
    sku_id: str
    title: str
    part_number: str
    guid: str
    key: str
    known: bool
    fewest: int | None
    most: int | None

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "title": self.title,
            "part_number": self.part_number,
            "guid": self.guid,
            "product": self.key,
            "in_catalogue": self.known,
            "fewest": self.fewest,
            "most": self.most,
        }


@dataclass(frozen=True)
class Report:
    """An import report.

    Parameters
    ----------
    file, sheet, sha256 : str
        What was read, and the fingerprint of the file, which is left as it was.
    kind, title : str
        What it was read as, ``seats``, and in words.
    dated : date, optional
        The day its figures are of.
    rows : Tally
        Rows that held something, below the headings.
    totals : tuple of Tally
        Sums of seats or prices over those rows.
    corrected, refused, set_aside : tuple of Remark
        Each with its place and reason. What is set aside is no fault: a row of totals, a deleted
        account, a trial.
    corrected_rows : int
        Rows held with something mended in them.
    holdings, prices, offers, actuals
        What is held.
    unknown : tuple of str
        Products that the catalogue does not know; they keep a key of their own.
    notes : tuple of str
        What else the reader should know.
    status : str, optional
        How firmly its figures are known, where a mapping says.
    arithmetic : tuple of Remark
        Sums of the file itself that do not come out.
    """

    file: str
    sheet: str | None
    sha256: str
    kind: str
    title: str
    dated: dt.date | None
    rows: Tally
    totals: tuple[Tally, ...]
    corrected: tuple[Remark, ...]
    refused: tuple[Remark, ...]
    set_aside: tuple[Remark, ...]
    corrected_rows: int = 0
    holdings: tuple[Holding, ...] = ()
    prices: tuple[SheetPrice, ...] = ()
    offers: tuple[Offer, ...] = ()
    actuals: tuple[Actual, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    status: str | None = None
    arithmetic: tuple[Remark, ...] = ()

    @property
    def balances(self) -> bool:
        """Whether nothing was lost: rows and totals in are held, set aside or refused."""
        return all(tally.balances for tally in (self.rows, *self.totals))

    @property
    def clean(self) -> bool:
        """Whether every row was taken."""
        return self.balances and not self.refused

    def reasons(self) -> Counter[str]:
        """How often each reason for refusing was met."""
        return Counter(remark.reason for remark in self.refused)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON: unknown is null, days are written 2026-11-20."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "sha256": self.sha256,
            "kind": self.kind,
            "dated": _day(self.dated),
            "rows": {**self.rows.to_json(), "corrected": self.corrected_rows},
            "totals": {tally.name: tally.to_json() for tally in self.totals},
            "balances": self.balances,
            "corrected": [remark.to_json() for remark in self.corrected],
            "refused": [remark.to_json() for remark in self.refused],
            "set_aside": [remark.to_json() for remark in self.set_aside],
            "holdings": {holding.key: holding.to_json() for holding in self.holdings},
            "prices": [price.to_json() for price in self.prices],
            "offers": {f"{each.product_id}:{each.sku_id}": each.to_json() for each in self.offers},
            "unknown": list(self.unknown),
            "arithmetic": [remark.to_json() for remark in self.arithmetic],
            "notes": list(self.notes),
        }


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
