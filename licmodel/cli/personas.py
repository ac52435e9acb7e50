"""Who needs what, and what each option gives them."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("personas", help="who lacks what, and the cheapest plans for them")
    of.add_argument("file", metavar="FILE", help="scenario file (YAML) with personas")
    of.add_argument("--option", metavar="KEY", help="only this option, with all that changes")
    of.add_argument("--on", metavar="MONTH", help="list prices of this month, such as 2028-04")
    of.add_argument("--json", action="store_true", help="as JSON, unrounded")
    of.set_defaults(command=personas)


def personas(chosen: argparse.Namespace) -> int:
    """``licmodel personas``."""
    from licmodel.analysis.estate.personas import personas as hold  # noqa: PLC0415

    options = None if chosen.option is None else [chosen.option]
    with opened(chosen.file) as scenario:
        found = hold(scenario, options=options, month=_month(chosen.on))
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        from licmodel.report.personas import personas_text  # noqa: PLC0415

        print(personas_text(found, in_detail=options is not None))
    return FINE


def _month(text: str | None) -> int | None:
    from licmodel.errors import InputError  # noqa: PLC0415
    from licmodel.terms.months import parse_month  # noqa: PLC0415

    try:
        return None if text is None else parse_month(text)
    except ValueError as error:
        raise InputError(f"--on: {error}", found=text, expected="a month such as 2028-04") from None
