"""An empty workbook to fill in, from which `licmodel import` makes a scenario."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from licmodel import __version__
from licmodel.errors import InputError
from licmodel.language.formulas import column_name
from licmodel.scenario.files import read_document
from licmodel.scenario.overlay import Keys, write_new
from licmodel.workbook.form_placing import Cells, Placed, all_tables, placed
from licmodel.workbook.form_tables import DECISION, Column, Table, decision
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import DEEP, FONT, GREY, SIZE, Styles

FormKind = Literal["council", "school", "trust"]
KINDS: tuple[FormKind, ...] = ("council", "school", "trust")

_HEAD, _HELP, _UNIT, _FIRST = 3, 4, 5, 6
_EXAMPLES = 3
_ASKED = 4
"""Row of the decision's first field; its headings stand above."""
_USUAL: tuple[Keys, ...] = (
    ("organisation", "country"),
    ("timeline", "start"),
    ("timeline", "years"),
    ("finance", "discounting"),
    ("finance", "inflation"),
    ("finance", "vat_recoverable"),
    ("finance", "vat_recoverable", "source"),
)
"""What a template says that is usual for its kind, and stands in the form from the first."""
_LONGEST_HELP = 250
_PROTECTED = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
}
_STEPS = (
    (
        "Decision: say what is decided, who decides, and for which years. Bold fields must be "
        "filled in; what stands there already is usual for a {kind}, and may be changed."
    ),
    (
        "Drivers: how many people, pupils, devices there are, over time. Give each a short name in "
        "small letters, such as office_staff; other sheets call it by that."
    ),
    (
        "Price list: your own prices, without VAT. Whatever the catalogue knows need not stand "
        "there (licmodel prices lists it)."
    ),
    "Options: the ways to provide the service, one row each. One may be based on another.",
    (
        "Lines: what each option costs, one row for each cost. Choose its kind first; under each "
        "heading stands which kinds a column is for, and its unit."
    ),
    "For every figure say where it is from (source), or why it is assumed.",
    (
        "By date, Agreements, What-ifs and the other sheets: only where you need them. Anything "
        "else reaches every key that has no column."
    ),
    (
        "licmodel import {name} --out mine.yaml checks it, and says by sheet and cell what is "
        "missing. Then: licmodel compare mine.yaml"
    ),
)
_MORE = (
    ("Filled cells", "are yours to fill in. Grey rows marked help, unit and example are not read."),
    ("Figures", "as you write them: 3260, £1,420,000, 12.5%. A month is 2027-04, or a date."),
    ("Not known", "Leave the cell blank: unknown is never nothing. Write 0 where there is none."),
    ("Several names", "with commas between: office_staff, field_staff."),
    ("Rows", "may be inserted, moved and left empty; columns and sheets may be moved."),
    ("Paper", "has the columns that most need, and those that are filled in; the screen has all."),
    ("Protection", "is without a password: against slips, not against you."),
)


def write_form(path: str | Path, kind: FormKind) -> None:
    """Write an empty form as a new workbook; a file that is there is never written over.

    Raises
    ------
    InputError
        If the file is there or cannot be written, or is not named .xlsx.
    """
    if Path(path).suffix.lower() != ".xlsx":
        raise InputError(
            "a workbook is written as .xlsx",
            where=str(path),
            remedies=[f"name it {Path(path).with_suffix('.xlsx').name}"],
        )
    write_new(path, make_form(kind, name=Path(path).name))


def make_form(
    kind: FormKind, data: Mapping[str, Any] | None = None, *, name: str = "FILLED.xlsx"
) -> bytes:
    """A form as bytes: empty but for what is usual, or filled with what a scenario says.

    Parameters
    ----------
    kind : {"council", "school", "trust"}
        Whose form; it says what stands there, and the examples.
    data : mapping, optional
        What it is filled with: tables of keys, lists and text.
    name : str
        Of the file, for the steps on the Read me.

    Examples
    --------
    >>> make_form("council")[:2]
    b'PK'
    """
    examples = placed(_template(kind))
    own = placed(data) if data is not None else Placed(_usual(kind, examples.once))
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.formats[0].set_font_name(FONT)
        book.formats[0].set_font_size(SIZE)
        form = _Form(book, own, examples)
        form.read_me(kind, name)
        form.decision()
        for table in all_tables():
            form.table(table)
        for sheet in form.sheets.values():
            sheet.protect("", _PROTECTED)
        book.set_properties({"title": f"Form for a {kind}", "author": "", "comments": ""})
    return stream.getvalue()


