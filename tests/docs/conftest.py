"""A folder such as a reader has, and the commands run in it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.cli import main
from tests.docs.pages import ROOT

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder with the shipped scenarios in it, and stay there."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run a command: it gives its exit code and all that it prints."""

    def run_command(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run_command
