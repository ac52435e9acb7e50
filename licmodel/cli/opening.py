"""The scenario that a command is asked about, in a file of its own or in a version of record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licmodel.scenario.scenario import Scenario


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
