"""The scenario files that the pages can open, and each as it stands on disk now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import streamlit as st

from licmodel.analysis.freezing import thawed
from licmodel.catalogue.files import catalogue_files, use_files
from licmodel.dashboard.launch import place_given
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from licmodel.scenario.signed import is_record
from licmodel.scenario.text_files import MAX_BYTES, text_of

TEMPLATES = {
    "council": (
        "A council",
        "Office software: renew like for like, cheaper field seats, or buy licences.",
    ),
    "school": (
        "A school or trust",
        "Staff, pupils and their devices, with a free suite beside a paid one.",
    ),
    "blank": ("Nearly nothing", "The least that can be compared, with examples to build upon."),
}
"""Scenarios to start from: name and what is in each."""

_RECORD = ".json"
_LONGEST = 60
_SUFFIXES = frozenset({".yaml", ".yml", _RECORD})
_IS_SCENARIO = re.compile(rb"^(?:options|extends)\s*:", re.MULTILINE)
_EXTENDS = re.compile(rb"^extends\s*:\s*[\"']?([^\"'#\r\n]*[^\"'#\s])", re.MULTILINE)


@record
class Opened:
    """A scenario with where it stands, and a mark that changes when one of its files does.

    A version of record has a catalogue of its own, in which its figures must be worked out.
    ``drafted`` says that it is not what the file says: something typed and not saved is in it.
    """

    path: Path
    scenario: Scenario
    mark: str
    catalogue: Mapping[str, str] | None = None
    drafted: bool = False

    @property
    def is_record(self) -> bool:
        """Whether it is a version of record, which is never changed."""
        return self.catalogue is not None


def folder() -> Path:
    """Where scenarios are looked for and kept."""
    given = place_given()
    if given is not None:
        place = Path(given)
        return place if place.is_dir() else place.parent
    here = Path.cwd()
    below = here / "scenarios"
    return below if not names(here) and below.is_dir() else here


def chosen_first() -> str | None:
    """The file that was asked for by name, where one was."""
    given = place_given()
    return Path(given).name if given is not None and Path(given).is_file() else None


def names(place: Path) -> list[str]:
    """Names of the scenario files in a folder, and of versions of record.

    Raises
    ------
    InputError
        If the folder cannot be read.
    """
    try:
        return sorted(
            each.name
            for each in place.iterdir()
            if each.suffix.lower() in _SUFFIXES and _can_be_opened(each)
        )
    except OSError as error:
        raise InputError(
            "the folder cannot be read",
            where=str(place),
            found=error.strerror or str(error),
            remedies=["start the dashboard on another folder"],
        ) from None


@st.cache_resource(max_entries=1, show_spinner=False)
def _sorted_out() -> dict[tuple[Path, int, int], bool]:
    """Which files can be opened, by their age and size: they are looked at whenever one draws."""
    return {}


def _can_be_opened(path: Path) -> bool:
    known = _sorted_out()
    try:
        told = path.stat()
        key = path, told.st_mtime_ns, told.st_size
        if key not in known:
            known[key] = is_record(path) if path.suffix.lower() == _RECORD else _is_scenario(path)
        return known[key]
    except OSError:
        return False  # one that cannot be read is not offered


def _is_scenario(path: Path) -> bool:
    with path.open("rb") as file:
        return _IS_SCENARIO.search(file.read(MAX_BYTES)) is not None


def extends(path: Path) -> str | None:
    """The file that a scenario extends, by its last name; none where it extends none."""
    try:
        with path.open("rb") as file:
            found = _EXTENDS.search(file.read(MAX_BYTES))
    except OSError:
        return None
    return None if found is None else found[1].decode("utf-8", "replace").rpartition("/")[2]


def title(name: str) -> str:
    """What a file is called where files are listed.

    Examples
    --------
    >>> title("council_2027.yaml"), title("signed.json")
    ('council_2027', 'signed (version of record)')
    """
    stem, _, suffix = name.rpartition(".")
    return f"{stem} (version of record)" if f".{suffix.lower()}" == _RECORD else stem


@st.cache_resource(max_entries=1, show_spinner=False)
def _kept() -> dict[Path, Opened]:
    """What was opened last of each file, for every window."""
    return {}


def opened(path: Path) -> Opened:
    """The scenario of a file, read again where it or a file it extends has changed.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    kept = _kept()
    found = kept.get(path)
    if found is None or _mark(path, found.scenario) != found.mark:
        found = _read(path)
        kept[path] = found
    _shown().setdefault(path.name, found.mark)
    return found


