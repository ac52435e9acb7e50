"""Every command of the walkthrough ends as the page says, and prints what it tells one to find."""

from pathlib import Path

from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

TEXT = page("docs/walkthrough.md")


def squeezed(text: str) -> str:
    """Text with every run of spaces and line ends made one space."""
    return " ".join(text.split())


def test_every_step_does_what_the_page_says(folder: Path, run: Run) -> None:
    for name, text in files(TEXT).items():
        (folder / name).write_text(text, "utf-8")
    for step in steps(TEXT):
        said = ""
        for command in step.commands:
            code, printed = run(*command)
            assert code == step.exit, f"walkthrough.md:{step.line}: {command}: {printed}"
            assert "Traceback" not in printed
            assert "a fault of the program" not in printed
            said += printed
        for line in step.sought:
            assert squeezed(line) in squeezed(said), f"walkthrough.md:{step.line}: {line}"


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
    assert used == {"compare", "explain", "check", "freeze", "verify"}  # new: in the README
