"""Copies for readers outside, as tests make and read them."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from licmodel.assembly.assemble import Model, assemble
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.audiences import Audience
from licmodel.workbook.disclosable import disclosable
from licmodel.workbook.disclosure import Disclosable
from licmodel.workbook.outside import written
from licmodel.workbook.public import PublicCopy
from licmodel.workbook.vendor import VendorCopy, vendor_copy
from tests.workbook.books import ROOT

COUNCIL = ROOT / "scenarios" / "council_2027.yaml"
RESELLER = Audience("vendor", "reseller")
VENDORS = """
vendors:
  reseller:
    title: Microsoft 365 E3 from April 2027
    shown:
      - renew.e3
      - drivers.office_staff
      - drivers.field_staff
      - agreements.corporate
      - prices.microsoft_365_e3
    asked: [renew.e3.discount]
  helper:
    shown: [renew.support.starts]
    asked: [renew.support.amount]
drivers:
  mailboxes: {value: 700, owner: Adult care, source: list of the directorate, unit: mailbox}
"""


def with_vendors(folder: Path, more: str = VENDORS) -> Path:
    """The council's scenario with vendors and a directorate, as a file."""
    (folder / COUNCIL.name).write_text(COUNCIL.read_text("utf-8"), "utf-8")
    target = folder / "with_vendors.yaml"
    target.write_text(f"extends: {COUNCIL.name}\n{more}", "utf-8")
    return target


def vendors_scenario(folder: Path) -> Scenario:
    """The council's scenario with vendors and a directorate."""
    return load(with_vendors(folder))


def vendors_model(folder: Path) -> Model:
    """Its model."""
    return assemble(vendors_scenario(folder))


def for_reseller(model: Model) -> tuple[VendorCopy, bytes, Disclosable]:
    """The reseller's copy, its bytes, and what may stand in them."""
    copy = vendor_copy(model, RESELLER)
    return copy, written(copy), disclosable(model, copy)


def numbers_in(data: bytes) -> list[float]:
    """Every number in the cells of a workbook, read by another program."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [
        float(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    ]


def text_in(data: bytes) -> str:
    """All that the parts of a workbook say."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def tampered(data: bytes, edits: dict[str, Callable[[str], str]]) -> bytes:
    """A workbook with some of its parts edited; a part that is not there is begun with nothing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(stream, "w") as after:
        for name in dict.fromkeys((*parts.namelist(), *edits)):
            text = parts.read(name).decode() if name in parts.namelist() else ""
            new = edits[name](text) if name in edits else text
            assert name not in edits or new != text, f"{name} was not changed"
            after.writestr(name, new)
    return stream.getvalue()


def swap(pattern: str, new: str) -> Callable[[str], str]:
    """An edit that replaces the first match."""
    return lambda text: re.sub(pattern, new, text, count=1)


def printed(copy: PublicCopy) -> list[float]:
    """Every number of the public's copy, read from its finished workbook."""
    return numbers_in(written(copy))
