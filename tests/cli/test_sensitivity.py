"""``licmodel sensitivity`` as it is typed."""

import json

from tests.cli.conftest import Run


def test_the_ranking_and_a_table_of_two(run: Run) -> None:
    code, out, _ = run("sensitivity", "mail.yaml", "--option", "keep", "--measure", "2028/29")
    assert code == 0
    assert out.startswith('What moves "Keep the servers" most by what is invoiced in 2028/29')
    two = ["--against", "move.seats.price", "drivers.staff.growth"]
    code, out, _ = run("sensitivity", "mail.yaml", *two, "--json")
    assert code == 0
    assert json.loads(out)["down"]["key"] == "move.seats.price"
    code, out, _ = run("sensitivity", "mail.yaml", "--csv", "--what-if", "dearer")
    assert code == 0
    assert out.startswith("key,range,low,high,swing")
    code, out, err = run("sensitivity", "mail.yaml", "--against", "a.b", "move.seats.price")
    assert (code, out) == (2, "")
    assert "a.b" in err
