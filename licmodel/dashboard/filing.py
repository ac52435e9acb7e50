"""New files beside the one that is open: each written whole under a free name, or refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from licmodel.analysis.decisions.answers import whatif
from licmodel.analysis.decisions.saving import save_what_if
from licmodel.analysis.freezing import freeze
from licmodel.dashboard import asking, figures, shelf
from licmodel.dashboard.shelf import Kept, Opened
from licmodel.errors import InputError
from licmodel.scenario.files import dump_document, write_new
from licmodel.scenario.loading import load

_SAME = "It stands in the list of scenarios, and gives these figures under its what-if."


def keep_asked(of: Opened, title: str, note: str = "") -> Kept:
    """Keep what is asked as a what-if, in a file that extends the one that is open.

    Parameters
    ----------
    of : Opened
        What is open; it stays as it is.
    title, note : str
        What to call it, and why it is asked.

    Returns
    -------
    Kept
        The new file, which opens with the what-if.

    Raises
    ------
    InputError
        If it has no name, the name is taken, or the open file was changed elsewhere.
    """
    title, key = _named(of, title)
    found = whatif(
        of.scenario,
        figures.as_mapping(asking.current()),
        beside=[],
        name=key,
        title=title,
        note=note.strip() or None,
    )
    path = of.path.parent / f"{of.path.stem}_{key}.yaml"
    today = date.today().isoformat()  # noqa: DTZ011  the day where the user is
    save_what_if(found, of.path, path, today)
    asking.kept_in(path.name)
    return Kept(path.name, _SAME, key)


def extend(of: Opened, title: str) -> Kept:
    """A new file that says only what is otherwise: at first, its title.

    Raises
    ------
    InputError
        As for `keep_asked`.
    """
    title, name = _named(of, title)
    path = of.path.parent / f"{name}.yaml"
    _written(path, dump_document({"extends": of.path.name, "title": title}))
    return Kept(path.name)


def duplicate(of: Opened, title: str) -> Kept:
    """The same file under another name, with its comments; what it extends it still does.

    Raises
    ------
    InputError
        As for `keep_asked`.
    """
    _, name = _named(of, title)
    path = of.path.parent / f"{name}{of.path.suffix}"
    try:
        content = of.path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(of.path)) from None
    _written(path, content)
    return Kept(path.name)


def freeze_as(of: Opened, title: str) -> Kept:
    """The version of record of a scenario, which holds all that its figures come from.

    Raises
    ------
    InputError
        As for `keep_asked`; or if a check fails.
    """
    _, name = _named(of, title)
    path = of.path.parent / f"{of.path.stem}_{name}.json"
    found = freeze(of.path, path)
    return Kept(path.name, f"Its hash, to be quoted: {found}")


def _named(of: Opened, title: str) -> tuple[str, str]:
    """What to call a file beside the one that is open, in words and as the name of a file."""
    if not title.strip():
        raise InputError("a file that is kept needs a name", remedies=["say what to call it"])
    shelf.require_unchanged(of)
    title = " ".join(title.split())
    return title, shelf.as_name(title)


def _written(path: Path, content: str | bytes) -> None:
    """Write a new file that can be read again, or none."""
    write_new(path, content)
    try:
        shelf.opened(path) if path.suffix == ".json" else load(path)
    except InputError:
        path.unlink()
        raise
