"""What one line adds to each year's budget, rounded, and why it differs from the year before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from licmodel.assembly.borrowed import Borrowed, Financing, lives_of
from licmodel.assembly.budget_parts import BudgetParts, part_of
from licmodel.assembly.measures import Measures
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    add_up,
    at_start,
    by_year,
    counted,
    equals,
    every,
    lag,
    least,
    most,
    round_to,
    some,
    where,
)
from licmodel.lines.displaced import Displaced
from licmodel.lines.page import Charge, Page
from licmodel.scenario.scenario import Scenario


@dataclass
class LineRows:
    """Rows of one line by year: its rounded revenue, what changes it, and its financing.

    ``going_on`` is what its first year has of it, where it was there before the horizon.
    ``beside`` is its revenue by year that no budget holds, and the option has.
    """

    revenue: Expr
    budget: Expr
    spend: Expr | None = None
    once: Expr | None = None
    capital: Expr | None = None
    changes: dict[str, Expr] = field(default_factory=dict)
    going_on: Expr | None = None
    financing: Financing | None = None
    beside: Expr | None = None


@dataclass(frozen=True)
class _Held:
    """A charge as far as a budget holds it, and what of it is paid once."""

    charge: Charge
    once: Expr | None

    @property
    def served(self) -> Expr | None:
        """What of it goes on, month by month."""
        if self.once is None:
            return self.charge.accrued
        return None if self.once is self.charge.accrued else self.charge.accrued - self.once


class BudgetLines:
    """Writes what each line adds to each year's budget; an option that shares one reads the same.

    Parameters
    ----------
    scenario : Scenario
        Whose lines they are.
    measures : Measures
        Which wrote their other rows.
    digits : int
        Decimal places that each line and year is rounded to; -3 for thousands.
    """

    def __init__(self, scenario: Scenario, measures: Measures, digits: int) -> None:
        self.scenario = scenario
        self.measures = measures
        self.money = measures.money
        self.program = measures.program
        self.digits = digits
        self.borrowed = Borrowed(scenario, self.money)
        self.parts = BudgetParts(self.program)
        self.written: dict[str, LineRows] = {}
        self.nothing = counted(constant(0), self.money.currency)
        none = by_year(self.money.nothing)
        self.none = self.row("finance.budget.none.by_year", "nothing, by year", none)

    def row(self, key: str, label: str, body: Expr, opening: Expr | None = None) -> Expr:
        """Write a row."""
        return self.program.row(key, label, body, opening)

    def rounded(self, key: str, label: str, body: Expr, opening: Expr | None = None) -> Expr:
        """Write a row rounded to the digits of budgets."""
        return self.row(key, label, round_to(body, self.digits), opening)

    def line(self, page: Page) -> LineRows:
        """Rows of a line."""
        if page.key not in self.written:
            rows = self._write(page.key, page.name, self._held(page), self._stood_before(page))
            self.written[page.key] = rows
            self._write_beside(page, rows)
            self._write_capital(page, rows)
            self._write_funds(page, rows)
        return self.written[page.key]

    def shortfall(self, key: str, title: str, charges: list[Charge]) -> LineRows:
        """Rows of what falls short of a commitment, which is a line of its option alone."""
        charge = next(each for each in charges if each.accrued.ref == f"{key}.accrued")
        return self._write(key, title, [_Held(charge, None)], before=False)

    def _held(self, page: Page) -> list[_Held]:
        return [_Held(each, self.parts.once(page, each)) for each in self.parts.held(page)]

    def _write_beside(self, page: Page, rows: LineRows) -> None:
        """Write what the option has of a line, and its budget does not hold."""
        charges = self.parts.beside(page)
        for treatment, of_it in (("revenue", ""), ("capital", ".capital")):
            beside = [each for each in charges if each.treatment == treatment]
            if beside:
                label = f"{page.name}: {treatment} that no budget holds"
                spend = self._spend(f"{page.key}.budget.beside{of_it}", label, beside)
                at = f"{page.key}.budget.beside{of_it}.rounded.by_year"
                self.rounded(at, f"{label}, rounded", spend)
                rows.beside = spend if treatment == "revenue" else rows.beside

    def _stood_before(self, page: Page) -> bool:
        if isinstance(page.line, Displaced):
            return False  # what it saves is in the base budget, and so the saving is not
        starts = page.line.starts
        return starts is None or starts < self.scenario.timeline.start

    def _write(self, key: str, name: str, charges: list[_Held], before: bool) -> LineRows:  # noqa: FBT001  it stood before the horizon
        at = f"{key}.budget"
        held = [each for each in charges if each.charge.treatment == "revenue"]
        revenue = [each.charge for each in held]
        monthly = self._charged(f"{at}.revenue", f"{name}: revenue", revenue)
        yearly = self.row(f"{at}.revenue.by_year", f"{name}: revenue", by_year(monthly))
        budget = self.rounded(f"{at}.by_year", f"{name}: in the budget", yearly)
        rows = LineRows(monthly, budget)
        once = [replace(each.charge, accrued=each.once) for each in held if each.once is not None]
        if once:
            label = f"{name}: paid once"
            rows.spend = self._spend(f"{at}.once", label, once)
            rounded = f"{at}.once.rounded.by_year"
            rows.once = self.rounded(rounded, f"{label}, rounded", rows.spend, self.nothing)
        served = [each.served for each in held if each.served is not None]
        if served:
            self._write_changes(rows, at, name, served, before)
        return rows

    def _charged(self, key: str, label: str, charges: list[Charge]) -> Expr:
        return self.row(key, label, self.measures.with_vat(charges, "accrued", self.money.nothing))

    def _spend(self, key: str, label: str, charges: list[Charge]) -> Expr:
        return self.row(f"{key}.by_year", label, by_year(self._charged(key, label, charges)))

    def _write_changes(
        self,
        rows: LineRows,
        at: str,
        name: str,
        served: list[Expr],
        before: bool,  # noqa: FBT001  it stood before the horizon
    ) -> None:
        """What goes on of a line, against the year before: by more or fewer months, or else."""
        step = self.money.setting.read("timeline.step")
        none_is_charged = every(*(equals(each, 0) for each in served))
        label = f"{name}: months charged"
        charged = self.row(
            f"{at}.charged", f"{name}: the month is charged", where(none_is_charged, 0, step)
        )
        whole = rows.budget if rows.once is None else rows.budget - rows.once
        months = self.row(
            f"{at}.months.by_year", label, by_year(charged), counted(constant(0), "month")
        )
        ongoing = self.row(
            f"{at}.ongoing.by_year", f"{name}: but for what is paid once", whole, self.nothing
        )
        ago, months_ago = lag(ongoing), lag(months)
        if before:  # in the year before the horizon as in its first
            rows.going_on = at_start(ongoing)
            is_first = equals(self.money.year_number, 1)
            ago, months_ago = where(is_first, ongoing, ago), where(is_first, months, months_ago)
        moved = self.rounded(
            f"{at}.by_months.by_year",
            f"{name}: changed by the months it is charged",
            where(months_ago > 0, ago * (months / months_ago) - ago, ongoing),
        )
        growth = self.row(
            f"{at}.growth.by_year", f"{name}: changed otherwise", ongoing - ago - moved
        )
        anew = some(equals(months_ago, 0), months_ago >= counted(MONTHS_A_YEAR, "month"))
        rows.changes = {
            "part_year": where(anew, moved, self.nothing),
            "full_year": where(anew, self.nothing, moved),
            "pressures": most(growth, 0),
            "savings": least(growth, 0),
        }

    def _write_capital(self, page: Page, rows: LineRows) -> None:
        """Write how its capital is financed, and what reversing its treatment would change."""
        at = f"{page.key}.budget"
        capital = [each for each in self.parts.held(page) if each.treatment == "capital"]
        if capital:
            spend = self._spend(f"{at}.capital", f"{page.name}: capital", capital)
            rows.financing = self._finance(page, at, spend, capital)
            label = f"{page.name}: capital, rounded"
            rows.capital = self.rounded(f"{at}.capital.rounded.by_year", label, spend)
            effect = spend - self._financed(rows.financing)
        elif page.line.may_be_capital and rows.spend is not None:
            said = f"{page.name}: cost"
            paid = self.borrowed.finance(lives_of(page)[0], f"{at}.if_capital", said, rows.spend)
            effect = self._financed(paid) - rows.spend
        else:
            return
        label = f"{page.name}: effect of reversing its treatment"
        self.rounded(f"{at}.reversed.by_year", label, effect)

    def _finance(self, page: Page, at: str, spend: Expr, capital: list[Charge]) -> Financing | None:
        """How capital is financed; a grant's in parts, as it pays for what has other lives."""
        said, lives = f"{page.name}: capital", lives_of(page)
        if len(lives) == 1 or self.borrowed.said is None:
            return self.borrowed.finance(lives[0], at, said, spend)
        whole = [charge for life in lives for charge in life.charges]
        left, parts = spend, []
        for number, life in enumerate(lives):
            here, rest = f"{at}.life.{number}", left
            if number < len(lives) - 1:
                share = part_of(life.charges, whole)
                rest = self._spend(
                    f"{here}.part", said, [replace(c, accrued=c.accrued * share) for c in capital]
                )
                left -= rest
            part = self.row(f"{here}.capital.by_year", f"{said}, of one life", rest)
            parts.append(self.borrowed.finance(life, here, f"{said}, of one life", part))
        paid = [each for each in parts if each is not None]

        def together(name: str) -> Expr:
            figures = [getattr(each, name) for each in paid]
            return self.row(f"{at}.{name}.by_year", f"{said}, {name}", add_up(*figures))

        return Financing(
            together("repayment"), together("interest"), together("outstanding"), spend
        )

    def _write_funds(self, page: Page, rows: LineRows) -> None:
        """Write what each of several funds pays; the last pays what is left, so that it casts."""
        if len(page.line.fund or {}) < 2:  # noqa: PLR2004  nothing to split
            return
        from licmodel.assembly.bearers import fund_shares  # noqa: PLC0415  few lines have any

        *shares, (last, _) = fund_shares(page).items()
        left, at = rows.budget, f"{page.key}.budget.fund"
        for name, share in shares:
            paid = rows.budget if share is None else rows.budget * share
            label = f"{page.name}: paid by {name}"
            left -= self.rounded(f"{at}.{name}.by_year", label, paid)
        self.row(f"{at}.{last}.by_year", f"{page.name}: paid by {last}, the rest", left)

    def _financed(self, paid: Financing | None) -> Expr:
        return self.none if paid is None else paid.repayment + paid.interest
