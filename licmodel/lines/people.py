"""People: posts, their pay, what comes on top, and the pay award."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from licmodel.language.operators import MONTHS_A_YEAR, during, where
from licmodel.licensing.demand import Demand
from licmodel.lines.line import Line
from licmodel.terms.figure import Figure, Measure

if TYPE_CHECKING:
    from licmodel.lines.page import Page


OnCosts = Annotated[Figure, Measure("1", low=0, high=2, percent=True)]


class People(Line):
    """Posts in full-time equivalents; no saving unless the posts go.

    Examples
    --------
    >>> line = People.model_validate({"kind": "people", "quantity": "2.5", "salary": "38_000"})
    >>> line.has_vat
    False
    """

    treatment_rule = "revenue: pay is charged as it is earned"
    vat_by_default = False
    unit_by_default = "fte"

    kind: Literal["people"] = "people"

    quantity: Demand
    """Full-time equivalents."""

    salary: Annotated[Figure, Measure("GBP/unit/year", low=0)]
    """Yearly pay of one [money per full-time equivalent per year]."""

    on_costs: OnCosts = Figure.model_validate("0%")
    """Employer's pension and national insurance, as a share of pay."""

    def rows(self, page: Page) -> None:
        """Posts × pay × (1 + on-costs), month by month."""
        pay = page.indexed(page.figure("salary")) * (1 + page.figure("on_costs"))
        posts = page.row("posts", "full-time equivalents", where(page.active, page.quantity(), 0))
        page.charge("pay", "pay and on-costs", during(posts * pay / MONTHS_A_YEAR, "month"))
