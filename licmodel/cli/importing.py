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
        "written to. Exit code 1 where a cell was refused. A form that licmodel template wrote and "
        "somebody filled in is read as a scenario.",
    )
    of.add_argument("book", metavar="BOOK", help="the workbook (.xlsx)")
    of.add_argument(
        "--onto",
        metavar="FILE",
        help="scenario it was made from; none for a form that licmodel template wrote",
    )
    of.add_argument(
        "--out",
        metavar="OUT",
        help="new scenario file: beside FILE, extending it by the changes; or what the form says",
    )
    of.set_defaults(command=import_book)


def import_book(chosen: argparse.Namespace) -> int:
    """``licmodel import``."""
    if chosen.onto is None:
        return _import_form(chosen)
    from licmodel.workbook.change_text import changes_text  # noqa: PLC0415
    from licmodel.workbook.importing import read_workbook, save_overlay  # noqa: PLC0415

    imported = read_workbook(chosen.book, chosen.onto)
    print(changes_text(imported))
    if chosen.out is not None and imported.overlay is not None:
        save_overlay(imported, chosen.out)
        print(f"\nWritten: {chosen.out}\nCompare with: licmodel compare {chosen.out}")
    return CHECKS_FAILED if imported.refused else FINE


def _import_form(chosen: argparse.Namespace) -> int:
    """A form that was filled in."""
    from licmodel.workbook.form_reading import read_form, save_form  # noqa: PLC0415
    from licmodel.workbook.form_text import form_text  # noqa: PLC0415

    filled = read_form(chosen.book)
    print(form_text(filled))
    if chosen.out is None:
        print(f"\nKeep it with: licmodel import {chosen.book} --out mine.yaml")
        return FINE
    save_form(filled, chosen.out)
    print(f"\nWritten: {chosen.out}\nCompare its options with: licmodel compare {chosen.out}")
    return FINE
