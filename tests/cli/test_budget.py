"""The budget from the command line: which option it is of, and a version of record."""

from pathlib import Path

from licmodel.cli import CANNOT_READ, FINE
from tests.cli.conftest import Run


def test_without_an_option_the_baseline_is_budgeted_for(run: Run) -> None:
    said = run("budget", "mail.yaml", "--option", "keep")
    assert said[0] == FINE
    assert run("budget", "mail.yaml") == said
    assert run("budget", "mail.yaml", "--option", "move") != said


def test_where_there_is_no_baseline_the_options_are_named(run: Run) -> None:
    mail = Path("mail.yaml")
    mail.write_text(mail.read_text("utf-8").replace("baseline: keep", "baseline: none"), "utf-8")
    code, out, err = run("budget", "mail.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert "which option to budget for is not said" in err
    assert "keep, move" in err
    assert "--option KEY" in err


def test_a_version_of_record_is_budgeted_for(run: Run) -> None:
    said = run("budget", "mail.yaml", "--option", "move")
    run("freeze", "mail.yaml", "signed.json")
    code, out, err = run("budget", "signed.json", "--option", "move")
    assert (code, out) == said[:2]
    assert err == "signed.json is a version of record: read with its own catalogue.\n"


def test_a_version_of_record_is_reconciled_with_a_ledger(run: Run) -> None:
    """What was signed is held against what was paid, eighteen months on."""
    Path("ledger.csv").write_text("Posting date,Line,Ledger amount\n01/05/2027,x,5\n", "utf-8")
    said = run("reconcile", "mail.yaml", "ledger.csv")
    run("freeze", "mail.yaml", "signed.json")
    code, out, err = run("reconcile", "signed.json", "ledger.csv")
    assert (code, out) == said[:2]
    assert "the model against ledger.csv" in out
    assert err == "signed.json is a version of record: read with its own catalogue.\n"
