"""Budgets of options as rows by year, rounded line by line so that they cast (convention 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licmodel.assembly.bodies import title_of
from licmodel.assembly.budget_lines import BudgetLines, LineRows
from licmodel.assembly.funded import Funded, sums_by_year, with_grants
from licmodel.assembly.measures import Measures, OptionRows
from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, equals, lag, previous, where
from licmodel.scenario.scenario import Scenario
from licmodel.terms.bearer import ITSELF
from licmodel.terms.figure import measure_of
from licmodel.terms.today import Today

DIGITS: Mapping[str, int] = {"pounds": 0, "thousands": -3, "millions": -3}
"""Where budgets are rounded, by the units they are shown in: millions have three decimals."""

CHANGES = {
    "base": "difference of what goes on from the base budget",
    "one_offs_reversed": "one-offs of the year before, reversed",
    "full_year": "full-year effect of what began or ended in the year before",
    "part_year": "part-year effect of what begins or ends in the year",
    "pressures": "pressures: what goes on costs more",
    "savings": "savings: what goes on costs less",
    "one_offs": "one-offs of the year",
    "financing": "capital financing",
    "funding": "capital receipts and reserves",
}
"""What a budget differs by from that of the year before; they add up to the change."""

FINANCING = {
    "repayment": "repayment of capital (minimum revenue provision)",
    "interest": "interest on capital not yet repaid",
}
"""What capital costs the revenue budget, where it is borrowed."""

_OWED = {"spend": "capital spent", "outstanding": "capital not yet repaid"}


def write_budgets(
    scenario: Scenario, measures: Measures, options: Mapping[str, OptionRows], units: str
) -> None:
    """Write the budget of every option, rounded to the units that it is to be shown in."""
    lines = BudgetLines(scenario, measures, DIGITS[units])
    budgets = Budgets(scenario, lines)
    for option in options.values():
        budgets.write(option)


class Budgets:
    """Writes the budget rows of options, after all their other figures.

    Parameters
    ----------
    scenario : Scenario
        Whose options are budgeted for.
    lines : BudgetLines
        Which writes the rows of their lines.
    """

    def __init__(self, scenario: Scenario, lines: BudgetLines) -> None:
        self.scenario = scenario
        self.lines = lines
        self.money = lines.money
        self.setting = lines.money.setting
        self.program = lines.program
        self.row, self.rounded = lines.row, lines.rounded
        self.nothing, self.none = lines.nothing, lines.none
        self.base, self.after = self._today(scenario.today)

    def _today(self, today: Today | None) -> tuple[Expr | None, Expr]:
        """The base budget, if there is one, and the number of the first year after today's."""
        timeline = self.scenario.timeline
        year = timeline.first_year - 1 if today is None else today.year
        said = None if today is None else today.provenance
        passed = self.setting.declare(
            "finance.budget.years_passed",
            "years of the horizon up to today's",
            "1",
            year - timeline.first_year + 1,
            said,
            given=False,
        )
        if today is None:
            return None, passed + 1
        measure = measure_of(Today.model_fields["budget"])
        budget = self.setting.figure(
            "today.budget",
            "base budget",
            self.money.currency,
            today.budget,
            said,
            bounds=(measure.low, measure.high),
        )
        base = self.rounded("today.base", "base budget, rounded", budget)
        planned = sums_by_year(
            self.setting, "today.in_plan", "already in the plan", today.in_plan, said, (None, None)
        )
        step = self.rounded(
            "today.in_plan.rounded.by_year",
            "already in the plan",
            self.none if planned is None else planned,
        )
        self.row(
            "today.planned.by_year",
            "base budget with what is already in the plan",
            previous(self.money.currency, "year") + step,
            base,
        )
        return base, passed + 1

    # --- options ---

    def write(self, option: OptionRows) -> None:
        """Write the budget of an option, whose lines stand."""
        key, title = option.key, option.title
        at = f"{key}.budget"
        lines = {name: self.lines.line(option.pages[home]) for name, home in option.lines.items()}
        for name, said in option.shortfalls.items():
            lines[name] = self.lines.shortfall(f"{key}.{name}", said, option.charges)
        financing = self._write_financing(at, title, list(lines.values()))
        funding = self._write_funding(option, lines)
        going_on = self.row(
            f"{at}.going_on",
            f"{title}: what goes on, in its first year",
            add_up(
                self.nothing,
                *(each.going_on for each in lines.values() if each.going_on is not None),
            ),
        )
        parts = [*(each.budget for each in lines.values()), *financing, *funding]
        option.budgeted += [part.ref for part in parts]
        budget = self.row(
            f"{at}.by_year",
            f"{title}: call on the revenue budget",
            self._added(parts),
            going_on,
        )
        self._write_bodies(option, lines, budget)
        capital = [each.capital for each in lines.values() if each.capital is not None]
        self.row(f"{at}.capital.by_year", f"{title}: capital spent, rounded", self._added(capital))
        self._write_change(at, title, lines, budget, (financing, funding))
        if self.base is not None:
            self.row(
                f"{at}.to_find.by_year",
                f"{title}: to find beyond the plan (negative: to spare)",
                budget - self.program.reference("today.planned.by_year"),
            )

    def _write_bodies(
        self, option: OptionRows, lines: Mapping[str, LineRows], budget: Expr
    ) -> None:
        """What other bodies bear of it, and what is left to the organisation."""
        at, left = f"{option.key}.budget.body", budget
        borne: dict[str, list[Expr]] = {}
        for name, home in option.lines.items():
            if (body := option.pages[home].line.body) is not None:
                borne.setdefault(body, []).append(lines[name].budget)
        for body, parts in borne.items():
            label = f"{option.title}: borne by {title_of(body, self.scenario)}"
            left -= self.row(f"{at}.{body}.by_year", label, self._added(parts))
        if borne:
            label = f"{option.title}: borne by {title_of(ITSELF, self.scenario)}"
            self.row(f"{at}.{ITSELF}.by_year", label, left)

    def _added(self, parts: Sequence[Expr]) -> Expr:
        return add_up(*parts) if parts else self.none

    def _write_financing(self, at: str, title: str, lines: list[LineRows]) -> list[Expr]:
        paid = [each.financing for each in lines if each.financing is not None]
        if not paid:
            return []
        for name, words in _OWED.items():
            self.row(
                f"{at}.{name}.by_year",
                f"{title}: {words}",
                add_up(*(getattr(each, name) for each in paid)),
            )
        return [
            self.rounded(
                f"{at}.{name}.by_year",
                f"{title}: {words}",
                add_up(*(getattr(each, name) for each in paid)),
                self.nothing,
            )
            for name, words in FINANCING.items()
        ]

    def _write_funding(self, option: OptionRows, lines: Mapping[str, LineRows]) -> list[Expr]:
        key = option.key
        owner, said = self.scenario.funding(key)

        def cost(names: Sequence[str] | None) -> Expr:
            chosen = [lines[name].revenue for name in names or lines if name in lines]
            return add_up(*chosen) if chosen else self.money.nothing

        funded, at, parts = Funded(self.money, key, cost), f"{key}.budget", []
        for name, receipts in said.receipts.items():
            label = receipts.title or name.replace("_", " ")
            paid = funded.receipts(owner, name, receipts, with_grants(option, receipts.of))
            parts.append(
                self.rounded(
                    f"{at}.receipts.{name}.by_year",
                    f"{label}: capital receipts used",
                    0 - paid,
                    self.nothing,
                )
            )
        for name, reserve in said.reserves.items():
            label, here = reserve.title or name.replace("_", " "), f"{at}.reserves.{name}"
            put_in, drawn, opening = funded.reserve(owner, name, reserve)
            put_in = self.rounded(f"{here}.put_in.by_year", f"{label}: paid in", put_in)
            drawn = self.rounded(f"{here}.drawn.by_year", f"{label}: drawn", drawn)
            opened = self.rounded(f"{here}.opening", f"{label}: holds at the start", opening)
            self.row(
                f"{here}.balance.by_year",
                f"{label}: holds at the end of the year",
                previous(self.money.currency, "year") + (put_in - drawn),
                opened,
            )
            parts.append(
                self.row(
                    f"{here}.by_year",
                    f"{label}: paid in, less drawn",
                    put_in - drawn,
                    self.nothing,
                )
            )
        return parts

    def _write_change(
        self,
        at: str,
        title: str,
        lines: Mapping[str, LineRows],
        budget: Expr,
        paid: tuple[list[Expr], list[Expr]],
    ) -> None:
        """What the budget differs by from the year before, and so far from the base budget."""
        first = equals(self.money.year_number, self.after)
        before = lag(budget)
        came_from = before if self.base is None else where(first, self.base, before)
        once = [each.once for each in lines.values() if each.once is not None]
        financing, funding = paid
        changed = [each.changes for each in lines.values() if each.changes]
        bodies = {
            "base": before - came_from,
            "one_offs_reversed": self._added([0 - lag(each) for each in once]),
            **{
                name: self._added([each[name] for each in changed])
                for name in ("full_year", "part_year", "pressures", "savings")
            },
            "one_offs": self._added(once),
            "financing": self._added([each - lag(each) for each in financing]),
            "funding": self._added([each - lag(each) for each in funding]),
        }
        self.row(f"{at}.before.by_year", f"{title}: budget of the year before", came_from)
        self._so_far(f"{at}.change", f"{title}: change on the year before", budget - came_from)
        for name, body in bodies.items():
            self._so_far(f"{at}.{name}", f"{title}: {CHANGES[name]}", body)

    def _so_far(self, key: str, label: str, body: Expr) -> None:
        step = self.row(f"{key}.by_year", label, body)
        counts = self.money.year_number >= self.after
        self.row(
            f"{key}.so_far.by_year",
            f"{label}, so far",
            previous(self.money.currency, "year") + where(counts, step, 0),
            self.nothing,
        )
