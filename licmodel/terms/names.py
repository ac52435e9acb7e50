"""Names of lines of the same option: one or several, each once."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from licmodel.terms.term import refusal


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """What is named twice would be counted twice."""
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise refusal(twice, "it is named twice", "write each line once")
    return names


Names = Annotated[
    tuple[str, ...], BeforeValidator(_listed), Field(min_length=1), AfterValidator(_each_once)
]
"""Lines of the same option, by name."""
