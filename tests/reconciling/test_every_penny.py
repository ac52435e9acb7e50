"""Every penny of difference is in exactly one cause: 5,000 random ledgers, and planted faults."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from licmodel.analysis.accounts import causes as causes_module
from licmodel.analysis.accounts.actuals import Actual, Match
from licmodel.analysis.accounts.causes import CAUSES, Causes, Modelled, place_of
from licmodel.analysis.accounts.file_rows import AT, Frame
from licmodel.language.evaluate import Evaluator, Values
from licmodel.language.program import Periods, Program, Span
from tests.reconciling import oracle

YEAR = (2026 * 12 + 3, 2027 * 12 + 2)
SHAPES, DRAWS = 100, 50
LINES = ("a", "b", "c")


def random_match(dice: random.Random, row: int) -> Match:
    """A row of any kind: in and out of the year, of any line or none, with or without seats."""
    month = dice.randrange(YEAR[0] - 8, YEAR[1] + 9)
    first = dice.choice([None, dice.randrange(YEAR[0] - 14, YEAR[1] + 4)])
    actual = Actual(
        row=row,
        place=f"x.csv:{row}",
        day=dt.date(month // 12, month % 12 + 1, dice.randrange(1, 29)),
        net=Decimal(1),
        vat=Decimal(dice.choice([0, 1])),
        quantity=dice.choice([None, Decimal(1), Decimal(1), Decimal(1)]),
        price=dice.choice([None, Decimal(1), Decimal(1), Decimal(1)]),
        priced_months=dice.choice([None, 1, 7, 12, 12]),
        first=first,
        last=None if first is None else first + dice.choice([0, 2, 6, 11, 11, 35]),
        title=dice.choice(["", "thing"]),
        repeats=dice.choice([None] * 9 + ["x.csv:2"]),
    )
    belongs = dice.choice([None, *LINES, *LINES])
    in_budget = dice.random() < 0.8
    stands = dice.choice([belongs, belongs, belongs, None, *LINES]) if in_budget else None
    return Match(actual, belongs, stands, in_budget)


class Ledgers:
    """One shape of ledger, and as many draws of its figures as there are columns."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)  # noqa: S311  the same draws each time
        self.kind = dice.choice(["invoices", "ledger"])
        self.matches = [random_match(dice, row) for row in range(2, 2 + dice.randrange(9))]
        self.program = Program(Periods(("2026-04",), (Span("2026/27", 0, 0),)))
        frame = Frame(self.program, "GBP", YEAR)
        counts = {name: dice.random() < 0.8 for name in LINES}
        given = self.program.input
        modelled = {
            name: Modelled(
                name,
                given(f"{name}.charged", name, "GBP", 0),
                given(f"{name}.invoiced", name, "GBP", 0),
                "user",
                given(f"{name}.units", name, "user*month", 0) if counts[name] else None,
            )
            for name in LINES
        }
        lost = given("lost", "lost", "GBP", 0)
        Causes(frame, self.kind).write(modelled, self.matches, lost)
        self.counts = counts
        self.drawn = self._draw(dice)

    def _draw(self, dice: random.Random) -> dict[str, list[float]]:
        drawn: dict[str, list[float]] = {}
        signs = [dice.choice([1, 1, 1, -1]) for _ in range(DRAWS)]
        for key in self.program.inputs:
            last = key.rsplit(".", maxsplit=1)[-1]
            if last in {"net", "vat"}:
                drawn[key] = [sign * dice.randrange(1, 10**7) / 100 for sign in signs]
            elif last in {"quantity", "units"}:
                signed = signs if last == "quantity" else [1] * DRAWS
                drawn[key] = [sign * float(dice.randrange(1, 5000)) for sign in signed]
            elif last == "price":
                drawn[key] = [dice.randrange(1, 90_000) / 100 for _ in signs]
            elif last in {"charged", "invoiced", "lost"}:
                drawn[key] = [dice.randrange(10**7) / 100 for _ in signs]
        for name in LINES:  # often the model invoices what it charges
            if dice.random() < 0.7:
                drawn[f"{name}.invoiced"] = drawn[f"{name}.charged"]
        return drawn

    def run(self) -> Values:
        """Evaluate all draws in one batch."""
        given = {key: np.array(each) for key, each in self.drawn.items()}
        return Evaluator(self.program, frozenset(given)).run(given)

    def expected(self, column: int) -> oracle.Sums:
        """One draw by the oracle."""

        def pence(key: str) -> int:
            return round(self.drawn[key][column] * 100)

        lines = {
            name: oracle.Line(
                pence(f"{name}.charged"),
                pence(f"{name}.invoiced"),
                Fraction(self.drawn[f"{name}.units"][column]) if self.counts[name] else None,
            )
            for name in LINES
        }
        matches = [replace(each, actual=self._actual(each.actual, column)) for each in self.matches]
        return oracle.causes(self.kind, YEAR, lines, matches, pence("lost"))

    def _actual(self, actual: Actual, column: int) -> Actual:
        def drawn(field: str) -> Decimal | None:
            figures = self.drawn.get(f"{AT}.rows.{actual.row}.{field}")
            return None if figures is None else Decimal(repr(figures[column]))

        return replace(
            actual,
            net=drawn("net") or actual.net,
            vat=drawn("vat") or actual.vat,
            quantity=drawn("quantity") or actual.quantity,
            price=drawn("price") or actual.price,
        )


