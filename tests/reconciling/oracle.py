"""The causes in whole pence and exact fractions, worked out row by row, without the language."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from licmodel.analysis.accounts.actuals import Actual, Match

Pence = int
Sums = dict[str, Counter[str]]


@dataclass(frozen=True)
class Line:
    """What the model has: pence charged and invoiced, and unit-months, if it counts any."""

    charged: Pence
    invoiced: Pence
    unit_months: Fraction | None


@dataclass
class _Own:
    served: Pence = 0
    stated: Pence = 0
    unit_months: Fraction = Fraction(0)
    rows: int = 0
    split: int = 0
    repeated: Pence = 0
    says_months: bool = False
    faults: list[str] = field(default_factory=list)


def half_up(pence: Fraction) -> Pence:
    """Rounded half away from zero."""
    whole = int(abs(pence) + Fraction(1, 2))
    return whole if pence >= 0 else -whole


def causes(
    kind: str,
    year: tuple[int, int],
    lines: Mapping[str, Line],
    matches: Sequence[Match],
    lost: Pence,
) -> Sums:
    """Pence by line and cause, with ``actual`` and ``modelled``."""
    found: Sums = {name: Counter() for name in (*lines, "others", "vat")}
    own = {name: _Own() for name in lines}
    for match in matches:
        _row(match, year, found, own)
    for name, line in lines.items():
        found[name]["modelled"] = line.charged
        _line(kind, line, own[name], found[name])
    found["vat"].update(modelled=lost, vat=-lost)
    return found


def _row(match: Match, year: tuple[int, int], found: Sums, own: Mapping[str, _Own]) -> None:
    actual = match.actual
    net, vat = _pence(actual.net), _pence(actual.vat)
    dated = year[0] <= actual.month <= year[1]
    inside, months = _months(actual, year)
    if not (dated or inside):
        return
    share = Fraction(inside, months) if months else Fraction(int(dated))
    served = half_up(net * share)
    if match.in_budget:
        there = found[match.stands or "others"]
        there["actual"] += (net + vat) * dated
        there["vat"] += vat * dated
        there["timing"] += net * dated - served
        if match.belongs != match.stands or match.belongs is None:
            says = actual.names_a_thing or actual.codes or match.stands is not None
            there["coding" if match.belongs or says else "unexplained"] += served
    if match.belongs is None:
        return
    if not match.in_budget or match.belongs != match.stands:
        found[match.belongs]["coding"] -= served
    mine = own[match.belongs]
    mine.says_months |= bool(months)
    if actual.repeats:
        mine.repeated += served
        return
    mine.rows += 1
    mine.served += served
    if (
        actual.quantity is None
        or actual.price is None
        or not (months or actual.priced_months)
        or actual.net * actual.quantity < 0
    ):
        return
    mine.split += 1
    quantity, price = Fraction(actual.quantity), Fraction(actual.price) * 100
    times = Fraction(months, actual.priced_months) if months and actual.priced_months else 1
    mine.stated += half_up(quantity * price * times * share)
    mine.unit_months += quantity * (inside if months else (actual.priced_months or 0) * dated)


def _months(actual: Actual, year: tuple[int, int]) -> tuple[int, int]:
    """Months served in the year, and in all; nothing where it does not say."""
    if actual.first is None or actual.last is None:
        return 0, 0
    served = range(actual.first, actual.last + 1)
    return sum(year[0] <= month <= year[1] for month in served), len(served)


def _line(kind: str, line: Line, mine: _Own, found: Counter[str]) -> None:
    base = line.charged
    if kind == "invoices" and mine.rows and not mine.says_months:
        base = line.invoiced
        found["timing"] += line.invoiced - line.charged
    left = mine.served - base
    can = mine.split == mine.rows > 0 and line.unit_months and base == line.charged
    if can and line.unit_months:
        seats = half_up((mine.unit_months - line.unit_months) * line.charged / line.unit_months)
        price = mine.stated - line.charged - seats
        found["seats"] += seats
        found["price"] += price
        left -= seats + price
    found["unexplained"] += left + mine.repeated


def _pence(amount: Decimal) -> Pence:
    return int(amount * 100)
