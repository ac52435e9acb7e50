"""Seats needed, committed, paid but not needed."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("seats", help="seats needed, committed, paid but not needed")
    add_file(of)
    of.add_argument("--options", metavar="KEY", nargs="+", help="only these options")
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    of.add_argument("--json", action="store_true", help="every month, as JSON")
    of.set_defaults(command=seats)


def seats(chosen: argparse.Namespace) -> int:
    """``licmodel seats``."""
    from licmodel.analysis.estate.seats import seats as seats_of  # noqa: PLC0415
    from licmodel.analysis.results import run  # noqa: PLC0415

    name = chosen.what_if
    with opened(chosen.file) as scenario:
        results = run(scenario, [] if name is None else [name])
        found = seats_of(results, chosen.options, name)
    if chosen.json:
        import json  # noqa: PLC0415

        from licmodel.analysis.figures import plain  # noqa: PLC0415

        told = {key: [plain(vars(each)) for each in lines] for key, lines in found.items()}
        print(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
        return FINE
    from licmodel.report.waterfalls import waterfalls_text  # noqa: PLC0415

    if name is not None:
        print(f"Under the what-if {results.scenario.what_if_words(name)}")
    print(waterfalls_text(results, found))
    return FINE
