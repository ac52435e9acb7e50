"""What a line costs month by month, in loops over plain numbers.

Written from what the docstrings and the conventions say, not from the rows: no numpy, nothing of
the language, another way of invoicing. Where this and the engine differ, one of them is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.oracle.reading import EITHER_SIDE, Raw, Reader, in_force, month, number, whole

INVOICES = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12, "three-yearly": 36}


@dataclass
class Ledger:
    """A line's months: what is charged to each, what is invoiced, what stands prepaid after it."""

    accrued: list[float]
    billed: list[float]
    prepaid: list[float]
    opening: float = 0.0

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(
            [a + b for a, b in zip(self.accrued, other.accrued, strict=True)],
            [a + b for a, b in zip(self.billed, other.billed, strict=True)],
            [a + b for a, b in zip(self.prepaid, other.prepaid, strict=True)],
            self.opening + other.opening,
        )


class Served:
    """A line in its scenario: the months it is served in, and its figures."""

    def __init__(self, line: Raw, around: Reader) -> None:
        self.line = line
        self.around = around
        self.starts = month(line["starts"]) if "starts" in line else around.start
        self.ends = month(line["ends"]) if "ends" in line else None

    def figure(self, name: str, otherwise: str = "0") -> float:
        """A figure of the line, or what it is where nothing is said."""
        return number(self.line.get(name, otherwise))

    def stepped(self, name: str, otherwise: str, at: int) -> float:
        """A figure of the line in a month, that may be dated."""
        written = self.line.get(name, otherwise)
        if isinstance(written, Mapping) and "by_date" in written:
            return in_force(written["by_date"], at)[0]
        return number(written)

    def is_served(self, at: int) -> bool:
        """Whether the month lies from its start to its end, both inside."""
        return self.starts <= at and (self.ends is None or at <= self.ends)

    def needed(self, at: int) -> float:
        """How many are needed in a month."""
        if not self.is_served(at):
            return 0.0
        return self.around.quantity(self.line.get("quantity", "1"), at)

    def level(self, at: int, held_for: int = 1) -> float:
        """Level of the line's index, where a price is held for so many months."""
        return self.around.level(self.line, self.starts, at, held_for)

    def price_once(self, at: int) -> float:
        """Price of one, paid once, after discount."""
        price, _ = self.around.price(self.line, at)
        return price * (1 - self.figure("discount")) * self.level(at)

    # --- invoices ---

    def invoiced(self, charge: Callable[[int], float]) -> Ledger:
        """A charge for months served, invoiced as the line says."""
        way = self.line.get("billing", "monthly")
        length = INVOICES[way.split(" in ")[0]]
        served = {at: charge(at) if self.is_served(at) else 0.0 for at in self.around.months}
        if length == 1:
            return at_once(list(served.values()))
        if way.endswith("arrears"):
            return self._in_arrears(served, length)
        return self._in_advance(served, length)

    def _period(self, at: int, length: int) -> range:
        """Months of the invoice period that a month lies in, cut off where the line ends."""
        begins = at - (at - self.starts) % length
        after = begins + length
        return range(begins, after if self.ends is None else min(after, self.ends + 1))

    def _in_advance(self, served: Mapping[int, float], length: int) -> Ledger:
        """Each month to come has its own purse, filled to what a month costs as known today."""
        start = self.around.start
        purse: dict[int, float] = {}
        if self.starts < start and self.is_served(start):
            period = self._period(start, length)
            if period[0] < start:
                purse = {later: served[start] for later in period if later >= start}
        ledger = Ledger(list(served.values()), [], [], sum(purse.values()))
        for at in served:
            billed = 0.0
            if self.is_served(at):
                for later in self._period(at, length):
                    if later >= at:
                        billed += served[at] - purse.get(later, 0.0)
                        purse[later] = served[at]
            ledger.billed.append(billed)
            ledger.prepaid.append(sum(sum_ for later, sum_ in purse.items() if later > at))
        return ledger

    def _in_arrears(self, served: Mapping[int, float], length: int) -> Ledger:
        """The last month of a period invoices all of it."""
        start = self.around.start
        owed = 0.0
        if self.starts < start and self.is_served(start):
            owed = served[start] * (start - self._period(start, length)[0])
        ledger = Ledger(list(served.values()), [], [], -owed)
        for at, charge in served.items():
            owed += charge
            is_last = self.is_served(at) and at == self._period(at, length)[-1]
            ledger.billed.append(owed if is_last else 0.0)
            owed = 0.0 if is_last else owed
            ledger.prepaid.append(-owed)
        return ledger


def at_once(amounts: list[float]) -> Ledger:
    """What is invoiced in the month it is charged to."""
    return Ledger(amounts, amounts, [0.0] * len(amounts))


