"""Grids that are typed and pasted into: text in, figures out or a refusal by cell."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from licmodel.dashboard import drafts
from licmodel.dashboard.cells import pasted_rows
from licmodel.dashboard.inner_rows import rows_inside
from licmodel.dashboard.inner_tables import is_inner
from licmodel.dashboard.rows import Refusal, Row, names_for, pasted, rows_of, typed
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words
from licmodel.scenario.overlay import Keys
from licmodel.workbook.form_placing import all_tables
from licmodel.workbook.form_tables import Column, Table

_ALWAYS = frozenset({("title",), ("kind",), ("source",), ("assumed",), ("status",)})
_WIDE = frozenset({"source", "assumed", "title", "reason"})
_SHOWN = 12


def table_called(sheet: str) -> Table:
    """The table of the forms with this name.

    Examples
    --------
    >>> table_called("Drivers").prefix
    ('drivers', 0)
    """
    return next(each for each in all_tables() if each.sheet == sheet)


def grid(  # noqa: PLR0913  one keyword for each choice a page has
    of: Opened,
    of_what: str | Table,
    *,
    within: Sequence[Keys] = (),
    fixed: Mapping[str, str] | None = None,
    columns: Sequence[Column] | None = None,
    name: str | None = None,
) -> None:
    """A grid of a table, whose edits go into the draft.

    Parameters
    ----------
    of : Opened
        The scenario.
    of_what : str or Table
        Name of a table in the forms, or one inside of a line.
    within : sequence of tuple of str
        Paths that rows must be inside of; all rows where not given.
    fixed : mapping of str to str
        Keys that every row has, by heading; they have no column.
    columns : sequence of Column
        Columns that are shown first; where not given, those that say something or must.
    name : str
        Of what is in it, for those who cannot see it.
    """
    table = table_called(of_what) if isinstance(of_what, str) else of_what
    sheet, fixed, inner = table.sheet, dict(fixed or {}), is_inner(table)
    asked = (of.mark, sheet, table.prefix, within, fixed)
    mark = hashlib.sha256(repr(asked).encode()).hexdigest()[:10]
    head, choice = st.columns([3, 1], vertical_alignment="center")
    head.caption(
        f"{table.said} Type or paste, tick rows to delete them; blank is unknown, never nothing."
    )
    every = inner
    if table.prefix and not inner:
        every = choice.toggle("All columns", key=f"every {sheet} {mark}", persist_state="session")
    key = f"grid {sheet} {mark} {int(every)} {drafts.turn(of)}"
    # Streamlit forgets what was typed into a grid that was not drawn for a while, as on another
    # page: it comes back with the draft as it is by then, which holds what was typed.
    if key not in st.session_state or key not in st.session_state.setdefault("grids", {}):
        base, edits = drafts.based(of), drafts.current(of)
        inside = rows_inside(base, edits, table) if inner else None
        rows = rows_of(base, edits, table, within) if inside is None else inside
        names = names_for(base, edits, (*table.keys, *table.columns))
        st.session_state.setdefault("grids", {})[key] = (rows, edits, {}, names)
    rows, at_first, before, names = st.session_state["grids"][key]
    shown = list(table.columns) if every or not table.prefix else _usual(table, rows, columns)
    keys = [each for each in table.keys if each.heading not in fixed]
    st.data_editor(
        _frame(table, rows, keys, shown),
        key=key,
        hide_index=True,
        num_rows="dynamic",
        width="stretch",
        column_config=_config(keys, shown, names),
        alt=f"{name or sheet}: {len(rows)} rows to type into. What is typed is listed above.",
    )
    state = st.session_state.get(key) or {}
    found = typed(drafts.based(of), at_first, table, rows, state, fixed=fixed, within=within)
    if found.edits != before:  # of which another window may have said more since
        back = {path: at_first.get(path) for path in before if path not in found.edits}
        anew = {
            path: said
            for path, said in found.edits.items()
            if path not in before or said != before[path]
        }
        drafts.change(of, {**back, **anew})
        st.session_state["grids"][key] = (rows, at_first, dict(found.edits), names)
    if found.stays:
        _refused()[f"{sheet} {mark}"] = found.refusals
        drafts.turn_over(of)
        st.rerun()
    tell_refused(f"{sheet} {mark}", found.refusals)
    if not inner:
        _paste(of, table, fixed, within, f"{sheet} {mark}")


def _refused() -> dict[str, Sequence[Refusal]]:
    """What was not taken, by grid, to be told once it is drawn anew."""
    found: dict[str, Sequence[Refusal]] = st.session_state.setdefault("refused", {})
    return found


def tell_refused(name: str, more: Sequence[Refusal] = ()) -> None:
    """What was not taken when rows were put into the draft under a name, and what else is not."""
    tell_refusals([*more, *_refused().pop(name, ())])


def tell_refusals(refusals: Sequence[Refusal], what: str = "cell") -> None:
    """What was not taken, cell by cell, or whatever it is that people fill in."""
    waiting = [each for each in refusals if each.is_waiting]
    if waiting:
        words = "; ".join(plain_words(str(each)) for each in waiting[:_SHOWN])
        st.info(f"Still to be filled in: {words}", icon=":material/edit:")
    refused = [each for each in refusals if not each.is_waiting]
    if not refused:
        return
    told = [f"- {plain_words(str(each))}" for each in refused[:_SHOWN]]
    more = len(refused) - _SHOWN
    told += [f"- and {more} more"] if more > 0 else []
    head = f"1 {what} was" if len(refused) == 1 else f"{len(refused)} {what}s were"
    st.error("\n".join([f"**{head} not taken**", *told]), icon=":material/report:")


def _usual(table: Table, rows: Sequence[Row], first: Sequence[Column] | None) -> list[Column]:
    """Columns that say something in any row, must, or say where figures are from."""
    used = {path for row in rows for path in row.cells}
    wanted = {each.path for each in first or ()}
    if first is None:
        wanted = {each.path for each in table.columns if each.required}
        if not rows:
            wanted |= {each.path for each in table.columns[:8]}
    return [each for each in table.columns if each.path in used | wanted | _ALWAYS]


def _frame(
    table: Table, rows: Sequence[Row], keys: Sequence[Column], shown: Sequence[Column]
) -> Any:  # noqa: ANN401  a frame of pandas, whose types say too little
    at = {each.heading: number for number, each in enumerate(table.keys)}
    return pd.DataFrame(
        {
            **{each.heading: [row.keys[at[each.heading]] for row in rows] for each in keys},
            **{each.heading: [row.cells.get(each.path, "") for row in rows] for each in shown},
        },
        dtype="string",
    )


def _config(
    keys: Sequence[Column], shown: Sequence[Column], names: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Every column holds text: one of a list would drop any other word that is pasted, unsaid."""
    config: dict[str, Any] = {}
    for each in keys:
        label = each.heading.removeprefix("key of the ")
        config[each.heading] = st.column_config.TextColumn(
            label[:1].upper() + label[1:], help=help_with(each, names), pinned=True, default=""
        )
    for each in shown:
        label = each.title
        config[each.heading] = st.column_config.TextColumn(
            label,
            help=help_with(each, names),
            width="medium" if each.path[-1] in _WIDE else None,
            default="",
        )
    return config


