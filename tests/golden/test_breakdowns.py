"""Each shipped scenario, printed for a person to read, is what it was when somebody last read it.

A figure that comes out differently fails here. Where that is meant: `pytest --update-golden`, read
the difference, and name the figures in the commit message with the reason.
"""

from pathlib import Path

import pytest

from licmodel.analysis.comparison import compare
from licmodel.scenario.loading import load
from tests.golden.breakdown import breakdown

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE.parents[1] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_breakdown_is_the_one_that_was_read(path: Path, update_golden: bool) -> None:  # noqa: FBT001  a fixture
    golden = HERE / f"{path.stem}.txt"
    printed = breakdown(compare(load(path), what_ifs=True)) + "\n"
    if update_golden:
        golden.write_text(printed, "utf-8")
    assert golden.exists(), "write it: pytest --update-golden"
    assert printed == golden.read_text("utf-8")


def test_every_golden_breakdown_has_its_scenario() -> None:
    assert {path.stem for path in HERE.glob("*.txt")} == {path.stem for path in SCENARIOS}
