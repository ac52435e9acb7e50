"""What is to be known first of a copy that came back: what is missing in it, and what else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licmodel.workbook.importing import Copy

_NAMED = 5


def lacks(copy: Copy) -> Iterator[str]:
    """What of a copy was not found again, or came back blank, each in a sentence.

    Examples
    --------
    >>> from licmodel.workbook.readings import Unfound
    >>> from licmodel.workbook.recalculated import Recalculated
    >>> unfound = Unfound(True, 1, 22, ("Suite: discount (stay.suite.discount)",))
    >>> copy = Copy("back.xlsx", 6, (), (), "", Recalculated(), (), (), unfound)
    >>> next(lacks(copy)).split(": ", 1)[0]
    'back.xlsx'
    """
    unfound = copy.unfound
    yield from unfound.unread
    yield from unfound.how
    opened = "asked for" if unfound.asked else "to be changed"
    if unfound.gone:
        yield (
            f"{copy.name}: {_of(unfound.gone, unfound.opened, opened)} missing, and "
            f"{_stay(unfound.gone)}: {_some(unfound.gone)}"
        )
    if unfound.blank:
        was = _of(unfound.blank, unfound.opened, opened, "was", "were")
        yield f"{copy.name}: {was} not filled in: {_some(unfound.blank)}"
    if unfound.shown_gone:
        shown = "shown" if unfound.asked else "fixed"
        yield (
            f"{copy.name}: {_of(unfound.shown_gone, unfound.shown, shown)} missing too: "
            f"{_some(unfound.shown_gone)}"
        )


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
