"""Copies for readers outside: written, inspected, and given out only if nothing is found."""

from __future__ import annotations

import io

import xlsxwriter

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import Model
from licmodel.records import record
from licmodel.workbook.audiences import Audience
from licmodel.workbook.disclosable import disclosable
from licmodel.workbook.disclosure import refuse_disclosure
from licmodel.workbook.pages import Page
from licmodel.workbook.public import READ_ME, PublicCopy, public_copy, write_public
from licmodel.workbook.styles import FONT, SIZE, Styles
from licmodel.workbook.vendor import VendorCopy, sheet_names, vendor_copy, write_vendor


@record
class Copy:
    """A copy as bytes, with the figures it was made from and what it leaves out."""

    data: bytes
    results: Results
    withheld: tuple[str, ...]


def inspected_copy(model: Model, audience: Audience) -> Copy:
    """A copy for a reader outside, inspected as it would be sent.

    Raises
    ------
    InputError
        If it holds anything that was not chosen to be shown.
    """
    copy = vendor_copy(model, audience) if audience.kind == "vendor" else _public(model)
    data = written(copy)
    refuse_disclosure(data, disclosable(model, copy), str(audience))
    if isinstance(copy, VendorCopy):
        return Copy(data, copy.results, copy.withheld)
    held = copy.withheld
    told = (f"{held} figures or lines that would tell a unit price",) if held else ()
    return Copy(data, copy.comparison.results, told)


def inspected_public(model: Model) -> PublicCopy:
    """What the public may read, inspected in the workbook that says it.

    Raises
    ------
    InputError
        If it holds anything that was not chosen to be shown.
    """
    copy = _public(model)
    refuse_disclosure(written(copy), disclosable(model, copy), "public")
    return copy


def _public(model: Model) -> PublicCopy:
    return public_copy(compare(run(model), what_ifs=False))


def written(copy: VendorCopy | PublicCopy) -> bytes:
    """The workbook of a copy, as bytes; not yet inspected."""
    names = sheet_names(copy) if isinstance(copy, VendorCopy) else (READ_ME, *copy.sheets)
    title = copy.title if isinstance(copy, VendorCopy) else copy.comparison.results.scenario.title
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.formats[0].set_font_name(FONT)
        book.formats[0].set_font_size(SIZE)
        styles = Styles(book)
        sheets = {name: book.add_worksheet(name, worksheet_class=Page) for name in names}
        if isinstance(copy, VendorCopy):
            write_vendor(sheets, copy, styles)
            for sheet in sheets.values():
                sheet.protect("", {"format_columns": True, "format_rows": True})
        else:
            write_public(sheets, copy, styles, book)
        book.set_properties({"title": title, "author": "", "comments": ""})
    return stream.getvalue()
