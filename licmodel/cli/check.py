"""What the figures rest on, and whether they add up."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import CHECKS_FAILED, FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("check", help="what the figures rest on, and whether they add up")
    add_file(of)
    of.add_argument("--inputs", action="store_true", help="list every input, not just the weak")
    of.add_argument("--rows", action="store_true", help="list the keys of all figures")
    of.set_defaults(command=check)


def check(chosen: argparse.Namespace) -> int:
    """``licmodel check``."""
    from licmodel.analysis.results import run, whole  # noqa: PLC0415
    from licmodel.report.registers import check as check_results  # noqa: PLC0415

    with opened(chosen.file) as scenario:
        if chosen.rows:
            rows = whole(scenario).program.rows
            print("\n".join(f"{key}  {row.label}" for key, row in rows.items()))
            return FINE
        results = run(scenario, list(scenario.what_ifs), with_rests=True)
        if scenario.risk is not None:
            from licmodel.analysis.risk.uncertain import pairs_of, uncertain_of  # noqa: PLC0415  if any

            pairs_of(results.model, uncertain_of(results.model))  # refused where it does not fit
        text, holds = check_results(results, inputs=chosen.inputs)
    print(text)
    return FINE if holds else CHECKS_FAILED
