"""Rows of small grids inside of a line, and texts of its fields, with what a draft says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licmodel.dashboard.cell_places import cell_of, cell_path
from licmodel.dashboard.cells import GONE, shown_text
from licmodel.dashboard.drafting import Base, Edits
from licmodel.dashboard.removals import now
from licmodel.dashboard.rows import Row
from licmodel.scenario.overlay import Keys, in_words
from licmodel.workbook.form_tables import Column, Table


def rows_inside(base: Base, edits: Edits, table: Table) -> list[Row]:
    """Rows of a list of tables, or of a table of names, inside of a line.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    table : Table
        Of `inner_tables`.
    """
    around = tuple(map(str, table.prefix[:-1]))
    there = now(base, edits, around)
    keys: dict[tuple[str, ...], None] = {}
    if isinstance(there, list):
        keys = {(str(number),): None for number in range(1, len(there) + 1)}
    elif isinstance(there, Mapping):
        keys = {(str(key),): None for key in there}
    for path, said in edits.items():
        if said is not GONE and (cell := cell_of(table, path)) is not None:
            keys[cell[0]] = None
    found = []
    for key in keys:
        cells = {
            column.path: text
            for column in table.columns
            if (text := text_now(base, edits, cell_path(table, key, column), column))
        }
        if edits.get(table.path(key)) is not GONE:
            found.append(Row(key, cells))
    return found


def nested_cells(base: Base, edits: Edits, row: Keys, columns: Sequence[Column]) -> dict[Keys, str]:
    """Texts of fields inside of a line, by the path of their column.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    row : tuple of str
        Path of the line; none for what a scenario says once.
    columns : sequence of Column
        The fields.
    """
    found = {each.path: text_now(base, edits, (*row, *each.path), each) for each in columns}
    return {path: text for path, text in found.items() if text}


def text_now(base: Base, edits: Edits, path: Keys, column: Column) -> str:
    """What stands at a path with the draft, as a grid shows it; no text where nothing does."""
    said = now(base, edits, path)
    if said is None and path[-1] == "value":
        bare = now(base, edits, path[:-1])  # a figure in one word
        said = bare if isinstance(bare, str) else None
    while isinstance(said, Mapping) and "value" in said:
        said = said["value"]  # its source and range stand beside it
    if said is None:
        return ""
    if isinstance(said, list | tuple):
        said = tuple(map(str, said))
    return in_words(said) if isinstance(said, Mapping) else shown_text(said, column)
