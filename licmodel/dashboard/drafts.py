"""The draft of the scenario that is open: kept through a refresh, with a way back, until saved.

It is kept under a name that stands in the address: each window has its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import streamlit as st

from licmodel.dashboard import draft_files
from licmodel.dashboard.cells import Said
from licmodel.dashboard.draft_files import Kept
from licmodel.dashboard.drafting import Base, Edits, Laid, base_of, laid_over
from licmodel.dashboard.list_items import digest, items_of, otherwise
from licmodel.dashboard.removals import with_change
from licmodel.dashboard.rows import says_already
from licmodel.dashboard.shelf import Opened, age
from licmodel.report.amounts import counted
from licmodel.scenario.overlay import Keys

ADDRESS = "draft"
"""What the address calls it."""

_MOST_STEPS = 50
_ID = re.compile(r"[0-9a-f]{8}")


_NOTHING = Kept(({},))


def current(of: Opened) -> Edits:
    """What the draft of a scenario says; nothing where there is none."""
    kept = _kept(of)
    aside = _aside(of, kept)
    return {path: said for path, said in kept.edits.items() if path not in aside}


def not_applied(of: Opened) -> Edits:
    """What the draft says of items of lists that are otherwise in the file by now."""
    return _aside(of, _kept(of))


def _aside(of: Opened, kept: Kept) -> Edits:
    return otherwise(based(of), kept.edits, kept.items) if kept.items else {}


def begun_on_another(of: Opened) -> str:
    """When the draft was begun, where the file said something else then; else nothing."""
    kept = _kept(of)
    return kept.begun if kept.file and kept.file != digest(based(of).document.data) else ""


def many(changes: int) -> str:
    """How many changes a draft holds.

    Examples
    --------
    >>> many(1), many(3)
    ('1 change', '3 changes')
    """
    return counted(changes, "change")


def why(of: Opened) -> str:
    """Said of its figures that come without a source."""
    return _kept(of).why or _usual_why()


def _usual_why() -> str:
    today = datetime.now().astimezone()
    return f"typed on the dashboard on {today.day} {today:%B %Y}"


def say_why(of: Opened, words: str) -> None:
    """Say why figures without a source are assumed."""
    kept = _kept(of)
    _keep(of, replace(kept, why=words.strip()))


def can_undo(of: Opened) -> bool:
    """Whether there is a step to go back to."""
    return len(_kept(of).steps) > 1


def change(of: Opened, said: Mapping[Keys, Said | None]) -> None:
    """Say some things anew; none takes an edit back, and so does what the file says already."""
    if not said:
        return
    kept, base = _kept(of), based(of)
    edits = kept.edits
    for path, value in said.items():
        edits = with_change(base, edits, path, value)
        if value is not None and says_already(base, path, value):
            edits.pop(path, None)
    fresh = [path for path in edits if path in said or path not in kept.edits]
    items = {**kept.items, **items_of(base, fresh)}
    if edits == kept.edits and items == kept.items:
        return
    if not kept.edits:
        kept = replace(kept, begun=_now(), file=digest(base.document.data))
    steps = (*kept.steps, edits)[-_MOST_STEPS:]
    _keep(of, replace(kept, steps=steps, at=_now(), items=items))


def undo(of: Opened) -> None:
    """Go back a step."""
    kept = _kept(of)
    if len(kept.steps) > 1:
        _keep(of, replace(kept, steps=kept.steps[:-1], at=_now()))
        turn_over(of)


def discard(of: Opened) -> None:
    """Say nothing anew; what was said can be had back by undo."""
    kept = _kept(of)
    if kept.edits:
        book = kept.edits.get(("price_book",))
        if book is not None and (of.path.parent / str(book)).exists():
            st.session_state["book left"] = str(book)
        _keep(of, replace(kept, steps=(*kept.steps, {}), at=_now()))
        turn_over(of)


def is_read_elsewhere(of: Opened, book: str) -> bool:
    """Whether another draft reads a price book beside the scenario, or did so a step back."""
    return draft_files.others_name(of.path, _name(of), book)


def book_left() -> str | None:
    """The price book that a draft read before it was discarded, told once: its file stays."""
    found = st.session_state.pop("book left", None)
    return None if found is None else str(found)


def forget(of: Opened) -> None:
    """Keep nothing of it: it was saved, or thrown away."""
    name = _name(of)
    _memory().pop((str(of.path), name), None)
    draft_files.remove(of.path, name)
    _names().pop(str(of.path), None)
    st.query_params.pop(ADDRESS, None)
    turn_over(of)


def turn(of: Opened) -> str:
    """What is in the key of each grid and form: another one whenever they have to be drawn anew.

    Streamlit tells fields apart by their keys alone, so it is of the file too, as it stands.
    """
    asked = (of.mark, _turns().get(str(of.path), 0))
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:10]


def turn_over(of: Opened) -> None:
    """Have grids and forms drawn anew."""
    _turns()[str(of.path)] = _turns().get(str(of.path), 0) + 1


def _turns() -> dict[str, int]:
    found: dict[str, int] = st.session_state.setdefault("turns of drafts", {})
    return found


def lost_on_refresh() -> str | None:
    """Why drafts cannot be kept; none where they are."""
    found: str | None = st.session_state.get("draft not kept")
    return found


def others(of: Opened) -> dict[str, Kept]:
    """Drafts of a scenario that were not saved, and are not open here: the latest first."""
    found = {}
    for name in draft_files.names(of.path):
        kept = draft_files.read(of.path, name)
        if name != _name(of) and kept is not None and kept.edits:
            found[name] = kept
    return dict(sorted(found.items(), key=lambda each: each[1].at, reverse=True))


def take_up(of: Opened, name: str) -> None:
    """Go on with a draft that was not saved."""
    _names()[str(of.path)] = name
    turn_over(of)


def throw_away(of: Opened, name: str) -> None:
    """Put aside a draft that is not open here; it may be open in another window."""
    if draft_files.throw_away(of.path, name):
        st.session_state[f"thrown away of {of.path}"] = name


def thrown_away(of: Opened) -> str | None:
    """The draft that was thrown away last, here or while it was open here; none, where none was."""
    name: str | None = st.session_state.get(f"thrown away of {of.path}")
    return name if name is not None and draft_files.is_thrown_away(of.path, name) else None


def bring_back(of: Opened, name: str) -> None:
    """Have a draft that was thrown away, and go on with it."""
    take_up(of, draft_files.bring_back(of.path, name))


def keep_in_address(of: Opened) -> None:
    """Take the draft from the address on arrival, and keep it there while it says something."""
    given = str(st.query_params.get(ADDRESS, ""))
    arrives = str(of.path) not in _names() and _ID.fullmatch(given)
    if arrives and draft_files.read(of.path, given) is not None:
        _names()[str(of.path)] = given
    elif arrives:
        st.session_state[f"thrown away of {of.path}"] = given
    if current(of) or can_undo(of):
        st.query_params[ADDRESS] = _name(of)
    else:
        st.query_params.pop(ADDRESS, None)


def based(of: Opened) -> Base:
    """What the file says, for drafts to be laid over."""
    return _based(of.mark, of)


@st.cache_resource(max_entries=10, show_spinner=False)
def _based(mark: str, _of: Opened) -> Base:  # noqa: ARG001  what it is kept by
    return base_of(_of.path, _of.scenario)


def laid(of: Opened) -> Laid:
    """The draft laid over its scenario."""
    edits = tuple(current(of).items())
    return _laid(_mark(of), edits, why(of), of)


def _mark(of: Opened) -> str:
    """The mark of a scenario, and of the price book that its draft reads in place of its own."""
    book = current(of).get(("price_book",))
    return of.mark if book is None else f"{of.mark}|{age(of.path.parent / str(book))}"


@st.cache_resource(max_entries=30, show_spinner=False)
def _laid(mark: str, edits: tuple[tuple[Keys, Said], ...], words: str, _of: Opened) -> Laid:  # noqa: ARG001
    return laid_over(based(_of), dict(edits), words)


def redrawn(of: Opened) -> Opened:
    """The scenario with its draft, where it can be read; else as it stands."""
    edits = current(of)
    if not edits:
        return of
    found = laid(of).scenario
    said = hashlib.sha256(repr((sorted(edits.items()), why(of))).encode()).hexdigest()
    return of if found is None else Opened(of.path, found, f"{_mark(of)}|{said}", drafted=True)


# --- keeping ---


def _names() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault("drafts", {})
    return found


def _memory() -> dict[tuple[str, str], Kept]:
    found: dict[tuple[str, str], Kept] = st.session_state.setdefault("drafts in memory", {})
    return found


def _unwritten() -> set[str]:
    """Names of drafts whose last change could not be written."""
    found: set[str] = st.session_state.setdefault("drafts unwritten", set())
    return found


def _name(of: Opened) -> str:
    return _names().setdefault(str(of.path), draft_files.new_name())


def _kept(of: Opened) -> Kept:
    """The draft as it stands on disk: another window may have the same."""
    name = _name(of)
    mine = _memory().get((str(of.path), name), _NOTHING)
    if name in _unwritten():  # what the disk has of it is older
        return mine
    return draft_files.read(of.path, name) or mine


def _keep(of: Opened, kept: Kept) -> None:
    name = _name(of)
    _memory()[str(of.path), name] = kept
    try:
        draft_files.write(of.path, name, kept)
        _unwritten().discard(name)
        st.session_state.pop("draft not kept", None)
    except OSError as error:
        _unwritten().add(name)
        st.session_state["draft not kept"] = error.strerror or str(error)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
