"""An option as a budget: by line and year, what changes it, and why it grows."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from licmodel.cli.codes import CHECKS_FAILED, FINE
from licmodel.cli.opening import add_file, opened

if TYPE_CHECKING:
    from licmodel.scenario.scenario import Scenario


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("budget", help="an option as a budget: what changes it, and why")
    add_file(of)
    of.add_argument("--option", metavar="KEY", help="of this option; the baseline, if not said")
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    of.add_argument("--units", choices=["pounds", "thousands", "millions"], default="pounds")
    changes = of.add_mutually_exclusive_group()
    changes.add_argument(
        "--incremental", action="store_true", help="changes on the year before (the usual)"
    )
    changes.add_argument(
        "--cumulative", action="store_true", help="changes so far since the base budget"
    )
    of.add_argument(
        "--reversed",
        action="store_true",
        help="also what treating capital as revenue, or the reverse, would change",
    )
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--csv", action="store_true", help="the schedule with its codes, as CSV")
    of.set_defaults(command=budget)


def budget(chosen: argparse.Namespace) -> int:
    """``licmodel budget``."""
    from licmodel.analysis.accounts.budgets import budget_of  # noqa: PLC0415
    from licmodel.analysis.checks import master  # noqa: PLC0415

    with opened(chosen.file) as scenario:
        option = chosen.option or _baseline(scenario)
        found = budget_of(scenario, option, chosen.units, what_if=chosen.what_if)
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        from licmodel.report.budgets import budget_csv  # noqa: PLC0415

        print(budget_csv(found), end="")
    else:
        from licmodel.report.budgets import budget_text  # noqa: PLC0415

        print(
            budget_text(
                scenario, found, cumulative=chosen.cumulative, with_reversed=chosen.reversed
            )
        )
    return FINE if master(found.checks) else CHECKS_FAILED


def _baseline(scenario: Scenario) -> str:
    """The option that is budgeted for where none is asked for."""
    if scenario.baseline_key is not None:
        return scenario.baseline_key
    from licmodel.errors import InputError  # noqa: PLC0415  seldom

    raise InputError(
        "which option to budget for is not said, and the scenario has no baseline",
        where=scenario.place("options"),
        expected=", ".join(key for key, each in scenario.options.items() if each.is_costed),
        remedies=["--option KEY"],
    )