def faults(ledgers: Ledgers) -> list[str]:
    """Figures that are no whole pence, differ from the oracle, or do not add up."""
    values, found = ledgers.run(), []
    for column in range(DRAWS):
        expected = ledgers.expected(column)

        def figure(key: str, column: int = column) -> float:
            return values.column(f"{AT}.{key}", column)[0] * 100

        for name, sums in expected.items():
            for cause in ("modelled", "actual", *CAUSES):
                told = figure(f"{place_of(name)}.{cause}")
                if abs(told - sums[cause]) > 1e-3:
                    found.append(f"{name}.{cause}: {told} and not {sums[cause]}")
            all_told = [round(figure(f"{place_of(name)}.{each}")) for each in CAUSES]
            if sum(all_told) != sums["actual"] - sums["modelled"]:
                found.append(f"{name}: {all_told}")
        if round(figure("left")) != 0:
            found.append(f"left: {figure('left')}")
    return found


@pytest.mark.parametrize("seeds", range(0, SHAPES, 10))
def test_causes_sum_to_the_difference_to_the_penny(seeds: int) -> None:
    """5,000 ledgers, held against whole pence [11], each draw a column of a batch [15]."""
    for seed in range(seeds, seeds + 10):
        assert faults(Ledgers(seed)) == []


def test_every_cause_was_met() -> None:
    met = {
        cause
        for seed in range(0, SHAPES, 5)
        for sums in Ledgers(seed).expected(0).values()
        for cause in CAUSES
        if sums[cause]
    }
    assert met == set(CAUSES)


def test_the_check_fires_where_a_cause_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left shows it, without the oracle."""
    monkeypatch.setattr(causes_module, "CAUSES", tuple(c for c in CAUSES if c != "coding"))
    ledgers = [Ledgers(seed) for seed in range(10)]
    left = [ledger.run().column(f"{AT}.left", 0)[0] for ledger in ledgers]
    assert any(abs(each) > 0.005 for each in left)


def test_the_check_fires_where_a_row_is_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Causes._sums

    def twice(self: Causes, name: str, *rest: object) -> None:
        if side := self.sides.get(name):
            side.actual += side.actual[:1]
        written(self, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Causes, "_sums", twice)
    ledgers = [Ledgers(seed) for seed in range(10)]
    assert any(abs(each.run().column(f"{AT}.left", 0)[0]) > 0.005 for each in ledgers)
