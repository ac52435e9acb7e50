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
    assert "licmodel.licensing.rules" not in loaded
    assert not loaded & {"openpyxl", "pandas", "scipy", "streamlit", "xlsxwriter"}
