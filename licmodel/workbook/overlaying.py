"""What a workbook says otherwise, as an overlay: a file that extends the scenario's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from licmodel.analysis.results import run
from licmodel.assembly.assemble import assemble
from licmodel.errors import LicmodelError
from licmodel.records import record
from licmodel.scenario.loading import load
from licmodel.scenario.overlay import dump_document
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.doubts import doubt_of, leave_undrawn, remark_on
from licmodel.workbook.readings import Change, Refused

_SAME = 1e-9
_BESIDE = ".overlay.yaml"
_NOT_ITS_OWN = (
    "this figure stands in the catalogue, or is made of others: give the scenario one of its own, "
    "which can then be changed"
)


@record
class Addition:
    """A line, or a figure, that the scenario does not have: its places, and what it says by key."""

    key: str
    places: tuple[str, ...]
    said: Mapping[str, str]
    is_line: bool


class Overlay:
    """Changes laid over a scenario one after another, each proven by reading the file again.

    Parameters
    ----------
    scenario : Scenario
        What they are laid over.
    onto : path
        Its file.
    """

    def __init__(self, scenario: Scenario, onto: str | Path) -> None:
        self.first = self.scenario = scenario
        self.onto = Path(onto)
        self.data: dict[str, Any] = {"extends": self.onto.name}
        self.kept: list[Change] = []
        self.added: list[Addition] = []
        self.refused: list[Refused] = []

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was taken that we had not thought possible, and what becomes of our ranges."""
        return tuple(
            remark
            for each in self.kept
            if each.what_if is None and (remark := remark_on(each, self.first)) is not None
        )

    @property
    def text(self) -> str | None:
        """The overlay as a file; none where nothing is otherwise."""
        return dump_document(self.data) if self.kept or self.added else None

    def change(self, changes: Sequence[Change]) -> None:
        """Take those changes that a file can say; the rest are refused, each by its cell."""
        sayable = []
        for each in changes:
            if each.what_if is None and _is_of_the_catalogue(each.key, self.first):
                self.refused.append(_refused(each, _NOT_ITS_OWN))
            else:
                sayable.append(each)
        self._change(sayable)

    def _change(self, changes: list[Change]) -> None:
        """All at once, less those that the reading names; where it names none, in halves.

        A figure that cannot be said with where it is from is said without.
        """
        plain: set[int] = set()
        while changes:
            tried = deepcopy(self.data)
            for change in changes:
                _say(tried, change, self.first, sourced=id(change) not in plain)
            read, faults = self._read_again(tried)
            found = _otherwise(read, changes, self.first, faults)
            if read is not None and found == []:
                self.data, self.scenario = tried, read
                self.kept += changes
                return
            if not found:
                break
            for change, reason in found:
                if id(change) in plain:
                    self.refused.append(_refused(change, reason or _NOT_ITS_OWN))
                    changes = [each for each in changes if each is not change]
                plain.add(id(change))
        if len(changes) > 1:
            middle = len(changes) // 2
            self._change(changes[:middle])
            self._change(changes[middle:])
        elif changes:
            reason = _in_a_line(faults[0]) if faults else _NOT_ITS_OWN
            self.refused.append(_refused(changes[0], reason))

    def add(self, additions: Sequence[Addition]) -> None:
        """Take those lines and figures that make sense; the rest are refused with the reason."""
        for addition in additions:
            reason = ""
            for sourced in (True, False):
                tried = deepcopy(self.data)
                if not _say_new(tried, addition, self.first, sourced=sourced):
                    reason = _no_home(addition)
                    break
                read, faults = self._read_again(tried)
                reason = _in_a_line(faults[0]) if faults else ""
                if read is not None and _holds(read, addition):
                    self.data, self.scenario = tried, read
                    self.added.append(addition)
                    break
            else:
                reason = reason or "the scenario has no input of this key"
            if addition not in self.added:
                self.refused += [
                    Refused(place, key, reason, said)
                    for place, (key, said) in zip(
                        addition.places, addition.said.items(), strict=True
                    )
                ]

    def _read_again(
        self, data: Mapping[str, Any]
    ) -> tuple[Scenario | None, tuple[LicmodelError, ...]]:
        """The scenario with the overlay, or the faults for which it cannot be read."""
        beside = self.onto.with_name(_BESIDE)
        text = dump_document(data)

        def read(wanted: Path) -> str:
            return text if wanted.name == beside.name else wanted.read_text("utf-8")

        try:
            scenario = load(beside, read=read)
            assemble(scenario)
        except LicmodelError as error:
            return None, tuple(getattr(error, "faults", (error,)))
        return scenario, ()


def _refused(change: Change, reason: str) -> Refused:
    before, after = change.shown
    return Refused(change.place, change.key, reason, after, before)


def _is_of_the_catalogue(key: str, scenario: Scenario) -> bool:
    """Whether the file says nothing of the price, index or rule that a figure is part of."""
    path = tuple(key.split(".")[:2])
    return path[0] in {"prices", "indices", "rules"} and scenario.said(path) is None


def _key_of(fault: LicmodelError) -> str:
    """The key that a fault begins with, as those of files do."""
    return fault.what.partition(": ")[0]


