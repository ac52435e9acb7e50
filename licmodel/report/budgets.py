"""A budget as tables and as a schedule for the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licmodel.analysis.accounts.budgets import NOT_GROWTH, Budget, Change, Entry
from licmodel.analysis.checks import master_text
from licmodel.report.amounts import Amounts
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Block, Grid, blocks_text, unbroken
from licmodel.scenario.scenario import Scenario
from licmodel.terms.coding import CODES
from licmodel.terms.months import month_words

_NONE = "-"
_HEADS = ("option", "line", "title", "kind", "body", "fund", *CODES, "year", "amount")
_YEAR = 12
_NO_COST = (
    "Financing, receipts and reserves say in which year a cost falls on revenue, and are no cost "
    "themselves: a comparison tells what the option costs."
)
UNFINANCED = "Capital below is not borrowed here, so nothing that repays it is in the budget."
NO_BASE = (
    "No base budget is said, so what goes on is taken to have cost in the year before what it "
    "costs in the first."
)
_BASE_WITHIN = (
    "The base budget is of {0}, which is worked out here too: what changes is on that budget from "
    "the year after, and until then on what goes on, taken to have cost before the first year what "
    "it costs in it. A budget from {1} on starts from the base budget of the year before."
)
_TO_SAY_IT = {
    UNFINANCED: "What it costs to borrow goes under finance.borrowing in the file.",
    NO_BASE: "It goes under today: in the file.",
}
_PART_YEARS = (
    "Part years ({}): what their months differ by is told as part-year and full-year effects, but "
    "repayment, interest and any base budget are those of whole years."
)
ONE_RATE = (
    "Prices listed in another currency are taken at one rate for all years, so that none of this "
    "is the exchange rate but by an index that says so."
)
BESIDE = "In what the option costs, and in no budget"
WHY_BESIDE = (
    "An allowance for optimism is money that nobody has been promised, and what an event may cost "
    "is no bill until it happens: a what-if that makes it certain, at 100%, puts it in the budget."
)
_Row = tuple[str, float | None, Sequence[float]]


def budget_csv(budget: Budget) -> str:
    """The schedule as CSV, a row for each line, fund and year, rounded as in the budget [money].

    Rows of kind capital are not in the budget: what repays them is.

    Examples
    --------
    >>> from licmodel.analysis.accounts.budgets import budget_of
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


