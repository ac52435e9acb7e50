"""What every kind of line is held to in a budget, whatever pays for it."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from licmodel.analysis.accounts.budgets import budget_of
from licmodel.analysis.results import run
from licmodel.assembly.assemble import Model, Units, assemble
from licmodel.assembly.budget_rows import CHANGES
from licmodel.language.evaluate import Evaluator
from licmodel.lines import KINDS, Line
from licmodel.scenario.loading import from_data
from tests.bearing import borne
from tests.conformance.cases import is_near, law
from tests.conformance.test_readers import bits, varied
from tests.funding import funded
from tests.recalculation import differences, recalculate_with_formualizer, write_book
from tests.strategies import batches, lines, scenarios

_FEW = 3
UNITS: tuple[Units, ...] = ("pounds", "thousands", "millions")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for files."""
    return tmp_path_factory.mktemp("budgets")


def of_kind(kind: type[Line]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a scenario with lines of one kind, and how they are paid for."""
    return funded(batches(lines(kind, income=True), _FEW))


def model_of(data: st.DataObject, drawn: st.SearchStrategy[dict[str, Any]]) -> Model:
    """The rows of a scenario, with budgets in one of the units and a switch for renewals."""
    units = data.draw(st.sampled_from(UNITS))
    return assemble(from_data(data.draw(drawn)), budget=units, by_cause=True)


@law
def test_a_recalculated_workbook_of_a_budget_agrees(
    kind: type[Line], data: st.DataObject, folder: Path
) -> None:
    """[16] Repayments, reserves and changes too."""
    model = model_of(data, of_kind(kind))
    book = write_book(model.program, run(model).values, folder / "budget.xlsx")
    found = differences(book, recalculate_with_formualizer(book.path))
    assert not found, "\n".join(map(str, found[:3]))


@law
def test_a_slice_of_a_batch_is_the_budget_of_the_slice(
    kind: type[Line], data: st.DataObject
) -> None:
    """[15] Bit for bit, with every input varied at once."""
    program = model_of(data, of_kind(kind)).program
    chance = random.Random(data.draw(st.integers(0, 10**6)))  # noqa: S311  no secret
    given = {key: varied(declared, chance)[:2] for key, declared in program.inputs.items()}
    together = Evaluator(program, given).run(given, block=1)
    values = Evaluator(program).run({key: column[1] for key, column in given.items()})
    for key in program.rows:
        if ".budget" in key or key.startswith("finance."):
            one, of_many = np.array(values.column(key)), np.array(together.column(key, 1))
            assert bits(one) == bits(of_many), key


@law
def test_a_budget_casts_and_its_causes_add_up(data: st.DataObject) -> None:
    """[11] Every kind together, with bodies and funds, under a what-if."""
    raw = data.draw(funded(borne(scenarios(KINDS))))
    changes = {
        f"{option}.{name}.{field}": {"times": "1.5"}
        for option, said in raw["options"].items()
        for name, line in said["lines"].items()
        for field in ("price", "amount", "salary")
        if isinstance(line.get(field), str)
    }
    scenario = from_data(raw | {"what_ifs": {"dear": {"title": "Dear", "changes": changes}}})
    units, what_if = data.draw(st.sampled_from(UNITS)), "dear" if changes else None
    for option in scenario.options:
        budget = budget_of(scenario, option, units, what_if=what_if)
        faults = [each for each in budget.checks if not each.holds]
        assert not faults, [f"{each} {each.detail}" for each in faults]
        shown = [each.by_year for each in budget.entries if each.kind != "capital"]
        step = 1 if units == "pounds" else 1_000
        assert all(figure % step == 0 for line in shown for figure in line)
        for change in (budget.changes, budget.growth):
            added = map(sum, zip(*(each.by_year for each in change.values()), strict=True))
            for one, other in zip(added, budget.change.by_year, strict=True):
                assert is_near(one, other)


@law
def test_without_differences_a_budget_is_its_parents_to_the_penny(
    kind: type[Line], data: st.DataObject
) -> None:
    raw = data.draw(of_kind(kind))
    options = raw["options"] | {"child": {"based_on": "option"}}
    results = run(assemble(from_data(raw | {"options": options}), budget="pounds"))
    for name in ("", *(f".{each}" for each in CHANGES)):
        ours, theirs = (f"{option}.budget{name}.by_year" for option in ("child", "option"))
        assert results.by_period(ours) == results.by_period(theirs)
