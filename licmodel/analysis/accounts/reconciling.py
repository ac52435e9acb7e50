"""A model's current year against base budget, ledger and invoices, each penny in one cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from licmodel.analysis.accounts.actuals import Actual, Match, Matcher
from licmodel.analysis.accounts.causes import CAUSES, LOST_VAT, OTHERS, Causes, Modelled, place_of
from licmodel.analysis.accounts.current_year import CurrentYear, year_of
from licmodel.analysis.accounts.file_rows import AT, PENCE, Frame, why_no_split
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import ONE_MONTH, round_to
from licmodel.language.program import Origin
from licmodel.scenario.scenario import Scenario
from licmodel.terms.figure import Figure
from licmodel.terms.months import month_text, year_label

_PENNY = 0.005


@dataclass(frozen=True)
class LineCauses:
    """One line: modelled, actual, and what lies between them by cause [money].

    ``reasons`` tell why what is unexplained could not be explained.
    """

    key: str
    title: str
    modelled: float
    actual: float
    causes: Mapping[str, float]
    reasons: tuple[str, ...] = ()

    @property
    def difference(self) -> float:
        """Actual less modelled [money]."""
        return round(self.actual - self.modelled, PENCE)


@dataclass(frozen=True)
class Seats:
    """Seats of one line three ways; None where they are not known."""

    title: str
    contracted: float | None
    invoiced: float | None
    assigned: float | None


@dataclass(frozen=True)
class Reconciliation:
    """What a reconciliation found; every figure in it is a row of ``results``.

    Parameters
    ----------
    results : Results
        The model with the rows of the reconciliation, to explain any figure.
    option, year, kind, basis : str
        Of which option and year, from ``invoices`` or ``ledger``, and what *modelled* means.
    lines : tuple of LineCauses
        Lines, then what stands beside them.
    total : LineCauses
        Their sums.
    budget, over_budget, ledger, not_in_file : float or None
        Base budget and the model less it; the ledger's total and what of it is in no row.
    elsewhere : float
        Money in the file that is of other years or budgets.
    left : float
        What is in no cause: nothing, or the program is wrong.
    seats : tuple of Seats
        Seats three ways.
    notes : tuple of str
        Rows of the file that need a look.
    """

    results: Results
    option: str
    year: str
    kind: str
    basis: str
    lines: tuple[LineCauses, ...]
    total: LineCauses
    budget: float | None
    over_budget: float | None
    ledger: float | None
    not_in_file: float | None
    file: float
    elsewhere: float
    left: float
    seats: tuple[Seats, ...]
    notes: tuple[str, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether the causes sum to the difference, to the penny, in each line and in all."""
        return abs(self.left) < _PENNY and all(
            abs(line.difference - sum(line.causes.values())) < _PENNY
            for line in (*self.lines, self.total)
        )

    @property
    def unexplained(self) -> float:
        """What is unexplained, whichever way it goes: one line does not make up for another."""
        known = sum(abs(line.causes["unexplained"]) for line in self.lines)
        return round(known + abs(self.not_in_file or 0.0), PENCE)

    def holds(self, within: float = 0.0) -> bool:
        """Whether it adds up, and no more is unexplained than ``within`` [money]."""
        return self.adds_up and self.unexplained < within + _PENNY

    def to_json(self) -> dict[str, Any]:
        """As JSON; unknown is null."""
        return {
            "option": self.option,
            "year": self.year,
            "kind": self.kind,
            "basis": self.basis,
            "budget": self.budget,
            "modelled_over_budget": self.over_budget,
            "ledger": self.ledger,
            "ledger_not_in_file": self.not_in_file,
            "file": self.file,
            "elsewhere": self.elsewhere,
            "lines": {line.key: _line_json(line) for line in self.lines},
            "total": _line_json(self.total),
            "unexplained": self.unexplained,
            "adds_up": self.adds_up,
            "seats": {each.title: vars(each) for each in self.seats},
            "notes": list(self.notes),
        }


def _line_json(line: LineCauses) -> dict[str, Any]:
    return {
        "title": line.title,
        "modelled": line.modelled,
        "actual": line.actual,
        "difference": line.difference,
        "causes": dict(line.causes),
        "reasons": list(line.reasons),
    }


