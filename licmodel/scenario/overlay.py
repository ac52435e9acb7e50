"""Documents: what a file says and where, what differs between two, and one written anew."""

import contextlib
import errno
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, NamedTuple

from licmodel.errors import InputError
from licmodel.records import record

Keys = tuple[str, ...]

# What YAML takes for no value at all, unless it is in quotes.
NO_VALUE = frozenset({"", "~", "null", "Null", "NULL"})
# Text that reads back as itself without quotes, in a table or list of its own lines.
_PLAIN = r"(?:\w|[£€$(/+]|[-.](?=\w))(?:[^:#]|:(?=[^ ])|(?<! )#)*"
# Lines that begin and end with something to see.
_LITERAL = r"(?:[^\s](?:.*[^\s])?\n+)*[^\s](?:.*[^\s])?\n?"
_ESCAPED = r"[^\x20-\x7e\xa1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff]"

# The keys that say where a figure is from.
SOURCING = frozenset({"source", "assumed", "status", "dated", "owner"})


class Place(NamedTuple):
    """A line of a file.

    Examples
    --------
    >>> print(Place("council.yaml", 12))
    council.yaml:12
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@record
class Document:
    """What a scenario file says, once it is laid over its parents.

    Parameters
    ----------
    data : dict
        Tables of keys, lists and text; every scalar is still the text that was written. Before it
        is laid over its parent, a key that it takes away has none.
    places : dict of tuple of str to Place
        Where each key or list item stands; a list index is written as text.
    sources : tuple of (str, str)
        Every file that was read, parents first: its name as shown, and its full text.
    parent : mapping, optional
        What the file it was laid over says, if it was laid over one.
    kept : dict of tuple of str to mapping
        Sources of what a child has left as it was, where it has changed what stands beside it.
    removed : dict of tuple of str to Place
        What a file took away of those it extends, and where it says so.

    Examples
    --------
    >>> places = {("drivers", "staff"): Place("a.yaml", 4)}
    >>> document = Document({"drivers": {"staff": "12"}}, places, (("a.yaml", "..."),))
    >>> print(document.place(("drivers", "staff", "growth")))
    a.yaml:4
    """

    data: dict[str, Any]
    places: dict[Keys, Place]
    sources: tuple[tuple[str, str], ...]
    parent: Mapping[str, Any] | None = None
    kept: dict[Keys, Mapping[str, str]] = field(default_factory=dict)
    removed: dict[Keys, Place | None] = field(default_factory=dict)

    def place(self, path: Keys) -> Place | None:
        """Where a path stands, or else the nearest table or list around it."""
        for length in range(len(path), -1, -1):
            if place := self.places.get(path[:length]):
                return place
        return None


@record
class Difference:
    """One key whose value is not the same in two documents; `None` where it is not there at all.

    Examples
    --------
    >>> print(Difference(("options", "renew", "lines", "e3", "price"), "296.40", "310.00"))
    options.renew.lines.e3.price: 296.40 -> 310.00
    >>> print(Difference(("drivers", "staff"), None, {"start": "12"}))
    drivers.staff: added {start: 12}
    """

    path: Keys
    before: Any | None
    after: Any | None

    def __str__(self) -> str:
        key = dotted(self.path)
        if self.before is None:
            return f"{key}: added {in_words(self.after)}"
        if self.after is None:
            return f"{key}: removed (was {in_words(self.before)})"
        return f"{key}: {in_words(self.before)} -> {in_words(self.after)}"


def dotted(path: Keys) -> str:
    """Write a path as users do, ``drivers.staff.growth``."""
    return ".".join(path)


def said_at(here: Any, path: Keys, first: int = 0) -> Any:  # noqa: ANN401  text, a list or a table
    """What stands at a path; none where nothing does.

    Parameters
    ----------
    here : object
        Tables, lists and text.
    path : tuple of str
        Keys, and numbers of the items of lists.
    first : int
        The number of the first item: 0 in paths of a document, 1 in those that people write.

    Examples
    --------
    >>> tiers = {"tiers": [{"price": "12"}, {"price": "11"}]}
    >>> said_at(tiers, ("tiers", "1", "price")), said_at(tiers, ("tiers", "1", "price"), first=1)
    ('11', '12')
    >>> said_at(tiers, ("tiers", "0", "price"), first=1) is None
    True
    """
    for step in path:
        if isinstance(here, Mapping):
            here = here.get(step)
        elif isinstance(here, list) and step.isdecimal() and first <= int(step) < first + len(here):
            here = here[int(step) - first]
        else:
            return None
    return here


def in_words(value: object) -> str:
    """Write a value on one line, as it could stand in a file.

    Examples
    --------
    >>> in_words({"from": "e3", "price": ["296.40", "310.00"]})
    '{from: e3, price: [296.40, 310.00]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_words(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_words(each) for each in value) + "]"
    text = str(value)
    # Text with a line end in it, or none at all, would not show as what it is.
    return text if text and text.isprintable() else ascii(text)


def differences(parent: Mapping[str, Any], child: Mapping[str, Any]) -> list[Difference]:
    """List what differs between two documents' data, in file order.

    Examples
    --------
    >>> for each in differences({"a": "1", "b": {"c": "2"}}, {"a": "1", "b": {"c": "3"}, "d": "4"}):
    ...     print(each)
    b.c: 2 -> 3
    d: added 4
    """
    return list(_differing(parent, child, ()))


