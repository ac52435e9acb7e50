"""Where a counting rule writes its rows: the quantity of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from licmodel.catalogue.files import RULES
from licmodel.catalogue.rules import rule_constant
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, counted
from licmodel.language.program import Origin, Reason
from licmodel.licensing.rule import Opening, Over, Rule
from licmodel.terms.figure import Figure
from licmodel.terms.quantity import Quantity

if TYPE_CHECKING:
    from licmodel.lines.page import Page

_PLACE = f"catalogue {RULES}"
_MONTH = len("2027-04")


class RuleDesk:
    """Inputs and rows of the rule that counts a line's quantity, under ``option.line.quantity``.

    Parameters
    ----------
    page : Page
        Of the line.
    rule : Rule
        What the line says as its quantity.
    """

    def __init__(self, page: Page, rule: Rule) -> None:
        self.page = page
        self.written = rule
        self.setting = page.setting
        self.inherited = rule.provenance or page.provenance("quantity")

    @property
    def month(self) -> Expr:
        """The month of each column."""
        return self.page.month

    def figure(self, field: str) -> Expr:
        """The input of a figure, in the unit its type states; ``GBP`` is the scenario's money."""
        written, measure = self.written.measured(field)
        bases = (self.page.money if base == "GBP" else base for base in measure.unit.split("/"))
        return self.setting.figure(
            self._key(field),
            self._label(field),
            "/".join(bases),
            cast("Figure", written),
            self.inherited,
            given=field.partition(".")[0] in self.written.model_fields_set,
            bounds=(measure.low, measure.high),
        )

    def quantity(self, field: str) -> Expr:
        """A quantity over time; it may follow drivers that count the same by another name."""
        written, measure = self.written.measured(field)
        quantity, over = cast("Quantity", written), cast("Over", measure)
        key, label = self._key(field), self._label(field)
        if not quantity.drivers_read:
            return self.setting.quantity(key, label, over.unit, quantity, self.inherited)
        whole = add_up(*(self._driver(name, over, key) for name in quantity.drivers_read))
        if quantity.share is None:
            return whole
        return whole * self.setting.figure(
            f"{key}.share",
            f"{label}: share",
            "1",
            quantity.share,
            quantity.provenance or self.inherited,
        )

    def date(self, field: str) -> Expr:
        """The input of a month."""
        return self.setting.declare(
            self._key(field),
            self._label(field),
            "month",
            getattr(self.written, field),
            self.inherited,
            shown="month",
            given=False,
        )

    def rule(self, name: str) -> Expr:
        """The input of a number in the catalogue of rules, with its source; one for all lines."""
        key = f"rules.{name}"
        program = self.setting.program
        if key in program.inputs:
            return program.reference(key)
        number = rule_constant(name)
        origin = Origin(number.status, number.source, number.dated[:_MONTH], place=_PLACE)
        return program.input(key, number.label, number.unit, number.value, origin, number.shown)

    def row(self, name: str, label: str, body: Expr, opening: Opening = None) -> Expr:
        """Write a row."""
        return self.page.row(f"quantity.{name}", label, body, opening)

    def _driver(self, name: str, over: Over, key: str) -> Expr:
        unit = self.setting.driver_units.get(name, over.unit)
        if not over.takes(unit):
            raise InputError(
                f"{key}: {name} counts something else",
                where=self.setting.place(key),
                found=f"{name} counts {unit}",
                expected=f"a driver that counts {' or '.join((over.unit, *over.also))}",
            )
        return counted(self.setting.driver(name, unit, key), over.unit)

    def _key(self, field: str) -> str:
        return f"{self.page.field_key('quantity')}.{field}"

    def _label(self, field: str) -> str:
        return f"{self.page.name}: {field.replace('_', ' ').replace('.', ' ')}"


def reason_of(rule: Rule) -> Reason:
    """Why a quantity is counted as it is: the rule in plain words, and where that is from."""
    sources = (
        Origin("published", entry.source, entry.dated[:_MONTH], place=_PLACE)
        for entry in rule.sources()
    )
    return Reason(rule.explained(), tuple(sources))
