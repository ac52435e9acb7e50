"""Business plans: so many seats of a product, and no more."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from licmodel.language.expression import Expr
from licmodel.language.operators import most, round_up
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.quantity import Quantity


class SeatCap(Rule):
    """Seats of a business plan up to its cap, or the seats beyond it.

    Two lines, one for each part, pay together for all seats.

    Examples
    --------
    >>> rule = SeatCap.model_validate(
    ...     {"rule": "seat_cap", "seats": "340", "part": "beyond"}
    ... )
    >>> rule.part
    'beyond'
    """

    basis: ClassVar[tuple[str, ...]] = ("seat_cap",)
    counts_in: ClassVar[str] = "user"
    explains: ClassVar[str] = (
        "A business plan may have {seat_cap[seats]} seats at the most, over all the partners it is "
        "bought from. Users beyond need a plan without a cap."
    )

    rule: Literal["seat_cap"] = "seat_cap"

    seats: Annotated[Quantity, Over("user", also=("person", "staff"))]
    """Users who would have the plan."""

    part: Literal["within", "beyond"] = "within"
    """Whether this line pays for the seats within the cap, or for those beyond it."""

    cap: Annotated[Figure, Measure("user", low=0)] | None = None
    """Most seats, where it is not that of the business plans."""

    def count(self, desk: Desk) -> Expr:
        """Seats within the cap, or beyond it; a flag tells the months in which there are any."""
        cap = desk.rule("seat_cap.seats") if self.cap is None else desk.figure("cap")
        needed = desk.row("seats_needed", "seats needed", round_up(desk.quantity("seats")))
        desk.row("over_cap", "more seats are needed than the plan may have", needed > cap)
        beyond = desk.row("excess", "seats beyond the cap", round_up(most(needed - cap, 0)))
        if self.part == "beyond":
            return beyond
        return desk.row("seats_within", "seats within the cap", needed - beyond)
