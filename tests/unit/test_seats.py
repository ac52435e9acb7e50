"""The seat waterfall: what is needed, committed, and paid for nobody."""

import json
from pathlib import Path

import pytest

from licmodel.analysis.estate.seats import seats
from licmodel.analysis.results import run
from licmodel.cli import CANNOT_READ, FINE, main
from licmodel.scenario.loading import load

ESTATE = """\
title: Seats
organisation: {name: An invented council}
timeline: {start: 2027-04, years: 4}
baseline: none
drivers:
  office: {unit: user, by_date: {2027-04: 100, 2028-01: 80, 2029-06: 130}}
agreements:
  corporate:
    programme: enterprise_agreement_subscription
    signed: 2025-04
    renewal: uplift
    renewal_uplift: 5%
    true_down: 10%
    may_fall: anniversary
    holdings: {e3: {seats: 120, price: 240, per: year}}
options:
  renew:
    lines:
      e3: {kind: subscription, agreement: corporate, quantity: office, billing: yearly in advance}
  same: {based_on: renew}
"""

PRINTED = """\
renew, e3: users under corporate, each month in which they change (nominal; VAT excluded; amounts
  until the next change)
                                    Paid but   Cost of  Invoiced,
               Needed  Committed  not needed  those, £          £
April 2027        100        108           8     1,440     25,920
January 2028       80        108          28     1,680          0
April 2028         80         80           0         0     40,320
June 2029         130        130           0         0     43,260

Up to 28 users are paid for but not needed from April 2027 to March 2028, at £3,120: who leaves
saves nothing until seats may be handed back, which is at anniversaries, next in April 2028.

same: as above for e3.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "seats.yaml"
    path.write_text(ESTATE, "utf-8")
    return path


def test_the_table_and_its_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """[4] 120 held less a tenth is 108 from the anniversary of April 2027. £240 a year is £20 a
    month: 8 x £20 x 9 and 28 x £20 x 3. Renewed in April 2028 at £21: 80 x £21 x 12 twice, and
    50 more for ten months with 130 for the two years after: £10,500 and £32,760.
    """
    assert main(["seats", str(file)]) == FINE
    assert capsys.readouterr().out == PRINTED


def test_every_month_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seats", str(file), "--json", "--options", "renew"]) == FINE
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["renew"]
    (line,) = told["renew"]
    assert line["committed"][:13] == [108.0] * 12 + [80.0]
    assert [n for n, may in enumerate(line["may_go"]) if may] == [0, 12, 24, 36]
    assert sum(line["not_needed_cost"]) == pytest.approx(3_120)


def test_what_never_comes_is_said(file: Path) -> None:
    file.write_text(
        ESTATE.replace("may_fall: anniversary", "may_fall: never").replace(
            "    true_down: 10%\n", ""
        ),
        "utf-8",
    )
    results = run(load(file))
    (line,) = seats(results, ["renew"])["renew"]
    assert line.committed[-1] == 130
    assert min(line.committed) == 120
    assert line.next_chance(0) is None
    assert line.too_many() == [(0, 25)]


def test_an_option_that_is_not_there(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seats", str(file), "--options", "renw"]) == CANNOT_READ
    assert "no option is called renw" in capsys.readouterr().err


def test_without_agreements_it_says_how_to_write_one(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = ESTATE.replace("agreement: corporate, ", "price: 20, per: month, ")
    file.write_text(plain[: plain.index("agreements:")] + plain[plain.index("options:") :], "utf-8")
    assert main(["seats", str(file)]) == FINE
    assert "No line stands under an agreement" in capsys.readouterr().out
