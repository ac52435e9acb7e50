"""Budgets as they are printed are what they were when somebody last read them.

Where a difference is meant: `pytest --update-golden`, read it, and name the figures in the commit.
"""

from pathlib import Path

import pytest

from licmodel.analysis.budgets import budget_of
from licmodel.report.budgets import budget_text
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from tests.budgeted import budgeted

HERE = Path(__file__).parent / "budgets"
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def _lancashire() -> Scenario:
    return load(SCENARIOS / "lancashire_2020.yaml")


CASES = {
    "small_council": (budgeted, "move", False),
    "small_council_so_far": (budgeted, "move", True),
    "lancashire_2020": (_lancashire, "as_paid", False),
}


@pytest.mark.parametrize("name", CASES)
def test_a_budget_is_the_one_that_was_read(name: str, update_golden: bool) -> None:  # noqa: FBT001  a fixture
    make, option, cumulative = CASES[name]
    scenario = make()
    budget = budget_of(scenario, option)
    printed = budget_text(scenario, budget, cumulative=cumulative, with_reversed=True) + "\n"
    golden = HERE / f"{name}.txt"
    if update_golden:
        golden.write_text(printed, "utf-8")
    assert golden.exists(), "write it: pytest --update-golden"
    assert printed == golden.read_text("utf-8")
    assert max(map(len, printed.splitlines())) <= 100
