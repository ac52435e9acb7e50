"""What stands above the grids: what is not yet saved, what it does, and how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import streamlit as st

from licmodel.analysis.decisions.answers import WhatIfAnswer, redrawn
from licmodel.analysis.decisions.bridges import Bridge, bridge
from licmodel.dashboard import draft_files, drafts, figures
from licmodel.dashboard.bridging import show_bridge
from licmodel.dashboard.cell_places import column_at
from licmodel.dashboard.cells import GONE, Said, is_same, shown_text
from licmodel.dashboard.draft_files import THROWN_DAYS, THROWN_KEPT
from licmodel.dashboard.drafting import place_text, save_draft
from licmodel.dashboard.left_over import tell_left_over
from licmodel.dashboard.moved import show_moved
from licmodel.dashboard.save_form import save_form
from licmodel.dashboard.shelf import Kept, Opened, as_name, is_changed, require_unchanged
from licmodel.dashboard.telling import answer, guarded, plain_words, table, tell
from licmodel.errors import InputError
from licmodel.report.grid import Grid
from licmodel.report.what_ifs import what_if_sentences, what_if_tables
from licmodel.scenario.overlay import Keys, in_words

_LOOKS = {
    "differs": "What differs from the file",
    "effect": "Before and after, by option",
    "why": "Why",
    "save": "Save it",
}
NOT_SAID = "not said"
_LONGEST = 90
_NAMED = 3


def drafted_parts(
    of: Opened,
    key: str,
    parts: Mapping[str, str],
    drawn: Mapping[str, Callable[[Opened], None]],
) -> None:
    """A page of parts, one of which is drawn at a time, under the draft that they are typed into.

    Parameters
    ----------
    of : Opened
        What is open.
    key : str
        What the address calls the part.
    parts : mapping of str to str
        Their titles; the first comes of itself.
    drawn : mapping of str to callable
        What draws each.
    """
    head = st.container()
    part = st.pills(
        "Part",
        list(parts),
        default=next(iter(parts)),
        required=True,
        format_func=parts.__getitem__,
        key=f"{key} record" if of.is_record else key,
        bind=None if of.is_record else "query-params",
        label_visibility="collapsed",
    )
    with guarded():
        drawn[str(part)](of)
    with head, guarded():
        draft_head(of)
    drafts.keep_in_address(of)


def draft_head(of: Opened) -> None:
    """The draft: how many changes, the way back, what it does, and saving it."""
    if of.is_record:
        st.caption("A version of record is not changed: open the scenario that it was made from.")
        return
    if is_changed(of):
        st.info(
            "The file was changed elsewhere, so what stands below is drawn anew. Look whether the "
            "last thing you typed was taken.",
            icon=":material/sync:",
        )
    _others(of)
    edits = drafts.current(of)
    if (book := drafts.book_left()) is not None:
        st.info(
            f"{plain_words(book)} stays beside the scenario, where the draft had it written: "
            "delete it there if nobody wants it.",
            icon=":material/description:",
        )
    _of_another_file(of)
    if not edits:
        st.caption(
            "Nothing is changed. What you type below is a draft until you save it; "
            "the file stays as it is."
        )
        if drafts.can_undo(of):
            st.button("Undo", on_click=drafts.undo, args=(of,), icon=":material/undo:")
        return
    with st.container(border=True):
        words, back, away = st.columns([2, 1, 1], vertical_alignment="center")
        words.header(f"{drafts.many(len(edits))} not yet saved", anchor=False)
        back.button(
            "Undo",
            on_click=drafts.undo,
            args=(of,),
            icon=":material/undo:",
            width="stretch",
            key="undo draft",
        )
        away.button(
            "Discard all",
            on_click=drafts.discard,
            args=(of,),
            icon=":material/delete_sweep:",
            width="stretch",
            key="discard draft",
        )
        if (reason := drafts.lost_on_refresh()) is not None:
            st.warning(
                f"The draft cannot be kept on this machine ({plain_words(reason)}): it is lost "
                "when the page is loaded again. Save it before.",
                icon=":material/warning:",
            )
        with guarded():
            _does(of)
        _look_at(of)


def _of_another_file(of: Opened) -> None:
    """Say that the file was changed under the draft, and what of it is not applied for that."""
    aside = drafts.not_applied(of)
    if (begun := drafts.begun_on_another(of)) and (aside or drafts.current(of)):
        st.info(
            f"The file was changed since this draft was begun on {_when(begun)}: look at "
            "*What differs from the file*.",
            icon=":material/sync_problem:",
        )
    if not aside:
        return
    told = [f"{place_text(path)} ({_short(_said(path, said))})" for path, said in aside.items()]
    st.warning(
        "Not applied, since the file says something else by now of that item of its list: "
        f"{plain_words('; '.join(told))}. Type it anew where it belongs.",
        icon=":material/warning:",
    )
    st.button(
        "Leave it out",
        on_click=drafts.change,
        args=(of, dict.fromkeys(aside)),
        icon=":material/cleaning_services:",
    )


def _when(at: str) -> str:
    when = datetime.fromisoformat(at)
    return f"{when.day} {when:%B %Y, %H:%M}"


def _said(path: Keys, said: Said) -> str:
    return GONE.value if said is GONE else shown_text(said, column_at(path))


def _look_at(of: Opened) -> None:
    """One thing about the draft at a time: a grid below stays where it is."""
    look = st.pills(
        "Look at",
        list(_LOOKS),
        format_func=lambda each: _LOOKS[each],
        key=f"look at {of.path.name}",
        label_visibility="collapsed",
        persist_state="session",
    )
    known = drafts.laid(of).scenario is not None
    with guarded():
        if look == "differs":
            table(changes_table(of), words=True)
        elif look == "save":
            _save(of)
        elif look == "effect" and known:
            _before_and_after(of, answered(of))
        elif look == "why" and known:
            _why(of)


def changes_table(of: Opened) -> Grid:
    """Every edit by its key: what the file says, and what the draft does."""
    base, edits = drafts.based(of), drafts.current(of)
    rows = []
    for path, said in edits.items():
        there, column = base.said(path), column_at(path)
        if isinstance(there, Mapping):  # a figure with what is said of it
            there = there.get("value", there)
        before = NOT_SAID if there is None else in_words(there)
        if isinstance(there, str):
            before = shown_text(there, column)
        rows.append((place_text(path), [_short(before), _short(_said(path, said))]))
    return Grid(
        "Not yet saved",
        [key for key, _ in rows],
        ["in the file", "in the draft"],
        [cells for _, cells in rows],
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _others(of: Opened) -> None:
    """Drafts of this file from another window or day, and the way back to one thrown away."""
    if (gone := drafts.thrown_away(of)) is not None:
        words, back = st.columns([4, 1], vertical_alignment="center")
        words.info(
            "A draft of this file was thrown away. It can be had back for "
            f"{THROWN_DAYS} days, unless {THROWN_KEPT} more of this file are thrown "
            "away.",
            icon=":material/delete:",
        )
        back.button("Bring it back", on_click=drafts.bring_back, args=(of, gone), width="stretch")
    found = drafts.others(of)
    if len(found) == 1:
        _offer(of, found)
    elif found:
        with st.expander(f"{len(found)} drafts of this file are not saved"):
            _offer(of, found)


def _offer(of: Opened, found: Mapping[str, draft_files.Kept]) -> None:
    """Each draft with what it changes: to go on with, or to be thrown away."""
    for name, kept in found.items():
        said = f" of {_when(kept.at)}" if kept.at else ""
        paths = [place_text(path) for path in kept.edits]
        more = len(paths) - _NAMED
        named = ", ".join(paths if more <= 0 else [*paths[:_NAMED], f"{more} more"])
        words, take, away = st.columns([3, 1, 1], vertical_alignment="center")
        words.info(
            f"A draft of this file{said} holds {drafts.many(len(paths))} not saved: "
            f"{plain_words(named)}. It may be open in another window.",
            icon=":material/edit_note:",
        )
        take.button(
            "Go on with it",
            key=f"take up {name}",
            on_click=drafts.take_up,
            args=(of, name),
            width="stretch",
        )
        away.button(
            "Throw it away",
            key=f"throw away {name}",
            on_click=drafts.throw_away,
            args=(of, name),
            width="stretch",
        )


def _does(of: Opened) -> None:
    """What the draft does to every option, by the evaluation that what-ifs have."""
    laid = drafts.laid(of)
    if laid.scenario is None:
        st.markdown("**It cannot be worked out yet.** Mend what is told here, or undo it.")
        for fault in laid.faults:
            tell(fault)
        return
    found = answered(of)
    answer(what_if_sentences(found))
    for each in found.warnings:
        st.warning(plain_words(each), icon=":material/warning:")
    tell_left_over(of)


def answered(of: Opened) -> WhatIfAnswer:
    """Every option as it stands, and with the draft."""
    return _answered(drafts.redrawn(of).mark, of)


@st.cache_resource(max_entries=20, show_spinner=False)
def _answered(mark: str, _of: Opened) -> WhatIfAnswer:  # noqa: ARG001  what it is kept by
    return redrawn(_of.scenario, drafts.redrawn(_of).scenario)


def bridged(of: Opened, option: str) -> Bridge:
    """Why an option costs more, or less, with the draft."""
    return _bridged(drafts.redrawn(of).mark, option, of)


@st.cache_resource(max_entries=20, show_spinner=False)
def _bridged(mark: str, option: str, _of: Opened) -> Bridge:  # noqa: ARG001  what it is kept by
    return bridge(_of.scenario, option, option, other=drafts.redrawn(_of).scenario)


def _before_and_after(of: Opened, found: WhatIfAnswer) -> None:
    looks = figures.option_looks(drafts.redrawn(of))
    show_moved(found, looks, figures.money(of), "with the draft")
    for grid in what_if_tables(found):
        table(grid)


def _why(of: Opened) -> None:
    compared = figures.compared(of)
    titles = {
        key: each.title
        for key, each in compared.options.items()
        if key in drafts.redrawn(of).scenario.options
    }
    if not titles:
        st.info(
            "No option of the file is in the draft, so there is none of which to say why it costs "
            "more or less.",
            icon=":material/info:",
        )
        return
    start = compared.baseline if compared.baseline in titles else next(iter(titles))
    option = str(
        st.selectbox(
            "Option",
            list(titles),
            index=list(titles).index(str(start)),
            format_func=lambda key: titles[key],
            key=f"why draft {of.path.name}",
        )
    )
    show_bridge(bridged(of, option), figures.money(of))


def _save(of: Opened) -> None:
    """Keep the draft as a file that extends the one that is open."""
    st.caption("As a new file beside this one, which stays as it is. No file is overwritten.")
    words = st.text_input(
        "Why its figures are assumed, where you give no source",
        value=drafts.why(of),
        key=f"why {of.path} {drafts.turn(of)}",
    )
    if not is_same(words.strip() or drafts.why(of), drafts.why(of)):
        drafts.say_why(of, words)
    save_form(
        "save draft",
        "Save the draft",
        lambda title, note: _saved(of, title.strip(), note.strip()),
        example="After the restructure",
        note=("What a reader must know", "140 posts go in October"),
        border=False,
    )


def _saved(of: Opened, title: str, note: str) -> Kept:
    if not title:
        raise InputError("a file needs a name", remedies=["say what to call it"])
    require_unchanged(of)
    if drafts.not_applied(of):
        raise InputError(
            "part of the draft is not applied, and would be lost with it",
            found=", ".join(map(place_text, drafts.not_applied(of))),
            remedies=["type it anew where it belongs", "or leave it out, above"],
        )
    name = f"{of.path.stem}_{as_name(title)}.yaml"
    save_draft(drafts.based(of), drafts.laid(of), of.path.parent / name, title, note or None)
    drafts.forget(of)
    return Kept(name, "It extends this file and gives the figures of the draft.")
