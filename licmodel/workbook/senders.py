"""Whose copy came back: what it was shown, what it might change, and what it held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from licmodel.analysis.results import Results
from licmodel.intake.cells import read_text
from licmodel.language.program import Input
from licmodel.records import record
from licmodel.workbook.audiences import Named, disclosed_to, keys_of_copies, owner_key
from licmodel.workbook.copy_tables import KEY, Known, Table, key_in, table_by_headings
from licmodel.workbook.inputs import BASE_NAME, day_number, is_fixed
from licmodel.workbook.notes import WHOSE_COPY
from licmodel.workbook.stored import StoredBook
from licmodel.workbook.vendor_words import words_for_vendor

OPAQUE = re.compile(r"k[0-9a-f]{10}")
"""A key of a vendor's copy, of whichever scenario."""

_DAYS_TO_1904 = 1_462
_EVERYWHERE = ("timeline.", "finance.")
"""Figures that every scenario has."""


@record
class Sender:
    """Whose copy it is: a vendor's, a directorate's, or the whole book.

    ``opened`` holds the inputs whose cells it might fill in or change, ``shown`` the others that
    stood in it, both in the model's order.
    """

    opened: tuple[str, ...]
    shown: tuple[str, ...]
    known: Known
    vendor: str | None = None
    directorate: str | None = None
    """What the scenario calls it."""

    is_foreign: bool = False
    """Whether its keys are those of another scenario, or of another state of this."""


def sender_of(book: StoredBook, results: Results) -> Sender:
    """Whose copy a workbook is, as its keys tell; where they are gone, as its words do."""
    inputs = results.model.program.inputs
    named = keys_of_copies(results.scenario)
    said = words_in(book)
    opaque = opaque_among(said)
    vendors = Counter(named[each].vendor for each in opaque if each in named)
    tables = [table for sheet in book.sheets if (table := table_by_headings(sheet)) is not None]
    if vendors:
        return _vendor(vendors.most_common(1)[0][0], book, results, named)
    if opaque or any(each.is_of_a_vendor for each in tables):
        return Sender((), (), _known(book, {}, (), inputs, vendor=True), is_foreign=True)
    if not tables and not said & {key.lower() for key in inputs}:
        likely = _by_words(said, results)
        if likely is not None:
            return _vendor(likely, book, results, named)
    keys = {key.lower(): key for key in inputs}
    stand = {
        key_in(table.sheet.cell(number, table.columns[KEY])).lower()
        for table in tables
        for number in table.sheet.rows
        if number > table.head
    }
    own = {each for each in stand if "." in each and not each.startswith(_EVERYWHERE)}
    if len(own & keys.keys()) < len(own - keys.keys()):
        return Sender((), (), _known(book, {}, (), inputs, vendor=False), is_foreign=True)
    whose = _directorate(book, inputs, tables)
    opened = tuple(
        key
        for key, each in inputs.items()
        if not is_fixed(key) and (whose is None or _owner(each) == owner_key(whose))
    )
    shown = tuple(key for key in inputs if key not in opened)
    known = _known(book, keys, (), inputs, vendor=False)
    return Sender(opened, shown, known, directorate=whose)


def words_in(book: StoredBook) -> set[str]:
    """What stands in words in the cells of a workbook, in small letters."""
    return {
        read_text(cell.value).lower()
        for sheet in book.sheets
        for cells in sheet.rows.values()
        for cell in cells.values()
        if isinstance(cell.value, str)
    }


def opaque_among(said: Iterable[str]) -> set[str]:
    """Keys of vendors' copies among words, of whichever scenario."""
    return {each for each in said if OPAQUE.fullmatch(each)}


def _owner(declared: Input) -> str | None:
    owner = declared.origin.owner
    return None if owner is None else owner_key(owner)


def _directorate(
    book: StoredBook, inputs: Mapping[str, Input], tables: Iterable[Table]
) -> str | None:
    """The directorate whose copy it is: as its Read me says, else as its open cells tell."""
    owners = {owner_key(each): each for one in inputs.values() if (each := one.origin.owner)}
    for sheet in book.sheets:
        for cells in sheet.rows.values():
            for cell in cells.values():
                said = WHOSE_COPY.match(cell.value) if isinstance(cell.value, str) else None
                if said is not None:
                    return owners.get(owner_key(said[1]), said[1])
    opened = {
        key
        for table in tables
        for number in table.sheet.rows
        if number > table.head
        and table.sheet.cell(number, table.columns[BASE_NAME.lower()]).style in book.unlocked
        and (key := key_in(table.sheet.cell(number, table.columns[KEY])).lower()) in inputs
    }
    of = {_owner(inputs[key]) for key in opened}
    if len(of) != 1 or None in of:
        return None
    return owners[str(of.pop())]


def _vendor(vendor: str, book: StoredBook, results: Results, named: Mapping[str, Named]) -> Sender:
    inputs = results.model.program.inputs
    asked = results.scenario.vendors[vendor].asked
    keys = {opaque: each.key for opaque, each in named.items() if each.vendor == vendor}
    stood = disclosed_to(results.scenario.vendors[vendor], results.model.program, vendor)
    keys = {opaque: key for opaque, key in keys.items() if key in stood}
    return Sender(
        tuple(key for key in stood if key in asked),
        tuple(key for key in stood if key not in asked),
        _known(book, keys, asked, inputs, vendor=True),
        vendor,
    )


def _by_words(said: Iterable[str], results: Results) -> str | None:
    """The vendor whose copy holds most of these words."""
    program, words = results.model.program, frozenset(said)
    found = Counter(
        {
            name: sum(
                program.inputs[key].label.lower() in words
                for key in disclosed_to(vendor, program, name)
            )
            for name, vendor in results.scenario.vendors.items()
        }
    ).most_common(1)
    return found[0][0] if found and found[0][1] else None


def _known(
    book: StoredBook,
    keys: Mapping[str, str],
    asked: Iterable[str],
    inputs: Mapping[str, Input],
    *,
    vendor: bool,
) -> Known:
    labels: dict[str, tuple[str, ...]] = {}
    stood = frozenset(keys.values())
    for key, declared in inputs.items():
        if key in stood:
            # copies that were sent before say their months otherwise
            for said in dict.fromkeys((declared.label, words_for_vendor(declared))):
                words = read_text(said).lower()
                labels[words] = (*labels.get(words, ()), key)
    blank = frozenset(asked)
    stored = {key: _as_stored(book, inputs[key]) for key in stood if key not in blank}
    return Known(keys, labels, stored, vendor)


def _as_stored(book: StoredBook, declared: Input) -> float:
    if declared.shown != "month":
        return declared.value
    return day_number(declared.value) - (_DAYS_TO_1904 if book.from_1904 else 0)
