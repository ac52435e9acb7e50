"""A workbook that came back: which figures of its inputs are not those of the scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from math import isclose

from licmodel.analysis.results import Results
from licmodel.errors import InputError
from licmodel.intake.cells import Cell, Formula, Unreadable, is_blank
from licmodel.intake.tables import Book, Row, Sheet
from licmodel.language.program import Input
from licmodel.language.units import FLAG
from licmodel.records import record
from licmodel.terms.months import month_text, parse_month
from licmodel.terms.term import number_text, parse_number
from licmodel.workbook.inputs import BASE_NAME, is_fixed, what_if_names

_KEY, _LIVE = "key", "live"
_WITHIN = 40
"""Rows of a sheet among which the headings of inputs are looked for."""
_SAME = 1e-12
_FIRST_DAY = dt.date(1899, 12, 30)
_DAYS = range(20_000, 90_000)
"""Day numbers that a sheet holds for dates between 1954 and 2146."""


@record
class Change:
    """One figure that is otherwise in the workbook: of the base, or of a what-if."""

    place: str
    key: str
    label: str
    before: float
    after: float
    declared: Input
    what_if: str | None = None

    @property
    def before_text(self) -> str:
        """The figure in the scenario, as people write it."""
        return figure_text(self.declared, self.before)

    @property
    def after_text(self) -> str:
        """The figure in the workbook."""
        return figure_text(self.declared, self.after)


@record
class Refused:
    """A cell that cannot be taken: where, what was found, and what to do."""

    place: str
    key: str
    reason: str


@record
class Reading:
    """What the input sheets of a workbook say."""

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
    rows: int


def figure_text(declared: Input, value: float) -> str:
    """A figure as it is written in a scenario file.

    Examples
    --------
    >>> figure_text(Input("a", "A", (), 0.1, shown="percent"), 0.125)
    '12.5%'
    """
    if declared.shown == "month":
        return month_text(round(value))
    if declared.unit == FLAG:
        return "yes" if value else "no"
    # a sheet holds fifteen digits
    return number_text(float(f"{value:.15g}"), percent=declared.shown == "percent")


def is_same(one: float, other: float) -> bool:
    """Whether two figures are one, as far as a sheet's fifteen digits tell.

    Examples
    --------
    >>> is_same(0.1 + 0.2, 0.3), is_same(1.0, 1.01)
    (True, False)
    """
    return isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)


def read_inputs(book: Book, results: Results) -> Reading:
    """Compare every input of a workbook with the scenario's.

    Sheets may be renamed and moved, rows and columns too: what counts is the headings and keys.

    Raises
    ------
    InputError
        If no sheet has the headings of inputs.
    """
    reader = _Reader(book, results)
    tables = [table for sheet in book.sheets if (table := _table(sheet)) is not None]
    if not tables:
        raise InputError(
            "no sheet holds inputs",
            where=book.name,
            expected=f"a row with the headings Key, Live and {BASE_NAME}",
            remedies=["bring back a workbook that licmodel export wrote"],
        )
    for sheet, columns, head in tables:
        reader.read(sheet, columns, head)
    return reader.reading()


def _table(sheet: Sheet) -> tuple[Sheet, dict[str, int], int] | None:
    """The columns of a sheet of inputs by their headings, and the row of those."""
    for row in sheet.rows():
        if row.number > _WITHIN:
            return None
        heads: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            heads.setdefault(_name(cell), column)
        if {_KEY, _LIVE, BASE_NAME.lower()} <= heads.keys():
            return sheet, heads, row.number
    return None


def _name(cell: Cell) -> str:
    return " ".join(str(cell).split()).lower() if isinstance(cell, str) else ""


class _Reader:
    def __init__(self, book: Book, results: Results) -> None:
        self.book = book
        self.results = results
        self.names: Mapping[str, str | None] = {
            BASE_NAME.lower(): None,
            **{
                name.lower(): key
                for key, name in zip(results.what_ifs, what_if_names(results), strict=True)
            },
        }
        self.seen: dict[str, str] = {}
        self.changes: list[Change] = []
        self.refused: list[Refused] = []
        self.notes: list[str] = []

    def reading(self) -> Reading:
        missing = [key for key in self.results.model.program.inputs if key not in self.seen]
        if missing:
            some = ", ".join(missing[:3]) + (" ..." if len(missing) > 3 else "")  # noqa: PLR2004
            self.notes.append(
                f"{len(missing)} inputs have no row any more, and stay as they are: {some}"
            )
        return Reading(tuple(self.changes), tuple(self.refused), tuple(self.notes), len(self.seen))

    def read(self, sheet: Sheet, columns: Mapping[str, int], head: int) -> None:
        for row in sheet.rows():
            key = self._cell(row, columns[_KEY])
            if row.number <= head or is_blank(key):
                continue
            place = sheet.place(self.book.name, row.number, columns[_KEY])
            self._row(sheet, row, str(key).strip(), place, columns)

    def _row(
        self, sheet: Sheet, row: Row, key: str, place: str, columns: Mapping[str, int]
    ) -> None:
        declared = self.results.model.program.inputs.get(key)
        if declared is None:
            reason = "the scenario has no input of this key: write the line into the file itself"
            self.refused.append(Refused(place, key, reason))
            return
        if key in self.seen:
            reason = f"the key stands twice, first at {self.seen[key]}: leave one of them"
            self.refused.append(Refused(place, key, reason))
            return
        self.seen[key] = place
        for name, what_if in self.names.items():
            if name in columns:
                where = sheet.place(self.book.name, row.number, columns[name])
                self._figure(where, declared, what_if, self._cell(row, columns[name]))

    @staticmethod
    def _cell(row: Row, column: int) -> Cell:
        return row.cells[column] if column < len(row.cells) else None

    def _figure(self, place: str, declared: Input, what_if: str | None, cell: Cell) -> None:
        figures = self.results.values[declared.key][0].tolist()
        base = figures[0]
        before = figures[self.results.column(what_if)] if len(figures) > 1 else base
        if is_blank(cell):
            self._blank(place, declared, what_if, before, base)
            return
        try:
            after = read_figure(place, declared, cell, self.notes)
        except (ValueError, Unreadable) as error:
            self.refused.append(Refused(place, declared.key, str(error)))
            return
        if is_same(after, before):
            return
        if is_fixed(declared.key):
            reason = "it is fixed in the workbook: change it in the scenario file"
            self.refused.append(Refused(place, declared.key, reason))
            return
        self.changes.append(
            Change(place, declared.key, declared.label, before, after, declared, what_if)
        )

    def _blank(
        self, place: str, declared: Input, what_if: str | None, before: float, base: float
    ) -> None:
        if what_if is None and base == base:  # noqa: PLR0124  known
            reason = (
                f"it is blank, and unknown is never nothing: it was "
                f"{figure_text(declared, base)}; write a figure, 0 if there is none"
            )
            self.refused.append(Refused(place, declared.key, reason))
        elif what_if is not None and before != base:
            reason = f"what-if {what_if} no longer changes it: take it out of the scenario file"
            self.refused.append(Refused(place, declared.key, reason))


def read_figure(place: str, declared: Input, cell: Cell, notes: list[str]) -> float:
    """The figure in a cell, within the bounds of its input; a note where it was text.

    Raises
    ------
    ValueError
        If it cannot be read, or cannot stand there.
    """
    value = _figure_in(place, declared, cell, notes)
    _refuse_out_of_bounds(declared, value)
    return value


def _figure_in(place: str, declared: Input, cell: Cell, notes: list[str]) -> float:
    if isinstance(cell, Formula):
        raise Unreadable("a formula without a value: open it in a spreadsheet and save it")
    if declared.shown == "month":
        return _month(cell)
    if isinstance(cell, dt.date | dt.datetime):
        raise Unreadable(f"a date, {cell:%d %B %Y}, where a number belongs")
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str):
        value = float(parse_number(_YES.get(cell.strip().lower(), cell)))
        notes.append(f"{place}: text, {cell.strip()}, was read as a number")
        return value
    return float(cell)  # type: ignore[arg-type]  # a number of some kind, since all else is told


_YES = {"yes": "1", "no": "0", "true": "1", "false": "0"}


def _month(cell: Cell) -> float:
    if isinstance(cell, dt.datetime | dt.date):
        return float(parse_month(cell if not isinstance(cell, dt.datetime) else cell.date()))
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _DAYS:
        return float(parse_month(_FIRST_DAY + dt.timedelta(days=int(cell))))
    return float(parse_month(str(cell)))


def _refuse_out_of_bounds(declared: Input, value: float) -> None:
    low, high = declared.bounds
    if declared.unit == FLAG:
        low, high = 0.0, 1.0
    if (low is not None and value < low) or (high is not None and value > high):
        said = " and ".join(_bounds(declared, low, high))
        remedy = "; a share is written 20%" if high == 1 and value > 1 else ""
        raise ValueError(f"{figure_text(declared, value)} cannot stand here: {said}{remedy}")


def _bounds(declared: Input, low: float | None, high: float | None) -> Sequence[str]:
    bounds: Iterator[str] = iter(
        [
            *([] if low is None else [f"{figure_text(declared, low)} or more"]),
            *([] if high is None else [f"{figure_text(declared, high)} or less"]),
        ]
    )
    return list(bounds)
