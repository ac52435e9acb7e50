"""Workbooks that came back, on the page: what each says otherwise, and keeping it as a new file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from licmodel.dashboard import shelf
from licmodel.dashboard.came_back import MOST_MEGABYTES, Uploaded, imported
from licmodel.dashboard.marks import label_words
from licmodel.dashboard.save_form import save_form
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words, table
from licmodel.errors import InputError
from licmodel.report.amounts import counted
from licmodel.workbook.bringing import AS_SENT, MENDABLE
from licmodel.workbook.change_grids import (
    changed,
    moved,
    not_taken,
    rounding,
    several_deals,
    totals,
)
from licmodel.workbook.change_text import changes_text
from licmodel.workbook.copy_text import extras, lacks
from licmodel.workbook.importing import Imported, save_overlay
from licmodel.workbook.merging import Conflict

_NONE = ""


def returning(of: Opened) -> None:
    """Upload, change list, conflicts, effect, and a new file."""
    st.markdown(
        "Workbooks that were made here and edited: each change with its cell and what it does to "
        "every total. Several copies are merged; where they differ, nothing is taken until you "
        "say. Neither the workbooks nor the scenario are written to."
    )
    if of.is_record:
        st.info(
            "A version of record is not changed: open the scenario that it was made from.",
            icon=":material/lock:",
        )
        return
    files = st.file_uploader(
        "Workbooks that came back (.xlsx)",
        type=[each.removeprefix(".") for each in (*AS_SENT, *MENDABLE)],
        accept_multiple_files=True,
        max_upload_size=MOST_MEGABYTES,
        key=f"came back {of.path.name}",
    )
    books = tuple((each.name, each.getvalue()) for each in files)
    if not books:
        return
    with guarded():
        _told(of, books)


def _told(of: Opened, books: Uploaded) -> None:
    with st.spinner("Reading what they say …"):
        first = imported(of, books, ())
    prefer = _settled(of, first)
    found = first
    if prefer:
        with st.spinner("Reading what they say …"):
            found = imported(of, books, prefer)
    _summary(found)
    if found.changes or found.added:
        table(changed(found), words=True)
    for remark in found.remarks:
        st.info(plain_words(remark), icon=":material/lightbulb:")
    if found.alone:
        table(moved(found))
    for each in totals(found):
        table(each)
    if note := rounding(found):
        st.caption(note)
    if found.refused:
        table(not_taken(found), words=True)
    together = several_deals(found)
    notes = list(dict.fromkeys([*([together] if together else []), *found.notes]))
    if notes:
        with st.expander(f"What was noticed ({len(notes)})"):
            st.markdown("\n".join(f"- {plain_words(each)}" for each in notes))
    with st.expander("All of it as the command prints it, calculated cells too"):
        st.code(changes_text(found), language=None, wrap_lines=True)
    if found.overlay is not None:
        _keep(of, found)


def _settled(of: Opened, found: Imported) -> tuple[str, ...]:
    """Which copy counts for each figure on which they differ, as it is chosen."""
    if not found.conflicts:
        return ()
    st.header("Where copies differ", anchor=False)
    st.caption("Nothing is taken of these until you choose a copy.")
    prefer: list[str] = []
    for number, each in enumerate(found.conflicts):
        said = _sayings(each)
        chosen = st.radio(
            label_words(
                f"{each.key}{f' under {each.what_if}' if each.what_if else ''} "
                f"({each.before} before)"
            ),
            [_NONE, *said],
            format_func=partial(_choice, said),
            key=f"conflict {of.path.name} {number} {each.key} {each.what_if} {sorted(said)}",
        )
        if chosen:
            prefer.append(preferring(each, chosen))
    return tuple(prefer)


def preferring(each: Conflict, book: str) -> str:
    """What was chosen of one figure, as ``--prefer`` takes it: of its own what-if alone."""
    return f"{each.key}@{each.what_if or ''}={book}"


def _choice(said: Mapping[str, str], book: str) -> str:
    return said.get(book, "none of them: leave it as it is")


def _sayings(each: Conflict) -> dict[str, str]:
    """What each copy says, by its name."""
    return {
        book: f"{plain_words(said)} ({plain_words(place)})"
        for book, (place, said) in zip(each.books, each.sayings, strict=True)
    }


def _summary(found: Imported) -> None:
    """What was read, and whether all of it was taken."""
    _of_copies(found)
    left = [each for each in found.conflicts if each.taken is None]
    taken = len(found.changes) + len(found.added)
    if found.is_as_it_was:
        st.info("Nothing is otherwise than in the scenario.", icon=":material/done_all:")
        return
    if not (taken or left or found.refused):
        return
    said = [f"{counted(taken, 'change')} taken"]
    if left:
        said.append(f"{len(left)} on which copies differ, not taken")
    if found.refused:
        said.append(f"{len(found.refused)} refused")
    st.markdown(f"**{'; '.join(said)}.**")


def _of_copies(found: Imported) -> None:
    """What was read of each copy, what is missing in it, and what was added."""
    for copy in found.copies:
        saved = f", last saved {copy.saved}" if copy.saved else ""
        st.markdown(plain_words(f"{copy.name}{saved}: {copy.rows} inputs read."))
    for copy in found.copies:
        for each in lacks(copy):
            st.warning(plain_words(each), icon=":material/search_off:")
        for name in dict.fromkeys(copy.foreign or ()):
            st.button(
                f"Open {plain_words(name)}",
                on_click=shelf.choose,
                args=(name,),
                key=f"open {copy.name} {name}",
                icon=":material/folder_open:",
            )
    for copy in found.copies:
        if added := extras(copy):
            first, *rest = map(plain_words, added)
            st.info(
                "\n".join([first, "", *(f"- {each}" for each in rest)]), icon=":material/add_notes:"
            )


def _keep(of: Opened, found: Imported) -> None:
    """Keep what was taken as a file of its own."""
    st.header("Keep it", anchor=False)
    st.caption("As a new file beside this one, which it extends. No file is overwritten.")
    save_form(
        "keep what came back",
        "Save as a new scenario file",
        lambda title, _: _kept(of, found, title),
        example="Directorates, first round",
    )


def _kept(of: Opened, found: Imported, title: str) -> shelf.Kept:
    if not title.strip():
        raise InputError("a file that is kept needs a name", remedies=["say what to call it"])
    shelf.require_unchanged(of)
    name = f"{of.path.stem}_{shelf.as_name(title)}.yaml"
    save_overlay(found, of.path.parent / name, title.strip())
    return shelf.Kept(name, "It holds what was taken, and stands in the list of scenarios.")
