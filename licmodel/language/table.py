"""The one table of operators, which every reader of a row uses.

An operator is one entry: what numpy does, what a spreadsheet writes, what a person says, what
becomes of the units, how tightly it binds. A new reader is one more column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import numpy as np

from licmodel.errors import ModelError
from licmodel.language import along, choice, flags, numeric
from licmodel.language.units import (
    FLAG,
    PURE,
    Unit,
    divide_units,
    multiply_units,
    same_unit,
    unit_text,
)

Axis = Literal["month", "year", "contract_year", "whole"]
"""Periods along which figures run."""


def _pure(*units: Unit) -> Unit:
    return same_unit(PURE, *units)


def _number(unit: Unit) -> Unit:
    return same_unit(unit)


def _compared(*units: Unit) -> Unit:
    same_unit(*units)
    return FLAG


def _flags(*units: Unit) -> Unit:
    if any(unit != FLAG for unit in units):
        found = ", ".join(unit_text(unit) for unit in units)
        raise ModelError("a condition takes yes-or-no figures", found=found, expected="flag")
    return FLAG


def _chosen(flag: Unit, then: Unit, otherwise: Unit) -> Unit:
    _flags(flag)
    return then if then == otherwise == FLAG else same_unit(then, otherwise)


def _product(*units: Unit) -> Unit:
    for unit in units:
        same_unit(unit)
    return multiply_units(*units)


def _quotient(*units: Unit) -> Unit:
    for unit in units:
        same_unit(unit)
    return divide_units(*units)


def _rounded(of: Unit, digits: Unit) -> Unit:
    same_unit(PURE, digits)
    return same_unit(of)


def _looked_up(*units: Unit) -> Unit:
    same_unit(units[0], *units[1::2])
    return same_unit(*units[2::2])


class Operator(NamedTuple):
    """What one operator means to each reader.

    Attributes
    ----------
    numpy : callable
        Computes it: ``numpy(*operands, out=result)``.
    excel, words : str
        Templates; ``{all}`` stands for all operands.
    unit : callable
        Unit of the result, or an error, from the units of the operands.
    binds : int
        How tightly the result holds together; 9 is a call.
    needs : tuple of int
        How tightly each operand must hold to stand without brackets.
    known : callable, optional
        Does as ``numpy`` does where nothing can be unknown; writes flags as bools.
    doubt : bool
        Whether the result may be unknown though the operands are known.
    in_place : tuple of int
        Operands whose place the result may take.
    """

    numpy: Callable[..., Any]
    excel: str
    words: str
    unit: Callable[..., Unit]
    binds: int = 9
    needs: tuple[int, ...] = ()
    known: Callable[..., Any] | None = None
    doubt: bool = False
    in_place: tuple[int, ...] = ()

    def function(self, *, known: bool) -> Callable[..., Any]:
        """What computes it, where every flag is known, or where some may not be."""
        return self.known if known and self.known is not None else self.numpy


_GUARDED = f"ROUND({{0}}-{{1}},{numeric.GUARD_DIGITS})"
_NEARLY = f"ROUND({{0}},{numeric.GUARD_DIGITS})"
_EITHER = (0, 1)
_BRANCH = (1, 2)

OPERATORS: dict[str, Operator] = {
    "+": Operator(np.add, "{0}+{1}", "{0} + {1}", same_unit, 4, (4, 5), in_place=_EITHER),
    "-": Operator(np.subtract, "{0}-{1}", "{0} - {1}", same_unit, 4, (4, 5), in_place=_EITHER),
    "*": Operator(np.multiply, "{0}*{1}", "{0} × {1}", _product, 5, (5, 6), in_place=_EITHER),
    "/": Operator(
        numeric.divide,
        "{0}/{1}",
        "{0} ÷ {1}",
        _quotient,
        5,
        (5, 6),
        np.divide,
        doubt=True,
        in_place=_EITHER,
    ),
    "^": Operator(
        numeric.raise_to, "IF({1}=0,1,{0}^{1})", "{0} ^ {1}", _pure, 6, (7, 7), doubt=True
    ),
    "at least": Operator(
        flags.at_least,
        _GUARDED + ">=0",
        "{0} ≥ {1}",
        _compared,
        2,
        (4, 5),
        flags.at_least_known,
    ),
    "more than": Operator(
        flags.more_than,
        _GUARDED + ">0",
        "{0} > {1}",
        _compared,
        2,
        (4, 5),
        flags.more_than_known,
    ),
    "equals": Operator(
        flags.equals,
        _GUARDED + "=0",
        "{0} is {1}",
        _compared,
        2,
        (4, 5),
        flags.equals_known,
    ),
    "every": Operator(flags.every, "AND({all})", "({all: and })", _flags, known=flags.every_known),
    "some": Operator(flags.some, "OR({all})", "({all: or })", _flags, known=flags.some_known),
    "not": Operator(flags.opposite, "NOT({0})", "not ({0})", _flags, known=np.logical_not),
    "where": Operator(
        choice.where,
        "IF({0},{1},{2})",
        "({1} if {0}, otherwise {2})",
        _chosen,
        known=choice.where_known,
        in_place=_BRANCH,
    ),
    "least": Operator(
        numeric.smaller,
        "MIN({0},{1})",
        "the smaller of ({0}) and ({1})",
        same_unit,
        in_place=_EITHER,
    ),
    "most": Operator(
        numeric.larger, "MAX({0},{1})", "the larger of ({0}) and ({1})", same_unit, in_place=_EITHER
    ),
    "mod": Operator(
        numeric.remainder,
        "MOD(ROUND({0},0),ROUND({1},0))",
        "remainder of ({0}) ÷ ({1})",
        same_unit,
        doubt=True,
    ),
    "floor": Operator(
        numeric.floor, f"INT({_NEARLY})", "({0}) rounded down", _number, in_place=(0,)
    ),
    "round": Operator(
        numeric.round_to,
        f"ROUND(ROUND({{0}},{numeric.ROUND_GUARD_DIGITS}),{{1}})",
        "({0}) rounded to {1} decimals",
        _rounded,
        in_place=(0,),
    ),
    "round up": Operator(
        numeric.round_up,
        f"ROUNDUP({_NEARLY},0)",
        "({0}) rounded up to whole",
        _number,
        in_place=(0,),
    ),
    "sum": Operator(numeric.add_up, "SUM({all})", "the sum of {all:, }", same_unit),
    "look up": Operator(choice.look_up, "", "", _looked_up, doubt=True),
    "as": Operator(numeric.same, "{0}", "{0}", lambda unit: unit),
}


class Fold(NamedTuple):
    """An operator that turns a row of periods into fewer figures."""

    numpy: Callable[..., Any]
    excel: str
    words: str
    to: Axis
    unit: Callable[[Unit], Unit] = same_unit
    doubt: bool = False


FOLDS: dict[str, Fold] = {
    "total": Fold(along.total, "SUM({range})", "total of {0}", "whole"),
    "by year": Fold(along.total, "SUM({range})", "{0} added up over the year", "year"),
    "by contract year": Fold(
        along.total, "SUM({range})", "{0} added up over the contract year", "contract_year"
    ),
    "largest": Fold(along.largest, "MAX({range})", "largest of {0}", "whole"),
    "position of largest": Fold(
        along.position_of_largest,
        "MATCH(MAX({range}),{range},0)",
        "number of the first period with the largest {0}",
        "whole",
        lambda _: PURE,
    ),
    "at start": Fold(along.at_start, "INDEX({range},1)", "{0} in the first period", "whole"),
    "internal rate": Fold(
        along.internal_rate,
        "IRR({range})",
        "internal rate of return of {0}",
        "whole",
        lambda _: PURE,
        doubt=True,
    ),
}
