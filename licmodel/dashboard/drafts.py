"""The draft of the scenario that is open: kept through a refresh, with a way back, until saved.

It lies in the reader's own cache, under a name that stands in the address: each window has its own,
and the folder of the scenarios holds nothing that was not saved on purpose.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import streamlit as st

from licmodel.dashboard.cells import GONE, Said
from licmodel.dashboard.drafting import Base, Edits, Laid, base_of, laid_over
from licmodel.dashboard.removals import with_change
from licmodel.dashboard.rows import says_already
from licmodel.dashboard.shelf import Opened, age
from licmodel.records import record
from licmodel.report.amounts import counted
from licmodel.scenario.overlay import Keys

ADDRESS = "draft"
"""What the address calls it."""

THROWN_DAYS = 30
"""How long a draft that was thrown away can be had back at least [days]."""

THROWN_KEPT = 20
"""How many of a file, the latest: those before them go sooner."""

_MOST_STEPS = 50
_THROWN = ".thrown"
_ID = re.compile(r"[0-9a-f]{8}")


@record
class Kept:
    """A draft as it is kept: every step of it, the last of which holds."""

    steps: tuple[dict[Keys, Said], ...]
    why: str = ""
    at: str = ""

    @property
    def edits(self) -> dict[Keys, Said]:
        """What it says now."""
        return dict(self.steps[-1])


_NOTHING = Kept(({},))


def folder_of(path: Path) -> Path:
    """Where drafts of a scenario are kept."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    cache = Path(home) if home else Path.home() / ".cache"
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    return cache / "licmodel" / "drafts" / name


def current(of: Opened) -> Edits:
    """What the draft of a scenario says; nothing where there is none."""
    return _kept(of).edits


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
    _keep(of, Kept(kept.steps, words.strip(), kept.at))


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
    if edits != kept.edits:
        steps = (*kept.steps, edits)[-_MOST_STEPS:]
        _keep(of, Kept(steps, kept.why, _now()))


def undo(of: Opened) -> None:
    """Go back a step."""
    kept = _kept(of)
    if len(kept.steps) > 1:
        _keep(of, Kept(kept.steps[:-1], kept.why, _now()))
        turn_over(of)


def discard(of: Opened) -> None:
    """Say nothing anew; what was said can be had back by undo."""
    kept = _kept(of)
    if kept.edits:
        book = kept.edits.get(("price_book",))
        if book is not None and (of.path.parent / str(book)).exists():
            st.session_state["book left"] = str(book)
        _keep(of, Kept((*kept.steps, {}), kept.why, _now()))
        turn_over(of)


def book_left() -> str | None:
    """The price book that a draft read before it was discarded, told once: its file stays."""
    found = st.session_state.pop("book left", None)
    return None if found is None else str(found)


def forget(of: Opened) -> None:
    """Keep nothing of it: it was saved, or thrown away."""
    name = _name(of)
    _memory().pop((str(of.path), name), None)
    with contextlib.suppress(OSError):
        (folder_of(of.path) / f"{name}.json").unlink(missing_ok=True)
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
    with contextlib.suppress(OSError):
        for file in folder_of(of.path).glob("*.json"):
            kept = _read(of.path, file.stem)
            if file.stem != _name(of) and kept is not None and kept.edits:
                found[file.stem] = kept
    return dict(sorted(found.items(), key=lambda each: each[1].at, reverse=True))


def take_up(of: Opened, name: str) -> None:
    """Go on with a draft that was not saved."""
    _names()[str(of.path)] = name
    turn_over(of)


def throw_away(of: Opened, name: str) -> None:
    """Put aside a draft that is not open here; it may be open in another window.

    Those put aside long ago, or many drafts ago, go for good.
    """
    kept = folder_of(of.path) / f"{name}.json"
    with contextlib.suppress(OSError):
        os.utime(kept)  # its days count from now; refused where another window threw it away
        kept.replace(kept.with_suffix(_THROWN))
        st.session_state[f"thrown away of {of.path}"] = name
        _let_go(folder_of(of.path))


def _let_go(folder: Path) -> None:
    thrown = {each: each.stat().st_mtime for each in folder.glob(f"*{_THROWN}")}
    oldest = time.time() - THROWN_DAYS * 24 * 60 * 60
    for at, (each, when) in enumerate(sorted(thrown.items(), key=lambda one: -one[1])):
        if at >= THROWN_KEPT or when < oldest:
            each.unlink(missing_ok=True)


def thrown_away(of: Opened) -> str | None:
    """The draft that was thrown away last, here or while it was open here; none, where none was."""
    name: str | None = st.session_state.get(f"thrown away of {of.path}")
    gone = name is not None and (folder_of(of.path) / f"{name}{_THROWN}").exists()
    return name if gone else None


def bring_back(of: Opened, name: str) -> None:
    """Have a draft that was thrown away, and go on with it; beside the one it has become since."""
    thrown, again = folder_of(of.path) / f"{name}{_THROWN}", name
    while thrown.with_name(f"{again}.json").exists():
        again = secrets.token_hex(4)
    with contextlib.suppress(OSError):
        thrown.replace(thrown.with_name(f"{again}.json"))
        name = again
    take_up(of, name)  # which another window may have brought back


def keep_in_address(of: Opened) -> None:
    """Take the draft from the address on arrival, and keep it there while it says something."""
    given = str(st.query_params.get(ADDRESS, ""))
    arrives = str(of.path) not in _names() and _ID.fullmatch(given)
    if arrives and _read(of.path, given) is not None:
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
    said = hashlib.sha256(repr(sorted(edits.items())).encode()).hexdigest()
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
    return _names().setdefault(str(of.path), secrets.token_hex(4))


def _kept(of: Opened) -> Kept:
    """The draft as it stands on disk: another window may have the same."""
    name = _name(of)
    mine = _memory().get((str(of.path), name), _NOTHING)
    if name in _unwritten():  # what the disk has of it is older
        return mine
    return _read(of.path, name) or mine


def _keep(of: Opened, kept: Kept) -> None:
    name, folder = _name(of), folder_of(of.path)
    _memory()[str(of.path), name] = kept
    told = {
        "scenario": str(of.path),
        "at": kept.at,
        "why": kept.why,
        "steps": [
            [[list(path), _told(said)] for path, said in step.items()] for step in kept.steps
        ],
    }
    part = folder / f".{name}.{secrets.token_hex(2)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        part.replace(folder / f"{name}.json")
        _unwritten().discard(name)
        st.session_state.pop("draft not kept", None)
    except OSError as error:
        _unwritten().add(name)
        st.session_state["draft not kept"] = error.strerror or str(error)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _read(path: Path, name: str) -> Kept | None:
    try:
        told = json.loads((folder_of(path) / f"{name}.json").read_text("utf-8"))
        steps = tuple({tuple(keys): _meant(said) for keys, said in each} for each in told["steps"])
        return Kept(steps or ({},), str(told["why"]), str(told["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # there is none, or it is not one of ours


def _told(said: Said) -> str | list[str] | None:
    """As a file holds it: none for what is taken away."""
    return None if said is GONE else list(said) if isinstance(said, tuple) else said


def _meant(told: object) -> Said:
    return GONE if told is None else tuple(map(str, told)) if isinstance(told, list) else str(told)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
