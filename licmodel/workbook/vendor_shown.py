"""What a vendor's copy shows and asks, to be read before it is sent."""

from __future__ import annotations

from licmodel.assembly.assemble import Model
from licmodel.records import record
from licmodel.report.grid import Grid
from licmodel.terms.months import month_words
from licmodel.workbook.audiences import Audience
from licmodel.workbook.typed import shown_text
from licmodel.workbook.vendor import SCHEDULE, vendor_copy
from licmodel.workbook.vendor_words import unit_for_vendor, words_for_vendor

BLANK = "blank: they are asked for it"
_NOTHING_ELSE = (
    "Nothing else of the scenario stands in it, and of what is asked neither our figure nor "
    "anything made of it."
)


@record
class ToBeSent:
    """What stands in a vendor's copy: its figures, rows of what is made of them, and the rest."""

    figures: Grid
    asked: tuple[str, ...]
    rows: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """What is asked, what is shown beside the figures, and what was left out."""
        asked = "; ".join(self.asked) or "nothing"
        shown = f"{len(self.figures.labels) - len(self.asked)} figures are shown"
        many = f", and {len(self.rows)} rows that are made of them, month by month on {SCHEDULE}"
        rows = many if self.rows else ""
        return [
            f"They are asked for: {asked}. {shown}{rows}.",
            *(f"Left out: {each}." for each in self.left_out),
            _NOTHING_ELSE,
        ]


def to_be_sent(model: Model, audience: Audience) -> ToBeSent:
    """What a vendor's copy would hold.

    Raises
    ------
    InputError
        If nothing would be left to show, or it is shown what is not there.
    """
    copy = vendor_copy(model, audience)
    inputs = copy.program.inputs.values()
    figures = Grid(
        "What this vendor is shown",
        [words_for_vendor(each) for each in inputs],
        ["Unit", "Figure"],
        [
            [
                unit_for_vendor(each),
                BLANK
                if each.key in copy.asked
                else month_words(round(each.value))
                if each.shown == "month"
                else shown_text(each, each.value),
            ]
            for each in inputs
        ],
    )
    return ToBeSent(
        figures,
        tuple(words_for_vendor(each) for each in inputs if each.key in copy.asked),
        tuple(dict.fromkeys(row.label for row in copy.program.rows.values())),
        copy.withheld,
    )
