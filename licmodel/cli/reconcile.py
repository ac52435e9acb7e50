"""The modelled current year against budget, ledger and invoices."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import CHECKS_FAILED, FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "reconcile",
        help="the current year against budget, ledger and invoices, by cause",
        description="Every penny between the model and a list of invoices or a ledger, in one "
        "cause. Exit code 1 where a row was refused or anything is unexplained.",
    )
    add_file(of)
    of.add_argument("actuals", metavar="ACTUALS", help="invoices or ledger, CSV or .xlsx")
    of.add_argument("--map", metavar="MAPPING", help="saved mapping: licmodel intake map ACTUALS")
    of.add_argument("--seats", metavar="FILE", help="seat counts exported from the tenant")
    of.add_argument("--year", metavar="YEAR", help="2026/27; that of today:, if not said")
    of.add_argument("--option", metavar="KEY", help="option in force; the baseline, if not said")
    of.add_argument(
        "--within", type=_amount, default=0.0, metavar="AMOUNT", help="how much may be unexplained"
    )
    form = of.add_mutually_exclusive_group()
    form.add_argument("--explain", metavar="KEY", help="trace a figure to rows of the file")
    form.add_argument("--keys", action="store_true", help="list the figures that can be traced")
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--csv", action="store_true", help="as CSV")
    of.set_defaults(command=reconcile)


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: an amount of 0 or more was expected, as 5.00")
    return amount


def reconcile(chosen: argparse.Namespace) -> int:
    """``licmodel reconcile``."""
    from licmodel.intake.reconciling import reconcile as reconcile_files  # noqa: PLC0415

    with opened(chosen.file) as scenario:
        told = reconcile_files(
            scenario,
            chosen.actuals,
            mapping=chosen.map,
            seats=chosen.seats,
            year=chosen.year,
            option=chosen.option,
        )
    code = FINE if told.holds(chosen.within) else CHECKS_FAILED
    if chosen.explain:
        from licmodel.report.traces import trace_text  # noqa: PLC0415

        print(trace_text(told.found.results.explain(chosen.explain)))
        return FINE
    if chosen.keys:
        rows = told.found.results.model.program.rows.values()
        print("\n".join(f"{r.key}: {r.label}" for r in rows if r.key.startswith("reconciliation.")))
    elif chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(told.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        from licmodel.report.reconciling import (  # noqa: PLC0415
            reconciliation_csv,
            reconciliation_text,
        )

        if chosen.csv:
            print(reconciliation_csv(told.found), end="")
        else:
            print(reconciliation_text(told, chosen.within))
    return code
