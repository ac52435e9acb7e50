"""A draft: what is to be said otherwise than a file says it, and the overlay it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from licmodel.analysis.results import run
from licmodel.assembly.assemble import assemble
from licmodel.catalogue.price_reading import Reading
from licmodel.dashboard.cells import GONE, Said, is_number
from licmodel.errors import InputError, LicmodelError
from licmodel.records import record
from licmodel.scenario.files import read_document
from licmodel.scenario.loading import from_document, load
from licmodel.scenario.merging import merge
from licmodel.scenario.options import resolve_options
from licmodel.scenario.overlay import (
    SOURCING,
    Document,
    Keys,
    Place,
    dump_document,
    said_at,
    write_new,
)
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.form_tables import Table, path_text, tables

Edits = Mapping[Keys, Said]
"""What is said anew, by its path in the file."""

BOOK = ("price_book",)
"""Where a scenario names a price book of its own."""

_DRAFT = "the draft"
_NEVER_SOURCED = frozenset({"timeline", "organisation", "what_ifs", "risk", "vendors", "today"})
_ROUNDS = 4
_A_YEAR = 4
"""Digits of a year, by which figures may stand; items of a list are numbered with fewer."""


class CellPlace(Place):
    """A cell of a grid, in place of a line of a file."""

    def __str__(self) -> str:
        return self.file


@record
class Base:
    """A scenario file as it stands: what it says, also with the lines that options take over."""

    path: Path
    document: Document
    filled: dict[str, Any]
    scenario: Scenario

    def said(self, path: Keys) -> Any:  # noqa: ANN401  text, a list or a table
        """What stands at a path, list items counted from one; none where nothing does."""
        return said_at(self.filled, path, first=1)

    def own(self, path: Keys) -> Any:  # noqa: ANN401  as above
        """What the file itself says there, and no option takes over."""
        return said_at(self.document.data, path, first=1)


@record
class Laid:
    """A draft laid over its scenario: the scenario it makes, or the faults for which it is none."""

    data: dict[str, Any]
    scenario: Scenario | None
    faults: tuple[LicmodelError, ...] = ()


def base_of(path: Path, scenario: Scenario) -> Base:
    """What a scenario file says, for drafts to be laid over.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    document = read_document(path)
    return Base(path, document, filled(document), scenario)


def filled(document: Document) -> dict[str, Any]:
    """What a document says, also with the lines that options take over.

    Raises
    ------
    InputError
        If an option is based on none, or leaves out what it has not.
    """
    family = resolve_options(document)
    options = {}
    for key, option in document.data.get("options", {}).items():
        lines = {
            name: family.lines[home][name]
            for name, home in family.homes.get(key, {}).items()
            if name in family.lines.get(home, {})
        }
        options[key] = {**option, "lines": lines} if lines else option
    return {**document.data, "options": options}


def place_text(path: Keys) -> str:
    """Where an edit stands, as messages name it.

    Examples
    --------
    >>> place_text(("options", "renew", "lines", "e3", "discount"))
    'renew.e3.discount'
    """
    if path[:1] == ("options",) and path[2:3] == ("lines",):
        path = (path[1], *path[3:])
    return path_text(path)


@cache
def table_of(path: Keys) -> Table | None:
    """The table of the forms that has a row for what a path is of; none where none has."""
    longest = sorted(tables(), key=lambda each: -len(each.prefix))
    return next((each for each in longest if each.keys_of(path) is not None), None)


def overlay_data(
    base: Base, edits: Edits, why: str, plain: frozenset[Keys] = frozenset()
) -> dict[str, Any]:
    """What an overlay says so that a scenario is as edited.

    Parameters
    ----------
    base : Base
        What it is laid over.
    edits : mapping
        What is said anew.
    why : str
        Said of figures that come without a source: why they are assumed.
    plain : frozenset of tuple of str
        Paths at which a figure cannot say where it is from.
    """
    data: dict[str, Any] = {}
    for path, said in edits.items():
        value: Any = list(said) if isinstance(said, tuple) else None if said is GONE else said
        there = base.said(path)
        if is_number(said):
            if path not in plain and _wants_source(base, path, edits):
                value = {"value": said, "assumed": why}
            elif isinstance(there, Mapping):
                value = {"value": said}
        _lay(data, base, path, value)
    for row in dict.fromkeys(each for path in edits if (each := _new_row(base, path)) is not None):
        table = table_of(row)
        has_source = any(_says((*row, name), edits) for name in ("source", "assumed"))
        if table is not None and not has_source and ("assumed",) in _fields(table):
            _lay(data, base, (*row, "assumed"), why)
    return {key: _settled(each) for key, each in data.items()}


def _settled(said: Any, *, of_list: bool = False) -> Any:  # noqa: ANN401  text, a list or a table
    """The same, where lists are given without what is taken away of them: they are given whole."""
    if isinstance(said, list):
        items = [_settled(each, of_list=True) for each in said]
        return [each for each in items if each is not None] or None
    if not isinstance(said, dict):
        return said
    settled = {key: _settled(each, of_list=of_list) for key, each in said.items()}
    if not of_list:
        return settled
    return {key: each for key, each in settled.items() if each is not None} or None


def _fields(table: Table) -> set[Keys]:
    return {column.path for column in table.columns}


def _new_row(base: Base, path: Keys) -> Keys | None:
    """The row that a path is of, where the file has no such row."""
    table = table_of(path)
    row = path[: len(table.prefix)] if table is not None else ()
    return row if row and base.said(row) is None else None


