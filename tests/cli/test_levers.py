"""``licmodel levers`` as it is typed."""

import json

from tests.cli.conftest import Run


def test_it_is_a_page_or_data(run: Run) -> None:
    code, out, err = run("levers", "mail.yaml", "--option", "move", "--points", "2")
    assert (code, err) == (0, "")
    assert out.startswith("Not for the other side")
    assert "2 points more off seats" in out
    code, out, _ = run("levers", "mail.yaml", "--option", "move", "--json", "--against", "keep")
    assert code == 0
    assert json.loads(out)["walk_away"]["against"] == "keep"
    code, out, _ = run("levers", "mail.yaml", "--option", "move", "--csv", "--what-if", "dearer")
    assert out.startswith("lever,measure,takes_off\n")


def test_odd_steps_are_refused(run: Run) -> None:
    code, _, err = run("levers", "mail.yaml", "--option", "move", "--cap", "300%")
    assert code == 2
    assert "from 0 to 1" in err
