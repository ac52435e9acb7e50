"""The last look at a finished copy finds a leak of every sort, and names its place."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import run
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from licmodel.workbook import outside
from licmodel.workbook.audiences import Audience
from licmodel.workbook.disclosable import disclosable
from licmodel.workbook.disclosure import Disclosable, disclosures, refuse_disclosure
from licmodel.workbook.export import write_workbook
from licmodel.workbook.formula_parts import formula_parts
from licmodel.workbook.outside import written
from licmodel.workbook.public import public_copy
from licmodel.workbook.vendor import VendorCopy
from tests.workbook.copies import COUNCIL, for_reseller, swap, tampered, vendors_model

Edits = dict[str, Callable[[str], str]]
CORE, BOOK, STYLES = "docProps/core.xml", "xl/workbook.xml", "xl/styles.xml"
INPUTS, SCHEDULE = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml"
STRINGS = "xl/sharedStrings.xml"
HIDDEN_NAME = '<definedName name="walk_away">1250000</definedName></definedNames>'
LINK = '<Relationship Id="r9" Type="t" Target="http://example.org/" TargetMode="External"/></R'

PLANTED: dict[str, tuple[Edits, str]] = {
    "comments": ({"xl/comments1.xml": lambda _: "<comments/>"}, r"xl/comments1\.xml: a part"),
    "threaded comments": (
        {"xl/threadedComments/threadedComment1.xml": lambda _: "<x/>"},
        r"threadedComment1\.xml: a part",
    ),
    "another workbook": (
        {"xl/externalLinks/externalLink1.xml": lambda _: "<externalLink/>"},
        r"externalLink1\.xml: a part",
    ),
    "macros": ({"xl/vbaProject.bin": lambda _: "x"}, r"vbaProject\.bin: a part"),
    "custom properties": ({"docProps/custom.xml": lambda _: "<x/>"}, r"custom\.xml: a part"),
    "embedded file": ({"xl/embeddings/a.bin": lambda _: "x"}, r"embeddings/a\.bin: a part"),
    "link outside": (
        {"xl/_rels/workbook.xml.rels": swap("</R", LINK)},
        r"workbook\.xml\.rels: a link outside, http://example\.org/",
    ),
    "hyperlink": (
        {
            INPUTS: swap(
                "<pageMargins", '<hyperlinks><hyperlink ref="B9"/></hyperlinks><pageMargins'
            )
        },
        "Inputs!B9: a link",
    ),
    "author": (
        {CORE: swap("<dc:creator></dc:creator>", "<dc:creator>J</dc:creator>")},
        r"core\.xml: creator says J",
    ),
    "description": (
        {CORE: swap("<dc:description></dc:description>", "<dc:description>x</dc:description>")},
        r"core\.xml: description says x",
    ),
    "title": (
        {CORE: swap("<dc:title>[^<]*", "<dc:title>Our last offer")},
        r"core\.xml: title says Our last offer",
    ),
    "company": (
        {"docProps/app.xml": swap("<Company></Company>", "<Company>N</Company>")},
        r"app\.xml: Company says N",
    ),
    "defined name": (
        {BOOK: swap("</definedNames>", HIDDEN_NAME)},
        "the name walk_away stands for 1250000",
    ),
    "hidden sheet": (
        {BOOK: swap('name="Schedule" ', 'name="Schedule" state="hidden" ')},
        "Schedule: a hidden sheet",
    ),
    "very hidden sheet": (
        {BOOK: swap('name="Schedule" ', 'name="Schedule" state="veryHidden" ')},
        "Schedule: a hidden sheet",
    ),
    "sheet too many": (
        {BOOK: swap('name="Prices" ', 'name="Budget" ')},
        "Budget: a sheet that this copy has not",
    ),
    "hidden row": ({INPUTS: swap('<row r="9"', '<row r="9" hidden="1"')}, "Inputs!9: a hidden row"),
    "row of no height": (
        {INPUTS: swap('<row r="9"', '<row r="9" ht="0"')},
        "Inputs!9: a hidden row",
    ),
    "hidden column": (
        {INPUTS: swap('<col min="2"', '<col hidden="1" min="2"')},
        "Inputs!column 2: a hidden column",
    ),
    "rows hidden unless said": (
        {INPUTS: swap("<sheetFormatPr", '<sheetFormatPr zeroHeight="1"')},
        "Inputs: rows are hidden",
    ),
    "format that shows nothing": (
        {STYLES: swap('formatCode="mmm yyyy"', 'formatCode=";;;"')},
        r"styles\.xml: a number format that shows nothing",
    ),
    "white letters": (
        {STYLES: swap('<color rgb="FF1F3A5F"/>', '<color rgb="FFFFFFFF"/>')},
        r"styles\.xml: white letters",
    ),
    "unprotected": (
        {INPUTS: swap("<sheetProtection[^>]*>", "")},
        "Inputs: the sheet is not protected",
    ),
    "another option's name": (
        {STRINGS: swap("Coloured cells", "Open source, E3 where needed: coloured cells")},
        "Inputs!A2: the title of an option, Open source, E3 where needed",
    ),
    "a clear key": (
        {STRINGS: swap("Coloured cells", "renew.e3.discount")},
        r"Inputs!A2: a key, renew\.e3\.discount",
    ),
    "a text that no cell shows": (
        {STRINGS: swap("</sst>", "<si><t>They would take 9%</t></si></sst>")},
        r"sharedStrings\.xml: a text that no cell shows, They would take 9%",
    ),
    "a word in a footer": (
        {INPUTS: swap("Page &amp;P", "Discount_gone: No discount from list prices")},
        "Inputs, oddFooter: a what-if, No discount from list prices",
    ),
    "the figure that is asked for": (
        {INPUTS: swap(r'(<c r="E22"[^>]*)/>', r"\1><v>0.12</v></c>")},
        r"Inputs!E22: a figure that is not disclosed, 0\.12",
    ),
    "a stored total": (
        {SCHEDULE: swap(r"<v>#N/A</v>", "<v>10289073.65859155</v>")},
        r"Schedule!\w+: a value that is not what it is said to be, 10289073",
    ),
    "a text behind a formula": (
        {SCHEDULE: swap(r't="e"(.*?)<v>#N/A</v>', r't="str"\1<v>at most 34.20</v>')},
        r"Schedule!\w+: a text behind a formula, at most 34\.20",
    ),
    "a price inside a formula": (
        {SCHEDULE: swap(r"<f>[^<]*\*Schedule", "<f>41.46*Schedule")},
        r"Schedule!\w+: its formula holds a number that is not disclosed, 41\.46",
    ),
    "a formula to another book": (
        {SCHEDULE: swap("<f>Inputs!", "<f>[1]Inputs!")},
        r"Schedule!\w+: its formula reaches outside",
    ),
    "a formula to a cell that is not there": (
        {SCHEDULE: swap(r"<f>Inputs!\$G\$6", "<f>Inputs!$G$99")},
        r"Schedule!\w+: its formula reads Inputs!G99, where nothing disclosed stands",
    ),
    "a text inside a formula": (
        {INPUTS: swap(r"<f>IF\(E9&lt;&gt;\"\"", '<f>IF(E9&lt;&gt;"walk away"')},
        "Inputs!F9: its formula holds a text, walk away",
    ),
    "a number inside a rule": (
        {INPUTS: swap("<formula1>[^<]*", "<formula1>0.0875")},
        r"Inputs: a rule with a number not disclosed, 0\.0875",
    ),
}


@pytest.fixture(scope="module")
def reseller(tmp_path_factory: pytest.TempPathFactory) -> tuple[VendorCopy, bytes, Disclosable]:
    """Return a vendor's copy, and what may stand in it."""
    return for_reseller(vendors_model(tmp_path_factory.mktemp("vendors")))


