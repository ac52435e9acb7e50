"""How a figure came about."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("explain", help="how a figure came about")
    add_file(of)
    of.add_argument(
        "key", metavar="KEY", nargs="?", help="a figure, such as renew.total or renew.e3.billed"
    )
    of.add_argument("when", metavar="WHEN", nargs="*", help="2027/28, 2027-04 or April 2027")
    of.add_argument("--depth", type=_depth, metavar="N", help="levels below the figure")
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    of.set_defaults(command=explain)


def _depth(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text}: a number of levels was expected, 0 or more")
    return int(text)


def explain(chosen: argparse.Namespace) -> int:
    """``licmodel explain``."""
    from licmodel.analysis.places import other_periods, which_key  # noqa: PLC0415
    from licmodel.analysis.results import run, whole  # noqa: PLC0415
    from licmodel.report.traces import trace_text  # noqa: PLC0415

    name = chosen.what_if
    with opened(chosen.file) as scenario:
        model = whole(scenario)
        if chosen.key is None:
            raise which_key(model, chosen.file)
        results = run(model, [] if name is None else [name])
        when = " ".join(chosen.when) or None
        trace = results.explain(chosen.key, when, depth=chosen.depth, what_if=name)
        if name is not None:
            print(f"Under the what-if {scenario.what_if_words(name)}")
        if when is None and (others := other_periods(model, chosen.key)):
            asked = f"licmodel explain {chosen.file} {chosen.key}"
            print(f"No time was given, so this is {others[0]}. For another:\n  {asked} {others[1]}")
        print(trace_text(trace))
    return FINE
