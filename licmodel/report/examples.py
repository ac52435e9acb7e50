"""Examples of what people write, from the docstrings, where they are tested."""

from __future__ import annotations

import ast
import doctest
from collections.abc import Mapping
from typing import Any

from licmodel.terms.term import Term


def example_in(kind: type[Term]) -> dict[str, Any]:
    """The table of keys in the docstring of a kind of line or a counting rule.

    Examples
    --------
    >>> from licmodel.lines.people import People
    >>> example_in(People)["salary"]
    '38_000'
    """
    for tried in doctest.DocTestParser().get_examples(kind.__doc__ or ""):
        for node in ast.walk(ast.parse(tried.source)):
            if isinstance(node, ast.Dict):
                said: dict[str, Any] = ast.literal_eval(node)
                return said
    raise ValueError(f"the docstring of {kind.__name__} has no example of what is written")


def written(value: object) -> str:
    """A table, list or text as it would stand in a scenario, on one line.

    Examples
    --------
    >>> written({"rule": "seat_cap", "seats": "340"})
    '{rule: seat_cap, seats: 340}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return str(value)


def first_line(kind: type[Term]) -> str:
    """What the docstring of a kind or rule says first.

    Examples
    --------
    >>> from licmodel.lines.people import People
    >>> first_line(People)
    'Posts in full-time equivalents; no saving unless the posts go.'
    """
    return (kind.__doc__ or "").strip().splitlines()[0]
