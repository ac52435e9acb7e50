"""What must be decided by when, and what doing nothing costs."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, asked_month, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("calendar", help="what must be decided by when")
    add_file(of)
    of.add_argument(
        "--from",
        dest="since",
        metavar="MONTH",
        help="first month told of; that of as_of unless said",
    )
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    of.add_argument("--json", action="store_true", help="as JSON, unrounded")
    of.set_defaults(command=calendar)


def calendar(chosen: argparse.Namespace) -> int:
    """``licmodel calendar``."""
    from licmodel.analysis.estate.milestones import calendar_of  # noqa: PLC0415
    from licmodel.analysis.results import run  # noqa: PLC0415

    since = asked_month("--from", chosen.since)
    name = chosen.what_if
    with opened(chosen.file) as scenario:
        results = run(scenario, None if name is None else [name]).under(name)
        found = calendar_of(results, since)
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
        return FINE
    from licmodel.report.milestones import calendar_text  # noqa: PLC0415

    print(calendar_text(found))
    return FINE
