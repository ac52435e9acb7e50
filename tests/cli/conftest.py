"""Commands run inside this process, beside a small scenario."""

from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.cli import main
from tests.estates import write

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run a command beside a small scenario, mail.yaml."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path)

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as stop:  # argparse speaks for itself
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command
