"""What a scenario's file could say at a path: the schema's fields of each of its tables."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel

from licmodel.scenario.overlay import Keys

if TYPE_CHECKING:
    from licmodel.scenario.scenario import Scenario


def fields_at(scenario: Scenario, path: Keys) -> tuple[str, ...]:
    """Names of the fields that the table at a path may have; none where it can have no table.

    Parameters
    ----------
    scenario : Scenario
        The scenario; what stands in it tells which kind a line is.
    path : tuple of str
        Of the table, as the file would write it.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> fields_at(example(), ("options", "stay", "lines", "nothing"))
    ()
    >>> "amount" in fields_at(example(), ("options", "stay", "lines", "support"))
    True
    """
    here: object = scenario
    for step in path:
        here = _inside(here, step)
    kind = here if isinstance(here, type) else type(here)
    return tuple(kind.model_fields) if issubclass(kind, BaseModel) else ()


def _inside(here: object, step: str) -> object:
    """What stands at a step of a table, or the kind of table that could stand there."""
    if isinstance(here, Mapping):
        return here.get(step)
    kind = here if isinstance(here, type) else type(here)
    if not issubclass(kind, BaseModel) or step not in kind.model_fields:
        return None
    said = None if isinstance(here, type) else getattr(here, step)
    return _table_of(kind.model_fields[step].annotation) if said is None else said


def _table_of(annotation: Any) -> object:  # noqa: ANN401  a type, or what types are made of
    """The one kind of table among what a field may hold; none where there is none."""
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    if get_origin(annotation) in {Union, types.UnionType}:
        return next((each for each in map(_table_of, get_args(annotation)) if each), None)
    return None
