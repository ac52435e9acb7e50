"""The batch law on random programs: what is computed together is what is computed alone [15]."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from licmodel.language.evaluate import Evaluator, Values, evaluate
from licmodel.language.expression import Expr
from licmodel.language.operators import where
from licmodel.language.program import Input, Periods, Program, Span
from licmodel.language.units import FLAG
from tests.fuzz.programs import make_program

Columns = dict[str, NDArray[np.float64]]

seeds = st.integers(0, 10**6)
batches = st.sampled_from([1, 2, 3, 5, 8, 33])
law = settings(max_examples=40, deadline=None)


def program_of(seed: int) -> Program:
    """Make a random program; every other one has no unknown input."""
    return make_program(seed, rows=40, months=18, unknown=0.01 * (seed % 2))


def columns_of(program: Program, seed: int, batch: int) -> Columns:
    """Give about a third of the inputs a figure for each case, some of them unknown."""
    random = Random(seed)  # noqa: S311  no secret
    chosen = [key for key in program.inputs if random.random() < 1 / 3]
    return {key: column_of(program.inputs[key], random, batch) for key in chosen}


def column_of(declared: Input, random: Random, batch: int) -> NDArray[np.float64]:
    if declared.unit == FLAG:
        figures = [random.choice([0.0, 1.0]) for _ in range(batch)]
    else:
        near = [declared.value * 1.1, -declared.value, 0.0, -0.0, 0.5, 100 * 1.1, 12.0]
        figures = [random.choice([declared.value, *near]) for _ in range(batch)]
    if random.random() < 0.05:
        figures[random.randrange(batch)] = np.nan
    return np.array(figures)


def same_bits(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    """Whether figures are the same to the last bit; one unknown is like another."""
    a, b = (np.where(np.isnan(x), np.nan, np.ascontiguousarray(x)) for x in (a, b))
    return a.shape == b.shape and bool((a.view(np.int64) == b.view(np.int64)).all())


def unlike(one: Values, other: Values, column: int | None = None) -> list[str]:
    """Rows and openings whose figures differ, of one column of the first or of all."""
    found = []
    for figures, others in ((one.figures, other.figures), (one.openings, other.openings)):
        for key, figure in others.items():
            mine = figures[key]
            if column is not None and mine.shape[1] > 1:
                mine = mine[:, [column]]
            if not same_bits(mine, figure):
                found.append(key)
    return found


@law
@given(seeds, batches, st.integers(1, 40))
def test_no_size_of_block_changes_a_bit(seed: int, batch: int, block: int) -> None:
    program = program_of(seed)
    columns = columns_of(program, seed, batch)
    evaluator = Evaluator(program, columns)
    assert not unlike(evaluator.run(columns), evaluator.run(columns, block))


@law
@given(seeds, batches)
def test_a_column_of_a_batch_is_the_run_of_that_case(seed: int, batch: int) -> None:
    program = program_of(seed)
    columns = columns_of(program, seed, batch)
    together = evaluate(program, columns)
    alone = Evaluator(program)
    for case in range(min(batch, 5)):
        values = alone.run({key: column[case] for key, column in columns.items()})
        assert not unlike(together, values, case)


@law
@given(seeds)
def test_it_does_not_matter_which_inputs_were_announced(seed: int) -> None:
    program = program_of(seed)
    some = columns_of(program, seed, 1)
    assert not unlike(Evaluator(program, some).run(), Evaluator(program).run())
    assert not unlike(Evaluator(program, program.inputs).run(), Evaluator(program).run())


@law
@given(seeds, batches)
def test_what_is_not_kept_changes_nothing(seed: int, batch: int) -> None:
    program = program_of(seed)
    columns = columns_of(program, seed, batch)
    every = evaluate(program, columns)
    keep = [key for number, key in enumerate(program.rows) if (seed + number) % 5 == 0]
    some = evaluate(program, columns, keep=keep)
    assert set(some.figures) == {*program.inputs, *keep}
    assert not unlike(every, some)


@law
@given(seeds, batches)
def test_a_look_at_what_does_not_vary_changes_nothing(seed: int, batch: int) -> None:
    """What is found to be certain is computed by quicker means, to the same bits."""
    program = program_of(seed)
    columns = {
        key: column
        for key, column in columns_of(program, seed, batch).items()
        if not np.isnan(column).any()
    }
    plainly = evaluate(program, columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("licmodel.language.evaluate.WIDE", 1)
        assert not unlike(evaluate(program, columns), plainly)


def test_a_result_never_takes_the_place_of_what_is_still_read() -> None:
    """A condition that is also what it chooses; a figure that is read twice, or again later."""
    program = Program(Periods(("M1",), (Span("Y1", 0, 0),)))
    a, b = (program.input(key, key, "user", value) for key, value in (("a", 1), ("b", 2)))
    more, less = a > b, b >= a + a
    flag = program.row("flag", "flag", where(more, more, less))
    twice = program.row("twice", "twice", (a + b) - (a + b) + where(a > b, a + b, a))
    program.row("later", "later", where(flag, twice, twice + (a + b)))
    columns = {"a": np.array([1.0, 3.0, 1.0, np.nan]), "b": np.array([2.0, 2.0, 1.0, 1.0])}
    together = evaluate(program, columns, keep=["later"])
    for case in range(4):
        alone = evaluate(program, {key: column[case] for key, column in columns.items()})
        assert same_bits(together["later"][:, [case]], alone["later"])
    assert together["later"][0, :3].tolist() == [1.0, 5.0, 3.0]


def test_threads_may_share_an_evaluator() -> None:
    """Runs of other figures at the same time leave no trace in each other."""
    program = program_of(4)
    cases = [columns_of(program, 4, batch) for batch in (5, 17, 33)]
    evaluator = Evaluator(program, cases[0])
    alone = [evaluator.run(columns, 4) for columns in cases]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda columns: evaluator.run(columns, 4), cases * 10))
    for number, values in enumerate(together):
        assert not unlike(values, alone[number % len(cases)])


@law
@given(seeds, st.integers(2, 12))
def test_alike_lines_are_each_as_it_would_be_alone(seed: int, copies: int) -> None:
    """Lines that do the same to different figures are columns of one array."""
    line = program_of(seed)
    columns = columns_of(line, seed, copies)
    many = Program(line.periods)
    for copy in range(copies):
        add_copy(many, line, f"{copy}.", {key: column[copy] for key, column in columns.items()})
    together, alone = evaluate(many), Evaluator(line)
    for copy in range(copies):
        values = alone.run({key: column[copy] for key, column in columns.items()})
        assert all(same_bits(together[f"{copy}.{key}"], values[key]) for key in line.rows)


def add_copy(program: Program, line: Program, prefix: str, figures: dict[str, np.float64]) -> None:
    """Declare all of a program once more, under other keys and with other figures."""
    for key, declared in line.inputs.items():
        value = float(figures.get(key, declared.value))
        program.inputs[prefix + key] = replace(declared, key=prefix + key, value=value)
    for key, row in line.rows.items():
        opening = copied(row.opening, prefix) if isinstance(row.opening, Expr) else row.opening
        program.row(prefix + key, row.label, copied(row.body, prefix), opening)


def copied(expr: Expr, prefix: str) -> Expr:
    """An expression that reads what stands under other keys."""
    args = tuple(copied(arg, prefix) for arg in expr.args)
    ref = prefix + expr.ref if isinstance(expr.ref, str) else expr.ref
    return Expr(expr.op, args, expr.unit, expr.axis, ref)
