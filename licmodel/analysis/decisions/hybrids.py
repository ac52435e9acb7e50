"""Two ways of one decision, and the scenarios in between that have some of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from licmodel.analysis.decisions.break_evens import values_under
from licmodel.analysis.decisions.cost_causes import cause_of_key, parted
from licmodel.assembly.assemble import Model, assemble
from licmodel.catalogue.price_reading import Reading
from licmodel.language.evaluate import Values
from licmodel.records import record
from licmodel.scenario.loading import from_document
from licmodel.scenario.options import resolve_options
from licmodel.scenario.overlay import Difference, Document, Keys

_AT = "at"
_KEPT = frozenset(
    {
        *("title", "as_of", "organisation", "timeline", "finance", "drivers", "prices"),
        *("price_book", "indices", "agreements", "bodies", "funds", "rules"),
    }
)
"""What of a scenario moves the money of one option."""


@record
class Way:
    """One side of a bridge: an option of a scenario, as it stands or under a what-if."""

    model: Model
    option: str
    what_if: str | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.model.options[self.option].title

    def data(self) -> dict[str, Any]:
        """What the scenario says that moves this option's money; ``lines`` are its own."""
        document = self.model.scenario._document  # noqa: SLF001  what it says, before validation
        assert document is not None  # noqa: S101  what is assembled was read from one
        family = resolve_options(document)
        said = {key: each for key, each in document.data.items() if key in _KEPT}
        lines = {}
        for name, home in self.model.scenario.homes(self.option).items():
            own = family.lines[home][name]
            # whom it serves moves no figure, and personas are left out
            lines[name] = {key: each for key, each in own.items() if key != "for"}
        return deepcopy({**said, "lines": lines})

    def kinds(self) -> dict[str, str]:
        """Kind of each line of the scenario."""
        return {
            f"{option}.{name}": line.kind
            for option, each in self.model.scenario.options.items()
            for name, line in each.lines.items()
        }

    def changed(self) -> dict[str, tuple[str, list[str], float]]:
        """Inputs changed by the what-if: cause, keys in a hybrid, and value, by their own key."""
        scenario, kinds = self.model.scenario, self.kinds()
        homes = scenario.homes(self.option)
        found = {}
        for key, value in values_under(self.model, self.what_if).items():
            owner, _, rest = key.partition(".")
            name, _, field = rest.partition(".")
            keys = [key]
            if owner in scenario.options:
                top = field.partition(".")[0]
                keys = [
                    f"{_AT}.{line}.{field}"
                    for line, home in homes.items()
                    if (home, line) == (owner, name)
                    or scenario.owners(f"{home}.{line}").get(top) == f"{owner}.{name}"
                ]
            if keys:
                found[key] = (cause_of_key(key, kinds), keys, value)
        return found

    def figures(self) -> tuple[Values, str]:
        """Its figures, and the key of the option in them."""
        given = values_under(self.model, self.what_if)
        return self.model.evaluator().run(given), self.option


class Hybrids:
    """Scenarios between two ways: all that differs, by cause, and figures with some of it.

    Parameters
    ----------
    first, second : Way
        From which, and to which.
    """

    def __init__(self, first: Way, second: Way) -> None:
        self.first, self.second = first, second
        # one program is one file, of which what-ifs alone can differ: there is nothing to rebuild
        self._is_one = first.model.program is second.model.program and first.option == second.option
        self._data, self._other = ({}, {}) if self._is_one else (first.data(), second.data())
        self.parts: list[tuple[str, Difference]] = parted(self._data, self._other)
        self._changed = (first.changed(), second.changed())
        self._models: list[tuple[list[tuple[str, Difference]], Reading | None, Model]] = []

    @property
    def causes(self) -> set[str]:
        """Causes of which anything differs."""
        said = {cause for cause, _ in self.parts}
        return said | {cause for cause, *_ in self.moved().values()}

    def moved(self) -> dict[str, tuple[str, float | None, float | None]]:
        """Inputs that what-ifs have otherwise on the two sides: cause, and both values."""
        one, other = self._changed
        found = {}
        for key in {**one, **other}:
            cause = (one.get(key) or other[key])[0]
            values = [side[key][2] if key in side else None for side in (one, other)]
            if values[0] != values[1]:
                found[key] = (cause, values[0], values[1])
        return found

    def recast(self, cause: str, into: str) -> None:
        """Tell the differences of one cause under another, where they cannot be taken alone."""
        self.parts = [(into if each == cause else each, what) for each, what in self.parts]

    def figures(self, taken: Collection[str]) -> tuple[Values, str]:
        """Figures of the first way with the causes taken as in the second.

        Raises
        ------
        InputError
            If no such scenario can be: half of one thing and half of another.
        """
        if self._is_one:
            model = self.first.model
            return model.evaluator().run(self._given(model, taken)), self.first.option
        model = self._model(taken)
        return model.evaluator().run(self._given(model, taken)), _AT

    def _model(self, taken: Collection[str]) -> Model:
        """The scenario with some causes as the second way has them in its file, assembled once."""
        said = [(cause, each) for cause, each in self.parts if cause in taken]
        book = self._book(taken)
        for parts, price_book, model in self._models:
            if parts == said and price_book is book:
                return model
        data = deepcopy(self._data)
        for section, table in self._other.items():
            _add_what_is_new(data, section, table)
        for _, each in said:
            _put(data, each.path, each.after)
        lines = data.pop("lines")
        data |= {"baseline": "none", "options": {_AT: {"lines": lines}}}
        data["organisation"] = {
            key: each for key, each in data["organisation"].items() if key != "per_head"
        }
        model = assemble(from_document(Document(data, {}, ()), book=book))
        self._models.append((said, book, model))
        return model

    def _book(self, taken: Collection[str]) -> Reading | None:
        side = self.second if "price" in taken else self.first
        return side.model.scenario.own_book

    def _given(self, model: Model, taken: Collection[str]) -> dict[str, float]:
        """Values that what-ifs give, of the one side or the other by their cause."""
        given: dict[str, float] = {}
        for at, side in enumerate(self._changed):
            for own, (cause, keys, value) in side.items():
                if (cause in taken) == bool(at):
                    there = [own] if self._is_one else keys
                    given |= {key: value for key in there if key in model.program.inputs}
        return given


def _add_what_is_new(data: dict[str, Any], section: str, table: object) -> None:
    """Names that only the second way has: unused, they change nothing."""
    if section == "lines":
        return
    if section not in data:
        data[section] = deepcopy(table)
    elif section in {"drivers", "prices", "indices", "agreements", "bodies", "funds"}:
        assert isinstance(table, Mapping)  # noqa: S101  read and found right
        for name, each in table.items():
            data[section].setdefault(name, deepcopy(each))


def _put(data: dict[str, Any], path: Keys, value: object) -> None:
    *around, last = path
    for step in around:
        data = data.setdefault(step, {})
    if value is None:
        data.pop(last, None)
    else:
        data[last] = deepcopy(value)
