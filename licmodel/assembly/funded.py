"""Capital receipts and reserves as rows: money that moves between years, and is no cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from licmodel.assembly.measures import OptionRows
from licmodel.assembly.money import Money
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    add_up,
    by_year,
    counted,
    equals,
    every,
    lag,
    least,
    most,
    previous,
    total,
    where,
)
from licmodel.language.program import Bounds
from licmodel.lines.setting import NOT_BELOW_NOTHING, Setting
from licmodel.terms.figure import Figure, Provenance
from licmodel.terms.funding import Receipts, Reserve
from licmodel.terms.months import year_label, year_start

LinesCost = Callable[[Sequence[str] | None], Expr]


def sums_by_year(  # noqa: PLR0913, PLR0917  a table of sums has this many sides
    setting: Setting,
    key: str,
    label: str,
    sums: Mapping[int, Figure],
    said: Provenance | None,
    bounds: Bounds = NOT_BELOW_NOTHING,
) -> Expr | None:
    """Row by financial year of sums that stand in some of them; none where none does.

    An option that shares the sums of another reads the same row.
    """
    if not sums:
        return None
    program, timeline = setting.program, setting.timeline
    if f"{key}.by_year" in program.rows:
        return program.reference(f"{key}.by_year")
    parts = []
    for year, figure in sorted(sums.items()):
        begins = setting.declare(
            f"{key}.{year}.from",
            f"{label} {year}: from",
            "month",
            max(year_start(year, timeline.closing), timeline.start),
            figure.provenance or said,
            shown="month",
            given=False,
        )
        amount = setting.figure(
            f"{key}.{year}",
            f"{label}, {year_label(year, timeline.closing)}",
            setting.money,
            figure,
            said,
            bounds=bounds,
        )
        parts.append(where(equals(setting.month, begins), amount, 0))
    monthly = program.row(f"{key}.monthly", label, add_up(*parts))
    return program.row(f"{key}.by_year", f"{label} by year", by_year(monthly))


def with_grants(option: OptionRows, names: Sequence[str] | None) -> list[str] | None:
    """Lines, and the grants that pay for them and no others: what those pay is off their cost."""
    if names is None:
        return None
    pages = {name: option.pages[home] for name, home in option.lines.items()}
    return [
        *names,
        *(
            name
            for name, each in pages.items()
            if each.read and {*each.read} <= {*names} and name not in names
        ),
    ]


class Funded:
    """Writes what an option's funding does to each year's budget, unrounded.

    Parameters
    ----------
    money : Money
        Of the scenario.
    option : str
        Key of the option whose budget it is.
    cost : callable
        Gives the monthly revenue of the lines of that option with these names; of all, for none.
    """

    def __init__(self, money: Money, option: str, cost: LinesCost) -> None:
        self.money = money
        self.setting = money.setting
        self.program = money.program
        self.at = f"{option}.budget"
        self.cost = cost

    def receipts(self, owner: str, name: str, said: Receipts, lines: Sequence[str] | None) -> Expr:
        """Write what receipts pay for by year: the cost of lines, up to what there is."""
        key, at = f"{owner}.funding.receipts.{name}", f"{self.at}.receipts.{name}"
        title = said.title or name.replace("_", " ")
        setting, row, currency = self.setting, self.program.row, self.money.currency
        nothing = counted(constant(0), currency)
        month, tests = setting.month, []
        for field, ends in (("starts", False), ("ends", True)):
            at_month = getattr(said, field)
            if at_month is not None:
                date = setting.declare(
                    f"{key}.{field}",
                    f"{title}: {field}",
                    "month",
                    at_month,
                    said.provenance,
                    shown="month",
                    given=False,
                )
                tests.append(month <= date if ends else month >= date)
        cost = most(self.cost(lines), 0)  # what a month brings in gives no receipts back
        eligible = row(
            f"{at}.eligible",
            f"{title}: what it may pay for",
            where(every(*tests), cost, 0) if tests else cost + self.money.nothing,
        )
        in_all = setting.figure(
            f"{key}.most", f"{title}: in all", currency, said.most, said.provenance
        )
        used = row(
            f"{at}.used",
            f"{title}: used so far",
            most(least(previous(currency) + eligible, in_all), 0),
            nothing,
        )
        paid = row(f"{at}.paid", f"{title}: used", used - lag(used))
        return row(f"{at}.paid.by_year", f"{title}: used by year", by_year(paid))

    def reserve(self, owner: str, name: str, said: Reserve) -> tuple[Expr, Expr, Expr]:
        """Write what is paid into a reserve and drawn from it by year, and what it opens with."""
        key, at = f"{owner}.funding.reserves.{name}", f"{self.at}.reserves.{name}"
        title = said.title or name.replace("_", " ")
        opening = self.setting.figure(
            f"{key}.opening",
            f"{title}: holds at the start",
            self.money.currency,
            said.opening,
            said.provenance,
            given="opening" in said.model_fields_set,
        )
        flows = []
        for field, words in (("put_in", "paid in"), ("take_out", "drawn")):
            sums = getattr(said, field)
            parts = [
                sums_by_year(
                    self.setting, f"{key}.{field}", f"{title}: {words}", sums, said.provenance
                )
            ]
            if said.smooth is not None:
                above = self._above_average(at, title, said.smooth)
                parts.append(most(above if field == "take_out" else 0 - above, 0))
            flows.append(add_up(self._nothing(), *(part for part in parts if part is not None)))
        return flows[0], flows[1], opening

    def _nothing(self) -> Expr:
        key = "finance.nothing.by_year"
        if key in self.program.rows:
            return self.program.reference(key)
        return self.program.row(key, "nothing, by year", by_year(self.money.nothing))

    def _above_average(self, at: str, title: str, lines: Sequence[str]) -> Expr:
        if f"{at}.above.by_year" in self.program.rows:
            return self.program.reference(f"{at}.above.by_year")
        row = self.program.row
        cost = row(f"{at}.levelled", f"{title}: cost that it levels", self.cost(lines))
        by_years = row(f"{at}.levelled.by_year", f"{title}: cost that it levels", by_year(cost))
        average = row(
            f"{at}.average",
            f"{title}: average of a year",
            total(by_years) / self.money.all_years,
        )
        return row(
            f"{at}.above.by_year",
            f"{title}: what the year costs above the average",
            by_years - average * self.money.year_length,
        )
