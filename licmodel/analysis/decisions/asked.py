"""What-ifs asked for on the spot: changes as they are typed, of figures and of structure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from types import NoneType
from typing import Any

from pydantic import ValidationError

from licmodel.analysis.results import Results, run
from licmodel.analysis.what_if import inputs_of
from licmodel.assembly.assemble import Model, assemble, assembled
from licmodel.errors import InputError, nearest
from licmodel.records import record
from licmodel.scenario.change import Change, WhatIf
from licmodel.scenario.fields import fields_at
from licmodel.scenario.loading import from_document
from licmodel.scenario.merging import merge
from licmodel.scenario.overlay import Document, Keys, Place
from licmodel.scenario.scenario import Scenario

ASKED = "asked"
AS_IT_STANDS = "as_it_stands"
WAYS = ("set", "add", "times")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@record
class Asked:
    """A what-if that no file holds yet.

    ``changes`` holds what was typed, and what the scenario's own what-ifs named with it change.
    """

    name: str = ASKED
    title: str | None = None
    note: str | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    within: tuple[str, ...] = ()


@record
class Case:
    """Figures of a scenario, as it stands or under a what-if, under a name of their own."""

    key: str
    title: str
    results: Results
    what_if: str | None = None


def ask(  # noqa: PLR0913  a what-if has this many sides
    scenario: Scenario,
    changes: Mapping[str, Any],
    *,
    within: Sequence[str] = (),
    name: str = ASKED,
    title: str | None = None,
    note: str | None = None,
) -> Asked:
    """A what-if from changes by key, and what-ifs of the scenario that hold as well.

    Parameters
    ----------
    scenario : Scenario
        That it is asked of.
    changes : mapping of str to mapping
        Such as ``{"prices.e3": {"times": "1.08"}}``.
    within : sequence of str, optional
        What-ifs of the scenario that are true at the same time.
    name, title, note : str, optional
        What it is called, and why it is asked.

    Raises
    ------
    InputError
        If a change cannot be read, a name is taken, or two change the same key.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> asked = ask(example(), {"stay.support.amount": {"times": "1.08"}})
    >>> str(asked.changes["stay.support.amount"])
    'times 1.08'
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            "a what-if cannot be called so",
            found=name,
            expected="small letters, digits and _, such as freeze_and_8",
        )
    if name in scenario.what_ifs or name == AS_IT_STANDS:
        raise InputError(f"a what-if is called {name} already", remedies=["give it another name"])
    found: dict[str, Change] = {}
    for each in within:
        if each not in scenario.what_ifs:
            raise InputError(
                f"no what-if is called {each}",
                expected=", ".join(scenario.what_ifs) or "none: the scenario has none",
                remedies=nearest(each, scenario.what_ifs),
            )
        for key, change in scenario.what_ifs[each].changes.items():
            _add(found, key, change)
    for key, written in changes.items():
        _add(found, key, _change(key, written))
    if title is None and len(within) == 1 and not changes:
        title = scenario.what_ifs[within[0]].title
    return Asked(name, title, note, found, tuple(within))


def _add(found: dict[str, Change], key: str, change: Change) -> None:
    if key in found:
        raise InputError(
            f"{key} is changed twice",
            found=f"{found[key]} and {change}",
            expected="one of them",
        )
    found[key] = change


def _change(key: str, written: Any) -> Change:  # noqa: ANN401  what a user may write
    try:
        return WhatIf.model_validate({"changes": {key: written}}).changes[key]
    except ValidationError as error:
        found = error.errors()[0]
        if found["loc"][-1] == "[key]":
            raise InputError(
                f"{key} is no key of a figure",
                expected="option.line.figure, drivers.NAME.growth, prices.NAME or another",
                remedies=["list the inputs: licmodel check FILE --inputs"],
            ) from None
        raise InputError(f"{key}: {found['msg'].removeprefix('Value error, ')}") from None