def _in_a_line(fault: LicmodelError) -> str:
    """A fault without its place, which is in a file that nobody has."""
    found = f", found {fault.found}" if fault.found else ""
    remedy = f"; {fault.remedies[0]}" if fault.remedies else ""
    return " ".join(f"{fault.what}{found}{remedy}".split())


def _otherwise(
    read: Scenario | None,
    changes: Sequence[Change],
    first: Scenario,
    faults: Sequence[LicmodelError],
) -> list[tuple[Change, str]] | None:
    """Those changes that faults name, or that a reading does not hold; none where none can tell."""
    if read is not None:
        wrong = _not_said(read, changes)
        return None if wrong is None else [(each, "") for each in wrong]
    found = []
    for change in changes:
        written = first.written(change.key)
        path = ".".join(written[0]) if written is not None else change.key
        for fault in faults:
            if f"{_key_of(fault)}.".startswith((f"{path}.", f"{change.key}.")):
                found.append((change, _in_a_line(fault)))
                break
    return found


# --- figures that the scenario has ---


def _say(data: dict[str, Any], change: Change, scenario: Scenario, *, sourced: bool) -> None:
    said = change.after_text
    if change.what_if is not None:
        what_ifs = data.setdefault("what_ifs", {})
        what_ifs.setdefault(change.what_if, {})[change.key] = {"set": said}
        return
    written = scenario.written(change.key)
    path, there = written if written is not None else ((), None)
    value: object = said
    if sourced and change.declared.shown != "month":
        value = {"value": said, **_source(change)}
    elif isinstance(there, Mapping):
        value = {"value": said}
    _put(data, list(path), value, scenario)
    doubt = doubt_of(change, scenario)
    if doubt is not None and doubt.after != doubt.before:
        _put(data, [*doubt.path], doubt.after, scenario)
    if change.answer is not None:
        leave_undrawn(data, change.key, scenario)


def _source(change: Change) -> dict[str, str]:
    """Where a figure is from: a vendor's answer on its day, or a cell that somebody changed."""
    if change.answer is None:
        return {"assumed": f"changed in {change.place}"}
    day = change.answer.dated.isoformat()
    return {"source": change.answer.source, "status": "quote", "dated": day}


def _put(data: dict[str, Any], path: list[str], value: object, scenario: Scenario) -> None:
    """Put a value at a path; a list on the way is taken over whole, as the file says it."""
    here: Any = data
    for number, step in enumerate(path[:-1]):
        if isinstance(here, list):
            here = here[int(step)]
            continue
        if step not in here:
            whole = scenario.said(tuple(path[: number + 1]))
            here[step] = deepcopy(whole) if isinstance(whole, list) else {}
        here = here[step]
        if not isinstance(here, dict | list):
            return
    if isinstance(here, list):
        here[int(path[-1])] = value
    elif path:
        here[path[-1]] = value


def _not_said(scenario: Scenario, changes: Sequence[Change]) -> list[Change] | None:
    """Those changes whose figures a scenario does not hold; none where it has no figures."""
    names = list(dict.fromkeys(each.what_if for each in changes if each.what_if is not None))
    try:
        results = run(assemble(scenario, budget="pounds"), names)
        found = [results.figure(each.key, each.what_if) for each in changes]
    except LicmodelError:
        return None
    return [
        change
        for value, change in zip(found, changes, strict=True)
        if not abs(value - change.after) <= _SAME * max(1.0, abs(change.after))
    ]


# --- lines and figures that it has not ---


def _say_new(
    data: dict[str, Any], addition: Addition, scenario: Scenario, *, sourced: bool
) -> bool:
    """Say an addition at its place in the file; whether there is such a place."""
    for key, said in addition.said.items():
        path = _path(key, scenario)
        if path is None:
            return False
        _put(data, path, said, scenario)
    if addition.is_line and sourced:
        head, line = addition.key.split(".")
        home = data["options"][head]["lines"][line]
        if not {"source", "assumed"} & set(home):
            home["assumed"] = f"added in {addition.places[0]}"
    return True


def _path(key: str, scenario: Scenario) -> list[str] | None:
    head, *rest = key.split(".")
    if head in scenario.options and len(rest) > 1:
        return ["options", head, "lines", *rest]
    written = scenario.written(key)
    if written is None or not rest:
        return None
    path = list(written[0])
    # a date beside others stands in their table
    tables = scenario.said(tuple(path[:-1]))
    dated = isinstance(tables, Mapping) and isinstance(tables.get("by_date"), Mapping)
    if dated and path[-1][:4].isdecimal():
        path.insert(-1, "by_date")
    return path


def _holds(scenario: Scenario, addition: Addition) -> bool:
    if addition.is_line:
        head, line = addition.key.split(".")
        return line in scenario.options[head].lines
    inputs = assemble(scenario, budget="pounds").program.inputs
    return all(key in inputs for key in addition.said)


def _no_home(addition: Addition) -> str:
    return (
        f"there is no option, driver or table called {addition.key.split('.', maxsplit=1)[0]}: a "
        "key is option.line.field, such as renew.training.amount, with a row for its kind"
    )
