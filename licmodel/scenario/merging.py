"""One document laid over another: whose words win, and what their sources are then of."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from licmodel.scenario.faults import together
from licmodel.scenario.overlay import SOURCING, Document, Keys, Place
from licmodel.scenario.removals import nothing_there

_LASTING = ("title", "unit", "per")
# The keys that are no figures: to say them anew leaves the source of the figures beside them.
_WORDS = frozenset({*_LASTING, "kind", "range"})
# The keys of which one says how a figure or quantity is given: `start` and `growth`, or `by_date`.
_FORMS = frozenset({"value", "start", "by_date", "driver", "drivers", "price", "product", "rule"})
# The keys of a line of which one takes the other's place, while the rest of the line stays.
_ALTERNATIVES = (frozenset({"product", "price"}), frozenset({"price", "tiers"}))
# What tells a price list's prices apart, and is nothing to a price of the line's own.
_OF_A_LIST = frozenset({"segment", "programme", "billing_plan", "commitment", "converted"})
# Tables of names that people chose: a line may well be called `price`.
_NAMES = {
    (key,)
    for key in (
        *("bodies", "drivers", "fund", "funds", "holdings", "indices", "lines", "members"),
        *("options", "prices", "shares"),
    )
}


def merge(parent: Document, child: Document) -> Document:
    """Lay a child over its parent.

    Tables of keys merge key by key; lists and text replace what was there, and so does a table
    that gives a figure or quantity in another form (``by_date`` over ``start`` and ``growth``).
    A source stays with the figures that are left as they were: a new one needs one of its own.
    A key that the child gives none takes away what the parent says there.

    Raises
    ------
    InputError
        If the child takes away what the parent does not say.

    Examples
    --------
    >>> parent = Document({"a": {"start": "10", "growth": "1%"}, "b": "2"}, {}, ())
    >>> merge(parent, Document({"a": {"growth": "2%"}}, {}, ())).data
    {'a': {'start': '10', 'growth': '2%'}, 'b': '2'}
    >>> merge(parent, Document({"a": {"by_date": {"2027-04": "9"}}}, {}, ())).data
    {'a': {'by_date': {'2027-04': '9'}}, 'b': '2'}
    >>> merge(parent, Document({"a": {"growth": None}}, {}, ())).data
    {'a': {'start': '10'}, 'b': '2'}
    """
    beside = _Beside(dict(parent.places), dict(parent.kept), set(), [])
    data = _merged(parent.data, child.data, (), beside, {})
    if beside.nowhere:
        raise together([nothing_there(parent, child, path) for path in beside.nowhere])
    # Whatever the child says has won, so its places stand for all of it.
    said = {path: place for path, place in child.places.items() if path not in beside.gone}
    removed = {path: place for path, place in parent.removed.items() if not _stands(data, path)}
    return replace(
        child,
        data=data,
        places={**beside.places, **said},
        sources=parent.sources + child.sources,
        parent=parent.data,
        kept=beside.kept,
        removed={**removed, **{path: child.place(path) for path in sorted(beside.gone)}},
    )


class _Beside(NamedTuple):
    """What is known of paths beside their values.

    Where they stand, and sources of their own; which a child took away, and which were not there.
    """

    places: dict[Keys, Place]
    kept: dict[Keys, Mapping[str, str]]
    gone: set[Keys]
    nowhere: list[Keys]


def _stands(data: object, path: Keys) -> bool:
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return False
        data = data[step]
    return True


def _merged(
    parent: Mapping[str, Any],
    child: Mapping[str, Any],
    path: Keys,
    beside: _Beside,
    above: Mapping[str, str],
) -> dict[str, Any]:
    """A child's table over its parent's; ``above`` is the source of what says none itself."""
    if None in child.values():
        parent, child = _without(parent, child, path, beside)
    if _changes_form(parent, child, path):
        # what it counts and is called stays, however the number is now given
        kept = {key: parent[key] for key in _LASTING if key in parent and key not in child}
        for key in parent.keys() - kept.keys():
            _forget(parent[key], (*path, key), beside)
        _require_whole(child, path, beside)
        return {**kept, **child}
    if _changes_kind(parent, child):
        _forget(parent, path, beside)
        _require_whole(child, path, beside)
        return dict(child)
    merged = dict(parent)
    source = {key: parent[key] for key in _sourcing(path) & parent.keys()} or above
    changed = _figures(child, path) - {
        key for key in child if key in parent and child[key] == parent[key]
    }
    _keep_sources(parent, child, path, beside, source if changed else None)
    for key in _displaced(parent, child, path, changed=bool(changed)):
        _forget(merged.pop(key), (*path, key), beside)
    for key, value in child.items():
        here, before = (*path, key), merged.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(before, value, here, beside, beside.kept.get(here, source))
        elif before != value:
            _forget(before, here, beside)
            _require_whole(value, here, beside)
            merged[key] = value
    return merged


def _without(
    parent: Mapping[str, Any], child: Mapping[str, Any], path: Keys, beside: _Beside
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Take away what a child gives no value: what is left of the parent, and of the child."""
    gone = [key for key, value in child.items() if value is None]
    for key in gone:
        if key in parent:
            _forget(parent[key], (*path, key), beside)
            beside.gone.add((*path, key))
        else:
            beside.nowhere.append((*path, key))
    return (
        {key: value for key, value in parent.items() if key not in gone},
        {key: value for key, value in child.items() if key not in gone},
    )


