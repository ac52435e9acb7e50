"""Options based on others: what each line says once its parent's words are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from licmodel.errors import InputError, nearest
from licmodel.scenario.overlay import SOURCING, Document, Keys, Place

_OF_A_LINE = 4
"""Steps to a line in the file: options, its option, lines, its name."""

_ALTERNATIVES = ({"product", "price"}, {"price", "tiers"}, {"agreement", "term"})


@dataclass
class Family:
    """The options of a document after their parents' lines are filled in.

    ``lines`` holds, for each option, the raw lines it wrote or changed; ``homes`` the option
    whose line each of its lines is; ``owners`` the line that wrote each field taken over;
    ``moves`` the option that wrote each move which changes its lines; ``parents`` the line that
    each line is filled in from.
    """

    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, dict[str, str]] = field(default_factory=dict)
    owners: dict[str, dict[str, str]] = field(default_factory=dict)
    moves: dict[str, dict[str, str]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, ...], Place] = field(default_factory=dict)

    def home(self, path: Keys) -> Keys:
        """Where what stands at a path of a line was written; of a line as a whole, its parent."""
        if path[:1] != ("options",) or path[2:3] != ("lines",) or len(path) < _OF_A_LINE:
            return path
        key, field_of_it = f"{path[1]}.{path[3]}", "".join(path[_OF_A_LINE : _OF_A_LINE + 1])
        owner = self.owners.get(key, {}).get(field_of_it, self.parents.get(key, ""))
        option, _, line = owner.partition(".")
        return ("options", option, "lines", line, *path[_OF_A_LINE:]) if line else path


def resolve_options(document: Document) -> Family:
    """Fill in what each option takes over from the one it is based on.

    Raises
    ------
    InputError
        If a parent is missing or circular, or a line is left out that the parent has not.
    """
    options = document.data.get("options")
    family = Family(places=dict(document.places))
    if isinstance(options, Mapping):
        for key in options:
            _resolve(document, options, key, family, ())
    return family


def _resolve(
    document: Document,
    options: Mapping[str, Any],
    key: str,
    family: Family,
    chain: tuple[str, ...],
) -> None:
    if key in family.homes:
        return
    if key in chain:
        raise InputError(
            "options are based on each other in a circle",
            where=_place(document, "options", key),
            found=" -> ".join((*chain, key)),
            remedies=["let one of them stand by itself"],
        )
    option = options[key]
    own = option.get("lines") if isinstance(option, Mapping) else None
    own = own if isinstance(own, Mapping) else {}
    parent = option.get("based_on") if isinstance(option, Mapping) else None
    parent = parent if isinstance(parent, str) else None
    homes: dict[str, str] = {}
    if parent is not None:
        if parent not in options:
            raise InputError(
                f"no option is called {parent}",
                where=_place(document, "options", key, "based_on"),
                expected=", ".join(each for each in options if each != key),
                remedies=nearest(parent, options.keys() - {key}),
            )
        _resolve(document, options, parent, family, (*chain, key))
        homes = _kept(document, option, key, parent, family.homes[parent])
    lines = {}
    for name, line in own.items():
        if name in homes and isinstance(line, Mapping):
            lines[name] = _filled(family, key, name, line, homes[name])
        else:
            lines[name] = line
        homes[name] = key
    family.homes[key] = homes
    family.lines[key] = lines
    _move(document, options, key, parent, family)
    _read_own(key, family)


def _read_own(key: str, family: Family) -> None:
    """Make the option's own all lines taken over that read a line it changed, or left out."""
    homes, lines = family.homes[key], family.lines[key]
    readers = {name: _of(family.lines[home].get(name)) for name, home in homes.items()}
    while True:
        found = [
            name
            for name, read in readers.items()
            if homes[name] != key and any(homes.get(each, key) == key for each in read)
        ]
        if not found:
            return
        for name in found:
            lines[name] = _filled(family, key, name, {}, homes[name])
            homes[name] = key


def _of(line: object) -> tuple[str, ...]:
    """Lines that a line reads; what is no name is left for validation to refuse."""
    said = line.get("of") if isinstance(line, Mapping) else None
    return tuple(each for each in (said if isinstance(said, list) else [said]) if type(each) is str)


def _move(
    document: Document,
    options: Mapping[str, Any],
    key: str,
    parent: str | None,
    family: Family,
) -> None:
    """Make the option's own all lines that people are moved between."""
    homes, lines = family.homes[key], family.lines[key]
    taken = {} if parent is None else family.moves[parent]
    own = dict.fromkeys(_table(options[key], "moves"), key)
    family.moves[key] = {}
    for name, owner in {**taken, **own}.items():
        move = _table(options[owner], "moves")[name]
        ends = [move.get(end) for end in ("from", "to")] if isinstance(move, Mapping) else []
        missing = [end for end in ends if isinstance(end, str) and end not in homes]
        if missing and owner == key:
            raise InputError(
                f"{key} has no line called {missing[0]}",
                where=_place(document, "options", key, "moves", name),
                expected=", ".join(homes) or "a line of the option",
            )
        if not missing and owner != key and not any(end in lines for end in ends):
            continue  # the parent's lines are shared, moves and all
        if not missing:  # or else nobody goes: a line is left out here
            family.moves[key][name] = owner
        for end in ends:
            if isinstance(end, str) and homes.get(end, key) != key:
                lines[end] = _filled(family, key, end, {}, homes[end])
                homes[end] = key


def _table(option: object, name: str) -> Mapping[str, Any]:
    """A table inside an option; what is none is left for validation to refuse."""
    found = option.get(name) if isinstance(option, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _kept(
    document: Document, option: Mapping[str, Any], key: str, parent: str, homes: dict[str, str]
) -> dict[str, str]:
    said = option.get("without", [])
    # what is no text is left for validation to refuse
    left_out = [name for name in (said if isinstance(said, list) else [said]) if type(name) is str]
    for name in left_out:
        if name not in homes:
            raise InputError(
                f"{parent} has no line called {name}",
                where=_place(document, "options", key, "without"),
                expected=", ".join(homes) or "nothing: it has no lines",
                remedies=nearest(name, homes),
            )
    return {name: home for name, home in homes.items() if name not in left_out}


def _filled(
    family: Family, key: str, name: str, line: Mapping[str, Any], home: str
) -> Mapping[str, Any]:
    parent = family.lines[home][name]
    if not isinstance(parent, Mapping) or line.get("kind", parent.get("kind")) != parent.get(
        "kind"
    ):
        return line
    said = set(line)
    # a price takes the place of a product, a term that of an agreement, and the other way round
    dropped = {
        other for pair in _ALTERNATIVES for other in pair - said if pair & said and other in pair
    }
    # a field taken over keeps its own source, through its owner; what is new needs one of its own
    dropped |= SOURCING
    taken = {f: v for f, v in parent.items() if f not in said and f not in dropped}
    family.parents[f"{key}.{name}"] = f"{home}.{name}"
    above = family.owners.get(f"{home}.{name}", {})
    family.owners[f"{key}.{name}"] = {
        f: above.get(f, f"{home}.{name}") for f in taken if f != "kind"
    }
    for f in taken:
        place = family.places.get(("options", home, "lines", name, f))
        if place is not None:
            family.places.setdefault(("options", key, "lines", name, f), place)
    return {**taken, **line}


def _place(document: Document, *path: str) -> str | None:
    place = document.place(path)
    return None if place is None else str(place)