# --- the kinds ---


def subscription(line: Served) -> Ledger:
    """Whole seats at the price of the last renewal, less a discount."""
    term = int(line.figure("term", "12"))

    def charge(at: int) -> float:
        renewed = at - (at - line.starts) % term
        price, paid = line.around.price(line.line, renewed)
        a_month = price / 12 if paid == "year" else price
        discount = line.figure("discount")
        return whole(line.needed(at)) * a_month * (1 - discount) * line.level(at, term)

    return line.invoiced(charge)


@dataclass
class Holding:
    """What is owned after a month, what that cost, and what was bought and given up in it."""

    owned: int
    cost: float
    bought: int = 0
    given_up: float = 0.0


def held(line: Served, cycle: float | None) -> dict[int, Holding]:
    """Bought when needed and not owned; all bought again every ``cycle`` months.

    What was bought before the horizon is taken to have cost the first month's price.
    """
    start = line.around.start
    before = whole(line.needed(start)) if line.starts < start else 0
    now = Holding(before, before * line.price_once(start))
    months = {}
    for at in line.around.months:
        needed, price = whole(line.needed(at)), line.price_once(at)
        again = line.is_served(at) and cycle is not None and (at - line.starts) % cycle == 0
        if again:
            now = Holding(needed, needed * price, needed, now.cost)
        else:
            more = max(needed - now.owned, 0)
            now = Holding(now.owned + more, now.cost + more * price, more)
        months[at] = now
    return months


def perpetual(line: Served) -> Ledger:
    """Licences bought and kept, and their maintenance."""
    cycle = line.figure("refresh_years") * 12 if "refresh_years" in line.line else None
    months = held(line, cycle)
    bought = at_once([each.bought * line.price_once(at) for at, each in months.items()])
    share = line.figure("maintenance")
    return bought + line.invoiced(lambda at: months[at].cost * share / 12)


def hardware(line: Served) -> Ledger:
    """Machines bought, replaced and sold on, their support and their energy."""
    replaced = line.line.get("refresh", "true") == "true"
    months = held(line, line.figure("life_years") * 12 if replaced else None)
    residual, support = line.figure("residual"), line.figure("support")
    bought = at_once(
        [
            each.bought * line.price_once(at) - each.given_up * residual
            for at, each in months.items()
        ]
    )

    def energy(at: int) -> float:
        if "power" not in line.line:
            return 0.0
        kwh = line.figure("power") * line.figure("pue", "1") * line.figure("hours_a_year", "8760")
        return whole(line.needed(at)) * kwh * line.figure("tariff") * line.level(at) / 12

    upkeep = line.invoiced(lambda at: months[at].cost * support / 12)
    return bought + upkeep + line.invoiced(energy)


def people(line: Served) -> Ledger:
    """Posts, which need not be whole, at their pay and what comes on top."""

    def charge(at: int) -> float:
        pay = line.figure("salary") * line.level(at) * (1 + line.figure("on_costs"))
        return line.needed(at) * pay / 12

    return line.invoiced(charge)


def one_off(line: Served) -> Ledger:
    """An amount, spread evenly over whole months."""
    months = whole(line.figure("months", "1"))

    def falls(at: int) -> float:
        if not line.starts <= at < line.starts + months:
            return 0.0
        return line.needed(at) * line.figure("amount") * line.level(at) / months

    return at_once([falls(at) for at in line.around.months])


