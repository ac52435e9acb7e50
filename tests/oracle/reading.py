"""What a scenario's text says, read a second time: numbers, months, quantities, prices, indices.

Nothing here uses licmodel but the published figures of an index; what a counting rule demands is
read by the rules' own second implementation. It reads only the forms that `tests.strategies`
writes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from licmodel.catalogue.indices import index_keys, index_series
from tests.licensing.drawn import Drawn
from tests.licensing.oracle import oracle

Raw = Mapping[str, Any]

CLOSING = {"March": 3, "August": 8, "December": 12}
EITHER_SIDE = 5e-10
"""Whole licences look at nine decimals: half a step either side of a whole number is whole."""


def number(written: object) -> float:
    """A figure, bare or in a table."""
    if isinstance(written, Mapping):
        return number(written["value"])
    text = str(written).replace("_", "")
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def month(written: str) -> int:
    """Months since year 0."""
    year, number_of_month = written.split("-")
    return int(year) * 12 + int(number_of_month) - 1


def whole(amount: float) -> int:
    """Whole licences, rounded up."""
    return math.ceil(amount - EITHER_SIDE)


def whole_below(amount: float) -> int:
    """Whole years that have passed."""
    return math.floor(amount + EITHER_SIDE)


def in_force(points: Mapping[str, Any], at: float) -> tuple[float, int]:
    """The dated figure in force, and the month it is from."""
    passed = [(month(when), number(figure)) for when, figure in points.items()]
    since, figure = max((when, figure) for when, figure in passed if when <= at)
    return figure, since


class Reader:
    """One scenario: its horizon, and what its lines refer to."""

    def __init__(self, scenario: Raw) -> None:
        timeline = scenario["timeline"]
        self.timeline: dict[str, Any] = dict(timeline)
        self.drivers: Raw = scenario.get("drivers", {})
        self.prices: Raw = scenario.get("prices", {})
        self.indices: Raw = scenario.get("indices", {})
        self.lines: Raw = scenario["options"]["option"]["lines"]
        self.start = month(timeline["start"])
        self.months = range(self.start, self.start + 12 * int(timeline["years"]))
        self.closing = CLOSING[timeline.get("year_end", "March")]

    def financial_year(self, at: int) -> int:
        """The calendar year in which a month's financial year begins."""
        year, in_year = divmod(at, 12)
        return year if self.closing == 12 or in_year >= self.closing else year - 1

    def years_passed(self, at: int) -> int:
        """Financial years begun since the one that the horizon begins in."""
        return self.financial_year(at) - self.financial_year(self.start)

    def quantity(self, written: Any, at: int) -> float:  # noqa: ANN401  any form of a quantity
        """A quantity in a month."""
        if isinstance(written, (list, str)):
            names = [written] if isinstance(written, str) else written
            known = names[0] in self.drivers
            return sum(self.driver(name, at) for name in names) if known else number(written)
        if "rule" in written:
            return oracle(Drawn(dict(written), self.timeline, {}))[at - self.start]
        if "driver" in written:
            return self.driver(written["driver"], at) * number(written.get("share", "1"))
        if "by_date" in written:
            return in_force(written["by_date"], at)[0]
        if "value" in written:
            return number(written)
        smooth = written.get("smooth") == "true"
        years = (at - self.start) / 12 if smooth else self.years_passed(at)
        return number(written["start"]) * (1 + number(written.get("growth", "0"))) ** years

    def driver(self, name: str, at: int) -> float:
        """A driver in a month, with what may have happened by then at its probability."""
        driver = self.drivers[name]
        events = driver.get("events", {}).values()
        changes = (
            number(event["change"]) * number(event.get("probability", "0"))
            for event in events
            if month(event["on"]) <= at
        )
        there = self.quantity({key: driver[key] for key in driver if key != "events"}, at)
        return max(there + sum(changes), 0.0) if events else there

    def price(self, line: Raw, at: float) -> tuple[float, str | None]:
        """The price of one in force at a date, and what it pays for."""
        listed = self.prices[line["product"]] if "product" in line else line["price"]
        if not isinstance(listed, Mapping):
            return number(listed), line.get("per")
        paid = listed.get("per", line.get("per"))
        if "value" in listed:
            return number(listed), paid
        price, since = in_force(listed["by_date"], at)
        latest = max(month(when) for when in listed["by_date"])
        if since == latest and "escalator" in listed:
            price *= (1 + number(listed["escalator"])) ** whole_below((at - latest) / 12)
        return price, paid

    def level(self, line: Raw, starts: int, at: int, held_for: int = 1) -> float:
        """What a price of the horizon's first financial year has become, at its last renewal."""
        if "index" not in line:
            return 1.0
        if line.get("uplift") == "anniversary":
            held_for = 12
        at = max(at - (at - starts) % held_for, self.start)
        first, last = self.financial_year(self.start), self.financial_year(at)
        return math.prod(1 + self._rate(line["index"], year) for year in range(first + 1, last + 1))

    def _rate(self, index: Any, year: int) -> float:  # noqa: ANN401  a name, a rate or a table
        if isinstance(index, str) and index in index_keys():
            known = {point.year: point.growth for point in index_series(index).points}
            return known[min(year, max(known))]
        if isinstance(index, str) and index in self.indices:
            index = self.indices[index]
        if isinstance(index, Mapping) and "by_year" in index:
            rates = {int(when[:4]): number(rate) for when, rate in index["by_year"].items()}
            return rates[max(each for each in rates if each <= year)]
        return number(index)
