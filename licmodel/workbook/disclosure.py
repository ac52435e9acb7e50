"""A last look at a finished workbook, part by part: what stands in it that was not to be shown."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from math import nan
from xml.etree.ElementTree import Element, fromstring

from licmodel.errors import InputError
from licmodel.records import record
from licmodel.workbook.formula_parts import FormulaParts, formula_parts

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/workbook\.xml|xl/styles\.xml"
    r"|xl/theme/theme1\.xml|xl/sharedStrings\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels"
    r"|xl/drawings/drawing\d+\.xml|xl/drawings/_rels/drawing\d+\.xml\.rels|xl/charts/chart\d+\.xml"
)
_SAME = 1e-12
_NOTHING = frozenset({"", "visible"})
_PLAIN_VALUES = frozenset({"#N/A", "0", "1"})
_KEPT_IN_CORE = frozenset({"title", "created", "modified"})
_WHITE = frozenset({"FFFFFFFF", "00FFFFFF"})
_UNSEEN = re.compile(r'^\s*"?\s*"?\s*(;\s*"?\s*"?\s*){2,3}$')
_YES = frozenset({"1", "true"})
_NO_SIZE = frozenset({"0", "0.0"})
_RULES = frozenset({"formula1", "formula2", "formula"})
_NO_WORDS = frozenset({"xl/sharedStrings.xml", "[Content_Types].xml", "xl/theme/theme1.xml"})
_TOO_SHORT = 5
"""Letters of what is an address or a number, and no word."""

_MOST_TOLD = 5

Cell = tuple[str, str]
"""Sheet, and address on it."""


@record
class Disclosable:
    """What may stand in a copy; everything else that is found in it is told."""

    sheets: tuple[str, ...]
    numbers: tuple[float, ...]
    """Figures that may be stored, in order."""

    constants: frozenset[float]
    """Numbers that formulas and rules may hold."""

    words: Mapping[str, str]
    """Texts that may not stand in it, and what each is."""

    unlocked: frozenset[Cell]
    """Cells that may be typed into."""

    title: str
    has_formulas: bool


def refuse_disclosure(data: bytes, may: Disclosable, audience: str) -> None:
    """Refuse a copy that holds more than it may.

    Raises
    ------
    InputError
        Naming the first places, if there are any.
    """
    _refuse(disclosures(data, may), audience)


def refuse_unlocked(data: bytes, unlocked: frozenset[Cell], audience: str) -> None:
    """Refuse a copy in which other cells than these can be typed into, or that hides anything.

    Raises
    ------
    InputError
        Naming the first places, if there are any.
    """
    package = _Package(data)
    _refuse([*package.parts_found(), *package.hidden(), *package.unlocked(unlocked)], audience)


def _refuse(found: list[str], audience: str) -> None:
    if found:
        more = len(found) - _MOST_TOLD
        raise InputError(
            f"the copy for {audience} holds what it may not, so it was not written",
            where=found[0].partition(": ")[0],
            found="; ".join(found[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else ""),
            remedies=["take it out of the titles and texts of the scenario, or show it"],
        )


def disclosures(data: bytes, may: Disclosable) -> list[str]:
    """Everything in a finished workbook that may not stand there, each with its place.

    Parameters
    ----------
    data : bytes
        The workbook as it would be sent.
    may : Disclosable
        What may stand in it.
    """
    package = _Package(data)
    return [
        *package.parts_found(),
        *package.hidden(),
        *package.unlocked(may.unlocked),
        *package.metadata(may.title),
        *package.names(may.sheets),
        *package.texts(may.words),
        *package.unused_texts(),
        *package.figures(may),
        *package.formulas(may),
    ]


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(root: Element, name: str) -> Iterator[Element]:
    return (each for each in root.iter() if _local(each) == name)


class _Package:
    """The parts of a workbook, read once."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            self.names_of_parts = parts.namelist()
            texts = {name: parts.read(name) for name in self.names_of_parts if _is_text(name)}
            self.comment = parts.comment
        # the file was made by this program a moment ago: it holds no DOCTYPE to expand
        self.roots = {name: fromstring(text) for name, text in texts.items()}  # noqa: S314  its own
        self.sheets = self._sheets()
        self.strings = self._strings()

    def _sheets(self) -> dict[str, Element]:
        """Each sheet by its name."""
        targets = {
            each.get("Id"): "xl/" + (each.get("Target") or "").removeprefix("/xl/")
            for each in self._of("xl/_rels/workbook.xml.rels")
        }
        found: dict[str, Element] = {}
        for sheet in _all(self.roots["xl/workbook.xml"], "sheet"):
            part = next(value for name, value in sheet.items() if name.endswith("}id"))
            found[sheet.get("name") or ""] = self.roots[targets[part]]
        return found

    def _of(self, part: str) -> list[Element]:
        return list(self.roots[part].iter()) if part in self.roots else []

    def _strings(self) -> list[str]:
        table = self.roots.get("xl/sharedStrings.xml")
        return [] if table is None else ["".join(each.itertext()) for each in _all(table, "si")]

    def cells(self) -> Iterator[tuple[str, Element]]:
        for name, sheet in self.sheets.items():
            for cell in _all(sheet, "c"):
                yield name, cell

    # --- parts, names and what describes the book ---

    def parts_found(self) -> Iterator[str]:
        if self.comment:
            yield "the file: it carries a comment"
        for name in self.names_of_parts:
            if not _PARTS.fullmatch(name):
                yield f"{name}: a part that no copy has (comments, links, macros, embedded files)"
        for name, root in self.roots.items():
            for each in root.iter():
                if each.get("TargetMode") == "External":
                    yield f"{name}: a link outside, {each.get('Target')}"
        for name, sheet in self.sheets.items():
            for link in _all(sheet, "hyperlink"):
                yield f"{name}!{link.get('ref')}: a link"

    def metadata(self, title: str) -> Iterator[str]:
        for each in self._of("docProps/core.xml"):
            text = (each.text or "").strip()
            if text and _local(each) not in _KEPT_IN_CORE:
                yield f"docProps/core.xml: {_local(each)} says {text}"
            if _local(each) == "title" and text != title:
                yield f"docProps/core.xml: title says {text}"
        for each in self._of("docProps/app.xml"):
            text = (each.text or "").strip()
            if text and _local(each) in {"Company", "Manager", "HyperlinkBase"}:
                yield f"docProps/app.xml: {_local(each)} says {text}"

    def names(self, sheets: tuple[str, ...]) -> Iterator[str]:
        for name in self.sheets:
            if name not in sheets:
                yield f"{name}: a sheet that this copy has not"
        for each in _all(self.roots["xl/workbook.xml"], "definedName"):
            if not (each.get("name") or "").startswith("_xlnm.Print_"):
                yield f"xl/workbook.xml: the name {each.get('name')} stands for {each.text}"

    # --- what is hidden, what is open ---

    def hidden(self) -> Iterator[str]:
        for sheet in _all(self.roots["xl/workbook.xml"], "sheet"):
            if (sheet.get("state") or "") not in _NOTHING:
                yield f"{sheet.get('name')}: a hidden sheet"
        for name, sheet in self.sheets.items():
            yield from _hidden_on(name, sheet)
        for each in _all(self.roots["xl/styles.xml"], "numFmt"):
            if _UNSEEN.match(each.get("formatCode") or ""):
                yield "xl/styles.xml: a number format that shows nothing"
        for fonts in _all(self.roots["xl/styles.xml"], "fonts"):
            for each in _all(fonts, "color"):
                if each.get("rgb") in _WHITE or each.get("theme") == "0":
                    yield "xl/styles.xml: white letters"

    def unlocked(self, allowed: frozenset[Cell]) -> Iterator[str]:
        (formats,) = _all(self.roots["xl/styles.xml"], "cellXfs")
        open_styles = {
            str(number)
            for number, each in enumerate(formats)
            if any(guard.get("locked") in {"0", "false"} for guard in _all(each, "protection"))
        }
        for name, cell in self.cells():
            if cell.get("s") in open_styles and (name, cell.get("r") or "") not in allowed:
                yield f"{name}!{cell.get('r')}: it can be typed into"
        for name, sheet in self.sheets.items():
            for each in (*_all(sheet, "col"), *_all(sheet, "row")):
                if (each.get("style") or each.get("s")) in open_styles:
                    yield f"{name}: a whole row or column can be typed into"
            if allowed and next(_all(sheet, "sheetProtection"), None) is None:
                yield f"{name}: the sheet is not protected"

    # --- what is written ---

    def texts(self, words: Mapping[str, str]) -> Iterator[str]:
        """Words of what is not disclosed, wherever a part may hold text."""
        places: dict[str, str] = {}
        for place, text in self._all_texts():
            places.setdefault(text, place)
        # most words stand nowhere, which is quick to see; the others are looked for as words
        everything = "\n".join(places).lower()
        told = {word.lower(): what for word, what in words.items() if word.lower() in everything}
        if not told:
            return
        longest = "|".join(map(re.escape, sorted(told, key=len, reverse=True)))
        pattern = re.compile(rf"(?<![\w.])({longest})(?!\w)", re.IGNORECASE)
        for text, place in places.items():
            for found in pattern.findall(text):
                yield f"{place}: {told[found.lower()]}, {found[:60]}"

    def unused_texts(self) -> Iterator[str]:
        """Texts that no cell shows, but whoever opens the package reads."""
        used = self._places_of_texts()
        for number, text in enumerate(self.strings):
            if number not in used:
                yield f"xl/sharedStrings.xml: a text that no cell shows, {text[:60]}"

    def _places_of_texts(self) -> dict[int, str]:
        used: dict[int, str] = {}
        for name, cell in self.cells():
            if cell.get("t") == "s":
                (at,) = _all(cell, "v")
                used.setdefault(int(at.text or 0), f"{name}!{cell.get('r')}")
        return used

    def _all_texts(self) -> Iterator[tuple[str, str]]:
        """Every text of the package, with its place."""
        used = self._places_of_texts()
        for number, text in enumerate(self.strings):
            yield used.get(number, "xl/sharedStrings.xml"), text
        named = {id(root): name for name, root in self.sheets.items()}
        for part, root in self.roots.items():
            if part in _NO_WORDS:
                continue
            for each in root.iter():
                for text in (each.text or "", *each.attrib.values()):
                    if len(text) > _TOO_SHORT:
                        yield f"{named.get(id(root), part)}, {_local(each)}", text

    def figures(self, may: Disclosable) -> Iterator[str]:
        """Every number that is stored, in a cell or behind a chart, and was not to be."""
        for place, kind, text in self._all_values():
            if kind in {"e", "b"}:
                if text not in _PLAIN_VALUES:
                    yield f"{place}: a value that is not what it is said to be, {text}"
            elif kind != "n":
                yield f"{place}: a text behind a formula, {text[:60]}"
            elif not _among(_number(text), may.numbers):
                yield f"{place}: a figure that is not disclosed, {text}"

    def _all_values(self) -> Iterator[tuple[str, str, str]]:
        """Place, kind and text of every stored value but the texts that cells share."""
        for name, cell in self.cells():
            kind = cell.get("t") or "n"
            if kind != "s":
                for value in cell:
                    if _local(value) in {"v", "is"}:
                        yield f"{name}!{cell.get('r')}", kind, "".join(value.itertext())
        for part, root in self.roots.items():
            for cache in _all(root, "numCache"):
                for value in _all(cache, "v"):
                    yield part, "n", value.text or ""

    def formulas(self, may: Disclosable) -> Iterator[str]:
        """Formulas that reach, or hold, what is not in the copy."""
        full = {(name, cell.get("r") or "") for name, cell in self.cells() if len(cell)}
        for name, cell in self.cells():
            for formula in _all(cell, "f"):
                place = f"{name}!{cell.get('r')}"
                if not may.has_formulas:
                    yield f"{place}: a formula, where only values may stand"
                    continue
                said = formula_parts(formula.text or "", name)
                yield from (f"{place}: {trouble}" for trouble in _troubles(said, full, may))
        for name, sheet in self.sheets.items():
            for rule in sheet.iter():
                if _local(rule) in _RULES:
                    for number in formula_parts(rule.text or "", name).numbers:
                        if abs(number) not in may.constants:
                            yield f"{name}: a rule with a number not disclosed, {number:g}"


