"""Sensitivity: each figure through its own range, ranked, against runs of changed files."""

import json
from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.decisions.sensitivity import Sensitivity, sensitivity, two_way
from licmodel.errors import InputError
from licmodel.report.sensitivity import (
    sensitivity_csv,
    sensitivity_text,
    two_way_csv,
    two_way_text,
)
from licmodel.scenario.scenario import Scenario
from tests.estates import MAIL, write

ROOT = Path(__file__).parents[2]
RANGED = MAIL.replace("price: 3.00,", "price: {value: 3.00, range: [2.40, 9.00]},").replace(
    "growth: -1%", "growth: {value: -1%, range: [-2%, 5%]}"
)


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    """Return the small estate, with ranges."""
    return licmodel.load(write(tmp_path, RANGED))


def total(tmp_path: Path, before: str, after: str) -> float:
    """Return what moving costs in a file that says something else."""
    assert RANGED.count(before) == 1
    changed = licmodel.load(write(tmp_path, RANGED.replace(before, after), "changed.yaml"))
    return licmodel.compare(changed).options["move"].total


def swings(found: Sensitivity) -> dict[str, tuple[float, float]]:
    """Return the cost at both ends of each figure."""
    return {each.dial.key: (each.low, each.high) for each in found.swings}


def test_both_ends_are_what_changed_files_cost(scenario: Scenario, tmp_path: Path) -> None:
    found = swings(sensitivity(scenario, option="move", measure="total"))
    price = "price: {value: 3.00, range: [2.40, 9.00]},"
    growth = "growth: {value: -1%, range: [-2%, 5%]}"
    assert found["move.seats.price"] == (
        total(tmp_path, price, "price: 2.40,"),
        total(tmp_path, price, "price: 9.00,"),
    )
    assert found["drivers.staff.growth"] == (
        total(tmp_path, growth, "growth: -2%"),
        total(tmp_path, growth, "growth: 5%"),
    )
    assert [*found["move.migration.amount"]] == pytest.approx(  # no range: 10% up and down
        [total(tmp_path, "amount: 18_000", f"amount: {amount}") for amount in (16_200, 19_800)]
    )


def test_they_are_ranked_and_those_that_turn_the_answer_are_told(scenario: Scenario) -> None:
    found = sensitivity(scenario)
    sizes = [each.swing for each in found.swings]
    assert sizes == sorted(sizes, reverse=True)
    assert [each.dial.key for each in found.tipping] == ["move.seats.price"]
    page = " ".join(sensitivity_text(found).split())
    assert page.startswith('What moves "Move to the cloud" most by present value')
    assert "is no longer the cheapest at an end of the range of seats: price" in page
    assert "(to Keep the servers)" in page


def test_the_steady_council() -> None:
    found = sensitivity(licmodel.load(ROOT / "scenarios/council_2027.yaml"))
    assert found.tipping == ()
    assert found.swings[0].dial.key == "renew.e3.discount"
    moved = {each.dial.key for each in found.swings}
    assert not any(key.startswith("agreements.") and key.endswith("term") for key in moved)
    assert "renew.servers.starts" not in moved  # bought in 2024: it is past
    assert "frontline.f3.starts" in moved


def test_a_figure_that_moves_nothing_is_named_and_not_ranked(tmp_path: Path) -> None:
    text = RANGED.replace("starts: 2027-06, months: 3,", "starts: 2029-06, months: 30,")
    found = sensitivity(licmodel.load(write(tmp_path, text)), option="hurry", measure="2027/28")
    still = {each.key for each in found.still}
    assert "move.migration.starts" in still
    assert not still & {each.dial.key for each in found.swings}
    assert "these move nothing in their range" in " ".join(sensitivity_text(found).split())


def test_two_figures_against_each_other(scenario: Scenario, tmp_path: Path) -> None:
    keys = ("move.seats.price", "drivers.staff.growth")
    table = two_way(scenario, *keys, option="move", measure="total")
    assert table.rows == pytest.approx((2.4, 3.0, 4.05, 5.7, 7.35, 9.0))
    price = "price: {value: 3.00, range: [2.40, 9.00]},"
    text = RANGED.replace(price, "price: 9.00,").replace("{value: -1%, range: [-2%, 5%]}", "5%")
    corner = licmodel.load(write(tmp_path, text, "corner.yaml"))
    assert table.costs[-1][-1] == licmodel.compare(corner).options["move"].total
    wins = {key for row in table.cheapest for label in row for key in label}
    assert "keep" in wins
    page = two_way_text(table)
    assert "down: seats: price, across: staff: yearly growth" in " ".join(page.split())
    lines = two_way_csv(table).splitlines()
    assert lines[0] == "move.seats.price,drivers.staff.growth,move,cheapest"
    assert len(lines) == 1 + len(table.rows) * len(table.columns)


def test_data_say_the_same(scenario: Scenario) -> None:
    found = sensitivity(scenario)
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["swings"][0]["swing"] == found.swings[0].swing
    assert data["swings"][0]["stated"] is True
    heads = sensitivity_csv(found).splitlines()[0]
    assert heads == "key,range,low,high,swing,cheapest_low,cheapest_high"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"option": "kep"}, "no option is called kep"),
        ({"measure": "cost"}, "no measure is called cost"),
        ({"what_if": "x"}, "no what-if is called x"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    scenario: Scenario, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError) as refused:
        sensitivity(scenario, **asked)
    assert said in str(refused.value)