def help_with(column: Column, names: Mapping[str, Sequence[str]]) -> str:
    """What is said of a column, with the words it may hold.

    Examples
    --------
    >>> help_with(Column(("agreement",), "Contract it is under."), {"agreement": ["corporate"]})
    'Contract it is under. One of: corporate.'
    """
    known = column.choices or names.get(column.heading, ())
    said = f"{column.help} ({column.unit})" if column.unit and not column.choices else column.help
    return f"{said} One of: {', '.join(known)}." if known else said


def _paste(
    of: Opened, table: Table, fixed: Mapping[str, str], within: Sequence[Keys], name: str
) -> None:
    """A field for rows of a spreadsheet, for whom the grid itself is out of reach."""
    with st.expander("Paste rows of a spreadsheet", icon=":material/content_paste:"):
        heads = [each.heading for each in (*table.keys, *table.columns[:3])
                 if each.heading not in fixed]  # fmt: skip
        st.caption(
            "Copy rows with their headings, called as in the grid: "
            f"{plain_words(', '.join(heads))} …  \nA blank cell leaves what is there."
        )
        field = f"pasted {name} {drafts.turn(of)}"
        st.text_area("Rows", key=field, height=120, label_visibility="collapsed")
        if st.button("Take these rows", key=f"take {name}", icon=":material/download_done:"):
            with guarded():
                rows = pasted_rows(str(st.session_state.get(field) or ""))
                take_rows(of, table, fixed, rows, name, within=within)
                st.rerun()


def take_rows(  # noqa: PLR0913  as a grid has
    of: Opened,
    table: Table,
    fixed: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    name: str,
    *,
    within: Sequence[Keys] = (),
) -> None:
    """Put rows with headings into the draft; what is refused is told beside the grid.

    Raises
    ------
    InputError
        If the first row does not name the columns.
    """
    found = pasted(drafts.based(of), drafts.current(of), table, rows, fixed, within=within)
    drafts.change(of, {path: said for path, said in found.edits.items() if said is not None})
    _refused()[name] = found.refusals
    drafts.turn_over(of)
