"""What lines have that read others of their option: which, and what those charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from licmodel.language.operators import add_up
from licmodel.lines.line import Line, Treatment

if TYPE_CHECKING:
    from licmodel.language.expression import Expr
    from licmodel.lines.page import Charge, Page


def _names(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names), Field(min_length=1)]
"""Lines of the same option, by name."""


class Reading(Line):
    """A line whose amount follows what other lines of its option cost."""

    of: Names
    """Lines of its own option that it reads, by name."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = next((each for each in self.of if self.of.count(each) > 1), None)
        if twice is not None:
            raise ValueError(f"of names {twice} twice; name each line once")
        return self

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
