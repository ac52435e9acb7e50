"""The contract of `calendar --json`, and a month that cannot be read."""

import json
from pathlib import Path

import pytest

from licmodel.cli import main

FILE = """\
title: Mail
organisation: {name: A council}
timeline: {start: 2027-04, years: 2}
baseline: none
agreements:
  mail: {signed: 2027-04, term: 12, may_fall: renewal, notice_months: 1, assumed: made up}
options:
  stay:
    lines:
      seats:
        {kind: subscription, agreement: mail, quantity: 10, price: 2, per: month, assumed: a guess}
"""
PROMISED = {
    "": "scenario currency what_if as_of from to lead_times deadlines events notes",
    "deadlines": "agreement title what date last_day act_by steps lead_times term_months "
    "memorandum inaction",
    "events": "date kind key subject text amounts past",
}


def test_the_command_prints_what_the_page_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mail.yaml"
    path.write_text(FILE, encoding="utf-8")
    assert main(["calendar", str(path), "--json", "--from", "2027-10"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == set(PROMISED[""].split())
    for part in ("deadlines", "events"):
        assert data[part]
        for each in data[part]:
            assert set(each) == set(PROMISED[part].split())
    assert (data["from"], data["to"], data["as_of"]) == ("2027-10-01", "2029-03-31", None)
    renewed = data["deadlines"][0]
    assert (renewed["date"], renewed["last_day"], renewed["act_by"]) == (
        *("2028-04-01", "2028-03-31", "2028-02-29"),
    )
    assert renewed["inaction"]["stay"] == {
        "title": "stay",
        "months": 12,
        "accrued": 240.0,
        "unavoidable": 0.0,
        "not_needed": 0.0,
    }
    assert main(["calendar", str(path), "--from", "2027"]) == 2
    assert "--from 2027: that is a year, not a month" in capsys.readouterr().err
