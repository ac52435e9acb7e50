"""Price sheets: Partner Center's new commerce, for the whole term, and the older one, by month."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from licmodel.intake.findings import SheetPrice
from licmodel.intake.keys import LONGEST, own_key, product_of
from licmodel.intake.layouts import Field, Form
from licmodel.intake.ledger import Refusal, SetAside
from licmodel.intake.records import Record, Records

NEW_COMMERCE = Form(
    "prices",
    "a new-commerce price sheet (whole-term prices)",
    (
        Field("product", ("ProductTitle",)),
        Field("product_id", ("ProductId",)),
        Field("sku_id", ("SkuId",)),
        Field("title", ("SkuTitle",)),
        Field("term", ("TermDuration",)),
        Field("plan", ("BillingPlan",)),
        Field("market", ("Market",)),
        Field("currency", ("Currency",)),
        Field("partner", ("UnitPrice",)),
        Field("tier", ("PricingTierRangeMin",)),
        Field("starts", ("EffectiveStartDate",)),
        Field("ends", ("EffectiveEndDate",)),
        Field("tags", ("Tags",)),
        Field("retail", ("ERP Price", "ERP")),
        Field("segment", ("Segment",)),
    ),
    tuple(
        (name,) for name in ("product_id", "sku_id", "title", "term", "plan", "currency", "partner")
    ),
)
MONTHLY = Form(
    "monthly-prices",
    "an older price list (monthly prices)",
    (
        Field("title", ("Offer Display Name",)),
        Field("product_id", ("Offer ID",)),
        Field("segment", ("License Agreement Type",)),
        Field("unit", ("Purchase Unit",)),
        Field("secondary", ("Secondary License Type",)),
        Field("customer", ("End Customer Type",)),
        Field("partner", ("List Price",)),
        Field("retail", ("ERP Price", "ERP")),
        Field("starts", ("Effective Start Date", "Valid From Date")),
        Field("ends", ("Effective End Date", "Valid To Date")),
        Field("currency", ("Currency",)),
        Field("change", ("Change Indicator", "A/C/D/U")),
    ),
    (("title",), ("product_id",), ("partner",), ("segment",)),
)
MEASURES = {"partner prices": "partner", "retail prices": "retail"}

_TERM = re.compile(r"P([1-9][0-9]?)([MY])")
_OPEN, _PLACEHOLDER = 9000, 1990
_PENNY_FRACTION = Decimal("0.000001")
_SEGMENTS = {
    "commercial": "commercial",
    "corporate": "commercial",
    "government": "government",
    "charity": "charity",
    "nonprofit": "charity",
    "education": "education",
    "academic": "education",
}
_TIMES_APART = 5
_MONTHS = re.compile(r"(?:1 ?)?month(?:\(s\)|s|ly)?", re.IGNORECASE)
_YEARS = re.compile(r"(?:(?:1 ?)?year(?:\(s\)|s|ly)?|annual(?:ly)?)", re.IGNORECASE)


def read_new_commerce(records: Records) -> tuple[dict[int, SheetPrice], tuple[SheetPrice, ...]]:
    """Prices of a new-commerce sheet, by row and in order of product."""
    held = records.judge(lambda record: _whole_term(record, records))
    records.settle_repeats(held, _meaning, "partner")
    _refuse_monthly(records, held)
    return held, _apart(records, held)


def read_monthly(records: Records) -> tuple[dict[int, SheetPrice], tuple[SheetPrice, ...]]:
    """Prices of the older list, by row and in order of product."""
    held = records.judge(_by_month)
    records.settle_repeats(held, _meaning, "partner")
    return held, _apart(records, held)


def _meaning(price: SheetPrice) -> tuple[object, ...]:
    """What two rows share that give the price of the same thing from the same day."""
    return (price.identity, price.segment, price.currency, price.term, price.plan, price.start)


def _whole_term(record: Record, records: Records) -> SheetPrice:
    tags = record.text_of("tags").lower()
    if "trial" in tags:
        raise SetAside("a trial")
    tier = record.count_of("tier", needed=False)
    term, plan = record.text_of("term").upper(), record.text_of("plan")
    partner, retail = record.number_of("partner"), record.number_of("retail", needed=False)
    title = record.text_of("title", needed=True)
    product_id, sku_id = record.text_of("product_id", needed=True), sku_id_of(record)
    start, end = span_of(record)
    segment = _segment(record.text_of("segment") or "commercial", title)
    currency = currency_of(record)
    market = record.text_of("market")
    if tier is not None and tier > 1:
        raise SetAside(f"a price for {tier} seats or more: price books here have no tiers")
    whole = partner if retail is None else retail
    if whole is None:
        raise Refusal("no price", "partner")
    per, price = _over(term, plan, whole)
    offer = records.settings.offers.get((product_id, sku_id))
    key, name, unit, known, _ = product_of(
        guid=offer.guid if offer else "",
        part_number=offer.part_number if offer else "",
        title=title,
    )
    if not known:
        key, name = own_key(title), title
    basis = "partner's price, since the sheet has no retail price" if retail is None else "retail"
    return SheetPrice(
        record.number,
        key,
        name,
        known,
        segment,
        "user" if unit == "unit" else unit,
        price,
        currency,
        per,
        start,
        end,
        term,
        plan,
        whole,
        partner,
        retail,
        f"{product_id}:{sku_id}",
        f"{basis}, {market or 'no market named'}; {whole} for the whole term {term or 'once'}",
    )


def _over(term: str, plan: str, whole: Decimal) -> tuple[str, Decimal]:
    """What a price is for, and that price: whole terms are never taken for months."""
    if not term and plan.replace(" ", "").lower() == "onetime":
        return "once", whole
    found = _TERM.fullmatch(term)
    if found is None:
        raise Refusal("no term, such as P1M, P1Y or P3Y: the price is for how long?", "term")
    number, per = int(found[1]), "month" if found[2] == "M" else "year"
    if number == 1:
        return per, whole
    return per, (whole / number).quantize(_PENNY_FRACTION, ROUND_HALF_UP).normalize()


def _by_month(record: Record) -> SheetPrice:
    secondary = record.text_of("secondary").lower()
    partner, retail = record.number_of("partner"), record.number_of("retail", needed=False)
    if "trial" in secondary:
        raise SetAside("a trial")
    if record.text_of("change").upper() in {"DEL", "DELETE", "DELETED"}:
        raise SetAside("an offer that the list takes out")
    title = record.text_of("title", needed=True)
    identity = record.text_of("product_id", needed=True).lower()
    start, end = span_of(record)
    currency = currency_of(record)
    unit = record.text_of("unit")
    if not unit:
        record.correct("unit", "no purchase unit: a month, as this list has it")
    if unit and not _MONTHS.fullmatch(unit) and not _YEARS.fullmatch(unit):
        raise Refusal("neither a month nor a year: the price is for how long?", "unit")
    per = "year" if _YEARS.fullmatch(unit) else "month"
    price = partner if retail is None else retail
    if price is None:
        raise Refusal("no price", "partner")
    key, name, counted, known, _ = product_of(title=title)
    basis = "partner's price, since the list has no retail price" if retail is None else "retail"
    customer = record.text_of("customer")
    return SheetPrice(
        record.number,
        key,
        name,
        known,
        _segment(record.text_of("segment"), title),
        "user" if counted == "unit" else counted,
        price,
        currency,
        per,
        start,
        end,
        "P1M",
        f"older list{f', {customer}' if customer else ''}",
        price,
        partner,
        retail,
        identity,
        f"{basis}, for a {per}",
    )


def sku_id_of(record: Record) -> str:
    """Identifier of a thing within its product, with the zeros that spreadsheets take away."""
    text = record.text_of("sku_id", needed=True)
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?E\+[0-9]+", text):
        raise Refusal("an identifier that a spreadsheet has made a number of", "sku_id")
    if len(text) < 4:  # noqa: PLR2004  identifiers have four places
        record.correct("sku_id", "an identifier that had lost its zeros")
    return text.zfill(4)


def span_of(record: Record) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a price; None where it is open."""
    start, end = record.date_of("starts"), record.date_of("ends")
    if start and end and end < start:
        raise Refusal("it ends before it starts", "ends")
    start = None if start is None or start.year < _PLACEHOLDER else start
    return start, None if end is None or end.year > _OPEN else end


