"""The price in force on a date: dated points, a projection after the last, and what it pays for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from licmodel.errors import InputError, PriceError
from licmodel.language.expression import Expr
from licmodel.language.operators import MONTHS_A_YEAR, floor, look_up, most
from licmodel.language.program import Cause
from licmodel.lines.setting import ANNOUNCED, PROJECTED, RATE, TWELVE_MONTHS
from licmodel.records import record
from licmodel.terms.buying import Conversion
from licmodel.terms.figure import Provenance
from licmodel.terms.months import month_text
from licmodel.terms.price import Per, Price

if TYPE_CHECKING:
    from licmodel.lines.page import Page

_OVER = {"once": "", "month": "/month", "year": "/year"}


@record
class Source:
    """A price with the key and label its inputs have, and where it leans for provenance."""

    price: Price
    key: str
    label: str
    provenance: Provenance | None
    place: str | None = None
    places: Mapping[int, str] = field(default_factory=dict)
    said: Mapping[int, str] = field(default_factory=dict)


def paid_once(page: Page, price: Price | None, at: Expr) -> Expr:
    """Unit price of something bought [money per unit], in force at ``at``.

    Raises
    ------
    InputError
        If the price is for a month or a year.
    PriceError
        If none is in force when the line first buys.
    """
    source = _source(page, price)
    if _per(page, source, "once") != "once":
        raise InputError(
            f"{source.key}: a thing bought has a price paid once",
            where=_place(page, source),
            found=f"per: {source.price.per}",
            expected="per: once",
        )
    timeline = page.setting.timeline
    return _in_force(page, source, at, "once", max(page.line.starts or 0, timeline.start))


def paid_monthly(
    page: Page, price: Price | None, at: Expr, per: Per | None = None, *, from_month: int
) -> Expr:
    """Unit price of a service a month [money per unit per month], in force at ``at``.

    Parameters
    ----------
    page : Page
        Of the line.
    price : Price, optional
        The line's own; its product's, where it has none.
    at : Expr
        Month on which the price is looked up.
    per : {"month", "year"}, optional
        What the price pays for, where it does not say so itself.
    from_month : int
        Earliest month on which it is looked up.

    Raises
    ------
    InputError
        If nothing says what the price pays for, or it is paid once.
    PriceError
        If none is in force in that earliest month.
    """
    source = _source(page, price)
    if per is not None and source.price.per not in {None, per}:
        raise InputError(
            f"{source.key}: does the price pay for a month or a year?",
            where=page.setting.place(f"{page.key}.per") or _place(page, source),
            found=f"per: {source.price.per} with the price, per: {per} on the line",
            expected="one of them",
            remedies=["take per: out of the line"],
        )
    over = _per(page, source, per)
    if over == "once":
        raise InputError(
            f"{source.key}: a service has a price by month or year",
            where=_place(page, source),
            found="per: once",
            expected="per: month or per: year",
        )
    figure = _in_force(page, source, at, over, from_month)
    return figure / MONTHS_A_YEAR if over == "year" else figure


def changes(page: Page, price: Price | None) -> bool:
    """Whether the price is different on different dates."""
    return _source(page, price).price.by_date is not None


def _source(page: Page, price: Price | None) -> Source:
    if price is not None:
        said = price.provenance or page.provenance("price")
        return Source(price, page.field_key("price"), f"{page.name}: price", said)
    product = page.product
    if product is None:
        raise InputError(
            f"{page.key}: no price",
            where=page.setting.place(page.key),
            found="neither price nor product",
            expected="price: with per:, or product: from a price list",
        )
    return Source(
        product.price,
        product.input_key,
        product.title,
        product.price.provenance,
        product.place,
        product.places,
        product.said,
    )


def _place(page: Page, source: Source) -> str | None:
    return source.place or page.setting.place(source.key) or page.setting.place(page.key)


def _per(page: Page, source: Source, otherwise: Per | None) -> Per:
    per = source.price.per or otherwise
    if per is None:
        raise InputError(
            f"{source.key}: what does the price pay for?",
            where=_place(page, source),
            found="a price with no period",
            expected="per: month or per: year beside the price",
        )
    return per


def _in_force(page: Page, source: Source, at: Expr, per: Per, from_month: int) -> Expr:
    """The price in the scenario's currency; one listed in another is taken at its stated rate."""
    rate: Conversion | None = getattr(page.line, "converted", None)
    if rate is None:
        return _listed(page, source, at, f"{page.money}/{page.unit}{_OVER[per]}", from_month)
    if rate.currency == page.money:
        raise InputError(
            f"{page.key}: converted from the currency of the scenario",
            where=page.setting.place(f"{page.key}.converted"),
            found=f"from: {rate.currency}",
            expected="the currency that the price is listed in, if it is another",
        )
    listed = _listed(page, source, at, f"{rate.currency}/{page.unit}{_OVER[per]}", from_month)
    return listed * page.setting.figure(
        f"{page.field_key('converted')}.rate",
        f"{page.name}: {page.money} to one {rate.currency}",
        f"{page.money}/{rate.currency}",
        rate.rate,
        rate.provenance or page.provenance("converted"),
    )


