"""What a workbook that came back says, as it was read: changes, refusals, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from licmodel.intake.cells import Cell
from licmodel.language.program import Input
from licmodel.records import record
from licmodel.workbook.copy_tables import Table
from licmodel.workbook.typed import figure_text, shown_text

NOTHING = "nothing"
"""What was written where nothing was."""

Kind = Literal["vendor", "directorate", "internal"]


@record
class Answer:
    """Where a figure is from that somebody outside was asked for, and on which day."""

    source: str
    dated: dt.date


@record
class Change:
    """One figure that is otherwise in the workbook: of the base, or of a what-if.

    ``answer`` is there where a vendor was asked for it, who may also say what we assumed.
    """

    place: str
    key: str
    label: str
    before: float
    after: float
    declared: Input
    what_if: str | None = None
    answer: Answer | None = None

    @property
    def before_text(self) -> str:
        """The figure in the scenario, as people write it."""
        return figure_text(self.declared, self.before)

    @property
    def after_text(self) -> str:
        """The figure in the workbook."""
        return figure_text(self.declared, self.after)

    @property
    def shown(self) -> tuple[str, str]:
        """Both as a person reads them; in full where they would look alike."""
        before, after = (shown_text(self.declared, each) for each in (self.before, self.after))
        return (before, after) if before != after else (self.before_text, self.after_text)


@record
class Refused:
    """A cell that cannot be taken: where, what was found, and what to do.

    ``wrote`` is what stands in it, ``stays`` the figure that goes on to hold; neither where it is
    no figure that was refused.
    """

    place: str
    key: str
    reason: str
    wrote: str = ""
    stays: str = ""

    @property
    def told(self) -> str:
        """What was written, what holds, and why."""
        if not self.wrote or self.wrote == NOTHING:
            return self.reason
        stays = f"; it stays {self.stays}" if self.stays else ""
        return f"they wrote {self.wrote}{stays}: {self.reason}"


@record
class Added:
    """A row whose key is not the scenario's: what stands in its Base."""

    place: str
    key: str
    cell: Cell
    percent: bool = False


@record
class Beside:
    """Something that was added: what it is, where, and what it says."""

    what: str
    place: str
    text: str = ""

    @property
    def told(self) -> str:
        """All of it in words."""
        return f"{self.what}, {self.place}" + (f": {self.text}" if self.text else "")


@record
class Unfound:
    """Figures of a copy that are not in it any more, or for which nobody wrote anything.

    ``kind`` says whose copy it is; ``opened`` and ``shown`` count the cells that were to be filled
    in or changed, and the others.
    """

    kind: Kind = "internal"
    opened: int = 0
    shown: int = 0
    gone: tuple[str, ...] = ()
    """Of those opened, each in words and by its key."""

    blank: tuple[str, ...] = ()
    """Of those opened, that came back as they were sent: blank."""

    shown_gone: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    """Sheets that cannot be read, and why."""

    how: tuple[str, ...] = ()
    """Sheets that had lost their keys or headings, and how their figures were found."""

    @property
    def is_lacking(self) -> bool:
        """Whether anything that somebody could have written is not here."""
        return bool(self.gone or self.blank or self.unread)


@record
class Reading:
    """What the input sheets of a workbook say.

    ``live`` holds the figure that each readable input gives under what the book ``shows``: the
    base, or a what-if; not a number where the cell could not be read. ``base`` holds its base.
    """

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
    rows: int
    added: tuple[Added, ...] = ()
    tables: tuple[Table, ...] = ()
    live: Mapping[str, float] = field(default_factory=dict)
    base: Mapping[str, float] = field(default_factory=dict)
    shows: str | None = None
    knows_what_it_shows: bool = True
    unfound: Unfound = Unfound()
    vendor: str | None = None
    """Whose copy it is, where it is a vendor's."""

    beside: tuple[Beside, ...] = ()
    """What was put into it beside the figures."""

    is_foreign: bool = False
    """Whether it was made from another scenario, so that nothing of it was read."""
