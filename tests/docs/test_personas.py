"""The page on personas: its commands run, and print what it tells one to find."""

from pathlib import Path

from licmodel.scenario.loading import load
from tests.docs.conftest import Run
from tests.docs.pages import blocks, files, page, steps

TEXT = page("docs/personas.md")


def squeezed(text: str) -> str:
    """Text with every run of spaces and line ends made one space."""
    return " ".join(text.split())


def test_every_command_does_what_the_page_says(folder: Path, run: Run) -> None:
    for name, text in files(TEXT).items():
        (folder / name).write_text(text, "utf-8")
    for step in steps(TEXT):
        said = ""
        for command in step.commands:
            code, printed = run(*command)
            assert code == 0, f"personas.md:{step.line}: {command}: {printed}"
            said += printed
        for line in step.sought:
            assert squeezed(line) in squeezed(said), f"personas.md:{step.line}: {line}"


def test_the_features_of_the_page_can_be_written(folder: Path) -> None:
    (folder / "crew.yaml").write_text(files(TEXT)["crew.yaml"], "utf-8")
    (written,) = [each.text for each in blocks(TEXT) if each.text.startswith("features:")]
    prices = "\n".join(
        f"  {key}: {{unit: user, per: month, value: 3, assumed: an example}}"
        for key in ("e3_of_our_reseller", "nextcloud")
    )
    text = files(TEXT)["crew.yaml"].replace("prices:\n", f"{written}\nprices:\n{prices}\n")
    (folder / "told.yaml").write_text(text, "utf-8")
    told = load(folder / "told.yaml").features
    assert told["nextcloud"].carries("teams") == "no"
    assert told["e3_of_our_reseller"].carries("teams") == "yes"