def typed(
    given: Mapping[str, Sequence[str]],
) -> dict[str, dict[str, str]]:
    """Changes as they stand on a command line, by key.

    Parameters
    ----------
    given : mapping of str to sequence of str
        ``KEY=VALUE`` texts for each of set, add and times.

    Raises
    ------
    InputError
        If one has no ``=``, or a key stands twice.

    Examples
    --------
    >>> typed({"times": ["prices.e3=1.08"], "add": ["drivers.staff.growth=-2 points"]})
    {'drivers.staff.growth': {'add': '-2 points'}, 'prices.e3': {'times': '1.08'}}
    """
    found: dict[str, dict[str, str]] = {}
    for way in WAYS:
        for text in given.get(way) or ():
            key, equals, value = (part.strip() for part in text.partition("="))
            if not equals or not key or not value:
                raise InputError(
                    f"--{way} takes a key and a value",
                    found=text,
                    expected=f"KEY=VALUE, such as {_EXAMPLES[way]}",
                )
            if key in found:
                raise InputError(
                    f"{key} is changed twice",
                    found=f"{' '.join(*found[key].items())} and {way} {value}",
                    expected="one of them",
                )
            found[key] = {way: value}
    return found


_EXAMPLES = {
    "set": "agreements.corporate.renewal_uplift=8%",
    "add": 'drivers.staff.growth="-2 points"',
    "times": "prices.e3=1.08",
}


def answered(scenario: Scenario | Model, asked: Asked, beside: Sequence[str] = ()) -> list[Case]:
    """The scenario as it stands, what-ifs of its own, and the one asked, each a case.

    What-ifs that change figures are columns of one batch. One that changes structure, such as a
    product or the horizon, is assembled anew.

    Raises
    ------
    InputError
        If a key is neither a figure nor stands in the file.
    """
    model = assembled(scenario)
    values, structure = parted(model, asked)
    what_if = WhatIf(title=asked.title, note=asked.note, changes=values)
    named = {key: model.scenario.what_ifs[key] for key in beside}
    if structure:
        return [*_own(run(_with(model, named), list(named)), beside), case_of(model, asked)]
    results = _run(_with(model, {**named, asked.name: what_if}), asked.name)
    last = Case(asked.name, title_of(asked), results, asked.name)
    return [*_own(results, beside), last]


def case_of(model: Model, asked: Asked) -> Case:
    """What was asked of a scenario that is assembled already, alone."""
    values, structure = parted(model, asked)
    other = assemble(restructured(model.scenario, structure)) if structure else model
    what_if = WhatIf(title=asked.title, note=asked.note, changes=values)
    results = _run(_with(other, {asked.name: what_if}), asked.name)
    return Case(asked.name, title_of(asked), results, asked.name)


def figures_of(model: Model, changes: Mapping[str, Any]) -> dict[str, Change] | None:
    """Changes by key where all of them are of figures; none where any is of structure."""
    values, structure = parted(model, ask(model.scenario, changes, name="figures"))
    return None if structure else values


def run_under(model: Model, what_ifs: Mapping[str, WhatIf]) -> Results:
    """Figures of a model under what-ifs that its file does not have, in one batch."""
    return run(_with(model, what_ifs), list(what_ifs))


def standing(scenario: Scenario | Model, beside: Sequence[str] = ()) -> list[Case]:
    """The scenario as it stands, and what-ifs of its own, each a case of one batch."""
    return _own(run(scenario, list(beside)), beside)


def _own(results: Results, beside: Sequence[str]) -> list[Case]:
    words = {key: results.scenario.what_ifs[key].title or key.replace("_", " ") for key in beside}
    own = [Case(key, words[key], results, key) for key in beside]
    return [Case(AS_IT_STANDS, "as it stands", results), *own]


def title_of(asked: Asked) -> str:
    """What a what-if is called on tables."""
    return asked.title or asked.name.replace("_", " ")


def _with(model: Model, what_ifs: Mapping[str, WhatIf]) -> Model:
    """The same model, of a scenario with these what-ifs and no others."""
    scenario = model.scenario.model_copy(update={"what_ifs": dict(what_ifs)})
    return replace(model, scenario=scenario)


def _run(model: Model, name: str) -> Results:
    """Run every what-if of a model; a fault of the one asked is at no place of the file."""
    try:
        return run(model, list(model.scenario.what_ifs))
    except InputError as error:
        if not error.what.startswith(f"what-if {name}"):
            raise
        raise InputError(
            error.what, found=error.found, expected=error.expected, remedies=error.remedies
        ) from None


def parted(model: Model, asked: Asked) -> tuple[dict[str, Change], dict[Keys, str]]:
    """Changes of figures, and those of what else stands in the file, by its path there."""
    values: dict[str, Change] = {}
    structure: dict[Keys, str] = {}
    for key, change in asked.changes.items():
        try:
            inputs_of(model, key, f"what-if {asked.name}", None)
        except InputError as error:
            path = _path(model.scenario, key)
            if path is None:
                raise _with_fields_near(model.scenario, key, error) from None
            if change.set is None:
                if model.scenario.said(path) is not None:
                    raise
                raise _nothing_written(model.scenario, key, change) from None
            structure[path] = change.set
        else:
            values[key] = change
    return values, {**_gone_with(model.scenario, structure), **structure}


