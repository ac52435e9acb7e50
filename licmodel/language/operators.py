"""The words a row is written with, beside Python's own arithmetic."""

from collections.abc import Sequence

from licmodel.errors import ModelError
from licmodel.language.expression import Expr, Operand, apply, constant, constant_like
from licmodel.language.table import FOLDS, Axis
from licmodel.language.units import PURE, Unit, parse_unit

ONE_MONTH = constant(1, "month")
ONE_YEAR = constant(1, "year")
MONTHS_A_YEAR = constant(12, "month/year")


def where(flag: Expr, then: Operand, otherwise: Operand) -> Expr:
    """``then`` where the flag holds, else ``otherwise``; an unknown flag gives unknown."""
    return apply("where", flag, then, otherwise)


def equals(a: Operand, b: Operand) -> Expr:
    """Flag: the two agree, to a millionth."""
    return apply("equals", a, b)


def every(*flags: Expr) -> Expr:
    """Flag: all of them hold."""
    return apply("every", *flags)


def some(*flags: Expr) -> Expr:
    """Flag: at least one holds."""
    return apply("some", *flags)


def negate(flag: Expr) -> Expr:
    """Flag: it does not hold."""
    return apply("not", flag)


def least(a: Operand, b: Operand) -> Expr:
    """The smaller."""
    return apply("least", a, b)


def most(a: Operand, b: Operand) -> Expr:
    """The larger."""
    return apply("most", a, b)


def remainder(a: Operand, b: Operand) -> Expr:
    """Remainder of two whole numbers."""
    return apply("mod", a, b)


def floor(x: Expr) -> Expr:
    """Rounded down; what lies a millionth below a whole number counts as whole."""
    return apply("floor", x)


def round_up(x: Expr) -> Expr:
    """Whole licences: rounded up, but 100 × 1.1 is 110 and not 111."""
    return apply("round up", x)


def round_to(x: Expr, digits: int) -> Expr:
    """Rounded half away from zero."""
    places = Expr("const", (), PURE, "whole", float(digits))
    return apply("round", x, places)


def add_up(*terms: Expr) -> Expr:
    """Sum of any number of figures.

    A spreadsheet's SUM takes 255 arguments at the most, so a longer sum is a sum of sums.
    """
    if not terms:
        raise ModelError("nothing to add up")
    while len(terms) > MOST_TERMS:
        head = apply("sum", *terms[:MOST_TERMS])
        terms = (head, *terms[MOST_TERMS:])
    return terms[0] if len(terms) == 1 else apply("sum", *terms)


MOST_TERMS = 200


def look_up(x: Expr, points: Sequence[tuple[Operand, Operand]]) -> Expr:
    """Value of the last point whose key is not above ``x``; before the first, unknown.

    Points stand in the order of their keys. A bare 0 takes its neighbours' unit.
    """
    units = [value.unit for _, value in points if isinstance(value, Expr)]
    if not units:
        raise ModelError("nothing to look up", expected="points, with inputs or rows as values")
    parts = [part for key, value in points for part in (_like(key, x.unit), _like(value, units[0]))]
    return apply("look up", x, *parts)


def _like(operand: Operand, unit: Unit) -> Expr:
    return operand if isinstance(operand, Expr) else constant_like(operand, unit)


def during(x: Expr, unit: str) -> Expr:
    """The same number over one ``unit``: pounds a month over one month are pounds."""
    return Expr(
        "as", (x,), apply("*", x, Expr("const", (), parse_unit(unit), "whole", 1.0)).unit, x.axis
    )


def counted(x: Expr, unit: str) -> Expr:
    """The same number read in another unit: a change of name, said aloud in the row."""
    return Expr("as", (x,), parse_unit(unit), x.axis)


def previous(unit: str, axis: Axis = "month") -> Expr:
    """The row itself, one period earlier; it must say what stands before its first."""
    if axis == "whole":
        raise ModelError("only a row along periods has an earlier figure")
    return Expr("previous", (), parse_unit(unit), axis)


def lag(row: Expr) -> Expr:
    """Another row, one period earlier; that row must say what stands before the first."""
    if row.op != "row" or row.axis == "whole":
        raise ModelError("only a row along periods has an earlier figure", found=repr(row))
    return Expr("lag", (), row.unit, row.axis, row.ref)


def fold(name: str, row: Expr) -> Expr:
    """Fold a row along its periods, by the name in the table of folds."""
    of = FOLDS[name]
    by_month_only = of.to in {"year", "contract_year"}
    if row.op != "row" or row.axis == "whole" or (by_month_only and row.axis != "month"):
        raise ModelError(f"'{name}' folds a named row along its periods", found=repr(row))
    return Expr(name, (row,), of.unit(row.unit), of.to)


def total(row: Expr) -> Expr:
    """Sum of a row over its periods: one figure."""
    return fold("total", row)


def by_year(row: Expr) -> Expr:
    """A monthly row added up by financial year."""
    return fold("by year", row)


def by_contract_year(row: Expr) -> Expr:
    """A monthly row added up by contract year."""
    return fold("by contract year", row)


def largest(row: Expr) -> Expr:
    """Largest figure of a row."""
    return fold("largest", row)


def position_of_largest(row: Expr) -> Expr:
    """Number of the first period that holds the largest figure."""
    return fold("position of largest", row)


def at_start(row: Expr) -> Expr:
    """First period's figure of a row; a whole figure is the same in every period."""
    return row if row.axis == "whole" else fold("at start", row)


def internal_rate(row: Expr) -> Expr:
    """Internal rate of return of a row of flows."""
    return fold("internal rate", row)
