"""Where drafts are kept: the reader's own cache, in a folder for each scenario file.

The folder of the scenarios holds nothing that was not saved on purpose.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from dataclasses import field
from pathlib import Path

from licmodel.dashboard.cells import GONE, Said
from licmodel.dashboard.list_items import Items
from licmodel.records import record
from licmodel.scenario.overlay import Keys

THROWN_DAYS = 30
"""How long a draft that was thrown away can be had back at least [days]."""

THROWN_KEPT = 20
"""How many of a file, the latest: those before them go sooner."""

_KEPT, _THROWN = ".json", ".thrown"


@record
class Kept:
    """A draft as it is kept: every step of it, the last of which holds."""

    steps: tuple[dict[Keys, Said], ...]
    why: str = ""
    at: str = ""
    begun: str = ""
    file: str = ""
    """What the file said when it was begun, in short."""
    items: Items = field(default_factory=dict)

    @property
    def edits(self) -> dict[Keys, Said]:
        """What it says now."""
        return dict(self.steps[-1])


def folder_of(path: Path) -> Path:
    """Where drafts of a scenario are kept."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    cache = Path(home) if home else Path.home() / ".cache"
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    return cache / "licmodel" / "drafts" / name


def new_name() -> str:
    """A name that no draft has."""
    return secrets.token_hex(4)


def names(path: Path) -> list[str]:
    """Names of the drafts of a scenario."""
    with contextlib.suppress(OSError):
        return [file.stem for file in folder_of(path).glob(f"*{_KEPT}")]
    return []


def read(path: Path, name: str) -> Kept | None:
    """A draft of a scenario; none where there is none, or it is not one of ours."""
    try:
        told = json.loads((folder_of(path) / f"{name}{_KEPT}").read_text("utf-8"))
        steps = tuple({tuple(keys): _meant(said) for keys, said in each} for each in told["steps"])
        return Kept(
            steps or ({},),
            str(told["why"]),
            str(told["at"]),
            str(told.get("begun", "")),
            str(told.get("file", "")),
            {tuple(keys): (int(length), str(was)) for keys, length, was in told.get("items", ())},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(path: Path, name: str, kept: Kept) -> None:
    """Keep a draft of a scenario.

    Raises
    ------
    OSError
        If it cannot be written; what was kept before stays.
    """
    folder = folder_of(path)
    told = {
        "scenario": str(path),
        "at": kept.at,
        "why": kept.why,
        "begun": kept.begun,
        "file": kept.file,
        "items": [[list(path), *each] for path, each in kept.items.items()],
        "steps": [
            [[list(path), _told(said)] for path, said in step.items()] for step in kept.steps
        ],
    }
    part = folder / f".{name}.{secrets.token_hex(2)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        part.replace(folder / f"{name}{_KEPT}")
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _told(said: Said) -> str | list[str] | None:
    """As a file holds it: none for what is taken away."""
    return None if said is GONE else list(said) if isinstance(said, tuple) else said


def _meant(told: object) -> Said:
    return GONE if told is None else tuple(map(str, told)) if isinstance(told, list) else str(told)


def others_name(path: Path, name: str, book: str) -> bool:
    """Whether another draft, of any file of the folder, names a price book.

    One that was thrown away does, or a step back in one: both can be had again.

    Parameters
    ----------
    path : Path
        Of a scenario.
    name : str
        Of the draft of it that does not count.
    book : str
        Name of a file beside it.
    """
    mine, said = folder_of(path) / f"{name}{_KEPT}", json.dumps(book, ensure_ascii=False)
    for each in mine.parent.parent.glob("*/*"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            text = "" if each == mine else each.read_text("utf-8")
            beside = said in text and Path(json.loads(text)["scenario"]).parent
            if beside and beside.resolve() == path.parent.resolve():
                return True
    return False


def remove(path: Path, name: str) -> None:
    """Keep a draft no more."""
    with contextlib.suppress(OSError):
        (folder_of(path) / f"{name}{_KEPT}").unlink(missing_ok=True)


def throw_away(path: Path, name: str) -> bool:
    """Put a draft aside, where it is still there; those put aside long ago go for good."""
    kept = folder_of(path) / f"{name}{_KEPT}"
    try:
        os.utime(kept)  # its days count from now; refused where another window threw it away
        kept.replace(kept.with_suffix(_THROWN))
    except OSError:
        return False
    with contextlib.suppress(OSError):
        _let_go(kept.parent)
    return True


def _let_go(folder: Path) -> None:
    thrown = {each: each.stat().st_mtime for each in folder.glob(f"*{_THROWN}")}
    oldest = time.time() - THROWN_DAYS * 24 * 60 * 60
    for at, (each, when) in enumerate(sorted(thrown.items(), key=lambda one: -one[1])):
        if at >= THROWN_KEPT or when < oldest:
            each.unlink(missing_ok=True)


def is_thrown_away(path: Path, name: str) -> bool:
    """Whether a draft was put aside, and can be had back."""
    return (folder_of(path) / f"{name}{_THROWN}").exists()


def bring_back(path: Path, name: str) -> str:
    """Have a draft that was put aside, beside the one it has become since; the name it then has."""
    thrown, again = folder_of(path) / f"{name}{_THROWN}", name
    while thrown.with_name(f"{again}{_KEPT}").exists():
        again = new_name()
    with contextlib.suppress(OSError):
        thrown.replace(thrown.with_name(f"{again}{_KEPT}"))
        return again
    return name  # another window may have brought it back