def test_a_clean_copy_has_nothing(reseller: tuple[VendorCopy, bytes, Disclosable]) -> None:
    assert disclosures(reseller[1], reseller[2]) == []


@pytest.mark.parametrize("sort", PLANTED)
def test_a_planted_leak_is_found_by_its_place(
    sort: str, reseller: tuple[VendorCopy, bytes, Disclosable]
) -> None:
    edits, told = PLANTED[sort]
    found = disclosures(tampered(reseller[1], edits), reseller[2])
    assert [each for each in found if re.search(told, each)], found[:5]


def test_a_cell_that_can_be_typed_into_is_found(
    reseller: tuple[VendorCopy, bytes, Disclosable],
) -> None:
    """Its style says so, and it is none that was asked for."""
    copy, data, may = reseller
    (open_cell,) = may.unlocked
    assert copy.asked == {"renew.e3.discount"}
    style = _style_of(data, open_cell[1])
    planted = tampered(data, {INPUTS: swap(r'(<c r="E9" s=)"\d+"', rf'\1"{style}"')})
    assert "Inputs!E9: it can be typed into" in disclosures(planted, may)


def _style_of(data: bytes, cell: str) -> str:
    found: list[str] = []

    def look(text: str) -> str:
        found.extend(re.findall(rf'<c r="{cell}" s="(\d+)"', text))
        return text + " "

    tampered(data, {INPUTS: look})
    return found[0]


