"""Each command by itself: what it prints, how it ends, and what it says when it cannot."""

import csv
import io
import json
from pathlib import Path

import pytest

from licmodel import __version__
from licmodel.cli import CANNOT_READ, CHECKS_FAILED, FINE
from tests.cli.conftest import Run
from tests.estates import BEYOND, MAIL, write

UNUSED = MAIL.replace("\noptions:", "\n  pupils: {unit: pupil, start: 900, assumed: a}\n\noptions:")


# --- help ---


def test_the_version_and_the_help_are_told(run: Run) -> None:
    assert run("--version") == (0, f"licmodel {__version__}\n", "")
    code, out, _ = run("--help")
    assert code == FINE
    for command in ("compare", "explain", "check", "freeze", "verify", "new", "rules"):
        assert command in out
    assert run() == (FINE, out, "")


@pytest.mark.parametrize(
    "command", ["compare", "explain", "check", "freeze", "verify", "new", "rules"]
)
def test_each_command_has_help(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == FINE
    assert out.startswith(f"usage: licmodel {command}")


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare",),
        ("compare", "mail.yaml", "--by", "week"),
        ("compare", "mail.yaml", "--json", "--csv"),
        ("explain",),
        ("explain", "mail.yaml", "move.total", "--depth", "-1"),
        ("explain", "mail.yaml", "move.total", "--depth", "two"),
        ("new", "new.yaml", "--template", "hospital"),
        ("improve", "mail.yaml"),
    ],
    ids=" ".join,
)
def test_a_command_that_cannot_be_read_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (CANNOT_READ, "")
    assert err.startswith("usage: licmodel")


# --- compare ---


def test_compare_prints_tables_and_the_answer(run: Run) -> None:
    code, out, err = run("compare", "mail.yaml")
    assert (code, err) == (FINE, "")
    assert out.startswith(
        "Mail for 200 people\nA small council. April 2027 to March 2030, 3 years."
    )
    assert "Invoiced by financial year, £" in out
    assert '"Move to the cloud" is the cheapest by present value' in out


