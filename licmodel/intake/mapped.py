"""Lists of any kind, by a mapping that says which column is which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from licmodel.errors import InputError
from licmodel.intake.arithmetic import Sums, vat_said
from licmodel.intake.findings import Holding, SheetPrice
from licmodel.intake.headings import PER
from licmodel.intake.keys import own_key, product_of
from licmodel.intake.layouts import Field, Form
from licmodel.intake.ledger import Refusal, SetAside
from licmodel.intake.price_sheets import currency_of, span_of
from licmodel.intake.records import Record, Records
from licmodel.intake.seat_counts import Seats, holdings_of, return_day

SEATS = Form(
    "mapped",
    "a list of seats, by its mapping",
    (
        Field(
            "product",
            ("Product", "Product name", "Item", "Item description", "License", "Product title"),
        ),
        Field("part_number", ("SkuPartNumber", "Part number", "SKU", "Part no", "String ID")),
        Field("guid", ("SkuId", "GUID", "Sku GUID")),
        Field(
            "bought",
            (
                "Quantity",
                "Purchased",
                "Total licenses",
                "Total",
                "Qty",
                "Seats",
                "Bought",
                "Licenses",
            ),
        ),
        Field("assigned", ("Assigned", "Assigned licenses", "Used", "In use", "Consumed")),
        Field("renews", ("Renewal date", "Renews", "Renewal", "Anniversary")),
        Field("ends", ("End date", "Expiry date", "Commitment end", "Expires", "Expiration date")),
    ),
    (("product", "part_number", "guid"), ("bought",)),
)
PRICES = Form(
    "mapped",
    "a list of prices, by its mapping",
    (
        Field(
            "product",
            ("Item description", "Item", "Product", "Product name", "Description", "Item name"),
        ),
        Field("part_number", ("Part number", "Part no", "SKU", "Material", "MPN")),
        Field(
            "price",
            ("Unit price", "Price", "Net price", "Price per unit", "Unit cost", "Net unit price"),
        ),
        Field("per", ("Purchase unit", "Per", "Period", "Billing period")),
        Field("currency", ("Currency",)),
        Field("segment", ("Segment",)),
        Field("metric", ("Metric", "Unit")),
        Field("programme", ("Programme", "Program", "Agreement")),
        Field("kind", ("Purchase type", "Type")),
        Field("starts", ("Start date", "From", "Valid from", "Effective start date")),
        Field("ends", ("End date", "To", "Valid to", "Effective end date")),
        Field("quantity", ("Quantity", "Qty", "Number", "Seats", "Licenses")),
        Field("periods", ("Periods", "Number of periods", "Months", "Number of months", "Term")),
        Field(
            "total",
            ("Line total", "Extended price", "Total price", "Total", "Net total", "Extended"),
            signed=True,
        ),
    ),
    (("product", "part_number"), ("price",), ("per",), ("currency",)),
)
FORMS = {"seats": SEATS, "prices": PRICES}
PRICE_MEASURES = {"prices": "price"}

_FRACTION = Decimal("0.000001")


def read_mapped_seats(records: Records) -> tuple[dict[int, Seats], tuple[Holding, ...]]:
    """Seats by row and by product; rows of one product add up, as orders and subscriptions do.

    Two orders may be alike: whether a repeated row was bought twice or listed twice is not guessed.
    """
    held = records.judge(lambda record: _seats(record, records))
    first: dict[object, int] = {}
    for row, seats in held.items():
        if (before := first.setdefault(replace(seats, identity=()), row)) != row:
            records.notes.append(
                f"{records.place(row)} says the very same as {records.place(before)}, "
                f"{seats.title}: bought twice, or listed twice? Both are counted"
            )
    return held, holdings_of(records, held.values())


def _seats(record: Record, records: Records) -> Seats:
    record.refuse_totals("product", "part_number")
    title, part = record.text_of("product"), record.text_of("part_number")
    guid = record.text_of("guid").lower()
    if not (title or part or guid):
        raise Refusal("no product is named", "product")
    said = "assigned" in records.layout.columns
    bought, assigned = record.count_of("bought"), record.count_of("assigned", needed=said)
    key, name, unit, known, _ = product_of(guid=guid, part_number=part, title=title)
    return Seats(
        key,
        name,
        unit,
        known,
        part or title or guid,
        bought or 0,
        assigned,
        0,
        return_day(record),
        (str(record.number),),
    )


def read_mapped_prices(records: Records) -> tuple[dict[int, SheetPrice], tuple[SheetPrice, ...]]:
    """Prices by row, and in order of product."""
    said = vat_said(records)
    if said is not None:
        raise InputError(
            "this sheet says that VAT is in its prices, and prices here are without it",
            where=records.file,
            found=said,
            expected="prices without VAT",
            remedies=[
                "read another column, whose heading says that VAT is out",
                "or ask for the prices without VAT: a rate is not guessed",
            ],
        )
    sums = Sums(records)
    held = records.judge(lambda record: _price(record, sums))
    sums.terms()
    records.arithmetic = sums.found
    records.settle_repeats(
        held,
        lambda each: (each.identity, each.segment, each.currency, each.per, each.start, each.plan),
        "price",
    )
    return held, tuple(
        sorted(held.values(), key=lambda each: (each.product, each.segment, each.row))
    )


def _price(record: Record, sums: Sums) -> SheetPrice:
    try:
        record.refuse_totals("product", "part_number")
    except SetAside:
        sums.totals(record)
        raise
    sums.line(record)
    title, part = record.text_of("product"), record.text_of("part_number")
    if not (title or part):
        raise Refusal("no product is named", "product")
    whole = record.number_of("price")
    if whole is None:
        raise Refusal("no price", "price")
    per, price = _over(record.text_of("per", needed=True), whole)
    start, end = span_of(record)
    key, name, unit, known, _ = product_of(part_number=part, title=title)
    if not known:
        key, name = own_key(title or part), title or part
    plan = ", ".join(filter(None, (record.text_of("programme"), record.text_of("kind"))))
    metric = record.text_of("metric").lower().replace(" ", "_")
    return SheetPrice(
        record.number,
        key,
        name,
        known,
        record.text_of("segment").lower() or "commercial",
        metric or ("user" if unit == "unit" else unit),
        price,
        currency_of(record),
        per,
        start,
        end,
        record.text_of("per"),
        plan,
        whole,
        whole,
        None,
        part or key,
        f"{whole} for {record.text_of('per')}{f'; part number {part}' if part else ''}",
    )


def _over(said: str, whole: Decimal) -> tuple[str, Decimal]:
    """What a price is for: the unit it is sold by is read, and never inferred."""
    found = PER.fullmatch(said)
    if found is None:
        raise Refusal("the price is for how long? write 1 month, 1 year, 3 years or once", "per")
    if found["once"]:
        return "once", whole
    number = int(found["number"] or 1)
    per = (found["unit"] or "year").lower()
    if number == 1:
        return per, whole
    return per, (whole / number).quantize(_FRACTION).normalize()


def totals_of(held: Iterable[SheetPrice]) -> dict[str, Decimal]:
    """Sum over the rows held."""
    return {"prices": sum((each.whole for each in held), Decimal(0))}
