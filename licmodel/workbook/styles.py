"""How cells look: number formats by unit, and the colours that say what a cell is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from licmodel.language.program import Shown
from licmodel.language.units import FLAG, Unit

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT = "Arial"
SIZE = 9

MONEY, PRICE, PERCENT, MONTH = "#,##0", "#,##0.00##", "0.0##%", "mmm yyyy"
BRACKETS = "#,##0_);(#,##0);0_)"
COUNT, FACTOR, PLAIN = "#,##0.##", "0.0000", "General"

INPUT_FILL = "#FFF7DC"
HEADING_FILL = "#E4E9EE"
DEEP = "#1F3A5F"
GREY = "#6B7280"

KINDS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "font_color": DEEP},
    "subtitle": {"font_color": GREY},
    "head": {"bold": True, "bg_color": HEADING_FILL, "bottom": 1, "text_wrap": True},
    "head_right": {
        "bold": True,
        "bg_color": HEADING_FILL,
        "bottom": 1,
        "align": "right",
        "text_wrap": True,
    },
    "head_in": {
        "bold": True,
        "bg_color": HEADING_FILL,
        "bottom": 1,
        "text_wrap": True,
        "indent": 1,
    },
    "side_text": {"indent": 1},
    "form_head": {"bg_color": HEADING_FILL, "bottom": 1, "text_wrap": True, "valign": "top"},
    "form_must": {
        "bold": True,
        "bg_color": HEADING_FILL,
        "bottom": 1,
        "text_wrap": True,
        "valign": "top",
    },
    "form_needed": {"bold": True, "text_wrap": True, "valign": "top"},
    "form_field": {"text_wrap": True, "valign": "top"},
    "form_help": {"font_color": GREY, "text_wrap": True, "valign": "top", "font_size": 8},
    "form_example": {"font_color": GREY, "italic": True, "text_wrap": True, "valign": "top"},
    "form_input": {
        "bg_color": INPUT_FILL,
        "font_color": "#00449E",
        "locked": False,
        "border": 4,
        "border_color": "#D9CFA8",
        "text_wrap": True,
        "valign": "top",
    },
    "heading": {"bold": True, "font_color": DEEP, "top": 1},
    "text": {},
    "side": {"bold": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "key": {"font_color": GREY},
    "bold": {"bold": True},
    "total": {"bold": True, "top": 1},
    "calculated": {},
    "word_right": {"align": "right"},
    "opening": {"font_color": GREY, "italic": True},
    "input": {"bg_color": INPUT_FILL, "font_color": "#00449E", "locked": False},
    "sample": {"bg_color": INPUT_FILL, "font_color": "#00449E"},
    "fixed": {"font_color": GREY},
    "live": {"bold": True},
    "choice": {
        "bg_color": INPUT_FILL,
        "font_color": "#00449E",
        "bold": True,
        "locked": False,
        "border": 1,
    },
}
"""What a cell is, to how it looks; inputs are filled and unlocked, all else is calculated."""


@dataclass
class Styles:
    """Formats of one book, each made once.

    Examples
    --------
    >>> import io, xlsxwriter
    >>> styles = Styles(xlsxwriter.Workbook(io.BytesIO()))
    >>> styles("input", MONEY) is styles("input", MONEY)
    True
    """

    book: Workbook
    made: dict[tuple[str, str, bool], Format] = field(default_factory=dict)

    def __call__(self, kind: str, number: str = PLAIN, *, typed: bool = False) -> Format:
        """Format of a kind of cell; ``typed`` marks text that must never be read as a formula."""
        asked = kind, number, typed
        if asked not in self.made:
            look = {"font_name": FONT, "font_size": SIZE, **KINDS[kind], "num_format": number}
            if typed:
                look["quote_prefix"] = True
            self.made[asked] = self.book.add_format(look)
        return self.made[asked]


def number_format(unit: Unit, currency: str, shown: Shown = "number") -> str:
    """How figures of a unit are written.

    Examples
    --------
    >>> number_format((("GBP", 1),), "GBP"), number_format((("GBP", 1), ("user", -1)), "GBP")
    ('#,##0', '#,##0.00##')
    >>> number_format((), "GBP"), number_format((), "GBP", "percent")
    ('0.0000', '0.0##%')
    """
    if shown == "month":
        return MONTH
    if shown == "percent":
        return PERCENT
    if unit == FLAG:
        return PLAIN
    if unit == ((currency, 1),):
        return MONEY
    if (currency, 1) in unit:
        return PRICE
    return COUNT if unit else FACTOR
