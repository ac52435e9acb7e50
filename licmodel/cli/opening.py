"""What a command is asked about: a scenario, of its own file or frozen, and perhaps a month."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licmodel.scenario.scenario import Scenario


def add_file(of: argparse.ArgumentParser) -> None:
    """Let a command take the file of a scenario, for `opened`."""
    of.add_argument("file", metavar="FILE", help="scenario file (YAML), or one that was frozen")


def asked_month(flag: str, text: str | None) -> int | None:
    """The month that was written after a flag, counted as everywhere; None where none was."""
    from licmodel.errors import InputError  # noqa: PLC0415
    from licmodel.terms.months import parse_month  # noqa: PLC0415

    try:
        return None if text is None else parse_month(text)
    except ValueError as error:
        raise InputError(f"{flag} {error}") from None


@contextmanager
def opened(file: str) -> Iterator[Scenario]:
    """The scenario of a file; that of a frozen one with its own catalogue, until the block ends."""
    from licmodel.scenario.loading import load  # noqa: PLC0415
    from licmodel.scenario.signed import is_record  # noqa: PLC0415

    if not is_record(file):
        yield load(file)
        return
    from licmodel.analysis.freezing import thawed  # noqa: PLC0415  a scenario needs none of it

    with thawed(file) as scenario:
        print(f"{file} is a version of record: read with its own catalogue.", file=sys.stderr)
        yield scenario
