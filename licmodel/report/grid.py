"""Tables of text that line up and fit the width of a page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from licmodel.records import record

WIDTH = 100
_GAP = 2
_NARROWEST = 7
_NARROWEST_LABEL = 9
_WIDEST_LABEL = 32
_DEPTHS = (2, 3, 4, 5)
_UNBROKEN = "\N{NO-BREAK SPACE}"


@record
class Grid:
    """A table: row labels at the left, figures right-aligned under wrapped headings.

    ``ruled`` holds the numbers of rows that have a rule above them, such as a total.

    Examples
    --------
    >>> print(Grid("Cost, £", ["a", "all"], ["2027/28"], [["10"], ["10"]], ruled=(1,)).text())
    Cost, £
               2027/28
    a               10
    ------------------
    all             10
    """

    title: str
    labels: Sequence[str]
    heads: Sequence[str]
    cells: Sequence[Sequence[str]]
    ruled: tuple[int, ...] = ()

    def text(self, width: int = WIDTH) -> str:
        """The table, in as many pieces one below the other as the width asks for."""
        lines = textwrap.wrap(self.title, width, subsequent_indent="  ")
        for number, columns in enumerate(self._pieces(width)):
            if number:
                lines.append("")  # or else the heads of a piece stand under figures of the last
            lines += self._piece(columns)
        return "\n".join(lines).replace(_UNBROKEN, " ")

    @property
    def pieces(self) -> int:
        """Number of pieces that the width of a page asks for."""
        return len(self._pieces(WIDTH))

    @property
    def _label_width(self) -> int:
        widest = max((len(label) for label in self.labels), default=0)
        return max(min(widest, _WIDEST_LABEL), _NARROWEST_LABEL)

    def _widths(self, depth: int) -> list[int]:
        """Width of each column where no heading is deeper than so many lines."""
        widths = []
        for column, head in enumerate(self.heads):
            parts = [*head.split(" "), *(row[column] for row in self.cells)]
            width = max(_NARROWEST, *map(len, parts))
            while len(_wrapped(head, width)) > depth:
                width += 1
            widths.append(width + _GAP)
        return widths

    @cached_property
    def _columns(self) -> list[int]:
        """Widths: headings as shallow as one piece allows, or else of middling depth."""
        room = WIDTH - self._label_width
        fitting = (self._widths(depth) for depth in _DEPTHS)
        return next((each for each in fitting if sum(each) <= room), self._widths(_DEPTHS[1]))

    def _pieces(self, width: int) -> list[list[int]]:
        """Columns of each piece: as few pieces as can be, with columns shared out evenly."""
        room, widths = width - self._label_width, self._columns
        each, starts = 1, range(1)
        for count in range(1, len(widths) + 1):
            each = -(-len(widths) // count)
            starts = range(0, len(widths), each)
            if all(sum(widths[start : start + each]) <= room for start in starts):
                break
        return [list(range(len(widths)))[start : start + each] for start in starts]

    def _piece(self, columns: list[int]) -> list[str]:
        label_width = self._label_width
        widths = [self._columns[column] for column in columns]
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
            first, *rest = _wrapped(label, label_width) or ("",)
            lines.append(_line(first, label_width, cells, widths))
            lines += [f"  {more}".rstrip() for more in rest]
        return lines


def unbroken(text: str) -> str:
    """Words of a heading that stay on one line; a table prints them with plain spaces.

    Examples
    --------
    >>> print(Grid("Cost, £", ["a"], [f"2027/28 {unbroken('(9 months)')}"], [["10"]]).text())
    Cost, £
                  2027/28
               (9 months)
    a                  10
    """
    return text.replace(" ", _UNBROKEN)


def _wrapped(text: str, width: int) -> Sequence[str]:
    """Text in lines; most of what stands in tables is short, and costs nothing."""
    is_line = 0 < len(text) <= width and text.isprintable() and text == text.strip()
    return (text,) if is_line else _lines_of(text, width)


@lru_cache(maxsize=1024)
def _lines_of(text: str, width: int) -> tuple[str, ...]:
    """For the same headings are tried at the same widths, table after table."""
    return tuple(textwrap.wrap(text, width))


def _line(label: str, label_width: int, cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
    return (label.ljust(label_width) + "".join(parts)).rstrip()


def fill(text: str, first: str = "", rest: str = "") -> str:
    """Text in lines of the width of a page; an address is never broken.

    ``first`` and ``rest`` are what its first line and the others begin with.

    Examples
    --------
    >>> print(fill("Seats are paid on and on. " * 5, "- ", "  "))
    - Seats are paid on and on. Seats are paid on and on. Seats are paid on and on. Seats are paid
      on and on. Seats are paid on and on.
    """
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


Block = Sequence[Grid | str]
"""What stands together on a page: a table, and sentences about it; two spaces indent one."""


def blocks_text(blocks: Iterable[Block]) -> str:
    """Blocks as a page of text, with a line between them.

    Examples
    --------
    >>> print(blocks_text([["Costs"], [Grid("£", ["a"], ["2027/28"], [["10"]]), "  a: alone."]]))
    Costs
    <BLANKLINE>
    £
               2027/28
    a               10
      a: alone.
    """
    return "\n\n".join("\n".join(map(_part_text, block)) for block in blocks)


def _part_text(part: Grid | str) -> str:
    if isinstance(part, Grid):
        return part.text()
    indent = part[: len(part) - len(part.lstrip())]
    return fill(part.strip(), indent, f"{indent}  " if indent else "")
