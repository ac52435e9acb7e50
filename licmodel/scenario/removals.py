"""What a file takes away of those it extends: refused where nothing is there, and told of later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from licmodel.errors import InputError, InputErrors, nearest
from licmodel.scenario.overlay import Document, Keys, Place, dotted, said_at

_OF_A_LINE = 4
# Tables of names that other parts of a file refer to.
_NAMES = frozenset(
    {
        *("agreements", "bodies", "drivers", "features", "fund", "funds", "holdings", "indices"),
        *("lines", "members", "moves", "options", "personas", "prices", "shares", "what_ifs"),
    }
)


def nothing_there(parent: Document, child: Document, path: Keys) -> InputError:
    """Refuse to take away what the file that is extended does not say.

    Parameters
    ----------
    parent, child : Document
        What is extended, and what extends it.
    path : tuple of str
        That the child gives no value.

    Examples
    --------
    >>> parent = Document({"drivers": {"staff": {"start": "12"}}}, {}, ())
    >>> child = Document({"drivers": {"staf": None}}, {("drivers",): Place("mine.yaml", 3)}, ())
    >>> print(nothing_there(parent, child, ("drivers", "staf")))
    mine.yaml:3: drivers.staf: there is nothing to take away
      expected: staff, which the file it extends says
      to mend it: write staff
    """
    around = said_at(parent.data, path[:-1])
    known = list(around) if isinstance(around, Mapping) else []
    remedies = nearest(path[-1], known)
    if based := _based(parent, child, path):
        remedies = [f"write without: [{path[3]}] in {path[1]}: it takes the line over from {based}"]
    if any(isinstance(said_at(child.data, path[:length]), list) for length in range(len(path))):
        remedies = ["leave it out: a list takes the place of the one that is extended"]
    place = child.place(path)
    return InputError(
        f"{dotted(path)}: there is nothing to take away",
        where=None if place is None else str(place),
        expected=f"{', '.join(known)}, which the file it extends says" if known else None,
        remedies=remedies or ["leave the key out"],
    )


def _based(parent: Document, child: Document, path: Keys) -> str | None:
    """The option that a line is taken over from, where a path is a line of one based on it."""
    if path[:1] != ("options",) or path[2:3] != ("lines",) or len(path) != _OF_A_LINE:
        return None
    above = [said_at(each.data, (*path[:2], "based_on")) for each in (child, parent)]
    return next((each for each in above if isinstance(each, str)), None)


@contextmanager
def telling_of(removed: Mapping[Keys, Place | None]) -> Iterator[None]:
    """Say of each fault that names what was taken away where that is said.

    Parameters
    ----------
    removed : mapping
        What was taken away, and where.

    Examples
    --------
    >>> try:
    ...     with telling_of({("drivers", "staff"): Place("mine.yaml", 3)}):
    ...         raise InputError("renew.e3.quantity: no driver is called staff")
    ... except InputError as error:
    ...     print(error)
    renew.e3.quantity: no driver is called staff
      to mend it: keep drivers.staff, which mine.yaml:3 takes away, or change what needs it
    """
    try:
        yield
    except InputError as error:
        faults = error.faults if isinstance(error, InputErrors) else (error,)
        told = [_told(fault, removed) for fault in faults]
        if all(fault is same for fault, same in zip(faults, told, strict=True)):
            raise
        raise (InputErrors(told) if isinstance(error, InputErrors) else told[0]) from None


def _told(fault: InputError, removed: Mapping[Keys, Place | None]) -> InputError:
    words = f"{fault.what} {fault.found or ''}"
    for path, place in removed.items():
        if _names(words, path):
            is_line = place is not None and str(place) != place.file  # and no cell of a grid
            by = f", which {place} takes away" if is_line else ""
            remedy = f"keep {dotted(path)}{by}, or change what needs it"
            return type(fault)(
                fault.what,
                where=fault.where,
                found=fault.found,
                expected=fault.expected,
                remedies=[*fault.remedies, remedy],
            )
    return fault


def _names(words: str, path: Keys) -> bool:
    """Whether a fault is of a path, or names what people called so."""
    if path[-2:-1] and path[-2] in _NAMES:
        return re.search(rf"(?<![a-z0-9_]){re.escape(path[-1])}(?![a-z0-9_])", words) is not None
    short = f"{path[1]}.{'.'.join(path[3:])}" if path[2:3] == ("lines",) else dotted(path)
    return any(
        re.search(rf"(?<![\w.]){re.escape(each)}(?![\w.])", words) for each in (dotted(path), short)
    )
