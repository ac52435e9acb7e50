"""`licmodel risk` as it is typed: its page, its flags, its bar, and how it is stopped."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.analysis.risk.risk import risk
from licmodel.cli import FINE, STOPPED, main
from licmodel.cli import progress as of_progress
from licmodel.cli.progress import later
from licmodel.errors import InputError
from licmodel.report.risk import risk_text
from tests.risk.uncertain import paid, scenario, two

GOLDEN = Path(__file__).with_name("two.txt")
FILE = """\
title: What may come
organisation: {name: A council}
timeline: {start: 2027-04, years: 2}
baseline: keep
options:
  keep: {lines: {support: {kind: recurring, amount: 100_000, per: year, assumed: x}}}
  move: {lines: {suite: {kind: recurring, amount: 90_000, per: year, assumed: x}}}
risk:
  inputs:
    move.suite.amount: {uniform: [80_000, 130_000], assumed: x}
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run risk on a small file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mail.yaml").write_text(FILE, "utf-8")

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["risk", "mail.yaml", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command


def test_the_page_is_the_golden_one() -> None:
    pair = ["keep.support.amount", "move.suite.amount"]
    case = two(correlations=[{"between": pair, "rank": "0.5"}])
    assert risk_text(risk(case, limits={"move": 105_000.0})) + "\n" == GOLDEN.read_text("utf-8")


def test_a_tie_and_a_runner_up_that_never_wins_are_said() -> None:
    lines = {"old": {"a": paid("101")}, "new": {"b": paid("100")}}
    text = risk_text(risk(scenario(lines, {"new.b.amount": {"uniform": ["99.5", "100.5"]}})))
    said = " ".join(text.split())
    assert 'The means of "old" and "new" are within 2% of the lowest: by cost that is a tie' in said
    assert '"old" comes next by its mean, and is the cheapest in none of 4,096 draws.' in said


def test_more_often_cheapest_and_a_lower_mean_may_be_two_options() -> None:
    lines = {"old": {"a": paid("100")}, "new": {"b": paid("90")}}
    how = {"discrete": {"90": "80%", "900": "20%"}}
    said = " ".join(risk_text(risk(scenario(lines, {"new.b.amount": how}))).split())
    assert '"new" is the cheapest by present value in 80%' in said
    assert 'The lowest mean, £100, is that of "old".' in said


def test_amounts_are_of_the_whole_or_of_a_year(run: Run) -> None:
    code, printed, _ = run("--json", "--budget", "move=£210,000", "--exceeds", "100_000")
    found = json.loads(printed)["exceeding"]
    assert code == FINE
    assert [(each["option"], each["amount"]) for each in found] == [
        ("move", 210_000),
        ("keep", 100_000),
        ("move", 100_000),
    ]
    assert found[0]["chance"]["value"] == pytest.approx(0.5, abs=0.01)
    assert found[0]["by"] == pytest.approx(25_000, rel=0.02)
    _, printed, _ = run("--json", "--exceeds", "105_000", "--year", "2028/29")
    keep, move = json.loads(printed)["exceeding"]
    assert (keep["chance"]["value"], keep["by"]) == (0, None)
    assert move["chance"]["value"] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--budget", "210000"], "expected: OPTION=AMOUNT"),
        (["--budget", "go=1"], "keep, move"),
        (["--exceeds", "much"], "--exceeds: much: not a number"),
        (["--year", "2028/29"], "add --exceeds AMOUNT"),
        (["--exceeds", "1", "--year", "2035/36"], "2027/28, 2028/29"),
        (["--draws", "12.5"], "--draws takes a whole number"),
        (["--seed", "-1"], "--seed takes a whole number"),
        (["--percentile", "80"], "write 80%"),
    ],
)
def test_a_flag_that_cannot_be_read_is_refused(run: Run, flags: list[str], told: str) -> None:
    code, printed, said = run(*flags)
    assert (code, printed) == (2, "")
    assert told in said


def test_check_refuses_what_could_not_be_drawn(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    del run  # it is run elsewhere; its folder is used
    assert main(["check", "mail.yaml"]) == FINE
    text = FILE.replace("move.suite.amount", "move.suite.amout")
    (tmp_path / "mail.yaml").write_text(text, "utf-8")
    assert main(["check", "mail.yaml"]) == 2
    assert "mail.yaml:10: risk changes move.suite.amout" in capsys.readouterr().err


def test_nothing_uncertain_is_refused_with_what_to_write() -> None:
    with pytest.raises(InputError, match=r"or risk: \{ranges: triangular\}"):
        risk(scenario({"stay": {"a": paid("1")}}))


def test_it_can_be_stopped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        told.append((done, of))
        if done < of:
            raise KeyboardInterrupt

    monkeypatch.setattr(of_progress, "later", lambda _: stop)
    code, printed, said = run("--draws", "8_192")
    assert (code, printed, said) == (STOPPED, "", "licmodel: stopped\n")
    (done, of), wiped = told
    assert 0 < done < of == 8192
    assert wiped == (1, 1)


def test_a_bar_waits_a_second_and_wipes_itself_out_only_if_it_was_there() -> None:
    now = 0.0
    told: list[tuple[int, int]] = []
    bar = later(lambda *at: told.append(at), lambda: now)
    assert bar is not None
    bar(1, 4)
    now = 0.9
    bar(4, 4)
    assert told == []
    now = 1.1
    bar(2, 4)
    bar(4, 4)
    assert told == [(2, 4), (4, 4)]
    assert later(None) is None
