"""The page on adding a kind of line: its code, listed as it says, costs what was worked out.

That the kind passes the conformance tests before it is listed is seen in tests/walkthrough_kind.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, files, page, steps

TEXT = page("docs/adding-a-cost-line.md")
MOST_LINES = 60


def code() -> str:
    """The file that the page has its reader write."""
    return next(block.text for block in blocks(TEXT) if block.language == "python")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program to which the kind was added as the page says."""
    folder = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "licmodel", folder / "licmodel", ignore=ignored)
    (folder / "licmodel/lines/lease.py").write_text(code(), "utf-8")
    listed = folder / "licmodel/lines/__init__.py"
    text = listed.read_text("utf-8")
    for block in blocks(TEXT):
        if block.language == "diff":
            text = patched(text, block.text)
    listed.write_text(text, "utf-8")
    for name, scenario in files(TEXT).items():
        (folder / name).write_text(scenario, "utf-8")
    return folder


def patched(text: str, change: str) -> str:
    """Text with a change made: context as it stands, with the lines that are added."""
    before = [line[1:] for line in change.splitlines() if line[0] == " "]
    after = [line[1:] for line in change.splitlines()]
    old, new = "\n".join(before), "\n".join(after)
    assert text.count(old) == 1, f"the page does not fit the list of kinds: {old}"
    return text.replace(old, new)


def python(house: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the copy."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "PYTHONIOENCODING": "utf-8", **more},
    )


def test_the_file_is_short() -> None:
    assert len(code().splitlines()) < MOST_LINES


def test_the_page_tells_how_to_run_them() -> None:
    assert "LICMODEL_KIND=licmodel/lines/lease.py:Lease" in TEXT
    assert "LICMODEL_KIND" in (ROOT / "tests/conformance/conftest.py").read_text("utf-8")


def test_the_docstring_of_the_kind_is_true(house: Path) -> None:
    done = python(house, "-m", "doctest", "licmodel/lines/lease.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_once_listed_the_kind_can_be_compared_and_explained(house: Path) -> None:
    for step in steps(TEXT):
        said = ""
        for command in step.commands:
            done = python(house, "-m", "licmodel.cli", *command)
            assert done.returncode == 0, done.stdout + done.stderr
            said += done.stdout
        for line in step.sought:
            assert line in said


def test_once_listed_the_kind_costs_what_was_worked_out_by_hand(house: Path) -> None:
    done = python(house, "-m", "licmodel.cli", "compare", "school.yaml", "--csv")
    figures = dict(line.rsplit(",", 1) for line in done.stdout.splitlines())
    assert float(figures["lease,,billed,2027/28"]) == pytest.approx(120 * 9.80 * 12)
    # the first lease ends in August 2030, and with it the fees fall
    assert float(figures["lease,,billed,2029/30"]) == pytest.approx(120 * 9.80 * 12 + 120 * 12)
    assert float(figures["lease,,capital,2029/30"]) == 0


def test_once_listed_the_kind_stands_on_the_page_of_method(house: Path) -> None:
    done = python(house, "-m", "licmodel.report.method", "written.md")
    assert done.returncode == 0, done.stderr
    written = (house / "written.md").read_text("utf-8")
    assert "### lease" in written
    assert "| `back` | devices go back | flag |" in written


def test_a_slip_in_a_new_kind_is_told_with_its_line(house: Path) -> None:
    wrong = files(TEXT)["school.yaml"].replace("rent: 9.80", "rnt: 9.80")
    (house / "wrong.yaml").write_text(wrong, "utf-8")
    done = python(house, "-m", "licmodel.cli", "compare", "wrong.yaml")
    assert done.returncode == 2
    assert "wrong.yaml:13: options.lease.lines.laptops.rnt: there is no such key" in done.stderr
    assert "rent" in done.stderr
