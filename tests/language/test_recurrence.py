"""A recurrence does at once what its conditions allow, and comes to what each month would."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from licmodel.language.evaluate import evaluate
from licmodel.language.expression import Expr
from licmodel.language.operators import every, previous, round_up, where
from licmodel.language.program import Periods, Program, Span
from licmodel.language.recurrence import PREVIOUS, Form, Recurrence, Step, reduce_steps
from licmodel.language.table import OPERATORS

# given: 0 and 1 conditions, 2 and 3 figures; −1 the figure before, −2 the first step
ADDED, TIMES, LARGER = Step("+", (PREVIOUS, 2)), Step("*", (PREVIOUS, 3)), Step("most", (2, -1))
RECURRENCES: dict[str, list[Step]] = {
    "running sum": [ADDED],
    "running difference": [Step("-", (PREVIOUS, 2))],
    "the other way about": [Step("-", (2, PREVIOUS))],
    "doubled": [Step("+", (PREVIOUS, PREVIOUS))],
    "running product": [TIMES],
    "running largest": [LARGER],
    "running smallest": [Step("least", (PREVIOUS, 2))],
    "held": [Step("where", (0, 2, PREVIOUS))],
    "added while": [ADDED, Step("where", (0, -2, PREVIOUS))],
    "one or the other": [ADDED, TIMES, Step("where", (0, -2, -3))],
    "either, or as before": [
        ADDED,
        TIMES,
        Step("where", (1, -3, PREVIOUS)),
        Step("where", (0, -2, -4)),
    ],
    "limited": [
        TIMES,
        Step("where", (1, -2, PREVIOUS)),
        Step("most", (2, -3)),
        Step("where", (0, 3, -4)),
    ],
    "by its own figure": [
        Step("more than", (PREVIOUS, 2), flag=True),
        TIMES,
        Step("where", (-2, 2, -3)),
    ],
}

Figures = NDArray[np.float64]
PERIODS = 12


class Stepped(Recurrence):
    """A recurrence that leaves nothing to numpy's accumulation."""

    def _runs(self, form: Form) -> None:  # noqa: ARG002  the form does not matter
        return None


def run(
    steps: list[Step], given_figures: list[Figures], opening: Figures, *, at_once: bool
) -> Figures:
    """Compute a recurrence, month by month or with its conditions decided beforehand."""
    choosing = [
        number
        for number, step in enumerate(steps)
        if at_once and step.op == "where" and step.args[0] >= 0
    ]
    functions = [OPERATORS[step.op].numpy for step in steps]
    out = np.empty((PERIODS, opening.shape[1]))
    way = Recurrence if at_once else Stepped
    recurrence = way(steps, -1 - len(steps), functions, choosing, known=False)
    recurrence(*given_figures, opening, out=out)
    return out


conditions = st.lists(st.sampled_from([0.0, 1.0]), min_size=PERIODS, max_size=PERIODS)
numbers = st.sampled_from([0.0, 1.5, -2.0, 3.25, math.nan])


@pytest.mark.parametrize("name", RECURRENCES)
@given(st.data())
def test_at_once_is_as_month_by_month(name: str, data: st.DataObject) -> None:
    """Whether conditions are the same for all columns or not, and with unknown ones."""
    columns = data.draw(st.sampled_from([1, 2, 40]))

    def condition() -> Figures:
        held = np.array(data.draw(conditions))[:, None]
        if columns > 1 and data.draw(st.booleans()):
            held = np.repeat(held, columns, axis=1)
            held[data.draw(st.integers(0, PERIODS - 1)), 0] = 0
        if data.draw(st.booleans()):
            held[data.draw(st.integers(0, PERIODS - 1)), 0] = np.nan
        return held

    moving = np.array(data.draw(st.lists(numbers, min_size=PERIODS, max_size=PERIODS)))[:, None]
    figures = [condition(), condition(), moving, np.array(1.1)]
    opening = np.full((1, columns), data.draw(numbers))
    at_once, stepped = (
        run(RECURRENCES[name], figures, opening, at_once=way) for way in (True, False)
    )
    assert np.array_equal(at_once, stepped, equal_nan=True)


def test_only_what_is_chosen_is_left() -> None:
    steps = RECURRENCES["limited"]
    assert reduce_steps(steps, -5, {3: True}, 4) == Form(3, (), ())
    assert reduce_steps(steps, -5, {3: None}, 4) == Form(4, (), ())
    assert reduce_steps(steps, -5, {3: False, 1: False}, 4) == Form(-4, (2,), ((2, PREVIOUS),))
    left = reduce_steps(steps, -5, {3: False}, 4)
    assert left.steps == (0, 1, 2)
    assert left.args[1] == (1, -2, PREVIOUS)


def test_seats_of_an_agreement_by_hand() -> None:
    """[13] Seats may be handed back on anniversaries, a tenth at the most, and at the renewal."""
    program = Program(Periods(tuple(f"M{month}" for month in range(1, 10)), (Span("Y", 0, 8),)))

    def given_as(key: str, unit: str, value: float) -> Expr:
        return program.input(key, key, unit, value)

    month = program.row(
        "month",
        "month",
        previous("month") + given_as("one", "month", 1),
        given_as("start", "month", 0),
    )
    third = given_as("third", "month", 3)
    sixth = given_as("sixth", "month", 6)
    needed = where(month > sixth, given_as("few", "user", 50), given_as("many", "user", 100))
    kept = round_up(previous("user") * given_as("share kept", "1", 0.9))
    yearly = every(month >= third, third >= month)
    falls = where(yearly, kept, previous("user"))
    seats = where(month >= sixth, needed, falls)
    program.row("seats", "seats", seats, given_as("held", "user", 121))
    assert evaluate(program).column("seats") == [121, 121, 109, 109, 109, 100, 50, 50, 50]
