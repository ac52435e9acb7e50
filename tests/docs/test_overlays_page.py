"""The page on files that extend another: its commands print what it shows."""

from pathlib import Path

from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

TEXT = page("docs/overlays.md")


def test_every_command_does_what_the_page_says(folder: Path, run: Run) -> None:
    for name, text in files(TEXT).items():
        (folder / name).write_text(text, "utf-8")
    for step in steps(TEXT):
        (command,) = step.commands
        code, printed = run(*command)
        assert code == step.exit, f"overlays.md:{step.line}: {printed}"
        for line in step.sought:
            assert " ".join(line.split()) in " ".join(printed.split()), f"{line}: {printed}"
