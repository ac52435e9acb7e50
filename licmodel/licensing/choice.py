"""The cheapest of several ways to license, chosen once for the whole horizon and shown in rows."""

from collections.abc import Sequence
from typing import NamedTuple

from licmodel.language.expression import Expr
from licmodel.language.operators import every, negate, total, where
from licmodel.licensing.rule import Desk


class Offer(NamedTuple):
    """One way to license: its name in rows, its name in words, and what it costs."""

    name: str
    label: str
    cost: Expr


def cheapest(desk: Desk, offers: Sequence[Offer], verb: str = "costs") -> dict[str, Expr]:
    """Write what each offer costs and which is chosen; flags by the name of the offer.

    Just one of the flags holds. Costs are compared over all months together, because nobody
    changes his licences from month to month; of offers that cost the same, the first is chosen.

    Parameters
    ----------
    desk : Desk
        Where the rows go.
    offers : sequence of Offer
        Two or more; their costs may be whole figures or run by month.
    verb : str
        What an offer does, in words: it costs so much, or comes to so many.
    """
    costs = [
        desk.row(f"{offer.name}_cost", f"what {offer.label} {verb}", offer.cost) for offer in offers
    ]
    best = costs[0]
    wins: list[Expr] = []
    for number, (offer, cost) in enumerate(zip(offers, costs, strict=True)):
        if not number:
            continue
        saving = desk.row(
            f"{offer.name}_saving", f"saving of {offer.label} on the best before it", best - cost
        )
        over_all = total(saving) if saving.axis == "month" else saving
        win = f"{offer.label} saves over all months together"
        wins.append(desk.row(f"{offer.name}_saves", win, over_all > 0))
        if offer != offers[-1]:
            label = f"what the best {verb}, up to {offer.label}"
            best = desk.row(f"best_to_{offer.name}", label, where(wins[-1], cost, best))
    # The last that beats those before it is chosen; the first, where none does.
    chosen = {}
    for number, offer in enumerate(offers):
        tests = [*wins[max(number - 1, 0) : number], *(negate(win) for win in wins[number:])]
        chosen[offer.name] = desk.row(
            f"{offer.name}_chosen", f"{offer.label} is chosen", every(*tests)
        )
    return chosen