def _template(kind: FormKind) -> dict[str, Any]:
    """What ``licmodel new`` would write for this kind."""
    name = "council" if kind == "council" else "school"
    text = (files("licmodel.scenario") / "templates" / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(read_document(f"{name}.yaml", read=lambda _: text).data)


def _usual(kind: FormKind, said: Cells) -> Cells:
    """What stands in an empty form; a maintained school has its council's year and VAT."""
    source = placed(_template("council")).once if kind == "school" else said
    found = {path: source[path] for path in _USUAL if path in source}
    return {**found, ("organisation", "kind"): kind}


class _Form:
    def __init__(self, book: Any, own: Placed, examples: Placed) -> None:  # noqa: ANN401  it carries no types
        self.styles = Styles(book)
        self.own = own
        self.examples = examples
        self.sheets: dict[str, Page] = {}
        for name in ("Read me", DECISION, *(table.sheet for table in all_tables())):
            self.sheets[name] = book.add_worksheet(name, worksheet_class=Page)

    def read_me(self, kind: str, name: str) -> None:
        sheet, styles = self.sheets["Read me"], self.styles
        sheet.text(0, 0, f"What software licences cost: a form for a {kind}", styles("title"))
        said = [
            (str(number), text.format(kind=kind, name=name))
            for number, text in enumerate(_STEPS, 1)
        ]
        line = 2
        for title, rows in (("Steps", said), ("To know", _MORE)):
            sheet.text(line, 0, title, styles("bold"))
            for head, text in rows:
                line += 1
                sheet.text(line, 0, head, styles("side"))
                sheet.text(line, 1, text, styles("wrapped"))
                sheet.set_row(line, 13 * (1 + len(text) // 100))
            line += 2
        sheet.text(line, 1, f"Made by licmodel {__version__}", styles("subtitle"))
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 100)
        sheet.set_tab_color(DEEP)
        sheet.set_up("Form", freeze=(0, 0))

    def decision(self) -> None:
        sheet, styles = self.sheets[DECISION], self.styles
        sheet.text(0, 0, "Decision: what is decided, by whom, and for which years", styles("title"))
        sheet.text(1, 0, "Bold fields must be filled in.", styles("subtitle"))
        for column, head in enumerate(
            ("Field", "Fill in", "Unit, or how", "What it is", "Example")
        ):
            sheet.text(_ASKED - 1, column, head, styles("head"))
        for line, asked in enumerate(decision(), _ASKED):
            kind = "form_needed" if asked.required else "form_field"
            sheet.text(line, 0, asked.title, styles(kind))
            self._cell(sheet, line, 1, asked, self.own.once.get(asked.path))
            sheet.text(line, 2, _unit(asked), styles("form_help"))
            sheet.text(line, 3, asked.help, styles("form_help"))
            example = _told(self.examples.once.get(asked.path, ""))
            sheet.text(line, 4, example, styles("form_example", typed=True))
            self._validate(sheet, line, line, 1, asked)
            longest = max(len(asked.help) / 72, len(example) / 38, len(_unit(asked)) / 31)
            sheet.set_row(line, 13 * (1 + int(longest)))
        for column, width in enumerate((30, 38, 28, 62, 38)):
            sheet.set_column(column, column, width)
        sheet.set_tab_color(DEEP)
        sheet.set_up(DECISION, freeze=(_ASKED, 1), repeat=_ASKED - 1)
        sheet.fit_to_pages(1, 1)

    def table(self, table: Table) -> None:
        sheet, styles = self.sheets[table.sheet], self.styles
        table, used = self._ordered(table)
        columns = (*table.keys, *table.columns)
        wide = sum(_width(each) for each in columns)
        beside = len(table.keys) + 1 if wide > _ONE_PAGE else 0
        needed = "One row at least." if table.needed else "Leave it empty if you need none."
        sheet.text(0, 0, table.sheet, styles("title"))
        # printed in strips, the columns of the keys are repeated and would cut it off
        said = f"{table.said} {needed} Columns with a bold heading must be filled in."
        sheet.text(1, beside, said, styles("subtitle"))
        for line, head in ((_HEAD, "Row"), (_HELP, "help"), (_UNIT, "unit")):
            sheet.text(line, 0, head, styles("form_head" if line == _HEAD else "form_help"))
        for at, column in enumerate(columns, 1):
            kind = "form_must" if _must(column) else "form_head"
            sheet.text(_HEAD, at, column.title, styles(kind))
            sheet.text(_HELP, at, column.help, styles("form_help"))
            sheet.text(_UNIT, at, _unit(column), styles("form_help"))
            sheet.set_column(at, at, _width(column))
        line = _FIRST
        for keys, cells in self._some(table):
            sheet.text(line, 0, "example", styles("form_example"))
            for at, (_, text) in enumerate(_row(table, keys, cells), 1):
                sheet.text(line, at, _told(text or ""), styles("form_example", typed=True))
            line += 1
        first = line
        filled = list(self.own.rows.get(table.sheet, {}).items())
        for number in range(max(table.rows, len(filled) + 20)):
            keys, cells = filled[number] if number < len(filled) else ((), {})
            for at, (column, text) in enumerate(_row(table, keys, cells), 1):
                self._cell(sheet, line, at, column, text)
            line += 1
        for at, column in enumerate(columns, 1):
            self._validate(sheet, first, line - 1, at, column)
        tallest = max(len(each.help) / _width(each) for each in columns)
        sheet.set_row(_HEAD, 26)
        sheet.set_row(_HELP, 11.5 * (2 + int(tallest)))
        sheet.set_row(_UNIT, 26)
        sheet.set_column(0, 0, 9)
        sheet.set_tab_color(DEEP if table.needed or table.sheet == "Drivers" else GREY)
        self._print(sheet, table, used, min(line, first + len(filled) + _PRINTED))

    def _ordered(self, table: Table) -> tuple[Table, int]:
        """A table with the columns that this form's kind or its filler uses first; how many."""
        said = (self.examples.rows.get(table.sheet, {}), self.own.rows.get(table.sheet, {}))
        paths = {path for rows in said for cells in rows.values() for path in cells}
        first = [each for each in table.columns if each.path in paths or _must(each)]
        rest = [each for each in table.columns if each not in first]
        return replace(table, columns=(*first, *rest)), len(first)

    def _print(self, sheet: Page, table: Table, used: int, line: int) -> None:
        """The columns in use, and as many more as the page has room for.

        One page wide where that can be read, else in strips with their keys beside each.
        """
        last = len(table.keys)
        sheet.set_up(table.sheet, freeze=(_FIRST, last + 1))
        sheet.repeat_rows(_HEAD, _UNIT)
        widths = [_width(each) for each in (*table.keys, *table.columns)]
        printed = last + used
        while printed < len(widths) and sum(widths[: printed + 1]) <= _ONE_PAGE:
            printed += 1
        wide = sum(widths[:printed])
        spare = max(0, _LEAST - wide) // _EMPTY
        sheet.print_area(0, 0, line - 1, printed + spare)
        if wide > _ONE_PAGE:
            sheet.fit_page = False
            sheet.set_print_scale(75)
            sheet.repeat_columns(0, last)

    def _some(self, table: Table) -> list[tuple[Keys, Cells]]:
        """Rows of the template that stand as examples: of lines, one of each kind."""
        rows = list(self.examples.rows.get(table.sheet, {}).items())
        if table.sheet != "Lines":
            return rows[:_EXAMPLES]
        kinds = {cells.get(("kind",), ""): (keys, cells) for keys, cells in reversed(rows)}
        return [each for kind, each in reversed(kinds.items()) if kind]

    def _cell(self, sheet: Page, line: int, at: int, column: Column, text: str | None) -> None:
        form = self.styles("form_input", typed=True)
        if text is None:
            sheet.write_blank(line, at, None, self.styles("form_input"))
        elif column.choices == ("yes", "no") and text in {"true", "false"}:
            sheet.text(line, at, "yes" if text == "true" else "no", form)
        else:
            sheet.text(line, at, text, form)

    def _validate(self, sheet: Page, first: int, last: int, at: int, column: Column) -> None:
        """A list to choose from, and help where the cell is chosen."""
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": column.title[:32],
            "input_message": " ".join((column.help, _unit(column))).strip()[:_LONGEST_HELP],
        }
        if column.choices:
            rule |= {"validate": "list", "source": list(column.choices)}
            rule |= {"error_title": "Not in the list", "error_message": "Choose from the list."}
        elif column.of_sheet is not None:
            name = column.of_sheet
            of = next(each for each in all_tables() if each.sheet == name)
            count = len(self._some(of))
            begins = _FIRST + count + 1
            ends = begins + max(of.rows, len(self.own.rows.get(name, {})) + 20) - 1
            letter = column_name(1)
            rule |= {"validate": "list", "source": f"='{name}'!${letter}${begins}:${letter}${ends}"}
            rule |= {"error_type": "warning", "error_title": "Not there yet"}
            rule |= {"error_message": f"The sheet {name} has no row of this name."}
        sheet.data_validation(first, at, last, at, rule)


_ONE_PAGE = 200
"""Most widths of letters that can still be read on one page."""
_LEAST, _EMPTY = 170, 9
"""Widths of letters that what is said of a sheet needs; of a column that is not used."""
_PRINTED = 12
"""Empty rows that are printed."""
_LONG = frozenset({"title", "reason", "source", "assumed", "notes", "note", "value"})


def _width(column: Column) -> int:
    name = column.path[-1]
    usual = (
        60
        if name == "path"
        else 34
        if name in _LONG
        else 24
        if column.is_list or "key" in name
        else 16
    )
    return max(usual, min(34, len(column.help) // 5))


def _must(column: Column) -> bool:
    """Whether every row has to fill it in, and not those of some kinds alone."""
    return column.required and " For " not in column.help


def _row(table: Table, keys: Sequence[str], cells: Cells) -> list[tuple[Column, str | None]]:
    said = [(column, keys[number] if keys else None) for number, column in enumerate(table.keys)]
    return [*said, *((column, cells.get(column.path)) for column in table.columns)]


def _unit(column: Column) -> str:
    return column.unit or ("one of the list" if column.choices or column.of_sheet else "")


def _told(text: str) -> str:
    """An example without its request to put another in its place."""
    plain = text.replace("REPLACE: ", "").replace("REPLACE with ", "").replace("REPLACE ", "")
    return re.sub(r"(?<=\d)_(?=\d{3})", ",", plain)
