"""Several workbooks that came back, merged: the same change once, and conflicts never settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from licmodel.errors import InputError
from licmodel.intake.cells import Unreadable, is_blank, read_text
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.term import number_text
from licmodel.workbook.overlaying import Addition
from licmodel.workbook.readings import Added, Change, Reading, Refused
from licmodel.workbook.typed import is_same

T = TypeVar("T")


@record
class Conflict:
    """A figure that copies set to different values: each cell with what it says.

    ``taken`` is the copy whose value counts, where the user said so; otherwise none does.
    """

    key: str
    what_if: str | None
    before: str
    sayings: tuple[tuple[str, str], ...]
    books: tuple[str, ...]
    taken: str | None = None


class Preference:
    """Which copy counts where copies differ, as ``--prefer BOOK`` and ``--prefer KEY=BOOK`` say.

    ``KEY@WHAT_IF=BOOK`` says it of a figure under one what-if alone, ``KEY@=BOOK`` as it stands.

    Raises
    ------
    InputError
        If no copy has that name.

    Examples
    --------
    >>> Preference(["renew.e3.price=b.xlsx"], ["a.xlsx", "b.xlsx"]).of("renew.e3.price")
    'b.xlsx'
    >>> Preference(["renew.e3.price@=b.xlsx"], ["b.xlsx"]).of("renew.e3.price", "cut") is None
    True
    """

    def __init__(self, said: Iterable[str], books: Sequence[str]) -> None:
        self.always: str | None = None
        self.by_key: dict[str, str] = {}
        for each in said:
            key, equals, book = each.partition("=") if each not in books else ("", "", each)
            if not equals:
                key, book = "", each
            if book not in books:
                raise InputError(
                    "no copy has this name",
                    found=book,
                    expected=", ".join(books),
                    remedies=["--prefer BOOK, or --prefer KEY=BOOK for one figure"],
                )
            if key:
                self.by_key[key.strip()] = book
            else:
                self.always = book

    def of(self, key: str, what_if: str | None = None) -> str | None:
        """The copy that counts for a key under a what-if; none where the user did not say."""
        one = self.by_key.get(f"{key}@{what_if or ''}")
        return one or self.by_key.get(key, self.always)


def merged(
    readings: Sequence[tuple[str, Reading]], preference: Preference
) -> tuple[list[Change], list[Conflict]]:
    """The changes of all copies: each once, and those that differ.

    A copy that left a figure as it was says nothing about it.
    """
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    for sayings in _by_key(
        (book, (each.key, each.what_if), each)
        for book, reading in readings
        for each in reading.changes
    ):
        first = sayings[0][1]
        if all(is_same(first.after, each.after) for _, each in sayings):
            place = "; ".join(each.place for _, each in sayings)
            changes.append(first if len(sayings) == 1 else replace(first, place=place))
            continue
        told = tuple((each.place, each.after_text) for _, each in sayings)
        books = [book for book, _ in sayings]
        taken = preference.of(first.key, first.what_if)
        taken = taken if taken in books else None
        conflicts.append(
            Conflict(first.key, first.what_if, first.before_text, told, tuple(books), taken)
        )
        if taken is not None:
            changes.append(sayings[books.index(taken)][1])
    return changes, conflicts


def merged_additions(
    readings: Sequence[tuple[str, Reading]], scenario: Scenario, preference: Preference
) -> tuple[list[Addition], list[Conflict], list[Refused]]:
    """Lines and figures that the scenario has not, gathered by line from all copies."""
    said: dict[str, tuple[str, str]] = {}
    conflicts: list[Conflict] = []
    refused: list[Refused] = []
    disputed: set[str] = set()
    for sayings in _by_key(
        (book, each.key, each) for book, reading in readings for each in reading.added
    ):
        key = sayings[0][1].key
        try:
            texts = [(book, each.place, _text(each)) for book, each in sayings]
        except Unreadable as error:
            refused.append(Refused(sayings[0][1].place, key, str(error)))
            continue
        if len({text for _, _, text in texts}) > 1:
            books = [book for book, _, _ in texts]
            taken = preference.of(key)
            taken = taken if taken in books else None
            told = tuple((place, text) for _, place, text in texts)
            conflicts.append(Conflict(key, None, "nothing", told, tuple(books), taken))
            if taken is None:
                disputed.add(_home(key, scenario)[0])
                continue
            texts = [texts[books.index(taken)]]
        said[key] = "; ".join(place for _, place, _ in texts), texts[0][2]
    lines: dict[tuple[str, bool], dict[str, tuple[str, str]]] = {}
    for key, placed in said.items():
        home = _home(key, scenario)
        if home[0] in disputed:
            reason = "copies differ on another field of this new line: settle that first"
            refused.append(Refused(placed[0], key, reason, placed[1]))
        else:
            lines.setdefault(home, {})[key] = placed
    additions = [
        Addition(
            home,
            tuple(place for place, _ in fields.values()),
            {key: text for key, (_, text) in fields.items()},
            is_line,
        )
        for (home, is_line), fields in lines.items()
    ]
    return additions, conflicts, refused


def _by_key(said: Iterable[tuple[str, object, T]]) -> list[list[tuple[str, T]]]:
    found: dict[object, list[tuple[str, T]]] = {}
    for book, key, each in said:
        found.setdefault(key, []).append((book, each))
    return list(found.values())


def _home(key: str, scenario: Scenario) -> tuple[str, bool]:
    """What an unknown key is part of: a new line of an option, or itself."""
    head, *rest = key.split(".")
    option = scenario.options.get(head)
    if option is not None and len(rest) > 1 and rest[0] not in option.lines:
        return f"{head}.{rest[0]}", True
    return key, False


def _text(added: Added) -> str:
    """What a cell says, as a file would."""
    cell = added.cell
    if is_blank(cell):
        raise Unreadable("the scenario has no input of this key, and nothing stands in its Base")
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        if not abs(cell) < 1e13:  # noqa: PLR2004  as scenarios allow
            raise Unreadable("not a number below ten million million")
        return number_text(float(f"{cell:.15g}"), percent=added.percent)
    text = read_text(cell)
    if text.startswith("#"):
        raise Unreadable(f"{text[:40]}: not a number but a spreadsheet's error")
    return text
