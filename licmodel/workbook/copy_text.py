"""What is to be known first of a copy that came back: what is missing in it, and what else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licmodel.workbook.importing import Copy

_NAMED, _ADDED = 5, 30
_SAID = {
    "vendor": ("asked for", "shown"),
    "directorate": ("theirs to change", "locked"),
    "internal": ("to be changed", "fixed"),
}


def lacks(copy: Copy) -> Iterator[str]:
    """What of a copy was not found again, or came back blank, each in a sentence.

    Examples
    --------
    >>> from licmodel.workbook.readings import Unfound
    >>> from licmodel.workbook.recalculated import Recalculated
    >>> unfound = Unfound("vendor", 1, 22, ("Suite: discount (stay.suite.discount)",))
    >>> copy = Copy("back.xlsx", 6, (), (), "", Recalculated(), (), (), unfound)
    >>> next(lacks(copy)).split(": ", 1)[0]
    'back.xlsx'
    """
    unfound = copy.unfound
    if copy.foreign is not None:
        yield _foreign(copy.name, copy.foreign)
    yield from unfound.unread
    yield from unfound.how
    opened, shown = _SAID[unfound.kind]
    if unfound.gone:
        yield (
            f"{copy.name}: {_of(unfound.gone, unfound.opened, opened)} missing, and "
            f"{_stay(unfound.gone)}: {_some(unfound.gone)}"
        )
    if unfound.blank:
        was = _of(unfound.blank, unfound.opened, opened, "was", "were")
        yield f"{copy.name}: {was} not filled in: {_some(unfound.blank)}"
    if unfound.shown_gone:
        yield (
            f"{copy.name}: {_of(unfound.shown_gone, unfound.shown, shown)} missing too: "
            f"{_some(unfound.shown_gone)}"
        )


def extras(copy: Copy) -> list[str]:
    """What was added to a copy, none of which was read, below a sentence; empty if nothing was.

    Examples
    --------
    >>> from licmodel.workbook.readings import Beside
    >>> from licmodel.workbook.readings import Unfound
    >>> from licmodel.workbook.recalculated import Recalculated
    >>> beside = (Beside("a sheet", "Terms", "Valid until Friday"),)
    >>> copy = Copy("b.xlsx", 6, (), (), "", Recalculated(), (), (), Unfound(), beside)
    >>> extras(copy)
    ['b.xlsx: they added what was neither read nor run:', 'a sheet, Terms: Valid until Friday']
    """
    if not copy.beside:
        return []
    more = len(copy.beside) - _ADDED
    return [
        f"{copy.name}: they added what was neither read nor run:",
        *(each.told for each in copy.beside[:_ADDED]),
        *([f"and {more:,} more"] if more > 0 else []),
    ]


def _foreign(name: str, made_from: Sequence[str]) -> str:
    said = (
        f"{name}: it was made from another scenario, or another state of this one: its keys are "
        "not known here, so nothing of it was read."
    )
    if not made_from:
        return f"{said} No file beside this one makes such keys: send a new copy"
    which = " or ".join(made_from[:_NAMED])
    return f"{said} It was made from {which}, in the same folder: bring it back to that"


def _of(some: Sequence[str], every: int, said: str, one: str = "is", many: str = "are") -> str:
    if every == 1:
        return f"the one cell that was {said} {one}"
    return (
        f"{len(some):,} of the {every:,} cells that were {said} {one if len(some) == 1 else many}"
    )


def _stay(some: Sequence[str]) -> str:
    return "stays as it is" if len(some) == 1 else "stay as they are"


def _some(some: Sequence[str]) -> str:
    more = len(some) - _NAMED
    return "; ".join(some[:_NAMED]) + (f"; and {more:,} more" if more > 0 else "")
