"""The budget of one option: by line and year, what changes it, why it grows, how it is paid for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from licmodel.analysis.accounts.growth import Growth
from licmodel.analysis.accounts.shares import Part, shares
from licmodel.analysis.accounts.treated import treated
from licmodel.analysis.checks import Check, checks, worst_gap
from licmodel.analysis.figures import plain
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import Model, Units, assemble
from licmodel.assembly.bodies import title_of
from licmodel.assembly.budget_rows import CHANGES, FINANCING
from licmodel.errors import InputError
from licmodel.language.evaluate import Evaluator
from licmodel.scenario.scenario import Scenario
from licmodel.terms.bearer import ITSELF
from licmodel.terms.coding import CODES, Coded
from licmodel.terms.months import year_label

CAUSED = "causes of growth, and what there is without them, add up to the change"
_OF_LINES = frozenset({"revenue", "capital"})
NOT_GROWTH = "no growth: base budget, starts, ends, one-offs, funding"


@dataclass(frozen=True)
class Entry:
    """One line of a budget schedule, by year [money]; with codes of the ledger where they are said.

    ``kind`` is revenue, capital, repayment, interest, receipts or reserve; or reversed: an effect.
    Capital is no part of the budget: what repays it is; ``treated`` says why it is capital.
    ``funds`` divides a line among several.
    """

    key: str
    title: str
    kind: str
    by_year: list[float]
    codes: dict[str, str]
    body: str | None = None
    fund: str | None = None
    funds: dict[str, list[float]] | None = None
    treated: str | None = None


@dataclass(frozen=True)
class Change:
    """One reason why a budget changes: on the year before, and so far since the base [money]."""

    title: str
    by_year: list[float]
    so_far: list[float]


@dataclass(frozen=True)
class Reserve:
    """What a reserve holds by year [money]."""

    title: str
    opening: float
    put_in: list[float]
    drawn: list[float]
    balance: list[float]


@dataclass(frozen=True)
class Budget:
    """The budget of one option; lists run along the years [money].

    ``borne_by`` divides it among bodies, by title; nothing where the organisation bears all of it.
    ``capital`` is what is spent of it, and ``outstanding`` what is not yet repaid; None where
    nothing is borrowed. ``bodies`` are what those with another year end bear in their own years.
    ``one_rate`` is whether a price in another currency is taken at one rate for all years.
    ``base`` is today's budget and ``planned`` that with what the plan already adds; None where
    the scenario has no ``today``. ``beside`` is what the option costs and its budget does not hold:
    allowances for optimism, and events at their probability. ``reversed`` holds, by line, what the
    budget would change by if its capital were revenue, or its revenue paid once were capital.
    """

    option: str
    title: str
    what_if: str | None
    units: Units
    years: tuple[str, ...]
    current_year: str
    base: float | None
    entries: list[Entry]
    by_year: list[float]
    borne_by: dict[str, list[float]]
    planned: list[float] | None
    to_find: list[float] | None
    change: Change
    changes: dict[str, Change]
    growth: dict[str, Change]
    capital: list[float]
    outstanding: list[float] | None
    reserves: dict[str, Reserve]
    bodies: dict[str, Part]
    one_rate: bool
    beside: list[Entry]
    reversed: list[Entry]
    checks: list[Check]

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON; unknown figures are None."""
        told: dict[str, Any] = plain(asdict(self))
        told["checks"] = [
            {"name": str(each), "holds": each.holds, "difference": plain(each.difference)}
            for each in self.checks
        ]
        return told


class Scheduled(NamedTuple):
    """A line of a budget schedule: its row by year [money], and what says its codes."""

    name: str
    title: str
    kind: str
    row: str
    said: Coded | None


