"""How a term is paid: so much of it at its start, and what it costs to spread the rest."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import model_validator

from licmodel.terms.figure import Figure, Measure, Share, Sourced


class Payment(Sourced):
    """Part of each term that is paid when it begins; the rest is invoiced as the billing says.

    Examples
    --------
    >>> Payment.model_validate({"upfront": "40%", "spread": "3%"}).is_whole
    False
    """

    upfront: Share
    """Part of the term that is invoiced when it begins, and of seats added within it when they
    are: 100%, 40% or 0%."""

    spread: Annotated[Figure, Measure("1", low=0, usual_high=0.5, percent=True)] | None = None
    """What the supplier adds to the rest for spreading it."""

    @model_validator(mode="after")
    def _says_what_spreading_costs(self) -> Self:
        if self.spread is None and self.upfront.value < 1:
            raise ValueError(
                "what it costs to spread the rest is not said; write spread: 3%, or 0% if nothing"
            )
        return self

    @property
    def is_whole(self) -> bool:
        """Whether all of a term is paid when it begins, and nothing is said of spreading it."""
        return self.spread is None
