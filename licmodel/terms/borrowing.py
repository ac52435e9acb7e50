"""Borrowing: how capital spend comes back to the revenue budget, year by year."""

from typing import Annotated, Literal

from pydantic import Field

from licmodel.terms.coding import Coded
from licmodel.terms.figure import Figure, Measure

Life = Annotated[Figure, Measure("year", low=1, high=50)]


class Borrowing(Coded):
    """What is set aside each year to repay capital (minimum revenue provision), and interest.

    Examples
    --------
    >>> Borrowing.model_validate({"years": "10", "interest": "5.5%"}).begins
    'year after'
    """

    repaid: Literal["equally", "annuity"] = "equally"
    """In equal parts over the life of what was bought, or so that repayment and interest together
    are the same every year."""

    years: Life
    """Life of what was bought [years], where its line does not say life_years."""

    interest: Annotated[Figure, Measure("1", low=0, high=1, usual_high=0.25, percent=True)]
    """Yearly interest on what is outstanding."""

    begins: Annotated[Literal["year after", "same year"], Field(alias="from")] = "year after"
    """Financial year in which repayment and interest begin: after that of the spend, or that."""
