"""What a draft takes away: rows that are deleted and cells that are emptied, or why they stay."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from licmodel.dashboard.cells import GONE, Gone, Said, Words
from licmodel.dashboard.drafting import Base, Edits, filled
from licmodel.errors import InputError
from licmodel.intake.cells import Unreadable
from licmodel.scenario.overlay import Document, Keys, said_at
from licmodel.workbook.form_tables import Column

_OF_AN_OPTION = frozenset({("based_on",), ("without",)})
_TAKEN_OVER = (
    "it is taken over from the option that this one is based on: write another value, or take it "
    "away there"
)


def emptied(base: Base, column: Column, row: Keys, path: Keys) -> Gone | None:
    """What is said of a cell in which nothing stands any more; none where the file says nothing.

    Parameters
    ----------
    base : Base
        What the file says.
    column : Column
        That the cell is in.
    row, path : tuple of str
        Paths of its row and of itself.

    Raises
    ------
    Unreadable
        If it must be said, or is not the option's own to take away.
    """
    if base.said(path) is None:
        if column.path[-1] != "value" or not isinstance(base.said(path[:-1]), str):
            return None
        if path[:-1] != row:
            return GONE  # a figure in one word inside of a line
        raise Unreadable("it is all that is said here: write another, or delete the row")
    if column.required:
        raise Unreadable("it must be said: write another, or delete the row")
    if not _can_go(base, path):
        raise Unreadable(_TAKEN_OVER)
    return GONE


def deleted(base: Base, edits: Edits, path: Keys, parents: frozenset[str]) -> dict[Keys, Said]:
    """What is said of a row that is deleted: a line that is taken over is left out.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    path : tuple of str
        Of the row.
    parents : frozenset of str
        Lines of the option that its option is based on, if it is a line.

    Raises
    ------
    Unreadable
        If it is not the option's own to take away.
    """
    said: dict[Keys, Said] = {}
    if (
        path[:1] == ("options",)
        and path[2:3] == ("lines",)
        and path[3] in parents
        and path[4:] == ()
    ):
        without = (*path[:2], "without")
        left_out = _names(now(base, edits, without))
        said[without] = (*left_out, *([path[3]] if path[3] not in left_out else []))
    if base.said(path) is None or _can_go(base, path) or said:
        said[path] = GONE
        return said
    raise Unreadable(_TAKEN_OVER)


def _can_go(base: Base, path: Keys) -> bool:
    """Whether the file says it of its own; a list is taken over whole, so any of it may go."""
    around = (base.said(path[:length]) for length in range(1, len(path)))
    return base.own(path) is not None or any(isinstance(each, list) for each in around)


def _names(said: object) -> tuple[str, ...]:
    if isinstance(said, list | tuple):
        return tuple(map(str, said))
    return () if said is None else (str(said),)


def with_change(base: Base, edits: Edits, path: Keys, value: Said | None) -> dict[Keys, Said]:
    """A draft with one thing said anew, taken away, or not said any more.

    What is said inside of what was taken away brings that back, without what it said before.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    path : tuple of str
        Of the thing.
    value : Said or None
        None takes an edit back.
    """
    if value is GONE:
        left = {each: said for each, said in edits.items() if each[: len(path)] != path}
        return {**left, path: GONE} if _is_there(base, path) else left
    left = dict(edits)
    if value is None:
        left.pop(path, None)
        return left
    while (above := _gone_above(left, path)) is not None:
        del left[above]
        there = base.own(above)
        if isinstance(there, Mapping):
            left |= {(*above, key): GONE for key in there}
    left[path] = value
    return left


def _is_there(base: Base, path: Keys) -> bool:
    return base.own(path) is not None or (base.said(path) is not None and _can_go(base, path))


def _gone_above(edits: Edits, path: Keys) -> Keys | None:
    return next(
        (path[:length] for length in range(1, len(path)) if edits.get(path[:length]) is GONE), None
    )


def now(base: Base, edits: Edits, path: Keys) -> Any:  # noqa: ANN401  text, a list or a table
    """What stands at a path with the draft; none where nothing does, or it is taken away."""
    said = edits.get(path)
    if said is GONE or _gone_above(edits, path) is not None:
        return None
    return base.said(path) if said is None else said


def structure(base: Base, edits: Edits) -> Mapping[str, Any]:
    """What the file says without what a draft takes away, with the lines that options then have.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    """
    gone = [path for path, said in edits.items() if said is GONE]
    options: dict[Keys, Words] = {
        path: said
        for path, said in edits.items()
        if said is not GONE and path[:1] == ("options",) and path[2:] in _OF_AN_OPTION
    }
    if not gone and not options:
        return base.filled
    data = deepcopy(base.document.data)
    for path in gone:
        _take_out(data, path)
    table = data.setdefault("options", {})
    for path, said in options.items():
        table.setdefault(path[1], {})[path[2]] = list(said) if isinstance(said, tuple) else said
    try:
        return filled(Document(data, {}, ()))
    except InputError:  # it is told above the grids; they show what they can
        data = deepcopy(base.filled)
        for path in gone:
            _take_out(data, path)
        return data


def _take_out(data: dict[str, Any], path: Keys) -> None:
    around = said_at(data, path[:-1], first=1)
    if isinstance(around, dict):
        around.pop(path[-1], None)
    elif said_at(around, path[-1:], first=1) is not None:
        around[int(path[-1]) - 1] = {}  # the others keep their numbers
