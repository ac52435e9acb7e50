"""Tables inside of a line, from its kind's own fields: more fields of its form, or small grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from licmodel.lines import Line
from licmodel.scenario.overlay import Keys
from licmodel.terms.figure import Figure
from licmodel.terms.help import help_of
from licmodel.workbook.form_columns import column_from, columns_of, fits_a_cell
from licmodel.workbook.form_tables import Column, Table

STEP = "step"
"""Heading of the key of a list's items, which are numbered from one."""

FIGURE = ("figure",)
"""Path of the column of figures that stand in no table of their own."""

_EVERY = frozenset(Line.model_fields)
_SELDOM = frozenset({"status", "owner"})


def is_inner(table: Table) -> bool:
    """Whether a table is inside of one line.

    Examples
    --------
    >>> from licmodel.lines import KINDS
    >>> from licmodel.workbook.form_tables import tables
    >>> all(is_inner(each) for kind in KINDS for each in inner_tables(kind, ("options", "renew")))
    True
    >>> any(map(is_inner, tables()))
    False
    """
    return len(table.prefix) > 1 and isinstance(table.prefix[1], str)


def nested_columns(kind: type[Line]) -> tuple[Column, ...]:
    """Fields of the tables that a kind of line has one of, such as how it is paid.

    Examples
    --------
    >>> from licmodel.lines.grant import Grant
    >>> [column.heading for column in nested_columns(Grant)][:2]
    ['share: value', 'share: source']
    """
    found: list[Column] = []
    for name, field in _not_in_cells(kind):
        for model, _, many in _shapes(field):
            if many is None:
                found += [
                    replace(each, path=(name, *each.path), required=False)
                    for each in columns_of(model)
                    if each.path[0] not in _SELDOM
                ]
    return tuple(found)


def inner_tables(kind: type[Line], row: Keys) -> tuple[Table, ...]:
    """Lists of tables, and tables of names, that a kind of line may have: each a small grid.

    Parameters
    ----------
    kind : type of Line
        Of the line.
    row : tuple of str
        Path of the line.

    Examples
    --------
    >>> from licmodel.lines.consumption import Consumption
    >>> [(each.sheet, len(each.columns)) for each in inner_tables(Consumption, ("lines", "a"))]
    [('Tiers', 3), ('Fund', 1)]
    """
    said, found = help_of(kind), []
    for name, field in _not_in_cells(kind):
        for model, metadata, many in _shapes(field):
            if many is None:
                continue
            if many is dict:
                keys = Column((f"key of the {name}",), "Short name.", required=True)
            else:
                keys = Column((STEP,), "Its number.", required=True)
            if issubclass(model, Figure):
                one = FieldInfo(annotation=model)
                one.metadata = list(metadata)
                columns: tuple[Column, ...] = (column_from(*FIGURE, one, "How much."),)
            else:
                columns = columns_of(model)
            sheet = name.replace("_", " ").capitalize()
            prefix: tuple[str | int, ...] = (*row, name, 0)
            words = said.get(name, "").split("\n\n", maxsplit=1)[0].replace("\n", " ")
            found.append(Table(sheet, words, prefix, (keys,), columns))
    return tuple(found)


def _not_in_cells(kind: type[Line]) -> Iterator[tuple[str, FieldInfo]]:
    """A kind's own first, then what every line may say."""
    for name, field in sorted(kind.model_fields.items(), key=lambda each: each[0] in _EVERY):
        if not fits_a_cell(field):
            yield field.alias or name, field


def _shapes(field: FieldInfo) -> Iterator[tuple[type[BaseModel], tuple[Any, ...], type | None]]:
    """Models of a field, with what is said of their figures, and whether by name, in a list or one.

    What may be written in several ways has none: it is reached by its path.
    """
    found = list(_parts(field.annotation, ()))
    if len(found) == 1:
        yield from found


def _parts(
    said: Any,  # noqa: ANN401  an annotation
    metadata: tuple[Any, ...],
    many: type | None = None,
) -> Iterator[tuple[type[BaseModel], tuple[Any, ...], type | None]]:
    origin, inner = get_origin(said), get_args(said)
    if origin is Annotated:
        yield from _parts(inner[0], inner[1:], many)
    elif origin in {Union, UnionType}:
        for each in inner:
            yield from _parts(each, metadata, many)
    elif origin in {dict, tuple} and many is None:
        yield from _parts(inner[origin is dict], (), origin)
    elif isinstance(said, type) and issubclass(said, BaseModel):
        yield said, metadata, many
