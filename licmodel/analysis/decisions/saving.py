"""A what-if kept: an overlay on the scenario's file, proven to give the same figures."""

from __future__ import annotations

import os
from math import isnan
from pathlib import Path
from typing import Any

from licmodel.analysis.decisions.answers import TOTALS, WhatIfAnswer
from licmodel.analysis.decisions.asked import WAYS, Asked, parted, standing, tables_of
from licmodel.assembly.assemble import Model
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from licmodel.scenario.overlay import dump_document, write_new
from licmodel.scenario.signed import is_record


def save_what_if(answer: WhatIfAnswer, file: str | Path, out: str | Path, dated: str) -> None:
    """Write an asked what-if as an overlay that extends its scenario, then read it again.

    Parameters
    ----------
    answer : WhatIfAnswer
        Of what was asked.
    file : str or Path
        The scenario that it was asked of; it stays as it is.
    out : str or Path
        New file; one that stands is not overwritten.
    dated : str
        Day on which it is kept, such as ``2027-01-14``.

    Raises
    ------
    InputError
        If nothing was asked, the file cannot be written, or what is read back comes out otherwise.
    """
    asked = answer.asked
    if asked is None:
        raise InputError(
            "there is no what-if to save",
            remedies=["ask one: licmodel whatif FILE --set KEY=VALUE --save OUT.yaml"],
        )
    if is_record(file):
        raise InputError(
            "a what-if is kept beside the scenario that it is asked of, and this is signed",
            where=str(file),
            found="a version of record, which nothing extends",
            remedies=["ask it of the scenario file that was frozen", "or leave --save out"],
        )
    tables, changes = _overlay_of(answer.base.model, asked)
    folder = Path(out).resolve().parent
    try:
        extends = Path(os.path.relpath(Path(file).resolve(), folder)).as_posix()
    except ValueError:  # on another drive
        extends = Path(file).resolve().as_posix()
    said = {"title": asked.title, "note": asked.note}
    what_if = {key: text for key, text in said.items() if text}
    document = {
        "extends": extends,
        **tables,
        "what_ifs": {asked.name: {**what_if, "dated": dated, **changes}},
    }
    write_new(out, dump_document(document))
    try:
        _prove(answer, out)
    except KeyboardInterrupt:  # what is not proven is not left behind
        Path(out).unlink()
        raise
    except InputError as error:
        Path(out).unlink()
        raise InputError(
            "the what-if cannot be kept: " + error.what,
            where=error.where,
            found=error.found,
            expected=error.expected,
            remedies=error.remedies,
        ) from None


def _overlay_of(model: Model, asked: Asked) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tables of what an asked what-if changes in structure, and of the changes of figures."""
    values, structure = parted(model, asked)
    changes = {
        key: {way: str(getattr(change, way)) for way in WAYS if getattr(change, way) is not None}
        for key, change in values.items()
    }
    return tables_of(structure), changes


def _prove(answer: WhatIfAnswer, out: str | Path) -> None:
    """The file, read as anybody will, gives each figure to the last bit."""
    assert answer.asked is not None  # noqa: S101  asked before
    name = answer.asked.name
    again, at = standing(load(out), [name])[1], list(answer.cases).index(name)
    for measure, template in TOTALS.items():
        for option, row in answer.wholes[measure].items():
            first = row[at]
            if first is None:
                continue
            second = again.results.figure(template.format(option), name)
            if first != second and not (isnan(first) and isnan(second)):
                raise InputError(
                    f"{option}, {measure}: what is read back comes out otherwise",
                    found=f"{second!r}",
                    expected=f"{first!r}",
                )
