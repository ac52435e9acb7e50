"""What the README shows works: its commands, its scenario and its Python."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from licmodel.lines import KINDS, kind_name
from tests.docs.conftest import Run
from tests.docs.pages import ROOT, blocks, page

TEXT = page("README.md")


def commands() -> list[list[str]]:
    """Every `licmodel` command of a block, without the words that say what it does."""
    return [
        shlex.split(re.split(r"\s{2,}", line)[0])[1:]
        for block in blocks(TEXT)
        for line in block.text.splitlines()
        if line.startswith("licmodel ")
    ]


def test_every_command_works_on_a_scenario_just_begun(folder: Path, run: Run) -> None:
    tried = commands()
    assert {command[0] for command in tried} == {
        *("new", "compare", "explain", "check", "seats", "personas", "features"),
        *("prices", "freeze", "verify", "rules", "calendar", "shares", "budget", "export"),
        *("whatif", "breakeven", "bridge", "sensitivity", "levers", "regret"),
        *("template", "risk", "unavoidable"),
    }
    for command in tried:
        code, printed = run(*command)
        assert code == 0, f"{command}: {printed}"
        assert printed.strip()
    assert (folder / "mine.yaml").exists()
    assert (folder / "signed.json").exists()
    assert (folder / "mine.xlsx").exists()
    assert (folder / "form.xlsx").exists()


def test_the_scenario_it_shows_can_be_compared(folder: Path, run: Run) -> None:
    shown = next(block.text for block in blocks(TEXT) if block.language == "yaml")
    (folder / "mail.yaml").write_text(shown, "utf-8")
    code, printed = run("compare", "mail.yaml", "--what-ifs")
    assert code == 0
    assert '"Move to the cloud" is the cheapest by present value' in printed
    assert run("check", "mail.yaml")[0] == 0


@pytest.mark.usefixtures("folder")
def test_its_python_runs() -> None:
    code = next(block.text for block in blocks(TEXT) if block.language == "python")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102  the page's own code
    assert names["comparison"].cheapest() in names["scenario"].options  # type: ignore[attr-defined]


def test_its_python_uses_what_the_package_offers() -> None:
    import licmodel  # noqa: PLC0415

    code = next(block.text for block in blocks(TEXT) if block.language == "python")
    for name in re.findall(r"licmodel\.(\w+)\(", code):
        assert name in licmodel.__all__


def test_every_option_of_compare_that_it_names_is_one() -> None:
    paragraph = TEXT[TEXT.index("`compare` also takes") : TEXT.index("Exit codes:")]
    known = subprocess.run(
        [sys.executable, "-m", "licmodel.cli", "compare", "--help"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    named = re.findall(r"--[a-z-]+", paragraph)
    assert len(named) > 5
    assert [option for option in named if option not in known] == []


def test_it_names_every_kind_of_line() -> None:
    for kind in KINDS:
        assert f"`{kind_name(kind)}`" in TEXT


def test_every_page_it_leads_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target
