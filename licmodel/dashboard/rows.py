"""Rows of a grid: what a scenario and its draft say, and what was typed into them as edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from licmodel.dashboard.cell_places import (
    cell_of,
    cell_path,
    column_at,
    column_called,
    is_within,
    row_path,
    whole_path,
)
from licmodel.dashboard.cells import (
    GONE,
    Said,
    column_of,
    figure_column,
    is_same,
    read_cell,
    shown_text,
)
from licmodel.dashboard.drafting import Base, Edits, overlay_data
from licmodel.dashboard.inner_tables import STEP
from licmodel.dashboard.removals import deleted, emptied, now, structure
from licmodel.errors import InputError
from licmodel.intake.cells import Unreadable, is_blank
from licmodel.lines import KINDS, kind_name
from licmodel.records import record
from licmodel.scenario.overlay import Keys, in_words
from licmodel.workbook.form_placing import all_tables, placed
from licmodel.workbook.form_tables import (
    Column,
    Table,
    line_columns,
)

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_DRIVERS, _LINES = "Drivers", "Lines"


@record
class Row:
    """One row: its keys, and what stands in its columns."""

    keys: tuple[str, ...]
    cells: Mapping[Keys, str]


@record
class Refusal:
    """A cell that was not taken, and why."""

    place: str
    reason: str
    is_waiting: bool = False
    """Whether it is a row that somebody is still typing."""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@record
class Typed:
    """What was typed or pasted: edits by path, none where one is taken back; and refusals."""

    edits: Mapping[Keys, Said | None]
    refusals: tuple[Refusal, ...] = ()
    stays: bool = False
    """Whether a row that was deleted stays, so that it has to be shown again."""


def rows_of(base: Base, edits: Edits, table: Table, within: Sequence[Keys] = ()) -> list[Row]:
    """Rows of a table, with what a draft says; only those inside of some paths, where given.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    table : Table
        Of the forms.
    within : sequence of tuple of str
        Paths that a row must be inside of.
    """
    found = placed(structure(base, edits)).rows.get(table.sheet, {})
    rows: dict[tuple[str, ...], dict[Keys, str]] = {}
    for keys, texts in found.items():
        if is_within(row_path(table, keys), within):
            rows[keys] = {path: shown_text(text, column_called(table, path))
                          for path, text in texts.items()}  # fmt: skip
    for keys, cells in rows.items():
        for column in table.columns:
            path = (*row_path(table, keys), *column.path)
            there = now(base, edits, path) if table.prefix else None
            if column.path not in cells and isinstance(there, Mapping):
                cells[column.path] = _of_a_table(there)
    for path, said in edits.items():
        cell = None if said is GONE else cell_of(table, path)
        if cell is not None and is_within(row_path(table, cell[0]), within):
            cells = rows.setdefault(cell[0], {})
            cells[cell[1]] = shown_text(said, column_called(table, cell[1]))
    return [Row(keys, cells) for keys, cells in rows.items()]


def names_for(base: Base, edits: Edits, columns: Iterable[Column]) -> dict[str, tuple[str, ...]]:
    """Short names that columns may refer to, by the heading of each column that refers to any.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    columns : iterable of Column
        Of a grid or form.
    """
    sheets = {}
    for column in columns:
        sheet = _DRIVERS if "driver" in column.unit else column.of_sheet
        if sheet is not None:
            sheets[column.heading] = sheet
    tables = {each.sheet: each for each in all_tables() if each.sheet in sheets.values()}
    names = {
        sheet: tuple(dict.fromkeys(row.keys[0] for row in rows_of(base, edits, table)))
        for sheet, table in tables.items()
    }
    return {heading: names[sheet] for heading, sheet in sheets.items() if sheet in names}


def _of_a_table(there: Mapping[str, Any]) -> str:
    """What a cell shows of a figure that is given in several words."""
    if isinstance(there.get("by_date"), Mapping):
        return "by date"
    kept = {key: each for key, each in there.items() if key not in {"source", "assumed", "range"}}
    return in_words(kept)


def _of_its_kind(table: Table, column: Column, cells: Mapping[Keys, str]) -> Column:
    """The column as the kind of a line has it: what one must say another may leave out."""
    kind = next((each for each in KINDS if kind_name(each) == cells.get(("kind",))), None)
    if table.sheet != _LINES or kind is None:
        return column
    return next((each for each in line_columns(kind) if each.path == column.path), column)


def says_already(base: Base, path: Keys, said: Said) -> bool:
    """Whether the file says the same there, however it writes it.

    Parameters
    ----------
    base : Base
        What the file says.
    path : tuple of str
        Of what is said.
    said : Said
        As a cell was read.
    """
    stands = base.said(path)
    if stands is None and path[-1] == "value":
        stands = base.said(path[:-1])  # a figure that is all that a row says
    while isinstance(stands, Mapping):
        stands = stands.get("value")  # its source and range stand beside it
    if isinstance(stands, list):
        return said == tuple(map(str, stands))
    if not isinstance(stands, str) or said is GONE:
        return False
    column = column_at(path)
    with suppress(Unreadable):
        if column is not None and read_cell(column, stands, base.scenario.finance.currency) == said:
            return True
    return is_same(said, stands)


def typed(  # noqa: PLR0913  a grid has this many sides
    base: Base,
    edits: Edits,
    table: Table,
    rows: Sequence[Row],
    state: Mapping[str, Any],
    *,
    fixed: Mapping[str, str],
    within: Sequence[Keys] = (),
) -> Typed:
    """Edits that a grid's own state comes to.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft said when the grid was drawn.
    table : Table
        That the grid is of.
    rows : sequence of Row
        As the grid was given them.
    state : mapping
        ``edited_rows``, ``added_rows`` and ``deleted_rows``, as Streamlit has them, by headings.
    fixed : mapping
        Keys that every row has, by heading: the option whose lines these are.
    within : sequence of tuple of str
        Paths that rows are inside of: what is typed without the first of them has it put before.
    """
    reader = _Reader(base, edits, table, within)
    gone = {int(number) for number in state.get("deleted_rows") or ()}
    stays = [not reader.deleted(edits, rows[number].keys) for number in sorted(gone)]
    for number, cells in (state.get("edited_rows") or {}).items():
        row = rows[int(number)]
        for heading, text in cells.items() if int(number) not in gone else ():
            reader.cell(row.keys, row.cells, heading, text)
    reader.taken = {row_path(table, row.keys): "a row already: change it there"
                    for number, row in enumerate(rows) if number not in gone}  # fmt: skip
    step = max((int(row.keys[-1]) for row in rows), default=0) if STEP in fixed else 0
    for number, cells in enumerate(state.get("added_rows") or (), len(rows) + 1):
        if STEP in fixed:  # items of a list are numbered by themselves, where they say anything
            if all(is_blank(text) for text in cells.values()):
                continue
            step += 1
            cells = {**cells, STEP: str(step)}  # noqa: PLW2901  as it was meant
        reader.row({**fixed, **cells}, f"row {number}")
    return Typed(reader.edits, tuple(reader.refusals), any(stays))


def pasted(  # noqa: PLR0913  as a grid has
    base: Base,
    edits: Edits,
    table: Table,
    rows: Sequence[Sequence[str]],
    fixed: Mapping[str, str],
    *,
    within: Sequence[Keys] = (),
) -> Typed:
    """Edits that rows of a spreadsheet come to: the first row names the columns.

    A blank cell leaves what is there; a path is read as it is where it is typed.

    Raises
    ------
    InputError
        If the first row does not name the key and a column.
    """
    if not rows:
        raise InputError("nothing was pasted", remedies=["copy rows with their headings"])
    heads = [column_of(table, each) for each in rows[0]]
    named = {each.heading for each in heads if each is not None} | fixed.keys()
    lacking = [each.heading for each in table.keys if each.heading not in named]
    unknown = [said for said, head in zip(rows[0], heads, strict=True)
               if head is None and said.strip()]  # fmt: skip
    if lacking or unknown:
        raise InputError(
            "the first row must name the columns",
            found="; ".join(
                [*(f"no column {each}" for each in lacking), *(f"{each}?" for each in unknown)]
            ),
            expected=", ".join(
                each.heading for each in (*table.keys, *table.columns) if each.heading not in fixed
            ),
            remedies=["copy the headings with the rows, and call the columns as the grid does"],
        )
    reader = _Reader(base, edits, table, within)
    known = {row.keys: row for row in rows_of(base, edits, table)}
    for number, cells in enumerate(rows[1:], 2):
        said = {
            head.heading: text
            for head, text in zip(heads, cells, strict=False)
            if head is not None and not is_blank(text)
        }
        reader.row({**fixed, **said}, f"row {number}", known)
    return Typed(reader.edits, tuple(reader.refusals))


class _Reader:
    """Reads cells one after another, and keeps what is refused."""

    def __init__(self, base: Base, edits: Edits, table: Table, within: Sequence[Keys]) -> None:
        self.base, self.table, self.within = base, table, within
        self.currency = base.scenario.finance.currency
        around = (*within[0], "lines") if within else ()
        drafted = [each for path in edits if path[:3] == around for each in path[3:4]]
        self.lines = {*(base.said(around) or ()), *drafted}
        self.headed = {each.heading: each for each in table.columns}
        self.edits: dict[Keys, Said | None] = {}
        self.refusals: list[Refusal] = []
        self.taken: dict[Keys, str] = {}
        """What rows there are that another may not stand for, and where."""

    def row(
        self,
        said: Mapping[str, str | None],
        name: str,
        known: Mapping[tuple[str, ...], Row] | None = None,
    ) -> None:
        """A row that comes with its keys: a new one or, where known, one that is there."""
        if all(is_blank(text) for text in said.values()):
            return
        keys = self._keys(said, name)
        if keys is None:
            return
        path = row_path(self.table, keys)
        try:
            overlay_data(self.base, {path: ""}, "")
        except InputError as error:
            self._refuse(name, f"{', '.join(keys)}: {error.what}")
            return
        if path in self.taken:
            self._refuse(name, f"{', '.join(keys)} has {self.taken[path]}")
            return
        self.taken[path] = f"{name} already: write all of it there"
        there = (known or {}).get(keys)
        for heading, text in said.items():
            if heading in self.headed and not is_blank(text):
                self.cell(keys, {} if there is None else there.cells, heading, text)

    def cell(
        self,
        keys: tuple[str, ...],
        cells: Mapping[Keys, str],
        heading: str,
        text: str | None,
    ) -> None:
        """One cell of a row with these keys."""
        column = self.headed.get(heading)
        name = ", ".join([*keys, heading])
        if column is None:
            if (text or "").strip() not in keys:
                self._refuse(name, "a key stays as it is: add a row with another")
            return
        row, path = row_path(self.table, keys), cell_path(self.table, keys, column)
        if text == cells.get(column.path):
            return  # as it stood
        try:
            said: Said | None = read_cell(
                figure_column(self.table, column, text), text, self.currency
            )
            if said is None:
                said = emptied(self.base, _of_its_kind(self.table, column, cells), row, path)
            self.edits[path] = said
        except Unreadable as error:
            self._refuse(name, str(error))

    def deleted(self, edits: Edits, keys: tuple[str, ...]) -> bool:
        """Take a row away; false where it stays."""
        path, parents = row_path(self.table, keys), frozenset[str]()
        drafted = {**edits, **{each: said for each, said in self.edits.items() if said is not None}}
        if self.table.sheet == _LINES:
            parent = now(self.base, drafted, ("options", keys[0], "based_on"))
            above = rows_of(self.base, drafted, self.table, [("options", str(parent))])
            parents = frozenset(row.keys[1] for row in above)
        try:
            self.edits |= deleted(self.base, drafted, path, parents)
        except Unreadable as error:
            self._refuse(", ".join(keys), str(error))
            return False
        return True

    def _keys(self, said: Mapping[str, str | None], name: str) -> tuple[str, ...] | None:
        keys = []
        for each in self.table.keys:
            text = (said.get(each.heading) or "").strip()
            if not text:
                said_of_it = f"{each.heading}: nothing stands there. {each.help}"
                self.refusals.append(Refusal(name, said_of_it, is_waiting=True))
                return None
            if each.heading == "path":
                text = whole_path(text, self.within, self.lines)
            if each.heading == "from month":
                try:
                    text = str(read_cell(Column(("month",), "", "month, such as 2027-04"), text))
                except Unreadable as error:
                    self._refuse(name, str(error))
                    return None
            elif each.heading.startswith("key of") and not _KEY.fullmatch(text):
                self._refuse(name, f"{text}: write small letters, digits and _ only")
                return None
            keys.append(text)
        return tuple(keys)

    def _refuse(self, place: str, reason: str) -> None:
        self.refusals.append(Refusal(place, reason))
