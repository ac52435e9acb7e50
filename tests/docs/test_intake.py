"""What the page about reading files shows works, and its lists are the program's."""

import re
from pathlib import Path

from licmodel.cli.intake import KINDS
from licmodel.intake.reading import NAMES
from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

TEXT = page("docs/intake.md")


def test_its_commands_print_what_it_shows(folder: Path, run: Run) -> None:
    for name, text in files(TEXT).items():
        (folder / name).write_text(text, "utf-8")
    tried = steps(TEXT)
    assert len(tried) == 4
    for step in tried:
        for command in step.commands:
            code, printed = run(*command)
            assert code == step.exit, printed
        for line in step.sought:
            assert line in " ".join(printed.split()), printed
    assert (folder / "book.csv").exists()


def test_it_names_every_kind() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \|", TEXT, re.MULTILINE)
    assert set(named) == set(KINDS) == {*NAMES, "auto", "map"}
