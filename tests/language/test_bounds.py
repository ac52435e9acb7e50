"""Figures beyond all bounds, and whatever is made of them."""

import numpy as np
import pytest

from licmodel.errors import ModelError
from licmodel.language import operators as say
from licmodel.language.evaluate import Evaluator, evaluate
from licmodel.language.program import Periods, Program, Span

PERIODS = Periods(("2027-04", "2027-05", "2027-06"), (Span("2027/28", 0, 2),))


def test_what_is_made_of_a_figure_beyond_all_bounds_is_unknown_too() -> None:
    """[17]: 1 divided by it is not nothing, and it is not less than anything."""
    program = Program(PERIODS)
    a = program.input("a", "", "1", 1e200)
    square = program.row("square", "", a * a)
    program.row("inverse", "", 1 / square)
    program.row("behind", "", say.where(0 - square < 0, 1, 12))
    far = program.row("far", "", say.previous("1") * a, a)
    program.row("total", "", say.total(far))
    program.row("known", "", a / a)
    values = evaluate(program)
    for key in ("square", "inverse", "behind", "total"):
        assert np.isnan(values[key]).all(), key
    assert values["known"].tolist() == [[1.0]]
    both = evaluate(program, {"a": [1e200, 2]})
    assert np.isnan(both["behind"][:, 0]).all()
    assert both["behind"][:, 1].tolist() == [1.0]


def test_a_block_has_columns_and_a_row_that_is_kept_is_there() -> None:
    """Rows that are never made are not handed out."""
    program = Program(PERIODS)
    a = program.input("a", "", "1", 2)
    program.row("power", "", a * a)
    for block in (0, -1):
        with pytest.raises(ModelError, match="at least one column"):
            evaluate(program, {"a": [1, 2]}, block=block)
    with pytest.raises(ModelError, match="no such row: pover") as told:
        Evaluator(program, keep=["pover"])
    assert "power" in (told.value.expected or "")
