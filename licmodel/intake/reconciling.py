"""A scenario reconciled with files: invoices or a ledger, and seats assigned in the tenant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licmodel.analysis.accounts.actuals import Matcher
from licmodel.analysis.accounts.reconciling import Reconciliation
from licmodel.analysis.accounts.reconciling import reconcile as reconcile_rows
from licmodel.errors import InputError
from licmodel.intake.actuals import FORMS
from licmodel.intake.findings import Report
from licmodel.intake.mappings import Mapping, propose, read_mapping
from licmodel.intake.reading import read, read_by
from licmodel.intake.tables import open_book
from licmodel.language.program import Origin
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import parse_year


@dataclass(frozen=True)
class Reconciled:
    """A reconciliation, with the import reports of the files it was made from."""

    found: Reconciliation
    actuals: Report
    seats: Report | None = None

    def holds(self, within: float = 0.0) -> bool:
        """Whether every row was taken, it adds up, and no more than ``within`` is unexplained."""
        seats_taken = self.seats is None or self.seats.clean
        return self.actuals.clean and seats_taken and self.found.holds(within)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            **self.found.to_json(),
            "import": self.actuals.to_json(),
            "import_of_seats": None if self.seats is None else self.seats.to_json(),
        }


def reconcile(  # noqa: PLR0913  what a user may say besides the files, by name
    scenario: Scenario,
    actuals: str | Path,
    *,
    mapping: str | Path | Mapping | None = None,
    seats: str | Path | None = None,
    year: str | None = None,
    option: str | None = None,
) -> Reconciled:
    r"""Set a scenario's current year against a list of invoices or a ledger.

    Parameters
    ----------
    scenario : Scenario
        Whose model it is.
    actuals : str or Path
        Invoices or a ledger, CSV or .xlsx; left as it is.
    mapping : str, Path or Mapping, optional
        A mapping, or the file of one; where none is given, one is made of headings that leave no
        doubt.
    seats : str or Path, optional
        Seat counts exported from the tenant.
    year : str, optional
        Financial year, such as 2026/27.
    option : str, optional
        Which option is in force; the baseline, where not given.

    Raises
    ------
    InputError
        If a file cannot be read, or the year or option is not in the model.

    Examples
    --------
    >>> import tempfile
    >>> from licmodel.analysis.results import example
    >>> path = Path(tempfile.mkdtemp()) / "ledger.csv"
    >>> text = "Posting date,Line,Qty,Price,Per,Amount\n"
    >>> _ = path.write_text(text + "01/05/2027,support,1,1200.00,1 year,1200.00\n")
    >>> reconcile(example(), path).found.total.difference
    0.0
    """
    by = _mapping(actuals, mapping)
    if by.holds not in FORMS:
        raise InputError(
            "this mapping is for another kind of list",
            where=None if isinstance(mapping, Mapping) else str(mapping),
            found=f"holds: {by.holds}",
            expected=" or ".join(f"holds: {name}" for name in FORMS),
        )
    report = read_by(actuals, by, currency=scenario.finance.currency)
    counted = None if seats is None else read(seats, "seats")
    found = reconcile_rows(
        scenario,
        report.actuals,
        kind=by.holds,
        said=by.lines,
        year=None if year is None else _year(scenario, year),
        option=option,
        assigned={} if counted is None else _assigned(counted),
        notes=report.notes,
    )
    return Reconciled(found, report, counted)


def _mapping(actuals: str | Path, given: str | Path | Mapping | None) -> Mapping:
    if isinstance(given, Mapping):
        return given
    return _proposed(actuals) if given is None else read_mapping(given)


@dataclass(frozen=True)
class Unplaced:
    """Something named in a list that is of no line of an option, and in how many rows.

    ``kind`` is what a mapping calls the name: ``part_number`` or ``product``.
    """

    kind: str
    name: str
    rows: int


def unplaced(scenario: Scenario, report: Report, by: Mapping, option: str) -> tuple[Unplaced, ...]:
    """What the rows of a list are for, where that is no line of an option: to be asked about.

    Parameters
    ----------
    scenario : Scenario
        Whose lines they could be.
    report : Report
        The list, read.
    by : Mapping
        What it says of lines.
    option : str
        Which option.

    Raises
    ------
    InputError
        If the mapping names a line that the option does not have.
    """
    found: Counter[tuple[str, str]] = Counter()
    for match in Matcher(scenario, option, by.lines).match(report.actuals):
        actual = match.actual
        if match.belongs is None and (actual.part_number or actual.title):
            kind = "part_number" if actual.part_number else "product"
            found[kind, actual.part_number or actual.title] += 1
    return tuple(Unplaced(kind, name, rows) for (kind, name), rows in found.items())


def _year(scenario: Scenario, text: str) -> int:
    try:
        return parse_year(text, scenario.timeline.closing)
    except ValueError as error:
        raise InputError(str(error), where="--year") from None


def _proposed(actuals: str | Path) -> Mapping:
    """A mapping from headings, where they leave no doubt."""
    proposal = propose(open_book(actuals), FORMS)
    doubts = [f"{name}: which of {' or '.join(each)}" for name, each in proposal.asked.items()]
    doubts += [f"likely, not sure: {heading}" for heading in proposal.likely]
    doubts += [f"no column for {name}" for name in proposal.missing]
    if not doubts:
        return proposal.mapping
    raise InputError(
        "which column is which cannot be told from the headings alone",
        where=str(actuals),
        found="; ".join(doubts),
        expected="a mapping",
        remedies=[f"licmodel intake map {actuals} --out mapping.yaml, mend it, and say --map"],
    )


def _assigned(report: Report) -> dict[str, tuple[int, Origin]]:
    """Seats assigned, by product and by every name that the export has for it."""
    day = None if report.dated is None else report.dated.isoformat()
    found: dict[str, tuple[int, Origin]] = {}
    for holding in report.holdings:
        count = holding.counts.get("assigned")
        if count is None:
            continue
        origin = Origin("contract", "assigned in the tenant", day, place=report.file)
        for name in (holding.key, holding.title, *holding.names):
            found[name] = (count, origin)
    return found
