"""A scenario to start from."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("new", help="a scenario to start from")
    of.add_argument("file", metavar="FILE", help="new file; one that stands is not overwritten")
    of.add_argument("--template", choices=["council", "school", "blank"], default="council")
    of.set_defaults(command=new)


def new(chosen: argparse.Namespace) -> int:
    """``licmodel new``."""
    from importlib.resources import files  # noqa: PLC0415

    from licmodel.scenario.files import write_new  # noqa: PLC0415

    template = files("licmodel.scenario") / "templates" / f"{chosen.template}.yaml"
    write_new(chosen.file, template.read_text(encoding="utf-8"))
    print(f"Written: {chosen.file}\nCompare its options with: licmodel compare {chosen.file}")
    return FINE
