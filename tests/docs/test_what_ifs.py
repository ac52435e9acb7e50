"""What the page about questions asked in the room shows works."""

from tests.docs.conftest import Run
from tests.docs.pages import page, steps

TEXT = page("docs/what-ifs.md")
COMMANDS = {"whatif", "bridge", "breakeven", "sensitivity", "levers"}


def squeezed(text: str) -> str:
    """Words with one space between them, however the lines were broken."""
    return " ".join(text.split())


def test_its_commands_print_what_it_shows(folder: object, run: Run) -> None:  # noqa: ARG001  the reader's folder
    tried = steps(TEXT)
    assert {command[0] for step in tried for command in step.commands} == COMMANDS
    for step in tried:
        assert step.sought, f"docs/what-ifs.md:{step.line}: nothing is shown of what it prints"
        printed = ""
        for command in step.commands:
            code, out = run(*command)
            assert code == step.exit, out
            printed += out
        for line in step.sought:
            assert squeezed(line) in squeezed(printed), printed
