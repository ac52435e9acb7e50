"""What lines have that read others of their option: which, and what those charge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licmodel.language.operators import add_up
from licmodel.lines.line import Line, Treatment
from licmodel.terms.names import Names

if TYPE_CHECKING:
    from licmodel.language.expression import Expr
    from licmodel.lines.page import Charge, Page


class Reading(Line):
    """A line whose amount follows what other lines of its option cost."""

    of: Names
    """Lines of its own option that it reads, by name."""

    @property
    def lines_read(self) -> tuple[str, ...]:
        """Lines of its own option that it reads, by name."""
        return self.of


def charges_read(page: Page, treatment: Treatment | None = None) -> list[Charge]:
    """Charges of the lines that a line reads, or those that are treated so."""
    return [
        charge
        for read in page.read.values()
        for charge in read.charges
        if treatment in {None, charge.treatment}
    ]


def charged(charges: list[Charge]) -> Expr:
    """What some charges come to in each month, before VAT."""
    return add_up(*(charge.accrued for charge in charges))
