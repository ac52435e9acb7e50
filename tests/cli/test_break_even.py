"""``licmodel breakeven`` as it is typed."""

import json

from tests.cli.conftest import Run


def test_one_figure_and_all_of_them(run: Run) -> None:
    code, out, _ = run("breakeven", "mail.yaml", "move.seats.price", "--between", "keep", "move")
    assert code == 0
    assert out.startswith("By present value, as seats: price moves (now £3 per user per month)")
    code, out, _ = run("breakeven", "mail.yaml", "--all", "--what-if", "dearer")
    assert code == 0
    assert "Under dearer: Seats 22% dearer." in out
    assert "How far each figure alone may go" in out


def test_ends_are_typed_as_figures_are(run: Run) -> None:
    asked = ["breakeven", "mail.yaml", "move.migration.starts", "--from", "2027-05", "--json"]
    code, out, _ = run(*asked, "--to", "2028-03", "--measure", "2027/28")
    assert code == 0
    data = json.loads(out)
    assert (data["from"], data["to"]) == (24328, 24338)
    code, out, _ = run("breakeven", "mail.yaml", "--all", "--csv")
    assert code == 0
    assert out.startswith("key,turned,now,from,to,below,below_to,above,above_to\n")


def test_what_was_typed_wrong_is_said(run: Run) -> None:
    for typed, said in (
        ([], "one KEY, or --all"),
        (["move.seats.price", "--all"], "one KEY, or --all"),
        (["--all", "--to", "3"], "--from and --to are of one figure"),
        (["move.seats.price", "--from", "-1"], "0 or more"),
        (["move.seats.price", "--from", "x"], "move.seats.price: "),
    ):
        code, out, err = run("breakeven", "mail.yaml", *typed)
        assert (code, out) == (2, "")
        assert said in err
