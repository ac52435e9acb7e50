"""Which figures matter most."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("sensitivity", help="which figures matter most")
    add_file(of)
    of.add_argument("--option", metavar="KEY", help="whose cost; the cheapest's, unless said")
    of.add_argument(
        "--against",
        metavar=("KEY", "KEY"),
        nargs=2,
        help="two figures against each other, in a table",
    )
    of.add_argument(
        "--measure",
        default="present_value",
        metavar="NAME",
        help="present_value, total, equivalent_annual_cost, peak, or a year such as 2028/29",
    )
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    of.add_argument("--all", dest="every", action="store_true", help="also what matters least")
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=sensitivity)


def sensitivity(chosen: argparse.Namespace) -> int:
    """``licmodel sensitivity``."""
    from licmodel.analysis.decisions import sensitivity as analysis  # noqa: PLC0415
    from licmodel.report import sensitivity as report  # noqa: PLC0415

    same = {"option": chosen.option, "measure": chosen.measure, "what_if": chosen.what_if}
    data: dict[str, object]
    with opened(chosen.file) as scenario:
        if chosen.against:
            table = analysis.two_way(scenario, *chosen.against, **same)
            data, text, csv = table.to_json(), report.two_way_text(table), report.two_way_csv(table)
        else:
            found = analysis.sensitivity(scenario, **same)
            data, csv = found.to_json(), report.sensitivity_csv(found)
            text = report.sensitivity_text(found, every=chosen.every)
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        print(csv, end="")
    else:
        print(text)
    return FINE
