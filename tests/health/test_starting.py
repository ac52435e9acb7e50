"""The program starts quickly: each command loads no more than it needs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Runs the program as its command does, in a process of its own, and prints what it loaded last.
PROGRAM = """
import json, sys
from licmodel.cli import main
try:
    status = main()
except SystemExit as stop:
    status = stop.code
print(json.dumps({"status": status or 0, "loaded": sorted(sys.modules)}))
"""


def loaded_by(root: Path, *arguments: str) -> set[str]:
    """Return the modules that are loaded once the program has run with the arguments."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["status"] == 0, done.stdout + done.stderr
    return set(told["loaded"])


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_asking_for_help_loads_only_the_command_line(root: Path, asked: str) -> None:
    assert not loaded_by(root, asked) & {"numpy", "pandas", "pydantic", "yaml"}


def test_comparing_options_loads_no_heavy_library(root: Path) -> None:
    loaded = loaded_by(root, "compare", "scenarios/council_2027.yaml")
    assert not loaded & {"openpyxl", "pandas", "scipy", "streamlit", "xlsxwriter"}


def test_comparing_options_loads_no_part_of_the_program_that_it_does_not_use(root: Path) -> None:
    loaded = loaded_by(root, "compare", "scenarios/council_2027.yaml")
    assert not loaded & {
        "licmodel.analysis.tracing",
        "licmodel.catalogue.memoranda",
        "licmodel.catalogue.skus",
        "licmodel.catalogue.support",
        "licmodel.intake",
        "licmodel.language.words",
        "licmodel.licensing.rules",
    }
    commands = {module for module in loaded if module.startswith("licmodel.cli.")}
    assert commands == {"licmodel.cli.codes", "licmodel.cli.compare", "licmodel.cli.opening"}


# Prints how many frozen dataclasses the program declares, and which forms are compiled.
DECLARED = """
import dataclasses, sys
from licmodel.cli import main
main()
kinds = {
    each
    for name, module in sys.modules.items() if name.startswith("licmodel.")
    for each in vars(module).values()
    if isinstance(each, type) and each.__module__ == name and dataclasses.is_dataclass(each)
}
print(sum(each.__dataclass_params__.frozen for each in kinds), len(kinds))
"""


def test_most_of_what_is_declared_at_the_start_is_a_record(root: Path) -> None:
    """A frozen dataclass costs eight times what a record does: it is for hot paths alone."""
    frozen, kinds = _declared(root, "compare", "scenarios/council_2027.yaml")
    assert kinds > 40
    assert frozen <= 10


def _declared(root: Path, *arguments: str) -> tuple[int, ...]:
    done = subprocess.run(
        [sys.executable, "-c", DECLARED, *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(map(int, done.stdout.splitlines()[-1].split()))


@pytest.mark.parametrize("file", ["scenarios/bath_2019.yaml"])
def test_a_scenario_without_agreements_loads_no_programmes(root: Path, file: str) -> None:
    assert not loaded_by(root, "compare", file) & {
        "licmodel.assembly.contracts",
        "licmodel.catalogue.clauses",
        "licmodel.catalogue.programmes",
    }
