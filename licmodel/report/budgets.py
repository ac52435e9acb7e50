"""A budget as tables and as a schedule for the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licmodel.analysis.budgets import NOT_GROWTH, Budget, Change, Entry
from licmodel.analysis.checks import master
from licmodel.report.amounts import Amounts
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.scenario.scenario import Scenario
from licmodel.terms.coding import CODES
from licmodel.terms.months import month_words

_NONE = "-"
_HEADS = ("option", "line", "title", "kind", "body", "fund", *CODES, "year", "amount")
_WHOLE_YEAR = 12
_NO_COST = (
    "Financing, receipts and reserves say in which year a cost falls on revenue, and are no cost "
    "themselves: what the option costs is in licmodel compare."
)
_UNFINANCED = "Without finance.borrowing, capital costs the revenue budget nothing."
_Row = tuple[str, float | None, Sequence[float]]


def budget_csv(budget: Budget) -> str:
    """The schedule as CSV, a row for each line, fund and year, rounded as in the budget [money].

    Rows of kind capital are not in the budget: what repays them is.

    Examples
    --------
    >>> from licmodel.analysis.budgets import budget_of
    >>> from licmodel.analysis.results import example
    >>> print(budget_csv(budget_of(example(), "stay")).splitlines()[1])
    stay,support,support,revenue,,,,,,2027/28,1200.0
    """
    return rows_csv(_HEADS, _records(budget))


def _records(budget: Budget) -> Iterator[list[str | float]]:
    for entry in budget.entries:
        parts = entry.funds or {entry.fund or "": entry.by_year}
        for fund, figures in parts.items():
            said = (entry.key, entry.title, entry.kind, entry.body, fund)
            codes = (entry.codes.get(code) for code in CODES)
            texts = [budget.option, *(each or "" for each in (*said, *codes))]
            for year, figure in zip(budget.years, figures, strict=True):
                yield [*texts, year, figure]


def budget_text(
    scenario: Scenario, budget: Budget, *, cumulative: bool = False, with_reversed: bool = False
) -> str:
    """A budget as ``licmodel budget`` prints it.

    Parameters
    ----------
    scenario : Scenario
        Whose option it is.
    budget : Budget
        Of that option.
    cumulative : bool
        Whether changes are told so far since the base budget, and not on the year before.
    with_reversed : bool
        Whether to tell what the other treatment of each charge would change.

    Examples
    --------
    >>> from licmodel.analysis.budgets import budget_of
    >>> from licmodel.analysis.results import example
    >>> print(budget_text(example(), budget_of(example(), "stay")).splitlines()[0])
    Example: budget of stay
    """
    return "\n\n".join(_Tables(scenario, budget, cumulative).parts(with_reversed))


class _Tables:
    """Writes the tables of one budget."""

    def __init__(self, scenario: Scenario, budget: Budget, cumulative: bool) -> None:  # noqa: FBT001  as asked
        self.scenario, self.budget, self.cumulative = scenario, budget, cumulative
        self.amounts = Amounts(scenario.finance.currency, budget.units)
        self.digits = 3 if budget.units == "millions" else 0
        lost = any(each.vat_recoverable.value < 1 for each in (scenario.finance,))
        vat = "VAT excluded" + (" but for what is lost" if lost or scenario.bodies else "")
        self.basis = f"{self.amounts.unit}; nominal; {vat}; when served"
        spans = scenario.timeline.financial_years()
        self.heads = [
            label if last - first == _WHOLE_YEAR - 1 else f"{label} ({last - first + 1} months)"
            for label, first, last in spans
        ]

    def parts(self, with_reversed: bool) -> Iterator[str]:  # noqa: FBT001  as asked
        """Heading, tables and checks."""
        yield self._heading()
        yield self._schedule()
        yield from filter(None, [self._codes()])
        yield self._changes()
        yield self._growth()
        yield from self._paid_for()
        if with_reversed:
            yield self._reversed()
        yield self._checked()

    def _heading(self) -> str:
        budget, timeline = self.budget, self.scenario.timeline
        span = f"{month_words(timeline.start)} to {month_words(timeline.last)}"
        unit = {"pounds": "pound"}.get(budget.units, "thousand pounds")
        if self.scenario.finance.currency != "GBP":
            unit = {"pounds": "unit"}.get(budget.units, "thousand")
        lines = [
            f"{self.scenario.title}: budget of {budget.title}",
            f"{self.scenario.organisation.name}. {span}.",
            f"Each line and year is rounded to the {unit}; sums are of what is shown. {_NO_COST}",
        ]
        return "\n".join(map(fill, lines))

    def _text(self, figure: float | None) -> str:
        return _NONE if figure is None else self.amounts.text(figure, self.digits)

    def _schedule(self) -> str:
        budget = self.budget
        entries = [each for each in budget.entries if each.kind != "capital"]
        rows: list[_Row] = [(each.title, None, each.by_year) for each in entries]
        rows.append(("Call on the revenue budget", budget.base, budget.by_year))
        ruled = [len(rows) - 1]
        if budget.planned is not None and budget.to_find is not None:
            rows.append(("Base budget with what is in the plan", budget.base, budget.planned))
            rows.append(("To find beyond the plan (negative: to spare)", None, budget.to_find))
        title = f"Revenue budget ({self.basis})"
        head = f"{budget.current_year} budget"
        return self._grid(title, rows, [head], ruled)

    def _grid(
        self,
        title: str,
        rows: Sequence[_Row],
        before: Sequence[str] = (),
        ruled: Sequence[int] = (),
    ) -> str:
        cells = [
            [*(self._text(first) for _ in before), *map(self._text, figures)]
            for _, first, figures in rows
        ]
        labels = [label for label, *_ in rows]
        return Grid(title, labels, [*before, *self.heads], cells, tuple(ruled)).text()

    def _codes(self) -> str | None:
        """Where each line is booked, if it says so."""
        entries = [each for each in self.budget.entries if _is_coded(each)]
        if not entries:
            return None
        heads = ["kind", "body", "fund", "cost centre", "subjective", "CFR"]
        cells = [
            [
                each.kind,
                each.body or _NONE,
                ", ".join(each.funds) if each.funds else each.fund or _NONE,
                *(each.codes.get(code, _NONE) for code in CODES),
            ]
            for each in entries
        ]
        return Grid("Where it is booked", [each.title for each in entries], heads, cells).text()

    def _figures(self, change: Change) -> list[float]:
        return change.so_far if self.cumulative else change.by_year

    def _since(self) -> str:
        if self.cumulative:
            return f"so far since {self.budget.current_year}"
        return "on the year before"

    def _changes(self) -> str:
        budget = self.budget
        told = [each for each in budget.changes.values() if any(self._figures(each))]
        rows = [(_capital(each.title), None, self._figures(each)) for each in told]
        rows.append((f"Change {self._since()}", None, self._figures(budget.change)))
        return self._grid(f"What changes it, {self._since()} ({self.basis})", rows, (), [len(told)])

    def _growth(self) -> str:
        budget = self.budget
        told = [
            each
            for each in budget.growth.values()
            if any(self._figures(each)) or each.title == NOT_GROWTH
        ]
        rows = [(_capital(each.title), None, self._figures(each)) for each in told]
        rows.append((f"Change {self._since()}", None, self._figures(budget.change)))
        title = f"Why it grows, {self._since()}: each cause added to those above it ({self.basis})"
        return self._grid(title, rows, (), [len(told)])

    def _paid_for(self) -> Iterator[str]:
        budget = self.budget
        if budget.capital is not None:
            rows = [
                ("Spent in the year", None, budget.capital["spend"]),
                ("Not yet repaid at its end", None, budget.capital["outstanding"]),
            ]
            yield self._grid(f"Capital ({self.basis.replace('when served', 'when bought')})", rows)
        for reserve in budget.reserves.values():
            flows: list[_Row] = [
                ("Paid in", None, reserve.put_in),
                ("Drawn", None, reserve.drawn),
                ("Holds at the end of the year", reserve.opening, reserve.balance),
            ]
            yield self._grid(f"{reserve.title} ({self.amounts.unit})", flows, ["at the start"])

    def _reversed(self) -> str:
        if not self.budget.reversed:
            return "No charge could be treated otherwise."
        rows = [(each.title, None, each.by_year) for each in self.budget.reversed]
        title = f"Effect of the other treatment on the budget of each year ({self.basis})"
        text = self._grid(title, rows)
        if self.scenario.finance.borrowing is None:
            text += f"\n{_UNFINANCED}"
        return text

    def _checked(self) -> str:
        checked = self.budget.checks
        failed = [str(each) for each in checked if not each.holds]
        word = "every check holds." if master(checked) else f"a check FAILS: {'; '.join(failed)}."
        return fill(f"Master check: {word}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_coded(entry: Entry) -> bool:
    return any((entry.codes, entry.body, entry.fund, entry.funds))
