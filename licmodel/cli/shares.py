"""Who bears the cost: bodies, funds, members of a shared service."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import CHECKS_FAILED, FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("shares", help="who bears the cost: bodies, funds, members")
    add_file(of)
    of.add_argument("--option", metavar="KEY", help="only this option")
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=shares)


def shares(chosen: argparse.Namespace) -> int:
    """``licmodel shares``."""
    from licmodel.analysis.accounts.shares import shares as shares_of  # noqa: PLC0415
    from licmodel.analysis.checks import checks, master  # noqa: PLC0415
    from licmodel.analysis.results import run  # noqa: PLC0415

    name = chosen.what_if
    with opened(chosen.file) as scenario:
        results = run(scenario, None if name is None else [name]).under(name)
        found = shares_of(results, chosen.option)
        checked = checks(results)
    if chosen.json:
        import json  # noqa: PLC0415

        told = {key: each.to_json() for key, each in found.items()}
        print(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        from licmodel.report.shares import shares_csv  # noqa: PLC0415

        print(shares_csv(found), end="")
    else:
        from licmodel.report.shares import shares_text  # noqa: PLC0415

        if name is not None:
            from licmodel.report.grid import fill  # noqa: PLC0415

            print(fill(f"Under the what-if {scenario.what_if_words(name)}"), end="\n\n")
        print(shares_text(results, found, checked))
    return FINE if master(checked) else CHECKS_FAILED