def _listed(page: Page, source: Source, at: Expr, unit: str, from_month: int) -> Expr:
    setting, price = page.setting, source.price
    if price.value is not None:
        return setting.figure(source.key, source.label, unit, price.value, source.provenance)
    dated = price.by_date or {}
    _refuse_double_rise(page, source, max(dated, default=0))
    _require(page, source, min(dated), from_month)
    points = setting.dated(
        source.key,
        source.label,
        unit,
        dated,
        source.provenance,
        cause=ANNOUNCED,
        places=source.places,
    )
    if page.line.starts is not None and page.holding is None:
        # nothing is bought before the line starts: the first price need not reach further back
        at = most(at, page.starts)
    figure = look_up(at, points)
    if price.escalator is None:
        return figure
    key = f"{source.key}.escalator"
    said = price.escalator.provenance or setting.kept_provenance(key) or source.provenance
    rise = setting.declare(
        key,
        f"{source.label}: yearly rise after the last dated price",
        "1",
        price.escalator.value,
        _projected(said),
        shown="percent" if price.escalator.is_percent else "number",
        bounds=RATE,
        cause=Cause(PROJECTED, 0.0),
    )
    years = floor(most(at - points[-1][0], 0) / TWELVE_MONTHS)
    return figure * (1 + rise) ** years


def _projected(said: Provenance | None) -> Provenance | None:
    """A rise after the last price is a projection, however firm the prices before it are."""
    if said is None or said.status == "assumed":
        return said
    return said.model_copy(update={"status": "projected"})


def _require(page: Page, source: Source, first: int, begins: int) -> None:
    if first > begins:
        raise PriceError(
            f"no price of {source.label} is in force in {month_text(begins)}",
            where=page.setting.place(page.key) or _place(page, source),
            found=f"the nearest price is from {month_text(first)}"
            + (f": {source.said[first]}" if first in source.said else ""),
            expected=f"a price from {month_text(begins)} or before",
            remedies=[
                f"add {month_text(begins)}: PRICE to the price list",
                "or give the line a price of its own, with source: or assumed:",
            ],
        )


def _refuse_double_rise(page: Page, source: Source, last: int) -> None:
    """Prices of later dates are prices of those dates: an index would raise them again."""
    later = last > page.setting.timeline.start
    if page.line.index is not None and (later or source.price.escalator is not None):
        raise InputError(
            f"{page.key}: its price would rise twice",
            where=page.setting.place(f"{page.key}.index") or _place(page, source),
            found="an index beside prices of later dates or an escalator",
            expected="one of them",
            remedies=["take index: out of the line, or give it one price"],
        )