def _hidden_on(name: str, sheet: Element) -> Iterator[str]:
    """Rows and columns that are not to be seen."""
    for row in _all(sheet, "row"):
        if row.get("hidden") in _YES or row.get("ht") in _NO_SIZE:
            yield f"{name}!{row.get('r')}: a hidden row"
    for column in _all(sheet, "col"):
        if column.get("hidden") in _YES or column.get("width") in _NO_SIZE:
            yield f"{name}!column {column.get('min')}: a hidden column"
    for each in _all(sheet, "sheetFormatPr"):
        if each.get("zeroHeight") in _YES:
            yield f"{name}: rows are hidden unless said"


def _troubles(said: FormulaParts, full: set[Cell], may: Disclosable) -> Iterator[str]:
    if said.is_outside:
        yield "its formula reaches outside the book"
    for number in said.numbers:
        if abs(number) not in may.constants:
            yield f"its formula holds a number that is not disclosed, {number:g}"
    for text in said.texts:
        if text:
            yield f"its formula holds a text, {text[:60]}"
    for sheet, address in said.cells:
        if (sheet, address) not in full and (sheet, address) not in may.unlocked:
            yield f"its formula reads {sheet}!{address}, where nothing disclosed stands"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan


def _is_text(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def _among(value: float, numbers: tuple[float, ...]) -> bool:
    """Whether a number is one of those, which stand in order."""
    at = bisect_left(numbers, value)
    near = numbers[max(at - 1, 0) : at + 1]
    return any(abs(value - each) <= _SAME * max(1.0, abs(each)) for each in near)
