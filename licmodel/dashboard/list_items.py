"""Items of lists, which a draft names by their numbers: whether each is still the one that it was.

Whoever puts a tier before another in the file gives that another number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from licmodel.dashboard.cells import Said
from licmodel.dashboard.drafting import Base, Edits, is_item
from licmodel.scenario.overlay import Keys

Items = Mapping[Keys, tuple[int, str]]
"""By the path of an edit: how many of its steps lead to an item of a list, and what that said."""


def digest(said: object) -> str:
    """A short word for what a file says, the same where the same is said.

    Examples
    --------
    >>> digest({"price": "0.13"}) == digest({"price": "0.13"}) != digest(None)
    True
    """
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def items_of(base: Base, paths: Iterable[Keys]) -> Items:
    """Which of some paths are in an item of a list, or in a new one, and what it says.

    Parameters
    ----------
    base : Base
        What the file says.
    paths : iterable of tuple of str
        Of edits.
    """
    found = {}
    for path in paths:
        for length in range(1, len(path)):
            if is_item(base.said(path[:length]), path[length]):
                found[path] = length + 1, digest(base.said(path[: length + 1]))
                break
    return found


def otherwise(base: Base, edits: Edits, items: Items) -> dict[Keys, Said]:
    """Edits of items that are not what they were when that was said of them.

    Parameters
    ----------
    base : Base
        What the file says.
    edits : mapping
        What the draft says.
    items : mapping
        What each item said.
    """
    return {
        path: said
        for path, said in edits.items()
        if path in items and digest(base.said(path[: items[path][0]])) != items[path][1]
    }
