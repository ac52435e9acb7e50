"""Prices of a sheet as a price book, in the form of the catalogue's own."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace

from licmodel.catalogue.price_point import COLUMNS
from licmodel.errors import InputError
from licmodel.intake.findings import Report, SheetPrice
from licmodel.intake.standing import Standing

UNSAID = Standing()
_TERMS = {"P1M": ("csp_monthly", "1"), "P1Y": ("csp_annual", "12"), "P3Y": ("csp_three_year", "36")}
_PLANS = {"monthly": "monthly", "annual": "annual", "triennial": "upfront", "onetime": "once"}


def price_book_text(report: Report, standing: Standing = UNSAID) -> str:
    """The prices of a report as a price book.

    Where two prices of one thing overlap, the earlier ends the day before the later begins.

    Parameters
    ----------
    report : Report
        That holds prices.
    standing : Standing
        What the sheet is. Where neither it nor the mapping says, its prices are quotes: a price
        that is called published is told to everybody by a public copy.

    Raises
    ------
    InputError
        If the report holds no prices.
    """
    if not report.prices:
        raise InputError(
            f"{report.title} holds no prices to make a price book of",
            where=report.file,
            found=f"{report.rows.held} rows held, {report.rows.refused} refused",
        )
    from licmodel.report.csv_text import harmless  # noqa: PLC0415  it brings numpy

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    said = Standing(
        standing.status or report.status, standing.supplier, standing.dated or report.dated
    )
    for price in one_after_another(report.prices):
        writer.writerow(map(harmless, _cells(price, report, said)))
    return out.getvalue()


def _cells(price: SheetPrice, report: Report, said: Standing) -> tuple[str, ...]:
    """A row of the book, in the order of its columns: the one place that knows them."""
    return (
        price.product,
        price.title,
        price.segment,
        price.unit,
        f"{price.price:f}",
        price.currency,
        price.per,
        _day(price.start),
        _day(price.end),
        *_terms(price, report),
        _offer(price, report),
        said.source(report.file),
        said.dated.isoformat() if said.dated else "undated",
        "",
        said.known_as,
        f"{price.identity}: {price.note}",
    )


def _terms(price: SheetPrice, report: Report) -> tuple[str, str, str]:
    """Programme, plan and term as the book keys them; empty where the sheet does not say."""
    if report.kind != "prices":
        return ("", "", "")
    programme, term = _TERMS.get(price.term, ("", ""))
    return (programme, _PLANS.get(price.plan.replace(" ", "").lower(), ""), term)


def _offer(price: SheetPrice, report: Report) -> str:
    if report.kind == "prices":
        billed = f", billed {price.plan.lower()}" if price.plan else ""
        return f"CSP new commerce, term {price.term or 'once'}{billed}"
    if report.kind == "monthly-prices":
        return f"CSP, {price.plan}"
    return price.plan or "quotation"


def one_after_another(prices: Iterable[SheetPrice]) -> Iterator[SheetPrice]:
    """Prices in order, none of them in force once a later one of the same thing has begun."""
    ordered = list(prices)
    for price, later in zip(ordered, [*ordered[1:], None], strict=True):
        if later is not None and later.start is not None and _same(price, later):
            last = later.start - dt.timedelta(days=1)
            if price.end is None or price.end > last:
                yield replace(price, end=last)
                continue
        yield price


def _same(price: SheetPrice, later: SheetPrice) -> bool:
    names = ("identity", "product", "segment", "currency", "term", "plan", "per", "unit")
    return all(getattr(price, name) == getattr(later, name) for name in names)


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()