def _gone_with(scenario: Scenario, structure: Mapping[Keys, str]) -> dict[Keys, str]:
    """What else must be said for what is set to be read: an uplift is of a renewal with one."""
    found = {}
    for path in structure:
        table, *_, field_ = path
        beside = (*path[:-1], "renewal")
        if (table, field_) == ("agreements", "renewal_uplift") and beside not in structure:
            agreement = scenario.agreements[path[1]]
            if agreement.renewal == "list" or (
                agreement.renewal is None and agreement.based_on is None
            ):
                found[beside] = "uplift"
    return found


def _path(scenario: Scenario, key: str) -> Keys | None:
    """Where the file says what a key stands for, or could say it; else none."""
    written = scenario.written(key)
    if written is None or isinstance(written[1], (Mapping, list)):
        return None
    path, said = written
    option, _, rest = key.partition(".")
    of_line = option in scenario.options and rest.partition(".")[0] in scenario.homes(option)
    if said is not None or of_line or path[0] in _OF_SCENARIO:
        return path
    in_table = isinstance(scenario.said(path[:-1]), (Mapping, NoneType))
    return path if in_table and path[-1] in fields_at(scenario, path[:-1]) else None


def _nothing_written(scenario: Scenario, key: str, change: Change) -> InputError:
    """Nothing is added to what nobody wrote."""
    return InputError(
        f"{key} is not written, so nothing can be changed by {change}",
        where=scenario.place(key),
        remedies=[f"say its value: --set {key}=VALUE"],
    )


def _with_fields_near(scenario: Scenario, key: str, error: InputError) -> InputError:
    """The refusal of a key, with the fields that the table around it could have."""
    written = scenario.written(key)
    around, _, last = key.rpartition(".")
    fields = () if written is None else fields_at(scenario, written[0][:-1])
    near = [each.replace("write ", f"write {around}.", 1) for each in nearest(last, fields)]
    return InputError(
        error.what,
        where=error.where,
        found=error.found,
        expected=error.expected,
        remedies=[*near, *error.remedies],
    )


def embodied(scenario: Scenario, asked: Asked) -> Scenario:
    """The scenario with an asked what-if among its own, and with the structure that it sets.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> asked = ask(example(), {"stay.support.amount": {"times": "1.08"}})
    >>> list(embodied(example(), asked).what_ifs)
    ['asked']
    """
    return embodied_model(assemble(scenario), asked).scenario


def embodied_model(model: Model, asked: Asked) -> Model:
    """The same of a scenario that is assembled already: it is again only where structure is set."""
    values, structure = parted(model, asked)
    changed = assemble(restructured(model.scenario, structure)) if structure else model
    title = asked.title
    if title is None and structure:  # which no list of changed figures tells
        title = "; ".join(f"{key} {change}" for key, change in asked.changes.items())
    what_if = WhatIf(title=title, note=asked.note, changes=values)
    return _with(changed, {**changed.scenario.what_ifs, asked.name: what_if})


_OF_SCENARIO = {"timeline", "finance", "organisation"}


def restructured(scenario: Scenario, structure: Mapping[Keys, str]) -> Scenario:
    """The scenario with other words at some paths: what an overlay that says them would be."""
    document = scenario._document  # noqa: SLF001  what it says is laid under the changes
    assert document is not None  # noqa: S101  what has no document has no paths
    places = {path: Place("the what-if", at) for at, path in enumerate(structure, 1)}
    child = Document(tables_of(structure), {**places, (): Place("the what-if", 1)}, ())
    return from_document(merge(document, child), book=scenario.own_book)


def tables_of(structure: Mapping[Keys, str]) -> dict[str, Any]:
    """Words by their paths, as tables of tables.

    Examples
    --------
    >>> tables_of({("timeline", "years"): "7", ("baseline",): "none"})
    {'timeline': {'years': '7'}, 'baseline': 'none'}
    """
    data: dict[str, Any] = {}
    for path, value in structure.items():
        table = data
        for step in path[:-1]:
            table = table.setdefault(step, {})
        table[path[-1]] = value
    return data
