"""The page on budgets: its file is read, its commands run, and JSON holds what is promised."""

import csv
import io
import json
import re
from pathlib import Path

from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

TEXT = page("docs/budget.md")
PROMISED = page("docs/json.md").split("# The contract of `budget --json`")[1]


def squeezed(text: str) -> str:
    """Text with every run of spaces and line ends made one space."""
    return " ".join(text.split())


def test_every_command_does_what_the_page_says(folder: Path, run: Run) -> None:
    (folder / "budget.yaml").write_text(files(TEXT)["budget.yaml"], "utf-8")
    tried = 0
    for step in steps(TEXT):
        said = ""
        for command in step.commands:
            code, printed = run(*command)
            assert code == 0, f"{command}: {printed}"
            said += printed
            tried += 1
        for line in step.sought:
            assert squeezed(line) in squeezed(said), line
    assert tried >= 3


def test_json_holds_what_is_promised(folder: Path, run: Run) -> None:
    (folder / "budget.yaml").write_text(files(TEXT)["budget.yaml"], "utf-8")
    code, printed = run("budget", "budget.yaml", "--option", "move", "--json")
    data = json.loads(printed)
    assert code == 0
    promised = set(re.findall(r"`([a-z_]+)", PROMISED.split("\n#")[0]))
    parts = [data["entries"][0], data["change"], data["checks"][0], *data["reserves"].values()]
    parts += data["bodies"].values()
    held = set(data) | {name for part in parts for name in part}
    assert held <= promised
    words = {"null", "today", "renew", "none", "cost_centre", "subjective", "cfr"}
    kinds = {each["kind"] for each in data["entries"]}
    assert promised - held - words - kinds == set()
    assert data["base"] == 160_000
    assert data["growth"]["inflation"]["title"] == "inflation"


def test_csv_casts_to_the_budget(folder: Path, run: Run) -> None:
    (folder / "budget.yaml").write_text(files(TEXT)["budget.yaml"], "utf-8")
    _, printed = run("budget", "budget.yaml", "--option", "move", "--csv")
    rows = list(csv.DictReader(io.StringIO(printed)))
    _, told = run("budget", "budget.yaml", "--option", "move", "--json")
    data = json.loads(told)
    for year, figure in zip(data["years"], data["by_year"], strict=True):
        of_year = [row for row in rows if row["year"] == year and row["kind"] != "capital"]
        assert sum(float(row["amount"]) for row in of_year) == figure
    assert {row["cfr"] for row in rows if row["line"] == "suite"} == {"E20D"}


def test_an_option_that_is_not_there_is_refused(folder: Path, run: Run) -> None:
    (folder / "budget.yaml").write_text(files(TEXT)["budget.yaml"], "utf-8")
    code, printed = run("budget", "budget.yaml", "--option", "go")
    assert code == 2
    assert "keep, move" in printed


def test_a_check_that_fails_is_told_and_is_the_exit_code(folder: Path, run: Run) -> None:
    text = files(TEXT)["budget.yaml"].replace("put_in: {2027/28: 12_000}", "opening: 1_000")
    (folder / "budget.yaml").write_text(text, "utf-8")
    code, printed = run("budget", "budget.yaml", "--option", "move")
    assert code == 1
    assert "a check FAILS: move: no reserve is drawn below nothing" in squeezed(printed)