def recurring(line: Served) -> Ledger:
    """So much a month or year, stepped up at each renewal since the horizon or line began."""

    def charge(at: int) -> float:
        amount = line.figure("amount") / (12 if line.line["per"] == "year" else 1)
        if "term" in line.line:
            term = int(line.figure("term"))
            before = max((line.around.start - line.starts) // term, 0)
            renewals = (at - line.starts) // term - before
            amount *= (1 + line.figure("renewal_uplift")) ** renewals
        return line.needed(at) * amount * line.level(at)

    return line.invoiced(charge)


def consumption(line: Served) -> Ledger:
    """A month's volume beyond what is free, in whole packages, priced and kept within limits."""

    def charge(at: int) -> float:
        volume = line.needed(at) / (12 if line.line.get("per") == "year" else 1)
        volume = max(volume - line.figure("free"), 0)
        if "package" in line.line:
            volume = whole(volume / line.figure("package")) * line.figure("package")
        cost = priced(line.line, volume) * line.level(at)
        if "minimum" in line.line:
            cost = max(cost, line.figure("minimum"))
        return min(cost, line.figure("maximum")) if "maximum" in line.line else cost

    return line.invoiced(charge)


def priced(line: Raw, volume: float) -> float:
    """A volume at one price or in tiers, from which each tier begins inclusive."""
    if "price" in line:
        return volume * number(line["price"])
    if volume <= 0:
        return 0.0
    tiers = [
        (number(tier["from"]), number(tier["price"]), number(tier.get("flat", "0")))
        for tier in line["tiers"]
    ]
    reached = [tier for tier in tiers if tier[0] <= volume + EITHER_SIDE]
    if line.get("tiered", "graduated") == "volume":
        _, price, flat = reached[-1]
        return volume * price + flat
    tops = [begins for begins, _, _ in tiers[1:]]
    return sum(
        (min(volume, top) - begins) * price + flat
        for (begins, price, flat), top in zip(reached, [*tops, volume], strict=False)
    )


def grant(line: Served) -> Ledger:
    """A share of what its lines are charged, within a year's cap and the cap of all."""
    read = [cost(line.around.lines[name], line.around) for name in line.line["of"]]
    raw = [line.around.lines[name] for name in line.line["of"]]
    capital = line.line.get("capital_only") == "true"
    left = line.figure("cap") - line.figure("paid_before") if "cap" in line.line else math.inf
    in_year, year = 0.0, None
    paid: dict[int, float] = {}
    for place, at in enumerate(line.around.months):
        costs = sum(
            bought(one, line.around)[place] if capital else each.accrued[place]
            for one, each in zip(raw, read, strict=True)
        )
        share = min(line.stepped("share", "100%", at), 1 - line.figure("match"))
        granted = 0.0
        if line.is_served(at):
            granted = max(costs, 0) * min(share * line.needed(at), 1)
        if "cap_a_year" in line.line:
            if line.around.financial_year(at) != year:
                in_year, year = 0.0, line.around.financial_year(at)
            limit = line.stepped("cap_a_year", "0", at) * line.level(at)
            granted = max(0.0, min(granted, limit - in_year))
            in_year += granted
        paid[at] = min(granted, max(left, 0.0))
        left -= granted
    return line.invoiced(lambda at: -paid[at])


def optimism_bias(line: Served) -> Ledger:
    """A share of what its lines are charged as capital, and of what they are as revenue."""
    upper, lower = {"equipment_development": (2.0, 0.1), "outsourcing": (0.41, 0.0)}.get(
        line.line.get("class", ""), (line.figure("rate"), 0.0)
    )
    rate = max(upper * (1 - line.figure("mitigation")), lower)
    gross = [dict(line.around.lines[name], residual="0") for name in line.line["of"]]
    read = [cost(each, line.around) for each in gross]

    def allowance(at: int) -> float:
        place = at - line.around.start
        return sum(each.accrued[place] for each in read) * rate * line.needed(at)

    return line.invoiced(allowance)


def bought(line: Raw, around: Reader) -> list[float]:
    """What a line is charged that is capital: machines bought, less what the old ones fetch."""
    if line["kind"] != "hardware":
        return [0.0] * len(around.months)
    upkeep = {"support", "power", "tariff"}
    return cost({key: said for key, said in line.items() if key not in upkeep}, around).accrued


def event(line: Served) -> Ledger:
    """Each time it may happen adds its cost, over its months, at how likely it is."""
    first, last = month(line.line["on"]), line.around.months[-1]
    yearly = line.line.get("yearly") == "true"
    until = month(line.line["until"]) if "until" in line.line else last
    begins = list(range(first, until + 1, 12)) if yearly else [first]
    months = whole(line.figure("months", "1"))
    costs = dict.fromkeys(line.around.months, 0.0)
    for begin in begins:
        for at in range(begin, begin + months):
            if at in costs:
                once = line.needed(at) * line.figure("cost") * line.level(at)
                costs[at] += once / months * line.figure("probability")
    return at_once(list(costs.values()))


def displaced(line: Served) -> Ledger:
    """What a contract would have cost after its own end, if a budget holds it that nobody took."""
    over = month(line.line["contract_ends"])
    taken = line.line.get("already_taken") == "true"
    counts = line.line["in_base_budget"] == "true" and not taken

    def saved(at: int) -> float:
        amount = line.figure("amount") / (12 if line.line["per"] == "year" else 1)
        is_over = at > over and counts
        return -line.needed(at) * amount * line.level(at) if is_over else 0.0

    return at_once([saved(at) for at in line.around.months])


COSTS: dict[str, Callable[[Served], Ledger]] = {
    "subscription": subscription,
    "perpetual": perpetual,
    "hardware": hardware,
    "people": people,
    "one_off": one_off,
    "recurring": recurring,
    "consumption": consumption,
    "grant": grant,
    "optimism_bias": optimism_bias,
    "event": event,
    "displaced": displaced,
}


def cost(line: Mapping[str, Any], around: Reader) -> Ledger:
    """A line's ledger over the horizon."""
    return COSTS[line["kind"]](Served(line, around))
