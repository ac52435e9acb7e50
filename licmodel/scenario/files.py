"""Scenario files: strict YAML in, plain YAML out. Nothing else in the scenario knows YAML."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from licmodel.errors import InputError
from licmodel.scenario.faults import MAX_DEPTH, TOO_DEEP, explain_syntax, together
from licmodel.scenario.merging import merge
from licmodel.scenario.overlay import (
    NO_VALUE,
    Document,
    Keys,
    Place,
    dotted,
    dump_document,
    write_new,
)
from licmodel.scenario.signed import unsigned
from licmodel.scenario.text_files import START_ONE, check_characters, text_of

__all__ = ["Document", "Place", "dump_document", "read_document", "write_new"]

MAX_VALUES = 200_000
MAX_CHAIN = 10
MAX_KEY = 200
# The C parser, many times as fast, where PyYAML was built with it.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_EXTENDS = "extends"
_TAKE_AWAY = "or write ~ to take away what the file that this one extends says"

# An event of the parser; the stubs leave out most of its attributes.
_Event = Any

# Forms compiled when something calls for them.
_COLON = r"\s*:"
_RUN = r"[^{}\[\]\n]{0,200}"
_NEXT_KEY = r",\s*[^,:]+:\s"
_THOUSANDS = r"[-+(£]*\d{1,3}(?:,\d{3}(?!\d))+"


def read_document(path: str | Path, *, read: Callable[[Path], str] | None = None) -> Document:
    r"""Read a scenario file and every file it ``extends``.

    Parameters
    ----------
    path : str or Path
        The file, as the user named it; that is how messages name it too.
    read : callable, optional
        Gives a file's text in place of the disk, as a frozen file does; it raises a `LookupError`
        or an `OSError` for a file it does not have.

    Returns
    -------
    Document
        The child laid over its parents. The key ``extends`` itself is not in its data.

    Raises
    ------
    InputError
        A file that is missing, is not a plain table of keys, or extends itself; or takes away
        what is not there.

    Examples
    --------
    >>> texts = {"a.yaml": "extends: b.yaml\nyears: 3", "b.yaml": "title: Renewal\nyears: 5"}
    >>> document = read_document("a.yaml", read=lambda path: texts[str(path)])
    >>> document.data
    {'title': 'Renewal', 'years': '3'}
    >>> print(document.place(("title",)))
    b.yaml:1
    """
    return _read(Path(path), read, {}, None)


def _read(
    path: Path,
    read: Callable[[Path], str] | None,
    below: dict[str, Path],
    wanted: Place | None,
) -> Document:
    """Read a file that a chain of children, each below the next, has asked for."""
    name, chain = os.path.normpath(path), " -> ".join(str(each) for each in [*below.values(), path])
    if name in below or len(below) >= MAX_CHAIN:
        raise InputError(
            "these files extend one another in a circle"
            if name in below
            else f"more than {MAX_CHAIN} files extend one another",
            where=str(wanted),
            found=chain,
            expected="a short chain that ends in a file without extends",
            remedies=["take extends out of one of them"],
        )
    document = _parsed(str(path), unsigned(text_of(path, read, wanted), path, wanted))
    parent = document.data.pop(_EXTENDS, None)
    here = document.places.pop((_EXTENDS,), None)
    if parent is None:
        return document
    if not isinstance(parent, str) or not parent.strip():
        raise InputError(
            "extends names one file",
            where=str(here),
            expected="the parent's name, such as extends: base.yaml",
            remedies=["to lay several over one another, let that file extend the next"],
        )
    return merge(_read(path.parent / parent, read, {**below, name: path}, here), document)


def _parsed(file: str, text: str) -> Document:
    text = text.removeprefix("\ufeff")
    check_characters(file, text)
    walk = _Walk(file, text)
    try:
        data = walk.whole()
    except yaml.YAMLError as error:
        faults = walk.faults_of(extending=True)
        raise together([*faults, explain_syntax(error, file, text)]) from None
    if faults := walk.faults_of(extending=data.get(_EXTENDS) is not None):
        raise together(faults)
    return Document(data, walk.places, ((file, text),))


class _Walk:
    """One file's events, turned into text data with the place of everything in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.places: dict[Keys, Place] = {}
        self.faults: list[InputError] = []
        self.empty: dict[int, bool] = {}
        self.left = MAX_VALUES
        self.events: Iterator[_Event] = yaml.parse(text, Loader=LOADER)

    def whole(self) -> dict[str, Any]:
        """Read the one document there is."""
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.DocumentStartEvent):
            event = next(self.events)
        bare = isinstance(event, yaml.ScalarEvent) and not event.style and not event.value
        if bare or isinstance(event, yaml.StreamEndEvent):
            raise InputError("this file is empty", where=self.file, remedies=[START_ONE])
        if not isinstance(event, yaml.MappingStartEvent):
            found = "a list" if isinstance(event, yaml.SequenceStartEvent) else "text"
            expected = "lines such as title: Renewal in 2027"
            what = "a scenario is a table of keys"
            raise self._error(event, what, found, START_ONE, expected)
        self.places[()] = self._place(event)
        data: dict[str, Any] = self._value(event, ())
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.DocumentStartEvent):
            remedy = "take the line --- out, or put what follows in a file of its own"
            self._refuse(event, "a second scenario begins here", "---", remedy, "one in a file")
        return data

    def faults_of(self, *, extending: bool) -> list[InputError]:
        """What is refused; ``~`` is not in a file that extends another: it takes a key away."""
        found = []
        for number, fault in enumerate(self.faults):
            if not extending or number not in self.empty:
                found.append(fault)
            elif not self.empty[number]:
                remedies = [*fault.remedies, _TAKE_AWAY]
                found.append(
                    InputError(fault.what, where=fault.where, found=fault.found, remedies=remedies)
                )
        return found

    def _value(self, event: _Event, path: Keys, *, of_list: bool = False) -> Any:  # noqa: ANN401
        """Text, a list or a table; none for a key that is to be taken away."""
        self.left -= 1
        if self.left < 0:
            what = f"this file holds more than {MAX_VALUES:,} values"
            raise self._error(event, what, None, "part it, and let one file extend the other")
        if isinstance(event, yaml.AliasEvent):
            self._refuse_mark(event, path, f"*{event.anchor}", "is an alias")
            return ""
        if event.anchor:
            self._refuse_mark(event, path, f"&{event.anchor}", "has an anchor")
        if event.tag:
            self._refuse_mark(event, path, event.tag, "has a tag")
        if isinstance(event, yaml.ScalarEvent):
            if event.value in NO_VALUE and not event.style and not event.tag:
                found = event.value or "nothing after it"
                if not of_list:
                    self.empty[len(self.faults)] = bool(event.value)
                remedy = f"leave the {'item' if of_list else 'key'} out instead"
                self._refuse(event, f"{dotted(path)} has no value", found, remedy)
                return None
            return event.value
        if len(path) >= MAX_DEPTH:
            what, remedy = TOO_DEEP
            raise self._error(event, what, None, remedy)
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(path, flow=bool(event.flow_style))
        return self._list(path, flow=bool(event.flow_style))

    def _table(self, path: Keys, *, flow: bool) -> dict[str, Any]:
        table: dict[str, Any] = {}
        last: tuple[str, _Event] | None = None
        lacking = False
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            here = (*path, key)
            value = next(self.events)
            if flow and self._lacks_colon(event, value):
                if not lacking:
                    self._refuse_comma(event, key, last)
                lacking = True
                continue
            lacking = False
            if key in table:
                lines = f"line {self.places[here].line} and line {self._place(event).line}"
                self._refuse(event, f"{dotted(here)} is written twice", lines, "keep one of them")
            else:
                self.places[here] = self._place(event)
            table[key] = self._value(value, here)
            last = (key, value)
        return table

    def _key(self, event: _Event, path: Keys) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._value(event, (*path, "?"))
            remedy = "put text that begins with *, [ or { in quotes"
            self._refuse(event, "a key that is not text", None, remedy, "a key is text")
            return f"? {len(self.faults)}"
        key: str = event.value
        if event.anchor or event.tag:
            mark = event.tag or f"&{event.anchor}"
            self._refuse_mark(event, (*path, key), mark, "has a mark on its key")
        if (not event.style and key in NO_VALUE) or not key.strip():
            self._refuse(event, "a value without a key", f"{key}:", "write a key before the colon")
        elif len(key) > MAX_KEY or not key.isprintable():
            what = "a key that is too long, or has characters that do not show"
            self._refuse(event, what, ascii(key[:MAX_KEY]), "write the key again by hand")
        return key

    def _list(self, path: Keys, *, flow: bool) -> list[Any]:
        items: list[Any] = []
        end = 0
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*path, str(len(items)))
            self.places[here] = self._place(event)
            start = event.start_mark.index
            if flow and start >= end and (number := re.compile(_THOUSANDS).match(self.text, start)):
                what = "a comma inside [ ] begins a new item"
                what += f", and {dotted(path)} has one in a number"
                remedy = "put the number in quotes; or, if they are two, a space after the comma"
                self._refuse(event, what, number[0], remedy)
                end = number.end()
            items.append(self._value(event, here, of_list=True))
        return items

    def _lacks_colon(self, key: _Event, value: _Event) -> bool:
        empty = isinstance(value, yaml.ScalarEvent) and not value.value and not value.style
        return empty and not re.compile(_COLON).match(self.text, key.end_mark.index)

    def _refuse_comma(self, event: _Event, key: str, last: tuple[str, _Event] | None) -> None:
        """Refuse a key without a colon, as in ``{source: general ledger, period 7}``."""
        name, _, rest = key.partition(":")
        if rest and name.isidentifier():
            what, remedy = "a key and its value run together", f"write {name}: {rest}"
        elif last is None:
            what, remedy = f"{key} has no value", f"write {key}: and a value, a space between them"
        else:
            what = "a comma inside { } begins a new key: put the text in quotes"
            run = re.compile(_RUN).match(self.text, last[1].start_mark.index)
            whole = re.split(_NEXT_KEY, run[0])[0].strip() if run else ""
            plain = isinstance(last[1], yaml.ScalarEvent) and not last[1].style
            quoted = plain and '"' not in whole
            remedy = f'write {last[0]}: "{whole}"' if quoted else "put the text in quotes"
        self._refuse(event, what, f"{key}, with no value", remedy)

    def _refuse_mark(self, event: _Event, path: Keys, mark: str, what: str) -> None:
        expected = "plain text, lists and tables of keys"
        mark = mark.replace("tag:yaml.org,2002:", "!!")
        remedy = f"write it out in full, or in quotes if it is text that begins with {mark[0]}"
        what = f"{dotted(path)} {what}, which is not read here"
        self._refuse(event, what, mark, remedy, expected)

    def _refuse(self, event: _Event, what: str, *said: str | None) -> None:
        self.faults.append(self._error(event, what, *said))

    def _error(
        self,
        event: _Event,
        what: str,
        found: str | None = None,
        remedy: str | None = None,
        expected: str | None = None,
    ) -> InputError:
        where, remedies = str(self._place(event)), [remedy] if remedy else []
        return InputError(what, where=where, found=found, expected=expected, remedies=remedies)

    def _place(self, event: _Event) -> Place:
        return Place(self.file, event.start_mark.line + 1)
