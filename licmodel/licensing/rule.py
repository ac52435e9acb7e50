"""What every counting rule is: fields people write, and one method that writes rows."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal, Protocol, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from licmodel.catalogue.rules import RuleSet, rule_set
from licmodel.errors import ModelError
from licmodel.language.expression import Expr
from licmodel.records import record
from licmodel.terms.figure import Figure, Measure, Sourced
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import Term, number_text

Opening = Expr | Literal["own first"] | None


class Desk(Protocol):
    """Where a rule works: it reads the rule's fields as inputs, and writes rows.

    A field goes by its name or, inside a table, by its path: ``steps.1.from``, ``plans.KEY``.
    Rows and fields of one rule have names that differ, so both may stand under one key.
    """

    @property
    def month(self) -> Expr:
        """The month of each column."""

    def figure(self, field: str) -> Expr:
        """The input of a figure, in the unit its type states; ``GBP`` is the scenario's money."""

    def quantity(self, field: str) -> Expr:
        """A quantity over time, in the unit its type states."""

    def date(self, field: str) -> Expr:
        """The input of a month."""

    def rule(self, name: str) -> Expr:
        """The input of a number in the catalogue of rules, with its source; one for all lines."""

    def row(self, name: str, label: str, body: Expr, opening: Opening = None) -> Expr:
        """Write a row."""


@record
class Over(Measure):
    """What a quantity over time is measured in, put on the field's type.

    Parameters
    ----------
    also : tuple of str
        Other units of drivers that may stand for it: a pupil is a student.

    Examples
    --------
    >>> Over("student", also=("pupil",)).takes("pupil")
    True
    """

    also: tuple[str, ...] = ()

    def takes(self, unit: str) -> bool:
        """Whether a driver that counts this may be read."""
        return unit == self.unit or unit in self.also

    def check_all(self, quantity: Quantity) -> Quantity:
        """Return the quantity, or refuse one with a figure outside the bounds."""
        dated = quantity.by_date or {}
        for figure in (quantity.value, quantity.start, *dated.values()):
            if figure is not None:
                self.check(figure)
        return quantity

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check the bounds once the quantity has been read."""
        return core_schema.no_info_after_validator_function(self.check_all, handler(source))


class Rule(Sourced):
    """How many licences something demands.

    A rule is a class of this. Its fields are its inputs; `count` writes its rows and returns the
    licences needed, month by month. Its numbers stand in the catalogue, with their sources.
    """

    basis: ClassVar[tuple[str, ...]]
    """Entries of the catalogue that it rests on."""

    explains: ClassVar[str]
    """The rule in plain words; ``{entry[constant]}`` stands for a number of the catalogue."""

    counts_in: ClassVar[str]
    """What is bought: core2pack, server, user, device …"""

    rule: str

    @property
    def counts(self) -> str:
        """Unit of what is counted, and what a price must be for."""
        return self.counts_in

    @abstractmethod
    def count(self, desk: Desk) -> Expr:
        """Write the rows, and return the licences needed, in the unit of `counts`."""

    @classmethod
    def sources(cls) -> tuple[RuleSet, ...]:
        """Entries of the catalogue that the rule rests on, each with source and date."""
        return tuple(rule_set(key) for key in cls.basis)

    @classmethod
    def explained(cls) -> str:
        """The rule in plain words, with the numbers of the catalogue in use."""
        numbers = {
            entry.key: {name: number_text(each.value) for name, each in entry.constants.items()}
            for entry in cls.sources()
        }
        return cls.explains.format(**numbers)

    @property
    def drivers_read(self) -> tuple[str, ...]:
        """Names of the drivers that its quantities follow."""
        quantities = [
            value
            for name in type(self).model_fields
            if isinstance(value := getattr(self, name), Quantity)
        ]
        names = [name for quantity in quantities for name in quantity.drivers_read]
        return tuple(dict.fromkeys(names))

    @classmethod
    def measure(cls, field: str) -> Measure | None:
        """What a field is measured in, or none for one that holds no figure.

        Parameters
        ----------
        field : str
            Its name.
        """
        info = cls.model_fields[field]
        return next(_measures((*info.metadata, info.annotation)), None)

    def measured(self, path: str) -> tuple[Figure | Quantity, Measure]:
        """The figure or quantity at a field's name or path, and what it is measured in.

        Raises
        ------
        ModelError
            If nothing with a measure was written there.
        """
        value: Any = self
        measure: Measure | None = None
        for part in path.split("."):
            if isinstance(value, Term):
                field, info = next(
                    (name, info)
                    for name, info in type(value).model_fields.items()
                    if part in {name, info.alias}
                )
                measure = next(_measures((*info.metadata, info.annotation)), None)
                value = getattr(value, field)
            elif isinstance(value, Mapping):
                value = value[part]
            else:
                value = value[int(part) - 1]
        if not isinstance(value, Figure | Quantity) or measure is None:
            raise ModelError(f"{self.rule} has no figure at {path}")
        return value, measure


def _measures(parts: Iterable[object]) -> Iterator[Measure]:
    """Measures that a type states, however it is wrapped; the outermost first."""
    for part in parts:
        if isinstance(part, Measure):
            yield part
        else:
            yield from _measures(getattr(part, "__metadata__", ()))
            yield from _measures(get_args(part))