def schedule(model: Model, option: str) -> Iterator[Scheduled]:
    """Lines of an option's budget in their order, as `Entry` tells them.

    Parameters
    ----------
    model : Model
        Assembled with budgets.
    option : str
        Key of one of its options.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> [each.row for each in schedule(assemble(example(), budget="pounds"), "stay")]
    ['stay.support.budget.by_year']
    """
    of, rows, scenario = model.options[option], model.program.rows, model.scenario
    at = f"{option}.budget"
    for name, home in of.lines.items():
        page = of.pages[home]
        for kind, row in (("revenue", "budget"), ("capital", "budget.capital.rounded")):
            has = kind == "capital" or any(each.treatment == "revenue" for each in page.charges)
            if has and (key := f"{home}.{row}.by_year") in rows:
                yield Scheduled(name, page.name, kind, key, page.line)
    for name, title in of.shortfalls.items():
        yield Scheduled(name, title, "revenue", f"{option}.{name}.budget.by_year", None)
    borrowing = scenario.finance.borrowing
    for name, title in FINANCING.items():
        if (key := f"{at}.{name}.by_year") in rows and borrowing is not None:
            yield Scheduled(name, title, name, key, borrowing)
    _, funding = scenario.funding(option)
    for name, receipts in funding.receipts.items():
        title = f"{receipts.title or name.replace('_', ' ')}: capital receipts used"
        yield Scheduled(name, title, "receipts", f"{at}.receipts.{name}.by_year", receipts)
    for name, reserve in funding.reserves.items():
        title = f"{reserve.title or name.replace('_', ' ')}: paid in, less drawn"
        yield Scheduled(name, title, "reserve", f"{at}.reserves.{name}.by_year", reserve)


def beside(model: Model, option: str) -> Iterator[Scheduled]:
    """Lines of what an option costs and its budget does not hold, in their order.

    Parameters
    ----------
    model, option
        As for `schedule`.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> list(beside(assemble(example(), budget="pounds"), "stay"))
    []
    """
    of = model.options[option]
    for name, home in of.lines.items():
        page = of.pages[home]
        for kind, row in (("revenue", "beside"), ("capital", "beside.capital")):
            if (key := f"{home}.budget.{row}.rounded.by_year") in model.program.rows:
                yield Scheduled(name, page.name, kind, key, page.line)


def growth_of(scenario: Scenario, units: Units = "pounds") -> dict[str, dict[str, Change]]:
    """What each cause adds to the change of each option's budget, as the scenario stands.

    Parameters
    ----------
    scenario : Scenario
        Whose options they are of.
    units : {"pounds", "thousands", "millions"}
        What each line and year is rounded to.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> growth_of(example())["stay"]["inflation"].by_year
    [0.0, 0.0]
    """
    model = assemble(scenario, budget=units, by_cause=True)
    rows = [row for option in model.options for row in _changes_of(option)]
    # of the figures as they stand, causes ask for inputs alone
    growth = Growth(Results(model, Evaluator(model.program, keep=()).run()), rows)
    return {option: _grown(growth, option) for option in model.options}


def _grown(growth: Growth, option: str) -> dict[str, Change]:
    """What causes add to an option's change, after what there is without them."""
    keys = _changes_of(option)
    told = {"none": Change(NOT_GROWTH, *map(growth.steady, keys))}
    by_year, so_far = map(growth.causes, keys)
    return told | {cause: Change(cause, by_year[cause], so_far[cause]) for cause in by_year}


def _changes_of(option: str) -> list[str]:
    return [f"{option}.budget.change{of}.by_year" for of in ("", ".so_far")]


def budget_of(
    scenario: Scenario, option: str, units: Units = "pounds", *, what_if: str | None = None
) -> Budget:
    """The budget of an option of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Whose option it is.
    option : str
        Its key.
    units : {"pounds", "thousands", "millions"}
        What each line and year is rounded to: pounds, or thousands of them.
    what_if : str, optional
        Under which of its what-ifs; as it stands, where not given.

    Raises
    ------
    InputError
        If no costed option, or no what-if, is called so.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> budget = budget_of(example(), "stay")
    >>> budget.years, budget.by_year, budget.change.by_year
    (('2027/28', '2028/29'), [1200.0, 1200.0], [0.0, 0.0])
    """
    model = assemble(scenario, budget=units, by_cause=True)
    if option not in model.options:
        raise InputError(f"no costed option is called {option}", expected=", ".join(model.options))
    results = run(model, None if what_if is None else [what_if]).under(what_if)
    return _Reading(results, option, units).budget()


