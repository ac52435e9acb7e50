"""Workbooks that came back, laid over their scenario."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import CHECKS_FAILED, FINE
from licmodel.errors import InputError


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "import",
        help="what workbooks that came back say otherwise",
        description="Read the inputs of workbooks that licmodel export wrote and people changed: "
        "each change with its cell and what it does to each total; several copies are merged, "
        "and where they differ nothing is taken until you say. The workbooks are never written "
        "to. Exit code 1 where a cell was refused or a conflict is left. A form that licmodel "
        "template wrote and somebody filled in is read as a scenario.",
    )
    of.add_argument("books", metavar="BOOK", nargs="+", help="the workbook, or several (.xlsx)")
    of.add_argument(
        "--onto",
        metavar="FILE",
        help="scenario they were made from; none for a form that licmodel template wrote",
    )
    of.add_argument(
        "--out",
        metavar="OUT",
        help="new scenario file: beside FILE, extending it by the changes; or what the form says",
    )
    of.add_argument(
        "--prefer",
        metavar="[KEY=]BOOK",
        action="append",
        default=[],
        help="the copy that counts where copies differ, for every figure or for one",
    )
    of.add_argument(
        "--all",
        action="store_true",
        dest="every",
        help="name every calculated cell that is not as the inputs give it",
    )
    of.set_defaults(command=import_books)


def import_books(chosen: argparse.Namespace) -> int:
    """``licmodel import``."""
    if chosen.onto is None:
        return _import_form(chosen)
    from licmodel.workbook.change_text import changes_text  # noqa: PLC0415
    from licmodel.workbook.importing import read_workbooks, save_overlay  # noqa: PLC0415

    imported = read_workbooks(chosen.books, chosen.onto, chosen.prefer)
    print(changes_text(imported, every=chosen.every))
    if chosen.out is not None and imported.overlay is not None:
        save_overlay(imported, chosen.out)
        print(f"\nWritten: {chosen.out}\nCompare with: licmodel compare {chosen.out}")
    return FINE if imported.is_settled else CHECKS_FAILED


def _import_form(chosen: argparse.Namespace) -> int:
    """A form that was filled in."""
    from licmodel.workbook.form_reading import read_form, save_form  # noqa: PLC0415
    from licmodel.workbook.form_text import form_text  # noqa: PLC0415

    if len(chosen.books) > 1:
        raise InputError(
            "several workbooks, and no scenario that they were made from",
            found=", ".join(chosen.books),
            remedies=["--onto FILE, the scenario; forms are read one by one"],
        )
    (form,) = chosen.books
    filled = read_form(form)
    print(form_text(filled))
    if chosen.out is None:
        print(f"\nKeep it with: licmodel import {form} --out mine.yaml")
        return FINE
    save_form(filled, chosen.out)
    print(f"\nWritten: {chosen.out}\nCompare its options with: licmodel compare {chosen.out}")
    return FINE
