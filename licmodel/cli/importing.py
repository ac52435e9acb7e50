"""A workbook that came back, laid over its scenario."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import CHECKS_FAILED, FINE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "import",
        help="what a workbook that came back says otherwise",
        description="Read the inputs of a workbook that licmodel export wrote and somebody "
        "changed: each change with its cell and what it does to each total. The workbook is never "
        "written to. Exit code 1 where a cell was refused.",
    )
    of.add_argument("book", metavar="BOOK", help="the workbook (.xlsx)")
    of.add_argument("--onto", metavar="FILE", required=True, help="scenario it was made from")
    of.add_argument(
        "--out", metavar="OUT", help="new scenario file beside FILE, that extends it by the changes"
    )
    of.set_defaults(command=import_book)


def import_book(chosen: argparse.Namespace) -> int:
    """``licmodel import``."""
    from licmodel.workbook.change_text import changes_text  # noqa: PLC0415
    from licmodel.workbook.importing import read_workbook, save_overlay  # noqa: PLC0415

    imported = read_workbook(chosen.book, chosen.onto)
    print(changes_text(imported))
    if chosen.out is not None and imported.overlay is not None:
        save_overlay(imported, chosen.out)
        print(f"\nWritten: {chosen.out}\nCompare with: licmodel compare {chosen.out}")
    return CHECKS_FAILED if imported.refused else FINE
