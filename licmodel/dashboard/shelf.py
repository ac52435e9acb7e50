"""The scenario files that the pages can open, and each as it stands on disk now."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import streamlit as st

from licmodel.dashboard.launch import place_given
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.scenario.files import MAX_BYTES, write_new
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario

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

_IS_SCENARIO = re.compile(rb"^(?:options|extends)\s*:", re.MULTILINE)


@record
class Opened:
    """A scenario with where it stands, and a mark that changes when one of its files does."""

    path: Path
    scenario: Scenario
    mark: str


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
    """Names of the scenario files in a folder.

    Raises
    ------
    InputError
        If the folder cannot be read.
    """
    try:
        return sorted(
            each.name
            for each in place.iterdir()
            if each.suffix in {".yaml", ".yml"} and _is_scenario(each)
        )
    except OSError as error:
        raise InputError(
            "the folder cannot be read",
            where=str(place),
            found=error.strerror or str(error),
            remedies=["open another: licmodel app FOLDER"],
        ) from None


def _is_scenario(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _IS_SCENARIO.search(file.read(MAX_BYTES)) is not None
    except OSError:
        return False  # one that cannot be read is not offered


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
    last = kept.get(path)
    if last is not None and _mark(path, last.scenario) == last.mark:
        return last
    scenario = load(path)
    found = Opened(path, scenario, _mark(path, scenario))
    kept[path] = found
    return found


def _mark(path: Path, scenario: Scenario) -> str:
    """Age and size of every file that a scenario was read from."""
    read = {path, *(Path(name) for name, _ in scenario.sources)}
    said = []
    for each in sorted(read):
        try:
            told = each.stat()
        except OSError:
            continue  # of the catalogue, or gone: then reading the scenario again says so
        said.append(f"{each}:{told.st_mtime_ns}:{told.st_size}")
    return "|".join(said)


def start(template: str) -> str:
    """Write a template into the folder under a name that is free; give the name.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    place = folder()
    text = (files("licmodel.scenario") / "templates" / f"{template}.yaml").read_text("utf-8")
    taken = {each.name for each in place.iterdir()}
    tried = [f"{template}.yaml", *(f"{template}_{number}.yaml" for number in range(2, 1000))]
    name = next(each for each in tried if each not in taken)
    write_new(place / name, text)
    return name
