"""What may stand in a copy for outside, and the words of everything that may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licmodel.assembly.assemble import Model
from licmodel.language.formulas import NEST_AT_MOST, column_name
from licmodel.language.numeric import GUARD_DIGITS
from licmodel.language.units import FLAG, unit_text
from licmodel.workbook.disclosure import Disclosable
from licmodel.workbook.inputs import day_number, months_of
from licmodel.workbook.layout import LIVE
from licmodel.workbook.public import READ_ME, PublicCopy
from licmodel.workbook.vendor import FIXED, VendorCopy, VendorLayout, sheet_names
from licmodel.workbook.vendor_words import unit_for_vendor, words_for_vendor

_SHORTEST = 6
"""Letters of a word that is looked for: shorter ones stand in other words."""

_SENTENCE = 16
"""Letters of a sentence that is looked for: shorter ones are said of other things too."""

_ITS_OWN = (0.0, 1.0, 2.0, 12.0, 1e15)
_FIRST_DATE = 32874.0
"""1 January 1990, before which no month may be written."""


def disclosable(model: Model, copy: VendorCopy | PublicCopy) -> Disclosable:
    """What may stand in a copy of this model."""
    if isinstance(copy, VendorCopy):
        return _to_a_vendor(model, copy)
    scenario = model.scenario
    said = [scenario.title, *(text for pair in copy.sentences for text in pair)]
    for tables in copy.sheets.values():
        for table in tables:
            said += [table.title, *table.heads]
            said += [text for line in table.lines for text in line.words]
    return Disclosable(
        (READ_ME, *copy.sheets),
        tuple(sorted(set(copy.figures))),
        frozenset(),
        _words(model, said),
        frozenset(),
        scenario.title,
        has_formulas=False,
    )


def _to_a_vendor(model: Model, copy: VendorCopy) -> Disclosable:
    program, layout = copy.program, VendorLayout(copy.results.model)
    said = [copy.title, *(text for pair in copy.sentences for text in pair), *FIXED]
    for declared in program.inputs.values():
        said += [declared.label, unit_text(declared.unit)]
        said += [words_for_vendor(declared), unit_for_vendor(declared)]
    for row in program.rows.values():
        said += [row.label, unit_text(row.unit)]
    said += [model.scenario.options[o].lines[n].title or "" for o, n in _lines(copy)]
    unlocked = {
        (place.sheet, f"{column_name(LIVE)}{place.line + 1}")
        for key, place in layout.input_lines.items()
        if key in copy.asked
    }
    return Disclosable(
        sheet_names(copy),
        tuple(sorted({each for each in _figures(copy) if each == each})),  # noqa: PLR0124  known
        frozenset(abs(each) for each in (*_ITS_OWN, *_constants(copy))),
        _words(model, said),
        frozenset(unlocked),
        copy.title,
        has_formulas=True,
    )


def _lines(copy: VendorCopy) -> Iterator[tuple[str, str]]:
    options = copy.results.scenario.options
    for option, line in {tuple(key.split(".")[:2]) for key in copy.program.rows if "." in key}:
        if option in options and line in options[option].lines:
            yield option, line


def _figures(copy: VendorCopy) -> Iterator[float]:
    """Every number that a vendor's copy may store."""
    values = copy.results.values
    for key, declared in copy.program.inputs.items():
        if key not in copy.asked:
            yield declared.value
            if declared.shown == "month":
                yield day_number(declared.value)
    for key, row in copy.program.rows.items():
        if row.unit != FLAG:
            yield from copy.results.by_period(key)
        if row.opening is not None:
            yield float(values.openings[key][0, 0])
    for day in months_of(copy.program.periods.months):
        yield day_number(float(day.year * 12 + day.month - 1))


def _constants(copy: VendorCopy) -> Iterator[float]:
    """Numbers that formulas are made with, and bounds that cells are checked against."""
    for row in copy.program.rows.values():
        for body in (row.body, row.opening):
            if body is not None and not isinstance(body, str):
                for node in body.walk():
                    if node.op == "const":
                        yield float(node.ref)
    for key in copy.asked:
        yield from (each for each in copy.program.inputs[key].bounds if each is not None)
    yield from (float(f"5E-{GUARD_DIGITS + 1}"), float(GUARD_DIGITS), float(NEST_AT_MOST))
    yield _FIRST_DATE


def _words(model: Model, said: Iterable[str]) -> dict[str, str]:
    """Texts of the scenario that may not stand in a copy, unless what may be said holds them."""
    allowed = "\n".join(said).lower()
    return {
        word: what
        for word, what in _all_words(model)
        if len(word) >= _SHORTEST and word.lower() not in allowed
    }


def _all_words(model: Model) -> Iterator[tuple[str, str]]:
    scenario, program = model.scenario, model.program
    for key in (*program.inputs, *program.rows):
        yield key, "a key"
        # and what begins it, which names an option and its line
        head, _, _ = key.rpartition(".")
        while "." in head:
            yield head, "a key"
            head, _, _ = head.rpartition(".")
    yield from _words_of_options(model)
    for agreement in scenario.agreements.values():
        yield agreement.title or "", "the title of an agreement"
    for key, what_if in scenario.what_ifs.items():
        yield what_if.title or key, "a what-if"
    for key, vendor in scenario.vendors.items():
        yield vendor.title or key, "another vendor"
    for declared in program.inputs.values():
        yield declared.label, "the name of a figure"
        yield declared.origin.owner or "", "who answers for a figure"
        yield from _sentences(declared.origin.source, "a source")
    yield from _sentences(scenario.notes or "", "a note")
    for name, _ in scenario.sources:
        yield name, "the name of a file"


def _words_of_options(model: Model) -> Iterator[tuple[str, str]]:
    for key, option in model.scenario.options.items():
        if "_" in key:
            yield key, "the key of an option"
        yield option.title or "", "the title of an option"
        yield from _sentences(option.reason or "", "why an option was rejected")
        for line in option.lines.values():
            yield line.title or "", "the title of a line"


def _sentences(text: str, what: str) -> Iterator[tuple[str, str]]:
    for each in text.split(". "):
        if len(each) >= _SENTENCE:
            yield each, what
