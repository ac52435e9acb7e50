"""Entries of the catalogue's files, found by key, and the figures as they are written there."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml

from licmodel.errors import InputError

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]

T = TypeVar("T")

_NEAR = 0.5
_NAMED = 3
_LISTED = 12


def read_entries(file: str, text: str, build: Callable[..., T]) -> dict[str, T]:
    """Read a YAML file of entries by key.

    Parameters
    ----------
    file : str
        Name of the file, for errors.
    text : str
        What stands in it.
    build : callable
        Makes one entry, called as ``build(key, **fields)`` with every scalar as text; so it
        refuses a field that it does not know.

    Returns
    -------
    dict of str to entry
        In the order of the file.

    Raises
    ------
    InputError
        If the file or one of its entries cannot be read.

    Examples
    --------
    >>> read_entries("a.yaml", "x: {rate: 2%}", lambda key, rate: percent(rate))
    {'x': 0.02}
    """
    try:
        # The base loader makes nothing but text, lists and mappings, so a year or a rate
        # arrives as it was written.
        entries: dict[str, dict[str, Any]] = yaml.load(text, _Loader)  # noqa: S506
    except yaml.YAMLError as error:
        raise InputError(
            "the file is no YAML that can be read", where=file, found=str(error)
        ) from error
    if not isinstance(entries, dict):
        raise InputError("the file is no mapping of entries by key", where=file)
    built = {}
    for key, fields in entries.items():
        try:
            built[key] = build(key, **fields)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise InputError(
                f"the entry {key} cannot be read", where=file, found=str(error)
            ) from error
    return built


def find(entries: Mapping[str, T], key: str, noun: str) -> T:
    """Find an entry by its key.

    Parameters
    ----------
    entries : mapping
        What there is, by key.
    key : str
        The key asked for.
    noun : str
        What is being looked for, for the error.

    Raises
    ------
    InputError
        If there is none, naming the nearest keys.

    Examples
    --------
    >>> find({"cpi_2026": 1, "rpi_2026": 2}, "cpi_2025", "index")
    Traceback (most recent call last):
    licmodel.errors.InputError: the catalogue has no index cpi_2025
      found: cpi_2025
      expected: cpi_2026 or rpi_2026
      to mend it: write cpi_2026
    """
    if key in entries:
        return entries[key]
    # A short name such as cpi is far from cpi_obr_2026_03 letter by letter, yet plainly meant.
    near = [known for known in entries if key and key in known][:_NAMED]
    near = near or get_close_matches(key, entries, n=_NAMED, cutoff=_NEAR)
    listed = near if near and len(entries) > _LISTED else list(entries)[:_LISTED]
    if len(listed) < len(entries) and not near:
        listed.append(f"another of {len(entries)}")
    raise InputError(
        f"the catalogue has no {noun} {key}",
        found=key,
        expected=" or ".join(listed),
        remedies=[f"write {near[0]}"] if near else ["give your own figures, with their source"],
    )


def percent(text: str) -> float:
    """Read a percentage as a fraction, to the nearest float.

    Examples
    --------
    >>> percent("3.5%"), percent("-0.25%")
    (0.035, -0.0025)
    """
    if not text.endswith("%"):
        raise ValueError(f"{text} is not a percentage")
    # By way of a decimal: 2.229934 / 100 in floats may miss the nearest float by a bit.
    return float(Decimal(text[:-1]).scaleb(-2))
