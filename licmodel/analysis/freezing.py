"""The version of record: inputs, catalogue, engine and results in one file that can be re-run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from licmodel import __version__
from licmodel.analysis.arguments import require
from licmodel.analysis.checks import ALL_USED, checks, master
from licmodel.analysis.comparison import compare
from licmodel.analysis.results import run
from licmodel.assembly.assemble import assemble
from licmodel.catalogue.prices import catalogue_files, use_files
from licmodel.errors import InputError
from licmodel.scenario.files import write_new
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from licmodel.scenario.signed import RECORD

FORMAT = f"{RECORD} 1"
_PARTS = ("format", "engine", "scenario", "files", "catalogue", "results", "hash")
_MOST_SHOWN = 8
_NONE = "nothing"


class ChangedError(InputError):
    """A version of record that is not, byte for byte, what was written."""


def freeze(path: str | Path, out: str | Path) -> str:
    """Write the version of record of a scenario file.

    Parameters
    ----------
    path : str or Path
        The scenario.
    out : str or Path
        The new file; one that stands is never overwritten.

    Returns
    -------
    str
        Hash of what was written, to be quoted in a paper.

    Raises
    ------
    InputError
        If the scenario cannot be read, a check fails, or ``out`` stands already.
    """
    record = _record(path)
    write_new(out, _canonical(record) + "\n")
    return str(record["hash"])


def verify(path: str | Path) -> list[str]:
    """Run a version of record again, from its own inputs and catalogue.

    Returns
    -------
    list of str
        What differs, in words; empty when every byte of the results came out the same.

    Raises
    ------
    InputError
        If the file is no version of record.
    ChangedError
        If it was changed since it was written.
    """
    require(path, (str, Path), "verify takes the name of a file")
    record = _unchanged(path)
    with use_files(record["catalogue"]):
        again = _results(record["scenario"], record["files"])
    if _canonical(again) == _canonical(record["results"]):
        return []
    engine = f"engine: frozen with {record['engine']}, run with {__version__}"
    engines = [engine] if record["engine"] != __version__ else []
    return engines + _differing(record["results"], again)


@contextmanager
def thawed(path: str | Path) -> Iterator[Scenario]:
    """The scenario inside a version of record, with the catalogue it was frozen with.

    The catalogue is in use until the block ends, so the figures must be worked out inside it.

    Raises
    ------
    InputError
        If the file is no version of record.
    ChangedError
        If it was changed since it was written.
    """
    record = _unchanged(path)
    with use_files(record["catalogue"]):
        yield _scenario(record["scenario"], record["files"])


def _unchanged(path: str | Path) -> dict[str, Any]:
    """A version of record as it was written, or a refusal."""
    text = _read(path)
    record = _parse(text, path)
    body = {key: value for key, value in record.items() if key != "hash"}
    found, signed = _hash(body), str(record["hash"])
    # a key written twice, of which a program reads only the second, has the same hash
    if found != signed or text != _canonical(record) + "\n":
        raise ChangedError(
            "the file was changed since it was frozen",
            where=str(path),
            found=f"hash {found[:16]}" if found != signed else "text that freeze does not write",
            expected=f"hash {signed[:16]}" if found != signed else "the file byte for byte",
            remedies=["ask its owner for the file as it was signed"],
        )
    return record


def _record(path: str | Path) -> dict[str, Any]:
    scenario = load(path)
    # names with forward slashes mean the same on every system
    files = {Path(name).as_posix(): text for name, text in scenario.sources}
    record: dict[str, Any] = {
        "format": FORMAT,
        "engine": __version__,
        "scenario": list(files)[-1],
        "files": files,
        "catalogue": catalogue_files(),
    }
    record["results"] = _results(record["scenario"], files)
    return {**record, "hash": _hash(record)}


def _scenario(name: str, files: Mapping[str, str]) -> Scenario:
    return load(name, read=lambda wanted: files[wanted.as_posix()])


def _results(scenario: str, files: Mapping[str, str]) -> dict[str, Any]:
    model = assemble(_scenario(scenario, files))
    results = run(model, list(model.scenario.what_ifs), with_rests=True)
    found = checks(results)
    failed = [str(check) for check in found if not check.holds and check.name != ALL_USED]
    if failed:
        raise InputError(
            f"a check fails, so there is nothing to sign: {failed[0]}",
            where=scenario,
            remedies=[f"see all of them: licmodel check {scenario}"],
        )
    comparison = compare(results).to_json()
    return {"comparison": comparison, "checks": master(found)}


def _canonical(data: Any) -> str:  # noqa: ANN401  any JSON
    return json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(data).encode()).hexdigest()


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")  # with its line ends as they are
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise InputError(f"cannot be read: {reason}", where=str(path)) from None


def _parse(text: str, path: str | Path) -> dict[str, Any]:
    try:
        record = json.loads(text)
        _hash(record)  # numbers and letters that JSON should not hold
    except (ValueError, RecursionError):
        record = None
    if (
        not isinstance(record, dict)
        or record.get("format") != FORMAT
        or (set(record) != set(_PARTS))
    ):
        raise InputError(
            "no version of record",
            where=str(path),
            expected="a file written by licmodel freeze",
        )
    return record


def _differing(before: Any, after: Any) -> list[str]:  # noqa: ANN401  any JSON
    """Figures that differ, in words; the first few in full."""
    periods = before["comparison"]["periods"]
    found = [
        f"{_said(path, periods)}: frozen {_figure(old)}, now {_figure(new)}"
        for path, old, new in _walk(before, after, ())
    ]
    more = len(found) - _MOST_SHOWN
    return found[:_MOST_SHOWN] + ([f"and {more} more"] if more > 0 else [])


def _said(path: tuple[str | int, ...], periods: list[str]) -> str:
    """A place in the results as words: ``renew, billed, 2027/28``."""
    along = periods if "options" in path else []  # warnings are counted
    words = [
        (along[step] if step < len(along) else str(step + 1)) if isinstance(step, int) else step
        for step in path
        if step not in {"comparison", "options"}
    ]
    return ", ".join(words)


def _figure(value: Any) -> Any:  # noqa: ANN401  any JSON
    """What is told of a figure: null is one that is not known, or that there is none of."""
    return "none" if value is None else value


def _walk(
    before: Any,  # noqa: ANN401  any JSON
    after: Any,  # noqa: ANN401
    path: tuple[str | int, ...],
) -> Iterator[tuple[tuple[str | int, ...], Any, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _walk(before.get(key, _NONE), after.get(key, _NONE), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _walk(old, new, (*path, number))
    elif before != after:
        yield path, before, after
