"""Saved mappings: which column of somebody's list is which, read and proposed."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import json
import re
from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from licmodel.analysis.accounts.actuals import BUDGET, CODES, IDENTITIES
from licmodel.errors import InputError
from licmodel.intake import actuals
from licmodel.intake.arithmetic import has_vat_in, without_vat_words
from licmodel.intake.cells import Cell, Unreadable, is_blank, read_date, read_text
from licmodel.intake.headings import read_heading
from licmodel.intake.layouts import LOOKED_AT, Form, Layout, lay_out, plain
from licmodel.intake.mapped import FORMS as LISTS
from licmodel.intake.tables import Book, Row, Sheet
from licmodel.scenario.files import read_document
from licmodel.scenario.overlay import dump_document

FORMS = {**LISTS, **actuals.FORMS}

_KEYS = ("holds", "sheet", "columns", "constants", "dated", "status", "lines")
_TABLES = ("columns", "constants")
_STATUSES = ("contract", "quote", "published", "assumed")
_LIKELY = 0.8
_FEWEST_HEADINGS = 2
_LONGEST_HEADING = 60


@dataclass(frozen=True)
class Mapping:
    """Which column is which.

    Parameters
    ----------
    holds : str
        ``seats``, ``prices``, ``invoices`` or ``ledger``.
    columns : mapping of str to str
        Heading in the file, by field.
    constants : mapping of str to str
        What is so of every row, by field: ``currency: GBP``, ``per: 1 year``.
    sheet : str, optional
        Of a workbook.
    dated : date, optional
        The day the figures are of.
    status : str, optional
        How firmly they are known: ``contract``, ``quote``, ``published`` or ``assumed``.
    lines : mapping, optional
        Of invoices and ledgers: by line of a scenario, the part numbers and products that are
        its own, and the codes that it is posted under.
    """

    holds: str
    columns: Table[str, str]
    constants: Table[str, str] = field(default_factory=dict)
    sheet: str | None = None
    dated: dt.date | None = None
    status: str | None = None
    lines: Table[str, Table[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """The columns to look for, under the names that the mapping gives them."""
        form = FORMS[self.holds]
        fields = tuple(
            replace(each, headings=(self.columns[each.name],))
            for each in form.fields
            if each.name in self.columns
        )
        named = self.constants.keys()
        needs = tuple(group for group in form.needs if not named & set(group))
        # each column that is mapped must be there: one gone missing is no column left blank
        return replace(form, fields=fields, needs=(*needs, *((name,) for name in self.columns)))


def read_mapping(path: str | Path) -> Mapping:
    """Read a mapping, YAML or JSON.

    Raises
    ------
    InputError
        If it does not say what it should, naming the key.
    """
    path = Path(path)
    data: Any
    if path.suffix.lower() == ".json":
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            raise InputError(
                "this mapping cannot be read",
                where=str(path),
                expected="JSON with holds and columns",
                remedies=["propose one with: licmodel intake map FILE"],
            ) from None
    else:
        data = read_document(path).data
    return _mapping(data, str(path))


def mapping_text(mapping: Mapping) -> str:
    """A mapping as a file that `read_mapping` reads.

    Examples
    --------
    >>> print(mapping_text(Mapping("ledger", {"net": "Amount"}, {"date": "2026-11-20"})), end="")
    holds: ledger
    columns:
      net: Amount
    constants:
      date: 2026-11-20
    """
    data: dict[str, Any] = {"holds": mapping.holds}
    if mapping.sheet:
        data["sheet"] = mapping.sheet
    data["columns"] = dict(mapping.columns)
    if mapping.constants:
        data["constants"] = dict(mapping.constants)
    if mapping.dated:
        data["dated"] = mapping.dated.isoformat()
    if mapping.status:
        data["status"] = mapping.status
    if mapping.lines:
        data["lines"] = {
            name: {key: texts[0] if len(texts) == 1 else list(texts) for key, texts in said.items()}
            for name, said in mapping.lines.items()
        }
    return dump_document(data)


def _mapping(data: Any, where: str) -> Mapping:  # noqa: ANN401  what a file may hold
    if not isinstance(data, Table) or not isinstance(data.get("columns"), Table):
        raise _wrong(where, "columns", "a table of fields and headings under columns")
    unknown = [key for key in data if key not in _KEYS]
    if unknown:
        raise _wrong(where, f"the key {unknown[0]}", ", ".join(_KEYS))
    holds = data.get("holds")
    if holds not in FORMS:
        raise _wrong(where, f"holds: {holds}", " or ".join(FORMS))
    tables = {key: _table(data.get(key) or {}, key, holds, where) for key in _TABLES}
    status = data.get("status")
    if status is not None and status not in _STATUSES:
        raise _wrong(where, f"status: {status}", ", ".join(_STATUSES))
    sheet = data.get("sheet")
    mapping = Mapping(
        holds,
        tables["columns"],
        tables["constants"],
        str(sheet) if sheet else None,
        _day(data, where),
        status,
        _lines(data.get("lines") or {}, holds, where),
    )
    for group in FORMS[holds].needs:
        if not {*mapping.columns, *mapping.constants} & set(group):
            raise _wrong(where, f"no {group[0]}", f"a column or constant for {' or '.join(group)}")
    return mapping


def _table(table: object, key: str, holds: str, where: str) -> dict[str, str]:
    if not isinstance(table, Table) or not all(isinstance(each, str) for each in table.values()):
        raise _wrong(where, key, "fields with one text each")
    names = [each.name for each in FORMS[holds].fields]
    for name in table:
        if name not in names:
            near = difflib.get_close_matches(str(name), names, n=1)
            raise _wrong(where, f"{key}.{name}", near[0] if near else ", ".join(names))
    return dict(table)


def _lines(table: object, holds: str, where: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """What identifies each line: one text or a list of them, by field."""
    if table and holds not in actuals.FORMS:
        raise _wrong(where, f"lines, and holds: {holds}", "lines only for invoices or a ledger")
    if not isinstance(table, Table) or not all(isinstance(each, Table) for each in table.values()):
        raise _wrong(where, "lines", "a table of lines, each with what it goes by")
    said: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, fields in table.items():
        allowed = CODES if name == BUDGET else (*IDENTITIES, *CODES)
        for key, written in fields.items():
            texts = [written] if isinstance(written, str) else written
            if key not in allowed:
                raise _wrong(where, f"lines.{name}.{key}", " or ".join(allowed))
            if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
                raise _wrong(where, f"lines.{name}.{key}", "a text, or a list of texts")
            said.setdefault(name, {})[key] = tuple(texts)
    return said


def _day(data: Table[str, Any], where: str) -> dt.date | None:
    if data.get("dated") is None:
        return None
    try:
        return read_date(str(data["dated"]))[0]
    except Unreadable:
        raise _wrong(where, f"dated: {data['dated']}", "a day such as 2026-11-20") from None


def _wrong(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "this mapping cannot be used",
        where=where,
        found=found,
        expected=expected,
        remedies=["propose one with: licmodel intake map FILE"],
    )


def mapped_layout(mapping: Mapping, book: Book) -> Layout:
    """Where the mapped columns stand.

    Raises
    ------
    InputError
        If a heading of the mapping is not in the file, naming it.
    """
    sheets = [each for each in book.sheets if mapping.sheet in {None, each.name}]
    if not sheets:
        raise InputError(
            f"there is no sheet {mapping.sheet}",
            where=book.name,
            found=", ".join(str(each.name) for each in book.sheets),
        )
    form = mapping.form
    best: set[str] = set()
    for sheet in sheets:
        top = tuple(itertools.islice(sheet.rows(), LOOKED_AT))
        for number, row in enumerate(top):
            if layout := lay_out(form, book.name, sheet, row, top[:number]):
                return layout
            cells = {plain(cell) for cell in row.cells}
            here = {name for name in mapping.columns.values() if plain(name) in cells}
            best = max(best, here, key=len)
    missing = [name for name in mapping.columns.values() if name not in best]
    raise InputError(
        "these headings of the mapping are not in the file",
        where=book.name,
        found=", ".join(missing),
        remedies=[f"propose a new mapping with: licmodel intake map {book.path}"],
    )


@dataclass(frozen=True)
class Proposal:
    """A mapping made from the headings of a file, and what could not be told."""

    mapping: Mapping
    likely: tuple[str, ...]
    asked: Table[str, tuple[str, ...]]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    with_vat: tuple[str, ...] = ()
    """Headings that say that VAT is in: never taken for a price."""

    def text(self) -> str:
        """The mapping as a file."""
        return mapping_text(self.mapping)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "holds": self.mapping.holds,
            "sheet": self.mapping.sheet,
            "columns": dict(self.mapping.columns),
            "likely": list(self.likely),
            "ambiguous": {name: list(headings) for name, headings in self.asked.items()},
            "unmapped": list(self.unmapped),
            "missing": list(self.missing),
            "with_vat": list(self.with_vat),
        }


def propose(book: Book, among: Iterable[str] = tuple(FORMS)) -> Proposal:
    """Propose a mapping from the headings; what may be several columns is asked, not guessed.

    A list of invoices or a ledger is proposed only where it has a day and an amount, unless
    nothing else is looked for.

    Raises
    ------
    InputError
        If no row looks like headings.
    """
    kinds = tuple(among)
    best: tuple[int, Proposal] | None = None
    for sheet in book.sheets:
        for row in itertools.islice(sheet.rows(), LOOKED_AT):
            if sheet.hidden or not _are_headings(row):
                continue
            for holds in kinds:
                proposal = _proposal(holds, sheet, row)
                if not proposal.mapping.columns or (
                    proposal.missing and holds in actuals.FORMS and len(kinds) == len(FORMS)
                ):
                    continue
                score = 2 * len(proposal.mapping.columns) + len(proposal.asked)
                score -= len(proposal.missing)
                if best is None or score > best[0]:
                    best = (score, proposal)
    if best is None:
        raise InputError(
            "no row looks like headings",
            where=book.name,
            expected=f"names of columns in one of the first {LOOKED_AT} rows",
            remedies=["put a row of headings above the figures, in a copy of the file"],
        )
    return best[1]


def _are_headings(row: Row) -> bool:
    """Whether a row is words alone; a row with an address, number or date holds data."""
    cells: list[Cell] = [cell for cell in row.cells if not is_blank(cell)]
    return len(cells) >= _FEWEST_HEADINGS and all(
        isinstance(cell, str)
        and len(cell) <= _LONGEST_HEADING
        and "@" not in cell
        and not re.fullmatch(r"[\d\s.,/:£€$%-]+", cell)
        for cell in cells
    )


def price_constants(columns: Table[str, str]) -> dict[str, str]:
    """What the heading of a price says of every row, where no column says it.

    Examples
    --------
    >>> price_constants({"product": "Item", "price": "Unit price £/month", "currency": "Money"})
    {'per': '1 month'}
    """
    said = read_heading(columns.get("price", "")).constants
    return {name: each for name, each in said.items() if name not in columns}


def _proposal(holds: str, sheet: Sheet, row: Row) -> Proposal:
    headings = [read_text(cell) for cell in row.cells if not is_blank(cell)]
    plain_headings = {heading: plain(without_vat_words(heading)) for heading in headings}
    said = {heading: read_heading(without_vat_words(heading)) for heading in headings}
    with_vat = [heading for heading in headings if has_vat_in(heading)]
    columns: dict[str, str] = {}
    likely: list[str] = []
    asked: dict[str, tuple[str, ...]] = {}
    every = {plain(name) for each in FORMS[holds].fields for name in each.headings}
    for each in FORMS[holds].fields:
        names = [plain(name) for name in each.headings]
        free = [heading for heading in headings if heading not in columns.values()]
        if each.name == "price":
            free = [heading for heading in free if heading not in with_vat]
        is_price = each.name == "price"
        fits = [
            heading
            for heading in free
            if plain_headings[heading] in names
            or ((is_price or said[heading].per is None) and plain(said[heading].name) in names)
            or (is_price and said[heading].is_price)
        ]
        if not fits:
            fits = [
                heading
                for heading in free
                if plain_headings[heading] not in every  # it is just what another goes by
                and difflib.get_close_matches(plain_headings[heading], names, 1, _LIKELY)
            ]
            likely += fits if len(fits) == 1 else []
        if len(fits) == 1:
            columns[each.name] = fits[0]
        elif fits:
            asked[each.name] = tuple(fits)
    taken = {*columns.values(), *itertools.chain.from_iterable(asked.values())}
    constants = price_constants(columns) if holds == "prices" else {}
    return Proposal(
        Mapping(holds, columns, constants, sheet.name),
        tuple(likely),
        asked,
        tuple(heading for heading in headings if heading not in {*taken, *with_vat}),
        tuple(
            group[0]
            for group in FORMS[holds].needs
            if not any(name in columns or name in asked or name in constants for name in group)
        ),
        tuple(with_vat),
    )
