"""An agreement as rows that its lines share: whether it runs, its anniversaries and renewals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from licmodel.language.expression import Expr
from licmodel.records import record
from licmodel.terms.agreement import Added, Agreement, Fall, Holding


@record
class Enrolment:
    """An agreement whose rows stand.

    ``agreement`` has the words of those it is based on filled in; ``owners`` says which
    agreement wrote each holding, whose inputs it keeps. Expressions are by month, but for the
    inputs: ``signed``, ``term``, ``true_down``, ``uplift``, ``cap`` and ``notice``.
    """

    key: str
    title: str
    agreement: Agreement
    owners: Mapping[str, str]
    may_fall: Fall
    added: Added
    signed: Expr
    term: Expr
    since: Expr
    live: Expr
    anniversary: Expr
    renewal: Expr
    priced: Expr
    free: Expr
    fixed: Callable[[], Expr]
    """Flag: what was signed before the horizon has not been up for renewal since."""
    as_of: Expr | None
    """Month in which the scenario was drawn up, where that is within the horizon."""
    true_down: Expr | None
    uplift: Expr | None
    cap: Expr | None
    ends: Expr | None
    premium: Callable[[int], Expr | None]
    """What the programme adds for invoices of so many months, as a share; none where nothing."""
    level: Expr | None
    """What its price level takes off the list, as a share, by month; none without a level."""
    first_price: int
    """First month of the horizon, or after it was signed, in which prices are set anew."""

    def holding(self, line: str, product: str | None) -> tuple[str, Holding] | None:
        """The seats that a line takes over: those called like it, or like its product."""
        for name in (line, product):
            if name is not None and name in self.agreement.holdings:
                return name, self.agreement.holdings[name]
        return None
