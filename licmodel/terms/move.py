"""Moves of people from one product to another, over months, with both for a while."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from licmodel.terms.figure import Figure, Measure, Sourced
from licmodel.terms.months import EndMonth, Month, month_text
from licmodel.terms.quantity import Quantity


class Move(Sourced):
    """People who leave one line of an option for another, in equal parts each month.

    Examples
    --------
    >>> move = Move.model_validate(
    ...     {"from": "e3", "to": "f3", "people": "640", "over": "2027-07..2027-12"}
    ... )
    >>> move.months
    6
    """

    source_line: str = Field(alias="from")
    """Line they leave."""

    target_line: str = Field(alias="to")
    """Line they go to."""

    people: Quantity
    """How many go, in all."""

    starts: Month
    """Month in which the first go."""

    ends: EndMonth
    """Month in which the last go."""

    overlap_months: Annotated[Figure, Measure("month", low=0, high=60)] = Figure.model_validate("0")
    """Months for which each of them has both."""

    @model_validator(mode="before")
    @classmethod
    def _read_over(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if not isinstance(value, dict) or "over" not in value:
            return value
        first, dots, last = str(value["over"]).partition("..")
        if not dots or "starts" in value or "ends" in value:
            raise ValueError("over is two months with dots between; write over: 2027-07..2027-12")
        rest = {key: each for key, each in value.items() if key != "over"}
        return rest | {"starts": first.strip(), "ends": last.strip()}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise ValueError(
                f"the last go in {month_text(self.ends)}, before the first in "
                f"{month_text(self.starts)}; write the earlier month first"
            )
        if self.source_line == self.target_line:
            raise ValueError("a move goes from one line to another; write two names")
        return self

    @property
    def months(self) -> int:
        """Months over which they go [month]."""
        return self.ends - self.starts + 1
