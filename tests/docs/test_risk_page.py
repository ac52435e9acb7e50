"""The page on risk: its file is read, its commands run, and JSON holds what is promised."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

TEXT = page("docs/risk.md")
PROMISED = page("docs/json.md").split("# The contract of `risk --json`")[1].split("\n# ")[0]


def squeezed(text: str) -> str:
    """Text with every run of spaces and line ends made one space."""
    return " ".join(text.split())


@pytest.fixture(autouse=True)
def saved(folder: Path) -> None:
    """Save the file of the page."""
    (folder / "risk.yaml").write_text(files(TEXT)["risk.yaml"], "utf-8")


def test_every_command_does_what_the_page_says(run: Run) -> None:
    for step in steps(TEXT):
        said = ""
        for command in step.commands:
            code, printed = run(*command)
            assert code == 0, f"{command}: {printed}"
            said += printed
        for line in step.sought:
            assert squeezed(line) in squeezed(said), line


def test_every_shape_it_names_is_one() -> None:
    from licmodel.terms.risk import SHAPES  # noqa: PLC0415  only here

    assert re.findall(r"^\| `(\w+):", TEXT, re.MULTILINE) == [*SHAPES]


def test_json_holds_what_is_promised(run: Run) -> None:
    code, printed = run("risk", "risk.yaml", "--json", "--exceeds", "600_000")
    data = json.loads(printed)
    assert code == 0
    promised = set(re.findall(r"`([a-z_]+)`", PROMISED))
    option = data["options"]["keep"]
    parts = [data, option, option["total"], option["cheapest"], option["contingency"]]
    parts += [data["runner_up"], data["runner_up"]["conditions"][0], data["exceeding"][0]]
    parts += [data["convergence"][0], data["drawn"][0], data["correlations"][0]]
    held = {name for part in parts for name in part}
    assert held - promised == set()
    assert promised - held - {"null", "present_value"} == set()
    assert len(data["drawn"]) == 7
    assert [*option["total"]["percentiles"]] == ["P10", "P50", "P80", "P90"]


def test_csv_holds_the_same_and_what_was_drawn(run: Run) -> None:
    _, printed = run("risk", "risk.yaml", "--csv")
    rows = list(csv.DictReader(io.StringIO(printed)))
    _, told = run("risk", "risk.yaml", "--json")
    data = json.loads(told)
    for row in rows:
        if row["measure"] == "total" and row["statistic"] == "P80":
            at = data["options"][row["option"]]["total"]["percentiles"]["P80"]
            assert float(row["value"]) == at["value"]
    drawn = [row for row in rows if row["measure"] == "drawn"]
    assert [row["option"] for row in drawn] == [each["key"] for each in data["drawn"]]


@pytest.mark.parametrize("flags", [[], ["--json"], ["--csv"]])
def test_no_form_of_the_answer_lacks_its_ranges(run: Run, flags: list[str]) -> None:
    _, printed = run("risk", "risk.yaml", *flags)
    for words in ("uniform, 1% to 5%", "likeliest 128,000", "happens or does not: 10%"):
        assert words in squeezed(printed)