@pytest.mark.parametrize(
    ("options", "found", "missing"),
    [
        (("--by", "month"), "Invoiced by month, £", "by financial year"),
        (("--by", "contract-year"), "Invoiced by contract year, £", "by financial year"),
        (("--real",), "Real: 2027/28 prices, deflated by the scenario's own rate", "Nominal:"),
        (("--units", "thousands"), "financial year, £000 (", "£ millions"),
        (("--units", "millions"), "financial year, £ millions (", "£000"),
        (("--lines",), "Keep the servers: invoiced by financial year", "Traceback"),
        (("--measure", "accrued"), "Charged to the year by financial year", "Invoiced by fin"),
        (("--options", "keep", "move"), "Move to the cloud", "Move at once"),
        (("--what-ifs",), "dearer: Seats 22% dearer", "Traceback"),
        (("--irr",), "Internal rate of return", "Traceback"),
        ((), "Saving so far", "Internal rate of return"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_each_option_of_compare_does_what_it_says(
    run: Run, options: tuple[str, ...], found: str, missing: str
) -> None:
    code, out, err = run("compare", "mail.yaml", *options)
    assert (code, err) == (FINE, "")
    assert found in out
    assert missing not in out


def test_the_word_where_no_internal_rate_exists(run: Run) -> None:
    _, out, _ = run("compare", "mail.yaml", "--irr")
    assert next(line for line in out.splitlines() if line.startswith("Internal")).endswith(
        "none exists   none exists"
    )


def test_compare_prints_json_and_csv_alone(run: Run) -> None:
    code, out, err = run("compare", "mail.yaml", "--json")
    assert (code, err) == (FINE, "")
    data = json.loads(out)
    code, out, err = run("compare", "mail.yaml", "--csv")
    assert (code, err) == (FINE, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    own = [
        float(row["value"])
        for row in rows
        if (row["option"], row["line"], row["measure"]) == ("move", "", "billed")
    ]
    assert own == data["options"]["move"]["billed"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--measure", "costs"), "no measure is called costs\n  expected: billed, accrued"),
        (
            ("--csv", "--units", "thousands"),
            "--units thousands is for tables\n  found: --csv, which",
        ),
        (
            ("--json", "--units", "millions"),
            "--units millions is for tables\n  found: --json, which",
        ),
        (("--json", "--measure", "billed"), "--measure is for tables\n  found: --json, which"),
        (("--options", "mvoe"), "no option is called mvoe\n  expected: keep, move, hurry"),
    ],
)
def test_compare_names_what_there_is(run: Run, options: tuple[str, ...], said: str) -> None:
    code, out, err = run("compare", "mail.yaml", *options)
    assert (code, out) == (CANNOT_READ, "")
    assert f"licmodel: {said}" in err


# --- explain ---


@pytest.mark.parametrize(
    "when", [("2027/28",), ("2027-04",), ("April 2027",), ("April", "2027"), ()], ids=" ".join
)
def test_explain_takes_a_time_in_many_forms(run: Run, when: tuple[str, ...]) -> None:
    code, out, err = run("explain", "mail.yaml", "move.seats.billed", *when)
    assert (code, err) == (FINE, "")
    assert "seats" in out.splitlines()[0]
    assert "[quote: offer of May; mail.yaml:" in " ".join(out.split())


def test_explain_without_a_key_names_figures_of_this_very_scenario(run: Run) -> None:
    code, out, err = run("explain", "mail.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert err.startswith("licmodel: which figure? KEY is missing\n  expected: one of its figures")
    some = err.splitlines()[1].partition("such as ")[2].split(", ")
    assert {"keep.total", "move.total", "keep.servers.billed", "drivers.staff"} <= set(some)
    for key in some:
        assert run("explain", "mail.yaml", key, "--depth", "0")[0] == FINE


def test_explain_says_which_period_is_shown_where_none_was_asked_for(run: Run) -> None:
    _, out, _ = run("explain", "mail.yaml", "move.seats.needed")
    said, command, *trace = out.splitlines()
    assert said == "No time was given, so this is the first of 36 months. For another:"
    assert command == "  licmodel explain mail.yaml move.seats.needed 2030-03"
    assert "April 2027" in trace[0]
    assert "March 2030" in run(*command.split()[1:])[1].splitlines()[0]
    assert "No time was given" not in run(*command.split()[1:])[1]
    assert "No time was given" not in run("explain", "mail.yaml", "move.total")[1]


def test_explain_cuts_at_a_depth(run: Run) -> None:
    lengths = [
        len(run("explain", "mail.yaml", "move.total", "--depth", str(depth))[1].splitlines())
        for depth in range(5)
    ]
    assert lengths == sorted(set(lengths))


def test_explain_says_under_which_what_if(run: Run) -> None:
    _, base, _ = run("explain", "mail.yaml", "move.seats.price")
    code, out, _ = run("explain", "mail.yaml", "move.seats.price", "--what-if", "dearer")
    assert code == FINE
    first, figure = out.splitlines()[:2]
    assert first == "Under the what-if dearer: Seats 22% dearer"
    assert "£3.66 per user per month" in figure
    assert "£3 per user per month" in base
    _, out, _ = run("explain", "mail.yaml", "move.total", "--what-if", "shrink", "--depth", "0")
    assert out.splitlines()[0] == "Under the what-if shrink: drivers.staff.growth add -4 points"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("move.seats.biled",), "no figure is called move.seats.biled\n  expected: one of: "),
        (("move.total", "2040/41"), "move.total has no figure for 2040/41\n  expected: a month"),
        (("move.total", "--what-if", "dear"), "no what-if is called dear\n  expected: dearer"),
    ],
)
def test_explain_names_what_there_is(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run("explain", "mail.yaml", *arguments)
    assert (code, out) == (CANNOT_READ, "")
    assert f"licmodel: {said}" in err


# --- check ---


def test_check_prints_the_register_and_the_checks(run: Run) -> None:
    code, out, err = run("check", "mail.yaml")
    assert (code, err) == (FINE, "")
    assert out.startswith("Mail for 200 people: read without faults.\n")
    assert "Assumption register: " in out
    assert "Stale, their source older than 18 months" in out
    assert out.endswith("Master check: every check holds.\n")
    assert len(run("check", "mail.yaml", "--inputs")[1]) > len(out)


@pytest.mark.parametrize("text", [UNUSED, BEYOND], ids=["unused", "unknown"])
def test_check_ends_with_1_where_a_check_fails(run: Run, text: str) -> None:
    write(Path(), text)
    code, out, err = run("check", "mail.yaml")
    assert (code, err) == (CHECKS_FAILED, "")
    assert "FAILS" in out
    assert out.endswith("Master check: a check FAILS.\n")


def test_check_runs_what_ifs_too(run: Run) -> None:
    """A file whose what-ifs cannot be worked out is not without faults."""
    write(Path(), MAIL.replace("drivers.staff.growth", "drivers.stuff.growth"))
    code, out, err = run("check", "mail.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert "what-if shrink changes drivers.stuff.growth, which is no input" in err


def test_a_key_that_check_lists_can_be_explained(run: Run) -> None:
    code, out, _ = run("check", "mail.yaml", "--rows")
    assert code == FINE
    keys = [line.split("  ")[0] for line in out.splitlines()]
    assert {"move.billed", "move.seats.charge", "finance.discount_factor"} <= set(keys)
    for key in keys[::12]:  # all of them in tests/unit/test_explain.py
        assert run("explain", "mail.yaml", key, "--depth", "1")[0] == FINE


# --- new ---


@pytest.mark.parametrize("template", ["council", "school", "blank"])
def test_new_writes_a_scenario_that_can_be_compared(run: Run, template: str) -> None:
    code, out, err = run("new", "mine.yaml", "--template", template)
    assert (code, err) == (FINE, "")
    assert out == ("Written: mine.yaml\nCompare its options with: licmodel compare mine.yaml\n")
    assert run("compare", "mine.yaml")[0] == FINE
    assert run("check", "mine.yaml")[0] == FINE


def test_what_is_to_be_replaced_is_told_until_it_has_been(run: Run) -> None:
    """By line, of what stands in the file; its comments are no figures."""
    run("new", "mine.yaml", "--template", "blank")
    text = Path("mine.yaml").read_text("utf-8")
    told = "Warning: REPLACE still stands in mine.yaml, on lines 4, 5, 22."
    assert told in run("check", "mine.yaml")[1]
    assert told in run("compare", "mine.yaml")[1]
    filled = "# REPLACE was here\n" + text.replace("REPLACE", "said")
    Path("mine.yaml").write_text(filled, "utf-8")
    assert "REPLACE" not in run("check", "mine.yaml")[1]
    Path("over.yaml").write_text("extends: council.yaml\ntitle: REPLACE\n", "utf-8")
    run("new", "council.yaml")
    said = run("check", "over.yaml")[1]
    assert "council.yaml, on lines 8, 10, 14, 27, 31 and 14 more." in said
    assert "over.yaml, on lines 2." in said


def test_new_begins_with_a_council(run: Run) -> None:
    run("new", "one.yaml")
    run("new", "other.yaml", "--template", "council")
    assert Path("one.yaml").read_bytes() == Path("other.yaml").read_bytes()


def test_new_never_writes_over_a_file(run: Run) -> None:
    before = Path("mail.yaml").read_bytes()
    code, out, err = run("new", "mail.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert "mail.yaml: this file is already there, and is never written over" in err
    assert "mail-2.yaml" in err
    assert Path("mail.yaml").read_bytes() == before


# --- what cannot be read ---


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "FILE"),
        ("explain", "FILE", "move.total"),
        ("check", "FILE"),
        ("freeze", "FILE", "signed.json"),
        ("verify", "FILE"),
    ],
    ids=lambda arguments: str(arguments[0]),
)
@pytest.mark.parametrize("trouble", ["missing", "a folder", "no text", "no table", "empty"])
def test_a_file_that_cannot_be_read_ends_with_2_and_a_message(
    run: Run, arguments: tuple[str, ...], trouble: str
) -> None:
    name = "trouble.yaml"
    if trouble == "a folder":
        Path(name).mkdir()
    elif trouble != "missing":
        texts = {"no text": b"\xff\xfe\x00", "no table": b"- 1\n- 2\n", "empty": b""}
        Path(name).write_bytes(texts[trouble])
    code, out, err = run(*(name if each == "FILE" else each for each in arguments))
    assert (code, out) == (CANNOT_READ, "")
    assert err.startswith(f"licmodel: {name}")
    assert "Traceback" not in err
    assert "a fault of the program" not in err
    assert not Path("signed.json").exists()


def test_every_fault_of_a_file_is_told_at_once_with_its_line(run: Run) -> None:
    wrong = MAIL.replace("years: 3}", "years: 300}").replace("price: 9_500", "price: lots")
    write(Path(), wrong)
    code, out, err = run("compare", "mail.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert "mail.yaml:4: timeline.years" in err
    assert "mail.yaml:15: options.keep.lines.servers.price" in err


def test_a_fault_of_the_program_is_told_as_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("licmodel.analysis.comparison.compare", break_down)
    monkeypatch.delenv("LICMODEL_TRACEBACK", raising=False)
    code, out, err = run("compare", "mail.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert "a fault of the program, not of your file: ZeroDivisionError: by nothing" in err
    monkeypatch.setenv("LICMODEL_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("compare", "mail.yaml")


def test_being_stopped_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("licmodel.analysis.comparison.compare", stop)
    assert run("compare", "mail.yaml") == (130, "", "licmodel: stopped\n")
