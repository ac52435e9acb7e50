"""What cannot be drawn is refused by name, with its place and what to write."""

from pathlib import Path

import pytest

from licmodel.analysis.risk.risk import risk
from licmodel.analysis.risk.risk_reading import Limit
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from tests.risk.uncertain import Raw, paid, scenario, two

SEATS: Raw = {
    "kind": "subscription",
    "quantity": "10",
    "product": "microsoft_365_e3",
    "discount": "10%",
    "starts": "2027-06",
    "ends": "2028-03",
    "assumed": "for this test",
}


@pytest.mark.parametrize(
    ("key", "how", "told"),
    [
        ("stay.seats.discont", {"uniform": ["0%", "20%"]}, "stay.seats.discount"),
        ("stay.seats.discount", {"uniform": ["0%", "120%"]}, "from 0 to 1"),
        ("stay.seats.discount", {"uniform": ["5", "20"]}, "write 5%"),
        ("stay.seats.discount", {"normal": {"mean": "10%", "sd": "10%"}}, "write low: or high:"),
        ("stay.seats.discount", {"uniform": ["2027-04", "2027-06"]}, "a number was expected"),
        ("stay.seats.discount", {"uniform": ["1", "12"], "change": "times"}, "a factor from 0 to"),
        ("stay.fee.amount", {"uniform": ["5%", "9%"]}, "no percentage belongs here"),
        ("stay.seats.ends", {"uniform": ["10", "20"]}, "write a month such as 2028-04"),
        ("stay.seats.ends", {"uniform": ["2027-04", "2028-03"]}, "drawn below stay.seats.starts"),
        ("stay.seats.starts", {"uniform": ["2027-04", "2028-06"]}, "drawn below stay.seats.starts"),
        ("stay.seats.ends", {"uniform": ["1", "2"], "change": "times"}, "cannot be multiplied"),
        ("prices.microsoft_365_e3", {"uniform": ["30", "40"]}, "write change: times"),
        ("stay.attack.probability", {"uniform": ["5%", "9%"]}, "write the event's probability:"),
        ("timeline.years", {"uniform": ["3", "5"]}, "part of the model's structure"),
    ],
)
def test_a_figure_that_cannot_be_drawn_so(key: str, how: Raw, told: str) -> None:
    attack = {"kind": "event", "on": "2027-10", "cost": "1", "probability": "0%"}
    lines = {"seats": SEATS, "fee": paid("100"), "attack": attack}
    with pytest.raises(InputError) as refused:
        risk(scenario({"stay": lines}, {key: how}, years="2"))
    assert told in str(refused.value)
    assert "risk" in str(refused.value)


def test_one_that_hardly_ever_goes_beyond_its_bounds_is_cut_off_there() -> None:
    how = {"normal": {"mean": "10%", "sd": "2%"}}
    found = risk(scenario({"stay": {"seats": SEATS}}, {"stay.seats.discount": how}))
    assert found.drawn.values["stay.seats.discount"].min() >= 0


def test_one_drawn_twice() -> None:
    inputs = {
        "prices.microsoft_365_e3": {"uniform": ["1", "2"], "change": "times"},
        "prices.microsoft_365_e3.2023-04": {"uniform": ["30", "40"]},
    }
    with pytest.raises(InputError, match=r"risk draws prices.microsoft_365_e3.2023-04 twice"):
        risk(scenario({"stay": {"seats": SEATS}}, inputs))


@pytest.mark.parametrize(
    ("between", "told"),
    [
        (("keep.support.amount", "move.suite.amout"), "move.suite.amount"),
        (("keep.support.amount", "move.overrun.cost"), "which is not drawn"),
    ],
)
def test_a_correlation_of_what_is_not_drawn(between: tuple[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        risk(two(correlations=[{"between": [*between], "rank": "0.5"}]))


def test_a_pair_correlated_twice() -> None:
    pair = ["keep.support.amount", "move.suite.amount"]
    said = [{"between": each, "rank": "0.5"} for each in (pair, pair[::-1])]
    with pytest.raises(InputError, match="risk says twice how"):
        risk(two(correlations=said))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"at": 80}, "write 0.8|write 80%"),
        ({"at": "0%"}, "between 0% and 100%"),
        ({"draws": 10}, "320 to 262,144"),
        ({"measure": "peak"}, "no measure of risk is called peak"),
        ({"limits": {"stay": 1.0}}, "keep, move"),
        ({"limits": (Limit(1.0, year="2040/41"),)}, "2027/28"),
    ],
)
def test_an_argument_out_of_the_question(arguments: Raw, told: str) -> None:
    with pytest.raises(InputError, match=told):
        risk(two(), **arguments)


def test_a_fault_in_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mail.yaml"
    text = """\
title: Mail
organisation: {name: A council}
timeline: {start: 2027-04, years: 1}
baseline: stay
options:
  stay:
    lines:
      support: {kind: recurring, amount: 100, per: year, index: 2%, assumed: x}
risk:
  inputs:
    stay.support.amount: {uniform: [90, 110]}
    stay.support.idex: {uniform: [1%, 3%]}
  correlations:
    - {between: [stay.support.amount, stay.support.index], rank: 0.5}
"""
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"mail.yaml:12: risk changes stay.support.idex") as told:
        risk(load(path))
    assert "stay.support.index" in str(told.value)
    path.write_text(text.replace("    stay.support.idex: {uniform: [1%, 3%]}\n", ""), "utf-8")
    with pytest.raises(InputError, match=r"mail.yaml:13: risk correlates stay.support.index"):
        risk(load(path))
    path.write_text(text.replace("[90, 110]", "[110, 90]"), "utf-8")
    with pytest.raises(InputError, match=r"mail.yaml:11: .*the lowest comes first"):
        load(path)
