"""A workbook laid over its scenario: what changed, what it does to each total, and the overlay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np

from licmodel.analysis.assemble import Model, assemble
from licmodel.analysis.results import run
from licmodel.errors import InputError, LicmodelError
from licmodel.intake.tables import open_book
from licmodel.records import record
from licmodel.scenario.loading import load
from licmodel.scenario.overlay import dump_document, write_new
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.dealt import read_deal
from licmodel.workbook.returned import Change, Refused, read_inputs

_SAME = 1e-9


@record
class Effect:
    """What changes do to the total invoiced of an option [money]."""

    option: str
    before: float
    after: float


@record
class Imported:
    """What a workbook says otherwise than its scenario.

    ``effects`` are of all changes of the base together; ``alone`` holds, for each change of the
    base by its key, what it does to each option's total by itself [money].
    """

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
    rows: int
    effects: tuple[Effect, ...]
    alone: Mapping[str, Mapping[str, float]]
    overlay: str | None
    scenario: Scenario
    deal: tuple[Effect, ...] = ()
    """What the Deal sheet does to totals, on top of the changes of the base."""


def read_workbook(book: str | Path, onto: str | Path) -> Imported:
    """Read what a workbook that came back says otherwise than the scenario it was made from.

    Parameters
    ----------
    book : path
        The workbook; it is never written to.
    onto : path
        The scenario file.

    Returns
    -------
    Imported
        Changes with their effects, what was refused, and an overlay that extends the scenario.

    Raises
    ------
    InputError
        If the workbook is not safe to open or holds no inputs, or the scenario cannot be read.
    """
    scenario = load(onto)
    model = assemble(scenario)
    results = run(model, list(scenario.what_ifs))
    opened = open_book(book)
    reading, deal = read_deal(opened, results, read_inputs(opened, results))
    kept, refused, overlay, changed = _laid_over(reading.changes, scenario, onto)
    base = [each for each in kept if each.what_if is None]
    effects, alone = _effects(model, base)
    proposed = [each for each in kept if each.what_if == deal]
    dealt, _ = _effects(model, [*base, *proposed]) if proposed else ((), {})
    before = {each.option: each.after for each in effects}
    return Imported(
        tuple(kept),
        (*reading.refused, *refused),
        reading.notes,
        reading.rows,
        effects,
        alone,
        overlay,
        changed,
        tuple(
            Effect(each.option, before.get(each.option, each.before), each.after) for each in dealt
        ),
    )


def save_overlay(imported: Imported, path: str | Path) -> None:
    """Write the changes as a new scenario file that extends the first.

    Raises
    ------
    InputError
        If nothing changed, or the file is there or cannot be written.
    """
    if imported.overlay is None:
        raise InputError("nothing to save", found="a workbook that says what the scenario says")
    write_new(path, imported.overlay)


# --- the overlay ---


def _laid_over(
    changes: tuple[Change, ...], scenario: Scenario, onto: str | Path
) -> tuple[list[Change], list[Refused], str | None, Scenario]:
    """Those changes that a file can say, proven by reading it again: all at once, or each."""
    whole: dict[str, Any] = {"extends": Path(onto).name}
    for change in changes:
        _say(whole, change, scenario, sourced=True)
    read = _read_again(whole, onto)
    if read is not None and _says(read, changes):
        return list(changes), [], dump_document(whole) if changes else None, read
    kept: list[Change] = []
    refused: list[Refused] = []
    data: dict[str, Any] = {"extends": Path(onto).name}
    changed = scenario
    for change in changes:
        for sourced in (True, False):
            tried = deepcopy(data)
            _say(tried, change, scenario, sourced=sourced)
            read = _read_again(tried, onto)
            if read is not None and _says(read, [change]):
                data, changed = tried, read
                kept.append(change)
                break
        else:
            refused.append(
                Refused(
                    change.place,
                    change.key,
                    "this figure stands in the catalogue, or is made of others: give the scenario "
                    "one of its own, which can then be changed",
                )
            )
    return kept, refused, dump_document(data) if kept else None, changed


def _say(data: dict[str, Any], change: Change, scenario: Scenario, *, sourced: bool) -> None:
    said = change.after_text
    if change.what_if is not None:
        what_ifs = data.setdefault("what_ifs", {})
        what_ifs.setdefault(change.what_if, {})[change.key] = {"set": said}
        return
    written = scenario.written(change.key)
    path, there = written if written is not None else ((), None)
    value: object = said
    if sourced and change.declared.shown != "month":
        value = {"value": said, "assumed": f"changed in {change.place}"}
    elif isinstance(there, Mapping):
        value = {"value": said}
    _put(data, list(path), value, scenario)


def _put(data: dict[str, Any], path: list[str], value: object, scenario: Scenario) -> None:
    """Put a value at a path; a list on the way is taken over whole, as the file says it."""
    here: Any = data
    for number, step in enumerate(path[:-1]):
        if isinstance(here, list):
            here = here[int(step)]
            continue
        if step not in here:
            whole = scenario.said(tuple(path[: number + 1]))
            here[step] = deepcopy(whole) if isinstance(whole, list) else {}
        here = here[step]
        if not isinstance(here, dict | list):
            return
    if isinstance(here, list):
        here[int(path[-1])] = value
    elif path:
        here[path[-1]] = value


def _read_again(data: Mapping[str, Any], onto: str | Path) -> Scenario | None:
    """The scenario with the overlay, or none where it cannot be read."""
    beside = Path(onto).with_name(".overlay.yaml")
    text = dump_document(data)

    def read(wanted: Path) -> str:
        return text if wanted.name == beside.name else wanted.read_text("utf-8")

    try:
        return load(beside, read=read)
    except LicmodelError:
        return None


def _says(scenario: Scenario, changes: Sequence[Change]) -> bool:
    """Whether a scenario holds the figures of changes."""
    names = list(dict.fromkeys(each.what_if for each in changes if each.what_if is not None))
    try:
        results = run(assemble(scenario), names)
        found = [results.figure(each.key, each.what_if) for each in changes]
    except LicmodelError:
        return False
    return all(
        abs(value - change.after) <= _SAME * max(1.0, abs(change.after))
        for value, change in zip(found, changes, strict=True)
    )


# --- what it does ---


def _effects(
    model: Model, changes: list[Change]
) -> tuple[tuple[Effect, ...], dict[str, dict[str, float]]]:
    """Totals with all changes, and with each alone, from one batch."""
    options = list(model.options)
    if not changes:
        return (), {}
    batch = len(changes) + 2
    given = {}
    for number, change in enumerate(changes, 1):
        column = np.full(batch, change.before)
        column[number] = column[-1] = change.after
        given[change.key] = column
    values = model.evaluator(frozenset(given)).run(given)
    totals = {key: values[f"{key}.billed.total"][0] for key in options}
    wide = {key: np.broadcast_to(total, (batch,)) for key, total in totals.items()}
    effects = tuple(Effect(key, float(total[0]), float(total[-1])) for key, total in wide.items())
    alone = {
        change.key: {key: float(total[number] - total[0]) for key, total in wide.items()}
        for number, change in enumerate(changes, 1)
    }
    return effects, alone
