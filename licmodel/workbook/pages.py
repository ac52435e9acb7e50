"""A sheet, and what all of them have: text as text, figures with their formulas, print set-up."""

from __future__ import annotations

from collections.abc import Container, Sequence
from math import isnan
from typing import Any

from xlsxwriter.worksheet import Worksheet

A4 = 9
_LINES, _LETTERS = 33, 148
"""Lines and widths of letters that a page holds at full size."""


class Page(Worksheet):  # type: ignore[misc]  # it carries no types
    """A sheet whose formulas are written as they are.

    XlsxWriter looks in each formula for functions newer than 2010, which is half its time; the
    book has none (convention 12).
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002  its own signature
        del expand_future_functions
        return formula.removeprefix("=")

    def text(self, line: int, column: int, text: str | None, form: Any = None) -> None:  # noqa: ANN401  a format carries no type
        """Write text as text, whatever it begins with."""
        self.write_string(line, column, text or "", form)

    def figure(  # noqa: PLR0913  a cell has this many sides
        self,
        line: int,
        column: int,
        formula: str,
        value: float,
        form: Any = None,  # noqa: ANN401  a format carries no type
        *,
        flag: bool = False,
    ) -> None:
        """Write a formula with its value beside it; an unknown one holds #N/A (convention 17)."""
        stored: object = bool(value) if flag else value
        self.write_formula(line, column, formula, form, "#N/A" if isnan(value) else stored)

    def set_up(self, title: str, *, freeze: tuple[int, int], repeat: int = 0) -> None:
        """Print on A4, landscape, one page wide; keep headings in sight."""
        self.set_paper(A4)
        self.set_landscape()
        self.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.fit_to_pages(1, 0)
        self.set_footer("&L&8&A&C&8Page &P of &N&R&8" + title.replace("&", "&&")[:120])
        self.hide_gridlines(2)
        if freeze != (0, 0):
            self.freeze_panes(*freeze)
        if repeat:
            self.repeat_rows(0, repeat)

    def keep_together(
        self, starts: Sequence[int], end: int, wide: float, forced: Container[int] = ()
    ) -> None:
        """Break pages between tables, so that none is cut in two that has room on one.

        Parameters
        ----------
        starts : sequence of int
            Line of each table; the first page may have more above it.
        end : int
            Line below the last.
        wide : float
            Width of what is printed, in letters: what is wider is printed smaller.
        forced : container of int
            Those of the starts that begin a page whatever stands before.
        """
        lines = int(_LINES * max(1.0, wide / _LETTERS))
        breaks, first = [], 0
        for start, after in zip(starts, [*starts[1:], end], strict=True):
            if start > first and (start in forced or after - first > lines):
                breaks.append(start)
                first = start
        self.set_h_pagebreaks(breaks)
