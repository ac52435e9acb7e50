"""Budgets as they are printed are what they were when somebody last read them.

Where a difference is meant: `pytest --update-golden`, read it, and name the figures in the commit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from licmodel.analysis.accounts.budgets import budget_of
from licmodel.assembly.assemble import Units
from licmodel.report.budgets import budget_text
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from tests.budgeted import budgeted

HERE = Path(__file__).parent / "budgets"
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def _lancashire() -> Scenario:
    return load(SCENARIOS / "lancashire_2020.yaml")


def _council() -> Scenario:
    return load(SCENARIOS / "council_2027.yaml")


def _with_a_trust() -> Scenario:
    """The council and a trust whose years end in August, where what a licence costs is asked."""
    dear = {"title": "The suite is a tenth dearer", "changes": {"prices.suite": {"times": "1.1"}}}
    return budgeted(
        ("bodies", {"trust": {"kind": "academy", "title": "Westmoor Trust", "business_use": "0%"}}),
        ("options/move/lines/backup/body", "trust"),
        ("options/move/lines/backup/starts", "2027-09"),
        ("what_ifs", {"dear": dear}),
    )


@dataclass(frozen=True)
class Case:
    """A budget that is printed and kept."""

    make: Callable[[], Scenario]
    option: str
    cumulative: bool = False
    units: Units = "pounds"
    what_if: str | None = None


CASES = {
    "small_council": Case(budgeted, "move"),
    "small_council_so_far": Case(budgeted, "move", cumulative=True),
    "small_council_and_trust": Case(_with_a_trust, "move", units="thousands", what_if="dear"),
    "lancashire_2020": Case(_lancashire, "as_paid"),
    "council_2027": Case(_council, "mixed"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_budget_is_the_one_that_was_read(name: str, update_golden: bool) -> None:  # noqa: FBT001  a fixture
    case = CASES[name]
    scenario = case.make()
    budget = budget_of(scenario, case.option, case.units, what_if=case.what_if)
    printed = budget_text(scenario, budget, cumulative=case.cumulative, with_reversed=True) + "\n"
    golden = HERE / f"{name}.txt"
    if update_golden:
        golden.write_text(printed, "utf-8")
    assert golden.exists(), "write it: pytest --update-golden"
    assert printed == golden.read_text("utf-8")
    assert max(map(len, printed.splitlines())) <= 100