def _segment(said: str, title: str) -> str:
    known = _SEGMENTS.get(said.replace("-", "").replace(" ", "").lower())
    if known is None:
        raise Refusal("no segment that is known", "segment")
    name = title.lower()
    if known == "education" and ("student" in name or "faculty" in name):
        return "education_student" if "student" in name else "education_staff"
    return known


def currency_of(record: Record) -> str:
    """Three letters of the currency: of the row, or as the reader was told."""
    currency = record.currency_said()
    if currency is None or not re.fullmatch("[A-Z]{3}", currency):
        raise Refusal(
            "no currency: write three letters such as GBP, or say it for the whole sheet",
            "currency",
        )
    return currency


def _refuse_monthly(records: Records, held: dict[int, SheetPrice]) -> None:
    """Refuse a price that is a month's where its neighbours are a term's: the twelve-fold trap."""
    terms: dict[tuple[str, ...], list[SheetPrice]] = defaultdict(list)
    for price in held.values():
        if price.whole:
            terms[price.identity, price.segment, price.currency, price.term].append(price)
    for (identity, segment, currency, term), prices in terms.items():
        highest = max(prices, key=lambda each: each.whole)
        months = terms.get((identity, segment, currency, "P1M"), []) if term == "P1Y" else []
        for price in prices:
            apart = price.whole * _TIMES_APART < highest.whole
            low = any(price.whole < 2 * each.whole for each in months)
            if not apart and not low:
                continue
            against = highest if apart else months[0]
            records.refuse(
                price.row,
                f"{price.whole} for the whole term {term}, where {against.whole} is "
                f"asked for {against.term} in {records.place(against.row)}: a month's price?",
                "retail" if "retail" in records.layout.columns else "partner",
            )
            held.pop(price.row, None)


def _apart(records: Records, held: dict[int, SheetPrice]) -> tuple[SheetPrice, ...]:
    """Prices in order; different things of one name get keys of their own."""
    things: dict[str, dict[str, None]] = defaultdict(dict)
    for price in held.values():
        things[price.product].setdefault(price.identity)
    told: set[str] = set()
    prices = []
    for price in held.values():
        if len(things[price.product]) == 1:
            prices.append(price)
            continue
        if price.product not in told:
            told.add(price.product)
            records.notes.append(
                f"{len(things[price.product])} things are called {price.title}: each has a key "
                "with its identifier"
            )
        tail = own_key(price.identity)[:20]
        key = f"{price.product[: LONGEST - len(tail) - 1]}_{tail}"
        prices.append(replace(price, product=key, known=False))
    return tuple(sorted(prices, key=_order))


def _order(price: SheetPrice) -> tuple[object, ...]:
    start = price.start or dt.date.min
    return (price.product, price.segment, price.currency, price.term, price.plan, start)


def totals_of(held: Iterable[SheetPrice]) -> dict[str, Decimal]:
    """Sums over the rows held."""
    rows = list(held)
    return {
        "partner prices": sum((each.partner or Decimal(0) for each in rows), Decimal(0)),
        "retail prices": sum((each.retail or Decimal(0) for each in rows), Decimal(0)),
    }