class _Reading:
    """Reads one option's budget off its rows."""

    def __init__(self, results: Results, option: str, units: Units) -> None:
        self.results, self.option, self.units = results, option, units
        self.scenario = results.scenario
        self.rows = results.model.program.rows
        self.of = results.model.options[option]
        self.at = f"{option}.budget"
        self.read = results.by_period

    def budget(self) -> Budget:
        """All of it."""
        timeline, today = self.scenario.timeline, self.scenario.today
        year = timeline.first_year - 1 if today is None else today.year
        growth, caused = self._growth()
        return Budget(
            option=self.option,
            title=self.of.title,
            what_if=self.results.base,
            units=self.units,
            years=timeline.year_labels(),
            current_year=year_label(year, timeline.closing),
            base=None if today is None else self.results.figure("today.base"),
            entries=list(self._entries()),
            by_year=self.read(f"{self.at}.by_year"),
            borne_by=dict(self._borne_by()),
            planned=None if today is None else self.read("today.planned.by_year"),
            to_find=None if today is None else self.read(f"{self.at}.to_find.by_year"),
            change=self._change("change", "change on the year before"),
            changes={name: self._change(name, said) for name, said in CHANGES.items()},
            growth=growth,
            capital=self.read(f"{self.at}.capital.by_year"),
            outstanding=self._outstanding(),
            reserves=dict(self._reserves()),
            bodies=self._bodies(),
            one_rate=any(getattr(each.line, "converted", None) for each in self.of.pages.values()),
            beside=list(self._beside()),
            reversed=list(self._reversed()),
            checks=[*checks(self.results), caused],
        )

    def _change(self, name: str, title: str) -> Change:
        by_year, so_far = (self.read(f"{self.at}.{name}{of}.by_year") for of in ("", ".so_far"))
        return Change(title, by_year, so_far)

    def _growth(self) -> tuple[dict[str, Change], Check]:
        """What causes add to the change, after what there is without them; and the check of it."""
        told = _grown(Growth(self.results), self.option)
        added = [
            sum(year)
            for name in ("by_year", "so_far")
            for year in zip(*(getattr(part, name) for part in told.values()), strict=True)
        ]
        again = [figure for key in _changes_of(self.option) for figure in self.read(key)]
        return told, Check(CAUSED, worst_gap(added, again), self.of.title)

    def _entries(self) -> Iterator[Entry]:
        for name, title, kind, row, said in schedule(self.results.model, self.option):
            figures = self.read(row)
            if f"{row.removesuffix('.by_year')}.beside.by_year" in self.rows and not any(figures):
                continue  # all of it stands beside the budget
            entry = Entry(name, title, kind, figures, {} if said is None else _codes(said))
            yield self._of_line(entry) if kind in _OF_LINES and said is not None else entry

    def _beside(self) -> Iterator[Entry]:
        for name, title, kind, row, said in beside(self.results.model, self.option):
            if any(figures := self.read(row)):
                yield Entry(name, title, kind, figures, {}, body=getattr(said, "body", None))

    def _of_line(self, entry: Entry) -> Entry:
        """With who bears a line, which funds pay for it, and why it is capital."""
        home = self.of.lines[entry.key]
        line = self.of.pages[home].line
        split = line.fund or {}
        several = split if entry.kind == "revenue" and len(split) > 1 else ()
        funds = {fund: self.read(f"{home}.budget.fund.{fund}.by_year") for fund in several}
        return replace(
            entry,
            body=line.body,
            fund=next(iter(split)) if len(split) == 1 else None,
            funds=funds or None,
            treated=treated(line) if entry.kind == "capital" else None,
        )

    def _borne_by(self) -> Iterator[tuple[str, list[float]]]:
        for body in (*self.scenario.bodies, ITSELF):
            if (key := f"{self.at}.body.{body}.by_year") in self.rows:
                yield title_of(body, self.scenario), self.read(key)

    def _outstanding(self) -> list[float] | None:
        key = f"{self.at}.outstanding.by_year"
        return self.read(key) if key in self.rows else None

    def _bodies(self) -> dict[str, Part]:
        if "body" not in self.of.borne:
            return {}
        bodies = shares(self.results, self.option)[self.option].bodies
        closing = self.scenario.timeline.closing
        return {key: each for key, each in bodies.items() if each.closing != closing}

    def _reserves(self) -> Iterator[tuple[str, Reserve]]:
        _, funding = self.scenario.funding(self.option)
        for name, said in funding.reserves.items():
            at = f"{self.at}.reserves.{name}"
            flows = (self.read(f"{at}.{flow}.by_year") for flow in ("put_in", "drawn", "balance"))
            title = said.title or name.replace("_", " ")
            yield name, Reserve(title, self.results.figure(f"{at}.opening"), *flows)

    def _reversed(self) -> Iterator[Entry]:
        for name, home in self.of.lines.items():
            if (key := f"{home}.budget.reversed.by_year") in self.rows:
                capital = f"{home}.budget.capital.by_year" in self.rows
                words = "revenue, not capital" if capital else "capital, not revenue"
                title = f"{self.of.pages[home].name}: {words}"
                yield Entry(name, title, "reversed", self.read(key), {})


def _codes(said: Coded) -> dict[str, str]:
    return {name: code for name in CODES if (code := getattr(said, name)) is not None}
