"""The offer matrix: what a price sheet's products are called in a tenant."""

from __future__ import annotations

from licmodel.intake.findings import Offer
from licmodel.intake.keys import product_of
from licmodel.intake.layouts import Field, Form
from licmodel.intake.price_sheets import sku_id_of
from licmodel.intake.records import Record, Records

FORM = Form(
    "offers",
    "an offer matrix",
    (
        Field("product", ("ProductTitle",)),
        Field("product_id", ("ProductId",)),
        Field("sku_id", ("SkuId",)),
        Field("title", ("SkuTitle",)),
        Field("guid", ("ProvisioningId",)),
        Field("part_number", ("ProvisioningString",)),
        Field("fewest", ("MinLicenses",)),
        Field("most", ("MaxLicenses",)),
    ),
    (("product_id",), ("sku_id",), ("title",), ("guid",), ("part_number",)),
)


def read_offers(records: Records) -> tuple[dict[int, Offer], tuple[Offer, ...]]:
    """Offers by row, and in order."""
    held = records.judge(_offer)
    records.settle_repeats(held, lambda each: (each.product_id, each.sku_id), "sku_id")
    return held, tuple(sorted(held.values(), key=lambda each: (each.product_id, each.sku_id)))


def _offer(record: Record) -> Offer:
    title = record.text_of("title", needed=True)
    part, guid = record.text_of("part_number"), record.text_of("guid").lower()
    key, _, _, known, _ = product_of(guid=guid, part_number=part, title=title)
    return Offer(
        record.text_of("product_id", needed=True),
        sku_id_of(record),
        title,
        part,
        guid,
        key,
        known,
        record.count_of("fewest", needed=False),
        record.count_of("most", needed=False),
    )
