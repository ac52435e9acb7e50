"""Forms made from the fields of what they ask for: a new kind of line has one with no more said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from licmodel.dashboard import drafts
from licmodel.dashboard.cells import GONE, Said, read_cell
from licmodel.dashboard.drafting import Base
from licmodel.dashboard.grids import grid, help_with, table_called, tell_refusals
from licmodel.dashboard.inner_rows import nested_cells
from licmodel.dashboard.inner_tables import STEP, inner_tables, nested_columns
from licmodel.dashboard.removals import emptied, now
from licmodel.dashboard.rows import Refusal, Row, names_for, rows_of
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import plain_words
from licmodel.intake.cells import Unreadable
from licmodel.lines import KINDS, Line, kind_name
from licmodel.report.phrases import distinct
from licmodel.scenario.overlay import Keys
from licmodel.workbook.form_tables import Column, decision, line_columns

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_NEW = "a new line"
_MADE = "line just made"
_SOURCING = frozenset({"source", "assumed", "status", "dated", "owner"})


def kinds() -> dict[str, type[Line]]:
    """Every kind of line by its name.

    Examples
    --------
    >>> "subscription" in kinds()
    True
    """
    return {kind_name(kind): kind for kind in KINDS}


def line_form(of: Opened, option: str) -> None:
    """A form for one line of an option, or a new one, from its kind's own fields."""
    base, edits = drafts.based(of), drafts.current(of)
    found = rows_of(base, edits, table_called("Lines"), [("options", option)])
    rows = {row.keys[1]: row for row in found}
    called = distinct(
        {key: row.cells.get(("title",), key.replace("_", " ")) for key, row in rows.items()}
    )
    chosen_line = f"line of {option} {of.path.name}"
    if (made := st.session_state.pop(_MADE, None)) in rows:
        st.session_state[chosen_line] = made  # what it has several of is typed next
    choose, of_kind = st.columns(2)
    name = choose.selectbox(
        "Line",
        [_NEW, *rows],
        format_func=lambda each: called.get(each, "A new line"),
        key=chosen_line,
    )
    row = rows.get(str(name))
    said = None if row is None else row.cells.get(("kind",))
    if said is None:
        chosen = of_kind.selectbox(
            "Kind of cost",
            list(kinds()),
            format_func=lambda each: each.replace("_", " "),
            key=f"kind of {option} {of.path.name}",
        )
        kind = str(chosen)
    else:
        of_kind.text_input("Kind of cost", said.replace("_", " "), disabled=True)
        kind = said
    if kind not in kinds():
        st.info("The kind of this line is not known yet: choose it in the grid.")
        return
    st.caption((kinds()[kind].__doc__ or "").strip().splitlines()[0])
    _form(of, option, kind, str(name), rows)
    if row is not None:
        _inside(of, kind, ("options", option, "lines", str(name)))


def _form(of: Opened, option: str, kind: str, name: str, rows: Mapping[str, Row]) -> None:
    row, base, edits = rows.get(name), drafts.based(of), drafts.current(of)
    nested = nested_columns(kinds()[kind])
    columns = [*line_columns(kinds()[kind]), *nested]
    names = names_for(base, edits, columns)
    line = ("options", option, "lines", name)
    cells = {} if row is None else {**row.cells, **nested_cells(base, edits, line, nested)}
    turn = drafts.turn(of)
    form = st.form(f"form {option} {name} {kind} {turn}", border=True)
    with form:
        key = name
        if row is None:
            key = st.text_input(
                "Short name *",
                help="Small letters, digits and _, such as audit.",
                key=f"key {turn}",
            ).strip()
        first = [each for each in columns if each.required or each.path in cells]
        rest = [each for each in columns if each not in first]
        usual = [each for each in rest if each.path[0] in {"title", "source", "assumed"}]
        said = fields(f"{option} {name} {kind} {turn}", [*first, *usual], cells, names)
        with st.expander("More fields"):
            said |= fields(
                f"{option} {name} {kind} {turn} more",
                [each for each in rest if each not in usual],
                cells,
                names,
            )
        if not st.form_submit_button("Put it into the draft", type="primary"):
            return
    if not _KEY.fullmatch(key):
        tell_refusals([Refusal("short name", "write small letters, digits and _ only")])
        return
    if row is None and key in rows:
        taken = "the option has a line called so already: choose it above, or write another"
        tell_refusals([Refusal("short name", f"{key}: {taken}")])
        return
    path = ("options", option, "lines", key)
    found, refusals = edits_of(base, path, columns, cells, said)
    found = _without_empty(path, nested, cells, said, found)
    if row is None:
        found = {(*path, "kind"): kind, **found}
        st.session_state[_MADE] = key
    _put(of, found, refusals)


def _inside(of: Opened, kind: str, line: Keys) -> None:
    """Small grids for what a line has several of, such as tiers."""
    base, edits = drafts.based(of), drafts.current(of)
    for inner in inner_tables(kinds()[kind], line):
        there = now(base, edits, tuple(map(str, inner.prefix[:-1])))
        with st.expander(inner.sheet, expanded=isinstance(there, list | dict)):
            if isinstance(there, str):
                at = plain_words("Anything else")
                st.caption(f"It says {plain_words(there)}, in one word: change it under {at}.")
                continue
            numbered = {STEP: ""} if inner.keys[0].heading == STEP else {}
            grid(of, inner, fixed=numbered, name=f"{inner.sheet} of {line[-1]}")


