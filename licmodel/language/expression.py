"""Expressions: trees of operators over inputs and rows, built with Python's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licmodel.errors import ModelError
from licmodel.language.table import OPERATORS, Axis
from licmodel.language.units import FLAG, PURE, Unit, parse_unit

CONSTANTS = frozenset({0.0, 1.0, 12.0})
"""Numbers a row may hold; every other is an input with a source."""

_MIXED_AXES = "a figure by {} cannot be used by {}"


class Expr:
    """A node: an operator with its operands, or a leaf.

    Leaves are ``const`` (ref: the number), ``input`` and ``row`` (ref: the key), ``previous``
    (this row one period earlier) and ``lag`` (ref: the key of a row one period earlier).
    ``recurs`` says whether ``previous`` stands anywhere in it.
    """

    __slots__ = ("args", "axis", "op", "recurs", "ref", "unit")

    def __init__(
        self,
        op: str,
        args: tuple[Expr, ...],
        unit: Unit,
        axis: Axis,
        ref: Any = None,  # noqa: ANN401  the leaf's op says which of the three it is
    ) -> None:
        self.op = op
        self.args = args
        self.unit = unit
        self.axis = axis
        self.ref = ref
        self.recurs: bool = op == "previous"
        for arg in args:
            self.recurs = self.recurs or arg.recurs

    def walk(self) -> Iterator[Expr]:
        """Each node from here down, this one first."""
        nodes = [self]
        while nodes:
            node = nodes.pop()
            yield node
            nodes += node.args[::-1]

    def references(self) -> Iterator[Expr]:
        """Inputs, rows and lagged rows that this expression reads."""
        return (node for node in self.walk() if node.op in {"input", "row", "lag"})

    def __add__(self, other: Operand) -> Expr:
        return apply("+", self, other)

    def __radd__(self, other: Operand) -> Expr:
        return apply("+", other, self)

    def __sub__(self, other: Operand) -> Expr:
        return apply("-", self, other)

    def __rsub__(self, other: Operand) -> Expr:
        return apply("-", other, self)

    def __mul__(self, other: Operand) -> Expr:
        return apply("*", self, other)

    def __rmul__(self, other: Operand) -> Expr:
        return apply("*", other, self)

    def __truediv__(self, other: Operand) -> Expr:
        return apply("/", self, other)

    def __rtruediv__(self, other: Operand) -> Expr:
        return apply("/", other, self)

    def __pow__(self, other: Operand) -> Expr:
        return apply("^", self, other)

    def __ge__(self, other: Operand) -> Expr:
        return apply("at least", self, other)

    def __le__(self, other: Operand) -> Expr:
        return apply("at least", other, self)

    def __gt__(self, other: Operand) -> Expr:
        return apply("more than", self, other)

    def __lt__(self, other: Operand) -> Expr:
        return apply("more than", other, self)

    def __bool__(self) -> bool:
        raise ModelError("an expression has no truth of its own", remedies=["use where(...)"])

    def __repr__(self) -> str:
        inside = ", ".join(map(repr, self.args)) if self.args else self.ref
        return f"{self.op}({inside})"


Operand = Expr | float | int

ADDITIVE = frozenset({"+", "-", "at least", "more than", "equals", "least", "most", "mod", "sum"})


def constant(value: float, unit: str = "1") -> Expr:
    """One of the few numbers a row may hold.

    Raises
    ------
    ModelError
        If the number is not 0, 1 or 12: everything else is an input, with a source.

    Examples
    --------
    >>> constant(12, "month/year")
    const(12.0)
    """
    if float(value) not in CONSTANTS:
        raise ModelError(
            f"{value} is hidden in a row",
            expected="0, 1 or 12",
            remedies=["declare it as an input, with its source"],
        )
    return Expr("const", (), parse_unit(unit), "whole", float(value))


def join_axes(*nodes: Expr) -> Axis:
    """Axis of figures used together: a whole figure goes with any other."""
    axis: Axis = "whole"
    for node in nodes:
        if node.axis not in {"whole", axis}:
            if axis != "whole":
                raise ModelError(_MIXED_AXES.format(node.axis, axis))
            axis = node.axis
    return axis


def apply(op: str, *operands: Operand) -> Expr:
    """Build a node, checking units and axes; a bare 0 takes its neighbour's unit."""
    like = PURE
    for operand in operands:
        if isinstance(operand, Expr) and operand.unit != FLAG:
            like = operand.unit
    nodes = tuple(
        operand
        if isinstance(operand, Expr)
        else constant_like(operand, like if op in ADDITIVE or op == "where" else PURE)
        for operand in operands
    )
    try:
        unit = OPERATORS[op].unit(*(node.unit for node in nodes))
    except ModelError as error:
        raise ModelError(
            error.what,
            found=repr(Expr(op, nodes, PURE, "whole")),
            expected=error.expected,
            remedies=error.remedies,
        ) from None
    return Expr(op, nodes, unit, join_axes(*nodes))


def constant_like(value: float, unit: Unit) -> Expr:
    """A bare number in a row: zero is zero of anything, the others are pure."""
    node = constant(value)
    return Expr("const", (), unit, "whole", node.ref) if node.ref == 0 else node
