"""A desk for one rule, on the setting that lines have: what a line does, without the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from licmodel.catalogue.rules import rule_constant
from licmodel.language.evaluate import Values, evaluate
from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, counted
from licmodel.language.program import Origin, Periods, Program, Span
from licmodel.language.units import unit_text
from licmodel.licensing import AnyRule
from licmodel.licensing.rule import Opening, Over, Rule
from licmodel.lines.line import Line
from licmodel.lines.setting import Product, Setting
from licmodel.terms.figure import Figure
from licmodel.terms.months import month_text
from licmodel.terms.quantity import Driver, Quantity
from licmodel.terms.timeline import Timeline

Raw = dict[str, Any]
KEY = "option.line.quantity"
_RULES: TypeAdapter[Rule] = TypeAdapter(AnyRule)


def read_rule(raw: Mapping[str, Any]) -> Rule:
    """Validate a rule as it is written."""
    return _RULES.validate_python(raw)


def setting_of(timeline: Raw | None = None, drivers: Mapping[str, Raw] | None = None) -> Setting:
    """Make a horizon with its drivers; one year from April 2027 unless said."""
    when = Timeline.model_validate(timeline or {"start": "2027-04", "years": "1"})
    program = Program(
        Periods(
            tuple(map(month_text, when.months)),
            tuple(Span(*year) for year in when.financial_years()),
            tuple(Span(*year) for year in when.contract_years()),
        )
    )
    read = {key: Driver.model_validate(raw) for key, raw in (drivers or {}).items()}
    units = {key: driver.unit for key, driver in read.items()}
    setting = Setting(program, when, "GBP", units, _no_product, _no_index)
    setting.write_timeline()
    for key, driver in read.items():
        body = setting.quantity(f"drivers.{key}", key, driver.unit, driver, None)
        setting.drivers[key] = program.row(f"drivers.{key}.count", key, body)
    return setting


def _no_product(key: str, line: str, written: Line) -> Product:
    raise NotImplementedError(key + line)


def _no_index(key: str, line: str) -> Expr:
    raise NotImplementedError(key + line)


class BenchDesk:
    """Inputs and rows of one rule under one key."""

    def __init__(self, setting: Setting, rule: Rule, key: str = KEY) -> None:
        self.setting = setting
        self.written = rule
        self.key = key
        self.asked: set[str] = set()
        self.fields: set[str] = set()
        self.rows: set[str] = set()

    @property
    def month(self) -> Expr:
        return self.setting.month

    def figure(self, field: str) -> Expr:
        figure, measure = self.written.measured(field)
        assert isinstance(figure, Figure), field
        self.fields.add(field)
        return self.setting.figure(
            f"{self.key}.{field}", _words(field), measure.unit, figure, self.written.provenance
        )

    def quantity(self, field: str) -> Expr:
        quantity, measure = self.written.measured(field)
        assert isinstance(quantity, Quantity), field
        assert isinstance(measure, Over), field
        self.fields.add(field)
        key, unit = f"{self.key}.{field}", measure.unit
        source = quantity.provenance or self.written.provenance
        if not quantity.drivers_read:
            return self.setting.quantity(key, _words(field), unit, quantity, source)
        for name in quantity.drivers_read:
            assert measure.takes(self.setting.driver_units[name]), name
        whole = add_up(*(counted(self.setting.drivers[x], unit) for x in quantity.drivers_read))
        if quantity.share is None:
            return whole
        return whole * self.setting.figure(
            f"{key}.share", f"{_words(field)}: share", "1", quantity.share, source
        )

    def date(self, field: str) -> Expr:
        self.fields.add(field)
        return self.setting.declare(
            f"{self.key}.{field}",
            _words(field),
            "month",
            getattr(self.written, field),
            self.written.provenance,
            shown="month",
        )

    def rule(self, name: str) -> Expr:
        self.asked.add(name)
        key, number = f"rules.{name}", rule_constant(name)
        if key in self.setting.program.inputs:
            return self.setting.read(key)
        origin = Origin(number.status, number.source, number.dated, place="catalogue rules.yaml")
        return self.setting.program.input(
            key, number.label, number.unit, number.value, origin, number.shown
        )

    def row(self, name: str, label: str, body: Expr, opening: Opening = None) -> Expr:
        self.rows.add(name)
        return self.setting.program.row(f"{self.key}.{name}", label, body, opening)


def _words(field: str) -> str:
    return field.replace("_", " ").replace(".", " ")


class Counted:
    """A rule that has written its rows, and what it counts."""

    def __init__(self, raw: Mapping[str, Any], setting: Setting | None = None) -> None:
        self.setting = setting or setting_of()
        self.rule = read_rule(raw)
        self.desk = BenchDesk(self.setting, self.rule)
        self.count = self.rule.count(self.desk)
        self.unit = unit_text(self.count.unit)
        # One figure for each month, whether or not the count changes.
        zero = self.setting.month - self.setting.month
        self.program = self.setting.program
        self.program.row(f"{KEY}.by_month", "count", self.count + counted(zero, self.unit))

    def values(self, given: Mapping[str, Any] | None = None) -> Values:
        """Evaluate the program."""
        return evaluate(self.program, given)

    def by_month(self, given: Mapping[str, Any] | None = None) -> list[float]:
        """Licences needed in each month."""
        return self.values(given).column(f"{KEY}.by_month")


def count(raw: Mapping[str, Any], setting: Setting | None = None) -> list[float]:
    """Count the licences that a rule demands in each month."""
    return Counted(raw, setting).by_month()
