"""The change list of workbooks that came back, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from licmodel.intake.cells import Cell, read_text
from licmodel.report.amounts import Amounts
from licmodel.report.grid import fill
from licmodel.workbook.change_grids import rounding, several_deals, title_of, totals
from licmodel.workbook.copy_text import extras, lacks
from licmodel.workbook.importing import Copy, Imported
from licmodel.workbook.merging import Conflict
from licmodel.workbook.recalculated import Differing, Recalculated

SHOWN = 20
"""Calculated cells that are named where not all are asked for."""
_AS_BEFORE, _REFUSED = 5, 100


def changes_text(imported: Imported, *, every: bool = False) -> str:
    """What changed, where, and what it did to each total; what was refused, and why.

    Parameters
    ----------
    imported : Imported
        What came back.
    every : bool
        Whether to name every calculated cell that differs, however many there are.
    """
    return "\n".join(_Telling(imported, every=every).lines())


class _Telling:
    def __init__(self, imported: Imported, *, every: bool) -> None:
        self.imported = imported
        self.every = every
        self.money = Amounts(imported.scenario.finance.currency)

    def lines(self) -> Iterator[str]:
        imported = self.imported
        yield from self._first()
        yield from self._changes()
        if imported.is_as_it_was:
            yield "Nothing is otherwise than in the scenario."
        for conflict in imported.conflicts:
            yield from self._conflict(conflict)
        yield from self._totals()
        yield from self._refused()
        yield from _few([fill(f"Note: {note}", "", "  ") for note in imported.notes], "notes")
        for copy in imported.copies:
            yield from self._figures(copy)

    def _first(self) -> Iterator[str]:
        """What was read of each copy, and what was not found in it."""
        for copy in self.imported.copies:
            saved = f", last saved {copy.saved}" if copy.saved else ""
            yield fill(f"{copy.name}{saved}: {copy.rows} inputs read.", "", "  ")
        for copy in self.imported.copies:
            yield from (fill(each, "", "  ") for each in lacks(copy))

    def _refused(self) -> Iterator[str]:
        """What was not taken: what people added, and rows that were refused."""
        for copy in self.imported.copies:
            for number, said in enumerate(extras(copy)):
                yield fill(said, "  " if number else "", "    ")
        for each in self.imported.refused[:_REFUSED]:
            yield fill(f"Refused: {each.place}, {each.key}: {each.told}", "", "  ")
        if len(self.imported.refused) > _REFUSED:
            yield f"Refused: {len(self.imported.refused) - _REFUSED:,} more cells."

    def _changes(self) -> Iterator[str]:
        for change in self.imported.changes:
            under = f" under {change.what_if}" if change.what_if is not None else ""
            before, after = change.shown
            moves = f"{before} -> {after}" if before != after else f"{after}, as it was"
            said = f"{change.key}{under}: {moves}"
            yield fill(f"{said} ({change.place})", "  ", "    ")
            if change.what_if is None:
                yield self._moved(self.imported.alone.get(change.key, {}))
        for added in self.imported.added:
            what = "a new line" if added.is_line else "new"
            yield fill(f"{added.key}: {what} ({'; '.join(added.places)})", "  ", "    ")
            for key, said in added.said.items():
                yield fill(f"{key}: {said}", "      ", "        ")
            yield self._moved(self.imported.alone.get(added.key, {}))

        for remark in self.imported.remarks:
            yield fill(remark, "", "  ")

    def _moved(self, moved: Mapping[str, float]) -> str:
        by = [
            f"{title_of(self.imported, option)} {self.money.whole(amount)}"
            for option, amount in moved.items()
            if self.money.whole(amount) != self.money.whole(0.0)
        ]
        return fill(f"by itself it moves {'; '.join(by) or 'no total'}", "      ", "        ")

    def _conflict(self, conflict: Conflict) -> Iterator[str]:
        under = f" under {conflict.what_if}" if conflict.what_if is not None else ""
        taken = f"taken from {conflict.taken}" if conflict.taken is not None else "NOT TAKEN"
        yield fill(f"Conflict: {conflict.key}{under}, {conflict.before} before: {taken}", "", "  ")
        for place, said in conflict.sayings:
            yield fill(f"{said} ({place})", "  ", "    ")
        if conflict.taken is None:
            books = " or ".join(conflict.books)
            yield fill(
                f"to settle it: --prefer {conflict.key}=BOOK, where BOOK is {books}; or write "
                "the same figure in all of them",
                "  ",
                "    ",
            )

    # --- totals ---

    def _totals(self) -> Iterator[str]:
        for grid in totals(self.imported):
            yield ""
            yield grid.text()
        if note := rounding(self.imported):
            yield fill(note, "", "  ")
        if note := several_deals(self.imported):
            yield fill(f"Note: {note}")

    # --- calculated cells ---

    def _figures(self, copy: Copy) -> Iterator[str]:
        found = copy.figures
        if found.without_value:
            whole = found.without_value == found.checked - len(found.typed_over)
            some = "no calculated cell holds" if whole else f"{found.without_value:,} hold no"
            yield fill(
                f"Never recalculated: {copy.name}: {some} a value; it was saved by a program "
                "that does not calculate. Its inputs were read; open it in a spreadsheet and "
                "save it to see its figures.".replace("no a", "no"),
                "",
                "  ",
            )
        yield from self._typed_over(copy.name, found)
        if not found.differing:
            return
        if found.as_before:
            yield fill(
                f"Never recalculated: {copy.name}: its calculated cells show the figures from "
                "before its inputs were changed.",
                "",
                "  ",
            )
        yield fill(
            f"Not as its inputs give it: {copy.name}: {len(found.differing):,} of "
            f"{found.checked:,} calculated cells:",
            "",
            "  ",
        )
        yield from self._cells(found.differing, _AS_BEFORE if found.as_before else SHOWN)

    def _typed_over(self, name: str, found: Recalculated) -> Iterator[str]:
        if not found.typed_over:
            return
        if len(found.typed_over) == found.checked:
            yield fill(f"Note: {name} holds values only: it has no formulas.", "", "  ")
            return
        yield fill(
            f"Typed over: {name}: {len(found.typed_over):,} calculated cells hold no formula any "
            "more. None of them is read; change the inputs instead:",
            "",
            "  ",
        )
        yield from self._cells(found.typed_over, SHOWN)

    def _cells(self, cells: Sequence[Differing], shown: int) -> Iterator[str]:
        """Every cell; or the first of each row, so that one row does not hide the others."""
        rows: dict[tuple[str, int, str], list[Differing]] = {}
        for each in cells:
            rows.setdefault((each.sheet, each.row, each.key), []).append(each)
        left = len(cells)
        for of_row in rows.values() if not self.every else ([each] for each in cells):
            if not shown and not self.every:
                yield f"  and {left:,} more cells; name every one with --all"
                return
            more = f", and {len(of_row) - 1:,} more of this row" if len(of_row) > 1 else ""
            yield fill(f"{_told(of_row[0])}{more}", "  ", "    ")
            left, shown = left - len(of_row), shown - 1


def _told(each: Differing) -> str:
    recomputed = "unknown" if each.recomputed != each.recomputed else f"{each.recomputed:.15g}"
    return f"{each.cell} ({each.key}): {_stored(each.stored)}, recomputed {recomputed}"


def _stored(cell: Cell) -> str:
    if cell is None:
        return "nothing"
    return f"{cell:.15g}" if isinstance(cell, float) else read_text(cell)[:40]


def _few(told: list[str], of: str, shown: int = SHOWN) -> Iterator[str]:
    yield from told[:shown]
    if len(told) > shown:
        yield f"  and {len(told) - shown:,} more {of}"
