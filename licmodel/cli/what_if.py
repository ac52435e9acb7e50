"""What-ifs asked on the spot."""

from __future__ import annotations

import argparse

from licmodel.cli.asking import add_asking, asked_words
from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "whatif",
        help="what every option costs if ...",
        description="Without a what-if: all those of the file, side by side.",
    )
    add_file(of)
    add_asking(of)
    of.add_argument(
        "--beside",
        metavar="NAME",
        action="append",
        help="a what-if of the file in a column of its own; may be given again",
    )
    of.add_argument(
        "--scenario",
        metavar="OTHER",
        action="append",
        help="another scenario file in a column of its own; may be given again",
    )
    of.add_argument("--save", metavar="OUT", help="keep it, as a new file that extends FILE")
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=what_if)


def what_if(chosen: argparse.Namespace) -> int:
    """``licmodel whatif``."""
    from licmodel.analysis.decisions.answers import whatif as answer_of  # noqa: PLC0415
    from licmodel.scenario.loading import load  # noqa: PLC0415

    words = asked_words(chosen)
    others = {each: load(each) for each in chosen.scenario or []}
    with opened(chosen.file) as scenario:
        answer = answer_of(scenario, beside=chosen.beside, scenarios=others, **words)
    if chosen.save is not None:
        from datetime import date  # noqa: PLC0415  only to date what is kept

        from licmodel.analysis.decisions.saving import save_what_if  # noqa: PLC0415

        save_what_if(answer, chosen.file, chosen.save, date.today().isoformat())  # noqa: DTZ011  the day where the user is
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(answer.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
        return FINE
    from licmodel.report.what_ifs import what_if_csv, what_if_text  # noqa: PLC0415

    if chosen.csv:
        print(what_if_csv(answer), end="")
        return FINE
    print(what_if_text(answer))
    if chosen.save is not None:
        print(f"\nKept: {chosen.save}, which extends {chosen.file} and gives the same figures.")
    return FINE
