"""Engine, spreadsheet, words and files all say the same of a line."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import assemble
from licmodel.language.evaluate import Evaluator
from licmodel.language.expression import Expr
from licmodel.language.program import Input
from licmodel.language.words import describe
from licmodel.lines import Line
from licmodel.scenario.files import dump_document
from licmodel.scenario.loading import from_data, load
from tests.conformance.cases import LINES, law, lines_of, results_of
from tests.recalculation import differences, recalculate_with_formualizer, write_book
from tests.strategies import batches, lines

_CASES = 5
_CATALOGUE = "catalogue"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for files."""
    return tmp_path_factory.mktemp("conformance")


# --- the engine and itself ---


def varied(declared: Input, chance: random.Random) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Some values of an input: its own, others near it, and unknown."""
    if declared.shown == "month":
        others = [declared.value + chance.randint(-15, 15) for _ in range(_CASES - 1)]
    else:
        others = [declared.value * chance.uniform(0.5, 1.5) for _ in range(_CASES - 1)]
    if chance.random() < 1 / 8:
        others[-1] = np.nan
    return np.array([declared.value, *others])


@law
def test_a_slice_of_a_batch_is_the_run_of_the_slice(kind: type[Line], data: st.DataObject) -> None:
    """[15] Bit for bit, with every input varied at once."""
    program = assemble(from_data(data.draw(batches(lines(kind, income=True), LINES)))).program
    chance = random.Random(data.draw(st.integers(0, 10**6)))  # noqa: S311  no secret
    given = {key: varied(declared, chance) for key, declared in program.inputs.items()}
    together = Evaluator(program, given).run(given, block=2)
    alone = Evaluator(program)
    for case in range(_CASES):
        values = alone.run({key: column[case] for key, column in given.items()})
        for key in program.rows:
            one = np.array(values.column(key))
            of_many = np.array(together.column(key, case))
            assert bits(one) == bits(of_many), f"{key}, case {case}: {one} and {of_many}"


def bits(figures: np.ndarray[Any, np.dtype[np.float64]]) -> bytes:
    """Every bit of some figures; unknown is unknown, whatever its bits."""
    return np.where(np.isnan(figures), np.nan, figures).tobytes()


# --- spreadsheets ---


@law
def test_a_recalculated_workbook_agrees_cell_by_cell(
    kind: type[Line], data: st.DataObject, folder: Path
) -> None:
    """[16] Openings and option rows too."""
    results = results_of(data.draw(batches(lines(kind, income=True), LINES)))
    book = write_book(results.model.program, results.values, folder / "book.xlsx")
    found = differences(book, recalculate_with_formualizer(book.path))
    assert not found, "\n".join(map(str, found[:3]))


# --- words ---


@law
def test_words_describe_every_row(kind: type[Line], data: st.DataObject) -> None:
    program = results_of(data.draw(batches(lines(kind, income=True), LINES))).model.program
    for row in program.rows.values():
        assert row.label.strip()
        for part in (row.body, row.opening):
            if isinstance(part, Expr):
                said = describe(program, part)
                assert said.strip()
                assert "{" not in said
                assert "}" not in said


# --- files ---


def written(value: Any) -> Any:  # noqa: ANN401  what pydantic gives
    """What a model gives, as text, lists and tables; what is not said is left out."""
    if isinstance(value, dict):
        return {str(key): written(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


@law
def test_a_scenario_written_to_a_file_reads_back_the_same(
    kind: type[Line], data: st.DataObject, folder: Path
) -> None:
    scenario = from_data(data.draw(batches(lines(kind, income=True), LINES)))
    path = folder / "again.yaml"
    dumped = scenario.model_dump(by_alias=True, exclude_unset=True)
    path.write_text(dump_document(written(dumped)), "utf-8")
    again = load(path)
    assert again.model_dump() == scenario.model_dump()
    assert figures_of(run(again)) == figures_of(run(scenario))


def figures_of(results: Results) -> dict[str, list[float | None]]:
    """Figures of every row; none where it is unknown, which equals nothing, not even itself."""
    return {
        key: [None if np.isnan(figure) else figure for figure in results.by_period(key)]
        for key in results.model.program.rows
    }


@law
def test_explanations_reach_figures_and_where_they_stand(
    kind: type[Line], data: st.DataObject, folder: Path
) -> None:
    raw = data.draw(batches(lines(kind, income=True), 3))
    path = folder / "explained.yaml"
    path.write_text(dump_document(raw), "utf-8")
    standing = path.read_text("utf-8").splitlines()
    results = run(load(path))
    for name in lines_of(raw):
        reached = inputs_below(results, f"option.{name}.billed.total")
        for declared in reached:
            place = str(declared.origin.place)
            if place.startswith(_CATALOGUE):
                continue
            file, _, line = place.rpartition(":")
            assert Path(file) == path
            assert said_at(standing, int(line), declared), declared
        if any(results.by_period(f"option.{name}.billed")):
            assert any(declared.origin.given for declared in reached)


def inputs_below(results: Results, key: str) -> list[Input]:
    """Inputs that the explanation of a figure comes down to."""
    left, found = [results.explain(key)], []
    while left:
        trace = left.pop()
        left += trace.below
        if isinstance(trace.of, Input):
            found.append(trace.of)
    return found


def said_at(standing: list[str], line: int, declared: Input) -> bool:
    """Whether a line of a file says what an input says it does."""
    name = standing[line - 1].strip().removeprefix("- ").partition(":")[0]
    parts = declared.key.split(".")
    if not declared.origin.given or parts[0] == "timeline":
        return name in parts  # at the line or table around it
    # A year of an index is 2028/29 there, and an index may be its rate alone.
    return name.startswith(parts[-1]) or (parts[-1] == "growth" and name == parts[-2])