def _without_empty(
    line: Keys,
    nested: Sequence[Column],
    before: Mapping[Keys, str],
    said: Mapping[Keys, str],
    found: Mapping[Keys, Said | None],
) -> dict[Keys, Said | None]:
    """Edits of a form, where a table inside of a line in which nothing stands goes as a whole."""
    edits = dict(found)
    for table in dict.fromkeys(each.path[:1] for each in nested):
        inside = [each.path for each in nested if each.path[:1] == table]
        emptied_now = any(before.get(path) for path in inside) and not any(
            said.get(path, "").strip() for path in inside
        )
        if emptied_now:
            whole = (*line, *table)
            edits = {path: each for path, each in edits.items() if path[: len(whole)] != whole}
            edits[whole] = GONE
    return edits


def fields(
    name: str,
    columns: Sequence[Column],
    cells: Mapping[Keys, str],
    names: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> dict[Keys, str]:
    """A field for each column, two beside one another; what stands in each."""
    said = {}
    for pair in _pairs(columns):  # row by row, so that a phone has them in order
        for place, column in zip(st.columns(2), pair, strict=False):
            with place:
                said[column.path] = _field(f"{name} {column.heading}", column, cells, names)
    return said


def _pairs(columns: Sequence[Column]) -> list[Sequence[Column]]:
    return [columns[at : at + 2] for at in range(0, len(columns), 2)]


def _field(
    key: str, column: Column, cells: Mapping[Keys, str], names: Mapping[str, Sequence[str]]
) -> str:
    label = column.title + (" *" if column.required else "")
    now = cells.get(column.path, "")
    if column.choices or column.of_sheet:
        # a word of the program's is one of its list; a name of people's may be given later
        known = dict.fromkeys(["", *column.choices, *names.get(column.heading, ()), now])
        chosen = st.selectbox(
            label,
            list(known),
            index=list(known).index(now),
            format_func=lambda each: str(each).replace("_", " ") or "not said",
            key=key,
            help=column.help,
            accept_new_options=column.of_sheet is not None,
        )
        return str(chosen or "")
    said = help_with(column, names) if names.get(column.heading) else column.help
    return st.text_input(
        label, value=now, key=key, help=said or None, placeholder=column.unit or None
    )


def edits_of(
    base: Base,
    path: Keys,
    columns: Sequence[Column],
    before: Mapping[Keys, str],
    said: Mapping[Keys, str],
) -> tuple[dict[Keys, Said | None], list[Refusal]]:
    """Edits that the fields of a form come to, and what was refused."""
    found: dict[Keys, Said | None] = {}
    refusals = []
    for column in columns:
        text = said.get(column.path, "")
        if text.strip() == before.get(column.path, "").strip():
            continue
        try:
            value = read_cell(column, text, base.scenario.finance.currency)
            here = (*path, *column.path)
            found[here] = emptied(base, column, path, here) if value is None else value
        except Unreadable as error:
            refusals.append(Refusal(column.heading, str(error)))
    return found, refusals


def decision_form(of: Opened) -> None:
    """What is asked once: the decision, who takes it, the years and the money."""
    base, edits = drafts.based(of), drafts.current(of)
    cells = nested_cells(base, edits, (), decision())
    asked = [each for each in decision() if each.path[0] != "today" or each.path in cells]
    names = names_for(base, edits, asked)
    with st.form(f"decision {drafts.turn(of)}"):
        first = [each for each in asked if each.required or each.path in cells]
        said_now = fields(f"decision {drafts.turn(of)}", first, cells, names)
        with st.expander("More fields"):
            rest = [each for each in asked if each not in first]
            said_now |= fields(f"decision {drafts.turn(of)} more", rest, cells, names)
        if not st.form_submit_button("Put it into the draft", type="primary"):
            return
    found, refusals = edits_of(base, (), asked, cells, said_now)
    _put(of, found, refusals)


def today_form(of: Opened, year: str) -> None:
    """Where the money stands today: the year, its base budget, and what the ledger shows.

    Parameters
    ----------
    of : Opened
        Whose draft it goes into.
    year : str
        The year that is asked about, such as 2026/27: proposed where none is said.
    """
    at = ("today",)
    base, edits = drafts.based(of), drafts.current(of)
    columns = [
        replace(each, path=each.path[1:], required=each.path[1:] in {("year",), ("budget",)})
        for each in decision()
        if each.path[:1] == at and each.path[1:] != ("contracts_taken",)
    ]
    cells = nested_cells(base, edits, at, columns)
    with st.form(f"today {year} {drafts.turn(of)}"):
        said = fields(
            f"today {year} {drafts.turn(of)}",
            columns,
            {("year",): year, **cells},
            names_for(base, edits, columns),
        )
        if not st.form_submit_button("Put it into the draft", type="primary"):
            return
    found, refusals = edits_of(base, at, columns, cells, said)
    _put(of, found, refusals)


def _put(of: Opened, found: Mapping[Keys, Said | None], refusals: Sequence[Refusal]) -> None:
    """All of a form goes into the draft, or none of it."""
    if refusals:
        tell_refusals(refusals)
        return
    drafts.change(of, found)
    drafts.turn_over(of)
    st.rerun()
