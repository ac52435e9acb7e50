"""Capital as the revenue budget bears it: repaid over its life, with interest."""

from __future__ import annotations

from dataclasses import dataclass, field

from licmodel.assembly.money import Money
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    ONE_YEAR,
    add_up,
    counted,
    every,
    lag,
    previous,
    round_up,
    where,
)
from licmodel.lines.page import Charge, Page
from licmodel.scenario.scenario import Scenario
from licmodel.terms.borrowing import Borrowing
from licmodel.terms.figure import Figure, Provenance, measure_of

_BEGINS = {"year after": "1", "same year": "0"}
_AT = "finance.borrowing"
FIRST_REPAYMENT = f"{_AT}.from"
"""Input: years from spend to its first repayment, none or one."""

_USUAL = (
    "the usual practice of the asset life method; the wording of the guidance on minimum revenue "
    "provision was not retrieved"
)


@dataclass(frozen=True)
class Financing:
    """What some capital costs the revenue budget, by financial year."""

    repayment: Expr
    interest: Expr
    outstanding: Expr
    spend: Expr


@dataclass(frozen=True)
class Life:
    """A life over which capital is repaid: of a line, or of ``finance.borrowing`` where None."""

    line: Page | None
    charges: list[Charge] = field(default_factory=list)
    """Capital that has it, of the lines that a grant pays for."""

    @property
    def at(self) -> str:
        """What the keys of its rows begin with."""
        return _AT if self.line is None else self.line.field_key("life_years")

    @property
    def whole_years(self) -> str:
        """Key of the row of whole years over which capital is repaid."""
        return f"{self.at}.whole_years"


def lives_of(page: Page) -> list[Life]:
    """Lives over which a line's capital is repaid: its own, or else borrowing's.

    A grant that says none has those of what it pays for, so that what is left of it is repaid.
    """
    if page.line.life_years is not None or not page.read:
        return [_life(page)]
    found: dict[str, Life] = {}
    for line in _costing(page).values():
        capital = [charge for charge in line.charges if charge.treatment == "capital"]
        if capital:
            life = _life(line)
            found.setdefault(life.at, life).charges.extend(capital)
    return list(found.values()) or [Life(None)]


def _life(page: Page) -> Life:
    return Life(None if page.line.life_years is None else page)


def _costing(page: Page) -> dict[str, Page]:
    """Lines that a line reads, and those that they do, but for what reads others itself."""
    found: dict[str, Page] = {}
    for read in page.read.values():
        found |= _costing(read) if read.read else {read.key: read}
    return found


class Borrowed:
    """Writes what capital is repaid with, where the scenario says how it is borrowed."""

    def __init__(self, scenario: Scenario, money: Money) -> None:
        self.setting = money.setting
        self.program = money.program
        self.currency = money.currency
        self.years = len(self.program.periods.years)
        self.said: Borrowing | None = scenario.finance.borrowing
        if self.said is not None:
            self._declare(self.said)

    def _declare(self, said: Borrowing) -> None:
        self.rate = self._figure(said, "interest", "interest a year")
        self.gap = self.setting.figure(
            FIRST_REPAYMENT,
            "years from spend to the first repayment",
            "year",
            Figure.model_validate(_BEGINS[said.begins]),
            Provenance(status="assumed", source=_USUAL) if said.begins == "year after" else None,
            bounds=(0.0, 1.0),
        )
        self.life = self._figure(said, "years", "life of what was bought")
        age = ONE_YEAR - self.gap
        self.ages = []
        for number in range(self.years):
            self.ages.append(
                self.program.row(
                    f"{_AT}.age.{number}",
                    f"number of the repayment {_years(number)} after the spend",
                    age,
                )
            )
            age = self.ages[-1] + ONE_YEAR

    def _figure(self, said: Borrowing, field: str, label: str) -> Expr:
        measure = measure_of(Borrowing.model_fields[field])
        return self.setting.figure(
            f"{_AT}.{field}",
            f"borrowing: {label}",
            measure.unit,
            getattr(said, field),
            said.provenance,
            bounds=(measure.low, measure.high),
        )

    def finance(self, life: Life, at: str, said: str, spend: Expr) -> Financing | None:
        """Write what some spend by year costs the revenue budget; none without borrowing.

        Parameters
        ----------
        life : Life
            Over which it is repaid.
        at, said : str
            What the rows' keys begin with, and what is spent, in words.
        spend : Expr
            Row by financial year.
        """
        if self.said is None:
            return None
        shares = self._shares(life, self.said)
        nothing, row = counted(constant(0), self.currency), self.program.row
        parts, back = [], row(f"{at}.ago.0", said, spend, nothing)
        for number, share in enumerate(shares):
            if number:
                back = row(f"{at}.ago.{number}", f"{said} {_years(number)} ago", lag(back), nothing)
            parts.append(back * share)
        repayment = row(f"{at}.repayment.by_year", f"{said}, repaid", add_up(*parts))
        outstanding = row(
            f"{at}.outstanding.by_year",
            f"{said}, outstanding at the end of the year",
            previous(self.currency, "year") + spend - repayment,
            nothing,
        )
        owed = lag(outstanding) + spend * (1 - counted(self.gap, "1"))
        interest = row(f"{at}.interest.by_year", f"{said}, interest", owed * self.rate)
        return Financing(repayment, interest, outstanding, spend)

    def _shares(self, life: Life, said: Borrowing) -> list[Expr]:
        """Part of a year's spend repaid in that year, in the next, and so on."""
        at, line = life.at, life.line
        if f"{at}.share.0" in self.program.rows:
            return [self.program.reference(f"{at}.share.{n}") for n in range(self.years)]
        about = "borrowing" if line is None else line.name
        years = self.program.row(
            life.whole_years,
            f"{about}: whole years over which it is repaid",
            round_up(self.life if line is None else line.figure("life_years")),
        )
        times, rate = counted(years, "1"), self.rate
        return [
            self.program.row(
                f"{at}.share.{number}",
                f"{about}: part repaid {_years(number)} after the spend",
                where(
                    every(age >= ONE_YEAR, age <= years),
                    self._part(said, counted(age, "1"), times, rate),
                    0,
                ),
            )
            for number, age in enumerate(self.ages)
        ]

    @staticmethod
    def _part(said: Borrowing, number: Expr, times: Expr, rate: Expr) -> Expr:
        if said.repaid == "equally":
            return 1 / times
        grown = (1 + rate) ** (number - 1)
        return where(rate > 0, rate * grown / ((1 + rate) ** times - 1), 1 / times)


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"
