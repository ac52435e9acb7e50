"""Workbooks laid over their scenario: what changed, what it does to each total, and the overlay."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.scenario.loading import load
from licmodel.scenario.overlay import dump_document, write_new
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.bringing import read_returned
from licmodel.workbook.dealt import name_of_deal, read_deal
from licmodel.workbook.merging import Conflict, Preference, merged, merged_additions
from licmodel.workbook.origins import files_logged, origins_of
from licmodel.workbook.overlaying import Addition, Overlay
from licmodel.workbook.readings import Beside, Change, Reading, Refused, Unfound
from licmodel.workbook.recalculated import Recalculated, check_figures
from licmodel.workbook.returned import read_inputs
from licmodel.workbook.stored import StoredBook, read_stored


@record
class Effect:
    """What changes do to the total invoiced of an option [money]."""

    option: str
    before: float
    after: float


@record
class Copy:
    """One workbook that came back: what it says by itself.

    ``figures`` tells whether its calculated cells show what its inputs give; ``effects`` are of
    its changes of the base together, less those that no file can say, and ``deal`` of its Deal
    sheet on top of them; ``saved`` says by whom and when it was saved last.
    """

    name: str
    rows: int
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    saved: str
    figures: Recalculated
    effects: tuple[Effect, ...]
    deal: tuple[Effect, ...] = ()
    unfound: Unfound = Unfound()
    beside: tuple[Beside, ...] = ()
    foreign: tuple[str, ...] | None = None
    """Names of files beside the scenario that it may have been made from; none where from this."""


@record
class Imported:
    """What workbooks say otherwise than their scenario.

    ``effects`` are of all that was taken together; ``alone`` holds, for each change of the base
    and each addition by its key, what it does to each option's total by itself [money].
    """

    changes: tuple[Change, ...]
    added: tuple[Addition, ...]
    refused: tuple[Refused, ...]
    conflicts: tuple[Conflict, ...]
    copies: tuple[Copy, ...]
    effects: tuple[Effect, ...]
    alone: Mapping[str, Mapping[str, float]]
    overlay: str | None
    scenario: Scenario
    deal: tuple[Effect, ...] = ()
    """What the Deal sheets that were taken do together, on top of changes of the base [money]."""

    remarks: tuple[str, ...] = ()
    """What was taken that we had not thought possible, and what becomes of our ranges."""

    @property
    def title(self) -> str:
        """What the scenario is called onto which they were laid."""
        return self.scenario.title

    @property
    def rows(self) -> int:
        """Inputs that were read, of all copies."""
        return sum(each.rows for each in self.copies)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noticed, of all copies."""
        return tuple(note for each in self.copies for note in each.notes)

    @property
    def is_as_it_was(self) -> bool:
        """Whether all that was sent is here again, and says what the scenario says."""
        return self.is_settled and not (self.changes or self.added or self.conflicts)

    @property
    def is_settled(self) -> bool:
        """Whether all was found again and taken: nothing refused or blank, no conflict left."""
        return (
            not self.refused
            and all(each.taken is not None for each in self.conflicts)
            and not any(each.unfound.is_lacking or each.foreign is not None for each in self.copies)
        )


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
    return read_workbooks([book], onto)


def read_workbooks(
    books: Sequence[str | Path], onto: str | Path, prefer: Sequence[str] = ()
) -> Imported:
    """Merge what several workbooks say otherwise than the one scenario they were made from.

    Parameters
    ----------
    books : sequence of path
        The workbooks; none is written to.
    onto : path
        The scenario file.
    prefer : sequence of str
        Which copy counts where copies differ: its name, or ``KEY=NAME`` for one figure.

    Raises
    ------
    InputError
        If a workbook is not safe to open or holds no inputs, or the scenario cannot be read.
    """
    scenario = load(onto)
    model = assemble(scenario, budget="pounds")  # as workbooks are made
    results = _with_what_ifs(model)
    names = _names(books)
    preference = Preference(prefer, names)
    readings: list[tuple[str, Reading]] = []
    stored: list[StoredBook] = []
    for path, name in zip(books, names, strict=True):
        book = read_stored(read_returned(path), name)
        reading = read_deal(book, results, read_inputs(book, results))
        readings.append((name, reading))
        stored.append(book)
    changes, conflicts = merged(readings, preference)
    additions, more, refused = merged_additions(readings, scenario, preference)
    overlay = Overlay(scenario, onto)
    overlay.change(changes)
    overlay.add(additions)
    alone = _alone(model, overlay, onto)
    return Imported(
        tuple(overlay.kept),
        tuple(overlay.added),
        (
            *(each for _, reading in readings for each in reading.refused),
            *refused,
            *overlay.refused,
        ),
        (*conflicts, *more),
        tuple(
            _copy(book, reading, results, overlay)
            for book, (_, reading) in zip(stored, readings, strict=True)
        ),
        _together(model, overlay),
        alone,
        overlay.text,
        overlay.scenario,
        _dealt(model, overlay),
        overlay.remarks,
    )


