"""What a scenario says, put where a form asks for it: each text in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from licmodel.records import record
from licmodel.scenario.overlay import Keys
from licmodel.workbook.form_tables import (
    BY_DATE,
    DECISION,
    ELSE,
    Column,
    Table,
    decision,
    long_tables,
    path_text,
    tables,
)

Cells = dict[Keys, str]
"""Texts by the path of their column."""


@record
class Placed:
    """Texts of a scenario: of the decision, and of each row of each sheet by its keys."""

    once: Cells = field(default_factory=dict)
    rows: dict[str, dict[Keys, Cells]] = field(default_factory=dict)

    def put(self, sheet: str, keys: Keys, column: Keys, text: str) -> None:
        """Put a text in a cell; the row is there from then on."""
        if sheet == DECISION:
            self.once[column] = text
        else:
            self.rows.setdefault(sheet, {}).setdefault(keys, {})[column] = text


def placed(data: Mapping[str, Any]) -> Placed:
    """Where the texts of a scenario stand in a form; whatever has no column stands by its path.

    Parameters
    ----------
    data : mapping
        Tables of keys, lists and text, as a file holds them.

    Examples
    --------
    >>> found = placed({"title": "Example", "drivers": {"staff": {"start": "12", "unit": "user"}}})
    >>> found.once
    {('title',): 'Example'}
    >>> found.rows["Drivers"]
    {('staff',): {('start',): '12', ('unit',): 'user'}}
    """
    found = Placed()
    asked = {column.path: column for column in decision()}
    for path, said in _leaves(data, ()):
        if path in asked and (text := _text(asked[path], said)) is not None:
            found.put(DECISION, (), path, text)
            continue
        if not _in_a_table(found, path, said):
            for step, text in _flat(path, said):
                dated = step[-2:-1] == ("by_date",)
                if dated:
                    found.put(BY_DATE, (path_text(step[:-2]), step[-1]), ("figure",), text)
                else:
                    found.put(ELSE, (path_text(step),), ("value",), text)
    return found


def _in_a_table(found: Placed, path: Keys, said: object) -> bool:
    for table in sorted(tables(), key=lambda each: -len(each.prefix)):
        keys = table.keys_of(path)
        rest = path[len(table.prefix) :]
        if keys is None or not _fits(table, path):
            continue
        if not rest and isinstance(said, Mapping) and not said:
            found.rows.setdefault(table.sheet, {}).setdefault(keys, {})
            return True  # a table that says nothing: its row is enough
        column = next((each for each in table.columns if each.path == rest), None)
        if column is None and not rest and said is not None:
            column = next((each for each in table.columns if each.path == ("value",)), None)
        if column is None or (text := _text(column, said)) is None:
            return False
        found.put(table.sheet, keys, column.path, text)
        if (above := table.keys[0].of_sheet) is not None:
            found.rows.setdefault(above, {}).setdefault(keys[:1], {})
        return True
    return False


def _fits(table: Table, path: Keys) -> bool:
    """A what-if's title stands with it; what it changes has a dotted key."""
    if table.sheet == "What-if figures":
        return "." in path[2]
    return True


def _leaves(said: object, path: Keys) -> Iterator[tuple[Keys, object]]:
    """Texts, lists and empty tables with their paths; a figure's ``value`` is the figure."""
    if isinstance(said, Mapping) and said:
        for key, each in said.items():
            here = path if key == "value" and _is_figure(path) else (*path, str(key))
            yield from _leaves(each, here)
    else:
        yield path, said


def _is_figure(path: Keys) -> bool:
    """Whether a ``value`` at a path is that of a field, and not a column of its own."""
    return not any(
        table.keys_of(path) is not None
        and len(table.prefix) == len(path)
        and any(column.path == ("value",) for column in table.columns)
        for table in tables()
    )


def _text(column: Column, said: object) -> str | None:
    """A text as a cell holds it; none where a cell cannot."""
    if isinstance(said, list):
        plain = column.is_list and all(isinstance(each, str) and "," not in each for each in said)
        return ", ".join(said) if plain and said else None
    if said is None or isinstance(said, Mapping):
        return None
    return str(said)


def _flat(path: Keys, said: object) -> Iterator[tuple[Keys, str]]:
    """A text by its path; items of lists are numbered from one."""
    if isinstance(said, list):
        for number, each in enumerate(said, 1):
            yield from _flat((*path, str(number)), each)
    elif isinstance(said, Mapping):
        for key, each in said.items():
            yield from _flat((*path, str(key)), each)
    elif said is not None:
        yield path, str(said)


def all_tables() -> tuple[Table, ...]:
    """Every sheet of rows, in the order of the book."""
    return (*tables(), *long_tables())
