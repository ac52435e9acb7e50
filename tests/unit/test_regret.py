"""The cheapest split of seats: the same as trying every split by plain arithmetic."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from licmodel.analysis.risk.regret import Prices, Regret, regret
from licmodel.errors import InputError
from licmodel.report.regret import regret_csv, regret_text
from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario
from tests.enrolled import ENROLLED, enrolled

PRICES = Prices(12, 10, 9)


def estate(*paths: list[int]) -> Scenario:
    """Return seats that change each half year, as it stands and under what-ifs."""
    months = ["2027-04", "2027-10", "2028-04", "2028-10", "2029-04", "2029-10"]
    first, *others = (dict(zip(months, path, strict=True)) for path in paths)
    return from_data(
        {
            "title": "Seats",
            "baseline": "none",
            "organisation": {"name": "An example"},
            "timeline": {"start": "2027-04", "years": "3"},
            "drivers": {
                "staff": {
                    "unit": "user",
                    "by_date": {month: str(seats) for month, seats in first.items()},
                    "assumed": "invented",
                }
            },
            "options": {
                "stay": {
                    "lines": {
                        "seats": {
                            "kind": "subscription",
                            "quantity": "staff",
                            "price": "12",
                            "per": "month",
                            "assumed": "invented",
                        }
                    }
                }
            },
            "what_ifs": {
                f"path_{at}": {
                    f"drivers.staff.{month}": {"set": str(seats)} for month, seats in path.items()
                }
                for at, path in enumerate(others)
            },
        }
    )


def by_hand(prices: Prices, taken: int, halves: list[int]) -> float:
    """Return what a path costs with so many seats taken for three years."""
    cost = 36 * prices.three_years * taken
    for year in range(3):
        for seat in range(taken, max(halves)):
            used = 6 * sum(half > seat for half in halves[2 * year : 2 * year + 2])
            cost += min(12 * prices.yearly, used * prices.monthly)
    return cost


@settings(max_examples=20, deadline=None)
@given(
    some.lists(some.lists(some.integers(0, 9), min_size=6, max_size=6), min_size=1, max_size=3),
    some.sampled_from([PRICES, Prices(15, 10, 5), Prices(10, 10, 10), Prices(20, 11, 8)]),
)
def test_no_other_split_is_cheaper(paths: list[list[int]], prices: Prices) -> None:
    if not any(map(any, paths)):
        return
    found = regret(estate(*paths), "stay.seats", prices)
    kept = [[int(each.needed[month]) for month in range(0, 36, 6)] for each in found.paths]
    most = max(map(max, kept))
    # paths that need the same seats count once
    costs = [
        sum(by_hand(prices, taken, path) for path in kept) / len(kept) for taken in range(most + 1)
    ]
    assert found.expected["split"] == pytest.approx(min(costs), abs=1e-6)
    assert found.expected["split"] == pytest.approx(costs[round(found.three_years)], abs=1e-6)
    for each, path in zip(found.paths, kept, strict=True):
        best = min(by_hand(prices, taken, path) for taken in range(most + 1))
        assert each.costs["with_hindsight"] == pytest.approx(best, abs=1e-6)
        assert each.regret == pytest.approx(each.costs["split"] - best, abs=1e-6)


def small(weights: dict[str, float] | None = None) -> Regret:
    """Return ten seats that stay, or of which four go after a year."""
    scenario = estate([10] * 6, [10, 10, 6, 6, 6, 6])
    return regret(scenario, "stay.seats", PRICES, weights=weights)


def test_it_is_what_it_is_by_hand() -> None:
    # four seats cost 324 each for three years, and 360 or 120 as years show: 240 alike, 324 < 336
    alike, likely = small(), small({"path_0": 0.1})
    assert alike.three_years == 6
    assert alike.paths[0].regret == 4 * (360 - 324)
    assert (alike.paths[1].regret, alike.paths[1].not_handed_back) == (0, 0)
    assert likely.three_years == 10
    assert likely.paths[0].regret == 0
    assert likely.paths[1].regret == 4 * (324 - 120)
    assert likely.paths[1].not_handed_back == 4 * 24 * 9


def test_page_and_data_say_the_same() -> None:
    found = small({"path_0": 0.1})
    page = " ".join(regret_text(found).split())
    assert 'Buy 10 seats of seats in "stay" for three years from April 2027' in page
    assert "£816 more than with hindsight, £864 of it spent on seats that nobody needs" in page
    assert "all paths alike, since nobody said how likely" in " ".join(regret_text(small()).split())
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["paths"]["path_0"]["regret"] == 816
    assert regret_csv(found).splitlines()[0].startswith("path,weight,split")


REFUSED: dict[str, tuple[Callable[[Scenario], object], str]] = {
    "line": (lambda s: regret(s, "stay.seat", PRICES), "write stay.seats"),
    "prices": (lambda s: regret(s, "stay.seats", Prices(9, 10, 12)), "a longer term is no dearer"),
    "path": (lambda s: regret(s, "stay.seats", PRICES, weights={"x": 0.5}), "no path is called x"),
    "weights": (
        lambda s: regret(s, "stay.seats", PRICES, weights={"path_0": 0.7, "path_1": 0.7}),
        "more than certain",
    ),
    "share": (lambda s: regret(s, "stay.seats", PRICES, weights={"path_0": 3}), "from 0% to 100%"),
}


@pytest.mark.parametrize("which", REFUSED)
def test_what_cannot_be_asked_is_refused_in_words(which: str) -> None:
    call, said = REFUSED[which]
    with pytest.raises(InputError) as refused:
        call(estate([3] * 6, [2] * 6, [1] * 6))
    assert said in str(refused.value)


def test_seats_that_nobody_ever_needs_are_refused() -> None:
    with pytest.raises(InputError, match="no seats are needed"):
        regret(estate([0] * 6), "stay.seats", PRICES)


def test_what_ifs_that_need_the_same_seats_count_once() -> None:
    found = regret(estate([3] * 6, [3] * 6, [2] * 6), "stay.seats", PRICES)
    assert found.alike == ("path_0",)
    assert [each.weight for each in found.paths] == [0.5, 0.5]
    assert "need the same seats as a path above: path 0" in " ".join(regret_text(found).split())


def test_what_cannot_be_avoided_is_told_under_each_path(tmp_path: Path) -> None:
    text = ENROLLED.replace("signed: 2027-04", "signed: 2026-04").replace("2027-03", "2027-06")
    text += (
        "what_ifs:\n  longer: {agreements.mail.term: {set: 60}, drivers.staff.2029-04: {set: 70}}\n"
    )
    found = regret(enrolled(tmp_path, text), "keep.seats", PRICES)
    here, longer = found.paths
    # until the renewal of April 2029, or of April 2031
    assert here.unavoidable_by_year == (10_000, 10_000, 0, 0, 0, 0)
    assert longer.unavoidable_by_year == (10_000, 10_000, 10_000, 10_000, 0, 0)
    assert sum(longer.unavoidable) == pytest.approx(40_000)
    assert "What cannot be avoided any more" in regret_text(found)


def test_it_is_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from licmodel.cli import main  # noqa: PLC0415  as a command is run

    enrolled(tmp_path)
    words = ["regret", str(tmp_path / "enrolled.yaml"), "keep.seats", "--monthly", "12", "--yearly"]
    for form in ([], ["--json"], ["--csv"]):
        assert main([*words, "10", "--three-years", "9", *form]) == 0
        assert "seats" in capsys.readouterr().out or form == ["--csv"]
    assert main([*words, "ten", "--three-years", "9"]) == 2
    assert "--yearly" in capsys.readouterr().err
