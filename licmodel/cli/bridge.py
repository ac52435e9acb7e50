"""Why one way costs more than another."""

from __future__ import annotations

import argparse

from licmodel.cli.asking import add_asking, asked_of
from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "bridge",
        help="why one way costs more than another, by cause",
        description="A way is an option, or OPTION@WHAT_IF; OPTION@asked is what --set and its "
        "like ask. With one way and a what-if, it is bridged from as it stands.",
    )
    add_file(of)
    of.add_argument("first", metavar="FROM", help="from this way")
    of.add_argument("second", metavar="TO", nargs="?", help="to this way")
    of.add_argument(
        "--other", metavar="FILE", help="TO is of this file: a later version, another scenario"
    )
    add_asking(of)
    of.add_argument(
        "--accrued", action="store_true", help="what is charged to the year, not when invoiced"
    )
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded, with a chart's bars")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=bridge)


def bridge(chosen: argparse.Namespace) -> int:
    """``licmodel bridge``."""
    from licmodel.analysis.decisions.bridges import bridge as bridge_of  # noqa: PLC0415
    from licmodel.cli.progress import watched  # noqa: PLC0415
    from licmodel.scenario.loading import load  # noqa: PLC0415

    other = None if chosen.other is None else load(chosen.other)
    with opened(chosen.file) as scenario, watched("bridging") as bar:
        asked = asked_of(scenario if other is None else other, chosen)
        second = chosen.second or _same(chosen, None if asked is None else asked.name)
        flow = "accrued" if chosen.accrued else "billed"
        found = bridge_of(
            scenario, chosen.first, second, other=other, asked=asked, flow=flow, tell=bar
        )
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
        return FINE
    from licmodel.report.bridges import bridge_csv, bridge_text  # noqa: PLC0415

    print(bridge_csv(found) if chosen.csv else bridge_text(found), end="" if chosen.csv else "\n")
    return FINE


def _same(chosen: argparse.Namespace, asked: str | None) -> str:
    """The same option, under what is asked or in the other file."""
    option = str(chosen.first).partition("@")[0]
    if asked is not None:
        return f"{option}@{asked}"
    if chosen.other is not None:
        return option
    from licmodel.errors import InputError  # noqa: PLC0415  only to refuse

    raise InputError(
        "to which way? TO is missing",
        expected="an option, OPTION@WHAT_IF, --other FILE, or a what-if: --set KEY=VALUE",
    )
