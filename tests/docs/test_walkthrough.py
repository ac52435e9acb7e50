"""Every command of the walkthrough ends as the page says, and prints what it tells one to find."""

from pathlib import Path

import pytest

from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

TEXT = page("docs/walkthrough.md")
PAGES = (
    "docs/walkthrough.md",
    "docs/agreements.md",
    "docs/reconciling.md",
    "docs/council-money.md",
)


def squeezed(text: str) -> str:
    """Text with every run of spaces and line ends made one space."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_every_step_does_what_the_page_says(folder: Path, run: Run, name: str) -> None:
    for file, text in files(page(name)).items():
        (folder / file).write_text(text, "utf-8")
    for step in steps(page(name)):
        said = ""
        for command in step.commands:
            code, printed = run(*command)
            assert code == step.exit, f"{name}:{step.line}: {command}: {printed}"
            assert "Traceback" not in printed
            assert "a fault of the program" not in printed
            said += printed
        for line in step.sought:
            assert squeezed(line) in squeezed(said), f"{name}:{step.line}: {line}"


def test_each_person_has_steps_and_says_what_awaits() -> None:
    parts = TEXT.split("\n## ")[1:]
    assert [part.split(":")[0] for part in parts] == [
        "The finance officer",
        "The CIO",
        "The negotiator",
    ]
    for part in parts:
        assert len([step for step in steps(part) if step.commands]) >= 4
        assert "**Await later work:**" in part


def test_every_command_is_shown_at_work() -> None:
    used = {command[0] for step in steps(TEXT) for command in step.commands}
    assert used == {
        *("compare", "explain", "check", "freeze", "verify", "seats", "calendar", "personas"),
        *("intake", "prices", "rules", "reconcile", "budget", "shares", "risk"),
    }  # new and features: in the README
