"""A quotation's own sums done again: quantity times price, and what its totals add up."""

from __future__ import annotations

import re
from decimal import Decimal

from licmodel.intake.cells import is_blank, read_text
from licmodel.intake.findings import Remark
from licmodel.intake.headings import months_in
from licmodel.intake.records import Record, Records

_PENNY = Decimal("0.01")
_USUAL_TIMES = (Decimal(12), Decimal(36), Decimal(60), Decimal(3), Decimal(5))
_PART = re.compile(r"sub-?total.*", re.IGNORECASE)
_GRAND = re.compile(r"grand total.*", re.IGNORECASE)
_A_PAIR = 2
_NEEDED = ("quantity", "price", "total")


class Sums:
    """The sums of a list of prices, row by row in its order.

    Whether they come out says nothing of the prices themselves, which are held as they stand.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.found: list[Remark] = []
        self._part = self._section = self._whole = Decimal(0)
        columns = records.layout.columns
        self.is_done = all(name in columns for name in _NEEDED)
        self._has_total = "total" in columns
        self._terms: dict[str, list[int]] = {}

    def line(self, record: Record) -> None:
        """Do a line again, where it has a quantity, a price and a total."""
        if (term := _term(record)) is not None:
            self._terms.setdefault(term, []).append(record.number)
        claimed = _amount(record, "total")
        if claimed is not None:
            self._part += claimed
            self._section += claimed
            self._whole += claimed
        if not self.is_done or is_blank(record.cell("total")):
            return
        said = ("quantity", "price", *(("periods",) if self._names("periods") else ()))
        amounts = [
            (name, _periods(record) if name == "periods" else _amount(record, name))
            for name in said
        ]
        lacking = [
            f"its {name} is {'blank' if is_blank(record.cell(name)) else 'no number'}"
            for name, amount in (*amounts, ("total", claimed))
            if amount is None
        ]
        if lacking or claimed is None:
            self._tell(record, f"cannot be done again, since {' and '.join(lacking)}")
            return
        times = [amount for _, amount in amounts if amount is not None]
        again = Decimal(1)
        for amount in times:
            again *= amount
        if abs(again - claimed) > _PENNY:
            words = " x ".join(f"{amount:,f}" for amount in times)
            self._differ(record, claimed, again, words)

    def totals(self, record: Record) -> None:
        """Do a row of totals again: what stands above it, or since the last one.

        What is called a total may be of a section or of all; it comes out where it is either.
        """
        claimed = _amount(record, "total")
        if not self._has_total or claimed is None or is_blank(record.cell("total")):
            return
        called = [
            text.strip()
            for name in ("product", "part_number")
            if isinstance(text := record.cell(name), str)
        ]
        is_part = any(map(_PART.fullmatch, called))
        sums = (self._part,) if is_part else (self._section, self._whole)
        if any(map(_GRAND.fullmatch, called)):
            sums = (self._whole,)
        again = min(sums, key=lambda each: abs(each - claimed))
        self._part = Decimal(0)
        if not is_part:
            self._section = Decimal(0)
        if abs(again - claimed) > _PENNY:
            self._differ(record, claimed, again, "what stands above")

    def terms(self) -> None:
        """Tell of the one term that is another than all others, which agree."""
        if len(self._terms) != _A_PAIR:
            return
        (usual, many), (other, few) = sorted(self._terms.items(), key=lambda each: -len(each[1]))
        if len(many) > len(few) == 1:
            heading = self.records.layout.headings.get("periods")
            reason = f"{other}, where all others say {usual}: is it meant so?"
            self.found.append(Remark(self.records.place(few[0], "periods"), reason, heading))

    def _names(self, name: str) -> bool:
        return name in self.records.layout.columns

    def _differ(self, record: Record, claimed: Decimal, again: Decimal, words: str) -> None:
        more = claimed - again
        times = [each for each in _USUAL_TIMES if again and abs(again * each - claimed) <= _PENNY]
        hint = f": {times[0]:f} times as much, so for so many periods?" if times else ""
        sign = "more" if more > 0 else "less"
        self._tell(
            record,
            f"claimed {claimed:,.2f}, and {words} is {again:,.2f}: {abs(more):,.2f} {sign}{hint}",
        )

    def _tell(self, record: Record, reason: str) -> None:
        heading = self.records.layout.headings.get("total")
        self.found.append(Remark(self.records.place(record.number, "total"), reason, heading))


def _amount(record: Record, name: str) -> Decimal | None:
    """What a cell holds; none where that is nothing, or no number."""
    return None if is_blank(record.cell(name)) else record.amount(name)


def _term(record: Record) -> str | None:
    """For how long a line is, in months where it says so; none where it is no term."""
    cell = record.cell("periods")
    if isinstance(cell, str) and (months := months_in(cell)) is not None:
        return f"{months} months"
    number = _amount(record, "periods")
    return None if number is None else f"{number.normalize():f}"


def _periods(record: Record) -> Decimal | None:
    """For how many of its periods a price is paid: 36 months of a price a year are three."""
    said, per = record.cell("periods"), record.cell("per")
    months = months_in(said) if isinstance(said, str) else None
    each = months_in(per) if isinstance(per, str) else None
    if months is None or each is None:
        return _amount(record, "periods")
    return Decimal(months) / each


_IN = r"(?:inc(?:l(?:uding|udes|usive(?: of)?|\.)?)?\.?|with|plus|include)"
_VAT_IN = re.compile(rf"\b{_IN}\s*(?:of\s*)?(?:vat|tax)\b|\bvat\s*{_IN}", re.IGNORECASE)
_VAT_OUT = re.compile(
    r"[(\[]?\b(?:ex(?:cl(?:uding|udes|usive(?: of)?|\.)?)?\.?|without|before|less|net of)\s*"
    r"(?:vat|tax)\b[)\]]?",
    re.IGNORECASE,
)


def has_vat_in(text: object) -> bool:
    """Whether a heading or sentence says that VAT is in a price.

    Examples
    --------
    >>> [has_vat_in(each) for each in ("Unit price inc VAT", "Price (incl. VAT)")]
    [True, True]
    >>> [has_vat_in(each) for each in ("Unit price ex VAT", "VAT", "Invoice")]
    [False, False, False]
    """
    words = text if isinstance(text, str) else ""
    return _VAT_IN.search(_VAT_OUT.sub(" ", words)) is not None


def without_vat_words(heading: str) -> str:
    """A heading without its saying that VAT is out, as all prices here are.

    Examples
    --------
    >>> without_vat_words("Unit price (ex VAT)")
    'Unit price'
    """
    return _VAT_OUT.sub(" ", heading).strip()


def vat_said(records: Records) -> str | None:
    """What says that VAT is in the prices of a sheet; none where the price's heading denies it."""
    heading = records.layout.headings.get("price", "")
    if has_vat_in(heading):
        return heading
    if _VAT_OUT.search(heading):
        return None
    cells = [cell for row in records.layout.above for cell in row.cells]
    return next((read_text(cell) for cell in cells if has_vat_in(cell)), None)