def test_a_formula_and_a_figure_behind_a_chart_are_found_in_the_publics() -> None:
    """The public has values only, and charts keep a copy of what they draw."""
    model = assemble(load(COUNCIL))
    copy = public_copy(compare(run(model), what_ifs=False))
    data, may = written(copy), disclosable(model, copy)
    assert disclosures(data, may) == []
    chart = swap("<c:v>10289074</c:v>", "<c:v>10289073.66</c:v>")
    found = disclosures(tampered(data, {"xl/charts/chart1.xml": chart}), may)
    assert found == ["xl/charts/chart1.xml: a figure that is not disclosed, 10289073.66"]
    formula = swap(r'(<c r="B6"[^>]*>)', r"\1<f>1+1</f>")
    found = disclosures(tampered(data, {INPUTS: formula}), may)
    assert found == ["Summary!B6: a formula, where only values may stand"]


def test_what_is_found_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that lets a total slip is stopped at the door."""
    scenario = load(COUNCIL)
    honest = outside.written

    def slips(copy: object) -> bytes:
        leak = swap(r"(<c r=\"B6\"[^>]*>)<v>\d+</v>", r"\1<v>34.55</v>")
        return tampered(honest(copy), {INPUTS: leak})  # type: ignore[arg-type]  # either copy

    monkeypatch.setattr(outside, "written", slips)
    target = tmp_path / "public.xlsx"
    with pytest.raises(InputError, match=r"Summary!B6: the copy for public holds what it may not"):
        write_workbook(scenario, target, audience="public")
    assert not target.exists()


def test_more_than_a_few_places_are_counted(
    reseller: tuple[VendorCopy, bytes, Disclosable],
) -> None:
    _, data, may = reseller
    nothing = may.__class__(
        may.sheets, (), may.constants, may.words, may.unlocked, may.title, may.has_formulas
    )
    with pytest.raises(InputError, match=r"; and \d+ more"):
        refuse_disclosure(data, nothing, str(Audience("vendor", "reseller")))


@pytest.mark.parametrize(
    ("formula", "cells", "numbers"),
    [
        ("SUM($L34:$BS34)*0.5", (("Here", "L34"), ("Here", "BS34")), (0.5,)),
        ("'do nothing'!$D$7-1E-6", (("do nothing", "D7"),), (1e-6,)),
        ("ROUND(Inputs!F6,6)", (("Inputs", "F6"),), (6.0,)),
    ],
)
def test_formulas_are_taken_apart(
    formula: str, cells: tuple[tuple[str, str], ...], numbers: tuple[float, ...]
) -> None:
    said = formula_parts(formula, "Here")
    assert (said.cells, said.numbers, said.is_outside) == (cells, numbers, False)


def test_what_reaches_outside_is_seen() -> None:
    for formula in ("INDIRECT(A1)", "[1]Sheet!A1", 'WEBSERVICE("http://a")', "cmd|' /c'!A0"):
        assert formula_parts(formula, "Here").is_outside
