"""A reconciliation on paper: each penny of the difference under its cause, and what is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from licmodel.analysis.accounts.causes import CAUSES, SAID
from licmodel.analysis.accounts.reconciling import LineCauses, Reconciliation
from licmodel.intake.findings import Report
from licmodel.intake.reconciling import Reconciled
from licmodel.report.amounts import Amounts, number, plain
from licmodel.report.csv_text import harmless
from licmodel.report.grid import Grid, fill
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import year_label

_UNKNOWN = "unknown"


def reconciliation_text(told: Reconciled, within: float = 0.0) -> str:
    """The whole reconciliation, as ``licmodel reconcile`` prints it.

    Parameters
    ----------
    told : Reconciled
        What to print.
    within : float
        How much may stay unexplained [money].
    """
    found = told.found
    parts = [
        "\n".join(map(fill, heading_sentences(told))),
        fill(outcome_sentence(told)),
        accounts_table(found).text(),
        causes_table(found).text(),
        _hanging(unexplained_sentences(found)),
        "" if (seats := seats_table(found)) is None else seats.text(),
        _hanging(note_sentences(found)),
        _hanging(check_sentences(told, within)),
    ]
    return "\n\n".join(part for part in parts if part)


def _hanging(sentences: Sequence[str]) -> str:
    """Sentences one below the other, each with its further lines set in; two spaces indent one."""
    return "\n".join(
        fill(each.strip(), "  ", "    ") if each.startswith("  ") else fill(each, "", "  ")
        for each in sentences
    )


def heading_sentences(told: Reconciled) -> tuple[str, str]:
    """Of what it is, and what *modelled* means in it."""
    found = told.found
    title = found.results.model.options[found.option].title
    basis = f"{basis_words(found)}; VAT in the file is its own cause."
    return f"{title}, {found.year}: the model against {told.actuals.file}", basis


def basis_words(found: Reconciliation) -> str:
    """What *modelled* means, without a full stop."""
    sign = _amounts(found).sign.strip()
    return (
        f"Modelled: {found.basis}. In {sign} and pence, nominal; without VAT but for what is not "
        "recovered"
    )


def today_sentence(scenario: Scenario, year: str) -> str:
    """Which base budget and ledger of a year a scenario says, to be held against the model.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> today_sentence(example(), "2027/28")
    'The scenario says no base budget and no ledger of 2027/28.'
    """
    today, amounts = scenario.today, Amounts(scenario.finance.currency)
    if today is None:
        return f"The scenario says no base budget and no ledger of {year}."
    said = year_label(today.year, scenario.timeline.closing)
    budget = f"The base budget of {said} is {_money(today.budget.value, amounts)}"
    if said != year:
        return f"{budget}; of {year} the scenario says no base budget and no ledger."
    if today.ledger is None:
        return f"{budget}; what the ledger shows is not said."
    return f"{budget}, and the ledger shows {_money(today.ledger.value, amounts)}."


def outcome_sentence(told: Reconciled) -> str:
    """How far the file is from the model, and how much of that is unexplained."""
    found = told.found
    amounts, difference = _amounts(found), found.total.difference
    way = f"{_money(abs(difference), amounts)} {'more' if difference > 0 else 'less'} than modelled"
    if not difference:
        way = "just as modelled"
    known = "all of it is explained"
    if found.unexplained:
        known = _unexplained(found)
    if _both_ways(found):
        summed = _money(found.total.causes["unexplained"], amounts)
        known += f"; with their signs, as by cause, the lines come to {summed}"
    done = "invoiced" if found.kind == "invoices" else "posted"
    return f"{_money(found.total.actual, amounts)} is {done}, {way}; {known}."


def _unexplained(found: Reconciliation) -> str:
    """How much is unexplained, and how it was added up where that can be told from a sum."""
    told = f"{_money(found.unexplained, _amounts(found))} is unexplained"
    more = ", and what of the ledger's total is in no row," if found.not_in_file else ""
    summed = f"{told}, over and under{more} added up without their signs"
    return summed if _both_ways(found) else told


def _both_ways(found: Reconciliation) -> bool:
    """Whether what is unexplained is more than the sum of its lines, which have signs."""
    return abs(found.total.causes["unexplained"]) != found.unexplained


def _in_the_file(found: Reconciliation) -> str:
    return "Invoiced in the file" if found.kind == "invoices" else "Posted in the file"


def cause_steps(found: Reconciliation) -> list[tuple[str, float]]:
    """Each cause of the difference in all that says anything, in order [money].

    Examples
    --------
    >>> import datetime as dt
    >>> from decimal import Decimal
    >>> from licmodel.analysis.accounts.actuals import Actual
    >>> from licmodel.analysis.accounts.reconciling import reconcile
    >>> from licmodel.analysis.results import example
    >>> paid = Actual(2, "a.csv:2", dt.date(2027, 5, 1), Decimal(1_250), Decimal(0), Decimal(1),
    ...     Decimal(1_250), priced_months=12, line="support")
    >>> cause_steps(reconcile(example(), [paid]))
    [('price', 50.0)]
    """
    return [(SAID[key], found.total.causes[key]) for key in CAUSES if found.total.causes[key]]


def _amounts(found: Reconciliation) -> Amounts:
    return Amounts(found.results.scenario.finance.currency)


def _pence(amount: float | None) -> str:
    return _UNKNOWN if amount is None else number(amount, 2)


def accounts_table(found: Reconciliation, *, has_file: bool = True) -> Grid:
    """Base budget, model, file and ledger, and what each is more than the model.

    Parameters
    ----------
    found : Reconciliation
        Of the year.
    has_file : bool
        Whether there is a file; without one the others are set side by side.

    Examples
    --------
    >>> from licmodel.analysis.accounts.reconciling import reconcile
    >>> from licmodel.analysis.results import example
    >>> print(accounts_table(reconcile(example(), []), has_file=False).text())
    2027/28, £
                            less
                 amount modelled
    Modelled   1,200.00     0.00
    """
    rows: list[tuple[str, str, str]] = []
    modelled = found.total.modelled
    if found.budget is not None:
        rows.append(("Base budget", _pence(found.budget), _pence(found.budget - modelled)))
    rows.append(("Modelled", _pence(modelled), _pence(0)))
    if has_file:
        actual, difference = _pence(found.total.actual), _pence(found.total.difference)
        rows.append((_in_the_file(found), actual, difference))
    if found.ledger is not None:
        rows.append(("Ledger", _pence(found.ledger), _pence(found.ledger - modelled)))
    return Grid(
        f"{found.year}, {_amounts(found).sign.strip()}",
        [label for label, *_ in rows],
        ["amount", "less modelled"],
        [cells for _, *cells in rows],
    )


def causes_table(found: Reconciliation) -> Grid:
    """Every line from the model to the file, by cause."""
    lines = (*filter(_says_something, found.lines), found.total)
    causes = [cause for cause in CAUSES if any(line.causes[cause] for line in lines)]
    return Grid(
        f"From the model to the file, by cause, {_amounts(found).sign.strip()}",
        [line.title for line in lines],
        ["modelled", *(SAID[cause] for cause in causes), "in the file"],
        [_cells(line, causes) for line in lines],
        (len(lines) - 1,),
    )


def _says_something(line: LineCauses) -> bool:
    return bool(line.modelled or line.actual or any(line.causes.values()))


def _cells(line: LineCauses, causes: list[str]) -> list[str]:
    caused = ["" if not line.causes[cause] else _pence(line.causes[cause]) for cause in causes]
    return [_pence(line.modelled), *caused, _pence(line.actual)]


def unexplained_sentences(found: Reconciliation) -> list[str]:
    """What is unexplained, line by line, with why."""
    amounts, told = _amounts(found), []
    for line in found.lines:
        if line.causes["unexplained"]:
            why = "; ".join(line.reasons) or "no reason is known"
            amount = _money(line.causes["unexplained"], amounts)
            told.append(f"Unexplained, {line.title}: {amount}: {why}.")
    if found.not_in_file:
        amount = _money(found.not_in_file, amounts)
        told.append(f"Unexplained, the ledger's total: {amount} of it is in no row of the file.")
    return told


def note_sentences(found: Reconciliation) -> list[str]:
    """Rows of the file that need a look."""
    return [f"Note: {note}." for note in found.notes]


def _money(amount: float, amounts: Amounts) -> str:
    return f"{'-' if amount < 0 else ''}{amounts.sign}{number(abs(amount), 2)}"


def seats_table(found: Reconciliation) -> Grid | None:
    """Seats contracted, invoiced and assigned; none where no line has any."""
    if not found.seats:
        return None
    ways = [(each.title, each.contracted, each.invoiced, each.assigned) for each in found.seats]
    return Grid(
        "Seats three ways, on average over the year; assigned on the day of its export",
        [title for title, *_ in ways],
        ["contracted", "invoiced", "assigned", "invoiced, not contracted", "paid, not assigned"],
        [
            [*map(_count, each), _less(invoiced, contracted), _less(invoiced, assigned)]
            for _, *each in ways
            for contracted, invoiced, assigned in [each]
        ],
    )


def _count(seats: float | None) -> str:
    return _UNKNOWN if seats is None else plain(round(seats, 2))


def _less(a: float | None, b: float | None) -> str:
    return _UNKNOWN if a is None or b is None else plain(round(a - b, 2))


def check_sentences(told: Reconciled, within: float = 0.0) -> list[str]:
    """What is checked of it, and rows that were refused, set in by two spaces.

    Parameters
    ----------
    told : Reconciled
        What is checked.
    within : float
        How much may stay unexplained [money].
    """
    found, report = told.found, told.actuals
    amounts, rows = _amounts(found), report.rows
    limit = f"{_money(within, amounts)} may be" if within else "nothing may be"
    sums = "in every line and in all, the causes sum to the difference, to the penny."
    taken = (
        f"{plain(float(rows.taken_in))} rows in = {plain(float(rows.held))} held + "
        f"{plain(float(rows.set_aside))} set aside + {plain(float(rows.refused))} refused; "
        f"{_money(found.file, amounts)} held, of which {_money(found.elsewhere, amounts)} is of "
        "other years or budgets."
    )
    enough = found.holds(within) or not found.adds_up
    return [
        f"{_kept(found.adds_up)}: {sums}",
        f"{_kept(report.balances)}: {taken}",
        *(sentence for each in (report, told.seats) if each for sentence in _refused(each)),
        f"{_kept(enough)}: {_unexplained(found)}; {limit}.",
    ]


def _refused(report: Report) -> list[str]:
    """That rows of a file were refused, which they are, and how they come to be counted."""
    count = plain(float(report.rows.refused))
    rows, are, them = ("row", "is", "it") if count == "1" else ("rows", "are", "them")
    told = (
        f"CHECK FAILED: {count} {rows} of {report.file} {are} refused and in no figure here. Mend "
        f"{them} in the file, and give it again:"
    )
    return [told, *(f"  {each}" for each in report.refused)] if report.refused else []


def _kept(holds: bool) -> str:  # noqa: FBT001  what it tells
    return "Checked" if holds else "CHECK FAILED"


def reconciliation_csv(found: Reconciliation) -> str:
    """One figure a row: line, figure, amount."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["line", "figure", "amount"])
    for line in (*found.lines, found.total):
        figures = {"modelled": line.modelled, **line.causes, "actual": line.actual}
        for name, amount in figures.items():
            writer.writerow([harmless(line.key), name, f"{amount:.2f}"])
    return out.getvalue()
