"""One reading: open a file, find its kind and columns, judge its rows, tell what they became."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from licmodel.errors import InputError
from licmodel.intake import activity, actuals, mapped, offers, price_sheets, seat_counts, statements
from licmodel.intake.findings import Report
from licmodel.intake.layouts import Form, Layout, find_layout, unrecognised
from licmodel.intake.mappings import (
    FORMS,
    Mapping,
    Proposal,
    mapped_layout,
    propose,
    read_mapping,
)
from licmodel.intake.records import Progress, Records, Settings
from licmodel.intake.tables import Book, open_book

_DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})([-_.]?)([01][0-9])\2([0-3][0-9])(?![0-9])")


@dataclass(frozen=True)
class Kind:
    """A kind of file: its columns, what is summed to check that nothing was lost, its reader.

    The reader gives what each row became, by row, and what is held of them all.
    """

    form: Form
    measures: dict[str, str]
    read: Callable[[Records], tuple[dict[int, Any], tuple[Any, ...]]]
    totals: Callable[[Any], dict[str, Decimal]]
    gives: str
    private: bool = False
    """Whether its rows may be of people, whose names no message tells."""


def _nothing(_: object) -> dict[str, Decimal]:
    return {}


KINDS = {
    kind.form.key: kind
    for kind in (
        Kind(
            price_sheets.NEW_COMMERCE,
            price_sheets.MEASURES,
            price_sheets.read_new_commerce,
            price_sheets.totals_of,
            "prices",
        ),
        Kind(
            price_sheets.MONTHLY,
            price_sheets.MEASURES,
            price_sheets.read_monthly,
            price_sheets.totals_of,
            "prices",
        ),
        Kind(offers.FORM, {}, offers.read_offers, _nothing, "offers"),
        Kind(
            seat_counts.FORM,
            seat_counts.MEASURES,
            seat_counts.read_seats,
            seat_counts.totals_of,
            "holdings",
        ),
        Kind(activity.FORM, {}, activity.read_activity, _nothing, "holdings", private=True),
        Kind(
            statements.FORM,
            statements.MEASURES,
            statements.read_statement,
            statements.totals_of,
            "holdings",
        ),
    )
}
"""Kinds of files known by their headings."""

_MAPPED = {
    "seats": Kind(
        mapped.SEATS,
        seat_counts.MEASURES,
        mapped.read_mapped_seats,
        seat_counts.totals_of,
        "holdings",
        private=True,
    ),
    "prices": Kind(
        mapped.PRICES,
        mapped.PRICE_MEASURES,
        mapped.read_mapped_prices,
        mapped.totals_of,
        "prices",
    ),
} | {
    name: Kind(
        form,
        actuals.MEASURES,
        actuals.read_actuals,
        actuals.totals_of,
        "actuals",
    )
    for name, form in actuals.FORMS.items()
}
NAMES = (*KINDS, "mapped")


def read(  # noqa: PLR0913  what a user may say besides the file, by name
    path: str | Path,
    kind: str = "auto",
    *,
    mapping: str | Path | None = None,
    dated: dt.date | None = None,
    currency: str | None = None,
    matrix: str | Path | None = None,
    progress: Progress | None = None,
) -> Report:
    r"""Read a file that somebody holds, and report what became of every row.

    Parameters
    ----------
    path : str or Path
        The file; it is left as it is.
    kind : str
        ``prices``, ``monthly-prices``, ``offers``, ``seats``, ``activity``, ``statement``,
        ``mapped``, or ``auto`` to tell it by its headings.
    mapping : str or Path, optional
        A saved mapping, for ``mapped``.
    dated : date, optional
        The day its figures are of, where neither the file nor its name says.
    currency : str, optional
        Three letters, for a list without a column for it.
    matrix : str or Path, optional
        An offer matrix, to know a price sheet's products by.
    progress : callable, optional
        Told now and then how many rows were read, and of about how many where that is known.

    Returns
    -------
    Report
        With the seats, prices or offers held.

    Raises
    ------
    InputError
        If it cannot be read at all: not safe, damaged, or of another kind.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> text = "SkuPartNumber,ActiveUnits,ConsumedUnits\nSPE_E3,40,38\nSPE_F1,n/a,3\n"
    >>> _ = (folder / "seats.csv").write_text(text)
    >>> report = read(folder / "seats.csv", "seats")
    >>> report.holdings[0].key, dict(report.holdings[0].counts)
    ('microsoft_365_e3', {'bought': 40, 'assigned': 38, 'unassigned': 2})
    >>> print(report.refused[0])
    seats.csv:3, ActiveUnits: "n/a": not a number that can be reckoned with
    """
    if kind not in {*NAMES, "auto"}:
        raise InputError(
            f"there is no kind {kind}", found=kind, expected=", ".join((*NAMES, "auto"))
        )
    if kind == "mapped" and mapping is None:
        raise InputError(
            "a list is read by a mapping, and none was named",
            where=str(path),
            remedies=[f"propose one with: licmodel intake map {path} --out mapping.yaml"],
        )
    if kind not in {"mapped", "auto"} and mapping is not None:
        raise InputError(f"a mapping is for kind mapped, not {kind}", where=str(mapping))
    by = read_mapping(mapping) if mapping is not None else None
    known = {} if matrix is None else _offers(matrix)
    book = open_book(path)
    chosen, layout = _recognised(book, kind, by)
    settings = Settings(
        dated or (by.dated if by else None) or _day_named(book.name),
        currency.upper() if currency else None,
        known,
        by.constants if by else {},
        progress,
        by.status if by else None,
    )
    records = Records(book.name, layout, chosen.measures, settings, private=chosen.private)
    return _report(chosen, records, book)


def read_by(path: str | Path, by: Mapping, *, currency: str | None = None) -> Report:
    """Read a list by a mapping that is at hand.

    Raises
    ------
    InputError
        If the file cannot be read, or has not the headings of the mapping.
    """
    book = open_book(path)
    settings = Settings(
        by.dated or _day_named(book.name), currency, {}, by.constants, None, by.status
    )
    chosen, layout = _recognised(book, "mapped", by)
    records = Records(book.name, layout, chosen.measures, settings, private=chosen.private)
    return _report(chosen, records, book)


def propose_mapping(path: str | Path, among: Iterable[str] = tuple(FORMS)) -> Proposal:
    """Propose a mapping for a list, from its headings; for one of some kinds, where it is said.

    Raises
    ------
    InputError
        If the file cannot be read, or no mapping is seen in its headings.
    """
    book = open_book(path)
    try:
        return propose(book, among)
    except InputError:
        layout = find_layout([each.form for each in KINDS.values()], book)
        if layout is None:
            raise
        raise InputError(
            f"this is {layout.form.title}, which needs no mapping",
            where=book.name,
            remedies=[f"licmodel intake {layout.form.key} {path}"],
        ) from None


def _offers(matrix: str | Path) -> dict[tuple[str, str], Any]:
    found = read(matrix, "offers")
    if found.refused:
        raise InputError(
            "this offer matrix has rows that cannot be read",
            where=str(matrix),
            found=str(found.refused[0]),
            remedies=["mend them in a copy of the file"],
        )
    return {(each.product_id, each.sku_id): each for each in found.offers}


def _recognised(book: Book, kind: str, by: Mapping | None) -> tuple[Kind, Layout]:
    if by is not None:
        return _MAPPED[by.holds], mapped_layout(by, book)
    forms = [each.form for each in KINDS.values()]
    asked = None if kind == "auto" else KINDS[kind].form
    layout = find_layout([asked] if asked else forms, book)
    if layout is None:
        raise unrecognised(book, asked, forms)
    return KINDS[layout.form.key], layout


def _day_named(name: str) -> dt.date | None:
    found = _DAY_IN_NAME.search(name)
    if found is None:
        return None
    try:
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def _report(kind: Kind, records: Records, book: Book) -> Report:
    dated = records.settings.dated
    if kind.form is statements.FORM:
        dated = statements.calculated_on(records) or dated
        records.settings = replace(records.settings, dated=dated)
    held, findings = kind.read(records)
    if kind.form is activity.FORM and held:
        dated = max(account.refreshed for account in held.values())
    rows, *totals = records.ledger.tallies(len(held), kind.totals(held.values()))
    sheet = records.layout.sheet
    others = [
        f"{each.name}{' (hidden)' * each.hidden}" for each in book.sheets if each is not sheet
    ]
    notes = list(book.notes)
    if others:
        notes.append(f"read from the sheet {sheet.name}; not read: {', '.join(others)}")
    if sheet.hidden:
        notes.append(f"the sheet {sheet.name} is hidden in the workbook")
    if kind.form.key == "mapped" and records.layout.unused:
        notes.append(f"columns not used: {', '.join(records.layout.unused)}")
    unknown = _unknown(findings)
    return Report(
        book.name,
        sheet.name,
        book.sha256,
        kind.form.key,
        kind.form.title,
        dated,
        rows,
        tuple(totals),
        records.ledger.corrected,
        records.ledger.refused,
        records.ledger.aside,
        records.ledger.corrected_rows,
        status=records.settings.status,
        arithmetic=tuple(records.arithmetic),
        **{kind.gives: findings},
        unknown=unknown,
        notes=(*notes, *records.notes),
    )


def _unknown(findings: tuple[Any, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for each in findings:
        if each.known or getattr(each, "key", "") == activity.OTHER:
            continue
        key = getattr(each, "product", None) or each.key
        title = f"{each.title} ({key})" if each.title != key else key
        names.setdefault(title)
    return tuple(names)
