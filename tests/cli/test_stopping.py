"""Long work has a bar where somebody watches, and can be stopped: one line, and nothing left."""

from pathlib import Path

import pytest

from licmodel.analysis.decisions import saving
from licmodel.cli import FINE, STOPPED
from licmodel.cli import progress as of_progress
from tests.cli.conftest import Run

COMMANDS = [
    ("levers", "mail.yaml", "--option", "move"),
    ("bridge", "mail.yaml", "keep", "move"),
    ("breakeven", "mail.yaml", "--all"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_it_can_be_stopped(
    command: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        told.append((done, of))
        if done < of:
            raise KeyboardInterrupt

    monkeypatch.setattr(of_progress, "later", lambda _: stop)
    assert run(*command) == (STOPPED, "", "licmodel: stopped\n")
    (done, of), wiped = told
    assert 0 <= done < of
    assert wiped == (1, 1)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_bar_moves_on_and_wipes_itself_out(
    command: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plainly = run(*command)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(of_progress, "later", lambda _: lambda *at: told.append(at))
    assert run(*command) == plainly
    assert plainly[0] == FINE
    shares = [done / of for done, of in told]
    assert shares == sorted(shares)
    assert told[-1] == (1, 1)
    assert len(told) > 2


def test_what_is_stopped_while_it_is_kept_is_not_there(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = sorted(path.name for path in Path().iterdir())
    monkeypatch.setattr(saving, "_prove", stop)
    words = ("whatif", "mail.yaml", "--set", "move.seats.price=4", "--save", "kept.yaml")
    assert run(*words) == (STOPPED, "", "licmodel: stopped\n")
    assert sorted(path.name for path in Path().iterdir()) == before
