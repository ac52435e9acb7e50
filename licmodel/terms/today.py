"""Where the money stands today: the current year's budget, and what the plan already counts."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from licmodel.terms.figure import Figure, Measure, Sourced
from licmodel.terms.index import Year, read_year
from licmodel.terms.term import each_once

Changes = Annotated[
    dict[Year, Annotated[Figure, Measure("GBP")]], BeforeValidator(each_once(read_year))
]


class Today(Sourced):
    """The current year: the column that a budget starts from.

    Examples
    --------
    >>> today = Today.model_validate({"year": "2026/27", "budget": "1_420_000"})
    >>> today.year, today.budget.value
    (2026, 1420000.0)
    """

    year: Year
    """The current financial year, such as 2026/27."""

    budget: Annotated[Figure, Measure("GBP")]
    """Base revenue budget of that year for what the options pay for."""

    ledger: Annotated[Figure, Measure("GBP")] | None = None
    """What the general ledger shows for that year."""

    in_plan: Changes = Field(default_factory=dict)
    """What the plan already adds to the budget in later years, or takes off it as savings."""

    contracts_taken: tuple[str, ...] = ()
    """Contracts whose end the plan already counts as a saving, by the name lines give them."""