def _wants_source(base: Base, path: Keys, edits: Edits) -> bool:
    """Whether a figure says for itself where it is from."""
    if path[0] in _NEVER_SOURCED or path[-1].isdecimal() or _new_row(base, path) is not None:
        return False
    beside = [path[:-1], path]
    return not any(_says((*each, name), edits) for each in beside for name in SOURCING)


def _says(path: Keys, edits: Edits) -> bool:
    return edits.get(path, GONE) is not GONE


def _lay(data: dict[str, Any], base: Base, path: Keys, value: Any) -> None:  # noqa: ANN401
    """Put a value at a path; a list on the way is taken over whole, a figure becomes its value."""
    here: Any = data
    for number, step in enumerate(path[:-1]):
        if isinstance(here, list):
            at = _index(here, path[: number + 1])
            if at == len(here):
                here.append({})
            elif isinstance(here[at], str):
                here[at] = {"value": here[at]}
            here = here[at]
            continue
        if step not in here:
            here[step] = _begun(base.said(path[: number + 1]), path[number + 1])
        elif isinstance(here[step], str):
            here[step] = {"value": here[step]}
        here = here[step]
    if isinstance(here, list):
        at = _index(here, path)
        here[at : at + 1] = [value]
    elif isinstance(here, dict):
        there = here.get(path[-1])
        if value is None or not isinstance(there, dict):
            here[path[-1]] = value
        else:
            there |= value if isinstance(value, dict) else {"value": value}


def _begun(there: Any, first: str) -> Any:  # noqa: ANN401  text, a list or a table
    """What stands on the way to something that is put in: a list as it is, a figure's table."""
    if isinstance(there, str):
        return {"value": there}
    if is_item(there, first):
        return deepcopy(there or [])
    return {}


def is_item(there: object, step: str) -> bool:
    """Whether a step leads to an item of a list, also where that is not yet there.

    Examples
    --------
    >>> is_item(None, "1"), is_item(None, "2027"), is_item({"1": "12"}, "1"), is_item([], "1")
    (True, False, False, True)
    """
    return isinstance(there, list) or (there is None and step.isdecimal() and len(step) < _A_YEAR)


def _index(items: Sequence[Any], path: Keys) -> int:
    """Where an item of a list stands, from 0; with a number beyond the last it is a new one.

    Raises
    ------
    InputError
        If it has no number from 1 upwards.
    """
    if not path[-1].isdecimal() or int(path[-1]) < 1:
        raise InputError(
            f"{place_text(path[:-1])} is a list, whose items are numbered from 1",
            where=place_text(path),
            found=path[-1],
        )
    return min(int(path[-1]) - 1, len(items))


def laid_over(base: Base, edits: Edits, why: str, book: Reading | None = None) -> Laid:
    """The scenario that edits make, read as its file would be.

    A figure that cannot say where it is from, such as a number of years, is said without. A price
    book that stands in no file yet may be given, in place of the scenario's own.
    """
    plain: frozenset[Keys] = frozenset()
    data: dict[str, Any] = {}
    faults: tuple[LicmodelError, ...] = ()
    for _ in range(_ROUNDS):
        try:
            data = overlay_data(base, edits, why, plain)
            scenario = _read(base, data, edits, book)
        except LicmodelError as error:
            faults = tuple(getattr(error, "faults", (error,)))
        else:
            return Laid(data, scenario)
        named = {fault.where for fault in faults}
        wrong = {path for path in edits if place_text(path) in named and is_number(edits[path])}
        if not wrong - plain:
            break
        plain |= wrong
    return Laid(data, None, faults)


def _read(base: Base, data: Mapping[str, Any], edits: Edits, book: Reading | None) -> Scenario:
    places: dict[Keys, Place] = {(): CellPlace(_DRAFT, 0)}
    for number, path in enumerate(edits, 1):
        for length in range(1, len(path) + 1):
            places.setdefault(path[:length], CellPlace(place_text(path[:length]), number))
    book = book or base.scenario.own_book
    if BOOK in edits:  # another book, beside the file
        book, places[BOOK] = None, Place(str(base.path), 1)
    child = Document(dict(data), places, ((_DRAFT, dump_document(data)),))
    scenario = from_document(merge(base.document, child), book=book)
    assemble(scenario)
    return scenario


def overlay_text(base: Base, laid: Laid, title: str | None = None, note: str | None = None) -> str:
    """The file that a draft becomes: an overlay that extends its scenario's."""
    head: dict[str, Any] = {"extends": base.path.name}
    if title:
        head["title"] = f"{base.scenario.title}: {title}"
    if note:
        head["notes"] = note
    return dump_document({**head, **laid.data})


def save_draft(base: Base, laid: Laid, out: Path, title: str, note: str | None = None) -> None:
    """Write a draft as a file beside its scenario, and read it again; none is written over.

    Raises
    ------
    InputError
        If the draft is no scenario yet, the file cannot be written, or reads back otherwise.
    """
    if laid.scenario is None:
        raise InputError(
            "the draft cannot be saved while something in it cannot be read",
            remedies=["mend what is told beside the grids, or undo it"],
        )
    write_new(out, overlay_text(base, laid, title, note))
    try:
        again, meant = run(load(out)), run(laid.scenario)
        for key in meant.model.options:
            first, second = (each.figure(f"{key}.billed.total") for each in (meant, again))
            if first != second and (first == first or second == second):  # noqa: PLR0124  not known
                raise InputError(
                    f"{key}: what is read back comes out otherwise",
                    found=f"{second!r}",
                    expected=f"{first!r}",
                )
    except LicmodelError:
        out.unlink()
        raise
