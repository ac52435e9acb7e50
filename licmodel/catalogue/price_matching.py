"""Which series of one price book is which of another, where they do not say the same of it."""

from collections.abc import Collection, Mapping

from licmodel.catalogue.price_point import Key, key_words
from licmodel.records import record

_SEGMENT, _CURRENCY, _UNIT = 1, 5, 6
_OPEN = (None, "")
_COMMERCIAL = "commercial"


@record
class Match:
    """The series of the old book that one of the new is, and why that may be wrong."""

    key: Key
    doubt: str = ""


def matches(
    old: Collection[Key], new: Collection[Key], in_use: Collection[Key] = ()
) -> Mapping[Key, Match]:
    """Series of an old book, by those of a new one that are the same as far as both say.

    What one of them leaves out (segment, programme, plan or term) fits any. Where several fit,
    the one in use is meant. A commercial price that is in use, since there was none of another
    segment, is laid beside that segment's own, with a doubt.

    Parameters
    ----------
    old, new : collection of Key
        Series of each book.
    in_use : collection of Key
        Those of the old book that are read.

    Examples
    --------
    >>> listed = ("suite", "commercial", "csp_annual", "", 12, "GBP", "user")
    >>> quoted = ("suite", "", "", "", None, "GBP", "user")
    >>> matches([listed], [quoted])[quoted]
    Match(key=('suite', 'commercial', 'csp_annual', '', 12, 'GBP', 'user'), doubt='')
    >>> ours = ("suite", "government", "", "", None, "GBP", "user")
    >>> matches([listed], [ours])
    {}
    >>> matches([listed], [ours], [listed])[ours].doubt
    'commercial before, government now'
    """
    both = {*old} & {*new}
    left: dict[str, list[Key]] = {}
    for key in old:
        if key not in both:
            left.setdefault(key[0], []).append(key)
    found = {key: Match(key) for key in both}
    for key in new:
        match = None if key in both else _match(key, left.get(key[0], ()), in_use)
        if match is not None:
            found[key] = match
    return found


def _match(key: Key, others: Collection[Key], in_use: Collection[Key]) -> Match | None:
    fitting = [each for each in others if _fits(key, each)]
    standing_in = [
        each
        for each in others
        if each in in_use and each[_SEGMENT] == _COMMERCIAL and _fits(key, each, but=_SEGMENT)
    ]
    standing_in = [] if fitting else standing_in
    candidates = fitting or standing_in
    used = [each for each in candidates if each in in_use]
    if not candidates:
        return None
    chosen = max(used or candidates, key=lambda each: _alike(key, each))
    doubts = []
    if standing_in:
        doubts.append(f"{chosen[_SEGMENT]} before, {key[_SEGMENT]} now")
    if len(used or candidates) > 1:
        rest = [key_words(each) for each in used or candidates if each != chosen]
        doubts.append(f"it may be the price for {' or for '.join(rest[:2])}")
    return Match(chosen, "; ".join(doubts))


def _fits(one: Key, other: Key, but: int | None = None) -> bool:
    """Whether two series may be the same, but for one part; currency and unit are always said."""
    for at, (first, second) in enumerate(zip(one, other, strict=True)):
        is_open = at not in {_CURRENCY, _UNIT} and (first in _OPEN or second in _OPEN)
        if first != second and at != but and not is_open:
            return False
    return True


def _alike(one: Key, other: Key) -> int:
    return sum(first == second for first, second in zip(one, other, strict=True))
