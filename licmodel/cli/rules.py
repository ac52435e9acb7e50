"""The counting rules that a quantity may follow."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("rules", help="counting rules: how many licences something demands")
    of.add_argument("name", metavar="NAME", nargs="?", help="one of them, with its sources")
    of.set_defaults(command=rules)


def rules(chosen: argparse.Namespace) -> int:
    """``licmodel rules``."""
    from licmodel.report.rules import rule_text, rules_text  # noqa: PLC0415

    print(rules_text() if chosen.name is None else rule_text(chosen.name))
    return FINE