def save_overlay(imported: Imported, path: str | Path, title: str | None = None) -> None:
    """Write the changes as a new scenario file that extends the first.

    Parameters
    ----------
    imported : Imported
        What came back.
    path : path
        The new file, beside the scenario's.
    title : str, optional
        What tells it from the scenario, beside whose title it stands; else the names of the
        copies.

    Raises
    ------
    InputError
        If nothing changed, or the file is there or cannot be written.
    """
    if imported.overlay is None:
        raise InputError("nothing to save", found="a workbook that says what the scenario says")
    said = title or "with " + ", ".join(each.name for each in imported.copies)
    head, rest = imported.overlay.split("\n", 1)  # what it extends comes first
    named = dump_document({"title": f"{imported.title}: {said}"})
    write_new(path, f"{head}\n{named}{rest}")


def _with_what_ifs(model: Model) -> Results:
    """The figures, with those what-ifs that change figures alone, as the workbook has them."""
    every = list(model.scenario.what_ifs)
    try:
        return run(model, every)
    except InputError:
        return run(model, [key for key in every if _fits(model, key)])


def _fits(model: Model, key: str) -> bool:
    try:
        run(model, [key])
    except InputError:
        return False
    return True


def _names(books: Sequence[str | Path]) -> list[str]:
    """What each copy is called: its name, or its whole path where two have one name."""
    names = [Path(book).name for book in books]
    if len({str(book) for book in books}) < len(books):
        raise InputError(
            "a workbook is named twice",
            found=", ".join(map(str, books)),
            remedies=["name each copy once"],
        )
    return [
        str(book) if names.count(name) > 1 else name
        for book, name in zip(books, names, strict=True)
    ]


def _copy(book: StoredBook, reading: Reading, results: Results, overlay: Overlay) -> Copy:
    out = {(each.place, each.key) for each in overlay.refused}
    taken = [each for each in reading.changes if (each.place, each.key) not in out]
    base = {each.key: each.after for each in taken if each.what_if is None}
    name = name_of_deal(results.scenario)
    deal = {each.key: each.after for each in taken if each.what_if == name}
    notes = [*_made_from(book, results.scenario, reading), *reading.notes]
    figures = check_figures(book, reading, results)
    return Copy(
        book.name,
        reading.rows,
        reading.changes,
        tuple(notes),
        book.saved,
        figures,
        _effects_of(results.model, base),
        _effects_of(results.model, deal, base),
        reading.unfound,
        reading.beside,
        origins_of(book, overlay.onto) if reading.is_foreign else None,
    )


def _made_from(book: StoredBook, scenario: Scenario, reading: Reading) -> list[str]:
    """A note where the Log says that the book was made from another state of the file."""
    known = {hashlib.sha256(text.encode()).hexdigest() for _, text in scenario.sources}
    if reading.is_foreign or all(digest in known for _, digest in files_logged(book)):
        return []
    note = "it was made from another state of the scenario: a figure that was changed in the file"
    return [f"{book.name}: {note} since then shows here as changed back"]


# --- what it does ---


def _effects_of(
    model: Model, figures: Mapping[str, float], onto: Mapping[str, float] | None = None
) -> tuple[Effect, ...]:
    """Totals before and after some inputs are changed together, onto others changed before."""
    if not figures:
        return ()
    before = {key: model.program.inputs[key].value for key in figures} | dict(onto or {})
    given = {key: np.array([value, figures.get(key, value)]) for key, value in before.items()}
    values = model.evaluator(frozenset(given)).run(given)
    wide = {key: np.broadcast_to(values[f"{key}.billed.total"][0], (2,)) for key in model.options}
    return tuple(Effect(key, float(each[0]), float(each[1])) for key, each in wide.items())


def _together(model: Model, overlay: Overlay) -> tuple[Effect, ...]:
    base = {each.key: each.after for each in overlay.kept if each.what_if is None}
    if not overlay.added:
        return _effects_of(model, base)
    before, after = run(model), run(overlay.scenario)
    return tuple(
        Effect(key, before.figure(f"{key}.total"), after.figure(f"{key}.total"))
        for key in model.options
    )


def _dealt(model: Model, overlay: Overlay) -> tuple[Effect, ...]:
    name = name_of_deal(model.scenario)
    if not any(each.what_if == name for each in overlay.kept):
        return ()
    results = run(overlay.scenario, [name])
    totals = {key: f"{key}.billed.total" for key in model.options}
    return tuple(
        Effect(key, results.figure(total), results.figure(total, name))
        for key, total in totals.items()
    )


def _alone(model: Model, overlay: Overlay, onto: str | Path) -> dict[str, Mapping[str, float]]:
    """What each change, and each addition, does to each total by itself, the changes in a batch."""
    changes = [each for each in overlay.kept if each.what_if is None]
    alone: dict[str, Mapping[str, float]] = {}
    if changes:
        batch = len(changes) + 1
        given = {}
        for number, change in enumerate(changes, 1):
            column = np.full(batch, change.before)
            column[number] = change.after
            given[change.key] = column
        values = model.evaluator(frozenset(given)).run(given)
        wide = {
            key: np.broadcast_to(values[f"{key}.billed.total"][0], (batch,))
            for key in model.options
        }
        for number, change in enumerate(changes, 1):
            alone[change.key] = {
                key: float(total[number] - total[0]) for key, total in wide.items()
            }
    if not overlay.added:
        return alone
    before = run(model)
    for addition in overlay.added:
        single = Overlay(overlay.first, onto)
        single.add([addition])
        after = run(single.scenario)
        alone[addition.key] = {
            key: after.figure(f"{key}.total") - before.figure(f"{key}.total")
            for key in model.options
        }
    return alone
