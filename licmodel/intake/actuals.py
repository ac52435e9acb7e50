"""Invoices and ledgers: what was charged, by row, with what each row is for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from licmodel.analysis.accounts.actuals import CODES, Actual, Written
from licmodel.intake.cells import read_date
from licmodel.intake.headings import PER
from licmodel.intake.keys import product_of
from licmodel.intake.layouts import Field, Form
from licmodel.intake.ledger import Refusal
from licmodel.intake.records import Record, Records

_WHAT = (
    Field("line", ("Line", "Model line", "Budget line")),
    Field("product", ("Product", "Product name", "Item", "Item description", "Item name")),
    Field("part_number", ("Part number", "Part no", "SKU", "SkuPartNumber", "Material")),
    Field("quantity", ("Quantity", "Qty", "Seats", "Units"), signed=True),
    Field("price", ("Unit price", "Price", "Net price", "Price per unit", "Unit cost")),
    Field("per", ("Purchase unit", "Per", "Billing period")),
    Field("vat", ("VAT", "VAT amount", "Tax"), signed=True),
    Field("gross", ("Gross", "Gross amount", "Total including VAT"), signed=True),
    Field("starts", ("Service from", "Period from", "From", "Start date")),
    Field("ends", ("Service to", "Period to", "To", "End date")),
    Field("cost_centre", ("Cost centre", "Cost center", "Cost code")),
    Field("subjective", ("Subjective", "Subjective code", "Account", "Account code")),
    Field("currency", ("Currency",)),
)
_NEEDS = (("date",), ("net", "gross"))
INVOICES = Form(
    "mapped",
    "a list of invoices, by its mapping",
    (
        Field("document", ("Invoice number", "Invoice no", "Invoice", "Invoice ID")),
        Field("date", ("Invoice date", "Date", "Tax point")),
        Field(
            "net", ("Net", "Net amount", "Line total", "Amount", "Total excluding VAT"), signed=True
        ),
        *_WHAT,
    ),
    _NEEDS,
)
LEDGER = Form(
    "mapped",
    "a ledger, by its mapping",
    (
        Field("document", ("Journal", "Transaction number", "Document number", "Reference")),
        Field("date", ("Posting date", "Ledger date", "Transaction date")),
        Field("net", ("Ledger amount", "Amount", "Net amount", "Value", "Actual"), signed=True),
        *_WHAT,
    ),
    _NEEDS,
)
FORMS = {"invoices": INVOICES, "ledger": LEDGER}
_PENNY = Decimal("0.01")
MEASURES = {"net": "net", "VAT": "vat", "gross": "gross"}


def read_actuals(records: Records) -> tuple[dict[int, Actual], tuple[Actual, ...]]:
    """Rows of invoices or of a ledger; one that repeats another is held, and says so.

    Whether a repeated row was paid twice or listed twice is not guessed.
    """
    held = records.judge(lambda record: _actual(record, records))
    if (row := next((each for each in records.day_first if each in held), None)) is not None:
        name, written = records.day_first[row]
        place, day = records.place(row, name), read_date(written)[0]
        records.notes.append(
            f"the day stands first in its dates: {written} ({place}) is {day.day} {day:%B %Y}"
        )
    first: dict[object, Actual] = {}
    days: dict[str, set[dt.date]] = defaultdict(set)
    for row, actual in held.items():
        if not actual.document:
            continue
        days[actual.document].add(actual.day)
        before = first.setdefault(actual.fingerprint, actual)
        if before is not actual:
            held[row] = replace(actual, repeats=before.place)
            records.notes.append(
                f"{actual.place} says the very same as {before.place}, under {actual.document}: "
                "charged twice, or listed twice?"
            )
    for document, found in days.items():
        if len(found) > 1:
            dates = ", ".join(day.isoformat() for day in sorted(found))
            records.notes.append(f"{document} stands under more than one day: {dates}")
    return held, tuple(held.values())


def _actual(record: Record, records: Records) -> Actual:
    record.refuse_totals("document", "line", "product", "part_number")
    currency, wanted = record.text_of("currency").upper(), records.settings.currency
    if currency and wanted and currency != wanted:
        raise Refusal(f"an amount in {currency}, and the scenario is in {wanted}", "currency")
    day = record.date_of("date", needed=True)
    net, vat, written = _money(record, records)
    first, last = _months(record)
    said = record.text_of("per")
    for_months = _priced_months(said) if said else None
    part, title = record.text_of("part_number"), record.text_of("product")
    product = product_of(part_number=part, title=title)[0] if part or title else ""
    return Actual(
        row=record.number,
        place=records.place(record.number),
        day=day or dt.date.min,
        net=net,
        vat=vat,
        quantity=record.number_of("quantity", needed=False),
        price=record.number_of("price", needed=False),
        priced_months=for_months,
        first=first,
        last=last,
        document=record.text_of("document"),
        line=record.text_of("line"),
        product=product,
        title=title,
        part_number=part,
        codes={code: text for code in CODES if (text := record.text_of(code))},
        written=written,
    )


def _money(record: Record, records: Records) -> tuple[Decimal, Decimal, Written]:
    """Net and VAT, of what columns there are; one that is there is not left blank."""
    net, vat, gross = (
        record.number_of(name) if name in records.layout.columns else None
        for name in MEASURES.values()
    )
    written = (net or Decimal(0), vat or Decimal(0), gross or Decimal(0))
    for name, amount in zip(MEASURES.values(), written, strict=True):
        if amount != amount.quantize(_PENNY):
            raise Refusal("parts of a penny: an amount that is charged has none", name)
    if gross is None:
        return net or Decimal(0), vat or Decimal(0), written
    if net is None and vat is None:
        raise Refusal("how much of it is VAT is not said: map a column of VAT or of net", "gross")
    if net is None:
        net = gross - (vat or Decimal(0))
    if vat is not None and net + vat != gross:
        raise Refusal(f"{net} and {vat} of VAT are {net + vat}, not {gross}", "gross")
    return net, gross - net, written


def _months(record: Record) -> tuple[int, int] | tuple[None, None]:
    """First and last month served; a period is of whole months, counted from its first day."""
    starts, ends = record.date_of("starts"), record.date_of("ends")
    if starts is None and ends is None:
        return None, None
    if starts is None or ends is None:
        raise Refusal("a period needs its first and its last day", "ends" if starts else "starts")
    after = ends + dt.timedelta(days=1)
    months = (after.year - starts.year) * 12 + after.month - starts.month
    if after.day != starts.day or months < 1:
        raise Refusal("not a period of whole months, such as 15/04/2026 to 14/04/2027", "ends")
    first = starts.year * 12 + starts.month - 1
    return first, first + months - 1


def _priced_months(said: str) -> int | None:
    """Months that a price is for; none for one that is for the whole of the row."""
    found = PER.fullmatch(said)
    if found is None:
        raise Refusal("the price is for how long? write 1 month, 1 year, 3 years or once", "per")
    if found["once"]:
        return None
    return int(found["number"] or 1) * (1 if (found["unit"] or "year").lower() == "month" else 12)


def totals_of(held: Iterable[Actual]) -> dict[str, Decimal]:
    """Sums over the rows held, of each column as it stands in the file."""
    rows = list(held)
    return {
        name: sum((each.written[number] for each in rows), Decimal(0))
        for number, name in enumerate(MEASURES)
    }
