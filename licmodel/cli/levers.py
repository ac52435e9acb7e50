"""What a negotiator's levers are worth, and where to walk away."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "levers",
        help="what each lever of a negotiation is worth, and where to walk away",
        description="Not for the other side: nothing that is shared holds what this prints.",
    )
    add_file(of)
    of.add_argument("--option", metavar="KEY", required=True, help="which way is negotiated")
    of.add_argument(
        "--against", metavar="KEY", help="the best alternative; the cheapest other, unless said"
    )
    of.add_argument("--points", default="1", metavar="N", help="points of discount; 1")
    of.add_argument("--cap", default="3%", metavar="RATE", help="cap on rises; 3%%")
    of.add_argument("--true-down", default="10%", metavar="SHARE", help="seats that may go; 10%%")
    of.add_argument("--later", default="3", metavar="MONTHS", help="a start later by; 3")
    of.add_argument("--hold", default="36", metavar="MONTHS", help="prices are held for; 36")
    of.add_argument("--term", metavar="MONTHS", help="longer term; the next of 12, 36 and 60")
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=levers)


def levers(chosen: argparse.Namespace) -> int:
    """``licmodel levers``."""
    from licmodel.analysis.decisions.lever_list import read_steps  # noqa: PLC0415
    from licmodel.analysis.decisions.levers import levers as levers_of  # noqa: PLC0415
    from licmodel.cli.progress import watched  # noqa: PLC0415
    from licmodel.report.levers import levers_csv, levers_text  # noqa: PLC0415

    said = ("points", "cap", "true_down", "later", "hold", "term")
    steps = read_steps({name: getattr(chosen, name) for name in said})
    with opened(chosen.file) as scenario, watched("pulling levers") as bar:
        found = levers_of(
            scenario,
            chosen.option,
            steps=steps,
            what_if=chosen.what_if,
            against=chosen.against,
            tell=bar,
        )
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        print(levers_csv(found), end="")
    else:
        print(levers_text(found))
    return FINE