def reconcile(  # noqa: PLR0913  what a reconciliation is of, by name
    scenario: Scenario,
    actuals: Iterable[Actual],
    *,
    kind: str = "invoices",
    said: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    year: int | None = None,
    option: str | None = None,
    assigned: Mapping[str, tuple[int, Origin]] | None = None,
    notes: Sequence[str] = (),
) -> Reconciliation:
    """Set the modelled current year against what was invoiced or posted.

    Parameters
    ----------
    scenario : Scenario
        Whose model it is.
    actuals : iterable of Actual
        Rows of invoices or of a ledger.
    kind : str
        ``invoices`` or ``ledger``.
    said : mapping, optional
        What identifies each line, and the codes it is posted under, as a mapping says it.
    year : int, optional
        Calendar year in which the financial year begins; that of ``today:``, or the horizon's
        first, where not given.
    option : str, optional
        Which option is in force; the baseline, where not given.
    assigned : mapping, optional
        By product or title: seats assigned in the tenant, and where they were read.
    notes : sequence of str, optional
        What the reading noticed.

    Raises
    ------
    InputError
        If the option or the year is not in the model.

    Examples
    --------
    >>> import datetime as dt
    >>> from decimal import Decimal
    >>> from licmodel.analysis.results import example
    >>> paid = Actual(2, "a.csv:2", dt.date(2027, 5, 1), Decimal(1_250), Decimal(0), Decimal(1),
    ...     Decimal(1_250), priced_months=12, line="support")
    >>> found = reconcile(example(), [paid])
    >>> found.total.difference, found.total.causes["price"], found.unexplained
    (50.0, 50.0, 0.0)
    """
    option = _option(scenario, option)
    model = assemble(scenario)
    today = scenario.today
    chosen = year if year is not None else None if today is None else today.year
    chosen = scenario.timeline.first_year if chosen is None else chosen
    frame = Frame(model.program, scenario.finance.currency, year_of(model, chosen))
    current = CurrentYear(model, option, frame)
    modelled = current.lines()
    matcher = Matcher(scenario, option, said)
    matches = matcher.match(actuals)
    causes = Causes(frame, kind)
    causes.write(modelled, matches, current.lost_vat(modelled))
    if today is not None and today.year == chosen:
        _accounts(model, frame, kind)
    _seats(current, frame, modelled, matcher, assigned or {})
    results = run(model)
    teller = _Teller(results, causes, modelled, matches)
    return Reconciliation(
        results,
        option,
        year_label(chosen, scenario.timeline.closing),
        kind,
        current.basis,
        tuple(teller.lines()),
        teller.line("total", "In all", ""),
        teller.figure("budget"),
        teller.figure("over_budget"),
        teller.figure("ledger"),
        teller.figure("not_in_file"),
        teller.figure("file") or 0.0,
        teller.figure("elsewhere") or 0.0,
        results.figure(f"{AT}.left"),
        tuple(teller.seats()),
        (*notes, *_outside(matches, frame)),
    )


def _option(scenario: Scenario, option: str | None) -> str:
    key = option or scenario.baseline_key
    costed = [name for name, each in scenario.options.items() if each.is_costed]
    if key in costed:
        return str(key)
    raise InputError(
        "which option is in force is not said"
        if key is None
        else f"no costed option is called {key}",
        where=scenario.place("options"),
        expected=", ".join(costed),
        remedies=["say it with --option KEY"],
    )


def _accounts(model: Model, frame: Frame, kind: str) -> None:
    """Base budget and ledger of the year, as far as the scenario has them."""
    today, read = model.scenario.today, model.program.reference
    assert today is not None  # noqa: S101  asked before

    def given(key: str, label: str, figure: Figure) -> None:
        said = figure.provenance or today.provenance
        place = model.scenario.place(f"today.{key}")
        origin = Origin("assumed", place=place)
        if said is not None:
            dated = None if said.dated is None else month_text(said.dated)
            origin = Origin(said.status, said.source, dated, said.owner, place)
        model.program.input(f"{AT}.{key}", label, frame.money, figure.value, origin)

    given("budget", "base budget", today.budget)
    over = read(f"{AT}.modelled") - read(f"{AT}.budget")
    frame.row("over_budget", "modelled less base budget", round_to(over, PENCE))
    if today.ledger is None:
        return
    given("ledger", "the ledger's total", today.ledger)
    shown = read(f"{AT}.actual")
    if kind == "invoices":
        vat = _vat_recovered(model)
        shown -= frame.row("vat_recovered", "VAT that comes back, which no ledger charges", vat)
    frame.row(
        "not_in_file",
        "in the ledger's total, and in no row of the file",
        round_to(read(f"{AT}.ledger") - shown, PENCE),
    )


