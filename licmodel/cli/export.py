"""A scenario as a live workbook."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "export",
        help="a live Excel workbook, right on arrival",
        description="Write a workbook in which every figure is a formula, with the figure that "
        "the program worked out beside it; one cell switches it between the base and the what-ifs.",
    )
    of.add_argument("file", metavar="FILE", help="scenario file (YAML)")
    of.add_argument("out", metavar="OUT", help="new .xlsx; one that stands is not overwritten")
    of.add_argument(
        "--for",
        dest="audience",
        metavar="WHOM",
        default="internal",
        help="internal (unless said), vendor, vendor:KEY, public or directorate:KEY",
    )
    of.set_defaults(command=export)


def export(chosen: argparse.Namespace) -> int:
    """``licmodel export``."""
    from licmodel.workbook.export import write_workbook  # noqa: PLC0415

    with opened(chosen.file) as scenario:
        book = write_workbook(scenario, chosen.out, chosen.audience)
    print(f"Written: {chosen.out}")
    if book.audience.kind in {"internal", "directorate"}:
        names = ", ".join(book.results.what_ifs)
        print(
            f"Inputs!E2 switches the whole book between the base and: {names}"
            if names
            else "It shows the base: the scenario has no what-ifs."
        )
    else:
        print(f"For {book.audience}; inspected, and nothing found that it may not see.")
    for each in book.left_out:
        print(f"Left out: {each}")
    return FINE
