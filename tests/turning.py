"""Has LibreOffice open workbooks and turn cells in them, as people do, and reads what it shows.

A macro does it, so that a book is opened once however many of its what-ifs are asked for. Sheets
are written as text, with all digits: that takes half the time of saving workbooks.
"""

from __future__ import annotations

import csv
import glob
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from tests.recalculation import Cell, settings_of, start_libreoffice

# commas and quotes, UTF-8, from the first line, figures as they are; every sheet, each in a file
_AS_TEXT = "44,34,76,1,,0,false,false,false,false,false,-1"

# Each line of the list that it is given is a deed and what it needs, with tabs between.
_MACRO = f"""
Sub Follow(list As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim text(1) As New com.sun.star.beans.PropertyValue
  Dim book As Object
  On Error GoTo Failed
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  text(0).Name = "FilterName"
  text(0).Value = "Text - txt - csv (StarCalc)"
  text(1).Name = "FilterOptions"
  text(1).Value = "{_AS_TEXT}"
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = CreateUnoService("com.sun.star.io.TextInputStream")
  lines.setInputStream(files.openFileRead(list))
  lines.setEncoding("UTF-8")
  Do Until lines.isEOF()
    said = Split(lines.readLine(), Chr(9))
    Select Case said(0)
    Case "open"
      book = StarDesktop.loadComponentFromURL(said(1), "_blank", 0, hidden())
    Case "put"
      book.Sheets.getByName(said(1)).getCellRangeByName(said(2)).setString(said(3))
    Case "write"
      book.storeToURL(said(1), text())
    Case "close"
      book.close(True)
    End Select
  Loop
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open ConvertFromURL(list & ".failed") For Output As #1
  Print #1, Join(said, " ") & ": " & Error
  Close #1
  StarDesktop.terminate()
End Sub
"""

_TYPE = 'PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_LIBRARY = 'xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
_PARTS = {
    "script.xlc": f"""{_HEAD}
<!DOCTYPE library:libraries {_TYPE} "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library">
<library:library library:name="Standard" library:link="false"/>
</library:libraries>""",
    "Standard/script.xlb": f"""{_HEAD}
<!DOCTYPE library:library {_TYPE} "library.dtd">
<library:library {_LIBRARY} library:readonly="false" library:passwordprotected="false">
<library:element library:name="Turning"/>
</library:library>""",
    "Standard/Turning.xba": f"""{_HEAD}
<!DOCTYPE script:module {_TYPE} "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Turning"
 script:language="StarBasic">{escape(_MACRO)}</script:module>""",
}


class Turn(NamedTuple):
    """What a person writes into a cell of a book that is open."""

    sheet: str
    address: str
    text: str


def calculate_with_libreoffice(
    books: Mapping[Path, Sequence[Turn]], folder: Path
) -> Iterator[dict[Cell, object]]:
    """Every cell of each book as LibreOffice shows it: calculated when opened, then at each turn.

    One start serves them all; ``folder`` takes its settings and what it writes.
    """
    profile, written = folder / "profile", folder / "written"
    written.mkdir(parents=True)
    settings_of(profile, always=True)
    for name, text in _PARTS.items():
        part = profile / "user" / "basic" / name
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, "utf-8")
    deeds: list[tuple[str, ...]] = []
    stems: list[str] = []
    for number, (path, turns) in enumerate(books.items()):
        deeds.append(("open", path.resolve().as_uri()))
        for at, turn in enumerate([None, *turns]):
            if turn is not None:
                deeds.append(("put", *turn))
            stems.append(f"{number}_{at}")
            deeds.append(("write", (written / f"{stems[-1]}.csv").resolve().as_uri()))
        deeds.append(("close",))
    told = folder / "deeds.txt"
    told.write_text("\n".join("\t".join(deed) for deed in deeds) + "\n", "utf-8")
    start_libreoffice(profile, f'macro:///Standard.Turning.Follow("{told.resolve().as_uri()}")')
    failed = folder / "deeds.txt.failed"
    assert not failed.exists(), failed.read_text("utf-8", errors="replace")
    return (_shown(written, stem) for stem in stems)


def _shown(written: Path, stem: str) -> dict[Cell, object]:
    cells: dict[Cell, object] = {}
    for sheet in written.glob(f"{glob.escape(stem)}-*.csv"):
        name = sheet.stem.removeprefix(f"{stem}-")
        with sheet.open(newline="", encoding="utf-8") as text:
            for line, row in enumerate(csv.reader(text)):
                for column, said in enumerate(row):
                    if said:
                        cells[Cell(name, line, column)] = _as_shown(said)
    return cells


def _as_shown(said: str) -> object:
    if said in {"TRUE", "FALSE"}:
        return said == "TRUE"
    try:
        # without a format of its own, a rate of return is shown as a percentage
        return float(said[:-1]) / 100 if said.endswith("%") else float(said)
    except ValueError:
        return "#VALUE!" if said.startswith("Err:") else said