def _read(path: Path) -> Opened:
    """Read a file; once more, where it was replaced while it was read."""
    found = _read_once(path)
    return found if found.is_record or _is_as_read(found.scenario) else _read_once(path)


def _is_as_read(scenario: Scenario) -> bool:
    """Whether all that a scenario was read from still says the same."""
    for name, text in scenario.sources:
        with suppress(InputError):  # of the catalogue; or it is gone, which is told next
            if text_of(Path(name), None, None) != text:
                return False
    return True


def _read_once(path: Path) -> Opened:
    if not is_record(path):
        with use_files(None):  # also beside a version of record that is open
            scenario = load(path)
        return Opened(path, scenario, _mark(path, scenario))
    with thawed(path) as scenario:
        return Opened(path, scenario, _mark(path, scenario), catalogue_files())


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Work out figures with a file's own catalogue, where it is a version of record.

    Raises
    ------
    InputError
        If it was changed since it was written.
    """
    catalogue = opened(path).catalogue if path.suffix.lower() == _RECORD else None
    if catalogue is None:
        yield
        return
    with use_files(catalogue):
        yield


def _mark(path: Path, scenario: Scenario) -> str:
    """Age and size of every file that a scenario was read from."""
    read = {path, *(Path(name) for name, _ in scenario.sources)}
    # One that has no age is of the catalogue, or gone: then reading the scenario again says so.
    return "|".join(filter(None, map(age, sorted(read))))


def age(path: Path) -> str:
    """Age and size of a file as a part of a mark; nothing where it is not there."""
    try:
        told = path.stat()
    except OSError:
        return ""
    return f"{path}:{told.st_mtime_ns}:{told.st_size}"


def as_name(words: str) -> str:
    """Words as a part of a file's name.

    Examples
    --------
    >>> as_name("Prices rise by 8%"), as_name("2028 round")
    ('prices_rise_by_8', 'if_2028_round')
    """
    key = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:_LONGEST].rstrip("_")
    return key if key[:1].isalpha() else f"if_{key}".rstrip("_")


# --- two windows on one file ---


def _shown() -> dict[str, str]:
    """Mark of each file as this window has read it first since it began to draw."""
    found: dict[str, str] = st.session_state.setdefault("shown", {})
    return found


def drawing() -> None:
    """Begin to draw: what is read from now on is what the window shows."""
    _shown().clear()


def drawn() -> None:
    """Remember in which state files were that the window has shown."""
    st.session_state.setdefault("drawn", {}).update(_shown())


def is_changed(of: Opened) -> bool:
    """Whether a file was changed, elsewhere, since it was shown here."""
    return st.session_state.get("drawn", {}).get(of.path.name) not in {None, of.mark}


def require_unchanged(of: Opened) -> None:
    """Refuse to save upon a file that was changed, elsewhere, since it was shown here.

    Raises
    ------
    InputError
        If it was; the page then shows the new one.
    """
    if is_changed(of):
        raise InputError(
            "the file was changed since this page showed it, so nothing was saved",
            where=str(of.path),
            remedies=["look at the figures again, which are of the new file, and save once more"],
        )


@record
class Kept:
    """A file that was written: its name, what to say of it, and the what-if it opens with."""

    name: str
    words: str = "It stands in the list of scenarios."
    what_if: str | None = None


def tell_kept(kept: Kept) -> None:
    """Draw the page anew, with the new file in the list, and say that it is kept."""
    st.session_state["kept"] = kept
    st.rerun()


def told_kept() -> Kept | None:
    """What the page said to be kept when it was drawn last; none where it said nothing."""
    found: Kept | None = st.session_state.get("told kept before")
    return found


def choose(name: str) -> None:
    """Have another file open when the page is drawn anew: for a button's ``on_click``."""
    st.session_state["scenario"] = name
