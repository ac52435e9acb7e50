"""``licmodel whatif`` as it is typed."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_the_three_ways_of_changing_a_figure(run: Run) -> None:
    code, out, err = run(
        "whatif",
        "mail.yaml",
        "--set",
        "move.migration.starts=2027-07",
        "--add",
        "drivers.staff.growth=-2 points",
        "--times",
        "move.seats.price=1.08",
    )
    assert (code, err) == (0, "")
    assert out.startswith('As asked: "Move to the cloud" is still the cheapest')
    assert "staff: yearly growth: -1% -> -3%" in out
    assert "starts: June 2027 -> July 2027" in out


def test_it_is_kept_and_read_again(run: Run) -> None:
    asked = ["--times", "move.seats.price=1.08", "--with", "shrink", "--save", "kept.yaml"]
    code, out, _ = run("whatif", "mail.yaml", *asked, "--name", "both")
    assert code == 0
    assert out.endswith("Kept: kept.yaml, which extends mail.yaml and gives the same figures.\n")
    code, out, _ = run("whatif", "kept.yaml", "--beside", "both")
    assert code == 0
    assert "staff: yearly growth: -1% -> -5%" in out
    assert Path("kept.yaml").exists()


def test_data_is_data_alone(run: Run) -> None:
    code, out, _ = run("whatif", "mail.yaml", "--json", "--set", "move.seats.price=4")
    assert code == 0
    assert json.loads(out)["cases"]["asked"]["changed"][0]["after"] == 4
    code, out, _ = run("whatif", "mail.yaml", "--csv")
    assert code == 0
    assert out.splitlines()[0] == "case,option,measure,period,value"


def test_a_comparison_is_under_one_what_if_alone(run: Run) -> None:
    _, both, _ = run("compare", "mail.yaml", "--what-ifs", "--real", "--csv")
    code, out, err = run("compare", "mail.yaml", "--what-if", "dearer", "--real", "--csv")
    assert (code, err) == (0, "")
    of_it = [each for each in both.splitlines() if each.endswith((",dearer", ",what_if"))]
    assert out.splitlines() == of_it
    _, both, _ = run("compare", "mail.yaml", "--what-ifs", "--json")
    _, out, _ = run("compare", "mail.yaml", "--what-if", "dearer", "--json")
    told = json.loads(out)
    assert told["options"] == json.loads(both)["what_ifs"]["dearer"]["options"]
    assert told["what_if"] == "dearer"
    assert "what_ifs" not in told
    _, out, _ = run("compare", "mail.yaml", "--what-if", "dearer")
    assert "Under the what-if dearer: Seats 22% dearer." in out
    code, _, err = run("compare", "mail.yaml", "--what-if", "cheaper")
    assert code == 2
    assert "no what-if is called cheaper" in err


def test_what_was_typed_wrong_is_said(run: Run) -> None:
    for typed, said in (
        (["--set", "move.seats.price"], "expected: KEY=VALUE"),
        (["--set", "move.seats.price=1", "--times", "move.seats.price=2"], "changed twice"),
        (["--name", "x"], "none is asked"),
        (["--save", "out.yaml"], "no what-if to save"),
        (["--scenario", "none.yaml"], "none.yaml"),
    ):
        code, out, err = run("whatif", "mail.yaml", *typed)
        assert (code, out) == (2, "")
        assert said in err
        assert "Traceback" not in err