def base_note(year: str | None, years: Sequence[str]) -> str:
    """What a reader must know of the base budget; empty where it is of the year before.

    Parameters
    ----------
    year : str or None
        Financial year that it is of; None where none is said.
    years : sequence of str
        Those that are worked out.

    Examples
    --------
    >>> base_note("2026/27", ["2027/28"])
    ''
    >>> base_note("2027/28", ["2027/28", "2028/29"])[:33]
    'The base budget is of 2027/28, wh'
    """
    if year is None:
        return NO_BASE
    return _BASE_WITHIN.format(year, years[0]) if year in years else ""


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
    >>> from licmodel.analysis.accounts.budgets import budget_of
    >>> from licmodel.analysis.results import example
    >>> print(budget_text(example(), budget_of(example(), "stay")).splitlines()[0])
    Example: budget of stay
    """
    head, *blocks = budget_blocks(
        scenario, budget, cumulative=cumulative, with_reversed=with_reversed
    )
    told = [f"{each} {_TO_SAY_IT.get(str(each), '')}".rstrip() for each in head]
    return blocks_text([told, *blocks])


def budget_blocks(
    scenario: Scenario, budget: Budget, *, cumulative: bool = False, with_reversed: bool = False
) -> list[Block]:
    """The tables of `budget_text`, each with what is said about it, for a page to show.

    Examples
    --------
    >>> from licmodel.analysis.accounts.budgets import budget_of
    >>> from licmodel.analysis.results import example
    >>> blocks = budget_blocks(example(), budget_of(example(), "stay"))
    >>> blocks[0][0], blocks[1][0].heads
    ('Example: budget of stay', ['2027/28', '2028/29'])
    """
    return list(_Tables(scenario, budget, cumulative).parts(with_reversed))


class _Tables:
    """Writes the tables of one budget."""

    def __init__(self, scenario: Scenario, budget: Budget, cumulative: bool) -> None:  # noqa: FBT001  as asked
        self.scenario, self.budget, self.cumulative = scenario, budget, cumulative
        self.amounts = Amounts(scenario.finance.currency, budget.units)
        self.digits = 3 if budget.units == "millions" else 0
        lost = scenario.finance.vat_recoverable.value < 1 or scenario.bodies
        self.vat = "VAT excluded" + (" but for what is lost" if lost else "")
        self.basis = f"{self.amounts.unit}; nominal; {self.vat}; when served"
        self.heads, self.part_years = _heads(scenario.timeline.financial_years())

    def parts(self, with_reversed: bool) -> Iterator[Block]:  # noqa: FBT001  as asked
        """Heading, tables and checks."""
        yield self._heading()
        yield self._schedule()
        yield from filter(None, [self._codes()])
        yield self._changes()
        yield self._growth()
        yield from filter(None, [self._capital()])
        yield from self._reserves()
        yield from self._bodies()
        yield from filter(None, [self._beside()])
        if with_reversed:
            yield self._reversed()
        yield self._checked()

    def _heading(self) -> Block:
        budget, timeline = self.budget, self.scenario.timeline
        span = f"{month_words(timeline.start)} to {month_words(timeline.last)}"
        unit = {"pounds": "pound"}.get(budget.units, "thousand pounds")
        if self.scenario.finance.currency != "GBP":
            unit = {"pounds": "unit"}.get(budget.units, "thousand")
        lines = [
            f"{self.scenario.title}: budget of {budget.title}",
            f"{self.scenario.organisation.name}. {span}, {_to_the_end_of(timeline.closing)}.",
        ]
        if budget.what_if is not None:
            lines.append(f"Under the what-if {self.scenario.what_if_words(budget.what_if)}")
        lines.append(
            f"Each line and year is rounded to the {unit}; sums are of what is shown. What lowers "
            f"a budget stands in brackets. {_NO_COST}"
        )
        return [*lines, *filter(None, self._notes())]

    def _notes(self) -> Iterator[str]:
        """What a reader must know before signing; empty where it is not so."""
        budget = self.budget
        yield base_note(budget.current_year if budget.base is not None else None, budget.years)
        yield UNFINANCED if any(budget.capital) and budget.outstanding is None else ""
        yield _PART_YEARS.format(" and ".join(self.part_years)) if self.part_years else ""

    def _text(self, figure: float | None) -> str:
        """A figure as councils print it: what lowers a budget in brackets."""
        if figure is None:
            return _NONE
        text = self.amounts.text(abs(figure), self.digits)
        is_less = figure < 0 and any(each in "123456789" for each in text)
        return f"({text})" if is_less else f"{text} "

    def _schedule(self) -> Block:
        budget = self.budget
        entries = [each for each in budget.entries if each.kind != "capital"]
        rows: list[_Row] = [(each.title, None, each.by_year) for each in entries]
        rows.append(("Call on the revenue budget", budget.base, budget.by_year))
        ruled = [len(rows) - 1]
        rows += [(f"Of it, borne by {who}", None, each) for who, each in budget.borne_by.items()]
        if budget.planned is not None and budget.to_find is not None:
            rows.append(("Base budget with the plan", budget.base, budget.planned))
            rows.append(("To find (in brackets: to spare)", None, budget.to_find))
        heads = [] if budget.base is None else [f"{budget.current_year} budget"]
        return [self._grid(f"Revenue budget ({self.basis})", rows, heads, ruled)]

    def _grid(
        self,
        title: str,
        rows: Sequence[_Row],
        before: Sequence[str] = (),
        ruled: Sequence[int] = (),
    ) -> Grid:
        cells = [
            [*(self._text(first) for _ in before), *map(self._text, figures)]
            for _, first, figures in rows
        ]
        labels = [_capitalised(label) for label, *_ in rows]
        return Grid(title, labels, [*before, *self.heads], cells, tuple(ruled))

    def _codes(self) -> Block | None:
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
        labels = [_capitalised(each.title) for each in entries]
        return [Grid("Where it is booked", labels, heads, cells)]

    def _figures(self, change: Change) -> list[float]:
        return change.so_far if self.cumulative else change.by_year

    def _since(self) -> str:
        if self.cumulative:
            return f"so far since {self.budget.current_year}"
        return "on the year before"

    def _changes(self) -> Block:
        budget = self.budget
        told = [each for each in budget.changes.values() if any(self._figures(each))]
        rows = [(each.title, None, self._figures(each)) for each in told]
        rows.append((f"Change {self._since()}", None, self._figures(budget.change)))
        title = f"What changes it, {self._since()} ({self.basis})"
        return [self._grid(title, rows, (), [len(told)])]

    def _growth(self) -> Block:
        budget = self.budget
        told = [
            each
            for each in budget.growth.values()
            if any(self._figures(each)) or each.title == NOT_GROWTH
        ]
        rows = [(each.title, None, self._figures(each)) for each in told]
        rows.append((f"Change {self._since()}", None, self._figures(budget.change)))
        title = f"Why it grows, {self._since()}: each cause added to those above it ({self.basis})"
        grid = self._grid(title, rows, (), [len(told)])
        return [grid, ONE_RATE] if budget.one_rate else [grid]

    def _capital(self) -> Block | None:
        """What is capital, and why; and what of it is not yet repaid."""
        budget = self.budget
        entries = [each for each in budget.entries if each.kind == "capital" and any(each.by_year)]
        if not entries:
            return None
        rows: list[_Row] = [(each.title, None, each.by_year) for each in entries]
        ruled = []
        if len(entries) > 1:
            ruled.append(len(rows))
            rows.append(("Capital spent", None, budget.capital))
        if budget.outstanding is not None:
            ruled.append(len(rows))
            rows.append(("Not yet repaid at the end of the year", None, budget.outstanding))
        basis = self.basis.replace("when served", "when bought")
        reasons: dict[str, list[str]] = {}
        for each in entries:
            reasons.setdefault(each.treated or _NONE, []).append(_capitalised(each.title))
        told = [f"  {', '.join(of)}: {said}." for said, of in reasons.items()]
        grid = self._grid(f"Capital, no part of the budget above ({basis})", rows, (), ruled)
        return [grid, "Why it is capital:", *told]

    def _reserves(self) -> Iterator[Block]:
        for reserve in self.budget.reserves.values():
            flows: list[_Row] = [
                ("Paid in", None, reserve.put_in),
                ("Drawn", None, [-each for each in reserve.drawn]),
                ("Holds at the end of the year", reserve.opening, reserve.balance),
            ]
            title = f"{_capitalised(reserve.title)} ({self.amounts.unit})"
            yield [self._grid(title, flows, ["at the start"], [2])]

    def _bodies(self) -> Iterator[Block]:
        """What those with another year end bear, in their own years."""
        bodies = self.budget.bodies.values()
        for closing in dict.fromkeys(each.closing for each in bodies):
            of_it = [each for each in bodies if each.closing == closing]
            heads, _ = _heads(self.scenario.timeline.years_to(closing))
            rows = [(*each.years.values(), each.total) for each in of_it]
            cells = [[self._text(figure) for figure in row] for row in rows]
            basis = f"{self.amounts.unit}; nominal; {self.vat}; when charged; rounded for show"
            title = f"Of the option's cost, borne in {_to_the_end_of(closing)} by ({basis})"
            labels = [_capitalised(each.title) for each in of_it]
            yield [Grid(title, labels, [*heads, "in all"], cells)]

    def _beside(self) -> Block | None:
        """What the option costs in a comparison, and nobody is billed."""
        if not self.budget.beside:
            return None
        kinds = [f"{each.title} ({each.kind})" for each in self.budget.beside]
        rows = [
            (title, None, each.by_year)
            for title, each in zip(kinds, self.budget.beside, strict=True)
        ]
        return [self._grid(f"{BESIDE} ({self.basis})", rows), WHY_BESIDE]

    def _reversed(self) -> Block:
        told = [each for each in self.budget.reversed if any(each.by_year)]
        if not told:
            return ["No charge could be treated otherwise."]
        rows = [(each.title, None, each.by_year) for each in told]
        title = f"Effect of the other treatment on the budget of each year ({self.basis})"
        return [self._grid(title, rows)]

    def _checked(self) -> Block:
        return [master_text(self.budget.checks)]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _to_the_end_of(closing: int) -> str:
    return f"years to the end of {month_words(closing - 1).split()[0]}"


def _heads(spans: Sequence[tuple[str, int, int]]) -> tuple[list[str], list[str]]:
    """Labels of years, those cut short with their months; and the labels of these alone."""
    months = {label: last - first + 1 for label, first, last in spans}
    cut = {label: f"({count} months)" for label, count in months.items() if count < _YEAR}
    heads = [f"{each} {unbroken(cut[each])}" if each in cut else each for each in months]
    return heads, list(cut)


def _is_coded(entry: Entry) -> bool:
    return any((entry.codes, entry.body, entry.fund, entry.funds))
