"""``licmodel bridge`` as it is typed."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.estates import MAIL, write


def test_between_options_and_under_what_ifs(run: Run) -> None:
    code, out, _ = run("bridge", "mail.yaml", "keep", "move")
    assert code == 0
    assert out.startswith('"Move to the cloud" costs £')
    code, out, _ = run("bridge", "mail.yaml", "move", "move@dearer", "--accrued")
    assert code == 0
    assert "(charged to the year, nominal" in out
    code, out, _ = run("bridge", "mail.yaml", "move", "--times", "move.seats.price=1.08", "--json")
    assert code == 0
    assert list(json.loads(out)["causes"]) == ["price"]


def test_between_two_files(run: Run) -> None:
    write(Path(), MAIL.replace("12_400", "13_000"), "new.yaml")
    code, out, _ = run("bridge", "mail.yaml", "keep", "--other", "new.yaml", "--csv")
    assert code == 0
    assert out.startswith("what,period,value\nbefore,2027/28,")


def test_what_was_typed_wrong_is_said(run: Run) -> None:
    for typed, said in (
        (["keep"], "TO is missing"),
        (["kep", "move"], "write keep"),
        (["keep", "move", "--set", "x"], "KEY=VALUE"),
    ):
        code, out, err = run("bridge", "mail.yaml", *typed)
        assert (code, out) == (2, "")
        assert said in err
