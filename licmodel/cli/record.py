"""Versions of record: written once, run again whenever somebody asks."""

from __future__ import annotations

import argparse
import sys

from licmodel.cli.codes import CHECKS_FAILED, FINE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("freeze", help="write the version of record")
    of.add_argument("file", metavar="FILE", help="scenario file (YAML)")
    of.add_argument("out", metavar="OUT", help="new file; one that stands is not overwritten")
    of.set_defaults(command=freeze)
    of = commands.add_parser(
        "verify",
        help="run a version of record again",
        description="Exit code 1 where the file was changed or its results come out otherwise, "
        "2 where it is no version of record.",
    )
    of.add_argument("file", metavar="OUT", help="a file that licmodel freeze wrote")
    of.set_defaults(command=verify)


def freeze(chosen: argparse.Namespace) -> int:
    """``licmodel freeze``."""
    from licmodel.analysis.freezing import freeze as freeze_file  # noqa: PLC0415

    digest = freeze_file(chosen.file, chosen.out)
    print(f"Written: {chosen.out}\nhash {digest}\nRun it again with: licmodel verify {chosen.out}")
    return FINE


def verify(chosen: argparse.Namespace) -> int:
    """``licmodel verify``."""
    from licmodel.analysis.freezing import ChangedError  # noqa: PLC0415
    from licmodel.analysis.freezing import verify as verify_file  # noqa: PLC0415

    try:
        differences = verify_file(chosen.file)
    except ChangedError as error:
        print(f"licmodel: {error}", file=sys.stderr)
        return CHECKS_FAILED
    if not differences:
        print(f"{chosen.file}: the same results, byte for byte.")
        return FINE
    print(f"{chosen.file}: the results differ.")
    print("\n".join(f"  {difference}" for difference in differences))
    return CHECKS_FAILED
