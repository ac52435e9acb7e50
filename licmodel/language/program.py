"""A model: inputs, and an ordered list of named rows over inputs and rows above them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from licmodel.errors import ModelError
from licmodel.language.expression import Expr
from licmodel.language.table import Axis
from licmodel.language.units import Unit, parse_unit, unit_text
from licmodel.records import record

Shown = Literal["number", "month", "percent"]
Bounds = tuple[float | None, float | None]
"""Least and most that a figure may be, where it has a bound."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an input's figure comes from, as far as the language needs to say it.

    ``given`` is false for a figure nobody wrote: a default that changes nothing. ``inferred`` is
    true where nobody said the status, and it was taken from there being a source.
    """

    status: str = "assumed"
    source: str = "no source given"
    dated: str | None = None
    owner: str | None = None
    place: str | None = None
    given: bool = True
    inferred: bool = False


UNSAID = Origin()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an input makes money differ from year to year, and what would keep it from that.

    ``steady`` is the figure it has where nothing moves: a number, or another input's key.
    """

    name: str
    steady: float | str


@dataclass(frozen=True, slots=True)
class Input:
    """A figure somebody gave: one number, with its unit and origin."""

    key: str
    label: str
    unit: Unit
    value: float
    origin: Origin = UNSAID
    shown: Shown = "number"
    bounds: Bounds = (None, None)
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is worked out as it is, where that is no choice of the model's: a licence term."""

    words: str
    sources: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A figure computed: an expression, and what stands before its first period.

    ``opening`` may be ``"own first"``: before the first period the row stood as in the first.
    """

    key: str
    label: str
    body: Expr
    opening: Expr | Literal["own first"] | None = None
    reason: Reason | None = None

    @property
    def axis(self) -> Axis:
        """Periods along which the row runs."""
        return self.body.axis

    @property
    def unit(self) -> Unit:
        """Unit of every figure in the row."""
        return self.body.unit


@record
class Span:
    """A run of months with a name: ``first`` and ``last`` count from 0 and are both inside."""

    label: str
    first: int
    last: int


@record
class Periods:
    """The columns of a model: months, and the years that they fall into."""

    months: tuple[str, ...]
    years: tuple[Span, ...]
    contract_years: tuple[Span, ...] = ()

    def labels(self, axis: Axis) -> tuple[str, ...]:
        """Names of the periods along an axis; one empty name for a whole figure."""
        if axis == "month":
            return self.months
        if axis == "whole":
            return ("",)
        return tuple(span.label for span in self.spans(axis))

    def spans(self, axis: Axis) -> tuple[Span, ...]:
        """Years along an axis, as runs of months."""
        return self.years if axis == "year" else self.contract_years

    def count(self, axis: Axis) -> int:
        """Number of periods along an axis."""
        return len(self.labels(axis))


@dataclass
class Program:
    """Inputs and rows in order; each row reads only what stands above it.

    Examples
    --------
    >>> program = Program(Periods(("2027-04", "2027-05"), (Span("2027/28", 0, 1),)))
    >>> seats = program.input("seats", "Seats", "user", 100)
    >>> price = program.input("price", "Price", "GBP/user", 3)
    >>> cost = program.row("cost", "Cost", seats * price)
    >>> cost.unit
    (('GBP', 1),)
    """

    periods: Periods
    inputs: dict[str, Input] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)

    def input(  # noqa: PLR0913, PLR0917  what an input is, in the order of its fields
        self,
        key: str,
        label: str,
        unit: str,
        value: float,
        origin: Origin = UNSAID,
        shown: Shown = "number",
        bounds: Bounds = (None, None),
        cause: Cause | None = None,
    ) -> Expr:
        """Declare an input and give the leaf that reads it.

        Raises
        ------
        ModelError
            If the key stands already.
        """
        self._refuse_double(key)
        self.inputs[key] = Input(
            key, label, parse_unit(unit), float(value), origin, shown, bounds, cause
        )
        return Expr("input", (), parse_unit(unit), "whole", key)

    def row(
        self,
        key: str,
        label: str,
        body: Expr,
        opening: Expr | Literal["own first"] | None = None,
        *,
        reason: Reason | None = None,
    ) -> Expr:
        """Declare a row below those that stand, and give the leaf that reads it.

        Raises
        ------
        ModelError
            If the key stands already, the row reads what is not above it, or a figure before
            the first period is needed and missing.
        """
        self._refuse_double(key)
        for node in body.walk():
            self._check(key, node, body, opening)
        if opening is not None and body.axis == "whole":
            raise ModelError(f"{key} is one figure: nothing stands before its first period")
        if isinstance(opening, Expr):
            if opening.axis != "whole" or opening.unit != body.unit:
                raise ModelError(
                    f"{key}: what stands before the first period is one figure in the row's unit",
                    found=f"{unit_text(opening.unit)} by {opening.axis}",
                    expected=f"{unit_text(body.unit)}, whole",
                )
            for node in opening.walk():
                self._check(key, node, opening, None)
        self.rows[key] = Row(key, label, body, opening, reason)
        return Expr("row", (), body.unit, body.axis, key)

    def reference(self, key: str) -> Expr:
        """Leaf that reads an input or row that stands already."""
        if key in self.inputs:
            return Expr("input", (), self.inputs[key].unit, "whole", key)
        return Expr("row", (), self.rows[key].unit, self.rows[key].axis, key)

    def _refuse_double(self, key: str) -> None:
        if key in self.inputs or key in self.rows:
            raise ModelError(f"{key} is declared twice")

    def _check(self, key: str, node: Expr, body: Expr, opening: object) -> None:
        if node.op == "previous":
            if opening is None or opening == "own first":
                raise ModelError(f"{key}: a row that reads its previous figure needs an opening")
            if (node.unit, node.axis) != (body.unit, body.axis):
                raise ModelError(
                    f"{key}: the previous figure is not in the row's own unit",
                    found=unit_text(node.unit),
                    expected=unit_text(body.unit),
                )
        elif node.op in {"row", "lag"} and node.ref not in self.rows:
            raise ModelError(f"{key} reads {node.ref}, which does not stand above it")
        elif node.op == "input" and node.ref not in self.inputs:
            raise ModelError(f"{key} reads {node.ref}, which is no input")
        elif node.op == "lag" and self.rows[node.ref].opening is None:
            raise ModelError(f"{key} reads {node.ref} a period earlier, but it has no opening")
