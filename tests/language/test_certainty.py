"""A look at what does not vary tells what need not be doubted, and never hides what is unknown."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.language import numeric
from licmodel.language import operators as say
from licmodel.language.evaluate import WIDE, Evaluator
from licmodel.language.expression import Expr
from licmodel.language.numeric import Array
from licmodel.language.program import Periods, Program, Span

Make = Callable[[Expr, Expr], Expr]
VARIES = np.linspace(1.0, 9.0, WIDE)

CASES: list[tuple[str, Make, float, float]] = [
    ("a divisor", lambda x, fixed: x / say.round_up(fixed), 3.2, 0.0),
    ("a remainder", lambda x, fixed: say.remainder(x, fixed + fixed), 2.0, 0.2),
    ("a power", lambda x, fixed: (x - x) ** say.floor(fixed), 3.0, -1.0),
    ("a root", lambda x, fixed: (x - x - 1) ** (fixed * 1), 2.0, 0.5),
    ("a look-up", lambda x, fixed: say.look_up(fixed * 1, [(1, x), (12, x + x)]), 1.0, 0.0),
    ("a quotient of what is fixed", lambda x, fixed: x + fixed / (fixed + fixed), 1.0, 0.0),
]


def made(make: Make, fixed: float) -> tuple[Evaluator, Array]:
    """Whether what is made is more than 12, where one figure of two varies."""
    program = Program(Periods(("2027-04",), (Span("2027/28", 0, 0),)))
    x, y = program.input("x", "X", "1", 1), program.input("y", "Y", "1", fixed)
    program.row("answer", "Answer", say.where(make(x, y) > 12, x, x + x))
    evaluator = Evaluator(program, ["x"])
    return evaluator, evaluator.run({"x": VARIES})["answer"]


@pytest.mark.parametrize(("make", "sure", "unsure"), [case[1:] for case in CASES])
def test_what_is_fixed_decides(make: Make, sure: float, unsure: float) -> None:
    evaluator, _ = made(make, sure)
    (instructions,) = evaluator._sure.values()
    assert any(evaluator.plan.doubts)
    assert not any(instructions.doubtful)
    evaluator, figures = made(make, unsure)
    (instructions,) = evaluator._sure.values()
    assert any(instructions.doubtful)
    assert np.isnan(figures).all()


def test_few_columns_are_not_worth_a_look() -> None:
    program = Program(Periods(("2027-04",), (Span("2027/28", 0, 0),)))
    x, y = program.input("x", "X", "1", 1), program.input("y", "Y", "1", 2)
    program.row("answer", "Answer", x / (y + y))
    evaluator = Evaluator(program, ["x"])
    evaluator.run({"x": VARIES[: WIDE - 1]})
    assert not evaluator._sure
    told: list[int] = []
    evaluator.run({"x": VARIES}, block=200, tell=told.append)
    assert evaluator._sure
    assert told == [200, 400, WIDE]


@given(st.integers(-(2**30), 2**30), st.integers(-(2**27), 2**27).filter(bool))
def test_a_remainder_is_exact_however_large_its_figures(a: int, b: int) -> None:
    out = np.empty(1)
    numeric.remainder(np.array([float(a)]), np.array([float(b)]), out=out)
    assert out.tolist() == [a % b]
    assert not np.signbit(out[0]) or a % b < 0
