"""Versions of record from the command line: written, verified, and read as their scenario."""

import json
from pathlib import Path

import pytest

from licmodel.catalogue.files import catalogue_files, use_files
from licmodel.cli import CANNOT_READ, CHECKS_FAILED, FINE
from tests.cli.conftest import Run


def test_freeze_writes_and_verify_reads(run: Run) -> None:
    code, out, err = run("freeze", "mail.yaml", "signed.json")
    assert (code, err) == (FINE, "")
    digest = json.loads(Path("signed.json").read_text("utf-8"))["hash"]
    assert out == (
        f"Written: signed.json\nhash {digest}\nRun it again with: licmodel verify signed.json\n"
    )
    assert run("verify", "signed.json") == (
        FINE,
        "signed.json: the same results, byte for byte.\n",
        "",
    )


def test_freeze_never_writes_over_a_file(run: Run) -> None:
    Path("signed.json").write_text("mine", "utf-8")
    code, out, err = run("freeze", "mail.yaml", "signed.json")
    assert (code, out) == (CANNOT_READ, "")
    assert "never written over" in err
    assert Path("signed.json").read_text("utf-8") == "mine"


def test_verify_ends_with_1_where_results_differ(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("freeze", "mail.yaml", "signed.json")
    monkeypatch.setattr(
        "licmodel.analysis.freezing.verify", lambda _: ["move, total: frozen 1, now 2"]
    )
    code, out, err = run("verify", "signed.json")
    assert (code, err) == (CHECKS_FAILED, "")
    assert out == "signed.json: the results differ.\n  move, total: frozen 1, now 2\n"


def test_verify_ends_with_1_where_the_file_was_changed(run: Run) -> None:
    run("freeze", "mail.yaml", "signed.json")
    text = Path("signed.json").read_text("utf-8")
    Path("signed.json").write_text(text.replace("200", "201", 1), "utf-8")
    code, out, err = run("verify", "signed.json")
    assert (code, out) == (CHECKS_FAILED, "")
    assert "signed.json: the file was changed since it was frozen" in err
    Path("signed.json").write_text("{}", "utf-8")
    assert run("verify", "signed.json")[0] == CANNOT_READ


@pytest.mark.parametrize(
    "command", [("compare", "--json"), ("explain", "move.present_value"), ("check", "--inputs")]
)
def test_a_frozen_file_is_read_as_its_scenario(run: Run, command: tuple[str, ...]) -> None:
    """With the catalogue inside it, whatever the one shipped says by then."""
    name, *more = command
    mail = (
        Path("mail.yaml")
        .read_text("utf-8")
        .replace("inflation: 2%", "inflation: gdp_deflator_obr_2025_11")
    )
    Path("mail.yaml").write_text(mail, "utf-8")
    expected = run(name, "mail.yaml", *more)
    run("freeze", "mail.yaml", "signed.json")
    later = {
        each: text.replace("[2028, 1.", "[2028, 9.") for each, text in catalogue_files().items()
    }
    with use_files(later):
        assert run(name, "mail.yaml", *more)[:2] != expected[:2]
        code, out, err = run(name, "signed.json", *more)
    assert (code, out) == expected[:2]
    assert err == "signed.json is a version of record: read with its own catalogue.\n"


def test_a_budget_that_was_signed_is_read_again(run: Run) -> None:
    expected = run("budget", "mail.yaml", "--option", "move")
    run("freeze", "mail.yaml", "signed.json")
    code, out, err = run("budget", "signed.json", "--option", "move")
    assert (code, out) == expected[:2]
    assert err == "signed.json is a version of record: read with its own catalogue.\n"


def test_a_frozen_file_that_was_changed_is_not_read(run: Run) -> None:
    run("freeze", "mail.yaml", "signed.json")
    text = Path("signed.json").read_text("utf-8")
    Path("signed.json").write_text(text.replace("200", "201", 1), "utf-8")
    code, out, err = run("compare", "signed.json")
    assert (code, out) == (CANNOT_READ, "")
    assert "the file was changed since it was frozen" in err


def test_freeze_says_that_a_file_is_frozen_already(run: Run) -> None:
    run("freeze", "mail.yaml", "signed.json")
    code, _, err = run("freeze", "signed.json", "again.json")
    assert code == CANNOT_READ
    assert "signed.json: this is a version of record" in err
    assert "licmodel verify signed.json" in err


def test_a_what_if_of_a_record_is_told_and_not_kept(run: Run) -> None:
    """What was signed stays as it is: nothing extends it, and nothing is written beside it."""
    run("freeze", "mail.yaml", "signed.json")
    before = sorted(path.name for path in Path().iterdir())
    words = ("--set", "move.seats.price=4")
    asked = run("whatif", "mail.yaml", *words)
    told = run("whatif", "signed.json", *words)
    assert told[:2] == asked[:2]
    code, out, err = run("whatif", "signed.json", *words, "--save", "kept.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert "found: a version of record, which nothing extends" in err
    assert sorted(path.name for path in Path().iterdir()) == before
    Path("mine.yaml").write_text("extends: signed.json\ntitle: Mine\n", "utf-8")
    code, out, err = run("compare", "mine.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert err.startswith("licmodel: mine.yaml:1: mine.yaml extends signed.json, which is a v")
    assert len(err.splitlines()) == 3
