"""A reconciliation on paper: each penny of the difference under its cause, and what is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from licmodel.analysis.accounts.causes import CAUSES, SAID
from licmodel.analysis.accounts.reconciling import LineCauses, Reconciliation
from licmodel.intake.reconciling import Reconciled
from licmodel.report.amounts import Amounts, number, plain
from licmodel.report.csv_text import harmless
from licmodel.report.grid import Grid, fill

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
    amounts = Amounts(found.results.scenario.finance.currency)
    parts = [_heading(told, amounts), _accounts(found, amounts).text()]
    parts += [_causes(found, amounts).text(), "\n".join(_unexplained(found, amounts))]
    if found.seats:
        parts.append(_seats(found))
    if found.notes:
        parts.append("\n".join(fill(f"Note: {note}.", "", "  ") for note in found.notes))
    parts.append("\n".join(_checks(told, within, amounts)))
    return "\n\n".join(part for part in parts if part)


def _heading(told: Reconciled, amounts: Amounts) -> str:
    found = told.found
    title = found.results.model.options[found.option].title
    vat = "VAT in the file is its own cause"
    return "\n".join(
        [
            fill(f"{title}, {found.year}: the model against {told.actuals.file}"),
            fill(
                f"Modelled: {found.basis}. In {amounts.sign.strip()} and pence, nominal; "
                f"without VAT but for what is not recovered; {vat}."
            ),
        ]
    )


def _pence(amount: float | None) -> str:
    return _UNKNOWN if amount is None else number(amount, 2)


def _accounts(found: Reconciliation, amounts: Amounts) -> Grid:
    rows: list[tuple[str, str, str]] = []
    modelled = found.total.modelled
    if found.budget is not None:
        rows.append(("Base budget", _pence(found.budget), _pence(found.budget - modelled)))
    rows.append(("Modelled", _pence(modelled), _pence(0)))
    name = "Invoiced in the file" if found.kind == "invoices" else "Posted in the file"
    rows.append((name, _pence(found.total.actual), _pence(found.total.difference)))
    if found.ledger is not None:
        rows.append(("Ledger", _pence(found.ledger), _pence(found.ledger - modelled)))
    return Grid(
        f"{found.year}, {amounts.sign.strip()}",
        [label for label, *_ in rows],
        ["amount", "less modelled"],
        [cells for _, *cells in rows],
    )


def _causes(found: Reconciliation, amounts: Amounts) -> Grid:
    lines = (*filter(_says_something, found.lines), found.total)
    causes = [cause for cause in CAUSES if any(line.causes[cause] for line in lines)]
    return Grid(
        f"From the model to the file, by cause, {amounts.sign.strip()}",
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


def _unexplained(found: Reconciliation, amounts: Amounts) -> Iterator[str]:
    for line in found.lines:
        if line.causes["unexplained"]:
            why = "; ".join(line.reasons) or "no reason is known"
            amount = _money(line.causes["unexplained"], amounts)
            yield fill(f"Unexplained, {line.title}: {amount}: {why}.", "", "  ")
    if found.not_in_file:
        amount = _money(found.not_in_file, amounts)
        yield fill(f"Unexplained, the ledger's total: {amount} of it is in no row of the file.")


def _money(amount: float, amounts: Amounts) -> str:
    return f"{'-' if amount < 0 else ''}{amounts.sign}{number(abs(amount), 2)}"


def _seats(found: Reconciliation) -> str:
    ways = [(each.title, each.contracted, each.invoiced, each.assigned) for each in found.seats]
    grid = Grid(
        "Seats three ways, on average over the year; assigned on the day of its export",
        [title for title, *_ in ways],
        ["contracted", "invoiced", "assigned", "invoiced, not contracted", "paid, not assigned"],
        [
            [*map(_count, each), _less(invoiced, contracted), _less(invoiced, assigned)]
            for _, *each in ways
            for contracted, invoiced, assigned in [each]
        ],
    )
    return grid.text()


def _count(seats: float | None) -> str:
    return _UNKNOWN if seats is None else plain(round(seats, 2))


def _less(a: float | None, b: float | None) -> str:
    return _UNKNOWN if a is None or b is None else plain(round(a - b, 2))


def _checks(told: Reconciled, within: float, amounts: Amounts) -> Iterator[str]:
    found, report = told.found, told.actuals
    kept = "Checked" if found.adds_up else "CHECK FAILED"
    yield fill(f"{kept}: in every line and in all, the causes sum to the difference, to the penny.")
    rows = report.rows
    state = "Checked" if report.clean else "CHECK FAILED"
    yield fill(
        f"{state}: {plain(float(rows.taken_in))} rows in = {plain(float(rows.held))} held + "
        f"{plain(float(rows.set_aside))} set aside + {plain(float(rows.refused))} refused; "
        f"{_money(found.file, amounts)} held, of which {_money(found.elsewhere, amounts)} is of "
        "other years or budgets.",
        "",
        "  ",
    )
    for remark in (*report.refused, *(told.seats.refused if told.seats else ())):
        yield fill(f"Refused: {remark}", "  ", "    ")
    enough = found.holds(within) or not found.adds_up
    state = "Checked" if enough else "CHECK FAILED"
    limit = f"{_money(within, amounts)} may be" if within else "nothing may be"
    yield fill(f"{state}: {_money(found.unexplained, amounts)} is unexplained; {limit}.")


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
