"""The page on counting rules: its list is the program's, and its commands end as it says."""

from pathlib import Path

from licmodel.licensing import RULES, rule_name
from licmodel.report.examples import first_line
from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

PAGE = page("docs/licensing.md")


def table() -> str:
    """Return the list of rules as the page has it."""
    rows = [f"| `{rule_name(rule)}` | {rule.counts_in} | {first_line(rule)} |" for rule in RULES]
    return "\n".join(["| rule | counts | what for |", "|---|---|---|", *rows])


def test_the_list_of_rules_is_the_programs() -> None:
    assert f"\n{table()}\n" in PAGE, f"write it anew:\n{table()}"


def test_what_it_shows_works(folder: Path, run: Run) -> None:
    for name, text in files(PAGE).items():
        (folder / name).write_text(text, "utf-8")
    for step in steps(PAGE):
        printed = ""
        for command in step.commands:
            code, said = run(*command)
            assert code == step.exit, f"{command}: {said}"
            printed += said
        words = " ".join(printed.split())
        for sought in step.sought:
            assert sought in words, f"line {step.line}: {sought}"
