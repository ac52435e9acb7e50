"""What cannot be avoided any more, and until when."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, asked_month, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("unavoidable", help="what cannot be avoided any more, until when")
    add_file(of)
    of.add_argument(
        "--seen-from",
        metavar="MONTH",
        help="month from which it is seen, such as one after signing; as_of of the file unless "
        "said",
    )
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, by month, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, by month, unrounded")
    of.set_defaults(command=unavoidable)


def unavoidable(chosen: argparse.Namespace) -> int:
    """``licmodel unavoidable``."""
    from licmodel.analysis.estate.unavoidable import unavoidable as unavoidable_of  # noqa: PLC0415
    from licmodel.report.unavoidable import unavoidable_csv, unavoidable_text  # noqa: PLC0415

    seen_from = asked_month("--seen-from", chosen.seen_from)
    with opened(chosen.file) as scenario:
        found = unavoidable_of(scenario, seen_from, what_if=chosen.what_if)
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        print(unavoidable_csv(found), end="")
    else:
        if chosen.what_if is not None:
            print(f"Under the what-if {found.scenario.what_if_words(chosen.what_if)}")
        print(unavoidable_text(found))
    return FINE
