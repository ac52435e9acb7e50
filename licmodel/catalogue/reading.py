"""Files of facts read into dataclasses: strict, each error with its file and its place.

A dataclass is the form of an entry: its fields are the keys that may stand there, and their
types say how each is read. So a new kind of fact is a dataclass, and a new fact is data.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from licmodel.catalogue.entries import find, read_entries
from licmodel.catalogue.facts import Source
from licmodel.errors import InputError
from licmodel.records import record

T = TypeVar("T")

_BEFORE = ("sources", "shared")
_AT_A_KEY = re.compile(r"^(?=[A-Za-z0-9_]+:)", re.MULTILINE)
_NEAR = 0.6


def entry_keys(file: str, text: str) -> tuple[str, ...]:
    """Give the key of every entry of a file of facts, in its order.

    Parameters
    ----------
    file, text : str
        Name of the file, for errors, and what stands in it.

    Examples
    --------
    >>> entry_keys("a.yaml", "all: {title: All of it}")
    ('all',)
    """
    return tuple(key for key in _parts(file, text) if key not in _BEFORE)


def read_entry(file: str, text: str, key: str, kind: type[T], noun: str) -> T:
    """Read one entry of a file of facts, and the sources that its facts name.

    Only that entry is read, because nobody needs all of a long file at once.

    Parameters
    ----------
    file, text : str
        Name of the file, for errors, and what stands in it: under ``sources`` the sources by
        key, under ``shared`` what entries have in common, and under every other key an entry.
    key : str
        The key of the entry.
    kind : type
        The dataclass of an entry; its field ``key`` is the key.
    noun : str
        What is being looked for, for errors.

    Raises
    ------
    InputError
        If there is no such entry, naming the nearest; or if it cannot be read, naming the
        place: ``programmes.yaml: csp_annual.term``.

    Examples
    --------
    >>> from licmodel.catalogue.facts import Option
    >>> read_entry("a.yaml", "all: {title: All of it, share: 12%}", "all", Option, "option")
    Option(key='all', title='All of it', share=0.12)
    >>> read_entry("a.yaml", "all: {titel: All of it}", "all", Option, "option")
    Traceback (most recent call last):
    licmodel.errors.InputError: a.yaml: all: there is no key titel here
      found: titel
      expected: share, title
      to mend it: write title
    """
    find({one: one for one in entry_keys(file, text)}, key, noun)
    parts = _parts(file, text)
    together = [parts[part] for part in (*_BEFORE[1:], key) if part in parts]
    written = read_entries(file, "".join(together), _as_written)
    if key not in written or not set(written) <= {*_BEFORE, key}:
        stray = next((one for one in written if one not in {*_BEFORE, key}), key)
        raise InputError(
            "this is not the key of an entry",
            where=file,
            found=str(stray),
            expected="letters, digits and underscores",
        )
    return _Reader(file, _sources(file, parts.get("sources", ""))).entry(
        kind, written[key], key, key
    )


@lru_cache(maxsize=8)
def _sources(file: str, text: str) -> Mapping[str, object]:
    """Sources by key, read once for all entries of a file."""
    return read_entries(file, text, _as_written).get("sources", {}) if text else {}


@lru_cache(maxsize=8)
def _parts(file: str, text: str) -> Mapping[str, str]:
    """What stands under each key of a file, by key, as text."""
    before, *parts = _AT_A_KEY.split(text)
    keys = Counter(part.partition(":")[0] for part in parts)
    if not parts or any(line.strip() and line[0] != "#" for line in before.splitlines()):
        raise InputError("the file is no mapping of entries by key", where=file)
    twice = next((key for key, count in keys.items() if count > 1), None)
    if twice is not None:
        raise InputError(f"the key {twice} stands twice", where=file, found=twice)
    return dict(zip(keys, parts, strict=True))


def _as_written(_key: str, /, **given: Any) -> dict[str, Any]:  # noqa: ANN401  whatever it holds
    return given


@record
class _Reader:
    file: str
    sources: Mapping[str, object]

    def entry(self, kind: type[T], given: object, place: str, key: str | None = None) -> T:
        """Read a mapping into a dataclass."""
        if not isinstance(given, Mapping):
            raise self.refused(place, "a mapping of facts was expected", given)
        known = _form(cast("Any", kind))
        names = [name for name in known if key is None or name != "key"]
        for name in given:
            if name not in names:
                raise self._unknown(place, "key", name, names)
        for name in names:
            if known[name].required and name not in given:
                raise self.refused(place, f"the key {name} is missing", ", ".join(given))
        values = {
            name: self.value(known[name].kind, told, f"{place}.{name}")
            for name, told in given.items()
        }
        if key is not None:
            values["key"] = key
        try:
            return kind(**values)
        except ValueError as error:
            raise self.refused(place, str(error), None) from error

    def value(self, kind: Any, given: object, place: str) -> Any:  # noqa: ANN401  any field
        """Read what stands under a key, by the type of its field."""
        origin = get_origin(kind)
        if origin in {Union, UnionType}:
            (inner,) = (one for one in get_args(kind) if one is not type(None))
            return self.value(inner, given, place)
        if origin is tuple:
            items = given if isinstance(given, list) else [given]
            inner = get_args(kind)[0]
            return tuple(
                self.value(inner, item, f"{place}[{number}]" if len(items) > 1 else place)
                for number, item in enumerate(items, 1)
            )
        if origin is Mapping:
            if not isinstance(given, Mapping):
                raise self.refused(place, "a mapping was expected", given)
            inner = get_args(kind)[1]
            return MappingProxyType(
                {key: self.value(inner, one, f"{place}.{key}") for key, one in given.items()}
            )
        if isinstance(kind, type) and is_dataclass(kind) and kind is not Source:
            return self.entry(kind, given, place)
        if not isinstance(given, str) or not given.strip():
            raise self.refused(place, "one value was expected", given)
        return self._scalar(kind, " ".join(given.split()), place)

    def _scalar(self, kind: Any, text: str, place: str) -> Any:  # noqa: ANN401  any field
        try:
            if kind is Source:
                if text not in self.sources:
                    raise self._unknown(place, "source", text, list(self.sources))
                return Source.read(str(self.sources[text]))
            if get_origin(kind) is Literal:
                return _word(text, get_args(kind))
            if get_origin(kind) is Annotated:
                read: Callable[[str], object] = kind.__metadata__[0]
                return read(text)
        except (ValueError, ArithmeticError) as error:
            raise self.refused(place, str(error), text) from error
        if kind is bool:
            if text not in {"yes", "no"}:
                raise self.refused(place, "expected yes or no", text)
            return text == "yes"
        return text

    def _unknown(self, place: str, noun: str, found: str, names: list[str]) -> InputError:
        near = get_close_matches(found, names, n=1, cutoff=_NEAR)
        return InputError(
            f"there is no {noun} {found} here",
            where=f"{self.file}: {place}",
            found=found,
            expected=", ".join(sorted(names)) if noun == "key" else "a key under sources:",
            remedies=[f"write {near[0]}"] if near else ["leave it out"],
        )

    def refused(self, place: str, reason: str, found: object) -> InputError:
        """Build the error for a place that cannot be read."""
        told = None if found is None else str(found)
        return InputError(reason, where=f"{self.file}: {place}", found=told)


def _word(text: str, words: tuple[str, ...]) -> str:
    if text not in words:
        raise ValueError(f"expected one of {', '.join(words)}")
    return text


@record
class _Field:
    kind: Any
    required: bool


@cache
def _form(kind: type) -> dict[str, _Field]:
    hints = get_type_hints(kind, include_extras=True)
    return {
        field.name: _Field(
            hints[field.name], field.default is MISSING and field.default_factory is MISSING
        )
        for field in fields(kind)
    }