def _vat_recovered(model: Model) -> Expr:
    """VAT in the rows of the year, as far as it is recovered."""
    read = model.program.reference
    in_file = read(f"{AT}.vat") + read(f"{AT}.vat.modelled")
    return round_to(in_file * read("finance.vat_recoverable"), PENCE)


def _seats(
    current: CurrentYear,
    frame: Frame,
    modelled: Mapping[str, Modelled],
    matcher: Matcher,
    assigned: Mapping[str, tuple[int, Origin]],
) -> None:
    """Seats invoiced and assigned, beside those contracted."""
    program = frame.program
    current.contracted()
    months = frame.last - frame.first + ONE_MONTH
    for name, line in modelled.items():
        if f"{AT}.lines.{name}.unit_months" in program.rows:
            average = program.reference(f"{AT}.lines.{name}.unit_months") / months
            frame.row(f"lines.{name}.invoiced_seats", f"{line.title}: seats invoiced", average)
    for product, (count, origin) in assigned.items():
        found = matcher.line_of(product)
        key = f"{AT}.lines.{found}.assigned"
        if found is not None and key not in program.inputs:
            title, unit = modelled[found].title, modelled[found].unit
            program.input(key, f"{title}: seats assigned", unit, count, origin)


def _outside(matches: Iterable[Match], frame: Frame) -> Iterable[str]:
    first, last = frame.year
    dated = [
        match.actual.place
        for match in matches
        if match.actual.first is None and not first <= match.actual.month <= last
    ]
    if dated:
        more = f" and {len(dated) - 3} more" if len(dated) > 3 else ""  # noqa: PLR2004  the first three
        yield (
            f"{', '.join(dated[:3])}{more}: dated outside the year, without the months served: "
            "not counted"
        )


class _Teller:
    """Reads the figures of a reconciliation from its results."""

    def __init__(
        self,
        results: Results,
        causes: Causes,
        modelled: Mapping[str, Modelled],
        matches: Sequence[Match],
    ) -> None:
        self.results, self.causes = results, causes
        self.modelled, self.matches = modelled, matches

    def figure(self, key: str) -> float | None:
        """A figure of the reconciliation, if it has it."""
        whole = f"{AT}.{key}"
        program = self.results.model.program
        if whole not in program.rows and whole not in program.inputs:
            return None
        value = self.results.figure(whole)
        return None if isnan(value) else value

    def lines(self) -> Iterable[LineCauses]:
        """Every line, and what stands beside them if there is any of it."""
        for name, line in self.modelled.items():
            yield self.line(name, line.title, f"{place_of(name)}.")
        for name, title in ((OTHERS, "Under no one line"), (LOST_VAT, "VAT not recovered")):
            told = self.line(name, title, f"{place_of(name)}.")
            if told.modelled or told.actual or any(told.causes.values()):
                yield told

    def line(self, key: str, title: str, at: str) -> LineCauses:
        """One line's figures, with why some of it is unexplained."""
        read = self.results.figure
        causes = {cause: read(f"{AT}.{at}{cause}") + 0.0 for cause in CAUSES}
        reasons: tuple[str, ...] = ()
        if key in self.causes.sides and abs(causes["unexplained"]) >= _PENNY:
            reasons = tuple(self._reasons(key, at))
        return LineCauses(
            key, title, read(f"{AT}.{at}modelled"), read(f"{AT}.{at}actual"), causes, reasons
        )

    def _reasons(self, name: str, at: str) -> Iterable[str]:
        said = self.causes.sides[name].reasons
        if said:
            yield from dict.fromkeys(said)
            return
        if self.figure(f"{at}comparable") == 0:
            yield (
                "the model has none of it in the year"
                if not self.figure(f"{at}counted")
                else "its invoices do not say their months, and the model invoices other months "
                "than it charges"
            )
            return
        for match in self.matches:
            row = f"rows.{match.actual.row}"
            stated, served = self.figure(f"{row}.stated"), self.figure(f"{row}.served")
            split = match.belongs == name and why_no_split(match.actual) is None
            if split and stated is not None and served is not None and stated != served:
                yield f"{match.actual.place}: quantity × price is not its amount"

    def seats(self) -> Iterable[Seats]:
        """Seats three ways, of lines that have any."""
        for name, line in self.modelled.items():
            ways = [
                self.figure(f"lines.{name}.{way}")
                for way in ("contracted", "invoiced_seats", "assigned")
            ]
            if line.unit != "unit" and any(way is not None for way in ways):
                yield Seats(line.title, *ways)