def _differing(
    parent: Mapping[str, Any], child: Mapping[str, Any], path: Keys
) -> Iterator[Difference]:
    for key in [*parent, *(key for key in child if key not in parent)]:
        before, after, here = parent.get(key), child.get(key), (*path, key)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _differing(before, after, here)
        elif before != after:
            yield Difference(here, before, after)


def dump_document(data: Mapping[str, Any]) -> str:
    """Write tables, lists and text as plain YAML, so that reading it gives the same data.

    Parameters
    ----------
    data : mapping
        As in `Document`: text in place of numbers and dates, none for a key that is taken away.

    Examples
    --------
    >>> print(dump_document({"start": "2027-04", "range": ["1", "2"], "note": "a: b"}), end="")
    start: 2027-04
    range:
      - 1
      - 2
    note: "a: b"
    """
    return "\n".join(_block(data, "")) + "\n" if data else "{}\n"


def write_new(path: str | Path, content: str | bytes) -> None:
    """Write a new file, whole or not at all; a file that is already there is left alone.

    Raises
    ------
    InputError
        If the file exists or cannot be written.
    """
    _write(path, content, anew=False)


def write_anew(path: str | Path, content: str | bytes) -> None:
    """Write a file in place of what stands there, which stays as it was if that fails.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    _write(path, content, anew=True)


def _take(draft: Path, target: Path) -> None:
    """Give what is written a name that nothing has yet."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        # Some shared folders have no links: take the name first, then put the draft there.
        target.open("x").close()
        draft.replace(target)


def _write(path: str | Path, content: str | bytes, *, anew: bool) -> None:
    target = Path(path)
    # its own name, so that a long one may have every letter that a disk has room for
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if not anew and os.path.lexists(target):
            raise FileExistsError  # noqa: TRY301  told as the same, whenever it is noticed
        with draft.open("xb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        if anew:
            draft.replace(target)
        else:
            _take(draft, target)
    except FileExistsError:
        raise InputError(
            "this file is already there, and is never written over",
            where=str(path),
            remedies=[f"give another name, such as {_free_name(target)}"],
        ) from None
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(
            f"there is no folder {target.parent} to write it in",
            where=str(path),
            remedies=["make the folder first, or name one that is there"],
        ) from None
    except (OSError, ValueError) as error:
        why = (
            error.strerror
            if isinstance(error, OSError)
            else "its name has a letter that no name may have"
        )
        raise InputError(
            f"this file cannot be written: {why}",
            where=str(path),
            remedies=[_other_place(target, error)],
        ) from None
    finally:
        with contextlib.suppress(OSError, ValueError):
            draft.unlink(missing_ok=True)


def _other_place(target: Path, error: OSError | ValueError) -> str:
    """Where a file could be written that cannot be written here."""
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    if number in {errno.ENOSPC, errno.EDQUOT}:
        return "make room on the disk, or name a folder on another"
    if number in {errno.ENAMETOOLONG, errno.EINVAL}:
        return f"give another name, such as {_free_name(short_name(target))}"
    return "name a folder in which you may write"


def short_name(path: Path, most: int = 80) -> Path:
    """A path whose last part any disk takes, cut before its ending.

    Examples
    --------
    >>> short_name(Path("a/prices_of_spring.csv"), 12).name
    'prices_of_sp.csv'
    """
    stem = "".join(each for each in path.stem if each.isprintable())
    while len(stem.encode()) > most:
        stem = stem[:-1]
    return path.with_name(f"{stem.strip()}{path.suffix}")


def _free_name(path: Path) -> Path:
    number = 2
    while os.path.lexists(free := path.with_name(f"{path.stem}-{number}{path.suffix}")):
        number += 1
    return free


def _block(value: Mapping[str, Any] | list[Any], indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = f"{indent}{_word(key)}:"
            if inner and isinstance(inner, Mapping | list):
                yield name
                yield from _block(inner, f"{indent}  ")
            else:
                yield f"{name} {'~' if inner is None else _scalar(inner, indent)}"
        return
    for item in value:
        if item and isinstance(item, Mapping | list):
            first, *others = _block(item, f"{indent}  ")
            yield f"{indent}- {first[len(indent) + 2 :]}"
            yield from others
        else:
            yield f"{indent}- {_scalar(item, indent)}"


def _scalar(value: object, indent: str) -> str:
    if isinstance(value, Mapping | list):
        return "{}" if isinstance(value, Mapping) else "[]"
    if not isinstance(value, str):
        raise TypeError(f"a document holds tables, lists and text, not {value!r}")
    if "\n" not in value or not value.replace("\n", "").isprintable():
        return _word(value)
    if not re.fullmatch(_LITERAL, value):
        return _word(value)
    lines = (f"{indent}  {line}" if line else "" for line in value.removesuffix("\n").split("\n"))
    return "\n".join(["|" if value.endswith("\n") else "|-", *lines])


def _word(text: str) -> str:
    plain = text.isprintable() and text == text.strip() and text not in NO_VALUE
    if plain and re.fullmatch(_PLAIN, text):
        return text
    return re.sub(_ESCAPED, _escape, json.dumps(text, ensure_ascii=False))


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"
