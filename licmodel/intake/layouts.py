"""Which column holds what: headings as files write them, and the kind of file they tell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from licmodel.errors import InputError
from licmodel.intake.cells import Cell, read_text
from licmodel.intake.tables import Book, Row, Sheet

LOOKED_AT = 30


@dataclass(frozen=True)
class Field:
    """What a kind of file may hold in a column.

    ``headings`` are the names it goes by; ``many`` takes every column whose heading ends so;
    ``signed`` lets a number be below zero, as a credit is.
    """

    name: str
    headings: tuple[str, ...]
    many: bool = False
    signed: bool = False


@dataclass(frozen=True)
class Form:
    """The columns by which a kind of file is known.

    Parameters
    ----------
    key, title : str
        ``seats``, and in words.
    fields : tuple of Field
        Columns it may have.
    needs : tuple of tuple of str
        Fields it must have; of each group, one.
    explain : callable, optional
        What is wrong with a file of this kind that lacks a column, where that is known.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    explain: Callable[[frozenset[str]], str | None] | None = None

    def heading(self, name: str) -> str:
        """The usual heading of a field."""
        return next(field.headings[0] for field in self.fields if field.name == name)


@dataclass(frozen=True)
class Layout:
    """Where the columns of a kind stand in a sheet."""

    form: Form
    sheet: Sheet
    header: int
    width: int
    columns: Mapping[str, tuple[int, ...]]
    headings: Mapping[str, str]
    above: tuple[Row, ...] = ()
    unused: tuple[str, ...] = ()
    """Headings of columns that hold nothing of the kind."""


def plain(heading: Cell) -> str:
    """A heading without what differs between exports of the same thing.

    Examples
    --------
    >>> plain("Prepaid Units.Enabled"), plain("Effective Licence Quantity ")
    ('prepaidunitsenabled', 'effectivelicensequantity')
    """
    text = heading.lower() if isinstance(heading, str) else ""
    return re.sub(r"[^a-z0-9]", "", text).replace("licence", "license")


def lay_out(
    form: Form, file: str, sheet: Sheet, row: Row, above: tuple[Row, ...] = ()
) -> Layout | None:
    """The columns of a kind under a row of headings; None where one that it needs is missing.

    Raises
    ------
    InputError
        If two columns could be the same field: which, is not guessed.
    """
    found: dict[str, tuple[int, ...]] = {}
    plain_cells = [plain(cell) for cell in row.cells]
    for field in form.fields:
        names = tuple(plain(name) for name in field.headings)
        if field.many:
            columns = tuple(n for n, cell in enumerate(plain_cells) if cell.endswith(names))
        else:
            columns = tuple(n for n, cell in enumerate(plain_cells) if cell and cell in names)
        if columns:
            found[field.name] = columns
    if not all(any(name in found for name in group) for group in form.needs):
        return None
    several = {field.name for field in form.fields if field.many}
    for name, columns in found.items():
        if len(columns) > 1 and name not in several:
            raise InputError(
                f"two columns could be the {form.heading(name)} of {form.title}",
                where=sheet.place(file, row.number, columns[1]),
                found=" and ".join(read_text(row.cells[column]) for column in columns[:2]),
                expected="one of them",
                remedies=["take one of the two columns out, in a copy of the file"],
            )
    headings = {name: read_text(row.cells[columns[0]]) for name, columns in found.items()}
    used = {column for columns in found.values() for column in columns}
    unused = tuple(
        read_text(cell)
        for column, cell in enumerate(row.cells)
        if column not in used and isinstance(cell, str) and cell.strip()
    )
    return Layout(form, sheet, row.number, len(row.cells), found, headings, above, unused)


def find_layout(forms: Sequence[Form], book: Book) -> Layout | None:
    """The first sheet and row that are the headings of one of the kinds; the fullest of them."""
    for sheet in sorted(book.sheets, key=lambda each: each.hidden):
        top = tuple(itertools.islice(sheet.rows(), LOOKED_AT))
        for number, row in enumerate(top):
            fits = [lay_out(form, book.name, sheet, row, top[:number]) for form in forms]
            layouts = [layout for layout in fits if layout is not None]
            if layouts:
                return max(layouts, key=lambda each: len(each.columns))
    return None


def unrecognised(book: Book, asked: Form | None, forms: Sequence[Form]) -> InputError:
    """The error for a file that is not of the kind asked for, or of none."""
    rows = [row for sheet in book.sheets for row in itertools.islice(sheet.rows(), LOOKED_AT)]
    headings = [frozenset(map(plain, row.cells)) - {""} for row in rows]
    for form in (asked,) if asked else forms:
        for row in headings:
            if form.explain and (reason := form.explain(row)):
                return InputError(
                    reason,
                    where=book.name,
                    remedies=["see docs/intake.md for an export that keeps them"],
                )
    other = find_layout(forms, book) if asked else None
    remedies = []
    if other is not None:
        remedies.append(f"licmodel intake {other.form.key} {book.path}")
        near, lacking = other.form, ""
    else:
        near, row = _nearest(forms if asked is None else (asked, *forms), headings)
        lacking = ", ".join(_missing(near, row))
    remedies.append(f"licmodel intake map {book.path}, to say yourself which column is which")
    what = f"this is not {asked.title}" if asked else "this is no kind of file that is known"
    if not any(_share(form, row) for form in forms for row in headings):
        found = "no heading that any kind has"
    elif lacking:
        found = f"nearest to {near.title} ({near.key}), but without {lacking}"
    else:
        found = f"the columns of {near.title} ({near.key})"
    return InputError(what, where=book.name, found=found, remedies=remedies)


def _nearest(
    forms: Sequence[Form], headings: Sequence[frozenset[str]]
) -> tuple[Form, frozenset[str]]:
    pairs = itertools.product(forms, headings or [frozenset()])
    return max(pairs, key=lambda pair: _share(*pair))


def _share(form: Form, row: frozenset[str]) -> float:
    """Part of a kind's columns that a row of headings has; what it must have counts for more."""
    missing = len(_missing(form, row))
    named = sum(_has(field, row) for field in form.fields)
    return (len(form.needs) - missing) / len(form.needs) + named / (10 * len(form.fields))


def _has(field: Field, row: frozenset[str]) -> bool:
    names = tuple(plain(name) for name in field.headings)
    return any(cell.endswith(names) if field.many else cell in names for cell in row)


def _missing(form: Form, row: frozenset[str]) -> list[str]:
    by_name = {field.name: field for field in form.fields}
    return [
        form.heading(group[0])
        for group in form.needs
        if not any(_has(by_name[name], row) for name in group)
    ]