def _require_whole(value: object, path: Keys, beside: _Beside) -> None:
    """Nothing can be taken away of what a child says all by itself."""
    if value is None:
        beside.nowhere.append(path)
    for key, inner in _items(value):
        _require_whole(inner, (*path, key), beside)


def _keep_sources(
    parent: Mapping[str, Any],
    child: Mapping[str, Any],
    path: Keys,
    beside: _Beside,
    source: Mapping[str, str] | None,
) -> None:
    """What a child leaves as it was beside a figure of its own keeps its ``source``."""
    if source is None:
        if {"source", "assumed"} & child.keys():  # said of all that stands below
            for known in [each for each in beside.kept if each[: len(path)] == path]:
                del beside.kept[known]
        return
    beside.kept.pop(path, None)
    for key in _figures(parent, path) - child.keys():
        has_own = isinstance(parent[key], Mapping) and SOURCING & parent[key].keys()
        if source and not has_own:
            beside.kept.setdefault((*path, key), source)


def _figures(table: Mapping[str, Any], path: Keys) -> set[str]:
    return table.keys() - _sourcing(path) - _WORDS


def _sourcing(path: Keys) -> frozenset[str]:
    """The keys of a table that say where its figures are from; an option's status says another."""
    is_option = path[:1] == ("options",) and len(path) == len(("options", "renew"))
    return frozenset() if path[-1:] in _NAMES or is_option else SOURCING


def _changes_form(parent: Mapping[str, Any], child: Mapping[str, Any], path: Keys) -> bool:
    if not path or path[-1:] in _NAMES or "kind" in parent or "kind" in child:
        return False
    before, after = _FORMS & parent.keys(), _FORMS & child.keys()
    if any(before | after <= pair for pair in _ALTERNATIVES):
        return False
    return bool(before) and bool(after) and before.isdisjoint(after)


def _changes_kind(parent: Mapping[str, Any], child: Mapping[str, Any]) -> bool:
    return any(
        key in parent and key in child and parent[key] != child[key] for key in ("kind", "rule")
    )


def _displaced(
    parent: Mapping[str, Any], child: Mapping[str, Any], path: Keys, *, changed: bool
) -> set[str]:
    if path[-1:] in _NAMES:
        return set()
    pairs = [pair for pair in _ALTERNATIVES if pair & child.keys()]
    displaced = {key for pair in pairs for key in pair - child.keys() if key in parent}
    if {"product", "price"} & displaced:
        displaced |= (_OF_A_LIST - child.keys()) & parent.keys()
    # who says where a figure is from says all of it: an assumption has no older source beside it
    # and a new figure has none but its own
    if changed or {"source", "assumed"} & child.keys():
        displaced |= (_sourcing(path) - child.keys()) & parent.keys()
    return displaced


def _forget(value: object, path: Keys, beside: _Beside) -> None:
    for known in (beside.places, beside.kept):
        known.pop(path, None)
    for key, inner in _items(value):
        _forget(inner, (*path, key), beside)


def _items(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((str(index), item) for index, item in enumerate(value))
