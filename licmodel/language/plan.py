"""From rows to numbered nodes: nodes that say the same thing are one.

A node that depends on no varying input does not vary either. Sums are taken apart into single
additions, each done as soon as its term is there, so that forty lines need not be kept until
they are added up; folds too are done at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from licmodel.errors import ModelError
from licmodel.language.expression import Expr
from licmodel.language.program import Program, Row
from licmodel.language.recurrence import PREVIOUS, Step
from licmodel.language.table import FOLDS, OPERATORS, Axis
from licmodel.language.units import FLAG

LEAVES = frozenset({"const", "input"})

_PLAIN = OPERATORS.keys() - {"as", "sum"}
_DOUBTING = {op for op, operator in OPERATORS.items() if operator.doubt}
_DOUBTING |= {op for op, fold in FOLDS.items() if fold.doubt}

SMALLEST = {"/": 1e-300, "mod": 0.5}
"""Divisors from this size are not nothing; a remainder is of whole numbers."""


class Node(NamedTuple):
    """One figure or run of figures: how it is made and from which others.

    ``ref`` is the number of a constant, the key of an input, the axis that a fold folds, the
    result of a recurrence.
    """

    op: str
    args: tuple[int, ...]
    axis: Axis
    flag: bool
    ref: Any = None
    steps: tuple[Step, ...] = ()


@dataclass
class Plan:
    """Nodes, the order to make them in, and where inputs, rows and openings are found.

    Attributes
    ----------
    varies : list of bool
        Whether a node depends on a varying input.
    doubts : list of bool
        Whether a node may be unknown though all inputs are known and no `divisors` is nothing.
    doubting : list of bool
        Whether it may be so by itself, and not only because of what it is made of.
    divisors : dict of str to float
        Inputs that something is divided by, and the size from which each is not nothing.
    """

    nodes: list[Node] = field(default_factory=list)
    varies: list[bool] = field(default_factory=list)
    doubts: list[bool] = field(default_factory=list)
    doubting: list[bool] = field(default_factory=list)
    divisors: dict[str, float] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    inputs: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    openings: dict[str, int] = field(default_factory=dict)


class _Planner:
    def __init__(self, program: Program, batched: frozenset[str]) -> None:
        self.program = program
        self.batched = batched
        self.plan = Plan()
        self.known: dict[Node, int] = {}
        self.ranks: list[int] = []
        self.varying: set[int] = set()
        self.doubtful: set[int] = set()
        self.doubting: set[int] = set()

    def number(self, node: Node, *, soon: bool = False) -> int:
        """Number of a node; ``soon`` if it is to be made as soon as its operands are there."""
        count = len(self.known)
        number = self.known.setdefault(node, count)
        if number < count:
            return number
        self.plan.nodes.append(node)
        op, args = node.op, node.args
        if not self.varying.isdisjoint(args) or (op == "input" and node.ref in self.batched):
            self.varying.add(number)
        if (node.steps or op in _DOUBTING) and self._doubt(node):
            self.doubting.add(number)
            self.doubtful.add(number)
        elif not self.doubtful.isdisjoint(args):
            self.doubtful.add(number)
        self.ranks.append(max(map(self.ranks.__getitem__, args)) if soon else number)
        return number

    def finished(self) -> Plan:
        """The plan, once every row is in it."""
        plan, count = self.plan, len(self.ranks)
        plan.varies = _flags(self.varying, count)
        plan.doubts = _flags(self.doubtful, count)
        plan.doubting = _flags(self.doubting, count)
        plan.order = sorted(range(count), key=self.ranks.__getitem__)
        return plan

    def _doubt(self, node: Node) -> bool:
        """Whether a node may be unknown, though all that it reads is known."""
        if node.op in _DOUBTING:
            return not self._divides_by_something(node)
        return any(step.op in _DOUBTING for step in node.steps)

    def _divides_by_something(self, node: Node) -> bool:
        if node.op not in SMALLEST:
            return False
        smallest, divisor = SMALLEST[node.op], self.plan.nodes[node.args[1]]
        if divisor.op == "*":  # years as months
            one, other = (self.plan.nodes[arg] for arg in divisor.args)
            if other.op == "const" and abs(other.ref) >= 1:
                divisor = one
        if divisor.op == "const":
            return bool(abs(divisor.ref) >= smallest)
        if divisor.op == "input":
            before = self.plan.divisors.get(divisor.ref, 0.0)
            self.plan.divisors[divisor.ref] = max(before, smallest)
        return divisor.op == "input"

    def node(self, expr: Expr) -> int:
        op = expr.op
        if op in _PLAIN:
            rows = self.plan.rows
            args = tuple(
                [rows[arg.ref] if arg.op == "row" else self.node(arg) for arg in expr.args]
            )
            return self.number(Node(op, args, expr.axis, expr.unit == FLAG))
        if op == "row":
            return self.plan.rows[expr.ref]
        if op == "input":
            return self.input(expr)
        if op == "as":
            return self.node(expr.args[0])
        if op == "sum":
            return self.sum([self.node(arg) for arg in expr.args], expr.axis)
        return self.other(expr)

    def input(self, expr: Expr) -> int:
        number = self.plan.inputs.get(expr.ref)
        if number is None:
            number = self.number(Node("input", (), "whole", expr.unit == FLAG, expr.ref))
            self.plan.inputs[expr.ref] = number
        return number

    def other(self, expr: Expr) -> int:
        flag = expr.unit == FLAG
        if expr.op == "const":
            return self.number(Node("const", (), "whole", flag, expr.ref))
        if expr.op == "lag":
            args = self.plan.rows[expr.ref], self.plan.openings[expr.ref]
            return self.number(Node("lag", args, expr.axis, flag))
        (folded,) = expr.args
        number = self.node(folded)
        return self.number(Node(expr.op, (number,), expr.axis, flag, folded.axis), soon=True)

    def sum(self, args: list[int], axis: Axis) -> int:
        """Sum from the left, one term at a time."""
        first, *others = args
        for other in others:
            reach = self.plan.nodes[first].axis, self.plan.nodes[other].axis
            along = axis if axis in reach else "whole"
            first = self.number(Node("+", (first, other), along, flag=False), soon=True)
        return first

    def row(self, row: Row) -> None:
        if isinstance(row.opening, Expr):
            self.plan.openings[row.key] = self.node(row.opening)
        if row.body.recurs:
            self.plan.rows[row.key] = self.recurrence(row)
            return
        number = self.plan.rows[row.key] = self.node(row.body)
        if row.opening == "own first":
            first = Node("at start", (number,), "whole", row.unit == FLAG, row.axis)
            self.plan.openings[row.key] = self.number(first, soon=True)

    def recurrence(self, row: Row) -> int:
        given: list[int] = []
        steps: list[Step] = []
        result = self.steps(_gathered(row.body), given, steps)
        args = (*given, self.plan.openings[row.key])
        return self.number(Node("recur", args, row.axis, row.unit == FLAG, result, tuple(steps)))

    def steps(self, expr: Expr, given: list[int], steps: list[Step]) -> int:
        """Flatten what depends on the previous figure; the rest is a node of its own."""
        if expr.op == "previous":
            return PREVIOUS
        if expr.op == "as":
            return self.steps(expr.args[0], given, steps)
        if not expr.recurs:
            number = self.node(expr)
            if number not in given:
                given.append(number)
            return given.index(number)
        args = tuple([self.steps(arg, given, steps) for arg in expr.args])
        step = Step(expr.op, args, expr.unit == FLAG)
        if step not in steps:
            steps.append(step)
        return -2 - steps.index(step)


def _gathered(body: Expr) -> Expr:
    """Previous + a − b as previous + (a − b): a running sum, which need not go month by month."""
    terms: list[tuple[str, Expr]] = []
    rest = body
    while rest.op in {"as", "+", "-"}:
        if rest.op == "as":
            rest = rest.args[0]
            continue
        left, right = rest.args
        if left.recurs and not right.recurs:
            terms.append((rest.op, right))
            rest = left
        elif rest.op == "+" and right.recurs and not left.recurs:
            terms.append(("+", left))
            rest = right
        else:
            break
    if rest.op != "previous" or len(terms) < 2:  # noqa: PLR2004  one term is gathered as it is
        return body
    sign, change = terms.pop()
    for other, term in reversed(terms):
        op = "+" if other == sign else "-"
        change = Expr(op, (change, term), body.unit, body.axis)
    return Expr(sign, (rest, change), body.unit, body.axis)


def _flags(numbers: set[int], count: int) -> list[bool]:
    flags = [False] * count
    for number in numbers:
        flags[number] = True
    return flags


def plan_program(program: Program, batched: frozenset[str]) -> Plan:
    """Flatten a program for runs in which the named inputs vary.

    Raises
    ------
    ModelError
        If a named input does not stand in the program.

    Examples
    --------
    >>> from licmodel.language.program import Periods, Span
    >>> program = Program(Periods(("2027-04", "2027-05"), (Span("2027/28", 0, 1),)))
    >>> seats = program.input("seats", "Seats", "user", 100)
    >>> price = program.input("price", "Price", "GBP/user", 3)
    >>> _ = program.row("cost", "Cost", seats * price)
    >>> [node.op for node in plan_program(program, frozenset({"price"})).nodes]
    ['input', 'input', '*']
    """
    unknown = sorted(batched - program.inputs.keys())
    if unknown:
        raise ModelError(f"no such input: {unknown[0]}")
    planner = _Planner(program, batched)
    for row in program.rows.values():
        planner.row(row)
    return planner.finished()
