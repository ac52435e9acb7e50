"""The version of record: inputs, catalogue, engine and results in one file that can be re-run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licmodel import __version__
from licmodel.analysis.assemble import assemble
from licmodel.analysis.checks import checks, master
from licmodel.analysis.comparison import compare
from licmodel.analysis.results import run
from licmodel.catalogue.prices import catalogue_files, use_files
from licmodel.errors import InputError
from licmodel.scenario.files import write_new
from licmodel.scenario.loading import load

FORMAT = "licmodel version of record 1"
_PARTS = ("format", "engine", "scenario", "files", "catalogue", "results", "hash")
_MOST_SHOWN = 8


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
        If the file is no version of record, or was changed since it was written.
    """
    text = _read(path)
    record = _parse(text, path)
    body = {key: value for key, value in record.items() if key != "hash"}
    if _hash(body) != record["hash"]:
        raise InputError(
            "the file was changed since it was frozen",
            where=str(path),
            found=f"hash {_hash(body)[:16]}",
            expected=f"hash {str(record['hash'])[:16]}",
            remedies=["ask its owner for the file as it was signed"],
        )
    differences = []
    if record["engine"] != __version__:
        differences.append(f"engine: frozen with {record['engine']}, run with {__version__}")
    with use_files(record["catalogue"]):
        again = _results(record["scenario"], record["files"])
    if _canonical(again) != _canonical(record["results"]):
        differences += _differing(record["results"], again)
    return differences


def _record(path: str | Path) -> dict[str, Any]:
    scenario = load(path)
    sources = scenario.sources
    files = dict(sources)
    record: dict[str, Any] = {
        "format": FORMAT,
        "engine": __version__,
        "scenario": sources[-1][0],
        "files": files,
        "catalogue": catalogue_files(),
    }
    record["results"] = _results(record["scenario"], files)
    return {**record, "hash": _hash(record)}


def _results(scenario: str, files: Mapping[str, str]) -> dict[str, Any]:
    def read(wanted: Path) -> str:
        # a path of another system is the same name with the other slash
        named = {Path(name).as_posix(): text for name, text in files.items()}
        return named[wanted.as_posix()]

    model = assemble(load(scenario, read=read))
    results = run(model, list(model.scenario.what_ifs))
    found = checks(results)
    failed = [check.name for check in found if not check.holds and check.name != _UNUSED]
    if failed:
        raise InputError(
            f"a check fails, so there is nothing to sign: {failed[0]}",
            where=scenario,
            remedies=[f"see all of them: licmodel check {scenario}"],
        )
    comparison = compare(results).to_json()
    return {"comparison": comparison, "checks": master(found)}


_UNUSED = "every figure given is used"


def _canonical(data: Any) -> str:  # noqa: ANN401  any JSON
    return json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(data).encode()).hexdigest()


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise InputError(f"cannot be read: {reason}", where=str(path)) from None


def _parse(text: str, path: str | Path) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except ValueError:
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


def _differing(before: Any, after: Any, path: str = "") -> list[str]:  # noqa: ANN401  any JSON
    """Figures that differ, by their path; the first few in full."""
    found: list[str] = []
    _walk(before, after, path, found)
    more = len(found) - _MOST_SHOWN
    return found[:_MOST_SHOWN] + ([f"and {more} more"] if more > 0 else [])


def _walk(before: Any, after: Any, path: str, found: list[str]) -> None:  # noqa: ANN401
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            _walk(before.get(key), after.get(key), f"{path}.{key}" if path else key, found)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (a, b) in enumerate(zip(before, after, strict=True)):
            _walk(a, b, f"{path}[{number}]", found)
    elif before != after:
        found.append(f"{path}: frozen {before}, now {after}")
