"""An empty workbook to fill in."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "template",
        help="an empty Excel workbook to fill in",
        description="Write a workbook in which everything that a scenario may say has a place, "
        "with its unit and help beside it. licmodel import reads it once it is filled in.",
    )
    of.add_argument("out", metavar="OUT", help="new .xlsx; one that stands is not overwritten")
    of.add_argument("--kind", choices=["council", "school", "trust"], default="council")
    of.set_defaults(command=template)


def template(chosen: argparse.Namespace) -> int:
    """``licmodel template``."""
    from licmodel.workbook.form_book import write_form  # noqa: PLC0415

    write_form(chosen.out, chosen.kind)
    print(f"Written: {chosen.out}")
    print(f"Fill it in, then check it with: licmodel import {chosen.out} --out mine.yaml")
    return FINE
