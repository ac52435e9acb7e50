"""Tables of text that line up and fit the width of a page."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100
_GAP = 2
_NARROWEST = 9
_WIDEST_LABEL = 42
_WIDEST_HEAD = 10


@dataclass(frozen=True)
class Grid:
    """A table: row labels at the left, figures right-aligned under wrapped headings.

    ``ruled`` holds the numbers of rows that have a rule above them, such as a total.

    Examples
    --------
    >>> print(Grid("Cost, £", ["a", "all"], ["2027/28"], [["10"], ["10"]], ruled=(1,)).text())
    Cost, £
                2027/28
    a                10
    -------------------
    all              10
    """

    title: str
    labels: Sequence[str]
    heads: Sequence[str]
    cells: Sequence[Sequence[str]]
    ruled: tuple[int, ...] = ()

    def text(self, width: int = WIDTH) -> str:
        """The table, in as many pieces side by side as the width asks for."""
        label_width = min(max((len(label) for label in self.labels), default=0), _WIDEST_LABEL)
        label_width = max(label_width, _NARROWEST)
        pieces = [self.title] if self.title else []
        for columns in self._pieces(width - label_width):
            pieces += self._piece(label_width, columns)
        return "\n".join(pieces)

    def _column_width(self, column: int) -> int:
        widest = max((len(row[column]) for row in self.cells), default=0)
        words = max((len(word) for word in self.heads[column].split()), default=0)
        head = min(len(self.heads[column]), _WIDEST_HEAD)
        return max(widest, min(words, 2 * _WIDEST_HEAD), head, _NARROWEST - _GAP) + _GAP

    def _pieces(self, room: int) -> list[list[int]]:
        pieces: list[list[int]] = [[]]
        used = 0
        for column in range(len(self.heads)):
            needed = self._column_width(column)
            if used + needed > room and pieces[-1]:
                pieces.append([])
                used = 0
            pieces[-1].append(column)
            used += needed
        return pieces

    def _piece(self, label_width: int, columns: list[int]) -> list[str]:
        widths = [self._column_width(column) for column in columns]
        wrapped = [
            textwrap.wrap(self.heads[column], width - _GAP, break_long_words=False) or [""]
            for column, width in zip(columns, widths, strict=True)
        ]
        depth = max((len(head) for head in wrapped), default=0)
        lines = []
        for level in range(depth):
            parts = [
                head[level - depth + len(head)] if level >= depth - len(head) else ""
                for head in wrapped
            ]
            lines.append(_line("", label_width, parts, widths))
        for number, label in enumerate(self.labels):
            if number in self.ruled:
                lines.append("-" * (label_width + sum(widths)))
            cells = [self.cells[number][column] for column in columns]
            first, *rest = textwrap.wrap(label, label_width) or [""]
            lines.append(_line(first, label_width, cells, widths))
            lines += [f"  {more}".rstrip() for more in rest]
        return lines


def _line(label: str, label_width: int, cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
    return (label.ljust(label_width) + "".join(parts)).rstrip()
